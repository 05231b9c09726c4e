"""The lines of a PDF page in reading order: columns, heads and feet, footnotes, blank lines between paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from auditor.read.blocks.line_kinds import ends_clause
from auditor.read.pdf.drawn import PageContent
from auditor.read.pdf.page_rows import PageRow, PageSpan, row_of_spans
from auditor.read.pdf.ruled_tables import Ruled
from auditor.read.text.source_lines import is_page_mark, repeated_forms

_MARGIN = 0.12
"""Share of a page's height, at its top and bottom, in which running heads are looked for."""
_DEEP_MARGIN = 0.2
"""The same for heads with the page's number, and for feet of one text: rows of tables are neither."""
_LONGEST_HEAD = 150
_NOTE_START = re.compile(r"[¹²³⁰-⁹]{1,3}|\[\d{1,3}\]|[*†‡]{1,3}|\d{1,3}[ .)]|[a-z][ .)]")
_FEWEST_LINES = 4
"""Lines that each of two columns must have."""
_LINE_LENGTH = 18
"""Characters that half of the lines of a column of text must have."""
_LEAST_PROSE = 0.2
"""Share of the rows of a column that must be prose."""


@dataclass(slots=True)
class OrderedPage:
    """A page with its rows, on the way to lines."""

    content: PageContent
    rows: list[PageRow]


@dataclass(frozen=True, slots=True)
class _Margin:
    """A row that may be a head or a foot."""

    row: PageRow
    page: int
    top: bool
    near: bool
    """Whether it stands near the edge of the page."""

    def forms(self) -> set[tuple[bool, str]]:
        """Return the texts that it may have on other pages."""
        texts = [span.text.strip() for span in self.row.spans]
        return {(self.top, form) for form in repeated_forms(texts, self.page)}


class _Furniture:
    """What pages repeat near their top and bottom, and how their numbers stand there."""

    def __init__(self, margins: list[list[_Margin]]) -> None:
        self._near: Counter[tuple[bool, str]] = Counter()
        self._all: Counter[tuple[bool, str]] = Counter()
        shifts: Counter[int] = Counter()
        for rows in margins:
            self._near.update(set().union(*(row.forms() for row in rows if row.near)))
            self._all.update(set().union(*(row.forms() for row in rows)))
            shifts.update(set().union(*map(_shifts, rows)))
        self._needed = max(2, round(0.3 * len(margins)))
        # numbers that stand as far from the page's own place on many pages are page numbers
        self._steady = {shift for shift, times in shifts.items() if times >= max(3, round(0.5 * len(margins)))}

    def has(self, head: _Margin) -> bool:
        """Whether a row is no text of its page."""
        if head.near and is_page_mark(head.row.text.strip(), top=head.top):
            return True
        if len(head.row.text) > _LONGEST_HEAD:
            return False
        return self._comes_again(head) or not self._steady.isdisjoint(_shifts(head))

    def _comes_again(self, head: _Margin) -> bool:
        if head.near and any(self._near[form] >= self._needed for form in head.forms()):
            return True
        foot = not head.top and len(head.row.spans) == 1
        return foot and any(self._all[form] >= max(3, self._needed) for form in head.forms())


def drop_running_heads(pages: list[OrderedPage]) -> None:
    """Drop what pages repeat near their top and bottom, and page numbers there."""
    margins = [_margins(page) for page in pages]
    furniture = _Furniture(margins)
    for page, rows in zip(pages, margins, strict=True):
        gone = {id(head.row) for head in rows if furniture.has(head)}
        page.rows = [row for row in page.rows if id(row) not in gone]


def _margins(page: OrderedPage) -> list[_Margin]:
    height, number = page.content.height, page.content.number
    heads = [row for row in page.rows[:4] if row.bottom < _DEEP_MARGIN * height]
    feet = [row for row in page.rows[-4:] if row.top > (1 - _DEEP_MARGIN) * height]
    out = [_Margin(row, number, top=True, near=row.bottom < _MARGIN * height) for row in heads]
    return out + [_Margin(row, number, top=False, near=row.top > (1 - _MARGIN) * height) for row in feet]


def _shifts(head: _Margin) -> set[int]:
    """Return how far the numbers at a row's ends are from the page's own."""
    text = head.row.text
    words = text.split()
    if not words or len(text) > _LONGEST_HEAD or (len(words) > 3 and ends_clause(text)):
        return set()  # a footnote begins with its number, but it ends as a sentence does
    if len(words) == 2 and words[0].isalpha():
        return set()  # "Table 3", which may stand on the third page
    ends = {words[0], words[-1]}
    return {int(word) - head.page for word in ends if word.isdecimal() and len(word) <= 4}


def body_height(pages: list[OrderedPage]) -> float:
    """Return the height of the line that most characters have."""
    counts: Counter[float] = Counter()
    for page in pages:
        for row in page.rows:
            counts[round(row.height, 1)] += len(row.text)
    return max(counts, key=lambda height: counts[height], default=12.0)


def usual_pitch(pages: list[OrderedPage], body: float) -> float:
    """Return the distance that most base lines of the text have."""
    counts: Counter[int] = Counter()
    for page in pages:
        for a, b in pairwise(page.rows):
            step = b.base - a.base
            if 0.8 * body < step < 3 * body and abs(a.height - body) < 0.1 * body:
                counts[round(2 * step)] += min(len(a.text), len(b.text))
    return max(counts, key=lambda step: (counts[step], -step)) / 2 if counts else 1.2 * body


