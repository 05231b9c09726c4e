"""A folder becomes one dataset; what is known is not audited again; one bad document is one line."""

import csv
import json
import sys
from collections.abc import Callable

import pyarrow.dataset as pd
import pytest
from corpora import STATES, Here, corpus, submission, tree

from auditor.cli import run
from auditor.corpus import parts
from auditor.corpus.executors import Processes
from auditor.corpus.parts import number_of_parts, part_of
from auditor.corpus.records import BrokenRecord, RecordCounts, record_of
from auditor.corpus.records import Record as Records
from auditor.pipeline import audit_document


@pytest.fixture
def place(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def auditor(capfd, monkeypatch) -> Callable[..., tuple[int, str, str]]:
    monkeypatch.setattr("auditor.corpus.executors.Processes", Here)

    def call(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        status = run(["audit", *arguments])
        out = capfd.readouterr()
        return status, out.out, out.err

    return call


def sheet(folder, name):
    return pd.dataset(folder / name, partitioning="hive").to_table().to_pylist()


def test_a_folder_becomes_a_dataset(place, auditor):
    folder = corpus(place / "in", 12)
    status, out, err = auditor("in", "--dataset", "out")
    assert status == 1
    assert "14 documents: 12 audited now, 0 known, 2 not audited" in out
    assert err.count("\n") == 2
    documents = {row["document"]: row for row in sheet(place / "out", "documents")}
    assert sorted(documents) == sorted(p.relative_to(folder).as_posix() for p in folder.rglob("report-*.txt"))
    for name, row in documents.items():
        audit = audit_document(folder / name)
        number = int(name.rpartition("-")[2].removesuffix(".txt"))
        assert row["state"] == {"Norway": "NOR", "Chile": "CHL", "Togo": "TGO", "Nepal": "NPL"}[STATES[number % 4]]
        assert row["year"] == 2015 + number % 3
        assert row["figures"] == len(audit.figures.figures)
        own = [each for each in sheet(place / "out", "figures") if each["document"] == name]
        assert [(each["id"], each["value"]) for each in own] == [(f.id, f.value) for f in audit.figures.figures]
        found = [each for each in sheet(place / "out", "findings") if each["document"] == name]
        assert [each["fingerprint"] for each in found] == [finding.fingerprint for finding in audit.findings]
        relations = [each for each in sheet(place / "out", "relations") if each["document"] == name]
        assert {each["id"] for each in relations} == {relation.id for relation in audit.relations}
    page = (place / "out/index.html").read_text()
    assert "14 documents audited" in page
    assert "broken.docx" in page
    assert str(place) not in page


def test_one_bad_document_is_one_line(place, auditor):
    corpus(place / "in", 2)
    auditor("in", "--dataset", "out", "--quiet")
    with (place / "out/failures.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == ["path", "what", "where", "what to do"]
    assert [row[0] for row in rows[1:]] == ["'=empty.txt", "broken.docx"]  # no cell that a spreadsheet would run
    assert all(all(row) for row in rows)


def test_a_second_run_audits_nothing_and_changes_nothing(place, auditor):
    corpus(place / "in")
    auditor("in", "--dataset", "out")
    before = tree(place / "out")
    times = {path: path.stat().st_mtime_ns for path in (place / "out").rglob("*.parquet")}
    _, out, _ = auditor("in", "--dataset", "out")
    assert "0 audited now, 30 known" in out
    assert tree(place / "out") == before
    assert {path: path.stat().st_mtime_ns for path in (place / "out").rglob("*.parquet")} == times


def test_a_changed_document_alone_is_audited_again(place, auditor, monkeypatch):
    monkeypatch.setattr(parts, "DOCUMENTS_A_PART", 8)
    corpus(place / "in")
    auditor("in", "--dataset", "out")
    (place / "in/series-1/report-1.txt").write_text(submission(1000))
    (place / "in/series-2/report-2.txt").unlink()
    (place / "in/new.txt").write_text(submission(1001))
    _, out, _ = auditor("in", "--dataset", "out")
    assert "2 audited now, 28 known" in out
    auditor("in", "--dataset", "anew")
    assert tree(place / "out") == tree(place / "anew")


def test_a_moved_document_is_known(place, auditor, monkeypatch):
    monkeypatch.setattr(parts, "DOCUMENTS_A_PART", 8)
    corpus(place / "in")
    auditor("in", "--dataset", "out")
    (place / "in/moved").mkdir()
    for number in range(9):
        (place / f"in/series-{number % 3}/report-{number}.txt").rename(place / f"in/moved/report-{number}.txt")
    _, out, _ = auditor("in", "--dataset", "out")
    assert "0 audited now, 30 known" in out
    auditor("in", "--dataset", "anew")
    assert tree(place / "out") == tree(place / "anew")


def test_a_folder_that_grows_keeps_what_is_known(place, auditor, monkeypatch):
    monkeypatch.setattr(parts, "DOCUMENTS_A_PART", 8)
    corpus(place / "in", 6)
    auditor("in", "--dataset", "out")
    corpus(place / "in", 30)
    _, out, _ = auditor("in", "--dataset", "out")
    assert "24 audited now, 6 known" in out
    auditor("in", "--dataset", "anew")
    assert tree(place / "out") == tree(place / "anew")


def test_processes_and_order_change_nothing(place, auditor, monkeypatch):
    corpus(place / "in")
    auditor("in", "--dataset", "one")
    monkeypatch.setattr("auditor.corpus.executors.Processes", Processes)
    auditor("in", "--dataset", "three", "--jobs", "3")
    assert tree(place / "one") == tree(place / "three")


def test_rules_and_settings_make_results_unknown(place, auditor):
    corpus(place / "in", 4)
    (place / "my.yaml").write_text(
        'version: "1"\nmatch:\n  - {title: "*Norway*"}\nfigures:\n  held: {paragraph: 1, counts: persons}\n'
        "identities:\n  - {id: XYZ001, name: held-few, check: held <= 5, severity: error, what: Few., why: So.}\n"
    )
    auditor("in", "--dataset", "out")
    for more in (["--rules", "my.yaml"], ["--lang", "en"], ["--limit", "pages=7"], []):
        _, out, _ = auditor("in", "--dataset", "out", *more)
        assert "4 audited now, 0 known" in out
    assert "4 audited now" in auditor("in", "--dataset", "out", "--fresh")[1]


def test_accepted_findings_are_marked(place, auditor):
    corpus(place / "in", 9)
    assert run(["baseline", "write", "in", "--reason", "seen"]) == 0
    auditor("in", "--dataset", "out")
    assert not any(row["accepted"] for row in sheet(place / "out", "findings"))
    _, out, _ = auditor("in", "--dataset", "out", "--baseline", "auditor-baseline.json")
    assert "9 audited now" in out
    assert all(row["accepted"] for row in sheet(place / "out", "findings"))
    assert "0 errors, 0 warnings, 0 notes" in out


def test_other_files_are_not_touched(place, auditor):
    corpus(place / "in", 2)
    (place / "out").mkdir()
    (place / "out/thesis.txt").write_text("mine")
    status, _, err = auditor("in", "--dataset", "out")
    assert (status, err) == (
        2,
        "auditor: out: other files are in it; name an empty folder, or a dataset of this program\n",
    )
    assert tree(place / "out") == {"thesis.txt": b"mine"}


def test_a_dataset_inside_its_folder_is_no_document(place, auditor):
    corpus(place / "in", 3)
    auditor("in", "--dataset", "in/out")
    _, out, _ = auditor("in", "--dataset", "in/out")
    assert "5 documents: 0 audited now, 3 known" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("in", "more", "--dataset", "out"), "one folder"),
        (("in/broken.docx", "--dataset", "out"), "no folder"),
        (("in", "--dataset", "out", "--format", "json"), "--format json"),
        (("in", "--dataset", "out", "--resume", "--fresh"), "exclude"),
        (("empty", "--dataset", "out"), "no documents"),
        (("in", "--dataset", "out", "--dask", "tcp://127.0.0.1:1"), "no scheduler answers"),
        (("nowhere://in", "--dataset", "out"), "nowhere://in: cannot be opened"),
    ],
)
def test_what_cannot_be_done_is_one_line(place, auditor, arguments, said, monkeypatch):
    monkeypatch.setattr("auditor.corpus.executors.PATIENCE", 1)
    corpus(place / "in", 1)
    (place / "empty").mkdir()
    status, _, err = auditor(*arguments)
    assert status == 2
    assert said in err
    assert err.count("\n") == 1


