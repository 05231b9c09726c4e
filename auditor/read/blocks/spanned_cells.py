"""Put cells with spans into a grid, as HTML and Word lay them out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from auditor.model.document import Cell
from auditor.read.blocks.block import Block, Grid
from auditor.read.blocks.clean import squeeze
from auditor.read.blocks.placed_text import Text
from auditor.read.limits import Limits, passed

_LONG_CELL = 400
_PROSE_CELL = 80
_SHORTEST_NOTE = 12
_WIDEST = 2_000
"""Columns beyond which a span is cut: a table that people read is narrower."""


def table_blocks(grid: Grid) -> list[Block] | None:
    """Return a table of data, and the notes that stand in its last rows as text under it; None for a mere layout."""
    if is_layout(grid):
        return None
    data, notes = without_notes(grid)
    return [Block(grid=data), *(Block(Text(note)) for note in notes)]


def cell_text(blocks: Iterable[Block]) -> tuple[str, bool]:
    """Return the text of a cell that holds these blocks, and whether it is bold; tables within it are none of it."""
    texts = [block for block in blocks if block.grid is None]
    return squeeze(" ".join(block.text.value for block in texts)), bool(texts) and all(block.bold for block in texts)


def is_layout(grid: Grid) -> bool:
    """Whether a table only lays out running text: one row or column, or long texts and hardly a number."""
    if not grid.cells or grid.rows < 2 or grid.columns < 2:
        return True
    longest = max(len(cell.text) for cell in grid.cells)
    numbers = sum(1 for cell in grid.cells if len(cell.text) < 20 and _is_number(cell.text))
    body = sum(1 for cell in grid.cells if cell.row > 0)
    return (longest > _LONG_CELL and numbers * 5 < body) or (longest > _PROSE_CELL and numbers == 0)


def _is_number(text: str) -> bool:
    """Whether a short text is more number than word; the symbol of a document is none."""
    digits = sum(char.isdigit() for char in text)
    return digits > 0 and (text[0].isdigit() or 2 * digits >= sum(char.isalpha() for char in text))


def without_notes(grid: Grid) -> tuple[Grid, list[str]]:
    """Part the rows at the end of a table that are one text over its whole width: sources and notes, no data."""
    kept, notes = list(grid.cells), list[str]()
    rows = grid.rows
    while rows > 2:
        last = [cell for cell in kept if cell.row + cell.rows >= rows]
        wide = len(last) == 1 and last[0].row == rows - 1 and last[0].column == 0 and last[0].columns > 1
        inner = max((cell.column + cell.columns for cell in kept if cell.row < rows - 1), default=0)
        if not wide or last[0].columns < inner or len(last[0].text) < _SHORTEST_NOTE:
            break
        notes.append(last[0].text)
        kept.remove(last[0])
        rows -= 1
    if not notes:
        return grid, []
    columns = max(cell.column + cell.columns for cell in kept)
    return replace(grid, cells=tuple(kept), rows=rows, columns=columns), notes[::-1]


def trimmed(cells: list[Cell], caption: str = "") -> Grid:
    """Return the grid that ends where its cells end; spans are cut there, for people merge whole rows."""
    rows = max((cell.row for cell in cells), default=-1) + 1
    columns = max((cell.column for cell in cells), default=-1) + 1
    return Grid(tuple(_within(cell, rows, columns) for cell in cells), rows, columns, caption)


def _within(cell: Cell, rows: int, columns: int) -> Cell:
    height, width = min(cell.rows, rows - cell.row), min(cell.columns, columns - cell.column)
    return cell if (height, width) == (cell.rows, cell.columns) else replace(cell, rows=height, columns=width)


@dataclass(slots=True)
class GridBuilder:
    """Takes cells row by row and gives each the first free place in its row."""

    label: str
    limits: Limits
    cells: list[Cell]
    rows: int = 0
    columns: int = 0
    covered: dict[int, set[int]] | None = None
    column: int = 0
    area: int = 0
    used: int = 0
    """Cells of the tables before this one."""

    def next_row(self) -> None:
        """Begin a row."""
        if self.covered is None:
            self.covered = {}
        else:
            self.covered.pop(self.rows - 1, None)
        self.rows += 1
        self.column = 0

    def skip(self, columns: int) -> None:
        """Leave columns empty, as Word does before or after a short row."""
        self.column += max(0, min(columns, _WIDEST))

    def add(self, cell: Cell) -> None:
        """Place a cell; its own row and column are ignored, its spans are kept.

        Raises:
            Unreadable: the table has more cells than allowed.
        """
        covered = self.covered if self.covered is not None else {}
        row = self.rows - 1
        taken = covered.get(row, set())
        while self.column in taken:
            self.column += 1
        width, height = max(1, min(cell.columns, _WIDEST)), max(1, min(cell.rows, 65_535))
        self.area += width * min(height, 1_000)
        if self.used + self.area > self.limits.cells:
            why = f"its tables have more than {self.limits.cells:,} cells"
            raise passed(self.label, self.limits, "cells", why)
        for below in range(row + 1, row + min(height, 1_000)):
            covered.setdefault(below, set()).update(range(self.column, self.column + width))
        self.covered = covered
        self.cells.append(replace(cell, row=row, column=self.column, rows=height, columns=width))
        self.column += width
        self.columns = max(self.columns, self.column)

    def finish(self) -> tuple[Cell, ...]:
        """Return the cells that have a text, with spans cut at the table's edge."""
        out = []
        for cell in self.cells:
            if cell.text:
                rows = min(cell.rows, self.rows - cell.row)
                out.append(replace(cell, rows=rows) if rows != cell.rows else cell)
        return tuple(out)
