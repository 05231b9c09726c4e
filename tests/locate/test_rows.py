"""Relations as linear rules: coefficients, what they come to, and the room that hedges and rounding leave."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest

from auditor.locate.rows import linear_relation
from auditor.locate.system import Linear
from auditor.model.figure import Figure
from auditor.model.relation import Kind, Relation
from auditor.model.verdict import Form


def figure(name: str, text: str, value: float | None = None, **more: Any) -> Figure:
    number = float(text.replace(",", "")) if value is None else value
    return Figure(name, text, number, more.pop("low", number), more.pop("high", number), **more)


def ruled(
    kind: Kind, whole: Figure | None, *parts: Figure, holds: bool = False, form: Form | None = None
) -> Linear | None:
    every = {each.id: each for each in (*parts, *((whole,) if whole else ()))}
    claim = Relation("r", kind, whole and whole.id, tuple(part.id for part in parts))
    return linear_relation(claim, every, holds=holds, form=form)


def total_of(made: Linear, **values: float) -> float:
    return sum(factor * values[name] for name, factor in made.coefficients.items())


T, A, B, C = figure("t", "90"), figure("a", "20"), figure("b", "30"), figure("c", "4")
PER_CENT = figure("s", "25.0 per cent", 25.0, unit="percent", low=24.95, high=25.05)


@pytest.mark.parametrize(
    ("kind", "whole", "parts", "coefficients", "aim"),
    [
        ("total", T, (A, B), {"t": 1, "a": -1, "b": -1}, 0),
        ("remainder", T, (A, B), {"t": 1, "a": -1, "b": -1}, 0),
        ("total", T, (A, B, A), {"t": 1, "a": -2, "b": -1}, 0),
        ("total", A, (A, B), {"b": -1}, 0),
        ("repeat", T, (A,), {"t": 1, "a": -1}, 0),
        ("average", T, (A, B, C), {"t": 3, "a": -1, "b": -1, "c": -1}, 0),
        ("enumeration", T, (A, B, C), {"t": 1}, 3),
        ("shares", None, (A, B, C), {"a": 1, "b": 1, "c": 1}, 100),
        ("change", T, (A, B), {"t": 1, "a": -1, "b": -1}, 0),
        ("change", A, (T, B), {"a": 1, "t": -1, "b": 1}, 0),
    ],
)
def test_relations_of_whole_numbers(
    kind: Kind, whole: Figure | None, parts: tuple[Figure, ...], coefficients: dict[str, float], aim: float
) -> None:
    made = ruled(kind, whole, *parts)
    assert made is not None
    assert made.coefficients == coefficients
    assert (made.low, made.high, made.aim) == pytest.approx((aim, aim, aim), abs=1e-5)


def test_a_subset_may_be_smaller() -> None:
    made = ruled("subset", A, T)
    assert made is not None
    assert (made.coefficients, made.high, made.aim) == ({"a": 1, "t": -1}, inf, None)
    assert made.low == pytest.approx(0, abs=1e-5)
    assert ruled("subset", T, A) is None  # it holds


@pytest.mark.parametrize(
    ("kind", "whole", "parts"),
    [
        ("total", None, (A, B)),
        ("repeat", T, (A, B)),
        ("change", T, (A,)),
        ("change", T, (A, A)),
        ("change", None, (A, B)),
        ("percentage", T, (A,)),
        ("percentage", T, (A, A)),
        ("period", T, (A,)),
        ("percentage", figure("z", "0"), (A, PER_CENT)),
        ("percentage", T, (figure("n", "-5"), PER_CENT)),
        ("total", T, (figure("n", "x", inf),)),
    ],
)
def test_what_has_no_form_gives_none(kind: Kind, whole: Figure | None, parts: tuple[Figure, ...]) -> None:
    assert ruled(kind, whole, *parts) is None


@pytest.mark.parametrize(
    ("share", "hundred"),
    [
        (PER_CENT, 100),
        (figure("s", "a quarter", 0.25, unit="fraction"), 1),
        (figure("s", "0.25", unit="count"), 1),
        (figure("s", "25", unit="count"), 100),
    ],
)
def test_a_percentage_is_exact_in_each_figure_alone(share: Figure, hundred: float) -> None:
    made = ruled("percentage", T, A, share)
    assert made is not None
    assert made.aim is not None
    for name, mended in (
        ("t", hundred * 20 / share.value),
        ("a", share.value * 90 / hundred),
        ("s", hundred * 20 / 90),
    ):
        values = {"t": 90.0, "a": 20.0, "s": share.value, name: mended}
        assert total_of(made, **values) == pytest.approx(made.aim)


def test_a_percentage_of_none_is_one() -> None:
    made = ruled("percentage", T, figure("a", "0"), PER_CENT)
    assert made is not None
    assert made.coefficients == pytest.approx({"a": 100 / 90, "t": -25 / 90, "s": -1})


@pytest.mark.parametrize(
    ("change", "new"),
    [
        (figure("s", "25 per cent", 25.0, unit="percent"), 60.0),
        (figure("s", "a quarter", 0.25, unit="fraction"), 60.0),
        (figure("s", "25 per cent", 25.0, unit="percent"), 30.0),
        (figure("s", "a quarter", 0.25, unit="fraction"), 30.0),
    ],
)
def test_a_change_in_shares_is_exact_in_each_figure_alone(change: Figure, new: float) -> None:
    """From 40 by a quarter: the way that comes nearest, up to 50 or down to 30."""
    printed = {"t": new, "a": 40.0, "s": change.value}
    made = ruled("change", figure("t", f"{new:g}"), figure("a", "40"), change, holds=new == 30)
    assert made is not None
    assert made.aim is not None
    turn = 1.25 if new == 60 else 0.75
    for name, mended in (("t", 40 * turn), ("a", new / turn)):
        assert total_of(made, **{**printed, name: mended}) == pytest.approx(made.aim)


def test_per_cents_change_by_points_or_by_their_share() -> None:
    """From 40 to 50 per cent, by 10 per cent (of all) or by 25 per cent (of 40): whichever comes nearest."""
    new, old = (figure(name, text, unit="percent") for name, text in (("t", "50"), ("a", "40")))
    points = ruled("change", new, old, figure("s", "11", unit="percent"))
    assert points is not None
    assert points.coefficients == {"t": 1, "a": -1, "s": -1}
    share = ruled("change", new, old, figure("s", "24", unit="percent"))
    assert share is not None
    assert share.coefficients["t"] == 2.5


def test_things_listed_by_name_are_taken_as_given() -> None:
    item = figure("i", "a name", 1.0, unit="item")
    made = ruled("total", T, A, item, B)
    assert made is not None
    assert made.coefficients == {"t": 1, "a": -1, "b": -1}
    assert made.aim == 1
    assert ruled("total", item, item) is None


@pytest.mark.parametrize(
    ("sign", "low", "high", "turn"),
    [("==", 6, 6, 1), (">=", 6, inf, 1), (">", 7, inf, 1), ("<=", -6, inf, -1), ("<", -5, inf, -1)],
)
def test_identities(sign: Any, low: float, high: float, turn: float) -> None:
    """2 a - b against 6, where it is 10 or, for what may be more, -26: it fails, and the edge is what mends it."""
    form = Form((("a", 2.0), ("b", -1.0)), sign, 6.0)
    made = ruled("rule", None, figure("a", "2" if sign in (">=", ">") else "20"), B, form=form)
    assert made is not None
    assert made.coefficients == {"a": 2 * turn, "b": -1 * turn}
    assert made.low == pytest.approx(low, abs=1e-5)
    assert made.high == pytest.approx(high, abs=1e-5)


def test_a_strict_sign_between_fractions_needs_no_whole_step() -> None:
    made = ruled("rule", None, A, B, form=Form((("a", 0.5), ("b", -1.0)), ">", 6.0))
    assert made is not None
    assert made.low == pytest.approx(6, abs=1e-5)


@pytest.mark.parametrize(
    ("part", "holds", "low", "high"),
    [
        (figure("a", "20"), True, 0, 40),
        (figure("a", "about 20", 20.0, low=15.0, high=27.0), True, -5, 40),
        (figure("a", "at least 20", 20.0, high=None), True, 0, inf),
        (figure("a", "at most 20", 20.0, low=None), True, -inf, 40),
        (figure("a", "at least 20", 20.0, high=None), False, 0, 0),
        (figure("a", "20.5"), True, -0.05, 39.5),
    ],
)
def test_room_of_hedges_and_of_decimals(part: Figure, holds: bool, low: float, high: float) -> None:
    """90 = 30 + 20 and 40 more: what holds in spite of the gap is given room for it, with that of the hedges."""
    made = ruled("total", T, part, B, holds=holds)
    assert made is not None
    assert (made.low, made.high) == pytest.approx((low, high), abs=1e-5)
