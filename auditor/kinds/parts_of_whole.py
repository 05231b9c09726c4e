"""What kinds have in common whose parts are added up and held against their whole."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.kinds.equations import Wording, Writing, sum_stated
from auditor.kinds.kind import ComputedKind
from auditor.model.figure import Figure
from auditor.model.verdict import Verdict


class PartsOfWhole(ComputedKind):
    """A whole and its parts."""

    one_unit = True
    breaks_down = True
    directed = True

    def wording(self, verdict: Verdict, whole: Figure | None, parts: Sequence[Figure], writing: Writing) -> Wording:
        """Write the sum of the parts: "127 + 166 = 293, stated 602, short by 309"."""
        return sum_stated(verdict, whole, parts, writing)

    def question(self, verdict: Verdict, *, many: bool) -> str:
        """Name none of many parts."""
        key = super().question(verdict, many=many)
        return f"{key}_many" if many and verdict.outcome != "undecided" else key


def less(whole: Figure, parts: Sequence[Figure], factor: float = 1.0) -> tuple[tuple[str, float], ...]:
    """Return a whole, so many times, less its parts, as terms over ids of figures."""
    terms = {whole.id: factor}
    for part in parts:
        terms[part.id] = terms.get(part.id, 0.0) - 1.0
    return tuple((name, times) for name, times in terms.items() if times)


def added(names: Sequence[str]) -> str:
    """Write a sum as rules do."""
    return names[0] if len(names) == 1 else f"sum({', '.join(names)})"
