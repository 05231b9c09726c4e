"""Styles of Word documents: which are headings, which number their paragraphs, which are bold or hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from auditor.language.folding import written_pattern
from auditor.language.lexicon import shared
from auditor.read.blocks.block import Block
from auditor.read.blocks.line_kinds import ends_sentence
from auditor.read.office.ooxml import Names, children, first, path
from auditor.runtime.left_out import unit

if TYPE_CHECKING:
    from lxml.etree import _Element

_DEEPEST = 30
_LONG_HEADING = 250
_RAISED = 4
"""Half points from which a run stands raised as marks of notes do."""


@dataclass(frozen=True, slots=True)
class WordStyle:
    """What a style says, its ancestors included."""

    heading: int = 0
    """Level of a heading from 1, or 0."""
    title: bool = False
    contents: bool = False
    list_id: str = ""
    level: int | None = None
    bold: bool = False
    hidden: bool = False
    raised: bool = False
    own: tuple[str, ...] = ()
    """Ids of the style and its ancestors."""


@dataclass(slots=True)
class _Raw:
    name: str
    parent: str
    outline: int | None
    list_id: str
    level: int | None
    bold: bool | None
    hidden: bool | None
    raised: bool | None
    default: bool


class WordStyles:
    """The styles of a document, by id."""

    def __init__(self, root: _Element | None, names: Names) -> None:
        """Take the part styles.xml, or nothing."""
        self._raw: dict[str, _Raw] = {}
        self._known: dict[str, WordStyle] = {}
        self.default = ""
        for element in children(root, names, "style") if root is not None else ():
            with unit("a style"):
                raw = _raw(element, names)
                self._raw[names.get(element, "styleId")] = raw
                if raw.default and names.get(element, "type") == "paragraph":
                    self.default = names.get(element, "styleId")

    def lists(self) -> dict[str, str]:
        """Return the lists (numId) that styles name themselves."""
        return {style: raw.list_id for style, raw in self._raw.items() if raw.list_id}

    def get(self, style: str) -> WordStyle:
        """Return what a style and its ancestors say; an empty style where there is none of that id."""
        if style not in self._known:
            self._known[style] = self._resolve(style)
        return self._known[style]

    def _resolve(self, style: str) -> WordStyle:
        chain: list[_Raw] = []
        own: list[str] = []
        while style in self._raw and style not in own and len(own) < _DEEPEST:
            own.append(style)
            chain.append(self._raw[style])
            style = self._raw[style].parent
        known = _known_names()
        heading = 0
        for raw in reversed(chain):
            found = known.heading.match(raw.name)
            if found:
                heading = int(found[1])
            elif raw.outline is not None:
                heading = raw.outline + 1 if raw.outline < 9 else 0
        names = [raw.name.lower() for raw in chain]
        return WordStyle(
            heading=heading,
            title=any(name in known.title for name in names),
            contents=any(name.startswith(known.contents) for name in names),
            list_id=next((raw.list_id for raw in chain if raw.list_id), ""),
            level=next((raw.level for raw in chain if raw.level is not None), None),
            bold=bool(next((raw.bold for raw in chain if raw.bold is not None), False)),
            hidden=bool(next((raw.hidden for raw in chain if raw.hidden is not None), False)),
            raised=bool(next((raw.raised for raw in chain if raw.raised is not None), False)),
            own=tuple(own),
        )


def style_named(name: str, outline: int | None) -> WordStyle:
    """Return what the name of a style says, and its outline level from 0, where names are all that is known."""
    known = _known_names()
    found = known.heading.match(name)
    level = 0 if outline is None or outline > 8 else outline + 1
    return WordStyle(
        heading=int(found[1]) if found else level,
        title=name.lower() in known.title,
        contents=name.lower().startswith(known.contents),
    )


def settle_heading(block: Block) -> None:
    """Make text of a heading that is a long sentence: people style such for its look."""
    value = block.text.value
    if block.role == "heading" and len(value) > _LONG_HEADING and ends_sentence(value):
        block.role, block.level = "text", 0


@dataclass(frozen=True, slots=True)
class _BuiltInStyles:
    heading: re.Pattern[str]
    title: frozenset[str]
    contents: tuple[str, ...]


@cache
def _known_names() -> _BuiltInStyles:
    """Return the names that word processors of many languages give their own styles."""
    names = shared().get("style_names") or {}
    heading = written_pattern(names.get("heading") or ())
    return _BuiltInStyles(
        re.compile(rf"(?:{heading})\s*([1-9])$", re.IGNORECASE),
        frozenset(names.get("title") or ()),
        tuple(names.get("contents") or ()),
    )


def is_raised(properties: _Element | None, names: Names) -> bool | None:
    """Whether the properties of a run raise its text; None where they say nothing of it."""
    align = path(properties, names, "vertAlign")
    if align is not None:
        return names.get(align, "val") == "superscript"
    position, size = path(properties, names, "position"), path(properties, names, "sz")
    if position is None:
        return None
    up = names.number(position, "val")
    return up >= _RAISED and (size is None or up < names.number(size, "val"))


def _raw(element: _Element, names: Names) -> _Raw:
    name, parent = first(element, names, "name"), first(element, names, "basedOn")
    numbering = path(element, names, "pPr", "numPr")
    list_id = path(numbering, names, "numId")
    level = path(numbering, names, "ilvl")
    outline = path(element, names, "pPr", "outlineLvl")
    runs = first(element, names, "rPr")
    return _Raw(
        name=names.get(name, "val") if name is not None else "",
        parent=names.get(parent, "val") if parent is not None else "",
        outline=names.number(outline, "val") if outline is not None else None,
        list_id=names.get(list_id, "val") if list_id is not None else "",
        level=names.number(level, "val") if level is not None else None,
        bold=names.on(runs, "b"),
        hidden=names.on(runs, "vanish"),
        raised=is_raised(runs, names),
        default=names.get(element, "default") in ("1", "true"),
    )
