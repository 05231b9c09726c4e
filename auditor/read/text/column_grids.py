"""Grids from texts that stand in columns: by their positions on the line, whatever the unit of length."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from statistics import median

from auditor.language.lexicon import shared
from auditor.model.document import Cell
from auditor.read.blocks.block import Grid
from auditor.read.blocks.line_kinds import is_year

_NUMBER = re.compile(
    r"[-+−–±(<>≤≥~]?\s?[$€£]?\s?\d[\d.,'’\s/:–-]*(?:%|‰|[a-zA-Z*†‡¹²³]{1,2})?\)?[*†‡¹²³\d]?$"
    r"|[-–—.…*]{1,3}$|\([A-Za-z]\)$",
    re.IGNORECASE,
)
_FAR = 1e6
_UNCOVERED = 4.0
_ALIGNED = 0.7
"""Characters by which numbers of a column must differ more at one side than at the other to be flush there."""
_NEAR = 0.8
"""Share of the usual distance of rows within which a line belongs to the row beside it."""
_CUT = re.compile(r"[^\W\d_]{2}[-\u2010]$")
_UNEVEN = 1.5
_FLUSH, _OFF = 0.4, 1.4
_SETTINGS: tuple[Callable[[TextSegment, float, float], float], ...] = (
    lambda head, left, right: abs(head.middle - (left + right) / 2),
    lambda head, _, right: abs(head.end - right),
    lambda head, left, _: abs(head.start - left),
)
"""How far a head is from where it would stand over its columns: in their middle, or flush at either end."""
_CLOSE = 3.0
"""Distance, in characters, within which an edge is taken to stand in its column."""


@dataclass(slots=True)
class TextSegment:
    """A text on a line and the stretch that it takes, in characters."""

    text: str
    start: float
    end: float
    line: int | None = None
    offset: int | None = None
    bold: bool = False

    @property
    def middle(self) -> float:
        """Return the middle of the stretch."""
        return (self.start + self.end) / 2

    @property
    def numeric(self) -> bool:
        """Whether the text is a number, or what stands for one in a table."""
        return len(self.text) <= 40 and (_NUMBER.match(self.text) is not None or self.text.lower() in _no_numbers())


@cache
def _no_numbers() -> frozenset[str]:
    """Return the words that stand for a number in a table ("n/a"); a single letter is a word of its own."""
    written = (str(cell).lower() for cell in shared().get("empty_cells") or ())
    return frozenset(cell for cell in written if sum(map(str.isalpha, cell)) > 1)


@dataclass(slots=True)
class TextRow:
    """The segments of one line, from left to right."""

    segments: list[TextSegment]
    gap: bool = False
    """Whether a blank line stands before it."""
    step: float | None = None
    """How far it stands below the row before, where the source tells."""
    columns: list[int] = field(default_factory=list)

    @property
    def data(self) -> bool:
        """Whether the line has a label and numbers, or numbers alone."""
        rest = self.segments[1:]
        numbers = sum(segment.numeric for segment in rest)
        return bool(rest) and numbers > 0 and 2 * numbers >= len(rest)


def table_grid(rows: list[TextRow], *, least: int = 2) -> Grid | None:
    """Return the grid of lines that stand in the same columns, or None where they do not, or too few are of data.

    `confidence` is the share of texts that stand where their column is, less where there are only two rows of data.
    """
    rows = _with_labels(rows)
    data = [row for row in rows if row.data]
    if len(data) < least or not _mostly_numbers(data):
        return None
    count = _column_count(data)
    template = [row for row in data if len(row.segments) == count]
    if count < 2 or not template:
        return None
    spans = [
        (median(row.segments[i].start for row in template), median(row.segments[i].end for row in template))
        for i in range(count)
    ]
    spans[0] = (spans[0][0], max(spans[0][1], min(spans[1][0] - 1, max(row.segments[0].end for row in template))))
    if any(b[0] < a[0] for a, b in pairwise(spans)):
        return None
    good = total = 0
    if any(len(row.segments) > 2 * count + 4 for row in rows):
        return None
    zones = _zones(template, spans)
    for row in rows:
        if not row.data:
            _merge_in_zones(row, count, zones)
        _merge_down(row, count)
        if len(row.segments) > count:
            return None
        row.columns, costs = _aligned(row.segments, spans)
        total += len(costs)
        good += sum(cost <= _CLOSE for cost in costs)
    share = good / max(1, total)
    if share < 0.6:
        return None
    cells, height = _heads_joined(_cells(rows, spans), rows)
    confidence = round(0.95 * share * (1.0 if len(data) > 2 else 0.8), 2)
    return Grid(tuple(cells), height, count, line=rows[0].segments[0].line, confidence=confidence)


def _with_labels(rows: list[TextRow]) -> list[TextRow]:
    """Join the lines of labels that take several: each stands nearer to its row than rows to one another."""
    steps = [row.step for before, row in pairwise(rows) if before.data and row.data and row.step is not None]
    usual = median(steps) if steps else None
    out: list[TextRow] = []
    held: TextSegment | None = None
    for index, row in enumerate(rows):
        after = rows[index + 1] if index + 1 < len(rows) else None
        alone = len(row.segments) == 1 and not row.segments[0].numeric
        if alone and not row.gap and out and out[-1].data and held is None and _is_near(row, usual):
            if _is_under(row.segments[0], out[-1]):
                out[-1].segments[0] = _joined(out[-1].segments[0], row.segments[0])
                continue
        elif alone and out and out[-1].data and usual is not None and after is not None and after.data:
            near = after.step is not None and after.step < _NEAR * usual and _is_under(row.segments[0], after)
            if near and held is None:
                held = row.segments[0]
                continue
        if held is not None:
            row.segments[0] = _joined(held, row.segments[0])
            held = None
        out.append(row)
    return out


def is_head_line(segment: TextSegment, row: TextRow) -> bool:
    """Whether a text alone above a row stands between two of its texts, where the row has none of its own."""
    ends = [-_FAR, *(other.end for other in row.segments)]
    starts = [*(other.start for other in row.segments), _FAR]
    return not segment.numeric and any(
        index > 0 and segment.start > end and segment.end < start
        for index, (end, start) in enumerate(zip(ends, starts, strict=True))
    )


def _is_near(row: TextRow, usual: float | None) -> bool:
    """Whether a line is the rest of a label: by its distance, or where this tells nothing by a small letter."""
    if row.step is not None and usual is not None and row.step < _NEAR * usual:
        return True
    return row.segments[0].text[:1].islower()


def _is_under(label: TextSegment, row: TextRow) -> bool:
    """Whether a text stands where the label of a row stands."""
    first = row.segments[0]
    return not first.numeric and label.start < row.segments[1].start - 1 and label.start - first.start < _CLOSE + 2


def _joined(first: TextSegment, second: TextSegment) -> TextSegment:
    text = continued(first.text, second.text)
    end = max(first.end, second.end)
    return TextSegment(text, first.start, end, first.line, first.offset, first.bold and second.bold)


def continued(first: str, second: str) -> str:
    """Join two lines of a cell."""
    if _CUT.search(first) and second[:1].islower():
        return first[:-1] + second
    return f"{first} {second}"


def _heads_joined(cells: list[Cell], rows: list[TextRow]) -> tuple[list[Cell], int]:
    """Join the lines of heads that take several: what stands under a head over that column alone goes on with it."""
    first = _first_data(rows)
    heads: dict[tuple[int, int], Cell] = {}
    home: dict[int, int] = {}
    for cell in cells:
        if cell.row >= first:
            continue
        above = None
        if not rows[cell.row].gap:
            above = heads.get((cell.row - 1, cell.column)) or heads.get((cell.row - 2, cell.column))
        if above is not None and above.columns == cell.columns == 1:
            at = (home.get(id(above), above.row), cell.column)
            heads[at] = replace(heads[at], text=continued(heads[at].text, cell.text))
            heads[cell.row, cell.column] = cell
            home[id(cell)] = at[0]
        else:
            heads[cell.row, cell.column] = cell
    kept = [cell for at, cell in heads.items() if id(cell) not in home]
    for row in range(first - 1):
        upper, lower = [c for c in kept if c.row == row], [c for c in kept if c.row == row + 1]
        # a head that stands higher than the others because it has more lines
        if len(upper) == 1 and lower and not rows[row + 1].gap and upper[0].columns == 1:
            free = all(not c.column <= upper[0].column < c.column + c.columns for c in lower)
            kept = [replace(c, row=row + 1) if free and c is upper[0] else c for c in kept]
    levels = sorted({cell.row for cell in kept})
    moved = [replace(cell, row=levels.index(cell.row)) for cell in kept]
    gone = first - len(levels)
    moved += [replace(cell, row=cell.row - gone) for cell in cells if cell.row >= first]
    return sorted(moved, key=lambda cell: (cell.row, cell.column)), len(rows) - gone


def _mostly_numbers(data: list[TextRow]) -> bool:
    rest = [segment for row in data for segment in row.segments[1:]]
    return 2 * sum(segment.numeric for segment in rest) >= len(rest)


def _column_count(data: list[TextRow]) -> int:
    """Return the largest number of segments that a good part of the rows has."""
    counts = Counter(len(row.segments) for row in data)
    needed = min(0.3 * len(data), max(counts.values()))
    return max(count for count, times in counts.items() if times >= needed)


def _zones(template: list[TextRow], spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the stretch that each column has to itself: numbers set flush right end where their column does."""
    right = 0
    for index in range(1, len(spans)):
        starts = [row.segments[index].start for row in template]
        ends = [row.segments[index].end for row in template]
        lead = max(starts) - min(starts) - max(ends) + min(ends)
        right += (lead > _ALIGNED) - (lead < -_ALIGNED)
    if right > 0:
        cuts = [spans[0][1], *(end for _, end in spans[1:-1])]
    elif right < 0:
        cuts = [start for start, _ in spans[1:]]
    else:
        cuts = [(a[1] + b[0]) / 2 for a, b in pairwise(spans)]
    return list(zip([spans[0][0], *cuts], [*cuts, spans[-1][1]], strict=True))


