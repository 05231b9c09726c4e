"""A number said twice side by side, in words and in digits: "fifteen (15) persons"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.kinds.equations import SPARED_DECIMALS, Wording, Writing, closing, decimals, shown
from auditor.kinds.kind import ComputedKind, Say
from auditor.model.figure import Figure
from auditor.model.verdict import Form, Verdict

if TYPE_CHECKING:
    from auditor.arithmetic.figure_columns import FigureColumns
    from auditor.arithmetic.relation_columns import CheckedColumns, RelationColumns
    from auditor.arithmetic.tolerance import Tolerance


class RestatedKind(ComputedKind):
    """The number; what the brackets behind it say."""

    name = "restated"
    precedence = 85
    fewest = most = 1
    repeats = True

    def check(self, group: RelationColumns, columns: FigureColumns, tolerance: Tolerance) -> CheckedColumns:
        """Check the brackets against the number; a hedge of it covers what its trailing zeros leave open."""
        import numpy as np

        from auditor.arithmetic.intervals import compare
        from auditor.arithmetic.stated_sides import allowed, checked, printed

        brackets = group.part(0)
        number, said = printed(columns, group.wholes, tolerance), printed(columns, brackets, tolerance)
        units = columns.round_unit[group.wholes]
        covered = np.where(units > 1, units * (1 - 1e-6), 0.0)
        room = allowed(number.value, tolerance, group.allowance)
        ends = columns.open_end[group.wholes], columns.open_end[brackets]
        return checked(compare(number, said, room, covered, *ends), said.value)

    def wording(self, verdict: Verdict, whole: Figure | None, parts: Sequence[Figure], writing: Writing) -> Wording:
        """Write "15 (51), which differ by 36"."""
        number, said = shown(whole, writing) if whole else "", shown(parts[0], writing)
        gap = writing.number(round(abs(verdict.imbalance or 0.0), SPARED_DECIMALS), decimals([whole, *parts]))
        return Wording(f"{number} ({said}){closing(verdict, 'which differ by', gap)}", said, number, gap, "off by")

    def asserted(self, whole: str, parts: Sequence[str], say: Say) -> str:
        """Write "fifteen = 15"."""
        return f"{whole} = {parts[0]}"

    def linear(self, whole: Figure | None, parts: Sequence[Figure]) -> Form | None:
        """Return number - brackets = 0; nothing where both say the same, as one that is mended is mended in both."""
        if whole is None or len(parts) != 1 or whole.value == parts[0].value:
            return None
        return Form(((whole.id, 1.0), (parts[0].id, -1.0)), "==", 0.0)

    def draft(self, names: Sequence[str], whole: Figure | None, parts: Sequence[Figure]) -> str:
        """Return nothing: what the brackets say has no name of its own."""
        return ""


KIND = RestatedKind()
