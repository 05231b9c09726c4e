"""The pure core: from a grid of texts to the aggregations that it asserts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from auditor.relations.tables.aggregation import Aggregation
from auditor.relations.tables.averages import find_averages
from auditor.relations.tables.cells import NumberGrid, read_cells
from auditor.relations.tables.layout import read_layout
from auditor.relations.tables.ratios import find_ratios
from auditor.relations.tables.sums import find_sums
from auditor.relations.tables.vocabulary import Vocabulary
from auditor.relations.tables.writing import write_average, write_ratio, write_sum


def detect(
    texts: Sequence[Sequence[str]],
    vocabulary: Vocabulary,
    indents: NDArray[np.intp] | None = None,
    grid: NumberGrid | None = None,
) -> list[Aggregation]:
    """Find the aggregations of a table."""
    if grid is None:
        grid = read_cells(texts, vocabulary)
    layout = read_layout(texts, grid, vocabulary, indents)
    out: list[Aggregation] = []
    for lines in (layout.rows, layout.columns):
        sums = find_sums(lines)
        for found in sums:
            out += write_sum(lines, found)
        totals = frozenset(found.aggregator for found in sums)
        for average in find_averages(lines, totals):
            out += write_average(lines, average)
        for ratio in find_ratios(lines, totals):
            out += write_ratio(lines, ratio)
    return out