def take_footnotes(
    rows: list[PageRow], content: PageContent, body: float, *, alone: bool
) -> tuple[list[PageRow], list[PageRow]]:
    """Part the small rows at the foot of a page or column, from the first that begins with a mark, from the rest.

    Args:
        rows: of the page, or of one of its columns.
        content: the page.
        body: the height of most lines.
        alone: whether the rows are all that stands on the page.
    """
    start = len(rows)
    while start > 0 and rows[start - 1].table is None and rows[start - 1].height <= 0.93 * body:
        start -= 1
    small = rows[start:]
    if not small or (start == 0 and alone):
        return rows, []
    first = next((i for i, row in enumerate(small) if _NOTE_START.match(row.text)), None)
    if first is None:
        return rows, []
    gap = small[first].top - rows[start + first - 1].bottom if start + first else body
    ruled = any(
        0 <= small[first].top - edge[3] < 3 * body
        and edge[0] < small[first].left + 0.5 * content.width
        and edge[2] > small[first].left
        and edge[2] - edge[0] > 2 * body
        for edge in content.edges
    )
    if ruled or (gap > 0.2 * body and small[first].top >= 0.4 * content.height):
        return rows[: start + first], small[first:]
    return rows, []


def column_band(rows: list[PageRow], width: float) -> tuple[int, int, float] | None:
    """Find the longest stretch of rows in two columns of running text.

    Returns:
        Its first row, the row after its last, and where the gap between the columns stands; None where there is none.
    """
    best: tuple[float, int, int, float] | None = None
    for step in range(35, 66):
        x = width * step / 100
        start = 0
        for index in range(len(rows) + 1):
            if index < len(rows) and not _crosses(rows[index], x):
                continue
            score = _two_columns(rows[start:index], x)
            if score and (best is None or score - abs(step - 50) / 100 > best[0]):
                best = (score - abs(step - 50) / 100, start, index, x)
            start = index + 1
    return best[1:] if best else None


def _crosses(row: PageRow, x: float) -> bool:
    return any(span.left < x - 2 and span.right > x + 2 for span in row.spans)


def _two_columns(rows: list[PageRow], x: float) -> int:
    """Return how many lines the shorter of two columns has; 0 where the rows are no two columns of running text."""
    if len(rows) < _FEWEST_LINES:
        return 0
    left = [row for row in rows if row.left < x]
    right = [row for row in rows if row.right > x]
    if min(len(left), len(right)) < _FEWEST_LINES and not any(row.table for row in rows):
        return 0
    if not left or not right:
        return 0
    (top, bottom), (high, low) = _extent(left), _extent(right)
    if min(bottom, low) - max(top, high) < 0.5 * min(bottom - top, low - high):
        return 0
    texts = [[row for row in side if row.table is None] for side in _sides(rows, x)]
    if max(map(len, texts)) < _FEWEST_LINES:
        return 0
    if not all(_is_column(text, len(side)) for text, side in zip(texts, (left, right), strict=True)):
        return 0
    return min(max(len(text), _FEWEST_LINES) for text in texts)


def _is_column(text: list[PageRow], count: int) -> bool:
    """Whether a side is a column of running text, or holds tables and little besides."""
    if len(text) < _FEWEST_LINES:
        return len(text) < count
    return _is_running(text)


def _extent(rows: list[PageRow]) -> tuple[float, float]:
    """Return the first and the last base line of a column."""
    return rows[0].base, max(row.base if row.table is None else row.bottom for row in rows)


def with_tables(rows: list[PageRow], tables: list[Ruled]) -> list[PageRow]:
    """Put tables, as rows of their own, where they stand among rows of text."""
    own = []
    for table in tables:
        if table.grid is not None:
            left, top, right, bottom = table.box
            own.append(
                PageRow([PageSpan([], "", left, right)], top, bottom, top, bottom - top, bold=False, table=table.grid)
            )
    return sorted([*rows, *own], key=lambda row: (row.top + row.bottom) / 2 if row.table is None else row.top)


def _is_running(rows: list[PageRow]) -> bool:
    """Whether rows are lines of prose for the most part, or hold several on end with tables among them."""
    longest = run = prose = numbers = 0
    for row in rows:
        words = row.text.split()
        numeric = 2 * sum(word[0].isdigit() for word in words) >= len(words)
        run = 0 if numeric or len(row.text) < _LINE_LENGTH else run + 1
        numbers += numeric
        prose += run > 0
        longest = max(longest, run)
    several = longest >= _FEWEST_LINES and _LEAST_PROSE * len(rows) <= prose
    return several or (2 * prose > len(rows) and 4 * numbers < len(rows))


def reading_order(rows: list[PageRow], width: float) -> list[list[PageRow]]:
    """Return rows as columns in the order in which they are read; what runs over both columns parts them."""
    out: list[list[PageRow]] = []
    pending = [rows]
    while pending:
        part = pending.pop()
        band = column_band(part, width) if len(part) >= _FEWEST_LINES else None
        if band is None:
            if part:
                out.append(part)
            continue
        start, end, gap = band
        before, columns, after = part[:start], _sides(part[start:end], gap), part[end:]
        out.extend(reading_order(before, width))
        out.extend(column for column in columns if column)
        pending.append(after)
    return out


def _sides(rows: list[PageRow], gap: float) -> list[list[PageRow]]:
    """Part rows at the gap: the left column, then the right one."""
    out: list[list[PageRow]] = [[], []]
    for row in rows:
        if row.table is not None:
            out[(row.left + row.right) / 2 > gap].append(row)
            continue
        for side in (0, 1):
            spans = [span for span in row.spans if (span.right > gap + 2) == side]
            if spans:
                out[side].append(row_of_spans(spans))
    return out
