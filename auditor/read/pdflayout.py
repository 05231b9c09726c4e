"""The lines of a PDF page in reading order: columns, heads and feet, footnotes, blank lines between paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from auditor.read.clean import clean
from auditor.read.lines import Line, is_page_mark, repeated_forms
from auditor.read.pdfdrawn import PageContent
from auditor.read.pdfpage import Row, Span, row_of_spans
from auditor.read.pdfruled import Ruled
from auditor.read.shape import ends_clause
from auditor.read.text import Text

_MARGIN = 0.12
"""Share of a page's height, at its top and bottom, in which running heads are looked for."""
_LONGEST_HEAD = 150
_CHARACTER = 0.46
"""Width of a character, as a share of the height of its line, when rows are laid out as lines of text."""
_NOTE_START = re.compile(r"[¹²³⁰-⁹]{1,3}|\[\d{1,3}\]|[*†‡]{1,3}|\d{1,3}[ .)]|[a-z][ .)]")
_FEWEST_LINES = 4
"""Lines that each of two columns must have."""
_LINE_LENGTH = 18
"""Characters that half of the lines of a column of text must have."""
_STEP = 0.75
_MOST_STACKED = 5
_FOOT_RULE = "_" * 12


@dataclass(slots=True)
class Page:
    """A page with its rows, on the way to lines."""

    content: PageContent
    rows: list[Row]
    feet: list[Row] = field(default_factory=list)


def drop_running_heads(pages: list[Page]) -> None:
    """Drop what pages repeat near their top and bottom, and page numbers there."""
    counts: Counter[tuple[bool, str]] = Counter()
    shifts: Counter[int] = Counter()
    for page in pages:
        margin = _marginal(page)
        counts.update({(top, form) for row, top in margin for form in _forms(row, page)})
        shifts.update({shift for row, _ in margin for shift in _shifts(row, page)})
    needed = max(2, round(0.3 * len(pages)))
    # numbers that stand as far from the page's own place on many pages are page numbers
    steady = {shift for shift, times in shifts.items() if times >= max(3, round(0.5 * len(pages)))}
    for page in pages:
        gone = set()
        for row, top in _marginal(page):
            repeated = any(counts[top, form] >= needed for form in _forms(row, page))
            counted = not steady.isdisjoint(_shifts(row, page))
            furniture = (repeated or counted) and len(row.text) <= _LONGEST_HEAD
            if furniture or is_page_mark(row.text.strip(), top=top):
                gone.add(id(row))
        page.rows = [row for row in page.rows if id(row) not in gone]


def _marginal(page: Page) -> list[tuple[Row, bool]]:
    height = page.content.height
    top = [(row, True) for row in page.rows[:4] if row.bottom < _MARGIN * height]
    return top + [(row, False) for row in page.rows[-4:] if row.top > (1 - _MARGIN) * height]


def _shifts(row: Row, page: Page) -> set[int]:
    """Give how far the numbers at a row's ends are from the page's own."""
    words = row.text.split()
    if not words or len(row.text) > _LONGEST_HEAD or (len(words) > 3 and ends_clause(row.text)):
        return set()  # a footnote begins with its number, but it ends as a sentence does
    if len(words) == 2 and words[0].isalpha():
        return set()  # "Table 3", which may stand on the third page
    ends = {words[0], words[-1]}
    return {int(word) - page.content.number for word in ends if word.isdecimal() and len(word) <= 4}


def _forms(row: Row, page: Page) -> set[str]:
    return repeated_forms([span.text.strip() for span in row.spans], page.content.number)


def body_height(pages: list[Page]) -> float:
    """Give the height of the line that most characters have."""
    counts: Counter[float] = Counter()
    for page in pages:
        for row in page.rows:
            counts[round(row.height, 1)] += len(row.text)
    return max(counts, key=lambda height: counts[height], default=12.0)


def usual_pitch(pages: list[Page], body: float) -> float:
    """Give the distance that most base lines of the text have."""
    counts: Counter[int] = Counter()
    for page in pages:
        for a, b in pairwise(page.rows):
            step = b.base - a.base
            if 0.8 * body < step < 3 * body and abs(a.height - body) < 0.1 * body:
                counts[round(2 * step)] += min(len(a.text), len(b.text))
    return max(counts, key=lambda step: (counts[step], -step)) / 2 if counts else 1.2 * body


def take_footnotes(page: Page, body: float) -> None:
    """Part the small rows at the foot of a page, from the first that begins with a mark, from the rest."""
    start = len(page.rows)
    while start > 0 and page.rows[start - 1].height <= 0.93 * body:
        start -= 1
    small = page.rows[start:]
    if not small or start == 0:
        return
    first = next((i for i, row in enumerate(small) if _NOTE_START.match(row.text)), None)
    if first is None:
        return
    gap = small[first].top - page.rows[start + first - 1].bottom
    ruled = any(
        0 <= small[first].top - edge[3] < 3 * body and edge[0] < page.content.width / 2 and edge[2] - edge[0] > 2 * body
        for edge in page.content.edges
    )
    if ruled or (gap > 0.2 * body and small[first].top >= 0.4 * page.content.height):
        page.rows, page.feet = page.rows[: start + first], small[first:]