def _merge_in_zones(row: TextRow, count: int, zones: list[tuple[float, float]]) -> None:
    """Join neighbouring texts of a head that has more of them than there are columns, if one column holds both."""
    if len(row.segments) <= count:
        return
    out = row.segments[:1]
    for segment in row.segments[1:]:
        last = out[-1]
        if _zone(last, zones) == _zone(segment, zones):
            text = f"{last.text} {segment.text}"
            out[-1] = TextSegment(text, last.start, segment.end, last.line, last.offset, last.bold and segment.bold)
        else:
            out.append(segment)
    row.segments = out


def _zone(segment: TextSegment, zones: list[tuple[float, float]]) -> int:
    return next((index for index, (_, end) in enumerate(zones) if segment.middle <= end), len(zones) - 1)


def _merge_down(row: TextRow, count: int) -> None:
    """Join neighbouring texts of a row that has more of them than there are columns, the closest words first."""
    segments = row.segments
    while len(segments) > count:
        best, at = _FAR, -1
        for i, (a, b) in enumerate(pairwise(segments)):
            distance = b.start - a.end + 20.0 * (a.numeric + b.numeric)
            if distance < best:
                best, at = distance, i
        a, b = segments[at], segments[at + 1]
        if at < 0 or (a.numeric and b.numeric and row.data):
            return
        segments[at : at + 2] = [TextSegment(f"{a.text} {b.text}", a.start, b.end, a.line, a.offset, a.bold and b.bold)]


