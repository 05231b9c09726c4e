"""Two documents side by side: tables of cases, laws, forms, and the command."""

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import auditor
from auditor.cli import run
from auditor.compare import compare
from auditor.compare.forms import FORMS
from auditor.compare.listing import sections
from auditor.report.emitters.markdown import escape as marked_down
from auditor.report.page.texts import load_texts
from auditor.rulebook import load_rules
from auditor.runtime.resources import example_file, read_rules, rules_folder, rules_languages

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))
BOOK = load_rules()
SUM = "{}. A total of {} prisoners, including {} men and {} women, were released from the central prison."


@cache
def audited(text, language="en", name="a.md"):
    return auditor.audit(name, data=text.encode(), language=language, rules=BOOK)


def numbered(paragraphs):
    return "\n\n".join(
        text if text.startswith("|") else f"{number}. {text}" for number, text in enumerate(paragraphs, 1)
    )


def compared(old, new, language="en"):
    return compare(audited(old, language), audited(new, language))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case):
    found = compared(numbered(case["old"]), numbered(case["new"]), case.get("lang", "en"))
    assert {
        "versions": found.versions,
        **({"same": found.same} if found.versions else {}),
        "changed": [[pair.old.text, pair.new.text] for pair in found.changed],
        "appeared": [seen.text for seen in found.appeared],
        "went": [seen.text for seen in found.went],
        "disagree": [[pair.old.text, pair.new.text] for pair in found.disagree],
        "fallen": [[pair.old.text, pair.new.text] for pair in found.fallen],
    } == {
        "versions": case.get("versions", True),
        **({"same": case.get("same", 0)} if case.get("versions", True) else {}),
        **{key: case.get(key, []) for key in ("changed", "appeared", "went", "disagree", "fallen")},
    }


@pytest.mark.parametrize(
    ("old", "new", "fates"),
    [
        ((1, 10, 4, 5), (1, 10, 4, 6), ["fixed"]),
        ((1, 10, 4, 6), (1, 10, 4, 5), ["new"]),
        ((1, 10, 4, 5), (7, 10, 4, 5), ["standing"]),
        ((1, 10, 4, 5), (1, 12, 4, 5), ["standing"]),
        ((1, 10, 4, 6), (1, 10, 4, 6), []),
        ((1, 10, 4, 5), None, ["withdrawn"]),
    ],
)
def test_fates_of_a_finding(old, new, fates):
    other = "The ministry trained judges and guards of every region in the autumn."
    found = compared(SUM.format(*old), SUM.format(*new) if new else other)
    assert [note.fate for note in found.findings] == fates
    assert found.calm is (fates != ["new"])


def test_a_finding_that_stands_with_other_figures_says_what_it_was():
    (note,) = compared(SUM.format(1, 10, 4, 5), SUM.format(1, 12, 4, 5)).findings
    assert (note.before, note.equation) == (
        "4 + 5 = 9, stated 10, short by 1",
        "4 + 5 = 9, stated 12, short by 3",
    )


@pytest.fixture(scope="module")
def example():
    return example_file().read_text(encoding="utf-8")


def test_a_document_is_as_it_is(example):
    audit = audited(example, name="b.md")
    found = compare(audit, audit)
    assert (found.changed, found.appeared, found.went, found.disagree, found.fallen) == ((), (), (), (), ())
    assert found.same == len(audit.figures.figures)
    assert {note.fate for note in found.findings} == {"standing"}


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_one_figure_changed_anywhere_is_the_only_change(seed):
    text = example_file().read_text(encoding="utf-8")
    audit = audited(text, name="b.md")
    whole = [f for f in audit.figures.figures if f.text.isdigit() and text.count(f" {f.text} ") == 1 and f.exact]
    figure = whole[seed % len(whole)]
    changed = text.replace(f" {figure.text} ", f" {int(figure.text) + 1} ")
    found = compare(audit, audited(changed, name="b.md"))
    assert [(pair.old.text, pair.new.text) for pair in found.changed] == [(figure.text, str(int(figure.text) + 1))]
    assert (found.appeared, found.went, found.disagree) == ((), (), ())


