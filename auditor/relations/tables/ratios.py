"""Shares and relative changes: lines that are one line divided by another, or by how much one grew into another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from auditor.relations.tables.candidates import probes
from auditor.relations.tables.table_layout import Lines
from auditor.relations.tables.tied_heads import named_rate, tied_change, tied_share

Operator = Literal["percentage", "change"]

_MOST = 12.0
_MISS = 5.0
_FLOOR = 1e-12
_MANY, _NEAR = 48, 16
"""Where there are more lines than the first, a ratio may be the second away from its terms."""
_SEVERAL, _SAMPLE = 6, 50
"""Hits from which the numbers of other slots tell how easily a ratio is met; how many of them are looked at."""
_BLOCK = 1 << 14
"""Hits that are compared at once."""
_NAMED = frozenset({"share", "change", "rate"})
_TIED = 4.0
"""Bits that a reading must bring where heads say of which lines the ratio is."""
_ODD = frozenset({"average", "share", "rate", "change", "code"})
_READINGS: tuple[tuple[Operator, float, float], ...] = (
    ("percentage", 0.0, 1.0),
    ("percentage", 0.0, 100.0),
    ("change", 1.0, 1.0),
    ("change", 1.0, 100.0),
)
"""(operator, what is taken off the ratio, scale)."""


@dataclass(frozen=True, slots=True, eq=False)
class Ratio:
    """One line read as the ratio, or the relative change, of two others; the arrays have one entry a slot."""

    operator: Operator
    aggregator: int
    base: int
    """The whole of a share; the old value of a change."""
    part: int
    """The part of a share; the new value of a change."""
    scale: float
    """100 where the line is in per cent, 1 where it is a ratio."""
    close: NDArray[np.bool_]
    asserted: NDArray[np.bool_]
    tolerance: NDArray[np.float64]
    score: float
    hits: int
    misses: int
    tied: bool = False
    """Whether heads say of which lines it is, so that it is asserted wherever most of its numbers bear that out."""
    said: bool = False
    """The names of all three lines say so, whatever the figures are."""


def find_ratios(lines: Lines, totals: frozenset[int]) -> list[Ratio]:
    """Find shares and changes among lines, at most one reading a line and one for three lines.

    `totals` are lines known to be sums: the likely bases of shares.
    """
    if len(lines.positions) < 3:
        return []
    said = [each for each in (_said(lines, a, totals) for a in range(len(lines.positions))) if each is not None]
    read = {each.aggregator for each in said}
    return [*said, *(each for each in _sought(lines, totals) if each.aggregator not in read)]


def _sought(lines: Lines, totals: frozenset[int]) -> list[Ratio]:
    """Return the shares and changes that close often enough."""
    n = len(lines.positions)
    named = np.array([bool(cues & _NAMED) for cues in lines.cues], np.bool_)
    found: list[Ratio] = []
    for group in (named, ~named):
        for start, stop in _windows(n):
            own = [a for a in _middle(start, stop, n) if group[a]]
            wanted = [a for a in own if group is named or (n <= _MANY and _may_be_ratio(lines, a))]
            if not wanted:
                continue
            terms = _Terms(lines, np.arange(start, stop), named=group is named)
            for a in wanted:
                for operator, scale, base, part in terms.search(a):
                    ratio = _weigh(lines, operator, a, base, part, scale, totals, named=group is named)
                    if ratio.score > 0 and ratio.hits > (1 if ratio.tied else 2) * ratio.misses:
                        found.append(ratio)
    return _choose(lines, found)


def _said(lines: Lines, a: int, totals: frozenset[int]) -> Ratio | None:
    """Return the ratio that the name of a rate says, as a per cent, however many of its figures are off.

    Where there are several figures one must be right: else the two lines are others than those that are meant.
    """
    terms = named_rate(lines, a)
    if terms is None:
        return None
    base, part = terms
    ratio = _weigh(lines, "percentage", a, base, part, 100.0, totals, named=True)
    live = lines.numeric[a] & lines.numeric[base] & lines.numeric[part] & (lines.values[base] != 0)
    told = int(live.sum())
    if not told or (told > 1 and not (ratio.close & live & (lines.values[part] != 0)).any()):
        return None
    few = told < _EXACT  # too few to tell whether they are of rounded numbers
    exact = (lines.unit[[part, base]] == 1.0).all(0) & few
    tolerance = np.where(exact, 0.51 * lines.unit[a] + _FLOOR, ratio.tolerance)
    computed = 100.0 * lines.values[part] / np.where(live, lines.values[base], 1.0)
    close = live & (np.abs(computed - lines.values[a]) <= tolerance)
    hits, score = int(close.sum()), max(ratio.score, 1.0)
    return replace(
        ratio, close=close, asserted=live, tolerance=tolerance, hits=hits, misses=told - hits, score=score, said=True
    )


def _windows(n: int) -> list[tuple[int, int]]:
    """Cut many lines into overlapping windows, within which ratios are sought."""
    if n <= _MANY:
        return [(0, n)]
    return [(start, min(n, start + 2 * _NEAR)) for start in range(0, max(1, n - _NEAR), _NEAR)]


def _middle(start: int, stop: int, n: int) -> range:
    """Return the lines that are sought in this window: each line in one only."""
    low = start if start == 0 else start + _NEAR // 2
    high = stop if stop == n else start + _NEAR + _NEAR // 2
    return range(low, high)


def _choose(lines: Lines, found: list[Ratio]) -> list[Ratio]:
    """Keep the best reading of each line, and of each three lines (a = b / c is also b = a c and c = b / a)."""
    together = {frozenset((r.aggregator, r.base, r.part)) for r in found}
    common = {i: sum(i in three for three in together) for three in together for i in three}
    threes: dict[frozenset[int], Ratio] = {}
    for ratio in sorted(
        found,
        key=lambda r: (2 * min(common[r.aggregator], 3) - _likeness(lines, r), -r.score, r.aggregator, r.base, r.part),
    ):
        threes.setdefault(frozenset((ratio.aggregator, ratio.base, ratio.part)), ratio)
    read: set[int] = set()
    terms: set[int] = set()
    out = []
    for ratio in sorted(threes.values(), key=lambda r: (-r.score, r.aggregator, r.base, r.part)):
        named = bool(lines.cues[ratio.aggregator] & _NAMED)
        if ratio.aggregator in read or (ratio.aggregator in terms and not named):
            continue
        read.add(ratio.aggregator)
        terms.update((ratio.base, ratio.part))
        out.append(ratio)
    return out


def _likeness(lines: Lines, ratio: Ratio) -> float:
    """Return how much a line looks like the ratio of two others rather than one of its terms."""
    shown = np.abs(lines.values[ratio.aggregator][lines.numeric[ratio.aggregator]])
    likeness = 4.0 if lines.cues[ratio.aggregator] & {"share", "change"} else 0.0
    at = ratio.close
    if at.any():  # a quotient has more decimals than what was divided
        finest = np.minimum(lines.unit[ratio.base][at], lines.unit[ratio.part][at])
        likeness += 3.0 if (lines.unit[ratio.aggregator][at] < 0.5 * finest).mean() > 0.5 else 0.0
    if (shown <= 1.0).all() and (shown != np.rint(shown)).any():
        likeness += 2.0
    if ratio.aggregator < min(ratio.base, ratio.part):
        likeness += 1.0
    return likeness


def _may_be_ratio(lines: Lines, a: int) -> bool:
    """Whether a line's figures look like ratios or per cents: fractions, or small."""
    shown = lines.values[a][lines.numeric[a]]
    if not len(shown) or not shown.any():
        return False
    return bool((shown != np.rint(shown)).mean() > 0.3 or (np.abs(shown) <= 100).mean() > 0.9)


