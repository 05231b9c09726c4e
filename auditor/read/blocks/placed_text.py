"""Text that remembers where each of its pieces stands in the source."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Mark = tuple[int, int, int]
"""(offset in the text, 1-based source line, 1-based source column)."""


@dataclass(frozen=True, slots=True)
class Text:
    """A string with ascending marks; from a mark to the next, text and source run in step."""

    value: str
    marks: tuple[Mark, ...] = ()

    def cut(self, start: int, end: int | None = None) -> Text:
        """Return the piece from `start` to `end`, with its marks."""
        stop = len(self.value) if end is None else end
        if start <= 0 and stop >= len(self.value):
            return self
        if not self.marks:
            return Text(self.value[start:stop])
        first = max(0, bisect_right(self.marks, start, key=_offset) - 1)
        last = bisect_left(self.marks, max(stop, start + 1), key=_offset)
        kept = []
        for offset, line, column in self.marks[first:last]:
            kept.append((max(0, offset - start), line, column + max(0, start - offset)))
        return Text(self.value[start:stop], tuple(kept))

    def strip(self) -> Text:
        """Return the text without white space at its ends."""
        whole = self.value
        start = len(whole) - len(whole.lstrip())
        end = len(whole.rstrip())
        return self.cut(start, max(start, end))

    def drop(self, ranges: Sequence[tuple[int, int]]) -> Text:
        """Return the text without the given ascending, disjoint ranges."""
        if not ranges:
            return self
        values: list[str] = []
        marks: list[Mark] = []
        length = at = mark = 0
        for start, end in (*ranges, (len(self.value), len(self.value))):
            if start > at:
                mark = self._marked(at, start, mark, marks, length)
                values.append(self.value[at:start])
                length += start - at
            at = end
        return Text("".join(values), tuple(marks))

    def _marked(self, start: int, end: int, mark: int, kept: list[Mark], length: int) -> int:
        """Add the marks of a piece to those kept before it, `length` characters; return the last one's index."""
        own, last = self.marks, len(self.marks) - 1
        while mark < last and own[mark + 1][0] <= start:
            mark += 1
        while mark <= last and own[mark][0] < end:
            offset, line, column = own[mark]
            kept.append((max(0, offset - start) + length, line, column + max(0, start - offset)))
            mark += 1
        return max(0, mark - 1)

    @property
    def line(self) -> int | None:
        """Return the source line where the text starts."""
        return self.marks[0][1] if self.marks else None


def join(pieces: Iterable[Text | str]) -> Text:
    """Put pieces one after the other; a plain string stands where the piece before it ended."""
    values: list[str] = []
    marks: list[Mark] = []
    length = 0
    for piece in pieces:
        if isinstance(piece, str):
            values.append(piece)
            length += len(piece)
            continue
        if length:
            marks.extend((offset + length, line, column) for offset, line, column in piece.marks)
        else:
            marks.extend(piece.marks)
        values.append(piece.value)
        length += len(piece.value)
    return Text("".join(values), tuple(marks))


def shift(marks: Sequence[tuple[str, int]], ranges: Sequence[tuple[int, int]]) -> tuple[tuple[str, int], ...]:
    """Move named offsets of a text to where they are after `ranges` were dropped from it."""
    out = []
    index = gone = 0
    for name, offset in marks:
        while index < len(ranges) and ranges[index][1] <= offset:
            gone += ranges[index][1] - ranges[index][0]
            index += 1
        out.append((name, offset - gone))
    return tuple(out)


def _offset(mark: Mark) -> int:
    return mark[0]
