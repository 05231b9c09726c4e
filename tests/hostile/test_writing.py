"""Reports are written whole or not at all, and nobody else reads them before they are."""

from __future__ import annotations

import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.pipeline import audit_document
from auditor.report import files
from auditor.report.files import write_file
from auditor.report.tidy import write_tables

ROOT = Path(__file__).resolve().parents[2]
KILLED = """
import os, signal, sys
from pathlib import Path
from auditor.report import files

class Text(str):
    def encode(self, *given):
        return super().encode(*given)

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[1] == "writing":
    real = os.fdopen
    def opened(*given, **named):
        stream = real(*given, **named)
        write = stream.write
        class Half:
            def __enter__(self): return self
            def __exit__(self, *_): stream.close()
            def write(self, data):
                write(data[: len(data) // 2]); stream.flush(); die()
        return Half()
    os.fdopen = opened
else:
    Path.replace = die
files.write_file(Path("report.md"), "new " * 100_000)
"""


@pytest.mark.posix
@pytest.mark.parametrize("moment", ["writing", "replacing"])
def test_a_kill_leaves_the_old_file(tmp_path: Path, moment: str) -> None:
    (tmp_path / "report.md").write_text("old")
    done = subprocess.run(  # noqa: S603 - this Python, a program of ours
        [sys.executable, "-c", KILLED, moment], cwd=tmp_path, check=False, env={"PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == -signal.SIGKILL
    assert (tmp_path / "report.md").read_text() == "old"
    assert all(path.name.startswith(".") for path in tmp_path.iterdir() if path.name != "report.md")
    write_file(tmp_path / "report.md", "new")
    assert (tmp_path / "report.md").read_text() == "new"


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt, MemoryError])
def test_an_error_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    (tmp_path / "report.md").write_text("old")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(error):
        write_file(tmp_path / "report.md", "new")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("report.md", "old")]


@pytest.mark.posix
def test_a_file_is_private_until_it_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    real = files.os.fdopen

    def opened(handle: int, *given: object) -> object:
        seen.extend((path.name[0], stat.S_IMODE(path.stat().st_mode)) for path in tmp_path.iterdir())
        return real(handle, *given)  # type: ignore[call-overload]

    monkeypatch.setattr(files.os, "fdopen", opened)
    write_file(tmp_path / "report.md", "new")
    assert seen == [(".", 0o600)]
    assert [path.name for path in tmp_path.iterdir()] == ["report.md"]


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_tables_too_are_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    audit = audit_document("x.txt", data=b"1. Of 12 persons 7 were men.", language="en")
    first = write_tables(audit, tmp_path, form)  # type: ignore[arg-type]
    before = {path: path.read_bytes() for path in first}
    more = audit_document("x.txt", data=b"1. Of 13 persons 7 were men and 6 women.", language="en")

    def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError):  # noqa: PT011 - the one above
        write_tables(more, tmp_path, form)  # type: ignore[arg-type]
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