def test_missing_pyarrow_is_said(place, auditor, monkeypatch):
    corpus(place / "in", 1)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert auditor("in", "--dataset", "out")[2].endswith("install it with: pip install 'auditor[parquet]'\n")


def test_parts_are_even_and_few():
    assert [number_of_parts(n) for n in (0, 1, 128, 129, 10_000, 100_000)] == [1, 1, 1, 2, 128, 1024]
    sizes = [0] * 16
    for number in range(1600):
        sizes[int(part_of(f"a/{number}.txt", 16).split("-")[0])] += 1
    assert max(sizes) < 160


def test_a_record_tells_whether_it_is_whole(place):
    audit = audit_document("x.txt", data=submission(1).encode())
    packed = record_of(audit, RecordCounts()).pack()
    assert Records.unpack(packed).sheets["figures"].num_rows == len(audit.figures.figures)
    for broken in (b"", packed[:-1], packed + b"x", packed[:100] + b"\0" + packed[101:], b"\0" * 50):
        with pytest.raises(BrokenRecord):
            Records.unpack(broken)


def test_a_manifest_whose_files_are_gone_does_not_count(place, auditor):
    corpus(place / "in", 3)
    auditor("in", "--dataset", "out")
    before = tree(place / "out")
    next((place / "out/figures").rglob("*.parquet")).unlink()
    _, out, _ = auditor("in", "--dataset", "out")
    assert "3 audited now" in out
    assert tree(place / "out") == before


def test_names_that_are_no_utf8(place, auditor):
    (place / "in").mkdir()
    (place / "in" / b"re\xe9port.txt".decode("utf-8", "surrogateescape")).write_text(submission(1))
    (place / "in" / b"b\xe9d.txt".decode("utf-8", "surrogateescape")).write_text("")
    _, out, _ = auditor("in", "--dataset", "out")
    assert "2 documents: 1 audited now" in out
    assert sheet(place / "out", "documents")[0]["document"] == "re\\xe9port.txt"
    assert "0 audited now, 1 known" in auditor("in", "--dataset", "out")[1]
    assert json.loads((place / "out/dataset.json").read_text())["failures"] == 1
