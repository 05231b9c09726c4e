from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from auditor.read import Unreadable, find_documents, read_document, suffixes


def test_documents_of_a_folder_come_sorted_without_hidden_ones(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a.MD",
        "c/d.pdf",
        "c/a.docx",
        ".hidden.txt",
        ".git/x.txt",
        "c/~$a.docx",
        "image.png",
        "e.csv",
    ):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("x", encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    found = [path.relative_to(tmp_path).as_posix() for path in find_documents(tmp_path)]
    assert found == ["a.MD", "b.txt", "c/a.docx", "c/d.pdf", "e.csv"]
    with pytest.raises(Unreadable, match="no folder"):
        find_documents(tmp_path / "b.txt")


def test_every_format_of_the_design_is_known() -> None:
    assert {".txt", ".md", ".html", ".docx", ".pdf", ".xlsx", ".csv", ".tsv"} <= set(suffixes())


@pytest.mark.parametrize("name", ["x.txt", "x.md", None])
def test_the_content_says_the_format_and_the_name_is_a_hint(name: str | None) -> None:
    page = read_document(
        "-", data=b"<!DOCTYPE html><html><p>Of <b>12</b> persons.</p></html>", name=name, language="en"
    )
    assert page.paragraphs[0].text == "Of 12 persons."
    assert read_document("-", data=b"# Head\n\nOf *12* persons.", language="en").paragraphs[-1].text == "Of 12 persons."
    plain = read_document("-", data=b"# 12 *of* them\n", name="x.txt", language="en")
    assert plain.paragraphs[0].text == "# 12 *of* them"


def test_a_document_says_where_it_is_from(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"Sur les 12 personnes, dont 7 hommes, il y avait des enfants et la police.\n")
    document = read_document(file)
    assert document.path == str(file)
    assert len(document.sha256) == 64
    assert document.language == "fr"
    assert read_document(file, language="en").language == "en"


def test_reading_plain_text_imports_nothing_heavy() -> None:
    code = (
        "import sys; from auditor.read import read_document; read_document('-', data=b'Of 12 persons.', language='en');"
        "print(sorted({'lxml', 'pandas', 'pdfplumber', 'pypdfium2', 'openpyxl', 'docx', 'zipfile'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert run.stdout.strip() == "[]"
