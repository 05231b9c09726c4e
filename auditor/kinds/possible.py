"""A per cent or mean that some whole number gives: of 7, 43 per cent are 3 and 57 are 4, and 48 are none.

GRIM, granularity-related inconsistency of means: Brown and Heathers (2016), doi 10.1177/1948550616673876.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from auditor.kinds.equations import Wording, Writing, decimals, result_stated, shown
from auditor.kinds.kind import ComputedKind, Say
from auditor.model.figure import Figure
from auditor.model.relation import Relation
from auditor.model.verdict import Verdict

if TYPE_CHECKING:
    from auditor.arithmetic.figure_columns import FigureColumns
    from auditor.arithmetic.relation_columns import CheckedColumns, RelationColumns
    from auditor.arithmetic.tolerance import Tolerance

_SHARES = ("percent", "fraction")


class PossibleKind(ComputedKind):
    """How many there are; the per cent or the mean of them."""

    name = "possible"
    precedence = 45
    fewest = most = 1

    def divisor(self, relation: Relation, figures: Mapping[str, Figure]) -> Figure | None:
        """Return how many there are."""
        return figures.get(relation.whole or "")

    def check(self, group: RelationColumns, columns: FigureColumns, tolerance: Tolerance) -> CheckedColumns:
        """Check a stated per cent or mean against the nearest that a whole number gives."""
        import numpy as np

        from auditor.arithmetic.figure_columns import COUNTED
        from auditor.arithmetic.intervals import Intervals, compare
        from auditor.arithmetic.stated_sides import allowed, checked, slack, stated_result

        result = group.part(0)
        stated = stated_result(columns, result, tolerance)
        base = np.abs(columns.given.value[group.wholes])
        step = np.where(columns.family[result] == COUNTED, 1.0, 100.0) / base
        nearest, next_up = np.round(stated.value / step) * step, np.ceil(stated.low / step) * step
        inside = (nearest < stated.low) & (next_up <= stated.high)  # "more than 20 per cent" of 7 are 2 or more
        nearest = np.where(inside, next_up, nearest)
        room = allowed(stated.value, tolerance, group.allowance)
        ends = columns.open_end[result], columns.open_end[group.wholes]
        computed = Intervals(nearest, nearest, nearest)
        return checked(compare(stated, computed, room, slack(stated, tolerance), *ends), nearest)

    def wording(self, verdict: Verdict, whole: Figure | None, parts: Sequence[Figure], writing: Writing) -> Wording:
        """Write "3 / 7 = 42.9 per cent, stated 48 per cent, off by 5.1 points"."""
        result = parts[0]
        hundred = 100.0 if result.unit in _SHARES else 1.0
        number = round((verdict.computed or 0.0) * (whole.value if whole else 0.0) / hundred)
        work = f"{writing.number(number)} / {shown(whole, writing) if whole else ''}"
        return result_stated(verdict, work, result, decimals([result]) + 1, writing)

    def asserted(self, whole: str, parts: Sequence[str], say: Say) -> str:
        """Write "48 per cent of 7"."""
        return say("eq_subset", parts=parts[0], whole=whole)


KIND = PossibleKind()
