"""A stated count of things that are then listed: "two cases, on 05.07.2021 and 08.07.2021"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.kinds.equations import Wording, Writing, closing, shown, way
from auditor.kinds.kind import ComputedKind, Say
from auditor.model.figure import Figure
from auditor.model.verdict import Form, Verdict

if TYPE_CHECKING:
    from auditor.arithmetic.figure_columns import FigureColumns
    from auditor.arithmetic.relation_columns import CheckedColumns, RelationColumns
    from auditor.arithmetic.tolerance import Tolerance


class EnumerationKind(ComputedKind):
    """The count; the items."""

    name = "enumeration"
    precedence = 60
    sense = "listed"
    directed = True

    def check(self, group: RelationColumns, columns: FigureColumns, tolerance: Tolerance) -> CheckedColumns:
        """Check a count against the length of the list that follows it."""
        from dataclasses import replace

        import numpy as np

        from auditor.arithmetic.intervals import HOLDS, UNDECIDED, Intervals, compare
        from auditor.arithmetic.stated_sides import allowed, checked, printed

        whole = printed(columns, group.wholes, tolerance)
        count = group.counts.astype(np.float64)
        room, never = allowed(whole.value, tolerance, group.allowance), np.zeros(len(count), dtype=np.bool_)
        is_open = columns.open_end[group.wholes]
        comparison = compare(whole, Intervals(count, count, count), room, 0.0, is_open, never)
        # "at least three, among them two": a hedged count leaves the list open.
        short = is_open & (count < whole.value)
        outcome = np.where(short, UNDECIDED, np.where(comparison.far, HOLDS, comparison.outcome)).astype(np.int8)
        return checked(replace(comparison, outcome=outcome, far=short), count)

    def wording(self, verdict: Verdict, whole: Figure | None, parts: Sequence[Figure], writing: Writing) -> Wording:
        """Write "2 listed, stated 5, short by 3"."""
        count = writing.number(len(parts))
        gap, direction = writing.number(abs(verdict.imbalance or 0.0)), way(verdict.imbalance)
        stated = shown(whole, writing) if whole else ""
        equation = f"{count} listed, stated {stated}{closing(verdict, direction, gap)}"
        return Wording(equation, count, stated, gap, direction)

    def asserted(self, whole: str, parts: Sequence[str], say: Say) -> str:
        """Write "5: 2 listed"."""
        return f"{whole}: {say('eq_listed', n=len(parts))}"

    def linear(self, whole: Figure | None, parts: Sequence[Figure]) -> Form | None:
        """Return count = length of the list."""
        return Form(((whole.id, 1.0),), "==", float(len(parts))) if whole else None


KIND = EnumerationKind()
