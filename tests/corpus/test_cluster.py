"""The same run on a Dask cluster: the same files, also where a worker is killed in the middle of it."""

import os
import re
import signal
import subprocess
import sys
import threading
import time

import pytest
from corpora import Here, corpus, tree

from auditor.cli import run

pytest.importorskip("distributed")
import fsspec

from auditor.corpus.storage import Remote, StoreError, open_store


def dask(*arguments, **more):
    return subprocess.Popen(  # noqa: S603 - the cluster of this test
        [sys.executable, "-m", *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more
    )


@pytest.fixture
def cluster(tmp_path):
    """The address of a scheduler of this machine with two workers of one thread, and the workers."""
    here = {"env": {**os.environ, "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "10s"}, "cwd": tmp_path}
    scheduler = dask("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", **here)
    try:
        address = next(
            found[0] for line in scheduler.stdout if (found := re.search(r"tcp://127\.0\.0\.1:\d+", line)) is not None
        )
        own = ("--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard", "--no-nanny", "--local-directory", tmp_path)
        workers = [dask("distributed.cli.dask_worker", address, *map(str, own), **here) for _ in range(2)]
        for process in (scheduler, *workers):  # what they say must not fill a pipe
            threading.Thread(target=process.stdout.read, daemon=True).start()
        yield address, workers, scheduler
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()
            process.stdout.close()


@pytest.mark.posix
@pytest.mark.timed
def test_a_killed_worker_changes_nothing(tmp_path, cluster, monkeypatch, capfd):
    address, workers, _ = cluster
    source = corpus(tmp_path / "in", 60)
    local, remote = tmp_path / "local", tmp_path / "remote"
    killed = []

    def kill():
        """Kill a worker when some documents are done, and others are not."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if len(list(remote.glob("unfinished/*/*.record"))) >= 12:
                workers[0].send_signal(signal.SIGKILL)
                killed.append(len(list(remote.glob("unfinished/*/*.record"))))
                return
            time.sleep(0.005)

    killer = threading.Thread(target=kill)
    killer.start()
    status = run(["audit", f"file://{source}", "--dataset", f"file://{remote}", "--dask", address])
    killer.join()
    told = capfd.readouterr().out
    assert status == 1
    assert killed
    assert killed[0] < 60
    assert workers[0].wait() == -signal.SIGKILL
    assert "62 documents: " in told
    monkeypatch.setattr("auditor.corpus.executors.Processes", Here)
    run(["audit", str(source), "--dataset", str(local), "--quiet"])
    assert tree(remote) == tree(local)


@pytest.mark.posix
@pytest.mark.timed
@pytest.mark.parametrize("gone", ["workers", "scheduler"])
def test_a_cluster_without_anybody_is_not_waited_for(tmp_path, cluster, monkeypatch, capfd, gone):
    address, workers, scheduler = cluster
    monkeypatch.setattr("auditor.corpus.executors.ALONE", 1.0)
    monkeypatch.setattr("auditor.corpus.dataset.BEAT", 0.5)
    source, remote = corpus(tmp_path / "in", 60), tmp_path / "remote"
    ended = {"workers": workers, "scheduler": [scheduler]}[gone]

    def kill():
        """Kill them when the first documents are done."""
        until = time.monotonic() + 60
        while time.monotonic() < until and not list(remote.glob("unfinished/*/*.record")):
            time.sleep(0.005)
        for process in ended:
            process.send_signal(signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    assert run(["audit", f"file://{source}", "--dataset", f"file://{remote}", "--dask", address]) == 2
    killer.join()
    assert capfd.readouterr().err.endswith("the cluster has no workers left; start some, and go on with --resume\n")


@pytest.mark.parametrize("place", ["memory://corpus", "file"])
def test_places_that_fsspec_reaches_hold_the_same(tmp_path, monkeypatch, place):
    monkeypatch.setattr("auditor.corpus.executors.Processes", Here)
    source = corpus(tmp_path / "in", 6)
    run(["audit", str(source), "--dataset", str(tmp_path / "local"), "--quiet"])
    address = f"file://{tmp_path}/remote" if place == "file" else place
    system, path = fsspec.core.url_to_fs(address)
    system.put(f"{source}/", f"{path}/in/", recursive=True)
    for _ in range(2):
        assert run(["audit", f"{address}/in", "--dataset", f"{address}/out", "--quiet"]) == 1
        found = {name.split("/out/", 1)[1]: system.cat_file(name) for name in system.find(f"{path}/out")}
        assert found == tree(tmp_path / "local")
    system.rm(path, recursive=True)


def test_a_place_of_fsspec_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    store = open_store(f"file://{tmp_path}/there")
    assert isinstance(store, Remote)
    assert store.names() == []
    assert store.size("a/b.txt") is None
    store.write("a/b.txt", b"one")
    store.write("a/b.txt", b"two!")
    assert (store.names(), store.size("a/b.txt"), store.read("a/b.txt"), store.read("a/b.txt", 2)) == (
        ["a/b.txt"], 4, b"two!", b"tw",
    )  # fmt: skip
    monkeypatch.setattr(type(store._system), "mv", lambda *_: (_ for _ in ()).throw(OSError("gone")))
    with pytest.raises(OSError, match="gone"):
        store.write("a/b.txt", b"three")
    assert store.read("a/b.txt") == b"two!"
    store.remove("a/b.txt")
    store.remove("a/none.txt")


def test_without_fsspec_an_address_is_refused(monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(StoreError, match=r"auditor\[dask\]"):
        open_store("s3://bucket/in")


def test_without_distributed_a_cluster_is_refused(tmp_path, monkeypatch, capfd):
    source = corpus(tmp_path / "in", 1)
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert run(["audit", str(source), "--dataset", str(tmp_path / "out"), "--dask", "tcp://127.0.0.1:1"]) == 2
    assert capfd.readouterr().err.endswith("install it with: pip install 'auditor[dask]'\n")
