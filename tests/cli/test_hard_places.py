"""What a run finds where it runs costs what it concerns alone, and is said in a line.

Links in circles, folders that are shut, names that no system takes, streams that are closed or full, consoles that lack
characters, too little memory, too few files.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from auditor.report.emitters import EMITTERS

Auditor = Callable[..., Any]
GOOD = "1. A total of 10 persons, including 4 men and 6 women, were detained.\n"
BAD = "1. A total of 10 persons, including 4 men and 5 women, were detained.\n"
PROGRAM = (sys.executable, "-m", "auditor")
FOREIGN = (
    "1. Задержано 10 человек, “—” 拘留 10 人: a total of 10 persons, including 4 men and 5 women (≥ 3 → 4), été.\n"
)
FOREIGN_NAME = "Übersicht–отчёт–報告.txt"


def lines_of(told: str) -> list[str]:
    """The lines on standard error; each is one of the program's own."""
    lines = told.splitlines()
    assert all(line.startswith("auditor: ") for line in lines), told
    assert "defect" not in told
    return lines


def started(command: str, place: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command line of a shell in which "$@" is the program."""
    whole = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment}
    return subprocess.run(  # noqa: S603 - this Python, a command of this file
        ["/bin/sh", "-c", command, "sh", *PROGRAM], cwd=place, env=whole, capture_output=True, check=False, timeout=300
    )


@pytest.mark.posix
def test_links_that_lead_round_in_circles_cost_themselves_alone(auditor: Auditor, documents: Path) -> None:
    (documents / "a.txt").symlink_to("b.txt")
    (documents / "b.txt").symlink_to("a.txt")
    (documents / "gone.txt").symlink_to("nowhere.txt")
    (documents / "round").symlink_to(documents)
    done = auditor("audit", "documents", "--no-files")
    assert len(lines_of(done.err)) == 3
    assert "cannot read documents/a.txt: too many levels of symbolic links: check the path" in done.err
    assert "cannot read documents/gone.txt: no such file" in done.err
    assert "2 documents" in done.out
    assert done.status == 1
    alone = auditor("audit", "documents/a.txt", "documents/good.txt", "--no-files")
    assert len(lines_of(alone.err)) == 1


def test_a_folder_that_may_not_be_entered_costs_itself_alone(
    auditor: Auditor, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (documents / "shut" / "deeper").mkdir(parents=True)
    (documents / "open").mkdir()
    (documents / "open" / "more.txt").write_text(GOOD)
    real = os.scandir

    def scandir(path: Any = ".") -> Iterator[os.DirEntry[str]]:
        if Path(path).name == "shut":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    done = auditor("audit", "documents", "--no-files", "--fail-on", "never")
    assert lines_of(done.err) == ["auditor: cannot read documents/shut: permission denied: check its permissions"]
    assert "3 documents" in done.out
    assert done.status == 0
    alone = auditor("audit", "documents/shut", "--no-files")
    assert lines_of(alone.err) == ["auditor: cannot read documents/shut: permission denied: check its permissions"]
    assert alone.status == 2


@pytest.mark.parametrize("name", ["x" * 251, "ж" * 125])
def test_a_name_as_long_as_names_may_be_is_shortened_for_reports(auditor: Auditor, place: Path, name: str) -> None:
    """Two such names that differ at their end get reports of their own."""
    (place / f"{name}.txt").write_text(GOOD)
    (place / f"{name[:-1]}y.txt").write_text(BAD)
    done = auditor("audit", f"{name}.txt", f"{name[:-1]}y.txt", "--output", "out")
    assert lines_of(done.err) == []
    stems = {path.name.partition(".")[0] for path in (place / "out").iterdir()}
    assert len(stems) == 2
    assert all(len(path.name.encode()) <= 140 for path in (place / "out").iterdir())


def test_a_name_that_no_system_takes_is_one_line(auditor: Auditor, documents: Path) -> None:
    done = auditor("audit", "x" * 5000 + ".txt", str(documents / "good.txt"), "--no-files", "--fail-on", "never")
    assert len(lines_of(done.err)) == 1
    assert "persons" in done.out or "reconcile" in done.out


@pytest.mark.parametrize("name", ["CON", "nul", "Aux", "com1", "LPT9.report", "conin$"])
def test_reports_do_not_bear_names_of_devices(auditor: Auditor, place: Path, name: str) -> None:
    (place / f"{name}.txt").write_text(GOOD)
    auditor("audit", f"{name}.txt", "--output", "out")
    written = [path.name for path in (place / "out").iterdir()]
    assert written
    assert all(file.partition(".")[0].casefold() != name.partition(".")[0].casefold() for file in written)


@pytest.mark.posix
@pytest.mark.parametrize(
    ("command", "status", "said"),
    [
        ('"$@" audit bad.txt --no-files >&-', 2, "standard output cannot be written (it is closed); send it elsewhere"),
        ('"$@" audit bad.txt --no-files >/dev/full', 2, "standard output cannot be written (no space left on device)"),
        ('"$@" audit bad.txt --no-files --format json >/dev/full', 2, "no space left on device"),
        ('"$@" rules list >/dev/full', 2, "no space left on device"),
        ('"$@" --help >&-', 2, "it is closed"),
        ('"$@" audit - --no-files <&-', 2, "cannot read standard input: it is closed: give a file, or pipe one in"),
        ('"$@" audit bad.txt --no-files <&- 2>&-', 1, ""),
        ('"$@" audit bad.txt --no-files >&- 2>&-', 2, ""),
    ],
)
def test_streams_that_are_closed_or_full(place: Path, command: str, status: int, said: str) -> None:
    (place / "bad.txt").write_text(BAD)
    done = started(command, place)
    told = lines_of(done.stderr.decode())
    assert done.returncode == status
    assert len(told) == bool(said)
    assert said in done.stderr.decode()


@pytest.mark.posix
def test_reports_are_written_where_the_screen_cannot_be(place: Path) -> None:
    (place / "bad.txt").write_text(BAD)
    done = started('"$@" audit bad.txt --output out >/dev/full', place)
    assert done.returncode == 2
    assert (place / "out" / "bad.html").stat().st_size > 1000


@pytest.mark.posix
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux holds a process to its memory")
@pytest.mark.parametrize("kilobytes", [120_000, 220_000, 330_000, 500_000])
def test_too_little_memory_is_one_line(place: Path, kilobytes: int) -> None:
    (place / "bad.txt").write_text(BAD)
    done = started(f'ulimit -v {kilobytes}; "$@" audit bad.txt --no-files', place)
    told = lines_of(done.stderr.decode())
    assert (done.returncode, told) == (1, []) or (
        done.returncode == 2 and len(told) == 1 and "there is not enough memory" in told[0]
    )


@pytest.mark.posix
@pytest.mark.parametrize("files", [8, 14, 20])
def test_too_few_files_are_one_line(place: Path, files: int) -> None:
    """In a process that reads PDF, and in those of several jobs."""
    (place / "bad.txt").write_text(BAD)
    (place / "bad.pdf").write_bytes(b"%PDF-1.4 of nothing")
    done = started(f'ulimit -n {files}; "$@" audit bad.txt bad.pdf --jobs 2 --no-files', place)
    told = lines_of(done.stderr.decode())
    assert 1 <= len(told) <= 2
    assert done.returncode in (1, 2)


EVERY_FORM = f"""
import sys
from auditor.cli import run
for form in {list(EMITTERS)}:
    status = run(["audit", {FOREIGN_NAME!r}, "--no-files", "--format", form])
    assert status == 1, (form, status)
"""


@pytest.mark.posix
@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii"])
def test_consoles_that_lack_characters(place: Path, encoding: str) -> None:
    (place / FOREIGN_NAME).write_text(FOREIGN)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": encoding}
    done = subprocess.run(  # noqa: S603 - this Python, a program of this file
        [sys.executable, "-c", EVERY_FORM], cwd=place, env=environment, capture_output=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr.decode()
    assert lines_of(done.stderr.decode()) == []
    assert b"\xef\xbb\xbf" in done.stdout  # of the CSV
    assert "拘留 10 人".encode() in done.stdout  # forms for machines are in UTF-8
