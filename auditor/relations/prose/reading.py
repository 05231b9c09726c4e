"""What the readers of relations share: the passage, its frames, and the language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from auditor.language.lexicon import Lexicon, fold
from auditor.relations.prose.frames import Frame
from auditor.relations.prose.mentions import Passage


@dataclass(frozen=True, slots=True)
class ProseReading:
    """What the readers of breakdowns share: the passage, its frames by sentence, and what exhausts a dimension."""

    passage: Passage
    frames: Mapping[int, Sequence[Frame]]
    lexicon: Lexicon

    @property
    def exhaustive(self) -> Mapping[str, tuple[frozenset[str], ...]]:
        """Return for each dimension the sets of values that leave nobody out."""
        return self.lexicon.exhaustive

    def pairs(self, phrase: str) -> set[tuple[str, str]]:
        """Return the (dimension, value) pairs of the population words in a phrase."""
        return {pair for pair in self.lexicon.pairs_in(fold(phrase)) if pair[0] != "population"}
