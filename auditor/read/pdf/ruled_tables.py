"""Ruled tables of a PDF page: from drawn lines to grids."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from auditor.model.document import Cell
from auditor.read.blocks.block import Grid
from auditor.read.blocks.clean import squeeze
from auditor.read.blocks.spanned_cells import is_layout
from auditor.read.pdf.drawn import Box, DrawnWord, PageContent
from auditor.read.pdf.page_rows import PageRow, rows_of
from auditor.read.text.column_grids import continued
from auditor.runtime.left_out import READ_AS_TEXT, unit

_SNAP = 3.0
_MOST_CROSSINGS = 12_000
_NUMERIC_LINES = 0.6
_SHORTEST_TEXT = 12
"""Letters of a text over the whole width that is none of a table's cells."""
_FEWEST_APART = 3
"""Columns over which, and texts that, a row without edges of its own must have to be taken apart."""


_Placed = tuple[Cell, list[PageRow]]
"""A cell and its lines."""


@dataclass(slots=True)
class Ruled:
    """A ruled table and the place that it takes."""

    box: Box
    grid: Grid | None
    """None where the lines only frame text."""
    verticals: tuple[float, ...]
    """Where its columns are bounded."""


def ruled_tables(content: PageContent) -> list[Ruled]:
    """Find the tables that lines bound, from top to bottom, and take their words out of the page.

    The geometry (which crossings bound a cell, which cells are one table) is pdfplumber's.
    """
    if len(content.edges) < 4:
        return []
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    edges = [edge for box in content.edges for edge in _edge(box)]
    merged = merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP)
    merged = [edge for edge in merged if edge["x1"] - edge["x0"] >= _SNAP or edge["bottom"] - edge["top"] >= _SNAP]
    crossings = edges_to_intersections(merged, _SNAP, _SNAP)
    if not 4 <= len(crossings) <= _MOST_CROSSINGS:
        return []
    out = []
    for number, cells in enumerate(cells_to_tables(intersections_to_cells(crossings)), 1):
        with unit(f"table {number}", READ_AS_TEXT):
            found = _table(cells, content)
            if found is not None:
                out.append(found)
    return sorted(out, key=lambda table: table.box[1])


def _edge(box: Box) -> list[dict[str, float | str]]:
    """Return a thin box as an edge in pdfplumber's terms."""
    left, top, right, bottom = box
    level = right - left >= bottom - top
    if level:
        top = bottom = (top + bottom) / 2
    else:
        left = right = (left + right) / 2
    return [
        {
            "x0": left,
            "x1": right,
            "top": top,
            "bottom": bottom,
            "width": right - left,
            "height": bottom - top,
            "orientation": "h" if level else "v",
            "object_type": "line",
        }
    ]


def _table(boxes: list[Box], content: PageContent) -> Ruled | None:
    """Return the table that some boxes make, or nothing where they are too few; its words are taken out of the page."""
    xs = _snapped([x for box in boxes for x in (box[0], box[2])])
    ys = _snapped([y for box in boxes for y in (box[1], box[3])])
    if len(boxes) < 3 or len(xs) < 3 or len(ys) < 2:
        return None
    drawn = _drawn(boxes, xs, ys, content.words)
    bottom = drawn.leave_text_below(ys[-1])
    cells = [cell for index in drawn.texts for cell in drawn.cells(index)]
    if len(cells) < 3:
        return None
    outer, verticals = (xs[0], ys[0], xs[-1], bottom), (*drawn.starts, xs[-1])
    grid = _split_rows(_levelled(cells), len(ys) - 1, len(drawn.starts))
    if is_layout(grid):
        return Ruled(outer, None, verticals)
    taken = {id(word) for words in drawn.texts.values() for word in words}
    content.words = [word for word in content.words if id(word) not in taken]
    return Ruled(outer, grid, verticals)


