"""Where in a document something is, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from auditor.document import Document, Paragraph, Table
from auditor.figures.model import Figure
from auditor.report.page.texts import Texts, load_texts

_UNNUMBERED = re.compile(r"p(\d+)")
_TABLE = re.compile(r"t(\d+)")


def pages(document: Document) -> dict[str, int]:
    """Give the page of each paragraph and table that has one, by label; of two alike the first."""
    found: dict[str, int] = {}
    blocks: Iterable[Paragraph | Table] = (*document.paragraphs, *document.tables)
    for block in blocks:
        if block.page is not None:
            found.setdefault(block.label, block.page)
    return found


def unnumbered(label: str) -> bool:
    """Say whether a paragraph's label was given by the reader and is not printed in the document."""
    return _UNNUMBERED.fullmatch(label) is not None


def place(label: str, texts: Texts | None = None) -> str:
    """Name a paragraph or table: "paragraph 55", "unnumbered paragraph 12", "table 3"."""
    say = texts or load_texts()
    if found := _UNNUMBERED.fullmatch(label):
        return say("place_unnumbered", label=found[1])
    if found := _TABLE.fullmatch(label):
        return say("place_table", label=found[1])
    return say("place_paragraph", label=label) if label else say("place_document")


def on_page(said: str, page: int | None, texts: Texts | None = None) -> str:
    """Add the page to a place, where it is known."""
    return said if page is None else (texts or load_texts())("place_page", place=said, page=str(page))


def places(labels: Iterable[str], page_of: Mapping[str, int] | None = None, texts: Texts | None = None) -> str:
    """Name several places, and the page of the first: "paragraphs 62 and 63, page 9"."""
    say = texts or load_texts()
    listed = list(dict.fromkeys(labels))
    plain = [label for label in listed if not _UNNUMBERED.fullmatch(label) and not _TABLE.fullmatch(label)]
    words = []
    if len(plain) > 1:
        words.append(say("place_paragraphs", labels=say.listed(plain) if len(plain) == 2 else ", ".join(plain)))
    words += [place(label, say) for label in listed if label not in plain or len(plain) == 1]
    return on_page(", ".join(words) or place("", say), (page_of or {}).get(listed[0]) if listed else None, say)


def figure_label(figure: Figure) -> str:
    """Give the label of the paragraph or table where a figure stands."""
    return figure.table or figure.paragraph


def figure_place(figure: Figure, page_of: Mapping[str, int] | None = None, texts: Texts | None = None) -> str:
    """Name where a figure stands, down to the cell."""
    say = texts or load_texts()
    said = place(figure_label(figure), say)
    if figure.table is not None and figure.row is not None and figure.column is not None:
        said = say("place_cell", place=said, row=str(figure.row + 1), column=str(figure.column + 1))
    return on_page(said, figure.page or (page_of or {}).get(figure_label(figure)), say)
