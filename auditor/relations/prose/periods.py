"""Periods: what was removed, released or settled is counted to an earlier day than what was placed, taken or opened.

Such a pair breaks no arithmetic, but a reviewer who subtracts the one figure from the other should know it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.model.figure import Figure, Figures, Period
from auditor.model.relation import REVERSED, Relation
from auditor.relations.prose.mentions import Mention, Sentence, content_words
from auditor.relations.prose.reading import ProseReading

_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_REACH = 2
"""How many paragraphs apart the two statements may stand."""


def read_periods(reading: ProseReading, figures: Figures) -> list[Relation]:
    """Read pairs of statements on one thing whose periods end on different days; each with its note."""
    by_order: dict[int, list[Period]] = {}
    for period in figures.periods:
        by_order.setdefault(period.order, []).append(period)
    opened = [(s, p) for s in reading.passage.sentences if (p := _stretch(s, reading, by_order, "begins"))]
    if not opened:
        return []
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


def read_reversed(reading: ProseReading, figures: Figures) -> tuple[list[Relation], list[Figure]]:
    """Read periods that end before they begin, each year of which is printed; the period stands as a listed thing.

    Returns:
        The relations, and the periods as figures of the unit "item".
    """
    paragraphs = {paragraph.order: paragraph for paragraph in reading.passage.paragraphs}
    relations: list[Relation] = []
    items: list[Figure] = []
    for period in figures.periods:
        if not period.first or not period.last or period.first <= period.last or period.order not in paragraphs:
            continue
        if len(_YEAR.findall(period.text)) < 2:
            continue
        item = Figure(
            f"d{len(items) + 1}",
            period.text,
            1.0,
            1.0,
            1.0,
            "item",
            paragraph=period.paragraph,
            start=period.start,
            end=period.end,
            page=paragraphs[period.order].page,
            order=period.order,
        )
        items.append(item)
        note = f"{period.text!r} ends before it begins"
        relations.append(Relation("", "period", item.id, (), period.text, 0.9, (REVERSED,), note))
    return relations, items


def _stretch(sentence: Sentence, reading: ProseReading, by_order: dict[int, list[Period]], cue: str) -> Period | None:
    """Return the stretch of time of a sentence that has a cue of the class, both its ends known to the day."""
    if not sentence.mentions:
        return None
    order = reading.passage.paragraphs[sentence.block].order
    end = sentence.start + len(sentence.text)
    found = [p for p in by_order.get(order, []) if sentence.start <= p.start < end and p.last and p.first != p.last]
    if not found or not reading.passage.cues.has(cue, sentence.text):
        return None
    return max(found, key=lambda p: p.last or "")


def _things(sentence: Sentence, reading: ProseReading) -> frozenset[str]:
    """Return the content words that name what the figures of a sentence count."""
    words: set[str] = set()
    for mention in _counts(sentence.mentions):
        words |= content_words(mention.figure.counts.lower(), reading.passage.cues)
    return frozenset(words)


def _counts(mentions: Sequence[Mention]) -> list[Mention]:
    return [m for m in mentions if m.unit == "count"]


def _about(sentence: Sentence, things: frozenset[str], reading: ProseReading) -> Mention | None:
    """Return the first figure of a sentence that counts one of the things."""
    cues = reading.passage.cues
    return next((m for m in _counts(sentence.mentions) if things & content_words(m.figure.counts.lower(), cues)), None)
