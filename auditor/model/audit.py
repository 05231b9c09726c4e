"""Everything that an audit of one document gives."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.model.document import Document
from auditor.model.figure import Figures
from auditor.model.finding import Finding
from auditor.model.relation import Relation
from auditor.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Audit:
    """Everything that an audit of one document gives."""

    document: Document
    """Paragraphs and tables in reading order."""
    figures: Figures
    """`figures.figures` in reading order, `figures.by_id`, and the numbers that are none in `figures.discarded`."""
    relations: tuple[Relation, ...]
    """The arithmetic claims that were read."""
    verdicts: tuple[Verdict, ...]
    """One a relation, in the same order."""
    findings: tuple[Finding, ...]
    """What does not reconcile or needs a look, the gravest first."""

    @property
    def ok(self) -> bool:
        """Whether there is no error and no warning but what is accepted: exit status 0 of the command line."""
        return not any(f.severity in ("error", "warning") and not f.accepted for f in self.findings)

    @property
    def not_evaluated(self) -> tuple[Verdict, ...]:
        """Return the verdicts on rules whose figures were not found."""
        return tuple(v for v in self.verdicts if v.outcome == "not evaluated")
