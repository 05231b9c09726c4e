"""What a file of document identities says: which documents, which figures and dates, which checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from auditor.rulebook.expressions.syntax import ComparisonTerm, Name, Sum

Missing = Literal["exact", "at_most", "skip"]
ToleranceMode = Literal["interval", "exact", "absolute", "relative"]
Form = Literal["check", "hierarchy", "same", "across"]
FORMS: tuple[Form, ...] = ("check", "hierarchy", "same", "across")


@dataclass(frozen=True, slots=True)
class DocumentMatch:
    """One way for a document to be meant: all patterns given must fit; ``*`` and ``?`` as in file names."""

    title: str | None = None
    path: str | None = None
    """Fits the end of the path: ``azerbaijan*.txt``, ``2025/*.md``."""
    text: str | None = None
    """Fits some paragraph or heading: a document symbol, for instance."""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Selector:
    """How to find one figure or date: everything given must fit, and one must be left."""

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
    place: tuple[str, ...] = ()
    """Any of these places is named in the sentence, or heads the row or column of the cell."""
    period: str | None = None
    """Year, month, day, or two of them with "/" between: a period in the sentence or in a head lies within it."""
    unit: str | None = None
    table: str | None = None
    """Label of a table ("t2") or pattern for its caption."""
    row: str | int | None = None
    """Pattern for a cell that heads the row, or its 0-based grid position."""
    column: str | int | None = None
    """Pattern for a cell that heads the column, or its 0-based grid position."""
    position: int | None = None
    """Which one where several are left: 1 is the first, -1 the last."""
    line: int = 1
    """Line of the rule file."""


@dataclass(frozen=True, slots=True)
class Identity:
    """One rule over named figures and dates."""

    id: str
    name: str
    text: str
    """What is checked, as written: the check, the branch of a hierarchy, or the names."""
    form: Form = "check"
    used: tuple[str, ...] = ()
    """For a branch of a hierarchy the parent, then its children; for same and across the names."""
    tolerance_mode: ToleranceMode = "interval"
    tolerance: float = 0.0
    """Absolute, in the figures' own unit, or relative to the right side; by `tolerance_mode`."""
    missing: Missing = "exact"
    """What a figure that is not found means: `exact` nothing is evaluated and that is reported; `at_most` it is some
    number from zero up, so the rest may fall short; `skip` nothing is evaluated and nothing reported."""

    @property
    def relation(self) -> str:
        """Return the id of its relation: its own in small letters, and for a hierarchy the parent's name."""
        own = self.id.lower()
        return f"{own}.{self.used[0].removeprefix(f'{self.id} ')}" if self.form == "hierarchy" else own

    @property
    def checks(self) -> tuple[ComparisonTerm, ...]:
        """Return the comparisons that must hold; several for a chain, none for `same` and `across`.

        A check is parsed when it is first asked for: most documents have no identities of their own.

        Raises:
            auditor.rulebook.expressions.syntax.ExpressionError: the check cannot be read; files are refused before.
        """
        if self.form == "check":
            from auditor.rulebook.expressions.expression import parse_chain

            return parse_chain(self.text)
        if self.form == "hierarchy":
            parent, *parts = self.used
            return (ComparisonTerm(Name(parent), "==", Sum(tuple(Name(part) for part in parts)), self.text),)
        return ()


@dataclass(frozen=True, slots=True)
class DocumentRules:
    """One file of identities."""

    file: str
    match: tuple[DocumentMatch, ...]
    selectors: tuple[Selector, ...]
    """For figures."""
    identities: tuple[Identity, ...]
    dates: tuple[Selector, ...] = ()
    """For dates and periods."""
