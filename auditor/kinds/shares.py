"""Percentages that exhaust one whole: "44 per cent by road, 38 by rail, 18 by air"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.kinds.equations import Wording, Writing, closing, decimals, joined, tail, terms, way
from auditor.kinds.kind import ComputedKind, Say
from auditor.model.figure import Figure
from auditor.model.verdict import Form, Verdict

if TYPE_CHECKING:
    from auditor.arithmetic.figure_columns import FigureColumns
    from auditor.arithmetic.relation_columns import CheckedColumns, RelationColumns
    from auditor.arithmetic.tolerance import Tolerance


class SharesKind(ComputedKind):
    """No whole; the percentages."""

    name = "shares"
    precedence = 50
    has_whole = False
    directed = True

    def check(self, group: RelationColumns, columns: FigureColumns, tolerance: Tolerance) -> CheckedColumns:
        """Check that the shares add up to 100, but for the rounding of each."""
        import numpy as np

        from auditor.arithmetic.intervals import Intervals, compare
        from auditor.arithmetic.stated_sides import allowed, checked, slack, stated_result

        computed = group.sums(stated_result(columns, group.parts, tolerance))
        hundred = Intervals(*(np.full(len(group.starts), 100.0) for _ in range(3)))
        coarse = np.maximum.reduceat(np.nan_to_num(columns.unit[group.parts]), group.starts)
        least = np.where(group.counts > 2, coarse, 0.0)
        never = np.zeros(len(group.starts), dtype=np.bool_)
        comparison = compare(
            hundred,
            computed,
            np.maximum(least, allowed(hundred.value, tolerance, group.allowance)),
            slack(hundred, tolerance),
            never,
            group.any(columns.open_end[group.parts]),
        )
        return checked(comparison, computed.value)

    def wording(self, verdict: Verdict, whole: Figure | None, parts: Sequence[Figure], writing: Writing) -> Wording:
        """Write "44% + 18% = 62%, expected 100%, short by 38 points"."""
        places, end = decimals(parts), tail(parts[0]) if parts else ""
        computed = writing.number(verdict.computed or 0.0, places) + end
        gap = writing.number(abs(verdict.imbalance or 0.0), places) + " points"
        direction, stated = way(verdict.imbalance), f"100{end}"
        equation = f"{terms(parts, writing)} = {computed}, expected {stated}{closing(verdict, direction, gap)}"
        return Wording(equation, computed, stated, gap, direction)

    def asserted(self, whole: str, parts: Sequence[str], say: Say) -> str:
        """Write "44% + 38% + 18% = 100 per cent"."""
        return f"{joined(parts, ' + ', say)} = {say('eq_all')}"

    def linear(self, whole: Figure | None, parts: Sequence[Figure]) -> Form | None:
        """Return shares = 100."""
        added: dict[str, float] = {}
        for part in parts:
            added[part.id] = added.get(part.id, 0.0) + 1.0
        return Form(tuple(added.items()), "==", 100.0)

    def draft(self, names: Sequence[str], whole: Figure | None, parts: Sequence[Figure]) -> str:
        """Write "sum(road, rail, air) == 100"."""
        return f"sum({', '.join(names)}) == 100" if whole is None else ""


KIND = SharesKind()
