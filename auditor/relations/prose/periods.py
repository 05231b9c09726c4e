"""Periods: what was removed, released or settled is counted to an earlier day than what was placed, taken or opened.

Such a pair breaks no arithmetic, but a reviewer who subtracts the one figure from the other should know it.
"""

from __future__ import annotations

from collections.abc import Sequence

from auditor.figures.model import Figures, Period
from auditor.relations.model import Relation
from auditor.relations.prose.breakdowns import Reading
from auditor.relations.prose.mentions import Mention, Sentence, content_words

_REACH = 2
"""How many paragraphs apart the two statements may stand."""


def read_periods(reading: Reading, figures: Figures) -> list[Relation]:
    """Read pairs of statements on one thing whose periods end on different days; each with its note."""
    by_order: dict[int, list[Period]] = {}
    for period in figures.periods:
        by_order.setdefault(period.order, []).append(period)
    opened = [(s, p) for s in reading.passage.sentences if (p := _stretch(s, reading, by_order, "begins"))]
    closed = [(s, p) for s in reading.passage.sentences if (p := _stretch(s, reading, by_order, "ends"))]
    out: list[Relation] = []
    for first, began in opened:
        for second, ended in closed:
            if first is second or not 0 <= second.block - first.block <= _REACH:
                continue
            things = _things(first, reading) & _things(second, reading)
            if not things or (ended.last or "") >= (began.last or ""):
                continue
            whole, part = _about(first, things, reading), _about(second, things, reading)
            if whole is not None and part is not None:
                note = f"{began.text!r} runs to {began.last}, {ended.text!r} only to {ended.last}"
                out.append(
                    Relation("", "period", whole.figure.id, (part.figure.id,), "periods", 0.6, ("cue", "same"), note)
                )
    return out


def _stretch(sentence: Sentence, reading: Reading, by_order: dict[int, list[Period]], cue: str) -> Period | None:
    """Give the stretch of time of a sentence that has a cue of the class, both its ends known to the day."""
    if not sentence.mentions or not reading.passage.cues.has(cue, sentence.text):
        return None
    order = reading.passage.paragraphs[sentence.block].order
    end = sentence.start + len(sentence.text)
    found = [p for p in by_order.get(order, []) if sentence.start <= p.start < end and p.last and p.first != p.last]
    return max(found, key=lambda p: p.last or "", default=None)


def _things(sentence: Sentence, reading: Reading) -> frozenset[str]:
    """Give the content words that name what the figures of a sentence count."""
    words: set[str] = set()
    for mention in _counts(sentence.mentions):
        words |= content_words(mention.figure.counts.lower(), reading.passage.cues)
    return frozenset(words)


def _counts(mentions: Sequence[Mention]) -> list[Mention]:
    return [m for m in mentions if m.unit == "count"]


def _about(sentence: Sentence, things: frozenset[str], reading: Reading) -> Mention | None:
    """Give the first figure of a sentence that counts one of the things."""
    cues = reading.passage.cues
    return next((m for m in _counts(sentence.mentions) if things & content_words(m.figure.counts.lower(), cues)), None)
