"""Properties of the search: doubly covered slips come first, order never matters, quick and general answers agree."""

from __future__ import annotations

import random
from itertools import combinations
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.locate import Linear, Suspect, System, locate, standard_priors
from auditor.locate.cover import pairs, singles
from auditor.locate.milp import smallest
from auditor.locate.problem import LocalisationProblem

TABLE = ("t a b", "t c d", "a e f", "b g h", "c e g", "d f h")
NAMES = "abcdefght"
EFFORT = standard_priors().effort


def sums(equations: tuple[str, ...]) -> list[Linear]:
    """Give "t a b" as t = a + b."""
    out = []
    for text in equations:
        whole, *parts = text.split()
        out.append(Linear(text, {whole: 1.0, **dict.fromkeys(parts, -1.0)}, 0.0, 0.0))
    return out


def table(e: int, f: int, g: int, h: int) -> dict[str, float]:
    cells = {"e": e, "f": f, "g": g, "h": h, "a": e + f, "b": g + h, "c": e + g, "d": f + h, "t": e + f + g + h}
    return {name: float(value) for name, value in cells.items()}


def search(record: dict[str, float], rules: list[Linear]) -> tuple[Suspect, ...]:
    system = System.build(rules, record)
    values = [record[name] for name in system.names]
    return locate(values, values, values, system)


CELLS = st.integers(1, 10**6)


@given(CELLS, CELLS, CELLS, CELLS, st.sampled_from(NAMES), st.integers(-(10**6), 10**6).filter(bool))
def test_a_slip_in_a_doubly_covered_figure_is_named_alone(
    e: int, f: int, g: int, h: int, wrong: str, error: int
) -> None:
    truth = table(e, f, g, h)
    found = search({**truth, wrong: truth[wrong] + error}, sums(TABLE))
    assert [suspect.figures for suspect in found] == [(wrong,)]
    assert found[0].fixed == (truth[wrong],)
    assert (found[0].rank, found[0].score) == (1, 1)


@settings(max_examples=40)
@given(
    CELLS, CELLS, CELLS, CELLS, st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True),
    st.integers(1, 10**5), st.randoms(use_true_random=False),
)  # fmt: skip
def test_order_of_rules_and_figures_never_matters(
    e: int, f: int, g: int, h: int, wrong: list[str], error: int, chance: random.Random
) -> None:
    record = table(e, f, g, h)
    for name in wrong:
        record[name] += error
    rules = [*sums(TABLE), *(Linear(f"{name}>=0", {name: 1.0}, 0.0, inf) for name in NAMES)]
    mixed = [
        Linear(
            rule.id, dict(chance.sample(sorted(rule.coefficients.items()), len(rule.coefficients))), rule.low, rule.high
        )
        for rule in chance.sample(rules, len(rules))
    ]
    turned = dict(chance.sample(sorted(record.items()), len(record)))
    assert search(record, rules) == search(turned, mixed)


@given(CELLS, CELLS, CELLS, CELLS, st.data())
def test_every_suspect_mends_the_record(e: int, f: int, g: int, h: int, data: st.DataObject) -> None:
    record = table(e, f, g, h)
    for name in data.draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True)):
        record[name] += data.draw(st.integers(-1000, 1000))
    rules = sums(TABLE)
    found = search(record, rules)
    broken = any(_gap(rule, record) for rule in rules)
    assert bool(found) == broken
    for suspect in found:
        mended = {
            **record,
            **{name: value for name, value in zip(suspect.figures, suspect.fixed, strict=True) if value is not None},
        }
        if None not in suspect.fixed:
            assert not any(_gap(rule, mended) for rule in rules)


def _gap(rule: Linear, record: dict[str, float]) -> float:
    return sum(factor * record[name] for name, factor in rule.coefficients.items())


def _problem(record: dict[str, float], rules: list[Linear]) -> LocalisationProblem:
    system = System.build(rules, record)
    values = [record[name] for name in system.names]
    return LocalisationProblem.state(system, values, values, values)


