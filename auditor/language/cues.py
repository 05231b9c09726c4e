"""Cue phrases of a language, compiled from the `cues` section of its lexicon.

A phrase is words in small letters: ``a|b`` alternates, ``[the]`` may be missing, ``word*`` takes any ending and ``~``
stands for up to three words. The syntax is for linguists, not for programmers: nothing of it reaches a regular
expression unescaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from auditor.language.clauses import first_clause
from auditor.language.folding import stem
from auditor.language.lexicon import Lexicon

_WORD = r"[^\W\d_]"
_CLAUSE_STOP = re.compile(r"\s*(?:[.;)\n]|$)")
NEVER = re.compile(r"(?!)")


def phrase_pattern(phrase: str) -> str:
    """Translate one phrase of the cue syntax into the source of a regular expression."""
    out: list[str] = []
    for written in phrase.lower().split():
        optional = written.startswith("[") and written.endswith("]")
        token = written.strip("[]")
        if written == "~":
            out.append(r"(?:[\w'’-]{1,60}+\s+){0,3}?")
            continue
        choices = [choice_pattern(choice) for choice in token.split("|") if choice]
        body = choices[0] if len(choices) == 1 else "(?:" + "|".join(choices) + ")"
        gap = r"\s*" if token.endswith("'") else r"\s+"
        out.append(f"(?:{body}{gap})?" if optional else f"{body}{gap}")
    source = "".join(out)
    for gap in (r"\s+", r"\s*"):
        if source.endswith(gap):
            return source[: -len(gap)]
    return source


def choice_pattern(word: str) -> str:
    """Escape one word; a star at its end takes any ending, an apostrophe of either kind is the same."""
    star = word.endswith("*")
    source = re.escape(word.rstrip("*")).replace("'", "['’]")
    return source + (r"[\w’'-]*" if star else "")


def any_of(phrases: Iterable[str]) -> str:
    """Return a source that matches the longest of several phrases."""
    sources = [phrase_pattern(p) for p in sorted(phrases, key=lambda p: (-len(p), p))]
    return "(?:" + "|".join(sources) + ")" if sources else "(?!)"


def _edge(source: str) -> str:
    """Fence a source by word edges."""
    return rf"(?<!\w){source}(?!\w)"


@dataclass(frozen=True, slots=True, eq=False)
class Cues:
    """The cue phrases of one language, each class as `at_end` (just before a figure), `at_start` and `anywhere`."""

    anywhere: Mapping[str, re.Pattern[str]]
    at_end: Mapping[str, re.Pattern[str]]
    at_start: Mapping[str, re.Pattern[str]]
    stop: frozenset[str]
    the: frozenset[str]
    """Definite articles in the plural."""
    endings: tuple[str, ...]
    """What number and gender put on a word."""

    def stem(self, word: str) -> str:
        """Return a word without the ending that number or gender puts on it."""
        return stem(word, self.endings)

    def has(self, kind: str, text: str) -> str:
        """Return the first cue of a class in a text, or an empty string.

        Args:
            kind: The class, as the lexicon names it.
            text: Folded.
        """
        found = self.anywhere.get(kind, NEVER).search(text)
        return found[0] if found else ""

    def ends(self, kind: str, text: str) -> str:
        """Return the cue of a class that closes a text, or an empty string.

        Args:
            kind: The class. Whether a few plain words or a comma may follow its cues is the lexicon's affair
                (`cue_slack`).
            text: Folded; what stands before a figure.
        """
        return _at_end(self, kind, text[-90:])

    def starts(self, kind: str, text: str) -> str:
        """Return the cue of a class that opens a text, or an empty string.

        Args:
            kind: The class, as the lexicon names it.
            text: Folded; blanks, commas and brackets at its beginning do not count.
        """
        found = self.at_start.get(kind, NEVER).match(text[:90])
        return found[1].strip() if found else ""

    def closes_clause(self, kind: str, text: str) -> str:
        """Return the cue of a class that ends a text's first clause ("440 children were among them"), or nothing.

        Args:
            kind: The class, as the lexicon names it.
            text: Folded; what stands behind a figure.
        """
        clause = first_clause(text[:120]).rstrip()
        if not _CLAUSE_STOP.match(text, len(clause)):
            return ""
        for found in self.anywhere.get(kind, NEVER).finditer(clause):
            if found.end() == len(clause):
                return found[0]
        return ""


@lru_cache(1 << 14)
def _at_end(cues: Cues, kind: str, text: str) -> str:
    """Look for a cue once: the words before a figure are asked again with each list that it may be in."""
    found = cues.at_end.get(kind, NEVER).search(text)
    return found[1].strip() if found else ""


# Before a figure stand articles, hedges and an adjective or two, but no mark that ends a phrase.
_SLACK = r"\s*(?:[\w'’$€£-]+\s+){0,2}\(?$"
_TIGHT = r"[\s(\"“«]*$"


@cache
def cues_of(lexicon: Lexicon) -> Cues:
    """Compile the cue phrases of a language, once.

    Args:
        lexicon: Of the language.

    Returns:
        Patterns for folded text; the same object at each call.
    """
    section: Mapping[str, Any] = lexicon.section("cues")
    loose, comma = (lexicon.section("cue_slack").get(key) or () for key in ("words", "comma"))
    anywhere, at_end, at_start = {}, {}, {}
    for kind, phrases in section.items():
        if kind in ("stop", "the"):
            continue
        source = any_of(str(p) for p in phrases)
        anywhere[kind] = re.compile(_edge(source))
        slack = (",?" if kind in comma else "") + (_SLACK if kind in loose else _TIGHT)
        at_end[kind] = re.compile(rf"(?<!\w)({source})(?:(?<=['’])|(?!\w)){slack}")
        at_start[kind] = re.compile(rf"[\s,()]*({source})(?!\w)")
    stop, the = (frozenset(str(w) for w in section.get(kind) or ()) for kind in ("stop", "the"))
    return Cues(anywhere, at_end, at_start, stop, the, lexicon.endings)
