"""Interval arithmetic over columns: it must agree with plain Python on every entry."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.arithmetic import added_parts
from auditor.arithmetic.figure_columns import ESTIMATE, FigureColumns
from auditor.arithmetic.intervals import FAILS, HOLDS, UNDECIDED, Intervals, compare
from auditor.arithmetic.relation_columns import CELLS, RelationColumns, laid_out
from auditor.arithmetic.tolerance import Tolerance

Span = tuple[float, float, float]
numbers = st.integers(0, 10_000).map(float)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    low, value, high = sorted(draw(st.tuples(numbers, numbers, numbers)))
    return value, low, draw(st.sampled_from([high, np.inf]))


def columns(entries: list[Span]) -> Intervals:
    return Intervals(*(np.array(column, dtype=np.float64) for column in zip(*entries, strict=True)))


def figures(given: Intervals, *, is_open: list[bool]) -> FigureColumns:
    """Give hedged figures with these bounds."""
    count = len(given.value)
    never, ones = np.zeros(count, dtype=np.bool_), np.ones(count)
    kinds = np.full(count, ESTIMATE, dtype=np.int8), np.zeros(count, dtype=np.int8)
    return FigureColumns({}, given, *kinds, ones, ones, never, never, np.array(is_open, dtype=np.bool_))


def grouped(lengths: list[int], allowance: float = 0.0) -> RelationColumns:
    """Give relations with so many parts each, first all wholes, then all parts."""
    count, parts = len(lengths), sum(lengths)
    wholes, rows = np.arange(count), np.arange(count, count + parts)
    return laid_out(wholes, wholes, rows, np.array(lengths, dtype=np.intp), np.full(count, allowance), count + parts)


@pytest.mark.parametrize("long", [0, 40])
@given(groups=st.lists(st.lists(spans(), min_size=1, max_size=5), min_size=1, max_size=6))
def test_sums_are_sums(long: int, groups: list[list[Span]]):
    if long:  # one relation with many more parts than the others: not to be laid side by side
        groups = [[(1.0, 1.0, 2.0)] * long, *groups, *([[(1.0, 0.0, 2.0)]] * long)]
    lengths = [len(group) for group in groups]
    wholes = [(0.0, 0.0, 0.0)] * len(groups)
    table = figures(
        columns(wholes + [entry for group in groups for entry in group]), is_open=[False] * (sum(lengths) + len(groups))
    )
    group = grouped(lengths)
    assert (group.side_by_side is None) == (max(lengths) * len(lengths) > 2 * sum(lengths))
    for made in (group.sums(table.given.take(group.parts)), Intervals(*group.sums_of(table.printed(0.05)))):
        for place, entries in enumerate(groups):
            assert made.value[place] == sum(entry[0] for entry in entries)
            assert made.low[place] == sum(entry[1] for entry in entries)
            assert made.high[place] == sum(entry[2] for entry in entries)


def test_relations_of_very_many_parts_are_added_up_one_by_one():
    group = grouped([CELLS + 1, CELLS + 2])
    value = np.ones(2 + 2 * CELLS + 3 + 1)
    value[-1] = 0.0
    assert group.sums_of(value[None]).tolist() == [[CELLS + 1, CELLS + 2]]
    assert grouped([]).sums_of(np.zeros((3, 1))).shape == (3, 0)


def test_many_relations_are_added_up_piece_by_piece():
    chance = np.random.default_rng(5)
    lengths = chance.integers(2, 7, CELLS // 2 + 17).tolist()
    group = grouped(lengths)
    value = chance.integers(0, 10_000, len(lengths) + sum(lengths) + 1).astype(np.float64)
    value[-1] = 0.0
    expected = np.add.reduceat(value[group.parts], group.starts)
    assert (group.sums_of(np.stack([value, 2 * value])) == np.stack([expected, 2 * expected])).all()
    some = np.flatnonzero(chance.random(len(lengths)) < 0.3)
    assert (group.take(some).sums_of(value[None])[0] == expected[some]).all()
    assert (group.take(some).added(value[group.take(some).parts]) == expected[some]).all()


@given(spans(), spans())
def test_a_ratio_lies_within_its_bounds(first: Span, second: Span):
    ratio = columns([first]).over(columns([second]))
    assert ratio.low[0] <= ratio.high[0]
    if second[1] > 0:
        for top in (first[1], first[0]):
            for bottom in (second[1], second[0]):
                assert ratio.low[0] <= top / bottom + 1e-9
                assert top / bottom <= ratio.high[0] + 1e-9


@given(spans(), spans())
def test_comparing_closed_intervals_asks_whether_they_meet(
    first: Span,
    second: Span,
):
    never = np.array([False])
    for stated, computed in ((first, second), (second, first)):
        found = compare(columns([stated]), columns([computed]), 0.0, 0.0, never, never)
        meet = stated[1] <= computed[2] and computed[1] <= stated[2]
        assert found.outcome[0] == (HOLDS if meet else FAILS)
        assert found.difference.value[0] == stated[0] - computed[0]


@pytest.mark.parametrize(
    ("stated", "computed", "stated_open", "computed_open", "reach", "outcome"),
    [
        ((602, 602, np.inf), (293, 293, 293), True, False, True, FAILS),
        ((602, 602, np.inf), (293, 293, np.inf), True, True, True, FAILS),
        ((602, 602, np.inf), (293, 293, np.inf), True, True, False, UNDECIDED),
        ((602, 602, np.inf), (590, 590, np.inf), True, True, True, HOLDS),
        ((602, 602, 602), (293, 293, np.inf), False, True, True, UNDECIDED),
        ((602, 602, 602), (590, 590, np.inf), False, True, True, HOLDS),
        ((602, 602, 602), (610, 610, np.inf), False, True, True, FAILS),
        ((600, 600, np.inf), (613, 613, 613), True, False, True, HOLDS),
        ((600, 600, np.inf), (6130, 6130, 6130), True, False, True, UNDECIDED),
        ((500, 0, 500), (488, 488, 488), True, False, True, HOLDS),
        ((500, 0, 500), (293, 293, 293), True, False, True, FAILS),
        ((500, 0, 500), (501, 501, 501), True, False, True, FAILS),
    ],
)
def test_an_open_hedge_reaches_only_so_far(
    stated: Span,
    computed: Span,
    stated_open: bool,
    computed_open: bool,
    reach: bool,
    outcome: int,
):
    if not reach:
        found = compare(
            columns([stated]), columns([computed]), 0.0, 60.0, np.array([stated_open]), np.array([computed_open])
        )
    else:  # a total must be reached by its parts
        table = figures(columns([stated, computed]), is_open=[stated_open, computed_open])
        found = added_parts.total(grouped([1]), table, Tolerance(hedge=60.0 / stated[0])).comparison
    assert found.outcome[0] == outcome


@pytest.mark.parametrize(
    ("whole", "parts", "is_open", "outcome"),
    [
        ((93, 93, 93), (55, 55, 55), False, HOLDS),
        ((93, 93, 93), (93, 93, 93), False, HOLDS),
        ((93, 93, 93), (94, 94, 94), False, FAILS),
        ((93, 93, 93), (94, 90, 98), False, HOLDS),
        ((93, 93, np.inf), (95, 95, 95), True, HOLDS),
        ((93, 93, np.inf), (950, 950, 950), True, UNDECIDED),
    ],
)
def test_parts_may_be_fewer_but_not_more(whole: Span, parts: Span, is_open: bool, outcome: int):
    table = figures(columns([whole, parts]), is_open=[is_open, False])
    assert added_parts.subset(grouped([1]), table, Tolerance(hedge=10.0 / 93)).comparison.outcome[0] == outcome
