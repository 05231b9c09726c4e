"""A baseline made of findings, or brought up to date with them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from auditor.baseline.entry import Baseline, Entry
from auditor.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Renewed:
    """A baseline that was brought up to date, and what changed."""

    baseline: Baseline
    kept: tuple[Entry, ...]
    added: tuple[Entry, ...]
    dropped: tuple[Entry, ...]
    """Entries whose finding is gone."""
    open: tuple[Finding, ...]
    """Findings that are not accepted: no grounds were given, they were not chosen, or their entry has expired."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why new findings are accepted, by whom, and until when."""

    reason: str
    who: str = ""
    when: date | None = None
    expires: date | None = None


def renew(
    baseline: Baseline,
    findings: Iterable[Finding],
    today: date,
    grounds: Grounds | None = None,
    chosen: Container[str] | None = None,
) -> Renewed:
    """Return a baseline brought up to date: entries without a finding go, findings come in where there are grounds.

    An entry that has expired is renewed where there are grounds and stays as it is where there are none. The message of
    an entry follows the finding's.

    Args:
        baseline: The old one; an empty one to begin with.
        findings: Those that there are now.
        today: Decides what has expired.
        grounds: Those on which findings are accepted that are not accepted yet.
        chosen: Fingerprints of the findings that are accepted on these grounds; all of them where not given.

    Returns:
        The new baseline, the kept entries in their old order before the added ones, and what changed.
    """
    present: Mapping[str, Finding] = {finding.fingerprint: finding for finding in findings}
    kept: list[Entry] = []
    dropped: list[Entry] = []
    for entry in baseline.by_fingerprint().values():
        found = present.get(entry.fingerprint)
        if found is None:
            dropped.append(entry)
        else:
            kept.append(replace(entry, message=found.message))
    valid = {entry.fingerprint for entry in kept if not entry.expired(today)}
    left = [finding for mark, finding in present.items() if mark not in valid]
    taken = [finding for finding in left if grounds and (chosen is None or finding.fingerprint in chosen)]
    added = {finding.fingerprint: _entry(finding, grounds) for finding in taken if grounds}
    kept = [entry for entry in kept if entry.fingerprint not in added]
    made = Baseline((*kept, *added.values()), baseline.file)
    still = tuple(finding for finding in left if finding.fingerprint not in added)
    return Renewed(made, tuple(kept), tuple(added.values()), tuple(dropped), still)


def _entry(finding: Finding, grounds: Grounds) -> Entry:
    return Entry(
        finding.fingerprint,
        finding.rule,
        finding.message,
        grounds.reason,
        grounds.who,
        grounds.when,
        grounds.expires,
    )
