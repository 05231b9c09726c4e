"""Averages: which lines are the mean of a run of others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.relations.tables.candidates import probes
from auditor.relations.tables.commonness import sameness
from auditor.relations.tables.table_layout import Lines

_MOST = 12.0
_MISS = 5.0
_MANY = 150
"""Where there are more lines, only those at the edge of a block, or called so, are sought for averages."""
_LONG = 400
"""Lines that a run may have where no word calls its mean an average."""
_LONGEST, _MOST_SOUGHT = 10_000, 60
"""Lines that the run of a named average may have; lines that are sought at most in a long table."""
_AIMED = 0.06
"""Chance, from how far the parts are apart, below which a mean is met by no accident."""
_GAP_NAMED, _GAP, _GAP_LONG = 10, 5, 2
"""Lines that may stand between an average and the run that it averages: where it is called so, else, in long tables."""


@dataclass(frozen=True, slots=True, eq=False)
class Average:
    """One line read as the mean of others; cells without a number do not count."""

    aggregator: int
    parts: tuple[int, ...]
    close: NDArray[np.bool_]
    asserted: NDArray[np.bool_]
    tolerance: NDArray[np.float64]
    blank: NDArray[np.bool_]
    """Slots where it closes only if blanks among the parts count as nought."""
    score: float
    hits: int
    misses: int


def find_averages(lines: Lines, totals: frozenset[int]) -> list[Average]:
    """Find the lines that are averages, at most one reading a line."""
    n = len(lines.positions)
    if n < 3:
        return []
    chosen = probes(lines.values, lines.unit, 8)
    whole = np.where(lines.numeric[:, chosen], lines.values[:, chosen], 0.0)
    numeric, unit = lines.numeric[:, chosen], lines.unit[:, chosen]
    plain = np.array([i for i in range(n) if i not in totals and not (lines.cues[i] & {"total", "average"})], np.intp)
    best: dict[int, Average] = {}
    tried: set[tuple[int, tuple[int, ...]]] = set()
    named = np.array(["average" in cues for cues in lines.cues])
    edge = np.ones(n, np.bool_)
    edge[1:-1] = (np.diff(lines.breaks)[:-1] != 0) | (np.diff(lines.breaks)[1:] != 0)
    likely = _few(np.flatnonzero(named | edge)) if n > _MANY else np.arange(n)
    for keep, lines_sought in (
        (np.arange(n), likely),
        (plain, _few(np.flatnonzero(named)) if n > _MANY else np.flatnonzero(named)),
    ):
        if len(keep) < 2:
            continue
        for a, parts in _runs(whole, numeric, unit, keep, named, lines_sought):
            if (a, parts) in tried:
                continue
            tried.add((a, parts))
            average = _weigh(lines, a, parts, totals)
            if (
                average.score > 0
                and average.hits > 2 * average.misses
                and (a not in best or average.score > best[a].score)
            ):
                best[a] = average
    return [best[a] for a in sorted(best)]


def _few(lines: NDArray[np.intp]) -> NDArray[np.intp]:
    """Thin out lines that are too many to be sought one by one."""
    return lines[:: len(lines) // _MOST_SOUGHT + 1]


def _runs(
    whole: NDArray[np.float64],
    numeric: NDArray[np.bool_],
    unit: NDArray[np.float64],
    keep: NDArray[np.intp],
    named: NDArray[np.bool_],
    sought: NDArray[np.intp],
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield (line, run of lines) where the mean of the run is close to the line at enough slots."""
    k, m = len(keep), whole.shape[1]
    zero = np.zeros((1, m))
    prefix = np.vstack([zero, np.cumsum(whole[keep], axis=0)])
    count = np.vstack([zero, np.cumsum(numeric[keep], axis=0)])
    for a in sought.tolist():
        use = numeric[a] & (whole[a] != 0)
        if not use.any():
            continue
        target = whole[a, use]
        tolerance = 0.51 * unit[a, use] + 1e-9 * np.abs(target)
        size = np.log2(1.0 + np.abs(target) / (2 * tolerance))
        if not named[a] and size.sum() < 8.0:
            continue
        gaps = np.arange(_GAP_NAMED if named[a] else _GAP if k <= _MANY else _GAP_LONG)
        before = int(np.searchsorted(keep, a)) - gaps
        after = int(np.searchsorted(keep, a, side="right")) + gaps
        far = np.arange(2, min(k, _LONGEST if named[a] else _LONG) + 1)
        ends, starts = np.broadcast_arrays(before[:, None], before[:, None] - far)
        starts2, ends2 = np.broadcast_arrays(after[:, None], after[:, None] + far)
        lo = np.concatenate([starts.ravel(), starts2.ravel()])
        hi = np.concatenate([ends.ravel(), ends2.ravel()])
        ok = (lo >= 0) & (hi <= k)
        lo, hi = lo[ok], hi[ok]
        if not len(lo):
            continue
        number = (count[hi] - count[lo])[:, use]
        total = (prefix[hi] - prefix[lo])[:, use]
        close = (np.abs(total - target * number) <= tolerance * number) & (number >= 2)
        hits = close.sum(1)
        good = np.flatnonzero(2 * hits >= use.sum())
        bits = close[good] @ size
        order = np.argsort(-bits, kind="stable")[:6]
        for i in good[order[bits[order] > (3.0 if named[a] else 8.0)]]:
            yield a, tuple(keep[lo[i] : hi[i]].tolist())