@dataclass(slots=True)
class _Drawn:
    """The boxes of a table with the words in each."""

    boxes: list[Box]
    ys: list[float]
    texts: dict[int, list[DrawnWord]]
    """Words by the number of their box."""
    over: dict[int, tuple[int, int]]
    """The first column of each box with words, and the one behind its last."""
    starts: list[float]
    """Where each column begins."""

    def cells(self, index: int) -> Iterator[_Placed]:
        """Yield the cells of a box: one, or those that its rows have where their own edges were not drawn."""
        left, top, _, bottom = self.boxes[index]
        row, rows = _index(self.ys, top), rows_of(self.texts[index])
        height = max(1, _index(self.ys, bottom) - row)
        first, behind = self.over[index]
        apart = _apart(rows, self.starts, first, behind)
        for at, lines in apart.items():
            each = [lines] if len(rows) > height else [[line] for line in lines]
            yield from ((_cell(part, row + below, at, 1), part) for below, part in enumerate(each))
        if not apart:
            lead = int((min(line.left for line in rows) - left) / max(1.0, rows[0].height))
            yield _cell(rows, row, first, height, max(1, behind - first), max(0, lead)), rows

    def leave_text_below(self, bottom: float) -> float:
        """Leave to the page what the last boxes hold over the whole width: notes, or text in one frame.

        Args:
            bottom: Where the table ends with it.

        Returns:
            Where it ends without.
        """
        for index in sorted(self.texts, key=lambda index: (-self.boxes[index][3], self.boxes[index][1])):
            letters = sum(char.isalpha() for word in self.texts[index] for char in word.text)
            wide = len(self.starts) > 1 and self.over[index] == (0, len(self.starts))
            if (
                not wide
                or letters < _SHORTEST_TEXT
                or _apart(rows_of(self.texts[index]), self.starts, *self.over[index])
            ):
                break
            bottom = self.boxes[index][1]
            del self.texts[index]
        return bottom

    def _is_text(self, index: int) -> bool:
        """Whether a box holds one text over the whole width, and no row of numbers."""
        words, over = self.texts[index], self.over[index]
        letters = sum(char.isalpha() for word in words for char in word.text)
        wide = len(self.starts) > 1 and over == (0, len(self.starts))
        return wide and letters >= _SHORTEST_TEXT and not _apart(rows_of(words), self.starts, *over)


def _drawn(boxes: list[Box], xs: list[float], ys: list[float], words: Sequence[DrawnWord]) -> _Drawn:
    """Return boxes with their words and columns."""
    homes = _homes(boxes, xs, ys)
    texts: dict[int, list[DrawnWord]] = {}
    for word in words:
        home = homes.get(_at(word, xs, ys), -1) if _holds((xs[0], ys[0], xs[-1], ys[-1]), word) else -1
        if home >= 0:
            texts.setdefault(home, []).append(word)
    spans = {index: (_index(xs, boxes[index][0]), _index(xs, boxes[index][2])) for index in texts}
    columns = columns_of(spans.values())
    over = {index: columns.over(span) for index, span in spans.items()}
    return _Drawn(boxes, ys, texts, over, [xs[at] for at in columns.starts])


def _cell(lines: list[PageRow], row: int, column: int, rows: int, columns: int = 1, indent: int = 0) -> Cell:
    """Return the lines of a text as a cell at a place, over so many rows and columns."""
    text = squeeze(reduce(continued, (line.text for line in lines)))
    return Cell(text, row, column, rows, columns, all(line.bold for line in lines), indent)


@dataclass(frozen=True, slots=True)
class TableColumns:
    """The columns of a table, among the narrower ones that all drawn edges make."""

    anchors: tuple[int, ...]
    """One of the narrow columns in each."""
    starts: tuple[int, ...]
    """The narrow column at which each begins."""

    def over(self, span: tuple[int, int]) -> tuple[int, int]:
        """Return the first column of a span of narrow columns, and the one behind its last."""
        first, behind = (bisect_left(self.anchors, at) for at in span)
        return first, behind


def columns_of(spans: Collection[tuple[int, int]]) -> TableColumns:
    """Return the fewest columns of which every text has one, and no two texts side by side the same.

    The shading of a text is drawn beside the edges of its cell, in some rows and not in others: the edges of all
    rows together make narrow columns in which nothing stands by itself.

    Args:
        spans: Of the narrow columns, the first and the one behind the last that each text covers.

    Returns:
        The columns: a least set of points that stabs all spans, found from left to right by where spans end.
    """
    anchors: list[int] = []
    starts: list[int] = []
    for first, behind in sorted(spans, key=lambda span: span[1]):
        if not anchors or anchors[-1] < first:
            anchors.append(behind - 1)
            starts.append(first)
        elif len(anchors) < 2 or anchors[-2] < first:
            starts[-1] = min(starts[-1], first)
    return TableColumns(tuple(anchors), tuple(starts))


def _apart(rows: list[PageRow], starts: list[float], first: int, last: int) -> dict[int, list[PageRow]]:
    """Return the texts that one box holds, by column, where the edges of its rows were not drawn.

    Args:
        rows: The lines in the box.
        starts: Where each column begins.
        first: Column of the box.
        last: The one behind its last.

    Returns:
        The texts as lines of their own, or nothing where a line is no row of numbers, one a column.
    """
    out: dict[int, list[PageRow]] = {}
    for line in rows if last - first >= _FEWEST_APART else ():
        columns = [bisect_right(starts, (span.left + span.right) / 2) - 1 for span in line.spans]
        numbers = sum(span.text[:1].isdigit() for span in line.spans)
        if len(columns) < _FEWEST_APART or 2 * numbers < len(columns):
            return {}
        if len(set(columns)) < len(columns) or columns[0] < first or columns[-1] >= last:
            return {}
        for column, span in zip(columns, line.spans, strict=True):
            out.setdefault(column, []).append(replace(line, spans=[span]))
    return out


