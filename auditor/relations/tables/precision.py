"""How precisely the numbers of a table are printed, and which of them are of one kind and may add up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_COMPUTED = 3
"""Figures with more decimals were computed, not published."""
_SEVERAL = 4
"""Numbers of ten and more, none with decimals, that show that smaller ones alone have them."""
_BROKEN = 0.2
"""Share of figures with decimals from which a slot is not one of whole numbers."""
_RATIO = 1.5
"""Fractions whose median is not above this are ratios rather than amounts."""
_KINDS = frozenset({"share", "change", "rate", "average"})


def classes_of(
    values: NDArray[np.float64],
    number: NDArray[np.bool_],
    decimals: NDArray[np.int8],
    percent: NDArray[np.bool_],
    cues: Sequence[frozenset[str]],
) -> NDArray[np.intp]:
    """Sort slots into classes of figures that may add up together: same precision, same kind by its head."""
    keys: dict[tuple[object, ...], int] = {}
    out = np.full(values.shape[1], -1, np.intp)
    count = number.sum(0)
    fractions = (number & (values != np.rint(values))).sum(0)
    broken = fractions / np.maximum(count, 1) > _BROKEN
    precise, percents = (number & (decimals != 0)).any(0), 2 * (number & percent).sum(0) > count
    for j in np.flatnonzero((number & (values != 0)).any(0)).tolist():
        ratio = broken[j] and 0 < np.median(np.abs(values[number[:, j], j])) <= _RATIO
        key = (bool(precise[j]), bool(broken[j]), bool(ratio), bool(percents[j]), cues[j] & _KINDS)
        out[j] = keys.setdefault(key, len(keys))
    usual = int(np.bincount(out[out >= 0]).argmax()) if keys else 0
    return np.where(out < 0, usual, out)  # noughts alone are of no class of their own


def units_of(values: NDArray[np.float64], number: NDArray[np.bool_], decimals: NDArray[np.int8]) -> NDArray[np.float64]:
    """Return the rounding unit of each cell: its last printed digit, or the base that the table was rounded to.

    Args:
        values: The numbers, float64 of the shape (rows, columns).
        number: Which cells hold a number, of the same shape.
        decimals: Digits printed after the decimal mark, of the same shape.

    Returns:
        Float64 of the same shape, in the numbers' own unit: 0.1 for "45.3", 1 for counts, 5 in a column where nearly
        all are multiples of five; cells without a number have that of their column.
    """
    unit = np.ones(values.shape)
    # rows that print decimals anywhere: whole numbers there may have lost a nought
    broken: NDArray[np.bool_] = np.any(number & (decimals > 0), axis=1)
    usual = _usual_decimals(values, number, decimals)
    for c in np.flatnonzero((number & (decimals > 0)).any(0)).tolist():
        shown = number[:, c]
        column = values[shown, c]
        printed = decimals[shown, c]
        digits = int(printed.max())
        scaled = column[:, None] * 10.0 ** np.arange(digits + 1)
        near = np.abs(scaled - np.rint(scaled)) < 1e-6 * np.maximum(1.0, np.abs(scaled) * 1e-3)
        near[:, -1] = True
        effective = int(np.argmax(near, axis=1).max())
        if not effective:  # "250.00" is exact, "250" may be rounded; "100.0" among figures like "98.7" is one of them
            if digits == usual:
                unit[shown, c] = np.where(printed == usual, 10.0**-usual, 1.0)
            continue
        cell = np.full(len(column), 10.0**-effective)
        if effective > _COMPUTED:  # computed, and cut to a width: large ones show fewer digits
            cell = 10.0 ** -np.minimum(printed, effective).astype(float)
        else:
            large = np.abs(column) >= 10
            if large.sum() < _SEVERAL or printed[large].any():
                large = np.abs(column) >= 100
            mostly = (printed == 0).mean() > 0.6
            if mostly or (large.sum() >= 2 and not printed[large].any()):
                plain = (printed == 0) & (large | (mostly & ~broken[shown]))
                cell[plain] = 1.0
        unit[shown, c] = cell
        unit[~shown, c] = 10.0**-effective
    return np.where(number & (unit == 1.0) & (decimals == 0), _bases(values, number & (unit == 1.0)), unit)


def _usual_decimals(values: NDArray[np.float64], number: NDArray[np.bool_], decimals: NDArray[np.int8]) -> int:
    """Return the number of decimals that most figures with decimals are printed with, where most of them need it."""
    printed = decimals[number & (decimals > 0)]
    if not len(printed):
        return 0
    usual = int(np.bincount(printed).argmax())
    if usual > _COMPUTED:
        return 0
    such = values[number & (decimals == usual)] * 10.0 ** (usual - 1)
    needed = np.abs(such - np.rint(such)) > 1e-6 * np.maximum(1.0, np.abs(such) * 1e-3)
    return usual if 2 * needed.sum() > len(such) else 0


def _bases(values: NDArray[np.float64], number: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the base that each column of whole numbers was rounded to (1 where none shows).

    A base is believed only if the columns that share it hold enough different numbers.
    """
    out = np.ones(values.shape[1])
    shown = number & (values != 0)
    count = shown.sum(0)
    for base in (3.0, 5.0, 10.0, 100.0, 1000.0):
        multiple = (np.fmod(values, base) == 0) & shown
        share = multiple.sum(0) / np.maximum(count, 1)
        fits = (count > 0) & (share >= np.where(count < 30, 0.97, 0.9))
        pooled = np.abs(values[:, fits][shown[:, fits]])
        usual = 2 * fits.sum() >= (count > 0).sum() and len(pooled) and np.median(pooled) >= 8 * base
        if usual and len(np.unique(pooled)) >= (8 if base > 3 else 12):
            out[fits] = np.maximum(out[fits], base)
    return out
