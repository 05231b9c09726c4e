"""Could one typing slip explain why figures do not add up?

When the sum of a list misses a stated total by what a slip of one figure makes (de Waal, Pannekoek and Scholtus 2011,
ch. 2), the text asserted the sum; when it does not, the list may never have been meant to be complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from math import floor, log2, log10

from auditor.arithmetic.slips import noisy_channel

_GAPS = {"changed": 1, "swapped": 9}
"""The slips that keep the number of digits: each leaves a gap of so many times one digit, and zeros."""
_LISTS = "lists"
_LARGEST = 1e300
_MILLION = 10**6
"""The sixth decimal is the last that a gap between printed figures may have."""


def leaves_gap(gap: float, alphabet: str, tolerance: float = 0.0) -> bool:
    """Whether a slip that keeps the number of digits leaves this gap between a total and its parts.

    Args:
        gap: Stated less computed.
        alphabet: Where the figures stand: its slips are believed.
        tolerance: How far off the gap may be by rounding.
    """
    size = abs(gap)
    return any(_digits(size, times, tolerance) for times in _times(alphabet))


@cache
def _times(alphabet: str) -> tuple[int, ...]:
    kinds = noisy_channel().alphabets[alphabet]
    return tuple(times for kind, times in _GAPS.items() if kind in kinds)


def _digits(size: float, times: int, tolerance: float) -> bool:
    """Whether a gap is so many times one digit, and zeros."""
    if not size < _LARGEST:
        return False
    if tolerance and size > 10 * tolerance:
        power = times * 10.0 ** floor(log10(size / times))
        return abs(size - power * round(size / power)) <= tolerance
    count = round(size * _MILLION)
    return count % times == 0 and len(str(count // times).strip("0")) == 1


def explains(gap: int, whole: int, parts: Iterable[int]) -> bool:
    """Whether one slip, in a total or in one of its parts, explains that they do not add up.

    A gap that no slip leaves which keeps the number of digits leaves only slips that lengthen or shorten a number, so
    that few numbers have to be looked at as digits.

    Args:
        gap: Stated less computed.
        whole: The total; 0 where it cannot have slipped.
        parts: Those of the parts that may have slipped.
    """
    if gap == 0:
        return False
    same_length = leaves_gap(gap, _LISTS)
    if whole > 0 and (same_length or _far_apart(whole, whole - gap)) and _slipped(whole, whole - gap):
        return True
    for part in parts:
        meant = part + gap
        if (same_length or _far_apart(part, meant)) and _slipped(part, meant):
            return True
    return False


def _far_apart(one: int, other: int) -> bool:
    """Whether a digit more may be all that parts two numbers: one is then 2 to 100 times the other."""
    return 2 * one < other < 100 * one or 2 * other < one < 100 * other


def _slipped(printed: int, meant: int) -> bool:
    """Whether one slip explains a printed number; of one-digit numbers any other would be one slip away."""
    return meant > 0 and (printed >= 10 or meant >= 10) and noisy_channel().is_slip(printed, meant, _LISTS)


def slip_information(whole: float, parts: Sequence[float]) -> float:
    """Return the bits that a fitting slip is worth: how unlikely it would be by chance.

    What matters is how many sums all slips of all digits cover, out of all sums of their size: one of 874 meets a slip
    of 8,742 more easily than one of 8,700 does.

    Args:
        whole: The total.
        parts: All of its parts.
    """
    unit = _common_unit((whole, *parts))
    ways = noisy_channel().ways * sum(len(str(int(abs(n) / unit))) for n in (whole, *parts))
    return max(0.0, log2(max(min(whole, sum(parts)) / unit, 1.0) / ways)) if ways else 0.0


def _common_unit(numbers: Iterable[float]) -> int:
    """Return the power of ten in which all are counted: thousands that miss a sum of thousands miss it by thousands."""
    unit, rest = 1, [int(abs(n)) for n in numbers]
    while any(rest) and all(n % 10 == 0 for n in rest):
        unit, rest = unit * 10, [n // 10 for n in rest]
    return unit
