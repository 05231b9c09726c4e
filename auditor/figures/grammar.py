"""The lexicon of a language compiled into the patterns by which figures are read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from auditor.language.folding import expand, fold, forms, key, trie, words_pattern
from auditor.language.lexicon import Lexicon

Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class LexiconWord:
    """A number word: what it is worth and how it joins others."""

    kind: str
    """"unit", "ten", "long ten", "hundred", "whole hundred", "scale", "collective"."""
    value: float


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """Everything about numbers that a language's lexicon says, ready to match folded text."""

    lexicon: Lexicon
    words: Mapping[str, LexiconWord]
    word_pattern: Pattern
    """Asked where a word begins (`scan.whole_words`)."""
    clitics: frozenset[str]
    """"And" that is joined to the word behind it."""
    units_first: bool
    """Whether units stand before tens: "three and twenty"."""
    joiners: Mapping[str, int]
    """What may stand between two words of one number, blanks and hyphens aside -> flags."""
    decimals_not_after: Pattern
    sign: Pattern
    """A letter for a scale right after digits ("1.4m"); its worth is in `signs`."""
    signs: Mapping[str, float]
    bare: frozenset[str]
    number_article: Pattern
    """"a" or "half a" before a hundred, a scale or a collective, at the end of the text given."""
    half_words: frozenset[str]
    halves: Pattern
    vague: Pattern
    """Asked where a word begins."""
    fraction: Pattern
    fraction_part: Pattern
    """What every fraction ends in: a quick look before `fraction` runs."""
    fraction_alone: Mapping[str, float]
    fraction_parts: Mapping[str, float]
    numerators: Mapping[str, float]
    fraction_not_after: Pattern
    fraction_not_before: Pattern
    fraction_predicates: frozenset[str]
    """Words that make a fraction of what may be an ordinal: "a third said"."""
    fraction_endings: tuple[str, ...]
    ordinal: Pattern
    next_word: Pattern
    noun_link: Pattern
    """"of" between a number and what it counts."""
    noun_after: Pattern
    """The word behind a number, with or without a link."""
    percent: Pattern
    percent_before: Pattern
    percent_phrase: Pattern | None
    """The same, wherever it stands, in a language that has it."""
    points: Pattern
    bare_points: Pattern
    """"points" alone, which are percentage points only where per cents are spoken of."""
    money_before: Pattern
    money_after: Pattern
    measure: Pattern
    measures: Mapping[str, str]
    letter_units: frozenset[str]
    """Units that are measures behind digits only: "two m" is none."""
    rate_before: Pattern
    rate_after: Pattern
    """"per km2", "a day" behind a number: it is a rate."""
    distance_after: Pattern
    range_open: Pattern
    """"between" and the like, at the end of the text given."""
    range_link: Pattern
    """Links the two numbers of a range that is opened so."""
    from_link: Pattern
    """Links the two numbers of a range that "from" opens."""
    direct_link: Pattern
    """Links two numbers of a range with no opening word: "10 to 15 persons"."""
    share_link: Pattern
    share_before: Pattern

    def joins(self, gap: str) -> int:
        """Return what a text between two words may be within one number, as flags; 0 where it parts them."""
        core = gap.strip(" -\n\u00a0")
        if not core:
            # A hyphen may have a stray blank on one side; with blanks on both it is a dash.
            return PLAIN if len(gap) < 3 or "-" not in gap[1:-1] else 0
        if core in self.clitics and gap[0] != core:
            return TENS | HUNDREDS
        if core[0].isalpha() and (gap[0] == core[0] or gap[-1] == core[-1]):
            return 0
        return self.joiners.get(key(core), 0)


def end_pattern(words: Iterable[object]) -> Pattern:
    """Compile a pattern for words at the very end of the text given, blanks aside."""
    return re.compile(rf"(?<![a-z]){words_pattern(words)}\s*$")


def start_pattern(words: Iterable[object]) -> Pattern:
    """Compile a pattern for words at the place where `match` is asked, some blanks aside."""
    # No more blanks than that, so that `search` stays linear in a text of blanks alone.
    return re.compile(rf"\s{{0,9}}{words_pattern(words)}")


def stems_pattern(words: Iterable[object]) -> Pattern:
    """Compile words of which those that end in "*" may go on in any way."""
    listed = [str(word) for word in words]
    open_ended = forms(word[:-1] for word in listed if word.endswith("*"))
    whole = words_pattern(word for word in listed if not word.endswith("*"))
    return re.compile(rf"(?<![a-z])(?:{whole}|{trie(open_ended)}[a-z]*)")


def _link(lexicon: Lexicon, name: str) -> Pattern:
    return re.compile(rf"\s*(?:{words_pattern(lexicon.sections.get(name) or [])})\s*")


def table(entries: Mapping[Any, Any]) -> dict[str, Any]:
    """Write out the forms of a mapping's keys, folded."""
    return {key(fold(out).strip()): value for word, value in entries.items() for out in expand(str(word))}


def inverse(entries: Mapping[str, Iterable[object]]) -> dict[str, str]:
    """Turn name -> forms into folded form -> name."""
    return {
        key(fold(out).strip()): name for name, listed in entries.items() for word in listed for out in expand(str(word))
    }


_BLANK, _STRAY = r"[\s-]", r"(?:\s?-\s?|\s)"
"""Between the words of a number word ("quatre-vingt") a hyphen may have stray blanks."""
PLAIN, TENS, HUNDREDS, GROUPS, OF, POINT = 1, 2, 4, 8, 16, 32
"""What may stand between two words of a number: a blank or hyphen, "and" behind tens, "and" behind hundreds and scales,
a comma behind scales, "of" behind a noun for a number, the word for the decimal sign."""
_JOINERS = {
    "tens_joiners": TENS,
    "hundred_joiners": HUNDREDS,
    "scale_joiners": GROUPS,
    "collective_joiners": OF,
    "decimal_words": POINT,
}
_KINDS = {
    "units": "unit",
    "tens": "ten",
    "long_tens": "long ten",
    "hundreds": "hundred",
    "whole_hundreds": "whole hundred",
    "scales": "scale",
    "collectives": "collective",
}


