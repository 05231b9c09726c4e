"""Tables that plain text lays out with blanks, as `pdftotext -layout` and old reports do."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.read.blocks.block import Grid
from auditor.read.blocks.line_kinds import ends_sentence, heading_mark, without_leaders
from auditor.read.text.boxes import chart_grid
from auditor.read.text.column_grids import TextRow, TextSegment, is_head_line, table_grid
from auditor.read.text.source_lines import Line, single_spaced, where
from auditor.runtime.left_out import READ_AS_TEXT, unit

_SEGMENT = re.compile(r"\S+(?: \S+)*")
_SENTENCE_GAP = re.compile(r"[.:;!?…][\"”’)]?$")
_MARK = re.compile(r"§?\s?\d{1,4}[.)]?$|\([a-z\d]{1,4}\)$|[a-z]{1,4}[.)]$|[IVXLC]{1,6}[.)]$|[A-Z][.)]$|[•‣◦▪–—*-]$")
_DEEP = 8
"""Indentation from which a short line may stand in a column."""
_LONGEST_LABEL = 70
_LONGEST_LINE = 2_000
"""Characters beyond which a line is no row of a table that somebody laid out."""


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A stretch of lines, from `start` up to `end`, that is a table (or to be left out, where `grid` is None)."""

    start: int
    end: int
    grid: Grid | None
    page: int | None


def laid_out_tables(lines: list[Line], taken: set[int]) -> list[FoundTable]:
    """Find the tables among lines of plain text; lines in `taken` are something else."""
    out: list[FoundTable] = []
    index = 0
    while index < len(lines):
        if index in taken or not _has_columns(lines[index].value):
            index += 1
            continue
        end = _region(lines, index, taken)
        start = _upward(lines, index, taken, out[-1].end if out else 0)
        found = None
        with unit(f"the table {where(lines[index])}", READ_AS_TEXT):
            found = _read(lines, start, index, end, least=1 if _goes_on(lines, index, out) else 2)
        if found is not None:
            out.append(found)
            index = found.end
        else:
            index = end
    return out


def _goes_on(lines: list[Line], start: int, found: list[FoundTable]) -> bool:
    """Whether what begins at a line may be the end of the table before: on the next page, with notes between."""
    last = found[-1] if found else None
    if last is None or last.page is None or last.grid is None or lines[start].page != last.page + 1:
        return False
    for line in lines[last.end : start]:
        if line.value and line.page == last.page:
            return line.value.strip("_ ") == ""
        if line.value:
            return False
    return True


def _has_columns(value: str) -> bool:
    """Whether a line has texts apart from one another."""
    if len(value) > _LONGEST_LINE or ("  " not in value and ".." not in value and ". ." not in value):
        return False
    spans = _spans(value)
    return len(spans) > 2 or (len(spans) == 2 and not _is_marked_text(value, *spans))


