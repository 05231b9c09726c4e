"""What a comparison of two audits says: figures, findings and running totals of an older and a newer document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Fate = Literal["fixed", "withdrawn", "new", "standing"]
FATES: tuple[Fate, ...] = ("new", "standing", "fixed", "withdrawn")
"""In the order in which a reader wants them. Withdrawn: the words that the finding was about are gone."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure where it stands in one of the documents; texts are safe to show."""

    text: str
    """As printed, with its hedge."""
    value: float
    counts: str
    where: str
    """In words: "paragraph 55", "table 3, row 2, column 4"."""
    sentence: str
    """The sentence or the headings of the cell."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The same figure, or the same quantity, in both documents."""

    old: Seen
    new: Seen

    @property
    def difference(self) -> float:
        """Return new minus old."""
        return self.new.value - self.old.value


@dataclass(frozen=True, slots=True)
class Noted:
    """A finding of one of the documents, or of both."""

    fate: Fate
    rule: str
    severity: str
    message: str
    equation: str
    where: str
    fingerprint: str
    before: str = ""
    """For a finding that stands with other figures: its equation in the older document."""
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class ComparedSource:
    """One of the documents."""

    path: str
    title: str
    sha256: str
    language: str
    figures: int
    findings: int


@dataclass(frozen=True, slots=True)
class AuditComparison:
    """Everything that two documents differ in, as far as figures go; each tuple in the newer document's order."""

    old: ComparedSource
    new: ComparedSource
    versions: bool
    """Whether both are versions of one text. Where not, `appeared` and `went` are empty: nearly all would be."""
    same: int
    """Figures that stand unchanged in both."""
    changed: tuple[Pair, ...] = ()
    appeared: tuple[Seen, ...] = ()
    went: tuple[Seen, ...] = ()
    findings: tuple[Noted, ...] = ()
    disagree: tuple[Pair, ...] = ()
    """The same thing counted, at the same place and for the same period, with figures that exclude each other."""
    fallen: tuple[Pair, ...] = ()
    """Running totals ("to date", "since 1992") that are less than they were."""

    @property
    def calm(self) -> bool:
        """Whether there is nothing new to look at: no new finding, no disagreement, no total that fell."""
        grave = [note for note in self.findings if note.fate == "new" and note.severity != "note" and not note.accepted]
        return not (grave or self.disagree or self.fallen)
