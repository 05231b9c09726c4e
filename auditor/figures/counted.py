"""What a figure counts: the noun phrase beside it and the lexicon's (dimension, value) pairs for its words."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from functools import cache

from auditor.figures.grammar import Pattern, end_pattern, start_pattern
from auditor.language.folding import forms, words_pattern
from auditor.language.lexicon import Lexicon, Pairs

_LONGEST = 6
"""Words of a noun phrase."""
_REACH = 90
"""Characters after a number that are looked at."""
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|['’-](?=[^\W\d_]))*")
_PARTS = re.compile(r"[.,;:()\[\]\x01\n\"]|\d|(?<![\w'’-])[a-z]\s*$")
"""What parts the words before a number; a lone letter names nothing ("n = 148")."""
_GAP = re.compile(r"'?[ \u00a0\n]+|-(?=[a-z]{3})")
_ENDS = re.compile(r"\s*(?:[,;.()\[\]|/–—-]|$|\n)")
_VERB_BEFORE = re.compile(r"([a-z-]+)\s+(?:[a-z]+\s+)?$")
_TWO_WORDS = re.compile(r"\s*(?:[^\W\d_][\w'-]*\s+)?[^\W\d_][\w'-]*")
_OPEN_BEFORE = re.compile(r"\s*[:(\[=–—-]\s*(?:[\"“«]\s*)?$")


@dataclass(frozen=True, slots=True, eq=False)
class _CountedWords:
    skip: Pattern
    be: Pattern
    cut: Pattern
    determiner: Pattern
    stop: frozenset[str]
    inside: Pattern
    inside_end: frozenset[str]
    copulas: Pattern
    persons: frozenset[str]
    before_noun: frozenset[str]
    """Stems of words that may stand before a noun, where the noun is the first word of its phrase; else empty."""
    predicate: frozenset[str]


@cache
def _compiled(lexicon: Lexicon) -> _CountedWords:
    section = lexicon.section("noun_phrase")
    inside = forms(section.get("inside") or [])
    return _CountedWords(
        skip=start_pattern(section.get("skip") or []),
        determiner=end_pattern(section.get("determiners") or []),
        cut=re.compile(rf"[.,;:()\n\x01]|(?<![a-z]){words_pattern(section.get('cut') or [])}"),
        be=start_pattern(section.get("be") or []),
        stop=frozenset(forms(section.get("stop") or [])),
        inside=re.compile("|".join(re.escape(word) for word in sorted(inside, key=len, reverse=True)) or r"(?!)"),
        inside_end=frozenset(word for phrase in inside for word in phrase.split()),
        copulas=end_pattern(section.get("copulas") or []),
        predicate=frozenset(str(dimension) for dimension in lexicon.sections.get("predicate_dimensions") or ()),
        before_noun=_before_noun(lexicon),
        persons=frozenset(str(dimension) for dimension in lexicon.sections.get("person_dimensions") or ()),
    )


def _before_noun(lexicon: Lexicon) -> frozenset[str]:
    section = lexicon.section("observations")
    listed = forms(section.get("before_noun") or []) if section.get("head") == "first" else []
    return frozenset(map(lexicon.stem, listed))


class Counted:
    """Finds what the figures of one text count."""

    def __init__(self, text: str, folded: str, lexicon: Lexicon) -> None:
        """Look up every population word of the text once."""
        self._text = text
        self._folded = folded
        self._lexicon = lexicon
        self._rules = _compiled(lexicon)
        self._hits = [
            (hit.start(), hit.end(), pairs)
            for hit in lexicon.population_pattern.finditer(folded)
            if (pairs := lexicon.pairs(hit[0]))
        ]
        self._starts = [start for start, _, _ in self._hits]

    def phrase(self, start: int, end: int, limit: int, floor: int = 0) -> tuple[str, int, int]:
        """Return the noun phrase that the number at [start, end) counts, as printed, with its place.

        Args:
            start: of the number with its hedge.
            end: of the number with its unit.
            limit: where the next number starts; the phrase ends before it.
            floor: where the number before ends; a phrase to the left begins behind it.
        """
        stop = min(limit, end + _REACH)
        if not self._folded[max(0, floor, start - _REACH) : stop].islower():
            return "", start, start  # no letter stands near
        first, last = self._after(end, stop)
        if first == last and (verb := self._rules.be.match(self._folded, end)):
            first, last = self._after(verb.end(), stop)  # "623 were men"
            if not self._hit_in(first, last):
                first = last
        if first == last:
            first, last = self._before(start, end, floor)
        return self._text[first:last], first, last

    def _after(self, end: int, limit: int) -> tuple[int, int]:
        rules, folded = self._rules, self._folded
        at = end
        if folded[at : at + 1] in (")", "]"):
            at += 1  # "(5,982) persons"
        if skipped := rules.skip.match(folded, at):
            at = skipped.end()
        first = last = -1
        words = 0
        while words < _LONGEST:
            word = self._word(at, limit, first_word=not words)
            if word is None:
                break
            if word[0] in rules.stop or word[0] in rules.inside_end or word[0].split("'")[0] in rules.stop:
                if not (words and word[0] in rules.inside_end):
                    break
                inside = rules.inside.match(folded, word.start())
                if not inside:
                    break
                at = inside.end()
                continue
            elided = word[0][:2] in ("d'", "l'")
            if elided and not words:
                first = word.start() + 2
            first = word.start() if first < 0 else first
            last = at = word.end()
            words += 1
        return (first, last) if first >= 0 else (end, end)

    def _word(self, at: int, limit: int, *, first_word: bool) -> re.Match[str] | None:
        """Return the next word of a phrase; a capital that begins a line begins another line, or another sentence."""
        gap = _GAP.match(self._folded, at)
        if not gap and not first_word:
            return None
        word = _WORD.match(self._folded, gap.end() if gap else at, limit)
        if word is None or word.end() > limit:
            return None
        return None if gap and "\n" in gap[0] and self._text[word.start()].isupper() else word

    def _adjacent(self, start: int, floor: int, edge: int) -> tuple[int, int]:
        """Return the word for persons right before the number: "les condamnés 71,7 %"."""
        at = bisect.bisect_left(self._starts, edge) - 1
        if at < 0 or self._hits[at][1] != edge or self._starts[at] < floor:
            return start, start
        person = any(dimension in self._rules.persons for dimension, _ in self._hits[at][2])
        return self._hits[at][:2] if person else (start, start)

    def _hit_in(self, first: int, last: int) -> bool:
        """Whether a population word begins within [first, last)."""
        at = bisect.bisect_left(self._starts, first)
        return at < len(self._starts) and self._starts[at] < last

    def _before(self, start: int, end: int, floor: int) -> tuple[int, int]:
        """Look left of "Women (51.8%)", "hommes : 17", "the dead numbered 12"."""
        rules = self._rules
        window = max(0, floor, start - _REACH)
        left = rules.determiner.sub("", self._folded[window:start])
        opened = _OPEN_BEFORE.search(left)
        if opened and left[opened.start() :].strip()[:1] not in "([" and not _ENDS.match(self._folded, end):
            return start, start  # "deaths in custody: six from illness"
        if opened:
            edge = window + opened.start()
        else:
            copula = rules.copulas.search(left)
            if not copula:
                return self._adjacent(start, window, window + len(left.rstrip()))
            edge = window + copula.start()
            while more := rules.copulas.search(self._folded[window:edge]):
                edge = window + more.start()
            edge = window + len(self._folded[window:edge].rstrip(" ("))
        piece = _PARTS.split(self._folded[window:edge])[-1]
        base = edge - len(piece)
        words = [(base + hit.start(), base + hit.end(), hit[0]) for hit in _WORD.finditer(piece)]
        kept: list[tuple[int, int, str]] = []
        for word in reversed(words):
            if word[2] in rules.stop and word[2] not in rules.inside_end:
                break
            kept.append(word)
            if len(kept) == _LONGEST:
                break
        while kept and (kept[-1][2] in rules.inside_end or kept[-1][2] in self._lexicon.function_words):
            kept.pop()
        return (kept[-1][0], kept[0][1]) if kept else (start, start)

    def pairs(self, start: int, end: int, first: int, last: int, limit: int) -> Pairs:
        """Return the pairs of the words that say what a figure counts.

        Those are the words of the noun phrase [first, last), of the predicate up to the next number or stop, and the
        verb right before the number ("killing 26").
        """
        return self._pairs(start, end, first, last, limit) if self._hits else ()

    def _pairs(self, start: int, end: int, first: int, last: int, limit: int) -> Pairs:
        """Return the same where the text has words that say what is counted."""
        at = max(end, last)
        at += self._folded[at : at + 1] == ")"
        edge = min(limit, at + 60)
        rest = self._folded[at:edge]
        cut = self._rules.cut.search(rest)
        edge = at + (cut.start() if cut else len(rest))
        found: dict[str, str] = {}
        any_dimension = first == last  # "nueve aluden a varones": no noun of its own, the predicate says who
        spans = [(first, last, "all"), (at, edge, "but places" if any_dimension else "predicate")]
        before = self._folded[max(0, start - 30) : start]
        verb = _VERB_BEFORE.search(before)
        if verb:
            spans.append((start - len(before) + verb.start(), start, "predicate"))
        for begin, to, which in spans:
            if begin >= to:
                continue
            for i in range(bisect.bisect_left(self._starts, begin), len(self._hits)):
                hit_start, hit_end, pairs = self._hits[i]
                if hit_start >= to or hit_end > to:
                    break
                for dimension, value in pairs:
                    wanted = which == "all" or (which == "but places" and dimension != "place")
                    if wanted or dimension in self._rules.predicate:
                        found.setdefault(dimension, value)
        return tuple(sorted(found.items()))

    def people(self, at: int, reach: int = 40) -> bool:
        """Whether one of the next two words is a word for a person, the second only where the first may modify it."""
        next_two = _TWO_WORDS.match(self._folded[at : at + reach])
        if not next_two:
            return False
        i = bisect.bisect_left(self._starts, at)
        if i == len(self._starts) or self._starts[i] >= at + next_two.end():
            return False
        first = self._folded[at : self._starts[i]].strip()
        if first and self._rules.before_noun and self._lexicon.stem(first) not in self._rules.before_noun:
            return False  # "una participación menor"
        return any(dimension in self._rules.persons for dimension, _ in self._hits[i][2])
