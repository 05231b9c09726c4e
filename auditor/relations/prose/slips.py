"""Could one typing slip explain why figures do not add up?

A slip changes one digit of one figure, swaps two neighbours, drops one or writes one twice (Damerau-Levenshtein
distance 1; de Waal, Pannekoek and Scholtus 2011, ch. 2). When the sum of a list misses a stated total by just that,
the text asserted the sum; when it does not, the list may never have been meant to be complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def is_slip(printed: str, meant: str) -> bool:
    """Say whether one slip turns the digits `meant` into the digits `printed`."""
    if printed == meant:
        return False
    short, long = sorted((printed, meant), key=len)
    if len(short) == len(long):
        differ = [i for i in range(len(short)) if short[i] != long[i]]
        if len(differ) == 1:
            return True
        return (
            len(differ) == 2
            and differ[1] == differ[0] + 1
            and short[differ[0]] == long[differ[1]]
            and short[differ[1]] == long[differ[0]]
        )
    if len(long) - len(short) != 1:
        return False
    if short[0] != long[0]:
        return short == long[1:]
    if short[-1] != long[-1]:
        return short == long[:-1]
    return any(short == long[:i] + long[i + 1 :] for i in range(1, len(short)))


def slip_explains(whole: float, parts: Sequence[float]) -> bool:
    """Say whether one slip in the total or in one part explains whole != sum(parts); whole numbers of 2 digits up."""
    numbers = (whole, *parts)
    if any(n != int(n) or n < 0 for n in numbers):
        return False
    gap = int(whole) - int(sum(parts))
    return explains(gap, int(whole), [int(part) for part in parts])


def explains(gap: int, whole: int, parts: Iterable[int]) -> bool:
    """Say whether one slip in a total (0: not asked) or in a part explains the gap between it and the sum of the parts.

    A slip that keeps the number of digits leaves a gap of one digit, or nine times one, and zeros; any other gap leaves
    only slips that lengthen or shorten a number, so that few numbers have to be looked at as digits.
    """
    if gap == 0:
        return False
    size = abs(gap)
    while size % 10 == 0:
        size //= 10
    same_length = size < 10 or (size % 9 == 0 and size <= 81)
    if whole > 0 and _slipped(whole, -gap, same_length=same_length):
        return True
    for part in parts:  # noqa: SIM110 - asked of every list near every figure; `any` takes twice as long
        if _slipped(part, gap, same_length=same_length):
            return True
    return False


def _slipped(printed: int, gap: int, *, same_length: bool) -> bool:
    """Say whether one slip explains a printed number; of one-digit numbers any other would be one slip away.

    A digit more makes a number more than twice the other: where only that can be, nearly all are told by their size.
    """
    meant = printed + gap
    if meant <= 0 or (printed < 10 and meant < 10):
        return False
    if not same_length and 2 * printed >= meant and 2 * meant >= printed:
        return False
    return is_slip(str(printed), str(meant))


def slip_information(whole: float, parts: Sequence[float]) -> float:
    """Give the bits that a fitting slip is worth: how unlikely it would be by chance.

    Each digit of each figure can be slipped in about a dozen ways; what matters is how many sums that covers out of
    all of their size: one of 874 meets a slip of 8,742 more easily than one of 8,700 does.
    """
    from math import log2

    unit = _common_unit((whole, *parts))
    ways = sum(12 * len(str(int(abs(n) / unit))) for n in (whole, *parts))
    return max(0.0, log2(max(min(whole, sum(parts)) / unit, 1.0) / ways)) if ways else 0.0


def _common_unit(numbers: Iterable[float]) -> int:
    """Give the power of ten in which all are counted: thousands that miss a sum of thousands miss it by thousands."""
    unit, rest = 1, [int(abs(n)) for n in numbers]
    while any(rest) and all(n % 10 == 0 for n in rest):
        unit, rest = unit * 10, [n // 10 for n in rest]
    return unit
