"""Automatic paragraph numbers of Word documents, as Word shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from auditor.read.blocks.list_numbers import Shown, number_text
from auditor.read.blocks.refining import NOT_TOLD
from auditor.read.office.ooxml import Names, children, first
from auditor.runtime.left_out import unit

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    form: str = "decimal"
    text: str = "%1."
    start: int = 1
    restart: int | None = None
    """Level (from 1) after which the count starts anew; 0 never; None after any higher one."""
    legal: bool = False
    style: str = ""
    indent: int = 0


@dataclass(slots=True)
class _Abstract:
    levels: dict[int, Level] = field(default_factory=dict)
    linked: str = ""
    """Style whose list this one stands for."""


@dataclass(slots=True)
class _Instance:
    abstract: str
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)


class Numbering:
    """Counts the paragraphs of each list as they come."""

    def __init__(self, root: _Element | None, names: Names, style_lists: dict[str, str]) -> None:
        """Take the part numbering.xml (or nothing) and the lists (numId) that styles name."""
        self._abstracts: dict[str, _Abstract] = {}
        self._instances: dict[str, _Instance] = {}
        self._counts: dict[str, dict[int, int]] = {}
        for element in root if root is not None else ():
            with unit("how a list is numbered", NOT_TOLD):
                kind = names.local(element)
                if kind == "abstractNum":
                    self._abstracts[names.get(element, "abstractNumId")] = _abstract(element, names)
                elif kind == "num":
                    self._instances[names.get(element, "numId")] = _instance(element, names)
        for instance in self._instances.values():
            abstract = self._abstracts.get(instance.abstract)
            if abstract is not None and abstract.linked:
                other = self._instances.get(style_lists.get(abstract.linked, ""))
                if other is not None:
                    instance.abstract = other.abstract

    def state(self) -> tuple[dict[str, dict[int, int]], dict[str, set[int]]]:
        """Return the counts so far, for `reset`."""
        counts = {name: dict(levels) for name, levels in self._counts.items()}
        return counts, {name: set(instance.begun) for name, instance in self._instances.items()}

    def reset(self, state: tuple[dict[str, dict[int, int]], dict[str, set[int]]]) -> None:
        """Go back to earlier counts."""
        self._counts = state[0]
        for name, begun in state[1].items():
            self._instances[name].begun = begun

    def level_of_style(self, list_id: str, style: str) -> int | None:
        """Return the level of a list that a style is tied to."""
        for index in range(_LEVELS):
            level = self._level(list_id, index)
            if level is not None and style and level.style == style:
                return index
        return None

    def next(self, list_id: str, index: int) -> Shown | None:
        """Count one paragraph of a list and give its number; None where there is no such list or level."""
        instance = self._instances.get(list_id)
        level = self._level(list_id, index)
        if instance is None or level is None:
            return None
        counts = self._counts.setdefault(instance.abstract, {})
        if index in instance.starts and index not in instance.begun:
            counts[index] = instance.starts[index]
        else:
            counts[index] = counts.get(index, level.start - 1) + 1
        instance.begun.add(index)
        for deeper in [other for other in counts if other > index]:
            below = self._level(list_id, deeper)
            if below is None or below.restart is None or index < below.restart:
                del counts[deeper]
        if level.form in ("bullet", "none"):
            return Shown("" if level.form == "bullet" else level.text.strip(), level.form)

        def place(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            other = self._level(list_id, at) or Level()
            value = counts.get(at, other.start)
            return number_text(value, "decimal" if level.legal else other.form)

        return Shown(_PLACE.sub(place, level.text).strip(), level.form)

    def _level(self, list_id: str, index: int) -> Level | None:
        instance = self._instances.get(list_id)
        if instance is None:
            return None
        if index in instance.levels:
            return instance.levels[index]
        abstract = self._abstracts.get(instance.abstract)
        return abstract.levels.get(index) if abstract is not None else None


def _abstract(element: _Element, names: Names) -> _Abstract:
    out = _Abstract()
    for child in element:
        kind = names.local(child)
        if kind == "numStyleLink":
            out.linked = names.get(child, "val")
        elif kind == "lvl":
            out.levels[names.number(child, "ilvl")] = _level(child, names)
    return out


def _level(element: _Element, names: Names) -> Level:
    level = Level()
    for child in element:
        kind, value = names.local(child), names.get(child, "val")
        if kind == "start":
            level = replace(level, start=names.number(child, "val"))
        elif kind == "numFmt":
            level = replace(level, form=value)
        elif kind == "lvlText":
            level = replace(level, text=value)
        elif kind == "lvlRestart":
            level = replace(level, restart=names.number(child, "val"))
        elif kind == "isLgl":
            level = replace(level, legal=value not in ("0", "false"))
        elif kind == "pStyle":
            level = replace(level, style=value)
    return level


def _instance(element: _Element, names: Names) -> _Instance:
    link = first(element, names, "abstractNumId")
    out = _Instance(names.get(link, "val") if link is not None else "")
    for override in children(element, names, "lvlOverride"):
        index = names.number(override, "ilvl")
        level = first(override, names, "lvl")
        if level is not None:
            out.levels[index] = _level(level, names)
        start = first(override, names, "startOverride")
        if start is not None:
            out.starts[index] = names.number(start, "val")
    return out
