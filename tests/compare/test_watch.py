"""`auditor watch`: what has come to rest is audited, once for each change."""

import os
from pathlib import Path

import pytest

from auditor.cli import run
from auditor.cli.watch import changes

BAD = "1. A total of 10 persons, including 4 men and 5 women, were detained.\n"


@pytest.mark.parametrize(
    ("looks", "told"),
    [
        ([{"a": 1}, {"a": 1}, {"a": 1}], [["a"]]),
        ([{"a": 1}, {"a": 2}, {"a": 2}, {"a": 2}], [["a"]]),
        ([{"a": 1}, {"a": 1}, {"a": 2}, {"a": 2}], [["a"], ["a"]]),
        ([{}, {"a": 1}, {"a": 1, "b": 1}, {"a": 1, "b": 1}], [["a"], ["b"]]),
        ([{"a": 1}, {}, {"a": 1}, {"a": 1}], [["a"]]),
        ([{"a": 1}, {"a": 1}, {}, {"a": 2}, {"a": 2}], [["a"], ["a"]]),
        ([{}, {}, {}], []),
    ],
)
def test_changes(looks, told):
    left = iter([{path: (time, 0) for path, time in look.items()} for look in looks])
    waits = []
    assert list(changes(lambda: next(left), lambda: waits.append(1), len(looks) - 1)) == told
    assert len(waits) == len(looks) - 1


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts/a.txt").write_text(BAD)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "drafts"


def test_the_command_audits_and_writes_reports(folder, capfd):
    assert run(["watch", "drafts", "--every", "0.1", "--times", "3", "--reports", "drafts/reports"]) == 0
    out, err = capfd.readouterr()
    assert out.count("4 + 5 = 9, stated 10, short by 1") == 1
    assert "watching drafts" in err
    assert sorted(path.name for path in (folder / "reports").iterdir()) == ["a.html", "a.md"]


def test_a_changed_document_is_audited_again(folder, capfd, monkeypatch):
    naps = iter([lambda: None, lambda: (folder / "a.txt").write_text(BAD.replace("5 women", "6 women")), lambda: None])
    monkeypatch.setattr("time.sleep", lambda _: next(naps)())
    os.utime(folder / "a.txt", ns=(1, 1))
    assert run(["watch", "drafts", "--times", "3"]) == 0
    out, _ = capfd.readouterr()
    assert out.index("short by 1") < out.index("Everything that could be checked reconciles")


def test_a_broken_document_does_not_end_the_watch(folder, capfd):
    (folder / "b.docx").write_bytes(b"PK\x03\x04 broken")
    assert run(["watch", "drafts", "--every", "0.1", "--times", "2"]) == 0
    out, err = capfd.readouterr()
    assert "short by 1" in out
    assert "cannot read drafts/b.docx" in err


def test_control_c_ends_it_calmly(folder, capfd, monkeypatch):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", interrupted)
    assert run(["watch", "drafts"]) == 0
    assert capfd.readouterr().err.endswith("auditor: no longer watching\n")


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


def test_settings_of_audits_do_not_reach_here(folder):
    Path("auditor.toml").write_text('format = "json"\noutput = "elsewhere"\nfail-on = "note"\n')
    assert run(["watch", "drafts", "--every", "0.1", "--times", "2"]) == 0
    assert not Path("elsewhere").exists()
