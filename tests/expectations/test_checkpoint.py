"""The checkpoint: it agrees with the auditor, tells a crash from a failure, and keeps to this machine."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from held_documents import ANNOTATED, BOOK, EVERY_KIND, PASSAGES, ROOT, annotated, passages, tables

from auditor.expectations.checkpoint import CheckpointOutcome, run, run_suites
from auditor.expectations.checkpoint_tables import TABLES, Tables, joined
from auditor.expectations.suite import exported, suites
from auditor.expectations.validation import Validation, disagreements
from auditor.rulebook import load_rules

EXAMPLE = ROOT / "data" / "azerbaijan-cat-follow-up-2025" / "submission.md"
IDENTITIES = """\
version: "1"
match: [{text: "*detained*"}]
figures:
  men: {paragraph: 1, counts: men}
  women: {paragraph: 1, counts: women}
  all: {paragraph: 1, counts: persons}
identities:
"""
CHECKS = {
    "all == men + women": "exact", "men < women": "exact", "women < men": "exact", "men >= women": "exact",
    "all > women": "interval", "men <= all": "interval", "men == women": "{absolute: 1}",
    "women == men": "{relative: 0.1}", "0 <= women <= men": "exact", "0 <= women <= all": "exact",
}  # fmt: skip


def both(text: str) -> Tables:
    return joined([tables(text), tables("2. Ten men were seen.\n", "second.txt")])


def agreed(found: Tables, outcome: CheckpointOutcome) -> None:
    assert [one.description for one in outcome.crashed] == []
    assert [(one.table, one.description, one.unexpected[:3]) for one in outcome.broken] == []
    assert disagreements(found, outcome) == ()
    failing = found.relations[found.relations["outcome"] == "fails"]
    unexpected = [row for one in outcome.failed for row in one.unexpected]
    assert len(unexpected) == len(failing)
    checked = found.relations["rule_id"].notna().sum()
    assert sum(one.rows for one in outcome.checked if one.rule) == checked


@pytest.fixture(scope="module")
def every_kind() -> tuple[Tables, CheckpointOutcome]:
    found = both(EVERY_KIND)
    return found, run(found, BOOK)


def test_they_agree_on_what_fails(every_kind: tuple[Tables, CheckpointOutcome]):
    found, outcome = every_kind
    agreed(found, outcome)
    assert {one.rule for one in outcome.failed} >= {"TOT001", "TOT002", "PCT001", "CHG001"}


def test_they_agree_on_the_example():
    found = tables(EXAMPLE.read_text(encoding="utf-8"), "submission.md")
    outcome = run(found, BOOK)
    agreed(found, outcome)
    assert {one.rule: len(one.unexpected) for one in outcome.failed} == {"TOT001": 1}
    assert sum(one.rows for one in outcome.checked if one.rule.startswith("AZE")) == 7


@pytest.mark.skipif(not PASSAGES.is_file(), reason="the corpus of passages is not beside the project")
def test_they_agree_on_passages():
    found = joined(list(passages()))
    assert len(found.relations) > 100
    agreed(found, run(found, BOOK))


@pytest.mark.skipif(not ANNOTATED.is_file(), reason="the corpus of tables is not beside the project")
def test_they_agree_on_tables():
    found = joined(list(annotated(step=12)))
    assert len(found.relations) > 100
    agreed(found, run(found, BOOK))


def test_they_agree_on_identities(tmp_path: Path):
    rules = IDENTITIES + "".join(
        f"  - {{id: OWN{place:03}, name: own-{place}, check: {check}, severity: error, tolerance: {tolerance},"
        f" what: A rule., why: It must be.}}\n"
        for place, (check, tolerance) in enumerate(CHECKS.items(), start=1)
    )
    (tmp_path / "own.yaml").write_text(rules)
    book = load_rules([tmp_path / "own.yaml"])
    found = tables("1. A total of 10 persons, including 4 men and 5 women, were detained.\n", rules=book)
    outcome = run(found, book)
    agreed(found, outcome)
    failed = {one.rule for one in outcome.failed if one.rule.startswith("OWN")}
    assert failed == {"OWN001", "OWN003", "OWN004", "OWN008", "OWN009"}


def test_without_documents_all_passes():
    outcome = run(joined([]), BOOK)
    assert (outcome.crashed, outcome.broken, outcome.failed) == ((), (), ())


def test_each_rule_has_one_expectation_with_its_severity(every_kind: tuple[Tables, CheckpointOutcome]):
    by_rule = {one.rule: one.severity for one in every_kind[1].checked if one.rule}
    assert len([one for one in every_kind[1].checked if one.rule]) == len(by_rule) == len(BOOK.rules)
    assert {by_rule[rule.id] for rule in BOOK.rules if rule.severity == "error"} == {"critical"}
    assert by_rule["PCT001"] == "warning"


def test_a_crash_is_no_failure(monkeypatch: pytest.MonkeyPatch):
    from auditor.expectations import holding

    def crash(*_: Any) -> None:
        raise ZeroDivisionError("numbers ran out")

    monkeypatch.setattr(holding, "holds", crash)
    found = both(EVERY_KIND)
    outcome = run_suites(found, {"relations": suites(BOOK)["relations"]})
    assert {one.rule for one in outcome.crashed} == {rule.id for rule in BOOK.rules}
    assert "numbers ran out" in outcome.crashed[0].crash
    assert outcome.failed == ()
    assert disagreements(found, outcome) == ()


def test_tables_that_break_their_contract_are_told():
    found = both(EVERY_KIND)
    figures = found.figures.copy()
    figures.loc[0, "unit"] = "apples"
    figures.loc[1, "low"] = figures.loc[1, "value"] + 1
    figures.loc[2, "id"] = figures.loc[3, "id"]
    figures.loc[4, "unit"] = None
    relations = found.relations.copy()
    relations.loc[0, "rule_id"] = "XYZ001"
    relations["strength"] = relations["strength"].astype("string")
    outcome = run(replace(found, figures=figures, relations=relations.drop(columns="residual")), BOOK)
    told = {one.description for one in (*outcome.broken, *outcome.crashed)}
    for expected in (
        "unit is one of", "low is not more than value.", "document and id name one row.", "unit is never empty.",
        "Every relation was checked by a rule", "strength holds values of type number.", "The table of relations has",
    ):  # fmt: skip
        assert any(text.startswith(expected) for text in told), expected


def test_a_verdict_that_is_not_in_the_numbers_is_told(every_kind: tuple[Tables, CheckpointOutcome]):
    found, outcome = every_kind
    relations = found.relations.copy()
    place = relations.index[relations["outcome"] == "holds"][0]
    relations.loc[place, "outcome"] = "fails"
    changed = disagreements(replace(found, relations=relations), outcome)
    assert changed == ((relations.loc[place, "document"], relations.loc[place, "relation"]),)


@pytest.mark.parametrize("table", TABLES)
def test_an_exported_suite_is_read_back_and_does_the_same(table: str, every_kind: tuple[Tables, CheckpointOutcome]):
    from auditor.expectations.loading import great_expectations

    text = exported(BOOK, table)
    assert text == exported(BOOK, table)
    suite = great_expectations().ExpectationSuite(**json.loads(text))
    found, outcome = every_kind
    again = run_suites(found, {table: suite})
    assert [(one.description, one.success, one.unexpected) for one in again.checked] == [
        (one.description, one.success, one.unexpected) for one in outcome.checked if one.table == table
    ]


def test_the_record_is_strict_json(every_kind: tuple[Tables, CheckpointOutcome]):
    from datetime import UTC, datetime

    made = Validation(datetime(2026, 1, 2, tzinfo=UTC), 1, "warning", (), (), every_kind[1], ())
    read = json.loads(made.text(), parse_constant=pytest.fail)
    assert {one["rule"] for one in read["rules"] if one["result"] == "failed"} >= {"TOT001", "TOT002"}
    assert set(read["great_expectations"]) == set(TABLES)
    assert "site-packages" not in made.text()


PROGRAM = """
import os, socket, sys
def refuse(*_, **__):
    os._exit(77)
socket.socket.connect = socket.socket.connect_ex = socket.create_connection = socket.getaddrinfo = refuse
from auditor.cli import run
sys.exit(run(["check", "report.md", "--data-docs", "pages"]))
"""


def test_nothing_leaves_the_machine(tmp_path: Path):
    (tmp_path / "report.md").write_text(EVERY_KIND)
    (tmp_path / ".git").mkdir()
    done = subprocess.run(  # noqa: S603 - this Python, a program of ours
        [sys.executable, "-c", PROGRAM], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")
    made = {path.name for path in tmp_path.iterdir()}
    assert made == {"report.md", ".git", "reports", "pages"}
    pages = list((tmp_path / "pages").rglob("*.html"))
    assert len(pages) == 7
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "default-src 'none'" in text
        assert 'src="http' not in text
        assert '<link rel="stylesheet" href="http' not in text
    assert "TOT001 parts-do-not-sum-to-total" in "".join(page.read_text(encoding="utf-8") for page in pages)
