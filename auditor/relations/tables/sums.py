"""Sums: which lines of a table are totals of which others, by one choice among all candidates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from auditor.relations.tables import candidates as family
from auditor.relations.tables.candidates import Candidate, Search
from auditor.relations.tables.commonness import sameness
from auditor.relations.tables.evidence import Evidence, EvidenceScale
from auditor.relations.tables.levels import contract, inside
from auditor.relations.tables.table_layout import Lines

_LEAST = 2.0
"""Bits below which a candidate is forgotten."""
_SURE = 8.0
"""Bits from which a compact sum may miss one slot in three."""
_ALIKE, _OVERLAP = 10.0, 0.8
"""Bits from which a sum that misses often is compared with others; how alike their slots must be."""
_OFTEN = 20
"""How many times oftener a sum of scattered lines must close than it is off."""
_SHAPE, _SHAPES = 1.0, 5.0
"""Bits that each sum of the same shape adds to a scattered one, and how many at most."""
_CHAINED, _LITTLE = 3, 0.01
"""Slots where a level must be off to be one of figures that do not add up by design, and how far off at most."""
_LAYOUT_MISSES = 3
"""Misses that a whole block may have."""
_ODD = frozenset({"average", "share", "rate", "change"})
_UNLIKE = _ODD | {"code", "of_which", "some"}
_SHARES, _HUNDRED = frozenset({"share"}), 100.0
_STATED, _NEARLY = 0.5, 6
"""Score of a sum that label and layout alone state; the share of it, one in so many, that it may be off by at most:
what is off by more has parts that are not shown, or that overlap."""


def find_sums(lines: Lines, *, stated: bool = True) -> list[Evidence]:
    """Find the sums among lines, the best first.

    Args:
        lines: The rows or the columns of a table.
        stated: Whether a total that label and layout alone tie to its parts is taken as their sum: not where words say
            that the table shows some of the parts alone.

    Returns:
        What the table says of each sum.
    """
    n = len(lines.positions)
    if n < 2:
        return []
    scale = EvidenceScale(lines)
    seen: set[Candidate] = set()
    weighed: list[Evidence] = []
    named: set[Candidate] = set()
    accepted: list[Evidence] = []
    consumed: set[int] = set()
    for turn in range(4):
        keep = np.array([i for i in range(n) if i not in consumed], np.intp)
        if len(keep) < 2:
            break
        tops = np.array(sorted({e.aggregator for e in accepted} - consumed), np.intp)
        new = [c for c in dict.fromkeys(_propose(lines, keep, tops, turn)) if c not in seen]
        seen.update(new)
        weighed += _weighed(scale, new, _LEAST)
        if turn == 0:
            named.update(family.blocks(Search(lines, np.arange(n), 1)))
            known = {(e.aggregator, e.parts) for e in weighed}
            shaped = [c for c in dict.fromkeys(_shaped(lines)) if c not in known]
            seen.update(shaped)
            weighed += _weighed(scale, shaped)
        judged = _alike_in_shape([_judged(lines, e, consumed, accepted) for e in weighed])
        chosen = _select([*judged, *_alike(lines, judged, accepted)], accepted)
        if not chosen:
            break
        accepted += chosen
        for e in chosen:
            consumed.update(e.parts)
            consumed.update(s.aggregator for s in accepted if inside(lines, s, e))  # it stands for parts of e
    accepted = _contracted(scale, accepted)
    if stated:
        accepted = _all_stated(lines, scale, weighed, named, accepted)
    final = [replace(e, beside=e.stated or _beside(e)) for e in _untwin(accepted)]
    return [_only_where_close(e) if _far_fetched(e, final) else e for e in final]


def _weighed(scale: EvidenceScale, candidates: Sequence[Candidate], least: float = -np.inf) -> list[Evidence]:
    """Return what a table says of those candidates that have enough bits and add what is alike."""
    found = scale.weigh(candidates, least)
    return [e for e in found if e is not None and not _of_unlike_labels(scale.lines, e)]


def _contracted(scale: EvidenceScale, accepted: list[Evidence]) -> list[Evidence]:
    """Let subtotals stand for their parts; one that was itself contracted may do so in its turn."""
    for _ in range(4):
        contracted = contract(scale, accepted)
        if [(e.aggregator, e.parts) for e in contracted] == [(e.aggregator, e.parts) for e in accepted]:
            break
        accepted = contracted
    return accepted


def _all_stated(
    lines: Lines, scale: EvidenceScale, weighed: Sequence[Evidence], named: set[Candidate], accepted: list[Evidence]
) -> list[Evidence]:
    """Return what is accepted, and the sums that place, or the labels of groups, state beyond doubt."""
    blocks = [e for e in weighed if (e.aggregator, e.parts) in named]
    out = _stated(lines, blocks, accepted, _tied_by_place)
    grouped = scale.weigh(sorted(family.same_in_groups(lines.nested, _wholes(lines))))
    return _stated(lines, [e for e in grouped if e is not None], out, _tied_by_groups)


def _stated(
    lines: Lines, proposed: Sequence[Evidence], accepted: Sequence[Evidence], tied: Callable[[Lines, Evidence], bool]
) -> list[Evidence]:
    """Return what is accepted, and the sums that label and layout state beyond doubt, however many figures are off.

    Labels or layout tie the total to its parts, and no other sum has it or them. What is accepted of some of its
    slots alone, as of shares, is stated at the others.
    """
    out = {(e.aggregator, e.parts): e for e in accepted}
    taken = {i for e in accepted for i in (e.aggregator, *e.parts)}
    for e in proposed:
        own = (e.aggregator, e.parts)
        known = out.get(own)
        if (known is None and not taken.isdisjoint((e.aggregator, *e.parts))) or not tied(lines, e):
            continue
        before = known or e
        slots = _borne_out(lines, e) & ~before.asserted if known else _borne_out(lines, e)
        if slots.any():
            score = max(before.score, _STATED)
            out[own] = replace(before.asserting(before.asserted | slots, score=score), basis="layout", stated=True)
            taken.update((e.aggregator, *e.parts))
    return list(out.values())


def _borne_out(lines: Lines, e: Evidence) -> NDArray[np.bool_]:
    """Return the slots whose figures are such as a total and its parts have, right or wrong.

    Not what the whole block repeats, which is its number; no means, which lie among their parts; and where fewer than
    half of the slots close, all are near, and not by little throughout, as chained or weighted figures are.
    """
    block = lines.values[[e.aggregator, *e.parts]]
    slots = e.live & e.told
    slots &= np.array([_alike_at(lines, e, j) for j in range(len(slots))], np.bool_)
    slots &= ~(block == block[0]).all(0) & ~(e.other & ~e.close)
    whole, parts = block[0], block[1:]
    closing = slots & e.close
    if not slots.any() or (parts[:, slots] < 0).any():
        return np.zeros(len(slots), np.bool_)
    if 2 * closing.sum() >= slots.sum():
        return slots
    if (whole <= parts.max(0))[slots & ~closing].any():
        return np.zeros(len(slots), np.bool_)
    gap = np.abs(parts.sum(0) - whole)
    by_little = slots.sum() >= _CHAINED and bool((gap <= _LITTLE * whole)[slots].all())
    near = bool((_NEARLY * gap <= whole)[slots].all())
    return slots if near and not by_little else np.zeros(len(slots), np.bool_)


def _alike_at(lines: Lines, e: Evidence, slot: int) -> bool:
    """Whether a slot's figures may be parts of a total: counts, or shares of which the total is stated to be 100."""
    kinds = (lines.cues[e.aggregator] | lines.slot_cues[slot]) & _UNLIKE
    return not kinds or (kinds == _SHARES and lines.values[e.aggregator, slot] == _HUNDRED)


