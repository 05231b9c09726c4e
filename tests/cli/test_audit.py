"""What `auditor audit` prints, writes and gives as exit status."""

import io
import json
import sys
from types import SimpleNamespace

import pytest

from auditor.cli.batch import exit_status
from auditor.report.content import Tally


@pytest.mark.parametrize(
    ("total", "fail_on", "audited", "unusable", "status"),
    [
        (Tally(errors=1), "error", 1, 0, 1),
        (Tally(warnings=1), "error", 1, 0, 0),
        (Tally(warnings=1), "warning", 1, 0, 1),
        (Tally(notes=1), "warning", 1, 0, 0),
        (Tally(notes=1), "note", 1, 0, 1),
        (Tally(errors=1), "never", 1, 0, 0),
        (Tally(), "warning", 1, 1, 2),
        (Tally(errors=1), "warning", 1, 1, 1),
        (Tally(), "never", 1, 1, 0),
        (Tally(), "never", 0, 1, 2),
        (Tally(), "warning", 0, 0, 2),
        (Tally(), "warning", 3, 0, 0),
    ],
)
def test_exit_status(total, fail_on, audited, unusable, status):
    assert exit_status(total, fail_on, audited=audited, unusable=unusable) == status


@pytest.mark.parametrize(("name", "status"), [("good.txt", 0), ("bad.txt", 1)])
def test_one_document(auditor, documents, name, status):
    outcome = auditor("audit", f"documents/{name}")
    assert outcome.status == status
    assert outcome.err == ""
    assert outcome.out.startswith(name)
    assert ("4 + 5 = 9, stated 10, short by 1" in outcome.out) is bool(status)
    assert sorted(path.name for path in (documents.parent / "reports").iterdir()) == [
        name.replace("txt", "html"),
        name.replace("txt", "md"),
    ]


def test_output_is_the_same_from_run_to_run(auditor, documents):
    first = auditor("audit", "documents", "--output", "one")
    second = auditor("audit", "documents", "--output", "two")
    assert first.out.replace("one/", "two/") == second.out
    for path in (documents.parent / "one").iterdir():
        text = path.read_bytes()
        assert text == (documents.parent / "two" / path.name).read_bytes()
        assert str(documents.parent).encode() not in text


def test_the_same_report_wherever_the_document_lies(auditor, documents):
    auditor("audit", "documents/bad.txt", "--output", "one")
    auditor("audit", str(documents / "bad.txt"), "--output", "two")
    assert (documents.parent / "one/bad.html").read_bytes() == (documents.parent / "two/bad.html").read_bytes()


def test_no_files(auditor, documents):
    outcome = auditor("audit", "documents", "--no-files")
    assert "reports" not in outcome.out
    assert not (documents.parent / "reports").exists()


@pytest.mark.usefixtures("documents")
def test_json_of_one_document_is_one_object(auditor):
    outcome = auditor("audit", "documents/bad.txt", "--format", "json", "--no-files")
    found = json.loads(outcome.out)
    assert found["schema_version"] == "1"
    assert found["source"]["path"] == "documents/bad.txt"
    assert outcome.out.isascii()


@pytest.mark.usefixtures("documents")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_json_of_a_folder_is_one_object_a_line(auditor, jobs):
    outcome = auditor("audit", "documents", "--format", "json", "--no-files", "--fail-on", "never", "--jobs", jobs)
    assert outcome.status == 0
    assert [found["source"]["path"] for found in outcome.objects] == ["documents/bad.txt", "documents/good.txt"]
    assert outcome.err == ""


def test_a_folder_of_one_document_gives_json_lines_too(auditor, documents):
    (documents / "good.txt").unlink()
    assert len(auditor("audit", "documents", "--format", "json", "--no-files").objects) == 1


def test_standard_input(auditor, documents, monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO((documents / "bad.txt").read_bytes())))
    outcome = auditor("audit", "-", "--format", "json")
    assert json.loads(outcome.out)["source"]["path"] == "-"
    assert (documents.parent / "reports/standard-input.md").is_file()


def test_standard_input_with_a_name(auditor, documents, monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"Region,2021\nNorth,3\nSouth,4\nTotal,7\n")))
    outcome = auditor("audit", "-", "--stdin-filename", "deaths.csv", "--format", "json")
    found = json.loads(outcome.out)
    assert found["source"]["path"] == "deaths.csv"
    assert found["figures"][0]["table"] == "t1"
    assert (documents.parent / "reports/deaths.html").is_file()


def test_one_bad_file_does_not_end_a_run(auditor, documents):
    (documents / "empty.txt").write_text("")
    outcome = auditor("audit", "documents", "missing.txt", "--no-files")
    assert outcome.status == 1
    assert outcome.err.splitlines() == [
        "auditor: cannot read documents/empty.txt: it is empty: give a file that has text in it",
        "auditor: cannot read missing.txt: no such file: check the path",
    ]
    assert "good.txt: Everything that could be checked reconciles" in outcome.out
    assert "2 documents audited, 2 could not be read; 1 with figures that do not reconcile." in outcome.out


@pytest.mark.usefixtures("documents")
def test_each_document_is_audited_once(auditor):
    outcome = auditor("audit", "documents", "documents/bad.txt", "./documents", "--format", "json", "--no-files")
    assert len(outcome.objects) == 2


