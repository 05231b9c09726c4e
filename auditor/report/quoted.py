"""A finding's places as quotes: sentences with their figures marked, and table cells with their headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from auditor.model.document import Document, Table
from auditor.report.content import Piece, Quote
from auditor.report.headings import Headings
from auditor.report.page.texts import Texts, load_texts
from auditor.report.places import NOWHERE, Atlas, on_page, place
from auditor.report.safe_text import line, plain

if TYPE_CHECKING:
    from auditor.model.finding import Mark, MarkedPlace

CONTEXT = 160
"""Characters kept on each side of a marked figure where a sentence is too long to be quoted whole."""
LONGEST = 900
_MORE = " \u2026 "


class Quoter:
    """Quotes one document."""

    def __init__(self, document: Document, atlas: Atlas = NOWHERE, texts: Texts | None = None) -> None:
        self._say = texts or load_texts()
        self._texts = {paragraph.order: paragraph.text for paragraph in document.paragraphs}
        self._tables = {table.label: table for table in document.tables}
        self._headings: dict[str, Headings] = {}
        self._atlas = atlas

    def quotes(self, found: Iterable[MarkedPlace]) -> tuple[Quote, ...]:
        """Return the places of a finding as quotes.

        Args:
            found: The places, the primary one first.

        Returns:
            One quote a paragraph or table, in the order of `found`.
        """
        groups: dict[tuple[int, str], list[MarkedPlace]] = {}
        for marked in found:
            groups.setdefault((marked.order, marked.table or ""), []).append(marked)
        return tuple(
            self._cells(table, places) if table else self._passage(places) for (_, table), places in groups.items()
        )

    def _passage(self, places: Sequence[MarkedPlace]) -> Quote:
        """Quote sentences of one paragraph in reading order; what is left out between them is marked."""
        text = self._texts.get(places[0].order, "")
        made: list[Piece] = []
        at = -1
        for marked in sorted(places, key=lambda marked: marked.start):
            if at >= 0:
                made.append(Piece(_MORE if text[at : marked.start].strip() else " "))
            made.extend(pieces(text, marked.start, marked.end, marked.marks))
            at = marked.end
        primary = any(marked.primary for marked in places)
        return Quote(self._where(places[0].paragraph), tuple(made), primary, block_anchor(places[0].order))

    def _cells(self, label: str, places: Sequence[MarkedPlace]) -> Quote:
        """Quote cells of one table: what they share (their row or column) names the place, the rest names each cell."""
        table = self._tables.get(label)
        if label not in self._headings:
            self._headings[label] = Headings(table.grid() if table else [])
        heads = self._headings[label]
        ordered = sorted(places, key=lambda marked: (marked.row or 0, marked.column or 0))
        one_row = len({marked.row for marked in places}) == 1
        one_column = len({marked.column for marked in places}) == 1
        made: list[Piece] = []
        for marked in ordered:
            row, column = marked.row or 0, marked.column or 0
            text = heads.text(row, column)
            names = ("" if one_row else heads.of_row(row, column), "" if one_column else heads.of_column(row, column))
            heading = line(" / ".join(name for name in names if name))
            parted, named = self._say("semicolon") if made else "", self._say("colon") if heading else ""
            made.append(Piece(f"{parted}{heading}{named}"))
            made.extend(pieces(text, 0, len(text), marked.marks))
        row, column = ordered[0].row or 0, ordered[0].column or 0
        shared = (
            ("in_row", heads.of_row(row, column) if one_row else ""),
            ("in_column", heads.of_column(row, column) if one_column else ""),
        )
        spot = ", ".join(self._say(key, name=short(name)) for key, name in shared if name)
        told = f", {spot}" if spot else ""
        primary = any(marked.primary for marked in places)
        where = self._where(label) + _caption(table, self._name(label)) + told
        return Quote(where, tuple(made), primary, block_anchor(places[0].order), table=True, spot=spot)

    def _where(self, label: str) -> str:
        return on_page(self._name(label), self._atlas.pages.get(label), self._say)

    def _name(self, label: str) -> str:
        return line(place(label, self._say, self._atlas))


def block_anchor(order: int) -> str:
    """Return the anchor of a paragraph or table on the page."""
    return f"block-{order}"


def pieces(text: str, start: int, end: int, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """Return a stretch of text cut at its marked figures.

    Args:
        text: The whole text, in which the offsets count.
        start: Where the stretch begins.
        end: Where it ends; of one longer than `LONGEST` only what stands near the marks is kept.
        marks: The figures, in any order; of two on the same words the first is marked.

    Returns:
        Pieces safe to show, in order; none is empty.
    """
    made: list[Piece] = []
    at, cut = start, end - start > LONGEST
    for position, mark in enumerate(sorted(marks, key=lambda mark: (mark.start, mark.end))):
        if mark.start < at or mark.end > end:
            continue  # two marks on the same words: the first is enough
        made += _plain(text[at : mark.start], cut=cut, first=position == 0)
        made.append(Piece(line(text[mark.start : mark.end]), mark.role, mark.figure))
        at = mark.end
    rest = text[at:end]
    made.append(Piece(folded(rest[:CONTEXT] + _MORE if cut and len(rest) > CONTEXT else rest)))
    return tuple(piece for piece in made if piece.text)


def _plain(text: str, *, cut: bool, first: bool) -> list[Piece]:
    if cut and first and len(text) > CONTEXT:
        text = _MORE + text[-CONTEXT:]
    elif cut and len(text) > 2 * CONTEXT:
        text = text[:CONTEXT] + _MORE + text[-CONTEXT:]
    return [Piece(folded(text))]


def folded(text: str) -> str:
    """Fold white space but keep the spaces at the ends, which part words from figures."""
    one = line(text)
    if not one:
        return " " if text else ""
    safe = plain(text)
    return (" " if safe[:1].isspace() else "") + one + (" " if safe[-1:].isspace() else "")


def _caption(table: Table | None, named: str) -> str:
    """Return the caption behind the table's name, without the name that it may begin with ("Table 1. Deaths")."""
    caption = line(table.caption) if table else ""
    if caption.casefold().startswith(named.casefold()):
        caption = caption[len(named) :].lstrip(" .:\u2013\u2014-")
    return f" ({short(caption)})" if caption else ""


def short(text: str) -> str:
    """Return a text on one line, cut where it is long."""
    text = line(text)
    return f"{text[:79].rstrip()}\u2026" if len(text) > 80 else text
