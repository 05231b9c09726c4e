"""Checks as rows of a linear programme; what is not linear is a variable of its own, of which nothing is claimed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf

from auditor.rulebook.expressions.evaluation import written
from auditor.rulebook.expressions.linear import linear
from auditor.rulebook.expressions.syntax import (
    Binary,
    ComparisonTerm,
    Edge,
    ExpressionError,
    Members,
    Name,
    Negative,
    Node,
    NumberTerm,
    Round,
    Sum,
    leaves,
)

Coefficients = dict[str, float]
LARGEST = 1e12
"""Numbers beyond which the arithmetic of linear programming decides nothing: of rules with such, nothing is claimed."""


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """low <= sum(coefficient * variable) <= high; where `strict`, the ends themselves are not reached."""

    coefficients: Coefficients
    low: float
    high: float
    strict: bool = False


@dataclass(slots=True)
class Relaxed:
    """The rows of one rule, and those that are true of its roundings and periods whatever the figures are."""

    rows: list[ProgrammeRow] = field(default_factory=list)
    facts: list[ProgrammeRow] = field(default_factory=list)


def relaxed(checks: Sequence[ComparisonTerm], room: float) -> Relaxed:
    """Return comparisons as rows; `room` is the absolute difference that the rule forgives."""
    made = Relaxed()
    for check in checks:
        left, constant = _term(check.left, made)
        right, other = _term(check.right, made)
        for name, value in right.items():
            left[name] = left.get(name, 0.0) - value
        edge = other - constant
        low = edge - room if check.sign in ("==", ">=", ">") else -inf
        high = edge + room if check.sign in ("==", "<=", "<") else inf
        row = {name: value for name, value in left.items() if abs(value) > 1e-12}
        made.rows.append(ProgrammeRow(row, low, high, check.sign in "<>"))
        for leaf in leaves(check):
            if isinstance(leaf, Edge):
                made.facts.append(ProgrammeRow({f"end({leaf.name})": 1.0, f"start({leaf.name})": -1.0}, 0.0, inf))
    return made if all(map(_within, (*made.rows, *made.facts))) else Relaxed()


def _within(row: ProgrammeRow) -> bool:
    """Whether all numbers of a row are of a size that linear programming can decide on."""
    ends = [end for end in (row.low, row.high) if abs(end) != inf]
    return all(abs(value) <= LARGEST for value in (*row.coefficients.values(), *ends))


def _term(node: Node, made: Relaxed) -> tuple[Coefficients, float]:
    match node:
        case Negative(term=term):
            inner, constant = _term(term, made)
            return {name: -value for name, value in inner.items()}, -constant
        case Sum(terms=terms):
            return _added([_term(term, made) for term in terms])
        case Binary(sign="+" | "-" as sign, left=left, right=right):
            other, constant = _term(right, made)
            factor = 1.0 if sign == "+" else -1.0
            turned = {name: factor * value for name, value in other.items()}
            return _added([_term(left, made), (turned, factor * constant)])
        case Round(term=term, digits=digits):
            inner, constant = _term(term, made)
            name, half = _key(node), 0.5 * 10.0**-digits
            row = {name: 1.0} | {key: -value for key, value in inner.items()}
            made.facts.append(ProgrammeRow(row, constant - half, constant + half))
            return {name: 1.0}, 0.0
        case _:
            try:
                found = linear(ComparisonTerm(node, "==", NumberTerm(0.0)))
            except ExpressionError:
                return {_key(node): 1.0}, 0.0
            return dict(found.coefficients), -found.constant


def _added(terms: Sequence[tuple[Coefficients, float]]) -> tuple[Coefficients, float]:
    total: Coefficients = {}
    for coefficients, _ in terms:
        for name, value in coefficients.items():
            total[name] = total.get(name, 0.0) + value
    return total, sum(constant for _, constant in terms)


def _key(node: Node) -> str:
    """Name a term by its own text."""
    texts = {}
    for leaf in leaves(ComparisonTerm(node, "==", node)):
        match leaf:
            case Name(name=name):
                texts[name] = name
            case Edge(which=which, name=name):
                texts[f"{which}({name})"] = f"{which}({name})"
            case Members(key=key):
                texts[key] = key
            case _:
                pass
    return written(node, texts, repr)
