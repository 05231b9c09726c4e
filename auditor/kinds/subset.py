"""Parts that are among a whole and need not exhaust it: "93 killed, including 26 and 29 in two cities"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.kinds.equations import Wording, Writing, joined, sum_stated
from auditor.kinds.kind import Say
from auditor.kinds.parts_of_whole import PartsOfWhole, added, less
from auditor.model.figure import Figure
from auditor.model.verdict import Form, Verdict

if TYPE_CHECKING:
    from auditor.arithmetic.figure_columns import FigureColumns
    from auditor.arithmetic.relation_columns import CheckedColumns, RelationColumns
    from auditor.arithmetic.tolerance import Tolerance


class SubsetKind(PartsOfWhole):
    """The set; its disjoint part or parts."""

    name = "subset"
    precedence = 30
    bounded = True
    branch = "tree_among"
    sense = ">="

    def check(self, group: RelationColumns, columns: FigureColumns, tolerance: Tolerance) -> CheckedColumns:
        """Check that the parts are no more than the whole, and give what they leave of it."""
        from auditor.arithmetic.added_parts import subset

        return subset(group, columns, tolerance)

    def wording(self, verdict: Verdict, whole: Figure | None, parts: Sequence[Figure], writing: Writing) -> Wording:
        """Write "26 + 29 = 55, out of 93, leaving 38"."""
        return sum_stated(verdict, whole, parts, writing, ", out of" if verdict.holds else ", stated")

    def asserted(self, whole: str, parts: Sequence[str], say: Say) -> str:
        """Write "26 + 29 of 93"."""
        return say("eq_subset", parts=joined(parts, " + ", say), whole=whole)

    def question(self, verdict: Verdict, *, many: bool) -> str:
        """Ask about one part in its own words."""
        key = super().question(verdict, many=many)
        return f"{key}_single" if verdict.outcome != "undecided" and len(verdict.relation.parts) == 1 else key

    def linear(self, whole: Figure | None, parts: Sequence[Figure]) -> Form | None:
        """Return whole - parts >= 0."""
        return Form(less(whole, parts), ">=", 0.0) if whole else None

    def draft(self, names: Sequence[str], whole: Figure | None, parts: Sequence[Figure]) -> str:
        """Write "sum(minors, women) <= killed"."""
        return f"{added(names[1:])} <= {names[0]}" if whole else ""


KIND = SubsetKind()
