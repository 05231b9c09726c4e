"""The scheduled check: audit submissions, put their tables through the checkpoint, say what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from auditor.expectations.tables import Tables, tables_of
from auditor.expectations.validation import Found, Submission

if TYPE_CHECKING:
    from auditor.auditing import Audit
    from auditor.baseline import Baseline
    from auditor.expectations.checkpoint import Outcome
    from auditor.report.model import Tally
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


@dataclass(frozen=True, slots=True)
class Keeper:
    """Makes of a finished audit what a check keeps; it goes to other processes with the baseline."""

    baseline: Baseline | None
    today: date

    def __call__(self, audit: Audit, rules: Rulebook, /) -> Audited:
        """Apply the baseline and lay the audit out as tables."""
        from auditor.report.view import tally

        used: frozenset[str] = frozenset()
        remarks: tuple[str, ...] = ()
        if self.baseline is not None:
            from auditor.baseline import apply

            applied = apply(audit.findings, self.baseline, self.today, rules=rules)
            audit, used, remarks = replace(audit, findings=applied.findings), applied.used, applied.remarks()
        document = audit.document
        findings = tuple(
            Found(f.rule, f.severity, f.relation, ", ".join(f.paragraphs), f.message, f.fingerprint, f.accepted)
            for f in audit.findings
        )
        submission = Submission(
            document.path,
            document.sha256,
            document.language,
            len(audit.figures.figures),
            len(audit.relations),
            findings,
        )
        return Audited(submission, tables_of(audit, rules, document.path), tally(audit), used, remarks)


def defects(outcome: Outcome, disagreements: Iterable[tuple[str, str]]) -> list[str]:
    """Say in one line each why the result of a checkpoint cannot be relied on; nothing where it can."""
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
