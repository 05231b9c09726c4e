"""Paragraphs with more figures than text can say: lists and tables by the thousand, written as running text.

What is sought among the figures of a paragraph takes work for each of them. Text has one figure in some two hundred
characters; where there are very many among few words, no sentence says how they add up, and none is sought.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from auditor.model.document import Document, Paragraph
from auditor.model.figure import Figures

ALWAYS = 5_000
"""Figures among which relations are sought however few words there are."""
APART = 100
"""Characters of text that allow for one figure more."""


def without_crowds(document: Document, figures: Figures) -> tuple[Document, tuple[str, ...]]:
    """Return a document without the paragraphs that are crowded with figures, and one line that says which.

    Args:
        document: The document.
        figures: Its figures.

    Returns:
        The document whose relations are to be sought, and what to say of the rest: nothing where it is whole.
    """
    own = Counter(figure.order for figure in figures.figures if figure.table is None)
    if own.total() <= ALWAYS:
        return document, ()
    kept: list[Paragraph] = []
    crowds: list[Paragraph] = []
    room = float(ALWAYS)
    for paragraph in document.paragraphs:
        room += len(paragraph.text) / APART
        crowded = own[paragraph.order] > room
        (crowds if crowded else kept).append(paragraph)
        room -= 0 if crowded else own[paragraph.order]
    if not crowds:
        return document, ()
    return replace(document, paragraphs=tuple(kept)), (_told(crowds, own),)


def _told(crowds: list[Paragraph], own: Counter[int]) -> str:
    """Return what to say of paragraphs in which nothing was sought."""
    label = crowds[0].label
    first = f"unnumbered paragraph {label[1:]}" if label.startswith("p") else f"paragraph {label}"
    where = f"{len(crowds):,} paragraphs, from {first} on," if len(crowds) > 1 else first
    count = sum(own[paragraph.order] for paragraph in crowds)
    return f"no arithmetic was sought in {where} with {count:,} figures: they are too many for so few words"
