"""Typing slips as a noisy channel: how likely is it that one number was printed where another was meant?

Numbers are whole counts of a figure's printing step (453 for "45.3"). The slips are those of Damerau (1964), doubled
digits, wrong signs and slipped thousands, as Scholtus (2009, "Automatic correction of simple typing errors in numerical
data with balance edits") uses them; `rules/slips.yaml` declares them. The prior of a slip is divided by the number of
results that it could have had.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log
from typing import Any

from auditor.runtime.resources import ResourceError, read_rules

MOST_DIGITS = 40
"""Longer numbers are compared as a whole: no one mistypes them by a single digit that could be told."""
_SCALED = ("thousands", "point")
Digits = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Slip:
    """One kind of slip: its share of all wrong figures, its words, and the factors of the kinds that scale."""

    prior: float
    words: str
    factors: tuple[float, ...] = ()


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


@dataclass(frozen=True, slots=True, eq=False)
class NoisyChannel:
    """What turns the numbers that were meant into those that are printed."""

    kinds: Mapping[str, Slip]
    orders: float
    """Orders of magnitude over which the distance of "another number altogether" is spread evenly."""
    alphabets: Mapping[str, Collection[str]]
    """Where slips are looked for, and the kinds that are believed there."""
    ways: int
    """In about how many ways each digit of a figure in a list can slip."""

    def explain(self, printed: int, meant: int) -> Cause:
        """Return how likely one number was printed where another was meant, and the likeliest slip.

        The slips are those of Damerau (1964) and Scholtus (2009); the prior of each is divided by the number of results
        that it could have had.

        Args:
            printed: Counted in printing steps (453 for "45.3").
            meant: Counted in the same steps; another number.

        Returns:
            P(printed | meant) over all slips and "other"; and the slip that contributes most, with its digits.
        """
        best, best_share, total, detail = "other", 0.0, 0.0, ("", "")
        for kind, share, digits in self._slips(printed, meant, self.kinds):
            weighed = self.kinds[kind].prior * share
            total += weighed
            if weighed > best_share:
                best, best_share, detail = kind, weighed, digits
        return Cause(best, total + self.other(abs(printed - meant) or 1), total, *detail)

    def other(self, gap: float) -> float:
        """Return how likely another number altogether was printed.

        Args:
            gap: How far off it is, in printing steps; more than zero. Distances are spread evenly over orders of
                magnitude.
        """
        return self.kinds["other"].prior / (2 * gap * self.orders * log(10))

    def is_slip(self, printed: int, meant: int, alphabet: str) -> bool:
        """Whether one slip turns a number that was meant into another that is printed.

        Args:
            printed: Counted in printing steps.
            meant: Counted in the same steps.
            alphabet: Where the figures stand; its slips are believed there.
        """
        return printed != meant and any(self._slips(printed, meant, self.alphabets[alphabet]))

    def preimages(self, printed: int) -> tuple[int, ...]:
        """Return every number that one slip turns into another.

        Args:
            printed: That other one, counted in printing steps.

        Returns:
            Ascending, without `printed` itself; of numbers of more than `MOST_DIGITS` digits those alone that differ in
            sign or by a factor.
        """
        sign, digits = -1 if printed < 0 else 1, str(abs(printed))
        found = {-printed, *(sign * number for number in _one_slip_off(digits))}
        for factor in (factor for kind in _SCALED for factor in self.kinds[kind].factors):
            if factor < 1 or printed % round(factor) == 0:
                found.add(_scale(printed, 1 / factor))
        return tuple(sorted(found - {printed}))

    def _slips(self, printed: int, meant: int, wanted: Collection[str]) -> Iterator[tuple[str, float, Digits]]:
        """Yield the slips that turn one number into another, each with one over the results that it may have."""
        if printed == -meant and "sign" in wanted:
            yield "sign", 1.0, ("", "")
        if (printed < 0) != (meant < 0):
            return
        a, b = str(abs(meant)), str(abs(printed))
        if a != b and max(len(a), len(b)) <= MOST_DIGITS:
            yield from _typed(a, b, wanted)
        for kind in _SCALED:
            if kind in wanted and a.strip("0") == b.strip("0"):
                yield from self._scaled(printed, meant, kind)

    def _scaled(self, printed: int, meant: int, kind: str) -> Iterator[tuple[str, float, Digits]]:
        factors = self.kinds[kind].factors
        possible = [factor for factor in factors if factor > 1 or meant % round(1 / factor) == 0]
        if any(_scale(meant, factor) == printed for factor in possible):
            yield kind, 1 / len(possible), ("", "")


def compile_channel(content: Mapping[str, Any]) -> NoisyChannel:
    """Compile the channel that a file describes.

    Args:
        content: As YAML has it; it follows `rules/schema/slips.schema.json`.

    Returns:
        The channel, with the shares of the slips as given.

    Raises:
        ResourceError: The shares of the slips do not sum to 1.
    """
    kinds = {
        kind: Slip(float(entry["prior"]), str(entry.get("words", "")), tuple(map(float, entry.get("factors", ()))))
        for kind, entry in content["kinds"].items()
    }
    total = sum(slip.prior for slip in kinds.values())
    if abs(total - 1) > 1e-6:
        raise ResourceError(f"rules/slips.yaml: the priors of the slips sum to {total:g}; make them sum to 1")
    alphabets = {name: frozenset(listed) for name, listed in content["alphabets"].items()}
    return NoisyChannel(kinds, float(content["kinds"]["other"]["orders"]), alphabets, int(content["ways"]))


@cache
def noisy_channel() -> NoisyChannel:
    """Return the channel of `rules/slips.yaml`.

    Returns:
        The same object at each call: the file is read once.

    Raises:
        ResourceError: The file is missing or damaged.
    """
    return compile_channel(read_rules("slips.yaml"))


def _scale(number: int, factor: float) -> int:
    if factor >= 1:
        return number * round(factor)
    return number // round(1 / factor)


def _one_slip_off(digits: str) -> set[int]:
    """Return the numbers whose digits are one slip away."""
    if len(digits) > MOST_DIGITS:
        return set()
    cuts = [(digits[:at], digits[at:]) for at in range(len(digits) + 1)]
    texts = {a + b[1] + b[0] + b[2:] for a, b in cuts[:-2]} | {a + b[1:] for a, b in cuts[:-1]}
    texts |= {a + digit + b[skipped:] for a, b in cuts for digit in "0123456789" for skipped in (0, 1)}
    return {int(text) for text in texts if text == "0" or (text and text[0] != "0")}


def _typed(a: str, b: str, wanted: Collection[str]) -> Iterator[tuple[str, float, Digits]]:
    """Yield the slips that turn the digits `a` into the digits `b`."""
    same = _alike(a, b)
    for kind, test in _TESTS.get(len(b) - len(a), ()):
        share, digits = test(a, b, same) if kind in wanted else _NONE
        if share:
            yield kind, share, digits


def _alike(a: str, b: str) -> int:
    """Return how many leading digits are the same."""
    same = 0
    for one, other in zip(a, b, strict=False):
        if one != other:
            break
        same += 1
    return same


def _swapped(a: str, b: str, at: int) -> tuple[float, Digits]:
    if a[at + 2 :] != b[at + 2 :] or a[at : at + 2] != b[at : at + 2][::-1]:
        return _NONE
    possible = sum(x != y for x, y in pairwise(a)) - (len(a) > 1 and a[1] == "0")
    return 1 / possible, (b[at], b[at + 1])


def _changed(a: str, b: str, at: int) -> tuple[float, Digits]:
    if a[at + 1 :] != b[at + 1 :]:
        return _NONE
    return 1 / (9 * len(a) - (len(a) > 1)), (a[at], b[at])


def _dropped(a: str, b: str, at: int) -> tuple[float, Digits]:
    if a[at + 1 :] != b[at:]:
        return _NONE
    return _alike_before(a, at) / (len(a) - (a[1] == "0")), (a[at], "")


def _doubled(a: str, b: str, at: int) -> tuple[float, Digits]:
    same = _alike_before(b, at)
    if b[at + 1 :] != a[at:] or same == 1:
        return _NONE
    return (same - 1) / len(a), (b[at], "")


def _inserted(a: str, b: str, at: int) -> tuple[float, Digits]:
    if b[at + 1 :] != a[at:]:
        return _NONE
    return _alike_before(b, at) / (10 * len(a) + 9), (b[at], "")


def _alike_before(digits: str, at: int) -> int:
    """Return how many digits in a row are the one at a place, up to it: leaving out any of them gives the same."""
    first = at
    while first and digits[first - 1] == digits[at]:
        first -= 1
    return at - first + 1


_NONE = 0.0, ("", "")
_TESTS: dict[int, tuple[tuple[str, Callable[[str, str, int], tuple[float, Digits]]], ...]] = {
    0: (("swapped", _swapped), ("changed", _changed)),
    -1: (("dropped", _dropped),),
    1: (("doubled", _doubled), ("inserted", _inserted)),
}
"""By how many digits more are printed than were meant: the slips, each with its test over the digits meant, those
printed, and how many of them are the same from the first on."""
