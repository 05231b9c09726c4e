"""Numbers said twice side by side, in words and in digits, in text and in cells of tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor.model.figure import Figure
from auditor.model.relation import Relation

CUE = "("
_STRENGTH = 0.95


def read_restatements(figures: Sequence[Figure]) -> tuple[list[Relation], list[Figure]]:
    """Read which figures are said again in the brackets behind them, whether or not both say the same.

    Args:
        figures: Of one document.

    Returns:
        The relations in the order of the figures, and what the brackets say as figures of the unit "item".
    """
    relations: list[Relation] = []
    items: list[Figure] = []
    for figure in figures:
        if figure.restated is not None:
            placed = figure.restated.placed(f"b{len(items) + 1}", figure.paragraph, figure.order, figure.page)
            items.append(replace(placed, table=figure.table, row=figure.row, column=figure.column))
            relations.append(Relation("", "restated", figure.id, (items[-1].id,), CUE, _STRENGTH, ("cue",)))
    return relations, items
