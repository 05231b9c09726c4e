"""Repeats: the same quantity said again in another sentence, paragraph, summary or note."""

from __future__ import annotations

from collections import defaultdict

from auditor.relations.prose.claims import Claim, affinity
from auditor.relations.prose.mentions import Mention
from auditor.relations.prose.reading import Reading

SMALL = 10
"""Below this a figure recurs by chance: it needs more in common than a word."""


NEAR = 4
"""Sentences within which "the 90 cases" speaks of the 90 said before."""


def read_repeats(reading: Reading) -> list[Claim]:
    """Tie each figure to the nearest earlier one of the same value that counts the same thing."""
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


def _rounded(mention: Mention, reading: Reading) -> list[Claim]:
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
