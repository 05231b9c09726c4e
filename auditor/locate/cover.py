"""Smallest explanations, quickly: one figure, or two, whose change satisfies every rule (Fellegi and Holt 1976).

A set of figures explains the failing rules only if it covers them: every failing rule names one of the set. One figure
is tried by intersecting the intervals that its rules leave it; two by eliminating one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import inf

from auditor.locate.problem import LocalisationProblem, ValueSpan


@dataclass(frozen=True, slots=True)
class Explanation:
    """Figures that can be changed so that every rule holds, with the values that each may take."""

    figures: tuple[int, ...]
    spans: tuple[ValueSpan, ...]


Strip = tuple[float, float, float, float, float]
"""(a, b, low, high, slack): low <= a x + b y <= high."""


def singles(problem: LocalisationProblem, failing: Sequence[int]) -> list[Explanation]:
    """Find every figure whose change alone satisfies all rules that it is in (Fellegi and Holt 1976).

    Args:
        problem: The printed figures and the rules.
        failing: Positions of the rules to be mended, at least one; a figure must be in all of them.

    Returns:
        One explanation a figure, ascending by position, with all values that it may take.
    """
    factors = problem.system.factors
    shortest = min(failing, key=lambda number: len(factors[number]))
    found = []
    for figure, _ in problem.system.rows[shortest].terms:
        if all(figure in factors[number] for number in failing):
            span = problem.span(figure)
            if span is not None:
                found.append(Explanation((figure,), (span,)))
    return found


def pairs(problem: LocalisationProblem, failing: Sequence[int], most: int) -> list[Explanation]:
    """Find every two figures whose change satisfies all rules that they are in (Fellegi and Holt 1976).

    It is meant for rules that no single figure mends; one figure is eliminated from the rules that hold both.

    Args:
        problem: The printed figures and the rules.
        failing: Positions of the rules to be mended, at least one; one of the two figures must be in each.
        most: Pairs to try.

    Returns:
        One explanation a pair, with the values that each may take while the other takes some of its own; in the order
        in which they are tried.
    """
    found = []
    for one, other in islice(_candidates(problem, failing), most):
        spans = _both(problem, one, other)
        if spans is not None:
            found.append(Explanation((one, other), spans))
    return found


def _candidates(problem: LocalisationProblem, failing: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield each pair once that covers the failing rules and could not do so as two separate changes."""
    factors, system = problem.system.factors, problem.system
    shortest = min(failing, key=lambda number: len(factors[number]))
    seen = set()
    for one, _ in system.rows[shortest].terms:
        open_rules = [number for number in failing if one not in factors[number]]
        if open_rules:
            narrowest = min(open_rules, key=lambda number: len(factors[number]))
            partners = [
                other
                for other, _ in system.rows[narrowest].terms
                if all(other in factors[number] for number in open_rules)
            ]
        else:
            partners = sorted({other for number, _ in system.touching[one] for other in factors[number]})
        for other in partners:
            pair = (min(one, other), max(one, other))
            if one != other and pair not in seen:
                seen.add(pair)
                yield pair


def _both(problem: LocalisationProblem, one: int, other: int) -> tuple[ValueSpan, ValueSpan] | None:
    """Return the values of two figures that satisfy every rule they are in, or None."""
    first, second, strips = _region(problem, one, other)
    if first is None or second is None:
        return None
    if not strips:
        return first, second
    thin = [strip for strip in strips if strip[3] - strip[2] <= strip[4]]
    if thin:
        low, high, slack = _on_line(thin[0], first, second, strips)
    else:
        low, high, slack = _eliminated(first, second, strips)
    if low > high + slack:
        return None
    if low > high:
        low = high = (low + high) / 2
    return ValueSpan(low, high, low if low == high else None), _image(second, strips, low, high)


