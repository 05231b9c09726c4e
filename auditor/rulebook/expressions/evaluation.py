"""Evaluating a check over figures by interval arithmetic, and writing it out with their numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from auditor.rulebook.expressions.syntax import (
    Binary,
    ComparisonTerm,
    Day,
    Edge,
    Members,
    Name,
    Negative,
    Node,
    NumberTerm,
    Round,
    Sum,
)

INFINITY = math.inf
PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2}
SIGNS = {"+": "+", "-": "−", "*": "×", "/": "/"}


@dataclass(frozen=True, slots=True)
class TermInterval:
    """A value and the interval around it; `value` is nan where it is not defined."""

    value: float
    low: float
    high: float


def _product(first: TermInterval, second: TermInterval) -> TermInterval:
    """Multiply; zero times an open end is zero."""
    corners = [0.0 if 0.0 in (a, b) else a * b for a in (first.low, first.high) for b in (second.low, second.high)]
    return TermInterval(first.value * second.value, min(corners), max(corners))


def _quotient(first: TermInterval, second: TermInterval) -> TermInterval:
    """Divide; by an interval over zero anything may come out."""
    value = first.value / second.value if second.value else math.nan
    if second.low <= 0 <= second.high:
        return TermInterval(value, -INFINITY, INFINITY)
    turned = TermInterval(1 / second.value, 1 / second.high, 1 / second.low)
    found = _product(first, turned)
    return TermInterval(value, found.low, found.high)


def _rounded(term: TermInterval, digits: int) -> TermInterval:
    """Round the value half up; the bounds take a half either way."""
    unit = 10.0**-digits

    def at(value: float, *, up: bool) -> float:
        if not math.isfinite(value):
            return value
        scaled = value / unit
        return (math.floor(scaled + 0.5 + 1e-9) if up else math.ceil(scaled - 0.5 - 1e-9)) * unit

    return TermInterval(at(term.value, up=True), at(term.low, up=False), at(term.high, up=True))


_BINARY: dict[str, Callable[[TermInterval, TermInterval], TermInterval]] = {
    "+": lambda a, b: TermInterval(a.value + b.value, a.low + b.low, a.high + b.high),
    "-": lambda a, b: TermInterval(a.value - b.value, a.low - b.high, a.high - b.low),
    "*": _product,
    "/": _quotient,
}


def evaluate(node: Node, spans: Mapping[str, TermInterval]) -> TermInterval:
    """Return what a term comes to, by interval arithmetic (Moore 1966).

    Every mention of a figure counts as a quantity of its own, so that the interval of `a - a` is wider than zero. Zero
    times an open end is zero; a quotient by an interval that holds zero may be anything; rounding widens the bounds by
    half a unit of the last digit either way.

    Args:
        node: The term; members of dimensions are written out (`syntax.spread`), or their key is in `spans`.
        spans: Every name in the term -> its value and bounds; dates as ordinals of days.

    Returns:
        The value as stated, computed without regard to the bounds (nan where it is divided by zero), and the bounds.
    """
    match node:
        case NumberTerm(value=value) | Day(value=value):
            return TermInterval(value, value, value)
        case Name(name=name):
            return spans[name]
        case Edge(which=which, name=name):
            day = spans[name].low if which == "start" else spans[name].high
            return TermInterval(day, day, day)
        case Members(key=key):
            return spans[key]
        case Negative(term=term):
            inner = evaluate(term, spans)
            return TermInterval(-inner.value, -inner.high, -inner.low)
        case Binary(sign=sign, left=left, right=right):
            return _BINARY[sign](evaluate(left, spans), evaluate(right, spans))
        case Round(term=term, digits=digits):
            return _rounded(evaluate(term, spans), digits)
        case Sum(terms=terms):
            total = TermInterval(0.0, 0.0, 0.0)
            for term in terms:
                total = _BINARY["+"](total, evaluate(term, spans))
            return total


def written(node: Node, texts: Mapping[str, str], number: Callable[[float], str], around: int = 0) -> str:
    """Return a term as text, with figures in the place of their names and as few brackets as it needs.

    Args:
        node: The term.
        texts: Figures by name, as they are to be shown.
        number: Returns a constant as text.
        around: Precedence of what stands around the term: 0 for nothing, then as in `PRECEDENCE`, 3 for a sign.
    """
    match node:
        case NumberTerm(value=value):
            return number(value)
        case Day(value=day):
            return date.fromordinal(day).isoformat()
        case Name(name=name):
            return texts[name]
        case Edge(which=which, name=name):
            return texts[f"{which}({name})"]
        case Members(key=key):
            return texts[key]
        case Negative(term=term):
            return f"−{written(term, texts, number, 3)}"
        case Binary(sign=sign, left=left, right=right):
            own = PRECEDENCE[sign]
            # The right side of - and / binds closer: a - (b - c).
            right_around = own + 1 if sign in "-/" else own
            text = f"{written(left, texts, number, own)} {SIGNS[sign]} {written(right, texts, number, right_around)}"
            return f"({text})" if own < around else text
        case Round(term=term, digits=digits):
            return f"round({written(term, texts, number)}, {digits})"
        case Sum(terms=terms):
            text = " + ".join(written(term, texts, number, 1) for term in terms)
            return f"({text})" if around > 1 else text


def difference(comparison: ComparisonTerm, spans: Mapping[str, TermInterval]) -> TermInterval:
    """Return left minus right."""
    return _BINARY["-"](evaluate(comparison.left, spans), evaluate(comparison.right, spans))
