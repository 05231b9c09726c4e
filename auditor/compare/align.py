"""Which paragraph of an older document is which of a newer one: by their words, with the digits left out.

Equal words pair first, then what stands between such pairs and is alike, then what is alike anywhere (moved). The cost
is linear in the length of the documents: candidates come from the rarest words, not from every pair.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from auditor.compare.comparable_blocks import ComparableBlock
from auditor.model.document import Table

ALIKE = 0.5
"""Least share of words in common for two texts to be one told anew."""
SAME_NUMBER = 0.3
"""The same where the paragraphs bear the same number."""
RARE = 12
"""Words of a text by which candidates are looked for, the rarest first."""
MOST_WITH = 25
"""Texts that a word may stand in to be of use for that."""


def align(
    old: Sequence[ComparableBlock], new: Sequence[ComparableBlock]
) -> tuple[tuple[ComparableBlock, ComparableBlock], ...]:
    """Return pairs of blocks (old, new), each block in one pair at most, in the order of the newer document."""
    paired: dict[int, int] = {}
    _equal(old, new, paired)
    _alike(old, new, paired)
    return tuple((old[there], new[here]) for here, there in sorted(paired.items()))


def _equal(old: Sequence[ComparableBlock], new: Sequence[ComparableBlock], paired: dict[int, int]) -> None:
    """Pair texts of equal words, repeated ones in their order."""
    known: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for place, block in enumerate(old):
        known[_key(block)].append(place)
    for here, block in enumerate(new):
        places = known.get(_key(block))
        if places and block.words:
            paired[here] = places.pop(0)


def _key(block: ComparableBlock) -> tuple[object, ...]:
    return (isinstance(block.source, Table), *block.words)


def _alike(old: Sequence[ComparableBlock], new: Sequence[ComparableBlock], paired: dict[int, int]) -> None:
    """Pair what is left by the share of words in common, the most alike first."""
    taken = set(paired.values())
    left_old = [place for place in range(len(old)) if place not in taken and old[place].about]
    left_new = [place for place in range(len(new)) if place not in paired and new[place].about]
    rarity = Counter(word for place in left_old for word in old[place].about)
    holders: dict[str, list[int]] = defaultdict(list)
    numbers: dict[str, list[int]] = defaultdict(list)
    for place in left_old:
        for word in old[place].about:
            if rarity[word] <= MOST_WITH:
                holders[word].append(place)
        if old[place].numbered:
            numbers[old[place].label].append(place)
    scored: list[tuple[float, int, int]] = []
    for here in left_new:
        block = new[here]
        own = numbers.get(block.label, ()) if block.numbered else ()
        for there in {*own, *_candidates(block, holders, rarity)}:
            score = likeness(old[there], block)
            if score >= (SAME_NUMBER if there in own else ALIKE):
                scored.append((-score - (0.1 if there in own else 0.0), here, there))
    for _, here, there in sorted(scored):
        if here not in paired and there not in taken:
            paired[here] = there
            taken.add(there)


def _candidates(block: ComparableBlock, holders: dict[str, list[int]], rarity: Counter[str]) -> Iterable[int]:
    words = sorted((word for word in block.about if word in holders), key=lambda word: (rarity[word], word))[:RARE]
    return (place for word in words for place in holders[word])


def likeness(old: ComparableBlock, new: ComparableBlock) -> float:
    """Return the share of the longer words that two texts have in common (0 to 1)."""
    if isinstance(old.source, Table) != isinstance(new.source, Table):
        return 0.0
    union = len(old.about | new.about)
    return len(old.about & new.about) / union if union else 0.0
