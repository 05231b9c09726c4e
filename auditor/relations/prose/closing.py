"""Totals found by their arithmetic, weighed against the structure of the text.

Where no cue ties a list to its total, the numbers themselves may: 3,664 + 2,173 + 260 + 203 + 31 + 1,900 = 8,231 is no
accident. The evidence is counted in bits. A sum that closes is worth the information of the total less what was tried
until it closed; neighbourhood, coordination, a common dimension and cue words add to it, sentence breaks between the
parts take from it. A claim needs `NEEDED` bits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import permutations, product

from auditor.relations.prose.claims import Claim, Ledger, closes
from auditor.relations.prose.mentions import Mention
from auditor.relations.prose.reading import ProseReading
from auditor.relations.prose.runs import Runs
from auditor.relations.prose.weight import WeightScale


def read_closing(reading: ProseReading, known: Sequence[Claim]) -> list[Claim]:
    """Read totals that close without a cue that opens a list; nearer and stronger ones first.

    The second round sees each closed list as its total alone, so that totals of totals come to light.
    """
    ledger, runs, scale = Ledger(known), Runs(reading), WeightScale(reading)
    first = _round(reading, ledger, runs, scale)
    ledger.extend(first)
    second = _round(reading, ledger, runs, scale)
    ledger.extend(second)
    found = [*first, *second]
    return [*found, *_crossed(found, ledger)]


def _crossed(found: Sequence[Claim], known: Ledger) -> list[Claim]:
    """Carry whole = taken + left over to their breakdowns, where each part of the one matches a part of the others."""
    lists: dict[int, list[Claim]] = {}
    for claim in known:
        if claim.kind == "total" and claim.whole is not None and "closes" in claim.evidence:
            lists.setdefault(claim.whole.index, []).append(claim)
    out: list[Claim] = []
    for claim in found:
        if claim.whole is None or len(claim.parts) != 2:
            continue
        rows = [lists.get(m.index, []) for m in (claim.whole, *claim.parts)]
        for whole, taken, left in product(*rows):
            size = len(whole.parts)
            if not size == len(taken.parts) == len(left.parts) or size > 4 or whole is claim:
                continue
            for order in permutations(range(size)):
                for other in permutations(range(size)):
                    rows_of = [(w, taken.parts[order[i]], left.parts[other[i]]) for i, w in enumerate(whole.parts)]
                    if all(closes(w, (a, b)) for w, a, b in rows_of):
                        out.extend(
                            Claim("total", w, [a, b], claim.cue, 0.85, {"closes", "parallel"}) for w, a, b in rows_of
                        )
                        break
    return out


def _round(reading: ProseReading, known: Ledger, runs: Runs, scale: WeightScale) -> list[Claim]:
    """Weigh all candidates once."""
    inside = {
        p.index
        for c in known
        if c.kind == "total"
        and "closes" in c.evidence
        and c.whole is not None
        and abs(c.whole.index - c.parts[0].index) <= len(c.parts) + 1
        for p in c.parts
    }
    candidates: list[tuple[float, int, Claim]] = []
    for at, whole in runs.wholes():
        for parts, tried in runs.of(at, inside):
            bits = scale.weigh(whole, parts, tried, known)
            if bits is not None:
                strength = min(1.0, 0.5 + bits / 30)
                claim = Claim("total", whole, list(parts), _cue(whole, parts, reading), strength, {"closes"})
                candidates.append((-bits, whole.index, claim))
    return _choose(candidates, known)


def _choose(candidates: Sequence[tuple[float, int, Claim]], known: Ledger) -> list[Claim]:
    """Take the candidates in the order of their weight, none against one taken before it."""
    taken = {c.key() for c in known}
    chosen: list[Claim] = []
    chosen_ledger = Ledger()
    lists: dict[float, list[tuple[float, Counter[float]]]] = {}
    for c in (*known, *(row[2] for row in candidates)):
        if c.whole is not None and "closes" in c.evidence and c.kind == "total":
            lists.setdefault(c.parts[0].value, []).append((c.whole.value, Counter(p.value for p in c.parts)))
    used: dict[int, set[int]] = {}
    for c in known:
        if c.kind == "total" and c.whole is not None:
            used.setdefault(c.whole.index, set()).update(p.index for p in c.parts)
    for _, _, claim in sorted(candidates, key=lambda row: row[:2]):
        key = claim.key()
        if key in taken or claim.whole is None:
            continue
        mine = {p.index for p in claim.parts}
        # A list inside the list that has its own total is to be read as that total (in the next round).
        values = Counter(p.value for p in claim.parts)
        inner = (row for value in values for row in lists.get(value, ())[:50])
        if any(parts < values and whole not in values and whole != claim.whole.value for whole, parts in inner):
            continue
        named = (claim.whole, *claim.parts)
        if any(_conflict(claim, other) for other in (*known.about(named), *chosen_ledger.about(named))):
            continue
        if used.get(claim.whole.index, set()) & mine:
            continue
        taken.add(key)
        used.setdefault(claim.whole.index, set()).update(mine)
        chosen.append(claim)
        chosen_ledger.append(claim)
    return chosen


def _conflict(claim: Claim, other: Claim) -> bool:
    """Whether two claims cannot both be meant: one list under two totals, or a total in its own part's list."""
    if other.kind != "total" or other.whole is None or claim.whole is None:
        return False
    mine, its = {p.index for p in claim.parts}, {p.index for p in other.parts}
    if len(mine & its) >= 2 and other.whole.index != claim.whole.index:
        return True
    # A whole that stands among the other's parts together with one of its own parts would count it twice.
    if claim.whole.index in its and mine & its:
        return True
    return other.whole.index in mine and bool(mine & its)


def _cue(whole: Mention, parts: Sequence[Mention], reading: ProseReading) -> str:
    """Name what a reviewer would point at."""
    cues = reading.passage.cues
    return (
        cues.ends("sum_up", whole.before)
        or cues.ends("total", whole.before)
        or parts[-1].closing
        or "the figures add up"
    )
