"""How usual a value is in its column: neighbours within a window, counted alike on both sides."""

from __future__ import annotations

from math import nan

import pytest

from auditor.locate.column_density import Density, density
from auditor.locate.priors import Columns
from auditor.locate.reasons import written

SETTINGS = Columns(records=8, width=1.0, floor=0.1, power=0.5)
SPREAD = (10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0)


def test_a_column_needs_its_records_and_a_spread() -> None:
    assert density(SPREAD, SETTINGS) is not None
    assert density(SPREAD[1:], SETTINGS) is None
    assert density((*SPREAD[1:], nan), SETTINGS) is None
    assert density((7.0,) * 9, SETTINGS) is None
    assert density((7.0,) * 6 + (1.0, 9.0, 11.0), SETTINGS) is None


def test_the_window_is_a_share_of_the_middle_half() -> None:
    found = density(SPREAD, SETTINGS)
    assert found is not None
    assert found.width == pytest.approx(40 * 8**-0.2)
    assert found.floor == pytest.approx(0.1 * 8 * 8**-0.2)
    assert (found.values, found.power) == (SPREAD, 0.5)


@pytest.mark.parametrize(
    ("meant", "printed", "ratio"),
    [
        (30.0, 90.0, (3 + 1) / (0 + 1)),  # 20, 30 and 40; nobody is near 90 but it itself
        (25.0, 90.0, (2 + 1) / (0 + 1)),  # 20 and 30
        (30.0, 60.0, (3 + 1) / (1 + 1)),  # 50 is near 60, as are 60 itself and no 70
        (10.0, 60.0, (2 + 1) / (1 + 1)),
        (1000.0, 60.0, 1 / 2),
    ],
)
def test_neighbours_are_counted(meant: float, printed: float, ratio: float) -> None:
    """The printed value is in the column and no neighbour of itself."""
    found = Density((10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 90.0), 10.0, 1.0, 1.0)
    assert found.ratio(meant, printed) == pytest.approx(ratio)
    assert Density(found.values, 10.0, 1.0, 0.5).ratio(meant, printed) == pytest.approx(ratio**0.5)


@pytest.mark.parametrize(
    ("value", "step", "text"),
    [
        (15357.0, 1.0, "15,357"),
        (45.3, 0.1, "45.3"),
        (45.0, 0.1, "45.0"),
        (1.25, 0.1, "1.25"),
        (1234.5678, 1.0, "1,234.57"),
        (-0.0, 1.0, "0"),
        (-0.04, 0.1, "-0.04"),
        (-1e-12, 0.1, "0"),
        (12345678.25, 1.0, "12,345,678.2"),
        (1200000.0, 100000.0, "1,200,000"),
    ],
)
def test_values_are_written_with_the_decimals_of_their_step(value: float, step: float, text: str) -> None:
    assert written(value, step) == text