def _region(
    problem: LocalisationProblem, one: int, other: int
) -> tuple[ValueSpan | None, ValueSpan | None, list[Strip]]:
    """Return what the rules with one of two figures leave each, and the rules with both as strips of the plane."""
    system = problem.system
    strips: list[Strip] = []
    alone: list[ValueSpan | None] = []
    for figure, partner in ((one, other), (other, one)):
        low, high, slack = -inf, inf, 0.0
        for number, factor in system.touching[figure]:
            row = system.rows[number]
            twin = system.factors[number].get(partner)
            if twin is not None:
                if figure == one:
                    least, most = problem.rest(number, one, other)
                    strips.append((factor, twin, row.low - most, row.high - least, 4 * problem.slack[number]))
                continue
            least, most = problem.rest(number, figure)
            start, end = (row.low - most) / factor, (row.high - least) / factor
            if factor < 0:
                start, end = end, start
            low, high = max(low, start), min(high, end)
            slack = max(slack, problem.slack[number] / abs(factor))
        if low > high:
            alone.append(ValueSpan((low + high) / 2, (low + high) / 2) if low <= high + 2 * slack else None)
        else:
            alone.append(ValueSpan(low, high))
    return alone[0], alone[1], strips


def _on_line(line: Strip, first: ValueSpan, second: ValueSpan, strips: list[Strip]) -> tuple[float, float, float]:
    """Bound x where a x + b y is one value: y is eliminated from every other rule."""
    a, b, start, end, slack = line
    level = (start + end) / 2
    edges = [(1.0, 0.0, first.low, first.high, 0.0), (0.0, 1.0, second.low, second.high, 0.0)]
    low, high, loose = -inf, inf, slack / min(abs(a), abs(b))
    for c, d, least, most, slip in [*edges, *strips]:
        slope, shift = c - d * a / b, d * level / b
        loose = max(loose, slip)
        if abs(slope) <= 1e-12 * (abs(c) + abs(d * a / b)):
            if not least - 4 * (slip + loose) <= shift <= most + 4 * (slip + loose):
                return inf, -inf, 0.0
            continue
        one, other = (least - shift) / slope, (most - shift) / slope
        low, high = max(low, min(one, other)), min(high, max(one, other))
        loose = max(loose, (slip + slack) / abs(slope))
    return low, high, 4 * loose


def _eliminated(first: ValueSpan, second: ValueSpan, strips: list[Strip]) -> tuple[float, float, float]:
    """Bound x by Fourier-Motzkin elimination of y: every lower bound of y must be below every upper one."""
    low, high, slack = first.low, first.high, max(strip[4] for strip in strips)
    lowers: list[tuple[float, float]] = [(0.0, second.low)] if second.low > -inf else []
    uppers: list[tuple[float, float]] = [(0.0, second.high)] if second.high < inf else []
    for a, b, least, most, _ in strips:
        for edge, below in ((least, b > 0), (most, b < 0)):
            if abs(edge) < inf:
                (lowers if below else uppers).append((-a / b, edge / b))
    for slope, shift in lowers:
        for top_slope, top_shift in uppers:
            lean, room = slope - top_slope, top_shift - shift
            if abs(lean) <= 1e-12 * (abs(slope) + abs(top_slope)):
                if room < -slack:
                    return inf, -inf, 0.0
            elif lean > 0:
                high = min(high, room / lean)
            else:
                low = max(low, room / lean)
    return low, high, 4 * slack


def _image(second: ValueSpan, strips: list[Strip], low: float, high: float) -> ValueSpan:
    """Bound y by the rules with both figures while x runs through [low, high]."""
    start, end = second.low, second.high
    for a, b, least, most, _ in strips:
        reach = sorted((a * low, a * high)) if low < high else [a * low, a * low]
        one, other = (least - reach[1]) / b, (most - reach[0]) / b
        start, end = max(start, min(one, other)), min(end, max(one, other))
    if start > end:
        start = end = (start + end) / 2
    return ValueSpan(start, end, start if start == end else None)
