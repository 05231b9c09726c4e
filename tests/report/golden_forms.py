"""The golden files of the forms; run this file to write them anew after a change that is meant.

That of the HTML page is the report of the example, in `reports/`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from auditor import __version__
from auditor.baseline import Baseline, Entry, accept
from auditor.model.audit import Audit
from auditor.pipeline import audit_document
from auditor.report.emitters import EMITTERS
from auditor.report.subject import Subject, TerminalStyle
from auditor.rulebook import Rulebook, load_rules
from auditor.rulebook.rule import rulebook

GOLDEN = Path(__file__).parent / "golden"
SOURCE = GOLDEN / "document.md"
FORMS = tuple(name for name in EMITTERS if name != "html")
TODAY = date(2026, 11, 24)


def audited(book: Rulebook, *, accepted: bool = True) -> Audit:
    """Audit the document; of its findings the first is accepted, and the second was."""
    made = audit_document("document.md", data=SOURCE.read_bytes(), language="en", rules=book)
    if not accepted:
        return made
    days = (date(2027, 1, 31), date(2026, 1, 31))
    entries = tuple(
        Entry(finding.fingerprint, finding.rule, finding.message, "=explained, in an annex", "R", date(2025, 1, 2), day)
        for finding, day in zip(made.findings, days, strict=False)
    )
    return accept(made, Baseline(entries), TODAY)


def emitted(form: str, audit: Audit, book: Rulebook) -> str:
    """Give a form as the golden files have it: without the version of the program, and rules that say nothing here."""
    speaking = {finding.rule for finding in audit.findings}
    heard = rulebook(tuple(rule for rule in book.rules if rule.id in speaking), book.documents, book.files)
    text = EMITTERS[form].emit(Subject(audit, heard, TerminalStyle()))
    return text.replace(f'"{__version__}"', '"VERSION"').replace(f"auditor {__version__}", "auditor VERSION")


def file_of(form: str) -> Path:
    """Give the golden file of a form."""
    return GOLDEN / f"document.{form}{EMITTERS[form].suffix or '.txt'}"


if __name__ == "__main__":
    rules = load_rules()
    for name in FORMS:
        file_of(name).write_bytes(emitted(name, audited(rules), rules).encode())
