"""Repeats: the same quantity said again in another sentence, paragraph, summary or note."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from auditor.arithmetic.slips import noisy_channel
from auditor.relations.prose.claims import Claim, affinity, foreign
from auditor.relations.prose.mentions import Mention
from auditor.relations.prose.reading import ProseReading

SMALL = 10
"""Below this a figure recurs by chance: it needs more in common than a word."""


ALIKE = 1.5
"""Affinity that two figures of one thing have at the least, where their values differ."""
MOST_ALIKE = 40
"""Figures with the same digits that are looked at."""
NEAR = 4
"""Sentences within which "the 90 cases" speaks of the 90 said before."""


SWAPPED = 1000
"""Least figure whose digits, two of them swapped, are no other figure by chance."""
_YEAR = re.compile(r"(?<![\d.,])(?:1[89]|20)\d\d(?![\d.,]\d)")


def read_repeats(reading: ProseReading) -> list[Claim]:
    """Tie each figure to the nearest earlier one of the same value that counts the same thing."""
    return [*_same(reading), *_swapped(reading)]


def _same(reading: ProseReading) -> list[Claim]:
    out: list[Claim] = []
    latest: dict[tuple[str, float], list[Mention]] = defaultdict(list)
    for mention in reading.passage.mentions:
        if mention.unit in ("item", "fraction", "measure", "rate") or mention.value in (0, 1) or mention.figure.article:
            continue
        key = (mention.unit, mention.value)
        for earlier in reversed(latest[key][-4:]):
            if earlier.sentence == mention.sentence:
                continue
            need = 0.75 if mention.value >= SMALL else 1.5
            named = (
                bool(reading.passage.cues.ends("set_opener", mention.before))
                and mention.sentence - earlier.sentence <= 3
            )
            the = mention.before.split()[-1:] and mention.before.split()[-1] in reading.passage.cues.the
            named = named or bool(the and mention.value >= SMALL and mention.sentence - earlier.sentence <= NEAR)
            if named or affinity(earlier, mention) >= need or mention.value >= 1000:
                out.append(Claim("repeat", earlier, [mention], "said again", 0.8, {"same"}))
                break
        latest[key].append(mention)
        out.extend(_rounded(mention, reading))
    return out


def _rounded(mention: Mention, reading: ProseReading) -> list[Claim]:
    """Tie an exact figure to a rounded one shortly before it ("more than 306,000 ... exactly 306,887")."""
    if not mention.figure.exact or mention.value < 100 or mention.unit != "count":
        return []
    for earlier in reversed(reading.passage.mentions[max(0, mention.index - 6) : mention.index]):
        if mention.sentence - earlier.sentence not in (1, 2) or earlier.unit != "count" or not earlier.figure.hedge:
            continue
        off = abs(mention.value - earlier.value) / mention.value
        if 0 < off <= 0.02 and affinity(earlier, mention) >= 0.75:
            return [Claim("repeat", mention, [earlier], "said again, rounded", 0.7, {"same"})]
    return []


def _swapped(reading: ProseReading) -> list[Claim]:
    """Tie a figure said once to one of the same thing and year whose digits it has, two neighbours swapped."""
    times: Counter[float] = Counter()
    alike: dict[str, list[Mention]] = defaultdict(list)
    for mention in reading.passage.mentions:
        if mention.unit == "count" and mention.number is not None and mention.number >= SWAPPED:
            times[mention.value] += 1
            alike["".join(sorted(str(mention.number)))].append(mention)
    out: list[Claim] = []
    for listed in alike.values():
        for at, mention in enumerate(listed[:MOST_ALIKE]):
            for earlier in listed[:at]:
                once = min(times[earlier.value], times[mention.value]) == 1
                apart = earlier.sentence != mention.sentence
                if apart and once and _slipped(earlier, mention) and _same_thing(earlier, mention, reading):
                    out.append(Claim("repeat", earlier, [mention], "said again", 0.75, {"slip"}))
                    break
    return out


def _slipped(one: Mention, other: Mention) -> bool:
    """Whether a slip may have made one whole number of the other."""
    if one.number is None or other.number is None:
        return False
    return noisy_channel().is_slip(one.number, other.number, "repeats")


def _same_thing(one: Mention, other: Mention, reading: ProseReading) -> bool:
    """Whether two figures are said to count one thing in the same years, which both sentences name."""
    years = [_years(mention, reading) for mention in (one, other)]
    return bool(years[0]) and years[0] == years[1] and not foreign(one, other) and affinity(one, other) >= ALIKE


def _years(mention: Mention, reading: ProseReading) -> frozenset[str]:
    sentence = reading.passage.sentences[mention.sentence]
    text = reading.passage.paragraphs[sentence.block].text[sentence.start : sentence.start + len(sentence.text)]
    return frozenset(_YEAR.findall(text))
