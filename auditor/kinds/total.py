"""Parts that are exhaustive and disjoint make up their whole: "414 persons, 381 soldiers and 33 civilians"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.kinds.equations import joined
from auditor.kinds.kind import Say
from auditor.kinds.parts_of_whole import PartsOfWhole, added, less
from auditor.model.figure import Figure
from auditor.model.verdict import Form

if TYPE_CHECKING:
    from auditor.arithmetic.figure_columns import FigureColumns
    from auditor.arithmetic.relation_columns import CheckedColumns, RelationColumns
    from auditor.arithmetic.tolerance import Tolerance


class TotalKind(PartsOfWhole):
    """The total; its parts."""

    name = "total"
    precedence = 10
    closes = True
    sense = "reached"

    def check(self, group: RelationColumns, columns: FigureColumns, tolerance: Tolerance) -> CheckedColumns:
        """Check that the parts add up to the whole, which an open hedge on it does not excuse."""
        from auditor.arithmetic.added_parts import total

        return total(group, columns, tolerance)

    def asserted(self, whole: str, parts: Sequence[str], say: Say) -> str:
        """Write "381 + 33 = 414"."""
        return f"{joined(parts, ' + ', say)} = {whole}"

    def linear(self, whole: Figure | None, parts: Sequence[Figure]) -> Form | None:
        """Return whole - parts = 0."""
        return Form(less(whole, parts), "==", 0.0) if whole else None

    def draft(self, names: Sequence[str], whole: Figure | None, parts: Sequence[Figure]) -> str:
        """Write "held == sum(soldiers, civilians)"."""
        return f"{names[0]} == {added(names[1:])}" if whole else ""


KIND = TotalKind()
