"""Numbers of houses: "25 Church Street", "25, rue du Port", "Rua do Porto, 25"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from auditor.figures.grammar import Pattern
from auditor.figures.identifiers import Span
from auditor.figures.scan import at_digits, whole_words
from auditor.language.folding import forms, words_pattern, written_pattern
from auditor.language.lexicon import Lexicon

_NUMBER = r"(?<![\d.,])\d{1,5}(?:\s?[a-z](?![a-z]))?"
_NAME = r"[^\W\d_][\w'’-]*"
_WORD = re.compile(r"\s+([a-z]+)")
_GOES_ON = re.compile(r"\w|[.,]\d|\s?%")


@dataclass(frozen=True, slots=True, eq=False)
class _StreetWords:
    street: Pattern
    """Asked where a word begins."""
    number_before: bool
    """Whether a number before a street in small letters is of a house ("25, rue du Port")."""
    number_first: Pattern
    """A number right before the word for a street."""
    named_first: Pattern
    """A number before the name of a street; the name is `name`, the word behind it `street`."""
    number_last: Pattern
    """Behind the word for a street: its name, and the number."""


@cache
def _compiled(lexicon: Lexicon) -> _StreetWords:
    section = lexicon.section("streets")
    words = words_pattern(section.get("words") or [])
    small = words_pattern(section.get("inside") or [])
    sign = words_pattern(lexicon.sections.get("reference_bridge") or [])
    inserted = written_pattern(lexicon.sections.get("inserted") or ())
    part = rf"(?:{_NAME}\.?|\d{{1,3}}[a-z]{{2}})"
    number = rf"{_NUMBER}(?:\s(?:{inserted}))?"
    return _StreetWords(
        street=re.compile(words),
        number_before=bool(section.get("number_before")),
        number_first=re.compile(rf"(?P<n>{number}),?\s(?P<street>{words})"),
        named_first=re.compile(rf"(?P<n>{number})\s(?P<name>{part}(?:\s{part}){{0,2}})\s(?P<street>{words})"),
        number_last=re.compile(
            rf"(?:\s(?P<name>(?:(?:{small})\s?){{0,3}}{_NAME}(?:\s(?:(?:{small})\s?){{0,2}}{_NAME}){{0,3}}?))?"
            rf",?\s(?:{sign}\s?)?(?P<n>{_NUMBER})"
        ),
    )


def addresses(text: str, folded: str, lexicon: Lexicon) -> Iterator[Span]:
    """Yield the numbers of houses in streets that a text names.

    Args:
        text: as printed; names of streets have capitals.
        folded: the same, folded.
        lexicon: of its language.
    """
    rules = _compiled(lexicon)
    if not any(whole_words(rules.street, folded)):
        return
    for hit in at_digits(rules.number_first, folded, most=5):
        if rules.number_before:
            yield (hit.start(), hit.end("n"), "address")
    for hit in at_digits(rules.named_first, folded, most=5):
        name = text[hit.start("name") : hit.end("name")].split()
        if text[hit.start("street")].isupper() and all(not word[0].islower() for word in name):
            yield (hit.start(), hit.end("n"), "address")
    for street in whole_words(rules.street, folded):
        last = rules.number_last.match(folded, street.end())
        if last and _is_name(text, folded, street.start(), last, lexicon):
            yield (last.start("n"), last.end("n"), "address")


def _is_name(text: str, folded: str, street: int, hit: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether a street is named between the word for one and the number, and the number counts nothing.

    It does before a noun that may be counted, and behind a comma before a place: there a list goes on ("19 at
    North Quay, 14 at South Quay").
    """
    printed = text[hit.start("name") : hit.end("name")].split() if hit["name"] else [text[street:]]
    word = _WORD.match(folded, hit.end())
    locative = forms(lexicon.section("observations").get("locative") or [])
    listed = word is not None and "," in hit[0] and word[1] in locative
    counts = listed or (word is not None and lexicon.may_be_counted(word[1]))
    return printed[-1][0].isupper() and not counts and not _GOES_ON.match(folded, hit.end())
