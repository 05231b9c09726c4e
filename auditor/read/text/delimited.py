"""Delimited values (csv, tsv): one table, at the grid positions of the file."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.model.document import Cell
from auditor.read.blocks.block import Block, Grid, Parts, Source
from auditor.read.blocks.clean import squeeze, unusual
from auditor.read.failure import Unreadable
from auditor.read.limits import Limits, passed
from auditor.read.text.decode import decode
from auditor.runtime.left_out import leave_out, unit

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 200
_MOST_REMARKS = 10
_SAMPLE = 64 * 1024
_NUMBER = re.compile(r"\s*[-+−(]?[$€£]?\d[\d.,\s]*+%?\)?\s*+$")


def read_delimited(source: Source) -> Parts:
    """Read delimited values as one table; rows and columns count from 0 as in the file, empty rows included.

    Raises:
        Unreadable: it is no text, has more cells than allowed, or a field without end.
    """
    text, warnings = decode(source.data, source.label)
    if "\x00" in text:
        text = text.replace("\x00", "")
    delimiter = "\t" if source.suffix in (".tsv", ".tab") else ","
    with unit("what parts the cells", "could not be told"):
        delimiter = _delimiter(text[:_SAMPLE], delimiter)
    cells, rows, columns = _cells(text, delimiter, source.label, source.limits)
    if not cells:
        return Parts([], warnings=warnings)
    return Parts([Block(grid=Grid(tuple(cells), rows, columns, line=1))], warnings=warnings)


def is_certain(head: bytes) -> bool:
    """Whether a text is delimited values beyond doubt: rows equally long, and many of the cells numbers.

    Prose with a comma a line is not taken for it: four rows or more of three columns or more are wanted.
    """
    text = head.decode("utf-8", errors="replace").rstrip("\ufffd")
    lines = text.splitlines()
    if len(lines) < 4 or "\x00" in text:
        return False
    sample = "\n".join([*(lines[:-1] if len(head) >= 8000 else lines), ""])
    for delimiter in _DELIMITERS:
        rows = _without_remarks([row for row in _sample_rows(sample, delimiter) if row])
        if len(rows) < 4 or len(rows[0]) < 3 or any(len(row) != len(rows[0]) for row in rows):
            continue
        body = [cell for row in rows[1:] for cell in row]
        numbers = sum(1 for cell in body if not cell.strip() or _NUMBER.match(cell))
        many = 3 * numbers >= len(body) or (len(rows) >= 8 and 10 * numbers >= len(body))
        if many and max(map(len, body)) < 500:
            return True
    return False


def _without_remarks(rows: list[list[str]]) -> list[list[str]]:
    """Leave out the title above and the notes below a table, which have one field a row."""
    start, end = 0, len(rows)
    while start < min(_MOST_REMARKS, end) and len(rows[start]) == 1:
        start += 1
    while end > start and len(rows) - end < _MOST_REMARKS and len(rows[end - 1]) == 1:
        end -= 1
    return rows[start:end]


def _delimiter(sample: str, likely: str) -> str:
    """Return the delimiter that parts the most rows into the same number of fields, or the likely one."""
    best, best_score = likely, (0.0, 0)
    for delimiter in _DELIMITERS:
        sampled = [row for row in _sample_rows(sample, delimiter) if row]
        if not sampled or any('","' in cell or '";"' in cell for row in sampled for cell in row):
            continue  # quotes that this delimiter leaves in the cells
        rows = [len(row) for row in sampled]
        width, times = max(Counter(rows).items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
        if width < 2:
            continue
        score = (round(times / len(rows), 1), width)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _sample_rows(sample: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(sample.splitlines(keepends=True), delimiter=delimiter):
            rows.append(row)
            if len(rows) >= _SAMPLE_ROWS:
                return rows
    except csv.Error:
        return rows[:-1]
    # a sample may end in the middle of a row
    return rows[:-1] if len(rows) > 3 and not sample.endswith("\n") else rows


def _cells(text: str, delimiter: str, label: str, limits: Limits) -> tuple[list[Cell], int, int]:
    special = unusual(text)
    cells: list[Cell] = []
    columns = count = row_number = 0
    waiting = _Waiting(limits.cells)
    reader = csv.reader(waiting.counted(_lines(text), delimiter), delimiter=delimiter)
    try:
        for row_number, row in enumerate(reader, 1):
            waiting.count = 0
            columns = max(columns, len(row))
            count += len(row)
            if count > limits.cells:
                raise passed(label, limits, "cells", f"it has more than {limits.cells:,} cells")
            try:
                cells += _row(row, row_number, reader.line_num, special=special)
            except Exception as error:  # noqa: BLE001 - as in `unit`, but for each of very many rows
                leave_out(error, what=f"row {row_number}")
    except _TooManyError:
        raise passed(label, limits, "cells", f"it has more than {limits.cells:,} cells") from None
    except csv.Error as error:
        why = f"row {row_number + 1} is no row of delimited values ({error})"
        raise Unreadable(label, why, "save it anew as .csv") from None
    return cells, row_number, columns


def _row(row: list[str], number: int, line: int, *, special: bool) -> list[Cell]:
    """Return the cells of a row that are not empty."""
    cells = []
    for column, raw in enumerate(row):
        if not raw or raw.isspace():
            continue
        shown = (squeeze(raw) if special or "\n" in raw or "  " in raw else raw).strip()
        if shown:
            indent = len(raw) - len(raw.lstrip(" \t\u00a0"))
            cells.append(Cell(shown, number - 1, column, indent=indent, line=line))
    return cells


class _TooManyError(ValueError):
    """A row has more cells than a document may have."""


@dataclass(slots=True)
class _Waiting:
    """Counts the delimiters of the row that is being read, so that a row without end is never made."""

    most: int
    count: int = 0

    def counted(self, lines: Iterator[str], delimiter: str) -> Iterator[str]:
        """Yield the lines on.

        Raises:
            _TooManyError: a row has too many cells.
        """
        for line in lines:
            self.count += line.count(delimiter)
            if self.count > self.most:
                raise _TooManyError
            yield line


def _lines(text: str) -> Iterator[str]:
    """Yield lines with their ends, without a copy of the whole text."""
    at = 0
    while at < len(text):
        end = text.find("\n", at) + 1 or len(text)
        yield text[at:end]
        at = end
