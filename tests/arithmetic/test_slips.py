"""The noisy channel: every slip is recognised, its chance counts its equally likely results, preimages are complete."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.arithmetic.slips import compile_channel, noisy_channel
from auditor.runtime.resources import ResourceError, read_rules

CHANNEL = noisy_channel()
NUMBERS = st.integers(min_value=1, max_value=10**9)


@pytest.mark.parametrize(
    ("meant", "printed", "kind", "digits"),
    [
        (15357, 15537, "swapped", ("5", "3")),
        (15357, 15397, "changed", ("5", "9")),
        (15357, 1557, "dropped", ("3", "")),
        (15357, 155357, "doubled", ("5", "")),
        (15357, 153857, "inserted", ("8", "")),
        (15357, -15357, "sign", ("", "")),
        (-15357, -15537, "swapped", ("5", "3")),
        (15357, 15357000, "thousands", ("", "")),
        (15357000, 15357, "thousands", ("", "")),
        (453, 45300, "point", ("", "")),
        (15357, 22222, "other", ("", "")),
        (15357, 17553, "other", ("", "")),
        (10, 0, "dropped", ("1", "")),
        (0, 7, "changed", ("0", "7")),
    ],
)
def test_kind(meant: int, printed: int, kind: str, digits: tuple[str, str]) -> None:
    found = CHANNEL.explain(printed, meant)
    assert (found.kind, (found.first, found.second)) == (kind, digits)


@given(NUMBERS)
def test_chances_of_slips_do_not_exceed_their_priors(meant: int) -> None:
    """Over everything that a single digit slip can turn a number into, the chances sum to at most its kinds' priors."""
    text = str(meant)
    printed = {text[:i] + text[i + 1] + text[i] + text[i + 2 :] for i in range(len(text) - 1)}
    printed |= {text[:i] + digit + text[i + 1 :] for i in range(len(text)) for digit in "0123456789"}
    printed |= {text[:i] + text[i + 1 :] for i in range(len(text))}
    printed |= {text[:i] + digit + text[i:] for i in range(len(text) + 1) for digit in "0123456789"}
    valid = {int(one) for one in printed if one and (one[0] != "0" or one == "0")} - {meant}
    total = sum(CHANNEL.explain(one, meant).slip for one in valid)
    kinds = ("swapped", "changed", "dropped", "doubled", "inserted", "thousands", "point")
    assert 0.2 < total <= sum(CHANNEL.kinds[kind].prior for kind in kinds) + 1e-9


@given(NUMBERS, st.data())
def test_every_slip_has_its_cause_among_the_preimages(meant: int, data: st.DataObject) -> None:
    text = str(meant)
    at = data.draw(st.integers(0, len(text) - 1))
    digit = data.draw(st.sampled_from("0123456789"))
    ways = [text[:at] + digit + text[at + 1 :], text[:at] + text[at] + text[at:], text[:at] + text[at + 1 :]]
    if at + 1 < len(text):
        ways.append(text[:at] + text[at + 1] + text[at] + text[at + 2 :])
    for way in ways:
        if way and way[0] != "0" and int(way) != meant:
            assert meant in CHANNEL.preimages(int(way))
            assert CHANNEL.explain(int(way), meant).kind != "other"


@given(st.integers(-(10**12), 10**12))
def test_preimages_are_explained(printed: int) -> None:
    for meant in CHANNEL.preimages(printed):
        if meant:
            assert CHANNEL.explain(printed, meant).slip > 0


def test_numbers_of_hundreds_of_digits_are_compared_whole() -> None:
    assert CHANNEL.explain(10**300, 10**300 + 7).kind == "other"
    assert len(CHANNEL.preimages(10**300 + 7)) < 20


@pytest.mark.parametrize(
    ("meant", "printed", "share"),
    [
        (120, 210, 1 / 2),  # 210 and 102
        (102, 120, 1 / 1),  # 012 is no number that anyone prints
        (15, 51, 1.0),
        (125, 12, 1 / 3),
        (105, 15, 1 / 2),  # 05 is none
        (1155, 155, 2 / 4),
    ],
)
def test_a_slip_is_as_likely_as_its_results_are_few(meant: int, printed: int, share: float) -> None:
    found = CHANNEL.explain(printed, meant)
    assert found.slip == pytest.approx(CHANNEL.kinds[found.kind].prior * share)
    assert found.kind in ("swapped", "dropped")
    assert (found.second == "") is (found.kind == "dropped")


def test_priors_sum_to_one() -> None:
    assert sum(slip.prior for slip in CHANNEL.kinds.values()) == pytest.approx(1)
    wrong = read_rules("slips.yaml")
    wrong["kinds"]["other"]["prior"] = 0.5
    with pytest.raises(ResourceError, match=r"sum to 1\.38; make them sum to 1"):
        compile_channel(wrong)
