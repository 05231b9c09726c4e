"""The language of checks: what it reads, what it refuses and where, and what it computes."""

from __future__ import annotations

import math
import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.rulebook.expressions.evaluation import TermInterval, evaluate, written
from auditor.rulebook.expressions.expression import parse
from auditor.rulebook.expressions.linear import LinearConstraint, linear
from auditor.rulebook.expressions.syntax import Binary, ExpressionError, Name, Negative, Node, NumberTerm, Sum, names


@pytest.mark.parametrize(
    ("text", "coefficients", "relation", "constant"),
    [
        ("t == a + b", {"t": 1, "a": -1, "b": -1}, "==", 0),
        ("t >= 0", {"t": 1}, ">=", 0),
        ("released == taken - killed", {"released": 1, "taken": -1, "killed": 1}, "==", 0),
        ("2 * (a - b) / 4 + 1 <= sum(c, -d, 3)", {"a": 0.5, "b": -0.5, "c": -1, "d": 1}, "<=", 2),
        ("mines.neutralised < 10 * mines.planted", {"mines.neutralised": 1, "mines.planted": -10}, "<", 0),
        ("a == a", {"a": 0}, "==", 0),
        ("--a > 5 - 3", {"a": 1}, ">", 2),
        ("été == männer", {"été": 1, "männer": -1}, "==", 0),
    ],
)
def test_a_linear_check_is_coefficients(text: str, coefficients: dict[str, float], relation: str, constant: float):
    assert linear(parse(text)) == LinearConstraint(coefficients, relation, constant)


@pytest.mark.parametrize(
    ("text", "column"),
    [("a == b * c", 8), ("a == 1 / b", 8), ("a == round(b, 1)", 6), ("a == b / 0", 8), ("a == (b + 1) * (c - 2)", 14)],
)
def test_what_is_not_linear_says_so(text: str, column: int):
    with pytest.raises(ExpressionError) as caught:
        linear(parse(text))
    assert caught.value.column == column


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("", 1, "the end where"),
        ("a", 2, "the end where"),
        ("a = b", 3, "'=' has no meaning here"),
        ("a == ", 5, "the end where"),
        ("a == b == c", 1, "not a chain"),
        ("a == b <= c", 8, "a chain goes one way"),
        ("a < b > c", 7, "a chain goes one way"),
        ("a == b by sex", 8, "'by' where"),
        ("a == round(b by sex, 1)", 6, "`by` stands in sum alone"),
        ("sum(a by) == b", 9, "')' where a name should be"),
        ("a == 2020-02-31", 6, "there is no day 2020-02-31"),
        ("a == start(b + c)", 6, "start takes one name"),
        ("a == end(b, c)", 6, "end takes one name"),
        ("a == (b + c", 12, "the end where"),
        ("a == b)", 7, "')' where"),
        ("a == b c", 8, "'c' where"),
        ("a == 'b'", 6, "has no meaning here"),
        ("a == b ** 2", 9, "'*' where"),
        ("a == b; import os", 7, "';' has no meaning here"),
        ("a == __import__('os')", 17, "has no meaning here"),
        ("a == open(b)", 6, "there is no function 'open'"),
        ("a == eval(b)", 6, "there is no function 'eval'"),
        ("a == round(b)", 6, "round takes"),
        ("a == round(b, c)", 6, "decimals of round"),
        ("a == round(b, 99)", 6, "decimals of round"),
        ("a == [b]", 6, "'[' has no meaning here"),
        ("a == b if c else d", 8, "'if' where"),
        ("a == lambda: b", 12, "':' has no meaning here"),
        ("a != b", 3, "'!' has no meaning here"),
        ("a == " + "-" * 500 + "b", 1, "nested deeper"),
        ("a == " + " + ".join(["b"] * 400), 1, "nested deeper"),
        ("a == " + "b" * 5000, 4000, "longer than"),
    ],
)
def test_a_mistake_is_named_with_its_column(text: str, column: int, says: str):
    with pytest.raises(ExpressionError, match=re.escape(says)) as caught:
        parse(text)
    assert caught.value.column == column
    assert "\n" not in str(caught.value)


