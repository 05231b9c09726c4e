"""One run writes a dataset at a time, and what goes wrong loses nothing: the next run gives the same files."""

import errno
import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import asdict

import pytest
from corpora import Here, corpus, tree

from auditor.cli import run
from auditor.corpus import run_lock
from auditor.corpus.parts import manifests, remove_changed
from auditor.corpus.run_lock import LOCK, DatasetError, Holder, RunLock
from auditor.corpus.storage import Folder


@pytest.fixture
def place(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("auditor.corpus.executors.Processes", Here)
    monkeypatch.setattr(run_lock, "SETTLE", 0.0)
    corpus(tmp_path / "in", 5)
    return tmp_path


@pytest.fixture
def audited(place, capfd):
    def call(*more: str) -> tuple[int, str]:
        capfd.readouterr()
        status = run(["audit", "in", "--dataset", "out", "--quiet", "--fail-on", "never", *more])
        return status, "".join(line for line in capfd.readouterr().err.splitlines(keepends=True) if "in/" not in line)

    return call


def held(place, **changed: object) -> None:
    """Leave the lock of another run."""
    own = asdict(Holder.here("other"))
    (place / "out").mkdir(exist_ok=True)
    (place / "out" / LOCK).write_text(json.dumps({**own, **changed}))


ELSEWHERE = {"host": "elsewhere", "machine": "another", "process": 7, "born": "1"}


@pytest.mark.posix
def test_a_second_run_says_that_one_is_under_way(place, audited):
    corpus(place / "in", 40)
    told = [sys.executable, "-m", "auditor", "audit", "in", "--dataset", "out", "--quiet", "--fail-on", "never"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(told, cwd=place, env=environment, stderr=subprocess.DEVNULL) as first:  # noqa: S603 - ours
        while not (place / "out" / LOCK).exists() and first.poll() is None:
            time.sleep(0.01)
        status, said = audited()
        assert first.poll() is None, "the first run was over too early for this test"
    assert (status, said.count("\n")) == (2, 1)
    assert f"out: a run into it is under way (process {first.pid} on {socket.gethostname()}, since " in said
    assert first.returncode == 0
    first_result = tree(place / "out")
    assert audited("--fresh")[0] == 0
    assert tree(place / "out") == first_result
    assert LOCK not in first_result


def test_a_run_on_another_machine_is_waited_for_while_it_gives_signs_of_life(place, audited):
    held(place, **ELSEWHERE)
    status, said = audited()
    assert status == 2
    assert "(process 7 on elsewhere, since " in said
    assert "or for 60 seconds if that machine has stopped" in said
    long_ago = time.time() - 61
    os.utime(place / "out" / LOCK, (long_ago, long_ago))
    assert audited() == (0, "")
    assert LOCK not in tree(place / "out")


@pytest.mark.parametrize("left", ["a process that is gone", "its number come again", "half a file", "nothing in it"])
def test_a_run_that_was_killed_holds_nothing(place, audited, left):
    if left in ("half a file", "nothing in it"):
        (place / "out").mkdir()
        (place / "out" / LOCK).write_text('{"run": "a' if left == "half a file" else "")
    else:
        ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
        number = int(ended.stdout) if left == "a process that is gone" else os.getppid()
        held(place, process=number, born="1")
    if not sys.platform.startswith("linux"):
        pytest.skip("elsewhere a process is not told by its number")
    assert audited() == (0, "")
    assert LOCK not in tree(place / "out")


def test_a_run_that_lost_its_place_stops(place, monkeypatch):
    """It was held up for so long that another run took it for dead."""
    monkeypatch.setattr(run_lock, "BEAT", 0.02)
    (place / "out").mkdir()
    with RunLock(Folder(place / "out"), "out", "own") as lock:
        lock.check()
        held(place, **ELSEWHERE)
        until = time.monotonic() + 10
        with pytest.raises(DatasetError, match="out: another run has taken it over"):  # noqa: PT012 - it takes time
            while time.monotonic() < until:
                lock.check()
                time.sleep(0.02)
    assert (place / "out" / LOCK).exists()  # of the other run


def test_a_part_whose_bytes_changed_is_made_anew(place, audited):
    audited()
    wanted = tree(place / "out")
    name = next(name for name in wanted if name.startswith("figures/"))
    data = bytearray(wanted[name])
    data[len(data) // 2] ^= 1
    (place / "out" / name).write_bytes(data)
    status, said = audited()
    assert said == f"auditor: {name}: changed since it was written; the part is made anew\n"
    assert status == 0
    assert tree(place / "out") == wanted
    assert audited() == (0, "")


def test_a_manifest_that_changed_is_made_anew(place, audited):
    audited()
    wanted = tree(place / "out")
    name = next(name for name in wanted if name.startswith("manifests/"))
    (place / "out" / name).write_bytes(wanted[name].replace(b"report-1", b"report-9"))
    status, said = audited()
    assert (status, said) == (0, f"auditor: {name}: changed since it was written; the part is made anew\n")
    assert tree(place / "out") == wanted


@pytest.mark.parametrize("after", [0, 1, 2, 5, 9, 14])
def test_a_full_disk_is_one_line_and_nothing_is_lost(place, audited, monkeypatch, after):
    audited()
    corpus(place / "in", 8)
    left = after

    def made(folder, name, data):
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)
        return real(folder, name, data)

    real = Folder._made
    with monkeypatch.context() as patch:
        patch.setattr(Folder, "_made", made)
        status, said = audited()
    assert (status, said) == (2, "auditor: out: no space left on device; check --dataset\n")
    (part,) = manifests(Folder(place / "out"))  # the old one or the new one, with all its files
    assert len(part.members) in (5, 8)
    assert not remove_changed(Folder(place / "out"))
    assert audited("--resume")[0] == 0
    went_on = tree(place / "out")
    (place / "out").rename(place / "kept")
    audited()
    assert went_on == tree(place / "out")


def test_a_folder_that_may_not_be_written_is_one_line(place, audited, monkeypatch):
    audited()
    wanted = tree(place / "out")
    corpus(place / "in", 8)

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), "out")

    with monkeypatch.context() as patch:
        patch.setattr("tempfile.mkstemp", refused)
        assert audited() == (2, "auditor: out: permission denied; check --dataset\n")
    assert tree(place / "out") == wanted
