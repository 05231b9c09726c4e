"""Where a finding's figures stand: the sentences (or table cells) that state them, with the figures marked in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from sys import maxsize

from auditor.language.sentences import sentences
from auditor.model.document import Document
from auditor.model.figure import Figure
from auditor.model.finding import Mark, MarkedPlace, Role


class PlaceFinder:
    """Finds sentences of one document; each paragraph is split at most once."""

    def __init__(self, document: Document) -> None:
        """Index the document.

        Args:
            document: As read; figures refer to its paragraphs by `order` and to its tables by label.
        """
        self._paragraphs = {paragraph.order: paragraph for paragraph in document.paragraphs}
        self._cells: dict[str, dict[tuple[int, int], str]] = {}
        self._tables = {table.label: table for table in document.tables}
        self._sentences: dict[int, list[tuple[int, int]]] = {}
        self._language = document.language

    def places(self, whole: Figure | None, parts: Iterable[Figure]) -> tuple[MarkedPlace, ...]:
        """Return the places of a relation's figures, the primary one first, the others in document order."""
        figures = {part.id: part for part in parts}
        roles: dict[str, Role] = dict.fromkeys(figures, "part")
        if whole is not None:
            figures[whole.id], roles[whole.id] = whole, "whole"
        places: dict[tuple[int, str, int, int], list[Figure]] = {}
        for figure in figures.values():
            places.setdefault(self._place(figure), []).append(figure)
        if not places:
            return ()
        main = self._place(whole) if whole is not None else max(sorted(places), key=lambda place: len(places[place]))
        ordered = [main, *sorted(place for place in places if place != main)]
        return tuple(self._marked(place, places[place], roles, primary=place == main) for place in ordered)

    def _place(self, figure: Figure) -> tuple[int, str, int, int]:
        """Return (order, table, row or sentence start, column or sentence end)."""
        if figure.table is not None:
            return (figure.order, figure.table, figure.row or 0, figure.column or 0)
        found = self._split(figure.order)
        at = bisect_right(found, (figure.start, maxsize)) - 1
        if at >= 0 and figure.start < found[at][1]:
            return (figure.order, "", *found[at])
        return (figure.order, "", figure.start, figure.end)

    def _split(self, order: int) -> list[tuple[int, int]]:
        """Return the sentences of a paragraph."""
        if order not in self._sentences:
            paragraph = self._paragraphs.get(order)
            self._sentences[order] = sentences(paragraph.text, self._language) if paragraph else []
        return self._sentences[order]

    def _marked(
        self,
        place: tuple[int, str, int, int],
        figures: Sequence[Figure],
        roles: Mapping[str, Role],
        *,
        primary: bool,
    ) -> MarkedPlace:
        order, table, first, second = place
        marks = tuple(
            Mark(figure.id, figure.start, figure.end, roles[figure.id])
            for figure in sorted(figures, key=lambda figure: (figure.start, figure.end, figure.id))
        )
        if table:
            text = self._cell(table, first, second)
            return MarkedPlace("", order, 0, len(text), marks, primary, table, first, second)
        paragraph = self._paragraphs.get(order)
        text = paragraph.text if paragraph else ""
        end = first + len(text[first:second].rstrip()) if text else second
        label = paragraph.label if paragraph else figures[0].paragraph
        return MarkedPlace(label, order, first, max(end, marks[-1].end), marks, primary)

    def _cell(self, table: str, row: int, column: int) -> str:
        if table not in self._cells:
            known = self._tables.get(table)
            self._cells[table] = {(cell.row, cell.column): cell.text for cell in known.cells} if known else {}
        return self._cells[table].get((row, column), "")
