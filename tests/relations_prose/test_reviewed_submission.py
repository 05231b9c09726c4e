"""A careful reviewer's reading of one real submission, beside that of the program: on the text, and on the example."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from auditor.model.audit import Audit
from auditor.pipeline import audit_document
from auditor.runtime.resources import EXAMPLE, example_file

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "submissions"
REVIEWED = SHARED / f"{EXAMPLE}.relations.yaml"
TEXTS = {"real": SHARED / f"{EXAMPLE}.txt", "example": example_file()}
MISSED = 1
"""Relations of the reviewer that may be missing."""

pytestmark = pytest.mark.skipif(not REVIEWED.is_file(), reason="no reviewed submission at ../shared/submissions")


def _written(text: str) -> str:
    return re.sub(r"\s+", " ", text.lower())


def _read(audit: Audit) -> dict[tuple[str, str, tuple[str, ...]], bool | None]:
    by_id = audit.figures.by_id
    found = {}
    for relation, verdict in zip(audit.relations, audit.verdicts, strict=True):
        kind = "total" if relation.kind == "remainder" else relation.kind
        whole = _written(by_id[relation.whole].text) if relation.whole else ""
        parts = () if kind == "enumeration" else tuple(sorted(_written(by_id[part].text) for part in relation.parts))
        found[kind, whole, parts] = verdict.holds
    return found


@pytest.mark.parametrize("name", TEXTS)
def test_the_reviewers_relations_are_read_and_one_fails(name: str):
    reviewed: list[dict[str, Any]] = yaml.safe_load(REVIEWED.read_text(encoding="utf-8"))
    audit = audit_document(TEXTS[name])
    read = _read(audit)
    missing = []
    for row in reviewed:
        if row["kind"] == "period":
            continue
        kind = "total" if row["kind"] == "remainder" else row["kind"]
        parts = () if kind == "enumeration" else tuple(sorted(_written(str(part)) for part in row["parts"]))
        key = (kind, _written(str(row["whole"])), parts)
        if key not in read:
            missing.append(key)
        else:
            assert read[key] is row["holds"], key
    assert len(missing) <= MISSED, missing
    grave = [finding for finding in audit.findings if finding.severity != "note"]
    assert [finding.paragraphs for finding in grave] == [("55",)]
