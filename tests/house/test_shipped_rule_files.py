"""Every file of `rules/` follows its schema, and what cannot be used is said in one line."""

import json
import shutil

import pytest
from jsonschema import Draft202012Validator

from auditor.runtime import resources

RULES = resources.rules_folder()
SCHEMAS = {
    "lexicon": "lexicon",
    "report": "report",
    "submissions": "submission",
    "corpus": "corpus",
    "patterns": "patterns",
}
"""The schema of the files of each folder; a file with a schema of its own name has that one."""
FILES = sorted(path.relative_to(RULES) for path in RULES.rglob("*.yaml"))


def schema_of(name):
    return json.loads((RULES / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted((RULES / "schema").glob("*.json")), ids=lambda path: path.name)
def test_a_schema_is_a_schema(path):
    Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_file_follows_its_schema(path):
    folder = path.parent.name
    own = f"{folder}-{path.stem}".strip("-").replace("-_", "-")
    name = own if (RULES / "schema" / f"{own}.schema.json").is_file() else SCHEMAS[folder]
    found = Draft202012Validator(schema_of(name)).iter_errors(resources.read_rules(*path.parts))
    assert [f"{'/'.join(map(str, error.path))}: {error.message[:80]}" for error in found] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("kinds: [a, b\nways: [", r"^\S+slips\.yaml:2: not valid YAML; mend the line or install the program anew$"),
        ("- a\n", r"^\S+slips\.yaml: holds no sections; mend the file or install the program anew$"),
        ("\udcff", r"^\S+slips\.yaml: cannot be read \(.+\); install the program anew$"),
        (None, r"^\S+slips\.yaml: cannot be read \(.+\); install the program anew$"),
    ],
)
def test_a_damaged_file_is_named_in_one_line(tmp_path, monkeypatch, text, told):
    shutil.copytree(RULES, tmp_path / "rules")
    damaged = tmp_path / "rules" / "slips.yaml"
    damaged.unlink()
    if text is not None:
        damaged.write_text(text, encoding="utf-8", errors="surrogateescape")
    monkeypatch.setattr(resources, "rules_folder", lambda: tmp_path / "rules")
    with pytest.raises(resources.ResourceError, match=told):
        resources.read_rules("slips.yaml")
