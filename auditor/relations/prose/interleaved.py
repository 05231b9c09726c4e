"""Two lists told as one: "26 shelters with 498 places: 11 with 240 places ..., 9 with 160 places ..."."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.relations.prose.claims import Claim, closes, slipped
from auditor.relations.prose.mentions import Mention, stem

LEAST = 4
"""Figures of the two lists together, at the least."""


def read_interleaved(cue: str, items: Sequence[Mention], row: Sequence[Mention]) -> list[Claim] | None:
    """Read a list that counts two things in turns as two totals.

    Args:
        cue: what opened the list.
        items: its figures.
        row: the figures of the sentence before it.

    Returns:
        A total for each of the two lists that closes, or misses by a slip; None where the items are one list.
    """
    if len(items) < LEAST or len(items) % 2:
        return None
    nouns = [_noun(item) for item in items]
    first, second = set(nouns[::2]), set(nouns[1::2])
    # "11 with 240 places": the first of the two may leave out what the set has named.
    if len(second) != 1 or len(first - {""}) > 1 or "" in second or first == second or second & first:
        return None
    out: list[Claim] = []
    for parts in (list(items[::2]), list(items[1::2])):
        name = next((noun for noun in map(_noun, parts) if noun), "")
        whole = next((m for m in reversed(row) if name and _noun(m) == name and m.unit == parts[0].unit), None)
        if whole is None:
            continue
        if closes(whole, parts):
            out.append(Claim("total", whole, parts, cue, 0.95, {"cue", "list", "closes", "parallel"}))
        elif slipped(whole, parts):
            out.append(Claim("total", whole, parts, cue, 0.8, {"cue", "list", "slip", "parallel"}))
    return out


def _noun(mention: Mention) -> str:
    words = mention.figure.counts.lower().split()
    return stem(words[-1]) if words else ""
