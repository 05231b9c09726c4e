"""What a figure may be: spans of one figure and of two against trying values one by one, and against a solver."""

from __future__ import annotations

import random
from math import inf, isfinite, nan

import pytest

from auditor.locate import Linear, System
from auditor.locate.cover import Explanation, _both, _candidates, pairs
from auditor.locate.problem import LocalisationProblem

NAMES = "abcde"
FACTORS = (1.0, -1.0, 2.0, -3.0, 4.0)
REACH = range(-80, 81)


def made(seed: int, *, exact: bool = True) -> LocalisationProblem:
    """Give a few rules with factors other than one over five figures, some hedged, some missing."""
    chance = random.Random(seed)  # noqa: S311 - a reproducible draw
    values = {name: float(chance.randrange(-9, 30)) for name in NAMES}
    rules = []
    for number in range(chance.randrange(3, 7)):
        terms = {name: chance.choice(FACTORS) for name in chance.sample(NAMES, chance.randrange(2, 5))}
        total = sum(factor * values[name] for name, factor in terms.items()) + chance.choice((0, 0, 0, 7, -13))
        low, high = chance.choice(((total, total), (total, total), (-inf, total), (total, inf), (total - 6, total + 4)))
        rules.append(Linear(f"r{number}", terms, low, high))
    low, high = dict(values), dict(values)
    if not exact:
        hedged, missing, open_ended = chance.sample(NAMES, 3)
        low[hedged], high[hedged] = values[hedged] - 4, values[hedged] + 6
        values[missing], low[missing], high[missing] = nan, -inf, inf
        high[open_ended] = inf
    system = System.build(rules, NAMES)
    return LocalisationProblem.state(system, *([each[name] for name in system.names] for each in (values, low, high)))


def holds(problem: LocalisationProblem, number: int, fixed: dict[int, float]) -> bool:
    """Say whether a rule can hold where some figures have the values given and the others what is printed."""
    row = problem.system.rows[number]
    least = most = 0.0
    for at, factor in row.terms:
        ends = [factor * (fixed[at] if at in fixed else edge[at]) for edge in (problem.low, problem.high)]
        least, most = least + min(ends), most + max(ends)
    return least <= row.high + 1e-6 and most >= row.low - 1e-6


def mends(problem: LocalisationProblem, fixed: dict[int, float], without: tuple[int, ...] = ()) -> bool:
    touched = {number for at in fixed for number, _ in problem.system.touching[at]} - set(without)
    return all(holds(problem, number, fixed) for number in touched)


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("seed", range(60))
def test_the_span_of_a_figure_is_what_its_rules_bear(seed: int, exact: bool) -> None:
    problem = made(seed, exact=exact)
    for number in range(len(problem.system.rows)):
        assert (number in problem.failing) is not holds(problem, number, {})
    for figure in range(len(NAMES)):
        other = (figure + 1 + seed) % len(NAMES)
        for given in (None, (other, 11.0)) if other != figure else (None,):
            for without in ((), (0,)):
                span = problem.span(figure, given, without)
                fixed = {} if given is None else dict([given])
                own = {number for number, _ in problem.system.touching[figure]} - set(without)
                for value in REACH:
                    fits = all(holds(problem, number, {**fixed, figure: float(value)}) for number in own)
                    assert fits is (span is not None and span.low - 1e-6 <= value <= span.high + 1e-6)
                if span is not None and span.point is not None:
                    assert span.low <= span.point <= span.high


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("seed", range(20))
def test_a_rule_is_mended_by_the_values_with_which_it_holds(seed: int, exact: bool) -> None:
    problem = made(seed, exact=exact)
    for number in range(len(problem.system.rows)):
        for figure in range(len(NAMES)):
            named = figure in problem.system.factors[number]
            for value in REACH:
                expected = holds(problem, number, {figure: float(value)} if named else {})
                assert problem.mended(number, figure, float(value)) is expected


