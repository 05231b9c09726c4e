"""Which cell of a table is which of its other version: rows and columns in order, by their headings and contents."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from auditor.compare.comparable_blocks import ComparableBlock
from auditor.language.folding import fold
from auditor.model.figure import Figure

MOST = 2000
"""Rows or columns from which on only headings that occur once pair: comparing sequences is quadratic at worst."""
Heading = tuple[str, str]
"""What names a row or column, and all that stands in it."""


def pair_cells(old: ComparableBlock, new: ComparableBlock) -> list[tuple[Figure, Figure]]:
    """Return pairs of figures (old, new) of two versions of a table, each figure in one pair at most."""
    rows = _paired(_rows(old), _rows(new))
    columns = _paired(_columns(old), _columns(new))
    known: dict[tuple[int, int], list[Figure]] = {}
    for figure in old.figures:
        known.setdefault((figure.row or 0, figure.column or 0), []).append(figure)
    made = []
    for figure in new.figures:
        row, column = rows.get(figure.row or 0), columns.get(figure.column or 0)
        there = known.get((row, column)) if row is not None and column is not None else None
        if there and there[0].unit == figure.unit:
            made.append((there.pop(0), figure))
    return made


def _rows(block: ComparableBlock) -> list[Heading]:
    names: dict[int, str] = {}
    for figure in block.figures:
        names.setdefault(figure.row or 0, fold(block.heads(figure)[0]))
    return [(names.get(place, ""), "\t".join(map(fold, cells))) for place, cells in enumerate(block.grid)]


def _columns(block: ComparableBlock) -> list[Heading]:
    names: dict[int, str] = {}
    for figure in block.figures:
        names.setdefault(figure.column or 0, fold(block.heads(figure)[1]))
    wide = max(map(len, block.grid), default=0)
    return [(names.get(place, ""), names.get(place, "")) for place in range(wide)]


def _paired(old: Sequence[Heading], new: Sequence[Heading]) -> dict[int, int]:
    """Return the place in the older sequence of each place in the newer one that is the same row or column.

    Equal contents pair first, in order; between them equal headings; between these those without a heading, where as
    many are left on both sides.
    """
    if len(old) > MOST or len(new) > MOST:
        return _by_name(old, new)
    found: dict[int, int] = {}
    for first, second in _gaps([whole for _, whole in old], [whole for _, whole in new], found):
        inner: dict[int, int] = {}
        left = _gaps(_names(old, first, "old"), _names(new, second, "new"), inner)
        found |= {second[here]: first[there] for here, there in inner.items()}
        for one, other in left:
            if len(one) == len(other):
                pairs = [(first[there], second[here]) for there, here in zip(one, other, strict=True)]
                found |= {here: there for there, here in pairs if not old[there][0] and not new[here][0]}
    return found


def _names(headings: Sequence[Heading], places: range, side: str) -> list[str]:
    """Return the headings of a stretch; where there is none, what equals nothing on the other side."""
    return [headings[place][0] or f"\0{side} {place}" for place in places]


def _gaps(old: Sequence[str], new: Sequence[str], found: dict[int, int]) -> list[tuple[range, range]]:
    """Pair equal entries in order (into `found`, newer place to older place) and give the stretches between them."""
    gaps = []
    there = here = 0
    for a, b, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        if a > there or b > here:
            gaps.append((range(there, a), range(here, b)))
        found |= {b + step: a + step for step in range(size)}
        there, here = a + size, b + size
    return gaps


def _by_name(old: Sequence[Heading], new: Sequence[Heading]) -> dict[int, int]:
    known: dict[str, list[int]] = {}
    for place, (name, _) in enumerate(old):
        known.setdefault(name, []).append(place)
    wanted: dict[str, list[int]] = {}
    for place, (name, _) in enumerate(new):
        wanted.setdefault(name, []).append(place)
    return {
        here[0]: known[name][0]
        for name, here in wanted.items()
        if name and len(here) == 1 and len(known.get(name, ())) == 1
    }
