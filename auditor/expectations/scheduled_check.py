"""The scheduled check: audit submissions, put their tables through the checkpoint, say what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from auditor.expectations.checkpoint_tables import AcrossTables, Tables, tables_of
from auditor.expectations.validation import FailedExpectation, Submission

if TYPE_CHECKING:
    from auditor.baseline import Baseline
    from auditor.expectations.checkpoint import CheckpointOutcome
    from auditor.identities import Stated
    from auditor.model.audit import Audit
    from auditor.report.content import Tally
    from auditor.rulebook import Rulebook

MOST_SAID = 5
"""Relations that are named one by one where the auditor and the checkpoint do not agree."""


@dataclass(frozen=True, slots=True)
class Audited:
    """What a check keeps of one audit."""

    submission: Submission
    tables: Tables
    tally: Tally
    used: frozenset[str] = frozenset()
    """Fingerprints of the baseline's entries that met a finding."""
    remarks: tuple[str, ...] = ()
    """What is to be said of those that do not count."""
    stated: tuple[Stated, ...] = ()
    """What it says of figures that are to be the same in several documents."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """Makes of a finished audit what a check keeps; it goes to other processes with the baseline."""

    baseline: Baseline | None
    today: date

    def __call__(self, audit: Audit, rules: Rulebook, /) -> Audited:
        """Apply the baseline and lay the audit out as tables."""
        from auditor.identities import pick
        from auditor.report.view import tally

        used: frozenset[str] = frozenset()
        remarks: tuple[str, ...] = ()
        if self.baseline is not None:
            from auditor.baseline import apply

            applied = apply(audit.findings, self.baseline, self.today, rules=rules)
            audit, used, remarks = replace(audit, findings=applied.findings), applied.used, applied.remarks()
        document = audit.document
        findings = tuple(
            FailedExpectation(
                f.rule, f.severity, f.relation, ", ".join(f.paragraphs), f.message, f.fingerprint, f.accepted
            )
            for f in audit.findings
        )
        submission = Submission(
            document.path,
            document.sha256,
            document.language,
            audit.figures.counted,
            len(audit.relations),
            findings,
        )
        return Audited(
            submission,
            tables_of(audit, document.path),
            tally(audit),
            used,
            remarks,
            pick(document, audit.figures, rules),
        )


def compared(audited: Sequence[Audited], rules: Rulebook) -> tuple[AcrossTables, ...]:
    """Compare what several documents say of one figure.

    Args:
        audited: The documents with the figures that rules want to be the same in others.
        rules: The rulebook with these rules.

    Returns:
        One entry a rule whose figure is found in more than one document, in the order of the rulebook; with an empty
        severity where the documents agree.
    """
    from auditor.identities import disagreements

    stated = [each for one in audited for each in one.stated]
    apart = {found.rule.id: found for found in disagreements(stated, rules)}
    documents: dict[str, set[str]] = {}
    for each in stated:
        documents.setdefault(each.rule, set()).add(each.document)
    return tuple(
        AcrossTables(rule.id, len(documents[rule.id]), found.message if found else "", found.severity if found else "")
        for rule in rules.rules
        if len(documents.get(rule.id, ())) > 1
        for found in (apart.get(rule.id),)
    )


def defects(outcome: CheckpointOutcome, disagreements: Iterable[tuple[str, str]]) -> list[str]:
    """Return why the result of a checkpoint cannot be relied on; nothing where it can.

    Args:
        outcome: What came of the checkpoint.
        disagreements: Document and relation where the auditor and the checkpoint do not agree.

    Returns:
        One line for the user each: crashed expectations, contracts not kept, and at most `MOST_SAID` disagreements with
        the number of the others.
    """
    lines = [
        f"expectation crashed: {one.table}: {one.description} ({one.crash[:200]}); nothing was checked by it,"
        " please report it"
        for one in outcome.crashed
    ]
    lines += [
        f"contract not kept: {one.table}: {one.description} ({len(one.unexpected)} of {one.rows} rows); the tables are"
        " not as they should be, please report it"
        for one in outcome.broken
    ]
    apart = list(disagreements)
    lines += [
        f"{document}: the auditor and the checkpoint do not agree on relation {relation}; please report it"
        for document, relation in apart[:MOST_SAID]
    ]
    if len(apart) > MOST_SAID:
        lines.append(f"and {len(apart) - MOST_SAID:,} more relations on which they do not agree")
    return lines
