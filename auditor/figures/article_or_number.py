"""When "one", "un", "a" and "none" count, and when they are articles, pronouns or idioms."""

from __future__ import annotations

import bisect
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from auditor.figures.counted import Counted
from auditor.figures.grammar import Pattern, end_pattern, start_pattern
from auditor.figures.number_mentions import NumberMention
from auditor.figures.reads import Read
from auditor.figures.stated_intervals import POINT_UNITS
from auditor.language.folding import forms, words_pattern
from auditor.language.lexicon import Lexicon

_SENTENCE = re.compile(r"[.!?][\"”»)]*\s+(?=[A-ZÀ-Þ¡¿\"“«(\d])|\n")
_APPOSED_BEFORE = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?:, (?:\w+ )?\d{1,3}(?: \w+)?)?, $")
"""A name, perhaps with an age, and a comma: what follows says who that is."""
_CLOSE = 30
_NEAR = 80
"""Characters between an article and a figure of the same list."""


@dataclass(frozen=True, slots=True, eq=False)
class _ArticleWords:
    counts: bool
    not_before: Pattern
    not_after: Pattern
    cue_before: Pattern
    cue_after: Pattern
    article: Pattern
    beside: Pattern
    """Behind a one that counts only beside another figure: "one of his houses", "one farmer told"."""
    zero: Pattern
    pronouns: frozenset[str]
    after_figure: Pattern
    """Between a figure and an article that goes on with its list: no more than two words, and a joiner."""
    aged: Pattern
    """Behind an article: a person and an age."""
    both: Pattern
    """"and", "or"; not "plus"."""
    closed: Pattern
    """Behind an article: a noun with no more than one word beside it, where its phrase ends."""
    list_before: Pattern
    list_after: Pattern


@cache
def _compiled(lexicon: Lexicon) -> _ArticleWords:
    section = lexicon.section("one")
    zero_after = words_pattern(section.get("zero_after") or [])
    joined = words_pattern(section.get("list_joiners") or [])
    ages = lexicon.section("ages")
    of, years = words_pattern(ages.get("unit_of") or []), words_pattern(ages.get("years") or [])
    word, be = r"[^\s,.;:()]+", words_pattern(lexicon.section("noun_phrase").get("be") or [])
    articles = words_pattern([*(section.get("words") or []), *(section.get("articles") or [])])
    companions = words_pattern([*(section.get("list_joiners") or []), *(section.get("companions") or [])])
    link = rf"\s*(?:,|\s{companions}\s)\s*"
    beside, verbs = words_pattern(section.get("beside") or []), words_pattern(section.get("beside_verbs") or [])
    return _ArticleWords(
        counts=section.get("default") == "count",
        not_before=start_pattern(section.get("not_before") or []),
        not_after=end_pattern(section.get("not_after") or []),
        cue_before=end_pattern(section.get("cue_before") or []),
        cue_after=start_pattern(section.get("cue_after") or []),
        article=re.compile(rf"(?<![a-z]){words_pattern(section.get('articles') or [])}(?=\s)"),
        zero=re.compile(rf"(?<![a-z])(?P<zero>{words_pattern(section.get('zero') or [])})\s+{zero_after}"),
        pronouns=frozenset(forms(section.get("pronouns") or [])),
        after_figure=re.compile(rf"\s*(?P<words>(?:[^\W\d_][\w'-]*\s+){{0,2}})(?P<joiner>{joined})\s*"),
        aged=re.compile(rf"(?:\s[a-z'-]+){{1,2}}\s{of}\s?\d{{1,3}}\s{years}"),
        both=re.compile(words_pattern(lexicon.sections.get("range_link") or [])),
        closed=re.compile(rf"(?:\s[a-z'-]+){{1,2}}?(?:\s?(?:[.,;:)\]]|$)|\s(?:{joined}|{be})\s)"),
        beside=re.compile(rf"\s{beside}\s(?!\d)|(?:\s[a-z'-]+){{1,3}}\s{verbs}"),
        list_before=re.compile(rf"(?:,\s*(?:{joined}\s+)?|\(\s*|:\s+|{joined}\s+)$"),
        list_after=re.compile(
            rf"(?:\s+{word}){{1,5}}?(?:{link}(?:{articles}\s+{word}(?:\s+{word}){{0,3}}?))*{link}(?:{joined}\s)?(?:{word}\s+){{0,2}}"
        ),
    )


