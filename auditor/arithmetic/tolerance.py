"""How far apart stated and computed may lie."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Which differences are none, and how far a hedge reaches."""

    absolute: float = 0.0
    relative: float = 0.0
    """Of the stated value."""
    last_digit: float = 0.0
    """Units of the last printed digit by which a rounded or truncated figure may differ."""
    hedge: float = 0.1
    """How far a figure with an open hedge ("at least") may lie from what is computed, relative to the stated value."""
    about: float = 0.05
    """Least half-width of a figure hedged as approximate, relative to it."""
    mixed_rounding: bool = False
    """Where the whole is a rounded number ("1.4 million"), round parts are taken as rounded at their trailing zeros."""
    round_zeros: int = 3
    """From how many trailing zeros on a second mention is taken as a rounded one."""