@pytest.mark.parametrize("seed", range(12))
def test_elimination_and_programme_agree(seed: int) -> None:
    """The quick search for one and two figures finds the same sets, with the same values, as the programme."""
    chance = random.Random(seed)  # noqa: S311 - a reproducible draw
    record = table(*sorted(chance.randrange(300, 9000) for _ in range(4)))
    for name in chance.sample(NAMES, 2):
        record[name] += chance.choice((-1, 1)) * chance.randrange(1, 3000)
    rules = [*sums(TABLE), *(Linear(name, {name: 1.0}, 0.0, inf) for name in NAMES)]
    rules.append(Linear("e<=h+3000", {"e": 1.0, "h": -1.0}, -inf, 3000.0))
    problem = _problem(record, rules)
    quick = singles(problem, problem.failing) or pairs(problem, problem.failing, 10**6)
    general = smallest(problem, problem.failing, range(9), [1.0] * 9, EFFORT)
    assert quick
    expected = {one.figures: [edge for span in one.spans for edge in (span.low, span.high)] for one in general}
    found = {one.figures: [edge for span in one.spans for edge in (span.low, span.high)] for one in quick}
    assert found.keys() == expected.keys()
    for figures, edges in found.items():
        assert edges == pytest.approx(expected[figures], abs=1e-3)


@pytest.mark.parametrize("seed", range(3))
def test_programme_finds_all_smallest_sets_of_three(seed: int) -> None:
    """Against trying all sets: those of three figures through which the sums can be mended."""
    import numpy as np

    chance = random.Random(seed)  # noqa: S311 - a reproducible draw
    record = table(*(chance.randrange(300, 9000) for _ in range(4)))
    for name, error in zip(("e", "b", "d"), (1117, 2239, 3511), strict=True):
        record[name] += error + chance.randrange(7)
    rules = sums(TABLE)
    problem = _problem(record, rules)
    names = problem.system.names
    matrix = np.array([[rule.coefficients.get(name, 0.0) for name in names] for rule in rules])
    gaps = np.array([_gap(rule, record) for rule in rules])

    def mends(chosen: tuple[int, ...]) -> bool:
        change = np.linalg.lstsq(matrix[:, chosen], -gaps, rcond=None)[0]
        return bool(np.allclose(matrix[:, chosen] @ change, -gaps, atol=1e-6))

    assert not any(mends(chosen) for size in (1, 2) for chosen in combinations(range(9), size))
    expected = {chosen for chosen in combinations(range(9), 3) if mends(chosen)}
    found = smallest(problem, problem.failing, range(9), [1.0] * 9, EFFORT)
    assert {explanation.figures for explanation in found} == expected
    assert expected


def test_large_values_do_not_leak() -> None:
    """One unit in ten billion is an error, and a solver's tolerance does not hide it."""
    record = {"t": 1e10 + 1, "u": 1e10, "a": 4e9, "b": 6e9}
    rules = sums(("t a b", "u a b"))
    assert [suspect.figures for suspect in search(record, rules)] == [("t",)]
    problem = _problem(record, rules)
    assert [one.figures for one in smallest(problem, problem.failing, range(4), [1.0] * 4, EFFORT)] == [(2,)]


def test_hedged_figures_are_intervals() -> None:
    """A part of "about 4,000" absorbs a gap of 300 and no more."""
    system = System.build(sums(("t a b",)))
    assert system.names == ("a", "b", "t")
    assert locate((4000, 1000, 5300), (3500, 1000, 5300), (4500, 1000, 5300), system) == ()
    found = locate((4000, 1000, 6300), (3500, 1000, 6300), (4500, 1000, 6300), system)
    assert {suspect.figures for suspect in found} == {("a",), ("b",), ("t",)}
    assert {suspect.figures[0]: suspect.fixed[0] for suspect in found}["a"] == 5300


def test_many_connected_rules_with_many_errors_are_taken_apart() -> None:
    """A table of 30 x 30 cells with five separate errors: each is found, none is blamed for another."""
    size, wrong = 30, ((2, 3), (7, 11), (13, 17), (19, 23), (28, 29))
    chance = random.Random(3)  # noqa: S311 - a reproducible draw
    record = {f"c{i}_{j}": float(chance.randrange(100, 9000)) for i in range(size) for j in range(size)}
    record |= {f"r{i}": sum(record[f"c{i}_{j}"] for j in range(size)) for i in range(size)}
    record |= {f"k{j}": sum(record[f"c{i}_{j}"] for i in range(size)) for j in range(size)}
    rows = tuple(" ".join([f"r{i}", *(f"c{i}_{j}" for j in range(size))]) for i in range(size))
    columns = tuple(" ".join([f"k{j}", *(f"c{i}_{j}" for i in range(size))]) for j in range(size))
    rules = sums((*rows, *columns))
    truth = dict(record)
    for number, (i, j) in enumerate(wrong, 1):
        record[f"c{i}_{j}"] += 1000 * number + 1
    # Tied rows and columns are told apart by their gaps.
    found = search(record, rules)
    assert set(found[0].figures) == {f"c{i}_{j}" for i, j in wrong}
    assert all(value == truth[name] for name, value in zip(found[0].figures, found[0].fixed, strict=True))
