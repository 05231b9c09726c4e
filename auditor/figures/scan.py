"""Looking only where something can begin: at the few digits of a text, or at the first letters of known words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

_RUN = re.compile(r"\d\d*")
"""Said so, and not as one or more, the search skips to digits by itself: it takes two thirds of the time."""


@lru_cache(8)
def _runs(text: str) -> tuple[tuple[int, int], ...]:
    """Return where the runs of digits stand; several patterns ask it of one text in turn."""
    return tuple([found.span() for found in _RUN.finditer(text)])


def at_digits(
    pattern: re.Pattern[str], text: str, least: int = 1, most: int | None = None, then: str = ""
) -> list[re.Match[str]]:
    """Return the matches that `pattern.finditer(text)` gives, for a pattern that begins with a digit after no digit.

    Args:
        pattern: what to look for.
        text: where.
        least: digits that the pattern needs in a row where it begins.
        most: digits in a row where it begins that it bears, where it bears so many only.
        then: the signs of which one must stand right behind those digits, where the pattern asks for that.
    """
    end = 0
    out: list[re.Match[str]] = []
    for start, stop in _runs(text):
        if (
            start >= end
            and stop - start >= least
            and (most is None or stop - start <= most)
            and (not then or text[stop : stop + 1] in then)
            and (hit := pattern.match(text, start)) is not None
        ):
            end = hit.end()
            out.append(hit)
    return out


def at_places(pattern: re.Pattern[str], text: str, places: Iterable[int]) -> list[re.Match[str]]:
    """Return the matches that `pattern.finditer(text)` gives, for a pattern that begins at none but these places.

    Args:
        pattern: what to look for.
        text: where.
        places: in ascending order.
    """
    end = 0
    out: list[re.Match[str]] = []
    for at in places:
        if at >= end and (hit := pattern.match(text, at)) is not None:
            end = hit.end()
            out.append(hit)
    return out


def short_runs(text: str, most: int) -> list[int]:
    """Return where the runs of at most so many digits begin."""
    return [start for start, stop in _runs(text) if stop - start <= most]


def whole_words(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield the matches that begin a word, as `(?<![a-z])` before the pattern would; without it a search is quicker.

    Args:
        pattern: begins with a letter, so that a search skips to the letters that it may begin with.
        text: folded.
    """
    at = 0
    while (hit := pattern.search(text, at)) is not None:
        start = hit.start()
        if start and "a" <= text[start - 1] <= "z":
            at = start + 1
        else:
            yield hit
            at = hit.end()
