"""An audit that was saved as JSON, as far as comparing needs it: figures with what they count, and findings."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from auditor.model.audit import Audit
from auditor.model.document import Document, Paragraph
from auditor.model.figure import Figure, Figures
from auditor.model.finding import Acceptance, Finding

LARGEST = 500_000_000
"""Bytes of a file that is read as an audit."""


class SavedAuditError(ValueError):
    """A JSON file that holds no audit; the message is one line for the user."""


def load_saved(path: Path) -> Audit | None:
    """Read an audit that `auditor audit --format json` wrote.

    Args:
        path: Any file; only one that is named *.json and has at most `LARGEST` bytes is looked at.

    Returns:
        The audit as far as a comparison needs it: figures, findings, and paragraphs made of what the figures count.
        None where the file is none that is looked at: it is then a document to be read.

    Raises:
        SavedAuditError: The file is no JSON, no audit, one of another schema version, or one with parts missing.
        OSError: It cannot be read.
    """
    if path.suffix != ".json" or not path.is_file() or path.stat().st_size > LARGEST:
        return None
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        told = "several audits (JSON Lines)" if "Extra data" in str(error) else "no JSON"
        raise SavedAuditError(f"{path}: {told}; give the audit of one document, as --format json writes it") from error
    if not isinstance(content, dict) or not {"schema_version", "figures", "findings"} <= set(content):
        raise SavedAuditError(f"{path}: no audit; give a document, or what auditor audit --format json writes")
    if content["schema_version"] != "1":
        raise SavedAuditError(f"{path}: schema_version {content['schema_version']!r} is not known; audit anew")
    try:
        return _audit(content)
    except (KeyError, TypeError, AttributeError) as error:
        raise SavedAuditError(f"{path}: an audit with parts missing ({error}); audit the document anew") from error


def outlined(audit: Audit) -> Audit:
    """Return an audit as if it had been saved and read again, so that it can be compared with one that was.

    Returns:
        An audit with as much as `load_saved` returns.
    """
    from auditor.report.audit_json import to_json

    return _audit(json.loads(json.dumps(to_json(audit))))


def _audit(content: Mapping[str, Any]) -> Audit:
    source = content["source"]
    figures, paragraphs = _laid_out([_figure(each) for each in content["figures"]])
    document = Document(source["path"], source["sha256"], source["language"], source["title"], paragraphs)
    by_id = {figure.id: figure for figure in figures}
    return Audit(document, Figures(figures, by_id=by_id), (), (), tuple(map(_finding, content["findings"])))


def _figure(found: Mapping[str, Any]) -> Figure:
    value = found["value"]
    return Figure(
        id=found["id"],
        text=found["text"],
        value=float("inf") if value is None else float(value),
        low=found["low"],
        high=found["high"],
        unit=found["unit"],
        hedge=found["hedge"],
        counts=found["counts"],
        dimensions=tuple(sorted(cast("dict[str, str]", found["dimensions"]).items())),
        paragraph=found["paragraph"] or found["table"] or "",
        start=found["start"],
    )


def _laid_out(figures: list[Figure]) -> tuple[tuple[Figure, ...], tuple[Paragraph, ...]]:
    """Write a paragraph for each label, of its figures and what they count: all that is known of its words."""
    groups: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        groups[figure.paragraph].append(figure)
    placed: list[Figure] = []
    paragraphs: list[Paragraph] = []
    for order, (label, listed) in enumerate(groups.items()):
        text = ""
        for figure in listed:
            text += f"{figure.hedge} " if figure.hedge else ""
            start = len(text)
            text += figure.text
            placed.append(replace(figure, start=start, end=len(text), order=order))
            text += f" {figure.counts}; " if figure.counts else "; "
        paragraphs.append(Paragraph(order, label, text.strip(" ;")))
    return tuple(placed), tuple(paragraphs)


def _finding(found: Mapping[str, Any]) -> Finding:
    taken = found.get("acceptance")
    return Finding(
        rule=found["rule"],
        name=found.get("name", ""),
        severity=found["severity"],
        relation=found["relation"],
        paragraphs=tuple(found["paragraphs"]),
        message=found["message"],
        equation=found["equation"],
        figures=tuple(found["figures"]),
        fingerprint=found["fingerprint"],
        acceptance=Acceptance(**taken) if taken else None,
    )
