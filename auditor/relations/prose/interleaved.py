"""Two lists told as one: "26 shelters with 498 places: 11 with 240 places ..., 9 with 160 places ..."."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.relations.prose.claims import Claim, closes, slipped
from auditor.relations.prose.mentions import Mention

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
    first, second = _named(items[::2]), _named(items[1::2])
    if not first or not second or first & second or not all(part.nouns for part in items[1::2]):
        return None
    out: list[Claim] = []
    for parts, names in ((list(items[::2]), first), (list(items[1::2]), second)):
        whole = next((m for m in reversed(row) if names & m.nouns and m.unit == parts[0].unit), None)
        if whole is None:
            continue
        if closes(whole, parts):
            out.append(Claim("total", whole, parts, cue, 0.95, {"cue", "list", "closes", "parallel"}))
        elif slipped(whole, parts):
            out.append(Claim("total", whole, parts, cue, 0.8, {"cue", "list", "slip", "parallel"}))
    return out


def _named(parts: Sequence[Mention]) -> frozenset[str]:
    """Return the words by which all figures of a list name what they count; "11 with 240 places" leaves out the one."""
    named = [part.nouns for part in parts if part.nouns]
    return frozenset.intersection(*named) if named else frozenset()
