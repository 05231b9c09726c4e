"""How precisely numbers are printed: their decimals, and the step of their last digit."""

from __future__ import annotations

import re
from decimal import Decimal
from math import floor, isfinite, log10

from auditor.model.figure import Figure

_DIGIT = re.compile(r"\d")
_TAIL = re.compile(r"([.,·٫])(\d+)\D*$")

SIGNS = ("+", "-", "−", "–")
"""Of numbers, as they are printed before them."""


def in_digits(text: str) -> bool:
    """Whether a number is printed in digits, at least in part ("1.2 million"), and not in words alone."""
    return _DIGIT.search(text) is not None


def printed_decimals(text: str, value: float, decimal: str = "") -> int:
    """Return how many decimals are printed: two in "45.30", none in "1,698" and "1.698" for 1698.

    Args:
        text: The figure as printed; of two numbers the last counts.
        value: What it is worth, which tells three decimals from thousands.
        decimal: The sign that opens decimals, where it is known; then the value does not matter.
    """
    found = _TAIL.search(text)
    if not found or not isfinite(value):
        return 0
    sign, digits = found.groups()
    if decimal:
        return len(digits) if sign == decimal else 0
    parted = len(digits) == 3 and abs(value) >= 1000 and float(value).is_integer()
    return 0 if parted else len(digits)


def printed_step(figure: Figure) -> float:
    """Return one unit of a figure's last printed digit: 1 for "602", 0.1 for "45.3", 100,000 for "1.2 million".

    Returns:
        The step in the figure's own unit; of a figure in words, or whose digits do not tell, that of its value.
    """
    digits = "".join(_DIGIT.findall(figure.text))
    number = int(digits) if 0 < len(digits) <= 15 else 0
    if number and figure.value and isfinite(figure.value):
        scale = log10(abs(figure.value) / number)
        if abs(scale - round(scale)) < 1e-9:
            return float(10.0 ** round(scale))
    return step_of(figure.value)


def step_of(value: float) -> float:
    """Return the step of a value's last digit: 1 for whole numbers, else that of its last decimal.

    Returns:
        A power of ten of at most 1, from the shortest decimal that is the same float; 1 where the value is not finite.
    """
    if not isfinite(value) or value == round(value):
        return 1.0
    exponent = Decimal(repr(value)).as_tuple().exponent
    return float(10.0**exponent) if isinstance(exponent, int) and exponent < 0 else 1.0


def decimals_of(step: float) -> int:
    """Return how many decimals write a number to a step: one for 0.1, none for 1 and more."""
    return max(0, -floor(log10(step) + 1e-9)) if step > 0 else 0


def sign_printed(text: str, value: float) -> bool:
    """Whether a figure is printed with its sign: then no word says which way it goes.

    Args:
        text: The figure as printed ("-1,189", "+3 per cent").
        value: What it states; below zero it has its sign in some form ("(1,189)").
    """
    return value < 0 or text[:1] in SIGNS
