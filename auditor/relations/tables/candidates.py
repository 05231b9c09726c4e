"""Candidate sums: lines that may be the sum of other lines, found without looking at every subset.

A candidate is (aggregator line, part lines). Each family looks for one way in which tables are laid out; whether a
candidate is believed is decided elsewhere. All families are vectorised over their whole search space, in pieces.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from auditor.relations.tables.table_layout import Lines

Candidate = tuple[int, tuple[int, ...]]
Index = NDArray[np.intp]

_REACH = 4
"""Lines that may stand between a total and the run that it adds up."""
_PIECE = 400_000
"""How many residuals are computed at once."""
_SEARCH = 60_000
"""How many candidates (aggregator and run) a family may look at where a table is long."""
_MOST_RUNS, _MOST_OTHERS = 3000, 300
"""How many candidates of one search are weighed."""
_LONG = 2000
"""Lines above which a table's totals must bear the name or stand at the edge of a block."""
_FAR = 60_000
"""Lines times totals that are searched for long runs."""
_STRIDES_LINES, _PAIRS_LINES, _EXCLUSION_LINES = 90, 40, 40


def probes(values: NDArray[np.float64], unit: NDArray[np.float64], limit: int) -> Index:
    """Choose the slots that tell most: many numbers, large against their rounding unit, all lines covered."""
    if values.shape[1] <= limit:
        return np.arange(values.shape[1])
    if values.shape[0] > _LONG:  # so long that a few slots must do
        limit = min(limit, 4)
    if values.shape[1] > 400:  # a first sieve, so that long tables stay linear
        filled = (values != 0).sum(0)
        first = np.sort(np.argsort(-filled, kind="stable")[:400])
        return first[probes(values[:, first], unit[:, first], limit)]
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


def slack(count: NDArray[np.float64] | NDArray[np.intp] | float) -> NDArray[np.float64]:
    """Return how many units rounded parts may be off their rounded total: worst case for few, 3.5 sigma for many."""
    n = np.asarray(count, float) + 1.0
    return np.minimum(n / 2.0, np.sqrt(n))