def _is_marked_text(value: str, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether a line is a number, letter or bullet and then text: the start of a paragraph or item, not a row."""
    mark, text = value[slice(*first)], value[slice(*second)]
    return _MARK.match(mark) is not None and len(text) > 3 and text[0].isalpha()


def _spans(value: str) -> list[tuple[int, int]]:
    """Return where the texts of a line stand; sentences with two blanks between them are one."""
    if ("...." in value or ". . ." in value) and (parts := without_leaders(value)) is not None:
        cut = len(parts[0])
        value = value[:cut] + " " * (len(value) - cut - len(parts[1])) + parts[1]
    spans: list[tuple[int, int]] = []
    for found in _SEGMENT.finditer(value):
        start, end = found.span()
        if spans and start - spans[-1][1] == 2 and _is_sentence_gap(value, spans[-1][1], found.group()):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _is_sentence_gap(value: str, end: int, after: str) -> bool:
    return _SENTENCE_GAP.search(value, max(0, end - 2), end) is not None and not after[0].isdigit()


def _region(lines: list[Line], start: int, taken: set[int]) -> int:
    """Return the end of the lines from `start` that may be one table."""
    end = index = start + 1
    loose = blank = 0
    while index < len(lines) and index not in taken and lines[index].page == lines[start].page:
        value = lines[index].value
        if not value:
            blank += 1
            if blank > 2:
                break
        elif _has_columns(value):
            end = index + 1
            loose = blank = 0
        else:
            deep = len(value) - len(value.lstrip()) >= _DEEP
            loose += 1
            leads = index + 1 < len(lines) and _has_columns(lines[index + 1].value)  # the first line of a label
            if (
                loose > 3
                or (blank and not deep and not leads)
                or len(value.strip()) > _LONGEST_LABEL
                or _is_text(value)
            ):
                break
            if deep and value.strip()[-1:].isdigit():
                end = index + 1  # a number alone in its column
            blank = 0
        index += 1
    return end


def _is_text(value: str) -> bool:
    stripped = value.strip()
    return (ends_sentence(stripped) and len(stripped) > 40) or heading_mark(stripped) is not None


def _upward(lines: list[Line], start: int, taken: set[int], floor: int) -> int:
    """Go up over short lines that stand deep in the page: the top of a chart."""
    first = start
    for index in range(start - 1, max(floor, start - 7) - 1, -1):
        value = lines[index].value
        if index in taken or lines[index].page != lines[start].page:
            break
        if not value:
            continue
        if len(value) - len(value.lstrip()) < _DEEP or len(value.strip()) > _LONGEST_LABEL or _is_text(value):
            break
        first = index
    return first


def _read(lines: list[Line], top: int, start: int, end: int, *, least: int) -> FoundTable | None:
    """Read a region as a table with so many rows of data, or from `top` on as a chart; None where it is text."""
    rows, numbers = _rows(lines, start, end)
    if len(rows) < least:
        return None
    page = lines[start].page
    kept = _trimmed(rows)
    at = rows.index(kept[-1]) if kept else 0
    grid = table_grid(kept, least=least) if kept else None
    if grid is not None:
        higher = _with_line_above(lines, start, numbers[at] + 1, least)
        return higher or FoundTable(start, numbers[at] + 1, grid, page)
    rows, _ = _rows(lines, top, end)
    grid = chart_grid(rows)
    return FoundTable(top, end, grid, page) if grid is not None else None


def _with_line_above(lines: list[Line], start: int, end: int, least: int) -> FoundTable | None:
    """Read a table with the line above it, where this is the first line of one of its heads."""
    above = lines[start - 1] if start else None
    if above is None or above.page != lines[start].page or not above.value:
        return None
    first, second = _rows(lines, start - 1, start)[0], _rows(lines, start, start + 1)[0]
    if len(first) != 1 or len(first[0].segments) != 1 or not is_head_line(first[0].segments[0], second[0]):
        return None
    grid = table_grid(_trimmed(_rows(lines, start - 1, end)[0]), least=least)
    return FoundTable(start - 1, end, grid, lines[start].page) if grid is not None else None


def _rows(lines: list[Line], start: int, end: int) -> tuple[list[TextRow], list[int]]:
    rows: list[TextRow] = []
    numbers: list[int] = []
    blank = False
    for index in range(start, end):
        line = lines[index]
        if not line.value:
            blank = True
            continue
        rows.append(TextRow([_segment(line, a, b) for a, b in _spans(line.value)], gap=blank, step=line.step))
        numbers.append(index)
        blank = False
    return rows, numbers


def _segment(line: Line, start: int, end: int) -> TextSegment:
    text = single_spaced(line.text.cut(start, end))
    place = text.marks[0] if text.marks else (0, line.number, start + 1)
    drawn = [(left, right) for at, left, right in line.places if start <= at < end]
    left, right = (drawn[0][0], drawn[-1][1]) if drawn else (float(start), float(end))
    return TextSegment(text.value, left, right, place[1], place[2])


def _trimmed(rows: list[TextRow]) -> list[TextRow]:
    """Leave out what follows the last row of data."""
    last = max((i for i, row in enumerate(rows) if row.data), default=-1)
    return rows[: last + 1]
