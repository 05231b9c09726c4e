"""Per cents: a part said also as a share of its base, and shares that together make the whole.

A per cent is tied to the count beside it and to the nearest base that it fits. Where the text itself names the base
("ten of 27 ministers, 37 per cent") the claim stands even when the arithmetic does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

from auditor.relations.prose.breakdowns import Reading
from auditor.relations.prose.claims import Claim, Ledger, closes, complementary
from auditor.relations.prose.mentions import Mention

_SHARE_UNITS = ("percent", "fraction")
LONGEST_RUN = 30
"""Shares of one whole that are listed at most."""
_ALL, _NEAR_ALL = 100.0, 20.0
"""What shares of one whole add up to, and how far the sum of rounded ones may lie from it at the very most."""
_NEAR_SENTENCES = 8
_MOST_PARTS = 12
_HEDGES = {"more", "less", "plus", "moins", "más", "menos", "over"}
"""Words of change that before a share may only hedge it."""


def percent(mention: Mention) -> float:
    """Give a per cent or fraction in per cent."""
    return mention.value * 100 if mention.unit == "fraction" else mention.value


def width(mention: Mention) -> float:
    """Give how far off, in points, a share may be by its own rounding: a full unit of the last digit."""
    figure = mention.figure
    if mention.unit == "fraction":
        return 4.0
    base = 10.0 ** -decimals(mention)
    return base * (0.62 if not figure.hedge else 1.5)


def decimals(mention: Mention) -> int:
    """Give how many decimals a figure is printed with."""
    found = re.search(r"\d[.,](\d+)", mention.figure.text)
    return len(found[1]) if found else 0


def is_change(mention: Mention, reading: Reading) -> bool:
    """Say whether a per cent speaks of growth or decline, not of a share."""
    cues = reading.passage.cues
    if mention.figure.text[:1] in "+-−–" or mention.figure.value < 0:
        return True
    if mention.unit == "percent" and mention.index and _restates_change(mention, reading):
        return True
    before, after = mention.before[-45:], mention.after[:45]
    clause = re.split(r"[;.(),]", before)[-1]
    tail = re.split(r"[;.(),]", after)[0]
    if re.search(r"[+−–-]\s*$", mention.before) and mention.before.rstrip(" +−–-").endswith(("(", ",")):
        return True
    reached = cues.ends("to", mention.after)
    if reached and not cues.starts("joins", reached) and len(mention.after.split()) <= 3:
        return True  # "14 per cent to 8,256"
    words_before = clause.split()[-4:]
    last = words_before[-1] if words_before else ""
    if last not in _HEDGES and (cues.has("rise", last) or cues.has("fall", last)):
        return True  # "1,564 deaths, up 17 per cent"
    near = " ".join(words_before)
    for kind in ("rise", "fall"):
        found = cues.has(kind, near)
        if found and found not in _HEDGES | {"up"}:
            return True
        lead = " ".join(tail.split()[:3])
        found = cues.has(kind, lead)
        if found and not lead.startswith(("of ", "de ", "des ", "of the")):
            return True
    return False


def _restates_change(share: Mention, reading: Reading) -> bool:
    """Say whether a share only says once more what a count of growth says: "an increase of 812, or 1.7 per cent"."""
    cues = reading.passage.cues
    grown = reading.passage.mentions[share.index - 1]
    gap = share.before
    if grown.sentence != share.sentence or grown.unit not in ("count", "money") or len(gap.split()) > 3:
        return False
    if not (gap.strip().startswith("(") or cues.ends("as_share", gap)):
        return False
    lead = " ".join(re.split(r"[;.(),]", grown.before)[-1].split()[-4:])
    found = cues.has("rise", lead) or cues.has("fall", lead)
    return bool(found) and bool(cues.ends("member_of", lead) or lead.split()[-1] in ("by", "por", "para"))


def read_percentages(reading: Reading, known: Sequence[Claim]) -> list[Claim]:
    """Read the claims that tie a share to its part and base."""
    ledger = Ledger(known)
    seen: set[tuple[object, ...]] = set()
    out: list[Claim] = []
    for sentence in reading.passage.sentences:
        for mention in sentence.mentions:
            if mention.unit in _SHARE_UNITS and not is_change(mention, reading):
                claim = _read_share(mention, reading, ledger, out[-5:])
                if claim is not None and claim.key() not in seen:
                    seen.add(claim.key())
                    out.append(claim)
    return out


def _read_share(share: Mention, reading: Reading, known: Ledger, shares: Sequence[Claim]) -> Claim | None:
    """Tie one share to a part beside it and to the base that it fits."""
    if (named := _said_of(share, reading)) is not None:
        return named
    beside = _beside(share, reading)
    if not beside:
        return None
    for at, (part, tight) in enumerate(beside):
        bases, stated = _bases(part, reading, known, shares)
        for rank, base in enumerate(bases):
            if _fits(part, base, share):
                strength = 1.0 if tight else 0.85
                if not tight and (share.unit == "fraction" or (rank > 1 and width(share) > 0.3)):
                    continue
                return Claim("percentage", base, [part, share], "as a share", strength, {"closes", "cue"})
        if (
            tight
            and (at == 0 or not beside[0][1] or part.index < share.index)  # the share is of a nearer figure
            and stated is not None
            and _stated_near(part, stated, known)
            and not _row_of_another(share, stated, reading)
            and not share.figure.hedge
            and share.unit == "percent"
            and not reading.passage.cues.has("rate", share.after[:40])
        ):
            return Claim("percentage", stated, [part, share], "as a share of", 0.85, {"cue"})
    return None


def _stated_near(part: Mention, base: Mention, known: Ledger) -> bool:
    """Say whether the text itself ties the part to its base: a list that closes, or a set named close by."""
    return any(
        c.whole is base and ("closes" in c.evidence or ("cue" in c.evidence and part.sentence - base.sentence <= 2))
        for c in known.naming(part)
    )


def _row_of_another(share: Mention, base: Mention, reading: Reading) -> bool:
    """Say whether the share is one of a row of shares ("770 (0.24%), 705 (0.22%) ...") that are not of this base."""
    row = reading.passage.sentences[share.sentence].mentions
    pairs = [
        (one, other)
        for one, other in pairwise(row)
        if other is not share and one.unit == base.unit and other.unit == "percent" and other.before.strip() == "("
    ]
    return len(pairs) >= 2 and not any(_fits(one, base, other) for one, other in pairs)


def _fits(part: Mention, base: Mention, share: Mention) -> bool:
    """Say whether part / base is the stated share within rounding (of all three)."""
    if base.value <= 0:
        return False
    slack = width(share)
    low, high = _low(part) / max(_high(base), 1e-9), _high(part) / max(_low(base), 1e-9)
    return 100 * low - slack <= percent(share) <= 100 * high + slack


def _low(mention: Mention) -> float:
    return mention.figure.low if mention.figure.low is not None else mention.value


def _high(mention: Mention) -> float:
    return mention.figure.high if mention.figure.high is not None else mention.value


def _said_of(share: Mention, reading: Reading) -> Claim | None:
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
    if (share.figure.hedge or share.unit == "fraction") and not _fits(part, base, share):
        return None
    return Claim("percentage", base, [part, share], "as a share of", 0.9, {"cue"})


def _beside(share: Mention, reading: Reading) -> list[tuple[Mention, bool]]:
    """Give the counts that a share may restate, the nearest first, with whether they stand right beside it."""
    row = reading.passage.sentences[share.sentence].mentions
    at = row.index(share)
    cues = reading.passage.cues
    out: list[tuple[Mention, bool]] = []
    left = next((m for m in reversed(row[:at]) if m.unit not in _SHARE_UNITS), None)
    right = next((m for m in row[at + 1 :] if m.unit not in _SHARE_UNITS), None)
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
        direct = row[at - 1] is left or all(m.unit in _SHARE_UNITS for m in row[row.index(left) + 1 : at])
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
    part: Mention, reading: Reading, known: Ledger, shares: Sequence[Claim]
) -> tuple[list[Mention], Mention | None]:
    """Give the figures that may be the base, the likeliest first, and the one that the text names as such."""
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
        if part.sentence - m.sentence > _NEAR_SENTENCES or part.block - m.block > 2:
            break
        if m.unit == part.unit and m is not part and m not in out:
            out.append(m)
    after = [
        m
        for m in mentions[part.index + 1 : part.index + 6]
        if m.sentence == part.sentence and m.unit == part.unit and m not in out
    ]
    return out + after, stated


def read_shares(reading: Reading, changes: Sequence[Claim]) -> list[Claim]:
    """Read runs of shares that exhaust a whole; a per cent by which something grew is none."""
    out: list[Claim] = []
    sentences = reading.passage.sentences
    done = {part.index for change in changes for part in change.parts}
    for sentence in sentences:
        row: list[Mention] = []
        found: list[Claim] = []
        for follower in sentences[sentence.number : sentence.number + 3]:
            if follower.block != sentence.block:
                break
            row.extend(m for m in _plain_shares(follower.mentions, reading) if m.index not in done)
            claim = _run_of_shares(row, reading)
            if claim is not None:
                found.append(claim)
        if found:
            first = {p.index for p in found[0].parts}
            longer = [c for c in found if first <= {p.index for p in c.parts}]
            claim = min(longer, key=lambda c: round(abs(sum(percent(p) for p in c.parts) - 100), 2))
            done.update(p.index for p in claim.parts)
            out.append(claim)
    return out


def read_shares_of_parts(reading: Reading, known: Sequence[Claim]) -> list[Claim]:
    """Read the shares beside the parts of a closed breakdown: "479 were waiting (65%), 253 were sentenced (35%)"."""
    beside: dict[int, Mention] = {}
    for sentence in reading.passage.sentences:
        for share in sentence.mentions:
            if share.unit != "percent" or is_change(share, reading) or share.figure.hedge:
                continue
            if reading.passage.cues.starts("after", share.after) or reading.passage.cues.has("rate", share.after[:40]):
                continue
            for part, tight in _beside(share, reading)[:1]:
                if tight:
                    beside.setdefault(part.index, share)
    out: list[Claim] = []
    for claim in known:
        if claim.kind != "total" or claim.whole is None or "closes" not in claim.evidence:
            continue
        shares = [beside[p.index] for p in claim.parts if p.index in beside]
        if len(shares) < len(claim.parts) or len({s.index for s in shares}) < len(shares):
            continue
        total = sum(percent(s) for s in shares)
        fits = [_fits(p, claim.whole, s) for p, s in zip(claim.parts, shares, strict=True)]
        if any(fits) and not all(fits) and _one_digit_off(shares, total):
            out.append(Claim("shares", None, shares, "shares of the parts", 0.85, {"cue", "parallel", "slip"}))
    return out


def read_totals_of_shares(known: Sequence[Claim]) -> list[Claim]:
    """Read the parts whose shares make 100 as all of their base: "286, or 54 per cent ... 240, or 46 per cent"."""
    by_base: dict[float, list[Claim]] = {}
    for claim in known:
        if claim.kind == "percentage" and claim.whole is not None and "closes" in claim.evidence:
            by_base.setdefault(claim.whole.value, []).append(claim)
    out: list[Claim] = []
    for rows in by_base.values():
        for size in range(2, min(len(rows), _MOST_PARTS) + 1):
            for start in range(len(rows) - size + 1):
                row = rows[start : start + size]
                whole, parts = row[0].whole, [c.parts[0] for c in row]
                hundred = abs(sum(percent(c.parts[1]) for c in row) - 100) <= 0.5 * size
                near = parts[-1].sentence - parts[0].sentence <= _NEAR_SENTENCES
                if whole is not None and hundred and near and closes(whole, parts):
                    shares = [c.parts[1] for c in row]
                    if all(m.unit == "percent" for m in shares):
                        out.append(Claim("shares", None, shares, "shares of the parts", 0.8, {"closes", "parallel"}))
                    out.append(Claim("total", whole, parts, "shares", 0.8, {"closes", "parallel"}))
    return out


def _plain_shares(row: Sequence[Mention], reading: Reading) -> list[Mention]:
    """Give the shares of a sentence; of a share said twice ("two-thirds (67%)") the more precise one."""
    found: list[Mention] = []
    for m in row:
        if m.unit not in _SHARE_UNITS or is_change(m, reading) or m.figure.bound in ("lower", "upper"):
            continue
        if found and found[-1].unit == "fraction" and "(" in m.before and found[-1].index == m.index - 1:
            found[-1] = m
            continue
        found.append(m)
    return found


def _run_of_shares(row: Sequence[Mention], reading: Reading) -> Claim | None:
    """Read the first run that makes 100, or that says it does and misses."""
    sums = [0.0, *accumulate(percent(m) for m in row)]
    runs = sorted(
        (
            (start, end)
            for start in range(len(row))
            for end in range(start + 2, min(len(row), start + LONGEST_RUN) + 1)
            if abs(sums[end] - sums[start] - _ALL) <= _NEAR_ALL
        ),
        key=lambda r: (abs(sums[r[1]] - sums[r[0]] - _ALL), r[0] - r[1], r[0]),
    )
    for start, end in runs:
        run = list(row[start:end])
        total = sum(percent(m) for m in run)
        slack = max(sum(width(m) for m in run) * 0.85, width(run[-1]))
        if abs(total - 100) > slack + 1e-9:
            break
        if _one_list(run, reading):
            cue = run[-1].closing or "shares"
            return Claim("shares", None, run, cue, 0.95, {"closes", "list"})
    last = row[-1] if row else None
    rest = last.closing if last is not None else ""
    near = last is not None and last.sentence - row[0].sentence <= (1 if rest else 0)
    if last is not None and 2 <= len(row) <= 6 and near:
        total = sum(percent(m) for m in row)
        if any(m.unit == "fraction" for m in row):
            return None
        slip = _one_digit_off(row, total)
        if rest and (slip or (len(row) >= 3 and 50 <= total <= 200)):
            return Claim("shares", None, list(row), rest, 0.85, {"cue", "remainder"})
        if len(row) == 2 and slip and any(percent(m) > 100 for m in row):
            # No group is more than all of the whole: two of them and a slip, rather than two questions.
            return Claim("shares", None, list(row), "shares", 0.7, {"slip"})
        every = reading.passage.sentences[last.sentence].mentions
        if any(m.figure.bound in ("lower", "upper") and m.unit in _SHARE_UNITS for m in every):
            return None  # what is left out of the list may close it
        if complementary(row, reading.exhaustive) and slip and not _own_base(last, reading):
            return Claim("shares", None, list(row), "complement", 0.8, {"dimension", "slip"})
        if any(m.figure.hedge for m in row):
            return None
        if len(row) >= 3 and slip and _one_list(row, reading) and (_too_much(row, total) or _has_decimals(row)):
            return Claim("shares", None, list(row), "shares", 0.7, {"slip", "list"})
    return None


def _own_base(share: Mention, reading: Reading) -> bool:
    """Say whether a share names its own base: "92% of men and 80% of women" are shares of different wholes."""
    return bool(reading.passage.cues.starts("member_of", share.after))


def _too_much(row: Sequence[Mention], total: float) -> bool:
    """Say whether shares exceed a whole so that a slip explains it better than several questions do."""
    return total > 102 and (len(row) >= 4 or any(m.value > 100 for m in row))


def _has_decimals(row: Sequence[Mention]) -> bool:
    """Say whether shares are stated so precisely that a slip is no chance; one of many may be a whole number."""
    exact = sum(1 for m in row if re.search(r"\d[.,]\d", m.figure.text))
    return exact == len(row) or 3 <= exact == len(row) - 1


def _one_digit_off(row: Sequence[Mention], total: float) -> bool:
    """Say whether one typing slip in one of the shares would make 100."""
    from auditor.relations.prose.slips import is_slip

    for m in row:
        text = re.sub(r"[^\d]", "", m.figure.text)
        scale = 10 ** decimals(m)
        for drift in (-1, 0, 1):
            meant = round((m.value + 100 - total) * scale) + drift
            if 0 < meant < 100 * scale and text and is_slip(text, str(meant)):
                return True
    return False


def _one_list(run: Sequence[Mention], reading: Reading) -> bool:
    """Say whether shares may be of one whole: close together, said in one way."""
    if run[-1].sentence == run[0].sentence:
        return True
    if len(run) == 2:
        return bool(run[-1].closing) or complementary(run, reading.exhaustive)
    return run[-1].sentence - run[0].sentence <= 2
