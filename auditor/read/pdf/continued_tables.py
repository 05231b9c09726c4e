"""Tables that go on from page to page: joined, with the repeated head once."""

from __future__ import annotations

from dataclasses import replace

from auditor.read.blocks.block import Block, Grid
from auditor.read.blocks.line_kinds import is_year

_MOST_HEAD_ROWS = 8


def join_continued(blocks: list[Block]) -> list[Block]:
    """Join tables that follow one another at a page break with nothing but footnotes between, if their columns agree.

    A second part that repeats the head, or has none of its own, goes on with the first.
    """
    out: list[Block] = []
    for block in blocks:
        last = next((other for other in reversed(out) if other.role != "note"), None)
        if (
            last is not None
            and last.grid is not None
            and block.grid is not None
            and block.page is not None
            and _follows(last, block)
            and (joined := _joined(last.grid, block.grid)) is not None
        ):
            last.grid, last.last_page = replace(joined, strip=block.grid.strip), block.page
        else:
            out.append(block)
    return out


def _follows(first: Block, second: Block) -> bool:
    """Whether a table stands on the page, or at least in the column, after another."""
    turned = (second.page or 0) - (first.last_page or first.page or 0)
    if turned == 0 and first.grid is not None and second.grid is not None:
        return second.grid.strip == first.grid.strip + 1 and _repeated_rows(first.grid, second.grid) > 0
    return turned == 1


def _joined(first: Grid, second: Grid) -> Grid | None:
    if first.columns != second.columns:
        return None
    head = _repeated_rows(first, second)
    if not head and not _begins_with_data(second):
        return None
    moved = tuple(replace(cell, row=cell.row - head + first.rows) for cell in second.cells if cell.row >= head)
    rows = first.rows + second.rows - head
    confidence = min(first.confidence, second.confidence)
    return replace(first, cells=(*first.cells, *moved), rows=rows, confidence=confidence)


def _repeated_rows(first: Grid, second: Grid) -> int:
    """Return how many rows at the top of both tables are the same."""
    count = 0
    most = min(first.rows, second.rows, _MOST_HEAD_ROWS)
    while count < most and _texts(first, count) == _texts(second, count) and not _is_data(first, count):
        count += 1
    return count


def _texts(grid: Grid, row: int) -> list[tuple[int, str]]:
    return [(cell.column, cell.text) for cell in grid.cells if cell.row == row]


def _begins_with_data(grid: Grid) -> bool:
    """Whether the first row is no head."""
    return _is_data(grid, 0)


def _is_data(grid: Grid, row: int) -> bool:
    """Whether a row has numbers, not years, in most of its cells beside the first: a head would have words."""
    cells = [cell.text for cell in grid.cells if cell.row == row and cell.column > 0]
    numbers = sum(any(char.isdigit() for char in text) and not is_year(text) for text in cells)
    return len(cells) > 0 and 2 * numbers > len(cells)