def _weigh(lines: Lines, a: int, parts: tuple[int, ...], totals: frozenset[int]) -> Average:
    """Weigh one reading at every slot."""
    rows = np.array(parts, np.intp)
    numeric = lines.numeric[rows]
    count = numeric.sum(0)
    stated = lines.values[a]
    live = lines.numeric[a] & (count >= 1)
    mean = lines.values[rows].sum(0) / np.maximum(count, 1)
    part_unit = np.where(numeric, lines.unit[rows], 0.0).max(0)
    tolerance = 0.51 * lines.unit[a] + np.where(part_unit < 1, 0.5 * part_unit, 0.0) + 1e-9 * np.abs(stated)
    close = live & (np.abs(mean - stated) <= tolerance)
    # a program that averages may take blanks for noughts
    blank = live & ~close & (count < len(rows)) & (np.abs(mean * count / len(rows) - stated) <= tolerance)
    spread = np.where(numeric, lines.values[rows], -np.inf).max(0) - np.where(numeric, lines.values[rows], np.inf).min(
        0
    )
    told = live & (count >= 2) & (spread > 0) & ~blank
    size = np.abs(stated)
    chance = (2 * tolerance + lines.unit[a]) / (size + 2 * tolerance + lines.unit[a])
    chance = np.maximum(chance, lines.ties[a])
    # a number that stands everywhere (an index of 100) is met by no accident where the parts are far apart
    aimed = 2 * tolerance / np.where(told, spread + 2 * tolerance, 1.0)
    sharp = told & (aimed <= _AIMED) & (lines.rarity[a] < 0.5)
    chance = np.where(sharp, np.minimum(chance, aimed), chance)
    rarity = np.where(sharp, np.maximum(lines.rarity[a], 0.5), lines.rarity[a])
    gain = np.minimum(-np.log2(np.minimum(chance, 1.0)), _MOST) * (close & told) * rarity
    at = np.flatnonzero(close & told & (stated != 0))[:64]
    gain *= 1.0 - sameness(stated[at], lines.values[rows[:60]][:, at])
    net = gain - _MISS * (1.0 - np.minimum(chance, 0.9)) * (told & ~close)
    by_class = np.bincount(lines.classes, net)
    use = by_class > -1.5
    score = float(np.where(use, by_class, -1.5).sum())
    asserted = live & use[lines.classes]
    named = "average" in lines.cues[a]
    score -= 8.0 + np.log2(len(lines.positions)) + (-6.0 if named else 4.0)
    if not named:
        score -= 3.0 * (min(abs(a - parts[0]), abs(a - parts[-1])) - 1)
    if len(parts) == 2 and not named:
        score -= 40.0
    holes = [i for i in range(parts[0], parts[-1]) if i not in set(parts) and i not in totals]
    score -= 1.5 * min(len(holes), 4) + 1.0 * sum(p in totals or bool(lines.cues[p] & {"total"}) for p in parts)
    hits = int((close & told & asserted).sum())
    return Average(a, parts, close, asserted, tolerance, blank, score, hits, int((told & ~close & asserted).sum()))
