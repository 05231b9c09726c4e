"""The expectation decides from the numbers in the table as the auditor decides from the figures."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.checking.reconcile import reconcile
from auditor.expectations.holding import COLUMNS, SENSES, holds
from auditor.expectations.senses import Senses
from auditor.kinds import ComputedKind, kinds
from auditor.model.figure import Figure
from auditor.model.relation import Relation
from auditor.rulebook import load_rules

BOOK = load_rules()
NAN = math.nan
KINDS = [kind for kind in kinds().values() if isinstance(kind, ComputedKind)]


@pytest.mark.parametrize(
    ("sense", "row", "expected"),
    [
        ("==", (0, 0, 0, 0, NAN), True),
        ("==", (309, 309, 309, 1e-9, NAN), False),
        ("==", (5, -5, 15, 1e-9, NAN), True),
        ("==", (5, 4, 6, 4, NAN), True),
        ("==", (309, NAN, NAN, 0, NAN), True),
        ("reached", (309, -293, NAN, 0, 60), False),
        ("reached", (-309, -693, NAN, 0, 60), True),
        ("reached", (30, -293, NAN, 0, 60), True),
        ("listed", (1, 1, NAN, 0, 0), True),
        ("listed", (1, 1, 1, 0, NAN), False),
        ("listed", (-1, -1, -1, 0, 0), False),
        ("<=", (-3, -3, -3, 0, NAN), True),
        ("<=", (3, 3, 3, 0, NAN), False),
        (">=", (3, 3, 3, 0, NAN), True),
        (">=", (-3, -3, -3, 0, NAN), False),
        ("<", (0, 0, 0, 0, NAN), False),
        ("<", (-1, -1, -1, 0, NAN), True),
        (">", (0, 0, 0, 0, NAN), False),
        (">", (1, 1, 1, 0, NAN), True),
        *((sense, (NAN, NAN, NAN, NAN, NAN), True) for sense in SENSES),
    ],
)
def test_senses(sense: str, row: tuple[float, ...], expected: bool):
    assert holds(np.array([row], dtype=np.float64), sense).tolist() == [expected]


def test_a_sense_that_is_none():
    with pytest.raises(ValueError, match="no such sense: 'is'"):
        holds(np.zeros((1, len(COLUMNS))), "is")


numbers = st.one_of(st.integers(0, 300), st.sampled_from([0.5, 12.3, 45.25, 1_200_000, 307_000, 1e15]))


@st.composite
def figures(draw: st.DrawFn, name: str) -> Figure:
    value = float(draw(numbers))
    bound = draw(st.sampled_from(["", "", "", "lower", "upper", "about", "range"]))
    down, up = float(draw(st.integers(0, 20))), float(draw(st.integers(0, 20)))
    low: float | None = value if bound in ("", "lower") else max(0.0, value - down)
    high: float | None = value if bound in ("", "upper") else value + up
    if bound == "lower":
        high = None
    unit = draw(st.sampled_from(["count", "count", "percent"]))
    return Figure(name, f"{value:,.10g}", value, low, high, unit, hedge=bound, bound=bound)


@given(st.data())
def test_the_numbers_in_the_table_give_the_auditors_verdict(data: st.DataObject):
    kind = data.draw(st.sampled_from(KINDS))
    count = data.draw(st.integers(kind.fewest, kind.most or 4))
    members = [data.draw(figures(f"f{place}")) for place in range(count + kind.has_whole)]
    names = tuple(member.id for member in members)
    relation = Relation("r", kind.name, names[0] if kind.has_whole else None, names[kind.has_whole :])
    (verdict,) = reconcile([relation], {member.id: member for member in members}, BOOK)
    rule = BOOK.rule(verdict.rule)
    assert rule is not None
    cells = [verdict.imbalance, verdict.low, verdict.high, verdict.room, verdict.reach]
    row = np.array([[NAN if cell is None else cell for cell in cells]], dtype=np.float64)
    sense = Senses(BOOK).of(rule)
    assert sense is not None
    assert holds(row, sense).tolist() == [verdict.outcome != "fails"]