def _levelled(cells: list[_Placed]) -> list[_Placed]:
    """Return cells of which those beside one label stand in one row, where each column has one of them.

    Texts that are drawn higher and lower in their cells, with edges of their own, make rows of which none is whole.
    """
    out = list(cells)
    for label, _ in cells:
        behind = label.row + label.rows
        beside = [at for at, (cell, _) in enumerate(out) if cell.column and label.row <= cell.row < behind]
        if label.column or label.rows < 2 or not _one_a_column([out[at][0] for at in beside], behind):
            continue
        for at in beside:
            out[at] = (replace(out[at][0], row=label.row, rows=label.rows), out[at][1])
    return out


def _one_a_column(cells: Sequence[Cell], behind: int) -> bool:
    """Whether of several cells no two stand in one column, and none goes on below a row."""
    alone = len({cell.column for cell in cells}) == len(cells) > 1
    return alone and all(cell.row + cell.rows <= behind for cell in cells)


def _split_rows(cells: list[_Placed], rows: int, columns: int) -> Grid:
    """Part rows that no line parts: where most cells of a row hold as many lines of numbers, each line is a row."""
    out: list[Cell] = []
    shift = 0
    starts: list[int] = []
    for row in range(rows):
        starts.append(row + shift)
        inner = [(cell, lines) for cell, lines in cells if cell.row == row and cell.rows == 1]
        bases = _common_bases(inner)
        if not bases:
            continue
        shift += len(bases) - 1
        for cell, lines in inner:
            for line in lines:
                at = min(range(len(bases)), key=lambda i: abs(bases[i] - line.base))
                text = squeeze(line.text)
                out.append(Cell(text, starts[row] + at, cell.column, 1, cell.columns, line.bold, cell.indent))
    starts.append(rows + shift)
    split = {row for row in range(rows) if starts[row + 1] - starts[row] > 1}
    for cell, _ in cells:
        if cell.row in split and cell.rows == 1:
            continue
        height = starts[cell.row + cell.rows] - starts[cell.row]
        out.append(Cell(cell.text, starts[cell.row], cell.column, height, cell.columns, cell.bold, cell.indent))
    out.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(_joined(out), rows + shift, columns)


def _joined(cells: list[Cell]) -> tuple[Cell, ...]:
    """Join texts that fell into one place."""
    out: list[Cell] = []
    for cell in cells:
        if out and (out[-1].row, out[-1].column) == (cell.row, cell.column):
            last = out.pop()
            out.append(Cell(f"{last.text} {cell.text}", last.row, last.column, last.rows, last.columns, last.bold))
        else:
            out.append(cell)
    return tuple(out)


def _common_bases(inner: list[tuple[Cell, list[PageRow]]]) -> list[float]:
    """Return the base lines that the numeric cells of a row share, if there are two or more in two cells or more."""
    stacks = [
        [line.base for line in lines]
        for _, lines in inner
        if len(lines) > 1 and sum(line.text[:1].isdigit() for line in lines) >= _NUMERIC_LINES * len(lines)
    ]
    if len(stacks) < 2:
        return []
    bases = max(stacks, key=len)
    near = 0.5 * (bases[1] - bases[0])
    aligned = all(min(abs(base - other) for other in bases) < near for stack in stacks for base in stack)
    return bases if aligned else []


def _snapped(values: list[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _SNAP:
            out.append(value)
    return out


def _index(values: list[float], value: float) -> int:
    at = bisect_left(values, value - _SNAP)
    return min(at, len(values) - 1)


def _homes(boxes: list[Box], xs: list[float], ys: list[float]) -> dict[tuple[int, int], int]:
    """Return the box that covers each place of the grid."""
    homes: dict[tuple[int, int], int] = {}
    for index, (left, top, right, bottom) in enumerate(boxes):
        for row in range(_index(ys, top), _index(ys, bottom)):
            for column in range(_index(xs, left), _index(xs, right)):
                homes[row, column] = index
    return homes


def _at(word: DrawnWord, xs: list[float], ys: list[float]) -> tuple[int, int]:
    left, top, right, bottom = word.box
    return bisect_left(ys, (top + bottom) / 2) - 1, bisect_left(xs, (left + right) / 2) - 1


def _holds(box: Box, word: DrawnWord) -> bool:
    x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
