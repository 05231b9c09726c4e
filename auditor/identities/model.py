"""What a file of document identities says: which documents, which figures, which checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from auditor.identities.expression import Comparison

Missing = Literal["exact", "at_most", "skip"]
ToleranceMode = Literal["interval", "exact", "absolute", "relative"]


@dataclass(frozen=True, slots=True)
class Match:
    """One way for a document to be meant: all patterns given must fit; ``*`` and ``?`` as in file names."""

    title: str | None = None
    path: str | None = None
    """Fits the end of the path: ``azerbaijan*.txt``, ``2025/*.md``."""
    text: str | None = None
    """Fits some paragraph or heading: a document symbol, for instance."""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Selector:
    """How to find one figure: everything given must fit, and one figure must be left."""

    name: str
    paragraph: tuple[str, ...] = ()
    """Numbers as printed; any of them."""
    section: str | None = None
    """Pattern for one of the headings above."""
    counts: tuple[str, ...] = ()
    """What is counted: any of these occurs in the words for what is counted."""
    near: tuple[str, ...] = ()
    """All of these occur in the sentence of the figure; "a|b" is either."""
    after: tuple[str, ...] = ()
    """Any of these stands right before the figure: the figure comes after it."""
    before: tuple[str, ...] = ()
    """Any of these stands right after the figure: the figure comes before it."""
    dimensions: tuple[tuple[str, str], ...] = ()
    unit: str | None = None
    table: str | None = None
    """Label of a table ("t2") or pattern for its caption."""
    row: str | int | None = None
    """Pattern for the first cell of the row, or its 0-based grid position."""
    column: str | int | None = None
    """Pattern for the header cell of the column, or its 0-based grid position."""
    position: int | None = None
    """Which one where several are left: 1 is the first, -1 the last."""
    line: int = 1
    """Line of the rule file."""


@dataclass(frozen=True, slots=True)
class Identity:
    """One check over named figures."""

    id: str
    name: str
    check: Comparison
    tolerance_mode: ToleranceMode = "interval"
    tolerance: float = 0.0
    """Absolute, in the figures' own unit, or relative to the right side; by `tolerance_mode`."""
    missing: Missing = "exact"
    """What a figure that is not found means: `exact` nothing is evaluated and that is reported; `at_most` it is some
    number from zero up, so the rest may fall short; `skip` nothing is evaluated and nothing reported."""


@dataclass(frozen=True, slots=True)
class DocumentRules:
    """One file of identities."""

    file: str
    match: tuple[Match, ...]
    selectors: tuple[Selector, ...]
    identities: tuple[Identity, ...]
