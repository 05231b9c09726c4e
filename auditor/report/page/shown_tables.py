"""Tables as a page shows them: cells with spans and marked figures, whole or cut to what a finding is about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from auditor.language.folding import has_letters
from auditor.model.document import Cell, Table
from auditor.report.content import GridCell, Piece, ShownGrid
from auditor.report.safe_text import line

MOST_ROWS, MOST_COLUMNS = 14, 10
"""A finding shows a table of this size in full; of a larger one the headings and what is marked."""
Cut = Callable[[Cell], tuple[Piece, ...]]
"""Gives the text of a cell with its figures marked."""
_GAP = -1


@dataclass(frozen=True, slots=True)
class Marked:
    """Which cells of a table a finding is about."""

    whole: frozenset[tuple[int, int]]
    parts: frozenset[tuple[int, int]]

    @property
    def cells(self) -> frozenset[tuple[int, int]]:
        """Return all cells that the finding is about."""
        return self.whole | self.parts

    @property
    def row(self) -> int | None:
        """Return the row that all are in; None where they are in several or there is one cell alone."""
        rows = {row for row, _ in self.cells}
        return rows.pop() if len(rows) == 1 and len(self.cells) > 1 else None

    @property
    def column(self) -> int | None:
        """Return the column that all are in; None where they are in several or there is one cell alone."""
        columns = {column for _, column in self.cells}
        return columns.pop() if len(columns) == 1 and len(self.cells) > 1 else None


class TableToShow:
    """A table from which rows and columns are taken again and again."""

    def __init__(self, table: Table, figures: Collection[tuple[int, int]]) -> None:
        """Look through the table once.

        Args:
            table: As read.
            figures: Row and column of its figures, from 0: rows above the first are headings.
        """
        self._table = table
        self._heads = _heads(table, figures)
        self._in_row: dict[int, list[int]] = {}
        for position, cell in enumerate(table.cells):
            for row in range(cell.row, cell.row + max(1, cell.rows)):
                self._in_row.setdefault(row, []).append(position)

    def full(self, cut: Cut, anchor: str, rows: Collection[int] | None = None, most: int = 0) -> ShownGrid:
        """Return a whole table as the page shows it.

        Args:
            cut: Returns the text of a cell as pieces, with its figures marked.
            anchor: Name of the table on the page.
            rows: Those that are shown where not all are.
            most: Columns that are shown at most; 0 for all.

        Returns:
            Rows and columns, with merged cells as spans; a cell with the role "more" stands where some are left out.
        """
        table = self._table
        kept = range(table.rows) if rows is None else _kept(rows, table.rows, 0)
        across = range(table.columns) if not 0 < most < table.columns else [*range(most), _GAP]
        return self._grid(kept, across, cut, None, anchor)

    def excerpt(self, marked: Marked, cut: Cut) -> ShownGrid:
        """Return what of a table a finding is about: headings, and the rows and columns with marked figures.

        Args:
            marked: The cells of the finding.
            cut: Returns the text of a cell as pieces, with its figures marked.

        Returns:
            At most `MOST_ROWS` rows and `MOST_COLUMNS` columns; a cell with the role "more" stands where some are left
            out.
        """
        rows = _kept({row for row, _ in marked.cells} | set(range(self._heads)), self._table.rows, MOST_ROWS)
        columns = _kept({column for _, column in marked.cells} | {0}, self._table.columns, MOST_COLUMNS)
        return self._grid(rows, columns, cut, marked, "")

    def _grid(
        self, rows: Sequence[int], columns: Sequence[int], cut: Cut, marked: Marked | None, anchor: str
    ) -> ShownGrid:
        inside = sorted({position for row in rows for position in self._in_row.get(row, ())})
        cells = (self._table.cells[position] for position in inside)
        return _grid(self._table, cells, rows, columns, cut, self._heads, marked, anchor)


def _heads(table: Table, figures: Collection[tuple[int, int]]) -> int:
    """Return how many rows at the top are headings."""
    return min((row for row, _ in figures), default=min(1, table.rows))


def _kept(wanted: Collection[int], size: int, most: int) -> Sequence[int]:
    """Return the positions to show in order, with a gap where some are left out."""
    if size <= most:
        return range(size)
    kept = sorted(position for position in wanted if position < size)
    made: list[int] = []
    for position in kept:
        if made and position - made[-1] == 2:
            made.append(position - 1)  # a gap would take as much room as what it hides
        elif made and position - made[-1] > 2:
            made.append(_GAP)
        made.append(position)
    return made if made and made[-1] == size - 1 else [*made, _GAP]


def _grid(
    table: Table,
    cells: Iterable[Cell],
    rows: Sequence[int],
    columns: Sequence[int],
    cut: Cut,
    heads: int,
    marked: Marked | None,
    anchor: str,
) -> ShownGrid:
    row_of = {row: slot for slot, row in enumerate(rows) if row != _GAP}
    column_of = {column: slot for slot, column in enumerate(columns) if column != _GAP}
    height, width = len(rows), len(columns)
    placed: dict[int, list[tuple[int, GridCell]]] = {}
    covered: set[tuple[int, int]] = set()
    for cell in cells:
        down = [row_of[row] for row in range(cell.row, cell.row + max(1, cell.rows)) if row in row_of]
        across = [
            column_of[column]
            for column in range(cell.column, cell.column + max(1, cell.columns))
            if column in column_of
        ]
        if not down or not across:
            continue
        top, left = down[0], across[0]
        if (top, left) in covered:
            continue
        rowspan, colspan = down[-1] - top + 1, across[-1] - left + 1
        area = {(row, column) for row in range(top, top + rowspan) for column in range(left, left + colspan)}
        if area & covered:
            rowspan = colspan = 1
            area = {(top, left)}
        covered |= area
        placed.setdefault(top, []).append((left, _cell(cell, cut, heads, marked, rowspan, colspan)))
    gaps = set(range(height)) - set(row_of.values())
    empty_columns = set(range(width)) - set(column_of.values())
    made = []
    for row in range(height):
        slots = placed.get(row, [])
        for column in range(width):
            if (row, column) not in covered:
                more = row in gaps or column in empty_columns
                slots.append(
                    (column, GridCell((Piece("\u22ef" if more else ""),) if more else (), "more" if more else ""))
                )
        made.append(tuple(cell for _, cell in sorted(slots, key=lambda slot: slot[0])))
    headed = sum(1 for row in row_of if row < heads)
    return ShownGrid(anchor, line(table.caption), tuple(made[:headed]), tuple(made[headed:]), table.label)


def _cell(cell: Cell, cut: Cut, heads: int, marked: Marked | None, rowspan: int, colspan: int) -> GridCell:
    role, lane = "", False
    if marked is not None:
        spot = (cell.row, cell.column)
        role = "whole" if spot in marked.whole else "part" if spot in marked.parts else ""
        lane = cell.row == marked.row or cell.column == marked.column
    words = has_letters(cell.text)
    header = "col" if cell.row < heads else "row" if cell.column == 0 and words else ""
    return GridCell(cut(cell), role, header, rowspan, colspan, lane)
