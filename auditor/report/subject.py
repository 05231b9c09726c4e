"""What every form of report is given: an audit, its rules, and how the reader wants it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from auditor.report.content import Report
from auditor.report.page.texts import DEFAULT

if TYPE_CHECKING:
    from auditor.model.audit import Audit
    from auditor.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class TerminalStyle:
    """How the terminal wants it."""

    width: int = 80
    colour: bool = False
    verbose: bool = False
    quiet: bool = False
    brief: bool = False
    """One of several documents: little is said of those that reconcile."""
    language: str = DEFAULT
    """Of the report, whatever the language of the document."""


@dataclass(frozen=True)
class Subject:
    """What an emitter is given: the audit with the rules that it went by, and how the terminal wants it."""

    audit: Audit
    rules: Rulebook
    style: TerminalStyle

    @cached_property
    def report(self) -> Report:
        """Return the audit in words; made once for all forms, and not at all where none asks for it."""
        from auditor.report.view import make_report

        return make_report(self.audit, self.rules, self.style.language)
