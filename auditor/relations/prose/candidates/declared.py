"""Candidates that declared patterns propose: relations with the figures in their roles and the words that say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.arithmetic.printed_digits import in_digits
from auditor.language.folding import has_letters
from auditor.language.lexicon import Lexicon
from auditor.model.relation import Kind
from auditor.relations.prose.candidates.conditions import CONDITIONS, NEAR, Listed, noun_stems, stems
from auditor.relations.prose.candidates.pattern_matcher import PatternMatch, compiled
from auditor.relations.prose.candidates.structure import LINKED, CuePhrases, Place, Structure, phrases_of

CUE_WORDS = 6
BEHIND = 4
"""Words behind a match that still speak of it."""
_RELATIVE = ("percent", "points", "fraction")
_EVENTS, _PLACES = frozenset({"proceeding", "offence", "weapon"}), frozenset({"place"})
_POPULATION = frozenset({"population"})
_PEOPLE = _POPULATION | {"sex", "age", "guilt", "status"}
"""Dimensions of what happens to people, of where they are, and of people."""
_OF_THOSE, _ANY_NOUN = frozenset({"partitive"}), frozenset({"set_noun"})
BEFORE = 4
NO_SUM = frozenset({"average", "each", "overlapping"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A relation that a text may assert, read without looking at values."""

    kind: Kind
    whole: Place | None
    parts: tuple[Place, ...]
    """In the order that the kind gives them."""
    pattern: str
    cue: str
    """The words that it was read from."""
    direction: str = ""
    """Which way they say that something changed: `RISE`, `FALL` or nothing."""


def propose(structure: Structure, lexicon: Lexicon) -> Iterator[Candidate]:
    """Yield what the patterns of a language find, in the order of the patterns; one relation may come several times.

    Args:
        structure: Of the text.
        lexicon: Of its language.

    Yields:
        Candidates, each with the figures in their roles.
    """
    phrases = phrases_of(lexicon)
    found: dict[tuple[str, int], list[Candidate]] = {}
    for match in compiled(lexicon).find(structure):
        made = _candidate(match, structure, phrases, lexicon)
        if made is not None:
            found.setdefault((made.pattern, made.whole.token if made.whole else -1), []).append(made)
    for candidates in found.values():
        yield from _longest(candidates)


def _candidate(match: PatternMatch, structure: Structure, phrases: CuePhrases, lexicon: Lexicon) -> Candidate | None:
    """Return a match as a candidate, or nothing where its figures do not go together or its conditions are not met."""
    whole, parts = _roles(match)
    figures = [place for place in (whole, *parts) if place is not None]
    if not parts or len(set(figures)) < len(figures) or not _of_one_unit(match, whole, parts, structure):
        return None
    if match.pattern.kind == "change" and whole is not None and _unlike(whole, parts[0], structure, phrases):
        return None
    if match.pattern.kind in ("total", "shares", "average") and _no_sum(match, parts, structure, phrases):
        return None
    if whole is not None and _is_member(whole, structure, phrases, lexicon):
        return None
    listed = Listed(match.parts or tuple(figures), whole, structure, phrases, lexicon)
    if not all(CONDITIONS[name](listed) for name in match.pattern.where):
        return None
    cue = _cue(structure, whole, parts)
    return Candidate(match.pattern.kind, whole, parts, match.pattern.name, cue, match.direction)


