"""The report as SARIF 2.1.0: one result a finding, with regions into sources that have lines.

Specification: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from auditor.report.safe_text import line
from auditor.report.spans import Issue, Region, SourceSpan, issues, source_name
from auditor.runtime.version import __version__

if TYPE_CHECKING:
    from auditor.model.document import Document
    from auditor.report.subject import Subject
    from auditor.rulebook import Rule, Rulebook

SUFFIX = ".sarif"
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "figures/v1"
"""Name of the fingerprint of a finding's figures. The same digits stand as `primaryLocationLineHash`, the only name
that GitHub knows: it follows a result through edits by them."""
ROOT = "%SRCROOT%"
Json = dict[str, Any]


def emit(subject: Subject) -> str:
    """Return one document's log in SARIF 2.1.0."""
    document = subject.audit.document
    uri = _uri(document)
    found = issues(subject.audit)
    rules = _rules(subject.rules, found)
    index = {rule["id"]: position for position, rule in enumerate(rules)}
    suppressing = any(issue.reason for issue in found)
    return _written([{
        "tool": {"driver": {
            "name": "auditor",
            "version": __version__,
            "semanticVersion": __version__,
            "shortDescription": {"text": "Finds the arithmetic that a report asserts and checks whether it adds up."},
            "rules": rules,
        }},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": [
            {"level": "note", "message": {"text": line(told)}, "locations": [{"physicalLocation": _file(uri)}]}
            for told in document.left_out
        ]}],
        "artifacts": [_artifact(document, uri)],
        "results": [_result(issue, index, uri, suppressing=suppressing) for issue in found],
    }])  # fmt: skip


def join(texts: Sequence[str]) -> str:
    """Return one SARIF 2.1.0 log of several, in one run, since consumers refuse several runs of one tool."""
    runs: list[Json] = [run for text in texts for run in json.loads(text)["runs"]]
    if len(runs) < 2:
        return texts[0] if texts else _written([])
    made = runs[0]
    rules = {rule["id"]: rule for run in runs for rule in run["tool"]["driver"]["rules"]}
    index = {identifier: position for position, identifier in enumerate(rules)}
    made["tool"]["driver"]["rules"] = list(rules.values())
    results = []
    suppressing = any("suppressions" in result for run in runs for result in run["results"])
    for run in runs:
        for result in run["results"]:
            result["ruleIndex"] = index[result["ruleId"]]
            results.append({"suppressions": [], **result} if suppressing else result)
    made["results"] = results
    artifacts = {json.dumps(artifact): artifact for run in runs for artifact in run["artifacts"]}
    made["artifacts"] = list(artifacts.values())
    made["invocations"][0]["toolExecutionNotifications"] = [
        told for run in runs for told in run["invocations"][0]["toolExecutionNotifications"]
    ]
    return _written([made])


def _written(runs: list[Json]) -> str:
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": runs}, indent=1, allow_nan=False) + "\n"


def _uri(document: Document) -> Json:
    """Return the document's address: below the root of the sources, or a file's own."""
    name = source_name(document)
    if PurePath(name).is_absolute():
        return {"uri": PurePath(name).as_uri()}
    return {"uri": quote(name, safe="/"), "uriBaseId": ROOT}


def _artifact(document: Document, uri: Json) -> Json:
    title = line(document.title)
    made: Json = {"location": uri, "hashes": {"sha-256": document.sha256}}
    return {**made, "description": {"text": title}} if title else made


def _rules(book: Rulebook, found: Iterable[Issue]) -> list[Json]:
    """Return the rules for every document, and those of single documents that speak here."""
    met = {issue.rule for issue in found}
    return [_rule(rule) for rule in book.by_id.values() if not rule.of_documents or rule.id in met]


def _rule(rule: Rule) -> Json:
    why = f"{line(rule.what)} {line(rule.why)}".strip()
    made: Json = {
        "id": line(rule.id),
        "name": "".join(word.capitalize() for word in line(rule.name).split("-")),
        "shortDescription": {"text": line(rule.what) or line(rule.name)},
        "fullDescription": {"text": why or line(rule.name)},
        "help": {"text": f"{why} Source: {line(rule.source)}" if rule.source else why or line(rule.name)},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"tags": [line(tag) for tag in dict.fromkeys(rule.tags)], "kind": rule.kind},
    }
    return made


def _result(issue: Issue, index: dict[str, int], uri: Json, *, suppressing: bool) -> Json:
    evaluated = issue.outcome != "not evaluated"
    made: Json = {
        "ruleId": issue.rule,
        "ruleIndex": index[issue.rule],
        "kind": "fail" if evaluated else "notApplicable",
        "level": issue.severity if evaluated else "none",
        "message": {"text": f"{issue.equation}. {issue.message}" if issue.equation else issue.message},
        "locations": [_location(issue.primary, uri, None)],
        "partialFingerprints": {
            FINGERPRINT: issue.fingerprint,
            "primaryLocationLineHash": f"{issue.fingerprint}:1",
        },
    }
    if issue.secondary:
        made["relatedLocations"] = [
            _location(span, uri, number) for number, span in enumerate(issue.secondary, start=1)
        ]
    if suppressing:
        made["suppressions"] = [_suppression(issue)] if issue.reason else []
    more = {"equation": issue.equation, "where": issue.where, "suggestions": list(issue.hints)}
    if issue.primary is not None and issue.primary.page is not None:
        more["page"] = str(issue.primary.page)
    made["properties"] = {name: value for name, value in more.items() if value}
    return made


def _suppression(issue: Issue) -> Json:
    """Return the acceptance of a finding; one that has expired suppresses nothing and says so."""
    signed = " ".join(text for text in (issue.who and f"by {issue.who}", issue.when and f"on {issue.when}") if text)
    until = f"until {issue.expires}" if issue.expires else ""
    told = ", ".join(text for text in (signed, until) if text)
    return {
        "kind": "external",
        "status": "accepted" if issue.accepted else "rejected",
        "justification": f"{issue.reason} ({told})" if told else issue.reason,
    }


def _location(span: SourceSpan | None, uri: Json, number: int | None) -> Json:
    physical = _file(uri)
    if span is None:
        return {"physicalLocation": physical}
    if span.region is not None:
        physical["region"] = _region(span.region) | {"snippet": {"text": span.text}}
    made: Json = {} if number is None else {"id": number}
    made["physicalLocation"] = physical
    made["logicalLocations"] = [{"name": span.label, "fullyQualifiedName": span.where, "kind": "element"}]
    page = f", page {span.page}" if span.page is not None else ""
    made["message"] = {"text": f"{span.text} ({span.role}), {span.where}{page}"}
    return made


def _file(uri: Json) -> Json:
    return {"artifactLocation": dict(uri)}


def _region(region: Region) -> Json:
    return {
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    }
