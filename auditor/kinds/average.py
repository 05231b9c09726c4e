"""A stated mean of values: "12, 14 and 19, 15 on average"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.arithmetic.printed_digits import printed_decimals
from auditor.kinds.equations import Wording, Writing, decimals, joined, result_stated, tail, terms
from auditor.kinds.kind import ComputedKind, Say
from auditor.kinds.parts_of_whole import added, less
from auditor.model.figure import Figure
from auditor.model.verdict import Form, Verdict

if TYPE_CHECKING:
    from auditor.arithmetic.figure_columns import FigureColumns
    from auditor.arithmetic.relation_columns import CheckedColumns, RelationColumns
    from auditor.arithmetic.tolerance import Tolerance


class AverageKind(ComputedKind):
    """The mean; the values averaged."""

    name = "average"
    precedence = 80
    one_unit = True

    def check(self, group: RelationColumns, columns: FigureColumns, tolerance: Tolerance) -> CheckedColumns:
        """Check a stated mean against the values that it is of."""
        from auditor.arithmetic.intervals import compare
        from auditor.arithmetic.stated_sides import allowed, as_per_cent, checked, printed, slack, stated_result

        stated = stated_result(columns, group.wholes, tolerance)
        values = as_per_cent(printed(columns, group.parts, tolerance), columns.family[group.parts])
        computed = group.sums(values).scaled(1.0 / group.counts)
        comparison = compare(
            stated,
            computed,
            allowed(stated.value, tolerance, group.allowance),
            slack(stated, tolerance),
            columns.open_end[group.wholes],
            group.any(columns.open_end[group.parts]),
        )
        return checked(comparison, computed.value)

    def wording(self, verdict: Verdict, whole: Figure | None, parts: Sequence[Figure], writing: Writing) -> Wording:
        """Write "(12 + 14) / 2 = 13, stated 18, off by 5"."""
        work = f"({terms(parts, writing)}) / {len(parts)}"
        return result_stated(verdict, work, whole, decimals([whole]) + 1, writing, tail(whole) if whole else "")

    def asserted(self, whole: str, parts: Sequence[str], say: Say) -> str:
        """Write "mean of 12, 14 = 13"."""
        return say("eq_mean", parts=joined(parts, ", ", say), whole=whole)

    def linear(self, whole: Figure | None, parts: Sequence[Figure]) -> Form | None:
        """Return so many times the mean - values = 0."""
        return Form(less(whole, parts, float(len(parts))), "==", 0.0) if whole else None

    def draft(self, names: Sequence[str], whole: Figure | None, parts: Sequence[Figure]) -> str:
        """Write "mean == round(sum(first, second) / 2, 1)"."""
        if whole is None:
            return ""
        mean = f"{added(names[1:])} / {len(parts)}"
        return f"{names[0]} == round({mean}, {printed_decimals(whole.text, whole.value)})"


KIND = AverageKind()
