"""What stands around a figure: its sentence, section, table heads, the words beside it, the periods named there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from fnmatch import translate
from functools import lru_cache
from itertools import chain
from pathlib import PurePath

from auditor.language.folding import folded
from auditor.model.document import Cell, Document, Paragraph, Table
from auditor.model.figure import Figure, Period
from auditor.rulebook.expressions.identity import DocumentMatch

REACH = 80
"""Characters before and after a figure in which `touches` looks for words."""
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d|2100)(?!\d)")
_FIRST, _LAST = "0000-00-00", "9999-99-99"


@lru_cache(1024)
def _pattern(glob: str) -> re.Pattern[str]:
    return re.compile(translate(glob.casefold()))


def fits(glob: str, text: str) -> bool:
    """Whether a text fits a pattern of * and ?, whatever its case and white space."""
    return _pattern(glob).match(folded(text)) is not None


def says(text: str, words: str) -> bool:
    """Whether words stand in a folded text as words; "a|b" is either."""
    return any(
        re.search(rf"(?<!\w){re.escape(folded(each))}(?!\w)", text) is not None for each in words.split("|") if each
    )


def meant(document: Document, match: Iterable[DocumentMatch]) -> bool:
    """Whether a document is one of those that a rule file is for.

    Args:
        document: The document.
        match: The ways to be meant; one that fits is enough.
    """
    return any(_meant(document, each) for each in match)


def _meant(document: Document, match: DocumentMatch) -> bool:
    if match.language is not None and match.language.casefold() != document.language.casefold():
        return False
    if match.title is not None and not fits(match.title, document.title):
        return False
    if match.path is not None and not fits(f"*/{match.path}", f"/{PurePath(document.path).as_posix()}"):
        return False
    return match.text is None or any(fits(f"*{match.text}*", paragraph.text) for paragraph in document.paragraphs)


def days(text: str) -> tuple[str, str]:
    """Return the first and last day of a period in a rule: "2023", "2023-05", "2023-05-09", "2020/2023-05"."""
    first, _, last = text.partition("/")
    last = last or first
    return f"{first}{_FIRST[len(first) :]}", f"{last}{_LAST[len(last) :]}"


class FigureContext:
    """Finds what stands around the figures of one document."""

    def __init__(self, document: Document, figures: Sequence[Figure], periods: Sequence[Period]) -> None:
        """Index a document.

        Args:
            document: As read.
            figures: In reading order; their cells are no heads of rows and columns.
            periods: The dates and periods of running text.
        """
        self._paragraphs: dict[int, Paragraph] = {paragraph.order: paragraph for paragraph in document.paragraphs}
        self._tables: dict[str, Table] = {table.label: table for table in document.tables}
        self._filled = {(figure.table, figure.row, figure.column) for figure in figures if figure.table is not None}
        self._periods: dict[int, list[Period]] = {}
        for period in periods:
            self._periods.setdefault(period.order, []).append(period)
        self._language = document.language

    def section(self, figure: Figure) -> tuple[str, ...]:
        """Return the headings above a figure."""
        if figure.table is not None:
            table = self._tables.get(figure.table)
            return table.section if table else ()
        paragraph = self._paragraphs.get(figure.order)
        return paragraph.section if paragraph else ()

    def in_table(self, figure: Figure, wanted: str) -> bool:
        """Whether a figure stands in a table, by its label or a pattern for its caption."""
        if figure.table is None:
            return False
        table = self._tables.get(figure.table)
        return figure.table == wanted or (table is not None and fits(wanted, table.caption))

    def tables(self, figure: Figure) -> tuple[str, ...]:
        """Name the table of a figure, if it stands in one, by its label and caption."""
        table = self._tables.get(figure.table or "")
        if table is None:
            return ()
        return (f"{table.label} ({table.caption})" if table.caption else table.label,)

    def rows(self, wanted: str | int) -> Callable[[Figure], list[str]]:
        """Return what names the row of a figure: its heads, or its position where a position is wanted."""
        return lambda figure: [str(figure.row)] if isinstance(wanted, int) else self._row_heads(figure)

    def columns(self, wanted: str | int) -> Callable[[Figure], list[str]]:
        """Return what names the column of a figure: its heads, or its position where a position is wanted."""
        return lambda figure: [str(figure.column)] if isinstance(wanted, int) else self._column_heads(figure)

    def in_row(self, figure: Figure, wanted: str | int) -> bool:
        """Whether a figure stands in a row, by its 0-based position or a pattern for a cell that heads it."""
        if isinstance(wanted, int):
            return figure.row == wanted
        return any(fits(wanted, head) for head in self._row_heads(figure))

    def in_column(self, figure: Figure, wanted: str | int) -> bool:
        """Whether a figure stands in a column, by its 0-based position or a pattern for a cell that heads it."""
        if isinstance(wanted, int):
            return figure.column == wanted
        return any(fits(wanted, head) for head in self._column_heads(figure))

    def _row_heads(self, figure: Figure) -> list[str]:
        row, column = _place(figure)
        cells = self._cells(figure)
        return [cell.text for cell in cells if cell.column < column and cell.row <= row < cell.row + cell.rows]

    def _column_heads(self, figure: Figure) -> list[str]:
        row, column = _place(figure)
        cells = self._cells(figure)
        return [cell.text for cell in cells if cell.row < row and cell.column <= column < cell.column + cell.columns]

    def _cells(self, figure: Figure) -> list[Cell]:
        """Return the cells of a figure's table, but those that a figure fills."""
        table = self._tables.get(figure.table or "")
        cells = table.cells if table is not None else ()
        return [cell for cell in cells if (figure.table, cell.row, cell.column) not in self._filled]

    def _heads(self, figure: Figure) -> list[str]:
        table = self._tables.get(figure.table or "")
        own = [*self._row_heads(figure), *self._column_heads(figure)]
        return [*own, table.caption] if table and table.caption else own

    def names_place(self, figure: Figure, place: str) -> bool:
        """Whether a place is named in the sentence of a figure, or heads its row, its column or its table."""
        texts = self._heads(figure) if figure.table is not None else [self.sentence(figure)]
        return ("place", place.casefold()) in figure.dimensions or any(says(folded(text), place) for text in texts)

    def in_period(self, figure: Figure, wanted: str) -> bool:
        """Whether a period within the one wanted is named in the sentence of a figure, or heads its cell."""
        first, last = days(wanted)
        if figure.table is not None:
            own = self._row_heads(figure) + self._column_heads(figure)
            years = list(chain.from_iterable(_YEAR.findall(head) for head in own))
            years = years or list(chain.from_iterable(_YEAR.findall(head) for head in self._heads(figure)))
            return any(first <= f"{year}-12-31" and f"{year}-01-01" <= last for year in years)
        start, end = self._sentence(figure)
        near = [period for period in self._periods.get(figure.order, ()) if start <= period.start < end]
        return any((p.first or _FIRST) >= first and (p.last or _LAST) <= last for p in near)

    def _text(self, figure: Figure) -> str:
        paragraph = self._paragraphs.get(figure.order)
        return paragraph.text if paragraph is not None and figure.table is None else ""

    def _sentence(self, figure: Figure) -> tuple[int, int]:
        from auditor.language.sentences import sentence_around

        return sentence_around(self._text(figure), figure.start, self._language)

    def sentence(self, figure: Figure) -> str:
        """Return the sentence of a figure, folded."""
        start, end = self._sentence(figure)
        return folded(self._text(figure)[start:end])

    def touches(self, figure: Figure, words: Sequence[str], *, ahead: bool) -> bool:
        """Whether any of the words stands right beside a figure; its hedge and noun may stand between."""
        text = self._text(figure)
        if ahead:
            near = folded(text[figure.end : figure.end + REACH])
            return any(near.startswith(folded(each)) for word in words for each in word.split("|"))
        near = folded(text[max(0, figure.start - REACH) : figure.start])
        ends = tuple(folded(each) for word in words for each in word.split("|"))
        return near.endswith(ends) or near.removesuffix(folded(figure.hedge)).rstrip().endswith(ends)


def _place(figure: Figure) -> tuple[int, int]:
    """Return the row and column of a figure; of one in no table, a place that no cell heads."""
    return (-1, -1) if figure.row is None or figure.column is None else (figure.row, figure.column)
