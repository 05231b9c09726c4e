"""Checks as linear constraints: coefficients over named figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from auditor.rulebook.expressions.syntax import (
    Binary,
    ComparisonTerm,
    Day,
    Edge,
    ExpressionError,
    Members,
    Name,
    Negative,
    Node,
    NumberTerm,
    Round,
    Sign,
    Sum,
)


@dataclass(frozen=True, slots=True)
class LinearConstraint:
    """A check as coefficients: sum(coefficients[name] * name) `relation` constant; names in order of first mention."""

    coefficients: dict[str, float]
    relation: Sign
    constant: float


Terms = Mapping[str, float]


def _add(left: tuple[dict[str, float], float], right: tuple[Terms, float], factor: float) -> None:
    """Add right times factor to left, in place."""
    for name, coefficient in right[0].items():
        left[0][name] = left[0].get(name, 0.0) + factor * coefficient


def _linear(node: Node) -> tuple[dict[str, float], float]:
    """Return a term as coefficients and a constant."""
    match node:
        case NumberTerm(value=value):
            return {}, value
        case Day(value=day):
            return {}, float(day)
        case Name(name=name):
            return {name: 1.0}, 0.0
        case Edge(which=which, name=name):
            return {f"{which}({name})": 1.0}, 0.0
        case Members(key=key):
            return {key: 1.0}, 0.0
        case Negative(term=term):
            inner, constant = _linear(term)
            return {name: -value for name, value in inner.items()}, -constant
        case Sum(terms=terms):
            total: dict[str, float] = {}
            constant = 0.0
            for part in terms:
                made = _linear(part)
                _add((total, 0.0), made, 1.0)
                constant += made[1]
            return total, constant
        case Binary(sign=sign, left=left, right=right, column=column):
            return _linear_pair(sign, _linear(left), _linear(right), column)
        case Round(column=column):
            raise ExpressionError("round() is not linear", column)


def _linear_pair(
    sign: str,
    left: tuple[dict[str, float], float],
    right: tuple[dict[str, float], float],
    column: int,
) -> tuple[dict[str, float], float]:
    """Join two linear terms."""
    if sign in "+-":
        factor = 1.0 if sign == "+" else -1.0
        _add(left, right, factor)
        return left[0], left[1] + factor * right[1]
    if sign == "*" and not left[0]:
        left, right = right, left
    if right[0]:
        raise ExpressionError("not linear: figures multiplied or divided by each other", column)
    if sign == "/" and right[1] == 0:
        raise ExpressionError("divided by zero", column)
    factor = right[1] if sign == "*" else 1.0 / right[1]
    return {name: value * factor for name, value in left[0].items()}, left[1] * factor


def linear(comparison: ComparisonTerm) -> LinearConstraint:
    """Return a check as a linear constraint.

    Args:
        comparison: The check; the start and the end of a period count as variables of their own ("start(report)").

    Returns:
        Left minus right as coefficients, and what it is compared with; a name whose mentions cancel stays with zero.

    Raises:
        ExpressionError: It is not linear: round(), a product or quotient of figures, a division by zero.
    """
    left, right = _linear(comparison.left), _linear(comparison.right)
    _add(left, right, -1.0)
    return LinearConstraint(left[0], comparison.sign, right[1] - left[1] + 0.0)
