"""Checks that are not linear, as linear rules around one record: ratios with rounding.

A check such as `share == round(100 * part / whole, 1)` is brought to one fraction bar; numerator and denominator then
contain each figure to the first power, so that its tangent at the printed values is exact while one figure changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, isfinite

from auditor.locate.system import Linear
from auditor.rulebook.expressions.syntax import (
    MIRRORED,
    Binary,
    ComparisonTerm,
    Name,
    Negative,
    Node,
    NumberTerm,
    Round,
    Sum,
)

Slopes = dict[str, float]


@dataclass(frozen=True, slots=True)
class _Value:
    """A polynomial's value and slopes at the printed figures."""

    value: float
    slopes: Slopes

    def plus(self, other: _Value, factor: float = 1.0) -> _Value:
        slopes = dict(self.slopes)
        for name, slope in other.slopes.items():
            slopes[name] = slopes.get(name, 0.0) + factor * slope
        return _Value(self.value + factor * other.value, slopes)

    def times(self, other: _Value) -> _Value:
        names = self.slopes.keys() | other.slopes.keys()
        slopes = {
            name: self.slopes.get(name, 0.0) * other.value + other.slopes.get(name, 0.0) * self.value for name in names
        }
        return _Value(self.value * other.value, slopes)


@dataclass(frozen=True, slots=True)
class _Fraction:
    """A term as one fraction, with the room that rounding leaves on each side of it."""

    top: _Value
    bottom: _Value
    room: float = 0.0


ONE = _Value(1.0, {})


def tangent(id_: str, check: ComparisonTerm, record: Mapping[str, float], room: float, margin: float) -> Linear | None:
    """Return a check as a linear rule around a record, or None where it has none there.

    Args:
        id_: Id of the rule.
        check: Any check.
        record: The figures by name.
        room: Absolute difference between the sides that the rule forgives.
        margin: Least difference that `<` and `>` ask for.

    Returns:
        A rule that is exact while one figure changes, unless the check multiplies a figure by itself. None where a
        figure is missing (NaN), a divisor is zero, or the check names dates or members.
    """
    left, right = _fraction(check.left, record), _fraction(check.right, record)
    if left is None or right is None:
        return None
    difference = left.top.times(right.bottom).plus(right.top.times(left.bottom), -1.0)
    bottom = left.bottom.value * right.bottom.value
    if not bottom or not isfinite(difference.value):
        return None
    room = (left.room + right.room + room) * abs(bottom)
    low, high = _edges(check.sign if bottom > 0 else MIRRORED[check.sign], margin * abs(bottom))
    shift = sum(slope * record[name] for name, slope in difference.slopes.items()) - difference.value
    aim = shift if check.sign == "==" else None
    return Linear(id_, difference.slopes, low - room + shift, high + room + shift, aim=aim)


def _edges(sign: str, margin: float) -> tuple[float, float]:
    """Return the bounds that a sign sets on left minus right."""
    return {
        "==": (0.0, 0.0), "<=": (-inf, 0.0), ">=": (0.0, inf), "<": (-inf, -margin), ">": (margin, inf),
    }[sign]  # fmt: skip


def _fraction(node: Node, record: Mapping[str, float]) -> _Fraction | None:
    match node:
        case NumberTerm(value=value):
            return _Fraction(_Value(value, {}), ONE)
        case Name(name=name):
            value = record[name]
            return _Fraction(_Value(value, {name: 1.0}), ONE) if isfinite(value) else None
        case Negative(term=term):
            return _joined("*", _Fraction(_Value(-1.0, {}), ONE), _fraction(term, record))
        case Round(term=term, digits=digits):
            inner = _fraction(term, record)
            return inner and _Fraction(inner.top, inner.bottom, inner.room + 0.5 * 10.0**-digits)
        case Sum(terms=terms):
            total: _Fraction | None = _Fraction(_Value(0.0, {}), ONE)
            for part in terms:
                total = _joined("+", total, _fraction(part, record))
            return total
        case Binary(sign=sign, left=left, right=right):
            return _joined(sign, _fraction(left, record), _fraction(right, record))
        case _:
            return None


def _joined(sign: str, one: _Fraction | None, other: _Fraction | None) -> _Fraction | None:
    if one is None or other is None:
        return None
    if sign in "+-":
        if one.bottom == other.bottom:
            top, bottom = one.top.plus(other.top, 1.0 if sign == "+" else -1.0), one.bottom
        else:
            top = one.top.times(other.bottom).plus(other.top.times(one.bottom), 1.0 if sign == "+" else -1.0)
            bottom = one.bottom.times(other.bottom)
        return _Fraction(top, bottom, one.room + other.room)
    if sign == "/":
        if not other.top.value:
            return None
        other = _Fraction(other.bottom, other.top, other.room * (other.bottom.value / other.top.value) ** 2)
    if not (one.bottom.value and other.bottom.value):
        return None
    sizes = abs(one.top.value / one.bottom.value), abs(other.top.value / other.bottom.value)
    return _Fraction(
        one.top.times(other.top), one.bottom.times(other.bottom), one.room * sizes[1] + other.room * sizes[0]
    )
