"""What a slip explains: a number for a number by each alphabet, and the gap between a total and its parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.arithmetic.slipped_sums import explains, leaves_gap, slip_information
from auditor.arithmetic.slips import noisy_channel


@pytest.mark.parametrize(
    ("meant", "printed", "alphabets"),
    [
        (15357, 15537, {"lists", "citations", "repeats"}),  # swapped
        (15357, 15397, {"lists", "tables", "citations"}),  # changed
        (15357, 1557, {"lists"}),  # dropped
        (15357, 155357, {"lists"}),  # doubled
        (1, 11, {"lists"}),
        (15357, 153857, {"lists"}),  # put in
        (15357, 15357, set()),
        (15357, 153570, {"lists"}),  # a nought put in, or the point slipped
        (15357, 15735, set()),
        (15357, -15357, set()),
        (15357, 17553, set()),
    ],
)
def test_each_alphabet_has_its_slips(meant, printed, alphabets):
    channel = noisy_channel()
    assert {name for name in channel.alphabets if channel.is_slip(printed, meant, name)} == alphabets


@pytest.mark.parametrize(
    ("gap", "tolerance", "told"),
    [
        (300, 0.0, True),
        (-0.04, 0.0, True),
        (270, 0.0, False),  # two digits swapped: no slip that tables believe
        (301, 0.0, False),
        (301, 1.0, True),
        (301, 0.5, False),
        (0.1 + 0.2, 0.0, True),
        (0.0, 0.0, False),
        (5.0, 1.0, True),  # within ten times the rounding the digits themselves are looked at
        (float("inf"), 1.0, False),
        (float("nan"), 0.0, False),
    ],
)
def test_a_changed_digit_leaves_one_digit(gap, tolerance, told):
    assert leaves_gap(gap, "tables", tolerance) is told


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_slips_that_keep_the_length_leave_the_gaps_that_are_looked_at(meant, printed):
    if len(str(meant)) == len(str(printed)) and noisy_channel().is_slip(printed, meant, "lists"):
        assert leaves_gap(printed - meant, "lists")


@pytest.mark.parametrize(
    ("whole", "parts", "told"),
    [
        (1240, (700, 504), True),  # 1,204
        (1204, (700, 540), True),  # 504
        (120, (700, 504), True),  # 1,204, a digit dropped
        (1204, (700, 5504), True),
        (1204, (700, 504), False),
        (1204, (700, 517), False),
        (7, (3, 2), False),  # of one digit each other one is a slip away
    ],
)
def test_one_slip_explains_a_sum(whole, parts, told):
    assert explains(whole - sum(parts), whole, parts) is told


def test_figures_in_words_do_not_slip():
    assert not explains(1240 - 1204, 0, ())


def test_a_gap_between_round_numbers_tells_less():
    assert slip_information(8742, (5000, 3700)) > slip_information(874, (500, 370))
    assert slip_information(87000, (50000, 30000)) == slip_information(87, (50, 30))
