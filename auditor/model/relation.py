"""What a relation is: an arithmetic claim that the text or a table makes over figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "total",
    "subset",
    "remainder",
    "percentage",
    "shares",
    "enumeration",
    "repeat",
    "change",
    "average",
    "period",
    "rule",
]

REVERSED = "reversed"
"""Evidence of a period that ends before it begins: for once, there is nothing for a reader to judge."""

RELATION_COLUMNS = ("id", "kind", "role", "position", "figure", "cue", "strength", "holds", "imbalance", "residual")


@dataclass(frozen=True, slots=True)
class Relation:
    """An arithmetic claim over figures, with the evidence that it was read from.

    | kind | whole; parts | holds when |
    | --- | --- | --- |
    | total | the total; its parts | sum(parts) = whole |
    | subset | the set; disjoint parts | sum(parts) <= whole |
    | remainder | what there was; taken, left | whole = sum(parts) |
    | percentage | the base; the part, the per cent | within rounding |
    | shares | None; the percentages | sum = 100 within rounding |
    | enumeration | the count; the items | count = stated |
    | repeat | first mention; the later one | equal within intervals |
    | change | new value; old value, the change (absolute, or per cent) | within rounding |
    | average | the mean; the values averaged | within rounding |
    | period | one date or period; the others | the order holds |
    | rule | None; the figures that a document identity names | the identity's equation |
    """

    id: str
    kind: Kind
    whole: str | None
    parts: tuple[str, ...]
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