@pytest.mark.parametrize("seed", range(40))
def test_the_rest_of_a_rule_leaves_out_the_figures_named(seed: int) -> None:
    problem = made(seed, exact=bool(seed % 2))
    for number, row in enumerate(problem.system.rows):
        for one, _ in row.terms:
            for other, _ in row.terms:
                gone = (one,) if one == other else (one, other)
                terms = [(factor, at) for at, factor in row.terms if at not in gone]
                ends = [sorted((f * problem.low[at], f * problem.high[at])) for f, at in terms]
                found = problem.rest(number, *gone)
                assert found == pytest.approx((sum(a for a, _ in ends), sum(b for _, b in ends)))


def test_the_point_is_what_the_other_figures_say() -> None:
    """Where hedges leave a figure room, its rule with the others as printed says what it should be."""
    system = System.build([Linear("x", {"t": 1.0, "a": -2.0, "b": -1.0}, 0.0, 0.0)])
    problem = LocalisationProblem.state(system, (20.0, 5.0, 60.0), (18.0, 5.0, 60.0), (23.0, 5.0, 60.0))
    span = problem.span(2)
    assert span is not None
    assert (span.low, span.high, span.point) == (41.0, 51.0, 45.0)
    moved = problem.span(2, (0, 30.0))
    assert moved is not None
    assert (moved.low, moved.high, moved.point) == (65.0, 65.0, 65.0)


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("seed", range(60))
def test_two_figures_take_the_values_that_a_solver_finds(seed: int, exact: bool) -> None:
    import numpy as np
    from scipy.optimize import linprog

    problem = made(seed, exact=exact)
    for one in range(len(NAMES)):
        for other in range(one + 1, len(NAMES)):
            rows, edges = [], []
            for number in {n for at in (one, other) for n, _ in problem.system.touching[at]}:
                row, factors = problem.system.rows[number], problem.system.factors[number]
                named = [at for at in (one, other) if at in factors]
                ends = [sorted((f * problem.low[at], f * problem.high[at])) for at, f in row.terms if at not in named]
                least, most = sum(a for a, _ in ends), sum(b for _, b in ends)
                pair = [factors.get(one, 0.0), factors.get(other, 0.0)]
                if isfinite(row.high - least):
                    rows.append(pair)
                    edges.append(row.high - least)
                if isfinite(row.low - most):
                    rows.append([-factor for factor in pair])
                    edges.append(most - row.low)
            found = _both(problem, one, other)
            ranges = []
            for aim in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                solved = linprog(aim, np.array(rows) if rows else None, edges or None, bounds=[(None, None)] * 2)
                assert (found is None) is (solved.status == 2)
                ranges.append(inf if solved.status == 3 else solved.fun)
            if found is None:
                continue
            (first, second), (low, high, least, most) = found, ranges
            assert first.low == pytest.approx(low if isfinite(low) else -inf, abs=1e-6)
            assert first.high == pytest.approx(-high if isfinite(high) else inf, abs=1e-6)
            # The second is bounded by each rule alone while the first runs through its values.
            assert second.low <= (least if isfinite(least) else -inf) + 1e-6
            assert second.high >= (-most if isfinite(most) else inf) - 1e-6
            for span in found:
                assert (span.point is None) or span.point == span.low == span.high
            if first.low == first.high and any(
                other in problem.system.factors[n] for n, _ in problem.system.touching[one]
            ):
                assert first.point == first.low
                assert isfinite(least) is isfinite(second.low)
                assert second.low == pytest.approx(least if isfinite(least) else -inf, abs=1e-6)


def test_pairs_are_tried_once_and_no_more_than_asked_for() -> None:
    rules = [Linear("x", {"t": 1.0, "a": -1.0, "b": -1.0}, 5.0, 5.0), Linear("y", {"u": 1.0, "a": -1.0}, 9.0, 9.0)]
    system = System.build(rules)
    zeros = (0.0,) * len(system.names)
    problem = LocalisationProblem.state(system, zeros, zeros, zeros)
    tried = list(_candidates(problem, problem.failing))
    assert len(tried) == len(set(tried)) == 5
    assert len(pairs(problem, problem.failing, 2)) <= 2
    every = pairs(problem, problem.failing, 99)
    assert all(isinstance(found, Explanation) for found in every)
    assert {found.figures for found in every} == set(tried)
    for found in every:
        if all(span.point is not None for span in found.spans):
            assert mends(problem, {at: span.low for at, span in zip(found.figures, found.spans, strict=True)})
