"""Charts drawn as tables: each level of a tree of totals stands in a row, its parts in the row below, under it."""

from __future__ import annotations

import numpy as np

from auditor.relations.tables.aggregation import Aggregation
from auditor.relations.tables.numeric_cells import NUMBER, NumberGrid

_STRENGTH = 0.9
_SLACK = 0.5


def read_chart(grid: NumberGrid) -> list[Aggregation]:
    """Read totals from a tree whose levels are rows with ever more numbers; nothing where the rows are no such tree.

    The parts of a number stand in the next row with numbers, from its column to the next number's. All totals must
    close, but for one of three or more.
    """
    number = grid.kinds == NUMBER
    rows = np.flatnonzero(number.any(1)).tolist()
    counts = number.sum(1)[rows]
    if len(rows) < 2 or counts[0] != 1 or (np.diff(counts) <= 0).any():
        return []
    columns = [np.flatnonzero(number[row]).tolist() for row in rows]
    out: list[Aggregation] = []
    misses = 0
    for row, below, parents, children in zip(rows, rows[1:], columns, columns[1:], strict=False):
        if children[0] < parents[0]:
            return []
        for parent, end in zip(parents, [*parents[1:], number.shape[1]], strict=True):
            parts = tuple((below, column) for column in children if parent <= column < end)
            if len(parts) < 2:
                continue
            close = abs(grid.values[row, parent] - sum(grid.values[part] for part in parts)) < _SLACK
            misses += not close
            evidence = ("closes",) if close else ("layout",)
            out.append(Aggregation("total", (row, parent), parts, "level total", _STRENGTH, evidence))
    return out if not misses or (misses == 1 and len(out) > 2) else []
