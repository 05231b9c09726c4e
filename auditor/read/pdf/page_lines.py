"""Rows of a PDF page as lines of text: words that were spread, cells of several lines, and where paragraphs part."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from statistics import median

from auditor.read.blocks.clean import clean
from auditor.read.blocks.line_kinds import ends_clause
from auditor.read.blocks.placed_text import Text
from auditor.read.pdf.page_rows import PageRow, PageSpan, row_of_spans
from auditor.read.text.source_lines import Line

_CHARACTER = 0.46
"""Width of a character, as a share of the height of its line, when rows are laid out as lines of text."""
_MARK = re.compile(r"\([a-z]{1,4}\)$|\d{1,3}\.$")
"""The number or letter that a paragraph or point begins with."""
_STEP = 0.75
_MOST_STACKED = 5
_UNEVEN = 0.3
_WIDEST = 3.0
"""Shares of the height of a line by which the blanks of spread prose differ at most, and which they reach at most."""
_FOOT_RULE = "_" * 12
_FEWEST_LINES = 4


def stacked(rows: list[PageRow]) -> list[PageRow]:
    """Join rows that stand so close that they are one row of a table, some of whose cells have several lines.

    Numbers that stand at half height beside a label of two lines are the plain case. A label at half height beside two
    rows of heads goes to the first of them. Rows that go on in such steps (columns whose base lines differ) are left
    alone.
    """
    out: list[PageRow] = []
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


def _over(row: PageRow, other: PageRow) -> list[PageSpan]:
    """Return the spans of a row that stand over or under one of another."""
    return [a for a in row.spans if any(min(a.right, b.right) > max(a.left, b.left) for b in other.spans)]


def _stack(group: list[PageRow]) -> PageRow | None:
    """Join rows into one whose spans are the texts that stand above one another; None where no two of these do."""
    columns: list[PageSpan] = []
    for row in group:
        for span in row.spans:
            over = next((c for c in columns if min(c.right, span.right) - max(c.left, span.left) > 0), None)
            if over is None:
                columns.append(PageSpan(list(span.words), span.text, span.left, span.right))
            else:
                over.text = f"{over.text} {span.text}"
                over.words.extend(span.words)
                over.left, over.right = min(over.left, span.left), max(over.right, span.right)
    if len(columns) < 2:
        return None
    columns.sort(key=lambda span: span.left)
    widest = max(group, key=lambda row: len(row.spans))
    bold = all(row.bold for row in group)
    return PageRow(columns, group[0].top, group[-1].bottom, widest.base, widest.height, bold)


def _ends_alike(row: PageRow, ends: Counter[int]) -> bool:
    """Whether a row ends where several others do, as lines do that are spread over a column's width."""
    at = round(row.right)
    return ends[at - 1] + ends[at] + ends[at + 1] > 2


def _margin(row: PageRow, ends: Counter[int], right: float) -> float:
    """Return where the lines that a row is one of may end: at its own end, where spread to it, or with the column."""
    return row.right if _ends_alike(row, ends) and row.right > 0.8 * right else right


def _unspread(row: PageRow) -> PageRow:
    """Join the words of a line of prose that is spread over the width of its column: its blanks are all as wide."""
    words = [word for span in row.spans for word in span.words]
    gaps = [b.box[0] - a.box[2] for a, b in pairwise(words) if b.box[0] - a.box[2] > 0.1 * row.height]
    # the first may follow the number of a paragraph
    marked = _MARK.match(words[0].text) is not None
    even = [
        ways
        for ways, least in ((gaps, 2), (gaps[1:] if marked else [], 1))
        if len(ways) >= least and max(ways) - min(ways) < _UNEVEN * row.height
    ]
    letters = sum(word.text[0].isalpha() for word in words)
    if not even or max(even[0]) > _WIDEST * row.height or 2 * letters < len(words):
        return row
    kept = row.spans[:1] if even[0] is not gaps and len(row.spans[0].words) == 1 else []
    rest = row.spans[len(kept) :]
    text = " ".join(span.text for span in rest)
    span = PageSpan([word for span in rest for word in span.words], text, rest[0].left, rest[-1].right)
    return replace(row, spans=[*kept, span])


