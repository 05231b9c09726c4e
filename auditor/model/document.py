"""The model of a document that has been read: paragraphs, tables, and where in the source each stands.

A document is what every reader gives and what every later step takes. It knows nothing of formats.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Literal

BlockKind = Literal["title", "heading", "paragraph", "note"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    r"""One paragraph of running text, with the bullets that belong to it.

    Soft line breaks and page breaks are joined by one space; a bullet of the paragraph starts on a new line
    (``"\n- "``), and so does a line that the source plainly sets apart. Offsets of figures count characters of `text`.
    """

    order: int
    """Position among all blocks of the document (paragraphs and tables share the count), from 0."""
    label: str
    """The number printed in the document ("55"), or "p" and the 1-based position where none is printed ("p12")."""
    text: str
    kind: BlockKind = "paragraph"
    section: tuple[str, ...] = ()
    """Headings above the paragraph, the outermost first."""
    page: int | None = None
    line: int | None = None
    """1-based line of the source where the paragraph starts, where the source has lines."""
    breaks: tuple[tuple[int, int, int], ...] = ()
    """(offset in text, source line, source column), ascending: where each piece of the text stands in the source."""
    anchor: tuple[str, int] | None = None
    """For a note: label of the paragraph that cites it and the offset of the mark there."""
    language: str = ""
    """Code of its own language, where that is not the document's."""

    def place(self, offset: int) -> tuple[int, int] | None:
        """Return the place in the source of a character of the text.

        Args:
            offset: Of the character in `text`, from 0.

        Returns:
            Source line and column, both from 1; None where the source has no lines.
        """
        index = bisect_right(self.breaks, offset, key=itemgetter(0)) - 1
        if index < 0:
            return None
        start, line, column = self.breaks[index]
        return line, column + offset - start


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, at its upper left grid position."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    bold: bool = False
    indent: int = 0
    """Depth of indentation of the text in the cell, in the source's own steps (0 where unknown)."""
    line: int | None = None
    """1-based source line of the cell's text, where the source has lines."""
    offset: int | None = None
    """1-based source column of the cell's text, where the source has lines."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a grid of cells; merged cells stand once, with the number of rows and columns they cover."""

    order: int
    label: str
    """"t1", "t2" ... in reading order."""
    cells: tuple[Cell, ...]
    rows: int
    columns: int
    caption: str = ""
    section: tuple[str, ...] = ()
    page: int | None = None
    line: int | None = None
    confidence: float = 1.0
    """How sure the reader is that this is a table with these columns (1 for formats that say so)."""
    notes: tuple[str, ...] = ()
    language: str = ""
    """Code of its own language, where that is not the document's."""

    def grid(self) -> list[list[str]]:
        """Return the texts of the cells as a dense grid.

        Returns:
            `rows` lists of `columns` texts each; what a merged cell covers beside its own place is empty.
        """
        out = [[""] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            out[cell.row][cell.column] = cell.text
        return out


@dataclass(frozen=True, slots=True)
class Document:
    """A document in reading order."""

    path: str
    sha256: str
    language: str
    title: str
    paragraphs: tuple[Paragraph, ...] = ()
    tables: tuple[Table, ...] = ()
    pages: int | None = None
    warnings: tuple[str, ...] = field(default=())
    """What the reader could not make out, one line each; the audit goes on without it."""
    unread: tuple[str, ...] = ()
    """Which parts are in a language that is not read, one line each."""

    @property
    def left_out(self) -> tuple[str, ...]:
        """Return all that was left out, one line each."""
        return (*self.warnings, *self.unread)
