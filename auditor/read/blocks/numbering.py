"""Paragraph numbers: which numbers at the start of a block number it, and which only begin its sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache

from auditor.language.folding import written_pattern
from auditor.language.lexicon import shared

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻŁŃŅŇŐŒŔŘŚŞŠŢŤŪŮŰŹŻŽƏΑ-ΩА-ЯЁ"
OPENING = "“\"'‘«„\\[("
_NUMBERED = rf"""
      §\s?(?P<section>\d{{1,4}})\.?\s+(?=\S)
    | \((?P<round>\d{{1,4}})\)\s*(?=[{_UPPER}{OPENING}])
    | (?P<decimal>\d{{1,3}}(?:\.\d{{1,3}}){{1,4}})\.?\s+(?=[{_UPPER}{OPENING}])
    | (?P<half>\d{{1,4}})\)\s+(?=\S)
    | (?P<full>\d{{1,4}})(?P<sub>\.?[a-z]|\s?(?:SUFFIX))?\s?\.(?:\s+(?=\S)|(?=[{_UPPER}{OPENING}]))
    | (?P<bare>\d{{1,3}})(?:\s{{2,}}|\s(?=[{_UPPER}{OPENING}]))(?=\S)
    """
_DEEPEST = 100
"""Sequences open within one another that a number is tried on: lists that people write are not so deep."""
_LONGEST_GAP = 60
"""Numbers that an excerpt may leave out between two of its paragraphs."""
_PLAIN_LIMIT = 1_000
"""From here on a number is a paragraph's only if it follows the one before it: years begin sentences."""


class NumberingStyle(Enum):
    """How a number is dressed; a sequence keeps its dress."""

    FULL = "55."
    HALF = "55)"
    ROUND = "(55)"
    SECTION = "§ 55"
    DECIMAL = "5.5"
    BARE = "55"


_WEAK = frozenset({NumberingStyle.HALF, NumberingStyle.ROUND, NumberingStyle.BARE})
_NEEDED = {NumberingStyle.HALF: 2, NumberingStyle.ROUND: 2, NumberingStyle.BARE: 3, NumberingStyle.DECIMAL: 2}
"""Members that a sequence of a style must have before it numbers paragraphs (1 elsewhere)."""


@dataclass(frozen=True, slots=True)
class ParagraphNumber:
    """A number as it stands at the start of a text."""

    style: NumberingStyle
    label: str
    value: tuple[int, ...]
    sub: str
    length: int
    """Characters that number, dress and blank take; the paragraph's text begins after them."""


@dataclass(slots=True)
class NumberCandidate:
    """A number in its surroundings."""

    index: int
    number: ParagraphNumber
    apart: bool
    """Whether the block is set apart from the text before it."""
    section: int
    """How many headings stand before it."""
    after_colon: bool
    """Whether the text before it ends with a colon, and so may announce a list."""
    certain: bool = False
    """Whether the format says that it is a number before the text."""


@dataclass(slots=True)
class _Sequence:
    members: list[NumberCandidate]
    parent: NumberCandidate | None
    nested: bool = False
    style: NumberingStyle = field(init=False)

    def __post_init__(self) -> None:
        self.style = self.members[0].number.style


def parse_number(text: str) -> ParagraphNumber | None:
    """Return the number that a text begins with, if it could number a paragraph."""
    if not text or not (text[0].isdigit() or text[0] in "(§"):
        return None
    found = _numbered().match(text)
    if found is None:
        return None
    if (digits := found["full"]) is not None:
        sub = (found["sub"] or "").strip()
        return ParagraphNumber(
            NumberingStyle.FULL, digits + (found["sub"] or ""), (int(digits),), sub.strip("."), found.end()
        )
    if (digits := found["decimal"]) is not None:
        return ParagraphNumber(NumberingStyle.DECIMAL, digits, tuple(map(int, digits.split("."))), "", found.end())
    for style, group in (
        (NumberingStyle.HALF, "half"),
        (NumberingStyle.ROUND, "round"),
        (NumberingStyle.SECTION, "section"),
        (NumberingStyle.BARE, "bare"),
    ):
        if (digits := found[group]) is not None:
            return ParagraphNumber(style, digits, (int(digits),), "", found.end())
    return None


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(_NUMBERED.replace("SUFFIX", written_pattern(shared().get("inserted") or ())), re.VERBOSE)


