"""Which figures may stand together in the roles of a kind, whatever the pattern that puts them there.

All of it is language and form: what the figures count, their units, and words beside them that say that they are
something else (a difference, a mean, the number of places, another set).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditor.arithmetic.printed_digits import in_digits
from auditor.language.folding import has_letters
from auditor.relations.prose.candidates.conditions import (
    EVERYONES,
    FAR,
    NEAR,
    NEAR_LINK,
    SEVERAL_WORDS,
    Listed,
    is_year,
    noun_stems,
    stems,
)
from auditor.relations.prose.candidates.pattern_matcher import PatternMatch
from auditor.relations.prose.candidates.structure import LINKED, Place

BEFORE, BEHIND = 4, 4
"""Words before and behind figures that still speak of them."""
_RELATIVE = ("percent", "points", "fraction")
_EVENTS, _PLACES = frozenset({"proceeding", "offence", "weapon"}), frozenset({"place"})
_POPULATION = frozenset({"population"})
_PEOPLE = _POPULATION | {"sex", "age", "guilt", "status"}
"""Dimensions of what happens to people, of where they are, and of people."""
_GENERIC = frozenset({("sex", "male")})
"""What a whole may be called whoever is in it: by a masculine that speaks of both sexes."""
_OF_THOSE, _ANY_NOUN = frozenset({"partitive"}), frozenset({"set_noun"})
_OF_A_SET, _THE = ("member_of", "share_of"), ("the",)
_COMPARED, _MORE = ("than",), ("more", "fewer")
NO_SUM = frozenset({"average", "each", "overlapping"})
_SUMMED = ("total", "shares", "average")


def admissible(match: PatternMatch, listed: Listed, parts: tuple[Place, ...]) -> bool:
    """Whether the figures of a match may stand in their roles.

    Args:
        match: What a pattern found.
        listed: Its figures, with the text.
        parts: The figures but the whole, in the order that the kind gives them.

    Returns:
        False where their units do not go together, or words beside one of them say that it is something else.
    """
    kind, whole = match.pattern.kind, listed.whole
    if any(place.figure.bound == "range" for place in parts):
        return False
    if kind == "change":
        old, by = parts
        return whole is not None and _may_change(whole, old, by, listed)
    if kind in _SUMMED and _is_no_sum(match, listed, parts):
        return False
    if whole is None:
        return _of_one_unit(parts)
    members = tuple(place for place in parts if place.figure.unit not in _RELATIVE)
    if len(members) < len(parts) and not _is_share(parts[-1], whole, listed):
        return False
    return (
        _of_one_unit((whole, *members))
        and _may_be_whole(whole, members or parts, listed)
        and (kind != "total" or not _is_other(whole, members, listed))
    )


def goes_on(last: Place, listed: Listed) -> bool:
    """Whether "and" joins one more member to a list: "2 traders and a midwife", "166 in the south, and 300 elsewhere".

    Args:
        last: The last of its figures.
        listed: The text.

    Returns:
        False where nothing is joined to its last words, or figures of what was just listed ("and 300 of them").
    """
    words, start = listed.structure.words, last.token + 1
    end = next((at for at in range(start, len(words)) if at == start + NEAR or not words[at][0].isalpha()), len(words))
    end += words[end : end + 1] == [","]
    for at, kinds in enumerate(listed.classes(start, end + 1), start):
        place = listed.structure.at.get(at + 1)
        if "joins" in kinds and place is not None and (place.figure.article or place.figure.unit == last.figure.unit):
            return not listed.says(("after",), at + 2, at + 2 + BEHIND)
    return False


def _of_one_unit(places: Iterable[Place]) -> bool:
    """Whether figures are all of one unit."""
    return len({place.figure.unit for place in places}) == 1


def _may_change(new: Place, old: Place, by: Place, listed: Listed) -> bool:
    """Whether two figures may be an old and a new value, and the third by how much they differ."""
    if by.figure.unit not in (*_RELATIVE, "count", new.figure.unit) or not _alike(new, old, listed):
        return False
    if by.figure.unit not in _RELATIVE and not _alike(new, by, listed):
        return False
    return not _unlike(new, old, listed)


def _alike(one: Place, other: Place, listed: Listed) -> bool:
    """Whether two figures are of one unit, or one is a bare number that goes without saying the unit of the other."""
    units = {one.figure.unit: one, other.figure.unit: other}
    if len(units) == 1:
        return True
    spelled = any(has_letters(place.figure.text) for place in (one, other))
    if "count" not in units or "percent" in units or spelled:
        return False
    bare = units["count"]
    behind = listed.structure.words[bare.token + 1 : bare.token + 2]
    return not bare.figure.counts or not behind or not behind[0][0].isalpha()


def _unlike(one: Place, other: Place, listed: Listed) -> bool:
    """Whether two figures count what has different names behind them: "5 deaths, compared with 409 cases"."""
    if one.figure.unit == "percent":
        return False
    nouns = [_nouns_behind(each, listed) for each in (one, other)]
    return all(nouns) and nouns[0].isdisjoint(nouns[1])


def _nouns_behind(place: Place, listed: Listed) -> set[str]:
    """Return the stems of the words behind a figure that say what it counts; none in a bracket that says "cases"."""
    named, start = noun_stems(place), place.token + 1
    said = zip(listed.structure.words[start:], listed.classes(start, start + NEAR), strict=False)
    words = [(word, kinds) for word, kinds in said if stems([word]) & named]
    if place.depth and any(_ANY_NOUN & kinds for _, kinds in words):
        return set()
    return stems(word for word, _ in words)


def _is_no_sum(match: PatternMatch, listed: Listed, parts: Sequence[Place]) -> bool:
    """Whether words among the figures, or just beside, say that they do not simply add up: means, "each", "or"."""
    start, end = match.start - BEFORE, match.end + BEHIND
    if match.pattern.kind == "average":  # values of which one is itself said to be a mean
        start, end = parts[0].token, parts[-1].token
    if match.pattern.kind == "shares":  # "each named one reason": of all of them
        return listed.says(NO_SUM - {"each"}, start, end)
    last = max(parts[-2].token + 1, parts[-1].token - LINKED)
    return listed.says(NO_SUM, start, end) or listed.says(("either",), last, parts[-1].token)


def _is_share(share: Place, whole: Place, listed: Listed) -> bool:
    """Whether words beside a share say neither that it is a change nor that it is one of another set."""
    end = share.token + 1
    if listed.says(("more_by", "fewer_by"), end - 2, end - 1) or listed.says(_MORE, end, end + 2):
        return False
    end += listed.structure.words[end : end + 1] == [")"]
    others = (place for place in listed.structure.within(end, end + BEHIND) if place != whole)
    return not any(_all(_OF_A_SET + _THE, listed.classes(end, other.token)) for other in others)


def _may_be_whole(whole: Place, parts: Sequence[Place], listed: Listed) -> bool:
    """Whether a figure may be a whole of such parts."""
    years = [word for word in listed.structure.words[max(0, whole.token - NEAR_LINK) : whole.token] if is_year(word)]
    return not (
        (years and is_year(whole.figure.text))  # "the 2015 and 2016 surveys"
        or whole.figure.value == 0  # of none there are no parts
        or _is_member(whole, listed)
        or _is_where(whole, parts, listed)
        or _counts_groups(whole, parts)
        or any(_leaves_scale_out(part, whole) for part in parts)
        or _all((*_OF_A_SET, "the", "total"), listed.classes(whole.token + 1, parts[0].token))  # "31 of the total 42"
        or _contradict(parts, listed)
    )


def _is_member(whole: Place, listed: Listed) -> bool:
    """Whether a figure is said to be a member of what was counted before: "of these four moved out, six stayed"."""
    at = whole.token
    if not _any(_OF_THOSE, listed.classes(at - BEFORE, at)[-1:]):
        return False
    behind = listed.structure.words[at + 1 : at + 1 + BEHIND]
    return bool(behind) and behind[0].isalpha() and not any(listed.lexicon.may_be_counted(word) for word in behind)


def _is_where(whole: Place, parts: Sequence[Place], listed: Listed) -> bool:
    """Whether places are counted behind what was counted in them: "371 contacts in 7 zones, of whom 100 in Arden"."""
    if not _is_place(whole):
        return False
    before = listed.structure.within(max(0, whole.token - FAR), whole.token)
    counted = (other for other in before if other.figure.unit == "count" and other not in parts)
    return any(other.sentence == whole.sentence and not _is_place(other) for other in counted)


def _counts_groups(whole: Place, parts: Sequence[Place]) -> bool:
    """Whether the whole counts what the parts are in: places, or in words before digits ("on three bases: 604")."""
    summed = [part for part in parts if part.figure.unit not in _RELATIVE]
    if not SEVERAL_WORDS.search(whole.figure.text) and any(in_digits(part.figure.text) for part in summed):
        return True  # "Ninety-one" begins a sentence that goes on in digits
    members = [part for part in parts if part.figure.counts]
    if _is_of(whole, _EVENTS) and any(_is_of(part, _POPULATION) for part in members):
        return True
    placed = _is_place(whole) and bool(members)
    return placed and all(_is_of(part, _PEOPLE) and not _is_of(part, _PLACES) for part in members)


def _leaves_scale_out(part: Place, whole: Place) -> bool:
    """Whether a bare number goes without saying the scale of the whole: "318 million, of which 121 (38 per cent)"."""
    said = whole.figure.text
    if not (in_digits(said) and said[-1].isalpha()) or has_letters(part.figure.text):
        return False
    return part.figure.unit == "count" and part.figure.value <= int("".join(filter(str.isdecimal, said)))


def _is_place(place: Place) -> bool:
    """Whether a figure counts places, and not those who are in them, as "prison population" does."""
    return _is_of(place, _PLACES) and not _is_of(place, _POPULATION)


def _is_of(place: Place, sought: frozenset[str]) -> bool:
    """Whether what a figure counts has a value of one of some dimensions."""
    return any(dimension in sought for dimension, _ in place.figure.dimensions)


def _contradict(parts: Sequence[Place], listed: Listed) -> bool:
    """Whether a part is what no member of the whole is: "22 girls and 18 boys" of "410 women"."""
    groups = listed.lexicon.exhaustive
    own = {dimension: value for dimension, value in listed.own.items() if dimension in EVERYONES}
    own = dict(pair for pair in own.items() if pair not in _GENERIC)
    return any(
        value != own[dimension] and any({own[dimension], value} <= group for group in groups.get(dimension, ()))
        for part in parts
        for dimension, value in part.figure.dimensions
        if dimension in own
    )


def _is_other(whole: Place, parts: Sequence[Place], listed: Listed) -> bool:
    """Whether words beside say that a figure is so much more than another, or that of the set of another.

    "6 more than the day before: 14 in ..., 7 in ...", "88 seamen of 6 wrecks: 31 from ..., 22 from ...".
    """
    token, end = whole.token, parts[-1].token
    if listed.says(("respectively",), token, end + BEHIND) and listed.has_twin(whole):
        return True  # "310 files in 2018 and 345 in 2019, of which 120 and 133 respectively ..."
    if listed.says(("brings",), token, end):  # "24 cases, of which 12 died, bringing the total to 1,118"
        return True
    if _is_difference(whole, parts, listed):
        return True
    members = (other for other in listed.structure.within(token - BEFORE, token) if other not in parts)
    before = [other for other in members if not other.figure.article and other.figure.value != 0]  # "none of the 33"
    between = listed.structure.words[before[-1].token + 1 : token] if before else []
    return all(word[0].isalpha() for word in between) and _any(
        _OF_A_SET, listed.classes(token - len(between), token)[-1:]
    )


def _is_difference(whole: Place, parts: Sequence[Place], listed: Listed) -> bool:
    """Whether a figure says how much more others are, or before a colon what they are more than."""
    token = whole.token
    behind = listed.classes(token + 1, token + 1 + BEHIND)
    if any(_any(_MORE, [kinds]) and _any(_COMPARED, behind[at + 1 : at + 3]) for at, kinds in enumerate(behind)):
        return True
    compared = listed.says(_MORE, token - NEAR, token) and listed.says(_COMPARED, token - 2, token)
    return compared and ":" in listed.structure.words[token : max(token, parts[0].token)]


def _any(sought: Iterable[str], classes: Sequence[frozenset[str]]) -> bool:
    """Whether a word is of one of some classes of cues."""
    return any(not kinds.isdisjoint(sought) for kinds in classes)


def _all(sought: Iterable[str], classes: Sequence[frozenset[str]]) -> bool:
    """Whether there are words and each is of one of some classes of cues."""
    return bool(classes) and all(not kinds.isdisjoint(sought) for kinds in classes)
