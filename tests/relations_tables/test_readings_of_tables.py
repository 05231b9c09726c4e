"""Tables and what is read from them: the cases in `cases.yaml` and `reports.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from auditor.model.audit import Audit
from auditor.model.figure import Figure
from auditor.model.relation import Relation
from auditor.pipeline import audit_document

FILES = ("cases.yaml", "reports.yaml")
CASES: list[dict[str, Any]] = [
    case for name in FILES for case in yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8"))
]


def written(relation: Relation, figures: dict[str, Figure]) -> str:
    """Write a relation as the cases do."""
    whole = figures[relation.whole].text if relation.whole else ""
    parts = [figures[part].text for part in relation.parts]
    if relation.kind == "change":
        return f"change {whole} <- {' '.join(parts)}"
    if relation.kind == "percentage":
        return f"percentage {whole} {' '.join(parts)}"
    separator = " + " if any(" " in part for part in parts) else " "
    return f"{relation.kind} {whole} = {separator.join(parts)}"


def lines(found: Audit) -> tuple[list[str], list[str]]:
    """Give the relations that hold or are open, and those that are reported."""
    reported = {finding.relation for finding in found.findings if finding.severity in ("error", "warning")}
    by = found.figures.by_id
    read = [written(r, by) for r in found.relations if r.id not in reported]
    return read, [written(r, by) for r in found.relations if r.id in reported]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any]):
    found = audit_document(
        "case.csv", data=case["table"].encode(), name="case.csv", language=case.get("language", "en")
    )
    read, reported = lines(found)
    wanted, failing = case.get("read", []), case.get("fails", [])
    assert set(wanted) <= set(read), read
    assert set(failing) <= set(reported), (read, reported)
    if case.get("only"):
        assert (sorted(read), sorted(reported)) == (sorted(wanted), sorted(failing))
    for banned in case.get("not", []):
        if banned == "fails":
            assert not reported
        else:
            assert not [line for line in (*read, *reported) if line.startswith(banned)]
