"""Averages: which lines are the mean of a run of others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.relations.tables.candidates import probes
from auditor.relations.tables.layout import Lines

_MOST = 12.0
_MISS = 5.0


@dataclass(frozen=True, slots=True, eq=False)
class Average:
    """One line read as the mean of others; cells without a number do not count."""

    aggregator: int
    parts: tuple[int, ...]
    close: NDArray[np.bool_]
    asserted: NDArray[np.bool_]
    tolerance: NDArray[np.float64]
    score: float
    hits: int
    misses: int


def find_averages(lines: Lines, totals: frozenset[int]) -> list[Average]:
    """Find the lines that are averages, at most one reading a line."""
    n = len(lines.positions)
    if n < 3:
        return []
    chosen = probes(lines.values, lines.unit, 12)
    whole, unit = lines.values[:, chosen], lines.unit[:, chosen]
    numeric = lines.numeric[:, chosen]
    found: list[Average] = []
    plain = np.array([i not in totals and not (lines.cues[i] & {"total", "average"}) for i in range(n)])
    for a in range(n):
        named = "average" in lines.cues[a]
        if not named and (not numeric[a].any() or "total" in lines.cues[a]):
            continue
        best: Average | None = None
        tried: set[tuple[int, ...]] = set()
        for side in (-1, 1):
            order = np.arange(a + side, -1 if side < 0 else n, side)
            if len(order) < 2:
                continue
            for keep in (order, order[plain[order]]):
                for parts in _runs(whole, numeric, unit, a, keep, named=named):
                    if parts in tried:
                        continue
                    tried.add(parts)
                    average = _weigh(lines, a, parts, totals)
                    if average.score > 0 and average.hits > 2 * average.misses and (
                            best is None or average.score > best.score):
                        best = average
        if best is not None:
            found.append(best)
    return found


def _runs(
    whole: NDArray[np.float64], numeric: NDArray[np.bool_], unit: NDArray[np.float64], a: int,
    order: NDArray[np.intp], *, named: bool,
) -> list[tuple[int, ...]]:
    """Give the runs of lines, near ones first, whose mean is close to a line at enough slots."""
    use = numeric[a] & (whole[a] != 0)
    if len(order) < 2 or not use.any():
        return []
    values = np.where(numeric, whole, 0.0)[np.ix_(order, use)]
    count = np.vstack([np.zeros((1, values.shape[1])), np.cumsum(numeric[np.ix_(order, use)], axis=0)])
    total = np.vstack([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    target = whole[a, use]
    tolerance = 0.51 * unit[a, use] + 1e-9 * np.abs(target)
    size = np.log2(1.0 + np.abs(target) / (2 * tolerance))
    out = []
    for start in range(min(6 if named else 2, len(order) - 1)):
        number = count[start + 1:] - count[start]
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = (total[start + 1:] - total[start]) / number
        close = (np.abs(mean - target) <= tolerance) & (number >= 2)
        bits = (close * size).sum(1)
        good = np.flatnonzero((bits > (3.0 if named else 8.0)) & (2 * close.sum(1) >= use.sum()))
        good = good[np.argsort(-bits[good], kind="stable")][:6]
        out += [tuple(sorted(int(i) for i in order[start:start + 1 + int(e)])) for e in good if e >= 1]
    return out


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
    distinct = (lines.values[rows].max(0) != lines.values[rows].min(0)) & (count >= 2)
    told = live & distinct
    size = np.abs(stated)
    chance = (2 * tolerance + lines.unit[a]) / (size + 2 * tolerance + lines.unit[a])
    chance = np.maximum(chance, lines.ties[a])
    gain = np.minimum(-np.log2(np.minimum(chance, 1.0)), _MOST) * (close & told) * lines.rarity[a]
    net = gain - _MISS * (1.0 - np.minimum(chance, 0.9)) * (told & ~close)
    by_class = np.bincount(lines.classes, net)
    use = by_class > -1.5
    score = float(np.where(use, by_class, -1.5).sum())
    asserted = live & use[lines.classes]
    named = "average" in lines.cues[a]
    n = len(lines.positions)
    score -= 8.0 + np.log2(n) + (0.0 if named else 4.0)
    score += 6.0 if named else 0.0
    if len(parts) == 2 and not named:
        score -= 6.0
    holes = [i for i in range(parts[0], parts[-1]) if i not in set(parts) and i not in totals]
    score -= 1.5 * min(len(holes), 4) + 1.0 * sum(p in totals or bool(lines.cues[p] & {"total"}) for p in parts)
    hits = int((close & told & asserted).sum())
    return Average(a, parts, close, asserted, tolerance, score, hits, int((told & ~close & asserted).sum()))
