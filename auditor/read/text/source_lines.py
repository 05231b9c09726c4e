"""Lines of a text: cleaned, with pages, without running heads and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from auditor.read.blocks.clean import clean_line, unusual
from auditor.read.blocks.placed_text import Text, join

_ENDS = re.compile(r"^[0-9]+\b|\b[0-9]+$")
_COUNTED = re.compile(r"\b[0-9]+(?= ?/| [^\W\d_]{2,4} [0-9])")
_NAMED = re.compile(r"[^\W\d_]{2,}\.?\s+(?:\d|[IVXL]+\b)")
_LONGEST_NUMBER = 5
_BLANKS = re.compile(r" {2,}")
_PAGE_NUMBER = re.compile(
    r"\s*+(?:[^\W\d_]{1,10}\.?\s*+)?(?:[-–—(\[]\s*+)?(?:\d{1,4}|[ivxl]{1,7})\s*+(?:[-–—)\]]\s*+)?"
    r"(?:(?:/|[^\W\d_]{2,4})\s*+\d{1,4})?$",
    re.IGNORECASE,
)
_SYMBOL = re.compile(r"(?:[A-Z]{1,6}[./]){1,}[A-Z0-9./\-() ]*\d[A-Z0-9./\-() ]*$")
"""A document's symbol or job number on a line of its own: "CAT/C/AZE/FCO/5", "GE.25-12345 (E)"."""
_EDGE = 3
"""Lines at the top and the bottom of a page among which a running head or foot is looked for."""
_LONGEST_HEAD = 120


@dataclass(slots=True)
class Line:
    """One line of the source."""

    text: Text
    """Cleaned, tabs expanded, without blanks at its end; those at its start are kept."""
    number: int
    page: int | None = None
    bold: bool = False
    size: float = 0.0
    """Height of its letters, where the source tells."""
    full: bool | None = None
    """Whether the line before it had no room for its first word, where the source tells."""
    step: float | None = None
    """How far its base line is from that of the line before, where the source tells."""
    places: tuple[tuple[int, float, float], ...] = ()
    """(offset, start, end in characters of the usual width) of each text that stands apart, where the source tells."""

    @property
    def value(self) -> str:
        """Return the characters of the line."""
        return self.text.value


def split_lines(text: str) -> tuple[list[Line], int | None, int]:
    """Cut a decoded text into cleaned lines.

    Returns:
        The lines, the number of pages where form feeds part them, and how many invisible characters were removed.
    """
    paged = "\f" in text
    plain = not unusual(text)
    lines: list[Line] = []
    gone = 0
    page = 1
    for number, raw in enumerate(text.split("\n"), 1):
        column = 1
        pieces = raw.split("\f") if paged and "\f" in raw else (raw,)
        for turn, piece in enumerate(pieces):
            page += turn > 0
            stripped = piece.rstrip()
            if plain:
                cleaned = Text(stripped, ((0, number, column),))
            else:
                cleaned, removed = clean_line(stripped, number, column)
                gone += removed
                cleaned = cleaned.cut(0, len(cleaned.value.rstrip()))
            if turn == 0 or piece:
                lines.append(Line(cleaned, number, page if paged else None))
            column += len(piece) + 1
    return lines, page if paged else None, gone


def where(line: Line) -> str:
    """Return the place of a line, as people name it."""
    return f"at line {line.number}" if line.page is None else f"on page {line.page}"


def single_spaced(text: Text) -> Text:
    """Return a text with each run of plain spaces made one, and none at its ends."""
    value = text.value
    if "  " in value:
        text = text.drop([(found.start() + 1, found.end()) for found in _BLANKS.finditer(value)])
    return text.strip()


def without_running_heads(lines: list[Line]) -> list[Line]:
    """Drop what every page repeats at its top or bottom, and page numbers there.

    Works on form feeds. Heads in text without them are found where they interrupt a sentence, see `interrupts`.
    """
    if not lines or lines[0].page is None:
        return lines
    pages: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        if line.value:
            pages.setdefault(line.page or 1, []).append(index)
    if len(pages) < 2:
        return lines
    edges = {
        (page, end): indexes[:_EDGE] if end == 0 else indexes[-_EDGE:][::-1]
        for page, indexes in pages.items()
        for end in (0, 1)
    }
    counts = Counter(
        (end, form)
        for (page, end), indexes in edges.items()
        for index in indexes
        for form in repeated_forms(_BLANKS.split(lines[index].value.strip()), page)
    )
    needed = max(2, round(0.3 * len(pages)))
    gone: set[int] = set()
    for (page, end), indexes in edges.items():
        for index in indexes:
            value = lines[index].value.strip()
            forms = repeated_forms(_BLANKS.split(value), page) if len(value) <= _LONGEST_HEAD else set()
            repeated = len(pages) > 2 and any(counts[end, form] >= needed for form in forms)
            if not (repeated or is_page_mark(value, top=end == 0)):
                break
            gone.add(index)
    return [line for index, line in enumerate(lines) if index not in gone]


def is_page_mark(text: str, *, top: bool = False) -> bool:
    """Whether a line of its own is a page number or a document's symbol.

    At the top of a page a word with a number ("Annex 2") is none, unless pages are seen to count like that.
    """
    pieces = _BLANKS.split(text) if len(text) <= _LONGEST_HEAD else [text]
    if top and _NAMED.match(text):
        return False
    return all(len(p) <= 60 and (_PAGE_NUMBER.match(p) is not None or _SYMBOL.match(p) is not None) for p in pieces)


def repeated_forms(texts: list[str], page: int) -> set[str]:
    """Return the texts of a line as they may come again: as they are, and with numbers told by how far from the page's.

    Only numbers at the ends of its texts, and those before a number of pages ("3 of 12"), are told so: "Table 2" at the
    top of one page and "Table 3" at that of the next are no running head.
    """

    def told(found: re.Match[str]) -> str:
        return f"#{int(found.group()) - page}" if len(found.group()) <= _LONGEST_NUMBER else found.group()

    ends = (_ENDS.sub(told, text) for text in texts)
    counted = (_COUNTED.sub(told, text) for text in texts)
    return {" ".join(texts), " ".join(ends), " ".join(counted)}


def join_lines(pieces: list[tuple[Text, str]]) -> Text:
    """Join pieces, each with the glue that stands before it: " ", a line break, or "-" for a word cut by a hyphen."""
    out: list[Text | str] = []
    for text, glue in pieces:
        if out and glue == "-":
            last = out[-1]
            if isinstance(last, Text):
                out[-1] = last.cut(0, len(last.value) - 1)
        elif out and glue:
            out.append(glue)
        out.append(text)
    return join(out)
