"""Findings of the documents that a command names, without reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.cli.batch import Request, check_language, documents_of, load_rulebook, paths_of
from auditor.cli.errors import Failure, say
from auditor.corpus import Failed, Settings, audit_all

if TYPE_CHECKING:
    from auditor.model.audit import Audit
    from auditor.model.finding import Finding
    from auditor.read import Limits
    from auditor.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Gathered:
    """The findings of a run."""

    findings: tuple[Finding, ...]
    waivable: frozenset[str]
    """Ids of the rules whose findings may be accepted."""
    documents: int
    unread: int
    """Documents that could not be audited; each has been named on standard error."""


def gather(paths: Sequence[str], rules: Sequence[str], language: str | None, jobs: int, limits: Limits) -> Gathered:
    """Audit documents and give their findings in order; evaluated ones only.

    Raises:
        Failure: nothing could be audited, or arguments or rules are unusable.
    """
    refused: list[str] = []
    request = Request(paths=tuple(paths), rules=paths_of(rules), language=language, jobs=jobs, output=Path("reports"))
    tasks = list(documents_of(request, refused))
    book = load_rulebook(request.rules)
    check_language(language)
    found: list[Finding] = []
    read = 0
    for _, result in audit_all(tasks, _findings, Settings(request.rules, language, jobs, limits), book):
        if isinstance(result, Failed):
            refused.append(result.message)
            continue
        read += 1
        found.extend(result)
    for message in refused:
        say(message)
    if not read:
        raise Failure("no document could be audited; check the paths")
    waivable = frozenset(rule.id for rule in book.rules if rule.waivable)
    return Gathered(tuple(found), waivable, read, len(refused))


def _findings(audit: Audit, rules: Rulebook, /) -> tuple[Finding, ...]:
    """Return what an audit found, without what could not be evaluated: that is nothing to accept."""
    del rules
    outcomes = {verdict.relation.id: verdict.outcome for verdict in audit.verdicts}
    return tuple(f for f in audit.findings if outcomes.get(f.relation or "") != "not evaluated")
