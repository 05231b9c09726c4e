"""Ratios as linear rules: exact while one figure changes, against the check as Python works it out."""

from __future__ import annotations

from math import inf, nan

import pytest

from auditor.locate.linearize import tangent
from auditor.rulebook.expressions.expression import parse

RECORD = {"a": 12.0, "b": 5.0, "c": 30.0, "d": 4.0}
CHECKS = [
    "a == b + c",
    "a == b - c + d",
    "a == -b + c",
    "-a == -(b + c)",
    "a == sum(b, c, d)",
    "sum(a, b) == sum(c, -d, 2)",
    "a == 100 * b / c",
    "a / b == c / d",
    "a / b + c / d == 3",
    "a / b - c / d == 3",
    "c / d - a / b == a",
    "a * b == c + 7",
    "a == b * (c - d) / 2",
    "100 * (a - b) / b == c",
    "1 / a == 1 / b + 1 / c",
    "a == b / (c / d)",
]


def sides(text: str, record: dict[str, float]) -> float:
    """Give left less right, as Python reads the text."""
    left, right = text.split("==")
    names = {**record, "sum": lambda *terms: sum(terms), "round": lambda term, _: term, "__builtins__": {}}
    return eval(left, names) - eval(right, names)  # noqa: S307 - the checks above


@pytest.mark.parametrize("text", CHECKS)
def test_a_figure_that_meets_the_rule_meets_the_check(text: str) -> None:
    made = tangent("x", parse(text), RECORD, 0.0, 0.0)
    assert made is not None
    assert made.low == made.high == made.aim
    assert set(made.coefficients) == {name for name in RECORD if name in text.replace("sum", "").replace("round", "")}
    printed = sum(factor * RECORD[name] for name, factor in made.coefficients.items())
    assert (printed == pytest.approx(made.low)) is (abs(sides(text, RECORD)) < 1e-9)
    for name, factor in made.coefficients.items():
        mended = {**RECORD, name: RECORD[name] + (made.low - printed) / factor}
        assert sides(text, mended) == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(
    ("text", "room"),
    [
        ("a == round(100 * b / c, 1)", 0.05),
        ("a == round(b / c, 0) + round(d / b, 2)", 0.505),
        ("a == 2 * round(b / c, 1)", 0.1),
        ("a == round(b / c, 1) - round(d / b, 1)", 0.1),
        ("a * 10 == -round(b / c, 1)", 0.05),
    ],
)
@pytest.mark.parametrize("more", [0.0, 0.25])
def test_rounding_leaves_its_room_on_both_sides(text: str, room: float, more: float) -> None:
    made = tangent("x", parse(text), RECORD, more, 0.0)
    assert made is not None
    assert made.aim is not None
    assert made.low < made.aim < made.high
    printed = sum(factor * RECORD[name] for name, factor in made.coefficients.items())
    for edge, expected in ((made.low, room + more), (made.aim, 0.0), (made.high, room + more)):
        mended = {**RECORD, "a": RECORD["a"] + (edge - printed) / made.coefficients["a"]}
        assert abs(sides(text, mended)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("sign", "held"), [("==", (1, 1)), ("<=", (0, 1)), (">=", (1, 0)), ("<", (0, 1)), (">", (1, 0))]
)
@pytest.mark.parametrize("divisor", [5.0, -5.0])
def test_a_sign_bounds_one_side_whatever_the_sign_of_the_divisor(
    sign: str, held: tuple[int, int], divisor: float
) -> None:
    record = {"a": 12.0, "b": divisor, "c": 30.0}
    made = tangent("x", parse(f"c / b {sign} a"), record, 0.0, 1.0)
    assert made is not None
    assert (made.aim is None) is (sign != "==")

    def meets(value: float) -> bool:
        total = sum(factor * {**record, "c": value}[name] for name, factor in made.coefficients.items())
        return made.low - 1e-9 <= total <= made.high + 1e-9

    margin = {"<": 1.0, ">": 1.0}.get(sign, 0.0)
    for gap in (-3.0, -0.5, 0.0, 0.5, 3.0):  # c / b less a
        expected = {"==": gap == 0, "<=": gap <= 0, ">=": gap >= 0, "<": gap <= -margin, ">": gap >= margin}[sign]
        assert meets((12.0 + gap) * divisor) is expected
    assert (isinstance(made.low, float), held) == (True, held)
    assert ((made.low > -inf), (made.high < inf)) == tuple(map(bool, held if divisor > 0 else held[::-1]))


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("a == b / c", {"a": 1.0, "b": 2.0, "c": 0.0}),
        ("a == b / (c / d)", {"a": 1.0, "b": 2.0, "c": 0.0, "d": 3.0}),
        ("a == round(b, 1)", {"a": 1.0, "b": nan}),
        ("a + b == c", {"a": 1.0, "b": nan, "c": 2.0}),
        ("sum(a, b) == c", {"a": nan, "b": 1.0, "c": 2.0}),
        ("-a == c", {"a": nan, "c": 2.0}),
    ],
)
def test_a_divisor_of_zero_and_a_missing_figure_give_no_rule(text: str, record: dict[str, float]) -> None:
    assert tangent("x", parse(text), record, 0.0, 0.0) is None