def _tied_by_place(lines: Lines, e: Evidence) -> bool:
    """Whether label and layout tie a total to its parts: all lines of the block on one side of it, none unlike."""
    shared = _SHARES.intersection(lines.cues[e.aggregator], *(lines.cues[p] for p in e.parts))
    if "alone" not in lines.cues[e.aggregator] or not _whole_block(lines, e, labelled=True, shared=shared):
        return False
    far = e.parts[0] - 1 if e.parts[0] < e.aggregator else e.parts[-1] + 1
    if 0 <= far < len(lines.positions) and "total" not in lines.cues[far]:
        return False
    labels = [lines.labels[p] for p in e.parts]
    if any((lines.cues[p] - shared) & _UNLIKE or not lines.labels[p] for p in e.parts) or len(set(labels)) < len(
        labels
    ):
        return False
    side = 1 if e.parts[0] > e.aggregator else -1
    first, last = _end(lines, e.aggregator, side), _end(lines, e.aggregator, -side)
    return "whole" in lines.cues[last] and "whole" not in lines.cues[first]


def _tied_by_groups(lines: Lines, e: Evidence) -> bool:
    """Whether the lines of a label in all groups are such as may add up."""
    return not any(lines.cues[i] & _UNLIKE for i in (e.aggregator, *e.parts))


