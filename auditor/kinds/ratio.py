"""One figure over another: "300 men and 90 women, a ratio of 3:1", "one officer for every 2.6 prisoners", "doubled"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from auditor.arithmetic.printed_digits import decimals_of
from auditor.kinds.equations import Wording, Writing, decimals, result_stated, shown
from auditor.kinds.kind import ComputedKind, Say
from auditor.model.figure import Figure
from auditor.model.relation import Relation
from auditor.model.verdict import Form, Verdict

if TYPE_CHECKING:
    from auditor.arithmetic.figure_columns import FigureColumns
    from auditor.arithmetic.relation_columns import CheckedColumns, RelationColumns
    from auditor.arithmetic.tolerance import Tolerance

PLACES = 2
"""Decimals of a ratio that is computed, where the stated one has fewer."""


class RatioKind(ComputedKind):
    """The first; the second, the ratio. Of a ratio in whole numbers the rule says how near it must be."""

    name = "ratio"
    precedence = 75
    fewest = most = 2
    roles = ("first", "second", "ratio")

    def divisor(self, relation: Relation, figures: Mapping[str, Figure]) -> Figure | None:
        """Return the second figure."""
        return figures.get(relation.parts[0])

    def check(self, group: RelationColumns, columns: FigureColumns, tolerance: Tolerance) -> CheckedColumns:
        """Check a stated ratio against the two figures; one with decimals within these, another within the rule."""
        import numpy as np

        from auditor.arithmetic.intervals import compare
        from auditor.arithmetic.stated_sides import allowed, checked, printed, slack

        second, ratio = group.part(0), group.part(1)
        stated = printed(columns, ratio, tolerance)
        first, under = (printed(columns, rows, tolerance).magnitude() for rows in (group.wholes, second))
        computed = first.over(under)
        room = np.where(stated.low < stated.high, group.allowance, allowed(stated.value, tolerance, group.allowance))
        computed_open = columns.open_end[group.wholes] | columns.open_end[second]
        limit = slack(stated, tolerance)
        return checked(compare(stated, computed, room, limit, columns.open_end[ratio], computed_open), computed.value)

    def wording(self, verdict: Verdict, whole: Figure | None, parts: Sequence[Figure], writing: Writing) -> Wording:
        """Write "300 / 90 = 3.33, stated 3:1, off by 0.33"."""
        work = f"{shown(whole, writing) if whole else ''} / {shown(parts[0], writing)}"
        return result_stated(verdict, work, parts[-1], max(PLACES, decimals([parts[-1]]) + 1), writing)

    def asserted(self, whole: str, parts: Sequence[str], say: Say) -> str:
        """Write "300 / 90 = 3:1"."""
        return f"{whole} / {parts[0]} = {parts[-1]}"

    def linear(self, whole: Figure | None, parts: Sequence[Figure]) -> Form | None:
        """Return first - ratio second = 0, divided by the second so that the sum is in the units of the ratio."""
        if whole is None or len(parts) != 2 or parts[0].value <= 0:
            return None
        second, ratio = parts
        terms = ((whole.id, 1.0 / second.value), (second.id, -ratio.value / second.value), (ratio.id, -1.0))
        return Form(terms, "==", -ratio.value)

    def draft(self, names: Sequence[str], whole: Figure | None, parts: Sequence[Figure]) -> str:
        """Write "ratio == round(first / second, 1)"."""
        if whole is None or len(parts) != 2:
            return ""
        low, high = parts[1].low, parts[1].high
        places = decimals_of(high - low) if low is not None and high is not None and low < high else 1
        return f"{names[2]} == round({names[0]} / {names[1]}, {places})"


KIND = RatioKind()
