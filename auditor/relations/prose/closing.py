"""Totals found by their arithmetic, weighed against the structure of the text.

Where no cue ties a list to its total, the numbers themselves may: 3,664 + 2,173 + 260 + 203 + 31 + 1,900 = 8,231 is no
accident. The evidence is counted in bits. A sum that closes is worth the information of the total less what was tried
until it closed; neighbourhood, coordination, a common dimension and cue words add to it, sentence breaks between the
parts take from it. A claim needs `NEEDED` bits. What misses by a typing slip is weighed in the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise, permutations, product

from auditor.relations.prose.breakdowns import Reading
from auditor.relations.prose.claims import Claim, Ledger, closes, foreign
from auditor.relations.prose.mentions import Mention
from auditor.relations.prose.slips import explains, slip_explains
from auditor.relations.prose.weight import said_to_sum, weigh

WINDOW = 28
"""How many figures to either side a total may stand from its parts."""
LONGEST = 16
REACH_SENTENCES = 6
REACH_PARAGRAPHS = 4


def read_closing(reading: Reading, known: Sequence[Claim]) -> list[Claim]:
    """Read totals that close (or all but close) without a cue that opens a list; nearer and stronger ones first.

    The second round sees each closed list as its total alone, so that totals of totals come to light.
    """
    ledger, runs = Ledger(known), _Runs(reading)
    first = _round(reading, ledger, runs)
    ledger.extend(first)
    second = _round(reading, ledger, runs)
    ledger.extend(second)
    found = [*first, *second]
    crossed = _crossed(found, ledger)
    ledger.extend(crossed)
    return [*found, *crossed, *_beside_closed(reading, ledger)]


def _beside_closed(reading: Reading, known: Ledger) -> list[Claim]:
    """Read the neighbour of a closed total as one too, where each part has its neighbour on the same side.

    "8,766 casualties: 4,031 dead and 4,735 hurt. In the east 2,274 dead and 2,673 hurt; elsewhere 1,757 dead and 2,062
    hurt": when the dead add up, the hurt were meant to, and a slip says why they do not.
    """
    mentions = reading.passage.mentions
    said: dict[tuple[float, str], list[Mention]] = {}
    for mention in mentions:
        said.setdefault((mention.value, mention.unit), []).append(mention)
    out: list[Claim] = []
    for claim in known:
        if claim.kind != "total" or claim.whole is None or "closes" not in claim.evidence:
            continue
        if len({p.sentence for p in claim.parts}) == 1 and any(b.index - a.index < 2 for a, b in pairwise(claim.parts)):
            continue
        for side, again in product((1, -1), said.get((claim.whole.value, claim.whole.unit), ())):
            whole = _neighbour(again, side, mentions)
            row = [_neighbour(m, side, mentions) for m in claim.parts]
            parts = [m for m in row if m is not None]
            if whole is None or len(parts) < len(claim.parts) or any(m in claim.parts for m in (whole, *parts)):
                continue
            if again in parts or len({m.index for m in (whole, *parts)}) <= len(parts) or closes(whole, parts):
                continue
            if not _alike(whole, parts, claim) or any(c.kind == "total" for p in parts for c in known.naming(p)):
                continue
            if slip_explains(whole.value, [p.value for p in parts]):
                out.append(Claim("total", whole, parts, claim.cue, 0.8, {"parallel", "slip"}))
                break
    return out


def _neighbour(mention: Mention, side: int, mentions: Sequence[Mention]) -> Mention | None:
    """Give the figure beside a mention in its sentence, of the same unit."""
    at = mention.index + side
    if not 0 <= at < len(mentions):
        return None
    other = mentions[at]
    return other if other.sentence == mention.sentence and other.unit == mention.unit and other.exact else None


def _alike(whole: Mention, parts: Sequence[Mention], beside: Claim) -> bool:
    """Say whether figures count one thing, and another than the figures beside them."""
    words = [m.words for m in (whole, *parts)]
    dimensions = [dict(m.dimensions) for m in (whole, *parts)]
    outcomes = {d.get("outcome") for d in dimensions}
    same = set.intersection(*map(set, words)) or (len(outcomes) == 1 and None not in outcomes)
    other = beside.whole.dimension("outcome") if beside.whole is not None else None
    return bool(same) and (other is None or other not in outcomes)


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


def _round(reading: Reading, known: Ledger, runs: _Runs) -> list[Claim]:
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
    mentions = [m for m in reading.passage.mentions if m.unit in ("count", "money")]
    candidates: list[tuple[float, int, Claim]] = []
    for at, whole in enumerate(mentions):
        if whole.value < 2 or whole.figure.article:
            continue
        low, high = max(0, at - WINDOW), min(len(mentions), at + WINDOW + 1)
        near = [
            m for m in mentions[low:high] if m is not whole and _near(whole, m) and m.unit == whole.unit and m.value > 0
        ]
        for parts, tried in runs.of(whole, near, inside):
            bits = weigh(whole, parts, tried, reading, known)
            if bits is not None:
                closed = closes(whole, parts)
                floor = 0.8 if not closed and said_to_sum(whole, parts, reading) else 0.0
                strength = max(floor, min(1.0, 0.5 + bits / 30))
                evidence = {"closes"} if closed else {"slip"}
                claim = Claim("total", whole, list(parts), _cue(whole, parts, reading), strength, evidence)
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


def _near(whole: Mention, part: Mention) -> bool:
    """Say whether a part may stand where it stands."""
    return abs(whole.sentence - part.sentence) <= REACH_SENTENCES and abs(whole.block - part.block) <= REACH_PARAGRAPHS


Run = tuple[tuple[Mention, ...], int]
"""Figures that may add up, and how many were tried until these were found."""


class _Runs:
    """Gives runs of figures worth weighing; what was looked at on one side of a total is not looked at again."""

    def __init__(self, reading: Reading) -> None:
        self._cues = reading.passage.cues
        self._met: dict[tuple[int, tuple[int, ...]], list[Run]] = {}
        """Total and figures of one side of it -> runs; the second round has most of them from the first."""

    def of(self, whole: Mention, near: Sequence[Mention], inside: set[int]) -> Iterator[Run]:
        """Give the runs that close, and lists beside the whole that miss by a slip; each once."""
        seen: set[tuple[int, ...]] = set()
        plain = [m for m in near if not m.nested]
        rows = [near, plain, [m for m in plain if m.index not in inside], [m for m in plain if not foreign(whole, m)]]
        own = _noun(whole)
        if own and any(_noun(m) == own for m in near):
            rows.append([m for m in near if _noun(m) == own])
        done: set[tuple[int, ...]] = set()
        for row in rows:
            for side in ([m for m in row if m.index > whole.index], [m for m in row if m.index < whole.index]):
                at = tuple([m.index for m in side])
                if at in done:
                    continue
                done.add(at)
                for run, tried in self._beside(whole, side, at):
                    key = tuple([m.index for m in run])
                    if key not in seen:
                        seen.add(key)
                        yield run, tried
        yield from self._pairs(whole, plain, seen)

    def _beside(self, whole: Mention, side: Sequence[Mention], at: tuple[int, ...]) -> list[Run]:
        """Give the runs of one side of a whole."""
        if (whole.index, at) not in self._met:
            said = bool(self._cues.ends("sum_up", whole.before))
            self._met[whole.index, at] = [*_closing_runs(whole, side), *_slip_runs(whole, side, said=said)]
        return self._met[whole.index, at]

    def _pairs(self, whole: Mention, plain: Sequence[Mention], seen: set[tuple[int, ...]]) -> Iterator[Run]:
        """Give the pairs that add up to the whole, on whichever side of it."""
        small = sorted((m for m in plain if m.value < whole.value), key=lambda m: abs(m.index - whole.index))[:14]
        first = {m.index for m in small}
        small += [
            m
            for m in plain
            if m.value < whole.value and m.index not in first and self._cues.ends("remainder", m.before)
        ]
        small.sort(key=lambda m: m.index)
        tried = max(1, len(small) * (len(small) - 1) // 2)
        for pair in _closing_pairs(whole, small):
            key = tuple(m.index for m in pair)
            if key not in seen:
                seen.add(key)
                apart = pair[1].index - pair[0].index > 1 and pair[0].sentence == pair[1].sentence
                rest = bool(self._cues.ends("remainder", pair[1].before))
                yield pair, len(small) if rest else (8 if apart else 1) * tried


def _noun(mention: Mention) -> str:
    """Give the last of the words for what is counted."""
    words = mention.figure.counts.lower().split()
    return words[-1] if words else ""


def _closing_pairs(whole: Mention, small: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Give the pairs that add up to the whole, in reading order; exact figures are looked up, not tried."""
    if not whole.exact or not all(m.exact for m in small):
        yield from (pair for pair in combinations(small, 2) if closes(whole, pair))
        return
    places: dict[float, list[int]] = {}
    for at, mention in enumerate(small):
        for other in places.get(whole.value - mention.value, ()):
            yield small[other], mention
        places.setdefault(mention.value, []).append(at)


