"""Tables of rich text files, whose cells say where they end, in twentieths of a point, and not in which column."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace

from auditor.model.document import Cell
from auditor.read.blocks.block import Block
from auditor.read.blocks.spanned_cells import cell_text
from auditor.read.text.block_builder import BlockBuilder

_NEAR = 40
"""Edges of cells that stand no further apart are one."""
_USUAL = 1_440
"""Width of a cell that says none."""
_MOST = 2_000
"""Cells of a row beyond which definitions are ignored."""


@dataclass(frozen=True, slots=True)
class CellShape:
    """Where a cell ends, and with which others it is one."""

    right: int
    joined_left: bool = False
    joined_above: bool = False


@dataclass(slots=True)
class RowShape:
    """What is said of the cells of a row before they come."""

    left: int = 0
    cells: list[CellShape] = field(default_factory=list)
    _pending: CellShape = CellShape(0)

    def join(self, *, left: bool = False, above: bool = False) -> None:
        """Make the next cell one with the cell before it or above it."""
        self._pending = replace(
            self._pending,
            joined_left=left or self._pending.joined_left,
            joined_above=above or self._pending.joined_above,
        )

    def end_cell(self, right: int) -> None:
        """Say where the next cell ends."""
        if len(self.cells) < _MOST:
            self.cells.append(replace(self._pending, right=right))
        self._pending = CellShape(0)


@dataclass(frozen=True, slots=True)
class _Placed:
    shape: CellShape
    left: int
    blocks: list[Block]
    indent: int

    def cell(self, row: int, column: int, width: int) -> Cell:
        """Return the cell at its place in the grid."""
        text, bold = cell_text(self.blocks)
        return Cell(text, row, column, 1, width, bold, self.indent)


@dataclass(slots=True)
class OpenTable:
    """A table while its cells come in."""

    flow: BlockBuilder = field(default_factory=BlockBuilder)
    """Of the cell that is open."""
    indent: int = 0
    """Of its first paragraph."""
    _rows: list[list[_Placed]] = field(default_factory=list)
    _row: list[tuple[list[Block], int]] = field(default_factory=list)

    def end_cell(self) -> None:
        """End the cell that is open."""
        self.flow.close()
        self._row.append((self.flow.blocks, self.indent))
        self.flow, self.indent = BlockBuilder(), 0

    def end_row(self, shape: RowShape) -> None:
        """End the row, whose cells stand where their shapes say; cells without one stand behind them."""
        row: list[_Placed] = []
        left = shape.left
        for index, (blocks, indent) in enumerate(self._row):
            cell = shape.cells[index] if index < len(shape.cells) else CellShape(left + _USUAL)
            if cell.joined_left and row:
                row[-1] = replace(row[-1], shape=replace(row[-1].shape, right=cell.right))
                row[-1].blocks.extend(blocks)
            else:
                row.append(_Placed(cell, left, blocks, indent))
            left = max(left, cell.right)
        self._rows.append(row)
        self._row = []

    def finish(self, shape: RowShape) -> None:
        """End the cell and the row that are still open, if they hold anything."""
        if self.flow.blocks or not self.flow.is_empty():
            self.end_cell()
        if self._row:
            self.end_row(shape)

    def cells(self) -> tuple[list[Cell], int]:
        """Return the cells that have a text, and how many the whole grid has."""
        edges = _edges([side for row in self._rows for cell in row for side in (cell.left, cell.shape.right)])
        out: list[Cell] = []
        above: dict[int, int] = {}
        for number, placed in ((number, placed) for number, row in enumerate(self._rows) for placed in row):
            column = _column(edges, placed.left)
            if placed.shape.joined_above and column in above:
                known = out[above[column]]
                out[above[column]] = replace(known, rows=number - known.row + 1)
            else:
                above[column] = len(out)
                out.append(placed.cell(number, column, max(1, _column(edges, placed.shape.right) - column)))
        return [cell for cell in out if cell.text], len(self._rows) * max(1, len(edges) - 1)

    def blocks(self) -> list[Block]:
        """Return what the cells hold, one after the other."""
        return [block for row in self._rows for placed in row for block in placed.blocks]


def _edges(sides: list[int]) -> list[int]:
    """Return the edges of columns: of sides that stand near one another, the first."""
    out: list[int] = []
    for side in sorted(set(sides)):
        if not out or side - out[-1] > _NEAR:
            out.append(side)
    return out


def _column(edges: list[int], side: int) -> int:
    return bisect_right(edges, side) - 1
