"""Candidates that declared patterns propose: relations with the figures in their roles and the words that say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from auditor.language.lexicon import Lexicon
from auditor.model.relation import Kind
from auditor.relations.prose.candidates.admissibility import admissible, goes_on
from auditor.relations.prose.candidates.conditions import CONDITIONS, Listed
from auditor.relations.prose.candidates.pattern_matcher import PatternMatch, compiled
from auditor.relations.prose.candidates.structure import Place, Structure

CUE_WORDS = 6


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
    found: dict[tuple[str, int], list[Candidate]] = {}
    asked: dict[_Standing, bool] = {}
    for match in compiled(lexicon).find(structure):
        made = _candidate(match, structure, lexicon, asked)
        if made is not None:
            found.setdefault((made.pattern, made.whole.token if made.whole else -1), []).append(made)
    for candidates in found.values():
        yield from _longest(candidates, Listed((), None, structure, lexicon))


_Standing = tuple[Kind, Place | None, tuple[Place, ...], int, int]
"""Figures in the roles of a kind, and the tokens that a pattern spans."""


def _candidate(
    match: PatternMatch, structure: Structure, lexicon: Lexicon, asked: dict[_Standing, bool]
) -> Candidate | None:
    """Return a match as a candidate, or nothing where its figures do not go together or its conditions are not met.

    Args:
        match: Of a pattern.
        structure: Of the text.
        lexicon: Of its language.
        asked: Whether figures may stand in their roles, as several patterns put the same there; it is added to.
    """
    whole, parts = _roles(match)
    figures = [place for place in (whole, *parts) if place is not None]
    if not parts or len(set(figures)) < len(figures):
        return None
    listed = Listed(match.parts or tuple(figures), whole, structure, lexicon)
    standing = (match.pattern.kind, whole, parts, match.start, match.end)
    if standing not in asked:
        asked[standing] = admissible(match, listed, parts)
    if not asked[standing]:
        return None
    if not all(CONDITIONS[name](listed) for name in match.pattern.where):
        return None
    cue = _cue(structure, whole, parts)
    return Candidate(match.pattern.kind, whole, parts, match.pattern.name, cue, match.direction)


def _longest(candidates: Sequence[Candidate], text: Listed) -> Iterator[Candidate]:
    """Yield the candidates of one pattern and whole whose parts are no end of a longer list, and all of it."""
    kept: list[set[Place]] = []
    for candidate in sorted(candidates, key=lambda each: -len(each.parts)):
        own = set(candidate.parts)
        if candidate.kind in ("percentage", "change") or not any(own & longer for longer in kept):
            kept.append(own)
            if candidate.kind != "total" or not goes_on(candidate.parts[-1], text):
                yield candidate


def _roles(match: PatternMatch) -> tuple[Place | None, tuple[Place, ...]]:
    """Return whole and parts of a match, as its kind orders them; no parts where some are missing."""
    roles = match.roles
    if match.pattern.kind == "percentage":
        return roles["whole"], (roles["part"], roles["share"])
    if match.pattern.kind == "change":
        return roles["new"], (roles["old"], roles["by"] if "by" in roles else roles["signed"])
    if alone := roles.get("part") or roles.get("share"):
        return roles["whole"], (alone,)
    fewest = 1 if match.pattern.kind == "subset" else 2
    return roles.get("whole"), match.parts if len(match.parts) >= fewest else ()


def _cue(structure: Structure, whole: Place | None, parts: tuple[Place, ...]) -> str:
    """Return the words between the whole and the first part, the last few of them."""
    first, last = min(p.token for p in parts), max(p.token for p in parts)
    low, high = (
        (whole.token, first) if whole is not None and whole.token < first else (last, whole.token if whole else last)
    )
    return " ".join(structure.words[max(low + 1, high - CUE_WORDS) : high]).strip()