def leeway(count: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how many units off is no longer rounding: all parts at their worst for few, some four sigma for many."""
    return np.minimum(np.maximum(count / 2.0, 1.5), 1.25 * np.sqrt(count + 1.0))


def width(unit: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the unit that counts for rounding: figures rounded at random to base 3 or 5 err more."""
    return np.where((unit == 3.0) | (unit == 5.0), 2.0 * unit, unit)


class Search:
    """The search space of one set of lines: values at the probed slots, and what counts as close.

    Parts are taken from `keep`; every line may be an aggregator.
    """

    def __init__(self, lines: Lines, keep: Index, limit: int) -> None:
        chosen = probes(lines.values, lines.unit, limit)
        self.keep = keep
        self.breaks = lines.breaks
        self.totals = np.array(["total" in cues for cues in lines.cues], np.bool_)
        self.whole = lines.values[:, chosen]
        unit = lines.unit[:, chosen]
        self.width = width(unit)
        self.parts = self.whole[keep]
        # bits that a hit brings, per line and slot, if the tolerance is one rounding unit
        self.bits = np.where(self.whole != 0, np.minimum(np.log2(1.0 + np.abs(self.whole) / unit), 14.0), 0.0)

    def evidence(
        self, aggregator: Index, plus: Index, minus: Index, prefix: NDArray[np.float64], count: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return the bits with which prefix[plus] - prefix[minus] meets each aggregator, over all probed slots."""
        out = np.empty(len(aggregator))
        step = max(1, _PIECE // max(1, self.whole.shape[1]))
        factor = slack(count)
        for start in range(0, len(aggregator), step):
            piece = slice(start, start + step)
            a = aggregator[piece]
            total = prefix[plus[piece]] - prefix[minus[piece]]
            allowed = self.width[a] * factor[piece, None] + 1e-9 * np.abs(total)
            close = np.abs(total - self.whole[a]) <= allowed
            out[piece] = (self.bits[a] * close).sum(1)
        return out


def runs(search: Search, need: float) -> Iterator[Candidate]:
    """Find totals of a run of consecutive lines that ends at most a few lines before or after the total."""
    n, m = search.whole.shape
    k = len(search.keep)
    if k < 2 or not m:
        return
    prefix = np.vstack([np.zeros((1, m)), np.cumsum(search.parts, axis=0)])
    own, gaps = np.arange(n), np.arange(_REACH)
    after = np.searchsorted(search.keep, own, side="right")
    before = np.searchsorted(search.keep, own, side="left") - 1
    window = int(min(k, max(10, _SEARCH // n))) if n <= _LONG else 0
    pieces = []
    for near, side in ((before[:, None] - gaps, -1), (after[:, None] + gaps, 1)):
        if window:
            pieces.append(_spans(own, near, side, np.arange(window), k))
        if window < k:  # long runs are sought for totals by name, and at the edge of a block
            special = np.flatnonzero(search.totals | _edges(search.breaks, side))
            most = max(1, _FAR // k)
            special = special if len(special) <= most else special[:: len(special) // most + 1]
            pieces.append(_spans(special, near[special], side, np.arange(window, min(k, _FAR)), k))
    a, gap, lo, hi = (np.concatenate(x) for x in zip(*pieces, strict=True))
    size = hi - lo + 1
    bits = search.evidence(a, hi + 1, lo, prefix, size.astype(float))
    surplus = bits - (need + np.log2(size) + 2.0 * gap + np.where(size == 1, 2.0, 0.0))
    for i in _best(surplus, _MOST_RUNS):
        yield int(a[i]), tuple(search.keep[lo[i] : hi[i] + 1].tolist())


def _best(surplus: NDArray[np.float64], most: int) -> Index:
    """Return the places of the candidates that are worth weighing, in order."""
    good = np.flatnonzero(surplus >= 0)
    if len(good) > most:
        good = np.sort(good[np.argsort(-surplus[good], kind="stable")[:most]])
    return good


def _spans(a: Index, near: Index, side: int, far: Index, count: int) -> tuple[Index, Index, Index, Index]:
    """Return (aggregator, place in `near`, first, last) of the runs from `near` on, `far` lines each.

    `near` has a row for each aggregator and a column for each distance.
    """
    end = near[:, :, None] + side * far
    ok = (end >= 0) & (end < count) & ((near >= 0) & (near < count))[:, :, None]
    i, j, k = np.nonzero(ok)
    first, last = near[i, j], end[i, j, k]
    return a[i], j, np.minimum(first, last), np.maximum(first, last)


def _edges(breaks: Index, side: int) -> NDArray[np.bool_]:
    """Mark the lines at the edge of a block: the last where parts stand before, the first where they stand after."""
    change = np.diff(breaks) != 0
    edge = np.ones(len(breaks), np.bool_)
    if side < 0:
        edge[:-1] = change
        edge[1:] |= change  # a total set apart from its block
    else:
        edge[1:] = change
        edge[:-1] |= change
    return edge


def strides(search: Search, need: float) -> Iterator[Candidate]:
    """Find totals of every second, third ... line: blocks of columns side by side, groups of rows that repeat."""
    n, m = search.whole.shape
    if not 5 <= n <= _STRIDES_LINES or not m:
        return
    own = np.arange(n)
    for step in range(2, min(n // 2, 14) + 1):
        count = n // step
        padded = np.vstack([np.zeros((step, m)), search.whole])
        for i in range(2 * step, n + step):
            padded[i] += padded[i - step]
        far = step * np.arange(1, count)
        offset = np.arange(1, 2 * step + 3)
        pieces = [_spans(own, own[:, None] + side * offset, side, far, n) for side in (-1, 1)]
        a, _, lo, hi = (np.concatenate(x) for x in zip(*pieces, strict=True))
        size = (hi - lo) / step + 1.0
        bits = search.evidence(a, hi + step, lo, padded, size)
        for i in _best(bits - (need + 3.0 + np.log2(step * count)), _MOST_OTHERS):
            yield int(a[i]), tuple(range(int(lo[i]), int(hi[i]) + 1, step))


def pairs(search: Search, need: float) -> Iterator[Candidate]:
    """Find lines that are the sum of any two others (so also differences, read backwards)."""
    n, m = search.whole.shape
    if not 3 <= n <= _LONG or not m:
        return
    reach = n if n <= _PAIRS_LINES else max(4, min(16, int((_SEARCH / n) ** 0.5) // 2))
    offsets = np.array([i for i in range(-reach, reach + 1) if i], np.intp)
    first, second = np.triu_indices(len(offsets), 1)
    a = np.repeat(np.arange(n), len(first))
    b, c = a + np.tile(offsets[first], n), a + np.tile(offsets[second], n)
    ok = (b >= 0) & (c < n)
    a, b, c = a[ok], b[ok], c[ok]
    step = max(1, _PIECE // m)
    allowed = search.width * slack(2.0)
    for start in range(0, len(a), step):
        i, j, k = a[start : start + step], b[start : start + step], c[start : start + step]
        left, right = search.whole[j], search.whole[k]
        total = left + right
        close = np.abs(total - search.whole[i]) <= allowed[i] + 1e-9 * np.abs(total)
        close &= (left != 0) & (right != 0)
        bits = (search.bits[i] * close).sum(1)
        for x in np.flatnonzero(bits >= need + 2 * np.log2(n)):
            yield int(i[x]), (int(j[x]), int(k[x]))


def groups(labels: Iterable[str]) -> Iterator[Candidate]:
    """Yield for lines that bear the same label, the first (and the last) as the total of the others."""
    by_label: dict[str, list[int]] = {}
    for i, label in enumerate(labels):
        if label:
            by_label.setdefault(label, []).append(i)
    for members in by_label.values():
        if 3 <= len(members) <= 400:
            yield members[0], tuple(members[1:])
            yield members[-1], tuple(members[:-1])


def children(depth: Index) -> Iterator[Candidate]:
    """Yield for each line the lines directly under it in an indented outline; also where the total stands last."""
    n = len(depth)
    if n < 3 or depth.min() == depth.max():
        return
    for direction in (1, -1):
        for a in range(n):
            found: list[int] = []
            level: int | None = None
            for i in range(a + direction, n if direction > 0 else -1, direction):
                if depth[i] <= depth[a] or len(found) > 400:
                    break
                if level is None or depth[i] < level:
                    if level is not None and direction == -1:
                        found = []
                    level = int(depth[i])
                if depth[i] == level:
                    found.append(i)
            if found:
                yield a, tuple(sorted(found))


def blocks(search: Search) -> Iterator[Candidate]:
    """Yield for each line called a total the whole block before or after it, up to the next total or break."""
    n = len(search.totals)
    named = np.flatnonzero(search.totals)
    for a in named[:: len(named) // 200 + 1]:
        for side in (-1, 1):
            run: list[int] = []
            i = int(a) + side
            while 0 <= i < n and not search.totals[i] and len(run) < 1000:
                if len(run) >= 2 and search.breaks[i] != search.breaks[i - side]:
                    yield int(a), tuple(sorted(run))
                run.append(i)
                i += side
            if len(run) >= 2:
                yield int(a), tuple(sorted(run))


def same_in_groups(nested: Sequence[tuple[str, str]], wholes: Collection[str]) -> Iterator[Candidate]:
    """Yield for each line of a group that is called the whole the lines of the same label in the other groups.

    Args:
        nested: (group, label in it) of each line.
        wholes: The groups that are called the whole, and no more.
    """
    by_label: dict[str, list[int]] = {}
    for i, (_, own) in enumerate(nested):
        if own:
            by_label.setdefault(own, []).append(i)
    for lines in by_label.values():
        totals = [i for i in lines if nested[i][0] in wholes]
        parts = tuple(i for i in lines if nested[i][0] not in wholes)
        if len(totals) == 1 and len(parts) >= 2:
            yield totals[0], parts


def exclusions(search: Search, need: float) -> Iterator[Candidate]:
    """Find totals of a run of lines with one line of it left out."""
    n, m = search.whole.shape
    if not 4 <= n <= _EXCLUSION_LINES or not m:
        return
    prefix = np.vstack([np.zeros((1, m)), np.cumsum(search.whole, axis=0)])
    own = np.arange(n)
    far = np.arange(2, n)
    pieces = [_spans(own, own[:, None] + side, side, far, n) for side in (-1, 1)]
    a, _, lo, hi = (np.concatenate(x) for x in zip(*pieces, strict=True))
    size = hi - lo + 1
    which = np.repeat(np.arange(len(a)), size)
    left_out = np.arange(len(which)) - np.repeat(np.cumsum(size) - size, size) + lo[which]
    inside = (left_out > lo[which]) & (left_out < hi[which])
    which, left_out = which[inside], left_out[inside]
    step = max(1, _PIECE // m)
    for start in range(0, len(which), step):
        w, x = which[start : start + step], left_out[start : start + step]
        i = a[w]
        removed = search.whole[x]
        total = prefix[hi[w] + 1] - prefix[lo[w]] - removed
        allowed = search.width[i] * slack(size[w] - 1.0)[:, None] + 1e-9 * np.abs(total)
        close = (np.abs(total - search.whole[i]) <= allowed) & (removed != 0)
        bits = (search.bits[i] * close).sum(1)
        for y in np.flatnonzero(bits >= need + 2 * np.log2(n) + 1):
            first, last, gone = int(lo[w[y]]), int(hi[w[y]]), int(x[y])
            yield int(i[y]), tuple(z for z in range(first, last + 1) if z != gone)
