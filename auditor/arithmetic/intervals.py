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
        """Return the entries at these rows."""
        return Intervals(self.value[rows], self.low[rows], self.high[rows])

    def scaled(self, factor: Floats | float) -> Intervals:
        """Multiply by a factor that is not negative."""
        return Intervals(self.value * factor, self.low * factor, self.high * factor)

    def magnitude(self) -> Intervals:
        """Return the absolute values; an interval over zero begins at zero."""
        low, high = np.abs(self.low), np.abs(self.high)
        over_zero = (self.low < 0) & (self.high > 0)
        return Intervals(np.abs(self.value), np.where(over_zero, 0.0, np.minimum(low, high)), np.maximum(low, high))

    def negated(self) -> Intervals:
        """Return the same intervals on the other side of zero."""
        return Intervals(-self.value, -self.high, -self.low)

    def minus(self, other: Intervals) -> Intervals:
        """Subtract, bounds against bounds."""
        return Intervals(self.value - other.value, self.low - other.high, self.high - other.low)

    def over(self, other: Intervals) -> Intervals:
        """Divide one not negative interval by another; by zero gives infinity (and nan for the value)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            value = self.value / other.value
            low = np.where((other.high > 0) & np.isfinite(other.high), self.low / other.high, 0.0)
            high = np.where(other.low > 0, self.high / other.low, np.inf)
        return Intervals(value, low, high)

    def widened(self, room: Floats | float) -> Intervals:
        """Move both bounds outward."""
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
        """Return the entries at these rows."""
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
    """Compare stated with computed: do the intervals meet, and is an open hedge stretched beyond belief?

    Args:
        stated: What the document says.
        computed: What follows from its other figures.
        tolerance: Absolute difference that is no difference.
        slack: How far (absolute) the values may lie apart under an open hedge such as "at least".
        stated_open: Where the stated figure has an open end.
        computed_open: Where a figure that was computed with has one.
    """
    difference = stated.minus(computed)
    near = room(stated.value, computed.value, tolerance)
    consistent = (difference.low <= near) & (difference.high >= -near)
    limit = np.maximum(slack, near)
    far = consistent & (stated_open | computed_open) & (np.abs(difference.value) > limit)
    outcome = np.where(consistent, HOLDS, FAILS).astype(np.int8)
    outcome[far] = UNDECIDED
    return Comparison(outcome, difference, far, near, np.where(stated_open, limit, np.nan))
