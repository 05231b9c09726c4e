"""Shares that exhaust a whole: runs of per cents that make 100, and the parts whose shares do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from auditor.arithmetic.slips import noisy_channel
from auditor.relations.prose.claims import Claim, closes, complementary
from auditor.relations.prose.mentions import Mention
from auditor.relations.prose.percentages import (
    NEAR_SENTENCES,
    SHARE_UNITS,
    counts_beside,
    decimals,
    fits_share,
    is_change,
    percent,
    width,
)
from auditor.relations.prose.reading import ProseReading

LONGEST_RUN = 30
"""Shares of one whole that are listed at most."""
_ALL, _NEAR_ALL = 100.0, 20.0
"""What shares of one whole add up to, and how far the sum of rounded ones may lie from it at the very most."""
_MOST_PARTS = 12


def read_shares(reading: ProseReading, changes: Sequence[Claim]) -> list[Claim]:
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
            claim = _run_of_shares(row, reading) if len(row) > 1 else None
            if claim is not None:
                found.append(claim)
        if found:
            first = {p.index for p in found[0].parts}
            longer = [c for c in found if first <= {p.index for p in c.parts}]
            claim = min(longer, key=lambda c: round(abs(sum(percent(p) for p in c.parts) - 100), 2))
            done.update(p.index for p in claim.parts)
            out.append(claim)
    return out


def read_shares_of_parts(reading: ProseReading, known: Sequence[Claim]) -> list[Claim]:
    """Read the shares beside the parts of a closed breakdown: "479 were waiting (65%), 253 were sentenced (35%)"."""
    beside: dict[int, Mention] = {}
    for sentence in reading.passage.sentences:
        for share in sentence.mentions:
            if share.unit != "percent" or is_change(share, reading) or share.figure.hedge:
                continue
            if reading.passage.cues.starts("after", share.after) or reading.passage.cues.has("rate", share.after[:40]):
                continue
            for part, tight in counts_beside(share, reading)[:1]:
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
        fits = [fits_share(p, claim.whole, s) for p, s in zip(claim.parts, shares, strict=True)]
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
                near = parts[-1].sentence - parts[0].sentence <= NEAR_SENTENCES
                if whole is not None and hundred and near and closes(whole, parts):
                    shares = [c.parts[1] for c in row]
                    if all(m.unit == "percent" for m in shares):
                        out.append(Claim("shares", None, shares, "shares of the parts", 0.8, {"closes", "parallel"}))
                    out.append(Claim("total", whole, parts, "shares", 0.8, {"closes", "parallel"}))
    return out


def _plain_shares(row: Sequence[Mention], reading: ProseReading) -> list[Mention]:
    """Return the shares of a sentence; of a share said twice ("two-thirds (67%)") the more precise one."""
    found: list[Mention] = []
    for m in row:
        if m.unit not in SHARE_UNITS or is_change(m, reading) or m.figure.bound in ("lower", "upper"):
            continue
        if found and found[-1].unit == "fraction" and "(" in m.before and found[-1].index == m.index - 1:
            found[-1] = m
            continue
        found.append(m)
    return found


def _run_of_shares(row: Sequence[Mention], reading: ProseReading) -> Claim | None:
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
        if any(m.figure.bound in ("lower", "upper") and m.unit in SHARE_UNITS for m in every):
            return None  # what is left out of the list may close it
        if complementary(row, reading.exhaustive) and slip and not _own_base(last, reading):
            return Claim("shares", None, list(row), "complement", 0.8, {"dimension", "slip"})
        if any(m.figure.hedge for m in row) or any(reading.passage.cues.has("partitive", m.before) for m in row[1:]):
            return None
        if len(row) >= 3 and slip and _one_list(row, reading) and (_too_much(row, total) or _has_decimals(row)):
            return Claim("shares", None, list(row), "shares", 0.7, {"slip", "list"})
    return None


def _own_base(share: Mention, reading: ProseReading) -> bool:
    """Whether a share names its own base: "92% of men and 80% of women" are shares of different wholes."""
    return bool(reading.passage.cues.starts("member_of", share.after))


def _too_much(row: Sequence[Mention], total: float) -> bool:
    """Whether shares exceed a whole so that a slip explains it better than several questions do."""
    return total > 102 and (len(row) >= 4 or any(m.value > 100 for m in row))


def _has_decimals(row: Sequence[Mention]) -> bool:
    """Whether shares are stated so precisely that a slip is no chance; one of many may be a whole number."""
    exact = sum(1 for m in row if decimals(m))
    return exact == len(row) or 3 <= exact == len(row) - 1


def _one_digit_off(row: Sequence[Mention], total: float) -> bool:
    """Whether one typing slip in one of the shares would make 100."""
    for m in row:
        digits = re.sub(r"[^\d]", "", m.figure.text)
        scale = 10 ** decimals(m)
        for drift in (-1, 0, 1):
            meant = round((m.value + 100 - total) * scale) + drift
            if 0 < meant < 100 * scale and digits and noisy_channel().is_slip(int(digits), meant, "lists"):
                return True
    return False


def _one_list(run: Sequence[Mention], reading: ProseReading) -> bool:
    """Whether shares may be of one whole: close together, said in one way."""
    if run[-1].sentence == run[0].sentence:
        return True
    if len(run) == 2:
        return bool(run[-1].closing) or complementary(run, reading.exhaustive)
    return run[-1].sentence - run[0].sentence <= 2
