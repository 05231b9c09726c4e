"""`auditor locate`: records in rows, the likely wrong figures of each."""

import csv
import io
import json

import pytest

RULES = 'rules:\n  - {id: sum, check: "t == a + b"}\n  - {id: none, check: "a >= 0"}\n'
RECORDS = "t,a,b\n18850,3493,15537\n10,4,6\n602,127,166\n"


@pytest.fixture
def records(place):
    (place / "rules.yaml").write_text(RULES)
    (place / "records.csv").write_text(RECORDS)
    return ("records.csv", "--rules", "rules.yaml")


def test_csv(auditor, records):
    outcome = auditor("locate", *records, "--format", "csv")
    assert (outcome.status, outcome.err) == (1, "")
    rows = list(csv.DictReader(io.StringIO(outcome.out)))
    assert list(rows[0]) == ["row", "located", "fixed", "rank", "reason"]
    assert {row["row"] for row in rows} == {"0", "2"}
    assert (rows[0]["located"], rows[0]["fixed"], rows[0]["rank"]) == ("b", "15357", "1")
    assert "digits 5 and 3 swapped" in rows[0]["reason"]


def test_json_and_text_say_the_same(auditor, records):
    listed = json.loads(auditor("locate", *records, "--format", "json").out)
    lines = auditor("locate", *records).out.splitlines()
    assert len(lines) == len(listed) + 1
    assert lines[-1] == "2 records to look at"
    assert all(one["reason"] in line for one, line in zip(listed, lines, strict=False))


def test_records_that_satisfy_the_rules(auditor, place, records):
    (place / "records.csv").write_text("t,a,b\n10,4,6\n")
    outcome = auditor("locate", *records, "--format", "csv")
    assert (outcome.status, outcome.out) == (0, "row,located,fixed,rank,reason\n")


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("records.csv", "t,a,b\n1,2,many\n", "records.csv, line 2, column 'b': 'many' is no number"),
        ("records.csv", "", "no header"),
        ("records.csv", "t,a\n1,2\n", "the records have no column 'b'"),
        ("rules.yaml", "rules: []", "a rule file for records has a list named rules"),
        ("rules.yaml", 'rules:\n  - {id: x, check: "t = a"}', "rules.yaml:2:"),
        ("rules.yaml", 'rules:\n  - {id: x, check: "open(t) == a"}', "there is no function 'open'"),
        ("rules.yaml", None, "rules.yaml:1:1: cannot be read"),
        ("records.csv", None, "records.csv"),
    ],
)
def test_what_cannot_be_used_is_one_line(auditor, place, records, file, text, says):
    if text is None:
        (place / file).unlink()
    else:
        (place / file).write_text(text)
    outcome = auditor("locate", *records)
    assert (outcome.status, outcome.out) == (2, "")
    assert says in outcome.err
    assert outcome.err.count("\n") == 1
    assert "Traceback" not in outcome.err


def test_all_mistakes_of_a_rule_file_are_said_at_once(auditor, place, records):
    (place / "rules.yaml").write_text('rules:\n  - {id: x, check: "t = a"}\n  - {id: y, check: "q == = a"}')
    outcome = auditor("locate", *records)
    assert outcome.status == 2
    assert ["rules.yaml:2:" in line or "rules.yaml:3:" in line for line in outcome.err.splitlines()] == [True, True]


def test_settings_of_the_audit_are_not_those_of_locate(auditor, place, records):
    (place / "auditor.toml").write_text('format = "html"\nrules = ["missing.yaml"]\n')
    assert auditor("locate", *records).status == 1
