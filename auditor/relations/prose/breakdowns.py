"""Breakdowns and subsets: which figure a list hangs on, and whether the list is meant to be complete.

Evidence is linguistic (the cue that opened the list, the words that name a set, the dimension of the items) and
arithmetic (the list closes, or misses by one slip). A list that neither closes nor is said to be complete is a subset.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from auditor.arithmetic.slipped_sums import slip_information
from auditor.language.clauses import first_clause
from auditor.language.cues import Cues
from auditor.relations.prose.antecedents import heads_of
from auditor.relations.prose.claims import (
    Claim,
    Ledger,
    affinity,
    closes,
    complementary,
    exclude,
    foreign,
    same_unit,
    shared,
    slipped,
)
from auditor.relations.prose.frames import Frame, bare
from auditor.relations.prose.interleaved import read_interleaved
from auditor.relations.prose.mentions import Mention
from auditor.relations.prose.reading import ProseReading

ALL_BUT, LISTED_WITH_OTHERS = 0.1, 3
"""Share of a total that a list ending in "others" may leave open, and the least length of such a list."""
_LONGEST_SUM = 200
"""Figures of a list among which its own sum is looked for."""
_OF_A_YEAR = re.compile(r"\(\s?#{4}\s?[:=,]\s?$")
"""Before the value of another year in brackets; years stand masked."""
NEEDED_SLIP = 3.5
FURTHER_HEAD = 1.5
"""Bits that each likelier figure takes from a list that misses one further off by a slip: chance had as many tries."""
_SMALL = 20
"""A slip explains nearly any gap below this: a list in another sentence needs more to be one that does not add up."""


def read_breakdowns(reading: ProseReading) -> list[Claim]:
    """Read the totals and subsets that frames assert, in reading order."""
    claims = Ledger()
    for number in sorted(reading.frames):
        for frame in reading.frames[number]:
            claims.extend(_read_frame(frame, reading, claims))
    return list(claims)


def _read_frame(frame: Frame, reading: ProseReading, known: Ledger) -> list[Claim]:
    """Read what one frame asserts."""
    items = [m for m in frame.items if m.unit in ("count", "money")]
    if not items or frame.kind == "top" or any(m.figure.bound == "range" for m in items):
        return []
    if frame.kind == "bracket" and len(items) == 1 and _OF_A_YEAR.search(items[0].before):
        return []  # "42 inspections in 2023 (2022: 38)"
    units = {m.unit for m in items}
    if len(units) > 1:
        return []
    if paired := _respectively(frame, items, reading):
        return paired
    row = reading.passage.sentences[items[0].sentence].mentions
    if (twofold := read_interleaved(frame.cue, items, [m for m in row if m.index < items[0].index])) is not None:
        return twofold
    summed = _inner_sum(items, reading)
    if summed is not None:
        kept = [summed.whole] if summed.whole is not None else []
        items = [*kept, *[m for m in items if m not in summed.parts and m is not summed.whole]]
    heads = [
        h
        for h in heads_of(frame, items, reading, known)
        if h.unit in units and h not in items and h.value > 0 and h.figure.bound != "range"
    ]
    found = [summed] if summed is not None else []
    if not heads:
        return found
    if len(items) >= 2 and (claim := _complete(frame, items, heads, reading.passage.cues)):
        return [*found, claim, *_second(claim, items)]
    if len(items) + len(frame.spilt) >= 2 and (claim := _incomplete(frame, items, heads, reading)):
        return [*found, claim]
    return [*found, *_subset(frame, items, heads, known, reading)]


def _respectively(frame: Frame, items: Sequence[Mention], reading: ProseReading) -> list[Claim]:
    """Read "killed 21 and injured 54, including 6 and 13 children respectively": one member for each figure."""
    cues = reading.passage.cues
    if (
        frame.kind == "with"
        or len(items) < 2
        or not cues.has("respectively", items[-1].after[:60] + " " + items[0].before)
    ):
        return []
    row = reading.passage.sentences[items[0].sentence].mentions
    at = next(i for i, m in enumerate(row) if m is items[0])
    heads = [m for m in row[:at] if m.unit == items[0].unit][-len(items) :]
    if len(heads) < len(items) or any(h.value < m.value for h, m in zip(heads, items, strict=True)):
        return []
    return [Claim("subset", h, [m], frame.cue, 0.85, {"cue"}) for h, m in zip(heads, items, strict=True)]


def _inner_sum(items: list[Mention], reading: ProseReading) -> Claim | None:
    """Read "6 females and 14 males, a total of 20": a list that gives its own sum."""
    cues = reading.passage.cues
    for at in range(2, min(len(items), _LONGEST_SUM)):
        whole = items[at]
        cue = cues.ends("sum_up", whole.before) or cues.ends("total", whole.before)
        parts = items[:at] if cue else []
        if cue and (closes(whole, parts) or slipped(whole, parts)):
            return Claim("total", whole, parts, cue, 0.9, {"cue", "list", "closes" if closes(whole, parts) else "slip"})
    return None


def _complete(frame: Frame, items: list[Mention], heads: Sequence[Mention], cues: Cues) -> Claim | None:
    """Read a total whose parts close, all of the list or its beginning."""
    for head in heads[:5]:
        if closes(head, items) and _credible(head, items, frame):
            return Claim("total", head, items, frame.cue, 1.0, {"cue", "list", "closes"})
    for head in heads[:2]:
        like = [m for m in items if not foreign(head, m)]
        if 2 <= len(like) < len(items) and closes(head, like):
            return Claim("total", head, like, frame.cue, 0.95, {"cue", "list", "closes"})
    for size in range(len(items) - 1, 1, -1):
        if not _ends_list(items, size, cues):
            continue
        for head in heads[:2]:
            if closes(head, items[:size]) and _credible(head, items[:size], frame):
                return Claim("total", head, items[:size], frame.cue, 0.95, {"cue", "list", "closes"})
    solid = [m for m in items if not m.figure.article]
    if len(solid) >= 2 and len(solid) < len(items):
        for head in heads[:2]:
            if closes(head, solid):
                return Claim("total", head, solid, frame.cue, 0.9, {"cue", "list", "closes"})
    return None


def _ends_list(items: Sequence[Mention], size: int, cues: Cues) -> bool:
    """Whether a list may end before its last figures: "a, b and c" does not end at b."""
    joined = bool(cues.has("joins", " ".join(items[size - 1].before.split()[-6:])))
    return joined or not cues.has("joins", " ".join(items[-1].before.split()[-3:])) or size + 1 < len(items)


def _second(first: Claim, items: Sequence[Mention]) -> list[Claim]:
    """Read a second breakdown behind the first ("198 boys and 14 girls; 60 are under 16 and 152 are older")."""
    rest = [m for m in items if m not in first.parts]
    if first.whole is not None and len(rest) == 1 and _one_more(first.whole, first.parts, rest[0]):
        return [Claim("subset", first.whole, rest, first.cue, 0.75, {"cue"})]
    if first.whole is None or len(rest) < 2 or rest[0].index <= first.parts[-1].index:
        return []
    whole, values = first.whole, [m.value for m in rest]
    for size in range(len(rest), 1, -1):
        if closes(whole, rest[:size]):
            return [Claim("total", whole, rest[:size], first.cue, 0.9, {"cue", "list", "closes"})]
    if slipped(whole, rest) and slip_information(whole.value, values) >= 1.0:
        return [Claim("total", whole, rest, first.cue, 0.7, {"cue", "list", "slip"})]
    return []


def _one_more(whole: Mention, parts: Sequence[Mention], more: Mention) -> bool:
    """Whether a figure behind a closed breakdown counts members of its whole too ("...; 47 were minors")."""
    behind = more.index == parts[-1].index + 1 and more.before.rstrip().endswith(";")
    return behind and more.unit == "count" and more.value < whole.value and more.figure.exact and bare(more)


def _credible(head: Mention, items: Sequence[Mention], frame: Frame) -> bool:
    """Whether a closing list may be read as a total: tiny sums close by chance where nothing ties them."""
    return len(items) >= 2 and (head.value >= 6 or frame.kind != "set" or abs(head.sentence - items[0].sentence) == 0)


def _incomplete(frame: Frame, items: list[Mention], heads: Sequence[Mention], reading: ProseReading) -> Claim | None:
    """Read a total that is stated but does not close: the text says that the list is complete."""
    cues = reading.passage.cues
    text = " ".join(m.before for m in items) + " " + items[-1].after[:60]
    if (
        cues.has("overlapping", text)
        or cues.has("each", text)
        or any(m.figure.bound in ("lower", "upper") for m in items)
    ):
        return None
    summed = frame.anchor is not None and bool(cues.ends("total", frame.anchor.before))
    spilt = [m for m in frame.spilt[:1] if not foreign(items[0], m)]
    chosen = bool(cues.has("selection", text)) or (frame.kind == "labels" and not summed)
    whole_list = _stated(frame, heads[0], items, reading, chosen=chosen, rank=0)
    # A figure further off that a slip explains is likelier meant than the nearest one that nothing explains.
    for slips_only, near in ((True, heads[:4]), (False, heads[:1] if frame.initial else heads[:2])):
        for rank, head in enumerate(near):
            like = [m for m in items if not foreign(head, m)]
            spilt = [m for m in spilt if not foreign(head, m)]
            cut = next((i for i, m in enumerate(items) if i > 1 and ";" in m.before), 0)
            lists = [
                items,
                *([items[:cut]] if cut else []),
                *([like] if 2 <= len(like) < len(items) and whole_list is None else []),
                *([[*items, m] for m in spilt]),
            ]
            for listed in (row for row in lists if len(row) >= 2):
                claim = _stated(frame, head, listed, reading, chosen=chosen, rank=rank)
                if claim is not None and ("slip" in claim.evidence or not slips_only):
                    return claim
    return None


def _stated(
    frame: Frame, head: Mention, items: list[Mention], reading: ProseReading, *, chosen: bool, rank: int
) -> Claim | None:
    """Read one list that does not close as a total of one head, where enough speaks for its being meant complete."""
    cues = reading.passage.cues
    computed = sum(m.value for m in items)
    near = abs(head.value - computed) <= 0.5 * head.value
    evidence, strength = {"cue", "list"}, 0.0
    if any(m.value == head.value for m in items):
        return None  # said again, not broken down
    apart = head.sentence != items[0].sentence
    if apart and (frame.kind == "with" or all(foreign(head, m) for m in items if m.figure.counts)):
        return None  # what another sentence counts in other words is hardly what this list breaks down
    slip = slipped(head, items) and not (apart and head.value < _SMALL)
    rest = bool(items[-1].closing) and not chosen
    whole_sets = complementary(items, reading.exhaustive, head)
    if rest and (near or slip):
        evidence, strength = evidence | {"remainder", *(["slip"] if slip else [])}, 0.85
    if (
        _ends_in_others(items, cues)
        and not chosen
        and (slip or head.value < computed or _all_but(head, computed))
        and near
    ):
        evidence, strength = evidence | {"others", *(["slip"] if slip else [])}, max(strength, 0.75)
    said = frame.kind in ("colon", "dash") and bool(cues.ends("total", head.before))
    if whole_sets and (slip or ((near or said) and not _has_sibling_dimension(head, items))):
        evidence, strength = evidence | {"dimension", *(["slip"] if slip else [])}, max(strength, 0.85)
    if slip and not chosen and sum(1 for m in items if m.figure.article) < 2:
        bits = slip_information(head.value, [m.value for m in items]) + _structure(frame, items)
        # A list that is to be among a figure and exceeds it was not left incomplete.
        bits += 2.5 if computed > head.value else 0.0
        bits -= FURTHER_HEAD * rank
        if bits >= NEEDED_SLIP:
            evidence, strength = evidence | {"slip"}, max(strength, 0.8)
    if frame.kind == "colon" and len(items) >= 3 and not chosen and frame.anchor is head and near:
        strength = max(strength, 0.75)
    return Claim("total", head, items, frame.cue, strength, evidence) if strength else None


def _ends_in_others(items: Sequence[Mention], cues: Cues) -> bool:
    """Whether a list of three or more ends in what is left ("... and 498 other matters")."""
    if len(items) < LISTED_WITH_OTHERS:
        return False
    after = first_clause(items[-1].after[:60])
    return bool(cues.starts("others", items[-1].after) or cues.closes_clause("others", after))


def _all_but(head: Mention, computed: float) -> bool:
    return head.value - computed <= ALL_BUT * head.value


def _structure(frame: Frame, items: Sequence[Mention]) -> float:
    """Weigh in bits how far the way in which a list is opened speaks for its being complete."""
    weight = {
        "colon": 4.0,
        "comprising": 4.0,
        "dash": 3.0,
        "bracket": 3.0,
        "partitive": 3.0,
        "set": 3.0,
        "after": 1.0,
        "including": 1.5,
        "labels": 1.0,
    }.get(frame.kind, 0.0)
    return weight + (1.5 if shared(items) else 0.0) + min(2, len(items) - 2) * 0.5


def _has_sibling_dimension(head: Mention, items: Sequence[Mention]) -> bool:
    """Whether the head is itself one of the values that the items name."""
    name = shared(items)
    return name is not None and head.dimension(name) is not None


def _subset(
    frame: Frame, items: list[Mention], heads: Sequence[Mention], known: Ledger, reading: ProseReading
) -> list[Claim]:
    """Read the items as members of the nearest figure that can hold them."""
    evidence = {"cue", "anaphora"} if frame.initial else {"cue"}
    if frame.kind == "labels" and frame.anchor is heads[0] and sum(m.value for m in items) <= heads[0].value:
        return [Claim("subset", heads[0], items, "(", 0.7, {"list"})]
    # "three sons; one was released, the other two are held": what is left is left of another set than the list's.
    items = items[:1] + [m for m in items[1:] if not m.closing]
    solid = [m for m in items if not m.figure.article] or items
    if len(solid) >= 3 and closes(solid[0], solid[1:]):
        solid = solid[:1]  # "310 of them children, 180 boys and 130 girls": the others break the first one down
    if _names_no_members(frame, items, solid, heads, reading.passage.cues):
        return []
    head = _holder(frame, solid, heads, known, reading.exhaustive)
    if head is not None and len(solid) == 1 and solid[0].value == head.value:
        return [Claim("repeat", head, solid, frame.cue, 0.8, {"same"})]
    if head is None:
        direct = heads[0]
        # "Of the total of 180 complaints, 83 facts": the sentence itself says what they are among.
        named = frame.kind == "set" and bool(reading.passage.cues.ends("member_of", frame.cue))
        bound = frame.kind in ("bracket", "after", "partitive", "including") or (
            frame.kind == "set" and not frame.initial
        )
        if (
            bound
            and frame.anchor is direct
            and len(solid) == 1
            and direct.figure.exact
            and solid[0].figure.exact
            and direct.sentence == solid[0].sentence
            and (_like(direct, solid[0]) or (named and not foreign(direct, solid[0])))
            and frame.cue != "("
        ):
            return [Claim("subset", direct, solid, frame.cue, 0.75, {"cue"})]
        return []
    solid = [m for m in solid if m is solid[0] or not (foreign(head, m) and foreign(solid[0], m))]
    apart = all(exclude(a, b, reading.exhaustive) for a, b in pairwise(solid))
    if len(solid) > 1 and sum(m.value for m in solid) > head.value and not apart:
        return [Claim("subset", head, solid[:1], frame.cue, 0.7, evidence)] if solid[0].value < head.value else []
    return [Claim("subset", head, solid, frame.cue, 0.85, evidence)]


def _names_no_members(
    frame: Frame, items: Sequence[Mention], solid: Sequence[Mention], heads: Sequence[Mention], cues: Cues
) -> bool:
    """Whether a list that does not close is not one of members either; `solid` are its items but for articles."""
    first, apart = solid[0], heads[0].sentence != items[0].sentence
    if first.figure.article and frame.items[0] is not first:
        return True
    if frame.kind == "bracket":
        return not frame.opened and frame.cue == "(" and not _named(items)
    if frame.kind == "with":
        return apart or frame.parent is None or frame.parent.kind != "set"
    if frame.kind == "colon":
        return apart or len(items) < 2
    if frame.kind == "comprising" and not frame.initial:
        # "47 refugees consisting of 12 households" are the same people in other units.
        alone = len(solid) < 2 and not cues.starts("partitive", frame.cue)
        return alone or foreign(heads[0], first)
    return frame.kind in ("labels", "dash")


def _like(one: Mention, other: Mention) -> bool:
    """Whether a member says nothing, or nothing else, of what it counts than its set does."""
    if not other.figure.counts:
        return True
    return bool(one.nouns & other.nouns) or affinity(one, other) >= 1.0 + 0.75 * min(2, len(one.words & other.words))


_WHO_UNSAID = {"population", "place", "instrument", "proceeding"}
"""Dimensions that do not say whom a figure counts."""


def _named(items: Sequence[Mention]) -> bool:
    """Whether the bracketed figures say whom they count."""
    return all(any(dimension not in _WHO_UNSAID for dimension, _ in m.dimensions) for m in items)


def _holder(
    frame: Frame,
    items: Sequence[Mention],
    heads: Sequence[Mention],
    known: Ledger,
    exhaustive: Mapping[str, tuple[frozenset[str], ...]],
) -> Mention | None:
    """Choose the figure that the members belong to."""
    need = max(m.value for m in items)
    fitting = [h for h in heads if h.value >= need]
    if not fitting:
        return None
    nearest = fitting[0]
    if frame.kind in ("including", "after") and not frame.initial and "," in items[0].before:
        # "(224) persons; (32) women and (192) men, were killed, including 5 ...": the list before the members closes.
        at = next((i for i, m in enumerate(fitting) if complementary((nearest, m), exhaustive)), None)
        if at is not None:
            over = next((h for h in fitting if closes(h, (nearest, fitting[at]))), None)
            named = {k for k, _ in items[0].dimensions}
            if over is not None and not named & {k for k, _ in nearest.dimensions if k in exhaustive}:
                return over
    clause = frame.kind == "partitive" and ";" in items[0].before
    if (frame.kind in ("including", "after") or clause) and not frame.initial:
        # "623 were men, 231 were women, including 105 children": after a closed list the members are of its whole,
        # unless they share the last item's own sex, status or other value.
        for claim in known.naming(nearest):
            if (
                claim.kind == "total"
                and len(claim.parts) >= 2
                and claim.parts[-1] is nearest
                and claim.whole is not None
            ):
                own = {value for dimension, value in items[0].dimensions if dimension != "population"}
                last = {value for dimension, value in nearest.dimensions if dimension != "population"}
                if (
                    not (own & last)
                    and shared(claim.parts)
                    and nearest.dimension(shared(claim.parts) or "")
                    and re.search("[,;]", items[0].before)
                ):
                    return claim.whole
    return nearest


def read_members(reading: ProseReading) -> list[Claim]:
    """Read "ten of 27 ministers": a member just before its set."""
    out: list[Claim] = []
    cues = reading.passage.cues
    for sentence in reading.passage.sentences:
        for one, other in zip(sentence.mentions, sentence.mentions[1:], strict=False):
            if one.unit != "count" or other.unit != "count" or one.figure.article:
                continue
            gap = other.before
            if len(gap) > 60 or any(c in gap for c in ",;:()."):
                continue
            cue = cues.ends("member_of", gap)
            # Only "out of" and its like bind so firmly that a member may exceed its set.
            named = one.figure.counts and one.figure.counts.lower() not in other.figure.counts.lower()
            loose = " " not in cue or named or not (one.figure.exact and other.figure.exact)
            if one.value > other.value and loose:
                continue
            if cue and len(gap.split()) <= len(cue.split()) + 3 and same_unit((one, other)):
                out.append(Claim("subset", other, [one], cue, 0.9, {"cue"}))
    return out
