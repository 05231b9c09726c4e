"""`auditor baseline` and `auditor audit --baseline`, from end to end."""

import json
from types import SimpleNamespace

import pytest

from auditor.cli import run

SENTENCE = "1. A total of {} persons, including 4 men and 5 women, were detained.\n"


@pytest.fixture
def call(tmp_path, monkeypatch, capfd):
    (tmp_path / ".git").mkdir()
    (tmp_path / "bad.txt").write_text(SENTENCE.format(10))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)

    def called(*arguments):
        capfd.readouterr()
        status = run(arguments)
        out, err = capfd.readouterr()
        return SimpleNamespace(status=status, out=out, err=err)

    return called


def audit(call, *more):
    return call("audit", "bad.txt", "--no-files", "--format", "json", *more)


ACCEPT = ("baseline", "write", "bad.txt", "--reason", "one person's sex is unknown", "--who", "R")
USE = ("--baseline", "auditor-baseline.json")


def test_an_accepted_finding_stays_visible_and_fails_nothing(call, tmp_path):
    assert audit(call).status == 1
    made = call(*ACCEPT)
    assert (made.status, made.err) == (0, "")
    assert "1 added" in made.out
    done = audit(call, *USE)
    found = json.loads(done.out)
    assert (done.status, done.err) == (0, "")
    (finding,) = found["findings"]
    assert finding["accepted"] is True
    assert finding["acceptance"]["reason"] == "one person's sex is unknown"
    assert (found["counts"]["errors"], found["counts"]["accepted"]) == (0, 1)
    for form in ("text", "markdown", "sarif", "junit", "github", "csv"):
        assert "short by 1" in call("audit", "bad.txt", "--no-files", "--format", form, *USE).out


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("9. New words.\n\n7. In all, a total of 10 people, including 4 men and 5 women, had been detained.\n", 0),
        (SENTENCE.format(11), 1),
        ("1. A total of 10 persons, including 5 men and 4 women, were detained.\n", 0),
        ("1. A total of 10 persons, including 3 men and 5 women, were detained.\n", 1),
    ],
    ids=["renumbered and reworded", "other total", "parts in another order", "other part"],
)
def test_what_an_acceptance_outlives(call, tmp_path, text, status):
    call(*ACCEPT)
    (tmp_path / "bad.txt").write_text(text)
    done = audit(call, *USE)
    assert done.status == status
    assert ("matches no finding here" in done.err) is bool(status)


def test_an_expired_acceptance_is_said_and_counts_no_longer(call, tmp_path):
    call(*ACCEPT)
    file = tmp_path / "auditor-baseline.json"
    file.write_text(file.read_text().replace('"expires": null', '"expires": "2001-01-01"'))
    done = audit(call, *USE)
    assert done.status == 1
    assert "expired on 2001-01-01; the finding counts again" in done.err
    assert json.loads(done.out)["findings"][0]["acceptance"]["expired"] is True
    assert "expired on 2001-01-01" in call("baseline", "show").out


def test_settings_name_the_baseline_for_all_commands(call, tmp_path):
    (tmp_path / "auditor.toml").write_text('baseline = "kept/accepted.yaml"\nformat = "markdown"\noutput = "o"\n')
    assert call(*ACCEPT).status == 0
    assert (tmp_path / "kept/accepted.yaml").read_text().startswith("schema_version: '1'\n")
    assert audit(call).status == 0
    assert "one person's sex is unknown" in call("baseline", "show").out


def test_update_takes_out_and_adds(call, tmp_path):
    call(*ACCEPT)
    (tmp_path / "bad.txt").write_text(SENTENCE.format(11))
    told = call("baseline", "update", "bad.txt").out
    assert ("1 taken out" in told, "1 not accepted" in told) == (True, True)
    assert audit(call, *USE).status == 1
    assert "1 added" in call("baseline", "update", "bad.txt", "--reason", "so").out
    assert audit(call, *USE).status == 0


def test_show_in_other_forms(call):
    call(*ACCEPT)
    shown = call("baseline", "show", "--format", "json").out
    assert json.loads(shown)["accepted"][0]["who"] == "R"
    assert "accepted:" in call("baseline", "show", "auditor-baseline.json", "--format", "yaml").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("write", "bad.txt"), "--reason is missing; say why"),
        (("write", "missing.txt", "--reason", "so"), "no document could be audited"),
        (("write", "bad.txt", "--reason", "so", "--expires", "soon"), "--expires 'soon' is no date"),
        (("write", "bad.txt", "--reason", "so", "--expires", "2001-01-01"), "is over already"),
        (("write", "bad.txt", "--reason", "so", "--only", "0" * 16), "no finding has this fingerprint"),
        (("update", "bad.txt"), "auditor-baseline.json: cannot be read"),
        (("show",), "make one with: auditor baseline write"),
    ],
)
def test_a_mistake_is_one_line(call, arguments, said):
    done = call("baseline", *arguments)
    assert (done.status, done.out) == (2, "")
    assert said in done.err.splitlines()[-1]
    assert "Traceback" not in done.err


def test_a_file_is_not_written_over(call):
    call(*ACCEPT)
    assert "exists already" in call(*ACCEPT).err
    assert call(*ACCEPT, "--force").status == 0


def test_update_without_all_documents_changes_nothing(call, tmp_path):
    call(*ACCEPT)
    before = (tmp_path / "auditor-baseline.json").read_bytes()
    done = call("baseline", "update", "bad.txt", "missing.txt")
    assert (done.status, (tmp_path / "auditor-baseline.json").read_bytes()) == (2, before)
    assert "left as it was" in done.err


def test_an_audit_with_an_unusable_baseline_does_not_begin(call):
    done = audit(call, "--baseline", "none.json")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("auditor: none.json: cannot be read")
