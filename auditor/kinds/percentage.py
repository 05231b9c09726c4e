"""A part as a per cent or fraction of its base: "12 of the 34 judges (35 per cent)"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from auditor.arithmetic.printed_digits import printed_decimals
from auditor.kinds.equations import Wording, Writing, decimals, result_stated, shown
from auditor.kinds.kind import ComputedKind, Say
from auditor.model.figure import Figure
from auditor.model.relation import Relation
from auditor.model.verdict import Form, Verdict

if TYPE_CHECKING:
    from auditor.arithmetic.figure_columns import FigureColumns
    from auditor.arithmetic.relation_columns import CheckedColumns, RelationColumns
    from auditor.arithmetic.tolerance import Tolerance


class PercentageKind(ComputedKind):
    """The base; the part, the per cent."""

    name = "percentage"
    precedence = 40
    fewest = most = 2

    def divisor(self, relation: Relation, figures: Mapping[str, Figure]) -> Figure | None:
        """Return the base."""
        return figures.get(relation.whole or "")

    def check(self, group: RelationColumns, columns: FigureColumns, tolerance: Tolerance) -> CheckedColumns:
        """Check a stated per cent or fraction against its part and its base; signs are left to the words."""
        import numpy as np

        from auditor.arithmetic.figure_columns import COUNTED
        from auditor.arithmetic.intervals import compare
        from auditor.arithmetic.stated_sides import allowed, best, printed, slack, stated_result

        share = group.part(1)
        base, part = (printed(columns, rows, tolerance).magnitude() for rows in (group.wholes, group.part(0)))
        stated = stated_result(columns, share, tolerance).magnitude()
        ratio = part.over(base)
        computed_open = columns.open_end[group.wholes] | columns.open_end[group.part(0)]
        least = np.maximum(slack(stated, tolerance), 1.0)
        # A column of shares in a table may be given as 0.345 without a sign.
        plain = (columns.family[share] == COUNTED) & (columns.unit[share] < 1)
        ways = []
        for factor, applies in ((100.0, np.ones(len(share), dtype=np.bool_)), (1.0, plain)):
            computed = ratio.scaled(factor)
            room = allowed(stated.value, tolerance, group.allowance)
            compared = compare(stated, computed, room, least, columns.open_end[share], computed_open)
            ways.append((compared, computed, applies))
        return best(ways)

    def wording(self, verdict: Verdict, whole: Figure | None, parts: Sequence[Figure], writing: Writing) -> Wording:
        """Write "12 / 34 = 35.3 per cent, stated 53 per cent, off by 17.7 points"."""
        work = f"{shown(parts[0], writing)} / {shown(whole, writing) if whole else ''}"
        return result_stated(verdict, work, parts[-1], decimals([parts[-1]]) + 1, writing)

    def asserted(self, whole: str, parts: Sequence[str], say: Say) -> str:
        """Write "12 of 34 = 35 per cent"."""
        return f"{say('eq_subset', parts=parts[0], whole=whole)} = {parts[-1]}"

    def linear(self, whole: Figure | None, parts: Sequence[Figure]) -> Form | None:
        """Return 100 part - share base = 0, divided by the base so that the sum is in the units of the share."""
        if whole is None or len(parts) != 2:
            return None
        part, share = parts
        if min(whole.value, part.value, share.value) < 0 or whole.value == 0 or len({whole.id, part.id, share.id}) < 3:
            return None
        hundred, ratio = 1.0 if share.unit == "fraction" else 100.0, part.value / whole.value
        if share.unit == "count" and abs(share.value - ratio) < abs(share.value - 100 * ratio):
            hundred = 1.0
        terms = ((part.id, hundred / whole.value), (whole.id, -share.value / whole.value), (share.id, -1.0))
        return Form(terms, "==", -share.value)

    def draft(self, names: Sequence[str], whole: Figure | None, parts: Sequence[Figure]) -> str:
        """Write "share == round(100 * part / base, 1)"."""
        if whole is None or len(parts) != 2 or parts[1].unit != "percent":
            return ""
        return f"{names[2]} == round(100 * {names[1]} / {names[0]}, {printed_decimals(parts[1].text, parts[1].value)})"


KIND = PercentageKind()