_SMALL_COUNTS, _EXACT = 1000.0, 3
"""Whole numbers below which things may be counted one by one, and how many times as many shares of them must be exact
as are near for them to be."""


def _half(lines: Lines, rows: NDArray[np.intp] | int, *, named: bool) -> NDArray[np.float64]:
    """Return how far the terms of a ratio may be off: whole numbers are exact unless the ratio is named as one."""
    unit = lines.unit[rows]
    return 0.5 * unit if named else np.where(unit == 1.0, 0.0, 0.5 * unit)


class _Terms:
    """All ratios of the lines of a window, at a few telling slots."""

    def __init__(self, lines: Lines, near: NDArray[np.intp], *, named: bool) -> None:
        chosen = probes(lines.values[near], lines.unit[near], 8 if len(near) <= 24 else 6)
        grid = np.ix_(near, chosen)
        shown = lines.numeric[grid] & (lines.values[grid] != 0)
        safe = np.where(shown, lines.values[grid], np.nan)
        half = _half(lines, near, named=named)[:, chosen]
        self.near, self.chosen, self.lines, self.named = near, chosen, lines, named
        self.ratio = safe[None, :, :] / safe[:, None, :]  # [base, part, slot]
        self.slip = (half[None] + np.abs(self.ratio) * half[:, None]) / np.abs(safe[:, None, :])
        self.live = shown[:, None] & shown[None]
        self.apart = ~np.eye(len(near), dtype=np.bool_)

    def search(self, a: int) -> Iterator[tuple[Operator, float, int, int]]:
        """Yield readings (operator, scale, base, part) of a line that close at enough slots, the best first."""
        target, own = self.lines.values[a, self.chosen], 0.5 * self.lines.unit[a, self.chosen]
        use = np.flatnonzero(self.lines.numeric[a, self.chosen] & (target != 0))
        if not len(use):
            return
        target, own = target[use], own[use]
        size = np.abs(target)
        ratio, slip, live = self.ratio[:, :, use], self.slip[:, :, use], self.live[:, :, use].sum(2)
        place = int(np.searchsorted(self.near, a))
        found: list[tuple[float, Operator, float, int, int]] = []
        for operator, shift, scale in _READINGS:
            allowed = scale * slip
            if not self.named:
                allowed = np.minimum(allowed, 0.5 * own)
            allowed = allowed + (own * 1.02 + _FLOOR)
            close = np.abs(scale * (ratio - shift) - target) <= allowed
            good = 2 * close.sum(2) > live
            good[place, :] = good[:, place] = False
            good &= self.apart
            for i, j in zip(*np.nonzero(good), strict=True):
                at = close[i, j]
                bits = float(np.log2(1.0 + size[at] / (allowed[i, j, at] + own[at])).sum())
                if bits > 6.0:
                    found.append((bits, operator, scale, int(self.near[i]), int(self.near[j])))
        found.sort(key=lambda x: (-x[0], *x[1:]))
        for one in found[:12]:
            yield one[1:]


