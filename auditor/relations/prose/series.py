"""Series: a total said after (or before) like figures in several sentences, which they make up or only belong to.

"The remains of 127 people were discovered. ... of additional 166 people were found. In total, the remains of 602 ..."
states a sum over sentences: the later finds are said to be *additional* and the total to be *in total*. Where nothing
says that the figures named are all, they are members and the difference is a residual.
"""

from __future__ import annotations

from collections.abc import Sequence

from auditor.language.clauses import first_clause
from auditor.relations.prose.claims import Claim, Ledger, affinity, closes, foreign, slipped
from auditor.relations.prose.mentions import Mention
from auditor.relations.prose.reading import ProseReading

_BACK_SENTENCES, _BACK_FIGURES = 5, 60
_LEAST = 0.4
"""The least share of a total that what was added up before it must make to have been meant as its parts."""


def read_series(reading: ProseReading, known: Sequence[Claim]) -> list[Claim]:
    """Read the totals over sentences, and the members of totals, that no list shows."""
    ledger = Ledger(known)
    out: list[Claim] = _rests(reading, ledger)
    cues = reading.passage.cues
    busy = {c.whole.index for c in known if c.kind == "total" and c.whole is not None and "closes" in c.evidence}
    for whole in reading.passage.mentions:
        if whole.unit != "count" or whole.nested:
            continue
        lead = reading.passage.sentences[whole.sentence].mentions[0].before[-60:]
        stated = cues.has("total", whole.before[-60:]) or cues.has("total", lead)
        stated = stated or cues.has("total", first_clause(whole.after))
        if not stated:
            continue
        like = _alike(whole, reading, ledger)
        if len(like) < 2 or whole.index in busy:
            continue
        added = [m for m in like[1:] if cues.ends("additional", m.before) and not m.closing]
        own = " ".join(reading.passage.sentences[whole.sentence].text.split()[:60])
        plausible = _LEAST <= sum(m.value for m in like) / whole.value <= 1 / _LEAST
        if added and plausible and not cues.has("selection", own) and like[-1].sentence < whole.sentence:
            out.append(Claim("total", whole, like, stated, 0.85, {"cue", "additional"}))
        elif (
            all(_same_value(whole, m) for m in like)
            and sum(m.value for m in like) < whole.value
            and not closes(whole, like)
        ):
            claim = Claim("subset", whole, like, stated, 0.7, {"cue", "same"})
            out.append(claim)
            out.extend(_children(claim, ledger))
    return out


def _rests(reading: ProseReading, known: Ledger) -> list[Claim]:
    """Read "of the dead, 154 ... . 90 ..., while the remaining 15": a list over sentences that says where it ends."""
    done = {p.index for c in known if c.kind in ("total", "remainder") for p in c.parts}
    out: list[Claim] = []
    for last in reading.passage.mentions:
        if last.unit != "count" or last.index in done or not last.closing or last.nested:
            continue
        if (claim := _slipped_rest(last, reading)) is not None:
            out.append(claim)
            continue
        opener = next(
            (
                c
                for m in reversed(reading.passage.mentions[max(0, last.index - 40) : last.index])
                for c in known.naming(m)
                if c.kind == "subset"
                and c.whole is not None
                and c.whole.index < c.parts[0].index < last.index
                and c.parts[0].block == last.block
                and 0 < last.sentence - c.parts[0].sentence <= 3
                and not c.parts[0].nested
            ),
            None,
        )
        if opener is None or opener.whole is None:
            continue
        between = reading.passage.mentions[opener.parts[0].index : last.index + 1]
        parts = [m for m in between if m.unit == "count" and not m.nested]
        if len(parts) < 2 or any(m.value >= opener.whole.value or m.figure.bound for m in parts):
            continue
        computed = sum(m.value for m in parts)
        if abs(computed - opener.whole.value) <= 0.25 * opener.whole.value:
            out.append(Claim("total", opener.whole, parts, last.closing, 0.85, {"cue", "remainder"}))
    return out


def _slipped_rest(last: Mention, reading: ProseReading) -> Claim | None:
    """Read "149 had not, while 90 had. The remaining 115 ...": a list that its last words close, missed by a slip."""
    row = [
        m
        for m in reading.passage.mentions[max(0, last.index - 8) : last.index]
        if m.unit == last.unit and not m.figure.article and m.block == last.block and last.sentence - m.sentence <= 3
    ]
    for size in (2, 1, 3):
        if len(row) <= size:
            continue
        parts = [*row[-size:], last]
        if parts[0].sentence < last.sentence - 1 or any(p.nested or not p.figure.exact for p in parts):
            continue
        for head in reversed(row[:-size]):
            if head.value <= max(p.value for p in parts[:-1]) or not head.figure.exact or foreign(head, parts[0]):
                continue
            if slipped(head, parts):
                cue = last.closing
                return Claim("total", head, parts, cue, 0.8, {"cue", "remainder", "slip"})
            break
    return None


def _alike(whole: Mention, reading: ProseReading, known: Ledger) -> list[Mention]:
    """Return the figures before a total, in its paragraph, that count the same thing and are no part of each other."""
    out: list[Mention] = []
    before = reading.passage.sentences[whole.sentence].mentions[0].index
    for index in range(before - 1, max(before - 1 - _BACK_FIGURES, -1), -1):
        m = reading.passage.mentions[index]
        if m.block != whole.block or whole.sentence - m.sentence > _BACK_SENTENCES:
            break
        if (
            m.unit != "count"
            or m.nested
            or any(c.kind in ("subset", "total") for c in known.naming(m))
            or m.value >= whole.value
            or m.figure.article
        ):
            continue
        # "another 245" counts what the figure before it counts.
        more = not m.figure.counts and bool(reading.passage.cues.ends("additional", m.before)) and m.value > 1
        if more or len(whole.words & m.words) >= 2 or (affinity(whole, m) >= 1.0 and not _other_value(whole, m)):
            out.append(m)
    return out[::-1]


def _same_value(whole: Mention, part: Mention) -> bool:
    """Whether two figures share a value of a dimension other than "persons"."""
    mine = whole.dimension("outcome")
    return mine is not None and mine == part.dimension("outcome")


def _other_value(whole: Mention, part: Mention) -> bool:
    """Whether two figures differ in a dimension that both name, other than who is counted."""
    first, second = dict(whole.dimensions), dict(part.dimensions)
    return any(second.get(dimension, value) != value for dimension, value in first.items() if dimension != "population")


def _children(claim: Claim, known: Ledger) -> list[Claim]:
    """Carry a subset over to the like members of its figures (children of the killed, at each place and in all)."""

    def inner(of: Mention) -> list[Mention]:
        return [c.parts[0] for c in known.of(of) if c.kind == "subset" and len(c.parts) == 1]

    out: list[Claim] = []
    if claim.whole is None:
        return out
    for child in inner(claim.whole):
        same = [next((m for m in inner(part) if _who(m) and _who(m) == _who(child)), None) for part in claim.parts]
        found = [m for m in same if m is not None]
        if len(found) == len(claim.parts) and sum(m.value for m in found) <= child.value:
            out.append(Claim("subset", child, found, claim.cue, 0.65, {"same"}))
    return out


def _who(mention: Mention) -> frozenset[tuple[str, str]]:
    """Return who is counted, without what became of them."""
    return frozenset(pair for pair in mention.dimensions if pair[0] not in ("outcome", "population"))