def _has_no_room(before: PageRow, row: PageRow, margin: float) -> bool:
    """Whether the first word of a row had no room at the end of the row before."""
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
        self._last: PageRow | None = None
        self._pitches: dict[int, float] = {}
        self._margin = 0.0
        """Where the column of the last row ends."""

    def mark(self) -> Callable[[], None]:
        """Return what takes out again the lines that are added from now on."""
        at = len(self.lines)

        def undo() -> None:
            del self.lines[at:]
            self._last = None

        return undo

    def add_column(self, rows: list[PageRow], page: int) -> None:
        """Add the rows of a column, with blank lines where paragraphs part."""
        if not rows:
            return
        rows = stacked(rows)
        left = min(row.left for row in rows)
        right = max(row.right for row in rows)
        ends = Counter(round(row.right) for row in rows)
        rows = [_unspread(row) if len(row.spans) > 1 and _ends_alike(row, ends) else row for row in rows]
        goes_on = self._goes_on(rows[0], page)
        if not goes_on:
            self.blank(page)
        at_margin = rows[0].left - left < 0.5 * rows[0].height
        full = True if goes_on or (at_margin and self._had_no_room(rows[0])) else None
        self._last = rows[-1] if len(rows) >= _FEWEST_LINES - 1 else None
        self._pitches = {}
        slack = 0.01 * (right - left)
        before: PageRow | None = None
        for index, row in enumerate(rows):
            after = rows[index + 1] if index + 1 < len(rows) else None
            if before is not None and self._parted(before, row, after, (left, right), self._pitch(rows, row.height)):
                self.blank(page)
                full = None
            elif before is not None:
                full = _has_no_room(before, row, _margin(before, ends, right) - slack)
            self._add(row, page, left, full=full)
            self.lines[-1].step = row.base - before.base if before is not None else None
            before = row
        self._margin = _margin(rows[-1], ends, right) - slack

    def _goes_on(self, row: PageRow, page: int) -> bool:
        """Whether a column begins with the rest of the sentence that the one before it ends in, at its margin."""
        if not self._had_no_room(row) or not self.lines or self.lines[-1].page != page or not self.lines[-1].value:
            return False
        return not ends_clause(self.lines[-1].value)

    def _had_no_room(self, row: PageRow) -> bool:
        """Whether the last row of the column before had no room for the first word of this one, set like it."""
        last = self._last
        if last is None or last.bold != row.bold or abs(last.height - row.height) >= 0.1 * row.height:
            return False
        return _has_no_room(last, row, self._margin)

    def add_feet(self, rows: list[PageRow], page: int) -> None:
        """Add the footnotes of a page under a rule."""
        if not rows:
            return
        self.blank(page)
        self.lines.append(self._line(_FOOT_RULE, page))
        left, right = min(row.left for row in rows), max(row.right for row in rows)
        before: PageRow | None = None
        for row in rows:
            full = None if before is None else before.right > right - 0.1 * (right - left)
            self._add(row, page, left, full=full)
            before = row
        self.blank(page)

    def blank(self, page: int) -> None:
        """Add a blank line."""
        if self.lines and self.lines[-1].value:
            self.lines.append(self._line("", page))

    def _pitch(self, rows: list[PageRow], height: float) -> float:
        """Return the usual distance of the base lines of a column's rows of about a height."""
        key = round(height)
        if key not in self._pitches:
            alike = [row for row in rows if abs(row.height - height) < 0.1 * height]
            pitches = [b.base - a.base for a, b in pairwise(alike) if 0 < b.base - a.base < 3 * self.body]
            self._pitches[key] = median(pitches) if len(pitches) > 7 else self.pitch
        return self._pitches[key]

    def _parted(
        self, before: PageRow, row: PageRow, after: PageRow | None, sides: tuple[float, float], pitch: float
    ) -> bool:
        """Whether a paragraph ends between two rows: by the gap, by another look, or by an indented first line."""
        step = row.base - before.base
        # a heading of several lines is set wider than the text, by its size
        size = 0.9 if row.height < 1.18 * self.body or before.bold != row.bold else 1.15
        if step > 1.28 * max(pitch, size * row.height) or step < 0:
            return True
        if before.bold != row.bold and len(before.spans) == 1 and (ends_clause(before.text) or before.bold):
            return True
        if abs(before.height - row.height) > 0.12 * max(before.height, row.height):
            return True
        indent = row.left - sides[0]
        first = indent > 0.8 * row.height and (after is None or after.left < row.left - 0.5 * row.height)
        short = before.right < sides[1] - 0.15 * (sides[1] - sides[0])
        return first and abs(before.left - sides[0]) < 0.5 * row.height and (short or ends_clause(before.text))

    def _add(self, row: PageRow, page: int, left: float, *, full: bool | None) -> None:
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
