"""Where code meets a text: the literals that it compares a text with, looks it up in, seeks in it or matches it by."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

SEEKING = {
    *("startswith", "endswith", "removeprefix", "removesuffix", "find", "rfind", "index", "rindex", "count"),
    *("split", "rsplit", "partition", "rpartition", "replace", "strip", "lstrip", "rstrip"),
    *("isdisjoint", "issubset", "issuperset", "intersection", "difference"),
}
"""Methods of texts and sets by which one is sought in the other."""
MATCHING = {
    *("compile", "search", "match", "fullmatch", "sub", "split", "findall", "finditer"),
    *("trie", "words_pattern", "written_pattern", "phrase_pattern", "any_of", "forms"),
}
"""Functions that make or use a pattern: those of `re`, and those of `auditor.language`."""
COLLECTIONS = (ast.Tuple, ast.List, ast.Set, ast.Dict)
PATTERN = re.compile(r"\\[bBdDsSwWAZ]|\(\?|\[\^|[^|]\|[^|]")
"""What only a regular expression has."""


@dataclass(frozen=True)
class Meeting:
    """A literal, where it stands, and what it meets."""

    line: int
    literal: str
    other: str
    """Name of the variable or field that meets the literal, where it has one."""
    pattern: bool = False

    @property
    def words(self) -> list[str]:
        """The words of the literal; in a pattern without groups' names, classes of characters and escapes."""
        text = self.literal
        if self.pattern:
            text = re.sub(r"\(\?P<\w+>|\(\?P=\w+\)|\(\?\(\w+\)|\(\?[aiLmsux]+:|\[(?:\\.|[^\]\\])*\]", " ", text)
            text = re.sub(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", " ", text)
        return re.findall(r"[^\W\d_]+", text)


def constants(trees: Iterable[ast.Module]) -> dict[str, ast.expr]:
    """Return the values that modules give to names at their top level."""
    out: dict[str, ast.expr] = {}
    for tree in trees:
        for node in tree.body:
            if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
                out[node.targets[0].id] = node.value
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
                out[node.target.id] = node.value
    return out


def meetings(tree: ast.Module, known: Mapping[str, ast.expr]) -> Iterator[Meeting]:
    """Give every place of a module where a literal meets a text; `known` are the constants of all modules."""
    known = {**known, **constants([tree])}
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    said |= {id(each) for node in ast.walk(tree) if isinstance(node, ast.Raise) for each in ast.walk(node)}
    for node in ast.walk(tree):
        for literals, other in _met(node, known):
            yield from (Meeting(_line(node), literal, other) for literal in literals)
        if isinstance(node, ast.Call) and _function(node) in MATCHING and node.args:
            yield from (Meeting(node.lineno, part, "", pattern=True) for part in pattern_parts(node.args[0], known))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield from [Meeting(node.lineno, node.value, "", pattern=True)] if PATTERN.search(node.value) else []


def _met(node: ast.AST, known: Mapping[str, ast.expr]) -> Iterator[tuple[list[str], str]]:
    """Give the literals of a node and the name of what they meet."""
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        for side in sides:
            for other in sides:
                if other is not side:
                    yield plain(side, known), name_of(other)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.Sub):
        left, right = plain(node.left, known), plain(node.right, known)
        yield left if not right else [], name_of(node.right)
        yield right if not left else [], name_of(node.left)
    elif isinstance(node, ast.For | ast.comprehension):
        yield from _gone_through(node.iter, node.target, known)
    elif isinstance(node, ast.Match):
        cases = [each for case in node.cases for each in ast.walk(case.pattern) if isinstance(each, ast.MatchValue)]
        yield [text for case in cases for text in plain(case.value, known)], name_of(node.subject)
    elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        if not isinstance(node.slice, ast.Constant):
            yield plain(node.value, known), name_of(node.slice)
    elif isinstance(node, ast.Call):
        yield from _called(node, known)


