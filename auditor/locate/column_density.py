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
        """Return how much more usual one value is in the column than another.

        Args:
            meant: The value that may have been meant.
            printed: The value in the record, which does not count as its own neighbour.

        Returns:
            The ratio of their numbers of neighbours, each with a floor, tempered by a power; above 1 where `meant` is
            the more usual.
        """
        here = max(0, self._near(printed) - 1)
        return float(((self._near(meant) + self.floor) / (here + self.floor)) ** self.power)

    def _near(self, value: float) -> int:
        return bisect_right(self.values, value + self.width) - bisect_left(self.values, value - self.width)


def density(column: Sequence[float], settings: Columns) -> Density | None:
    """Return a column's density, or None where it cannot be learnt.

    The window in which neighbours are counted narrows with the number of records as in Silverman's rule of thumb
    (1986): the interquartile range times n^-1/5.

    Args:
        column: The values of all records, in any order; those that are not finite are left out.
        settings: How many records it takes, and the window, floor and power of `rules/locate.yaml`.

    Returns:
        None where there are too few values, or where the interquartile range is zero: half of them are one and the
        same.
    """
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
