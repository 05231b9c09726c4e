"""Document identities over the figures of a document: relations of kind "rule" and their verdicts."""

from __future__ import annotations

import math
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from auditor.identities.context import meant
from auditor.identities.scope import UNKNOWN, Bound, Scope, span_of
from auditor.identities.select import DATE
from auditor.kinds.equations import Writing, hedged, shown, writing_of
from auditor.kinds.stated_identity import KIND
from auditor.model.document import Document
from auditor.model.figure import Figure, Figures
from auditor.model.relation import Relation
from auditor.model.verdict import Form, Outcome, Verdict
from auditor.rulebook.expressions.evaluation import TermInterval, evaluate, written
from auditor.rulebook.expressions.identity import Identity
from auditor.rulebook.expressions.linear import linear
from auditor.rulebook.expressions.syntax import (
    MIRRORED,
    ComparisonTerm,
    Day,
    Edge,
    ExpressionError,
    Name,
    Node,
    NumberTerm,
    is_day,
    leaves,
)

if TYPE_CHECKING:
    from auditor.rulebook.rule import Rulebook

EPSILON = 1e-9


def evaluate_identities(
    document: Document,
    figures: Figures,
    rulebook: Rulebook,
) -> tuple[tuple[Relation, ...], tuple[Verdict, ...]]:
    """Check the identities of the rule files that are meant for a document.

    Args:
        document: The document.
        figures: Its figures and the periods that it names.
        rulebook: The rules; core rules are left to `auditor.checking.reconcile`.

    Returns:
        One relation of kind "rule" an identity (and branch of a hierarchy), in the order of the files, and its verdict.
        Where a selector finds no figure or several, the verdict is "not evaluated" and says what the selector saw.
        Identities across documents are left to `auditor.identities.across_documents`.
    """
    verdicts: list[Verdict] = []
    for rules in rulebook.documents:
        if not meant(document, rules.match):
            continue
        scope = Scope(document, figures, rules)
        writing = writing_of([figure.text for figure in figures.figures])
        for identity in rules.identities:
            if identity.form == "same":
                verdicts.append(_same(identity, scope, writing))
            elif identity.form != "across":
                verdicts.append(_checked(identity, scope, writing))
    return tuple(verdict.relation for verdict in verdicts), tuple(verdicts)


def _relation(identity: Identity, figures: tuple[Figure, ...]) -> Relation:
    parts = tuple(dict.fromkeys(figure.id for figure in figures if figure.unit != DATE))
    note = "" if parts else identity.text
    return Relation(identity.relation, KIND.name, None, parts, cue=identity.text, evidence=("rule",), note=note)


def _checked(identity: Identity, scope: Scope, writing: Writing) -> Verdict:
    """Check the comparisons of one identity; the first that does not hold is the one that is written out."""
    bound = scope.bind(identity)
    relation = _relation(identity, tuple(bound.known.values()))
    if bound.missing and identity.missing != "at_most":
        silent = identity.missing == "skip"
        return _unevaluated(relation, identity, f"{identity.text} ({'; '.join(bound.reasons)})", silent=silent)
    spans = {name: span_of(figure, identity) for name, figure in bound.known.items()}
    spans |= dict.fromkeys(bound.missing, UNKNOWN)
    made = [_compared(identity, relation, check, spans, bound, scope, writing) for check in bound.checks]
    order: tuple[Outcome, ...] = ("fails", "not evaluated", "undecided", "holds")
    return min(made, key=lambda verdict: order.index(verdict.outcome))


def _compared(
    identity: Identity,
    relation: Relation,
    check: ComparisonTerm,
    spans: dict[str, TermInterval],
    bound: Bound,
    scope: Scope,
    writing: Writing,
) -> Verdict:
    """Check one comparison."""
    left, right = evaluate(check.left, spans), evaluate(check.right, spans)
    if math.isnan(left.low + left.high + right.low + right.high):
        return _unevaluated(relation, identity, f"{identity.text} divides by zero", silent=False)
    outcome = _outcome(identity, check.sign, left, right)
    near = _room(identity, check.sign, left, right)
    faced = facing(check)
    if faced is not check:
        check, left, right = faced, right, left
    days = is_day(check.left, scope.is_date)
    texts = writing_of([figure.text for figure in bound.known.values()], writing)
    gap = _end(left) - _end(right)
    return Verdict(
        relation,
        identity.id,
        outcome,
        None if outcome == "undecided" else outcome == "holds",
        imbalance=_number(0.0 if outcome == "holds" and check.sign != "==" else gap),
        computed=None if days else _number(_end(right)),
        low=_number(left.low - right.high),
        high=_number(left.high - right.low),
        room=near if math.isfinite(near) else None,
        reason="; ".join(bound.reasons),
        equation=_equation(check, bound.known, (left, right), texts, days=days),
        form=None if days else _form(check, bound.known),
        paragraphs=_places(bound) if days else (),
    )


def _form(check: ComparisonTerm, known: dict[str, Figure]) -> Form | None:
    """Return a check as a linear one over its figures, or None where it is none or not all of them are known."""
    try:
        made = linear(check)
    except ExpressionError:
        return None
    if not all(name in known for name in made.coefficients):
        return None
    terms: dict[str, float] = {}
    for name, factor in made.coefficients.items():
        terms[known[name].id] = terms.get(known[name].id, 0.0) + factor
    return Form(tuple((name, factor) for name, factor in terms.items() if factor), made.relation, made.constant)


