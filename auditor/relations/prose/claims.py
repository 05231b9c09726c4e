"""Claims: relations as they are read, before they are numbered; and the small arithmetic that reading needs.

Reading is not checking: it asks of a list only whether it closes, misses by a slip, or was never meant to close.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log2

from auditor.arithmetic.slipped_sums import explains
from auditor.model.relation import Kind
from auditor.relations.prose.mentions import Mention


@dataclass(slots=True, eq=False)
class Claim:
    """A relation over mentions, with the evidence that it was read from."""

    kind: Kind
    whole: Mention | None
    parts: list[Mention]
    cue: str = ""
    strength: float = 1.0
    evidence: set[str] = field(default_factory=set)

    def key(self) -> tuple[object, ...]:
        """Return what makes two claims the same for a reader: kind and values, not places."""
        kind = "total" if self.kind == "remainder" else self.kind
        return kind, self.whole and self.whole.value, tuple(sorted((p.value, p.unit) for p in self.parts))


class Ledger:
    """Claims in reading order, found by the mentions that they name: this keeps reading linear in the length."""

    def __init__(self, claims: Iterable[Claim] = ()) -> None:
        self._claims: list[Claim] = []
        self._wholes: dict[int, list[Claim]] = {}
        self._parts: dict[int, list[Claim]] = {}
        self.extend(claims)

    def __iter__(self) -> Iterator[Claim]:
        """Return the claims in the order in which they were read."""
        return iter(self._claims)

    def append(self, claim: Claim) -> None:
        """Add one claim."""
        self._claims.append(claim)
        if claim.whole is not None:
            self._wholes.setdefault(claim.whole.index, []).append(claim)
        for part in claim.parts:
            self._parts.setdefault(part.index, []).append(claim)

    def extend(self, claims: Iterable[Claim]) -> None:
        """Add claims."""
        for claim in claims:
            self.append(claim)

    def of(self, whole: Mention) -> Sequence[Claim]:
        """Return the claims that have a mention as their whole."""
        return self._wholes.get(whole.index, ())

    def naming(self, part: Mention) -> Sequence[Claim]:
        """Return the claims that have a mention among their parts."""
        return self._parts.get(part.index, ())

    def about(self, mentions: Iterable[Mention]) -> list[Claim]:
        """Return the claims that name any of the mentions, each once."""
        found: dict[int, Claim] = {}
        for mention in mentions:
            for claim in (*self.of(mention), *self.naming(mention)):
                found[id(claim)] = claim
        return list(found.values())


def closes(whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether parts add up to the whole within the precision that the figures state."""
    slack = whole.width + sum([p.width for p in parts])
    return abs(whole.value - sum([p.value for p in parts])) <= slack + 1e-9 * max(1.0, abs(whole.value))


