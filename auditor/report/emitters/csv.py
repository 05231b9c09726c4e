"""The findings as CSV for a spreadsheet: one row a finding, and no cell that a spreadsheet would run as a formula.

A cell that begins like a formula, or has such a beginning behind a sign that some spreadsheets part cells by, gets an
apostrophe before it (OWASP, CSV Injection). UTF-8 with a byte order mark, by which spreadsheets know the encoding.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from auditor.report.spans import Issue, issues, source_name

if TYPE_CHECKING:
    from auditor.report.subject import Subject

SUFFIX = ".csv"
COLUMNS = (
    "document",
    "severity",
    "rule",
    "name",
    "where",
    "page",
    "line",
    "equation",
    "message",
    "figures",
    "sentence",
    "would_mend",
    "fingerprint",
    "accepted",
    "reason",
    "who",
    "when",
    "expires",
)
MARK = "\ufeff"
_STARTS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
_FORMULA = re.compile(rf"^[\s\"']*[{_STARTS}]|^[\t\r\n]")
_BEHIND = re.compile(rf"([;\t|]\s*)([{_STARTS}])")


def emit(subject: Subject) -> str:
    """Return one document's findings, under the names of the columns."""
    name = source_name(subject.audit.document)
    stream = io.StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([defused(cell) for cell in _row(issue, name)] for issue in issues(subject.audit))
    return MARK + stream.getvalue()


def join(texts: Sequence[str]) -> str:
    """Return one table of several: the rows of all under one heading; empty where there is none."""
    if not texts:
        return ""
    return texts[0] + "".join(text.split("\r\n", 1)[1] for text in texts[1:])


def defused(cell: str) -> str:
    """Return the text of a cell so that a spreadsheet shows it and runs nothing."""
    safe = _BEHIND.sub(r"\1'\2", cell)
    return f"'{safe}" if _FORMULA.search(safe) else safe


def _row(issue: Issue, name: str) -> Iterator[str]:
    primary = issue.primary
    spans = (*((primary,) if primary else ()), *issue.secondary)
    yield name
    yield issue.severity
    yield issue.rule
    yield issue.name
    yield issue.where
    yield str(primary.page) if primary and primary.page is not None else ""
    yield str(primary.region.line) if primary and primary.region else ""
    yield issue.equation
    yield issue.message
    yield ", ".join(span.text for span in spans)
    yield " \u2026 ".join(dict.fromkeys(span.sentence for span in spans))
    yield ", ".join(issue.hints)
    yield issue.fingerprint
    yield "yes" if issue.accepted else "no"
    yield issue.reason
    yield issue.who
    yield issue.when
    yield issue.expires
