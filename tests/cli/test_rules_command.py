"""`auditor rules check`, `new` and `show`; rules cannot do anything but compare figures."""

import pytest

TEXT = "1. A total of 10 persons, including 4 men and 6 women, were detained.\n"
RULES = """\
match:
  - {path: "*.txt"}
figures:
  all: {paragraph: 1, counts: persons}
  men: {paragraph: 1, counts: men}
  women: {paragraph: 1, counts: women}
identities:
  - id: HSE001
    name: parts-differ
    check: all == men + women
    severity: error
    what: Men and women are all.
    why: There are no others.
    tags: [sex]
    since: "2025"
    waivable: false
"""


@pytest.fixture
def files(place):
    (place / "report.txt").write_text(TEXT)
    (place / "own.yaml").write_text(RULES)
    return place


def test_new_then_check_then_audit(auditor, files):
    outcome = auditor("rules", "new", "report.txt", "--output", "draft.yaml", "--prefix", "HSE")
    assert (outcome.status, outcome.out) == (0, "draft.yaml\n")
    outcome = auditor("rules", "check", "draft.yaml", "--document", "report.txt", "--strict")
    assert (outcome.status, outcome.err) == (0, "")
    assert auditor("audit", "report.txt", "--rules", "draft.yaml", "--no-files").status == 0
    again = auditor("rules", "new", "report.txt", "--output", "draft.yaml")
    assert (again.status, again.err) == (2, "auditor: draft.yaml: exists already; give the name of a new file\n")


def test_new_to_standard_output(auditor, files):
    assert auditor("rules", "new", "report.txt").out.startswith("# Draft")
    assert auditor("rules", "new", "missing.txt").status == 2
    assert auditor("rules", "new", "report.txt", "--prefix", "x").err.count("\n") == 1


def test_check_with_a_document(auditor, files):
    (files / "report.txt").write_text(TEXT.replace("women", "girls"))
    outcome = auditor("rules", "check", "own.yaml", "--document", "report.txt")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("own.yaml:6:3: women: none of")


def test_remarks_are_no_mistakes(auditor, files):
    more = RULES.partition("  - id")[2].replace("HSE001", "HSE002").replace("parts-differ", "again")
    (files / "own.yaml").write_text(f"{RULES}  - id{more}")
    outcome = auditor("rules", "check", "own.yaml")
    assert outcome.status == 0
    assert outcome.err.endswith("HSE002 says the same as HSE001 (remark)\n")
    assert outcome.out.endswith("no mistakes, 1 remarks\n")
    assert auditor("rules", "check", "own.yaml", "--strict").status == 1


def test_check_of_rules_for_records(auditor, files):
    (files / "records.yaml").write_text('rules:\n  - {id: a, check: "t == x + y"}\n')
    assert auditor("rules", "check", "records.yaml").out == "1 rules in 1 files: no mistakes\n"
    (files / "records.yaml").write_text('rules:\n  - {id: a, check: "t == x +"}\n  - {check: "t == x", why: 3}\n')
    outcome = auditor("rules", "check", "records.yaml")
    assert (outcome.status, outcome.err.count("\n")) == (2, 2)


def test_show_of_an_identity(auditor, files):
    shown = " ".join(auditor("rules", "show", "HSE001", "--rules", "own.yaml").out.split())
    for words in ("Equation all == men + women", "Where men: paragraph 1, counts men", "Tags sex", "Since 2025",
                  "May be accepted no", "File own.yaml:8"):  # fmt: skip
        assert words in shown


HOSTILE = [
    "__import__('os').system('touch owned')",
    "open('own.yaml') == men",
    "exec(men) == all",
    "all.__class__ == men",
    "all == men if men else women",
    "[men][0] == all",
    "all == (lambda: men)()",
    "all == men; import os",
    "all == `touch owned`",
    "all == ${HOME}",
    "all == {men}",
    "all == men.__init__(women)",
    "eval(all) == men",
    "all == 'men'",
    "all == sum(men for men in women)",
    "all == start(open)",
    "all := men",
    "@all == men",
    "all == 9999999999 ** 9999999999",
    "all == " + "(" * 3000 + "men" + ")" * 3000,
]


@pytest.mark.parametrize("check", HOSTILE)
def test_a_rule_cannot_call_read_or_import_anything(auditor, files, check):
    text = RULES.replace("all == men + women", f"{check!r}" if "'" not in check else f'"{check}"')
    (files / "own.yaml").write_text(text)
    outcome = auditor("audit", "report.txt", "--rules", "own.yaml", "--no-files")
    assert (outcome.status, outcome.out) == (2, "")
    assert all(line.startswith("auditor: own.yaml:") for line in outcome.err.splitlines())
    assert "own.yaml:10:" in outcome.err
    assert not (files / "owned").exists()


@pytest.mark.parametrize(
    "message", ["{whole.__class__}", "{0}", "{stated!r}", "{stated:>99999999}", "{parts[0]}", "{x}"]
)
def test_a_message_cannot_reach_into_the_program(auditor, files, message):
    (files / "own.yaml").write_text(f"{RULES}    message: '{message}'\n")
    outcome = auditor("audit", "report.txt", "--rules", "own.yaml", "--no-files")
    assert (outcome.status, outcome.out) == (2, "")


@pytest.mark.parametrize(
    "line", ["include: /etc/passwd", "import: os", "file: !include x", "<<: {a: 1}", "match: !!python/name:os.system"]
)
def test_a_file_cannot_read_others(auditor, files, line):
    (files / "own.yaml").write_text(f"{line}\n{RULES}")
    assert auditor("audit", "report.txt", "--rules", "own.yaml", "--no-files").status == 2


def test_nothing_is_audited_by_rules_with_a_mistake(auditor, files):
    (files / "own.yaml").write_text(RULES.replace("severity: error", "severity: grave"))
    outcome = auditor("audit", "report.txt", "missing.txt", "--rules", "own.yaml", "--format", "json")
    assert (outcome.status, outcome.out) == (2, "")
    assert not (files / "reports").exists()
