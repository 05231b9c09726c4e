"""Figures of table cells."""

from __future__ import annotations

from auditor.document import Table
from auditor.figures.model import Figure, NotFigure
from auditor.figures.style import NumberStyle
from auditor.lexicon import Lexicon


def read_table(table: Table, lexicon: Lexicon, style: NumberStyle) -> tuple[list[Figure], list[NotFigure]]:
    """Read the figures of a table."""
    return [], []
