"""No regular expression of the auditor takes time that grows faster than its text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("patterns.py")


def test_no_pattern_runs_away() -> None:
    long = ["--long"] if os.environ.get("AUDITOR_FUZZ") == "long" else []
    done = subprocess.run([sys.executable, PROGRAM, *long], capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert done.stderr == ""
    *slow, counts = (json.loads(line) for line in done.stdout.splitlines())
    assert slow == []
    assert counts["patterns"] > 500
    assert counts["texts"] > 20 * counts["patterns"]


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
