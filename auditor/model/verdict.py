"""What a verdict is: whether a relation holds, by how much it does not, and why it could not be decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from auditor.model.relation import Relation

Outcome = Literal["holds", "fails", "undecided", "not evaluated"]
OUTCOMES: tuple[Outcome, ...] = ("holds", "fails", "undecided", "not evaluated")
"""In the order of the codes of `auditor.arithmetic.intervals`."""


@dataclass(frozen=True, slots=True)
class Form:
    """A check as a linear one: sum(factor * figure) `sign` constant, over ids of figures."""

    terms: tuple[tuple[str, float], ...]
    sign: Literal["==", "<=", ">=", "<", ">"]
    constant: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """One relation under one rule."""

    relation: Relation
    rule: str
    """Id of the rule; empty where there is none for this kind of relation."""
    outcome: Outcome
    holds: bool | None
    """True, False, or None where it cannot be decided."""
    imbalance: float | None = None
    """Stated minus computed; 0 for what only must not be exceeded and is not."""
    residual: float | None = None
    """What a list that is not exhaustive leaves open: whole minus parts, where both are exact."""
    computed: float | None = None
    """What the figures give for the stated one: the sum, the per cent, the mean, the count."""
    low: float | None = None
    """Bounds of stated minus computed within the figures' intervals; None where open."""
    high: float | None = None
    room: float | None = None
    """A difference of stated and computed up to this is none; None where nothing was compared."""
    reach: float | None = None
    """How far they may lie apart under the open hedge ("at least") of the stated figure; None where it has none."""
    reason: str = ""
    """One line in plain words, where the numbers alone do not say why."""
    equation: str = ""
    """For identities: the check with its figures written in."""
    form: Form | None = None
    """For identities that are linear in their figures: the check."""
    paragraphs: tuple[str, ...] = ()
    """For identities over dates, which are no figures: where these stand."""
    silent: bool = False
    """A rule that could not be evaluated and that is not to be reported then."""
    rounding: bool = False
    """Rounding each figure at its last printed digit would explain the difference."""
