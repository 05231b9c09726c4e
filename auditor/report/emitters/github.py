"""The report as annotations of GitHub Actions: one workflow command a finding, and no text that commands anything.

An error or a warning is what it is; notes and accepted findings are notices.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from auditor.report.spans import Issue, issues, source_name

if TYPE_CHECKING:
    from auditor.report.subject import Subject

SUFFIX = ".txt"


def emit(subject: Subject) -> str:
    """Return one line a finding."""
    name = source_name(subject.audit.document)
    return "".join(f"{_command(issue, name)}\n" for issue in issues(subject.audit))


def _command(issue: Issue, name: str) -> str:
    level = "notice" if issue.accepted or issue.severity == "note" else issue.severity
    properties: dict[str, str] = {"file": name}
    region = issue.primary.region if issue.primary is not None else None
    if region is not None:
        properties |= {"line": str(region.line), "endLine": str(region.end_line)}
        if region.line == region.end_line:
            properties |= {"col": str(region.column), "endColumn": str(region.end_column)}
    properties["title"] = f"{issue.rule} {issue.where}"
    told = f"{issue.equation}. {issue.message}" if issue.equation else issue.message
    if issue.accepted:
        told = f"Accepted ({issue.reason}): {told}"
    return f"::{level} {_written(properties)}::{escape(told)}"


def escape(text: str) -> str:
    """Return a message escaped, so that it stays on its line and cannot begin another command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(text: str) -> str:
    """Return the value of a property escaped, so that it cannot end the property either."""
    return escape(text).replace(":", "%3A").replace(",", "%2C")


def _written(properties: Mapping[str, str]) -> str:
    return ",".join(f"{key}={escape_property(value)}" for key, value in properties.items())
