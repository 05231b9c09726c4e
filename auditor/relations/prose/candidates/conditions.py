"""Conditions on the parts of a match that a row of signs cannot say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from auditor.language.folding import fold
from auditor.language.lexicon import Lexicon
from auditor.relations.prose.candidates.structure import CuePhrases, Place, Structure

LONG = 3
EVERYONES = ("sex", "age", "residence", "nationality", "guilt")
"""Dimensions in which everyone has one value."""
_SEVERAL = re.compile(r"\d|\w[\s-]\w")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
BEHIND = 4
_ENDS = frozenset(".;!?")
_OF_MORE = frozenset({"partitive", "after", "additional", "remainder", "left"})
FAR = 40
"""Words within which a figure is near."""
STEM, SHORT, NEAR, NEAR_LINK = 5, 3, 6, 4
"""Letters by which two words are one, letters of a word that says little, words before a figure or a list."""


def exhaustive(
    parts: Sequence[Place], whole: Place | None, structure: Structure, phrases: CuePhrases, lexicon: Lexicon
) -> bool:
    """Whether the parts are all values of one dimension, each as often as the others, and the whole is none of them."""
    return _covers(parts, whole, lexicon, lexicon.exhaustive.keys())


def of_persons(
    parts: Sequence[Place], whole: Place | None, structure: Structure, phrases: CuePhrases, lexicon: Lexicon
) -> bool:
    """Whether the same is so of a dimension in which everyone has one value, which "killed" and "civilian" are not."""
    return _covers(parts, whole, lexicon, EVERYONES)


def _covers(parts: Sequence[Place], whole: Place | None, lexicon: Lexicon, dimensions: Iterable[str]) -> bool:
    """Whether the parts are all values of one of some dimensions."""
    if len({part.figure.dimensions for part in parts}) < len(parts):
        return False
    own = dict(whole.figure.dimensions) if whole is not None else {}
    for dimension in dimensions:
        groups = lexicon.exhaustive.get(dimension, ())
        if dimension in own:
            continue
        said = Counter(value for part in parts for name, value in part.figure.dimensions if name == dimension)
        if said.total() == len(parts) and len(set(said.values())) == 1 and any(set(said) == group for group in groups):
            return True
    return False


def no_narrower(
    parts: Sequence[Place], whole: Place | None, structure: Structure, phrases: CuePhrases, lexicon: Lexicon
) -> bool:
    """Whether what all parts are, the whole is too: "63 refugees, including one girl and five boys" is not so."""
    own = dict(whole.figure.dimensions) if whole is not None else {}
    shared = set.intersection(*(set(part.figure.dimensions) for part in parts))
    return not own or all(dimension in own or dimension == "population" for dimension, _ in shared)


def parallel(
    parts: Sequence[Place], whole: Place | None, structure: Structure, phrases: CuePhrases, lexicon: Lexicon
) -> bool:
    """Whether the same word stands before, or behind, each of the parts."""
    words, last = structure.words, len(structure.words) - 1
    behind = {words[min(part.token + 1, last)] for part in parts}
    return len(behind) == 1 and behind.pop()[0].isalpha()


def bare(
    parts: Sequence[Place], whole: Place | None, structure: Structure, phrases: CuePhrases, lexicon: Lexicon
) -> bool:
    """Whether no part but the first has a noun of its own."""
    return not any(part.figure.counts for part in parts[1:])


def bare_first(
    parts: Sequence[Place], whole: Place | None, structure: Structure, phrases: CuePhrases, lexicon: Lexicon
) -> bool:
    """Whether the first part has no noun of its own either: "Fifty-six belong to the majority"."""
    return not parts[0].figure.counts


def closed(
    parts: Sequence[Place], whole: Place | None, structure: Structure, phrases: CuePhrases, lexicon: Lexicon
) -> bool:
    """Whether the last part is what is left of the whole."""
    token = parts[-1].token
    before = phrases.mark(structure.words[max(0, token - 3) : token])
    behind = phrases.mark(structure.words[token + 1 : token + 4])
    return any("remainder" in kinds for kinds in before) or any(
        not kinds.isdisjoint(("others", "left")) for kinds in behind
    )


def remaining(
    parts: Sequence[Place], whole: Place | None, structure: Structure, phrases: CuePhrases, lexicon: Lexicon
) -> bool:
    """Whether words right before the last part, or "the" and "others" around it, say that it is all that is left."""
    token = parts[-1].token
    before = phrases.mark(structure.words[max(0, token - 3) : token])
    behind = phrases.mark(structure.words[token + 1 : token + 2])
    return any("remainder" in kinds for kinds in before) or (
        any("the" in kinds for kinds in before[-1:]) and any("left" in kinds for kinds in behind)
    )


def named(
    parts: Sequence[Place], whole: Place | None, structure: Structure, phrases: CuePhrases, lexicon: Lexicon
) -> bool:
    """Whether words just before the first part say again what the whole counts."""
    token = parts[0].token
    near = {word[:STEM] for word in structure.words[max(0, token - NEAR) : token] if len(word) > SHORT}
    return whole is not None and any(
        word[:STEM] in near for word in fold(whole.figure.counts).split() if len(word) > SHORT
    )


def alike(
    parts: Sequence[Place], whole: Place | None, structure: Structure, phrases: CuePhrases, lexicon: Lexicon
) -> bool:
    """Whether whole and parts count the same: each has a word for it that the whole has too."""
    own = _stems(whole) if whole is not None else set()
    return bool(own) and all(not own.isdisjoint(_stems(part)) for part in parts)


def _stems(place: Place) -> set[str]:
    """Return the beginnings of the long words for what a figure counts."""
    return {word[:STEM] for word in fold(place.figure.counts).split() if len(word) > SHORT}


def long(
    parts: Sequence[Place], whole: Place | None, structure: Structure, phrases: CuePhrases, lexicon: Lexicon
) -> bool:
    """Whether there are three or more parts."""
    return len(parts) >= LONG


def unnamed(
    parts: Sequence[Place], whole: Place | None, structure: Structure, phrases: CuePhrases, lexicon: Lexicon
) -> bool:
    """Whether no part but the whole has a noun of its own: "examined 512 claims and granted 310, or 61 per cent"."""
    return not any(part.figure.counts for part in parts if part != whole)


def printed(
    parts: Sequence[Place], whole: Place | None, structure: Structure, phrases: CuePhrases, lexicon: Lexicon
) -> bool:
    """Whether all are printed in digits, but for shares."""
    return all(
        part.figure.unit in ("percent", "fraction") or any(sign.isdigit() for sign in part.figure.text)
        for part in parts
    )


def values_printed(
    parts: Sequence[Place], whole: Place | None, structure: Structure, phrases: CuePhrases, lexicon: Lexicon
) -> bool:
    """Whether the new and the old value are printed in digits, or in several words, and neither is a year."""
    return not any(_YEAR.fullmatch(part.figure.text) and not part.figure.counts for part in parts) and all(
        _SEVERAL.search(part.figure.text) for part in parts[:2]
    )


def change_printed(
    parts: Sequence[Place], whole: Place | None, structure: Structure, phrases: CuePhrases, lexicon: Lexicon
) -> bool:
    """Whether the change is printed in digits, or has a unit that says so: "a", "one" and "two" are much else."""
    return parts[-1].figure.unit in ("fraction", "points") or printed(parts[-1:], whole, structure, phrases, lexicon)


def fresh(
    parts: Sequence[Place], whole: Place | None, structure: Structure, phrases: CuePhrases, lexicon: Lexicon
) -> bool:
    """Whether the whole is not itself said to be a part: "of these, 94 ...", "another 48 ..."."""
    if whole is None:
        return False
    start = _sentence(structure.words, whole.token)
    return all(kinds.isdisjoint(_OF_MORE) for kinds in phrases.mark(structure.words[start : whole.token + BEHIND]))


def _sentence(words: Sequence[str], at: int) -> int:
    """Return where the clause or line begins that a word stands in, or where what is far from it ends."""
    start = at
    while start > max(0, at - FAR) and words[start - 1] not in _ENDS and not words[start - 1].startswith("\n"):
        start -= 1
    return start


def alone(
    parts: Sequence[Place], whole: Place | None, structure: Structure, phrases: CuePhrases, lexicon: Lexicon
) -> bool:
    """Whether the whole is no end of a list that may be meant: "41 women and 63 children. 702 of them"."""
    if whole is None:
        return False
    words = structure.words
    near = max(0, whole.token - NEAR_LINK)
    linked = any("joins" in kinds for kinds in phrases.mark(words[near : whole.token]))
    start = _sentence(words, whole.token)
    return not linked or not any(start <= place.token < whole.token for place in structure.places)


def of_its_noun(
    parts: Sequence[Place], whole: Place | None, structure: Structure, phrases: CuePhrases, lexicon: Lexicon
) -> bool:
    """Whether no noun behind the part says that another figure is meant: "120 files in 24 States; 63 of the files"."""
    if whole is None:
        return False
    behind = {
        word[:STEM] for word in structure.words[parts[-1].token + 1 : parts[-1].token + 1 + BEHIND] if len(word) > SHORT
    }
    near = [place for place in structure.places if 0 < whole.token - place.token <= FAR]
    return not behind.isdisjoint(_stems(whole)) or all(behind.isdisjoint(_stems(place)) for place in near)


CONDITIONS: Mapping[str, Callable[[Sequence[Place], Place | None, Structure, CuePhrases, Lexicon], bool]] = {
    each.__name__.replace("_", " "): each
    for each in (
        exhaustive,
        of_persons,
        no_narrower,
        parallel,
        bare,
        bare_first,
        remaining,
        alike,
        named,
        closed,
        long,
        printed,
        values_printed,
        change_printed,
        unnamed,
        fresh,
        alone,
        of_its_noun,
    )
}
