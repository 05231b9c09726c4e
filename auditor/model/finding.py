"""What a reviewer reads: one thing that does not reconcile, with its sentences and what would mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


Role = Literal["whole", "part"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure to be marked: character offsets in the paragraph's (or cell's) text."""

    figure: str
    start: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True)
class MarkedPlace:
    """One sentence of a paragraph, or one cell of a table, with the finding's figures in it."""

    paragraph: str
    """Label of the paragraph; empty for a cell."""
    order: int
    """`order` of the paragraph or table in the document."""
    start: int
    """Offsets of the sentence in the paragraph's text (of a cell: all of it)."""
    end: int
    marks: tuple[Mark, ...]
    primary: bool = False
    """Whether it is the sentence that states the whole."""
    table: str | None = None
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One change of one figure that would mend the finding."""

    figure: str
    value: float
    reason: str
    """In words, whole by itself: "15,357 read as 15,537: digits 5 and 3 swapped; mends two relations"."""
    written: str = ""
    """The value as the document would write it: "1 230" beside "1 240", "45,8 %" beside "45,3 %"."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """That a person has looked at a finding and lets it stand, with the reason (see `auditor.baseline`)."""

    reason: str
    who: str = ""
    when: str = ""
    """ISO date."""
    expires: str | None = None
    """ISO date of the last day; None: for good."""
    expired: bool = False
    """Whether that day was over when the audit was made: the finding counts again, and the report says so."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not reconcile, or that a reviewer should know."""

    rule: str
    name: str
    severity: Severity
    relation: str | None
    """Id of the relation."""
    paragraphs: tuple[str, ...]
    """Labels of the paragraphs (or tables) of the figures, in document order."""
    message: str
    equation: str
    """The arithmetic with its numbers written out: "127 + 166 = 293, stated 602, short by 309"."""
    figures: tuple[str, ...]
    """Ids: the whole (where there is one), then the parts."""
    fingerprint: str
    """16 hexadecimal digits of the rule and the figures; not of where they stand or of the words around them."""
    hedge: str = ""
    """The hedged figures as printed ("at least 602"), joined by "; "."""
    places: tuple[MarkedPlace, ...] = ()
    """The sentence of the whole first, then those of other parts in document order."""
    suggestions: tuple[Suggestion, ...] = ()
    acceptance: Acceptance | None = None
    """What a person said of it, where somebody did; it counts only while it has not expired (see `accepted`)."""

    @property
    def accepted(self) -> bool:
        """Whether the finding is accepted: it is shown, and does not make a run fail."""
        return self.acceptance is not None and not self.acceptance.expired
