"""The finished report of the embedded example is the one that the program makes."""

from pathlib import Path

import pytest

from auditor.runtime.resources import EXAMPLE, example_file

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    from auditor.cli import run

    folder = tmp_path_factory.mktemp("reports")
    assert run(["example", "--output", str(folder), "--quiet"]) == 0
    return folder


@pytest.mark.parametrize("suffix", [".md", ".html"])
def test_the_committed_report_is_current(made, suffix):
    committed = (ROOT / "reports" / f"{EXAMPLE}{suffix}").read_text(encoding="utf-8")
    current = (made / f"{EXAMPLE}{suffix}").read_text(encoding="utf-8")
    assert committed == current, "make it anew with: make audit"


@pytest.mark.parametrize("name", ["figures.csv", "relations.csv", "datapackage.json"])
def test_the_committed_tables_are_current(tmp_path, name):
    from auditor.cli import run

    folder = ROOT / "data" / EXAMPLE
    assert run(["figures", str(folder / "submission.md"), "--output", str(tmp_path)]) == 0
    made = (tmp_path / name).read_bytes()
    assert made == (folder / name).read_bytes(), (
        f"make them anew: auditor figures data/{EXAMPLE}/submission.md --output"
    )


def test_the_example_restates_and_copies_no_sentence():
    original = ROOT.parent / "shared" / "submissions" / f"{EXAMPLE}.txt"
    if not original.is_file():
        pytest.skip("the official text is not beside the project, at ../shared/submissions")
    words = " ".join(original.read_text(encoding="utf-8").split())
    text = " ".join(example_file().read_text(encoding="utf-8").split())
    sentences = [sentence.strip() for sentence in text.split(". ") if len(sentence.split()) > 6]
    assert len(sentences) > 40
    assert [sentence for sentence in sentences if sentence in words] == []
