"""Text that makes an audit run away: whatever is said again and again, the time grows with the length alone.

Each pattern by itself is tried in tests/fuzz; here whole audits are.
"""

from __future__ import annotations

import gc
import time

import pytest

from auditor.pipeline import audit_document

UNITS = (
    "12 men and 5 women, ", "1 ", "1,", "one hundred ", "of whom 3 were men ", "between 1 and ", "12% of the 15 ",
    "2013-", "total of 5, including 3 men and 2 women; ", "- 5 ", "half of them ", "rose from 5 to 6, ", "1/2 ", "Article 5, ", "in 2013, ", "aged 5 to 7, ",  # noqa: E501
    "12 (5 men and 7 women), ", "men: 5; women: 6; ", "A/1.", "(5) of which (3) ", "of these, 5 ", "a total of 12 ",
)  # fmt: skip
QUIET = ("(", '"', "a@", "; ", "%", "www.", "'", "é", "• ", "[", "\u00a0")
PROSE = (
    "In 2023 the delegation visited 14 places of detention and spoke with 212 persons, of whom 180 were men and 32 were "  # noqa: E501
    "women; the authorities had announced at least 20 visits, about a third of which took place in the capital, under "
    "article 12 of the Act, and said that the rest would follow within the year. "
)


def seconds(unit: str, length: int) -> float:
    text = "Of " + unit * (length // len(unit) + 1)
    gc.collect()
    gc.disable()  # what a collection takes depends on all that the tests before have left
    try:
        began = time.process_time()
        audit_document("x.txt", data=text.encode(), language="en")
        return time.process_time() - began
    finally:
        gc.enable()


def grows_with_the_length(text: str, short: int, long: int) -> bool:
    """Say whether a longer text takes at most two and a half times as much longer; a busy machine gets chances."""
    quick = max(min(seconds(text, short) for _ in range(3)), 0.02)
    return any(seconds(text, long) < 2.5 * long / short * quick for _ in range(4))


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    seconds("Of 12 persons 7 were men. ", 100)


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_length(unit: str) -> None:
    assert grows_with_the_length(unit, 1_000, 4_000)


@pytest.mark.parametrize("unit", QUIET)
def test_a_megabyte_of_what_counts_nothing(unit: str) -> None:
    assert seconds(unit, 1_000_000) < 5


def test_a_paragraph_of_a_megabyte() -> None:
    assert grows_with_the_length(PROSE, 15_000, 90_000)
