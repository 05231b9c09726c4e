"""What a figure is of: the thing counted, where, when, and whether it is a stock, a flow or a running total."""

from __future__ import annotations

from dataclasses import dataclass

OBSERVED = ("stock", "flow", "running total")
"""How the figure was observed: at an instant, over a period, or from some beginning up to an instant."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What one figure states the number of, as far as the words say it; what they do not say is empty or None."""

    noun: str = ""
    """The head noun in its singular, in small letters ("person", "affaire")."""
    modifiers: tuple[str, ...] = ()
    """What narrows the noun, as printed, in small letters and in order ("foreign", "of torture")."""
    place: str = ""
    """Where, as printed ("Nairobi", "northern districts")."""
    first: str | None = None
    """First day of the period, ISO; equal to `last` for an instant."""
    last: str | None = None
    observed: str = ""
    """One of `OBSERVED`, or empty."""
    inherited: tuple[tuple[str, str], ...] = ()
    """(facet, where it was taken from) of each facet that the figure's own statement does not say. A facet is "noun",
    "place" or "period"; it comes from "figure before", "sentence", "paragraph", "row", "column", "caption", "heading"
    or "title"."""