def _wholes(lines: Lines) -> set[str]:
    """Return the groups whose label is a word for the whole and no more."""
    return {group for (group, _), cues in zip(lines.nested, lines.group_cues, strict=True) if "alone" in cues}


def _end(lines: Lines, at: int, side: int) -> int:
    """Return the last line of the block of lines on one side of a line: where several totals stand, all are passed."""
    while 0 <= at + side < len(lines.positions) and lines.breaks[at + side] == lines.breaks[at]:
        at += side
    return at


def _beside(e: Evidence) -> bool:
    """Whether a sum begins beside its first part, as nearly all do."""
    return any(abs(p - e.aggregator) == 1 for p in (e.parts[0], e.parts[-1]))


def _far_fetched(e: Evidence, found: Sequence[Evidence]) -> bool:
    """Whether a sum of scattered lines is off by what no slip explains: then it says nothing where it is off.

    Lines between the parts are no hole where they are parts of another sum, and where lines stand at even steps.
    """
    if e.stated or e.slips >= e.misses or e.hits >= _OFTEN * e.misses:
        return False
    members = {*e.parts, e.aggregator}
    for lines_at in (e.parts, sorted(members)):
        if len(lines_at) > 2 and len(set(np.diff(lines_at).tolist())) == 1:
            return False
    explained = {p for o in found if o is not e for p in o.parts}
    low, high = min(e.aggregator, e.parts[0]), max(e.aggregator, e.parts[-1])
    return any(i not in members and i not in explained for i in range(low, high + 1))


def _only_where_close(e: Evidence) -> Evidence:
    """Assert a sum only where it closes."""
    return e.asserting(e.asserted & (e.close | e.open))


def _propose(lines: Lines, keep: NDArray[np.intp], tops: NDArray[np.intp], turn: int) -> Iterator[Candidate]:
    """Yield candidates among the lines that are not parts of a total already."""
    search = Search(lines, keep, 10)
    yield from family.runs(search, 4.0)
    if turn and len(tops) >= 2:
        yield from family.runs(Search(lines, tops, 6), 4.0)
    if turn:
        return
    for depth in np.unique(lines.depth)[:-1][:4]:
        shallow = keep[lines.depth[keep] <= depth]
        if 3 <= len(shallow) < len(keep):
            yield from family.runs(Search(lines, shallow, 6), 4.0)
    yield from family.groups(lines.labels)
    small = Search(lines, keep, 6)
    yield from family.strides(small, 5.0)
    yield from family.pairs(small, 6.0)
    yield from family.exclusions(small, 6.0)


def _shaped(lines: Lines) -> Iterator[Candidate]:
    """Yield candidates that labels and layout propose, whatever the figures say."""
    yield from family.children(lines.depth)
    yield from family.blocks(Search(lines, np.arange(len(lines.positions)), 1))