def _same(identity: Identity, scope: Scope, writing: Writing) -> Verdict:
    """Check that all figures which the names stand for are one quantity."""
    found, reasons = scope.every(identity.used)
    relation = _relation(identity, found)
    if (reasons and identity.missing == "exact") or not found:
        silent = identity.missing == "skip"
        said = "; ".join(reasons) or "there are no figures"
        return _unevaluated(relation, identity, f"{identity.text} ({said})", silent=silent)
    texts = writing_of([figure.text for figure in found], writing)
    spans = [span_of(figure, identity) for figure in found]
    agree = all(_outcome(identity, "==", one, other) == "holds" for one, other in combinations(spans, 2))
    values = [figure.value for figure in found]
    return Verdict(
        relation,
        identity.id,
        "holds" if agree else "fails",
        agree,
        imbalance=0.0 if agree else _number(max(values) - min(values)),
        reason="; ".join(reasons),
        equation="; ".join(f"{hedged(figure, texts)} ({figure.paragraph or figure.table})" for figure in found),
    )


def _unevaluated(relation: Relation, identity: Identity, reason: str, *, silent: bool) -> Verdict:
    return Verdict(
        relation,
        identity.id,
        "not evaluated",
        None,
        reason=reason,
        equation=identity.text,
        silent=silent,
    )


def _outcome(identity: Identity, sign: str, left: TermInterval, right: TermInterval) -> Outcome:
    """Whether some values within the intervals satisfy the comparison."""
    low, high = left.low - right.high, left.high - right.low
    near = _room(identity, sign, left, right)
    possible = {
        "==": low <= near and high >= -near,
        "<=": low <= near,
        ">=": high >= -near,
        "<": low < near,
        ">": high > -near,
    }[sign]
    return "holds" if possible else "fails"


def _room(identity: Identity, sign: str, left: TermInterval, right: TermInterval) -> float:
    """Return the difference that is none; what must be less must be so by more than binary fractions may be off."""
    ends = [abs(value) for value in (left.value, right.value) if math.isfinite(value)]
    dust = EPSILON * max(1.0, *ends) if ends else EPSILON
    size = abs(right.value) if math.isfinite(right.value) else 0.0
    forgiven = {"absolute": identity.tolerance, "relative": identity.tolerance * size}
    return forgiven.get(identity.tolerance_mode, 0.0) + (-dust if sign in ("<", ">") else dust)


def facing(check: ComparisonTerm) -> ComparisonTerm:
    """Return a check as it reads best: "0 <= share" as "share >= 0", "a + b == c" as "c == a + b".

    Returns:
        The check itself, or the same with its sides exchanged; its `text` is as written.
    """
    return ComparisonTerm(check.right, MIRRORED[check.sign], check.left, check.text) if _turned(check) else check


def _turned(check: ComparisonTerm) -> bool:
    if check.sign != "==":
        return isinstance(check.left, NumberTerm | Day) and not isinstance(check.right, NumberTerm | Day)
    if isinstance(check.left, NumberTerm | Day):
        return isinstance(check.right, Name)
    return not isinstance(check.left, Name) and isinstance(check.right, Name | NumberTerm)


def _places(bound: Bound) -> tuple[str, ...]:
    """Return the paragraphs of what names stand for, in document order."""
    ordered = sorted(bound.known.values(), key=lambda figure: (figure.order, figure.start))
    return tuple(dict.fromkeys(figure.paragraph for figure in ordered))


def _end(span: TermInterval) -> float:
    """Return the value, or where it is not known the end that is."""
    return next((value for value in (span.value, span.low, span.high) if math.isfinite(value)), math.nan)


def _number(value: float) -> float | None:
    return round(value, 9) + 0.0 if math.isfinite(value) else None


def _iso(day: float) -> str:
    return date.fromordinal(int(day)).isoformat() if 1 <= day <= date.max.toordinal() else "?"


def _equation(
    check: ComparisonTerm,
    known: dict[str, Figure],
    spans: tuple[TermInterval, TermInterval],
    writing: Writing,
    *,
    days: bool,
) -> str:
    """Write a check out: the side with the arithmetic first, then what is stated."""
    texts = {name: figure.text if figure.unit == DATE else shown(figure, writing) for name, figure in known.items()}
    for leaf in leaves(check):
        if isinstance(leaf, Edge):
            end = (known[leaf.name].low if leaf.which == "start" else known[leaf.name].high) if known else None
            texts[f"{leaf.which}({leaf.name})"] = "?" if end is None else _iso(end)
        elif isinstance(leaf, Name):
            texts.setdefault(leaf.name, "?")

    def number(value: float) -> str:
        return writing.number(round(value, 6), 3) if math.isfinite(value) else "?"

    def side(node: Node, span: TermInterval) -> str:
        text = written(node, texts, number)
        value = _iso(span.value) if days else number(span.value)
        if value == "?" and not days:
            value = f"{'at least' if math.isfinite(span.low) else 'at most'} {number(_end(span))}"
        return text if isinstance(node, Name | Edge | Day) or text == value else f"{text} = {value}"

    left, right = side(check.left, spans[0]), side(check.right, spans[1])
    if days:
        places = dict.fromkeys(f"paragraph {figure.paragraph}" for figure in known.values())
        return KIND.ordered(left, check.sign, right, tuple(places))
    return KIND.compared(left, check.sign, right)
