"""What names the row and the column of each cell of a table, found once for the whole table."""

from __future__ import annotations

from auditor.language.folding import has_letters
from auditor.model.document import Table

_LEVELS = 4
"""Headings one above the other that name a column."""


class TableHeaders:
    """The headings of one table."""

    def __init__(self, table: Table) -> None:
        self._rows: dict[int, tuple[int, str]] = {}
        self._columns: dict[int, list[tuple[int, str]]] = {}
        for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
            text = " ".join(cell.text.split())
            if not text:
                continue
            wordy = has_letters(text)
            if wordy:
                self._rows.setdefault(cell.row, (cell.column, text))
            for column in range(cell.column, cell.column + cell.columns):
                above = self._columns.setdefault(column, [])
                # A year that heads a column is no word; what follows it are the figures.
                if len(above) < _LEVELS and (wordy or not above):
                    above.append((cell.row, text))

    def of(self, row: int, column: int) -> tuple[str, str]:
        """Return what names the row and the column of a cell.

        Args:
            row: Of the cell, from 0.
            column: Of the cell, from 0.

        Returns:
            The first text with letters to the left of the cell, and up to four headings above it from top to bottom,
            joined by blanks; each empty where nothing names it.
        """
        at, left = self._rows.get(row, (column, ""))
        above = " ".join(text for place, text in self._columns.get(column, ()) if place < row)
        return left if at < column else "", above
