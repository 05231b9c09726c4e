"""An audit as one JSON object, to the published contract (rules/schema/audit.schema.json)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from auditor.figures.observations import observations
from auditor.model.audit import Audit
from auditor.model.document import Document
from auditor.model.figure import Figure, Figures
from auditor.model.finding import Acceptance, Finding
from auditor.model.observation import Observation
from auditor.model.relation import Relation
from auditor.model.verdict import Verdict

SCHEMA_VERSION = "1"
Json = dict[str, Any]


def to_json(audit: Audit) -> Json:
    """Return a whole audit as a JSON object.

    Returns:
        Plain values that follow `rules/schema/audit.schema.json`; numbers that are not finite are None.
    """
    return document_json(audit.document, audit.figures, audit.relations, audit.verdicts, audit.findings)


def document_json(
    document: Document,
    figures: Figures,
    relations: Sequence[Relation],
    verdicts: Sequence[Verdict],
    findings: Sequence[Finding],
) -> Json:
    """Return what an audit of one document found as a JSON object.

    Args:
        document: As read.
        figures: Every figure of it.
        relations: As read, with those of document identities.
        verdicts: One a relation, in the same order.
        findings: What is reported, in order.
    """
    of = observations(document, figures)
    verdict_of = dict(zip((relation.id for relation in relations), verdicts, strict=True))
    severities = Counter(finding.severity for finding in findings if not finding.accepted)
    holds = Counter(verdict.holds for verdict in verdicts if verdict.relation.checked)
    return {
        "schema_version": SCHEMA_VERSION,
        "source": {
            "path": document.path,
            "sha256": document.sha256,
            "language": document.language,
            "title": document.title,
            "warnings": list(document.warnings),
            "unread": list(document.unread),
        },
        "figures": [_figure(figure, of[figure.id]) for figure in figures.figures],
        "relations": [_relation(relation, verdict_of[relation.id]) for relation in relations],
        "findings": [_finding(finding) for finding in findings],
        "counts": {
            "figures": figures.counted,
            "relations": len(relations),
            "checked": sum(relation.checked for relation in relations),
            "holds": holds[True],
            "fails": holds[False],
            "errors": severities["error"],
            "warnings": severities["warning"],
            "notes": severities["note"],
            "accepted": sum(finding.accepted for finding in findings),
        },
    }


def number(value: float | None) -> float | None:
    """Return a number as JSON has it.

    Returns:
        Whole numbers below 2^53 as int, so that they are written without a point; None for what is not finite.
    """
    if value is None or not math.isfinite(value):
        return None
    return int(value) if float(value).is_integer() and abs(value) < 2**53 else value


def dimensions(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return (dimension, value) pairs as a mapping; several values of one dimension are joined by "+"."""
    made: dict[str, str] = {}
    for name, value in pairs:
        made[name] = f"{made[name]}+{value}" if name in made else value
    return made


def _figure(figure: Figure, observation: Observation) -> Json:
    return {
        "id": figure.id,
        "text": figure.text,
        "value": number(figure.value),
        "low": number(figure.low),
        "high": number(figure.high),
        "unit": figure.unit,
        "hedge": figure.hedge,
        "counts": figure.counts,
        "dimensions": dimensions(figure.dimensions),
        "paragraph": figure.paragraph,
        "start": figure.start,
        "end": figure.end,
        "table": figure.table,
        "row": figure.row,
        "column": figure.column,
        "page": figure.page,
        "observation": {
            "noun": observation.noun,
            "modifiers": list(observation.modifiers),
            "place": observation.place,
            "first": observation.first,
            "last": observation.last,
            "observed": observation.observed,
            "inherited": dict(observation.inherited),
        },
    }


def _relation(relation: Relation, verdict: Verdict) -> Json:
    return {
        "id": relation.id,
        "kind": relation.kind,
        "whole": relation.whole,
        "parts": list(relation.parts),
        "cue": relation.cue,
        "probability": round(relation.probability, 6),
        "checked": relation.checked,
        "holds": verdict.holds,
        "imbalance": number(verdict.imbalance),
        "residual": number(verdict.residual),
        "outcome": verdict.outcome,
        "rule": verdict.rule,
        "strength": round(relation.strength, 6),
        "reason": verdict.reason,
    }


def _finding(finding: Finding) -> Json:
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity,
        "relation": finding.relation,
        "paragraphs": list(finding.paragraphs),
        "message": finding.message,
        "equation": finding.equation,
        "hedge": finding.hedge,
        "figures": list(finding.figures),
        "fingerprint": finding.fingerprint,
        "accepted": finding.accepted,
        "acceptance": _acceptance(finding.acceptance) if finding.acceptance else None,
        "suggestions": [
            {"figure": each.figure, "value": number(each.value), "reason": each.reason} for each in finding.suggestions
        ],
    }


def _acceptance(acceptance: Acceptance) -> Json:
    return {
        "reason": acceptance.reason,
        "who": acceptance.who,
        "when": acceptance.when,
        "expires": acceptance.expires,
        "expired": acceptance.expired,
    }
