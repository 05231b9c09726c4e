import json

import pytest

LOWER = "1. At least 602 persons were found in total: 127 in the north and 166 in the south.\n"


def record(place, name="reports"):
    (file,) = (place / name / "validations").glob("*.json")
    return json.loads(file.read_text(encoding="utf-8"))


def test_configured_submissions_are_checked(auditor, documents, place):
    (place / "auditor.toml").write_text('submissions = ["documents/*.txt"]\nformat = "json"\noutput = "out"\n')
    found = auditor("check")
    assert (found.status, found.err) == (1, "")
    assert "error    TOT001 1: The parts given add up to 9; the total stated is 10: short by 1." in found.out
    assert "1 failed, 0 crashed" in found.out
    made = record(place, "out")
    assert (made["status"], made["success"], made["disagreements"]) == (1, False, [])
    assert [one["path"] for one in made["submissions"]] == ["documents/bad.txt", "documents/good.txt"]
    failed = [one for one in made["rules"] if one["result"] == "failed"]
    assert [(one["rule"], one["severity"], len(one["unexpected"])) for one in failed] == [("TOT001", "critical", 1)]
    assert list((place / "out").iterdir()) == [place / "out" / "validations"]


def test_what_fails_twice_is_written_out_under_both_rules(auditor, place):
    (place / "all.txt").write_text("1. In all, 10 persons were held: 4 men and 5 women.\n")
    (place / "own.yaml").write_text(
        "match: [{path: all.txt}]\n"
        "figures: {held: {counts: persons}, men: {counts: men}, women: {counts: women}}\n"
        "identities:\n"
        "  - {id: OWN001, name: own, check: men + women == held, severity: error, what: x, why: y, waivable: false}\n"
    )
    found = auditor("check", "all.txt", "--rules", "own.yaml")
    assert "error    OWN001 1: The figures that the rule names give 9; 10 is stated: short by 1." in found.out
    failed = {one["rule"]: one["unexpected"] for one in record(place)["rules"] if one["result"] == "failed"}
    assert {rule: [row["equation"] for row in rows] for rule, rows in failed.items()} == {
        "TOT001": ["4 + 5 = 9, stated 10, short by 1"],
        "OWN001": ["4 + 5 = 9, stated 10, short by 1"],
    }


OWN = """\
match: [{path: "*.txt"}]
figures: {held: {counts: persons}, men: {counts: men}, women: {counts: women}, boys: {counts: boys}}
identities:
"""


@pytest.mark.parametrize(
    ("check", "more", "fails"),
    [
        ("11 <= held", "", True),
        ("9 <= held", "", False),
        ("11 > held", "", False),
        ("10 > held", "", True),
        ("11 == held", "", True),
        ("men + women == held", "", True),
        ("men + women == held", "tolerance: {relative: 0.1}", False),
        ("2 * held == men + 15", "tolerance: {relative: 0.05}", True),
        ("held == 2 * men + women", "tolerance: {absolute: 3}", False),
        ("held == 2 * men + women", "tolerance: {absolute: 2}", True),
        ("men == boys", "missing: at_most", False),
        ("men == boys + 5", "missing: at_most", True),
        ("boys + 5 == men", "missing: at_most", True),
        ("boys <= men", "missing: at_most", False),
    ],
)
def test_rules_and_their_expectations_agree(auditor, place, check, more, fails):
    (place / "all.txt").write_text("1. In all, 10 persons were held: 4 men and 5 women.\n")
    more = f", {more}" if more else ""
    text = f"  - {{id: OWN001, name: own, check: '{check}', severity: error, what: x, why: y{more}}}\n"
    used = [name for name in ("held", "men", "women", "boys") if name not in check]
    spare = "".join(f"  - {{id: OWN0{n}0, name: n{n}, check: {name} >= 0, severity: note, what: x, why: y}}\n"
                    for n, name in enumerate(used, 1))  # fmt: skip
    (place / "own.yaml").write_text(OWN + text + spare)
    found = auditor("check", "all.txt", "--rules", "own.yaml", "--quiet")
    assert (found.status, "do not agree" in found.err) == (1, False), found.err
    own = next(one for one in record(place)["rules"] if one["rule"] == "OWN001")
    assert own["rows"] == 1
    assert (own["result"] == "failed") == fails


