"""Interval arithmetic over columns: it must agree with plain Python on every entry."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.intervals import FAILS, HOLDS, UNDECIDED, Intervals, at_most, compare

Span = tuple[float, float, float]
numbers = st.integers(0, 10_000).map(float)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    low, value, high = sorted(draw(st.tuples(numbers, numbers, numbers)))
    return value, low, draw(st.sampled_from([high, np.inf]))


def columns(entries: list[Span]) -> Intervals:
    return Intervals(*(np.array(column, dtype=np.float64) for column in zip(*entries, strict=True)))


@given(st.lists(st.lists(spans(), min_size=1, max_size=5), min_size=1, max_size=6))
def test_sums_are_sums(groups: list[list[Span]]):
    lengths = [len(group) for group in groups]
    starts = np.cumsum([0, *lengths[:-1]])
    made = columns([entry for group in groups for entry in group]).sums(starts)
    for place, group in enumerate(groups):
        assert made.value[place] == sum(entry[0] for entry in group)
        assert made.low[place] == sum(entry[1] for entry in group)
        assert made.high[place] == sum(entry[2] for entry in group)


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
    sides = columns([stated]), columns([computed])
    found = compare(*sides, 0.0, 60.0, np.array([stated_open]), np.array([computed_open]), reach=reach)
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
    assert at_most(columns([whole]), columns([parts]), 0.0, 10.0, np.array([is_open])).outcome[0] == outcome
