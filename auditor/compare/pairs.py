"""Which figure of a paragraph or table is which of its other version: by the words around it, or by its headings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from auditor.compare.cell_pairs import pair_cells
from auditor.compare.comparable_blocks import ComparableBlock
from auditor.language.folding import fold
from auditor.model.document import Paragraph, Table
from auditor.model.figure import Figure

_TOKEN = re.compile(r"\w+|[^\w\s]")
MOST_TOKENS = 3000
"""Longer texts are compared by what their figures count alone: the comparison of words is quadratic."""
SMALL = 10
"""Smaller figures meet by chance, even where they count the same."""
LARGE = 1000
"""Figures from here on hardly meet by chance."""
Twin = tuple[Figure, Figure]
Key = Callable[[Figure, ComparableBlock], tuple[object, ...] | None]


def pair_figures(old: ComparableBlock, new: ComparableBlock) -> list[Twin]:
    """Return pairs of figures (old, new) of two versions of one block, each figure in one pair at most.

    First by the words around them, then by what they count, then by their value: a sentence that was written anew with
    the same figure says the same.
    """
    if isinstance(old.source, Table) and isinstance(new.source, Table):
        return pair_cells(old, new)
    made: list[Twin] = []
    if isinstance(old.source, Paragraph) and isinstance(new.source, Paragraph):
        made = _by_words(old.figures, old.source.text, new.figures, new.source.text)
    for key in (_value, _subject):
        met_old, met_new = {first.id for first, _ in made}, {second.id for _, second in made}
        left_old = [figure for figure in old.figures if figure.id not in met_old]
        left_new = [figure for figure in new.figures if figure.id not in met_new]
        made += _by_key(left_old, left_new, key, old, new)
    return made


def moved(old: Sequence[tuple[Figure, ComparableBlock]], new: Sequence[tuple[Figure, ComparableBlock]]) -> list[Twin]:
    """Return pairs of figures in blocks of different words: the same value of the same thing, told elsewhere.

    A large value that each document has once more is enough by itself.
    """
    made = _elsewhere(old, new, _whole, most=None)
    met_old, met_new = {first.id for first, _ in made}, {second.id for _, second in made}
    return made + _elsewhere(
        [each for each in old if each[0].id not in met_old], [each for each in new if each[0].id not in met_new],
        _large, most=1,
    )  # fmt: skip


def _elsewhere(
    old: Sequence[tuple[Figure, ComparableBlock]],
    new: Sequence[tuple[Figure, ComparableBlock]],
    key: Key,
    *,
    most: int | None,
) -> list[Twin]:
    known, wanted = _named(old, key), _named(new, key)
    return [
        twin
        for name, found in wanted.items()
        if most is None or max(len(found), len(known.get(name, ()))) <= most
        for twin in zip(known.get(name, ()), found, strict=False)
    ]


def _named(listed: Sequence[tuple[Figure, ComparableBlock]], key: Key) -> dict[tuple[object, ...], list[Figure]]:
    found: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure, block in listed:
        name = key(figure, block)
        if name is not None:
            found[name].append(figure)
    return found


def _large(figure: Figure, block: ComparableBlock) -> tuple[object, ...] | None:
    del block
    return (figure.value, figure.low, figure.high, figure.unit) if abs(figure.value) >= LARGE else None


def _whole(figure: Figure, block: ComparableBlock) -> tuple[object, ...] | None:
    subject = _subject(figure, block)
    return None if subject is None or abs(figure.value) < SMALL else (*subject, figure.value, figure.bound)


def _value(figure: Figure, block: ComparableBlock) -> tuple[object, ...]:
    """Name a figure by its value."""
    del block
    return figure.value, figure.unit


def _subject(figure: Figure, block: ComparableBlock) -> tuple[object, ...] | None:
    """Name what a figure counts; None where it says nothing of it."""
    del block
    if not figure.counts and not figure.dimensions:
        return None
    return fold(" ".join(figure.counts.split())), figure.dimensions, figure.unit


def _by_key(
    old: Sequence[Figure], new: Sequence[Figure], key: Key, first: ComparableBlock, second: ComparableBlock
) -> list[Twin]:
    return _elsewhere([(each, first) for each in old], [(each, second) for each in new], key, most=None)


def _by_words(old: Sequence[Figure], old_text: str, new: Sequence[Figure], new_text: str) -> list[Twin]:
    first, second = _tokens(old, old_text), _tokens(new, new_text)
    if len(first) > MOST_TOKENS or len(second) > MOST_TOKENS:
        return []
    one_side, other_side = [token for token, _ in first], [token for token, _ in second]
    return [
        (one, other)
        for a, b, size in SequenceMatcher(None, one_side, other_side, autojunk=False).get_matching_blocks()
        for (_, one), (_, other) in zip(first[a : a + size], second[b : b + size], strict=True)
        if one is not None and other is not None
    ]


def _tokens(figures: Sequence[Figure], text: str) -> list[tuple[str, Figure | None]]:
    """Return words and signs, with one token for each figure that says its unit and not its value."""
    made: list[tuple[str, Figure | None]] = []
    at = 0
    for figure in figures:
        if figure.start < at:
            continue
        made += _plain(text[at : figure.start])
        made.append((f"#{figure.unit}", figure))
        at = figure.end
    return [*made, *_plain(text[at:])]


def _plain(text: str) -> Iterator[tuple[str, None]]:
    return ((token, None) for token in _TOKEN.findall(fold(text)))