def _weigh(
    lines: Lines, operator: Operator, a: int, base: int, part: int, scale: float, totals: frozenset[int], *, named: bool
) -> Ratio:
    """Weigh one reading at every slot."""
    whole, top, stated = lines.values[base], lines.values[part], lines.values[a]
    live = lines.numeric[a] & lines.numeric[base] & lines.numeric[part] & (whole != 0)
    safe = np.where(live, whole, 1.0)
    ratio = np.where(live, top / safe, 0.0)
    computed = scale * (ratio - (1.0 if operator == "change" else 0.0))
    slip = (_half(lines, part, named=named) + np.abs(ratio) * _half(lines, base, named=named)) / np.abs(safe)
    own = 0.51 * lines.unit[a]
    tolerance = own + (scale * slip if named else np.minimum(scale * slip, 0.5 * own)) + _FLOOR
    close = live & (np.abs(computed - stated) <= tolerance)
    told = live & ((stated != 0) | (np.abs(computed) > 2 * tolerance))
    room = 2 * tolerance + lines.unit[a]
    chance = np.minimum(np.maximum(room / (np.abs(stated) + room), lines.ties[a]), 1.0)
    chance = np.maximum(chance, _mistaken(computed, stated, tolerance, close & told))
    gain = np.minimum(-np.log2(chance), _MOST) * (close & told) * lines.rarity[a]
    loss = _MISS * (1.0 - np.minimum(chance, 0.9)) * (told & ~close)
    at = np.flatnonzero(close & told)
    if len(at):
        distinct = len(set(zip(stated[at].tolist(), whole[at].tolist(), top[at].tolist(), strict=True)))
        gain = gain * (distinct / len(at))
    tied = (tied_share if operator == "percentage" else tied_change)(lines, a, base, part)
    by_class = np.bincount(lines.classes, gain if tied else gain - loss)
    use = by_class > -1.5
    price = _TIED if tied else _price(lines, operator, a, base, part, totals)
    score = float(np.where(use, by_class, -1.5).sum()) - price
    asserted = live & use[lines.classes]
    if tied:
        asserted &= close | np.array([not cues & _ODD for cues in lines.slot_cues], np.bool_)
    hits = int((close & told & asserted).sum())
    misses = int((told & ~close & asserted).sum())
    if operator == "percentage":  # what small whole numbers are shares of were counted, unless too few are exact
        counted = (lines.unit[[part, base]] == 1.0).all(0) & (np.abs(whole) < _SMALL_COUNTS)
        exact = close & (np.abs(computed - stated) <= own + _FLOOR)
        if (exact & told & counted).sum() >= _EXACT * (close & ~exact & told & counted).sum():
            tolerance = np.where(counted, own + _FLOOR, tolerance)
            close &= exact | ~counted
    return Ratio(operator, a, base, part, scale, close, asserted, tolerance, score, hits, misses, tied)


def _mistaken(
    computed: NDArray[np.float64], stated: NDArray[np.float64], tolerance: NDArray[np.float64], hits: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return the chance, for each hit, that the number of another slot would have been taken for its own."""
    out = np.zeros(len(stated))
    at = np.flatnonzero(hits)
    if len(at) < _SEVERAL:
        return out
    others = at[:: len(at) // _SAMPLE + 1]
    for start in range(0, len(at), _BLOCK):
        own = at[start : start + _BLOCK, None]
        near = np.abs(computed[own] - stated[others]) <= tolerance[own]
        apart = others != own
        out[own[:, 0]] = (near & apart).sum(1) / apart.sum(1)
    return out


def _price(lines: Lines, operator: Operator, a: int, base: int, part: int, totals: frozenset[int]) -> float:
    """Return what a reading costs: far terms, and figures that no word calls a share or a change."""
    cues = lines.cues[a]
    price = 8.0 + 2.0 * np.log2(len(lines.positions))
    for term in (base, part):
        price += 0.3 * min(abs(term - a), 8) + max(abs(term - a) - 8, 0) * (1.0 if lines.along == "row" else 0.2)
    price -= 5.0 if cues & ({"share", "rate", "average"} if operator == "percentage" else {"change", "share"}) else -2.0
    if operator == "change":
        price -= 3.0 if "change" in cues else -6.0
        price -= 2.0 if base < part or lines.along == "row" else 0.0
    elif base in totals or "total" in lines.cues[base]:
        price -= 2.0
    if operator == "percentage" and a < base and a < part:  # what stands first of three factors is the quotient
        price -= 1.0
    return float(price)
