"""An equation over named figures of one document that stands in a rule file; its relations are of the kind "rule"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.kinds.equations import SPARED_DECIMALS, Wording, Writing, closing, decimals, leading, way
from auditor.kinds.kind import RelationKind
from auditor.model.figure import Figure
from auditor.model.verdict import Verdict

BOUNDS = {"<=": "at most", "<": "less than", ">=": "at least", ">": "more than"}
DAYS = {"==": "is to be", "<=": "not after", "<": "before", ">=": "not before", ">": "after"}
_BOUND = re.compile(rf", (?:{'|'.join(BOUNDS.values())}) ")
"""In an equation: the left side is bounded by the right, rather than stated for it."""


class StatedIdentity(RelationKind):
    """No whole; the figures that the rule names."""

    name = "rule"
    precedence = 100
    from_rules = True

    def compared(self, left: str, sign: str, right: str) -> str:
        """Write a comparison: the side with the arithmetic first, then what is stated."""
        return f"{right}, stated {left}" if sign == "==" else f"{left}, {BOUNDS[sign]} {right}"

    def ordered(self, left: str, sign: str, right: str, places: Sequence[str]) -> str:
        """Write a comparison of days, with their places: no figure is quoted beside it."""
        return f"{left}, {DAYS[sign]} {right}" + (f" ({' and '.join(places)})" if places else "")

    def wording(self, verdict: Verdict, whole: Figure | None, parts: Sequence[Figure], writing: Writing) -> Wording:
        """Write how far off the equation of the rule is, which its verdict has written out."""
        if verdict.imbalance is None or verdict.computed is None:
            return super().wording(verdict, whole, parts, writing)
        places = max(decimals(parts), 1, leading(verdict.imbalance))
        computed, stated, gap = (
            writing.number(round(value, SPARED_DECIMALS), places)
            for value in (verdict.computed, verdict.computed + verdict.imbalance, abs(verdict.imbalance))
        )
        # Parts are short of a total that is larger than they are; a figure is over a bound that is smaller than it is.
        direction = way(-verdict.imbalance if _BOUND.search(verdict.equation) else verdict.imbalance)
        return Wording(verdict.equation + closing(verdict, direction, gap), computed, stated, gap, direction)


KIND = StatedIdentity()
