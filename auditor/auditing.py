"""The audit: one document through every step, from bytes to findings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.document import Document
from auditor.figures.model import Figures
from auditor.relations.model import Relation

if TYPE_CHECKING:
    from auditor.findings import Finding
    from auditor.read import Limits
    from auditor.reconcile import Verdict
    from auditor.rulebook import Rulebook


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
        """Say whether there is no error and no warning but what is accepted: exit status 0 of the command line."""
        return not any(f.severity in ("error", "warning") and not f.accepted for f in self.findings)

    def to_json(self) -> dict[str, Any]:
        """Give the audit as the JSON object of the published schema (rules/schema/audit.schema.json)."""
        from auditor.contract import to_json

        return to_json(self)

    def _repr_html_(self) -> str:
        """Give the findings for a notebook."""
        from auditor.report.notebook import render

        return render(self)

    @property
    def not_evaluated(self) -> tuple[Verdict, ...]:
        """Give the verdicts on rules whose figures were not found."""
        return tuple(v for v in self.verdicts if v.outcome == "not evaluated")


def audit_document(
    path: Path | str,
    *,
    data: bytes | None = None,
    language: str | None = None,
    rules: Rulebook | None = None,
    name: str | None = None,
    limits: Limits | None = None,
) -> Audit:
    """Audit one document.

    Args:
        path: the file, or the label that reports give the data.
        data: the content, where it does not come from the file.
        language: code of a lexicon; found from the text where not given.
        rules: a loaded rulebook, so that many audits load it once.
        name: a file name that hints at the format of `data`.
        limits: how much the document may ask for; its time is that of the whole audit.

    Raises:
        auditor.read.Unreadable: the document cannot be read; the message is one line for the user.
        auditor.rulebook.RuleError: the rule files are unusable.
    """
    from auditor.read import Limits, in_time, read_document

    bounds = limits or Limits()
    with in_time(name or str(path), bounds):
        return audit(read_document(path, data=data, language=language, name=name, limits=bounds), rules)


def audit(document: Document, rules: Rulebook | None = None) -> Audit:
    """Audit a document that has been read."""
    from auditor import lexicon
    from auditor.figures import read_figures
    from auditor.findings import find
    from auditor.identities import evaluate_identities
    from auditor.reconcile import reconcile
    from auditor.relations import read_relations
    from auditor.rulebook import load_rules

    rulebook = rules if rules is not None else load_rules()
    words = lexicon.load(document.language)
    relations, figures = read_relations(document, read_figures(document, words), words)
    verdicts = reconcile(relations, figures.by_id, rulebook)
    identities, identity_verdicts = evaluate_identities(document, figures, rulebook)
    relations, verdicts = (*relations, *identities), (*verdicts, *identity_verdicts)
    findings = find(document, figures, verdicts, rulebook)
    return Audit(document, figures, relations, verdicts, _with_suspects(findings, relations, verdicts, figures))


def _with_suspects(
    findings: tuple[Finding, ...], relations: tuple[Relation, ...], verdicts: tuple[Verdict, ...], figures: Figures
) -> tuple[Finding, ...]:
    """Name in each finding the figures whose change would mend it, the likeliest first."""
    if not any(finding.relation for finding in findings):
        return findings
    from auditor.findings import Suggestion
    from auditor.locate import suggest

    suspects = suggest(relations, verdicts, figures)
    return tuple(
        replace(f, suggestions=tuple(Suggestion(*s) for s in suspects.get(f.relation or "", ()))) for f in findings
    )