def choose(candidates: Sequence[NumberCandidate]) -> tuple[set[int], set[int]]:
    """Return which numbers are those of paragraphs and of list items, and do not belong to the sentence.

    A number counts if it continues an ascending sequence of its own style. A sequence that starts at 1 inside another
    which later goes on is a list within a paragraph.

    Returns:
        The indexes of the candidates that number paragraphs, and of those that number items of a list.
    """
    closed: list[_Sequence] = []
    # numbers of several parts (2.13) have their order in themselves, whatever plain numbers stand between
    for parts in (False, True):
        stack: list[_Sequence] = []
        for candidate in candidates:
            if (candidate.number.style is NumberingStyle.DECIMAL) is parts:
                _place(candidate, stack, closed)
        closed.extend(stack)
        _settle_open(stack)
    paragraphs: set[int] = set()
    items: set[int] = set()
    for sequence in closed:
        indexes = {member.index for member in sequence.members}
        if sequence.nested:
            items |= indexes
        elif len(sequence.members) >= _NEEDED.get(sequence.style, 1) or any(m.certain for m in sequence.members):
            paragraphs |= indexes
    return paragraphs, items


def _place(candidate: NumberCandidate, stack: list[_Sequence], closed: list[_Sequence]) -> None:
    """Put a candidate where it fits best: the innermost sequence that it continues, a new one, or nowhere."""
    number = candidate.number
    outermost = max(-1, len(stack) - 1 - _DEEPEST)
    for depth in range(len(stack) - 1, outermost, -1):
        if stack[depth].style is number.style and _follows(stack[depth].members[-1].number, number):
            _close(stack, closed, depth + 1, candidate)
            stack[depth].members.append(candidate)
            return
    if _is_first(number):
        stack.append(_Sequence([candidate], stack[-1].members[-1] if stack else None))
        return
    for sequence in reversed(stack[outermost + 1 :]):
        if sequence.style is number.style and _repair(sequence, candidate):
            return
    if number.value[0] >= _PLAIN_LIMIT or not candidate.apart:
        return
    for depth in range(len(stack) - 1, outermost, -1):
        last = stack[depth].members[-1].number
        if stack[depth].style is number.style and _within_gap(last, number):
            _close(stack, closed, depth + 1, candidate)
            stack[depth].members.append(candidate)
            return
    if not stack or all(sequence.style in _WEAK and number.style not in _WEAK for sequence in stack):
        stack.append(_Sequence([candidate], stack[-1].members[-1] if stack else None))


def _follows(last: ParagraphNumber, number: ParagraphNumber) -> bool:
    """Whether a number is the very next one."""
    if number.style is NumberingStyle.DECIMAL:
        a, b = last.value, number.value
        shared = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
        if shared == len(a):
            return len(b) == len(a) + 1 and b[-1] == 1
        return shared < len(b) and b[shared] == a[shared] + 1 and all(x == 1 for x in b[shared + 1 :])
    step = number.value[0] - last.value[0]
    return step == 1 or (step == 0 and number.sub > last.sub)


def _within_gap(last: ParagraphNumber, number: ParagraphNumber) -> bool:
    if number.style is NumberingStyle.DECIMAL:
        return last.value < number.value and number.value[0] - last.value[0] <= 2
    return 0 < number.value[0] - last.value[0] <= _LONGEST_GAP


def _is_first(number: ParagraphNumber) -> bool:
    return number.value[-1] == 1 and (number.style is NumberingStyle.DECIMAL or not number.sub or number.sub == "a")


def _repair(sequence: _Sequence, candidate: NumberCandidate) -> bool:
    """Drop one or two numbers that jumped ahead if the candidate continues the sequence without them."""
    for back in (1, 2):
        if len(sequence.members) > back and _follows(sequence.members[-back - 1].number, candidate.number):
            del sequence.members[-back:]
            sequence.members.append(candidate)
            return True
    return False


def _close(stack: list[_Sequence], closed: list[_Sequence], depth: int, candidate: NumberCandidate) -> None:
    """End the sequences above a depth: lists within a paragraph, unless a heading stands between."""
    for sequence in stack[depth:]:
        sequence.nested = sequence.parent is not None and sequence.members[-1].section == sequence.parent.section
        if not sequence.nested and candidate.section == sequence.members[0].section:
            sequence.nested = True
        closed.append(sequence)
    del stack[depth:]


def _settle_open(stack: list[_Sequence]) -> None:
    """Judge the sequences that nothing ended: a restart after a heading numbers paragraphs, one after a colon not."""
    for sequence in stack[1:]:
        first, parent = sequence.members[0], sequence.parent
        same_section = parent is not None and parent.section == first.section
        weak = sequence.style in _WEAK and stack[0].style not in _WEAK
        sequence.nested = weak or (same_section and (first.after_colon or not first.apart))
