"""What a stated number allows: the interval that its precision and its hedge leave."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from auditor.figures.number_mentions import NumberMention
from auditor.language.lexicon import Lexicon

POINT_UNITS = frozenset({"percent", "points", "fraction", "rate"})


@dataclass(frozen=True, slots=True)
class Precision:
    """How much room hedges and fractions leave; from the section `precision` of the lexicon."""

    about: float
    fraction: float
    hedged_fraction: float

    @classmethod
    @cache
    def of(cls, lexicon: Lexicon) -> Precision:
        """Read the section, with the usual values where it says nothing."""
        given = lexicon.section("precision")
        return cls(
            about=float(given.get("about_percent", 5)) / 100,
            fraction=float(given.get("fraction_points", 2.5)) / 100,
            hedged_fraction=float(given.get("hedged_fraction_points", 5)) / 100,
        )


def interval(number: NumberMention, unit: str, bound: str, precision: Precision) -> tuple[float | None, float | None]:
    """Return the least and the most that a number as stated allows; None where open.

    Args:
        number: as read.
        unit: of the figure; a per cent is true within half of its last place.
        bound: what the hedge says: "", "lower", "upper", "about", "estimate".
        precision: room that hedges and fractions leave.
    """
    value = number.value
    half = _half_width(number, unit, bound, precision)
    low, high = (min(value, _clean(value - half)), max(value, _clean(value + half))) if half else (value, value)
    if bound == "lower":
        # What is at least a rounded number may be a little under it: "more than 1.2 million" for 1,197,000.
        return (value, None) if unit == "fraction" or not number.rounded else (low, None)
    if bound == "upper":
        return (None, value) if unit == "fraction" or not number.rounded else (None, high)
    return low, high


def _half_width(number: NumberMention, unit: str, bound: str, precision: Precision) -> float:
    if number.form == "fraction":
        return precision.hedged_fraction if bound == "about" else precision.fraction
    stated = number.step / 2 if number.rounded or unit in POINT_UNITS else 0.0
    if bound == "about" or number.about:
        return max(stated, round_half(number.value, number.step), abs(number.value) * precision.about)
    if bound == "estimate":
        return max(stated, round_half(number.value, number.step) if _round(number.value, number.step) else 0.0)
    return stated


def round_half(value: float, step: float = 1.0) -> float:
    """Return half of the unit of the last digit other than zero: 500 for 4,000, 5 for 380, 0.5 for 381."""
    if not value or not math.isfinite(value):
        return 0.0
    count = round(abs(value) / step) if step else 0
    unit = step
    while count and count % 10 == 0:
        count //= 10
        unit *= 10
    return unit / 2


def _round(value: float, step: float) -> bool:
    """Whether a number ends in two zeros at least: an estimate that is written in full is meant in full."""
    return round_half(value, step) >= 50 * step


def _clean(value: float) -> float:
    """Take off the dust of binary fractions (45.25, not 45.2499999999)."""
    return float(f"{value:.15g}")
