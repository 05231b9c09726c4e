"""Results of matches: "won 3-1", "venció 3 a 1", "a 2-5 defeat", "mènent 10-6", "won 14½-13½"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from auditor.figures.grammar import Pattern, grammar
from auditor.figures.identifiers import Span
from auditor.figures.scan import at_digits, whole_words
from auditor.language.clauses import first_statement, last_statement
from auditor.language.folding import trie, words_pattern
from auditor.language.lexicon import Lexicon

_NEAR = 60
_SMALL = 20
"""Results in words are smaller numbers than this."""
_NOUN = re.compile(r"\s([a-z]+)")
_TIGHT = re.compile(r"(\d+)½?[-–&](\d+)½?")
_SETS = re.compile(r"[-–&]")


@dataclass(frozen=True, slots=True, eq=False)
class _ScoreWords:
    pair: Pattern
    in_words: Pattern
    """"three to one", asked where a word begins."""
    before: Pattern
    behind: Pattern
    """What a result describes: "a 2-5 defeat"."""
    counts: Pattern
    """What is counted though two numbers stand so: votes."""


@cache
def _compiled(lexicon: Lexicon) -> _ScoreWords:
    section = lexicon.section("scores")
    link = words_pattern(section.get("link") or [])
    small = [
        word for word, entry in grammar(lexicon).words.items() if entry.kind == "unit" and 0 <= entry.value < _SMALL
    ]
    return _ScoreWords(
        pair=re.compile(
            rf"(?<![\w.,/$€£-])\d{{1,3}}½?(?:\s?[-–]\s?|&|\s{link}\s)\d{{1,3}}½?(?:[-–]\d{{1,3}})?(?![\w%/–-]|[.,]\d)"
        ),
        in_words=re.compile(rf"{trie(small)}\s{link}\s{trie(small)}(?![a-z-])"),
        before=re.compile(rf"(?<![a-z]){words_pattern(section.get('before') or [])}"),
        behind=re.compile(rf"\s(?:[a-z'-]+\s)?{words_pattern(section.get('behind') or [])}"),
        counts=re.compile(rf"(?<![a-z]){words_pattern(section.get('counts') or [])}"),
    )


def scores(folded: str, lexicon: Lexicon) -> Iterator[Span]:
    """Yield the results of matches that a folded text tells.

    They stand near a word for winning, losing or a result, or they go down or are even: two numbers that a dash joins
    are a range only where they go up.
    """
    rules = _compiled(lexicon)
    told = rules.before.search(folded) is not None
    for hit in at_digits(rules.pair, folded, most=3):
        if _counted(folded, hit.end(), lexicon):
            continue
        statement = last_statement(folded[max(0, hit.start() - _NEAR) : hit.start()])
        result = (told and rules.before.search(statement)) or rules.behind.match(folded, hit.end())
        if result or (_falls(hit[0]) and not _of_votes(folded, statement, hit.end(), rules)):
            yield (hit.start(), hit.end(), "score")
    if not told:
        return
    for hit in whole_words(rules.in_words, folded):
        statement = last_statement(folded[max(0, hit.start() - _NEAR) : hit.start()])
        if rules.before.search(statement) and not _counted(folded, hit.end(), lexicon):
            yield (hit.start(), hit.end(), "score")


def _counted(folded: str, end: int, lexicon: Lexicon) -> bool:
    """Whether what stands behind two numbers may be what they count."""
    noun = _NOUN.match(folded, end)
    return noun is not None and (lexicon.may_be_counted(noun[1]) or noun[1] in grammar(lexicon).words)


def _falls(printed: str) -> bool:
    """Whether two numbers that a sign joins are no range: the second is no larger, or a third follows."""
    tight = _TIGHT.match(printed)
    return tight is not None and (int(tight[1]) >= int(tight[2]) or len(_SETS.findall(printed)) > 1 or "&" in printed)


def _of_votes(folded: str, before: str, end: int, rules: _ScoreWords) -> bool:
    """Whether votes are counted near by."""
    behind = first_statement(folded[end : end + _NEAR])
    return rules.counts.search(before) is not None or rules.counts.search(behind) is not None
