"""Mistakes in rule files: all of them at once, each with file, line and column, in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.rulebook import RuleError, load_rules

GOOD = """\
rules:
  - id: HSE001
    name: house-total-differs
    kind: total
    severity: error
    hedged_severity: warning
    message: "{computed} instead of {stated}"
    what: Parts add up.
    why: They should.
    source: House
    examples:
      - {outcome: fails, whole: "10", parts: ["4", "5"]}
      - {outcome: holds, whole: "10", parts: ["4", "6"]}
      - {outcome: undecided, whole: "10", parts: ["4", {text: "1", bound: lower}]}
"""
IDENTITIES = """\
match:
  - {title: "*report*"}
figures:
  taken: {paragraph: 53, counts: individuals}
  killed: {paragraph: [53, "54"], near: killed, position: 1}
  released: {paragraph: 54}
identities:
  - id: HSE010
    name: released-differ
    check: released == taken - killed
    severity: error
    what: Released are those taken less those killed.
    why: Else somebody is missing.
"""

CORE_MISTAKES = [
    ("id: HSE001", "id: house1", 2, 9, "'house1' has not the form"),
    ("name: house-total-differs", "name: House_Total", 3, 11, "'House_Total' has not the form"),
    ("kind: total", "kind: sum", 4, 11, "'sum' is none of: average, change, "),
    ("severity: error", "severity: fatal", 5, 15, "'fatal' is none of: error, warning, note"),
    ("hedged_severity: warning", "hedged_severity: note", 6, 22, "a hedge hides no gap"),
    ("    what: Parts add up.\n", "", 2, 5, "'what' must be given"),
    ("why: They should.", "why: They should.\n    colour: red", 10, 5, "there is no 'colour' here"),
    ("{stated}", "{stated.__class__}", 7, 14, "there is no field {stated.__class__}"),
    ("{stated}", "{stated!r}", 7, 14, "takes no format"),
    ("{stated}", "{secret}", 7, 14, "there is no field {secret}"),
    ("{stated}", "{stated", 7, 14, "not a template"),
    ("source: House", "source: House\n    min_strength: 2", 11, 19, "2 must be at most 1"),
    ("source: House", "source: House\n    min_strength: .6\n    weak_strength: .5", 12, 20, "below min_strength"),
    ("source: House", "source: House\n    tolerance: {absolut: 1}", 11, 17, "there is no 'absolut' here"),
    ('["4", "5"]', "[four, five]", 12, 9, "'four' says no number"),
    ('      - {outcome: holds, whole: "10", parts: ["4", "6"]}\n', "", 11, 5, "no example that holds"),
    ("source: House", "source: House\n    words: {fr: {colour: x}}", 11, 18, "there is no 'colour' here"),
    ("source: House", "source: House\n    words: {fr: {message: '{whole}'}}", 11, 27, "there is no field {whole}"),
    ("source: House", "source: House\n    words: {fr: {questions: {total: '{hedge}'}}}", 11, 37, "no field {hedge}"),
    (
        "source: House",
        "source: House\n    words: {fr: {questions: {mean: x}}}",
        11,
        30,
        "'mean' is no question about total",
    ),
    ("outcome: holds", "outcome: maybe", 13, 19, "'maybe' is none of"),
    ("severity: error", "severity: error\n    severity: note", 6, 5, "'severity' is given twice"),
    ("why: They should.", "why: &x They should.\n    since: *x", 10, 12, "aliases"),
    ("why: They should.", "why: [They should.]", 9, 10, "must be text"),
    ("why: They should.", "why: !!python/object:os.system x", 9, 10, "tags (!name) are not used"),
    ("    kind: total", "   kind: total", 4, 4, "not valid YAML"),
    ("id: HSE001", "id: TOT001", 2, 1, "id 'TOT001' is taken by rules/core.yaml"),
    ("name: house-total-differs", "name: part-exceeds-whole", 2, 1, "is taken by rules/core.yaml"),
]
IDENTITY_MISTAKES = [
    ("taken - killed", "taken - killed)", 10, 38, "')' where"),
    ("taken - killed", "taken = killed", 10, 30, "'=' has no meaning here"),
    ("taken - killed", "taken - burried", 10, 32, "there is no figure 'burried'"),
    ("taken - killed", "open(taken) - killed", 10, 24, "there is no function 'open'"),
    ("taken - killed", "taken", 5, 3, "no identity names the figure 'killed'"),
    ("counts: individuals", "count: individuals", 4, 26, "there is no 'count' here"),
    ("position: 1", "position: 0", 5, 59, "0"),
    ("taken: {", "2nd: {", 4, 3, "'2nd' has not the form asked for: Letters"),
    ('  - {title: "*report*"}', '  - {titel: "*report*"}', 2, 6, "there is no 'titel' here"),
    ("severity: error", "severity: error\n    tolerance: roughly", 12, 16, "'roughly' is none of: interval, exact"),
    ("severity: error", "severity: error\n    tolerance: {absolute: -1}", 12, 27, "-1 must be at least 0"),
    ("severity: error", "severity: error\n    missing: never", 12, 14, "'never' is none of: exact, at_most, skip"),
]


def write(folder: Path, content: str) -> Path:
    path = folder / "house.yaml"
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("content", "old", "new", "line", "column", "says"),
    [(GOOD, *case) for case in CORE_MISTAKES] + [(IDENTITIES, *case) for case in IDENTITY_MISTAKES],
)
def test_a_mistake_is_named_with_its_place(
    tmp_path: Path,
    content: str,
    old: str,
    new: str,
    line: int,
    column: int,
    says: str,
):
    assert old in content
    path = write(tmp_path, content.replace(old, new, 1))
    with pytest.raises(RuleError) as caught:
        load_rules([path])
    found = [problem for problem in caught.value.problems if says in problem.message]
    assert found, str(caught.value)
    assert (found[0].line, found[0].column) == (line, column)
    assert found[0].file == str(path)


def test_good_files_are_taken(tmp_path: Path):
    other = tmp_path / "identities.yaml"
    other.write_text(IDENTITIES, encoding="utf-8")
    book = load_rules([write(tmp_path, GOOD), other])
    assert book.rule("HSE001") is book.rule_for("total", in_table=False)
    assert book.rule("HSE010") is not None
    assert [selector.name for selector in book.documents[-1].selectors] == ["taken", "killed", "released"]
    assert book.documents[-1].selectors[1].paragraph == ("53", "54")


@pytest.mark.parametrize("word", ["On", "yes", "NO", "off", "012", "12:30", "1_000", "0x10", "~text", ".inf"])
def test_what_only_yaml_takes_for_a_number_or_a_truth_is_text(tmp_path: Path, word: str):
    path = write(tmp_path, IDENTITIES.replace("near: killed", f"near: {word}"))
    assert load_rules([path]).documents[-1].selectors[1].near == (word,)


def test_all_mistakes_of_all_files_come_at_once(tmp_path: Path):
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    broken = GOOD.replace("kind: total", "kind: sum").replace("severity: error", "severity: x")
    first.write_text(broken, encoding="utf-8")
    second.write_text(IDENTITIES.replace("why:", "whi:"), encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_rules([first, second, tmp_path / "c.yaml"])
    lines = str(caught.value).splitlines()
    assert len(lines) == len(caught.value.problems) >= 5
    assert [line.split(":")[0] for line in lines] == sorted(line.split(":")[0] for line in lines)
    assert {Path(problem.file).name for problem in caught.value.problems} == {"a.yaml", "b.yaml", "c.yaml"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "holds no rules"),
        (b"- a\n- b\n", "holds no rules"),
        (b"just words", "holds no rules"),
        (b"\xff\xfe\x00\x01", "not UTF-8"),
        (b"rules: [", "not valid YAML"),
        (b"rules: []", "must not be empty"),
        (b"a: " + b"[" * 5000 + b"]" * 5000, "nested too deeply"),
        (b"rules: \x07", "not valid YAML"),
        (b"a: " + b"[" * 900_000, "nested too deeply"),
        (b"{a: " * 300_000, "nested too deeply"),
        (b"x: &a [1]\nrules: [" + b"*a, " * 400_000 + b"]", "aliases"),
        (b"a: &a [x, x]\nb: &b [*a, *a]\nrules: [*b, *b]", "aliases"),
        (b"rules: [" + b"&a 1, " * 130_000 + b"]", "more than 50,000 values"),
        (b"rules: !!python/object/apply:os.system {a: b}", "tags"),
        (b"rules: !include other.yaml", "tags"),
        (b"rules: !!binary abcd", "tags"),
        (b"rules: [" + b"a, " * 700_000 + b"]", "larger than 2 MB"),
        (b"a: {b: 1}\nrules: {<<: {c: 1}}", "there is no 'a' here"),
        (b"colour: red\n", "there is no 'colour' here"),
    ],
)
def test_a_file_that_is_no_rule_file_is_refused_in_a_line(tmp_path: Path, content: bytes, says: str):
    path = tmp_path / "house.yaml"
    path.write_bytes(content)
    with pytest.raises(RuleError, match=says):
        load_rules([path])


def test_a_folder_or_a_missing_file_is_no_traceback(tmp_path: Path):
    with pytest.raises(RuleError) as caught:
        load_rules([tmp_path, tmp_path / "missing.yaml"])
    assert len(caught.value.problems) == 2


def test_a_mistake_in_the_form_hides_no_other(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    spoiled = IDENTITIES.replace("severity: error", "severity: fatal").replace("near: killed", "nearby: killed")
    spoiled += """\
  - {id: HSE010, name: b, check: taken = killed, severity: error, what: x, why: y}
  - {id: HSE012, name: c, check: taken == nobody, severity: error, what: x, message: "{secret}"}
  - {id: HSE013, name: d, check: 7, severity: error, what: x, why: y}
  - {id: HSE014, name: e, hierarchy: {taken: [taken]}, severity: error, what: x, why: why, tags: 5}
  - {id: HSE015, name: f, same: [released, absent], severity: none, what: x, why: y}
  - seven
"""
    path.write_text(spoiled, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_rules([path])
    said = [(each.line, each.column, each.message) for each in caught.value.problems]
    for line, column, message in [
        (5, 35, "there is no 'nearby' here"),
        (11, 15, "'fatal' is none of"),
        (14, 5, "id 'HSE010' is taken by"),
        (14, 40, "check, column 7: '=' has no meaning here"),
        (15, 5, "'why' must be given"),
        (15, 43, "there is no figure 'nobody'"),
        (15, 86, "there is no field {secret}"),
        (16, 34, "must be text, not 7"),
        (17, 39, "'taken' is a part of itself"),
        (18, 33, "there is no figure 'absent'"),
        (18, 63, "'none' is none of"),
        (19, 5, "must be a mapping"),
    ]:
        assert any(at[:2] == (line, column) and message in at[2] for at in said), (line, column, message, said)
    assert not [at for at in said if "no identity names" in at[2]]


def test_a_check_that_cannot_be_read_still_names_its_figures(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(IDENTITIES.replace("taken - killed", "taken - killed / 0"), encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_rules([path])
    assert [str(each) for each in caught.value.problems] == [
        f"{path}:10:39: check, column 28: nothing can be divided by zero"
    ]