def column_band(rows: list[Row], width: float) -> tuple[int, int, float] | None:
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


def _crosses(row: Row, x: float) -> bool:
    return any(span.left < x - 2 and span.right > x + 2 for span in row.spans)


def _two_columns(rows: list[Row], x: float) -> int:
    """Say how many lines the shorter of two columns has; 0 where the rows are no two columns of running text."""
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


def _is_column(text: list[Row], count: int) -> bool:
    """Say whether a side is a column of running text, or holds tables and little besides."""
    if len(text) < _FEWEST_LINES:
        return len(text) < count
    return _is_running(text)


def _extent(rows: list[Row]) -> tuple[float, float]:
    """Give the first and the last base line of a column."""
    return rows[0].base, max(row.base if row.table is None else row.bottom for row in rows)


def with_tables(rows: list[Row], tables: list[Ruled]) -> list[Row]:
    """Put tables, as rows of their own, where they stand among rows of text."""
    own = []
    for table in tables:
        if table.grid is not None:
            left, top, right, bottom = table.box
            own.append(Row([Span([], "", left, right)], top, bottom, top, bottom - top, bold=False, table=table.grid))
    return sorted([*rows, *own], key=lambda row: (row.top + row.bottom) / 2 if row.table is None else row.top)


def _is_running(rows: list[Row]) -> bool:
    """Say whether rows are lines of prose: long, and few of them mostly numbers."""
    lengths = sorted(len(row.text) for row in rows)
    numeric = 0
    for row in rows:
        words = row.text.split()
        numeric += 2 * sum(word[0].isdigit() for word in words) >= len(words)
    return lengths[len(lengths) // 2] >= _LINE_LENGTH and 4 * numeric < len(rows)


def reading_order(rows: list[Row], width: float) -> list[list[Row]]:
    """Give rows as columns in the order in which they are read; what runs over both columns parts them."""
    out: list[list[Row]] = []
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


def _sides(rows: list[Row], gap: float) -> list[list[Row]]:
    """Part rows at the gap: the left column, then the right one."""
    out: list[list[Row]] = [[], []]
    for row in rows:
        if row.table is not None:
            out[(row.left + row.right) / 2 > gap].append(row)
            continue
        for side in (0, 1):
            spans = [span for span in row.spans if (span.right > gap + 2) == side]
            if spans:
                out[side].append(row_of_spans(spans))
    return out


def stacked(rows: list[Row]) -> list[Row]:
    """Join rows that stand so close that they are one row of a table, some of whose cells have several lines.

    Numbers that stand at half height beside a label of two lines are the plain case. A label at half height beside two
    rows of heads goes to the first of them. Rows that go on in such steps (columns whose base lines differ) are left
    alone.
    """
    out: list[Row] = []
    index = 0
    while index < len(rows):
        end = index + 1
        while end < len(rows) and rows[end].base - rows[end - 1].base < _STEP * rows[end].height:
            end += 1
        group = rows[index:end]
        if len(group) == 3 and len(_over(group[0], group[2])) > 1 and not _over(group[1], group[0]):
            spans = sorted([*group[0].spans, *group[1].spans], key=lambda span: span.left)
            out.extend([replace(row_of_spans(spans), base=group[0].base), group[2]])
        else:
            joined = _stack(group) if 1 < len(group) <= _MOST_STACKED else None
            out.extend([joined] if joined is not None else group)
        index = end
    return out


def _over(row: Row, other: Row) -> list[Span]:
    """Give the spans of a row that stand over or under one of another."""
    return [a for a in row.spans if any(min(a.right, b.right) > max(a.left, b.left) for b in other.spans)]


def _stack(group: list[Row]) -> Row | None:
    """Join rows into one whose spans are the texts that stand above one another; None where no two of these do."""
    columns: list[Span] = []
    for row in group:
        for span in row.spans:
            over = next((c for c in columns if min(c.right, span.right) - max(c.left, span.left) > 0), None)
            if over is None:
                columns.append(Span(list(span.words), span.text, span.left, span.right))
            else:
                over.text = f"{over.text} {span.text}"
                over.words.extend(span.words)
                over.left, over.right = min(over.left, span.left), max(over.right, span.right)
    if len(columns) < 2:
        return None
    columns.sort(key=lambda span: span.left)
    widest = max(group, key=lambda row: len(row.spans))
    bold = all(row.bold for row in group)
    return Row(columns, group[0].top, group[-1].bottom, widest.base, widest.height, bold)


def _has_no_room(before: Row, row: Row, margin: float) -> bool:
    """Say whether the first word of a row had no room at the end of the row before."""
    first = row.spans[0]
    share = len(first.text.split(None, 1)[0]) / len(first.text)
    wide = max(first.words[0].box[2] - first.left, share * (first.right - first.left))
    return before.right + wide + 0.2 * row.height > margin


class LineMaker:
    """Turns rows into lines of text, numbered through the document, each row's texts at their places."""

    def __init__(self, body: float, pitch: float) -> None:
        """Take the height of most lines, and the distance of their base lines."""
        self.body = body
        self.pitch = pitch
        self.lines: list[Line] = []
        self._last: Row | None = None
        self._margin = 0.0
        """Where the column of the last row ends."""

    def add_column(self, rows: list[Row], page: int) -> None:
        """Add the rows of a column, with blank lines where paragraphs part."""
        if not rows:
            return
        rows = stacked(rows)
        left = min(row.left for row in rows)
        right = max(row.right for row in rows)
        goes_on = self._goes_on(rows[0], page)
        if not goes_on:
            self.blank(page)
        at_margin = rows[0].left - left < 0.5 * rows[0].height
        full = True if goes_on or (at_margin and self._had_no_room(rows[0])) else None
        self._last = rows[-1] if len(rows) >= _FEWEST_LINES - 1 else None
        self._margin = right - 0.01 * (right - left)
        pitch = self._pitch(rows)
        before: Row | None = None
        for index, row in enumerate(rows):
            after = rows[index + 1] if index + 1 < len(rows) else None
            if before is not None and self._parted(before, row, after, (left, right), pitch):
                self.blank(page)
                full = None
            elif before is not None:
                full = _has_no_room(before, row, self._margin)
            self._add(row, page, left, full=full)
            self.lines[-1].step = row.base - before.base if before is not None else None
            before = row

    def _goes_on(self, row: Row, page: int) -> bool:
        """Say whether a column begins with the rest of the sentence that the one before it ends in, at its margin."""
        if not self._had_no_room(row) or not self.lines or self.lines[-1].page != page or not self.lines[-1].value:
            return False
        return not ends_clause(self.lines[-1].value)

    def _had_no_room(self, row: Row) -> bool:
        """Say whether the last row of the column before had no room for the first word of this one, set like it."""
        last = self._last
        if last is None or last.bold != row.bold or abs(last.height - row.height) >= 0.1 * row.height:
            return False
        return _has_no_room(last, row, self._margin)

    def add_feet(self, rows: list[Row], page: int) -> None:
        """Add the footnotes of a page under a rule."""
        if not rows:
            return
        self.blank(page)
        self.lines.append(self._line(_FOOT_RULE, page))
        left, right = min(row.left for row in rows), max(row.right for row in rows)
        before: Row | None = None
        for row in rows:
            full = None if before is None else before.right > right - 0.1 * (right - left)
            self._add(row, page, left, full=full)
            before = row
        self.blank(page)

    def blank(self, page: int) -> None:
        """Add a blank line."""
        if self.lines and self.lines[-1].value:
            self.lines.append(self._line("", page))

    def _pitch(self, rows: list[Row]) -> float:
        pitches = [b.base - a.base for a, b in pairwise(rows) if 0 < b.base - a.base < 3 * self.body]
        return median(pitches) if len(pitches) > 7 else self.pitch

    def _parted(self, before: Row, row: Row, after: Row | None, sides: tuple[float, float], pitch: float) -> bool:
        """Say whether a paragraph ends between two rows: by the gap, by another look, or by an indented first line."""
        step = row.base - before.base
        if step > 1.28 * max(pitch, 0.9 * row.height) or step < 0:
            return True
        if before.bold != row.bold and len(before.spans) == 1 and (ends_clause(before.text) or before.bold):
            return True
        if abs(before.height - row.height) > 0.12 * max(before.height, row.height):
            return True
        indent = row.left - sides[0]
        first = indent > 0.8 * row.height and (after is None or after.left < row.left - 0.5 * row.height)
        short = before.right < sides[1] - 0.15 * (sides[1] - sides[0])
        return first and abs(before.left - sides[0]) < 0.5 * row.height and (short or ends_clause(before.text))

    def _add(self, row: Row, page: int, left: float, *, full: bool | None) -> None:
        width = _CHARACTER * self.body
        text = ""
        places = []
        for span in row.spans:
            column = round((span.left - left) / width)
            gap = column - len(text)
            text += " " * max(gap, 2 if text else 0)
            places.append((len(text), (span.left - left) / width, (span.right - left) / width))
            text += span.text
        line = self._line(clean(text.rstrip()), page)
        if len(line.value) == len(text.rstrip()):
            line.places = tuple(places)
        line.full, line.size = full, row.height
        line.bold = row.bold or row.height > 1.18 * self.body
        self.lines.append(line)

    def _line(self, text: str, page: int) -> Line:
        number = len(self.lines) + 1
        return Line(Text(text, ((0, number, 1),)), number, page)
