"""Figures as numpy columns: value, bounds, and how precisely each number was printed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from auditor.arithmetic.intervals import Flags, Floats, Intervals
from auditor.arithmetic.printed_digits import in_digits, printed_decimals, sign_printed
from auditor.model.figure import Figure

EXACT, LOWER, UPPER, ABOUT, ESTIMATE, RANGE = 0, 1, 2, 3, 4, 5
BOUNDS = {"": EXACT, "lower": LOWER, "upper": UPPER, "about": ABOUT, "estimate": ESTIMATE, "range": RANGE}

COUNTED, PER_CENT, POINTS, FRACTION, RATIO = 0, 1, 2, 3, 4
FAMILIES = {"percent": PER_CENT, "points": POINTS, "fraction": FRACTION, "ratio": RATIO}
"""Units that cannot be added to each other; all others count as one family (a table's header may tell money from counts
for some of its cells only)."""

BOUNDED, OPEN, HEDGED, ROUNDED = 1, 2, 4, 8
"""Traits of a figure that is more than one number printed to the unit ("18,850"), to be added up: it is not that
number; a bound is open ("at least"); a word hedges it; no word does, and still it is rounded ("1.4 million")."""

MOST_ZEROS = 15
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[,. \u00a0\u202f]\d{3})+")
"""A number of a thousand or more in groups of three digits: most figures of reports, told at once."""


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
    traits: npt.NDArray[np.uint8] = field(init=False)
    """What sets a figure apart from one number printed to the unit; 0 for most."""
    _printed: dict[float, Floats] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "traits", _traits(self))

    def printed(self, about: float) -> Floats:
        """Return value, low and high of all figures, with the room of their printing.

        Decimals are rounded; figures that are "about" so much have a least width.

        Args:
            about: Least half-width of a figure that is "about" so much, as a share of its value.

        Returns:
            Float64 of the shape (3, figures + 1): the rows are value, low and high, the last column is zero, for no
            figure. The array is kept for the next call and is not to be changed.
        """
        if about not in self._printed:
            self._printed[about] = _printed(self, about)
        return self._printed[about]


def _printed(columns: FigureColumns, about: float) -> Floats:
    value, low, high = columns.given.value, columns.given.low, columns.given.high
    rounded = (columns.bound == EXACT) & (low == high) & (columns.unit < 1)
    room = np.where(rounded, 0.5 * columns.unit, 0.0)
    room = np.where(columns.bound == ABOUT, about * np.abs(value), room)
    made = np.zeros((3, len(value) + 1))
    made[0, :-1], made[1, :-1], made[2, :-1] = value, np.minimum(low, value - room), np.maximum(high, value + room)
    return made


def _traits(columns: FigureColumns) -> npt.NDArray[np.uint8]:
    given, hedged = columns.given, columns.bound != EXACT
    point = (given.low == given.value) & (given.high == given.value) & (columns.unit == 1)
    made = np.where(point & ~hedged & ~columns.open_end, 0, BOUNDED).astype(np.uint8)
    made[columns.open_end] |= OPEN
    made[hedged] |= HEDGED
    made[~hedged & ((columns.unit < 1) | (given.low < given.high))] |= ROUNDED
    return made


def trailing_zeros_units(values: Floats) -> Floats:
    """Return the power of ten of each number's trailing zeros: 10,000 for 850,000; 1 for 602 and for fractions."""
    units = np.ones(len(values))
    whole = np.isfinite(values) & (values != 0)
    with np.errstate(invalid="ignore"):
        for power in range(1, MOST_ZEROS + 1):
            whole &= np.mod(values, 10.0**power) == 0
            if not whole.any():
                break
            units[whole] = 10.0**power
    return units


def _unit(figure: Figure) -> float:
    """Return one unit of the last printed digit of a figure, in the figure's own terms."""
    text = figure.text
    if text.isdecimal() or (figure.value >= 1000 and _GROUPED.fullmatch(text) and float(figure.value).is_integer()):
        return 1.0
    return 10.0 ** -printed_decimals(text, figure.value) if in_digits(text) else math.nan


def figure_columns(figures: Iterable[Figure]) -> FigureColumns:
    """Return figures as columns, in the order given.

    Args:
        figures: All of a document.

    Returns:
        Arrays of the shape (figures,).
    """
    listed = list(figures)
    value = np.array([figure.value for figure in listed], dtype=np.float64)
    lows = [(0.0 if f.value >= 0 else -math.inf) if f.low is None else f.low for f in listed]
    highs = [math.inf if figure.high is None else figure.high for figure in listed]
    return FigureColumns(
        rows={figure.id: row for row, figure in enumerate(listed)},
        given=Intervals(value, np.array(lows, dtype=np.float64), np.array(highs, dtype=np.float64)),
        bound=np.array([BOUNDS.get(figure.bound, ESTIMATE) for figure in listed], dtype=np.int8),
        family=np.array([FAMILIES.get(figure.unit, COUNTED) for figure in listed], dtype=np.int8),
        unit=np.array([_unit(figure) for figure in listed], dtype=np.float64),
        round_unit=trailing_zeros_units(value),
        signed=np.array([sign_printed(f.text, f.value) for f in listed], dtype=np.bool_),
        in_table=np.array([figure.table is not None for figure in listed], dtype=np.bool_),
        open_end=np.array([figure.low is None or figure.high is None for figure in listed], dtype=np.bool_),
    )
