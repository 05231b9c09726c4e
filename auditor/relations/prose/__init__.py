"""Relations in running text: breakdowns, subsets, remainders, shares, changes, lists and repeats."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.language.cues import cues_of
from auditor.language.lexicon import Lexicon
from auditor.model.document import Document
from auditor.model.figure import Figure, Figures
from auditor.model.relation import Relation
from auditor.relations.prose.breakdowns import read_breakdowns, read_members
from auditor.relations.prose.candidates.structure import read_structure
from auditor.relations.prose.changes import read_changes
from auditor.relations.prose.claims import Claim
from auditor.relations.prose.closing import read_closing
from auditor.relations.prose.constructions import read_constructions
from auditor.relations.prose.enumerations import read_enumerations
from auditor.relations.prose.exhausting import read_shares, read_shares_of_parts, read_totals_of_shares
from auditor.relations.prose.frames import Frame, read_frames
from auditor.relations.prose.mentions import read_passage
from auditor.relations.prose.percentages import read_percentages
from auditor.relations.prose.periods import read_periods, read_reversed
from auditor.relations.prose.points import read_points
from auditor.relations.prose.reading import ProseReading
from auditor.relations.prose.repeats import read_repeats
from auditor.relations.prose.rests import read_named_rests
from auditor.relations.prose.scorer import UNSAID
from auditor.relations.prose.selection import ASSERTED, BY_PATTERNS, LIKELY, read_asserted, without_rivals
from auditor.relations.prose.series import read_series


def read_prose_relations(
    document: Document, figures: Figures, lexicon: Lexicon
) -> tuple[tuple[Relation, ...], tuple[Figure, ...]]:
    """Read what the running text asserts.

    Returns:
        The relations in reading order (ids empty, for the caller to number), and the listed things that they name.
    """
    cues = cues_of(lexicon)
    passage = read_passage(document, figures, lexicon, cues)
    frames: dict[int, list[Frame]] = {
        s.number: read_frames(
            s, cues, {m.value for m in passage.mentions[max(0, s.mentions[0].index - 12) : s.mentions[0].index]}
        )
        for s in passage.sentences
        if s.mentions
    }
    reading = ProseReading(passage, frames, lexicon)
    claims = [*read_points(reading), *read_breakdowns(reading), *read_members(reading), *read_named_rests(reading)]
    claims += read_closing(reading, claims)
    claims += read_series(reading, claims)
    percentages = read_percentages(reading, claims)
    claims += read_totals_of_shares(percentages)
    changes = read_changes(reading)
    listed, items = read_enumerations(reading, figures)
    shares = [*read_shares(reading, changes), *read_shares_of_parts(reading, claims)]
    claims = [*claims, *percentages, *shares, *changes, *listed, *read_repeats(reading)]
    structure = read_structure(document, figures, lexicon)
    asserted = read_asserted(structure, lexicon, {m.figure.id: m for m in passage.mentions})
    claims = _settle([*without_rivals(asserted, claims), *claims])
    backwards, days = read_reversed(reading, figures)
    stated, words = read_constructions(reading, figures)
    found = [*(_relation(c) for c in claims), *stated, *read_periods(reading, figures), *backwards]
    return tuple(found), (*items, *days, *words)


_SAID = (ASSERTED, LIKELY, "closes")
"""Evidence of a total that says more than that some are part of it: it is asserted, or adds up."""


def _settle(claims: Sequence[Claim]) -> list[Claim]:
    """Drop what another claim says better: the same again, a subset that is a stated share or in a closed total."""
    shares = {(c.whole.index, c.parts[0].index) for c in claims if c.kind == "percentage" and c.whole is not None}
    # By value, not by place: the whole of a subset may be the total said again.
    totals: dict[float, list[set[int]]] = {}
    for c in claims:
        if c.kind == "total" and c.whole is not None and not _is_rest(c) and not c.evidence.isdisjoint(_SAID):
            totals.setdefault(c.whole.value, []).append({p.index for p in c.parts})
    changed = {
        frozenset((c.whole.index, c.parts[0].index)) for c in claims if c.kind == "change" and c.whole is not None
    }
    growth = {
        frozenset((c.whole.index, *(p.index for p in c.parts)))
        for c in claims
        if c.kind == "change" and c.whole is not None
    }
    kept: list[Claim] = []
    seen: set[tuple[object, ...]] = set()
    for claim in claims:
        if (
            claim.kind == "total"
            and claim.whole is not None
            and frozenset((claim.whole.index, *(p.index for p in claim.parts))) in growth
        ):
            continue
        if claim.kind == "subset" and claim.whole is not None:
            parts = {p.index for p in claim.parts}
            if len(parts) == 1 and (claim.whole.index, claim.parts[0].index) in shares:
                continue
            if any(parts <= members for members in totals.get(claim.whole.value, ())):
                continue
            if len(parts) == 1 and frozenset((claim.whole.index, *parts)) in changed:
                continue
        key = (
            claim.key()
            if claim.kind != "repeat"
            else (claim.kind, claim.whole and claim.whole.index, claim.parts[0].index)
        )
        if key in seen:
            continue
        seen.add(key)
        kept.append(claim)
    return sorted(kept, key=_place)


def _place(claim: Claim) -> tuple[int, int, str]:
    indices = [p.index for p in claim.parts] + ([claim.whole.index] if claim.whole is not None else [])
    return min(indices), max(indices), claim.kind


def _is_rest(claim: Claim) -> bool:
    """Whether a total of two says that its second part is what the first one leaves."""
    last = claim.parts[-1]
    return claim.kind == "total" and len(claim.parts) == 2 and last.first and bool(last.closing)


def _relation(claim: Claim) -> Relation:
    """Turn a claim into a relation; a total whose last part is "the remaining" is a remainder."""
    kind = "remainder" if _is_rest(claim) else claim.kind
    said = not claim.evidence.isdisjoint((ASSERTED, LIKELY)) or kind not in BY_PATTERNS
    return Relation(
        "",
        kind,
        claim.whole.figure.id if claim.whole is not None else None,
        tuple(p.figure.id for p in claim.parts),
        claim.cue,
        round(claim.strength, 3),
        tuple(sorted(claim.evidence)),
        probability=round(claim.strength if said else min(claim.strength, UNSAID), 3),
        checked=ASSERTED in claim.evidence or kind not in BY_PATTERNS,
        slips=LIKELY in claim.evidence,
    )
