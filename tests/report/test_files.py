import pytest

from auditor.report.emitters.markdown import MARKER
from auditor.report.files import file_stems, write_file

SUFFIXES = (".md", ".html")


@pytest.mark.parametrize(
    ("sources", "stems"),
    [
        (["a.docx"], ["a"]),
        (["a.docx", "a.pdf", "b/a.txt"], ["a", "a-2", "a-3"]),
        (["A.txt", "a.txt"], ["A", "a-2"]),
        (["../../etc/passwd.txt"], ["passwd"]),
        (["annual report 2024.docx"], ["annual-report-2024"]),
        (["\x1b[31m.txt", "..txt", ".md"], ["document", "document-2", "md"]),
        (["a.b.txt"], ["a.b"]),
    ],
)
def test_stems(tmp_path, sources, stems):
    assert file_stems(sources, tmp_path, SUFFIXES) == stems


def test_a_report_never_takes_the_place_of_a_document(tmp_path):
    (tmp_path / "mine.md").write_text("notes of a person")
    (tmp_path / "old.md").write_text(f"{MARKER}\n# Statistical consistency")
    assert file_stems(["mine.txt", "old.txt"], tmp_path, SUFFIXES) == ["mine-2", "old"]
    assert file_stems(["old.txt"], tmp_path, SUFFIXES, [tmp_path / "old.md"]) == ["old-2"]


def test_write_makes_the_folder_and_leaves_nothing_else(tmp_path):
    target = tmp_path / "new" / "a.md"
    write_file(target, "first\n")
    write_file(target, "second\n")
    assert target.read_bytes() == b"second\n"
    assert [path.name for path in target.parent.iterdir()] == ["a.md"]


def test_what_cannot_be_written_leaves_the_old_file(tmp_path):
    target = tmp_path / "a.md"
    write_file(target, "old")
    with pytest.raises(UnicodeEncodeError):
        write_file(target, "new \ud800")
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]
