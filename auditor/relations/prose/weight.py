"""How many bits of evidence speak for a total that no cue opens.

Arithmetic: what an exact match is worth, less what was tried. Place: neighbourhood and sentences. Kind:
one dimension, one noun, one list. Words: "in total", "the remaining", "another".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations, pairwise, zip_longest
from math import log2

from auditor.language.clauses import first_clause
from auditor.language.cues import Cues
from auditor.relations.prose.claims import (
    Ledger,
    affinity,
    complementary,
    foreign,
    information,
    shared,
)
from auditor.relations.prose.frames import bare
from auditor.relations.prose.mentions import Mention
from auditor.relations.prose.reading import ProseReading

NEEDED = 6.5
SET_FIRST = 1.5
"""What a known subset adds that the list begins with: the most that claims which are known may add."""
LISTS_NEAR = 6
"""How many whole lists stand near a total: where the parts are one, chance had no more tries."""


class WeightScale:
    """Weighs candidates of one text in bits; what does not hang on the claims that are known is weighed once."""

    def __init__(self, reading: ProseReading) -> None:
        """Keep the text's reading."""
        self._reading = reading
        self._alone: dict[tuple[Mention, tuple[Mention, ...], int], float | None] = {}

    def weigh(self, whole: Mention, parts: tuple[Mention, ...], tried: int, known: Ledger) -> float | None:
        """Weigh a candidate, or give None where it is too weak or something speaks against it."""
        at = (whole, parts, tried)
        if at not in self._alone:
            self._alone[at] = _alone(whole, parts, tried, self._reading)
        bits = self._alone[at]
        if bits is None or bits + SET_FIRST < NEEDED or _tied(parts, known):
            return None
        return _beside(bits, whole, parts, known)


def _alone(whole: Mention, parts: Sequence[Mention], tried: int, reading: ProseReading) -> float | None:
    """Weigh a candidate by itself, or give None where something speaks against it."""
    if _ruled_out(whole, parts, reading):
        return None
    return (
        _arithmetic(whole, parts, tried, reading)
        + _place(whole, parts, reading)
        + _kind(whole, parts, reading)
        + _words(whole, parts, reading)
    )


def _tied(parts: Sequence[Mention], known: Ledger) -> bool:
    """Whether one part is known to be among what another part counts."""
    tied = (c for m in parts for c in known.of(m) if c.kind in ("subset", "total"))
    return any(c.whole in parts and any(p in parts for p in c.parts) for c in tied)


def _beside(bits: float, whole: Mention, parts: Sequence[Mention], known: Ledger) -> float | None:
    """Weigh the claims that are known, and give None where that leaves too little."""
    if any(c.kind == "subset" and c.whole is whole and c.parts[0] is parts[0] for c in known.of(whole)):
        bits += SET_FIRST
    if any(_known_under(p, whole, known) for p in parts):
        bits -= 3.0
    return bits if bits >= NEEDED else None


def said_to_sum(whole: Mention, parts: Sequence[Mention], reading: ProseReading) -> bool:
    """Whether words make the whole the sum of the list just before it ("24, 39 and 18, 91 in total")."""
    cues = reading.passage.cues
    reach = 2 if cues.ends("sum_up", whole.before) else 1
    if parts[-1].index > whole.index or whole.sentence - parts[0].sentence > reach:
        return False
    after = first_clause(whole.after[:60])
    if cues.ends("sum_up", whole.before):
        return True
    if whole.sentence != parts[0].sentence:
        return False
    listed = _nothing_between(parts[-1], whole, reading) and all(
        b.index == a.index + 1 or _nested_between(a, b, reading) for a, b in pairwise(parts)
    )
    return listed and bool(cues.ends("total", whole.before) or cues.has("total", after))


def _ruled_out(whole: Mention, parts: Sequence[Mention], reading: ProseReading) -> bool:
    """Whether something speaks against reading the parts as a list of the whole."""
    cues = reading.passage.cues
    everyone = (whole, *parts)
    if any(p.figure.bound in ("lower", "upper") for p in parts) or any(p.value == whole.value for p in parts):
        return True
    if any(m.figure.bound in ("upper", "range") for m in everyone):
        return True
    if len({p.value for p in parts}) < len(parts) and any(_repeats(a, b) for a, b in combinations(parts, 2)):
        return True
    bound = _elliptic(whole, parts) or bool(parts[-1].closing)
    small = whole.value < (3 if bound else 6)
    if small and not cues.ends("total", whole.before) and not cues.ends("sum_up", whole.before):
        return True
    return _one_row(whole, parts, reading)


def _one_row(whole: Mention, parts: Sequence[Mention], reading: ProseReading) -> bool:
    """Whether whole and parts are labelled alike in one row with others ("Arlen (19), Tarn (11), Welm (8) ...")."""
    for frame in reading.frames.get(whole.sentence, ()):
        if frame.kind == "labels" and len(frame.items) > len(parts) + 1 and whole in frame.items:
            return all(p in frame.items for p in parts)
    return False


def _arithmetic(whole: Mention, parts: Sequence[Mention], tried: int, reading: ProseReading) -> float:
    """Weigh the match of the numbers against what was tried until they matched."""
    if _whole_list(whole, parts, reading):
        tried = min(tried, LISTS_NEAR)
    spent = log2(max(2, tried))
    hedged = not (whole.figure.exact and all(p.figure.exact for p in parts))
    if hedged and whole.value != sum(p.value for p in parts):
        return 2.0 - spent
    return min(information(whole.value), 4.0 + information(sorted(p.value for p in parts)[-2])) - spent