def test_old_and_new_change_places(example):
    other = example.replace("2,488", "2,490").replace("6,019 ", "6,020 ")
    one, two = compared(example, other), compared(other, example)
    assert sorted((p.old.text, p.new.text) for p in one.changed) == sorted(
        (p.new.text, p.old.text) for p in two.changed
    )
    assert len(one.changed) > 0


HOSTILE = SUM.format(1, 10, 4, 5) + " <script>alert(1)</script> | pipe `x` [l](javascript:a) \x1b[31m"


@pytest.mark.parametrize("form", FORMS)
def test_no_text_is_more_than_text(form):
    made = FORMS[form](compared(HOSTILE, HOSTILE.replace("10", "12")), 80)
    assert "\x1b" not in made
    assert form in ("json", "text") or "<script" not in made
    assert "12" in made


def test_the_terminal_form_keeps_to_its_width(example):
    made = FORMS["text"](compared(example, example.replace("2,488", "2,490")), 60)
    assert max(map(len, made.splitlines())) <= 60


def test_the_page_asks_the_network_for_nothing(example):
    made = FORMS["html"](compared(example, example.replace("2,488", "2,490")), 80)
    assert "default-src 'none'" in made
    assert not [word for word in ("http:", "https:", "<script", "url(", "<img") if word in made]


