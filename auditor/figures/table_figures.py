"""Figures of tables: every numeric cell, with what its row and column say of it; headers and row numbers are none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, count, pairwise, zip_longest

from auditor.figures.cell_numbers import SO_MANY_PER_CENT, CellNumber, cell_numbers, is_empty, mark_of
from auditor.figures.grammar import grammar
from auditor.figures.number_mentions import NumberMention
from auditor.figures.number_style import NumberStyle, column_style, table_style, vote
from auditor.figures.prose_figures import read_text
from auditor.figures.stated_intervals import Precision, interval
from auditor.language.folding import fold
from auditor.language.lexicon import Lexicon, Pairs
from auditor.model.document import Cell, Table
from auditor.model.figure import Figure, NotFigure

_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
_WORDED = re.compile(r"\W*(?:[a-z]+\s){1,3}\d[\d.,\s]*\W*$|\d[\d.,]*\s[a-z]{3}")
LETTER_FOR_NUMBER = re.compile(r"[A-Za-z]|\([A-Za-z]{1,2}\)")
"""A letter where a number is due says why there is none."""
_WHOLE = 100
_YEAR = re.compile(r"\s*(?:(?:1[89]|20)\d\d)(?:\s?[-–/]\s?(?:(?:1[89]|20)\d\d|\d\d))?\s*+(?:[a-z*¹²³]\s*+)?$")
_BASE = re.compile(r"(?<![a-z])n\s?=\s?")
_COMPUTED, _FRACTION, _NO_SHARE = 0.001, 1.5, 1000
"""Last digit of a number that was computed; the most that a fraction is; the least that is no per cent."""
_FEW = 3
"""Least numbers in a row that count up from one to be column numbers."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A cell with its folded text and the numbers it plainly holds."""

    cell: Cell
    folded: str
    numbers: list[CellNumber]
    year: bool
    bare: bool = False
    """It holds no digit, or nothing but a mark for nothing."""

    @property
    def numeric(self) -> bool:
        return bool(self.numbers) and not self.year


@dataclass(frozen=True, slots=True)
class _Words:
    """What a label or a head says of the numbers beside or below it."""

    counts: str
    """The words, with single blanks."""
    percent: bool
    """Whether they say that the numbers are per cents."""
    pairs: Pairs


_Known = dict[str, tuple[list[CellNumber], bool, bool]]
"""Folded text of a cell -> its numbers, whether it is a year, and whether it is bare."""


def read_table(
    table: Table, lexicon: Lexicon, style: NumberStyle, first: int = 1
) -> tuple[list[Figure], list[NotFigure]]:
    """Read the figures of a table.

    Args:
        table: as a reader gives it.
        lexicon: of the document's language.
        style: how the document writes digits; the table and each column may write them otherwise.
        first: number of the first figure's id.

    Returns:
        Figures in reading order, with `table`, `row`, `column` and offsets into the cell; and what counts
        nothing.
    """
    return _TableReader(table, lexicon, style, first).read()


