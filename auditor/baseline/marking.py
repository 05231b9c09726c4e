"""Marking the findings of an audit that a baseline accepts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from auditor.baseline.entry import Baseline, Entry
from auditor.model.finding import Acceptance, Finding

if TYPE_CHECKING:
    from auditor.model.audit import Audit
    from auditor.rulebook import Rulebook


MOST_SAID = 5
"""Unused entries that are named one by one."""


@dataclass(frozen=True, slots=True)
class Applied:
    """Findings with their acceptance, and what became of the baseline's entries."""

    findings: tuple[Finding, ...]
    used: frozenset[str]
    """Fingerprints of entries that accept a finding, or did until they expired."""
    expired: tuple[Entry, ...]
    """Entries whose finding is still there and counts again."""
    refused: tuple[Entry, ...] = ()
    """Entries for findings of rules that may not be waived; they count."""

    def remarks(self) -> tuple[str, ...]:
        """Return in one line each which entries do not count, and why.

        Returns:
            The expired ones, then those of rules that cannot be waived.
        """
        over = "the acceptance expired on {}; the finding counts again"
        return (
            *(f"{entry.fingerprint} ({entry.rule}): {over.format(entry.expires)}" for entry in self.expired),
            *(f"{entry.fingerprint} ({entry.rule}): this rule cannot be waived; it counts" for entry in self.refused),
        )


def apply(
    findings: Iterable[Finding], baseline: Baseline, today: date | None = None, *, rules: Rulebook | None = None
) -> Applied:
    """Mark the findings that a baseline accepts.

    Args:
        findings: Of one document or of many.
        baseline: What is accepted.
        today: An entry counts through its `expires`; the machine's date where not given.
        rules: The rulebook, so that findings of rules with `waivable: false` are not accepted.

    Returns:
        All findings in their order, the accepted ones with their acceptance (`expired` where it counts no longer), and
        what became of the entries.
    """
    day = today or today_here()
    known = baseline.by_fingerprint()
    made: list[Finding] = []
    used: set[str] = set()
    expired: dict[str, Entry] = {}
    refused: dict[str, Entry] = {}
    for finding in findings:
        entry = known.get(finding.fingerprint)
        if entry is None:
            made.append(finding)
            continue
        used.add(entry.fingerprint)
        rule = rules.rule(finding.rule) if rules else None
        if rule is not None and not rule.waivable:
            refused[entry.fingerprint] = entry
            made.append(finding)
            continue
        if entry.expired(day):
            expired[entry.fingerprint] = entry
        made.append(replace(finding, acceptance=_acceptance(entry, day)))
    return Applied(tuple(made), frozenset(used), tuple(expired.values()), tuple(refused.values()))


def accept(audit: Audit, baseline: Baseline, today: date | None = None, *, rules: Rulebook | None = None) -> Audit:
    """Return an audit with the findings marked that a baseline accepts.

    Args:
        audit: The audit; it is left as it is.
        baseline: What is accepted.
        today: An entry counts through its `expires`; the machine's date where not given.
        rules: The rulebook, so that findings of rules with `waivable: false` are not accepted.

    Returns:
        The same audit with other findings, in the same order.
    """
    return replace(audit, findings=apply(audit.findings, baseline, today, rules=rules).findings)


def unused(baseline: Baseline, used: Iterable[str]) -> tuple[Entry, ...]:
    """Return the entries that accept nothing.

    Args:
        baseline: All entries.
        used: Fingerprints of those that met a finding, as `Applied.used` has them.

    Returns:
        The others, in the order of the file.
    """
    met = set(used)
    return tuple(entry for entry in baseline.entries if entry.fingerprint not in met)


def unused_remarks(baseline: Baseline, used: Iterable[str]) -> list[str]:
    """Return what is to be said of the entries of a baseline that match no finding.

    Args:
        baseline: All entries.
        used: Fingerprints of those that met a finding.

    Returns:
        One line an entry; one line for all of them where they are more than `MOST_SAID`.
    """
    left = unused(baseline, used)
    name = baseline.file or "the baseline"
    if len(left) > MOST_SAID:
        return [f"{name}: {len(left):,} entries match no finding here; take them out with: auditor baseline update"]
    return [
        f"{name}: {entry.fingerprint} ({entry.rule}) matches no finding here; take it out with: auditor baseline update"
        for entry in left
    ]


def today_here() -> date:
    """Return the date of this machine."""
    return date.today()  # noqa: DTZ011 - an expiry is a day as people here count it


def _acceptance(entry: Entry, today: date) -> Acceptance:
    return Acceptance(
        reason=entry.reason,
        who=entry.who,
        when=entry.when.isoformat() if entry.when else "",
        expires=entry.expires.isoformat() if entry.expires else None,
        expired=entry.expired(today),
    )
