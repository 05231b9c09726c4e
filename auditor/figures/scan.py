"""Looking for what begins at a digit: digits are few, and a look at each is quicker than one at every character."""

from __future__ import annotations

import re
from collections.abc import Iterator

_DIGIT = re.compile(r"\d")


def at_digits(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Give the matches that `pattern.finditer(text)` gives, for a pattern whose matches begin with a digit."""
    found = _DIGIT.search(text)
    while found is not None:
        start = found.start()
        hit = pattern.match(text, start)
        if hit is None:
            found = _DIGIT.search(text, start + 1)
        else:
            yield hit
            found = _DIGIT.search(text, hit.end())
