"""OpenDocument files: their parts, and the cells of their tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from auditor.model.document import Cell
from auditor.read.blocks.block import Source
from auditor.read.failure import PROTECTED, Unreadable
from auditor.read.limits import CellCount
from auditor.read.office.archive import Archive

if TYPE_CHECKING:
    from lxml.etree import _Element

_SPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE, TEXT, TABLE, STYLE, DRAW, FO, CHART = (
    _SPACE % local for local in ("office", "text", "table", "style", "drawing", "xsl-fo-compatible", "chart")
)
_ROW_GROUPS = frozenset(f"{TABLE}{local}" for local in ("table-header-rows", "table-rows", "table-row-group"))
_MOST = 1 << 20
"""Rows of the longest sheet; what repeats more often is cut there."""
_WIDEST = 1 << 14
"""Columns of the widest sheet; a text that repeats more often is cut there."""
_MOST_BLANKS = 40
CellRead = tuple[str, bool, int]
"""Text of a cell, whether it is bold, and its indentation."""


def opened(source: Source) -> tuple[Archive, _Element]:
    """Open an OpenDocument file and parse its main part.

    Raises:
        Unreadable: it is broken, protected by a password, or larger than allowed.
    """
    archive = Archive(source)
    if b"encryption-data" in (archive.read("META-INF/manifest.xml") or b""):
        raise Unreadable(source.label, *PROTECTED)
    root = archive.xml("content.xml")
    if root is None:
        raise Unreadable(source.label, "it has no main part", "open it in its program and save it anew")
    return archive, root


def times(element: _Element, name: str) -> int:
    """Return an attribute that says how often or how far, 1 where it does not."""
    said = element.get(name) or ""
    return max(1, min(int(said), _MOST)) if said.isdecimal() and len(said) < 12 else 1


def blanks(element: _Element) -> str:
    """Return the blanks that an element stands for."""
    return " " * min(times(element, f"{TEXT}c"), _MOST_BLANKS)


def rows_in(table: _Element) -> Iterator[tuple[int, int, _Element]]:
    """Yield the rows of a table that hold anything: the position of each, how often it stands there, and itself."""
    at = 0
    pending = list(reversed(table))
    while pending:
        element = pending.pop()
        if element.tag in _ROW_GROUPS:
            pending.extend(reversed(element))
        elif element.tag == f"{TABLE}table-row":
            repeated = times(element, f"{TABLE}number-rows-repeated")
            if any(map(_holds, element)):
                yield at, repeated, element
            at += repeated


def cells_of(table: _Element, read: Callable[[_Element], CellRead], counted: CellCount) -> list[Cell]:
    """Return the cells of a table that have a text; of cells that a merged one covers, none.

    Args:
        table: the element.
        read: reads an element of a cell.
        counted: the cells so far.

    Raises:
        Unreadable: the document has more cells than allowed.
    """
    out: list[Cell] = []
    for at, repeated, element in rows_in(table):
        known: list[Cell] = []
        for cell, turns in _cells_in(element, read):
            counted.take(repeated * turns)
            known.extend(replace(cell, column=cell.column + turn) for turn in range(turns))
        out.extend(replace(cell, row=row) for row in range(at, at + repeated if known else at) for cell in known)
    return out


def _holds(cell: _Element) -> bool:
    return len(cell) > 0 or cell.get(f"{OFFICE}value-type") is not None


def _cells_in(row: _Element, read: Callable[[_Element], CellRead]) -> Iterator[tuple[Cell, int]]:
    """Yield the cells of a row that have a text, each with how often it stands there."""
    at = 0
    for element in row:
        repeated = times(element, f"{TABLE}number-columns-repeated")
        if element.tag == f"{TABLE}table-cell" and _holds(element):
            text, bold, indent = read(element)
            height = times(element, f"{TABLE}number-rows-spanned")
            width = times(element, f"{TABLE}number-columns-spanned")
            if text:
                yield Cell(text, 0, at, height, width, bold, indent), min(repeated, _WIDEST)
        at += repeated