@pytest.mark.usefixtures("documents")
def test_reports_of_an_earlier_run_are_not_audited(auditor):
    for _ in range(2):
        outcome = auditor("audit", "documents", "--output", "documents/reports", "--format", "json")
        assert len(outcome.objects) == 2


def test_a_report_never_takes_the_place_of_a_document(auditor, place):
    (place / "notes.md").write_text("1. A total of 10 persons, including 4 men and 5 women, were detained.\n")
    before = (place / "notes.md").read_bytes()
    auditor("audit", "notes.md", "--output", ".")
    assert (place / "notes.md").read_bytes() == before
    assert (place / "notes-2.md").is_file()


@pytest.mark.usefixtures("documents")
def test_quiet_says_findings_alone(auditor):
    assert auditor("audit", "documents/good.txt", "--quiet").out == ""
    outcome = auditor("audit", "documents", "--quiet")
    assert "short by 1" in outcome.out
    assert "audited" not in outcome.out


@pytest.mark.usefixtures("documents")
def test_html_of_several_documents_goes_to_files(auditor):
    outcome = auditor("audit", "documents", "--format", "html")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == "auditor: --format html shows one document at a time; 2 go to --output FOLDER\n"
    assert auditor("audit", "documents/bad.txt", "--format", "html").out.startswith("<!doctype html>")


@pytest.mark.usefixtures("documents")
def test_where_reports_are_is_said_apart_from_what_is_read_on(auditor):
    outcome = auditor("audit", "documents/good.txt", "--format", "markdown")
    assert outcome.out.startswith("<!-- auditor report -->")
    assert outcome.err == "Reports: reports/good.md\n         reports/good.html\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["audit"], "auditor: Missing argument 'PATH...'. See: auditor audit --help"),
        (["audit", "x.txt"], "auditor: cannot read x.txt: no such file: check the path"),
        (["audit", "."], "auditor: .: no documents in this folder; there are readers for "),
        (["audit", "x.txt", "--format", "pdf"], "auditor: Invalid value for '--format': 'pdf' is not one of"),
        (["audit", "x.txt", "--fail-on", "all"], "auditor: Invalid value for '--fail-on': 'all' is not one of"),
        (["audit", "x.txt", "--jobs", "many"], "auditor: Invalid value for '--jobs': 'many' is not a valid integer"),
        (["audit", "x.txt", "--rules", "none.yaml"], "auditor: none.yaml:1:1: cannot be read"),
        (["audit", "x.txt", "--lang", "xx"], "auditor: --lang xx: no such language; there are: en, es, fr"),
        (["audit", "x.txt", "--colour"], "auditor: No such option '--colour'"),
        (["adit"], "auditor: No such command 'adit'"),
        (["audit", "\x1b[31mred.txt"], "auditor: cannot read ?[31mred.txt: no such file"),
        (["--config", "none.toml", "rules", "list"], "auditor: none.toml: cannot be read (no such file or directory)"),
    ],
)
def test_an_error_is_one_line(auditor, arguments, said):
    outcome = auditor(*arguments)
    assert outcome.status == 2
    assert outcome.out == ""
    assert outcome.err.startswith(said)
    assert outcome.err.count("\n") == 1
    assert "\x1b" not in outcome.err


@pytest.mark.usefixtures("documents")
def test_a_defect_of_one_document_is_one_line(auditor, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise KeyError("no such thing")

    monkeypatch.setattr("auditor.pipeline.audit_document", broken)
    outcome = auditor("audit", "documents/good.txt")
    assert outcome.status == 2
    assert outcome.err.startswith("auditor: cannot audit documents/good.txt: KeyError at test_audit.py:")
    assert outcome.err.count("\n") == 1


def test_a_folder_that_cannot_be_written_to(auditor, documents):
    (documents.parent / "taken").write_text("")
    outcome = auditor("audit", "documents/good.txt", "--output", "taken")
    assert outcome.status == 2
    assert outcome.err.startswith("auditor: taken/good.md: ")
    assert outcome.err.endswith("check --output, or use --no-files\n")


HOSTILE = (
    "1. \x1b[31mA total of 10 persons\x1b[0m <b>held</b>, including 4 men\x07 and 5 women, were [sued](http://x).\n"
)


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_escapes_of_a_document_reach_no_terminal(auditor, place, form):
    (place / "hostile.txt").write_text(HOSTILE)
    outcome = auditor("audit", "hostile.txt", "--format", form, "--no-files", "--verbose")
    assert outcome.status == 1
    assert not any(ord(char) < 32 and char != "\n" for char in outcome.out)


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x01\x02binary" * 50,
        b"",
        b"   \n ",
        b"\xff\xfe\xfa\x81\x8d" * 9,
        b"((((((((( 10 persons [[[[[ including 4 men and 5 women",
        b"A total of " + b"9" * 400 + b" persons, including 4 men and 5 women.",
        b"A total of 10 persons, including 4 men and 5 women. " * 100,
        b"words without end " * 60_000 + b"A total of 10 persons, including 4 men and 5 women.",
        b"<script>alert(1)</script> 10 | 20 | `30` [40](x)",
    ],
)
def test_bad_input_gets_a_line_or_an_audit(auditor, place, content):
    (place / "bad.txt").write_bytes(content)
    outcome = auditor("audit", "bad.txt")
    assert outcome.status in (0, 1, 2)
    assert "Traceback" not in outcome.err
    assert "defect" not in outcome.err
    assert len(outcome.err.splitlines()) == (outcome.status == 2)