class _TableReader:
    """Reads one table."""

    def __init__(self, table: Table, lexicon: Lexicon, style: NumberStyle, first: int) -> None:
        self._ids = count(first)
        self._table = table
        self._lexicon = lexicon
        self._rules = grammar(lexicon)
        self._precision = Precision.of(lexicon)
        self._joined: dict[tuple[Pairs, Pairs], Pairs] = {}
        self._label_words: dict[str, _Words] = {}
        self._head_words: dict[str, _Words] = {}
        self._row_labels: dict[int, str] = {}
        folded = {(cell.row, cell.column): fold(cell.text) for cell in table.cells}
        written = [text for text in folded.values() if _DIGIT.search(text)]
        self._style = table_style(written, vote(written, lexicon, style))
        self._seen = self._see_all(folded)
        self._rows: dict[int, list[_Seen]] = {}
        for seen in self._seen:
            self._rows.setdefault(seen.cell.row, []).append(seen)
        self._years = {row: sum(seen.year for seen in cells) for row, cells in self._rows.items()}
        self._last_number = {
            row: max((seen.cell.column for seen in cells if seen.numeric), default=-1)
            for row, cells in self._rows.items()
        }
        self._first_words = {
            row: next((seen for seen in cells if not seen.numbers and _LETTER.search(seen.folded)), None)
            for row, cells in self._rows.items()
        }
        self._rows_of_data: set[int] = set()
        self._head = self._header_rows()
        self._numbering = {row for row in range(self._head) if self._is_count_up(self._rows.get(row, []))}
        self._heads = self._column_heads()
        self._labels = self._label_columns()
        self._percent_caption = bool(self._rules.percent.search(fold(table.caption))) and not any(
            seen.numeric and abs(seen.numbers[0].number.value) > _WHOLE for seen in self._seen
        )

    def _see_all(self, folded: Mapping[tuple[int, int], str]) -> list[_Seen]:
        """Read the cells in order, those of a column in its style; `folded` has the text of each place."""
        by_column: dict[int, list[str]] = {}
        for (_, column), text in folded.items():
            by_column.setdefault(column, []).append(text)
        styles = {column: column_style(texts, self._style) for column, texts in by_column.items()}
        numbers: dict[NumberStyle, _Known] = {}
        known = {column: numbers.setdefault(style, {}) for column, style in styles.items()}
        return [
            self._see(cell, folded[cell.row, cell.column], styles[cell.column], known[cell.column])
            for cell in sorted(self._table.cells, key=lambda cell: (cell.row, cell.column))
        ]

    def _see(self, cell: Cell, folded: str, style: NumberStyle, known: _Known) -> _Seen:
        """Read a cell; `known` are the texts of columns of this style that were read before, and is added to."""
        found = known.get(folded)
        if found is None:
            bare = not _DIGIT.search(folded) or is_empty(folded, self._lexicon)
            numbers = [] if bare else cell_numbers(folded, self._lexicon, style)
            found = known[folded] = (numbers, not bare and _YEAR.match(folded) is not None, bare)
        return _Seen(cell, folded, *found)

    def _header_rows(self) -> int:
        """Return the number of rows before the first that holds data: a number right of its first text."""
        for row in range(self._table.rows):
            cells = self._rows.get(row, [])
            if self._is_count_up(cells) and row and row <= _FEW + 1:
                continue
            numeric = [seen for seen in cells if seen.numeric and (seen.cell.column or len(cells) == 1)]
            years = [seen for seen in cells if seen.year]
            if (numeric and len(numeric) >= len(years)) or (row and self._worded(row)):
                return row
            if row and years and years[0].cell.column == 0 and self._begins_with_year(row + 1):
                return row  # rows that begin with their year
        return self._table.rows if not any(seen.numeric for seen in self._seen) else 0

    def _begins_with_year(self, row: int) -> bool:
        cells = self._rows.get(row)
        return not cells or (cells[0].year and cells[0].cell.column == 0)

    def _is_count_up(self, cells: list[_Seen]) -> bool:
        """Whether a row only numbers the columns: 1 2 3 4."""
        values = [seen.numbers[0].number.value for seen in cells if seen.numbers]
        filled = [seen for seen in cells if seen.folded.strip()]
        return (
            len(values) >= _FEW
            and len(values) >= len(filled) - 1
            and all(b - a == 1 for a, b in pairwise(values))
            and values[0] in (1, 2)
        )

    def _column_heads(self) -> dict[int, str]:
        """Return for each column the folded texts above its data.

        A head that spans columns speaks for them all; so does one with blank cells to its right, where several heads
        stand beside it, and several below it (a format without spans).
        """
        heads: dict[int, list[str]] = {}
        for row in range(self._head):
            cells = [seen for seen in self._rows.get(row, []) if seen.folded.strip()]
            for seen, behind in zip_longest(cells, cells[1:]):
                last = self._end_of_head(seen, behind) if len(cells) > 1 else 0
                for column in range(seen.cell.column, max(last, seen.cell.column + max(1, seen.cell.columns))):
                    heads.setdefault(column, []).append(seen.folded.strip())
        return {column: " ".join(texts) for column, texts in heads.items()}

    def _end_of_head(self, seen: _Seen, behind: _Seen | None) -> int:
        """Return the column before which a head ends that may speak for blank cells to its right, or 0."""
        end = behind.cell.column if behind else self._table.columns
        under = chain.from_iterable(self._rows.get(row, []) for row in range(seen.cell.row + 1, self._head))
        below = {each.cell.column for each in under if seen.cell.column <= each.cell.column < end}
        return end if seen.cell.column and len(below) > 1 else 0

    def _label_columns(self) -> dict[int, str]:
        """Return the columns that number or date the rows: column -> reason."""
        out: dict[int, str] = {}
        for column in range(min(2, self._table.columns)):
            cells = [
                seen
                for row in range(self._head, self._table.rows)
                for seen in self._rows.get(row, ())
                if seen.cell.column == column and seen.folded.strip()
            ]
            if not cells:
                continue
            years = sum(seen.year for seen in cells)
            if years >= 0.6 * len(cells) and (column == 0 or years > 1):
                out[column] = "year"
                break
            values = [seen.numbers[0].number.value for seen in cells if seen.numbers]
            rising = all(b - a == 1 for a, b in pairwise(values))
            counts_up = len(values) > 1 and rising and values[0] in (0, 1)
            if counts_up and self._table.columns > 2 and self._has_text(column + 1):
                out[column] = "row number"
            if column == 0 and not values:
                break
        return out

    def _has_text(self, column: int) -> bool:
        return any(
            seen.cell.column == column
            and seen.cell.row >= self._head
            and re.search(r"[a-z]{2}", seen.folded)
            and not seen.numbers
            for seen in self._seen
        )

    def read(self) -> tuple[list[Figure], list[NotFigure]]:
        """Read cell by cell."""
        figures: list[Figure] = []
        discarded: list[NotFigure] = []
        bracketed = self._bracketed()
        body = self._body()
        marked: dict[int, int] = {}
        for seen in self._seen:
            if seen.folded and seen.cell.column in body and not seen.numbers and mark_of(seen.folded):
                marked[seen.cell.row] = marked.get(seen.cell.row, 0) + 1
        self._rows_of_data = {row for row, last in self._last_number.items() if last >= 0}
        self._rows_of_data |= {row for row, count in marked.items() if 2 * count > len(body) and self._first_words[row]}
        for seen in self._seen:
            if seen.bare:
                if seen.folded and seen.cell.column in body and (nought := self._marked(seen, body[seen.cell.column])):
                    figures.append(nought)
                continue
            reason = self._reason(seen)
            if reason:
                figures += self._bases(seen) if reason == "header" else []
                discarded.append(self._not_figure(seen, reason))
            elif seen.numbers:
                figures += [self._figure(seen, number, bracketed) for number in seen.numbers]
            else:
                self._words(seen, figures, discarded)
        return figures, discarded

    def _body(self) -> dict[int, str]:
        """Return the columns that hold numbers below the head, with the unit of most of them."""
        units: dict[int, list[bool]] = {}
        for seen in self._seen:
            if seen.numeric and seen.cell.row >= self._head and seen.cell.column not in self._labels:
                units.setdefault(seen.cell.column, []).append(seen.numbers[0].unit == "percent")
        return {c: "percent" if 2 * sum(found) > len(found) else "count" for c, found in units.items()}

    def _marked(self, seen: _Seen, unit: str) -> Figure | None:
        """Read a mark among numbers as a figure: nought, or a number that is not shown (0 or more)."""
        cell = seen.cell
        if cell.row < self._head or cell.row not in self._rows_of_data or seen is self._first_words[cell.row]:
            return None
        text = cell.text.strip()
        kind = mark_of(seen.folded) or ("suppressed" if LETTER_FOR_NUMBER.fullmatch(text) else "")
        if not kind:
            return None
        start = cell.text.index(text)
        nought = NumberMention(start, start + len(text), 0.0, 1.0, "digits")
        read = CellNumber(nought, start, start + len(text), unit, bracketed=False)
        figure = self._figure(seen, read, set())
        return replace(
            figure, value=0.0, low=0.0, high=0.0 if kind == "nil" else None, bound="" if kind == "nil" else "lower"
        )

    def _reason(self, seen: _Seen) -> str:
        """Return why a cell with digits holds no figure, or "" where it may."""
        cell = seen.cell
        if cell.row < self._head:
            if cell.row and cell.row in self._numbering:
                return "column number"
            return "year" if seen.year else "header"
        if cell.column in self._labels and (seen.numbers or seen.year):
            return self._labels[cell.column]
        if seen is self._first_words[cell.row] and cell.column <= 1 and self._last_number[cell.row] > cell.column:
            return "" if cell.column and _WORDED.match(seen.folded) else "row label"
        if seen.year and self._years[cell.row] >= _FEW and self._last_number[cell.row] < 0 and self._dated(cell.row):
            return "year"  # a second header among the data
        if cell.column == 0 and not seen.numbers and self._table.columns > 1 and self._worded(cell.row):
            return "row label"
        return ""

    def _dated(self, row: int) -> bool:
        """Whether a row of what look like years has no label, or goes by equal steps as years do in a head."""
        if self._first_words[row] is None:
            return True
        years = [seen.numbers[0].number.value for seen in self._rows[row] if seen.year and seen.numbers]
        steps = {b - a for a, b in pairwise(years)}
        return len(years) < self._years[row] or (len(steps) == 1 and steps != {0.0})

    def _worded(self, row: int) -> bool:
        """Whether a cell right of the first states a number in a few words ("about 700")."""
        return any(seen.cell.column and _WORDED.match(seen.folded) for seen in self._rows.get(row, ()))

    def _bracketed(self) -> set[tuple[int, bool]]:
        """Return the columns where a bracket, or a minus behind, takes away: (column, whether of per cents).

        It does in a column of which other numbers stand without one. In a table that does so, or that sets money in
        brackets behind its sign, it does in the columns as well that hold no other numbers.
        """
        marks: dict[tuple[int, bool], set[bool]] = {}
        money = False
        for seen in self._seen:
            if seen.numeric and seen.cell.row >= self._head and len(seen.numbers) == 1:
                number = seen.numbers[0]
                marks.setdefault((seen.cell.column, number.unit == "percent"), set()).add(number.bracketed)
                money |= number.bracketed and number.unit == "money"
        mixed = {place for place, found in marks.items() if len(found) == 2}
        if not money and all(percent for _, percent in mixed):
            return mixed
        beside = {column for column, percent in marks if percent or (column, False) in mixed}
        return mixed | {(c, False) for (c, percent), found in marks.items() if found == {True} and c not in beside}

    def _figure(self, seen: _Seen, read: CellNumber, bracketed: set[tuple[int, bool]]) -> Figure:
        cell, number, unit = seen.cell, read.number, read.unit
        if read.bracketed and (cell.column, read.unit == "percent") in bracketed:
            number = replace(number, value=-number.value)
            read = replace(read, start=read.outer[0], end=read.outer[1])
        label, head = self._words_beside(cell)
        if unit == "count" and len(seen.numbers) == 1 and (head.percent or self._percent_caption or label.percent):
            unit = self._unit_of_share(cell, number, of_row=not head.percent and not self._percent_caption)
        low, high = interval(number, unit, "", self._precision)
        return Figure(
            id=f"f{next(self._ids)}",
            text=cell.text[read.start : read.end],
            value=number.value,
            low=low,
            high=high,
            unit=unit,
            counts=label.counts or head.counts,
            dimensions=self._pairs(label, head),
            start=read.start,
            end=read.end,
            table=self._table.label,
            row=cell.row,
            column=cell.column,
            page=self._table.page,
            order=self._table.order,
        )

    def _words_beside(self, cell: Cell) -> tuple[_Words, _Words]:
        """Return what row label and column head say of the number where they meet."""
        return self._words_of_label(self._row_label(cell)), self._words_of_head(self._heads.get(cell.column, ""))

    def _words_of_label(self, label: str) -> _Words:
        found = self._label_words.get(label)
        if found is None:
            found = self._label_words[label] = self._read_words(label, fold(label))
        return found

    def _words_of_head(self, head: str) -> _Words:
        found = self._head_words.get(head)
        if found is None:
            found = self._head_words[head] = self._read_words(head, head)
        return found

    def _read_words(self, text: str, folded: str) -> _Words:
        """Read a label or a head."""
        hits = self._lexicon.population_pattern.finditer(folded)
        pairs = tuple(pair for hit in hits for pair in self._lexicon.pairs(hit[0]))
        return _Words(
            " ".join(text.split()), self._rules.percent.search(SO_MANY_PER_CENT.sub(" ", folded)) is not None, pairs
        )

    def _unit_of_share(self, cell: Cell, number: NumberMention, *, of_row: bool) -> str:
        """Return the unit of a number that a head or label calls a per cent, but that has no sign for it.

        Shares as computed ("0.59103") are fractions, and numbers of thousands are no per cent.
        """
        largest = self._largest.get((0, cell.row) if of_row else (1, cell.column), 0.0)
        if 0.0 < largest <= _FRACTION and (number.step <= _COMPUTED or not number.value):
            return "fraction"
        return "count" if largest >= _NO_SHARE and number.step >= 1 else "percent"

    @cached_property
    def _largest(self) -> dict[tuple[int, int], float]:
        """Return the largest number of each row (0, row) and column (1, column) of the body."""
        largest: dict[tuple[int, int], float] = {}
        for seen in self._seen:
            if seen.numeric and seen.cell.row >= self._head and seen.cell.column not in self._labels:
                value = abs(seen.numbers[0].number.value)
                for key in ((0, seen.cell.row), (1, seen.cell.column)):
                    largest[key] = max(value, largest.get(key, 0.0))
        return largest

    def _row_label(self, cell: Cell) -> str:
        """Return the first words of the row, left of the cell."""
        first = self._first_words[cell.row]
        if first is None or first.cell.column >= cell.column:
            return ""
        if cell.row not in self._row_labels:
            self._row_labels[cell.row] = first.cell.text.strip()
        return self._row_labels[cell.row]

    def _pairs(self, label: _Words, head: _Words) -> Pairs:
        """Return the pairs of row label and column head; the row speaks first."""
        both = label.pairs, head.pairs
        joined = self._joined.get(both)
        if joined is None:
            found: dict[str, str] = {}
            for dimension, value in chain(*both):
                found.setdefault(dimension, value)
            joined = self._joined[both] = tuple(sorted(found.items()))
        return joined

    def _bases(self, seen: _Seen) -> list[Figure]:
        """Read "n = 1,204" in a head: the number of those whom the column counts."""
        found = _BASE.search(seen.folded)
        return self._prose(seen, found.end()) if found else []

    def _words(self, seen: _Seen, figures: list[Figure], discarded: list[NotFigure]) -> None:
        """Read a cell of words and numbers as running text."""
        reading = read_text(seen.cell.text, self._lexicon, self._style, labels=False)
        figures += [self._placed(figure, seen) for figure in reading.figures]
        discarded += [
            NotFigure(seen.cell.text[start:end].strip(), reason, self._table.label, start, end, self._table.order)
            for start, end, reason in reading.discarded
        ]

    def _prose(self, seen: _Seen, start: int) -> list[Figure]:
        reading = read_text(seen.cell.text[start:], self._lexicon, self._style, labels=False)
        moved = [replace(figure, start=figure.start + start, end=figure.end + start) for figure in reading.figures[:1]]
        return [self._placed(figure, seen) for figure in moved]

    def _placed(self, figure: Figure, seen: _Seen) -> Figure:
        label = figure.counts or self._row_label(seen.cell)
        head = self._heads.get(seen.cell.column, "")
        return replace(
            figure,
            id=f"f{next(self._ids)}",
            counts=label,
            table=self._table.label,
            row=seen.cell.row,
            column=seen.cell.column,
            page=self._table.page,
            order=self._table.order,
            dimensions=figure.dimensions or self._pairs(self._words_of_label(label), self._words_of_head(head)),
        )

    def _not_figure(self, seen: _Seen, reason: str) -> NotFigure:
        text = seen.cell.text
        return NotFigure(text.strip(), reason, self._table.label, 0, len(text), self._table.order)
