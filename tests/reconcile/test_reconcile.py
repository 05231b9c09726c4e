"""Relations against the rules that come with the program, beyond the examples that the rules themselves carry."""

from __future__ import annotations

import random
from typing import Any

import pytest
from by_hand import figure
from hypothesis import example, given
from hypothesis import strategies as st

from auditor.checking.reconcile import Verdict, reconcile
from auditor.model.figure import Figure
from auditor.model.relation import Kind, Relation
from auditor.rulebook import load_rules

BOOK = load_rules()
counts = st.integers(0, 2_000_000).map(float)


def check(kind: Kind, whole: Figure | None, *parts: Figure, **more: Any) -> Verdict:
    named = {each.id: each for each in ((whole,) if whole else ()) + parts}
    relation = Relation("r1", kind, whole.id if whole else None, tuple(part.id for part in parts), **more)
    (verdict,) = reconcile([relation], named, BOOK)
    return verdict


def numbered(values: list[float]) -> list[Figure]:
    return [figure(f"p{place}", value) for place, value in enumerate(values)]


@given(st.lists(counts, min_size=1, max_size=8), st.integers(-1000, 1000))
def test_exact_parts_hold_where_they_add_up_and_only_there(values: list[float], off: int):
    verdict = check("total", figure("w", sum(values) + off), *numbered(values))
    assert verdict.holds is (off == 0)
    assert verdict.imbalance == off
    assert verdict.computed == sum(values)
    assert (verdict.low, verdict.high) == (off, off)


