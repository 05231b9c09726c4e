"""An aggregation that was found in a table, in grid positions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Operator = Literal["total", "average", "percentage", "change", "subset"]
Position = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Aggregation:
    """One cell that aggregates others.

    For "percentage" and "change" `cells` is (base, part) and (new, old); for the others the cells in reading order.
    """

    operator: Operator
    aggregator: Position
    cells: tuple[Position, ...]
    cue: str = ""
    strength: float = 1.0
    evidence: tuple[str, ...] = ()
    tolerance: float = 0.0
    """Absolute slack of the reading: how far the figures may be apart by rounding alone."""
    unit: float = 0.0
    """For totals: the coarsest unit to which the figures are rounded."""

    @property
    def line(self) -> tuple[int, ...]:
        """Return the grid lines of the aggregator and its cells: columns where all stand in one row, else rows."""
        positions = (self.aggregator, *self.cells)
        across = 1 if len({row for row, _ in positions}) == 1 else 0
        return tuple(position[across] for position in positions)
