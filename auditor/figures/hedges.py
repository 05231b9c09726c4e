"""Hedges: the words beside a number that say how exact it is, before it, behind it or behind its noun."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from auditor.figures.grammar import Pattern, grammar
from auditor.figures.scan import whole_words
from auditor.language.folding import forms, key, phrases_pattern, words_pattern
from auditor.language.lexicon import Lexicon

_LEFT = 70
_RIGHT = 70
_NOUN_WORDS = 5
_OPPOSITE = {"lower": "upper", "upper": "lower"}
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_BETWEEN_NUMBERS = re.compile(r"\s*[^\w\s()]{1,2}\s*\(?\s?\)?\d")
"""A sign with a number on its other side, backwards: "5.3 ± 2.8" does not say how exact 2.8 is."""
_CLOSED = re.compile(r"\s*(?:[,;.:)\]]|$)")


@dataclass(frozen=True, slots=True)
class Hedge:
    """What a text says of the exactness of one number."""

    start: int
    end: int
    bound: str
    """"lower", "upper", "about", "estimate"."""
    tail: int
    """Where the words behind the number go on: behind a hedge that follows it directly."""


@dataclass(frozen=True, slots=True, eq=False)
class _HedgeWords:
    before: Mapping[str, Pattern]
    """Bound -> what matches the text before a number written backwards: a bridge, the hedge, what negates it."""
    begins: Pattern
    """Asked where a word begins: a hedge of the next number."""
    bounds_after: Mapping[str, Pattern]
    after: Pattern
    """Asked where a word or sign begins."""
    number: Pattern
    not_before: Pattern
    """What a hedge belongs to that may stand before a number or behind one, if this follows it."""
    attached: frozenset[str]
    """Those that hedge only where a hyphen joins them to the number ("30-plus")."""
    not_noun: frozenset[str]
    """Words that no noun between a number and its hedge has."""


@cache
def _compiled(lexicon: Lexicon) -> _HedgeWords:
    parts = lexicon.section("hedge_parts")
    hedges, hedges_after = lexicon.section("hedges"), lexicon.section("hedges_after")
    number = rf"\s*(?:\d|{grammar(lexicon).word_pattern.pattern})"
    attached = [form[1:] for listed in hedges_after.values() for form in forms(listed) if form[0] == "-"]
    bounds_after = {
        bound: phrases_pattern((str(phrase).lstrip("-") for phrase in listed), parts)
        for bound, listed in hedges_after.items()
    }
    return _HedgeWords(
        before={bound: _before(lexicon, listed) for bound, listed in hedges.items()},
        begins=re.compile(phrases_pattern([phrase for listed in hedges.values() for phrase in listed], parts)),
        bounds_after={bound: re.compile(pattern) for bound, pattern in bounds_after.items()},
        after=re.compile("|".join(bounds_after.values()) or r"(?!)"),
        number=re.compile(number),
        not_before=re.compile(rf"{number}|\s*{words_pattern(lexicon.sections.get('hedge_after_not_before') or [])}"),
        attached=frozenset(attached),
        not_noun=frozenset(grammar(lexicon).words)
        .union(lexicon.function_words)
        .difference(forms(lexicon.section("noun_phrase").get("inside") or [])),
    )


def _before(lexicon: Lexicon, hedges: Iterable[object]) -> Pattern:
    negation = lexicon.section("hedge_negation")
    hedge = phrases_pattern(hedges, lexicon.section("hedge_parts"), backwards=True)
    bridge = _backwards(lexicon.sections.get("hedge_bridge") or [])
    between = _backwards(negation.get("between") or [])
    return re.compile(
        rf"\(?\s*(?:{bridge}\s+)??(?P<after>{_backwards(negation.get('after') or [])}\s+)?(?P<hedge>{hedge})"
        rf"(?:\s+(?:{between}\s+){{0,2}}(?P<negation>{_backwards(negation.get('before') or [])}))?"
    )


def _backwards(words: Iterable[object]) -> str:
    return words_pattern(form[::-1] for form in forms(words))


def _with_hedge(backwards: str, words: _HedgeWords) -> tuple[str, re.Match[str]] | None:
    """Return the longest hedge that a text written backwards begins with, and its bound."""
    found = [(bound, hit) for bound, pattern in words.before.items() if (hit := pattern.match(backwards))]
    return max(found, key=lambda pair: pair[1].end("hedge")) if found else None


def is_hedged(before: str, lexicon: Lexicon) -> bool:
    """Return whether a folded text ends in a hedge of the number behind it."""
    return _with_hedge(before[::-1], _compiled(lexicon)) is not None


class Hedges:
    """Finds the hedges of the numbers of one text."""

    def __init__(self, folded: str, lexicon: Lexicon) -> None:
        """Look up the words that may hedge a number behind it, once."""
        self._folded = folded
        self._words = _compiled(lexicon)
        self._hits = [hit.span() for hit in whole_words(self._words.after, folded)]
        self._starts = [start for start, _ in self._hits]

    def before(self, start: int) -> Hedge | None:
        """Return the hedge before the number that starts at `start`, negation and all ("no more than")."""
        left = self._folded[max(0, start - _LEFT) : start][::-1]
        if left.lstrip()[:1].isdigit():
            return None  # no hedge ends in a digit
        hedge = _with_hedge(left, self._words)
        if hedge is None or _BETWEEN_NUMBERS.match(left):
            return None
        bound, found = hedge
        last = found.start("hedge")
        negated = found["negation"] or found["after"]
        if bound in _OPPOSITE and negated:
            bound = _OPPOSITE[bound]
            first = found.end("negation") if found["negation"] else found.end("hedge")
            last = found.start("after") if found["after"] else last
        else:
            first = found.end("hedge")
        return Hedge(start - first, start - last, bound, 0)

    def behind(self, tail: int, *, directly: bool = False) -> Hedge | None:
        """Return the hedge behind a number whose words go on at `tail`: directly, or also behind its noun."""
        at = bisect.bisect_left(self._starts, tail)
        if at == len(self._hits) or self._starts[at] > tail + _RIGHT:
            return None
        start, end = self._hits[at]
        gap = self._folded[tail:start]
        phrase = key(self._folded[start:end])
        if not self._is_noun(gap) or not self._is_closed(gap, phrase, start, end):
            return None
        if phrase in self._words.attached and gap != "-":
            return None
        direct = not gap.strip(" ,-\u00a0")
        if directly and not direct:
            return None
        bound = next(
            name for name, pattern in self._words.bounds_after.items() if pattern.fullmatch(self._folded, start, end)
        )
        return Hedge(start, end, bound, end if direct else tail)

    def leads_on(self, start: int, end: int) -> bool:
        """Whether a hedge of the next number begins within [start, end): "100 and under" before "200"."""
        inner = [start + hit.end() for hit in re.finditer(r"\s", self._folded[start:end])]
        hits = [hit for at in inner if (hit := self._words.begins.match(self._folded, at))]
        return any(hit.end() > end or self._words.number.match(self._folded, hit.end()) for hit in hits)

    def _is_noun(self, gap: str) -> bool:
        """Whether nothing, or a noun with its modifiers and a comma, stands between a number and a hedge."""
        words = gap.strip(" ,-\u00a0")
        if not words:
            return gap in ("", " ", ", ", "-", "\u00a0")
        if gap[0] not in " \u00a0" or "," in gap.rstrip(" ,"):
            return False
        listed = words.split()
        return len(listed) <= _NOUN_WORDS and all(
            _WORD.fullmatch(word) and word not in self._words.not_noun for word in listed
        )

    def _is_closed(self, gap: str, phrase: str, start: int, end: int) -> bool:
        """Whether a hedge belongs to the number before it, not to what follows ("2,000 and more than half")."""
        if self.leads_on(start, end):
            return False
        both = self._words.begins.fullmatch(phrase) is not None
        if "," in gap and both:
            return _CLOSED.match(self._folded, end) is not None
        if both:
            longer = self._words.begins.match(self._folded, start)
            return (longer is None or longer.end() == end) and self._words.not_before.match(self._folded, end) is None
        return True
