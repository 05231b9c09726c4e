"""Columns against plain Python, and many relations against each alone."""

from __future__ import annotations

import math

import numpy as np
import pytest
from by_hand import figure
from hypothesis import given, settings
from hypothesis import strategies as st
from scalar import Answer, answer

from auditor.arithmetic.figure_columns import HEDGED, OPEN, ROUNDED, figure_columns
from auditor.arithmetic.relation_columns import CheckedColumns, RelationColumns, laid_out
from auditor.arithmetic.tolerance import Tolerance
from auditor.checking.reconcile import Verdict, reconcile
from auditor.kinds import kinds
from auditor.model.figure import Figure
from auditor.model.relation import Kind, Relation
from auditor.rulebook import load_rules

BOOK = load_rules()
KINDS: list[Kind] = ["total", "remainder", "subset", "average", "repeat", "enumeration"]
WHOLE = [(str(n), float(n)) for n in (0, 1, 2, 3, 5, 9, 40, 100, 1000, 3000, 18850, 15357, 307000, 1400000, 8 * 10**12)]
DECIMAL = [("0.1", 0.1), ("0.2", 0.2), ("12.3", 12.3), ("45.25", 45.25), ("1000.5", 1000.5)]


@st.composite
def members(draw: st.DrawFn, name: str) -> Figure:
    text, value = draw(st.sampled_from(WHOLE * 3 + DECIMAL) | st.integers(0, 300).map(lambda n: (str(n), float(n))))
    hedge = draw(st.sampled_from(["", "", "", "", "", "", "", "", "wide", "lower", "upper", "about"]))
    low: float | None = value
    high: float | None = value
    if hedge in ("wide", "about"):
        low, high = value - draw(st.integers(0, 9)), value + draw(st.integers(0, 9))
    elif hedge == "lower":
        high = None
    elif hedge == "upper":
        low = None
    bound = "" if hedge == "wide" else hedge
    return figure(name, value, text, low=low, high=high, bound=bound)


@st.composite
def claims(draw: st.DrawFn) -> list[tuple[Kind, Figure, list[Figure]]]:
    made = []
    for place in range(draw(st.integers(1, 6))):
        parts = [draw(members(f"f{place}-{part}")) for part in range(draw(st.integers(1, 5)))]
        whole = draw(members(f"f{place}"))
        if draw(st.booleans()):  # near the sum, or on it
            value = float(round(sum(part.value for part in parts)) + draw(st.integers(-3, 3)))
            whole = figure(f"f{place}", value, f"{value:.0f}")
        made.append((draw(st.sampled_from(KINDS)), whole, parts))
    return made


def near(first: float | None, second: float | None) -> bool:
    if first is None or second is None or math.isinf(second):
        return first is None and (second is None or math.isinf(second))
    return math.isclose(first, second, rel_tol=1e-12, abs_tol=2e-9)


def same(verdict: Verdict, expected: Answer) -> bool:
    held_subset = verdict.relation.kind == "subset" and expected.outcome == "holds"
    pairs = [
        (verdict.imbalance, 0.0 if held_subset else expected.gap[0]),
        (verdict.low, expected.gap[1]),
        (verdict.high, expected.gap[2]),
        (verdict.computed, expected.computed),
        (verdict.residual, expected.residual),
    ]
    return all(near(*pair) for pair in pairs)


@given(claims())
def test_columns_are_as_plain_python(made: list[tuple[Kind, Figure, list[Figure]]]):
    figures = {member.id: member for _, whole, parts in made for member in (whole, *parts)}
    relations = [
        Relation(f"r{place}", kind, whole.id, tuple(part.id for part in parts))
        for place, (kind, whole, parts) in enumerate(made)
    ]
    for verdict, (kind, whole, parts) in zip(reconcile(relations, figures, BOOK), made, strict=True):
        rule = BOOK.rule_for(kind, in_table=False)
        assert rule is not None
        expected = answer(kind, whole, parts, rule.tolerance)
        assert (verdict.outcome, verdict.rounding) == (expected.outcome, expected.rounding)
        assert same(verdict, expected), (verdict, expected)


def group_of(made: list[tuple[Figure, list[Figure]]], allowance: float) -> tuple[RelationColumns, list[Figure]]:
    figures = [member for whole, parts in made for member in (whole, *parts)]
    counts = np.array([len(parts) for _, parts in made], dtype=np.intp)
    wholes = np.cumsum(counts + 1) - counts - 1
    parts = np.setdiff1d(np.arange(len(figures)), wholes)
    return laid_out(np.arange(len(made)), wholes, parts, counts, np.full(len(made), allowance), len(figures)), figures


def columns_of(checked: CheckedColumns) -> list[tuple[object, ...]]:
    """Give what was found, one entry a relation; numbers without the dust of binary fractions."""
    compared, gap = checked.comparison, checked.comparison.difference
    numbers = (gap.value, gap.low, gap.high, compared.room, compared.reach, checked.computed, checked.residual)
    flags = (compared.outcome, compared.far, checked.rounding)
    rounded = [np.nan_to_num(np.round(column, 6), nan=-1.0).tolist() for column in numbers]
    return list(zip(*(column.tolist() for column in flags), *rounded, strict=True))


@pytest.mark.parametrize("kind", ["total", "remainder", "subset"])
@settings(max_examples=200)
@given(
    made=claims(),
    allowance=st.sampled_from([0.0, 0.0, 0.0, 2.0]),
    tolerance=st.builds(
        Tolerance,
        absolute=st.sampled_from([0.0, 0.0, 0.0, 1.0]),
        relative=st.sampled_from([0.0, 0.0, 0.0, 0.01]),
        mixed_rounding=st.booleans(),
    ),
)
def test_a_relation_is_checked_among_others_as_alone(
    kind: str, made: list[tuple[Kind, Figure, list[Figure]]], allowance: float, tolerance: Tolerance
):
    """Exact figures take a shorter way where all that are checked with them are exact too."""
    pairs = [(whole, parts) for _, whole, parts in made]
    check = kinds()[kind].check
    with np.errstate(all="ignore"):
        group, figures = group_of(pairs, allowance)
        together = columns_of(check(group, figure_columns(figures), tolerance))
        alone = []
        for pair in pairs:
            group, figures = group_of([pair], allowance)
            alone += columns_of(check(group, figure_columns(figures), tolerance))
    assert together == alone


def test_only_figures_printed_to_the_unit_have_no_traits():
    exacts = [figure("w", 10), figure("a", 4)]
    others = [figure("v", 4, bound="lower", high=None), figure("c", 5.5, "5.5"), figure("d", 40, bound="about")]
    rounded = figure("e", 1.4e6, "1.4 million", low=1.35e6, high=1.45e6)
    traits = figure_columns([*exacts, *others, rounded]).traits.tolist()
    assert traits[:2] == [0, 0]
    assert [bool(trait & OPEN) for trait in traits[2:]] == [True, False, False, False]
    assert [bool(trait & HEDGED) for trait in traits[2:]] == [True, False, True, False]
    assert all(traits[2:])
    assert [bool(trait & ROUNDED) for trait in traits[2:]] == [False, True, False, True]