def _judged(lines: Lines, e: Evidence, consumed: set[int], accepted: Sequence[Evidence]) -> Evidence:
    """Put the price of a candidate's shape on it; a whole block under its own total may miss more often."""
    price = _price(lines, e, consumed, accepted)
    score = e.bits - price
    if score > 0:
        score -= e.gain * _sameness(lines, e)
    total = "total" in lines.cues[e.aggregator]
    if len(e.parts) == 1 and not (total and abs(e.parts[0] - e.aggregator) == 1):
        return e
    near = e.parts[-1] - e.parts[0] == len(e.parts) - 1 and min(abs(p - e.aggregator) for p in e.parts) == 1
    enough = 3 * e.hits >= 7 * e.misses or (e.hits >= 2 * e.misses and score > _SURE and (near or e.slips == e.misses))
    if score > 0 and enough and e.joint >= e.misses:
        if e.joint or len(e.parts) < 2 or e.hits < 2:
            return replace(e, score=score)
        # one part is the whole total and the others are nought: its place and label must say that it is one
        block = _whole_block(lines, e, labelled=total)
        return replace(e, score=score, basis="layout" if block else e.basis)
    if not _whole_block(lines, e, labelled=total):
        return e
    if _chained(lines, e):
        return replace(e, score=0.5, basis="chained")
    return replace(e, score=_shaped_score(lines, e, price, min(score, 0.0)), basis="layout")


def _of_unlike_labels(lines: Lines, e: Evidence) -> bool:
    """Whether a sum adds lines of several labels though each group has that of its total."""
    cues = lines.group_cues[e.aggregator] if lines.nested else ()
    if "alone" not in cues:
        return False
    own, others = lines.nested[e.aggregator][1], {lines.nested[p][1] for p in e.parts}
    return own in others and len(others) > 1


def _shaped_score(lines: Lines, e: Evidence, price: float, otherwise: float) -> float:
    """Score a whole block under its total: so sure is the label or the outline that few figures need to bear it out."""
    named = "whole" in lines.cues[e.aggregator]
    if len(e.parts) < 2 or e.misses > _LAYOUT_MISSES or not _adds(lines, e):
        return 0.0
    deeper = all(lines.depth[p] > lines.depth[e.aggregator] for p in e.parts)
    sure = "total" in lines.cues[e.aggregator] or (deeper and e.slips == e.misses)
    if e.hits >= max(1 if sure else 2, e.misses):
        score = e.gain - 2.0 * (e.misses - e.slips) - price
        return max(score, 1.0) if named and not e.misses - e.slips else score
    if e.hits or e.misses != 1:
        return otherwise
    if e.slips:
        return 1.0 if named or deeper or (len(e.parts) > 2 and e.near) else otherwise
    alone = len(e.parts) == len(lines.positions) - 1
    return 0.5 if named and alone and e.near else otherwise


def _adds(lines: Lines, e: Evidence) -> bool:
    """Whether a sum adds something to something in a slot, or is that of a total called so and no more."""
    added = (lines.values[list(e.parts)] != 0).sum(0) > 1
    return "alone" in lines.cues[e.aggregator] or bool(added[e.asserted].any())


def _chained(lines: Lines, e: Evidence) -> bool:
    """Whether an outline's level is off everywhere, and by little: chained volumes, indices, weights."""
    parts = list(e.parts)
    block = lines.breaks[parts[0]] == lines.breaks[parts[-1]] and (lines.depth[parts] > lines.depth[e.aggregator]).all()
    if not block or len(parts) < 2 or e.misses < _CHAINED or e.hits > e.misses:
        return False
    at = e.asserted & e.live & ~e.open
    whole = lines.values[e.aggregator, at]
    return bool((np.abs(lines.values[parts][:, at].sum(0) - whole) <= _LITTLE * np.abs(whole)).all())


def _alike_in_shape(judged: list[Evidence]) -> list[Evidence]:
    """Believe scattered sums the more, the more of them have their parts at the same distances."""
    shapes = [tuple(p - e.aggregator for p in e.parts) if _scattered(e) and e.score > 0 else () for e in judged]
    common = Counter(shapes)
    return [
        replace(e, score=e.score + min(_SHAPE * (common[shape] - 1), _SHAPES)) if shape else e
        for e, shape in zip(judged, shapes, strict=True)
    ]


def _scattered(e: Evidence) -> bool:
    """Whether a sum has parts that stand apart."""
    return e.parts[-1] - e.parts[0] >= len(e.parts)


