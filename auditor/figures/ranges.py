"""Two numbers that state one quantity between them: "between 10 and 15", "10-12", "more than 100 but less than 200"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from auditor.figures.grammar import Grammar, Pattern, end_pattern, grammar, stems_pattern
from auditor.figures.number_mentions import NumberMention
from auditor.figures.reads import Read
from auditor.language.clauses import first_statement, last_statement
from auditor.language.folding import forms, words_pattern
from auditor.language.lexicon import Lexicon

_TIGHT = re.compile(r"[-–]")
_SPACED = re.compile(r"[ \u00a0][-–—][ \u00a0]")
_DASH_OR_EQUALS = re.compile(r"\s?[-–—=+×x/*]")
_DASH_BEFORE = re.compile(r"[-–—=+×/*]\s?$")
_BEFORE, _CLAUSE, _BEHIND = 40, 120, 60
"""Characters in which the opening word, and a word of change before and behind, are sought."""
_NOUN = r"(?P<noun>(?:\s[^\W\d_][\w'-]*){0,4}?)"
_NEXT_WORD = re.compile(r"\s([^\W\d_][\w'-]*)")
_TWO = 2


@dataclass(frozen=True, slots=True, eq=False)
class _RangeWords:
    opened_from: Pattern
    opened_by: Pattern
    """Before how much something changes: what follows may be a range though words of change stand near."""
    change: Pattern
    bounds: Pattern
    """Between two bounds of one number: the noun of the first, a comma, "and" or "but"."""
    contrast: frozenset[str]


@cache
def _compiled(lexicon: Lexicon) -> _RangeWords:
    sections = lexicon.sections
    joiners = words_pattern(sections.get("bound_joiners") or [])
    return _RangeWords(
        opened_from=end_pattern(sections.get("range_from") or []),
        opened_by=end_pattern(sections.get("range_by") or []),
        change=stems_pattern(sections.get("change_words") or []),
        bounds=re.compile(rf"{_NOUN},?\s*(?P<joiner>{joiners})?\s*"),
        contrast=frozenset(forms(sections.get("bound_contrast") or [])),
    )


class Ranges:
    """Joins the numbers of one text that are the two ends of a range."""

    def __init__(self, folded: str, lexicon: Lexicon) -> None:
        """Keep the text, folded and masked."""
        self._folded = folded
        self._function_words = lexicon.function_words
        self._rules: Grammar = grammar(lexicon)
        self._words = _compiled(lexicon)

    def join(self, reads: list[Read]) -> list[Read]:
        """Return the reads with the two ends of each range as one; its `ends` are the numbers, its bound is "range"."""
        out: list[Read] = []
        for read in reads:
            first = out[-1] if out else None
            if first and (joined := self._joined(first, read)):
                out[-1] = joined
                continue
            if first and self._changes(first, read):
                out[-1] = replace(first, number=_scaled(first.number, read.number))  # "fell from 15 to 12 million"
            out.append(read)
        return out

    def _joined(self, first: Read, second: Read) -> Read | None:
        if first.reason or second.reason or first.ends or second.ends or not self._same_unit(first, second):
            return None
        gap = self._folded[max(first.end, first.tail) : second.start]
        if {first.bound, second.bound} == {"lower", "upper"} and (joined := self._bounded(first, second)):
            return joined
        if not self._linked(first, second, gap):
            return None
        low, high = first.number, second.number
        if low.value < high.value / high.scale:
            low = _scaled(low, high)
        if not 0 <= low.value < high.value:
            return None
        hedge = first.hedge if first.hedge and first.hedge[0] < first.start else None
        return replace(
            second, start=first.start, hedge=hedge, bound="range", ends=(low, high), number=_whole(second.number)
        )

    def _same_unit(self, first: Read, second: Read) -> bool:
        """Whether two numbers have one unit, or only the second one says it for both."""
        if first.article or second.article or (first.number.form == "fraction") != (second.number.form == "fraction"):
            return False
        if first.unit == second.unit == "money":
            signs = {self._sign(first), self._sign(second)} - {""}
            return len(signs) < _TWO  # "€5 or £6" are two sums
        return second.unit == first.unit or (first.unit == "count" and second.unit in ("money", "measure", "percent"))

    def _sign(self, read: Read) -> str:
        """Return the sign or word for its currency that a sum has of its own."""
        number = read.number
        return (self._folded[read.start : number.start] + self._folded[number.end : read.tail]).strip()

    def _bounded(self, first: Read, second: Read) -> Read | None:
        """Join "more than 100 but fewer than 200", "at most 100 and at least 20"."""
        if first.hedge is None or second.hedge is None:
            return None
        begin = max(first.tail, first.hedge[1])
        gap = self._folded[begin : min(second.start, second.hedge[0])]
        found = self._words.bounds.fullmatch(gap)
        if found is None or not self._one_noun(found, second):
            return None
        low, high = (first, second) if first.bound == "lower" else (second, first)
        if not low.number.value < high.number.value:
            return None
        ends = (low.number, high.number)
        return replace(
            second, start=first.start, hedge=first.hedge, bound="range", ends=ends, number=_whole(second.number)
        )

    def _one_noun(self, found: re.Match[str], second: Read) -> bool:
        """Whether two bounds may be of the same things: "at least 20 women and at most 30 men" are not."""
        words = found["noun"].split()
        if any(word in self._function_words for word in words[:1] + words[-1:]):
            return False
        following = _NEXT_WORD.match(self._folded, second.tail)
        if not words or following is None or following[1] in self._function_words or following[1] == words[0]:
            return True
        return (found["joiner"] or "") in self._words.contrast

    def _linked(self, first: Read, second: Read, gap: str) -> bool:
        """Whether words or a dash between two numbers make a range of them."""
        if _TIGHT.fullmatch(gap):
            return True
        if len(gap) > _BEFORE:
            return False
        if _SPACED.fullmatch(gap):
            return self._spaced(first, second)
        start = min(first.start, first.hedge[0]) if first.hedge else first.start
        before = self._folded[max(0, start - _BEFORE) : start]
        if self._rules.range_link.fullmatch(gap) and self._rules.range_open.search(before):
            return True
        if self._rules.from_link.fullmatch(gap) and self._words.opened_from.search(before):
            return not self._change_near(start, second.tail, _CLAUSE)
        if not self._rules.direct_link.fullmatch(gap) or (first.number.form == "one" and second.number.form != "words"):
            return False  # "un à 12 heures"
        shared = second.unit != "count" and (first.start, first.tail) == (first.number.start, first.number.end)
        if shared and self._words.opened_by.search(before):
            return True  # "fell by 10 to 30 per cent"; not "fell by 10 to 30 persons"
        return not self._change_near(start, second.tail, _BEFORE)

    def _spaced(self, first: Read, second: Read) -> bool:
        """Whether "1000 – 5000" is a range and no sum, series or dash between clauses."""
        alike = first.number.form == second.number.form == "digits" and first.number.step == second.number.step
        before = self._folded[max(0, first.start - 3) : first.start]
        return alike and not _DASH_BEFORE.search(before) and not _DASH_OR_EQUALS.match(self._folded, second.end)

    def _change_near(self, start: int, end: int, reach: int) -> bool:
        """Whether a word of change stands in the same clause."""
        before = last_statement(self._folded[max(0, start - reach) : start])
        behind = first_statement(self._folded[end : end + _BEHIND])
        return self._words.change.search(before) is not None or self._words.change.search(behind) is not None

    def _changes(self, first: Read, second: Read) -> bool:
        """Whether a number changes into the next one, which says the scale for both."""
        if second.number.scale <= 1 or not self._same_unit(first, second):
            return False
        gap = self._folded[first.end : second.start]
        linked = self._rules.range_link.fullmatch(gap) or self._rules.from_link.fullmatch(gap)
        return linked is not None and self._change_near(first.start, second.tail, _CLAUSE)


def _scaled(first: NumberMention, second: NumberMention) -> NumberMention:
    """Return a first number with the scale that only the second one says ("15 to 12 million")."""
    if second.scale <= 1 or first.scale > 1 or first.value >= 1000:
        return first
    value, step = first.value * second.scale, first.step * second.scale
    return replace(first, value=value, step=step, scale=second.scale, rounded=second.rounded)


def _whole(number: NumberMention) -> NumberMention:
    """Return a number that is no lone "one"."""
    return replace(number, form="words") if number.form == "one" else number
