"""Grids from organisation charts: boxes with a number, which divide from level to level."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from auditor.model.document import Cell
from auditor.read.blocks.block import Grid
from auditor.read.text.column_grids import TextRow, TextSegment


@dataclass(slots=True)
class _Box:
    """A number in a chart, with its label."""

    number: TextSegment
    labels: list[TextSegment] = field(default_factory=list)
    children: list[_Box] = field(default_factory=list)
    column: int = 0
    width: int = 1


def chart_grid(rows: list[TextRow]) -> Grid | None:
    """Read boxes that divide from level to level (an organisation chart) as a grid, or give None where there are none.

    Each level is a row of labels and a row of numbers; a box covers the columns of the boxes that it divides into.
    """
    levels = _levels(rows)
    if not 2 <= len(levels) <= 6 or len(levels[0]) != 1 or len(levels[-1]) > 32:
        return None
    for above, level in pairwise(levels):
        if len(level) <= len(above):
            return None
        for box in level:
            _nearest(above, box.number).children.append(box)
        if any(len(parent.children) == 1 for parent in above) or not any(parent.children for parent in above):
            return None
    width = _lay_out(levels[0][0], 0)
    cells: list[Cell] = []
    for depth, level in enumerate(levels):
        for box in level:
            text = " ".join(label.text for label in box.labels)
            if text:
                label = box.labels[0]
                cells.append(Cell(text, 2 * depth, box.column, 1, box.width, line=label.line, offset=label.offset))
            number = box.number
            cells.append(
                Cell(number.text, 2 * depth + 1, box.column, 1, box.width, line=number.line, offset=number.offset)
            )
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(tuple(cells), 2 * len(levels), width, line=rows[0].segments[0].line, confidence=0.6)


def _levels(rows: list[TextRow]) -> list[list[_Box]]:
    """Part lines into levels: a level ends at a blank line, or where labels follow, once it has a number a label."""
    levels: list[list[_Box]] = []
    texts: list[TextSegment] = []
    numbers: list[TextSegment] = []
    widest = 0
    for row in [*rows, None]:
        if row is None or (row.gap and numbers and len(numbers) >= widest):
            boxes = [_Box(number) for number in sorted(numbers, key=lambda segment: segment.start)]
            if boxes:
                for text in texts:
                    _nearest(boxes, text).labels.append(text)
                levels.append(boxes)
            texts, numbers, widest = [], [], 0
        if row is not None:
            words = [segment for segment in row.segments if not segment.numeric]
            texts.extend(words)
            numbers.extend(segment for segment in row.segments if segment.numeric)
            widest = max(widest, len(words))
    return levels


def _nearest(boxes: list[_Box], segment: TextSegment) -> _Box:
    return min(boxes, key=lambda box: abs(box.number.middle - segment.middle))


def _lay_out(box: _Box, column: int) -> int:
    """Return a box and those under it their columns; returns the column after them."""
    box.column = column
    end = column
    for child in box.children:
        end = _lay_out(child, end)
    box.width = max(1, end - column)
    return column + box.width
