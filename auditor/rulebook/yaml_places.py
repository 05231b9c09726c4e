"""YAML with places: what a file says, and at which line and column it says it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from auditor.rulebook.rule import Problem

Where = tuple[str | int, ...]
_PLAIN = re.compile(r"true|false|[-+]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)
LARGEST = 2_000_000
DEEPEST = 40
MOST_VALUES = 50_000
MOST_PROBLEMS = 100


@dataclass(slots=True)
class Placed:
    """A rule file as plain Python values, with the place of each."""

    file: str
    value: Any = None
    values: dict[Where, tuple[int, int]] = field(default_factory=dict)
    """Path of keys and positions -> 1-based (line, column) of the value."""
    keys: dict[Where, tuple[int, int]] = field(default_factory=dict)
    """The same for the key of a mapping's entry."""
    problems: list[Problem] = field(default_factory=list)

    def problem(self, where: Where, message: str, *, key: bool = False, shift: int = 0) -> None:
        """Add a mistake at a path, or at the nearest place above it.

        Args:
            where: Keys and positions from the top of the file to the value.
            message: What is wrong and what to do; white space in it becomes single blanks.
            key: Whether the key is meant, not its value.
            shift: Characters by which the place moves to the right.
        """
        places = self.keys if key else self.values
        path = where
        while path and path not in places:
            path, places = path[:-1], self.values
        line, column = places.get(path, (1, 1))
        self.problems.append(Problem(self.file, line, column + shift, " ".join(message.split())))


def read_placed(path: Path, name: str, *, trusted: bool = False) -> Placed:
    """Read a YAML file; what cannot be read is in `problems`, nothing is raised.

    Aliases, tags and duplicate keys are mistakes: a rule file says everything once and in the open.

    Args:
        path: The file, UTF-8, of at most `LARGEST` bytes.
        name: How messages call it.
        trusted: It comes with the program, and is not looked through for what would exhaust the reader.

    Returns:
        The values with their places; `value` is None where the file is empty or could not be read.
    """
    placed = Placed(name)
    try:
        if path.stat().st_size > LARGEST:
            placed.problem((), f"larger than {LARGEST // 1_000_000} MB; a rule file is text that a person wrote")
            return placed
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        placed.problem((), f"cannot be read ({reason}); check the path and the file")
        return placed
    try:
        if not trusted and _refused(placed, text):
            return placed
        loader = yaml.CSafeLoader(text)
        node = loader.get_single_node()
        if node is not None:
            placed.value = _Taker(placed, loader).take(node, ())
    except RecursionError:
        placed.problem((), "nested too deeply")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = getattr(error, "problem", None) or "cannot be read"
        placed.problems.append(Problem(name, line, column, f"not valid YAML: {' '.join(str(what).split())}"))
    return placed


def _refused(placed: Placed, text: str) -> bool:
    """Look through a text event by event, and say whether it holds what is not to be built at all.

    Nothing is composed: the C composer calls itself for each level, and a file of brackets would end the process.
    """
    depth = values = 0
    refused: list[Problem] = []
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        mark: Any = event.start_mark
        told = ""
        if isinstance(event, yaml.AliasEvent):
            told = "aliases (*name) are not used in rule files; write the value out"
        elif isinstance(event, yaml.NodeEvent) and _tagged(event):
            told = "tags (!name) are not used in rule files; write the value alone"
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        values += isinstance(event, yaml.NodeEvent)
        stop = depth > DEEPEST or values > MOST_VALUES
        if stop:
            told = "nested too deeply" if depth > DEEPEST else f"more than {MOST_VALUES:,} values; make several files"
        if told:
            refused.append(Problem(placed.file, mark.line + 1, mark.column + 1, told))
        if stop or len(refused) >= MOST_PROBLEMS:
            break
    placed.problems += refused
    return bool(refused)


def _tagged(event: yaml.NodeEvent) -> bool:
    tag = getattr(event, "tag", None)
    return tag is not None and tag != "!"


class _Taker:
    """Turns YAML nodes into plain values and notes the places."""

    def __init__(self, placed: Placed, loader: Any) -> None:  # noqa: ANN401 - PyYAML's loader has no useful type
        self.placed, self.loader = placed, loader

    def take(self, node: yaml.Node, where: Where) -> Any:  # noqa: ANN401 - a rule file's values are of any type
        """Return the value of a node."""
        self.placed.values[where] = (node.start_mark.line + 1, node.start_mark.column + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, where)
        if isinstance(node, yaml.SequenceNode):
            return [self.take(child, (*where, position)) for position, child in enumerate(node.value)]
        return self._scalar(node, where)

    def _mapping(self, node: yaml.MappingNode, where: Where) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            path = (*where, key)
            place = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if key in made:
                self.placed.problems.append(Problem(self.placed.file, *place, f"{key!r} is given twice"))
                continue
            self.placed.keys[path] = place
            made[key] = self.take(value_node, path)
        return made

    def _scalar(self, node: yaml.Node, where: Where) -> Any:  # noqa: ANN401 - see take
        try:
            value = self.loader.construct_object(node)
        except (yaml.YAMLError, ValueError):
            self.placed.problem(where, f"{str(node.value)[:40]!r} cannot be read; put it in quotes")
            return None
        if isinstance(value, bool | int | float) and not _PLAIN.fullmatch(str(node.value)):
            # What only YAML takes for a number or a truth (on, yes, 012, 12:30) is meant as text.
            return str(node.value)
        if value is None or isinstance(value, str | int | float | bool):
            return value
        # A date without quotes: what is meant is its text.
        return str(node.value)
