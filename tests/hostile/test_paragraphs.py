"""Text that makes an audit run away: whatever is said again and again, the time grows with the length alone.

Each pattern by itself is tried in tests/fuzz; here whole audits are.
"""

from __future__ import annotations

import gc
import time

import pytest
from growing import PROSE, QUIET, UNITS

from auditor.pipeline import audit_document


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
