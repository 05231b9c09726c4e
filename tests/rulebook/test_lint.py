"""What logic says of rules: contradictions, rules implied by others, rules that can never hold or never fail."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.lint import Logical, check_files, look_over
from auditor.rulebook.expressions.expression import parse_chain
from auditor.rulebook.expressions.identity import ToleranceMode


class Rule(NamedTuple):
    mode: ToleranceMode
    size: float = 0.0


NEVER_HOLD, NEVER_FAIL = "can never hold, whatever the figures are", "can never fail, whatever the figures are"


def remarks(*checks: str, room: float = 0.0) -> dict[str, str]:
    rules = [
        Logical(f"r{place}", parse_chain(check), room, "absolute" if room else "interval")
        for place, check in enumerate(checks)
    ]
    return {f"r{each.rule}": each.message for each in look_over(rules)}


@pytest.mark.parametrize(
    ("checks", "found"),
    [
        (["a == b + c"], {}),
        (["a == a"], {"r0": NEVER_FAIL}),
        (["a <= a + 1"], {"r0": NEVER_FAIL}),
        (["a < a"], {"r0": NEVER_HOLD}),
        (["a == a + 1"], {"r0": NEVER_HOLD}),
        (["1 == 2"], {"r0": NEVER_HOLD}),
        (["1 < 2"], {"r0": NEVER_FAIL}),
        (["3 <= a <= 2"], {"r0": NEVER_HOLD}),
        (["2 < a < 2"], {"r0": NEVER_HOLD}),
        (["end(p) < start(p)"], {"r0": NEVER_HOLD}),
        (["start(p) <= end(p)"], {"r0": NEVER_FAIL}),
        (["round(a, 0) > a + 1"], {"r0": NEVER_HOLD}),
        (["round(a, 0) <= a + 0.5"], {"r0": NEVER_FAIL}),
        (["round(100 * a / b, 1) > 3"], {}),
        (["a > 1", "a < 0"], {"r1": "contradicts r0: no figures satisfy them together"}),
        (["a == b + c", "b > a", "c >= 0"], {"r2": "contradicts r0 and r1: no figures satisfy them together"}),
        (["a < b", "b < c", "c < a"], {"r2": "contradicts r0 and r1: no figures satisfy them together"}),
        (["a == b + 1", "b == a + 1", "c == d"], {"r1": "contradicts r0: no figures satisfy them together"}),
        (["a == b + c", "a - b == c"], {"r1": "says the same as r0"}),
        (["a == b + c", "2 * a == 2 * (c + b)"], {"r1": "says the same as r0"}),
        (["a >= 0", "b >= 0", "t == a + b", "t >= 0"], {"r3": "follows from r0, r1 and r2"}),
        (["a <= b", "b <= c", "a <= c + 1"], {"r2": "follows from r0 and r1"}),
        (["a < b", "a <= b"], {"r1": "follows from r0"}),
        (["a <= b", "a < b"], {"r0": "follows from r1"}),
        (["share == round(100 * a / b, 1)", "share == round(100 * a / b, 1)"], {"r1": "says the same as r0"}),
        (["t == sum(t by sex)", "t == sum(t by age)"], {}),
        (["t == a + b", "t == c + d"], {}),
        (["a == 99999999999999999999 * 99999999999999999999 * b"], {}),
        (["a == 99999999999999999999 * b", "a == 3 * b"], {}),
    ],
)
def test_what_follows(checks: list[str], found: dict[str, str]) -> None:
    assert remarks(*checks) == found


def test_many_rules_are_named_in_short_or_left_alone() -> None:
    bounds = [f"{name} >= 0" for name in "abcdefgh"]
    assert remarks(*bounds, "t == sum(a, b, c, d, e, f, g, h)", "t >= 0") == {
        "r9": "follows from r0, r1, r2, r3, r4 and 4 others"
    }
    chain = [f"x{place} <= x{place + 1}" for place in range(400)]
    assert remarks(*chain) == {"r0": "hangs together with 399 others: too many to be looked over for contradictions"}


def test_a_tolerance_leaves_room() -> None:
    assert remarks("a == 1", "a == 3", room=0.5) == {"r1": "contradicts r0: no figures satisfy them together"}
    assert remarks("a == 1", "a == 3", room=1) == {}


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (Rule("relative", 0.1), Rule("absolute", 2), {}),
        (Rule("absolute", 2), Rule("relative", 0.1), {}),
        (Rule("relative", 0.1), Rule("relative", 0.1), {}),
        (Rule("exact"), Rule("relative", 0.1), {"r1": "follows from r0"}),
        (Rule("relative", 0.1), Rule("exact"), {"r0": "follows from r1"}),
        (Rule("exact"), Rule("absolute", 2), {"r1": "follows from r0"}),
        (Rule("interval"), Rule("exact"), {"r0": "follows from r1"}),
        (Rule("interval"), Rule("absolute", 2), {}),
        (Rule("interval"), Rule("interval"), {"r1": "says the same as r0"}),
    ],
)
def test_rules_that_forgive_more_do_not_imply_those_that_forgive_less(first: Rule, second: Rule, found: dict[str, str]):
    checks = parse_chain("a == b")
    rules = [Logical(f"r{place}", checks, each.size, each.mode) for place, each in enumerate((first, second))]
    assert {f"r{each.rule}": each.message for each in look_over(rules)} == found


def test_a_relative_tolerance_contradicts_nothing():
    rules = [
        Logical(f"r{place}", parse_chain(f"a == {size}"), 0.1, "relative") for place, size in enumerate((100, 105))
    ]
    assert look_over(rules) == []


@settings(max_examples=40, deadline=None)
@given(
    values=st.tuples(*[st.integers(0, 9)] * 4),
    signs=st.lists(
        st.tuples(st.sampled_from(["a", "b", "c", "d"]), st.sampled_from(["a", "b", "c", "d"]), st.booleans()),
        min_size=1,
        max_size=6,
    ),
)
def test_rules_that_some_figures_satisfy_are_never_said_to_contradict(
    values: tuple[int, ...], signs: list[tuple[str, str, bool]]
) -> None:
    at = dict(zip("abcd", values, strict=True))
    checks = []
    for one, other, plus in signs:
        gap = at[one] - at[other]
        strict = "<" if plus and gap < 5 else "<="
        checks.append(f"{one} - {other} {strict} {gap + (strict == '<')}" if gap >= -1 else f"{one} < {other}")
    assert not [said for said in remarks(*checks).values() if "contradicts" in said or said == NEVER_HOLD]


RECORDS = """\
rules:
  - {id: sum, check: "t == a + b"}
  - {id: again, check: "a == t - b"}
  - {id: low, check: "t < 0"}
  - {id: high, check: "t > 0"}
