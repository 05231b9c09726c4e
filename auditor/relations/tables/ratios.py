"""Shares and relative changes: which lines are one line divided by another, and by how much one line grew into another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from auditor.relations.tables.candidates import probes
from auditor.relations.tables.layout import Lines

_MOST = 12.0
_MISS = 5.0
_FLOOR = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Ratio:
    """One line read as the ratio, or the relative change, of two others."""

    operator: Literal["percentage", "change"]
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


def find_ratios(lines: Lines, totals: frozenset[int]) -> list[Ratio]:
    """Find shares and changes among lines, at most one reading a line.

    `totals` are lines known to be sums: the likely bases of shares.
    """
    n = len(lines.positions)
    if n < 3:
        return []
    best: list[Ratio] = []
    chosen = probes(lines.values, lines.unit, 12)
    for a in range(n):
        if not _may_be_ratio(lines, a):
            continue
        near = _near(a, n)
        found: Ratio | None = None
        for operator, scale, b, c in _search(lines, a, near, chosen):
            ratio = _weigh(lines, operator, a, b, c, scale, totals)
            if ratio.score > 0 and ratio.hits > 2 * ratio.misses and (found is None or ratio.score > found.score):
                found = ratio
        if found is not None:
            best.append(found)
    return best


def _near(a: int, n: int) -> NDArray[np.intp]:
    """Give the lines that a line may be a ratio of."""
    if n <= 64:
        return np.array([i for i in range(n) if i != a], np.intp)
    return np.array([i for i in range(max(0, a - 14), min(n, a + 15)) if i != a], np.intp)


def _may_be_ratio(lines: Lines, a: int) -> bool:
    """Say whether a line's figures look like ratios or per cents: named so, or fractions, or small."""
    shown = lines.values[a][lines.numeric[a]]
    if not len(shown) or not shown.any():
        return False
    if lines.cues[a] & {"share", "change", "rate"}:
        return True
    whole = shown == np.rint(shown)
    return bool((~whole).mean() > 0.3 or (np.abs(shown) <= 100).mean() > 0.9)


def _search(
    lines: Lines, a: int, near: NDArray[np.intp], chosen: NDArray[np.intp]
) -> list[tuple[Literal["percentage", "change"], float, int, int]]:
    """Give readings (operator, scale, base, part) that close at enough of the probed slots."""
    use = chosen[lines.numeric[a, chosen] & (lines.values[a, chosen] != 0)]
    if not len(use):
        return []
    values = lines.values[np.ix_(near, use)]
    shown = lines.numeric[np.ix_(near, use)] & (values != 0)
    half = 0.5 * lines.unit[np.ix_(near, use)]
    target, own = lines.values[a, use], 0.5 * lines.unit[a, use]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        ratio = np.where(shown[:, None] & shown[None], values[None, :, :] / values[:, None, :], np.nan)  # [base, part]
        slip = (half[None] + np.abs(ratio) * half[:, None]) / np.abs(values[:, None, :])
    out: list[tuple[float, Literal["percentage", "change"], float, int, int]] = []
    size = np.abs(target)
    operators: tuple[tuple[Literal["percentage", "change"], float], ...] = (("percentage", 0.0), ("change", 1.0))
    for operator, shift in operators:
        for scale in (1.0, 100.0):
            allowed = own * 1.02 + scale * slip + _FLOOR
            with np.errstate(invalid="ignore"):
                close = np.abs(scale * (ratio - shift) - target) <= allowed
            bits = np.where(close, np.log2(1.0 + size / (allowed + own)), 0.0).sum(2)
            np.fill_diagonal(bits, 0.0)
            live = (shown[:, None] & shown[None]).sum(2)
            good = (bits > 6.0) & (2 * close.sum(2) > live)
            for i, j in zip(*np.nonzero(good), strict=True):
                out.append((float(bits[i, j]), operator, scale, int(near[i]), int(near[j])))
    out.sort(key=lambda x: (-x[0], *x[1:]))
    return [x[1:] for x in out[:12]]


def _weigh(
    lines: Lines, operator: Literal["percentage", "change"], a: int, base: int, part: int, scale: float,
    totals: frozenset[int],
) -> Ratio:
    """Weigh one reading at every slot."""
    whole, top, stated = lines.values[base], lines.values[part], lines.values[a]
    live = lines.numeric[a] & lines.numeric[base] & lines.numeric[part] & (whole != 0)
    safe = np.where(live, whole, 1.0)
    ratio = top / safe
    computed = scale * (ratio - (1.0 if operator == "change" else 0.0))
    half = 0.5 * lines.unit
    tolerance = half[a] * 1.02 + scale * (half[part] + np.abs(ratio) * half[base]) / np.abs(safe) + _FLOOR
    close = live & (np.abs(computed - stated) <= tolerance)
    told = live & ((stated != 0) | (np.abs(computed) > 2 * tolerance))
    size = np.abs(stated)
    chance = (2 * tolerance + lines.unit[a]) / (size + 2 * tolerance + lines.unit[a])
    chance = np.maximum(chance, lines.ties[a])
    gain = np.minimum(-np.log2(np.minimum(chance, 1.0)), _MOST) * (close & told) * lines.rarity[a]
    loss = _MISS * (1.0 - np.minimum(chance, 0.9)) * (told & ~close)
    net = gain - loss
    by_class = np.bincount(lines.classes, net)
    use = by_class > -1.5
    score = float(np.where(use, by_class, -1.5).sum())
    asserted = live & use[lines.classes]
    cues = lines.cues[a]
    n = len(lines.positions)
    score -= 8.0 + 2.0 * np.log2(n) + 0.3 * min(abs(base - a), 8) + 0.3 * min(abs(part - a), 8)
    wanted = {"share", "rate", "average"} if operator == "percentage" else {"change", "share"}
    score += 5.0 if cues & wanted else -2.0
    if operator == "change":
        score += 3.0 if "change" in cues else -3.0
        score += 2.0 if base < part or lines.along == "row" else 0.0
    elif base in totals or "total" in lines.cues[base]:
        score += 2.0
    hits = int((close & told & asserted).sum())
    misses = int((told & ~close & asserted).sum())
    return Ratio(operator, a, base, part, scale, close, asserted, tolerance, score, hits, misses)