def test_documents_that_disagree_are_told_and_fail_the_check(auditor, place):
    (place / "a.txt").write_text("1. At the end of the year 10 persons were held.\n")
    (place / "b.txt").write_text("1. At the end of the year 12 persons were held.\n")
    rule = "  - {id: OWN001, name: own, across: held, severity: %s, what: Held., why: y}\n"
    head = 'match: [{path: "*.txt"}]\nfigures: {held: {counts: persons}}\nidentities:\n'
    (place / "own.yaml").write_text(head + rule % "warning")
    found = auditor("check", "a.txt", "b.txt", "--rules", "own.yaml")
    told = "Held. Stated: 10 in a.txt, paragraph 1; 12 in b.txt, paragraph 1."
    assert (found.status, found.err) == (1, "")
    assert f"  warning  OWN001 across documents: {told}" in found.out
    made = record(place)
    assert made["across"] == [{"rule": "OWN001", "severity": "warning", "message": told}]
    own = next(one for one in made["rules"] if one["rule"] == "OWN001")
    assert (own["result"], [row["document"] for row in own["unexpected"]]) == ("failed", ["across documents"])
    assert made["disagreements"] == []
    assert auditor("check", "a.txt", "b.txt", "--rules", "own.yaml", "--fail-on", "error").status == 0
    (place / "b.txt").write_text("1. At the end of the year 10 persons were held.\n")
    agreed = auditor("check", "a.txt", "b.txt", "--rules", "own.yaml", "--quiet", "--output", "again")
    assert (agreed.status, agreed.out) == (0, "")
    own = next(one for one in record(place, "again")["rules"] if one["rule"] == "OWN001")
    assert (own["result"], own["rows"]) == ("passed", 1)


def test_what_reconciles_is_0_and_silent(auditor, documents):
    found = auditor("check", "documents/good.txt", "--quiet")
    assert (found.status, found.out, found.err) == (0, "", "")


def test_accepted_findings_make_nothing_fail(auditor, documents, place):
    assert auditor("baseline", "write", "documents", "--reason", "known").status == 0
    (place / "pyproject.toml").write_text(
        '[tool.auditor]\nsubmissions = ["documents"]\nbaseline = "auditor-baseline.json"\n'
    )
    found = auditor("check", "--json")
    assert (found.status, found.err) == (0, "")
    made = json.loads(found.out)
    assert [one["accepted"] for each in made["submissions"] for one in each["findings"]] == [True]
    # The checkpoint looks at the arithmetic, which is as it was.
    assert [one["rule"] for one in made["rules"] if one["result"] == "failed"] == ["TOT001"]


def test_hedged_findings_count_as_their_severity(auditor, place):
    (place / "hedged.txt").write_text(LOWER)
    assert auditor("check", "hedged.txt", "--fail-on", "error").status == 0


def test_one_bad_submission_does_not_end_the_check(auditor, documents, place):
    (documents / "broken.docx").write_bytes(b"no document")
    found = auditor("check", "documents/good.txt", "documents/broken.docx", "none/*.pdf")
    assert found.status == 2
    assert "broken.docx" in found.err
    assert "none/*.pdf: no file matches" in found.err
    assert len(record(place)["refused"]) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "nothing to check; name files, or write submissions ="),
        (("nothing.txt",), "nothing.txt"),
        (("documents", "--baseline", "none.json"), "none.json"),
        (("documents", "--lang", "xx"), "--lang xx: no such language"),
        (("documents", "--data-docs", "documents"), "documents: holds other pages or is no folder"),
    ],
)
def test_unusable_arguments_are_one_line(auditor, documents, arguments, said):
    found = auditor("check", *arguments)
    assert (found.status, found.out) == (2, "")
    assert said in found.err
    assert "Traceback" not in found.err


def test_a_crash_is_2_and_one_line_a_rule(auditor, documents, monkeypatch):
    from auditor.expectations import holding

    def crash(*_):
        raise ZeroDivisionError("numbers ran out")

    monkeypatch.setattr(holding, "holds", crash)
    found = auditor("check", "documents", "--quiet")
    assert found.status == 2
    rows = found.err.splitlines()
    assert all("expectation crashed: relations: " in row and "numbers ran out" in row for row in rows)
    assert len(rows) == len([1 for row in rows if "TOT001" in row]) + len([1 for row in rows if "TOT001" not in row])
    assert any("TOT001" in row for row in rows)


def test_rules_are_exported(auditor, place):
    found = auditor("rules", "export", "--to", "gx")
    assert (found.status, found.err) == (0, "")
    suite = json.loads(found.out)
    ids = [one["meta"]["rule_id"] for one in suite["expectations"] if one["meta"]["kind"] == "rule"]
    listed = [row.split()[0] for row in auditor("rules", "list").out.splitlines()]
    assert ids == listed
    assert auditor("rules", "export", "--to", "gx", "--table", "figures", "--output", "deep/figures.json").status == 0
    assert json.loads((place / "deep" / "figures.json").read_text())["name"] == "auditor-figures"
    assert auditor("rules", "export").status == 2
