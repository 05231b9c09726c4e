"""What every format hands to the assembler: blocks of text and grids, in reading order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from auditor.model.document import Cell
from auditor.read.blocks.placed_text import Text
from auditor.read.limits import Limits

Role = Literal["text", "item", "heading", "caption", "title", "note"]


@dataclass(slots=True)
class Block:
    """A stretch of text that the source sets apart, or a grid; the assembler makes paragraphs and tables of them."""

    text: Text = field(default_factory=lambda: Text(""))
    role: Role = "text"
    level: int = 0
    """For a heading: its depth from 1, where the format says so."""
    number: str = ""
    """The paragraph's number, where the format gives it apart from the text."""
    shown: bool = False
    """Whether the number before the text is one that the format gives, and so is no part of the sentence."""
    printed: Text | None = None
    """The text with its number, where this was taken from it."""
    glue: str | None = None
    """How the text joins the block before it if it turns out to begin nothing new; None where it is set apart."""
    bold: bool = False
    size: float = 0.0
    """Height of its letters, where the source tells."""
    page: int | None = None
    last_page: int | None = None
    """Page on which the text ends, where that is another."""
    indent: int = 0
    wrapped: bool = False
    """Whether the source breaks the text into lines of one width, so that a blank line may be a page break."""
    pressed: bool = False
    """Whether its first word had no room in the column before, where the source tells and no gap parts the two."""
    cites: tuple[tuple[str, int], ...] = ()
    """Note marks: (id of the note, offset in the text)."""
    note: str = ""
    """For a note: the id that its mark has."""
    grid: Grid | None = None


@dataclass(slots=True)
class Grid:
    """A table before it has its place in the document."""

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    caption: str = ""
    line: int | None = None
    confidence: float = 1.0
    notes: tuple[str, ...] = ()
    strip: int = 0
    """Which of the columns of its page it stands in, in the order in which they are read."""


@dataclass(slots=True)
class Source:
    """What a format's read function gets."""

    data: bytes
    label: str
    """What to call the document in an error."""
    limits: Limits
    suffix: str = ""
    """In lower case with its dot; a hint."""


@dataclass(slots=True)
class Parts:
    """What a format's read function gives."""

    blocks: list[Block]
    title: str = ""
    language: str | None = None
    """Where the source says so: a code of two letters."""
    pages: int | None = None
    warnings: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    """What could not be read, one line each."""
    prose: bool = True
    """Whether the text blocks may hold headings and numbers that only their look tells."""


ReadFunction = Callable[[Source], Parts]
