"""Per cents: a part said also as a share of its base.

A per cent is tied to the count beside it and to the nearest base that it fits. Where the text itself names the base
("ten of 27 ministers, 37 per cent") the claim stands even when the arithmetic does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from auditor.arithmetic.printed_digits import printed_decimals
from auditor.language.clauses import first_clause, last_clause
from auditor.relations.prose.claims import Claim, Ledger
from auditor.relations.prose.mentions import Mention
from auditor.relations.prose.reading import ProseReading

SHARE_UNITS = ("percent", "fraction")
NEAR_SENTENCES = 8


def percent(mention: Mention) -> float:
    """Return a per cent or fraction in per cent."""
    return mention.value * 100 if mention.unit == "fraction" else mention.value


def width(mention: Mention) -> float:
    """Return how far off, in points, a share may be by its own rounding: a full unit of the last digit."""
    figure = mention.figure
    if mention.unit == "fraction":
        return 4.0
    base = 10.0 ** -decimals(mention)
    return base * (0.62 if not figure.hedge else 1.5)


def decimals(mention: Mention) -> int:
    """Return how many decimals a figure is printed with."""
    return printed_decimals(mention.figure.text, mention.value)


def is_change(mention: Mention, reading: ProseReading) -> bool:
    """Whether a per cent speaks of growth or decline, not of a share."""
    cues = reading.passage.cues
    if mention.figure.text[:1] in "+-−–" or mention.figure.value < 0:
        return True
    if mention.unit == "percent" and mention.index and _restates_change(mention, reading):
        return True
    before, after = mention.before[-45:], mention.after[:45]
    clause = last_clause(before)
    tail = first_clause(after)
    if re.search(r"[+−–-]\s*$", mention.before) and mention.before.rstrip(" +−–-").endswith(("(", ",")):
        return True
    reached = cues.ends("to", mention.after)
    if reached and not cues.starts("joins", reached) and len(mention.after.split()) <= 3:
        return True  # "14 per cent to 8,256"
    words_before = clause.split()[-4:]
    last = words_before[-1] if words_before else ""
    if not cues.starts("comparatives", last) and (cues.has("rise", last) or cues.has("fall", last)):
        return True  # "1,564 deaths, up 17 per cent"
    near = " ".join(words_before)
    for kind in ("rise", "fall"):
        found = cues.has(kind, near)
        if found and not cues.starts("only_right_before", found) and not cues.starts("comparatives", found):
            return True
        lead = " ".join(tail.split()[:3])
        found = cues.has(kind, lead)
        if found and not cues.starts("share_of", lead):
            return True
    return False


def _restates_change(share: Mention, reading: ProseReading) -> bool:
    """Whether a share only says once more what a count of growth says: "an increase of 812, or 1.7 per cent"."""
    cues = reading.passage.cues
    grown = reading.passage.mentions[share.index - 1]
    gap = share.before
    if grown.sentence != share.sentence or grown.unit not in ("count", "money") or len(gap.split()) > 3:
        return False
    if not (gap.strip().startswith("(") or cues.ends("as_share", gap)):
        return False
    lead = " ".join(last_clause(grown.before).split()[-4:])
    found = cues.has("rise", lead) or cues.has("fall", lead)
    return bool(found) and bool(cues.ends("member_of", lead) or cues.ends("change_by", lead))


def read_percentages(reading: ProseReading, known: Sequence[Claim]) -> list[Claim]:
    """Read the claims that tie a share to its part and base."""
    ledger = Ledger(known)
    seen: set[tuple[object, ...]] = set()
    out: list[Claim] = []
    for sentence in reading.passage.sentences:
        for mention in sentence.mentions:
            if mention.unit in SHARE_UNITS and not is_change(mention, reading):
                claim = _read_share(mention, reading, ledger, out[-5:])
                if claim is not None and claim.key() not in seen:
                    seen.add(claim.key())
                    out.append(claim)
    return out


def _read_share(share: Mention, reading: ProseReading, known: Ledger, shares: Sequence[Claim]) -> Claim | None:
    """Tie one share to a part beside it and to the base that it fits."""
    if (named := _said_of(share, reading)) is not None:
        return named
    beside = counts_beside(share, reading)
    if not beside:
        return None
    for at, (part, tight) in enumerate(beside):
        bases, stated = _bases(part, reading, known, shares)
        for rank, base in enumerate(bases):
            if fits_share(part, base, share):
                strength = 1.0 if tight else 0.85
                if not tight and (share.unit == "fraction" or (rank > 1 and width(share) > 0.3)):
                    continue
                return Claim("percentage", base, [part, share], "as a share", strength, {"closes", "cue"})
        if (
            tight
            and (at == 0 or not beside[0][1] or part.index < share.index)  # the share is of a nearer figure
            and stated is not None
            and (_stated_near(part, stated, known) or _two_of_one_base(part, shares, known))
            and not _row_of_another(share, stated, reading)
            and not share.figure.hedge
            and share.unit == "percent"
            and not reading.passage.cues.has("rate", share.after[:40])
        ):
            return Claim("percentage", stated, [part, share], "as a share of", 0.85, {"cue"})
    return None


def _stated_near(part: Mention, base: Mention, known: Ledger) -> bool:
    """Whether the text itself ties the part to its base: a list that closes, or a set named close by."""
    return any(
        c.whole is base and ("closes" in c.evidence or ("cue" in c.evidence and part.sentence - base.sentence <= 2))
        for c in known.naming(part)
    )


def _row_of_another(share: Mention, base: Mention, reading: ProseReading) -> bool:
    """Whether the share is one of a row of shares ("770 (0.24%), 705 (0.22%) ...") that are not of this base."""
    row = reading.passage.sentences[share.sentence].mentions
    pairs = [
        (one, other)
        for one, other in pairwise(row)
        if other is not share and one.unit == base.unit and other.unit == "percent" and other.before.strip() == "("
    ]
    return len(pairs) >= 2 and not any(fits_share(one, base, other) for one, other in pairs)


def fits_share(part: Mention, base: Mention, share: Mention) -> bool:
    """Whether part / base is the stated share within rounding (of all three)."""
    if base.value <= 0:
        return False
    slack = width(share)
    low, high = _low(part) / max(_high(base), 1e-9), _high(part) / max(_low(base), 1e-9)
    return 100 * low - slack <= percent(share) <= 100 * high + slack


def _low(mention: Mention) -> float:
    return mention.figure.low if mention.figure.low is not None else mention.value


def _high(mention: Mention) -> float:
    return mention.figure.high if mention.figure.high is not None else mention.value


def _said_of(share: Mention, reading: ProseReading) -> Claim | None:
    """Read a share that names its base and then says the part in brackets, whether or not they fit.

    "(38,275), 24.7 per cent of whom spoke Gaelic (5,570)" and "45 per cent of the 80 claimants (36 persons)".
    """
    row = reading.passage.sentences[share.sentence].mentions
    at = row.index(share)
    cues = reading.passage.cues
    if at + 1 >= len(row):
        return None
    follower = row[at + 1]
    if at and cues.starts("after", share.after) and row[at - 1].unit == follower.unit == "count":
        base, part, gap = row[at - 1], follower, follower.before
        if len(gap.split()) > 8 or ")" in gap or share.before.count(".") or len(share.before.split()) > 3:
            return None
    elif at + 2 < len(row) and follower.unit == row[at + 2].unit == "count":
        base, part, gap = follower, row[at + 2], row[at + 2].before
        lead = follower.before
        if not cues.ends("member_of", lead) or len(lead.split()) > 4 or re.search(r"[,;:()]", lead):
            return None
        if len(gap.split()) > 6 or ")" in gap:
            return None
    else:
        return None
    if not re.search(r"\(\s*$", gap) or not re.match(r"[^(;]{0,24}\)", part.after):
        return None
    if not (base.figure.exact and part.figure.exact) or part.value > base.value:
        return None
    if (share.figure.hedge or share.unit == "fraction") and not fits_share(part, base, share):
        return None
    return Claim("percentage", base, [part, share], "as a share of", 0.9, {"cue"})


def counts_beside(share: Mention, reading: ProseReading) -> list[tuple[Mention, bool]]:
    """Return the counts that a share may restate, the nearest first, with whether they stand right beside it."""
    row = reading.passage.sentences[share.sentence].mentions
    at = row.index(share)
    cues = reading.passage.cues
    out: list[tuple[Mention, bool]] = []
    left = next((m for m in reversed(row[:at]) if m.unit not in SHARE_UNITS), None)
    right = next((m for m in row[at + 1 :] if m.unit not in SHARE_UNITS), None)
    if right is not None and right.unit in ("count", "money"):
        gap = right.before
        opens = re.search(r"[(;,–—-]\s*(?:[\w'’.$€£]+\s+){0,2}$", gap)
        words = gap.split("(")[-1]
        if opens and "(" not in gap:
            # "a third, and 90 others" goes on with a list, "3 per cent of all; 90 of them" with another clause.
            joined = cues.has("joins", re.split(r"[;,–—-]", gap)[-1]) or cues.starts("member_of", gap)
            opens = None if joined or ";" in gap else opens
        tight = (bool(opens) and ("(" in gap or len(gap.split()) <= 4) and len(words.split()) <= 3) or bool(
            cues.ends("as_share", gap) and len(gap.split()) <= 4
        )
        closed_first = ")" in gap and "(" not in gap
        out.append((right, tight and not closed_first))
    if left is not None and left.unit == "count" and row.index(left):
        # "ten of 27 ministers (37 per cent)": the member stands before its set.
        member = row[row.index(left) - 1]
        cue = cues.ends("member_of", left.before)
        if (
            member.unit == "count"
            and cue
            and len(left.before.split()) - len(cue.split()) < 4
            and member.value <= left.value
        ):
            out.append((member, True))
    if left is not None and left.unit in ("count", "money"):
        gap = share.before
        direct = row[at - 1] is left or all(m.unit in SHARE_UNITS for m in row[row.index(left) + 1 : at])
        between = share.before
        tight = direct and (
            (bool(re.search(r"[(\[]\s*(?:[\w'’.]+\s+){0,2}$", between)) and between.count(";") == 0)
            or bool(cues.ends("as_share", between))
            or len(between.split()) <= 1
        )
        if (gap.strip().startswith("(") and out) or (tight and not (out and out[0][1] and "(" in out[0][0].before)):
            out.insert(0, (left, tight))
        else:
            out.append((left, tight))
    if left is None and share.sentence and cues.ends("as_share", share.before):
        # "These minors represent 1.3 per cent of ...": the part was said in the sentence before.
        previous = [m for m in reading.passage.sentences[share.sentence - 1].mentions if m.unit == "count"]
        out.extend((m, False) for m in previous[:1])
    return out


def _bases(
    part: Mention, reading: ProseReading, known: Ledger, shares: Sequence[Claim]
) -> tuple[list[Mention], Mention | None]:
    """Return the figures that may be the base, the likeliest first, and the one that the text names as such."""
    stated = next(
        (
            c.whole
            for c in known.naming(part)
            if c.kind in ("subset", "total") and c.whole is not None and c.whole.unit == part.unit
        ),
        None,
    )
    out = [stated] if stated is not None else []
    sibling = next(
        (
            c
            for c in reversed(shares)
            if c.kind == "percentage"
            and c.whole is not None
            and 0 <= part.block - c.whole.block <= 2
            and c.whole.unit == part.unit
        ),
        None,
    )
    shown = {p.index for c in shares for p in c.parts}
    own = next(
        (
            m
            for m in reversed(reading.passage.mentions[max(0, part.index - 6) : part.index])
            if m.sentence == part.sentence and m.unit == part.unit and m.value > part.value and m.index not in shown
        ),
        None,
    )
    if sibling is not None and sibling.whole is not None and sibling.whole not in out:
        if own is not None and own not in out and sibling.parts[0].sentence != part.sentence:
            out.append(own)  # a base that the sentence itself gives comes before that of the sentence before
        out.append(sibling.whole)
    mentions = reading.passage.mentions
    for index in range(part.index - 1, max(-1, part.index - 30), -1):
        m = mentions[index]
        if part.sentence - m.sentence > NEAR_SENTENCES or part.block - m.block > 2:
            break
        if m.unit == part.unit and m is not part and m not in out:
            out.append(m)
    after = [
        m
        for m in mentions[part.index + 1 : part.index + 6]
        if m.sentence == part.sentence and m.unit == part.unit and m not in out
    ]
    if stated is None and _two_of_one_base(part, shares, known):
        stated = shares[-1].whole
    return out + after, stated


def _two_of_one_base(part: Mention, shares: Sequence[Claim], known: Ledger) -> bool:
    """Whether the two shares just before, in the sentence of a part, are of one base that it may be of as well."""
    last = [c for c in shares if c.kind == "percentage" and c.parts[0].sentence == part.sentence][-2:]
    bases = [c.whole for c in last if c.whole is not None and c.whole.unit == part.unit and c.whole.value >= part.value]
    members = all(any(k.whole is c.whole for k in known.naming(c.parts[0])) for c in last)
    return members and len(bases) == 2 and bases[0] is bases[1] and shares[-1] is last[-1]
