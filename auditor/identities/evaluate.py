"""Document identities over the figures of a document: relations of kind "rule" and their verdicts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from auditor.document import Document
from auditor.figures.model import Figure, Figures
from auditor.identities.arithmetic import Span, evaluate, written
from auditor.identities.expression import Comparison, Name, names
from auditor.identities.model import DocumentRules, Identity
from auditor.identities.select import Finder, Selection, meant
from auditor.relations.model import Relation
from auditor.verdict import Outcome, Verdict
from auditor.wording import Writing, shown, writing_of

if TYPE_CHECKING:
    from auditor.rulebook.model import Rulebook

EPSILON = 1e-9
UNKNOWN = Span(math.nan, 0.0, math.inf)
"""A figure that is not found where the rule says `at_most`: some number from zero up."""
ORDER_WORDS = {"<=": "at most", "<": "less than", ">=": "at least", ">": "more than"}


def evaluate_identities(
    document: Document,
    figures: Figures,
    rulebook: Rulebook,
) -> tuple[tuple[Relation, ...], tuple[Verdict, ...]]:
    """Check the identities of the rule files that are meant for a document.

    Returns:
        One relation of kind "rule" an identity, in the order of the files, and its verdict. Where a selector finds no
        figure or several, the verdict is "not evaluated" and says what the selector saw.
    """
    relations: list[Relation] = []
    verdicts: list[Verdict] = []
    for rules in rulebook.documents:
        if not meant(document, rules.match):
            continue
        found = _select(document, figures, rules)
        writing = writing_of([figure.text for figure in figures.figures])
        for identity in rules.identities:
            verdict = _verdict(identity, found, writing)
            relations.append(verdict.relation)
            verdicts.append(verdict)
    return tuple(relations), tuple(verdicts)


def _select(document: Document, figures: Figures, rules: DocumentRules) -> dict[str, Selection]:
    """Run the selectors of a file, each once."""
    finder = Finder(document, figures.figures)
    return {selector.name: finder.find(selector) for selector in rules.selectors}


def _verdict(identity: Identity, found: dict[str, Selection], writing: Writing) -> Verdict:
    """Check one identity."""
    used = names(identity.check)
    known = {name: figure for name in used if (figure := found[name].figure) is not None}
    parts = tuple(dict.fromkeys(figure.id for figure in known.values()))
    relation = Relation(
        id=identity.id.lower(),
        kind="rule",
        whole=None,
        parts=parts,
        cue=identity.check.text,
        evidence=("rule",),
    )
    missing = [f"{name}: {found[name].reason}" for name in used if name not in known]
    if missing and identity.missing != "at_most":
        silent = identity.missing == "skip"
        return _unevaluated(relation, identity, f"{identity.check.text} ({'; '.join(missing)})", silent=silent)
    spans = {name: _span(known[name], identity) if name in known else UNKNOWN for name in used}
    left, right = evaluate(identity.check.left, spans), evaluate(identity.check.right, spans)
    if math.isnan(left.low + left.high + right.low + right.high):
        return _unevaluated(relation, identity, f"{identity.check.text} divides by zero", silent=False)
    outcome = _outcome(identity, left, right)
    texts = writing_of([figure.text for figure in known.values()], writing)
    equation = _equation(identity.check, known, left, right, texts)
    gap = left.value - right.value
    return Verdict(
        relation,
        identity.id,
        outcome,
        None if outcome == "undecided" else outcome == "holds",
        imbalance=_number(0.0 if outcome == "holds" and identity.check.sign != "==" else gap),
        computed=_number(right.value),
        low=_number(left.low - right.high),
        high=_number(left.high - right.low),
        reason="; ".join(missing),
        equation=equation,
    )


def _unevaluated(relation: Relation, identity: Identity, reason: str, *, silent: bool) -> Verdict:
    return Verdict(
        relation,
        identity.id,
        "not evaluated",
        None,
        reason=reason,
        equation=identity.check.text,
        silent=silent,
    )


def _span(figure: Figure, identity: Identity) -> Span:
    """Give a figure's interval, or its value alone where the rule goes by the values as stated."""
    value = figure.value
    if identity.tolerance_mode != "interval":
        return Span(value, value, value)
    low = (0.0 if value >= 0 else -math.inf) if figure.low is None else figure.low
    return Span(value, low, math.inf if figure.high is None else figure.high)


def _outcome(identity: Identity, left: Span, right: Span) -> Outcome:
    """Say whether some values within the intervals satisfy the comparison."""
    ends = [abs(value) for value in (left.value, right.value) if math.isfinite(value)]
    dust = EPSILON * max(1.0, *ends) if ends else EPSILON
    room = {"absolute": identity.tolerance, "relative": identity.tolerance * abs(right.value)}.get(
        identity.tolerance_mode,
        0.0,
    )
    low, high = left.low - right.high, left.high - right.low
    possible = {
        "==": low <= room + dust and high >= -room - dust,
        "<=": low <= room + dust,
        ">=": high >= -room - dust,
        "<": low < room - dust,
        ">": high > dust - room,
    }[identity.check.sign]
    return "holds" if possible else "fails"


def _number(value: float) -> float | None:
    return round(value, 9) + 0.0 if math.isfinite(value) else None


def _equation(check: Comparison, known: dict[str, Figure], left: Span, right: Span, writing: Writing) -> str:
    """Write a check out: the side with the arithmetic first, then what is stated."""
    shown_figures = {name: shown(figure, writing) for name, figure in known.items()}
    for mention in names(check):
        shown_figures.setdefault(mention, "?")

    def number(value: float) -> str:
        return writing.number(round(value, 6), 3) if math.isfinite(value) else "?"

    sides = []
    for node, span in ((check.left, left), (check.right, right)):
        text = written(node, shown_figures, number)
        sides.append(text if isinstance(node, Name) or text == number(span.value) else f"{text} = {number(span.value)}")
    if check.sign == "==":
        return f"{sides[1]}, stated {sides[0]}"
    return f"{sides[0]}, {ORDER_WORDS[check.sign]} {sides[1]}"
