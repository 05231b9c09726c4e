"""No audit, whatever the format, speaks to another machine, starts a program, or leaves a file behind."""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from hostile_files import SAID, page, pdf, stream

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.posix
SENTENCE = "1. A total of 10 persons, including 4 men and 5 women, were held."
WATCH = """
import os, stat, sys
REFUSED = ("socket.connect", "socket.getaddrinfo", "socket.gethostby", "socket.sendto", "urllib.Request",
           "os.exec", "os.fork", "os.posix_spawn", "os.system", "webbrowser.open", "ftplib.", "smtplib.", "http.client")
STARTED = set()
def hook(event, arguments):
    if event.startswith(REFUSED):
        os.write(2, ("refused: " + event + " " + repr(arguments)[:200]).encode())
        os._exit(77)
    if event == "subprocess.Popen" and (arguments[0] or arguments[1][0]) != sys.executable:
        os.write(2, ("started: " + repr(arguments)[:300]).encode())
        os._exit(78)
    if event == "open" and isinstance(arguments[0], str) and arguments[1] and set("wax+") & set(arguments[1]):
        path = os.path.abspath(arguments[0])
        temporary = os.environ["TMPDIR"]
        if path.startswith(temporary):
            top = os.path.join(temporary, os.path.relpath(path, temporary).split(os.sep)[0])
            if os.path.exists(top) and stat.S_IMODE(os.stat(top).st_mode) & 0o077:
                os.write(2, ("open to others: " + path).encode())
                os._exit(79)
        elif not path.startswith((os.getcwd(), os.devnull)):
            os.write(2, ("wrote: " + path).encode())
            os._exit(80)
os.umask(0)
sys.addaudithook(hook)
"""
PROGRAM = (
    WATCH
    + """
from auditor.read import subprocess_reader
subprocess_reader._PROGRAM = os.environ["WATCH"] + subprocess_reader._PROGRAM
from auditor.cli import run
sys.exit(run(sys.argv[1:]))
"""
)


def word() -> bytes:
    made, out = docx.Document(), BytesIO()
    made.add_paragraph(SENTENCE)
    made.save(out)
    return out.getvalue()


def workbook() -> bytes:
    made, out = openpyxl.Workbook(), BytesIO()
    for row in (["Place", "a", "b"], ["Paris", 4, 1], ["Lyon", 5, 2], ["Total", 10, 3]):
        made.worksheets[0].append(row)
    made.save(out)
    return out.getvalue()


FORMATS = {
    "txt": SENTENCE.encode(),
    "md": f"# Report\n\n{SENTENCE}\n\n![x](http://127.0.0.1:9/x.png) [y](http://127.0.0.1:9/)\n".encode(),
    "html": f"<html><img src='http://127.0.0.1:9/x.png'><p>{SENTENCE}".encode(),
    "csv": b"Place,a,b\nParis,4,1\nLyon,5,2\nTotal,10,3\n",
    "docx": word(),
    "xlsx": workbook(),
    "pdf": pdf(page(stream("", SAID.replace(b"1. Of 12 persons 7 were men and 5 women.", SENTENCE.encode())))),
}


def watched(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command where whatever reaches out ends the process, and see that it left no temporary file."""
    temporary = folder / "temporary"
    temporary.mkdir(exist_ok=True)
    (folder / "work" / ".git").mkdir(parents=True, exist_ok=True)
    done = subprocess.run(  # noqa: S603 - this Python, a program of ours
        [sys.executable, "-c", PROGRAM, *arguments], cwd=folder / "work", capture_output=True, text=True, timeout=120,
        check=False, env={"PYTHONPATH": str(ROOT), "PATH": "", "HOME": str(folder / "work" / "home"), "WATCH": WATCH,
                          "TMPDIR": str(temporary)},
    )  # fmt: skip
    assert list(temporary.iterdir()) == []
    return done


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "work" / "documents"
    folder.mkdir(parents=True)
    for form, data in FORMATS.items():
        (folder / f"{form}-report.{form}").write_bytes(data)
    return tmp_path


def test_an_audit_of_every_format_keeps_to_itself(documents: Path) -> None:
    done = watched(documents, "audit", "documents", "--fail-on", "error", "--quiet", "--format", "json")
    assert (done.returncode, done.stderr) == (1, "")
    found = [json.loads(row) for row in done.stdout.splitlines()]
    assert [Path(one["source"]["path"]).suffix[1:] for one in found] == sorted(FORMATS)
    assert all(one["counts"]["fails"] for one in found)
    assert len(list((documents / "work" / "reports").iterdir())) == 2 * len(FORMATS)
    assert {path.name for path in (documents / "work").iterdir()} == {".git", "documents", "reports"}


def test_a_scheduled_check_keeps_to_itself(documents: Path) -> None:
    done = watched(documents, "check", "documents", "--data-docs", "pages", "--quiet")
    assert (done.returncode, done.stderr) == (1, "")
    record = next((documents / "work" / "reports" / "validations").iterdir())
    assert len(json.loads(record.read_text(encoding="utf-8"))["submissions"]) == len(FORMATS)
    assert {path.name for path in (documents / "work").iterdir()} == {".git", "documents", "reports", "pages"}


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("import socket; socket.create_connection(('127.0.0.1', 9))", 77),
        ("import socket; socket.getaddrinfo('example.org', 80)", 77),
        ("import subprocess; subprocess.Popen(['/bin/true'])", 78),
        ("open(os.environ['TMPDIR'] + '/x', 'w').close(); open(os.environ['TMPDIR'] + '/x', 'w')", 79),
        ("open(os.path.dirname(os.getcwd()) + '/x', 'w')", 80),
    ],
)
def test_what_reaches_out_is_seen(tmp_path: Path, code: str, status: int) -> None:
    done = subprocess.run(  # noqa: S603 - this Python, a program of ours
        [sys.executable, "-c", WATCH + code], cwd=tmp_path, check=False, capture_output=True,
        env={"TMPDIR": str(tmp_path), "PATH": ""} if status == 79 else {"TMPDIR": "/nowhere", "PATH": ""},
    )  # fmt: skip
    assert done.returncode == status