def _place(whole: Mention, parts: Sequence[Mention], reading: ProseReading) -> float:
    """Weigh where parts and whole stand."""
    cues = reading.passage.cues
    first, last = parts[0], parts[-1]
    bits = 0.0
    after = parts[1] if first.index < whole.index < parts[1].index else first  # a member may stand before its set
    if _nothing_between(whole, after, reading) or _nothing_between(last, whole, reading):
        bits += 2.0
    if len({p.sentence for p in parts}) == 1:
        bits += 1.5
    else:
        bits -= 0.7 * sum(
            1 for a, b in pairwise(parts) if a.sentence != b.sentence and not _added(b, cues) and not b.closing
        )
    bits -= 0.5 * min(abs(whole.sentence - first.sentence), abs(whole.sentence - last.sentence))
    gaps = (1 for a, b in pairwise(parts) if b.index > a.index + 1 and not _nested_between(a, b, reading))
    bits -= 0.8 * sum(gaps)
    if len(parts) >= 3 and _whole_list(whole, parts, reading):
        bits += min(3.0, len(parts) - 1.0)
    return bits


def _kind(whole: Mention, parts: Sequence[Mention], reading: ProseReading) -> float:
    """Weigh whether the parts are of one kind, and of the kind of the whole."""
    bits = 0.0
    name = shared(parts)
    if name is not None:
        bits += 2.0
        if whole.dimension(name) is not None:
            bits -= 2.0
    if complementary(parts, reading.exhaustive, whole):
        bits += 2.5 if name is not None else 3.5
    bits += min(1.5, 0.5 * max((affinity(whole, p) for p in parts), default=0.0))
    if _elliptic(whole, parts):
        bits += 3.5
    nouns = {m.noun for m in (whole, *parts)}
    if len(nouns) == 1 and "" not in nouns:
        bits += min(4.0, 1.0 * len(parts))
    bits -= min(2.0, 0.7 * sum(1 for p in parts if foreign(whole, p)))
    return bits - (1.5 if any(p.figure.article for p in parts) else 0.0)


def _elliptic(whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether the parts follow the whole without a noun of their own: "four died, three of illness and one ..."."""
    row = (whole, *parts)
    return (
        whole.sentence == parts[-1].sentence
        and all(b.index == a.index + 1 for a, b in pairwise(row))
        and all(bare(p) and not p.figure.article for p in parts)
        and bool(re.search(r"[,:;(–—]", parts[0].before))
    )


def _words(whole: Mention, parts: Sequence[Mention], reading: ProseReading) -> float:
    """Weigh the cue words before the whole and the parts."""
    cues = reading.passage.cues
    after = parts[-1].index < whole.index
    bits = 0.0
    if cues.ends("total", whole.before) or cues.ends("sum_up", whole.before) or said_to_sum(whole, parts, reading):
        bits += 2.5 if after else 2.0
    if after and cues.ends("sum_up", whole.before):
        bits += 3.0
    if parts[-1].closing:
        bits += 3.0
    return bits + min(2.0, 1.0 * sum(1 for p in parts[1:] if _added(p, cues)))


def _whole_list(whole: Mention, parts: Sequence[Mention], reading: ProseReading) -> bool:
    """Whether the parts are one list of a sentence from its first figure to its last, its total aside."""
    listed = [p.index for p in parts]
    for frame in reading.frames.get(parts[0].sentence, ()):
        counted = (m.index for m in frame.items if m.unit == "count" and m is not whole)
        if all(one == other for one, other in zip_longest(counted, listed)):  # as a rule the first is another
            return True
    return False


def _nothing_between(one: Mention, other: Mention, reading: ProseReading) -> bool:
    """Whether one mention follows another, members and other things left aside."""
    if other.index <= one.index:
        return False
    between = reading.passage.mentions[one.index + 1 : other.index]
    return len(between) <= 3 and all(m.nested or m.unit != one.unit or foreign(one, m) for m in between)


def _nested_between(one: Mention, other: Mention, reading: ProseReading) -> bool:
    """Whether all figures between two parts belong to inner lists or are no counts."""
    between = reading.passage.mentions[one.index + 1 : other.index]
    return all(m.nested or m.unit not in ("count", "money") or foreign(one, m) for m in between)


def _added(part: Mention, cues: Cues) -> bool:
    """Whether a part is said to come on top of those before it ("another three", "four more")."""
    return bool(cues.ends("additional", part.before) or cues.starts("additional", part.after))


def _repeats(one: Mention, other: Mention) -> bool:
    """Whether two equal figures look like one quantity said twice."""
    return (
        one.value == other.value and one.value >= 10 and one.sentence != other.sentence and affinity(one, other) >= 1.0
    )


def _known_under(part: Mention, whole: Mention, known: Ledger) -> bool:
    """Whether a part already belongs to another figure's closed list."""
    return any(
        c.kind == "total"
        and c.whole is not whole
        and c.whole is not None
        and part in c.parts
        and c.whole.value != whole.value
        and "closes" in c.evidence
        for c in known.naming(part)
    )
