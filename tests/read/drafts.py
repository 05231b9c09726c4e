"""A report before it has a format: headings, paragraphs, items, tables, boxes and charts, for the writers of tests."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Note:
    """A footnote, at the place of its mark."""

    text: str


@dataclass(frozen=True)
class Changed:
    """A tracked change: text put in, or text taken out."""

    text: str
    gone: bool = False


Piece = str | Note | Changed


@dataclass(frozen=True)
class Heading:
    """A heading."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Para:
    """A paragraph, with its number where it has one."""

    pieces: tuple[Piece, ...]
    number: int | None = None


@dataclass(frozen=True)
class Items:
    """A list, with the depth of each of its items."""

    items: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Slot:
    """A cell of a table, where it stands and how far it reaches."""

    text: str
    rows: int = 1
    columns: int = 1
    bold: bool = False
    indent: int = 0


@dataclass(frozen=True)
class Grid:
    """A table: rows of cells, of which the first `heads` are its head."""

    caption: str
    rows: tuple[tuple[Slot, ...], ...]
    heads: int = 1
    ruled: bool = True

    def places(self) -> list[tuple[int, int, Slot]]:
        """Give the cells with the row and column at which each stands."""
        taken: set[tuple[int, int]] = set()
        out = []
        for r, row in enumerate(self.rows):
            c = 0
            for slot in row:
                while (r, c) in taken:
                    c += 1
                taken |= {(r + i, c + j) for i in range(slot.rows) for j in range(slot.columns)}
                out.append((r, c, slot))
        return out

    def width(self) -> int:
        """Give the number of columns."""
        return max(c + slot.columns for _, c, slot in self.places())


@dataclass(frozen=True)
class Box:
    """A paragraph in a box of its own beside the text."""

    text: str


@dataclass(frozen=True)
class Chart:
    """A chart with the numbers that it was drawn from."""

    title: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[int, ...]], ...]


Part = Heading | Para | Items | Grid | Box | Chart


@dataclass
class Draft:
    """A report."""

    title: str
    parts: list[Part] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    """Short lines between the title and the text."""
    aside: str = ""
    """A paragraph that says what the report is."""


def of_markdown(text: str) -> Draft:
    """Read the plain Markdown of the example: a title, lines, headings and numbered paragraphs."""
    draft = Draft("")
    aside = []
    for line in (line.strip() for line in text.splitlines() if line.strip()):
        if line.startswith("# "):
            draft.title = line[2:]
        elif line.startswith("#"):
            draft.parts.append(Heading(line.lstrip("# "), line.index(" ") - 1))
        elif line.startswith(">"):
            aside.append(line[1:].strip())
        elif found := re.match(r"(\d+)\. (.*)", line):
            draft.parts.append(Para((found[2],), int(found[1])))
        else:
            draft.before.append(line)
    draft.aside = " ".join(aside)
    return draft
