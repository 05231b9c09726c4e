"""What a relation states and what it computes, as intervals with the room of their printing: one entry a relation.

The checks of the kinds (`auditor.kinds`) are made of these. Nothing here knows text or severity.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from auditor.arithmetic.added_parts import allowed
from auditor.arithmetic.figure_columns import COUNTED, FRACTION, FigureColumns
from auditor.arithmetic.intervals import HOLDS, Comparison, Flags, Floats, Intervals, Places
from auditor.arithmetic.relation_columns import CheckedColumns
from auditor.arithmetic.tolerance import Tolerance

__all__ = ["allowed", "as_per_cent", "best", "checked", "printed", "slack", "stated_result"]


def printed(columns: FigureColumns, rows: Places, tolerance: Tolerance) -> Intervals:
    """Return figures with the room of their printing.

    Args:
        columns: The figures of a document.
        rows: Which of them, one row a relation or a part.
        tolerance: Of the rule.

    Returns:
        Intervals of shape (rows,), in the units of the figures; "about" widens them by the tolerance.
    """
    value, low, high = columns.printed(tolerance.about).take(rows, axis=1)
    return Intervals(value, low, high)


def slack(stated: Intervals, tolerance: Tolerance) -> Floats:
    """Return how far stated and computed may lie apart under an open hedge such as "at least".

    Args:
        stated: What is stated, one entry a relation.
        tolerance: Of the rule; its `hedge` is a share of the stated value.

    Returns:
        Floats of the shape of `stated`, in its units.
    """
    return tolerance.hedge * np.abs(stated.value)


def as_per_cent(given: Intervals, family: npt.NDArray[np.int8]) -> Intervals:
    """Return fractions as per cent.

    Args:
        given: Stated results.
        family: The family of unit of each, of the same shape.

    Returns:
        Intervals of the same shape: fractions times 100, all else as it is.
    """
    return given.scaled(np.where(family == FRACTION, 100.0, 1.0))


def stated_result(columns: FigureColumns, rows: Places, tolerance: Tolerance) -> Intervals:
    """Return stated results (per cent, mean, change) with the units of their last digit that rounding may take.

    Args:
        columns: The figures of a document.
        rows: Which of them, one row a relation or a part.
        tolerance: Of the rule.

    Returns:
        Intervals of shape (rows,); fractions as per cent.
    """
    given = columns.given.take(rows)
    room = np.where(np.isnan(columns.unit[rows]), 0.0, tolerance.last_digit * columns.unit[rows])
    # What "1.2 million" leaves open is in its interval; its digits are not units of the number.
    room = np.where((columns.family[rows] == COUNTED) & (given.low < given.high), 0.0, room)
    low, high = np.minimum(given.low, given.value - room), np.maximum(given.high, given.value + room)
    return as_per_cent(Intervals(given.value, low, high), columns.family[rows])


def best(ways: Sequence[tuple[Comparison, Intervals, Flags]]) -> CheckedColumns:
    """Return for each relation, of several ways to compute, the applicable one that fits best.

    Args:
        ways: The comparison, what was computed, and for which relations that way applies; each one entry a relation.

    Returns:
        One entry a relation.
    """
    ranks = []
    for comparison, _, applies in ways:
        misfit = np.nan_to_num(np.abs(comparison.difference.value), nan=np.inf)
        rank = np.where(comparison.outcome == HOLDS, -1.0, misfit)
        ranks.append(np.where(applies, rank, np.inf))
    chosen = np.argmin(np.vstack(ranks), axis=0)

    def column(values: list[npt.NDArray[Any]]) -> npt.NDArray[Any]:
        return np.asarray(np.choose(chosen, values))

    compared = [comparison for comparison, _, _ in ways]
    gaps = [comparison.difference for comparison in compared]
    difference = Intervals(*(column([getattr(gap, end) for gap in gaps]) for end in ("value", "low", "high")))
    comparison = Comparison(
        column([each.outcome for each in compared]).astype(np.int8),
        difference,
        column([each.far for each in compared]),
        column([each.room for each in compared]),
        column([each.reach for each in compared]),
    )
    return checked(comparison, column([computed.value for _, computed, _ in ways]))


def checked(comparison: Comparison, computed: Floats) -> CheckedColumns:
    """Return what comparing gave, where nothing is left over and rounding explains nothing.

    Args:
        comparison: Stated against computed.
        computed: What the figures give, one entry a relation.

    Returns:
        One entry a relation, without residuals.
    """
    count = len(computed)
    return CheckedColumns(comparison, computed, np.full(count, np.nan), np.zeros(count, dtype=np.bool_))
