"""Rule files, baselines and saved audits made to run something, to grow without end, or to read another file."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from auditor.cli import run
from auditor.rulebook import RuleError, load_rules
from auditor.rulebook.expressions.expression import parse_chain
from auditor.rulebook.expressions.syntax import ExpressionError

RULES = """
match: [{title: "*report*"}]
figures: {a: {paragraph: 1}, b: {paragraph: 2}}
identities:
  - {id: HSE010, name: a-differs, check: "%s", severity: error, what: A., why: B.}
"""
FILES: dict[str, tuple[str, str]] = {
    "a tag that calls": ('rules: !!python/object/apply:os.system ["touch escaped"]', "tags"),
    "a tag that makes": ("rules: [!!python/name:os.system x]", "tags"),
    "a tag that includes": ("rules: !include /etc/passwd", "tags"),
    "a tag of a mapping's key": ("!!python/object/new:os.system a: 1", "tags"),
    "a hundred thousand anchors": ("rules: [" + "".join(f"&a{n} 1, " for n in range(100_000)) + "]", "50,000 values"),
    "two million aliases": ("x: &a [1]\nrules: [" + "*a," * 600_000 + "]", "aliases"),
    "anchors of anchors": (
        "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*{'a' if not n else f'b{n - 1}'}, *a]\n" for n in range(30)), "aliases"  # noqa: E501
    ),
    "merged into itself": ("rules: &a\n  <<: *a\n", "aliases"),
    "brackets without end": ("rules: " + "[" * 900_000, "nested too deeply"),
    "braces without end": ("{a: " * 400_000, "nested too deeply"),
    "a line of two megabytes": ("rules: '" + "x" * 2_100_000 + "'", "larger than 2 MB"),
    "many documents": ("---\nrules: []\n" * 100_000, ""),
}  # fmt: skip


def refused(path: Path) -> str:
    began = time.process_time()
    with pytest.raises(RuleError) as caught:
        load_rules([path])
    assert time.process_time() - began < 3
    assert all("\n" not in str(problem) for problem in caught.value.problems)
    return "\n".join(map(str, caught.value.problems))


@pytest.mark.parametrize("case", FILES)
def test_files_are_refused_with_a_place(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text, said = FILES[case]
    Path("house.yaml").write_text(text)
    assert said in refused(Path("house.yaml"))
    assert [path.name for path in tmp_path.iterdir()] == ["house.yaml"]


CALLS = (
    "__import__('os').system('touch escaped') == a", "a == open(b)", "eval(a) == b", "a == b if a else b",
    "(lambda: a)() == b", "a[0] == b", "a == 'b'", "a ** 9 ** 9 == b", "a == b; import os", "f(a) == b", "a == {a}",
    "exec(a) == b", "getattr(a, b) == a", "a == 1e999999", "round(a, 10 ** 9) == b", "a == 9" + "9" * 5_000, "a := b",
    "(" * 3_000 + "a" + ")" * 900 + " == b", "-" * 3_990 + "a == b", "a == b" + " + a" * 990, "a == b\x00", "sum() == a",  # noqa: E501
)  # fmt: skip


@pytest.mark.parametrize("check", CALLS, ids=lambda check: check[:30])
def test_expressions_call_nothing(check: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    began = time.process_time()
    with pytest.raises(ExpressionError) as caught:
        parse_chain(check)
    assert time.process_time() - began < 2
    assert "\n" not in str(caught.value)
    if "\x00" not in check:
        Path("house.yaml").write_text(RULES % check.replace("\\", "\\\\").replace('"', '\\"'))
        assert "HSE010" in refused(Path("house.yaml")) or "house.yaml:" in refused(Path("house.yaml"))
        assert [path.name for path in tmp_path.iterdir()] == ["house.yaml"]


def test_what_looks_like_an_attribute_is_a_name_that_nothing_has(tmp_path: Path) -> None:
    (tmp_path / "house.yaml").write_text(RULES % "a.__class__ == b")
    assert "'a.__class__'" in refused(tmp_path / "house.yaml")


DEEP = "[" * 200_000
OTHERS = {
    "deep": DEEP,
    "deep objects": '{"a":' * 100_000,
    "numbers": '{"schema_version": "1", "accepted": ' + "9" * 10_000 + "}",
    "endless": '{"schema_version": "1", "accepted": [{"fingerprint": ' + "1e999" + "}]}",
    "not text": "\udcff",
    "other": '{"schema_version": "1", "source": [], "figures": {}, "findings": 7}',
}


@pytest.mark.parametrize("case", OTHERS)
@pytest.mark.parametrize("command", [("audit", "a.txt", "--no-files", "--baseline"), ("compare", "a.txt")])
def test_baselines_and_saved_audits_are_refused_in_a_line(
    case: str,
    command: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("1. Of 12 persons 7 were men.\n")
    Path("b.json").write_text(OTHERS[case], encoding="utf-8", errors="surrogateescape")
    assert run([*command, "b.json"]) == 2
    out, err = capfd.readouterr()
    assert err.count("\n") == 1
    assert "defect of the auditor" not in err
    assert out == ""


def test_settings_without_end_are_refused_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("1. Of 12 persons 7 were men.\n")
    Path("auditor.toml").write_text("rules = " + DEEP)
    assert run(["audit", "a.txt", "--no-files"]) == 2
    err = capfd.readouterr().err
    assert err.count("\n") == 1
    assert "defect" not in err


def test_records_and_their_rules_are_refused_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("r.yaml").write_text(json.dumps({"rules": [{"id": "a", "check": "a == __import__('os')"}]}))
    Path("r.csv").write_text("a,b\n" + "1" * 3_000_000 + ",2\n")
    Path("x.csv").write_bytes(b"a,b\n\xff\x00,1\n")
    for records in ("r.csv", "x.csv"):
        assert run(["locate", records, "--rules", "r.yaml"]) == 2
        err = capfd.readouterr().err
        assert err.count("\n") == 1
        assert "defect" not in err
