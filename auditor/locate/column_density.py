"""How usual a value is in its column of records: a rough density that helps to tell suspects apart."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from auditor.locate.priors import Columns


@dataclass(frozen=True, slots=True)
class Density:
    """A column's values, sorted, and the half-width of the window in which neighbours are counted."""

    values: tuple[float, ...]
    width: float
    floor: float
    power: float

    def ratio(self, meant: float, printed: float) -> float:
        """Return how much more usual `meant` is than `printed`, which does not count as its own neighbour."""
        here = max(0, self._near(printed) - 1)
        return float(((self._near(meant) + self.floor) / (here + self.floor)) ** self.power)

    def _near(self, value: float) -> int:
        return bisect_right(self.values, value + self.width) - bisect_left(self.values, value - self.width)


def density(column: Sequence[float], settings: Columns) -> Density | None:
    """Learn a column's density, or give None where it has too few values or half of them are one and the same."""
    values = tuple(sorted(value for value in column if isfinite(value)))
    count = len(values)
    if count < settings.records:
        return None
    middle = values[3 * count // 4] - values[count // 4]
    if middle <= 0:
        return None
    # Twice the width holds about a window's share of the column; the floor is a share of it.
    width = settings.width * middle * count**-0.2
    return Density(values, width, settings.floor * count * min(1.0, width / middle), settings.power)
