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
    direction: Floats
    """Which way the words of each relation say that a value went: 1 up, -1 down, 0 where they do not say."""

    def any(self, flags: Flags) -> Flags:
        """Return for each relation whether a flag is set for one of its parts.

        Args:
            flags: One a part, aligned with `parts`.

        Returns:
            Booleans of the shape (relations,).
        """
        made = np.zeros(len(self.starts), dtype=np.bool_)
        made[self.owner.take(np.flatnonzero(flags))] = True
        return made

    def added(self, parts: Floats) -> Floats:
        """Return the sum of a column over the parts of each relation.

        Args:
            parts: One number a part, aligned with `parts`.

        Returns:
            Float64 of the shape (relations,).
        """
        return np.asarray(np.bincount(self.owner, parts, len(self.starts)), dtype=np.float64)

    def sums(self, parts: Intervals) -> Intervals:
        """Return the sum of the parts of each relation, bounds with bounds.

        Args:
            parts: One entry a part, aligned with `parts`.

        Returns:
            One entry a relation.
        """
        return Intervals(self.added(parts.value), self.added(parts.low), self.added(parts.high))

    def sums_of(self, columns: Floats) -> Floats:
        """Return the sums of several columns over the parts of each relation.

        Args:
            columns: Float64 of the shape (columns, figures + 1), zero for the last figure, which is none.

        Returns:
            Float64 of the shape (columns, relations).
        """
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
        """Return the row of the part at a place of each relation.

        Args:
            place: From 0; each relation has so many parts.

        Returns:
            Rows of the shape (relations,).
        """
        return self.parts[self.starts + place]

    def take(self, places: Places) -> RelationColumns:
        """Return the group of the relations at these places.

        Args:
            places: Positions in this group, in any order.

        Returns:
            The group in that order, its parts laid out anew.
        """
        counts = self.counts.take(places)
        starts = np.cumsum(counts) - counts
        # Part p of relation r is at starts[r] + p here, and was at self.starts[places[r]] + p.
        owner = np.repeat(np.arange(len(places)), counts)
        parts = self.parts.take((self.starts.take(places) - starts).take(owner) + np.arange(len(owner)))
        beside = None if self.side_by_side is None else self.side_by_side.take(places, axis=1)
        wholes = self.wholes.take(places)
        allowance, direction = self.allowance.take(places), self.direction.take(places)
        return RelationColumns(
            self.relations.take(places), wholes, parts, counts, starts, owner, beside, allowance, direction
        )


def laid_out(
    relations: Places,
    wholes: Places,
    parts: Places,
    counts: Places,
    allowance: Floats,
    none: int,
    direction: Floats | None = None,
) -> RelationColumns:
    """Return relations as columns.

    Args:
        relations: Positions among all relations.
        wholes: Rows of their wholes, aligned with `relations`.
        parts: Rows of all parts, relation after relation.
        counts: How many parts each relation has, aligned with `relations`; none of them 0.
        allowance: Absolute slack that the reading of each relation allows.
        none: The row of no figure, with which shorter relations are filled up.
        direction: 1, -1 or 0, aligned with `relations`; none says which way it went where it is left out.

    Returns:
        The group, in the order of `relations`.
    """
    starts, owner = np.cumsum(counts) - counts, np.repeat(np.arange(len(counts)), counts)
    most = int(counts.max(initial=0))
    beside = None
    if most * len(counts) <= SPARE * len(parts):
        beside = np.full((most, len(counts)), none, dtype=np.intp)
        beside[np.arange(len(parts)) - starts[owner], owner] = parts
    said = np.zeros(len(counts)) if direction is None else direction
    return RelationColumns(relations, wholes, parts, counts, starts, owner, beside, allowance, said)


@dataclass(frozen=True, slots=True)
class CheckedColumns:
    """What a kind's check gives, one entry a relation of the group."""

    comparison: Comparison
    computed: Floats
    residual: Floats
    """nan where there is none."""
    rounding: Flags
    """Fails, and rounding of each figure at its last printed digit would explain the difference."""
