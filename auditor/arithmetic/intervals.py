"""Intervals as numpy arrays, and the comparison of what is stated with what is computed.

All functions work on whole columns at once: one entry a relation. Nothing here knows figures, rules or text.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

HOLDS, FAILS, UNDECIDED, NOT_EVALUATED = 0, 1, 2, 3

EPSILON = 1e-9
"""Room for binary fractions: 0.1 + 0.2 is 0.3."""
PRECISION = 1e-13
"""The same, relative to large numbers: sums and ratios of so many digits are exact but for the last."""


@dataclass(frozen=True, slots=True)
class Intervals:
    """Values with their lower and upper bounds, three arrays of one length; an open end is infinite."""

    value: Floats
    low: Floats
    high: Floats

    def take(self, rows: Places | Flags) -> Intervals:
        """Return the entries at these rows.

        Args:
            rows: Positions, or one flag an entry.

        Returns:
            Copies, in the order of `rows`.
        """
        return Intervals(self.value[rows], self.low[rows], self.high[rows])

    def scaled(self, factor: Floats | float) -> Intervals:
        """Return the intervals multiplied by a factor.

        Args:
            factor: Zero or more; one for all, or one an entry.

        Returns:
            Intervals of the same length.
        """
        return Intervals(self.value * factor, self.low * factor, self.high * factor)

    def magnitude(self) -> Intervals:
        """Return the absolute values; an interval over zero begins at zero.

        Returns:
            Intervals of the same length.
        """
        low, high = np.abs(self.low), np.abs(self.high)
        over_zero = (self.low < 0) & (self.high > 0)
        return Intervals(np.abs(self.value), np.where(over_zero, 0.0, np.minimum(low, high)), np.maximum(low, high))

    def negated(self) -> Intervals:
        """Return the same intervals on the other side of zero.

        Returns:
            Intervals of the same length; low is minus high, and the reverse.
        """
        return Intervals(-self.value, -self.high, -self.low)

    def minus(self, other: Intervals) -> Intervals:
        """Return these intervals less others: the lowest less the highest, and the reverse.

        Args:
            other: Intervals of the same length.

        Returns:
            Everything that differences of values within both can be; as everywhere here without outward rounding
            (`EPSILON` makes up for it).
        """
        return Intervals(self.value - other.value, self.low - other.high, self.high - other.low)

    def over(self, other: Intervals) -> Intervals:
        """Return these intervals divided by others.

        Args:
            other: Intervals of the same length; neither these nor those are below zero.

        Returns:
            Quotients; where `other` may be zero, high is infinite, and where it is zero, the value is infinite (nan for
            0 / 0).
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            value = self.value / other.value
            low = np.where((other.high > 0) & np.isfinite(other.high), self.low / other.high, 0.0)
            high = np.where(other.low > 0, self.high / other.low, np.inf)
        return Intervals(value, low, high)

    def widened(self, room: Floats | float) -> Intervals:
        """Return the intervals with both bounds moved outward.

        Args:
            room: By how much, zero or more; for all, or one an entry.

        Returns:
            Intervals of the same length and with the same values.
        """
        return Intervals(self.value, self.low - room, self.high + room)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing a stated column with a computed one gave; one entry a relation."""

    outcome: npt.NDArray[np.int8]
    """HOLDS, FAILS or UNDECIDED."""
    difference: Intervals
    """Stated minus computed."""
    far: Flags
    """An open hedge alone would allow the difference, but it is too large for the hedge to explain."""
    room: Floats
    """A difference up to this is none."""
    reach: Floats
    """How far the values may lie apart under the open hedge of the stated figure; nan where it has none."""

    def take(self, rows: Places) -> Comparison:
        """Return the entries at these rows.

        Returns:
            Copies, in the order of `rows`.
        """
        columns = (self.far[rows], self.room[rows], self.reach[rows])
        return Comparison(self.outcome[rows], self.difference.take(rows), *columns)


def room(stated: Floats, computed: Floats, tolerance: Floats | float) -> Floats:
    """Return the tolerance plus what binary fractions need, one entry a relation."""
    made = np.abs(stated)
    np.maximum(made, np.abs(computed), out=made)
    made *= PRECISION
    np.maximum(made, EPSILON, out=made)
    made += tolerance
    return made


def compare(
    stated: Intervals,
    computed: Intervals,
    tolerance: Floats | float,
    slack: Floats | float,
    stated_open: Flags,
    computed_open: Flags,
) -> Comparison:
    """Compare stated with computed: do the intervals meet, or is an open hedge stretched beyond belief.

    What is stated is consistent where its interval meets that of what is computed, as in XBRL Calculations 1.1.

    Args:
        stated: What the document says.
        computed: What follows from its other figures.
        tolerance: Absolute difference that is no difference.
        slack: How far (absolute) the values may lie apart under an open hedge such as "at least".
        stated_open: Where the stated figure has an open end.
        computed_open: Where a figure that was computed with has one.

    Returns:
        One entry a relation, aligned with `stated`: FAILS where the intervals do not meet, UNDECIDED where they do and
        yet the values lie further apart than `slack` under an open end, else HOLDS.
    """
    difference = stated.minus(computed)
    near = room(stated.value, computed.value, tolerance)
    consistent = (difference.low <= near) & (difference.high >= -near)
    limit = np.maximum(slack, near)
    far = consistent & (stated_open | computed_open) & (np.abs(difference.value) > limit)
    outcome = np.where(consistent, HOLDS, FAILS).astype(np.int8)
    outcome[far] = UNDECIDED
    return Comparison(outcome, difference, far, near, np.where(stated_open, limit, np.nan))