def _longest(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield the candidates of one pattern and whole whose parts are no end of a longer list."""
    kept: list[set[Place]] = []
    for candidate in sorted(candidates, key=lambda each: -len(each.parts)):
        own = set(candidate.parts)
        if candidate.kind in ("percentage", "change") or not any(own & longer for longer in kept):
            kept.append(own)
            yield candidate


def _no_sum(match: PatternMatch, parts: Sequence[Place], structure: Structure, phrases: CuePhrases) -> bool:
    """Whether words among the figures, or just beside, say that they do not simply add up: means, "each", "or"."""
    start, end = max(0, match.start - BEFORE), match.end + BEHIND
    if match.pattern.kind == "average":  # values of which one is itself said to be a mean
        start, end = parts[0].token, parts[-1].token
    said = phrases.among(structure.words, start, end, structure.phrases)
    if match.pattern.kind == "shares":  # "each named one reason": of all of them
        return any(not kinds.isdisjoint(NO_SUM - {"each"}) for kinds in said)
    last = max(parts[-2].token + 1, parts[-1].token - LINKED)
    joined = phrases.among(structure.words, last, parts[-1].token, structure.phrases)
    return any(not kinds.isdisjoint(NO_SUM) for kinds in said) or any("either" in kinds for kinds in joined)


def _is_member(whole: Place, structure: Structure, phrases: CuePhrases, lexicon: Lexicon) -> bool:
    """Whether a figure is said to be a member of what was counted before: "of these four moved out, six stayed"."""
    at = whole.token
    said = phrases.among(structure.words, max(0, at - BEFORE), at, structure.phrases)
    if all(kinds.isdisjoint(_OF_THOSE) for kinds in said[-1:]):
        return False
    behind = structure.words[at + 1 : at + 1 + BEHIND]
    return bool(behind) and behind[0].isalpha() and not any(lexicon.may_be_counted(word) for word in behind)


def _roles(match: PatternMatch) -> tuple[Place | None, tuple[Place, ...]]:
    """Return whole and parts of a match, as its kind orders them; no parts where some are missing."""
    roles = match.roles
    if match.pattern.kind == "percentage":
        return roles["whole"], (roles["part"], roles["share"])
    if match.pattern.kind == "change":
        return roles["new"], (roles["old"], roles["by"] if "by" in roles else roles["signed"])
    if "part" in roles:
        return roles["whole"], (roles["part"],)
    fewest = 1 if match.pattern.kind == "subset" else 2
    return roles.get("whole"), match.parts if len(match.parts) >= fewest else ()


def _of_one_unit(match: PatternMatch, whole: Place | None, parts: tuple[Place, ...], structure: Structure) -> bool:
    """Whether the figures that are added up or compared are of one unit, and none is a range."""
    if any(place.figure.bound == "range" for place in parts):
        return False
    if match.pattern.kind == "change" and whole is not None:
        old, by = parts
        if by.figure.unit not in (*_RELATIVE, "count", whole.figure.unit) or not _alike(whole, old, structure):
            return False
        return by.figure.unit in _RELATIVE or _alike(whole, by, structure)
    if match.pattern.kind == "percentage":
        parts = parts[:1]
    units = {place.figure.unit for place in (whole, *parts) if place is not None}
    return len(units) == 1 and not _counts_groups(whole, parts)


def _alike(one: Place, other: Place, structure: Structure) -> bool:
    """Whether two figures are of one unit, or one is a bare number that goes without saying the unit of the other."""
    units = {one.figure.unit: one, other.figure.unit: other}
    if len(units) == 1:
        return True
    spelled = any(has_letters(place.figure.text) for place in (one, other))
    if "count" not in units or "percent" in units or spelled:
        return False
    bare = units["count"]
    behind = structure.words[bare.token + 1 : bare.token + 2]
    return not bare.figure.counts or not behind or not behind[0][0].isalpha()


def _counts_groups(whole: Place | None, parts: tuple[Place, ...]) -> bool:
    """Whether the whole counts what the parts are in: places, or in words before digits ("on three bases: 604")."""
    if whole is None:
        return False
    worded = not in_digits(whole.figure.text)
    if worded and (whole.figure.value == 0 or any(in_digits(part.figure.text) for part in parts)):
        return True  # of none there are no parts
    members = [part for part in parts if part.figure.counts]
    if _is_of(whole, _EVENTS) and any(_is_of(part, _POPULATION) for part in members):
        return True
    placed = _is_of(whole, _PLACES) and bool(members)
    return placed and all(_is_of(part, _PEOPLE) and not _is_of(part, _PLACES) for part in members)


def _is_of(place: Place, sought: frozenset[str]) -> bool:
    """Whether what a figure counts has a value of one of some dimensions."""
    return any(dimension in sought for dimension, _ in place.figure.dimensions)


def _unlike(one: Place, other: Place, structure: Structure, phrases: CuePhrases) -> bool:
    """Whether two figures count what has different names behind them: "5 deaths, compared with 409 cases"."""
    if one.figure.unit == "percent":
        return False
    nouns = [_nouns_behind(each, structure, phrases) for each in (one, other)]
    return all(nouns) and nouns[0].isdisjoint(nouns[1])


def _nouns_behind(place: Place, structure: Structure, phrases: CuePhrases) -> set[str]:
    """Return the stems of the words behind a figure that say what it counts; none in a bracket that says "cases"."""
    named, start = noun_stems(place), place.token + 1
    said = phrases.among(structure.words, start, start + NEAR, structure.phrases)
    words = [(word, kinds) for word, kinds in zip(structure.words[start:], said, strict=False) if stems([word]) & named]
    if place.depth and any(_ANY_NOUN & kinds for _, kinds in words):
        return set()
    return stems(word for word, _ in words)


def _cue(structure: Structure, whole: Place | None, parts: tuple[Place, ...]) -> str:
    """Return the words between the whole and the first part, the last few of them."""
    first, last = min(p.token for p in parts), max(p.token for p in parts)
    low, high = (
        (whole.token, first) if whole is not None and whole.token < first else (last, whole.token if whole else last)
    )
    return " ".join(structure.words[max(low + 1, high - CUE_WORDS) : high]).strip()