def _aligned(segments: list[TextSegment], spans: list[tuple[float, float]]) -> tuple[list[int], list[float]]:
    """Match each segment with a column of its own, in order, at the least total distance."""
    m, n = len(segments), len(spans)
    best = [[_FAR] * (n + 1) for _ in range(m + 1)]
    best[0] = [0.0] * (n + 1)
    costs = [[_distance(segment, span) for span in spans] for segment in segments]
    for i in range(1, m + 1):
        for j in range(i, n + 1):
            best[i][j] = min(best[i][j - 1], best[i - 1][j - 1] + costs[i - 1][j - 1])
    columns = [0] * m
    j = n
    for i in range(m, 0, -1):
        while j > i and best[i][j] == best[i][j - 1]:
            j -= 1
        j -= 1
        columns[i - 1] = j
    return columns, [costs[i][column] for i, column in enumerate(columns)]


def _distance(segment: TextSegment, span: tuple[float, float]) -> float:
    start, end = span
    near = min(abs(segment.start - start), abs(segment.end - end), abs(segment.middle - (start + end) / 2))
    apart = max(segment.start - end, start - segment.end)
    return near if apart < 0 else near + apart + 2.0


def _first_data(rows: list[TextRow]) -> int:
    """Return the first row of data; years with further heads under them are heads."""
    for index, (row, below) in enumerate(pairwise(rows)):
        years = all(is_year(segment.text) for segment in row.segments if segment.numeric)
        if row.data and not (years and not below.data and len(below.segments) > 1):
            return index
    return len(rows) - 1


