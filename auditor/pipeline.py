"""The audit: one document through every step, from bytes to findings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.model.audit import Audit
from auditor.model.document import Document
from auditor.model.figure import Figures
from auditor.model.relation import Relation
from auditor.runtime.scarcity import load_numbers

if TYPE_CHECKING:
    from auditor.checking.reconcile import Verdict
    from auditor.model.finding import Finding
    from auditor.read import Limits
    from auditor.rulebook import Rulebook


def audit_document(
    path: Path | str,
    *,
    data: bytes | None = None,
    language: str | None = None,
    rules: Rulebook | None = None,
    name: str | None = None,
    limits: Limits | None = None,
) -> Audit:
    """Audit one document, from its bytes to its findings.

    Args:
        path: The file, or the label that reports give the data.
        data: The content, where it does not come from the file.
        language: Code of a lexicon; found from the text where not given.
        rules: A loaded rulebook, so that many audits load it once; the rules that come with the program where not
            given.
        name: A file name that hints at the format of `data`.
        limits: How much the document may ask for; its time, in seconds, is that of the whole audit.

    Returns:
        The audit; its `findings` are in the order of `auditor.findings.found.find`, and none is accepted yet.

    Raises:
        auditor.read.Unreadable: The document cannot be read within the limits; the message is one line for the user.
        auditor.language.lexicon.LexiconError: There is no lexicon for this language.
        auditor.rulebook.RuleError: The rule files are unusable.
    """
    from auditor.read import Limits, in_time, read_document

    bounds = limits or Limits()
    with in_time(name or str(path), bounds):
        return audit(read_document(path, data=data, language=language, name=name, limits=bounds), rules)


def audit(document: Document, rules: Rulebook | None = None) -> Audit:
    """Audit a document that has been read.

    Args:
        document: The document; its language says which lexicon it is read with.
        rules: A loaded rulebook; the rules that come with the program where not given.

    Returns:
        The audit; `relations` and `verdicts` are aligned, those of `rules/core.yaml` before those of identities.

    Raises:
        auditor.language.lexicon.LexiconError: There is no lexicon for the document's language.
        auditor.rulebook.RuleError: The rule files are unusable.
    """
    load_numbers()
    from auditor.checking.reconcile import reconcile
    from auditor.figures import read_figures
    from auditor.findings.found import find
    from auditor.identities import evaluate_identities
    from auditor.language import lexicon
    from auditor.relations import read_relations
    from auditor.relations.crowded import without_crowds
    from auditor.rulebook import load_rules

    rulebook = rules if rules is not None else load_rules()
    words = lexicon.load(document.language)
    figures = read_figures(document, words)
    sought, unsought = without_crowds(document, figures)
    document = replace(document, warnings=(*document.warnings, *unsought))
    relations, figures = read_relations(sought, figures, words)
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
    from auditor.locate import suggest
    from auditor.model.finding import Suggestion

    suspects = suggest(relations, verdicts, figures)
    return tuple(
        replace(f, suggestions=tuple(Suggestion(*s) for s in suspects.get(f.relation or "", ()))) for f in findings
    )
