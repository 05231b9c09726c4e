"""The general case: smallest weighted sets of figures by a mixed-integer programme with implied edits as its cuts.

Fellegi and Holt (1976) show that a set of figures can be changed so that every rule holds if and only if it meets every
*implied* rule that fails. The master programme (`scipy.optimize.milp`, HiGHS) picks the cheapest set that meets the
implied rules known so far; a linear programme then looks for values. Where there are none, its dual values combine the
rules into a new implied rule that fails without naming any figure of the set, which is added to the master. This is the
cutting-plane scheme of Garfinkel, Kunnathur and Liepins (1988). Next to a formulation with big-M constants it has no
constant to choose: at the tolerance of a solver, a figure of ten million times its indicator lets whole persons leak.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import inf, isfinite

import numpy as np
from numpy.typing import NDArray

from auditor.locate.cover import Explanation
from auditor.locate.priors import Effort
from auditor.locate.problem import LocalisationProblem, ValueSpan

Floats = NDArray[np.float64]
EPSILON = 1e-7


@dataclass(slots=True)
class _Cuts:
    """Sets of which at least one figure must change, and sets found, of which not all may be chosen again."""

    needed: list[frozenset[int]]
    found: list[tuple[int, ...]] = field(default_factory=list)


def smallest(
    problem: LocalisationProblem,
    failing: Sequence[int],
    figures: Sequence[int],
    weights: Sequence[float],
    effort: Effort,
) -> list[Explanation]:
    """Find all cheapest sets of figures that mend the rules.

    The implied rules of Fellegi and Holt (1976) by the cutting planes of Garfinkel, Kunnathur and Liepins (1988), as
    the module describes.

    Args:
        problem: The printed figures and the rules.
        failing: Positions of the rules to be mended.
        figures: Positions of the figures that may be changed.
        weights: What it costs to change each of `figures`, aligned with them; above 0.
        effort: Bounds on rounds, nodes and solutions.

    Returns:
        Explanations of the same least cost, in the order found, with values that each figure may take. Empty where no
        set mends the rules, or none was found within the effort.
    """
    allowed = sorted(figures)
    if not allowed:
        return []
    cost = np.array([weight for _, weight in sorted(zip(figures, weights, strict=True))])
    rows = sorted({number for figure in allowed for number, _ in problem.system.touching[figure]} | set(failing))
    cuts = _Cuts([frozenset(problem.system.factors[number]) & frozenset(allowed) for number in failing])
    cheapest = inf
    for _ in range(effort.cuts):
        chosen = _choose(allowed, cost, cuts, effort.nodes)
        if chosen is None or len(cuts.found) >= effort.solutions:
            break
        price = float(sum(cost[allowed.index(figure)] for figure in chosen))
        if price > cheapest + EPSILON:
            break
        conflict = _conflict(problem, rows, chosen, allowed)
        if conflict is None:
            cuts.found.append(chosen)
            cheapest = price
        elif not conflict:
            break
        else:
            cuts.needed.append(conflict)
    found = [_explanation(problem, rows, chosen) for chosen in cuts.found]
    return [explanation for explanation in found if explanation is not None]


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the solver's own messages, which no option silences, out of a report on standard output."""
    try:
        library = ctypes.CDLL(None)
        library.fflush(None)
        kept = os.dup(1)
    except (OSError, AttributeError, TypeError):  # no C library by that way, or no standard output
        yield
        return
    sink = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(sink, 1)
        yield
        library.fflush(None)
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(sink)