def _cells(rows: list[TextRow], spans: list[tuple[float, float]]) -> list[Cell]:
    first = _first_data(rows)
    cells: list[Cell] = []
    for r, row in enumerate(rows):
        below = {column for other in rows[r + 1 : first] for column in other.columns}
        spread = [(column, 1) for column in row.columns]
        if r < first and below and not _is_higher(row, rows[r + 1]):
            spread = _spread(row, below, spans)
        for segment, (column, width) in zip(row.segments, spread, strict=True):
            place = (segment.line, segment.offset)
            cells.append(Cell(segment.text, r, column, 1, width, segment.bold, line=place[0], offset=place[1]))
    return cells


def _is_higher(row: TextRow, below: TextRow) -> bool:
    """Whether a row is the first line of one head, which the row below, of other heads, has no room for."""
    return len(row.segments) == 1 and len(below.segments) > 1 and row.columns[0] not in below.columns


def _spread(row: TextRow, below: set[int], spans: list[tuple[float, float]]) -> list[tuple[int, int]]:
    """Return which columns each head of a row stands over.

    The columns that have heads of their own below are parted among the heads so that each stands in the middle of its
    part; a column that goes to no head costs `_UNCOVERED`. Where they can be parted evenly, that is the likelier.

    Returns:
        The first column and the number of columns of each segment.
    """
    columns = sorted(below | set(row.columns))
    free = [(column, 1) for column in row.columns]
    single = [column not in below for column in row.columns]
    n, m = len(columns), len(row.segments)
    shared, wide = n - sum(single), m - sum(single)
    even = shared // wide if wide > 1 and shared % wide == 0 else 0
    ways = [_parted(row, columns, single, spans, even, at) for at in _SETTINGS]
    # flush only where this fits without a rest, and the middle does not
    flush = min(ways[1:], key=lambda way: way[m][n][0])
    best = flush if flush[m][n][0] < _FLUSH * wide and ways[0][m][n][0] > _OFF * wide else ways[0]
    if best[m][n][0] >= _FAR:
        return free
    out: list[tuple[int, int]] = []
    end = n
    for i in range(m, 0, -1):
        _, start, stop = best[i][end]
        out.append((columns[start], columns[stop - 1] - columns[start] + 1))
        end = start
    return out[::-1]


def _parted(
    row: TextRow,
    columns: list[int],
    single: list[bool],
    spans: list[tuple[float, float]],
    even: int,
    offset: Callable[[TextSegment, float, float], float],
) -> list[list[tuple[float, int, int]]]:
    """Return the least cost, for each number of heads and columns, of parting the columns among the heads."""
    n, m = len(columns), len(row.segments)
    best: list[list[tuple[float, int, int]]] = [
        [(_UNCOVERED * max(0, j - (columns[0] == 0)), 0, 0) for j in range(n + 1)]  # the labels need no head
    ]
    for i in range(1, m + 1):
        segment, own = row.segments[i - 1], row.columns[i - 1]
        line: list[tuple[float, int, int]] = [(_FAR, 0, 0)]
        for j in range(1, n + 1):
            choice = (line[j - 1][0] + _UNCOVERED, line[j - 1][1], line[j - 1][2])
            for start in range(j - 1, -1, -1):
                if columns[j - 1] - columns[start] != j - 1 - start or (single[i - 1] and (j - 1 > start)):
                    break
                if single[i - 1] and columns[start] != own:
                    continue
                off = 0.0 if single[i - 1] else offset(segment, spans[columns[start]][0], spans[columns[j - 1]][1])
                uneven = 0.0 if single[i - 1] or not even else _UNEVEN * abs(j - start - even)
                cost = best[i - 1][start][0] + off + uneven
                choice = min(choice, (cost, start, j))
            line.append(choice)
        best.append(line)
    return best
