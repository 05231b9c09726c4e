"""Results of matches: "won 3-1", "venció 3 a 1"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from auditor.figures.grammar import Pattern, grammar
from auditor.figures.identifiers import Span
from auditor.figures.scan import at_digits
from auditor.language.clauses import last_statement
from auditor.language.folding import words_pattern
from auditor.language.lexicon import Lexicon

_NEAR = 60
_NOUN = re.compile(r"\s([a-z]+)")


@dataclass(frozen=True, slots=True, eq=False)
class _ScoreWords:
    pair: Pattern
    before: Pattern


@cache
def _compiled(lexicon: Lexicon) -> _ScoreWords:
    section = lexicon.section("scores")
    link = words_pattern(section.get("link") or [])
    return _ScoreWords(
        pair=re.compile(rf"(?<![\w.,/$€£-])\d{{1,3}}(?:\s?[-–]\s?|\s{link}\s)\d{{1,3}}(?![\w%/–-]|[.,]\d)"),
        before=re.compile(rf"(?<![a-z]){words_pattern(section.get('before') or [])}"),
    )


def scores(folded: str, lexicon: Lexicon) -> Iterator[Span]:
    """Yield the results of matches that a folded text tells, behind a word for winning, losing or a result."""
    rules = _compiled(lexicon)
    for hit in at_digits(rules.pair, folded, most=3):
        statement = last_statement(folded[max(0, hit.start() - _NEAR) : hit.start()])
        noun = _NOUN.match(folded, hit.end())
        counts = noun is not None and (lexicon.may_be_counted(noun[1]) or noun[1] in grammar(lexicon).words)
        if not counts and rules.before.search(statement):
            yield (hit.start(), hit.end(), "score")
