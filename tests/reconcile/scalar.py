"""The checks once more, one relation at a time in plain Python: what the columns are compared with.

Written from the rules' meaning, not from the code that works on columns: no arrays, no ways that are quicker for some.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from auditor.arithmetic.tolerance import Tolerance
from auditor.model.figure import Figure

Span = tuple[float, float, float]
"""Value, low, high."""


@dataclass(frozen=True)
class Answer:
    outcome: str
    gap: Span
    computed: float
    residual: float | None = None
    rounding: bool = False


def decimals(figure: Figure) -> int:
    digits = figure.text.removesuffix("%").removesuffix(" per cent").replace(",", "")
    return max(0, -int(Decimal(digits).as_tuple().exponent))


def unit(figure: Figure) -> float:
    return 10.0 ** -decimals(figure)


def is_open(figure: Figure) -> bool:
    return figure.low is None or figure.high is None


def span(figure: Figure) -> Span:
    low = (0.0 if figure.value >= 0 else -math.inf) if figure.low is None else figure.low
    return figure.value, low, math.inf if figure.high is None else figure.high


def around(given: Span, room: float) -> Span:
    value, low, high = given
    return value, min(low, value - room), max(high, value + room)


def printed(figure: Figure, tolerance: Tolerance) -> Span:
    given = span(figure)
    if figure.bound == "about":
        return around(given, tolerance.about * abs(figure.value))
    if figure.bound == "" and given[1] == given[2] and decimals(figure):
        return around(given, 0.5 * unit(figure))
    return given


def stated(figure: Figure, tolerance: Tolerance) -> Span:
    given = span(figure)
    if figure.unit == "count" and given[1] < given[2]:
        return given
    return around(given, tolerance.last_digit * unit(figure))


def zeros(value: float) -> float:
    power = 1.0
    while value and value == int(value) and value % (power * 10) == 0 and power < 1e15:
        power *= 10
    return power


def added(spans: list[Span]) -> Span:
    return sum(s[0] for s in spans), sum(s[1] for s in spans), sum(s[2] for s in spans)


def apart(say: Span, computed: Span) -> Span:
    return say[0] - computed[0], say[1] - computed[2], say[2] - computed[1]


def near(say: Span, computed: Span, allowed: float) -> float:
    return max(1e-13 * max(abs(say[0]), abs(computed[0])), 1e-9) + allowed


def decide(say: Span, computed: Span, allowed: float, slack: float, opens: tuple[bool, bool], *, reach: bool) -> str:
    value, low, high = apart(say, computed)
    room = near(say, computed, allowed)
    if low > room or high < -room:
        return "fails"
    if any(opens) and abs(value) > max(slack, room):
        return "fails" if reach and opens[0] and value > 0 else "undecided"
    return "holds"


def answer(kind: str, whole: Figure, parts: list[Figure], tolerance: Tolerance) -> Answer:
    """Check one relation of a kind that adds, counts or repeats."""
    opens = is_open(whole), any(is_open(part) for part in parts)
    if kind == "enumeration":
        return listed(whole, parts, tolerance)
    if kind == "repeat":
        return repeated(whole, parts, tolerance)
    if kind == "average":
        say, values = stated(whole, tolerance), [printed(part, tolerance) for part in parts]
        total = added(values)
        computed = (total[0] / len(parts), total[1] / len(parts), total[2] / len(parts))
        allowed = tolerance.absolute + tolerance.relative * abs(say[0])
        outcome = decide(say, computed, allowed, tolerance.hedge * abs(say[0]), opens, reach=False)
        return Answer(outcome, apart(say, computed), computed[0])
    say = printed(whole, tolerance)
    spans = []
    for part in parts:
        given = printed(part, tolerance)
        if tolerance.mixed_rounding and whole.bound == "" and say[1] < say[2]:
            power = zeros(part.value)
            if part.bound == "" and given[1] == given[2] and power > 1:
                room = min(0.5 * power, say[2] - say[0])
                given = given[0], given[1] - room, given[2] + room
        spans.append(given)
    computed = added(spans)
    allowed = tolerance.absolute + tolerance.relative * abs(say[0])
    slack = tolerance.hedge * abs(say[0])
    gap = apart(say, computed)
    if kind == "subset":
        room = near(say, computed, allowed)
        outcome = "fails" if gap[2] < -room else "holds"
        if outcome == "holds" and opens[0] and -gap[0] > max(slack, room):
            outcome = "undecided"
        exact = all(figure.bound == "" for figure in (whole, *parts))
        return Answer(outcome, gap, computed[0], max(gap[0], 0.0) if exact and outcome == "holds" else None)
    outcome = decide(say, computed, allowed, slack, opens, reach=True)
    halves = sum(0.5 * min(1.0, unit(figure)) for figure in (whole, *parts))
    return Answer(outcome, gap, computed[0], None, outcome == "fails" and len(parts) > 2 and abs(gap[0]) <= halves)


def listed(whole: Figure, parts: list[Figure], tolerance: Tolerance) -> Answer:
    say, count = printed(whole, tolerance), float(len(parts))
    computed = (count, count, count)
    allowed = tolerance.absolute + tolerance.relative * abs(say[0])
    if is_open(whole) and count < say[0]:
        outcome = "undecided"
    else:
        outcome = decide(say, computed, allowed, 0.0, (False, False), reach=False)
    return Answer(outcome, apart(say, computed), count)


def repeated(whole: Figure, parts: list[Figure], tolerance: Tolerance) -> Answer:
    found = []
    first = printed(whole, tolerance)
    for part in parts:
        later = printed(part, tolerance)
        power = max(zeros(whole.value), zeros(part.value))
        rounded = 10.0**tolerance.round_zeros <= power < max(abs(first[0]), abs(later[0]))
        allowed = (power * (1 - 1e-6) if rounded else 0.0) + tolerance.absolute + tolerance.relative * abs(first[0])
        slack = tolerance.hedge * abs(first[0])
        outcome = decide(first, later, allowed, slack, (is_open(whole), is_open(part)), reach=False)
        gap = apart(first, later)
        found.append((["holds", "undecided", "fails"].index(outcome), abs(gap[0]), Answer(outcome, gap, later[0])))
    worst = max(each[:2] for each in found)
    return next(each[2] for each in reversed(found) if each[:2] == worst)
