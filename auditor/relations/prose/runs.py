"""Runs of figures that may add up to a total: looked for around each figure, once.

Which of them are lists is weighed elsewhere; what was looked at on one side of a total is not looked at again.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from operator import attrgetter

from auditor.relations.prose.claims import closes, foreign
from auditor.relations.prose.mentions import Mention
from auditor.relations.prose.reading import ProseReading

WINDOW = 28
"""How many figures to either side a total may stand from its parts."""
LONGEST = 16
NEAREST = 14
"""Figures around a total of which any two are tried as its parts."""
MOST_PAIRS = 12
"""Pairs of them that add up to a total: where there are more, the numbers are alike, and that none is meant."""
REACH_SENTENCES = 6
REACH_PARAGRAPHS = 4


Run = tuple[tuple[Mention, ...], int]
"""Figures that may add up, and how many were tried until these were found."""


@dataclass(slots=True, eq=False)
class _Around:
    """The figures around a total, in the rows that lists are sought in."""

    plain: list[Mention]
    places: frozenset[int]
    """Indices of the plain ones."""
    first: list[list[Run]]
    """Runs of all figures, and of those that are not nested."""
    last: list[list[Run]]
    """Runs of those that do not plainly count something else, and of those with the same noun."""
    pairs: list[Run]


class Runs:
    """Gives runs of figures worth weighing; what was looked at on one side of a total is not looked at again."""

    def __init__(self, reading: ProseReading) -> None:
        self._cues = reading.passage.cues
        self._mentions = [m for m in reading.passage.mentions if m.unit in ("count", "money")]
        self._around: dict[int, _Around] = {}
        self._met: dict[tuple[Mention, tuple[Mention, ...]], list[Run]] = {}
        """Total and figures of one side of it -> runs; the second round has most of them from the first."""

    def wholes(self) -> Iterator[tuple[int, Mention]]:
        """Return the figures that may be totals, each with its position for `of`."""
        return ((at, m) for at, m in enumerate(self._mentions) if m.value >= 2 and not m.figure.article)

    def of(self, at: int, inside: set[int]) -> Iterator[Run]:
        """Return the runs that close, each once.

        Args:
            at: Position of the total.
            inside: Indices of figures that belong to lists which are closed already.
        """
        whole = self._mentions[at]
        if at not in self._around:
            self._around[at] = self._look(at, whole)
        around = self._around[at]
        seen: set[tuple[Mention, ...]] = set()
        beside: list[list[Run]] = []
        if not inside.isdisjoint(around.places):
            beside = self._sides(whole, [m for m in around.plain if m.index not in inside])
        for runs in (*around.first, *beside, *around.last, around.pairs):
            for run, tried in runs:
                if run not in seen:
                    seen.add(run)
                    yield run, tried

    def _look(self, at: int, whole: Mention) -> _Around:
        unit = whole.unit
        first_sentence, last_sentence = whole.sentence - REACH_SENTENCES, whole.sentence + REACH_SENTENCES
        first_block, last_block = whole.block - REACH_PARAGRAPHS, whole.block + REACH_PARAGRAPHS
        near = [
            m
            for m in self._mentions[max(0, at - WINDOW) : at + WINDOW + 1]
            if m.unit == unit
            and first_sentence <= m.sentence <= last_sentence
            and first_block <= m.block <= last_block
            and m.value > 0
            and m is not whole
        ]
        plain = [m for m in near if not m.nested]
        # A row that is as long as the one that it is taken from is the same, and has no other runs.
        first, last = self._sides(whole, near), []
        if len(plain) < len(near):
            first += self._sides(whole, plain)
        akin = [m for m in plain if not foreign(whole, m)]
        if len(akin) < len(plain):
            last += self._sides(whole, akin)
        own = whole.noun
        if own:
            alike = [m for m in near if m.noun == own]
            if len(alike) < len(near):
                last += self._sides(whole, alike)
        first += self._around_set(whole, plain)
        return _Around(plain, frozenset(m.index for m in plain), first, last, list(self._pairs(whole, plain)))

    def _sides(self, whole: Mention, row: Sequence[Mention]) -> list[list[Run]]:
        """Return the runs of a row after the whole, and of the row before it."""
        cut = bisect(row, whole.index, key=attrgetter("index"))
        sides = (tuple(row[cut:]), tuple(row[:cut]))
        return [self._beside(whole, side) for side in sides if len(side) > 1]

    def _around_set(self, whole: Mention, row: Sequence[Mention]) -> list[list[Run]]:
        """Return the runs that begin with a member just before its set: "40 of 100 were freed, 35 fined, 25 jailed"."""
        if not self._cues.ends("member_of", whole.before):
            return []
        cut = next((at for at, m in enumerate(row) if m.index > whole.index), len(row))
        if not cut or cut == len(row) or row[cut - 1].index != whole.index - 1:
            return []
        side = tuple(row[cut - 1 :])
        found = self._beside(whole, side)
        return [[(run, tried) for run, tried in found if run[0] is side[0]]]

    def _beside(self, whole: Mention, side: tuple[Mention, ...]) -> list[Run]:
        """Return the runs of one side of a whole."""
        at = (whole, side)
        found = self._met.get(at)
        if found is None:
            found = self._met[at] = list(_closing_runs(whole, side))
        return found

    def _pairs(self, whole: Mention, plain: Sequence[Mention]) -> Iterator[Run]:
        """Return the pairs that add up to the whole, on whichever side of it."""
        small = [m for m in plain if m.value < whole.value]
        if len(small) > NEAREST:
            near = {m.index for m in sorted(small, key=lambda m: abs(m.index - whole.index))[:NEAREST]}
            small = [m for m in small if m.index in near or m.closing]
        tried = max(1, len(small) * (len(small) - 1) // 2)
        closing = list(_closing_pairs(whole, small))
        if len(closing) > MOST_PAIRS:
            closing = [pair for pair in closing if pair[1].closing]
        for pair in closing:
            apart = pair[1].index - pair[0].index > 1 and pair[0].sentence == pair[1].sentence
            rest = bool(pair[1].closing)
            yield pair, len(small) if rest else (8 if apart else 1) * tried


def _closing_pairs(whole: Mention, small: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Return the pairs that add up to the whole, in reading order; exact figures are looked up, not tried."""
    if not whole.exact or not all(m.exact for m in small):
        room = 1e-9 * max(1.0, abs(whole.value))
        rows = [(m.value, m.width, m) for m in small]
        for (value, width, one), (more, wider, other) in combinations(rows, 2):
            if abs(whole.value - (value + more)) <= whole.width + (width + wider) + room:
                yield one, other
        return
    places: dict[float, list[int]] = {}
    for at, mention in enumerate(small):
        for before in places.get(whole.value - mention.value, ()):
            yield small[before], mention
        places.setdefault(mention.value, []).append(at)


def _closing_runs(whole: Mention, row: tuple[Mention, ...]) -> Iterator[Run]:
    """Return the contiguous runs of a row that add up to the whole (a sliding window: all values are positive)."""
    sought = whole.value
    values = [m.value for m in row]
    fuzzy = not whole.exact or False in [m.exact for m in row]
    room = whole.width + sum([m.width for m in row]) if fuzzy else 0.0
    # What is further off than all roundings in the row together cannot close: it is not made a run to be asked.
    room += 1e-6 * max(1.0, sought)
    if sum(values) + room < sought:
        return
    start, total = 0, 0.0
    slack = max(1e-9, abs(sought) * 1e-12)
    most = sought + slack + (0.1 * sought if fuzzy else 0)
    least = sought - room
    tried = max(1, len(row))
    for end, value in enumerate(values):
        total += value
        while total > most and start < end:
            total -= values[start]
            start += 1
        if total < least:
            continue
        left = total
        for begin in range(start, min(end, start + 2) if fuzzy else min(end, start + 1)):
            if abs(left - sought) <= room and 2 <= end + 1 - begin <= LONGEST:
                run = row[begin : end + 1]
                if closes(whole, run):
                    yield run, tried
            left -= values[begin]
