"""What a report says, in the reader's words: the one model that every form of report renders.

All texts here are safe to show (see `auditor.report.safe_text`); escaping for Markdown or HTML is each form's own
affair.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from auditor.model.finding import SEVERITIES
from auditor.report.page.texts import Texts, load_texts

VERDICTS = ("fails", "undecided", "not evaluated", "holds", "also")
"""In the order in which a reader wants them."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the document's text; one that is a figure has its id."""

    text: str
    role: str = ""
    """In a finding: "whole" or "part"; in the document: how the figure fares (see `auditor.report.page.standings`)."""
    figure: str = ""
    told: str = ""
    """The relations of the figure, for who points at it."""
    target: str = ""
    """The finding that it belongs to, by its anchor."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the document with the figures in question marked."""

    where: str
    pieces: tuple[Piece, ...]
    primary: bool = True
    anchor: str = ""
    """The paragraph or table on the page."""
    table: bool = False
    spot: str = ""
    """Of a table, the row or column that all figures stand in ("row Women")."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a table that is shown."""

    pieces: tuple[Piece, ...]
    role: str = ""
    """"whole" or "part" of the finding, or "more" where something is left out."""
    header: str = ""
    """"col" or "row" for a heading, else empty."""
    rowspan: int = 1
    colspan: int = 1
    lane: bool = False
    """Whether it is in the row or column that the finding is about."""


@dataclass(frozen=True, slots=True)
class ShownGrid:
    """A table, or a part of one, as it is shown."""

    anchor: str
    caption: str
    head: tuple[tuple[GridCell, ...], ...]
    body: tuple[tuple[GridCell, ...], ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """One change of one figure that would mend the finding."""

    where: str
    figure: str
    value: str
    reason: str
    id: str = ""
    """Id of the figure."""
    own: bool = False
    """Whether the reason had to stay in English."""

    @property
    def told(self) -> str:
        """Return the change in words; the reason names the figure and what it would have to be."""
        return self.reason or f"{self.figure} \u2192 {self.value}"


@dataclass(frozen=True, slots=True)
class Accepted:
    """That a person lets a finding stand."""

    words: str
    """"Accepted by A. Reader on 2026-01-02 until 2027-01-02"."""
    reason: str
    who: str = ""
    when: str = ""
    expires: str = ""
    expired: bool = False


@dataclass(frozen=True, slots=True)
class BarSegment:
    """A piece of the bar that draws a sum: `share` is per cent of the bar's width, `role` part, gap, over or rest."""

    label: str
    share: float
    role: str
    odd: bool = False
    """Every other part, so that neighbours can be told apart."""
    short: str = ""
    """The number alone, where there is room for it in the drawing."""
    at: float = 0.0
    """Where it begins, in per cent."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A drawing of a whole and its parts; `whole` is where the stated whole ends, in per cent of the bar's width."""

    label: str
    whole: float
    segments: tuple[BarSegment, ...]
    stated: str = ""
    """The whole as printed."""


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
    grids: tuple[ShownGrid, ...] = ()
    """The tables that its figures stand in."""
    question: str = ""
    """What a reviewer could ask the State."""
    accepted: Accepted | None = None
    row: str = ""
    """Id of the relation in the table of all relations."""
    own: bool = False
    """Whether the message had to stay in English."""
    told: bool = False
    """Whether equation and question say already what the message says."""

    @property
    def steps(self) -> tuple[str, ...]:
        """Return the equation cut at its commas: the sum, what is stated, how far apart."""
        return tuple(self.equation.split(", "))


@dataclass(frozen=True, slots=True)
class ReportRow:
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
    card: str = ""
    """Anchor of the finding that tells of it."""
    figure: str = ""
    """Id of the figure to look at first."""
    weak: bool = False
    """Does not hold, but was read too weakly to be a finding."""


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
        """Return how many findings nobody has accepted, whatever their severity."""
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
    rows: tuple[ReportRow, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    asides: tuple[Aside, ...] = ()
    warnings: tuple[str, ...] = ()
    """What the reader of the file could not make out."""
    version: str = ""
    texts: Texts = field(default_factory=load_texts, compare=False)

    @property
    def verdict(self) -> str:
        """Return the outcome in one sentence."""
        return verdict(self.tally, self.texts)

    @property
    def severities(self) -> str:
        """Return the findings by severity: "7 errors, 3 warnings"; empty where there are none."""
        counts = zip(SEVERITIES, (self.tally.errors, self.tally.warnings, self.tally.notes), strict=True)
        return ", ".join(self.texts.count(f"n_{severity}s", number) for severity, number in counts if number)

    @property
    def state(self) -> str:
        """Return the outcome in one word: "differs", "notes", "nothing" (to check) or "reconciles"."""
        return state(self.tally)


def state(tally: Tally) -> str:
    """Return the outcome of an audit in one word."""
    if tally.errors or tally.warnings:
        return "differs"
    if tally.notes or tally.fails:
        return "notes"
    return "reconciles" if tally.relations - tally.undecided - tally.not_evaluated > 0 else "nothing"


def verdict(tally: Tally, texts: Texts | None = None) -> str:
    """Return the outcome of an audit in one sentence."""
    say = texts or load_texts()
    checked = max(tally.holds + tally.fails, tally.errors + tally.warnings)
    grave = tally.errors + tally.warnings
    relations = say.count("n_relations", tally.relations)
    if grave:
        return say.count("verdict_differs", grave, of=say.count("n_relations", checked))
    if tally.notes:
        return say.count("verdict_notes", tally.notes)
    if tally.accepted:
        return say.count("verdict_accepted", tally.accepted)
    if tally.holds and tally.fails:
        return say.count("verdict_less_sure", tally.fails)
    if checked:
        return say("verdict_reconciles", of=say.count("n_relations", checked))
    if tally.relations:
        return say("verdict_undecided", of=relations)
    return say("verdict_no_relations" if tally.figures else "verdict_no_figures")
