"""Progress: told to whoever watches, shown on a terminal alone, and never in what a pipe gets."""

import os
import subprocess
import sys

import pytest

from auditor.runtime.progress import over, watched

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
TEXT = "1. A total of 10 persons, including 4 men and 6 women, were detained.\n"


def test_steps_are_told_when_they_are_done():
    told = []
    with watched(lambda *step: told.append(step)):
        assert list(over("abc", "pages")) == ["a", "b", "c"]
    assert told == [("pages", 1, 3), ("pages", 2, 3), ("pages", 3, 3)]
    assert list(over("abc", "pages")) == ["a", "b", "c"]
    assert len(told) == 3


def on_a_terminal(folder, *arguments):
    """Run the program with standard error on a terminal; give its status, standard output and what the terminal got."""
    ours, theirs = pty.openpty()
    program = [sys.executable, "-m", "auditor", "audit", *arguments]
    surroundings = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    with subprocess.Popen(program, cwd=folder, stdout=subprocess.PIPE, stderr=theirs, env=surroundings) as running:  # noqa: S603
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65_536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            shown += piece
        out, _ = running.communicate(timeout=60)
    os.close(ours)
    return running.returncode, out, shown


@pytest.fixture
def folder(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "documents").mkdir()
    for name in "ab":
        (tmp_path / "documents" / f"{name}.txt").write_text(TEXT)
    return tmp_path


def test_a_bar_over_documents(folder):
    status, out, shown = on_a_terminal(folder, "documents", "--no-files")
    assert status == 0
    assert b"Auditing" in shown
    assert b"\x1b" not in out
    assert out.count(b"reconciles") >= 2


@pytest.mark.parametrize("arguments", [("documents", "--quiet"), ("documents/a.txt",)])
def test_no_bar_where_there_is_nothing_to_wait_for(folder, arguments):
    status, _, shown = on_a_terminal(folder, *arguments, "--no-files")
    assert (status, shown) == (0, b"")


@pytest.mark.parametrize(("pages", "told"), [(24, True), (3, False)])
def test_a_bar_over_the_pages_of_a_long_document(folder, pages, told):
    pdfium = pytest.importorskip("pypdfium2")
    raw = pytest.importorskip("pypdfium2.raw")
    document = pdfium.PdfDocument.new()
    for number in range(pages):
        page = document.new_page(300, 200)
        text = raw.FPDFPageObj_NewTextObj(document.raw, b"Helvetica", 12)
        words = f"Page {number} tells of 12 persons.".encode("utf-16-le") + b"\x00\x00"
        raw.FPDFText_SetText(text, (raw.FPDF_WCHAR * (len(words) // 2)).from_buffer_copy(words))
        raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, 20, 100)
        raw.FPDFPage_InsertObject(page.raw, text)
        page.gen_content()
        page.close()
    document.save(str(folder / "long.pdf"))
    status, out, shown = on_a_terminal(folder, "long.pdf", "--no-files")
    assert b"\x1b" not in out
    assert (status, b"Pages" in shown) == (0, told)
    assert b"figures read" in out