def _sameness(lines: Lines, e: Evidence) -> float:
    """Return which share of the hits repeats others."""
    at = np.flatnonzero(e.close & e.asserted & (lines.values[e.aggregator] != 0))[:64]
    return sameness(lines.values[e.aggregator, at], lines.values[list(e.parts[:60])][:, at])


def _alike(lines: Lines, judged: Sequence[Evidence], accepted: Sequence[Evidence]) -> list[Evidence]:
    """Find sums that miss too often, but all in the same slots: those slots hold figures that do not add up (ratios).

    They are asserted where they close.
    """
    close = {id(e): e.close & e.told for e in judged}
    weak = [e for e in judged if e.score <= 0 and len(e.parts) > 1 and close[id(e)].sum() >= 3]
    weak = [e for e in weak if 2 * e.misses > e.hits]
    weak = [e for e in weak if e.gain * (1.0 - _sameness(lines, e)) - _price(lines, e, set(), accepted) > _ALIKE]
    weak.sort(key=lambda e: (-e.gain, len(e.parts), e.aggregator, e.parts))
    out = []
    for e in weak[:60]:
        same = [
            o
            for o in weak[:60]
            if o.aggregator != e.aggregator
            and o.aggregator not in e.parts
            and not set(o.parts) & set(e.parts)
            and _overlap(close[id(e)], close[id(o)]) >= _OVERLAP
        ]
        if same:
            score = e.gain - _price(lines, e, set(), accepted)
            out.append(e.asserting(e.asserted & e.close | close[id(e)], score=score))
    return out


def _overlap(a: NDArray[np.bool_], b: NDArray[np.bool_]) -> float:
    """Return the Jaccard similarity of two sets of slots."""
    return float((a & b).sum() / max(1, (a | b).sum()))


def _whole_block(lines: Lines, e: Evidence, *, labelled: bool, shared: frozenset[str] = frozenset()) -> bool:
    """Whether the parts are all of a block next to its total: a run up to an edge, or an outline's next level."""
    a, lo, hi = e.aggregator, e.parts[0], e.parts[-1]
    side = 1 if lo > a else -1
    near, far = (lo, hi + 1) if side > 0 else (hi, lo - 1)
    if near != a + side or any((lines.cues[p] - shared) & _ODD for p in (a, *e.parts)):
        return False
    n = len(lines.positions)
    level = int(lines.depth[list(e.parts)].min())
    if level > lines.depth[a]:
        last = far
        while 0 <= last < n and lines.depth[last] > level:  # what stands under the last part
            last += side
        if not 0 <= last < n or lines.depth[last] <= lines.depth[a]:
            return True
    if not labelled or hi - lo + 1 != len(e.parts) or lines.breaks[lo] != lines.breaks[hi]:
        return False
    return not 0 <= far < n or lines.breaks[far] != lines.breaks[lo] or "total" in lines.cues[far]


def _price(lines: Lines, e: Evidence, consumed: set[int], accepted: Sequence[Evidence]) -> float:
    """Return what a candidate's shape costs: the less usual, the dearer."""
    a, parts = e.aggregator, e.parts
    lo, hi = parts[0], parts[-1]
    members = set(parts)
    if consumed & members:  # parts of other sums stand on a level below: nothing is passed over
        consumed = set()
    side = 0 if lo < a < hi else (1 if lo > a else -1)
    price = 6.0 + (_outside(lines, e, side, consumed) if side else 6.0)
    holes = hi - lo + 1 - len(parts) - int(side == 0)
    if holes:
        holes -= sum(lo <= i <= hi and i != a and i not in members for i in consumed)
    price += min(1.5 * holes, 6.0)
    if len(parts) == 1:
        price += 12.0
    if "total" in lines.cues[a]:
        price -= 4.0
    shared = frozenset.intersection(lines.cues[a], *(lines.cues[p] for p in parts))  # a head over all of them
    if (lines.cues[a] - shared) & _ODD:
        price += 3.0
    differences = [p for p in parts if "change" in lines.cues[p] and "share" not in lines.cues[p]]
    if len(parts) == 2 and len(differences) == 1:  # the new value is the old one and the change
        price -= 6.0
    else:
        price += 2.0 * min(sum(bool((lines.cues[p] - shared) & _ODD) for p in parts), 3)
    price += 1.0 * min(int(lines.breaks[hi] - lines.breaks[lo]), 3)
    if len(parts) == 2 and (not side or holes):
        price += 3.0 if e.joint > 1 else 6.0  # one slot alone proves little of a far-fetched sum
    price += _rival(lines, e)
    if side and accepted:
        against = sum((o.parts[0] > o.aggregator) != (side > 0) for o in accepted)
        price += 3.0 * against / len(accepted)
    return price


