"""Typing slips as a noisy channel: how likely is it that one number was printed where another was meant?

Numbers are whole counts of a figure's printing step (453 for "45.3"). The slips are those of Damerau (1964), doubled
digits, wrong signs and slipped thousands, as Scholtus (2009, "Automatic correction of simple typing errors in numerical
data with balance edits") uses them. A slip's prior is divided by the number of results that it could have had.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import log

from auditor.locate.priors import Priors

MOST_DIGITS = 40
"""Longer numbers are compared as a whole: no one mistypes them by a single digit that could be told."""


@dataclass(frozen=True, slots=True)
class Cause:
    """How likely a slip made `printed` out of what was meant, and the likeliest kind with the digits concerned."""

    kind: str
    likelihood: float
    """P(printed | meant), all kinds of slip and "other" together."""
    slip: float
    """The part of it that the slips of the keyboard make up."""
    first: str = ""
    second: str = ""


def explain(printed: int, meant: int, priors: Priors) -> Cause:
    """Return how likely one number was printed where another was meant, and the likeliest slip.

    The slips are those of Damerau (1964) and Scholtus (2009); the prior of each is divided by the number of results
    that it could have had.

    Args:
        printed: Counted in printing steps (453 for "45.3").
        meant: Counted in the same steps; another number.
        priors: The share of each slip among wrong figures.

    Returns:
        P(printed | meant) over all slips and "other", whose distance is spread evenly over orders of magnitude; and the
        slip that contributes most, with its digits.
    """
    best, best_share, total, detail = "other", 0.0, 0.0, ("", "")
    for kind, share, digits in _slips(printed, meant, priors):
        total += share
        if share > best_share:
            best, best_share, detail = kind, share, digits
    gap = abs(printed - meant) or 1
    other = priors.slips["other"].prior / (2 * gap * priors.orders * log(10))
    return Cause(best, total + other, total, *detail)


Digits = tuple[str, str]


def _slips(printed: int, meant: int, priors: Priors) -> Iterator[tuple[str, float, Digits]]:
    if printed == -meant:
        yield "sign", priors.slips["sign"].prior, ("", "")
    if (printed < 0) != (meant < 0):
        return
    a, b = str(abs(meant)), str(abs(printed))
    if max(len(a), len(b)) <= MOST_DIGITS:
        for kind, test in _TESTS.get(len(b) - len(a), ()):
            share, digits = test(a, b)
            if share:
                yield kind, priors.slips[kind].prior * share, digits
    if a.strip("0") == b.strip("0"):
        yield from _scaled(printed, meant, priors)


def _scaled(printed: int, meant: int, priors: Priors) -> Iterator[tuple[str, float, Digits]]:
    for kind in ("thousands", "point"):
        factors = priors.slips[kind].factors
        possible = [factor for factor in factors if factor > 1 or meant % round(1 / factor) == 0]
        if any(_scale(meant, factor) == printed for factor in possible):
            yield kind, priors.slips[kind].prior / len(possible), ("", "")


def _scale(number: int, factor: float) -> int:
    if factor >= 1:
        return number * round(factor)
    return number // round(1 / factor)


def _swapped(a: str, b: str) -> tuple[float, Digits]:
    unlike = [i for i in range(len(a)) if a[i] != b[i]]
    if len(unlike) != 2 or unlike[1] != unlike[0] + 1 or a[unlike[0]] != b[unlike[1]] or a[unlike[1]] != b[unlike[0]]:
        return 0.0, ("", "")
    possible = sum(x != y for x, y in pairwise(a)) - (len(a) > 1 and a[1] == "0")
    return 1 / possible, (b[unlike[0]], b[unlike[1]])


def _changed(a: str, b: str) -> tuple[float, Digits]:
    unlike = [i for i in range(len(a)) if a[i] != b[i]]
    if len(unlike) != 1:
        return 0.0, ("", "")
    return 1 / (9 * len(a) - (len(a) > 1)), (a[unlike[0]], b[unlike[0]])


def _dropped(a: str, b: str) -> tuple[float, Digits]:
    ways = _ways(a, b)
    if not ways:
        return 0.0, ("", "")
    return len(ways) / (len(a) - (a[1] == "0")), (a[ways[0]], "")


def _doubled(a: str, b: str) -> tuple[float, Digits]:
    ways = [i for i in range(len(a)) if a[:i] + a[i] + a[i:] == b]
    return (len(ways) / len(a), (a[ways[0]], "")) if ways else (0.0, ("", ""))


def _inserted(a: str, b: str) -> tuple[float, Digits]:
    ways = _ways(b, a)
    return (len(ways) / (10 * len(a) + 9), (b[ways[0]], "")) if ways else (0.0, ("", ""))


def _ways(longer: str, shorter: str) -> list[int]:
    """Return the places where one digit of `longer` can be left out to give `shorter`."""
    same = 0
    while same < len(shorter) and longer[same] == shorter[same]:
        same += 1
    if longer[same + 1 :] != shorter[same:]:
        return []
    first = same
    while first and longer[first - 1] == longer[same]:
        first -= 1
    return list(range(first, same + 1))


_TESTS: dict[int, tuple[tuple[str, Callable[[str, str], tuple[float, Digits]]], ...]] = {
    0: (("swapped", _swapped), ("changed", _changed)),
    -1: (("dropped", _dropped),),
    1: (("doubled", _doubled), ("inserted", _inserted)),
}


def preimages(printed: int, priors: Priors) -> tuple[int, ...]:
    """Return every number that one slip turns into another.

    Args:
        printed: That other one, counted in printing steps.
        priors: By what factors thousands and decimal points slip.

    Returns:
        Ascending, without `printed` itself; of numbers of more than `MOST_DIGITS` digits those alone that differ in
        sign or by a factor.
    """
    size, sign = str(abs(printed)), -1 if printed < 0 else 1
    found = {-printed}
    if len(size) <= MOST_DIGITS:
        texts = {size[:i] + size[i + 1] + size[i] + size[i + 2 :] for i in range(len(size) - 1)}
        texts |= {size[:i] + digit + size[i + 1 :] for i in range(len(size)) for digit in "0123456789"}
        texts |= {size[:i] + digit + size[i:] for i in range(len(size) + 1) for digit in "0123456789"}
        texts |= {size[:i] + size[i + 1 :] for i in range(len(size)) if len(size) > 1}
        found |= {sign * int(text) for text in texts if text == "0" or not text.startswith("0")}
    for kind in ("thousands", "point"):
        for factor in priors.slips[kind].factors:
            whole = round(1 / factor) if factor < 1 else 1
            if factor < 1 or printed % round(factor) == 0:
                found.add(printed * whole if factor < 1 else printed // round(factor))
    found.discard(printed)
    return tuple(sorted(found))