def _closing_runs(whole: Mention, row: Sequence[Mention]) -> Iterator[Run]:
    """Give the contiguous runs of a row that add up to the whole (a sliding window: all values are positive)."""
    start, total = 0, 0.0
    slack = max(1e-9, abs(whole.value) * 1e-12)
    tried = max(1, len(row))
    fuzzy = not whole.exact or any(not m.exact for m in row)
    for end, mention in enumerate(row):
        total += mention.value
        while total > whole.value + slack + (0.1 * whole.value if fuzzy else 0) and start < end:
            total -= row[start].value
            start += 1
        for begin in range(start, min(end, start + 2) if fuzzy else min(end, start + 1)):
            run = tuple(row[begin : end + 1])
            if 2 <= len(run) <= LONGEST and closes(whole, run):
                yield run, tried


def _slip_runs(whole: Mention, row: Sequence[Mention], *, said: bool) -> Iterator[Run]:
    """Give runs that touch the whole within a sentence of it and miss it by one slip.

    Args:
        whole: The total.
        row: Figures on one side of it.
        said: Whether the words before the total say that it sums up.
    """
    if not row or not whole.exact or whole.value < 10 or whole.value != int(whole.value):
        return
    after = row[0].index > whole.index
    reach = 4 if after else 2 if said else 1
    close = [m for m in row if abs(m.sentence - whole.sentence) <= reach]
    edges = close if after else close[::-1]
    # A list touches the whole, or it begins (or ends) a sentence of its own.
    starts = [i for i, m in enumerate(edges) if i == 0 or m.sentence != edges[i - 1].sentence][:3]
    total = int(whole.value)
    for tries, start in enumerate(starts, 2):
        computed = 0
        values: list[int] = []
        for size, edge in enumerate(edges[start : start + LONGEST], 1):
            if not edge.exact or edge.value != int(edge.value) or computed + edge.value > 12 * total:
                break
            values.append(int(edge.value))
            computed += values[-1]
            if size == 1 or 12 * computed < total:
                continue
            if explains(total - computed, total, values):
                found = edges[start : start + size]
                yield tuple(found if after else found[::-1]), 2**tries
    if after or len(row) < 3:
        return
    for pair in combinations(close[-5:], 2):
        if all(m.exact for m in pair) and slip_explains(whole.value, [m.value for m in pair]):
            yield pair, 16


def _conflict(claim: Claim, other: Claim) -> bool:
    """Say whether two claims cannot both be meant: one list under two totals, or a total in its own part's list."""
    if other.kind != "total" or other.whole is None or claim.whole is None:
        return False
    mine, its = {p.index for p in claim.parts}, {p.index for p in other.parts}
    if len(mine & its) >= 2 and other.whole.index != claim.whole.index:
        return True
    if len(mine & its) >= 1 and "closes" not in claim.evidence:
        return True
    # A whole that stands among the other's parts together with one of its own parts would count it twice.
    if claim.whole.index in its and mine & its:
        return True
    return other.whole.index in mine and bool(mine & its)


def _cue(whole: Mention, parts: Sequence[Mention], reading: Reading) -> str:
    """Name what a reviewer would point at."""
    cues = reading.passage.cues
    return (
        cues.ends("sum_up", whole.before)
        or cues.ends("total", whole.before)
        or cues.ends("remainder", parts[-1].before)
        or "the figures add up"
    )
