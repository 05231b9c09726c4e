"""An audit as JSON: to the letter of the contract, and to the published schema."""

from __future__ import annotations

import json
from typing import Any

import pytest

from auditor.checking.reconcile import reconcile
from auditor.findings.found import find
from auditor.model.audit import Audit
from auditor.model.document import Document, Paragraph
from auditor.model.figure import Figure, Figures
from auditor.model.finding import Suggestion
from auditor.model.relation import Relation
from auditor.report.audit_json import to_json
from auditor.rulebook import load_rules
from auditor.runtime.resources import rules_folder

CONTRACT: dict[str, set[str]] = {
    "": {"schema_version", "source", "figures", "relations", "findings", "counts"},
    "source": {"path", "sha256", "language", "title"},
    "figures": {
        "id",
        "text",
        "value",
        "low",
        "high",
        "unit",
        "hedge",
        "counts",
        "dimensions",
        "paragraph",
        "start",
        "end",
        "table",
        "row",
        "column",
    },
    "relations": {"id", "kind", "whole", "parts", "cue", "holds", "imbalance", "residual"},
    "findings": {
        "rule",
        "severity",
        "relation",
        "paragraphs",
        "message",
        "equation",
        "figures",
        "fingerprint",
        "suggestions",
    },
    "counts": {"figures", "relations", "holds", "fails", "errors", "warnings", "notes"},
}
TEXT = "In total at least 602 were found: 127 and 166. Of them 12.5 per cent, 9 men."


def figure(name: str, text: str, value: float, **more: Any) -> Figure:
    start = TEXT.index(text)
    return Figure(
        **{
            "id": name,
            "text": text,
            "value": value,
            "low": value,
            "high": value,
            "paragraph": "55",
            "start": start,
            "end": start + len(text),
        }
        | more
    )


@pytest.fixture(scope="module")
def audit() -> Audit:
    figures = (
        figure("f1", "602", 602.0, hedge="at least", bound="lower", high=None),
        figure("f2", "127", 127.0),
        figure("f3", "166", 166.0),
        figure("f4", "12.5 per cent", 12.5, low=12.45, high=12.55, unit="percent"),
        figure("f5", "9", 9.0, dimensions=(("sex", "male"), ("status", "a"), ("status", "b"))),
    )
    known = Figures(figures, by_id={each.id: each for each in figures})
    relations = (
        Relation("r1", "total", "f1", ("f2", "f3"), cue="in total"),
        Relation("r2", "subset", "f1", ("f5",)),
        Relation("r3", "shares", None, ("f4",)),
        Relation("r4", "period", None, (), note="out of order"),
    )
    document = Document("report.txt", "a" * 64, "en", "A report", (Paragraph(0, "55", TEXT),))
    book = load_rules()
    verdicts = reconcile(relations, known.by_id, book)
    return Audit(document, known, relations, verdicts, find(document, known, verdicts, book))


def test_nothing_of_the_contract_is_missing(audit: Audit):
    made = to_json(audit)
    assert set(made) >= CONTRACT[""]
    for part in ("source", "counts"):
        assert set(made[part]) >= CONTRACT[part]
    for part in ("figures", "relations", "findings"):
        assert made[part]
        for entry in made[part]:
            assert set(entry) >= CONTRACT[part]


def test_it_fits_the_published_schema(audit: Audit):
    from jsonschema import Draft202012Validator

    schema = json.loads((rules_folder() / "schema" / "audit.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    made = json.loads(json.dumps(to_json(audit), allow_nan=False))
    assert not list(Draft202012Validator(schema).iter_errors(made))
    for part, keys in CONTRACT.items():
        described = schema if not part else schema["properties"].get(part)
        described = (
            schema["$defs"][part.removesuffix("s")] if part in ("figures", "relations", "findings") else described
        )
        assert set(described["required"]) >= keys


def test_values(audit: Audit):
    made = to_json(audit)
    first, fourth, fifth = made["figures"][0], made["figures"][3], made["figures"][4]
    assert (first["value"], first["low"], first["high"]) == (602, 602, None)
    assert isinstance(first["value"], int)
    assert (fourth["text"], fourth["value"], fourth["low"]) == ("12.5 per cent", 12.5, 12.45)
    assert fifth["dimensions"] == {"sex": "male", "status": "a+b"}
    assert (first["table"], first["row"], first["column"]) == (None, None, None)
    total, subset, shares, period = made["relations"]
    assert (total["whole"], total["parts"]) == ("f1", ["f2", "f3"])
    assert (total["holds"], total["imbalance"], total["residual"]) == (False, 309, None)
    assert (subset["holds"], shares["whole"], period["holds"]) == (True, None, None)


def test_findings_and_counts(audit: Audit):
    made = to_json(audit)
    found = made["findings"][0]
    assert (found["rule"], found["severity"], found["relation"]) == ("TOT001", "warning", "r1")
    assert (found["paragraphs"], found["figures"]) == (["55"], ["f1", "f2", "f3"])
    assert found["equation"] == "127 + 166 = 293, stated 602, short by 309"
    assert found["suggestions"] == []
    counts = made["counts"]
    assert (counts["figures"], counts["relations"], counts["holds"], counts["fails"]) == (5, 4, 1, 2)
    assert counts["errors"] + counts["warnings"] + counts["notes"] == len(made["findings"])


def test_suggestions_are_written(audit: Audit):
    from dataclasses import replace

    mended = replace(audit.findings[0], suggestions=(Suggestion("f1", 293.0, "digits"),))
    made = to_json(replace(audit, findings=(mended,)))
    assert made["findings"][0]["suggestions"] == [{"figure": "f1", "value": 293, "reason": "digits"}]


def test_what_is_not_finite_is_null(audit: Audit):
    from dataclasses import replace

    huge = replace(audit.figures.figures[1], value=float("inf"), low=float("inf"), high=float("inf"))
    made = to_json(replace(audit, figures=Figures((huge,))))
    assert made["figures"][0]["value"] is None
    json.dumps(made, allow_nan=False)
