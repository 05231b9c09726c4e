"""Candidate sums: lines that may be the sum of other lines, found without looking at every subset.

A candidate is (aggregator line, part lines). Each family looks for one way in which tables are laid out; whether a
candidate is believed is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from auditor.relations.tables.layout import Lines

Candidate = tuple[int, tuple[int, ...]]

_REACH = 4
"""Lines that may stand between a total and the run that it adds up."""
_CELLS = 3_000_000
"""How many residuals one family may compute at once."""


def probes(values: NDArray[np.float64], unit: NDArray[np.float64], limit: int) -> NDArray[np.intp]:
    """Choose the slots that tell most: many numbers, large against their rounding unit; all lines covered if possible."""
    if values.shape[1] <= limit:
        return np.arange(values.shape[1])
    information = np.log2(1.0 + np.abs(values) / unit)
    chosen: list[int] = []
    need = np.full(values.shape[0], 24.0)
    for _ in range(limit):
        gain = np.minimum(information, need[:, None]).sum(0)
        gain[chosen] = -1.0
        best = int(gain.argmax())
        chosen.append(best)
        need = np.maximum(need - information[:, best], 1.0)
    return np.array(sorted(chosen), np.intp)


class Search:
    """The search space of one set of lines: values at the probed slots, their prefix sums, and what counts as close.

    Parts are taken from `keep`; every line may be an aggregator.
    """

    def __init__(self, lines: Lines, keep: NDArray[np.intp], limit: int) -> None:
        chosen = probes(lines.values, lines.unit, limit)
        self.keep = keep
        self.whole = lines.values[:, chosen]
        self.unit = lines.unit[:, chosen]
        self.parts = self.whole[keep]
        self.prefix = np.vstack([np.zeros((1, len(chosen))), np.cumsum(self.parts, axis=0)])
        # bits that a hit brings, per line and slot, if the tolerance is one rounding unit
        self.bits = np.where(self.whole != 0, np.minimum(np.log2(1.0 + np.abs(self.whole) / self.unit), 14.0), 0.0)


def slack(unit: NDArray[np.float64], count: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """Give how far rounded parts may be from their rounded total: worst case for few, 3.5 sigma for many."""
    n = np.asarray(count, float) + 1.0
    random = np.where((unit == 3.0) | (unit == 5.0), 1.6, 1.0)
    return unit * np.minimum(n / 2.0, np.sqrt(n)) * random


def runs(search: Search, need: float) -> Iterator[Candidate]:
    """Find totals of a run of consecutive lines that ends at most a few lines before or after the total."""
    n, m = search.whole.shape
    k = len(search.keep)
    if k < 2 or not m:
        return
    window = int(min(k, max(8, _CELLS // max(1, n * m))))
    own = np.arange(n)
    after = np.searchsorted(search.keep, own, side="right")
    before = np.searchsorted(search.keep, own, side="left") - 1
    for gap in range(_REACH):
        for near, side in ((before - gap, -1), (after + gap, 1)):
            for far in range(window):
                end = near + side * far
                ok = (end >= 0) & (end < k) & (near >= 0) & (near < k)
                if not ok.any():
                    break
                a = own[ok]
                lo, hi = np.minimum(near[ok], end[ok]), np.maximum(near[ok], end[ok])
                total = search.prefix[hi + 1] - search.prefix[lo]
                close = np.abs(total - search.whole[a]) <= slack(search.unit[a], far + 1.0) + 1e-9 * np.abs(total)
                bits = (search.bits[a] * close).sum(1)
                cost = need + np.log2(far + 1.0) + 2 * gap + (2.0 if far == 0 else 0.0)
                for i in np.flatnonzero(bits >= cost):
                    yield int(a[i]), tuple(search.keep[int(lo[i]):int(hi[i]) + 1].tolist())


def strides(search: Search, need: float) -> Iterator[Candidate]:
    """Find totals of every second, third ... line: blocks of columns side by side, groups of rows that repeat."""
    n, m = search.whole.shape
    if n < 5 or not m:
        return
    for step in range(2, min(n // 2, 14) + 1):
        count = n // step
        if n * step * count * m > 8 * _CELLS:
            break
        strided = search.whole.copy()
        for i in range(step, n):
            strided[i] += strided[i - step]
        strided = np.vstack([strided, np.zeros((step, m))])
        own = np.arange(n)
        for side in (-1, 1):
            for offset in range(1, 2 * step + 3):
                near = own + side * offset
                for far in range(1, count):
                    end = near + side * step * far
                    ok = (end >= 0) & (end < n) & (near >= 0) & (near < n)
                    if not ok.any():
                        break
                    a = own[ok]
                    lo, hi = np.minimum(near[ok], end[ok]), np.maximum(near[ok], end[ok])
                    below = lo - step
                    total = strided[hi] - np.where((below >= 0)[:, None], strided[below], 0.0)
                    close = np.abs(total - search.whole[a]) <= slack(search.unit[a], far + 1.0) + 1e-9 * np.abs(total)
                    bits = (search.bits[a] * close).sum(1)
                    for i in np.flatnonzero(bits >= need + 3.0 + np.log2(step * count)):
                        yield int(a[i]), tuple(range(int(lo[i]), int(hi[i]) + 1, step))


def pairs(search: Search, need: float, most: int = 48) -> Iterator[Candidate]:
    """Find lines that are the sum of any two others (so also differences, read backwards)."""
    n, m = search.whole.shape
    if n < 3 or not m:
        return
    reach = n if n <= most else max(6, min(24, _CELLS // (8 * n * m)))
    own = np.arange(n)
    for first in range(-reach + 1, reach):
        for second in range(first + 1, reach):
            if first == 0 or second == 0:
                continue
            lo, hi = max(0, -first), min(n, n - second)
            if second < 0:
                hi = n
            if lo >= hi:
                continue
            a = own[lo:hi]
            b, c = a + first, a + second
            total = search.whole[b] + search.whole[c]
            close = np.abs(total - search.whole[lo:hi]) <= slack(search.unit[lo:hi], 2.0) + 1e-9 * np.abs(total)
            close &= (search.whole[b] != 0) & (search.whole[c] != 0)
            bits = (search.bits[lo:hi] * close).sum(1)
            for i in np.flatnonzero(bits >= need + 2 * np.log2(n)):
                yield int(a[i]), (int(b[i]), int(c[i]))


def groups(labels: Iterable[str], search: Search) -> Iterator[Candidate]:
    """Give, for lines that bear the same label, the first (and the last) as the total of the others."""
    by_label: dict[str, list[int]] = {}
    for i, label in enumerate(labels):
        if label:
            by_label.setdefault(label, []).append(i)
    for members in by_label.values():
        if 3 <= len(members) <= 400:
            yield members[0], tuple(members[1:])
            yield members[-1], tuple(members[:-1])


def children(depth: NDArray[np.intp]) -> Iterator[Candidate]:
    """Give, for each line, the lines directly under it in an indented outline; also where the total stands last."""
    n = len(depth)
    if n < 3 or depth.min() == depth.max():
        return
    for direction in (1, -1):
        for a in range(n):
            level: int | None = None
            found: list[int] = []
            i = a + direction
            while 0 <= i < n and depth[i] > depth[a]:
                if level is None or depth[i] < level:
                    if level is not None and direction == -1:
                        found = []
                    level = int(depth[i])
                if depth[i] == level:
                    found.append(i)
                i += direction
            if found and len(found) <= 400:
                yield a, tuple(sorted(found))


def exclusions(search: Search, need: float, most: int = 60) -> Iterator[Candidate]:
    """Find totals of a run of lines with one line of it left out."""
    n, m = search.whole.shape
    if n < 4 or n > most or not m:
        return
    for a in range(n):
        for side in (-1, 1):
            end = a + side
            while 0 <= end + side < n:
                end += side
                lo, hi = min(a + side, end), max(a + side, end)
                if hi - lo < 2:
                    continue
                excess = search.prefix[hi + 1] - search.prefix[lo] - search.whole[a]
                inner = search.whole[lo:hi + 1]
                tolerance = slack(search.unit[a], float(hi - lo))
                close = (np.abs(inner - excess) <= tolerance) & (inner != 0)
                bits = (search.bits[a] * close).sum(1)
                for i in np.flatnonzero(bits >= need + 2 * np.log2(n) + 1):
                    yield a, tuple(x for x in range(lo, hi + 1) if x != lo + i)