"""
DOCUMENT = """\
match:
  - {path: "*.txt"}
figures:
  t: {paragraph: 1, counts: persons}
  a: {paragraph: 1, counts: men}
  b: {paragraph: 1, counts: women}
identities:
  - {id: HSE001, name: x-a, check: t == a + b, severity: error, what: x, why: y}
  - {id: HSE002, name: x-b, check: a == t - b, severity: error, what: x, why: y}
  - {id: HSE003, name: x-c, hierarchy: {t: [a, b]}, severity: error, what: x, why: y}
"""


def test_remarks_have_their_places(tmp_path: Path) -> None:
    first, second = tmp_path / "records.yaml", tmp_path / "document.yaml"
    first.write_text(RECORDS, encoding="utf-8")
    second.write_text(DOCUMENT, encoding="utf-8")
    found = check_files([first, second])
    assert [str(each) for each in found.mistakes] == [
        f"{first}:5:23: high contradicts low: no figures satisfy them together"
    ]
    assert [str(each) for each in found.remarks] == [
        f"{second}:9:36: HSE002 says the same as HSE001",
        f"{second}:10:44: HSE003 says the same as HSE001",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"1. A total of 10 persons: 4 men and 6 women.", []),
        (b"1. A total of 10 persons: 4 men and 6 others.", [":6:3: b: none of"]),
        (b"1. A total of 10 persons: 4 men, 2 men and 6 women.", [":5:3: a: 2 figures fit, where one should: 4 men"]),
        (b"1. Nothing.", [":4:3: t: there are no figures", ":5:3: a: there", ":6:3: b: there"]),
    ],
)
def test_unknown_figures_are_named_with_a_document(tmp_path: Path, text: bytes, says: list[str]) -> None:
    from auditor.figures import read_figures
    from auditor.read import read_document

    path = tmp_path / "document.yaml"
    path.write_text(DOCUMENT, encoding="utf-8")
    document = read_document("report.txt", data=text, language="en")
    mistakes = check_files([path], (document, read_figures(document))).mistakes
    assert len(mistakes) == len(says)
    assert all(wanted in str(each) for wanted, each in zip(says, mistakes, strict=True)), mistakes


def test_a_document_that_the_file_is_not_for(tmp_path: Path) -> None:
    from auditor.model.figure import Figures
    from auditor.read import read_document

    path = tmp_path / "document.yaml"
    path.write_text(DOCUMENT, encoding="utf-8")
    (mistake,) = check_files([path], (read_document("report.md", data=b"1. Text."), Figures())).mistakes
    assert "none of these fits report.md" in mistake.message
