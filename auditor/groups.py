"""Relations of one rule as columns, and what checking them gives: one entry a relation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from auditor.intervals import Comparison, Flags, Floats, Intervals, Places


@dataclass(frozen=True, slots=True)
class Group:
    """Relations of one rule as columns: which, their wholes and their parts."""

    relations: Places
    """Positions among all relations."""
    wholes: Places
    """Rows of the wholes in the figure columns (-1 for shares)."""
    parts: Places
    """Rows of all parts, relation after relation."""
    starts: Places
    """Where each relation's parts begin in `parts`."""
    allowance: Floats
    """Absolute slack that the reading of each relation allows."""

    @property
    def counts(self) -> Places:
        """Give the number of parts, one entry a relation."""
        return np.diff(self.starts, append=len(self.parts))

    def any(self, flags: Flags) -> Flags:
        """Say for each relation whether a flag is set for one of its parts."""
        made = np.zeros(len(self.starts), dtype=np.bool_)
        made[self.owners(np.flatnonzero(flags))] = True  # few are set: quicker than looking at all
        return made

    def owners(self, positions: Places) -> Places:
        """Give the relations, by their place in the group, that have the parts at these positions."""
        return np.searchsorted(self.starts, positions, side="right") - 1

    def part(self, place: int) -> Places:
        """Give the row of the part at a place, one entry a relation."""
        return self.parts[self.starts + place]

    def take(self, places: Places) -> Group:
        """Give the group of the relations at these places."""
        counts = self.counts[places]
        starts = np.cumsum(counts) - counts
        # Part p of relation r is at starts[r] + p here, and was at self.starts[places[r]] + p.
        shift = np.repeat(self.starts[places] - starts, counts)
        parts = self.parts[shift + np.arange(len(shift))]
        return Group(self.relations[places], self.wholes[places], parts, starts, self.allowance[places])


@dataclass(frozen=True, slots=True)
class Checked:
    """What a kind's check gives, one entry a relation of the group."""

    comparison: Comparison
    computed: Floats
    residual: Floats
    """nan where there is none."""
    rounding: Flags
    """Fails, and rounding of each figure at its last printed digit would explain the difference."""


def replaced(checked: Checked, places: Places, others: Checked) -> Checked:
    """Give what was given for a group, with that for the relations at some places instead."""

    def column(first: npt.NDArray[Any], second: npt.NDArray[Any]) -> npt.NDArray[Any]:
        made = first.copy()
        made[places] = second
        return made

    a, b = checked.comparison, others.comparison
    difference = Intervals(
        column(a.difference.value, b.difference.value),
        column(a.difference.low, b.difference.low),
        column(a.difference.high, b.difference.high),
    )
    comparison = Comparison(
        column(a.outcome, b.outcome),
        difference,
        column(a.far, b.far),
        column(a.room, b.room),
        column(a.reach, b.reach),
    )
    return Checked(
        comparison,
        column(checked.computed, others.computed),
        column(checked.residual, others.residual),
        column(checked.rounding, others.rounding),
    )