@given(st.lists(counts, min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_parts_changes_nothing(values: list[float], rng: random.Random):
    shuffled = list(values)
    rng.shuffle(shuffled)
    for kind in ("total", "subset", "average"):
        whole = figure("w", values[0] * 2)
        first, second = check(kind, whole, *numbered(values)), check(kind, whole, *numbered(shuffled))
        assert (first.outcome, first.imbalance, first.computed) == (second.outcome, second.imbalance, second.computed)


@given(counts, st.lists(counts, min_size=1, max_size=5))
def test_a_subset_leaves_a_residual_or_fails(whole: float, values: list[float]):
    verdict = check("subset", figure("w", whole), *numbered(values))
    left = whole - sum(values)
    assert verdict.holds is (left >= 0)
    assert verdict.residual == (left if left >= 0 else None)
    assert verdict.imbalance == min(left, 0)


@example(20001, 1, 3, False)
@given(st.integers(1, 100_000), st.integers(1, 100_000), st.integers(0, 3), st.booleans())
def test_a_rounded_or_truncated_per_cent_holds(part: int, whole: int, decimals: int, truncated: bool):
    exact = 100 * part / whole
    unit = 10.0**-decimals
    value = int(exact / unit + 1e-9) * unit if truncated else round(exact, decimals)
    text = f"{value:.{decimals}f} per cent"
    share = figure("s", float(f"{value:.{decimals}f}"), text, unit="percent")
    assert check("percentage", figure("w", whole), figure("p", part), share).holds is True
    wrong = figure("s", share.value + 3 * unit, f"{share.value + 3 * unit:.{decimals}f} per cent", unit="percent")
    assert check("percentage", figure("w", whole), figure("p", part), wrong).holds is False


@given(st.lists(st.integers(1, 10_000), min_size=2, max_size=9), st.integers(0, 2))
def test_shares_that_are_rounded_hold(values: list[int], decimals: int):
    shares = [round(100 * value / sum(values), decimals) for value in values]
    parts = [figure(f"p{i}", s, f"{s:.{decimals}f}%", unit="percent") for i, s in enumerate(shares)]
    assert check("shares", None, *parts).holds is True


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.booleans())
def test_changes_hold_either_way_unless_a_sign_is_printed(old: int, new: int, signed: bool):
    gap = new - old
    shown = figure("c", gap, f"{gap:+,}") if signed else figure("c", abs(gap))
    assert check("change", figure("n", new), figure("o", old), shown).holds is True
    if signed and gap:
        turned = figure("c", -gap, f"{-gap:+,}")
        assert check("change", figure("n", new), figure("o", old), turned).holds is False
    rate = round(100 * abs(gap) / old, 1)
    stated = figure("c", rate, f"{rate} per cent", unit="percent")
    assert check("change", figure("n", new), figure("o", old), stated).holds is True
    off = figure("c", rate + 1, f"{rate + 1} per cent", unit="percent")
    assert check("change", figure("n", new), figure("o", old), off).holds is False


@given(st.lists(st.tuples(counts, st.lists(counts, min_size=1, max_size=4)), min_size=1, max_size=20))
def test_many_at_once_are_as_each_alone(cases: list[tuple[float, list[float]]]):
    figures: dict[str, Figure] = {}
    relations = []
    kinds: list[Kind] = ["total", "subset", "average", "repeat", "enumeration"]
    for place, (whole, values) in enumerate(cases):
        members = [figure(f"f{place}", whole), *(figure(f"f{place}-{i}", value) for i, value in enumerate(values))]
        figures |= {member.id: member for member in members}
        names = tuple(member.id for member in members[1:])
        relations.append(Relation(f"r{place}", kinds[place % len(kinds)], f"f{place}", names))
    together = reconcile(relations, figures, BOOK)
    assert together == tuple(reconcile([relation], figures, BOOK)[0] for relation in relations)
    assert [verdict.relation.id for verdict in together] == [relation.id for relation in relations]


@given(st.lists(counts, min_size=1, max_size=5), counts, st.integers(0, 500), st.integers(0, 500))
def test_wider_intervals_never_turn_what_holds_into_what_fails(values: list[float], whole: float, down: int, up: int):
    narrow = check("total", figure("w", whole), *numbered(values))
    wide = check("total", figure("w", whole, low=whole - down, high=whole + up), *numbered(values))
    assert not (narrow.outcome == "holds" and wide.outcome != "holds")
    if -down <= sum(values) - whole <= up:
        assert wide.outcome == "holds"


LOWER = {"bound": "lower", "hedge": "at least", "high": None}
PERCENT = {"unit": "percent"}


def cell(name: str, value: float, text: str | None = None) -> Figure:
    return figure(name, value, text, table="t1", row=0, column=0, paragraph="")


@pytest.mark.parametrize(
    ("kind", "whole", "parts", "outcome", "reason"),
    [
        ("total", figure("w", 10), [figure("a", 4), figure("b", 50, "50%", **PERCENT)], "not evaluated", "units"),
        ("total", figure("w", 10), [], "not evaluated", "figures that its kind needs"),
        ("shares", None, [figure("a", 100, "100%", **PERCENT)], "holds", ""),
        ("total", None, [figure("a", 4)], "not evaluated", "figures that its kind needs"),
        ("shares", figure("w", 10), [figure("a", 4)], "not evaluated", "figures that its kind needs"),
        ("percentage", figure("w", 0), [figure("a", 4), figure("b", 50, "50%", **PERCENT)], "not evaluated", "zero"),
        ("percentage", figure("w", 10), [figure("a", 4)], "not evaluated", "figures that its kind needs"),
        ("change", figure("w", 9), [figure("a", 0), figure("b", 50, "50%", **PERCENT)], "not evaluated", "zero"),
        ("change", figure("w", 9), [figure("a", 0), figure("b", 9)], "holds", ""),
        ("total", figure("w", float("inf"), "1" * 400), [figure("a", 4)], "not evaluated", "too large"),
        ("total", figure("w", 100, **LOWER), [figure("a", 99)], "fails", ""),
        ("total", figure("w", 1000, **LOWER), [figure("a", 99, **LOWER)], "fails", "whatever the hedge"),
        ("average", figure("w", 15, "15"), [figure("a", 14), figure("b", 15.4, "15.4")], "holds", "rounding"),
        ("repeat", figure("w", 5), [figure("a", 5), figure("b", 6)], "fails", ""),
        ("repeat", figure("w", 306_887), [figure("a", 308_000)], "fails", ""),
        ("repeat", figure("w", 312), [figure("a", 300)], "fails", ""),
        ("percentage", cell("w", 80), [cell("a", 20), cell("b", 0.25, "0.25")], "holds", ""),
        ("change", cell("w", 112.3, "112.3"), [cell("a", 100), cell("b", 12.3, "12.3")], "holds", ""),
        ("change", cell("w", 230), [cell("a", 200), cell("b", 15.0, "15.0")], "holds", ""),
        ("change", figure("w", 230), [figure("a", 200), figure("b", 15)], "fails", ""),
        ("total", figure("w", 8e12 + 1), [figure("a", 3e12), figure("b", 5e12)], "fails", ""),
        ("total", cell("w", 0.3, "0.3"), [cell("a", 0.1, "0.1"), cell("b", 0.2, "0.2")], "holds", ""),
    ],
)
def test_edges(kind: Kind, whole: Figure | None, parts: list[Figure], outcome: str, reason: str):
    verdict = check(kind, whole, *parts)
    assert verdict.outcome == outcome
    assert reason in verdict.reason
    assert verdict.holds is {"holds": True, "fails": False}.get(outcome)


def test_a_figure_that_is_nowhere_is_not_evaluated():
    relation = Relation("r1", "total", "w", ("a", "b"))
    (verdict,) = reconcile([relation], {"w": figure("w", 3), "a": figure("a", 1)}, BOOK)
    assert verdict.outcome == "not evaluated"


def test_what_the_reading_allows_is_allowed():
    parts = numbered([40.0, 59.0])
    assert check("total", figure("w", 100), *parts).outcome == "fails"
    assert check("total", figure("w", 100), *parts, tolerance=1.0).outcome == "holds"


def test_tables_and_prose_have_their_own_rule():
    assert check("total", figure("w", 3), *numbered([1, 2])).rule == "TOT001"
    table = [figure(f"p{i}", i, table="t1", row=i, column=0) for i in (1, 2)]
    assert check("total", figure("w", 3, table="t1", row=0, column=0), *table).rule == "TOT002"


def test_a_period_is_left_to_the_reader():
    verdict = check("period", None, note="one ends before the other")
    assert (verdict.outcome, verdict.holds, verdict.reason) == ("undecided", None, "one ends before the other")


def test_nothing_gives_nothing():
    assert reconcile([], {}, BOOK) == ()
