"""Which figure of a paragraph or table is which of its other version: by the words around it, or by its headings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

from auditor.compare.blocks import Block
from auditor.document import Paragraph, Table
from auditor.figures.model import Figure
from auditor.folding import fold

_TOKEN = re.compile(r"\w+|[^\w\s]")
MOST_TOKENS = 3000
"""Longer texts are compared by what their figures count alone: the comparison of words is quadratic."""
Twin = tuple[Figure, Figure]
Key = Callable[[Figure, Block], tuple[object, ...] | None]


def pair_figures(old: Block, new: Block) -> list[Twin]:
    """Give pairs of figures (old, new) of two versions of one block, each figure in one pair at most."""
    if isinstance(old.source, Table) and isinstance(new.source, Table):
        return _by_key(old.figures, new.figures, _cell, old, new)
    made: list[Twin] = []
    if isinstance(old.source, Paragraph) and isinstance(new.source, Paragraph):
        made = _by_words(old.figures, old.source.text, new.figures, new.source.text)
    met_old, met_new = {first.id for first, _ in made}, {second.id for _, second in made}
    left_old = [figure for figure in old.figures if figure.id not in met_old]
    left_new = [figure for figure in new.figures if figure.id not in met_new]
    return made + _by_key(left_old, left_new, _subject, old, new)


def _cell(figure: Figure, block: Block) -> tuple[object, ...]:
    """Name a cell by its headings."""
    return (*(fold(name) for name in block.heads(figure)), figure.unit)


def _subject(figure: Figure, block: Block) -> tuple[object, ...] | None:
    """Name what a figure counts; None where it says nothing of it."""
    del block
    if not figure.counts and not figure.dimensions:
        return None
    return fold(" ".join(figure.counts.split())), figure.dimensions, figure.unit


def _by_key(old: Sequence[Figure], new: Sequence[Figure], key: Key, first: Block, second: Block) -> list[Twin]:
    known: dict[object, list[Figure]] = defaultdict(list)
    for figure in old:
        known[key(figure, first)].append(figure)
    made = []
    for figure in new:
        name = key(figure, second)
        if name is not None and known.get(name):
            made.append((known[name].pop(0), figure))
    return made


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
    """Give words and signs, with one token for each figure that says its unit and not its value."""
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
