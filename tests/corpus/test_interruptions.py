"""A run that is killed, whenever and however often, loses no finished document and repeats none."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from corpora import Here, corpus, tree

from auditor.cli import run
from auditor.corpus import parts
from auditor.corpus.dataset import make_dataset
from auditor.corpus.documents import Settings
from auditor.corpus.executors import Processes
from auditor.corpus.parts import Manifest
from auditor.corpus.storage import Folder
from auditor.corpus.work import Job, audit_documents
from auditor.pipeline import audit_document

KILLS = int(os.environ.get("KILLS", "20"))
"""Set it higher to try longer."""
DOCUMENTS = 16


def command(*arguments):
    return [sys.executable, "-m", "auditor", "audit", *arguments]


def finished(folder):
    """The documents that are finished, by key: in a part, or with a record, and what a rewriting would change of it."""
    done = {}
    for path in folder.glob("unfinished/*/*.record"):
        status = path.stat()
        done[path.stem] = (status.st_ino, status.st_mtime_ns)
    for path in folder.glob("manifests/*.json"):
        done |= {member.key: None for member in Manifest.unpack(path.read_bytes()).members}
    return done


def audit_until(seconds, *arguments, all_of_it):
    """Run a command for so long, then kill it; say whether it was killed."""
    ran = subprocess.Popen(  # noqa: S603 - this program
        command(*arguments), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        ran.wait(seconds)
    except subprocess.TimeoutExpired:
        # The run alone, or all its processes: workers that are left must end by themselves.
        (os.killpg if all_of_it else os.kill)(ran.pid, signal.SIGKILL)
        ran.wait()
        time.sleep(0.3)
        return True
    return False


@pytest.mark.posix
def test_killed_many_times_the_result_is_the_same(tmp_path):
    source = corpus(tmp_path / "in", DOCUMENTS)
    whole = tmp_path / "whole"
    started = time.monotonic()
    audit_until(600, source, "--dataset", whole, "--jobs", "2", "--quiet", all_of_it=True)
    lasts = time.monotonic() - started
    rng = random.Random(7)  # noqa: S311 - moments to kill at
    kills = tries = 0
    killed, done = tmp_path / "killed-0", {}
    while kills < KILLS:
        tries += 1
        began = time.monotonic()
        asked = (source, "--dataset", killed, "--jobs", "2", "--quiet", "--resume")
        if audit_until(rng.uniform(0.2, 0.8) * lasts, *asked, all_of_it=rng.random() < 0.5):
            kills += 1
            now = finished(killed)
            again = [key for key, stamp in done.items() if now.get(key, "lost") not in (stamp, None)]
            assert not again
            done = now
        else:  # it came to its end before it was killed: begin anew
            if not done:  # what a whole run takes changes with what else the machine does
                lasts = min(lasts, time.monotonic() - began)
            assert tree(killed) == tree(whole)
            killed, done = tmp_path / f"killed-{tries}", {}
    ended = subprocess.run(  # noqa: S603 - this program
        command(source, "--dataset", killed, "--jobs", "2", "--resume"), check=False, capture_output=True, text=True
    )
    told = dict(reversed(each.split(" ", 1)) for each in ended.stdout.splitlines()[0].split(": ")[1].split(", "))
    assert int(told["audited now"]) == DOCUMENTS - len(done)
    assert tree(killed) == tree(whole)


class Killer:
    """Ends the run, as if it were killed, at the n-th file that it writes or removes."""

    def __init__(self, monkeypatch, steps):
        self.left = steps
        for name in ("write", "remove"):
            monkeypatch.setattr(Folder, name, self.counting(getattr(Folder, name)))

    def counting(self, real):
        def method(folder, *arguments):
            if not self.left:
                raise Killed
            self.left -= 1
            return real(folder, *arguments)

        return method


class Killed(BaseException):
    pass


def test_killed_at_every_write(tmp_path, monkeypatch):
    """A run ends before each of its writes in turn; what goes on gives the same, and audits nothing twice."""
    monkeypatch.setattr(parts, "DOCUMENTS_A_PART", 3)
    monkeypatch.setattr("auditor.corpus.executors.Processes", Here)
    audited: list[str] = []

    def noted(path, **more):
        audited.append(path)
        return audit_document(path, **more)

    monkeypatch.setattr("auditor.pipeline.audit_document", noted)
    source = corpus(tmp_path / "in", 7)
    run(["audit", str(source), "--dataset", str(tmp_path / "whole"), "--quiet"])
    wanted = tree(tmp_path / "whole")
    step = 0
    ended = False
    while not ended:
        target = tmp_path / f"killed-{step}"
        audited.clear()
        with monkeypatch.context() as patch:
            Killer(patch, step)
            ended = run(["audit", str(source), "--dataset", str(target), "--quiet"]) == 1
        run(["audit", str(source), "--dataset", str(target), "--quiet", "--resume"])
        assert tree(target) == wanted, step
        again = [path for path in audited if path not in ("=empty.txt", "broken.docx")]
        assert len(again) <= 7 + (not ended), step
        step += 1
    assert step > 30


def test_an_interrupted_run_is_not_begun_anew_unasked(tmp_path, capfd):
    source = corpus(tmp_path / "in", 1)
    (tmp_path / "out").mkdir()
    (tmp_path / "out/running.json").write_text("{}")
    assert run(["audit", str(source), "--dataset", str(tmp_path / "out")]) == 2
    assert "--resume" in capfd.readouterr().err


def deadly(job, part, documents):
    """Do the work, unless a document is one that ends the process."""
    if any(name.endswith(("report-4.txt", "report-11.txt")) for name in documents):
        time.sleep(0.2)
        os._exit(9)
    return audit_documents(job, part, documents)


class Deadly(Processes):
    def submit(self, function, /, *arguments):
        return super().submit(deadly if function is audit_documents else function, *arguments)

    def single(self):
        return Deadly(1)


@pytest.mark.parametrize("jobs", [1, 2])
def test_documents_that_end_their_process_are_two_lines(tmp_path, jobs):
    source = corpus(tmp_path / "in", 20)
    job = Job("x", str(source), str(tmp_path / "out"), Settings(), "digest")
    documents = sorted(path.relative_to(source).as_posix() for path in source.rglob("report-*.txt"))
    executor = Deadly(jobs)
    try:
        made = make_dataset(job, documents, executor)
    finally:
        executor.close()
    assert [failure.document for failure in made.failures] == ["series-1/report-4.txt", "series-2/report-11.txt"]
    assert {failure.what for failure in made.failures} == {"a process was ended before it was done (out of memory?)"}
    # One that was done when its process was ended is known from its record, and not audited again.
    assert (made.documents, made.audited + made.known) == (20, 18)
