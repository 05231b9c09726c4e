"""How much of a huge document one page shows, so that a browser can open it.

What is at fault comes first, then what stands first. The room is counted in bytes of the page; what is left out is
counted too, for the page to say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
DOCUMENT, CARDS, ROWS, TREES, BREAKDOWNS, OPEN = 2_200_000, 1_200_000, 600_000, 300_000, 200_000, 150_000
"""Bytes for each section of a page; together with its style and script they stay below 5 MB."""


@dataclass
class Room:
    """Bytes that are left."""

    left: int

    def take(self, cost: int) -> bool:
        """Take bytes where there are as many; whether there were."""
        if cost > self.left:
            return False
        self.left -= cost
        return True


@dataclass(frozen=True)
class Fitting(Generic[Item]):
    """What there was room for, in its order, and how many there was none for."""

    shown: tuple[Item, ...]
    left_out: int = 0


def fitting(
    items: Sequence[Item], made: Callable[[int, Item], str], room: int, first: Callable[[Item], bool] | None = None
) -> Fitting[str]:
    """Return what is made of items, as far as there is room for it.

    Args:
        items: In the order of the page.
        made: Gives the text for the page of an item and its position.
        room: Bytes.
        first: Says which items are to be shown before any other, though in their place.

    Returns:
        The texts in the order of the items; as soon as one finds no room, none is made any more.
    """
    has, shown = Room(room), dict[int, str]()
    for position in _by_weight(items, first):
        text = made(position, items[position])
        if not has.take(len(text) if text.isascii() else len(text.encode())):
            break
        shown[position] = text
    return Fitting(tuple(shown[position] for position in sorted(shown)), len(items) - len(shown))


def _by_weight(items: Sequence[Item], first: Callable[[Item], bool] | None) -> Iterable[int]:
    if first is None:
        return range(len(items))
    return sorted(range(len(items)), key=lambda position: not first(items[position]))