def test_json_fits_the_published_schema(example):
    from jsonschema import Draft202012Validator

    schema = json.loads((rules_folder() / "schema/comparison.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    changed = example.replace("2,488", "2,490").replace("72 temporary", "71 temporary")
    for old, new in ((example, changed), (changed, example), ("", example), (SUM.format(1, 10, 4, 5), "No figures.")):
        made = FORMS["json"](compared(old or "Nothing.", new), 80)
        Draft202012Validator(schema).validate(json.loads(made))


def test_there_are_words_for_each_language():
    content = read_rules("compare.yaml")
    assert set(content["running_totals"]) == set(content["stocks"]) == set(rules_languages("lexicon"))


def test_not_finite_values_are_null():
    audit = audited(SUM.format(1, 10, 4, 5))
    huge = tuple(replace(figure, value=float("inf"), low=None, high=None) for figure in audit.figures.figures)
    other = replace(audit, figures=replace(audit.figures, figures=huge, by_id={f.id: f for f in huge}))
    made = json.loads(FORMS["json"](compare(audit, other), 80))
    assert made["changed"][0]["new"]["value"] is None


@pytest.fixture
def call(tmp_path, monkeypatch, capfd):
    (tmp_path / ".git").mkdir()
    (tmp_path / "old.txt").write_text(SUM.format(1, 10, 4, 6))
    (tmp_path / "new.txt").write_text(SUM.format(1, 10, 4, 5))
    monkeypatch.chdir(tmp_path)

    def called(*arguments):
        capfd.readouterr()
        status = run(["compare", *arguments])
        return SimpleNamespace(status=status, **dict(zip(("out", "err"), capfd.readouterr(), strict=True)))

    return called


def test_the_command(call, tmp_path):
    done = call("old.txt", "new.txt")
    assert (done.status, done.err) == (0, "")
    assert "1 figure changed, 1 finding new" in done.out
    assert call("old.txt", "new.txt", "--strict").status == 1
    assert call("new.txt", "old.txt", "--strict").status == 0
    assert json.loads(call("old.txt", "new.txt", "--format", "json").out)["counts"]["changed"] == 1
    assert call("old.txt", "new.txt", "--format", "html", "--to", "out/c.html").out == ""
    assert (tmp_path / "out/c.html").read_text().startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("old.txt",), "Missing argument 'NEW'"),
        (("old.txt", "missing.txt"), "cannot read missing.txt"),
        (("old.txt", "."), ".: is a folder; name two documents"),
        (("old.txt", "new.txt", "--to", "old.txt"), "--to old.txt: is one of the documents"),
        (("old.txt", "new.txt", "--lang", "xx"), "--lang xx: no such language"),
    ],
)
def test_a_mistake_is_one_line(call, arguments, said):
    done = call(*arguments)
    assert (done.status, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert said in done.err


def test_audits_that_were_saved(call, tmp_path, example):
    (tmp_path / "one.md").write_text(example)
    (tmp_path / "two.md").write_text(example.replace("1. ", "2. ").replace("2,488", "2,490"))
    for name in ("one", "two"):
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(tmp_path)
            made = auditor.audit(f"{name}.md", language="en").to_json()
        (tmp_path / f"{name}.json").write_text(json.dumps(made))
    full = json.loads(call("one.md", "two.md", "--format", "json").out)
    for old, new in (("one.json", "two.json"), ("one.md", "two.json"), ("one.json", "two.md")):
        done = call(old, new, "--format", "json")
        assert (done.status, done.err) == (0, "")
        found = json.loads(done.out)
        assert found["counts"] == full["counts"]
        assert [(pair["old"]["text"], pair["new"]["text"]) for pair in found["changed"]] == [("2,488", "2,490")]
        assert found["old"]["sha256"] == full["old"]["sha256"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "a.json: no JSON; give the audit of one document"),
        ("{}\n{}\n", "a.json: several audits (JSON Lines)"),
        ("[]", "a.json: no audit; give a document"),
        ('{"schema_version": "9", "figures": [], "findings": []}', "schema_version '9' is not known"),
        ('{"schema_version": "1", "figures": [], "findings": []}', "an audit with parts missing ('source')"),
        ('{"schema_version": "1", "source": [], "figures": [1], "findings": []}', "an audit with parts missing"),
    ],
)
def test_a_saved_audit_that_is_none_is_one_line(call, tmp_path, text, said):
    (tmp_path / "a.json").write_text(text)
    done = call("a.json", "new.txt")
    assert (done.status, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert said in done.err


def test_the_form_of_audits_in_the_settings_is_not_that_of_comparisons(call, tmp_path):
    (tmp_path / "auditor.toml").write_text('format = "sarif"\noutput = "elsewhere"\nlang = "en"\n')
    done = call("old.txt", "new.txt")
    assert (done.status, done.out.splitlines()[0]) == (0, "old.txt")
    assert not (tmp_path / "elsewhere").exists()


OLD = (
    "The prisons held 1,200 persons, of whom 1,100 were men and 120 women.",
    "To date, the remains of 602 people have been identified by the commission.",
    "A total of 90 persons were released, including 50 men and 42 women.",
    "The police trained 310 officers in the northern provinces in the autumn of 2023.",
    "Of 40 complaints against officers of the border guard, 12 (30 per cent) were upheld.",
)
NEW = (
    "The prisons held 1,200 persons, of whom 1,080 were men and 120 women.",
    "To date, the remains of 598 people have been identified by the commission.",
    "A total of 91 persons were released, including 50 men and 42 women.",
    "Of 40 complaints against officers of the border guard, 12 (35 per cent) were upheld.",
    "A new centre for 64 children was opened in the capital in 2024.",
)
ENGLISH = re.compile(
    r"figures?|paragraph \d|findings?|appeared|went|running|short by|over by|off by|stated|still there|fixed|Made by"
    r"|The parts|was:|place|differs?"
)


@pytest.mark.parametrize("language", ["fr", "es"])
@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_every_kind_of_difference_is_said_in_every_language(form, language):
    found = compare(audited(numbered(OLD)), audited(numbered(NEW)), language, BOOK)
    assert len(found.findings) == 3
    text = FORMS[form](found, 80, language)
    words = " ".join(re.sub(r"<style>.*?</style>|<[^>]*>", " ", text, flags=re.DOTALL).split())
    for sentence in (*OLD, *NEW):
        words = words.replace(marked_down(sentence) if form == "markdown" else sentence, "")
    assert ENGLISH.findall(words) == []
    titles = [section.title for section in sections(found, load_texts(language))]
    assert len(titles) == 5
    assert all(title in text for title in titles)


def test_json_is_english_whatever_the_language(call, tmp_path):
    for name, paragraphs in (("old.md", OLD), ("new.md", NEW)):
        (tmp_path / name).write_text(numbered(paragraphs), encoding="utf-8")
    plain = call("old.md", "new.md", "--format", "json").out
    assert call("old.md", "new.md", "--format", "json", "--report-lang", "fr").out == plain
    assert "ont chang\u00e9" in call("old.md", "new.md", "--report-lang", "fr").out
