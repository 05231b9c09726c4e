"""How much a candidate sum is worth believing: bits of evidence from every slot where it closes, less those it misses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.relations.tables.candidates import slack
from auditor.relations.tables.layout import Lines

_MOST = 12.0
"""Bits that one slot can bring at most."""
_MISS = 5.0
"""Bits that one miss costs: a table that means a sum hardly ever gets it wrong."""
_OTHER_CLASS = 1.5
"""Bits that it costs to leave out a class of slots (shares beside counts) where the sum never closes."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What the slots of a table say about one candidate."""

    aggregator: int
    parts: tuple[int, ...]
    live: NDArray[np.bool_]
    """Slots where the aggregator is a number and at least one part stands."""
    close: NDArray[np.bool_]
    """Live slots where it closes within rounding."""
    exact: NDArray[np.bool_]
    """Live slots where it closes to the last printed digit."""
    open: NDArray[np.bool_]
    """Live slots where a part is not shown, so that nothing can be decided."""
    asserted: NDArray[np.bool_]
    """Live slots of the classes for which the sum is believed."""
    tolerance: NDArray[np.float64]
    bits: float
    """Evidence from arithmetic alone."""
    score: float
    """Evidence from arithmetic and structure, less the price of the candidate's shape."""
    joint: int
    """Close slots where at least two parts are other than zero."""


def weigh(lines: Lines, aggregator: int, parts: tuple[int, ...]) -> Evidence:
    """Weigh a candidate at every slot."""
    rows = np.array(parts, np.intp)
    values, numeric = lines.values[rows], lines.numeric[rows]
    whole = lines.values[aggregator]
    live = lines.numeric[aggregator] & lines.filled[rows].any(0)
    count = (values != 0).sum(0)
    unit = np.maximum(lines.unit[aggregator], np.where(numeric, lines.unit[rows], 0).max(0))
    signed = values.sum(0) - whole
    residual = np.abs(signed)
    floor = 1e-9 * np.abs(whole)
    exact = live & (residual <= 0.25 * unit + floor)
    tolerance = slack(unit, np.maximum(count, 2)) + floor
    close = live & (residual <= tolerance)
    unseen = live & lines.hidden[rows].any(0) & ~close & (signed < 0) & (whole > 0)
    unseen |= live & (count == 0) & lines.hidden[rows].any(0)
    close &= ~unseen | (count > 0)
    told = live & ~unseen & ((whole != 0) | (count > 1))
    best = 0.0
    asserted = np.zeros(len(live), np.bool_)
    mode_close = close
    for near in (exact, close):
        bits, use = _sum_bits(lines, aggregator, near, told, unit, np.where(near is exact, 0.5 * unit, tolerance), count)
        if bits > best:
            best, asserted, mode_close = bits, use, near
    joint = int((mode_close & asserted & (count > 1) & told & (whole != 0)).sum())
    return Evidence(aggregator, parts, live, close, exact, unseen, asserted & live, tolerance, best, best, joint)


def _sum_bits(
    lines: Lines,
    aggregator: int,
    near: NDArray[np.bool_],
    told: NDArray[np.bool_],
    unit: NDArray[np.float64],
    tolerance: NDArray[np.float64],
    count: NDArray[np.intp],
) -> tuple[float, NDArray[np.bool_]]:
    """Add up the bits of all slots, leaving out the classes of slots where the sum does not hold."""
    whole = lines.values[aggregator]
    size = np.abs(whole)
    chance = (2.0 * tolerance + unit) / (size + 2.0 * tolerance + unit)
    hits = near & told & (size > 0)
    chance = np.where(count < 2, np.maximum(chance, 0.4), chance)
    chance = np.maximum(chance, lines.ties[aggregator])
    gain = np.minimum(-np.log2(chance), _MOST) * hits * lines.rarity[aggregator]
    loss = _MISS * (1.0 - np.minimum(chance, 0.9)) * (told & ~near)
    net = gain - loss
    classes = lines.classes
    if classes.max(initial=0) == 0:
        return float(net.sum()), np.ones(len(net), np.bool_)
    by_class = np.bincount(classes, net)
    use = by_class > -_OTHER_CLASS
    total = float(np.where(use, by_class, -_OTHER_CLASS).sum())
    return total, use[classes] & (np.bincount(classes, hits)[classes] > 0)
