"""Sums of exact whole numbers, by far the most that is checked: what the interval arithmetic gives, without intervals.

Where every figure of a relation is one number printed to the unit ("18,850"), low, value and high are the same, no
hedge is open and nothing is rounded: one sum and one difference are enough. The results are the same to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from auditor.columns import EXACT, FigureColumns
from auditor.groups import Checked, Group, replaced
from auditor.intervals import EPSILON, FAILS, HOLDS, PRECISION, Comparison, Flags, Floats, Intervals
from auditor.rulebook.model import Tolerance

Check = Callable[[Group, FigureColumns, Tolerance], Checked]
MOST_OTHERS = 0.75
"""Share of parts, or of relations, that are not exact from which on the quick way saves nothing."""


def exact_rows(columns: FigureColumns) -> Flags:
    """Flag the figures that are one number printed to the unit."""
    given = columns.given
    flags = given.low == given.value
    flags &= given.high == given.value
    flags &= columns.unit == 1
    flags &= columns.bound == EXACT
    flags &= ~columns.open_end
    return np.asarray(flags, dtype=np.bool_)


def either(fast: Check, slow: Check) -> Check:
    """Make a check that takes the fast way for relations whose figures are all exact, and the slow one for others."""

    def check(group: Group, columns: FigureColumns, tolerance: Tolerance) -> Checked:
        exact = exact_rows(columns)
        if exact.all():
            return fast(group, columns, tolerance)
        soft = np.flatnonzero(~exact.take(group.parts))
        if len(soft) > len(group.parts) * MOST_OTHERS:
            return slow(group, columns, tolerance)
        chosen = exact.take(group.wholes)
        chosen[group.owners(soft)] = False
        others = np.flatnonzero(~chosen)
        if len(others) > len(chosen) * MOST_OTHERS:
            return slow(group, columns, tolerance)
        # The quick way over all and the slow one over some takes less than telling them apart.
        checked = fast(group, columns, tolerance)
        return replaced(checked, others, slow(group.take(others), columns, tolerance)) if len(others) else checked

    return check


def total(group: Group, columns: FigureColumns, tolerance: Tolerance) -> Checked:
    """Check exact parts that make up an exact whole."""
    computed, difference, room = _sides(group, columns, tolerance)
    gap = np.abs(difference)
    fails = gap > room
    failing = np.flatnonzero(fails)
    counts = group.counts[failing]
    rounding = np.zeros(len(gap), dtype=np.bool_)
    # Each figure may be off by half a unit.
    rounding[failing] = (gap[failing] <= 0.5 * (counts + 1)) & (counts > 2)
    return _checked(computed, difference, fails, room, np.full(len(gap), np.nan), rounding)


def subset(group: Group, columns: FigureColumns, tolerance: Tolerance) -> Checked:
    """Check exact parts that are among an exact whole."""
    computed, difference, room = _sides(group, columns, tolerance)
    fails = difference < -room
    residual = np.where(fails, np.nan, np.maximum(difference, 0.0))
    return _checked(computed, difference, fails, room, residual, np.zeros(len(room), dtype=np.bool_))


def _sides(group: Group, columns: FigureColumns, tolerance: Tolerance) -> tuple[Floats, Floats, Floats]:
    """Give the sums of the parts, the wholes less these, and the difference that is none."""
    value = columns.given.value
    stated = value.take(group.wholes)
    computed = np.add.reduceat(value.take(group.parts), group.starts) if len(stated) else np.empty(0)
    size = np.abs(stated)
    allowed = group.allowance
    if tolerance.absolute or tolerance.relative:
        allowed = np.maximum(tolerance.absolute + tolerance.relative * size, allowed)
    np.maximum(size, np.abs(computed), out=size)
    size *= PRECISION
    np.maximum(size, EPSILON, out=size)
    size += allowed
    return computed, stated - computed, size


def _checked(
    computed: Floats, difference: Floats, fails: Flags, room: Floats, residual: Floats, rounding: Flags
) -> Checked:
    comparison = Comparison(
        np.where(fails, np.int8(FAILS), np.int8(HOLDS)),
        Intervals(difference, difference, difference),
        np.zeros(len(room), dtype=np.bool_),
        room,
        np.full(len(room), np.nan),
    )
    return Checked(comparison, computed, residual, rounding)
