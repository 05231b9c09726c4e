"""Could one typing slip explain why figures do not add up?

A slip changes one digit of one figure, swaps two neighbours, drops one or writes one twice (Damerau-Levenshtein
distance 1; de Waal, Pannekoek and Scholtus 2011, ch. 2). When the sum of a list misses a stated total by just that,
the text asserted the sum; when it does not, the list may never have been meant to be complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def is_slip(printed: str, meant: str) -> bool:
    """Whether one slip turns the digits `meant` into the digits `printed`."""
    if printed == meant:
        return False
    if len(printed) == len(meant):
        first, last = 0, len(printed) - 1
        while printed[first] == meant[first]:
            first += 1
        while printed[last] == meant[last]:
            last -= 1
        if first == last:
            return True
        return last == first + 1 and printed[first] == meant[last] and printed[last] == meant[first]
    short, long = (printed, meant) if len(printed) < len(meant) else (meant, printed)
    if len(long) - len(short) != 1:
        return False
    if short[0] != long[0]:
        return short == long[1:]
    if short[-1] != long[-1]:
        return short == long[:-1]
    return any(short == long[:i] + long[i + 1 :] for i in range(1, len(short)))


def explains(gap: int, whole: int, parts: Iterable[int]) -> bool:
    """Whether one slip in a total (0: not asked) or in a part explains the gap between it and the sum of the parts.

    A slip that keeps the number of digits leaves a gap of one digit, or nine times one, and zeros; any other gap leaves
    only slips that lengthen or shorten a number, so that few numbers have to be looked at as digits.
    """
    if gap == 0:
        return False
    size = abs(gap)
    while size % 10 == 0:
        size //= 10
    same_length = size < 10 or (size % 9 == 0 and size <= 81)
    if whole > 0 and (same_length or _far_apart(whole, whole - gap)) and _slipped(whole, whole - gap):
        return True
    for part in parts:
        meant = part + gap
        if (same_length or 2 * part < meant < 100 * part or 2 * meant < part < 100 * meant) and _slipped(part, meant):
            return True
    return False


def _far_apart(one: int, other: int) -> bool:
    """Whether a digit more may be all that parts two numbers: one is then 2 to 100 times the other."""
    return 2 * one < other < 100 * one or 2 * other < one < 100 * other


def _slipped(printed: int, meant: int) -> bool:
    """Whether one slip explains a printed number; of one-digit numbers any other would be one slip away."""
    return meant > 0 and (printed >= 10 or meant >= 10) and is_slip(str(printed), str(meant))


def slip_information(whole: float, parts: Sequence[float]) -> float:
    """Return the bits that a fitting slip is worth: how unlikely it would be by chance.

    Each digit of each figure can be slipped in about a dozen ways; what matters is how many sums that covers out of
    all of their size: one of 874 meets a slip of 8,742 more easily than one of 8,700 does.
    """
    from math import log2

    unit = _common_unit((whole, *parts))
    ways = sum(12 * len(str(int(abs(n) / unit))) for n in (whole, *parts))
    return max(0.0, log2(max(min(whole, sum(parts)) / unit, 1.0) / ways)) if ways else 0.0


def _common_unit(numbers: Iterable[float]) -> int:
    """Return the power of ten in which all are counted: thousands that miss a sum of thousands miss it by thousands."""
    unit, rest = 1, [int(abs(n)) for n in numbers]
    while any(rest) and all(n % 10 == 0 for n in rest):
        unit, rest = unit * 10, [n // 10 for n in rest]
    return unit
