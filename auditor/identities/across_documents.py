"""The same figure in several documents of one run: what each says of it, and where they disagree.

An audit sees one document. `pick` takes from each what an identity `across` names; `disagreements` compares what was
picked from all of them. Both are small and picklable, so that documents may be audited in several processes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from auditor.identities.context import meant
from auditor.identities.scope import Scope, span_of
from auditor.model.document import Document
from auditor.model.figure import Figure, Figures
from auditor.rulebook.expressions.identity import Identity

if TYPE_CHECKING:
    from auditor.rulebook.rule import Rule, Rulebook

EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Stated:
    """What one document says of a figure that is to be the same in all."""

    rule: str
    document: str
    """Path, or the label that reports give."""
    place: str
    """Label of the paragraph or table."""
    text: str
    """The figure as printed, with its hedge."""
    value: float
    low: float
    high: float
    hedged: bool


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Documents that state one quantity differently."""

    rule: Rule
    stated: tuple[Stated, ...]
    """By document and place."""
    severity: str

    @property
    def message(self) -> str:
        """Return what each document states, in one line."""
        said = "; ".join(f"{each.text} in {each.document}, {each.place}" for each in self.stated)
        return f"{self.rule.what} Stated: {said}."


def pick(document: Document, figures: Figures, rulebook: Rulebook) -> tuple[Stated, ...]:
    """Return what a document says of the figures that are to be the same in others.

    Args:
        document: The document.
        figures: Its figures.
        rulebook: The rules; their identities `across` name these figures.

    Returns:
        One entry a rule and figure, in the order of the rulebook; names that stand for nothing are left out. Small and
        picklable, so that documents may be audited in several processes.
    """
    found: list[Stated] = []
    for rules in rulebook.documents:
        wanted = [identity for identity in rules.identities if identity.form == "across"]
        if not wanted or not meant(document, rules.match):
            continue
        scope = Scope(document, figures, rules)
        for identity in wanted:
            found += [_stated(identity, document, figure) for figure in scope.every(identity.used)[0]]
    return tuple(found)


def _stated(identity: Identity, document: Document, figure: Figure) -> Stated:
    span = span_of(figure, identity)
    text = " ".join(f"{figure.hedge} {figure.text}".split())
    place = f"paragraph {figure.paragraph}" if figure.table is None else f"table {figure.table}"
    return Stated(identity.id, document.path, place, text, figure.value, span.low, span.high, bool(figure.bound))


def disagreements(stated: Iterable[Stated], rulebook: Rulebook) -> tuple[Disagreement, ...]:
    """Return the rules whose figure is not the same in all documents.

    Args:
        stated: What `pick` took from each document, in any order.
        rulebook: The rules that it was taken by.

    Returns:
        One entry a rule, in the order of the rulebook, with all that was stated; milder in severity where a figure is
        hedged and the rule says so.
    """
    by_rule: dict[str, list[Stated]] = {}
    for each in stated:
        by_rule.setdefault(each.rule, []).append(each)
    identities = {each.id: each for rules in rulebook.documents for each in rules.identities}
    found = []
    for rule in rulebook.rules:
        said = sorted(by_rule.get(rule.id, ()), key=lambda each: (each.document, each.place, each.value, each.text))
        if said and not _agree(said, identities[rule.id]):
            severity = rule.hedged_severity if any(each.hedged for each in said) else rule.severity
            found.append(Disagreement(rule, tuple(said), severity))
    return tuple(found)


def _agree(said: Sequence[Stated], identity: Identity) -> bool:
    """Whether every two documents can mean the same value."""
    for one, other in combinations(said, 2):
        size = max(abs(one.value), abs(other.value))
        room = {"absolute": identity.tolerance, "relative": identity.tolerance * size}.get(identity.tolerance_mode, 0.0)
        room += EPSILON * max(1.0, size)
        if one.document != other.document and (one.low > other.high + room or other.low > one.high + room):
            return False
    return True
