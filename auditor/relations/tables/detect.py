"""The pure core: from a grid of texts to the aggregations that it asserts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from auditor.relations.tables.aggregation import Aggregation
from auditor.relations.tables.cells import NumberGrid, read_cells
from auditor.relations.tables.evidence import Evidence
from auditor.relations.tables.averages import Average, find_averages
from auditor.relations.tables.layout import Lines, read_layout
from auditor.relations.tables.ratios import Ratio, find_ratios
from auditor.relations.tables.sums import find_sums
from auditor.relations.tables.vocabulary import Vocabulary


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
        for evidence in sums:
            out += _aggregations(lines, evidence)
        totals = frozenset(e.aggregator for e in sums)
        for average in find_averages(lines, totals):
            out += _averages(lines, average)
        for ratio in find_ratios(lines, totals):
            out += _ratios(lines, ratio)
    return out


def _aggregations(lines: Lines, evidence: Evidence) -> list[Aggregation]:
    """Write a sum out at every slot where it is asserted."""
    out = []
    live, close = evidence.live, evidence.close
    asserted = evidence.asserted
    strong = evidence.basis == "layout" or (evidence.hits >= 2 and evidence.hits >= 3 * evidence.misses)
    turned = lines.along == "column"
    a = int(lines.positions[evidence.aggregator])
    for j in np.flatnonzero(live):
        if not asserted[j] or not (close[j] or strong):
            continue
        slot = int(lines.slots[j])
        cells = tuple(
            (slot, int(lines.positions[p])) if turned else (int(lines.positions[p]), slot)
            for p in evidence.parts
            if lines.filled[p, j]
        )
        out.append(
            Aggregation(
                "total",
                (slot, a) if turned else (a, slot),
                cells,
                "row total" if turned else "column total",
                tolerance=float(evidence.tolerance[j]),
            )
        )
    return out


def _place(lines: Lines, line: int, slot: int) -> tuple[int, int]:
    """Give the grid position of a line's cell at a slot."""
    along, across = int(lines.positions[line]), int(lines.slots[slot])
    return (across, along) if lines.along == "column" else (along, across)


def _averages(lines: Lines, average: Average) -> list[Aggregation]:
    """Write an average out at every slot where it is asserted."""
    out = []
    strong = average.hits >= 2 and average.hits >= 3 * average.misses
    for j in np.flatnonzero(average.asserted):
        if average.close[j] or strong:
            cells = tuple(_place(lines, p, int(j)) for p in average.parts if lines.filled[p, j])
            out.append(
                Aggregation(
                    "average",
                    _place(lines, average.aggregator, int(j)),
                    cells,
                    f"{lines.along} average",
                    tolerance=float(average.tolerance[j]),
                )
            )
    return out


def _ratios(lines: Lines, ratio: Ratio) -> list[Aggregation]:
    """Write a share or a change out at every slot where it is asserted."""
    out = []
    strong = ratio.hits >= 2 and ratio.hits >= 3 * ratio.misses
    for j in np.flatnonzero(ratio.asserted):
        if ratio.close[j] or strong:
            place = [_place(lines, i, int(j)) for i in (ratio.aggregator, ratio.base, ratio.part)]
            cells = (place[1], place[2]) if ratio.operator == "percentage" else (place[2], place[1])
            out.append(
                Aggregation(
                    ratio.operator,
                    place[0],
                    cells,
                    f"{lines.along} {ratio.operator}",
                    tolerance=float(ratio.tolerance[j]),
                )
            )
    return out