def slipped(whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether one slip of the digits in the total or in one part explains why they do not add up."""
    numbers = [m.value for m in (whole, *parts)]
    if any(n != int(n) or n < 0 for n in numbers):
        return False
    gap = int(whole.value) - int(sum(p.value for p in parts))
    return explains(gap, int(whole.value) if whole.typed else 0, [int(p.value) for p in parts if p.typed])


def information(value: float) -> float:
    """Return the bits in a figure's significant digits: what an exact match on it is worth."""
    digits = f"{abs(value):.0f}".rstrip("0") or "1"
    return log2(max(1.0, float(digits)))


def same_unit(mentions: Iterable[Mention]) -> bool:
    """Whether all mentions are in one unit that can be added."""
    units = {m.unit for m in mentions}
    return len(units) == 1 and units <= {"count", "money"}


def shared(mentions: Sequence[Mention]) -> str | None:
    """Return the dimension in which all mentions have a value, all different, or None."""
    dimensions = _common(mentions)
    for dimension in sorted(dimensions - {"population"}):
        values = [mention.dimension(dimension) for mention in mentions]
        if len(set(values)) == len(values):
            return dimension
    return None


def _common(mentions: Sequence[Mention]) -> frozenset[str]:
    """Return the names of the dimensions in which all mentions have a value."""
    common = _said(mentions[0].dimensions).names if mentions else frozenset()
    for mention in mentions[1:]:
        if not common:
            break
        common &= _said(mention.dimensions).names
    return common


def complementary(
    mentions: Sequence[Mention], exhaustive: Mapping[str, tuple[frozenset[str], ...]], whole: Mention | None = None
) -> bool:
    """Whether the mentions name all values of a dimension (men and women; civilians and military) of a whole."""
    if len(mentions) < 2:
        return False
    cells = {tuple(m.dimensions) for m in mentions}
    if len(cells) < len(mentions):
        return False
    common = _common(mentions)
    if not common:
        return False
    for name, groups in exhaustive.items():
        if name not in common:
            continue
        values = {m.dimension(name) for m in mentions}
        if any(group <= values for group in groups) and not _restricted(mentions, name, exhaustive, whole):
            return True
    return False


def _restricted(
    mentions: Sequence[Mention], name: str, exhaustive: Mapping[str, tuple[frozenset[str], ...]], whole: Mention | None
) -> bool:
    """Whether all share a value of another dimension, which is all that they exhaust ("adult men, adult women")."""
    for dimension in exhaustive:
        values = {m.dimension(dimension) for m in mentions}
        if dimension in (name, "outcome") or len(values) != 1 or None in values:
            continue
        if whole is None or whole.dimension(dimension) not in values:
            return True
    return False


_THINGS = {"place", "instrument", "weapon"}
"""Dimensions whose values are different things: countries are no kind of city, as prisoners are a kind of persons."""


_PERSON = ("population", "person")
_GROUPS = {("population", "household"), ("population", "organization")}
_PEOPLE = {"population", "sex", "age", "status", "guilt", "nationality"}


@dataclass(frozen=True, slots=True)
class _Said:
    """What the dimensions of a figure say about the sort of thing that it counts."""

    sort: str
    """Places, households, posts or people, where the words tell just one of them; else empty."""
    names: frozenset[str]
    """The names of all dimensions."""
    kinds: frozenset[str]
    """Those in which two values are two kinds of one thing."""
    things: frozenset[tuple[str, str]]
    people: bool


@lru_cache(1 << 12)
def _said(dimensions: tuple[tuple[str, str], ...]) -> _Said:
    """Read dimensions once: a text has few different ones, and they are compared with each figure near."""
    names = frozenset(dimension for dimension, _ in dimensions)
    sorts = {value for dimension, value in dimensions if (dimension, value) in _GROUPS}
    sorts |= {"place"} & names
    if names & _PEOPLE - {"population"} or _PERSON in dimensions:
        sorts.add("people")
    return _Said(
        sort=next(iter(sorts)) if len(sorts) == 1 else "",
        names=names,
        kinds=names - _THINGS,
        things=frozenset(pair for pair in dimensions if pair[0] in _THINGS),
        people=not names.isdisjoint(_PEOPLE),
    )


def foreign(whole: Mention, part: Mention) -> bool:
    """Whether a part plainly counts something else: both say what they count and have nothing in common."""
    if not whole.figure.counts or not part.figure.counts:
        return False
    one, other = _said(whole.dimensions), _said(part.dimensions)
    if one.sort != other.sort and one.sort and other.sort:
        return True
    if not one.kinds.isdisjoint(other.kinds) or not one.things.isdisjoint(other.things):
        return False
    if one.people and other.people:
        return False
    return whole.words.isdisjoint(part.words)


def exclude(one: Mention, other: Mention, exhaustive: Mapping[str, tuple[frozenset[str], ...]]) -> bool:
    """Whether what one figure counts cannot be among what another counts (the dead among the injured)."""
    mine = dict(one.dimensions)
    return any(
        name in mine and mine[name] != value and any({mine[name], value} <= group for group in exhaustive.get(name, ()))
        for name, value in other.dimensions
    )


def affinity(one: Mention, other: Mention) -> float:
    """Return how much two mentions count the same thing: shared dimension values and words, less what conflicts."""
    score = 0.0
    if one.dimensions and other.dimensions:
        second = dict(other.dimensions)
        for dimension, value in dict(one.dimensions).items():
            if dimension in second:
                if second[dimension] == value:
                    score += 0.5 if dimension == "population" else 1.0
                else:
                    score -= 1.0
    return score + min(2, len(one.words & other.words)) * 0.75
