"""The same quantity told in two documents: the same thing counted, with the same names, for the same period."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auditor.compare.comparable_blocks import SHORTEST, ComparableBlock
from auditor.language.folding import fold
from auditor.model.document import Paragraph
from auditor.model.figure import Figure

LEAST_IN_COMMON = 0.6
"""Share of the longer words of two sentences that must be the same."""
UNITS = ("count", "money", "measure", "percent", "rate")
"""Units of figures that can state the same quantity in two documents."""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with what tells whether another one states the same quantity."""

    figure: Figure
    block: ComparableBlock
    subject: tuple[object, ...]
    words: frozenset[str]


def same_quantities(
    old: Sequence[ComparableBlock], new: Sequence[ComparableBlock], apart: frozenset[str]
) -> list[tuple[Quantity, Quantity]]:
    """Return figures of both documents that state the same quantity.

    Only where no doubt is left: the sentences name the same things, the same period (one at least), the same names, and
    there is one candidate on each side.

    Args:
        old: Blocks of the older document.
        new: Blocks of the newer one.
        apart: Ids of figures of the newer document that are paired already.
    """
    known, wanted = _by_subject(old), _by_subject(new)
    made = []
    for subject, found in wanted.items():
        for each in found:
            if each.figure.id in apart:
                continue
            alike = [other for other in known.get(subject, ()) if _alike(other.words, each.words)]
            back = [other for other in found if alike and _alike(alike[0].words, other.words)]
            if len(alike) == 1 and len(back) == 1:
                made.append((alike[0], each))
    return made


def exclude(old: Figure, new: Figure) -> bool:
    """Whether no value fits both figures."""
    if old.low is not None and new.high is not None and old.low > new.high:
        return True
    return new.low is not None and old.high is not None and new.low > old.high


def _by_subject(blocks: Iterable[ComparableBlock]) -> dict[tuple[object, ...], list[Quantity]]:
    found: dict[tuple[object, ...], list[Quantity]] = defaultdict(list)
    for block in blocks:
        if not isinstance(block.source, Paragraph):
            continue
        for figure in block.figures:
            periods = block.spans(figure)
            counts = fold(" ".join(figure.counts.split()))
            if figure.unit not in UNITS or not periods or not (counts or figure.dimensions) or figure.article:
                continue
            subject = (counts, figure.dimensions, figure.unit, periods, block.names(figure))
            words = frozenset(word for word in _WORD.findall(fold(block.said(figure))) if len(word) >= SHORTEST)
            found[subject].append(Quantity(figure, block, subject, words))
    return found


def _alike(first: frozenset[str], second: frozenset[str]) -> bool:
    union = len(first | second)
    return union > 0 and len(first & second) / union >= LEAST_IN_COMMON
