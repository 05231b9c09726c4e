"""Looking for what begins at a digit: digits are few, and a look at each is quicker than one at every character."""

from __future__ import annotations

import re
from collections.abc import Iterator

_RUN = re.compile(r"\d+")


def at_digits(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Give the matches that `pattern.finditer(text)` gives, for a pattern that begins with a digit after no digit."""
    end = 0
    for run in _RUN.finditer(text):
        start = run.start()
        if start >= end and (hit := pattern.match(text, start)) is not None:
            end = hit.end()
            yield hit
