"""Selection: which candidates stand, chosen once over the whole text, the surest first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from auditor.language.lexicon import Lexicon
from auditor.relations.prose.candidates.declared import Candidate, propose
from auditor.relations.prose.candidates.structure import Structure
from auditor.relations.prose.claims import Claim, closes, slipped
from auditor.relations.prose.mentions import Mention
from auditor.relations.prose.scorer import floors, probability

ASSERTED = "asserted"
"""Evidence of what a pattern reads that is sure enough to be checked."""
LIKELY = "likely"
"""Evidence of what a pattern reads that is reported only where one slip explains the gap."""
BY_PATTERNS = ("total", "remainder", "subset", "percentage", "change", "shares", "average", "repeat")
"""Kinds that are checked only where a pattern says so: other readings of them go by what adds up, or is equal."""
_ADDED = ("total", "remainder")
_SEVERAL = "several"
"""Several that are among one, which says more than that each of them is."""
_RIVALS = {"subset": ("subset", "total"), _SEVERAL: (_SEVERAL, "total")}
"""Kinds of which a surer candidate leaves no room for one of a kind with the same parts; of others the same kind."""


def read_asserted(structure: Structure, lexicon: Lexicon, mentions: Mapping[str, Mention]) -> list[Claim]:
    """Return what the words of a text assert, whatever its figures are.

    Args:
        structure: Of the text.
        lexicon: Of its language.
        mentions: By id of their figure.

    Returns:
        Claims with the evidence `ASSERTED` or `LIKELY`, each set of figures once, the surest first.
    """
    sure: dict[tuple[object, ...], tuple[float, Candidate]] = {}
    for candidate in propose(structure, lexicon):
        level = probability(candidate.pattern, lexicon.language)
        key = (candidate.kind, candidate.whole and candidate.whole.token, frozenset(p.token for p in candidate.parts))
        if level >= floors().slip and (key not in sure or sure[key][0] < level):
            sure[key] = (level, candidate)
    ranked = sorted(sure.values(), key=lambda each: (-each[0], -len(each[1].parts), each[1].parts[0].token))
    return [
        Claim(
            candidate.kind,
            mentions[candidate.whole.figure.id] if candidate.whole else None,
            [mentions[part.figure.id] for part in candidate.parts],
            candidate.cue,
            level,
            {"cue", ASSERTED if level >= floors().checked else LIKELY, candidate.pattern, candidate.direction} - {""},
        )
        for level, candidate in _apart(ranked)
    ]


def _apart(ranked: Iterable[tuple[float, Candidate]]) -> Iterable[tuple[float, Candidate]]:
    """Yield the candidates of which no surer one breaks down the same parts, or shares them otherwise."""
    taken: set[tuple[str, int]] = set()
    for level, candidate in ranked:
        kind = _contested(candidate)
        own = candidate.parts[-1:] if kind in ("percentage", "change") else candidate.parts
        if any((rival, part.token) in taken for rival in _RIVALS.get(kind, (kind,)) for part in own):
            continue
        taken.update((kind, part.token) for part in own)
        yield level, candidate


def _contested(candidate: Candidate) -> str:
    """Return as what a candidate is contested by others: remainders are totals, several parts more than each."""
    if candidate.kind == "subset" and len(candidate.parts) > 1:
        return _SEVERAL
    return "total" if candidate.kind in _ADDED else candidate.kind


def without_rivals(asserted: Iterable[Claim], others: Iterable[Claim]) -> list[Claim]:
    """Return what is asserted but for what does not hold where another reading of the same figures does.

    That is a list whose whole or parts close otherwise, and a share that is right of another base.

    Args:
        asserted: By patterns.
        others: What else was read, that which closes among it.
    """
    closing: dict[int, list[frozenset[int]]] = {}
    bases: dict[frozenset[int], set[int]] = {}
    for claim in others:
        if claim.whole is None or "closes" not in claim.evidence:
            continue
        if claim.kind in _ADDED:
            closing.setdefault(claim.whole.index, []).append(_parts(claim))
        elif claim.kind == "percentage":
            bases.setdefault(_parts(claim), set()).add(claim.whole.index)
    broken_down = {parts for lists in closing.values() for parts in lists}
    return [
        claim
        for claim in asserted
        if _stands(claim, closing, broken_down) and not _of_another(claim, bases.get(_parts(claim), ()))
    ]


def _of_another(claim: Claim, bases: Collection[int]) -> bool:
    """Whether a share is right of some bases, and the one that it is said to be of is none of them."""
    return claim.kind == "percentage" and claim.whole is not None and bool(bases) and claim.whole.index not in bases


def _stands(
    claim: Claim, closing: Mapping[int, Sequence[frozenset[int]]], broken_down: AbstractSet[frozenset[int]]
) -> bool:
    """Whether a claim says something: it is sure, or holds, or is near, and nothing that closes is against it.

    Args:
        claim: Asserted.
        closing: The parts of the lists that close, by the place of their total.
        broken_down: The same of all of them.
    """
    if claim.kind == "subset":
        return len(claim.parts) < 2 or _parts(claim) not in broken_down
    if claim.kind not in _ADDED or claim.whole is None:
        return ASSERTED in claim.evidence
    if closes(claim.whole, claim.parts):
        return True
    own = _parts(claim)
    if own in broken_down or any(own & each for each in closing.get(claim.whole.index, ())):
        return False
    if any(each <= own for part in own for each in closing.get(part, ())):  # one of them is the sum of others
        return False
    return ASSERTED in claim.evidence or slipped(claim.whole, claim.parts)


def _parts(claim: Claim) -> frozenset[int]:
    """Return the places of the parts of a claim."""
    return frozenset(part.index for part in claim.parts)
