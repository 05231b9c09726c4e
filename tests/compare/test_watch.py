"""`auditor watch`: what has come to rest is audited, once for each change."""

import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from time import monotonic

import pytest

from auditor.cli import run
from auditor.cli.watch import at_rest, rounds

BAD = "1. A total of 10 persons, including 4 men and 5 women, were detained.\n"
GOOD = BAD.replace("5 women", "6 women")
HOME = Path("/drafts")
ALL = ["a", "b/c", "b/d"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([], []),
        ([[], []], [ALL]),
        ([["a"], [], []], [["b/c", "b/d"], ["a"]]),
        ([[], ["a"], ["a"], []], [ALL, ["a"]]),
        ([[], ["a"], ["b/c"], []], [ALL, ["a"], ["b/c"]]),
        ([[], ["b"], []], [ALL, ["b/c", "b/d"]]),
        ([[], ["b", "b/c"], ["b/c"], []], [ALL, ["b/d"], ["b/c"]]),
        ([[], ["no document", "gone"], []], [ALL]),
    ],
)
def test_what_a_round_leaves_alone_has_come_to_rest(changes, told):
    there = {HOME / path: path for path in ALL}
    assert list(at_rest(HOME, ({HOME / path for path in each} for each in changes), lambda: there)) == told


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts/a.txt").write_text(BAD)
    os.utime(tmp_path / "drafts/a.txt", (1, 1))  # polling tells times by the second
    monkeypatch.chdir(tmp_path)
    return tmp_path / "drafts"


@pytest.fixture
def some_rounds(monkeypatch):
    """Let nothing change, but for what is given: what a round does, one function each."""

    def put(*acts):
        def made(root, *_, **__):
            for act in acts:
                yield act() or set()

        monkeypatch.setattr("auditor.cli.watch.rounds", made)

    return put


def nothing():
    return set()


def interrupted():
    raise KeyboardInterrupt


def test_the_command_audits_and_writes_reports(folder, capfd, some_rounds):
    some_rounds(nothing, nothing)
    assert run(["watch", "drafts", "--reports", "drafts/reports"]) == 0
    out, err = capfd.readouterr()
    assert out.count("4 + 5 = 9, stated 10, short by 1") == 1
    assert "watching drafts" in err
    assert sorted(path.name for path in (folder / "reports").iterdir()) == ["a.html", "a.md"]


@pytest.mark.parametrize("poll", [(), ("--poll",)], ids=["told", "polled"])
def test_what_is_saved_or_moved_here_is_audited(folder, tmp_path, capfd, monkeypatch, poll):
    (tmp_path / "chapter").mkdir()
    (tmp_path / "chapter/b.txt").write_text(BAD)
    acts = iter([
        ("short by 1", lambda: (folder / "a.txt").write_text(GOOD)),
        ("reconciles", lambda: (tmp_path / "chapter").rename(folder / "chapter")),
        ("short by 1", lambda: None),
    ])  # fmt: skip
    said, act = next(acts)
    ends = monotonic() + 60

    def until_said(*arguments, **options):
        nonlocal said, act
        for changed in rounds(*arguments, **options):
            yield changed
            if said in capfd.readouterr().out:
                act()
                if not (following := next(acts, None)):
                    return
                said, act = following
            assert monotonic() < ends, f"not said: {said}"

    monkeypatch.setattr("auditor.cli.watch.rounds", until_said)
    assert run(["watch", "drafts", "--every", "0.1", *poll]) == 0
    assert next(acts, None) is None


def test_a_broken_document_does_not_end_the_watch(folder, capfd, some_rounds):
    (folder / "b.docx").write_bytes(b"PK\x03\x04 broken")
    some_rounds(nothing, nothing)
    assert run(["watch", "drafts"]) == 0
    out, err = capfd.readouterr()
    assert "short by 1" in out
    assert "cannot read drafts/b.docx" in err


def test_control_c_ends_it_calmly(folder, capfd, some_rounds):
    some_rounds(interrupted)
    assert run(["watch", "drafts"]) == 0
    assert capfd.readouterr().err.endswith("auditor: no longer watching\n")


@pytest.mark.posix
def test_control_c_ends_it_while_it_waits(folder):
    command = [sys.executable, "-m", "auditor", "watch", "drafts", "--every", "0.1"]
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # jobs in the background of a shell ignore it
    with subprocess.Popen(  # noqa: S603
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heard,  # noqa: PLW1509
    ) as waiting:
        try:
            while "short by 1" not in waiting.stdout.readline():
                assert waiting.poll() is None
            waiting.send_signal(signal.SIGINT)
            assert waiting.wait(timeout=30) == 0
            assert waiting.stderr.read().endswith("auditor: no longer watching\n")
        finally:
            waiting.kill()


def test_what_cannot_be_watched_is_one_line(folder, capfd, monkeypatch):
    def full(*_, **__):
        raise OSError("the limit of watches is reached")

    monkeypatch.setattr("watchfiles.watch", full)
    assert run(["watch", "drafts"]) == 2
    assert capfd.readouterr().err.endswith(
        "auditor: drafts: changes cannot be told: the limit of watches is reached; try --poll\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing"], "missing: no such folder"),
        (["drafts", "--baseline", "none.json"], "none.json: cannot be read"),
        (["drafts", "--every", "0"], "Invalid value for '--every'"),
    ],
)
def test_a_mistake_is_one_line(folder, capfd, arguments, said):
    assert run(["watch", *arguments]) == 2
    out, err = capfd.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert said in err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell, capfd):
    assert run(["completion", shell]) == 0
    assert "_AUDITOR_COMPLETE" in capfd.readouterr().out


@pytest.mark.parametrize(("words", "wanted"), [("auditor ", "compare"), ("auditor baseline ", "update")])
def test_completion_knows_every_command(words, wanted, capfd, monkeypatch):
    monkeypatch.setenv("_AUDITOR_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split())))
    assert run([]) == 0
    assert f"plain,{wanted}" in capfd.readouterr().out.splitlines()


def test_settings_of_audits_do_not_reach_here(folder, some_rounds):
    Path("auditor.toml").write_text('format = "json"\noutput = "elsewhere"\nfail-on = "note"\n')
    some_rounds(nothing, nothing)
    assert run(["watch", "drafts"]) == 0
    assert not Path("elsewhere").exists()
