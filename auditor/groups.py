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
        return np.logical_or.reduceat(flags, self.starts) if len(self.starts) else np.zeros(0, dtype=np.bool_)

    def owners(self, positions: Places) -> Places:
        """Give the relations, by their place in the group, that have the parts at these positions."""
        return np.searchsorted(self.starts, positions, side="right") - 1

    def part(self, place: int) -> Places:
        """Give the row of the part at a place, one entry a relation."""
        return self.parts[self.starts + place]

    def where(self, chosen: Flags) -> Group:
        """Give the group of the relations that are flagged."""
        counts = self.counts
        kept = counts[chosen]
        parts = self.parts[np.repeat(chosen, counts)]
        return Group(self.relations[chosen], self.wholes[chosen], parts, np.cumsum(kept) - kept, self.allowance[chosen])


@dataclass(frozen=True, slots=True)
class Checked:
    """What a kind's check gives, one entry a relation of the group."""

    comparison: Comparison
    computed: Floats
    residual: Floats
    """nan where there is none."""
    rounding: Flags
    """Fails, and rounding of each figure at its last printed digit would explain the difference."""


def merged(chosen: Flags, yes: Checked, no: Checked) -> Checked:
    """Put together what was given for the flagged relations of a group and for the others."""

    def column(first: npt.NDArray[Any], second: npt.NDArray[Any]) -> npt.NDArray[Any]:
        made = np.empty(len(chosen), dtype=first.dtype)
        made[chosen], made[~chosen] = first, second
        return made

    a, b = yes.comparison, no.comparison
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
        column(yes.computed, no.computed),
        column(yes.residual, no.residual),
        column(yes.rounding, no.rounding),
    )
