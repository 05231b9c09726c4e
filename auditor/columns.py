"""Figures as numpy columns: value, bounds, and how precisely each number was printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from auditor.figures.model import Figure
from auditor.intervals import Flags, Floats, Intervals

EXACT, LOWER, UPPER, ABOUT, ESTIMATE, RANGE = 0, 1, 2, 3, 4, 5
BOUNDS = {"": EXACT, "lower": LOWER, "upper": UPPER, "about": ABOUT, "estimate": ESTIMATE, "range": RANGE}

COUNTED, PER_CENT, POINTS, FRACTION = 0, 1, 2, 3
FAMILIES = {"percent": PER_CENT, "points": POINTS, "fraction": FRACTION}
"""Units that cannot be added to each other; all others count as one family (a table's header may tell money from counts
for some of its cells only)."""

_DIGITS = re.compile(r"\d")
_TAIL = re.compile(r"[.,·٫](\d+)\D*$")


@dataclass(frozen=True, slots=True)
class FigureColumns:
    """All figures of a document, one entry a figure."""

    rows: Mapping[str, int]
    """Figure id -> row."""
    given: Intervals
    """Value and bounds as the figure has them; open ends are infinite (zero below, where nothing can be negative)."""
    bound: npt.NDArray[np.int8]
    family: npt.NDArray[np.int8]
    unit: Floats
    """One unit of the last printed digit: 0.1 for "45.3", 1 for "602"; nan where no digit is printed."""
    round_unit: Floats
    """The power of ten that the trailing zeros stand for: 10,000 for "850,000"."""
    signed: Flags
    """A sign is printed."""
    in_table: Flags
    open_end: Flags
    """A bound is open: "at least", "up to"."""


def printed_decimals(text: str, value: float) -> int:
    """Give the number of decimals printed ("45.30" has two, "1,698" and "1.698" for 1698 have none)."""
    found = _TAIL.search(text)
    if not found or not np.isfinite(value):
        return 0
    count = len(found[1])
    whole = float(value).is_integer()
    return 0 if whole and count == 3 and abs(value) >= 1000 else count


def trailing_zeros_unit(value: float) -> float:
    """Give the power of ten of a number's trailing zeros: 10,000 for 850,000; 1 for 602 and for what is no integer."""
    if not np.isfinite(value) or not float(value).is_integer() or value == 0:
        return 1.0
    digits = str(abs(int(value)))
    return float(10 ** (len(digits) - len(digits.rstrip("0"))))


def _unit(figure: Figure) -> float:
    """Give one unit of the last printed digit of a figure, in the figure's own terms."""
    if not _DIGITS.search(figure.text):
        return float("nan")
    return float(10.0 ** -printed_decimals(figure.text, figure.value))


def figure_columns(figures: Iterable[Figure]) -> FigureColumns:
    """Turn figures into columns, in the order given."""
    listed = list(figures)
    count = len(listed)
    value, low, high = (np.empty(count) for _ in range(3))
    bound, family = np.zeros(count, dtype=np.int8), np.zeros(count, dtype=np.int8)
    unit, round_unit = np.ones(count), np.ones(count)
    signed, in_table = np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_)
    open_end = np.zeros(count, dtype=np.bool_)
    rows: dict[str, int] = {}
    for row, figure in enumerate(listed):
        rows[figure.id] = row
        number = figure.value
        value[row] = number
        low[row] = (0.0 if number >= 0 else -np.inf) if figure.low is None else figure.low
        high[row] = np.inf if figure.high is None else figure.high
        bound[row] = BOUNDS.get(figure.bound, ESTIMATE)
        family[row] = FAMILIES.get(figure.unit, COUNTED)
        unit[row] = _unit(figure)
        round_unit[row] = trailing_zeros_unit(number)
        signed[row] = number < 0 or figure.text[:1] in "+-−–"
        in_table[row] = figure.table is not None
        open_end[row] = figure.low is None or figure.high is None
    return FigureColumns(
        rows, Intervals(value, low, high), bound, family, unit, round_unit, signed, in_table, open_end,
    )
