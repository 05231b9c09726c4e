"""The words of reports: each language has all of them, with the same placeholders."""

from pathlib import Path
from string import Formatter

import pytest

from auditor.language.lexicon import load
from auditor.report.page.phrases import Phrases
from auditor.report.page.texts import DEFAULT, TextsError, available, load_texts
from auditor.rulebook import load_rules
from auditor.runtime.resources import read_rules, rules_folder

RULES = rules_folder()
OTHERS = [language for language in available() if language != DEFAULT]


def read(name):
    return read_rules("report", name)


def fields(text):
    return sorted({field for _, field, _, _ in Formatter().parse(text) if field is not None})


def test_settings_of_disaggregation_fit_the_lexicon():
    made = read("_disaggregation.yaml")
    populations = load("en").section("populations")
    assert {*made["always"], *made["asked"], *made["also"], *made["people"]} <= set(populations)
    assert all(set(values) <= set(populations[name]) for name, values in made["people"].items() if values != "any")


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("section", ["texts", "kinds", "questions", "dimensions"])
def test_every_language_says_the_same_things(language, section):
    ours, theirs = (
        {key: text for key, text in read(f"{name}.yaml")[section].items() if not key.endswith("_one")}
        for name in ("en", language)
    )  # a question about a difference of one has its own words only where the grammar wants them
    assert set(theirs) == set(ours)
    for key, text in ours.items():
        forms = [(text, theirs[key])] if isinstance(text, str) else [(text[n], theirs[key][n]) for n in text]
        assert [(key, fields(other)) for _, other in forms] == [(key, fields(own)) for own, _ in forms]


@pytest.mark.parametrize("language", OTHERS)
def test_every_rule_is_said_with_the_fields_that_it_has(language):
    said = read(f"{language}.yaml")["rules"]
    core = {rule.id: rule for rule in load_rules().rules if Path(rule.file).name == "core.yaml"}
    assert set(said) == set(core)
    assert {name: set(fields(said[name]["message"])) - set(fields(rule.message)) for name, rule in core.items()} == {
        name: set() for name in core
    }


@pytest.mark.parametrize("language", OTHERS)
def test_phrases_have_the_fields_of_what_they_translate(language):
    phrases = read(f"{language}.yaml")["phrases"]
    assert {source for source, target in phrases.items() if fields(source) != fields(target)} == set()


@pytest.mark.parametrize("language", OTHERS)
def test_what_localisation_says_is_translated(language):
    texts = load_texts(language)
    values = {
        "first": "3",
        "second": "5",
        "printed": "15,537",
        "mended": "15,357",
        "gap": "180",
        "low": "1",
        "high": "9",
    }
    slips = [slip["words"].format(**values) for slip in read_rules("slips.yaml")["kinds"].values() if "words" in slip]
    said = read_rules("locate.yaml")["words"]
    told = [said["slip"].format(slip=slip, **values) for slip in slips]
    told += [said[key].format(**values) for key in ("higher", "lower", "between", "at_least", "at_most", "free")]
    told = [said["mends_one"].format(reason=each) for each in told] + [
        said["mends_many"].format(reason=told[0], count="two")
    ]
    made = [texts.phrase(each) for each in told]
    assert [each.text for each in made if not each.translated] == []
    assert not any("mends" in each.text or "read as" in each.text for each in made)
    assert all("15,537" in each.text for each in made)


def test_what_a_verdict_says_is_translated():
    from auditor.checking import reconcile
    from auditor.kinds.kind import WORDS_ALONE

    said = [getattr(reconcile, name) for name in ("NO_RULE", "UNITS", "ZERO", "ROOM", "HEDGE_HIDES")]
    assert [
        (language, each)
        for language in OTHERS
        for each in (*said, WORDS_ALONE)
        if not load_texts(language).phrase(each).translated
    ] == []


def test_what_is_not_known_stays_and_says_so():
    phrase = load_texts("fr").phrase("a rule of one document says this")
    assert phrase == ("a rule of one document says this", False)


def test_counts_take_the_form_of_the_language():
    assert [load_texts("en").count("n_relations", n) for n in (0, 1, 1200)] == [
        "0 relations",
        "1 relation",
        "1,200 relations",
    ]
    assert [load_texts("fr").count("n_relations", n) for n in (0, 1, 1200)] == [
        "0 relation",
        "1 relation",
        "1\u202f200 relations",
    ]


def test_an_unknown_language_is_one_line():
    with pytest.raises(TextsError, match=r"^no report texts for language 'xx'; there are: en, es, fr$"):
        load_texts("xx")


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("1 + 2 = 3, stated 4, short by 1", "1 + 2 = 3, dit 4, manque 1"),
        ("a; b", "a; b"),
        ("fixed; fixed", "dit; dit"),
        ("fixed; b", "fixed; b"),
        ("", ""),
    ],
)
def test_phrases(text, made):
    template = "{left}, stated {stated}, {direction} {gap}"
    phrases = Phrases({template: template.replace("stated ", "dit "), "fixed": "dit"}, {"short by": "manque"})
    assert phrases(text).text == made


@pytest.mark.parametrize("language", OTHERS)
def test_names_of_yaml_are_texts(language):
    # YAML reads no, yes and 1 as other things than words.
    made = read(f"{language}.yaml")
    names = [
        value for section in ("kinds", "dimensions", "values", "words", "phrases") for value in made[section].values()
    ]
    assert [value for value in names if not isinstance(value, str)] == []


def test_a_language_needs_no_code(tmp_path, monkeypatch):
    from auditor.report.page import texts
    from auditor.runtime import resources

    (tmp_path / "report").mkdir()
    made = (RULES / "report" / "en.yaml").read_text(encoding="utf-8").replace("language: en", "language: pt")
    for name in ("en.yaml", "pt.yaml"):
        (tmp_path / "report" / name).write_text(made, encoding="utf-8")
    monkeypatch.setattr(resources, "rules_folder", lambda: tmp_path)
    assert texts.available() == ("en", "pt")


def test_files_are_where_they_are_looked_for():
    assert {path.stem for path in Path(RULES / "report").glob("[a-z]*.yaml")} == set(available())
