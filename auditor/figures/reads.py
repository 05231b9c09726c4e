"""A number with what stands around it, as the modules of this room hand it on."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.figures.number_mentions import NumberMention


@dataclass(frozen=True, slots=True)
class Read:
    """A number with what stands around it: either a figure with unit and hedge, or the reason why it is none."""

    number: NumberMention
    start: int
    """Where the figure's text starts: a sign of money or a minus belongs to it."""
    end: int
    unit: str = "count"
    hedge: tuple[int, int] | None = None
    bound: str = ""
    reason: str = ""
    article: bool = False
    tail: int = 0
    """Where the words after the number go on: behind its unit and a hedge that follows it."""
    ends: tuple[NumberMention, NumberMention] | None = None
    """The two numbers of a range, the smaller one first."""
