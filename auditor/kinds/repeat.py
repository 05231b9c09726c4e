"""The same quantity said again elsewhere: "53 children", and later "35 children"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.kinds.equations import SPARED_DECIMALS, Wording, Writing, closing, decimals, joined, shown
from auditor.kinds.kind import ComputedKind, Say
from auditor.kinds.parts_of_whole import less
from auditor.model.figure import Figure
from auditor.model.verdict import Form, Verdict

if TYPE_CHECKING:
    from auditor.arithmetic.figure_columns import FigureColumns
    from auditor.arithmetic.relation_columns import CheckedColumns, RelationColumns
    from auditor.arithmetic.tolerance import Tolerance


class RepeatKind(ComputedKind):
    """The first mention; the later ones."""

    name = "repeat"
    precedence = 90
    one_unit = True
    repeats = True

    def check(self, group: RelationColumns, columns: FigureColumns, tolerance: Tolerance) -> CheckedColumns:
        """Check later mentions of a quantity against the first; of several the worst counts."""
        import numpy as np

        from auditor.arithmetic.intervals import compare
        from auditor.arithmetic.stated_sides import allowed, checked, printed, slack

        firsts = np.repeat(group.wholes, group.counts)
        first, later = printed(columns, firsts, tolerance), printed(columns, group.parts, tolerance)
        least = 10.0**tolerance.round_zeros
        units = np.maximum(columns.round_unit[firsts], columns.round_unit[group.parts])
        rounded = (units >= least) & (units < np.maximum(np.abs(first.value), np.abs(later.value)))
        # Rounding and truncation: 306,887 is 307,000 and 306,000, but not 308,000.
        room = np.where(rounded, units * (1 - 1e-6), 0.0)
        comparison = compare(
            first,
            later,
            room + allowed(first.value, tolerance, np.repeat(group.allowance, group.counts)),
            slack(first, tolerance),
            columns.open_end[firsts],
            columns.open_end[group.parts],
        )
        severity = np.array([0.0, 2.0, 1.0])[comparison.outcome]
        misfit = np.abs(comparison.difference.value)
        order = np.lexsort((misfit, severity, np.repeat(np.arange(len(group.starts)), group.counts)))
        worst = order[group.starts + group.counts - 1]
        return checked(comparison.take(worst), later.value[worst])

    def wording(self, verdict: Verdict, whole: Figure | None, parts: Sequence[Figure], writing: Writing) -> Wording:
        """Write "53 here, 35 there, which differ by 18"."""
        first = shown(whole, writing) if whole else ""
        later = " and ".join(dict.fromkeys(shown(part, writing) for part in parts))
        gap = writing.number(round(abs(verdict.imbalance or 0.0), SPARED_DECIMALS), decimals([whole, *parts]))
        equation = f"{first} here, {later} there{closing(verdict, 'which differ by', gap)}"
        return Wording(equation, later, first, gap, "off by")

    def asserted(self, whole: str, parts: Sequence[str], say: Say) -> str:
        """Write "53 = 35"."""
        return f"{whole} = {joined(parts, ' = ', say)}"

    def linear(self, whole: Figure | None, parts: Sequence[Figure]) -> Form | None:
        """Return first - later = 0."""
        return Form(less(whole, parts), "==", 0.0) if whole and len(parts) == 1 else None

    def draft(self, names: Sequence[str], whole: Figure | None, parts: Sequence[Figure]) -> str:
        """Write "first == later"."""
        return " == ".join(names) if whole else ""


KIND = RepeatKind()
