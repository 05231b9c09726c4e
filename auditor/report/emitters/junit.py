"""The report as JUnit XML: a suite a document, a test case a relation and a finding; what does not reconcile fails.

Errors and warnings are failures; notes pass and say themselves in the output; what is accepted, undecided or not
evaluated is skipped, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from auditor.report.safe_text import line
from auditor.report.spans import Issue, issues, source_name
from auditor.report.written_equations import equation

if TYPE_CHECKING:
    from auditor.model.audit import Audit
    from auditor.model.verdict import Verdict
    from auditor.report.subject import Subject

SUFFIX = ".xml"
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold."""
COUNTED = ("tests", "failures", "errors", "skipped")
WEAK = "does not hold, and was read with too little certainty to be reported, or is part of another finding"


def emit(subject: Subject) -> str:
    """Return one document's results."""
    return _written([_suite(subject.audit)])


def join(texts: Sequence[str]) -> str:
    """Return one file of several, their suites one after the other."""
    return _written([suite for text in texts for suite in ET.fromstring(text)])  # noqa: S314 - our own output


def _written(suites: Sequence[ET.Element]) -> str:
    top = ET.Element("testsuites", {"name": "auditor"})
    for name in COUNTED:
        top.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    top.extend(suites)
    ET.indent(top, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(top, encoding="unicode") + "\n"


def _suite(audit: Audit) -> ET.Element:
    name = _safe(source_name(audit.document))
    suite = ET.Element("testsuite", {"name": name})
    found = {issue.relation: issue for issue in issues(audit)}
    for verdict in audit.verdicts:
        issue = found.get(verdict.relation.id)
        if issue is not None:
            _judged(suite, name, issue)
        elif verdict.outcome != "not evaluated" or not verdict.silent:
            _plain(suite, name, verdict, audit)
    for tag, count in (("tests", "testcase"), ("failures", "testcase/failure"), ("skipped", "testcase/skipped")):
        suite.set(tag, str(len(suite.findall(count))))
    suite.set("errors", "0")
    return suite


def _judged(suite: ET.Element, name: str, issue: Issue) -> None:
    case = _case(suite, name, issue.rule, f"{issue.where}: {issue.equation or issue.message}")
    if issue.primary is not None and issue.primary.region is not None:
        case.set("file", name)
        case.set("line", str(issue.primary.region.line))
    told = [issue.message, *(f"{where}: {text}" for text, where in reversed(_sentences(issue).items()))]
    told += [f"Would mend it: {hint}" for hint in issue.hints]
    told.append(f"Fingerprint: {issue.fingerprint}")
    body = _safe("\n".join(told))
    if issue.accepted:
        until = f" (until {issue.expires})" if issue.expires else ""
        ET.SubElement(case, "skipped", {"message": _safe(f"accepted: {issue.reason}{until}")}).text = body
    elif issue.outcome == "not evaluated":
        ET.SubElement(case, "skipped", {"message": _safe(issue.message)})
    elif issue.severity == "note":
        ET.SubElement(case, "system-out").text = body
    else:
        message = _safe(issue.equation or issue.message)
        ET.SubElement(case, "failure", {"type": issue.severity, "message": message}).text = body


def _sentences(issue: Issue) -> dict[str, str]:
    """Return each sentence of the figures once, with its place."""
    spans = (*((issue.primary,) if issue.primary else ()), *issue.secondary)
    return {span.sentence: span.where for span in reversed(spans)}


def _plain(suite: ET.Element, name: str, verdict: Verdict, audit: Audit) -> None:
    relation = verdict.relation
    told = line(verdict.equation or equation(relation, audit.figures.by_id))
    case = _case(suite, name, line(verdict.rule) or relation.kind, f"{relation.id}: {told}")
    if verdict.outcome != "holds":
        reason = line(verdict.reason) or (WEAK if verdict.outcome == "fails" else "the figures' hedges leave it open")
        ET.SubElement(case, "skipped", {"message": _safe(reason)})


def _case(suite: ET.Element, document: str, rule: str, name: str) -> ET.Element:
    return ET.SubElement(suite, "testcase", {"classname": _safe(f"{document}.{rule}"), "name": _safe(name)})


def _safe(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)