@cache
def grammar(lexicon: Lexicon) -> Grammar:
    """Compile the number grammar of a language, once.

    Args:
        lexicon: Of the language; the same object gives the same grammar.

    Returns:
        Patterns for folded text.
    """
    numbers = lexicon.section("numbers")
    fractions = lexicon.section("fractions")
    units = lexicon.section("units")
    shared_signs = lexicon.sections.get("money_signs") or []
    words = {
        word: LexiconWord(kind, float(value))
        for name, kind in _KINDS.items()
        for word, value in table(numbers.get(name) or {}).items()
    }
    joiners: dict[str, int] = {}
    for name, flag in _JOINERS.items():
        for word in forms(numbers.get(name) or []):
            joiners[key(word)] = joiners.get(key(word), 0) | flag
    signs = {word: float(value) for word, value in table(numbers.get("signs") or {}).items()}
    measures = inverse(units.get("measures") or {})
    money_words = words_pattern(units.get("money") or [])
    money_signs = words_pattern(shared_signs)
    links = words_pattern(lexicon.sections.get("noun_links") or [])
    return Grammar(
        lexicon=lexicon,
        words=words,
        word_pattern=re.compile(rf"(?:{trie(words).replace(_BLANK, _STRAY)})(?![a-z])"),
        clitics=frozenset(forms(numbers.get("clitics") or [])),
        units_first=bool(numbers.get("units_first")),
        joiners=joiners,
        decimals_not_after=end_pattern(numbers.get("decimals_not_after") or []),
        sign=re.compile(rf"[\s\u00a0]?(?:{trie(signs)})(?![a-z0-9])"),
        signs=signs,
        bare=frozenset(table(dict.fromkeys(numbers.get("bare") or [], 1))),
        number_article=end_pattern([*(numbers.get("half_words") or []), *(numbers.get("articles") or [])]),
        half_words=frozenset(table(dict.fromkeys(numbers.get("half_words") or [], 1))),
        halves=start_pattern(numbers.get("halves") or []),
        vague=re.compile(words_pattern(numbers.get("vague") or [])),
        fraction=_fraction(fractions, words),
        fraction_part=re.compile(
            rf"(?:{trie([*table(fractions.get('parts') or {}), *table(fractions.get('alone') or {})])})(?![a-z])"
        ),
        fraction_alone=table(fractions.get("alone") or {}),
        fraction_parts=table(fractions.get("parts") or {}),
        numerators=table(fractions.get("numerators") or {}),
        fraction_not_after=end_pattern(fractions.get("not_after") or []),
        fraction_not_before=start_pattern(fractions.get("not_before") or []),
        fraction_predicates=frozenset(forms(fractions.get("predicates") or [])),
        fraction_endings=tuple(word[1:] for word in forms(fractions.get("predicates") or []) if word[0] == "-"),
        ordinal=re.compile(words_pattern(lexicon.section("ordinals").get("words") or [])),
        next_word=re.compile(r"\s([a-z]+)"),
        noun_link=re.compile(links),
        noun_after=re.compile(rf"\s(?:{links}\s?)?([a-z]+)"),
        percent=start_pattern(units.get("percent") or []),
        percent_before=end_pattern(units.get("percent_before") or []),
        percent_phrase=re.compile(words_pattern(units["percent_before"])) if units.get("percent_before") else None,
        points=start_pattern(units.get("points") or []),
        bare_points=start_pattern(units.get("bare_points") or []),
        money_before=re.compile(rf"(?<![a-z])(?:{money_signs}|{money_words})\s?$"),
        money_after=re.compile(rf"\s?(?:{money_signs})|\s+(?:{links}\s?)?(?:{money_words})"),
        measure=re.compile(rf"(?:\s?\x01{{1,15}}\s)?[\s-]*({words_pattern(measures)})"),  # "les trois premiers mois"
        measures=measures,
        letter_units=frozenset(lexicon.sections.get("letter_units") or ()),
        rate_before=end_pattern(units.get("rate_before") or []),
        rate_after=re.compile(rf"\s+{words_pattern(units.get('rate_after') or [])}\s+{words_pattern(measures)}"),
        distance_after=start_pattern(lexicon.sections.get("distance_after") or []),
        range_open=end_pattern(lexicon.sections.get("range_open") or []),
        range_link=_link(lexicon, "range_link"),
        from_link=_link(lexicon, "from_link"),
        direct_link=_link(lexicon, "direct_link"),
        share_link=re.compile(rf"\s+(?:[a-z]+\s+)?{words_pattern(lexicon.sections.get('share_link') or [])}\s+"),
        share_before=end_pattern(lexicon.sections.get("share_before") or []),
    )


def _fraction(section: Mapping[str, Any], words: Mapping[str, LexiconWord]) -> Pattern:
    small = [word for word, entry in words.items() if entry.kind == "unit" and 1 <= entry.value <= 9]
    numerators = trie([*small, *table(section.get("numerators") or {})])
    lead = words_pattern(section.get("lead") or [])
    middle = r"[\s-]"
    return re.compile(
        rf"(?<![a-z])(?:(?P<numerator>{numerators}){middle}(?P<part>{trie(table(section.get('parts') or {}))})"
        rf"|(?:(?:{lead})\s)?(?P<alone>{trie(table(section.get('alone') or {}))}))(?![a-z])"
    )
