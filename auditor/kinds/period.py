"""Dates and periods that figures belong to: valid, in order, contained in each other."""

from __future__ import annotations

from auditor.kinds.kind import RelationKind
from auditor.model.relation import REVERSED, Relation
from auditor.model.verdict import Outcome


class PeriodKind(RelationKind):
    """One figure; the others whose periods are set against its."""

    name = "period"
    precedence = 110

    def judge(self, relation: Relation) -> tuple[Outcome, str]:
        """Say of a period that ends before it begins that it fails; of any other a reader is to judge."""
        outcome, reason = super().judge(relation)
        return ("fails" if REVERSED in relation.evidence else outcome), reason


KIND = PeriodKind()
