"""The words of reports: each language has all of them, with the same placeholders."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from string import Formatter

import pytest

from auditor.kinds import kinds
from auditor.language.lexicon import load
from auditor.report.page.locale_forms import LocaleForms
from auditor.report.page.phrases import ReportPhrases, form_of
from auditor.report.page.texts import DEFAULT, TextsError, available, load_texts
from auditor.rulebook import load_rules
from auditor.rulebook.rule import RuleWords
from auditor.runtime.resources import ResourceError, read_rules, rules_folder

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
    ours, theirs = (read(f"{name}.yaml")[section] for name in ("en", language))
    assert set(theirs) == set(ours)
    for key, text in ours.items():
        assert (key, fields(form_of(theirs[key], "other"))) == (key, fields(form_of(text, "other")))


@pytest.mark.parametrize("language", available())
def test_what_counts_has_the_plurals_of_its_language(language):
    made, known = read(f"{language}.yaml"), load_texts(language).forms
    wanted = {known.category(number) for number in range(200)}
    counted = [text for section in ("texts", "questions", "words") for text in made[section].values()]
    for text in (each for each in counted if not isinstance(each, str)):
        assert wanted <= set(text) <= {known.category(number) for number in (*range(200), Decimal("0.5"), 1_000_000)}
        assert {tuple(fields(form)) for form in text.values()} >= {tuple(fields(text["other"]))}


@pytest.mark.parametrize("language", OTHERS)
def test_every_rule_is_said_with_the_fields_that_it_has(language):
    said = load_texts(language).with_rules(load_rules().rules).rules
    core = {rule.id: rule for rule in load_rules().rules if Path(rule.file).name == "core.yaml"}
    assert set(said) == set(core)
    assert {name: set(fields(said[name]["message"])) - set(fields(rule.message)) for name, rule in core.items()} == {
        name: set() for name in core
    }


@pytest.mark.parametrize("language", available())
def test_every_kind_has_a_name(language):
    """Where neither the texts nor its rule name a kind, a reader of another language meets an English word."""
    assert set(load_texts(language).with_rules(load_rules().rules).lists["kinds"]) == set(kinds())


def test_what_a_rule_says_of_itself_comes_first():
    rule = next(rule for rule in load_rules().rules if rule.id == "AVG001")
    words = RuleWords(kind="Mittel", title="T", message="{computed}!", questions={"average": "{at}?"})
    texts = load_texts("fr").with_rules([replace(rule, words={"fr": words, "en": RuleWords(kind="no")})])
    assert texts.named("kinds", "average") == "Mittel"
    assert texts.named("kinds", "total") == "total"
    assert texts.lists["questions"]["average"] == "{at}?"
    assert texts.rules["AVG001"] == {"title": "T", "message": "{computed}!"}
    assert texts.message("AVG001", "it is {computed} here", "it is 5 here").text == "5!"


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


@pytest.mark.parametrize(
    ("language", "number", "written"),
    [
        ("en", 309, "309"),
        ("en", 18850.0, "18,850"),
        ("en", -3.0, "\u22123"),
        ("en", 1e300, "1e+300"),
        ("en", 1234567.25, "1,234,567.25"),
        ("fr", 1240, "1\u202f240"),
        ("fr", 27.8, "27,8"),
        ("fr", 0.1 + 0.2, "0,3"),
        ("fr", 0.0, "0"),
        ("es", 1240, "1\u00a0240"),
        ("es", -27.8, "\u221227,8"),
        ("es", 10**14 + 0.0, "100\u00a0000\u00a0000\u00a0000\u00a0000"),
        ("fr", 1.5e300, "1,5e+300"),
    ],
)
def test_numbers_are_in_the_form_of_the_language(language, number, written):
    texts = load_texts(language)
    assert texts.number(number) == written
    assert texts("tree_rest", n=number).startswith(written)
    assert texts.signed(number) == (written if number <= 0 else f"+{written}")


def test_days_are_in_the_words_of_the_language():
    said = [load_texts(language).day("2027-01-02") for language in ("en", "es", "fr")]
    assert said == ["2 January 2027", "2 de enero de 2027", "2 janvier 2027"]
    assert load_texts("fr").day("soon") == "soon"


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "off by 1 points", "off by 1 point"),
        ("en", "off by 1.0 points", "off by 1.0 points"),
        ("en", "5 + … (1 figures)", "5 + … (1 figure)"),
        ("fr", "27.8%, stated 28.9%, off by 1.1 points", "27.8%, annoncé 28.9%, écart de 1.1 point"),
        ("fr", "27.8%, stated 37.8%, off by 10 points", "27.8%, annoncé 37.8%, écart de 10 points"),
        ("fr", "a, stated b, off by 3 days", "a, annoncé b, écart de 3 jours"),
        ("es", "1 + 2 = 3, stated 4, short by 1", "1 + 2 = 3, declarado 4, falta 1"),
        ("es", "1 + 2 = 3, stated 1,004, short by 1,001", "1 + 2 = 3, declarado 1,004, faltan 1,001"),
        ("es", "5 = 5, stated 6, off by 1 day", "5 = 5, declarado 6, diferencia de 1 día"),
    ],
)
def test_words_behind_numbers_take_their_form_and_numbers_stay(language, text, said):
    assert load_texts(language).phrase(text).text == said


def test_a_locale_that_there_is_not_is_one_line():
    with pytest.raises(ResourceError, match=r"^the CLDR has no locale 'xx-YY'; mend locale in rules/report/$"):
        LocaleForms("xx-YY").number(1)


def test_a_language_with_more_plurals_has_them():
    forms = LocaleForms("pl")
    text = {"one": "plik", "few": "pliki", "many": "plików", "other": "pliku"}
    assert [form_of(text, forms.category_of(each)) for each in ("1", "3", "5", "1,5")] == [
        "plik",
        "pliki",
        "plików",
        "pliku",
    ]
    assert form_of({"one": "plik", "other": "pliku"}, "few") == "pliku"


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
    templates = {template: template.replace("stated ", "dit "), "fixed": "dit"}
    phrases = ReportPhrases(templates, {"short by": "manque"}, LocaleForms("fr").category_of)
    assert phrases(text).text == made


@pytest.mark.parametrize("language", OTHERS)
def test_names_of_yaml_are_texts(language):
    # YAML reads no, yes and 1 as other things than words.
    made = read(f"{language}.yaml")
    names = [value for section in ("kinds", "dimensions", "values", "phrases") for value in made[section].values()]
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