def _gone_through(row: ast.AST, target: ast.AST, known: Mapping[str, ast.expr]) -> Iterator[tuple[list[str], str]]:
    """Give the literals that a loop goes through; where it takes rows apart, each column by its own name."""
    row = known.get(row.id, row) if isinstance(row, ast.Name) else row
    if not isinstance(target, ast.Tuple):
        yield plain(row, known), name_of(target)
    elif isinstance(row, ast.Tuple | ast.List):
        for each in row.elts:
            if isinstance(each, ast.Tuple | ast.List):
                yield from (
                    (plain(cell, known), name_of(name)) for cell, name in zip(each.elts, target.elts, strict=False)
                )


def _called(node: ast.Call, known: Mapping[str, ast.expr]) -> Iterator[tuple[list[str], str]]:
    """Give what a method seeks, and what a table that code holds is asked for."""
    if not isinstance(node.func, ast.Attribute):
        return
    if node.func.attr in SEEKING:
        for each in node.args:
            yield plain(each, known), name_of(node.func.value)
    if node.func.attr == "get" and isinstance(node.func.value, ast.Name) and node.args:
        yield plain(node.func.value, known), name_of(node.args[0])


def _function(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def plain(node: ast.AST, known: Mapping[str, ast.expr], depth: int = 3) -> list[str]:
    """Return the texts that an expression is or holds, where it is a literal or the name of a constant."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.Name) and depth:
        return plain(known[node.id], known, depth - 1) if node.id in known else []
    if isinstance(node, ast.Dict):
        return [text for each in node.keys if each is not None for text in plain(each, known, depth)]
    if isinstance(node, COLLECTIONS):
        return [text for each in node.elts for text in plain(each, known, depth)]
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"frozenset", "set", "tuple", "list", "sorted"}:
        return [text for each in node.args for text in plain(each, known, depth)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr | ast.Add):
        return [*plain(node.left, known, depth), *plain(node.right, known, depth)]
    return []


def pattern_parts(node: ast.AST, known: Mapping[str, ast.expr]) -> list[str]:
    """Return the texts that a pattern is put together from; what an f-string computes is no literal."""
    if isinstance(node, ast.JoinedStr):
        return [text for each in node.values for text in pattern_parts(each, known)]
    if isinstance(node, ast.FormattedValue):
        return pattern_parts(node.value, known) if isinstance(node.value, ast.Name) else []
    if isinstance(node, ast.BoolOp):
        return [text for each in node.values for text in pattern_parts(each, known)]
    if isinstance(node, ast.BinOp):
        return [*pattern_parts(node.left, known), *pattern_parts(node.right, known)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"join", "replace"}:
        return [text for each in (node.func.value, *node.args) for text in pattern_parts(each, known)]
    if isinstance(node, ast.Name) and isinstance(known.get(node.id), ast.JoinedStr | ast.BinOp):
        return pattern_parts(known[node.id], known)
    return plain(node, known)


def name_of(node: ast.AST) -> str:
    """Return the last name of an expression: "unit" of `figure.unit`, "cues" of `lines.cues[at]`, "local" of a call."""
    if isinstance(node, ast.Attribute):
        return node.attr.lstrip("_")
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Subscript | ast.Starred):
        return name_of(node.value)
    if isinstance(node, ast.Tuple) and node.elts:
        return name_of(node.elts[0])
    if isinstance(node, ast.BinOp):
        return name_of(node.left) or name_of(node.right)
    if isinstance(node, ast.SetComp | ast.ListComp | ast.GeneratorExp):
        return name_of(node.generators[-1].iter)
    if isinstance(node, ast.Call):
        called = node.func
        if getattr(called, "id", "") in {"str", "set", "frozenset"} and node.args:
            return name_of(node.args[0])
        if isinstance(called, ast.Attribute) and called.attr in {"get", "lower", "strip", "group"}:
            return name_of(called.value)
        return name_of(called)
    if isinstance(node, ast.NamedExpr):
        return node.target.id
    return ""


def _line(node: ast.AST) -> int:
    return node.target.lineno if isinstance(node, ast.comprehension) else getattr(node, "lineno", 0)
