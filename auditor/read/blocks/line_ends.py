"""Line ends: which are only where the source ran out of width, and which mean something."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from auditor.language.folding import fold
from auditor.language.lexicon import number_words
from auditor.read.blocks.line_kinds import ends_clause

NARROW, WIDE = 50, 132
"""Widths, in characters, between which a block is taken to have been wrapped by its writer."""
_HYPHENATED = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,}+[-\u2010]$")
_CUT_WORD = re.compile(r"(?<![^\W\d_])([^\W\d_]++)[-\u2010]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_OPENS_IN_LOWER = re.compile(r"[(\[][^\W\d_]{2}")
_SHORT_WORD = re.compile(r"(?:^|[\s(])[^\W\d_]{1,3}$")


def usual_width(lengths: Iterable[int]) -> int:
    """Return the width at which a text was wrapped, or 0 where its lines have no common width."""
    long = sorted(length for length in lengths if length >= NARROW)
    if len(long) < 4:
        return 0
    width = long[int(0.97 * (len(long) - 1))]
    near = sum(1 for length in long if 0.75 * width <= length <= width)
    return width if width <= WIDE and near >= 0.6 * len(long) else 0


def wraps(values: Sequence[str]) -> bool:
    """Whether some line of a block breaks off in mid-sentence at the block's width."""
    return any(len(a) >= NARROW and not ends_clause(a) and b.lstrip()[:1].islower() for a, b in pairwise(values))


def is_full(before: str, after: str, width: int) -> bool:
    """Whether a line had no room for the first word of the next, in a block wrapped at a width."""
    word = len(after.split(None, 1)[0]) if after else 0
    return NARROW <= width <= WIDE and len(before) + 1 + word > width


def glue(before: str, after: str, width: int, *, wrapped: bool, full: bool | None = None) -> str:
    """Return how a line continues the one before it within a block.

    Either by a blank, by a line break, by "-" (the hyphen cuts a word and goes), or by nothing (it is the word's own).

    Args:
        before: the line before, with its indentation.
        after: the line, without blanks around it.
        width: the width of the block's longest line, or of the whole text's.
        wrapped: whether the block is known to be broken by width.
        full: whether the line before had room for no more, where that is known.
    """
    head = after[:1]
    if head.islower() and _HYPHENATED.search(before, max(0, len(before) - 40)):
        return "-"
    if full is None:
        full = is_full(before, after, width)
        near = wrapped and NARROW <= width <= WIDE and len(before) >= 0.6 * width
    else:
        near = False
    if ends_clause(before):
        return " " if head.islower() or (full and wrapped and not before.endswith(":")) else "\n"
    if before[-1:] in "-\u2010–/" and before[-2:-1].isalnum():
        return ""
    opens = _OPENS_IN_LOWER.match(after) is not None and after[1:3].islower()
    if head.islower() or opens or full or near or before[-1:] in ",(—[":
        return " "
    tail = _SHORT_WORD.search(before, max(0, len(before) - 5))
    return " " if tail is not None and tail.group().strip(" (").islower() else "\n"


def keeps_hyphen(before: str, after: str, known: Callable[[], frozenset[str]]) -> bool:
    """Whether the hyphen at a line's end belongs to the word, judged by the words of the rest of the text.

    It does where the text has the compound with it, or both of its halves as words, and has not the word without it; or
    where both halves are words that numbers are put together from.
    """
    cut, rest = _CUT_WORD.search(before, max(0, len(before) - 40)), _FIRST_WORD.match(after)
    if cut is None or rest is None:
        return True
    first, second, words = cut[1].lower(), rest.group().lower(), known()
    if f"{first}{second}" in words:
        return False
    return f"{first}-{second}" in words or {first, second} <= words or {fold(first), fold(second)} <= number_words()