def without_articles(numbers: Sequence[NumberMention], lexicon: Lexicon) -> list[NumberMention]:
    """Return numbers without the lone ones that are the article of the next one: "entre un 70 % y un 90 %".

    Args:
        numbers: Of one text, in order.
        lexicon: Of its language.
    """
    if _compiled(lexicon).counts:
        return list(numbers)
    starts = [*(number.start for number in numbers[1:]), math.inf]
    return [
        number
        for number, following in zip(numbers, starts, strict=False)
        if number.form != "one" or following > number.end + 1
    ]


class ArticleOrNumber:
    """Judges the lone ones, articles and zeros of one text."""

    def __init__(self, text: str, folded: str, lexicon: Lexicon, counted: Counted) -> None:
        """Keep the text and mark where its sentences end."""
        self._text = text
        self._folded = folded
        self._lexicon = lexicon
        self._counted = counted
        self._rules = _compiled(lexicon)
        self._ends = [hit.end() for hit in _SENTENCE.finditer(text)]

    def keep(self, reads: list[Read]) -> list[Read]:
        """Return the reads with a reason on each lone one that counts nothing, with articles and zeros that count."""
        plain = [read for read in reads if read.number.form != "one"]
        starts = [read.start for read in plain]
        out: list[Read] = []
        for read in reads:
            measured = read.unit in POINT_UNITS or (read.unit != "count" and self._rules.counts)
            if read.number.form != "one" or measured or self._bounded(read) or self._counts_one(read, plain, starts):
                out.append(read)
            elif not self._rules.counts and self._weak(read, plain, starts):
                out.append(replace(read, article=not self._close(read, plain, starts)))
            elif self._rules.counts:
                out.append(replace(read, reason="pronoun"))
        taken = [(read.start, read.end) for read in out]
        seen: set[int] = set()
        extra = [*self._zeros(plain, starts), *(self._articles(plain, starts) if plain else ())]
        for read in extra:
            at = bisect.bisect_left(taken, (read.start, read.end))
            clash = any(start < read.end and read.start < end for start, end in taken[max(0, at - 1) : at + 1])
            if not clash and read.start not in seen:
                seen.add(read.start)
                out.append(read)
        return sorted(out, key=lambda read: read.start)

    def _bounded(self, read: Read) -> bool:
        """Whether a hedge says that a one is a number: "plus d'un cas"; not "autour d'un cas", "plus d'un an"."""
        return read.hedge is not None and (self._rules.counts or (read.bound != "about" and read.unit != "measure"))

    def _left(self, at: int) -> str:
        return self._folded[max(0, at - 40) : at]

    def _counts_one(self, read: Read, plain: list[Read], starts: list[int]) -> bool:
        rules = self._rules
        left = self._left(read.start)
        if rules.not_before.match(self._folded, read.end) or rules.not_after.search(left):
            return False
        if rules.counts:
            weak = rules.beside.match(self._folded, read.end) is not None
            return not weak or self._neighbour(read.start, read.end, plain, starts) is not None
        if self._folded[read.start : read.end] in rules.pronouns:
            return self._neighbour(read.start, read.end, plain, starts) is not None
        if rules.cue_before.search(left) or rules.cue_after.match(self._folded, read.end):
            cued = rules.cue_before.search(left) is not None
            return cued or self._neighbour(read.start, read.end, plain, starts) is not None
        return False

    def _weak(self, read: Read, plain: list[Read], starts: list[int]) -> bool:
        """Whether an article before a population word stands in a sentence with figures."""
        rules = self._rules
        left = self._left(read.start)
        if rules.not_before.match(self._folded, read.end) or rules.not_after.search(left):
            return False
        at = bisect.bisect_left(starts, read.start) - 1
        if at >= 0 and (joined := rules.after_figure.fullmatch(self._folded, plain[at].tail, read.start)):
            added = rules.both.fullmatch(joined["joiner"]) is None  # "50 % más un voto"
            counts = plain[at].unit == "count"
            if added or self._counted.people(read.end) or (counts and rules.closed.match(self._folded, read.end)):
                return True  # "12 camiones y un autobús."; not "389 habitantes y una densidad de 2,27"
        if not self._counted.people(read.end):
            return False
        aged = rules.aged.match(self._folded, read.end) is not None  # "une fille de 13 ans est parmi les 40 victimes"
        beside = aged and self._neighbour(read.start, read.end, plain, starts) is not None
        return beside or self._listed(read.start, read.end, plain, starts)

    def _neighbour(self, start: int, end: int, plain: list[Read], starts: list[int]) -> Read | None:
        """Return a figure near by in the same sentence."""
        at = bisect.bisect_left(starts, start)
        sentence = bisect.bisect_right(self._ends, start)
        for i in (at - 1, at):
            if not 0 <= i < len(plain):
                continue
            other = plain[i]
            near = other.start - end if other.start >= end else start - other.end
            if near <= _NEAR and bisect.bisect_right(self._ends, other.start) == sentence:
                return other
        return None

    def _listed(self, start: int, end: int, plain: list[Read], starts: list[int]) -> bool:
        other = self._neighbour(start, end, plain, starts)
        if other is None:
            return False
        if other.start < start:
            return self._rules.list_before.search(self._left(start)) is not None
        start = min(other.start, other.hedge[0]) if other.hedge else other.start
        return self._rules.list_after.fullmatch(self._folded, end, max(end, start)) is not None

    def _close(self, read: Read, plain: list[Read], starts: list[int]) -> bool:
        """Whether "y una mujer" directly continues a list of figures: then it is no mere article."""
        at = bisect.bisect_left(starts, read.start) - 1
        near = at >= 0 and read.start - plain[at].end <= _CLOSE
        return near and self._rules.list_before.search(self._left(read.start)) is not None

    def _articles(self, plain: list[Read], starts: list[int]) -> Iterator[Read]:
        """Find "a mother and 34 children": an article before a person, listed with figures."""
        for read in plain:
            for first, last in ((max(0, read.start - _NEAR), read.start), (read.end, read.end + _NEAR)):
                for hit in self._rules.article.finditer(self._folded, first, min(last, len(self._folded))):
                    if self._is_listed_article(hit, read, plain, starts):
                        number = NumberMention(hit.start(), hit.end(), 1.0, 1.0, "one")
                        yield Read(number, hit.start(), hit.end(), tail=hit.end(), article=True)

    def _is_listed_article(self, hit: re.Match[str], read: Read, plain: list[Read], starts: list[int]) -> bool:
        """Whether an article counts one in the list of a figure; "a 15-member panel" does not."""
        at = bisect.bisect_left(starts, hit.end())
        if at < len(starts) and (starts[at] <= hit.end() + 1 or _within(hit, plain[at].hedge)):
            return False
        joined = self._rules.after_figure.fullmatch(self._folded, read.tail, hit.start())
        counted = self._counted.people(hit.end()) or self._rules.closed.match(self._folded, hit.end())
        if read.unit == "count" and joined and counted:
            return True  # "three Indians and a Nepali"
        if _APPOSED_BEFORE.search(self._text[max(0, hit.start() - _NEAR) : hit.start()]):
            return False  # "Ruiz, 41, a nurse, has 3 children"
        return self._counted.people(hit.end()) and self._listed(hit.start(), hit.end(), plain, starts)

    def _zeros(self, plain: list[Read], starts: list[int]) -> Iterator[Read]:
        """Find "none of them were" beside other figures."""
        for hit in self._rules.zero.finditer(self._folded):
            start, end = hit.span("zero")
            if self._neighbour(start, end, plain, starts) is not None:
                number = NumberMention(start, end, 0.0, 1.0, "words")
                yield Read(number, start, end, tail=end)


def _within(hit: re.Match[str], span: tuple[int, int] | None) -> bool:
    return span is not None and span[0] <= hit.start() < span[1]
