"""The lexicon files: what all of them must agree on, and a language that no code knows."""

from pathlib import Path
from shutil import copy, copytree

import pytest

from auditor.figures import read_figures
from auditor.language import detection, lexicon
from auditor.language.lexicon import LexiconError, available, load
from auditor.model.document import Document, Paragraph
from auditor.runtime import resources

RULES = resources.rules_folder()


@pytest.mark.parametrize("code", available())
def test_exhaustive_values_are_values_of_the_dimension(code: str):
    known = load(code).section("populations")
    for dimension, groups in load(code).exhaustive.items():
        for group in groups:
            assert group <= set(known[dimension]), (dimension, group)
    assert {value for group in load(code).section("sex_or_age") for value in group} <= {*known["sex"], *known["age"]}


def test_languages_name_the_same_dimensions():
    shared = {code: set(load(code).section("populations")) for code in available()}
    assert shared["en"] == shared["fr"] == shared["es"]
    assert all(dimensions <= shared["en"] for dimensions in shared.values()), shared


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The Committee considered the report of the State party and its replies.", "en"),
        ("Le Comité a examiné le rapport de l'État partie et ses réponses.", "fr"),
        ("El Comité examinó el informe del Estado parte y sus respuestas.", "es"),
        ("", "en"),
        ("12 345 678", "en"),
    ],
)
def test_language_is_told_by_function_words(text: str, code: str):
    assert detection.detect(text) == code


def test_unknown_language_is_one_clear_line():
    with pytest.raises(LexiconError, match="no lexicon for language 'xx'; there are: en"):
        load("xx")


def test_a_new_file_makes_a_new_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    copytree(RULES / "lexicon", tmp_path / "lexicon")
    copy(RULES / "languages.yaml", tmp_path)
    (tmp_path / "lexicon" / "pt.yaml").write_text(
        "language: pt\nname: Português\ndetect: [os, as, não, foram, pela, uma, das, dos]\n"
        "number_style: {thousands: '.', decimal: ','}\n"
        "numbers: {units: {dois: 2, sete: 7}, tens: {trinta: 30}, scales: {mil: 1000}, tens_joiners: [e]}\n"
        "units: {percent: ['%', por cento]}\nhedges: {lower: [mais de]}\n"
        "populations: {sex: {female: [mulher(es)]}}\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(resources, "rules_folder", lambda: tmp_path)
    lexicon.load.cache_clear()
    lexicon._own_sections.cache_clear()
    detection._owners.cache_clear()
    try:
        text = "Foram detidas mais de 1.234 mulheres, trinta e sete pela polícia; não foram ouvidas 45,3 por cento."
        assert detection.detect(text) == "pt"
        found = read_figures(Document("x", "", "pt", "", (Paragraph(0, "p1", text),))).figures
        assert [(f.text, f.value, f.unit, f.bound) for f in found] == [
            ("1.234", 1234, "count", "lower"),
            ("trinta e sete", 37, "count", ""),
            ("45,3 por cento", 45.3, "percent", ""),
        ]
        assert found[0].dimensions == (("sex", "female"),)
    finally:
        lexicon.load.cache_clear()
        lexicon._own_sections.cache_clear()
        detection._owners.cache_clear()
