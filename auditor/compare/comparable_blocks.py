"""A document as blocks that can be told again in another one: paragraphs and tables, with their figures."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from auditor.language.folding import fold, has_letters
from auditor.language.sentences import sentences
from auditor.model.document import Paragraph, Table
from auditor.model.figure import Figure, Period

if TYPE_CHECKING:
    from auditor.model.audit import Audit

Placed = TypeVar("Placed", Figure, Period)
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d+")
_NAME = re.compile(r"(?<![.!?:;\u201c\"(]\s)(?<!^)(?<!\n- )\b[^\W\d_a-zß-öø-ÿ][\w'-]{2,}", re.MULTILINE)
SHORTEST = 4
"""Letters of a word that says what a text is about; shorter ones mostly bind others."""


@dataclass(frozen=True)
class ComparableBlock:
    """A paragraph or a table of one document, with its figures in reading order."""

    source: Paragraph | Table
    figures: tuple[Figure, ...]
    periods: tuple[Period, ...]
    language: str

    @property
    def label(self) -> str:
        """Return the printed number, or the reader's label."""
        return self.source.label

    @property
    def numbered(self) -> bool:
        """Whether the number is the document's own."""
        return isinstance(self.source, Paragraph) and not re.fullmatch(r"p\d+", self.source.label)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Return the words of the text, without numbers: what stays the same when figures change.

        Folded (no case, no accents), in reading order with repetitions; of a table the caption's and the cells'.
        """
        if isinstance(self.source, Table):
            texts = [self.source.caption, *(cell.text for cell in self.source.cells)]
            return tuple(word for text in texts for word in _WORD.findall(fold(text)) if not word[0].isdigit())
        return tuple(word for word in _WORD.findall(fold(self.source.text)) if not word[0].isdigit())

    @cached_property
    def about(self) -> frozenset[str]:
        """Return the words of at least `SHORTEST` letters, which say what the text is about."""
        return frozenset(word for word in self.words if len(word) >= SHORTEST)

    @cached_property
    def _sentences(self) -> list[tuple[int, int]]:
        return sentences(self.source.text, self.language) if isinstance(self.source, Paragraph) else []

    def sentence(self, figure: Figure) -> tuple[int, int]:
        """Return the place of the sentence around a figure of a paragraph.

        Returns:
            Offsets of its first character and behind its last one in the paragraph's text; those of the figure itself
            where no sentence holds it, as in a table.
        """
        found = self._sentences
        at = bisect_right(found, (figure.start, 1 << 60)) - 1
        return found[at] if at >= 0 else (figure.start, figure.end)

    def said(self, figure: Figure) -> str:
        """Return the sentence around a figure, or the headings of its cell."""
        if isinstance(self.source, Paragraph):
            start, end = self.sentence(figure)
            return self.source.text[start:end]
        return " / ".join(name for name in self.heads(figure) if name)

    def heads(self, figure: Figure) -> tuple[str, str]:
        """Return what names the row and the column of a figure in a table.

        Returns:
            The first text with letters to the left of the cell; and the texts with letters above it, from the top,
            joined by blanks (else the topmost text, such as a year). Each is empty where there is none.
        """
        grid = self.grid
        row, column = figure.row or 0, figure.column or 0
        if row >= len(grid) or column >= len(grid[row]):
            return "", ""
        left = next((text for text in grid[row][:column] if has_letters(text)), "")
        above = [cells[column] for cells in grid[:row] if column < len(cells) and cells[column].strip()]
        top = [text for text in above if has_letters(text)] or above[:1]
        return " ".join(left.split()), " ".join(" ".join(top).split())

    def spans(self, figure: Figure) -> frozenset[tuple[str | None, str | None]]:
        """Return the dates and periods that the sentence of a figure names.

        Returns:
            First and last day of each as ISO 8601 dates, None where a period is open to that side.
        """
        start, end = self.sentence(figure)
        return frozenset((p.first, p.last) for p in self.periods if start <= p.start < end)

    def names(self, figure: Figure) -> frozenset[str]:
        """Return the capitalised words inside the sentence of a figure: places, bodies, persons.

        Returns:
            Folded; a word that begins a sentence is left out, since there every word has a capital.
        """
        return frozenset(fold(name) for name in _NAME.findall(self.said(figure)))

    @cached_property
    def grid(self) -> list[list[str]]:
        """Return the texts of a table's cells, row by row; empty for a paragraph."""
        return self.source.grid() if isinstance(self.source, Table) else []


def blocks(audit: Audit) -> tuple[ComparableBlock, ...]:
    """Return the paragraphs and tables of an audit that have words.

    Returns:
        One block a paragraph or table, in document order, each with its own figures and periods; paragraphs of white
        space alone are left out.
    """
    document = audit.document
    figures = _by_order(audit.figures.figures)
    periods = _by_order(audit.figures.periods)
    listed: list[Paragraph | Table] = sorted((*document.paragraphs, *document.tables), key=lambda block: block.order)
    return tuple(
        ComparableBlock(each, figures.get(each.order, ()), periods.get(each.order, ()), document.language)
        for each in listed
        if isinstance(each, Table) or each.text.strip()
    )


def _by_order(listed: tuple[Placed, ...]) -> Mapping[int, tuple[Placed, ...]]:
    found: dict[int, list[Placed]] = defaultdict(list)
    for each in listed:
        found[each.order].append(each)
    return {order: tuple(sorted(some, key=_place)) for order, some in found.items()}


def _place(each: Figure | Period) -> tuple[int, int, int]:
    if isinstance(each, Figure):
        return each.row or 0, each.column or 0, each.start
    return 0, 0, each.start
