"""What one room says of itself to another: docstrings that can be used without reading the code below them.

Public is what another room of `auditor/`, the tests, the documentation or the benchmarks import, what stands in an
`__all__`, the methods of classes that are public so, and the commands.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

ACTS = {
    "Add",
    "Audit",
    "Check",
    "Close",
    "Compare",
    "Compile",
    "Draft",
    "Find",
    "Join",
    "Mark",
    "Print",
    "Raise",
    "Read",
    "Register",
    "Remove",
    "Report",
    "Run",
    "Start",
    "Stop",
    "Submit",
    "Write",
}
"""What the first line of a docstring begins with where a function does something; else Return, Whether or Yield."""
SECTION = re.compile(r"^(Args|Returns|Yields|Raises):\n((?:[ \t]+.*(?:\n|\Z)|\n)+)", re.MULTILINE)
ENTRY = re.compile(r"^    \*{0,2}([A-Za-z_][\w.]*):", re.MULTILINE)
SMALL = frozenset({"bool", "str", "int", "float", "Path"})
"""What a function may return, or None, without a section on its form: the first line says what it is and its unit."""
OUTSIDE = ("tests", "docs", "benchmarks")


@dataclass(frozen=True)
class Public:
    """A public function, method, property or command."""

    module: str
    name: str
    node: ast.FunctionDef
    promised: bool
    """Whether a base class or a protocol of the same module says already what is taken and returned."""

    @property
    def decorators(self) -> set[str]:
        called = (each.func if isinstance(each, ast.Call) else each for each in self.node.decorator_list)
        return {ast.unparse(each).rsplit(".", 1)[-1] for each in called}

    @property
    def command(self) -> bool:
        """Whether the docstring is the help of a command, whose options have their own."""
        return bool(self.decorators & {"command", "group"})

    @property
    def yields(self) -> bool:
        return "contextmanager" not in self.decorators and any(
            isinstance(each, ast.Yield | ast.YieldFrom) for each in within(self.node)
        )

    @property
    def returned(self) -> str:
        if "contextmanager" in self.decorators or self.node.returns is None:
            return "None"
        return ast.unparse(self.node.returns).strip("'\"")

    @property
    def parameters(self) -> list[str]:
        given = self.node.args
        names = [each.arg for each in (*given.posonlyargs, *given.args)]
        if "." in self.name and "staticmethod" not in self.decorators:
            names = names[1:]
        more = [each.arg for each in (given.vararg, *given.kwonlyargs, given.kwarg) if each is not None]
        return [*names, *more]

    @property
    def said(self) -> str:
        return ast.get_docstring(self.node) or ""

    @property
    def sections(self) -> dict[str, str]:
        return dict(SECTION.findall(self.said))

    def entries(self, section: str) -> list[str]:
        return ENTRY.findall(self.sections.get(section, ""))


def within(node: ast.AST) -> Iterator[ast.AST]:
    """What stands in a function, without what stands in the functions inside it."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            yield from within(child)


def last(node: ast.expr | None) -> str:
    """The class that is raised or caught, without its modules; nothing for a name that is no class."""
    name = ast.unparse(node.func if isinstance(node, ast.Call) else node).rsplit(".", 1)[-1] if node else ""
    return name if name[:1].isupper() else ""


def raised(node: ast.AST, caught: frozenset[str] = frozenset()) -> set[str]:
    """The classes that a function raises itself and does not catch itself."""
    found: set[str] = set()
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            continue
        if isinstance(child, ast.Raise) and last(child.exc) not in caught:
            found.add(last(child.exc))
        if isinstance(child, ast.Try):
            here = {last(each) for handler in child.handlers for each in getattr(handler.type, "elts", [handler.type])}
            for each in child.body:
                found |= raised(ast.Module([each], []), caught | here)
            for each in (*child.handlers, *child.orelse, *child.finalbody):
                found |= raised(ast.Module([each], []), caught)
        else:
            found |= raised(child, caught)
    return found - {"", "NotImplementedError"}


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else module


def imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Each module of the program that a tree imports from, with each name that it takes of it, at whatever depth."""
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "auditor":
            for each in node.names:
                known[each.asname or each.name] = f"{node.module}.{each.name}"
                yield str(node.module), each.name
        elif isinstance(node, ast.Import):
            for each in node.names:
                if each.name.split(".")[0] == "auditor":
                    known[each.asname or "auditor"] = each.name if each.asname else "auditor"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            first, *rest = ast.unparse(node).split(".")
            if first in known:
                module, name = ".".join([known[first], *rest]).rsplit(".", 1)
                yield module, name


def public_names(root, modules) -> set[tuple[str, str]]:
    """Module and name of each function and class that is public, where it is defined."""
    defined = {
        (module, node.name)
        for module, tree in modules.items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    taken = {module: list(imported(tree)) for module, tree in modules.items()}
    passed = {(module, name): (source, name) for module, names in taken.items() for source, name in names}
    wanted = {each for who, names in taken.items() for each in names if room(each[0]) != room(who)}
    for path in (path for folder in OUTSIDE for path in (root / folder).rglob("*.py")):
        wanted |= set(imported(ast.parse(path.read_text(encoding="utf-8"))))
    for module, tree in modules.items():
        for node in tree.body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
                wanted |= {(module, name) for name in ast.literal_eval(node.value)}
    found = set()
    for each in wanted:
        source = each
        while source not in defined and source in passed:  # a room hands on what one of its modules defines
            source = passed[source]
        if source in defined and not source[1].startswith("_"):
            found.add(source)
    return found


@pytest.fixture(scope="module")
def subjects(root, modules) -> list[Public]:
    """All that is public, in the order of modules."""
    names = public_names(root, modules)
    found = []
    for module, tree in modules.items():
        classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                one = Public(module, node.name, node, promised=False)
                if (module, node.name) in names or (one.command and not node.name.startswith("_")):
                    found.append(one)
            elif isinstance(node, ast.ClassDef) and (module, node.name) in names:
                bases = {ast.unparse(each) for each in node.bases}
                promises = {
                    each.name
                    for other in classes.values()
                    if other is not node and (other.name in bases or "Protocol" in map(ast.unparse, other.bases))
                    for each in other.body
                    if isinstance(each, ast.FunctionDef)
                }
                found += [
                    Public(module, f"{node.name}.{each.name}", each, promised=each.name in promises)
                    for each in node.body
                    if isinstance(each, ast.FunctionDef) and not each.name.startswith("_")
                ]
    return found


def faults(one: Public) -> Iterator[str]:
    """What the docstring of a public function leaves open."""
    first = one.said.split("\n", 1)[0]
    word = first.split(" ", 1)[0]
    if not first.endswith(".") or (one.said != first and not one.said.startswith(f"{first}\n\n")):
        yield "the first line is no sentence with a full stop and a blank line after it"
    if one.command:
        return
    if word not in ACTS | {"Return", "Whether", "Yield"}:
        yield f"it begins with {word!r}"
    elif word not in ACTS and (word == "Whether", word == "Yield") != (one.returned == "bool", one.yields):
        yield f"it begins with {word!r} and returns {one.returned}"
    if word == "Return" and one.returned == "None":
        yield "it returns nothing"
    told = one.entries("Args")
    if unknown := [name for name in told if name not in one.parameters]:
        yield f"Args has {', '.join(unknown)}, which it does not take"
    lacking = [name for name in one.parameters if name not in told]
    if lacking and (told or (len(one.parameters) > 1 and not one.promised)):
        yield f"Args lacks {', '.join(lacking)}"
    errors = {name.rsplit(".", 1)[-1] for name in one.entries("Raises")}
    if unsaid := raised(one.node) - errors:
        yield f"Raises lacks {', '.join(sorted(unsaid))}"
    wanted = "Yields" if one.yields else "Returns"
    plain = (
        set(one.returned.split(" | ")) <= SMALL | {"None"}
        or one.promised
        or one.decorators & {"property", "cached_property"}
    )
    if not plain and wanted not in one.sections:
        yield f"it has no {wanted} for {one.returned}"


def test_docstrings_of_what_is_public_can_be_relied_on(subjects):
    left = [f"{one.module}.{one.name}: {fault}" for one in subjects for fault in faults(one)]
    assert not left, "\n".join(left)
