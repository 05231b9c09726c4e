"""What a report says, in the reader's words: the one model that every form of report renders.

All texts here are safe to show (see `auditor.report.clean`); escaping for Markdown or HTML is each form's own affair.
"""

from __future__ import annotations

from dataclasses import dataclass

SEVERITIES = ("error", "warning", "note")
"""The gravest first."""
VERDICTS = ("fails", "undecided", "not evaluated", "holds")
"""In the order in which a reader wants them."""
VERDICT_WORDS = {
    "fails": "does not reconcile",
    "undecided": "undecided",
    "not evaluated": "not evaluated",
    "holds": "holds",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a quoted sentence; `role` is "" for plain words, else "whole", "part" or "figure"."""

    text: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the document with the figures in question marked."""

    where: str
    pieces: tuple[Piece, ...]
    primary: bool = True


@dataclass(frozen=True, slots=True)
class Hint:
    """One change of one figure that would mend the finding."""

    where: str
    figure: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the bar that draws a sum: `share` is per cent of the bar's width, `role` part, gap, over or rest."""

    label: str
    share: float
    role: str
    odd: bool = False
    """Every other part, so that neighbours can be told apart."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A drawing of a whole and its parts; `whole` is where the stated whole ends, in per cent of the bar's width."""

    label: str
    whole: float
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One finding."""

    anchor: str
    rule: str
    name: str
    title: str
    """The rule's name in plain words ("total differs from its parts")."""
    severity: str
    where: str
    message: str
    equation: str
    hedge: str
    quotes: tuple[Quote, ...]
    hints: tuple[Hint, ...]
    why: str
    """Why the rule is there; on the first card of each rule."""
    fingerprint: str
    bar: Bar | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One relation with its verdict."""

    id: str
    kind: str
    verdict: str
    where: str
    equation: str
    imbalance: str
    residual: str
    cue: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A rule whose figures were not found, with the reason."""

    rule: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Aside:
    """A reason for which numbers were set aside, with the numbers as printed and their places."""

    reason: str
    numbers: tuple[tuple[str, str], ...]
    """(number, where)."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of what."""

    figures: int = 0
    relations: int = 0
    holds: int = 0
    fails: int = 0
    undecided: int = 0
    not_evaluated: int = 0
    errors: int = 0
    """Like warnings and notes: without those that are accepted."""
    warnings: int = 0
    notes: int = 0
    accepted: int = 0
    """Findings that a baseline accepts, whatever their severity."""

    @property
    def findings(self) -> int:
        """All findings that nobody has accepted, whatever their severity."""
        return self.errors + self.warnings + self.notes

    def __add__(self, other: Tally) -> Tally:
        """Add two tallies, count by count."""
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Report:
    """One document's report."""

    name: str
    """The file's name, without its folder: a report is the same wherever it is made."""
    title: str
    language: str
    sha256: str
    tally: Tally
    cards: tuple[Card, ...] = ()
    rows: tuple[Row, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    asides: tuple[Aside, ...] = ()
    warnings: tuple[str, ...] = ()
    """What the reader of the file could not make out."""
    version: str = ""

    @property
    def verdict(self) -> str:
        """Say the outcome in one sentence."""
        return verdict(self.tally)

    @property
    def state(self) -> str:
        """Say the outcome in one word: "differs", "notes", "nothing" (to check) or "reconciles"."""
        return state(self.tally)


INNOCENT = (
    "A gap is a question, not an accusation. Figures can differ for innocent reasons: they come from different "
    "sources, groups overlap, some cases are of unknown status, or one figure was updated later than another."
)


def state(tally: Tally) -> str:
    """Say the outcome of an audit in one word."""
    if tally.errors or tally.warnings:
        return "differs"
    if tally.notes or tally.fails:
        return "notes"
    return "reconciles" if tally.relations - tally.undecided - tally.not_evaluated > 0 else "nothing"


def verdict(tally: Tally) -> str:
    """Say the outcome of an audit in one sentence."""
    checked = max(tally.holds + tally.fails, tally.errors + tally.warnings)
    grave = tally.errors + tally.warnings
    if grave:
        do = "does" if grave == 1 else "do"
        return f"{grave:,} of {count(checked, 'relation')} that could be decided {do} not reconcile."
    if tally.notes:
        return f"Nothing fails to reconcile; {count(tally.notes, 'note')} for the reviewer."
    if tally.holds and tally.fails:
        less = f"{count(tally.fails, 'relation')} that {'was' if tally.fails == 1 else 'were'} read less surely"
        return f"Everything that was read surely reconciles; {less} {'does' if tally.fails == 1 else 'do'} not."
    if checked:
        return f"Everything that could be checked reconciles: {count(checked, 'relation')}."
    if tally.relations:
        return f"Nothing could be checked: none of {count(tally.relations, 'relation')} could be decided."
    if tally.figures:
        return "Nothing could be checked: no arithmetic relation was read between the figures."
    return "Nothing could be checked: no figures were read."


def count(number: int, noun: str) -> str:
    """Write a count with its noun: "1 finding", "1,200 findings"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
