"""Columns against plain Python, and the quick way for exact numbers against the one for intervals."""

from __future__ import annotations

import math

import numpy as np
import pytest
from by_hand import figure
from hypothesis import given, settings
from hypothesis import strategies as st
from scalar import Answer, answer

from auditor import checks, exact
from auditor.columns import figure_columns
from auditor.figures.model import Figure
from auditor.groups import Checked, Group
from auditor.intervals import FAILS
from auditor.reconcile import Verdict, reconcile
from auditor.relations.model import Kind, Relation
from auditor.rulebook import load_rules
from auditor.rulebook.model import Tolerance

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


def laid_out(made: list[tuple[Kind, Figure, list[Figure]]], allowance: float) -> tuple[Group, list[Figure]]:
    figures = [member for _, whole, parts in made for member in (whole, *parts)]
    counts = np.array([len(parts) for _, _, parts in made], dtype=np.intp)
    wholes = np.cumsum(counts + 1) - counts - 1
    parts = np.setdiff1d(np.arange(len(figures)), wholes)
    starts = np.cumsum(counts) - counts
    return Group(np.arange(len(made)), wholes, parts, starts, np.full(len(made), allowance)), figures


def columns_of(checked: Checked) -> dict[str, list[object]]:
    compared = checked.comparison
    return {
        name: np.asarray(column).astype(object).tolist()
        for name, column in {
            "outcome": compared.outcome, "value": compared.difference.value, "low": compared.difference.low,
            "high": compared.difference.high, "far": compared.far, "room": compared.room,
            "reach": np.nan_to_num(compared.reach, nan=-1.0), "computed": checked.computed,
            "residual": np.nan_to_num(checked.residual, nan=-1.0), "rounding": checked.rounding,
        }.items()
    }  # fmt: skip


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
def test_the_quick_way_is_the_long_way(
    kind: str, made: list[tuple[Kind, Figure, list[Figure]]], allowance: float, tolerance: Tolerance
):
    group, figures = laid_out(made, allowance)
    columns = figure_columns(figures)
    slow = {"total": checks._total, "remainder": checks._total, "subset": checks._subset}[kind]
    with np.errstate(all="ignore"):
        quick, long = checks.CHECKS[kind](group, columns, tolerance), slow(group, columns, tolerance)
    assert columns_of(quick) == columns_of(long)


def test_the_quick_way_is_taken_for_exact_numbers_alone():
    exacts = [figure("w", 10), figure("a", 4), figure("b", 5)]
    hedged = [figure("v", 10), figure("c", 4, bound="lower", high=None), figure("d", 5.5, "5.5")]
    assert exact.exact_rows(figure_columns([*exacts, *hedged])).tolist() == [True, True, True, True, False, False]
    group, figures = laid_out([("total", exacts[0], exacts[1:]), ("total", hedged[0], hedged[1:])], 0.0)

    def refuse(*_: object) -> Checked:
        raise AssertionError("not for these")

    def count(part: Group, *_: object) -> Checked:
        assert part.relations.tolist() == [1]
        return checks._total(group.take(np.array([1])), figure_columns(figures), Tolerance())

    found = exact.either(exact.total, count)(group, figure_columns(figures), Tolerance())
    assert found.comparison.outcome[0] == FAILS
    only = group.take(np.array([0]))
    assert exact.either(exact.total, refuse)(only, figure_columns(figures), Tolerance()).computed.tolist() == [9.0]
