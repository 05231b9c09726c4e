"""How sure the words are: the probability that a candidate is asserted, and from where on it is checked.

A pattern is as sure as it has proved on published text, where what is asserted holds: `rules/weights/patterns.yaml` has
for each pattern and language how often what it read held, made by `training/patterns.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from auditor.runtime.resources import read_rules

DECLARED = 0.95
"""Before any text is seen: how often what a declared pattern reads is asserted."""
WEIGHT, LANGUAGES = 6, 12
"""As how many cases that counts, and what all languages show for one of them: the grammar is much the same."""
UNSAID = 0.5
"""The most that a relation gets which no pattern reads: its figures add up, or nearly."""


@dataclass(frozen=True, slots=True)
class Floors:
    """From which probability on a relation is checked, and reported where one slip explains the gap."""

    checked: float
    slip: float


@cache
def floors() -> Floors:
    """Return the floors that `rules/weights/patterns.yaml` sets.

    Returns:
        Probabilities, between 0 and 1.
    """
    written = read_rules("weights", "patterns.yaml")["floors"]
    return Floors(float(written["checked"]), float(written["slip"]))


@cache
def probability(pattern: str, language: str) -> float:
    """Return how sure a pattern is in a language, between 0 and 1.

    The share that held of what no surer pattern reads, shrunk towards the share of all that it reads in all languages,
    and this towards what declared patterns are worth (a beta prior of 6 cases): few cases say little.

    Args:
        pattern: Its name.
        language: Code of the language.

    Returns:
        The probability that what it reads is asserted.
    """
    seen = read_weights().get(pattern, {})
    held, read = sum(each.held for each in seen.values()), sum(each.read for each in seen.values())
    together = (held + WEIGHT * DECLARED) / (read + WEIGHT)
    own = seen.get(language, PatternRecord())
    return (own.held_alone + LANGUAGES * together) / (own.alone + LANGUAGES)


@dataclass(frozen=True, slots=True)
class PatternRecord:
    """How many of the wordings that a pattern reads in a language held, and how many there were."""

    held: int = 0
    read: int = 0
    held_alone: int = 0
    """Of those that no surer pattern reads."""
    alone: int = 0


@cache
def read_weights() -> Mapping[str, Mapping[str, PatternRecord]]:
    """Return how often what each pattern read held.

    Returns:
        By pattern and code of the language.
    """
    written = read_rules("weights", "patterns.yaml")["patterns"]
    return {
        name: {code: PatternRecord(*map(int, shown)) for code, shown in each.items()} for name, each in written.items()
    }
