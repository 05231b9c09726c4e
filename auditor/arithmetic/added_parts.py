"""Sums of parts against their wholes, by far the most that is checked.

Where every figure of a relation is one number printed to the unit ("18,850"), low, value and high are the same, no
hedge is open and nothing is rounded: one sum and one difference are enough.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from auditor.arithmetic.figure_columns import EXACT, HEDGED, OPEN, ROUNDED, FigureColumns
from auditor.arithmetic.intervals import FAILS, UNDECIDED, Comparison, Flags, Floats, Intervals, room
from auditor.arithmetic.relation_columns import CheckedColumns, RelationColumns
from auditor.arithmetic.tolerance import Tolerance


def allowed(stated: Floats, tolerance: Tolerance, allowance: Floats) -> Floats:
    """Return the difference that is none by the rule, or that the reading of each relation allows.

    Args:
        stated: The stated values, of shape (relations,); `tolerance.relative` is a share of them.
        tolerance: The rule's.
        allowance: What the reading of each relation allows, of the same shape.

    Returns:
        The greater of both for each relation, absolute, in the figures' own unit.
    """
    if not (tolerance.absolute or tolerance.relative):
        return allowance
    return np.maximum(tolerance.absolute + tolerance.relative * np.abs(stated), allowance)


def total(group: RelationColumns, columns: FigureColumns, tolerance: Tolerance) -> CheckedColumns:
    """Check parts that make up a whole; also what was taken and what remained.

    A whole holds where its interval meets that of the sum of its parts, as in XBRL Calculations 1.1. Beyond that, a
    bound that a hedge leaves open ("at least") does not allow any difference: one that the hedge would hide is
    undecided, and fails where the whole is stated to be the total and is not reached.

    Args:
        group: The relations, each with a whole and at least one part.
        columns: The figures.
        tolerance: The rule's.

    Returns:
        One entry a relation, in the order of the group; nothing is left open, so `residual` is nan.
    """
    sides = _sides(group, columns, tolerance)
    difference, near = sides.difference, sides.room
    if sides.traits:
        holds = difference.low <= near
        holds &= difference.high >= -near
    else:
        holds = np.abs(difference.value) <= near
    outcome = np.logical_not(holds).view(np.int8)
    far, reach = sides.flags, sides.none
    if sides.traits & OPEN:
        whole_open, limit = sides.open_wholes(), sides.limit(tolerance)
        far = holds & (whole_open | sides.any_part(OPEN)) & (np.abs(difference.value) > limit)
        outcome[far] = UNDECIDED
        # "in total at least 602", of which 127 and 166: both may be more, and yet the total is not reached.
        outcome[far & whole_open & (difference.value > 0)] = FAILS
        reach = np.where(whole_open, limit, np.nan)
    rounding = _rounding(sides, outcome)
    return CheckedColumns(Comparison(outcome, difference, far, near, reach), sides.computed, sides.none, rounding)


def subset(group: RelationColumns, columns: FigureColumns, tolerance: Tolerance) -> CheckedColumns:
    """Check parts that are among a whole and need not exhaust it.

    Args:
        group: The relations, each with a whole and at least one part.
        columns: The figures.
        tolerance: The rule's.

    Returns:
        One entry a relation, in the order of the group; `residual` is what is left of the whole, nan where a figure is
        hedged or the relation does not plainly hold.
    """
    sides = _sides(group, columns, tolerance)
    difference, near = sides.difference, sides.room
    holds = difference.high >= -near
    outcome = np.logical_not(holds).view(np.int8)
    far, reach = sides.flags, sides.none
    if sides.traits & OPEN:
        whole_open, limit = sides.open_wholes(), sides.limit(tolerance)
        far = holds & whole_open & (-difference.value > limit)
        outcome[far] = UNDECIDED
        reach = np.where(whole_open, limit, np.nan)
    sharp = holds & ~far
    if sides.traits & HEDGED:
        sharp &= ~(sides.any_part(HEDGED) | ((columns.traits.take(group.wholes) & HEDGED) != 0))
    residual = np.where(sharp, np.maximum(difference.value, 0.0), np.nan)
    return CheckedColumns(Comparison(outcome, difference, far, near, reach), sides.computed, residual, sides.flags)


@dataclass(frozen=True, slots=True)
class _Sides:
    """Wholes and the sums of their parts, one entry a relation."""

    group: RelationColumns
    columns: FigureColumns
    stated: Floats
    computed: Floats
    difference: Intervals
    room: Floats
    """A difference up to this is none."""
    traits: int
    """All traits of the figures."""
    none: Floats
    flags: Flags
    """nan and False throughout."""

    def any_part(self, trait: int) -> Flags:
        """Return for each relation whether a part has a trait."""
        return self.group.any((self.columns.traits.take(self.group.parts) & trait) != 0)

    def open_wholes(self) -> Flags:
        """Return which wholes have an open bound."""
        return np.asarray((self.columns.traits.take(self.group.wholes) & OPEN) != 0, dtype=np.bool_)

    def limit(self, tolerance: Tolerance) -> Floats:
        """Return how far the values may lie apart under an open hedge such as "at least"."""
        return np.maximum(tolerance.hedge * np.abs(self.stated), self.room)


def _sides(group: RelationColumns, columns: FigureColumns, tolerance: Tolerance) -> _Sides:
    """Return the wholes, the sums of the parts, and the difference that is none."""
    wholes, parts = columns.traits.take(group.wholes), columns.traits.take(group.parts)
    traits = int(np.bitwise_or.reduce(wholes) | np.bitwise_or.reduce(parts))
    if traits:
        printed = columns.printed(tolerance.about)
        stated, low, high = printed.take(group.wholes, axis=1)
        computed, least, most = group.sums_of(printed)
        if traits & ROUNDED and tolerance.mixed_rounding:
            rounded = np.flatnonzero(wholes & ROUNDED)
            more = _mixed(group.take(rounded), columns, printed, high[rounded] - stated[rounded])
            least[rounded] -= more
            most[rounded] += more
        low -= most
        high -= least
        difference = Intervals(stated - computed, low, high)
    else:
        values = columns.printed(tolerance.about)[:1]
        stated, computed = values[0].take(group.wholes), group.sums_of(values)[0]
        gap = stated - computed
        difference = Intervals(gap, gap, gap)
    near = room(stated, computed, allowed(stated, tolerance, group.allowance))
    none, flags = np.full(len(near), np.nan), np.zeros(len(near), dtype=np.bool_)
    return _Sides(group, columns, stated, computed, difference, near, traits, none, flags)


def _mixed(group: RelationColumns, columns: FigureColumns, printed: Floats, width: Floats) -> Floats:
    """Return by how much the sums may be off where parts are rounded no less than their whole, though no word says so.

    "1.4 million: 500,000 and 850,000".
    """
    plain = (columns.bound[group.parts] == EXACT) & (printed[1, group.parts] == printed[2, group.parts])
    round_units = np.where(plain & (columns.round_unit[group.parts] > 1), columns.round_unit[group.parts], 0.0)
    return group.added(np.minimum(0.5 * round_units, width.take(group.owner)))


def _rounding(sides: _Sides, outcome: npt.NDArray[np.int8]) -> Flags:
    """Return which failing sums of three or more are off by no more than rounding of each figure at its last digit."""
    failing = np.flatnonzero(outcome == FAILS)
    gap, counts = np.abs(sides.difference.value.take(failing)), sides.group.counts.take(failing)
    near = np.flatnonzero((gap <= 0.5 * (counts + 1)) & (counts > 2))  # a last digit is worth one at most
    if not len(near):
        return sides.flags
    failing, gap = failing[near], gap[near]
    made, some, unit = sides.flags.copy(), sides.group.take(failing), sides.columns.unit
    halves = [np.nan_to_num(0.5 * np.minimum(unit[rows], 1.0)) for rows in (some.wholes, some.parts)]
    made[failing] = gap <= halves[0] + some.added(halves[1])
    return made
