"""The pure core: from a grid of texts to the aggregations that it asserts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from auditor.relations.tables.aggregation import Aggregation
from auditor.relations.tables.cells import NumberGrid, read_cells
from auditor.relations.tables.evidence import Evidence
from auditor.relations.tables.layout import Lines, read_layout
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
        for evidence in find_sums(lines):
            out += _aggregations(lines, evidence)
    return out


def _aggregations(lines: Lines, evidence: Evidence) -> list[Aggregation]:
    """Write a sum out at every slot where it is asserted."""
    out = []
    live, close = evidence.live, evidence.close
    asserted = evidence.asserted
    hits, misses = int((close & asserted).sum()), int((asserted & ~close & ~evidence.open).sum())
    strong = hits >= 2 and hits >= 3 * misses
    turned = lines.along == "column"
    a = int(lines.positions[evidence.aggregator])
    for j in np.flatnonzero(live):
        if not asserted[j] or not (close[j] or strong):
            continue
        slot = int(lines.slots[j])
        cells = tuple(
            (slot, int(lines.positions[p])) if turned else (int(lines.positions[p]), slot)
            for p in evidence.parts if lines.filled[p, j]
        )
        out.append(Aggregation("total", (slot, a) if turned else (a, slot), cells,
                               "row total" if turned else "column total",
                               tolerance=float(evidence.tolerance[j])))
    return out
