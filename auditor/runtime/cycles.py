"""How often Python looks for objects that refer to one another in a circle."""

from __future__ import annotations

import gc

_NEW, _YOUNG, _OLD = 20_000, 20, 20
"""Objects made between two looks at the new ones, and looks until older ones, and then all, are looked at too."""


def seek_seldom() -> None:
    """Stop Python from seeking circles often, in a process that makes many objects and few of them.

    An audit of a table makes a dozen objects a cell and no circle: as often as Python looks by itself, a third of the
    time went by with finding none.
    """
    gc.set_threshold(_NEW, _YOUNG, _OLD)