def _choose(allowed: list[int], cost: Floats, cuts: _Cuts, nodes: int) -> tuple[int, ...] | None:
    """Solve the master programme: the cheapest set that meets every cut and repeats no set found."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    matrix = np.zeros((len(cuts.needed) + len(cuts.found), len(allowed)))
    low, high = np.full(len(matrix), -np.inf), np.full(len(matrix), np.inf)
    at = {figure: column for column, figure in enumerate(allowed)}
    for number, cut in enumerate(cuts.needed):
        matrix[number, [at[figure] for figure in cut]] = 1
        low[number] = 1
    for number, chosen in enumerate(cuts.found, len(cuts.needed)):
        matrix[number, [at[figure] for figure in chosen]] = 1
        high[number] = len(chosen) - 1
    with _quiet():
        result = milp(
            cost,
            integrality=np.ones(len(allowed)),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(matrix, low, high),
            options={"node_limit": nodes},
        )
    if result.x is None or not result.success:
        return None
    return tuple(figure for figure, picked in zip(allowed, result.x, strict=True) if picked > 0.5)


@dataclass(frozen=True, slots=True)
class _Changes:
    """The rules as bounds on changes of figures: low <= matrix @ change <= high, change within its own bounds."""

    columns: tuple[int, ...]
    matrix: Floats
    low: Floats
    high: Floats
    bounds: tuple[tuple[float | None, float | None], ...]


def _changes(problem: LocalisationProblem, rows: Sequence[int], chosen: tuple[int, ...]) -> _Changes:
    """State the rules in changes from the printed values: chosen figures move freely, others inside their interval."""
    system, free = problem.system, set(chosen)
    named = {figure for number in rows for figure in system.factors[number]}
    columns = tuple(sorted(figure for figure in named if figure in free or problem.low[figure] < problem.high[figure]))
    at = {figure: column for column, figure in enumerate(columns)}
    start = {figure: value if isfinite(value := problem.values[figure]) else 0.0 for figure in named}
    matrix = np.zeros((len(rows), len(columns)))
    low, high = np.empty(len(rows)), np.empty(len(rows))
    for line, number in enumerate(rows):
        row = system.rows[number]
        total = sum(factor * start[figure] for figure, factor in row.terms)
        low[line], high[line] = row.low - total, row.high - total
        for figure, factor in row.terms:
            if figure in at:
                matrix[line, at[figure]] = factor
    bounds = tuple(
        (None, None)
        if figure in free
        else (_finite(problem.low[figure] - start[figure]), _finite(problem.high[figure] - start[figure]))
        for figure in columns
    )
    return _Changes(columns, matrix, low, high, bounds)


def _finite(bound: float) -> float | None:
    return bound if isfinite(bound) else None


def _conflict(
    problem: LocalisationProblem, rows: Sequence[int], chosen: tuple[int, ...], allowed: list[int]
) -> frozenset[int] | None:
    """Return None if changes of the chosen figures mend every rule, else the figures of an implied rule that fails."""
    from scipy.optimize import linprog

    changes = _changes(problem, rows, chosen)
    upper, lower = np.isfinite(changes.high), np.isfinite(changes.low)
    sides = np.vstack([changes.matrix[upper], -changes.matrix[lower]])
    edges = np.concatenate([changes.high[upper], -changes.low[lower]])
    count = len(changes.columns)
    result = linprog(
        np.concatenate([np.zeros(count), np.ones(len(edges))]),
        A_ub=np.hstack([sides, -np.eye(len(edges))]),
        b_ub=edges,
        bounds=[*changes.bounds, *[(0, None)] * len(edges)],
        method="highs-ds",
    )
    if result.status != 0:
        return frozenset()
    if result.fun <= 10 * EPSILON * (1 + 1e-3 * float(np.max(np.abs(edges), initial=0))):
        return None
    dual = result.ineqlin.marginals
    weight = np.zeros(len(rows))
    weight[np.flatnonzero(upper)] += dual[: upper.sum()]
    weight[np.flatnonzero(lower)] -= dual[upper.sum() :]
    combined: dict[int, float] = {}
    for line, number in enumerate(rows):
        if abs(weight[line]) > EPSILON:
            for figure, factor in problem.system.rows[number].terms:
                combined[figure] = combined.get(figure, 0.0) + factor * float(weight[line])
    return frozenset(figure for figure in allowed if abs(combined.get(figure, 0.0)) > EPSILON) - frozenset(chosen)


def _explanation(problem: LocalisationProblem, rows: Sequence[int], chosen: tuple[int, ...]) -> Explanation | None:
    """Return the values that each chosen figure may take when the others move with it."""
    from scipy.optimize import linprog

    changes = _changes(problem, rows, chosen)
    upper, lower = np.isfinite(changes.high), np.isfinite(changes.low)
    sides = np.vstack([changes.matrix[upper], -changes.matrix[lower]])
    # Sums of printed figures carry rounding errors that a rule with two edges on one value would not forgive.
    edges = np.concatenate([changes.high[upper], -changes.low[lower]]) + EPSILON
    spans = []
    for figure in chosen:
        reach = []
        for sense in (1.0, -1.0):
            goal = np.zeros(len(changes.columns))
            goal[changes.columns.index(figure)] = sense
            result = linprog(goal, A_ub=sides, b_ub=edges, bounds=changes.bounds, method="highs-ds")
            if result.status == 2:
                return None
            reach.append(sense * result.fun if result.status == 0 else -sense * inf)
        start = problem.values[figure]
        low, high = start + reach[0], start + reach[1]
        if high - low <= 100 * EPSILON:
            low = high = (low + high) / 2
        spans.append(ValueSpan(low, high, low if low == high else None))
    return Explanation(chosen, tuple(spans))