@given(st.text(max_size=60))
def test_no_text_is_a_traceback(text: str):
    with suppress(ExpressionError):
        assert parse(text).text == " ".join(text.split())


def test_figures_are_named_once_in_order():
    assert names(parse("b + a == sum(a, c.d) - round(e, 1)")) == ("b", "a", "c.d", "e")


figures = st.sampled_from(["a", "b", "c"])
leaves: st.SearchStrategy[Node] = st.one_of(
    st.integers(0, 50).map(lambda value: NumberTerm(float(value))),
    figures.map(Name),
)


def grow(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.one_of(
        st.builds(Binary, st.sampled_from(["+", "-", "*", "/"]), inner, inner),
        st.builds(Negative, inner),
        st.builds(Sum, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    )


nodes = st.recursive(leaves, grow, max_leaves=8)
values = st.fixed_dictionaries({name: st.integers(-9, 9).map(float) for name in "abc"})


@given(nodes, values)
def test_values_are_those_of_arithmetic(node: Node, given_values: dict[str, float]):
    found = evaluate(node, {name: TermInterval(value, value, value) for name, value in given_values.items()})
    text = written(node, {name: f"({value!r})" for name, value in given_values.items()}, repr)
    plain = text.replace("−", "-").replace("×", "*")
    try:
        wanted = eval(plain, {"__builtins__": {}})  # noqa: S307 - the test writes the text itself
    except ZeroDivisionError:
        assert not math.isfinite(found.value) or math.isinf(found.low)
        return
    if math.isfinite(found.value):
        assert found.value == pytest.approx(wanted)


@given(
    nodes,
    values,
    st.fixed_dictionaries({name: st.tuples(st.integers(0, 5), st.integers(0, 5)) for name in "abc"}),
    st.fixed_dictionaries({name: st.floats(0, 1) for name in "abc"}),
)
def test_every_choice_within_the_intervals_stays_within_the_result(
    node: Node,
    given_values: dict[str, float],
    widths: dict[str, tuple[int, int]],
    at: dict[str, float],
):
    spans = {n: TermInterval(v, v - widths[n][0], v + widths[n][1]) for n, v in given_values.items()}
    chosen = {
        n: TermInterval(v, v, v) for n, span in spans.items() for v in [span.low + at[n] * (span.high - span.low)]
    }
    whole, point = evaluate(node, spans), evaluate(node, chosen)
    if math.isfinite(point.value):
        room = 1e-6 * max(1.0, abs(point.value))
        assert whole.low - room <= point.value <= whole.high + room


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("x == a - (b - c)", "1 − (2 − 3)"),
        ("x == a - b - c", "1 − 2 − 3"),
        ("x == (a + b) * c", "(1 + 2) × 3"),
        ("x == a + b * c", "1 + 2 × 3"),
        ("x == a / (b / c)", "1 / (2 / 3)"),
        ("x == -(a + b)", "−(1 + 2)"),
        ("x == 2 * sum(a, b)", "2 × (1 + 2)"),
        ("x == sum(a, b)", "1 + 2"),
        ("x == round(100 * a / b, 1)", "round(100 × 1 / 2, 1)"),
    ],
)
def test_a_check_is_written_with_its_figures(text: str, shown: str):
    assert written(parse(text).right, {"a": "1", "b": "2", "c": "3"}, lambda value: f"{value:g}") == shown


@pytest.mark.parametrize(
    ("low", "value", "high", "digits", "wanted"),
    [
        (12.34, 12.34, 12.34, 1, (12.3, 12.3, 12.3)),
        (12.25, 12.25, 12.25, 1, (12.2, 12.3, 12.3)),
        (1.4, 1.5, 1.6, 0, (1, 2, 2)),
        (0, 5, math.inf, 0, (0, 5, math.inf)),
    ],
)
def test_rounding_takes_a_half_either_way(
    low: float, value: float, high: float, digits: int, wanted: tuple[float, ...]
):
    found = evaluate(parse(f"x == round(a, {digits})").right, {"a": TermInterval(value, low, high)})
    assert (found.low, found.value, found.high) == pytest.approx(wanted)
