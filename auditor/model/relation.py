"""What a relation is: an arithmetic claim that the text or a table makes over figures."""

from __future__ import annotations

from dataclasses import dataclass

Kind = str
"""Name of a kind of relation: one of `auditor.kinds`, each of which says what its whole and its parts are."""

REVERSED = "reversed"
"""Evidence of a period that ends before it begins: for once, there is nothing for a reader to judge."""

RISE, FALL = "rise", "fall"
"""Evidence of a change: which way its words say that it went."""

RELATION_COLUMNS = ("id", "kind", "role", "position", "figure", "cue", "strength", "holds", "imbalance", "residual")


@dataclass(frozen=True, slots=True)
class Relation:
    """An arithmetic claim over figures, with the evidence that it was read from."""

    id: str
    kind: Kind
    whole: str | None
    """Id of the figure that the parts are held against; None for kinds that have none."""
    parts: tuple[str, ...]
    """Ids of the others, in the order that the kind gives them."""
    cue: str = ""
    """The words, or the table structure, that it was read from."""
    strength: float = 1.0
    """0..1: how sure the reading is. Rules say from which strength a relation that does not hold is reported."""
    evidence: tuple[str, ...] = ()
    """Short names of the evidence: "cue", "list", "dimension", "closes", "slip", "anaphora", "layout" ..."""
    note: str = ""
    """What a reviewer should know, for kinds whose verdict is words (period)."""
    tolerance: float = 0.0
    """Absolute slack that the reading allows on top of the figures' intervals (rounded parts of a rounded total)."""
    probability: float = 1.0
    """0..1: how sure the words (or the structure of a table) are that it is asserted, whatever the figures are."""
    checked: bool = True
    """Whether it would be reported if it failed: it is asserted surely enough. What merely adds up is not."""
    slips: bool = False
    """Whether it is reported where one typing slip explains the gap, though it is not checked."""

    @property
    def members(self) -> tuple[str, ...]:
        """Return the ids of its figures, the whole first."""
        return self.parts if self.whole is None else (self.whole, *self.parts)
