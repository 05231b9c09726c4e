"""How likely explanations are: against adding up, one by one, the values that may have been meant."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from math import log

import pytest
from test_spans import NAMES, made, mends

from auditor.locate import Linear, Options, System, locate, standard_priors
from auditor.locate.cover import Explanation, pairs, singles
from auditor.locate.likelihood import LikelihoodScale, Printing
from auditor.locate.problem import LocalisationProblem, ValueSpan

PRIORS = standard_priors()
PLAIN = Printing((1.0,) * len(NAMES), (0.0,) * len(NAMES), (False,) * len(NAMES))
WIDEST = 60
"""Spans of fewer steps are gone through, longer ones only where a slip leads."""


def likelihood(problem: LocalisationProblem, figure: int, value: int) -> float:
    printed = round(problem.values[figure])
    return 0.0 if value == printed else PRIORS.channel.explain(printed, value).likelihood


def through(span: ValueSpan) -> range:
    return range(round(span.low) - 2, round(span.high) + 3)


def short(explanation: Explanation) -> bool:
    return all(span.high - span.low < WIDEST for span in explanation.spans)


@pytest.mark.parametrize("seed", range(80))
def test_one_figure_is_weighed_over_the_values_that_mend(seed: int) -> None:
    problem = made(seed)
    if not problem.failing:
        return
    for found in filter(short, singles(problem, problem.failing)):
        (figure,), (span,) = found.figures, found.spans
        shares = {
            value: likelihood(problem, figure, value) for value in through(span) if mends(problem, {figure: value})
        }
        weighed = LikelihoodScale(problem, PLAIN, PRIORS).weigh(found, problem.failing)
        if shares:
            assert weighed.likelihood == pytest.approx(sum(shares.values()))
            (change,) = weighed.changes
            best = max(shares.values())
            if 2 * best > sum(shares.values()):
                assert change.value in {value for value, share in shares.items() if share == best}
        else:  # a value between two whole numbers
            assert weighed.likelihood < PRIORS.channel.kinds["other"].prior * PRIORS.between_steps


@pytest.mark.parametrize("seed", range(160))
def test_two_figures_are_weighed_over_the_values_that_mend_together(seed: int) -> None:
    problem = made(seed)
    if not problem.failing or singles(problem, problem.failing):
        return
    scale = LikelihoodScale(problem, PLAIN, PRIORS)
    for found in filter(short, pairs(problem, problem.failing, 99)):
        if all(span.high - span.low <= 1 for span in found.spans):
            continue
        one, other = found.figures
        shares = {
            (x, y): likelihood(problem, one, x) * likelihood(problem, other, y)
            for x, y in product(*map(through, found.spans))
            if mends(problem, {one: x, other: y})
        }
        weighed = scale.weigh(found, problem.failing)
        assert [change.figure for change in weighed.changes] == [one, other]
        total = sum(shares.values())
        if not total:  # only values between two whole numbers would mend the rules
            assert weighed.likelihood < PRIORS.channel.kinds["other"].prior * PRIORS.between_steps
            continue
        # Where one is whole and the other is not, there is a little more.
        assert weighed.likelihood == pytest.approx(total, rel=0.15)
        assert weighed.likelihood >= total * (1 - 1e-9)
        sums: dict[int, float] = {}
        for (x, _), share in shares.items():
            sums[x] = sums.get(x, 0.0) + share
        assert sums[round(weighed.changes[0].value or 0.0)] == pytest.approx(max(sums.values()))


def test_two_fixed_figures_are_weighed_apart() -> None:
    rules = [Linear("x", {"a": 1.0}, 15.0, 15.0), Linear("y", {"b": 1.0}, 20.0, 20.0)]
    values = (51.0, 20000.0)
    problem = LocalisationProblem.state(System.build(rules), values, values, values)
    found = Explanation((0, 1), (ValueSpan(15.0, 15.0, 15.0), ValueSpan(20.0, 20.0, 20.0)))
    weighed = LikelihoodScale(problem, PLAIN, PRIORS).weigh(found, (0, 1))
    assert [change.value for change in weighed.changes] == [15.0, 20.0]
    expected = PRIORS.channel.explain(51, 15).likelihood * PRIORS.channel.explain(20000, 20).likelihood
    assert weighed.likelihood == pytest.approx(expected)


def test_a_word_is_no_slip_of_a_digit() -> None:
    """A "fifty-one" for 15 is another number altogether: as likely as any as far away."""
    rules = [Linear("x", {"a": 1.0, "t": -1.0}, 0.0, 0.0)]
    values = (51.0, 15.0)
    problem = LocalisationProblem.state(System.build(rules), values, values, values)
    told = LikelihoodScale(problem, replace(PLAIN, spelled=(True, False)), PRIORS)
    found = Explanation((0,), (ValueSpan(15.0, 15.0, 15.0),))
    weighed = told.weigh(found, (0,))
    assert weighed.changes[0].cause.kind == "other"
    channel = PRIORS.channel
    assert weighed.likelihood == pytest.approx(channel.kinds["other"].prior / (2 * 36 * channel.orders * log(10)))
    near = told.weigh(Explanation((0,), (ValueSpan(52.0, 52.0, 52.0),)), (0,))
    assert near.likelihood == pytest.approx(36 * weighed.likelihood)


def test_what_is_usual_for_a_figure_counts() -> None:
    rules = [Linear("x", {"t": 1.0, "a": -1.0, "b": -1.0}, 0.0, 0.0)]
    system = System.build(rules)
    values = (300.0, 222.0, 999.0)  # a, b, t

    def usual(figure: int, meant: float, printed: float) -> float:
        assert printed == values[figure]
        return 50.0 if (figure, meant) == (1, 699.0) else 1.0

    plain = {one.figures: one.score for one in locate(values, values, values, system)}
    told = {one.figures: one.score for one in locate(values, values, values, system, Options(usual=usual))}
    assert told["b",] > plain["b",]
    assert told["b",] / told["a",] == pytest.approx(50 * plain["b",] / plain["a",], rel=1e-3)
    assert sum(told.values()) == pytest.approx(1.0, abs=1e-4)
