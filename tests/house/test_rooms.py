"""The rooms stand as CONTRIBUTING draws them: one direction, one place and one name each."""

import ast
import re
from collections import defaultdict

COMMANDS = "auditor.cli."
"""A command's module is called as its command, whatever else is called so."""


def rooms_drawn(root):
    """The rooms in the order of the table, the ground first."""
    drawn = (root / "CONTRIBUTING.md").read_text().split("| room |", 1)[1].split("\n\n", 1)[0]
    return [name.removesuffix("/").removesuffix(".py") for name in re.findall(r"^\| `([^`]+)`", drawn, re.MULTILINE)]


def imports(tree, modules):
    """The modules of the program that a tree imports, at whatever depth."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name.split(".")[0] == "auditor")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "auditor":
            for each in node.names:
                inner = f"{node.module}.{each.name}"
                yield inner if inner in modules else node.module


def room(module):
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def test_the_map_names_every_room_once(root):
    there = {
        path.stem for path in (root / "auditor").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    drawn = rooms_drawn(root)
    assert sorted(drawn) == sorted(there)


def test_no_import_runs_back_up(root, modules):
    floor = {name: number for number, name in enumerate(rooms_drawn(root))}
    up = [
        f"{module} -> {target}"
        for module, tree in modules.items()
        for target in imports(tree, modules)
        if floor[room(target)] > floor[room(module)]
    ]
    assert up == []


def test_no_circle_of_imports(modules):
    wanted = {name: {each for each in imports(tree, modules) if each != name} for name, tree in modules.items()}
    while free := [name for name, targets in wanted.items() if not targets & wanted.keys()]:
        for name in free:
            del wanted[name]
    assert wanted == {}


def test_no_two_modules_of_one_name(modules):
    folders = {module.rsplit(".", 1)[0] for module in modules}
    named = defaultdict(list)
    for module in modules.keys() - folders:
        if not module.startswith(COMMANDS):
            named[module.rsplit(".", 1)[-1]].append(module)
    assert [those for name, those in named.items() if len(those) > 1] == []


def test_no_class_name_twice(modules):
    named = defaultdict(list)
    for module, tree in modules.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                named[node.name].append(module)
    assert {name: those for name, those in named.items() if len(those) > 1} == {}
