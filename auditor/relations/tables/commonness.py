"""How common a number is among those beside it: what repeats is met by accident."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_PROPORTIONAL = 0.01
"""Spread of a share, relative to itself, that rounding alone may make."""


def commonness(
    values: NDArray[np.float64], number: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how common each value is in its slot, and how rare in its line."""
    ties = _repeats(values, number) / np.maximum(1, number.sum(0))
    rarity = (_repeats(values.T, number.T).T + 1.0) ** -0.8
    return ties, rarity


def sameness(whole: NDArray[np.float64], parts: NDArray[np.float64]) -> float:
    """Return which share of the slots repeats others: slots where each part is the same share of the whole.

    A table of which all lines are multiples of one another closes everywhere or nowhere.

    Args:
        whole: of each slot, none of them 0.
        parts: (parts, slots).
    """
    count = len(whole)
    if count < 2:
        return 0.0
    shares = parts / whole
    mean = np.abs(shares.mean(1))
    if (shares.std(1) <= _PROPORTIONAL * mean).all():
        return 1.0 - 1.0 / count
    return 1.0 - len({tuple(column) for column in np.round(shares.T, 3).tolist()}) / count


def _repeats(values: NDArray[np.float64], number: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Count, for each number, how many others of its column are equal to it."""
    if not values.size:
        return np.zeros(values.shape)
    shown = np.where(number, values, np.inf)
    order = np.argsort(shown, axis=0, kind="stable")
    ranked = np.take_along_axis(shown, order, axis=0)
    start = np.ones(values.shape, np.bool_)
    start[1:] = ranked[1:] != ranked[:-1]
    group = np.cumsum(start.ravel(order="F")).reshape(values.shape, order="F") - 1
    count = np.bincount(group.ravel())[group] - 1.0
    out = np.empty(values.shape)
    np.put_along_axis(out, order, count, axis=0)
    return np.where(number, out, 0.0)
