"""Antecedents: the figures that a list may hang on, before it in its sentence or in the sentences before."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.relations.prose.claims import Ledger, affinity, closes
from auditor.relations.prose.frames import LEFT_OUT, Frame
from auditor.relations.prose.mentions import Mention, content_words
from auditor.relations.prose.reading import ProseReading

BACK_SENTENCES = 4
BACK_PARAGRAPHS = 2
BACK_MENTIONS = 60
MAX_HEADS = 8


def heads_of(frame: Frame, items: Sequence[Mention], reading: ProseReading, known: Ledger) -> list[Mention]:
    """Return the figures that a frame may hang on, the likeliest first."""
    out: list[Mention] = []

    def add(mention: Mention | None) -> None:
        if mention is not None and len(out) < MAX_HEADS and mention not in out and mention not in items:
            out.append(mention)

    if frame.kind == "set" and not frame.initial:
        add(frame.anchor)
        return out
    if not frame.initial and frame.anchor is not None:
        add(frame.anchor)
        if frame.kind == "bracket":
            return out
        above = frame.parent
        while above is not None and len(out) < MAX_HEADS:
            for item in reversed([m for m in above.items if m.index < items[0].index]):
                add(item)
            add(above.anchor)
            above = above.parent
        if frame.kind != "after":
            return out[:MAX_HEADS]
    if frame.initial or frame.kind == "after":
        for mention in _antecedents(frame, items, reading, known):
            add(mention)
    return out[:MAX_HEADS]


def _antecedents(frame: Frame, items: Sequence[Mention], reading: ProseReading, known: Ledger) -> list[Mention]:
    """Seek the figure that "of these" or "of those killed" speaks of in the sentences before."""
    passage, first = reading.passage, items[0]
    words = content_words(frame.phrase, passage.cues) if frame.phrase else frozenset()
    pairs = reading.pairs(frame.phrase) if frame.phrase else set()

    def common(mention: Mention) -> int:
        named = content_words(mention.figure.counts.lower(), passage.cues)
        if frame.kind != "comprising":  # what is divided is what was counted, not who counted it
            named |= mention.words
        return len(words & named) + len(pairs & set(mention.dimensions))

    inner = {
        m.index
        for number in range(max(0, first.sentence - BACK_SENTENCES), first.sentence)
        for f in reading.frames.get(number, ())
        if f.kind == "comprising" and not f.initial and len(f.items) == 1
        for m in f.items
    }
    scored: list[tuple[float, int, Mention]] = []
    index = first.index - 1
    while index >= max(0, first.index - BACK_MENTIONS):
        mention = passage.mentions[index]
        index -= 1
        back = first.sentence - mention.sentence
        if back > BACK_SENTENCES + (2 if words else 0) or first.block - mention.block > BACK_PARAGRAPHS + (
            2 if words else 0
        ):
            break
        if mention.unit not in ("count", "money") or back == 0:
            continue
        score = (
            (-1.0 if words else -1.5) * back
            - (1.0 if first.block != mention.block else 0.0)
            - (2.0 if mention.nested or mention.index in inner else 0.0)
        )
        if words:
            score += 3.0 * common(mention)
        else:
            score += 0.3 * affinity(mention, first)
        if not words:
            score += _standing(mention, known, bare=frame.cue == LEFT_OUT)
        scored.append((-score, mention.index if back else -mention.index, mention))
    if words:
        # Words name the set: without one of them in common, the list hangs on no figure.
        named = [row for row in scored if common(row[2])]
        rest = [row for row in scored if row not in named and row[2].block == first.block]
        if named:
            # A nearer figure may be meant in other words; only a list that closes on it says so.
            return [row[2] for row in (*sorted(named, key=_rank), *sorted(rest, key=_rank)[:2])]
        if frame.kind == "comprising":
            # "The district is divided into 9 towns": only what adds up speaks of a figure that no word ties to it.
            return [row[2] for row in sorted(scored, key=_rank) if closes(row[2], items)]
        # "Of the total affected" names no other thing than what was counted before.
        total = bool(passage.cues.has("total", frame.cue))
        scored = [] if frame.kind in ("including", "set") and not total else scored
    elif frame.kind == "including" and frame.initial and any(w not in passage.cues.stop for w in frame.phrase.split()):
        scored = []  # "They included": only a pronoun takes up what was counted before
    return [mention for _, _, mention in sorted(scored, key=_rank)]


def _standing(mention: Mention, known: Ledger, *, bare: bool) -> float:
    """Weigh what is known of a mention for "these" to mean it: rather what was broken down than one of its parts."""
    if any(c.kind == "total" for c in known.naming(mention)):
        return -1.6
    if any(c.kind == "total" for c in known.of(mention)):
        return 0.8
    if any(c.kind == "subset" and len(c.parts) == 1 for c in known.naming(mention)):
        # "36 of the 60 were brought ashore. 35 of them ...": the members are spoken of; but "twelve are private. Three
        # are refused" are members of one set, one after the other.
        return -2.0 if bare else 0.5
    return 0.0


def _rank(row: tuple[float, int, Mention]) -> tuple[float, int]:
    """Return the key that puts the likeliest antecedent first."""
    return row[:2]
