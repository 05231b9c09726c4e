"""Styles of OpenDocument files: what they say of text, cells and lists, with what they inherit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from auditor.read.blocks.list_numbers import Shown, number_text
from auditor.read.office.odf import FO, STYLE, TABLE, TEXT, times

if TYPE_CHECKING:
    from lxml.etree import _Element

_ID = "{http://www.w3.org/XML/1998/namespace}id"
_DEEPEST = 30
_LEVELS = 10
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}
_BOLD = frozenset(("bold", "600", "700", "800", "900"))
_LENGTH = re.compile(r"(\d{1,6}(?:\.\d{1,9})?)(pt|in|cm|mm|pc)$")
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "pc": 12.0}
_INDENT = 10
"""Points that make one step of indentation in a cell."""


@dataclass(frozen=True, slots=True)
class OdfStyle:
    """What a style says, its ancestors included; None where none of them says it."""

    bold: bool | None = None
    raised: bool | None = None
    hidden: bool = False
    """Whether its text or table is hidden, or struck out."""
    indent: int = 0
    title: bool = False

    def over(self, other: OdfStyle) -> OdfStyle:
        """Return the style with what it leaves open taken from another one, around it."""
        bold = other.bold if self.bold is None else self.bold
        return replace(self, bold=bold, raised=other.raised if self.raised is None else self.raised)


class OdfStyles:
    """The styles of a document, by family and name."""

    def __init__(self, *roots: _Element | None) -> None:
        """Take content.xml and styles.xml, in the order in which a name is looked for."""
        self._elements: dict[tuple[str, str], _Element] = {}
        self._known: dict[tuple[str, str], OdfStyle] = {}
        self.lists: dict[str, dict[int, ListLevel]] = {}
        """By the name of the list style; that of headings by the empty name."""
        for root in roots:
            for element in root.iter(f"{STYLE}style") if root is not None else ():
                key = (element.get(f"{STYLE}family") or "", element.get(f"{STYLE}name") or "")
                self._elements.setdefault(key, element)
            for element in root.iter(f"{TEXT}list-style", f"{TEXT}outline-style") if root is not None else ():
                named = element.get(f"{STYLE}name") if element.tag == f"{TEXT}list-style" else None
                self.lists.setdefault(named or "", dict(map(_level, element)))

    def get(self, family: str, name: str | None) -> OdfStyle:
        """Return what a style and its ancestors say; an empty style where there is none of that name."""
        key = (family, name or "")
        if key not in self._known:
            self._known[key] = self._resolved(*key)
        return self._known[key]

    def _resolved(self, family: str, name: str) -> OdfStyle:
        said: dict[str, str] = {}
        names: list[str] = []
        while (element := self._elements.get((family, name))) is not None and name not in names[:_DEEPEST]:
            names.append(name)
            for group in element:
                for key, value in group.attrib.items():
                    said.setdefault(str(key), str(value))
            name = element.get(f"{STYLE}parent-style-name") or ""
        weight, position = said.get(f"{FO}font-weight"), said.get(f"{STYLE}text-position")
        struck = said.get(f"{STYLE}text-line-through-style", "none") != "none"
        unseen = said.get(f"{TEXT}display") == "none" or said.get(f"{TABLE}display") == "false"
        return OdfStyle(
            bold=None if weight is None else weight in _BOLD,
            raised=None if position is None else position.startswith(("super", *"123456789")),
            hidden=struck or unseen,
            indent=round(_points(said.get(f"{FO}margin-left", "")) / _INDENT),
            title="Title" in names,
        )


def _points(length: str) -> float:
    found = _LENGTH.match(length)
    return float(found[1]) * _POINTS[found[2]] if found else 0.0


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list is numbered."""

    form: str = "none"
    before: str = ""
    after: str = ""
    start: int = 1
    levels: int = 1
    """How many levels are shown, this one the last."""


def _level(element: _Element) -> tuple[int, ListLevel]:
    level = times(element, f"{TEXT}level")
    if "number" not in element.tag and "outline" not in element.tag:
        return level, ListLevel("bullet")
    return level, ListLevel(
        _FORMS.get(element.get(f"{STYLE}num-format") or "", "decimal"),
        element.get(f"{STYLE}num-prefix") or "",
        element.get(f"{STYLE}num-suffix") or "",
        _number(element.get(f"{TEXT}start-value"), 1),
        times(element, f"{TEXT}display-levels"),
    )


def _number(said: str | None, otherwise: int) -> int:
    return int(said) if said is not None and said.isdecimal() and len(said) < 10 else otherwise


@dataclass(slots=True)
class ListCounts:
    """Counts the items of lists as they come, as the program that shows them does."""

    styles: dict[str, dict[int, ListLevel]]
    _open: list[tuple[str, dict[int, int]]] = field(default_factory=list)
    """The lists that are open, the outermost first: name of the style, and the counts of all its levels."""
    _ended: dict[str, dict[int, int]] = field(default_factory=dict)
    """Counts of the lists so far, by their own name and by that of their style."""

    @property
    def is_open(self) -> bool:
        """Whether a list is open."""
        return bool(self._open)

    def enter(self, element: _Element) -> None:
        """Begin a list; one that goes on with another, or stands in an item of another, takes its counts."""
        outer = self._open[-1] if self._open else None
        style = element.get(f"{TEXT}style-name") or (outer[0] if outer else "")
        goes_on = element.get(f"{TEXT}continue-numbering") == "true"
        named = element.get(f"{TEXT}continue-list")
        before = f"id {named}" if named else style if goes_on else None
        counts = outer[1] if outer else self._ended.get(before, {}) if before is not None else {}
        if outer and not goes_on:
            self._forget(counts, len(self._open))
        self._ended[style] = self._ended[f"id {element.get(_ID)}"] = counts
        self._open.append((style, counts))

    def leave(self) -> None:
        """End the list."""
        self._open.pop()

    def next(self, start: str | None) -> Shown:
        """Count an item of the innermost list and give its number.

        Args:
            start: the number that the item says it has, if any.
        """
        style, counts = self._open[-1]
        return self._count(style, counts, len(self._open), start)

    def heading(self, level: int) -> Shown:
        """Count a heading outside of lists and give its number."""
        return self._count("", self._ended.setdefault("", {}), level, None)

    def _count(self, style: str, counts: dict[int, int], level: int, start: str | None) -> Shown:
        levels = self.styles.get(style, {})
        own = levels.get(level, ListLevel())
        counts[level] = _number(start, counts.get(level, own.start - 1) + 1)
        self._forget(counts, level)
        if own.form in ("bullet", "none"):
            return Shown("", own.form)
        shown = range(max(1, level - min(own.levels, _LEVELS) + 1), level + 1)
        known = ((levels.get(at, ListLevel()), at) for at in shown)
        numbers = [number_text(counts.get(at, other.start), other.form) for other, at in known]
        return Shown(f"{own.before}{'.'.join(filter(None, numbers))}{own.after}".strip(), own.form)

    @staticmethod
    def _forget(counts: dict[int, int], level: int) -> None:
        """Forget the counts of levels below one."""
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
