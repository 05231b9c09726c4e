"""What running text repeats of a table that it names: documents in, repeats out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import auditor

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_repeats_of_cited_tables(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "document.md"
    path.write_text(case["text"], encoding="utf-8")
    audit = auditor.audit(path)
    figures = {figure["id"]: figure for figure in audit.to_json()["figures"]}
    found = []
    for relation in audit.to_json()["relations"]:
        both = [figures[name] for name in (relation["whole"], *relation["parts"]) if name in figures]
        if relation["kind"] == "repeat" and any(f["table"] for f in both):
            prose, cell = sorted(both, key=lambda f: f["table"] is not None)
            found.append([prose["text"], cell["text"], relation["holds"]])
    assert found == case["repeats"]


def test_a_figure_that_misses_its_cell_is_a_finding_on_both(tmp_path: Path) -> None:
    path = tmp_path / "document.md"
    path.write_text(CASES[1]["text"], encoding="utf-8")
    findings = auditor.audit(path).to_json()["findings"]
    assert [(f["rule"], f["paragraphs"]) for f in findings] == [("REP001", ["1", "t1"])]