def _rival(lines: Lines, e: Evidence) -> float:
    """Return what it costs that an equal line stands nearer to the parts: that one is rather their total."""
    equal = lines.equal.get(e.aggregator)
    if equal is None:
        return 0.0
    parts = np.array(e.parts)
    gaps = [int(np.abs(parts - i).min()) for i in equal if i not in e.parts]
    own = int(np.abs(parts - e.aggregator).min())
    return 8.0 if gaps and min(gaps) < own else 0.0


def _outside(lines: Lines, evidence: Evidence, side: int, consumed: set[int]) -> float:
    """Return what it costs that a total stands away from its parts, or that its parts stop in the middle of a block."""
    a, lo, hi = evidence.aggregator, evidence.parts[0], evidence.parts[-1]
    near, last = (lo, hi) if side > 0 else (hi, lo)
    between = abs(near - a) - 1
    if between:
        between -= sum(min(a, near) < i < max(a, near) for i in consumed)
    price = 2.5 * min(between, 4) + 0.3 * min(max(between - 4, 0), 20)
    price += 0.7 * min(max(abs(int(lines.breaks[near] - lines.breaks[a])) - 1, 0), 4)
    far = last + side
    while 0 <= far < len(lines.positions) and far in consumed:
        far += side
    if 0 <= far < len(lines.positions):
        edge = (
            lines.breaks[far] != lines.breaks[last] or "total" in lines.cues[far] or lines.depth[far] < lines.depth[lo]
        )
        price += 0.0 if edge else 1.5 + (2.0 if between > 0 else 0.0)
    return price


def _select(fresh: list[Evidence], before: list[Evidence]) -> list[Evidence]:
    """Choose a consistent set of candidates, the best first."""
    order = sorted((e for e in fresh if _worthy(e)), key=lambda e: (-e.score, len(e.parts), e.aggregator, e.parts))
    chosen: list[Evidence] = []
    taken: dict[tuple[int, ...], Evidence] = {e.parts: e for e in before}
    for e in order:
        twin = taken.get(e.parts)  # the same total stands twice: the nearer one is the total of these parts
        if (
            e.basis != "closes"
            and (e.misses or not e.hits)
            and any(o.aggregator == e.aggregator for o in (*before, *chosen))
        ):
            continue
        if twin is None and not _doubled(e, chosen) and all(_agree(e, other) for other in (*before, *chosen)):
            chosen.append(e)
            taken[e.parts] = e
    return chosen


def _doubled(e: Evidence, others: Sequence[Evidence]) -> bool:
    """Whether a sum counts a subtotal and its parts as well."""
    members = set(e.parts)
    return any(s.aggregator in members and members.issuperset(s.parts) for s in others)


def _untwin(found: list[Evidence]) -> list[Evidence]:
    """Keep one total where two equal ones claim the same parts."""
    best: dict[tuple[int, ...], Evidence] = {}
    for e in found:
        if e.parts not in best or e.score > best[e.parts].score:
            best[e.parts] = e
    return list(best.values())


def _worthy(e: Evidence) -> bool:
    """Whether a candidate can be believed at all."""
    return e.score > 0 and (e.joint >= 1 or e.basis != "closes")


def _agree(e: Evidence, other: Evidence) -> bool:
    """Whether two sums may both be asserted."""
    if e.aggregator == other.aggregator:
        return not set(e.parts) & set(other.parts)
    return not (e.aggregator in other.parts and other.aggregator in e.parts)
