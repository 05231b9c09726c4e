"""The manual of the rule language: every file in it is one that is taken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from auditor.lint import check_files
from auditor.locate.record_rules import load_checks
from auditor.rulebook import load_rules

MANUAL = (Path(__file__).parents[2] / "docs/rules.md").read_text(encoding="utf-8")
FILES = re.findall(r"^```yaml\n(.*?)^```", MANUAL, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("text", FILES, ids=lambda text: (re.findall(r"id: (\w+)", text) or ["?"])[0])
def test_a_file_of_the_manual_is_taken(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    checked = check_files([path])
    assert (checked.mistakes, checked.remarks) == ((), ())
    if text.startswith("rules:"):
        assert load_checks(path, None).rules
    else:
        assert len(load_rules([path]).documents) == len(load_rules().documents) + 1


def test_every_key_is_in_the_manual() -> None:
    import json

    from auditor.runtime.resources import rules_folder

    schema = json.loads((rules_folder() / "schema/submission.schema.json").read_text(encoding="utf-8"))
    for part in ("selector", "date", "identity"):
        for key in schema["$defs"][part]["properties"]:
            assert f"`{key}`" in MANUAL, key
