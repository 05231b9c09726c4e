"""Each form for machines: its golden file, its standard, and texts that try to be more than text."""

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from golden_forms import FORMS, SOURCE, audited, emitted, file_of
from hypothesis import given
from hypothesis import strategies as st

from auditor.model.document import Document
from auditor.pipeline import audit_document
from auditor.report.emitters import EMITTERS, github, junit, sarif
from auditor.report.emitters import csv as findings_csv
from auditor.report.spans import source_name
from auditor.report.subject import Subject, TerminalStyle
from auditor.rulebook import load_rules

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.fixture(scope="module")
def book():
    return load_rules()


@pytest.fixture(scope="module")
def audit(book):
    return audited(book)


@pytest.fixture(scope="module")
def log(audit, book):
    return json.loads(EMITTERS["sarif"].emit(Subject(audit, book, TerminalStyle())))


@pytest.fixture(scope="module")
def sarif_schema():
    from jsonschema import Draft4Validator

    return Draft4Validator(json.loads((HERE / "schemas/sarif-2.1.0.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("form", FORMS)
def test_golden(form, audit, book):
    assert emitted(form, audit, book) == file_of(form).read_bytes().decode(), (
        "a form changed; where that is meant, run tests/report/golden_forms.py"
    )


def test_json_fits_its_schema(audit, book):
    from jsonschema import Draft202012Validator

    schema = json.loads((ROOT / "rules/schema/audit.schema.json").read_text(encoding="utf-8"))
    made = json.loads(EMITTERS["json"].emit(Subject(audit, book, TerminalStyle())))
    Draft202012Validator(schema).validate(made)
    assert [found["accepted"] for found in made["findings"]].count(True) == 1
    assert made["counts"]["accepted"] == 1


def test_sarif_fits_its_schema(log, sarif_schema, audit, book):
    sarif_schema.validate(log)
    text = EMITTERS["sarif"].emit(Subject(audit, book, TerminalStyle()))
    for joined in (sarif.join([]), sarif.join([text]), sarif.join([text, text])):
        sarif_schema.validate(json.loads(joined))


def test_sarif_regions_are_the_figures(log):
    lines = SOURCE.read_text(encoding="utf-8").splitlines()
    found = log["runs"][0]["results"]
    places = [place for result in found for place in (*result["locations"], *result.get("relatedLocations", ()))]
    regions = [place["physicalLocation"]["region"] for place in places]
    assert len(regions) >= 9
    for region in regions:
        assert region["startLine"] == region["endLine"]
        cut = lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
        assert cut == region["snippet"]["text"]


def test_sarif_results(log, audit):
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["artifacts"][0]["location"] == {"uri": "document.md", "uriBaseId": "%SRCROOT%"}
    for result, finding in zip(run["results"], audit.findings, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.rule
        assert result["level"] == finding.severity
        assert result["partialFingerprints"]["figures/v1"] == finding.fingerprint
    states = [[each["status"] for each in result["suppressions"]] for result in run["results"]]
    assert states[:2] == [["accepted"], ["rejected"]]
    assert not any(states[2:])


def test_sarif_without_a_baseline_has_no_suppressions(book):
    text = EMITTERS["sarif"].emit(Subject(audited(book, accepted=False), book, TerminalStyle()))
    assert "suppressions" not in text


def test_sarif_of_several_documents_is_one_run(log, audit, book):
    other = replace(audit, document=replace(audit.document, path="b/c d.md", warnings=("a picture was left out",)))
    texts = [EMITTERS["sarif"].emit(Subject(each, book, TerminalStyle())) for each in (audit, other)]
    (run,) = json.loads(sarif.join(texts))["runs"]
    assert len(run["results"]) == 2 * len(audit.findings)
    assert [artifact["location"]["uri"] for artifact in run["artifacts"]] == ["document.md", "b/c%20d.md"]
    assert len(run["invocations"][0]["toolExecutionNotifications"]) == 1
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


def test_sarif_of_a_source_without_lines_names_paragraph_and_page(audit, book):
    paragraphs = tuple(replace(each, breaks=(), line=None, page=7) for each in audit.document.paragraphs)
    bare = replace(audit, document=replace(audit.document, path="report.pdf", paragraphs=paragraphs, tables=()))
    found = json.loads(EMITTERS["sarif"].emit(Subject(bare, book, TerminalStyle())))["runs"][0]["results"]
    first = next(result for result in found if result["ruleId"] == "TOT001")
    place = first["locations"][0]
    assert "region" not in place["physicalLocation"]
    assert place["logicalLocations"][0]["fullyQualifiedName"].startswith("paragraph ")
    assert place["message"]["text"].endswith("page 7")


@pytest.mark.parametrize("source", ["pdf", "docx"])
def test_sarif_of_real_sources_without_lines_fits_its_schema(source, book, sarif_schema, tmp_path):
    if source == "pdf":
        path, said = ROOT / "tests/read/fixtures/example-browser.pdf", "paragraph 55, page 2"
    else:
        from docx import Document as Word

        word = Word()
        word.add_paragraph("55. The prisons held 1,200 persons, of whom 1,100 were men and 120 women.")
        path, said = tmp_path / "report.docx", "paragraph 55"
        word.save(str(path))
    made = json.loads(EMITTERS["sarif"].emit(Subject(audit_document(path, rules=book), book, TerminalStyle())))
    sarif_schema.validate(made)
    (result,) = made["runs"][0]["results"]
    places = [*result["locations"], *result.get("relatedLocations", ())]
    assert [place for place in places if "region" in place["physicalLocation"]] == []
    assert result["locations"][0]["message"]["text"].endswith(said)


@pytest.mark.parametrize(
    ("path", "name"),
    [("-", "standard-input"), ("a/b.md", "a/b.md"), ("/elsewhere/b.md", "/elsewhere/b.md")],
)
def test_source_names(path, name):
    assert source_name(Document(path, "", "en", "")) == name


def test_source_names_below_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert source_name(Document(str(tmp_path / "a" / "b.md"), "", "en", "")) == "a/b.md"


def test_junit_counts_what_it_holds(audit, book):
    text = EMITTERS["junit"].emit(Subject(audit, book, TerminalStyle()))
    for joined, times in ((text, 1), (junit.join([text, text]), 2)):
        top = ET.fromstring(joined)  # noqa: S314 - made here
        assert len(top) == times
        for element in (top, *top):
            assert int(element.get("tests")) == len(list(element.iter("testcase")))
            assert int(element.get("failures")) == len(list(element.iter("failure")))
            assert int(element.get("skipped")) == len(list(element.iter("skipped")))
    grave = sum(not f.accepted and f.severity != "note" for f in audit.findings)
    assert len(re.findall("<failure", text)) == grave
    assert 'message="accepted: =explained, in an annex (until 2027-01-31)"' in text
    assert ET.fromstring(junit.join([])).get("tests") == "0"  # noqa: S314


def test_junit_is_sound_whatever_a_text_holds(audit, book):
    hostile = "]]><!-- & \x00 \x0b \ufffe \U0001f600 \"' <x>"
    findings = tuple(replace(finding, message=hostile, equation=hostile) for finding in audit.findings)
    text = EMITTERS["junit"].emit(Subject(replace(audit, findings=findings), book, TerminalStyle()))
    assert len(ET.fromstring(text)) == 1  # noqa: S314


@given(st.text(max_size=60))
def test_an_annotation_is_one_line_and_can_be_read_back(text):
    for escaped in (github.escape(text), github.escape_property(text)):
        assert "\n" not in escaped
        assert "\r" not in escaped
        back = escaped.replace("%2C", ",").replace("%3A", ":").replace("%0A", "\n").replace("%0D", "\r")
        assert back.replace("%25", "%") == text
    assert not set(github.escape_property(text)) & set(":,")


def test_annotations_command_nothing_else(audit, book):
    findings = tuple(replace(each, message="\n::error::x\r\n::set-env::y") for each in audit.findings)
    text = EMITTERS["github"].emit(Subject(replace(audit, findings=findings), book, TerminalStyle()))
    commands = text.splitlines()
    assert len(commands) == len(audit.findings)
    assert all(re.match(r"::(error|warning|notice) file=document\.md,", command) for command in commands)
    assert commands[0].startswith("::notice ")


@given(st.text(alphabet=st.sampled_from("=+-@;\t|\"' \r\nab1－＝"), max_size=12))
def test_no_cell_begins_a_formula(text):
    cell = findings_csv.defused(text)
    for piece in re.split(r"[;\t|]", cell):
        assert not re.match(r"\s*[=+\-@＝－]", piece)
    assert cell.replace("'", "") == text.replace("'", "")


def test_csv_is_a_table(audit, book):
    text = EMITTERS["csv"].emit(Subject(audit, book, TerminalStyle()))
    joined = findings_csv.join([text, text])
    assert joined.count(findings_csv.MARK) == 1
    rows = list(csv.DictReader(io.StringIO(joined.removeprefix(findings_csv.MARK))))
    assert len(rows) == 2 * len(audit.findings)
    assert tuple(rows[0]) == findings_csv.COLUMNS
    assert rows[0]["reason"] == "'=explained, in an annex"
    assert [row["accepted"] for row in rows][:2] == ["yes", "no"]
    assert {row["fingerprint"] for row in rows} == {finding.fingerprint for finding in audit.findings}
