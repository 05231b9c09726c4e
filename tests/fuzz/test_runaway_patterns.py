"""No declared pattern takes time that runs away, whatever stands again and again in a text.

Patterns are tried as what they are compiled to, expressions over the signs of tokens: each on runs of figures, words,
marks and line ends, and of the cues that it asks for.
"""

from __future__ import annotations

import os
import random
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from auditor.language.lexicon import available, load
from auditor.relations.prose.candidates.declarations import load_patterns
from auditor.relations.prose.candidates.pattern_matcher import compiled
from auditor.relations.prose.candidates.structure import phrases_of

TRIED = 2_000 if os.environ.get("AUDITOR_FUZZ") == "long" else 40
TOKENS = 600
BEARABLE = 2.0
"""Seconds for a text of so many tokens, which take thousandths where nothing runs away."""


class RunsAwayError(Exception):
    """A pattern has had its time."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    def ring(*_: object) -> None:
        raise RunsAwayError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.skipif(sys.platform == "win32", reason="a search is stopped by a signal that Windows does not have")
@pytest.mark.parametrize("language", available())
def test_no_declared_pattern_runs_away(language: str) -> None:
    lexicon = load(language)
    phrases, chance = phrases_of(lexicon), random.Random(18)  # noqa: S311 - no secret
    common = "".join(phrases.marks[mark][:1] for mark in ("count", "percent", "word") for _ in range(3))
    common += "".join(phrases.marks[mark][:3] for mark in phrases.marks if mark not in ("count", "percent", "word"))
    slow = []
    for row, expression in compiled(lexicon).expressions():
        signs = common + 2 * "".join(phrases.members.get(cue, "")[:2] for cue in row.cues)
        for _ in range(TRIED):
            start, unit = ("".join(chance.choices(signs, k=chance.randint(*size))) for size in ((0, 3), (2, 9)))
            try:
                with time_limit(BEARABLE):
                    sum(1 for _ in expression.finditer(start + unit * (TOKENS // len(unit))))
            except RunsAwayError:
                slow.append((row.name, start, unit))
                break
    assert slow == []
    assert len(load_patterns()) > 50
