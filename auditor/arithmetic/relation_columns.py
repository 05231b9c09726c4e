"""Relations of one rule as columns, and what checking them gives: one entry a relation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from auditor.arithmetic.intervals import Comparison, Flags, Floats, Intervals, Places

CELLS = 98_304
"""Parts that are added up at a time, one column of them: what is worked with then stays near the processor."""
SPARE = 2
"""Relations are laid side by side where that takes at most so many times the room of their parts."""


@dataclass(frozen=True, slots=True)
class RelationColumns:
    """Relations of one rule as columns: which, their wholes and their parts."""

    relations: Places
    """Positions among all relations."""
    wholes: Places
    """Rows of the wholes in the figure columns (-1 for shares)."""
    parts: Places
    """Rows of all parts, relation after relation."""
    counts: Places
    """Number of parts of each relation, none of them 0."""
    starts: Places
    """Where each relation's parts begin in `parts`."""
    owner: Places
    """The relation of each part, by its place in the group."""
    side_by_side: Places | None
    """Rows of all first parts, of all second parts and so on, the row of no figure where a relation has no more: two
    dimensions. None where the numbers of parts differ too much for that."""
    allowance: Floats
    """Absolute slack that the reading of each relation allows."""

    def any(self, flags: Flags) -> Flags:
        """Return for each relation whether a flag is set for one of its parts."""
        made = np.zeros(len(self.starts), dtype=np.bool_)
        made[self.owner.take(np.flatnonzero(flags))] = True
        return made

    def added(self, parts: Floats) -> Floats:
        """Add up a column over the parts of each relation."""
        return np.asarray(np.bincount(self.owner, parts, len(self.starts)), dtype=np.float64)

    def sums(self, parts: Intervals) -> Intervals:
        """Add up the parts of each relation, bounds with bounds."""
        return Intervals(self.added(parts.value), self.added(parts.low), self.added(parts.high))

    def sums_of(self, columns: Floats) -> Floats:
        """Add up columns of all figures, one a row and zero for the last figure, over the parts of each relation."""
        if self.side_by_side is None:
            return np.stack([self.added(column.take(self.parts)) for column in columns])
        most, count = self.side_by_side.shape
        block = min(count, max(1, CELLS // max(1, most)))
        made = np.empty((len(columns), count))
        # One buffer for all blocks: asking the system for memory each time would take longer than the sums.
        buffer = np.empty((len(columns), most, block))
        for first in range(0, count, max(1, block)):
            rows = self.side_by_side[:, first : first + block]
            parts = buffer[:, :, : rows.shape[1]]
            columns.take(rows, axis=1, out=parts, mode="clip")
            np.add.reduce(parts, axis=1, out=made[:, first : first + block])
        return made

    def part(self, place: int) -> Places:
        """Return the row of the part at a place, one entry a relation."""
        return self.parts[self.starts + place]

    def take(self, places: Places) -> RelationColumns:
        """Return the group of the relations at these places."""
        counts = self.counts.take(places)
        starts = np.cumsum(counts) - counts
        # Part p of relation r is at starts[r] + p here, and was at self.starts[places[r]] + p.
        owner = np.repeat(np.arange(len(places)), counts)
        parts = self.parts.take((self.starts.take(places) - starts).take(owner) + np.arange(len(owner)))
        beside = None if self.side_by_side is None else self.side_by_side.take(places, axis=1)
        wholes, allowance = self.wholes.take(places), self.allowance.take(places)
        return RelationColumns(self.relations.take(places), wholes, parts, counts, starts, owner, beside, allowance)


def laid_out(
    relations: Places, wholes: Places, parts: Places, counts: Places, allowance: Floats, none: int
) -> RelationColumns:
    """Lay relations out: rows of all parts, relation after relation, how many each has, and the row of no figure."""
    starts, owner = np.cumsum(counts) - counts, np.repeat(np.arange(len(counts)), counts)
    most = int(counts.max(initial=0))
    beside = None
    if most * len(counts) <= SPARE * len(parts):
        beside = np.full((most, len(counts)), none, dtype=np.intp)
        beside[np.arange(len(parts)) - starts[owner], owner] = parts
    return RelationColumns(relations, wholes, parts, counts, starts, owner, beside, allowance)


@dataclass(frozen=True, slots=True)
class CheckedColumns:
    """What a kind's check gives, one entry a relation of the group."""

    comparison: Comparison
    computed: Floats
    residual: Floats
    """nan where there is none."""
    rounding: Flags
    """Fails, and rounding of each figure at its last printed digit would explain the difference."""
