"""Changes: "rose from A to B, by C (or by x per cent)", and a new value with its growth over an old one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, permutations

from auditor.arithmetic.slips import noisy_channel
from auditor.language.clauses import first_clause, last_clause
from auditor.language.cues import Cues
from auditor.relations.prose.claims import Claim, affinity
from auditor.relations.prose.growth import read_bound_growth, said_alone
from auditor.relations.prose.mentions import Mention, Sentence
from auditor.relations.prose.percentages import is_change, width
from auditor.relations.prose.reading import ProseReading

_LEAST = 10
"""Growth of less than so many is said of too many things."""
_VALUE_UNITS = ("count", "money", "rate", "percent", "measure")


def read_changes(reading: ProseReading) -> list[Claim]:
    """Read the changes that each sentence states."""
    out: list[Claim] = []
    for sentence in reading.passage.sentences:
        if not sentence.mentions:
            continue
        pairs = _from_to(sentence, reading)
        for old, new in pairs:
            found = _amounts(sentence, old, new, pairs, reading)
            out.extend(found or _told_next(sentence, old, new, reading))
        if not pairs:
            grown = _grown(sentence, reading)
            out.extend(grown)
            out.extend(c for c in _reached(sentence, reading) if c.key() not in {g.key() for g in grown})
            said = {c.parts[-1].index for c in out[-8:]}
            out.extend(c for c in read_bound_growth(sentence, reading) if c.parts[-1].index not in said)
    return out


def _from_to(sentence: Sentence, reading: ProseReading) -> list[tuple[Mention, Mention]]:
    """Return the (old, new) pairs of "from A to B" in a sentence."""
    cues = reading.passage.cues
    out: list[tuple[Mention, Mention]] = []
    row = sentence.mentions
    for at, old in enumerate(row):
        if old.unit not in _VALUE_UNITS or not cues.ends("from", _lead(old)):
            continue
        for new in row[at + 1 : at + 3]:
            if new.unit == old.unit and cues.ends("to", _lead(new)) and not re.search(r"[;:]", new.before):
                joined = cues.starts("name_joins", cues.ends("to", _lead(new)))
                if joined and not cues.has("rise", sentence.text):
                    continue
                # "rose by 1.2 million, from 14.6 million to 15.9 million": the nearest of two is the old value.
                out = [pair for pair in out if pair[1] is not new]
                out.append((old, new))
                break
    return out


def _lead(mention: Mention) -> str:
    """Return the words before a figure without its hedge ("to nearly")."""
    before, hedge = mention.before.rstrip(), mention.figure.hedge.lower()
    return before[: -len(hedge)] if hedge and before.endswith(hedge) else mention.before


def _amounts(
    sentence: Sentence, old: Mention, new: Mention, pairs: Sequence[tuple[Mention, Mention]], reading: ProseReading
) -> list[Claim]:
    """Tie the amounts of change in a sentence to one pair."""
    cues = reading.passage.cues
    row = [m for m in sentence.mentions if m is not old and m is not new]
    relative = [m for m in row if m.unit == "percent" and old.unit != "percent"]
    fitting = [m for m in relative if change_fits(old, new, m)]
    absolute = [m for m in row if m.unit in (old.unit, "points") and m.unit != "rate" and _signed_near(m, reading)]
    fitting += [m for m in absolute if abs(abs(new.value - old.value) - m.value) <= 1e-6 * max(1.0, new.value)]
    found = [Claim("change", new, [old, m], "from … to", 1.0, {"cue", "closes"}) for m in fitting]
    off = [m for m in absolute if m not in fitting and m.figure.exact and m.figure.counts]
    if len(off) == 1 and len(pairs) == 1 and old.figure.exact and new.figure.exact:
        gap = int(abs(new.value - old.value))
        if gap >= 10 and noisy_channel().is_slip(round(off[0].value), gap, "lists"):
            found.append(Claim("change", new, [old, off[0]], "from … to", 0.8, {"cue", "slip"}))
    if found or len(pairs) > 1:
        return found
    stated = [
        m
        for m in relative
        if is_change(m, reading)
        or _signed_near(m, reading)
        or (m.index == new.index + 1 and (cues.ends("as_share", m.before) or m.before.strip() == "("))
    ]
    if len(stated) == 1 and not (old.figure.bound or new.figure.bound or stated[0].figure.hedge):
        tail = (stated[0].before[-20:] + stated[0].after[:60]).split(".")[0]
        if not cues.has("rate", tail):
            return [Claim("change", new, [old, stated[0]], "from … to", 0.85, {"cue"})]
    absolute = [m for m in absolute if _is_amount(m, reading)]
    if (
        len(absolute) == 1
        and not relative
        and not (old.figure.bound or new.figure.bound or absolute[0].figure.bound)
        and absolute[0].value < max(old.value, new.value)
    ):
        return [Claim("change", new, [old, absolute[0]], "from … to", 0.8, {"cue"})]
    return []


def _told_next(sentence: Sentence, old: Mention, new: Mention, reading: ProseReading) -> list[Claim]:
    """Read the growth that the next sentence gives ("rose from 277 to 485. This is 75 per cent more ...")."""
    following = reading.passage.sentences[sentence.number + 1 : sentence.number + 2]
    for later in following:
        if later.block != sentence.block or not later.mentions:
            continue
        share = later.mentions[0]
        if share.unit != "percent" or not _signed_near(share, reading):
            continue
        if change_fits(old, new, share):
            return [Claim("change", new, [old, share], "from … to", 0.9, {"cue", "closes"})]
        alone = len(later.mentions) == 1 and not share.figure.bound
        if alone and is_change(share, reading) and said_alone(share, (old, new), reading):
            return [Claim("change", new, [old, share], "from … to", 0.75, {"cue"})]
    return []


def _next_values(sentence: Sentence, reading: ProseReading) -> list[Mention]:
    """Return the values of the next sentence, for a sentence that gives only the growth."""
    later = reading.passage.sentences[sentence.number + 1 : sentence.number + 2]
    return [m for s in later if s.block == sentence.block for m in s.mentions if m.unit in ("count", "money", "rate")]


def _side_by_side(new: Mention, old: Mention, reading: ProseReading) -> bool:
    """Whether words set two neighbouring values against each other, whichever is the older."""
    cues = reading.passage.cues
    first, second = sorted((new, old), key=lambda m: m.index)
    if second.index != first.index + 1 or second.sentence != first.sentence:
        return False
    gap = second.before[-60:]
    if cues.has("compared", gap) or cues.has("contrast", gap):
        return True
    return bool(cues.ends("to", gap)) and (cues.has("rise", gap) != "" or cues.has("fall", gap) != "")


def _both_before(new: Mention, old: Mention, change: Mention, sentence: Sentence) -> bool:
    """Whether a growth stands right behind the old value and then the new one, in one sentence."""
    at = sentence.mentions.index(change)
    return at >= 2 and sentence.mentions[at - 2] is old and sentence.mentions[at - 1] is new


def _signed_near(mention: Mention, reading: ProseReading) -> bool:
    """Whether a word of growth or decline stands close to a figure."""
    cues = reading.passage.cues
    before, after = " ".join(mention.before.split()[-6:]), " ".join(mention.after.split()[:6])
    return any(cues.has(kind, text) for kind in ("rise", "fall") for text in (before, after))


def _behind_old(change: Mention, sentence: Sentence, cues: Cues) -> bool:
    """Whether a per cent stands in brackets right behind the old value ("up from 1.62 million (14.8 per cent)")."""
    at = sentence.mentions.index(change)
    return bool(at and change.before.strip() == "(" and cues.ends("compared", sentence.mentions[at - 1].before))


def _is_amount(mention: Mention, reading: ProseReading) -> bool:
    """Whether a figure is said to be the change itself: "an increase of 12", "12 more than"."""
    cues = reading.passage.cues
    lead = " ".join(last_clause(mention.before).split()[-3:])
    tail = " ".join(first_clause(mention.after).split()[:2])
    before = cues.has("rise", lead) or cues.has("fall", lead)
    found = any(cues.starts(kind, tail) for kind in ("rise", "fall"))
    return found or bool(before and not cues.has("compared", lead))


def change_fits(old: Mention, new: Mention, share: Mention, *, cut: bool = False) -> bool:
    """Whether a per cent is the growth (or decline) from old to new, within rounding, or with its decimals cut."""
    if old.value == 0:
        return False
    low_old, high_old = old.figure.low or old.value, old.figure.high or old.value
    low_new, high_new = new.figure.low or new.value, new.figure.high or new.value
    if old.figure.exact and new.figure.exact:
        growth = [100 * (new.value - old.value) / old.value] * 2
    else:
        growth = sorted((100 * (low_new / high_old - 1), 100 * (high_new / low_old - 1)))
    slack = width(share) * (1.6 if cut else 1.0)
    stated = abs(share.value)
    return growth[0] - slack <= stated <= growth[1] + slack or growth[0] - slack <= -stated <= growth[1] + slack


def _reached(sentence: Sentence, reading: ProseReading) -> list[Claim]:
    """Read "declined 13 per cent to 960": the old value is the one before, where the growth fits it."""
    cues = reading.passage.cues
    out: list[Claim] = []
    for change, new in pairwise(sentence.mentions):
        if change.unit != "percent" or new.unit not in ("count", "money") or not cues.ends("to", new.before):
            continue
        if len(new.before.split()) > 6 or not (is_change(change, reading) or _signed_near(change, reading)):
            continue
        for old in reversed(reading.passage.mentions[max(0, new.index - 8) : change.index]):
            if (
                old.unit == new.unit
                and new.sentence - old.sentence <= 2
                and old.value > 9
                and change_fits(old, new, change)
            ):
                out.append(Claim("change", new, [old, change], "to", 0.85, {"closes", "cue"}))
                break
    return out


def _grown(sentence: Sentence, reading: ProseReading) -> list[Claim]:
    """Read a growth whose old and new value stand in the sentence or the one before, without from and to."""
    cues = reading.passage.cues
    changes = [
        m
        for m in sentence.mentions
        if m.unit == "percent" and (is_change(m, reading) or _signed_near(m, reading) or _behind_old(m, sentence, cues))
    ]
    if not changes:
        return []
    pool = _values_around(sentence, reading)
    claims = (_best_growth(change, pool, sentence, reading) for change in changes)
    return [claim for claim in claims if claim is not None]


def _values_around(sentence: Sentence, reading: ProseReading) -> list[Mention]:
    """Return the values of a sentence with those of the one before it; where it has none, those of the next one."""
    own = [m for m in sentence.mentions if m.unit in ("count", "money", "rate")]
    if not own:
        return _next_values(sentence, reading)
    before = reading.passage.sentences[sentence.number - 1] if sentence.number else None
    if before is None or before.block != sentence.block:
        return own
    return [m for m in before.mentions if m.unit in ("count", "money", "rate")] + own


def _best_growth(change: Mention, pool: Sequence[Mention], sentence: Sentence, reading: ProseReading) -> Claim | None:
    """Return the claim of the two values that a growth fits and that words or its precision tie to it."""
    cues = reading.passage.cues
    best: tuple[float, Claim] | None = None
    for new, old in permutations(pool, 2):
        if new.unit != old.unit or new.value == old.value or min(new.value, old.value) < _LEAST:
            continue
        compared = bool(cues.has("compared", old.before[-40:])) or _both_before(new, old, change, sentence)
        if not change_fits(old, new, change, cut=compared):
            continue
        if max(new.sentence, old.sentence) == change.sentence - 1:
            continue
        # The old value follows "compared with", or the growth is precise enough to speak for itself.
        bound = compared or bool(cues.has("compared", change.after[:60])) or _side_by_side(new, old, reading)
        if not bound and width(change) >= 0.3:
            continue
        score = affinity(new, old) - 0.2 * (abs(new.index - change.index) + abs(old.index - change.index))
        if best is None or score > best[0]:
            best = score, Claim("change", new, [old, change], "growth", 0.85, {"closes"})
    return best[1] if best is not None else None
