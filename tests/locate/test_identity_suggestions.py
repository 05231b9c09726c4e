"""Suspects of findings that document identities give."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.model.audit import Audit
from auditor.pipeline import audit_document

EXAMPLE = Path(__file__).parents[2] / "data" / "azerbaijan-cat-follow-up-2025" / "submission.md"


def audited(old: str, new: str) -> Audit:
    text = EXAMPLE.read_text("utf-8")
    assert text.count(old) == 1
    return audit_document("-", data=text.replace(old, new).encode(), name="example.md")


def suggested(audit: Audit, kind: str) -> dict[str, list[tuple[str, float]]]:
    texts = {figure.id: figure.text for figure in audit.figures.figures}
    kinds = {relation.id: relation.kind for relation in audit.relations}
    return {
        finding.rule: [(texts[each.figure], each.value) for each in finding.suggestions]
        for finding in audit.findings
        if finding.relation and kinds[finding.relation] == kind
    }


@pytest.mark.parametrize(
    ("old", "new", "figure", "value"),
    [
        ("remaining 1,528", "remaining 1,258", "1,258", 1528.0),
        ("military personnel and 239 civilians", "military personnel and 5239 civilians", "5239", 239.0),
    ],
)
def test_a_slip_that_an_identity_shows_is_named_with_its_mend(old: str, new: str, figure: str, value: float) -> None:
    found = suggested(audited(old, new), "rule")
    assert found
    assert any((figure, value) in pairs for pairs in found.values())


def test_the_example_as_it_is_fails_no_identity() -> None:
    audit = audit_document(str(EXAMPLE))
    assert suggested(audit, "rule") == {}
    forms = [verdict.form for verdict in audit.verdicts if verdict.relation.kind == "rule"]
    assert len([form for form in forms if form is not None]) >= 5
