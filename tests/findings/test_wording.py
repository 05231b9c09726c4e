"""Relations written out in numbers, as the document writes numbers."""

from __future__ import annotations

from typing import Any

import pytest
from documents import BOOK
from hypothesis import given
from hypothesis import strategies as st

from auditor.checking.reconcile import reconcile
from auditor.kinds import kind_of
from auditor.kinds.equations import Writing, writing_of
from auditor.model.figure import Figure
from auditor.model.relation import Kind, Relation
from auditor.model.verdict import Verdict

P = {"unit": "percent"}


def figure(name: str, text: str, value: float, **more: Any) -> Figure:
    return Figure(**{"id": name, "text": text, "value": value, "low": value, "high": value} | more)


@pytest.mark.parametrize(
    ("texts", "document", "shown"),
    [
        (["1,698", "170"], [], "1,234,567"),
        (["1 698"], ["2,000"], "1 234 567"),
        (["1\u202f698"], [], "1\u202f234\u202f567"),
        (["1.698"], [], "1.234.567"),
        (["1'698"], [], "1'234'567"),
        (["1729", "1013"], ["18,850"], "1234567"),
        (["170"], ["18.850", "12"], "1.234.567"),
        (["170"], ["12"], "1,234,567"),
        (["0.125"], [], "1,234,567"),
    ],
)
def test_thousands_are_parted_as_the_document_does(texts: list[str], document: list[str], shown: str):
    assert writing_of(texts, writing_of(document)).number(1_234_567) == shown


@pytest.mark.parametrize(
    ("writing", "value", "decimals", "shown"),
    [
        (Writing(), 45.25, 1, "45.2"),
        (Writing(), 45.25, 2, "45.25"),
        (Writing(), 45.0, 2, "45"),
        (Writing(".", ","), 1234.5, 1, "1.234,5"),
        (Writing("", "."), -1234.5, 0, "−1234.5"),
        (Writing(), -309, 0, "−309"),
    ],
)
def test_decimals_are_as_many_as_printed(writing: Writing, value: float, decimals: int, shown: str):
    assert writing.number(value, decimals) == shown


CASES: list[tuple[Kind, Figure | None, list[Figure], str]] = [
    (
        "total",
        figure("w", "1.503", 1503),
        [figure("a", "1.000", 1000), figure("b", "530", 530)],
        "1.000 + 530 = 1.530, stated 1.503, over by 27",
    ),
    (
        "total",
        figure("w", "eleven", 11),
        [figure("a", "five", 5), figure("b", "four", 4)],
        "5 + 4 = 9, stated 11, short by 2",
    ),
    (
        "total",
        figure("w", "1.4 million", 1.4e6, low=1.35e6, high=1.45e6),
        [figure("a", "500,000", 5e5)],
        "500,000, stated 1.4 million, short by 900,000",
    ),
    (
        "total",
        figure("w", "45.5 per cent", 45.5, **P),
        [figure("a", "30.1 per cent", 30.1, **P), figure("b", "10.1 per cent", 10.1, **P)],
        "30.1 per cent + 10.1 per cent = 40.2 per cent, stated 45.5 per cent, short by 5.3 per cent",
    ),
    (
        "subset",
        figure("w", "93", 93),
        [figure("a", "26", 26), figure("b", "29", 29)],
        "26 + 29 = 55, out of 93, leaving 38",
    ),
    ("subset", figure("w", "26", 26), [figure("a", "62", 62)], "62, stated 26, over by 36"),
    (
        "remainder",
        figure("w", "290", 290),
        [figure("a", "254", 254), figure("b", "34", 34)],
        "254 + 34 = 288, stated 290, short by 2",
    ),
    (
        "percentage",
        figure("w", "29.252", 29252),
        [figure("a", "5.415", 5415), figure("b", "22%", 22, **P)],
        "5.415 / 29.252 = 18,5%, stated 22%, off by 3,5 points",
    ),
    (
        "shares",
        None,
        [figure("a", "44%", 44, **P), figure("b", "18%", 18, **P)],
        "44% + 18% = 62%, expected 100%, short by 38 points",
    ),
    (
        "enumeration",
        figure("w", "five", 5),
        [figure("a", "x", 1, unit="item"), figure("b", "y", 1, unit="item")],
        "2 listed, stated 5, short by 3",
    ),
    ("repeat", figure("w", "53", 53), [figure("a", "35", 35)], "53 here, 35 there, which differ by 18"),
    (
        "change",
        figure("w", "460", 460),
        [figure("a", "384", 384), figure("b", "67", 67)],
        "460 − 384 = 76, stated 67, off by 9",
    ),
    (
        "change",
        figure("w", "193", 193),
        [figure("a", "139", 139), figure("b", "29 per cent", 29, **P)],
        "(193 − 139) / 139 = 38.8 per cent, stated 29 per cent, off by 9.8 points",
    ),
    (
        "average",
        figure("w", "18", 18),
        [figure("a", "12", 12), figure("b", "14", 14)],
        "(12 + 14) / 2 = 13, stated 18, off by 5",
    ),
]


@pytest.mark.parametrize(("kind", "whole", "parts", "written"), CASES, ids=[f"{c[0]}-{i}" for i, c in enumerate(CASES)])
def test_a_relation_is_written_out(kind: Kind, whole: Figure | None, parts: list[Figure], written: str):
    named = {each.id: each for each in [*([whole] if whole else []), *parts]}
    relation = Relation("r1", kind, whole.id if whole else None, tuple(part.id for part in parts))
    (verdict,) = reconcile([relation], named, BOOK)
    assert (
        kind_of(verdict.relation.kind)
        .written(verdict, named, writing_of([each.text for each in named.values()]))
        .equation
        == written
    )


def test_a_long_sum_keeps_its_ends():
    parts = [figure(f"p{place}", str(place + 1), place + 1) for place in range(40)]
    named = {part.id: part for part in parts} | {"w": figure("w", "800", 800)}
    (verdict,) = reconcile([Relation("r1", "total", "w", tuple(part.id for part in parts))], named, BOOK)
    equation = kind_of(verdict.relation.kind).written(verdict, named, Writing()).equation
    assert equation.startswith("1 + 2 + 3 + ")
    assert equation.endswith(" + … + 40 (40 figures) = 820, stated 800, over by 20")


@given(st.floats(-1e12, 1e12, allow_nan=False), st.integers(0, 6))
def test_a_written_number_is_the_number(value: float, decimals: int):
    written = Writing().number(value, decimals)
    back = float(written.replace(",", "").replace("−", "-"))
    assert back == pytest.approx(value, abs=0.5 * 10 ** -max(decimals, 1) + abs(value) * 1e-12)


@pytest.mark.parametrize(
    ("imbalance", "paragraphs", "gap"),
    [(36.0, (), "36"), (0.25, (), "0.25"), (-243.0, ("2",), "243 days"), (1.0, ("2", "3"), "1 day"), (0.0, (), "")],
)
def test_how_far_figures_and_dates_that_should_agree_lie_apart(imbalance: float, paragraphs: tuple[str, ...], gap: str):
    claim = Relation("r1", "rule", None, ("a", "b"))
    verdict = Verdict(claim, "HSE001", "fails", False, imbalance, paragraphs=paragraphs)
    assert kind_of(verdict.relation.kind).written(verdict, {}, Writing()).gap == gap
