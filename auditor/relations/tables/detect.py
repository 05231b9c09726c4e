"""The pure core: from a grid of texts to the aggregations that it asserts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from auditor.relations.tables.aggregation import Aggregation
from auditor.relations.tables.charts import read_chart
from auditor.relations.tables.cumulative_lines import read_cumulative
from auditor.relations.tables.mean_lines import find_averages
from auditor.relations.tables.numeric_cells import NUMBER, NumberGrid, read_cells
from auditor.relations.tables.ratios import find_ratios
from auditor.relations.tables.rounding import Rounded, confirmed, told_apart
from auditor.relations.tables.shares_of_total import shares_of_total
from auditor.relations.tables.sums import find_sums
from auditor.relations.tables.table_layout import Layout, Lines, read_layout
from auditor.relations.tables.vocabulary import Vocabulary
from auditor.relations.tables.writing import write_average, write_ratio, write_sum

_ROUNDED = frozenset({"rounded", "share"})
_WORDY = 60
"""Rows of words that are read for what they say of the numbers."""


def detect(
    texts: Sequence[Sequence[str]],
    vocabulary: Vocabulary,
    indents: NDArray[np.intp] | None = None,
    grid: NumberGrid | None = None,
    around: Sequence[str] = (),
) -> list[Aggregation]:
    """Find the aggregations of a table.

    Args:
        texts: Rows of cells; rows may have different lengths.
        vocabulary: What words and marks mean in the table's language.
        indents: How far the label of each row is indented, of the shape (rows,), where the format says so.
        grid: The cells as numbers, where they are read already.
        around: What stands above and below the table and speaks of its numbers: its caption and its notes.

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
    said = [text for text in (*around, *_words(texts, grid, layout)) if text]
    whole = not any("some" in vocabulary.cues(text) for text in said)
    for lines in (layout.rows, layout.columns):
        out += _along(lines, whole=whole)
    out += shares_of_total(layout.columns, {a.aggregator for a in out if a.operator == "percentage"})
    heads = [texts[row][0] for row in range(layout.header) if texts[row]]
    dated = any("time" in vocabulary.cues(text) for text in heads)
    out += read_cumulative(layout.columns, [str(texts[row][0]) for row in layout.columns.slots], dated=dated)
    if not out:
        out = read_chart(grid)
    return confirmed(told_apart(out, grid.values, _rounded(texts, grid, layout, vocabulary, around)), grid.values)


def _rounded(
    texts: Sequence[Sequence[str]], grid: NumberGrid, layout: Layout, vocabulary: Vocabulary, around: Sequence[str]
) -> Rounded:
    """Return which numbers words say to be rounded: a head speaks for its column, a label for its row."""
    wordy = [vocabulary.cues(text) for text in (*around, *_words(texts, grid, layout, columns=1)) if text]
    shared = any("share" in cues for cues in (*wordy, *layout.columns.cues, *layout.rows.cues))
    rows, columns = (
        frozenset(
            int(at) for at, cues in zip(lines.positions, lines.cues, strict=True) if not _ROUNDED.isdisjoint(cues)
        )
        for lines in (layout.rows, layout.columns)
    )
    return Rounded(any("rounded" in cues for cues in wordy), rows, columns, shared)


def _along(lines: Lines, *, whole: bool) -> list[Aggregation]:
    """Find the aggregations of rows, or those of columns; `whole` where no word says that some lines are left out."""
    out: list[Aggregation] = []
    sums = find_sums(lines, stated=whole)
    for found in sums:
        out += write_sum(lines, found)
    totals = frozenset(found.aggregator for found in sums)
    mostly = frozenset(s.aggregator for s in sums if 2 * s.asserted.sum() >= s.live.sum())
    for average in find_averages(lines, mostly):
        out += write_average(lines, average)
    for ratio in find_ratios(lines, totals):
        out += write_ratio(lines, ratio)
    return out


def _words(
    texts: Sequence[Sequence[str]], grid: NumberGrid, layout: Layout, columns: int | None = None
) -> Iterator[str]:
    """Yield the texts of heads, of the first columns alone where so many are given, and of rows without numbers."""
    wordy = np.flatnonzero(~(grid.kinds == NUMBER).any(1) | (np.arange(len(grid.kinds)) < layout.header))
    rows = wordy[:_WORDY].tolist()
    return (text for row in rows for text in texts[row][: columns if row < layout.header else None])
