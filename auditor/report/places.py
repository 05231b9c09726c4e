"""Where in a document something is, in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from auditor.model.document import Document, Paragraph, Table
from auditor.model.figure import Figure
from auditor.report.page.texts import Texts, load_texts
from auditor.report.safe_text import line

_UNNUMBERED = re.compile(r"p(\d+)")
_TABLE = re.compile(r"t(\d+)")
_NAME = re.compile(
    r"([^\W\d_][^\W_]{3,})\s+((?:[A-Z]{1,2}[.-]?)?\d{1,3}(?:[.-]\d{1,3})*[a-z]?|[IVXLC]{1,6})"
    r"(?=$|[.:)\s\u2013\u2014-])"
)
"""How a caption begins that names its table: "Table 12", "Cuadro 4.2", "Annex II"."""


@dataclass(frozen=True, slots=True)
class Atlas:
    """What is needed to name places of one document."""

    pages: Mapping[str, int] = field(default_factory=dict)
    """Label of a paragraph or table -> its page, where there are pages."""
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Label of a table -> the word and the number that it is printed with ("Table", "12")."""


NOWHERE = Atlas()


def atlas_of(document: Document) -> Atlas:
    """Return what is needed to name places of a document.

    Returns:
        The pages of the paragraphs and tables that have one (of two labels alike the first), and the names of tables as
        printed, where no two tables have the same.
    """
    found: dict[str, int] = {}
    blocks: Iterable[Paragraph | Table] = (*document.paragraphs, *document.tables)
    for block in blocks:
        if block.page is not None:
            found.setdefault(block.label, block.page)
    made = {table.label: match for table in document.tables if (match := _NAME.match(line(table.caption)))}
    shared = Counter(match[0].casefold() for match in made.values())
    names = {label: (match[1], match[2]) for label, match in made.items() if shared[match[0].casefold()] == 1}
    return Atlas(found, names)


def unnumbered(label: str) -> bool:
    """Whether a paragraph's label was given by the reader and is not printed in the document."""
    return _UNNUMBERED.fullmatch(label) is not None


def place(label: str, texts: Texts | None = None, atlas: Atlas = NOWHERE) -> str:
    """Return the name of a paragraph or table: "paragraph 55", "unnumbered paragraph 12", "table 3".

    Args:
        label: As the document has it; empty for the document as a whole.
        texts: The reader's language.
        atlas: The names of tables: one that is printed with a name has that.
    """
    return _named("place", label, texts or load_texts(), atlas)


def within(labels: Iterable[str], texts: Texts, atlas: Atlas = NOWHERE, spot: str = "") -> str:
    """Return in what several places something is: "in paragraphs 6 and 38", "in table 3 (row Women)".

    Args:
        labels: Of paragraphs and tables.
        texts: The reader's language.
        atlas: Of the document.
        spot: What of the place is meant.
    """
    listed = list(dict.fromkeys(labels))
    plain = [label for label in listed if _is_numbered(label)]
    words = [texts("within_paragraphs", labels=texts.listed(plain))] if len(plain) > 1 else []
    words += [_named("within", label, texts, atlas) for label in listed if label not in plain or len(plain) == 1]
    said = texts.listed(words) or texts("within_document")
    return f"{said} ({spot})" if spot else said


def _named(key: str, label: str, texts: Texts, atlas: Atlas) -> str:
    if found := _UNNUMBERED.fullmatch(label):
        return texts(f"{key}_unnumbered", label=found[1])
    if found := _TABLE.fullmatch(label):
        word, number = atlas.names.get(label, ("", found[1]))
        if not word and any(printed == number for _, printed in atlas.names.values()):
            return texts(f"{key}_nth", label=number)  # another table bears this number
        if word and texts("place_table", label=number).casefold() != f"{word} {number}".casefold():
            return texts(f"{key}_named", name=f"{word} {number}")
        return texts(f"{key}_table", label=number)
    return texts(f"{key}_paragraph", label=label) if label else texts(f"{key}_document")


def _is_numbered(label: str) -> bool:
    return bool(label) and not _UNNUMBERED.fullmatch(label) and not _TABLE.fullmatch(label)


def on_page(said: str, page: int | None, texts: Texts | None = None) -> str:
    """Add the page to a place, where it is known."""
    return said if page is None else (texts or load_texts())("place_page", place=said, page=str(page))


def places(labels: Iterable[str], atlas: Atlas = NOWHERE, texts: Texts | None = None) -> str:
    """Return the name of several places, and the page of the first: "paragraphs 62 and 63, page 9".

    Args:
        labels: Of paragraphs and tables, in order; one that comes again is named once.
        atlas: Pages and the names of tables.
        texts: The reader's language.
    """
    say = texts or load_texts()
    listed = list(dict.fromkeys(labels))
    plain = [label for label in listed if _is_numbered(label)]
    words = []
    if len(plain) > 1:
        words.append(say("place_paragraphs", labels=say.listed(plain) if len(plain) == 2 else ", ".join(plain)))
    words += [place(label, say, atlas) for label in listed if label not in plain or len(plain) == 1]
    return on_page(", ".join(words) or place("", say), atlas.pages.get(listed[0]) if listed else None, say)


def figure_label(figure: Figure) -> str:
    """Return the label of the paragraph or table where a figure stands."""
    return figure.table or figure.paragraph


def figure_place(figure: Figure, atlas: Atlas = NOWHERE, texts: Texts | None = None) -> str:
    """Return the name of the place of a figure, down to the cell, rows and columns counted from 1.

    Args:
        figure: The figure.
        atlas: Pages and the names of tables.
        texts: The reader's language.
    """
    say = texts or load_texts()
    said = place(figure_label(figure), say, atlas)
    if figure.table is not None and figure.row is not None and figure.column is not None:
        said = say("place_cell", place=said, row=str(figure.row + 1), column=str(figure.column + 1))
    return on_page(said, figure.page or atlas.pages.get(figure_label(figure)), say)
