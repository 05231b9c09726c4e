"""What the rows and columns of a table are called; each is looked for once, however many cells ask."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from auditor.language.folding import has_letters

_YEAR = re.compile(r"(?:1[89]|20)\d\d(?:\s?[-/\u2013]\s?\d{2,4})?")


class Headings:
    """The headings of one table."""

    def __init__(self, grid: Sequence[Sequence[str]]) -> None:
        self.grid = grid
        self._rows: dict[int, tuple[int, str] | None] = {}
        self._columns: dict[int, list[int]] = {}

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell; empty where there is none."""
        return self.grid[row][column] if row < len(self.grid) and column < len(self.grid[row]) else ""

    def of_row(self, row: int, column: int) -> str:
        """Return the first words that stand before a cell in its row, or the year where the row is one of a year."""
        if row not in self._rows:
            cells = self.grid[row] if row < len(self.grid) else ()
            self._rows[row] = next(((at, text) for at, text in enumerate(cells) if has_letters(text)), None)
        found = self._rows[row]
        if found is not None and found[0] < column:
            return found[1]
        first = self.text(row, 0) if column > 0 else ""
        return first if _YEAR.fullmatch(first) else ""

    def of_column(self, row: int, column: int) -> str:
        """Return the nearest heading above a cell: words, or the first row's text where there are none ("2021")."""
        if column not in self._columns:
            self._columns[column] = [at for at in range(len(self.grid)) if has_letters(self.text(at, column))]
        words = self._columns[column]
        above = bisect_left(words, row)
        return self.text(words[above - 1], column) if above else self.text(0, column) if row else ""
