"""No regular expression of the auditor takes time that grows faster than its text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

PROGRAM = Path(__file__).with_name("patterns.py")


def test_no_pattern_runs_away() -> None:
    long = ["--long"] if os.environ.get("AUDITOR_FUZZ") == "long" else []
    done = subprocess.run([sys.executable, PROGRAM, *long], capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert done.stderr == ""
    *slow, counts = (json.loads(line) for line in done.stdout.splitlines())
    assert slow == []
    assert counts["patterns"] > 500
    assert counts["distinct"] > 500
    assert counts["texts"] > 20 * counts["distinct"]


@pytest.mark.parametrize(
    ("pattern", "unit", "runs_away"),
    [(r"\s*%", " ", True), (r"(?:a+)+b", "a", True), (r"\s*+%", "1", False), (r"\[[^\[\]]*+\]", "[", False)],
)
def test_what_runs_away_is_seen(pattern: str, unit: str, runs_away: bool) -> None:
    import re

    from patterns import LONG, MOST_GROWTH, SHORT, growth

    made = re.compile(pattern)
    grown = growth(lambda text: sum(1 for _ in made.finditer(text)), unit, ("", "!"), SHORT, LONG)
    assert (grown > MOST_GROWTH) is runs_away


@pytest.mark.parametrize(
    ("one", "two", "kept"),
    [
        ("[ab]+x", "[cde]+y", ["one"]),  # other characters, the same kinds
        ("[ab]+[bc]", "[ab]+[cd]", ["one"]),  # the first one knows of a kind more, which is in both classes
        ("[ab]+[cd]", "[ab]+[bc]", ["two"]),
        ("[ab]+[^c]", "[de]+[f]", ["one", "two"]),
        ("[ab]+x", "[ab]*x", ["one", "two"]),
        (r"\d+x", r"\d+y", ["one", "two"]),  # digits are more than what is listed
        ("(?i)a+x", "(?i)b+y", ["one", "two"]),
    ],
)
def test_what_stands_for_another_knows_all_its_kinds(one: str, two: str, kept: list[str]) -> None:
    import re

    from alike import distinct
    from watching import Named

    both = (Named("one", re.compile(one), {"search": 9}), Named("two", re.compile(two), {"search": 40, "match": 5}))
    found = list(distinct(both))
    assert [named.place for named in found] == kept
    assert len(kept) == 2 or found[0].reach == {"search": 40, "match": 5}


@given(st.text(alphabet="abcdxé\n", max_size=12))
def test_texts_that_are_not_told_apart_match_alike(text: str) -> None:
    import re

    from alike import told_apart

    pattern = re.compile(r"(?P<one>[ab]{1,3})[^bd]?(?:x|c)*")
    same = told_apart(pattern)(text)
    assert [each.span() for each in pattern.finditer(same)] == [each.span() for each in pattern.finditer(text)]
