"""How precisely numbers are printed: the cases of the reader, with the twins that only look alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.arithmetic.printed_digits import decimals_of, in_digits, printed_decimals, printed_step, step_of
from auditor.model.figure import Figure


@pytest.mark.parametrize(
    ("text", "value", "decimals", "step"),
    [
        ("602", 602, 0, 1),
        ("45.3", 45.3, 1, 0.1),
        ("45,30", 45.3, 2, 0.01),
        ("45.3 per cent", 45.3, 1, 0.1),
        ("0·5", 0.5, 1, 0.1),
        ("1.2 million", 1.2e6, 1, 1e5),
        ("15.357", 15357, 0, 1),
        ("15.357", 15.357, 3, 0.001),
        ("1,234.5 per cent", 1234.5, 1, 0.1),
        ("4,000", 4000, 0, 1),
        ("five", 5, 0, 1),
        ("a half", 0.5, 0, 0.1),
        ("5", float("inf"), 0, 1),
    ],
)
def test_precision_of_a_figure_as_printed(text, value, decimals, step):
    figure = Figure("f", text, value, value, value, "count", "", "", (), None, "p", 0, 0, len(text))
    assert printed_decimals(text, value) == decimals
    assert printed_step(figure) == pytest.approx(step)
    assert in_digits(text) == any(sign.isdigit() for sign in text)


@pytest.mark.parametrize(("decimal", "decimals"), [(".", 3), (",", 0), ("", 0)])
def test_a_known_sign_tells_decimals_from_thousands(decimal, decimals):
    assert printed_decimals("1.234", 1_234_000.0, decimal) == decimals


@given(st.integers(-(10**6), 10**6), st.integers(0, 6))
def test_the_decimals_of_a_step_write_the_value(number, decimals):
    value = float(f"{number}e-{decimals}")
    assert float(f"{value:.{decimals_of(step_of(value))}f}") == value
