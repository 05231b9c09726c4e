"""Suggestions for documents: by relation, confirmed figures spared, things listed by name never blamed."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.arithmetic.printed_digits import printed_step
from auditor.locate import suggest
from auditor.model.figure import Figure
from auditor.model.relation import Kind, Relation
from auditor.model.verdict import Verdict


def figure(name: str, text: str, value: float | None = None, **more: Any) -> Figure:
    number = float(text.replace(",", "")) if value is None else value
    return Figure(name, text, number, more.pop("low", number), more.pop("high", number), **more)


def relation(name: str, kind: Kind, whole: str | None, *parts: str, strength: float = 1.0) -> Relation:
    return Relation(name, kind, whole, parts, strength=strength)


def suggested(figures: list[Figure], claims: dict[Relation, bool | None]) -> dict[str, list[tuple[str, float]]]:
    verdicts = [
        Verdict(claim, "R", "holds" if holds else "fails" if holds is False else "undecided", holds)
        for claim, holds in claims.items()
    ]
    found = suggest(list(claims), verdicts, {one.id: one for one in figures})
    return {name: [(who, value) for who, value, *_ in listed] for name, listed in found.items()}


SWAPPED = [figure("f1", "18,850"), figure("f2", "3,493"), figure("f3", "15,537"), figure("f4", "18,048"),
           figure("f5", "802"), figure("f6", "15,357")]  # fmt: skip


def test_slip_comes_alone_where_it_explains() -> None:
    claims = {relation("r1", "total", "f1", "f2", "f3"): False}
    found = suggested(SWAPPED, claims)
    assert found == {"r1": [("f3", 15357.0)]}


def test_reason_is_in_words() -> None:
    claim = relation("r1", "total", "f1", "f2", "f3")
    found = suggest([claim], [Verdict(claim, "R", "fails", False)], {one.id: one for one in SWAPPED})
    assert found["r1"][0][2] == "15,357 read as 15,537: digits 5 and 3 swapped; mends one relation"


@pytest.mark.parametrize(
    ("whole", "parts", "values", "says", "written"),
    [
        ("1 240", ("430", "800"), (1240, 430, 800), "1 230 read as 1 240: digit 3 typed as 4", "1 230"),
        ("1\u00a0240", ("430", "800"), (1240, 430, 800), "1\u00a0230 read as 1\u00a0240: digit 3", "1\u00a0230"),
        ("1.240", ("430", "800"), (1240, 430, 800), "1.230 read as 1.240: digit 3 typed as 4", "1.230"),
        ("1240", ("430", "800"), (1240, 430, 800), "1230 read as 1240: digit 3 typed as 4", "1230"),
        ("1,240", ("430", "800"), (1240, 430, 800), "1,230 read as 1,240: digit 3 typed as 4", "1,230"),
        ("45,3 %", ("30,1 %", "15,7 %"), (45.3, 30.1, 15.7), "45,8 % read as 45,3 %: digit 8 typed as 3", "45,8 %"),
        ("45.3 per cent", ("30.1 per cent", "15.7 per cent"), (45.3, 30.1, 15.7),
         "45.8 per cent read as 45.3 per cent: digit 8 typed as 3", "45.8 per cent"),
        ("1.2 million", ("600,000", "700,000"), (1_200_000, 600_000, 700_000), "1.3 million read as 1.2 million",
         "1.3 million"),
        ("$9 million", ("2 million", "3 million"), (9e6, 2e6, 3e6), "$5 million read as $9 million", "$5 million"),
        ("five", ("2", "2"), (5, 2, 2), "5 would have to be 4, lower by 1", "4"),
        ("1 240,5", ("430", "900"), (1240.5, 430, 900), "1 240,5 would have to be 1 330,0, higher by 89,5", "1 330,0"),
    ],
)  # fmt: skip
def test_values_are_written_as_the_document_writes_them(
    whole: str, parts: tuple[str, str], values: tuple[float, float, float], says: str, written: str
) -> None:
    texts = (whole, *parts)
    figures = {f"f{n}": figure(f"f{n}", text, value) for n, (text, value) in enumerate(zip(texts, values, strict=True))}
    claim = relation("r1", "total", "f0", "f1", "f2")
    found = suggest([claim], [Verdict(claim, "R", "fails", False)], figures)["r1"]
    ((reason, shown),) = [(said, shown) for who, _, said, shown in found if who == "f0"]
    assert reason.startswith(says), reason
    assert shown == written


@pytest.mark.parametrize(
    ("first", "second", "blamed"),
    [
        # What closes to the unit confirms its figures to the unit, whatever rounding would have allowed.
        ("70", "60", {"all", "south"}),
        # What is off by one all the same confirms only that far.
        ("70", "61", {"all", "south", "north"}),
    ],
)
def test_a_sum_that_closes_confirms_its_figures_though_it_may_be_rounded(
    first: str, second: str, blamed: set[str]
) -> None:
    figures = [
        figure("all", "250"),
        figure("north", "130"),
        figure("south", "119"),
        figure("lake", first),
        figure("hill", second),
    ]
    claims = {
        relation("r1", "total", "all", "north", "south"): False,
        replace(relation("r2", "total", "north", "lake", "hill"), tolerance=1.5): True,
    }
    assert {name for name, _ in suggested(figures, claims)["r1"]} == blamed


def test_crossed_breakdown_confirms() -> None:
    """The whole is confirmed by men and women, so a change that no slip explains is looked for in the parts."""
    figures = [figure("f1", "18,850"), figure("f2", "3,493"), figure("f3", "14,000"), figure("f4", "18,048"),
               figure("f5", "802")]  # fmt: skip
    claims = {relation("r1", "total", "f1", "f2", "f3"): False, relation("r2", "total", "f1", "f4", "f5"): True}
    assert sorted(name for name, _ in suggested(figures, claims)["r1"]) == ["f2", "f3"]


def test_repeat_confirms() -> None:
    figures = [figure("f1", "700"), figure("f2", "300"), figure("f3", "311"), figure("f9", "700")]
    claims = {relation("r1", "total", "f1", "f2", "f3"): False, relation("r2", "repeat", "f1", "f9"): True}
    assert {name for name, _ in suggested(figures, claims)["r1"]} == {"f2", "f3"}


def test_listed_things_are_never_blamed() -> None:
    figures = [figure("f1", "five", 5.0), *(figure(f"i{n}", f"0{n}.07.2021", 1.0, unit="item") for n in range(1, 5))]
    claims = {relation("r1", "enumeration", "f1", "i1", "i2", "i3", "i4"): False}
    assert suggested(figures, claims) == {"r1": [("f1", 4.0)]}


def test_subset_that_holds_bounds_the_value() -> None:
    """Children among the wounded: the total cannot be below them."""
    figures = [figure("f1", "900"), figure("f2", "100"), figure("f3", "50"), figure("f4", "600")]
    claims = {relation("r1", "total", "f1", "f2", "f3"): False, relation("r2", "subset", "f1", "f4"): True}
    assert "f1" not in {name for name, _ in suggested(figures, claims)["r1"]}


@pytest.mark.parametrize(
    ("share", "expected"),
    [("54.3", 45.3), ("4.53", 45.3)],
)
def test_share(share: str, expected: float) -> None:
    value = float(share)
    figures = [figure("b", "1,000"), figure("p", "453"),
               figure("s", share, value, low=value - 0.05, high=value + 0.05, unit="percent")]  # fmt: skip
    found = suggested(figures, {relation("r1", "percentage", "b", "p", "s"): False})
    values = dict(found["r1"])
    assert values["s"] == pytest.approx(expected)


def test_nobody_is_part_of_a_person() -> None:
    """No whole number of 200 is 45.3 per cent of them; another base or share is."""
    figures = [figure("b", "200"), figure("p", "96"),
               figure("s", "45.3", low=45.25, high=45.35, unit="percent")]  # fmt: skip
    found = suggested(figures, {relation("r1", "percentage", "b", "p", "s"): False})
    assert dict(found["r1"]) == {"b": 212.0, "s": pytest.approx(48.0)}


def test_change() -> None:
    figures = [figure("n", "1,250"), figure("o", "1,000"), figure("c", "520")]
    assert ("c", 250.0) in suggested(figures, {relation("r1", "change", "n", "o", "c"): False})["r1"]
    fallen = [figure("n", "750"), figure("o", "1,000"), figure("c", "520")]
    assert ("c", 250.0) in suggested(fallen, {relation("r1", "change", "n", "o", "c"): False})["r1"]


def test_hedge_that_cannot_explain_the_gap_is_no_excuse() -> None:
    """In total "at least 602", of whom 127 and 166: the verdict says that it fails, and 293 would mend it."""
    figures = [figure("f1", "602", low=602.0, high=None, bound="lower"), figure("f2", "127"), figure("f3", "166")]
    found = suggested(figures, {relation("r1", "total", "f1", "f2", "f3"): False})
    assert ("f1", 293.0) in found["r1"]


def test_one_slip_and_one_misreading() -> None:
    """A doubtful relation that also fails does not turn one slip into two."""
    figures = [figure("f1", "18,580"), figure("f2", "3,493"), figure("f3", "15,357"), figure("f4", "18,048"),
               figure("f5", "802")]  # fmt: skip
    claims = {
        relation("r1", "total", "f1", "f2", "f3"): False,
        relation("r2", "total", "f3", "f4", "f5", strength=0.7): False,
    }
    found = suggested(figures, claims)
    assert found["r1"] == [("f1", 18850.0)]


def test_nothing_is_said_without_failures_or_without_decisions() -> None:
    claims = {relation("r1", "total", "f1", "f2", "f6"): True, relation("r2", "total", "f1", "f4", "f5"): None}
    assert suggested(SWAPPED, claims) == {}
    assert suggested(SWAPPED, {relation("r1", "total", "f1", "f2", "f3", strength=0.1): False}) == {}


def test_kinds_without_arithmetic_are_left_aside() -> None:
    claims = {relation("r1", "period", "f1", "f2"): False, relation("r2", "rule", None, "f1", "f2"): False}
    assert suggested(SWAPPED, claims) == {}


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [("602", 602, 1), ("45.3", 45.3, 0.1), ("45,30", 45.3, 0.01), ("1.2 million", 1.2e6, 1e5), ("15.357", 15357, 1),
     ("five", 5, 1), ("4,000", 4000, 1), ("45.3 per cent", 45.3, 0.1)],
)  # fmt: skip
def test_printed_step(text: str, value: float, step: float) -> None:
    assert printed_step(figure("f", text, value)) == pytest.approx(step)


@settings(max_examples=60)
@given(
    st.lists(st.integers(1, 10**6), min_size=4, max_size=4),
    st.integers(0, 3),
    st.integers(1, 10**5),
    st.randoms(use_true_random=False),
)
def test_doubly_covered_cell_is_the_only_suggestion(
    parts: list[int], wrong: int, error: int, chance: random.Random
) -> None:
    """The cell where a failing row meets a failing column, whatever the order of relations."""
    a, b, c, d = parts
    totals = {"r1": a + b, "r2": c + d, "k1": a + c, "k2": b + d}
    printed = [value + (error if at == wrong else 0) for at, value in enumerate(parts)]
    figures = [figure(f"c{at}", f"{value:,}") for at, value in enumerate(printed)]
    figures += [figure(name, f"{value:,}") for name, value in totals.items()]
    members = {"r1": (0, 1), "r2": (2, 3), "k1": (0, 2), "k2": (1, 3)}
    claims = [
        (relation(f"x{name}", "total", name, *(f"c{at}" for at in inside)), wrong not in inside)
        for name, inside in members.items()
    ]
    chance.shuffle(claims)
    chance.shuffle(figures)
    found = suggested(figures, dict(claims))
    assert set(found) == {f"x{name}" for name, inside in members.items() if wrong in inside}
    assert all(listed == [(f"c{wrong}", float(parts[wrong]))] for listed in found.values())
