"""The pure core: from a grid of texts to the aggregations that it asserts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from auditor.relations.tables.aggregation import Aggregation
from auditor.relations.tables.charts import read_chart
from auditor.relations.tables.mean_lines import find_averages
from auditor.relations.tables.numeric_cells import NUMBER, NumberGrid, read_cells
from auditor.relations.tables.ratios import find_ratios
from auditor.relations.tables.rounding import confirmed, told_apart
from auditor.relations.tables.sums import find_sums
from auditor.relations.tables.table_layout import Layout, read_layout
from auditor.relations.tables.vocabulary import Vocabulary
from auditor.relations.tables.writing import write_average, write_ratio, write_sum

_WORDY = 60
"""Rows of words that are read for what they say of the numbers."""


def detect(
    texts: Sequence[Sequence[str]],
    vocabulary: Vocabulary,
    indents: NDArray[np.intp] | None = None,
    grid: NumberGrid | None = None,
) -> list[Aggregation]:
    """Find the aggregations of a table.

    Args:
        texts: Rows of cells; rows may have different lengths.
        vocabulary: What words and marks mean in the table's language.
        indents: How far the label of each row is indented, of the shape (rows,), where the format says so.
        grid: The cells as numbers, where they are read already.

    Returns:
        Sums, averages and ratios along rows and columns, in grid positions; where there are none, what a chart's
        numbers say.
    """
    if grid is None:
        grid = read_cells(texts, vocabulary)
    if not (grid.kinds == NUMBER).any():
        return []
    layout = read_layout(texts, grid, vocabulary, indents)
    out: list[Aggregation] = []
    for lines in (layout.rows, layout.columns):
        sums = find_sums(lines)
        for found in sums:
            out += write_sum(lines, found)
        totals = frozenset(found.aggregator for found in sums)
        mostly = frozenset(s.aggregator for s in sums if 2 * s.asserted.sum() >= s.live.sum())
        for average in find_averages(lines, mostly):
            out += write_average(lines, average)
        for ratio in find_ratios(lines, totals):
            out += write_ratio(lines, ratio)
    if not out:
        out = read_chart(grid)
    return confirmed(told_apart(out, grid.values, scaled=_scaled(texts, grid, layout, vocabulary)), grid.values)


def _scaled(texts: Sequence[Sequence[str]], grid: NumberGrid, layout: Layout, vocabulary: Vocabulary) -> bool:
    """Whether heads, labels or notes have words of rounded numbers: units, money, "thousands"."""
    if any("rounded" in cues for cues in (*layout.rows.cues, *layout.columns.cues)):
        return True
    wordy = np.flatnonzero(~(grid.kinds == NUMBER).any(1) | (np.arange(len(grid.kinds)) < layout.header))
    return any("rounded" in vocabulary.cues(text) for row in wordy[:_WORDY].tolist() for text in texts[row] if text)
