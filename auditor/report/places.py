"""Where in a document something is, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from auditor.document import Document, Paragraph, Table
from auditor.figures.model import Figure

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


def place(label: str) -> str:
    """Name a paragraph or table: "paragraph 55", "unnumbered paragraph 12", "table 3"."""
    if found := _UNNUMBERED.fullmatch(label):
        return f"unnumbered paragraph {found[1]}"
    if found := _TABLE.fullmatch(label):
        return f"table {found[1]}"
    return f"paragraph {label}" if label else "the document"


def places(labels: Iterable[str], page_of: Mapping[str, int] | None = None) -> str:
    """Name several places, and the page of the first: "paragraphs 62 and 63, page 9"."""
    listed = list(dict.fromkeys(labels))
    plain = [label for label in listed if not _UNNUMBERED.fullmatch(label) and not _TABLE.fullmatch(label)]
    words = [f"paragraphs {' and '.join(plain) if len(plain) == 2 else ', '.join(plain)}"] if len(plain) > 1 else []
    words += [place(label) for label in listed if label not in plain or len(plain) == 1]
    said = ", ".join(words) or place("")
    page = (page_of or {}).get(listed[0]) if listed else None
    return f"{said}, page {page}" if page is not None else said


def figure_label(figure: Figure) -> str:
    """Give the label of the paragraph or table where a figure stands."""
    return figure.table or figure.paragraph


def figure_place(figure: Figure, page_of: Mapping[str, int] | None = None) -> str:
    """Name where a figure stands, down to the cell."""
    said = place(figure_label(figure))
    if figure.table is not None and figure.row is not None and figure.column is not None:
        said += f", row {figure.row + 1}, column {figure.column + 1}"
    page = figure.page or (page_of or {}).get(figure_label(figure))
    return f"{said}, page {page}" if page is not None else said
