"""Properties that hold for any text, and any number however it is written."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from auditor.figures import Figures, read_figures
from auditor.language.folding import expand, fold, trie
from auditor.language.lexicon import load
from auditor.model.document import Document, Paragraph
from auditor.pipeline import audit_document

CHARACTERS = st.sampled_from("0123456789 .,;:()-–/%$'\n°²aAeElmnorstu\u00a0\u202f½²")
LANGUAGES = ("en", "fr", "es")


def read(text: str, language: str = "en") -> Figures:
    return read_figures(Document("x.txt", "", language, "", (Paragraph(0, "p1", text),)))


@given(st.text(max_size=300))
def test_folding_keeps_the_length(text: str):
    assert len(fold(text)) == len(text)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=CHARACTERS, max_size=120), st.sampled_from(LANGUAGES))
def test_any_text_is_read_and_places_are_true(text: str, language: str):
    found = read(text, language)
    last = -1
    for figure in found.figures:
        assert text[figure.start : figure.end] == figure.text
        assert figure.start >= last
        last = figure.end
        assert figure.low is None or figure.low <= figure.value or figure.value < 0 or figure.bound == "upper"
        assert figure.high is None or figure.high >= figure.value or figure.bound == "lower"
    assert all(found.by_id[figure.id] is figure for figure in found.figures)


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=10_000, max_value=10**9))
def test_grouped_numbers_have_their_value_in_every_style(value: int):
    commas = f"{value:,}"
    for language, printed in (
        ("en", commas),
        ("fr", commas.replace(",", "\u202f")),
        ("fr", commas.replace(",", " ")),
        ("es", commas.replace(",", ".")),
        ("es", commas),
    ):
        word = {"en": "persons", "fr": "personnes", "es": "personas"}[language]
        found = read(f"{printed} {word}", language).figures
        assert [(f.text, f.value) for f in found] == [(printed, value)], (language, printed)


SENTENCES = {
    "en": "They freed {} prisoners.",
    "fr": "On a libéré {} prisonniers.",
    "es": "Se liberó a {} presos.",
    "pt": "Libertaram {} presos.",
}


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(
        st.integers(min_value=2, max_value=9_999),
        st.integers(min_value=2, max_value=10**12),
        st.builds(lambda a, b, c: a * 10**b + 10**c, *[st.integers(min_value=0, max_value=11)] * 3).filter(
            lambda n: n > 1
        ),
    ).filter(lambda n: n <= 10**12),
    st.sampled_from(["en", "fr", "fr_BE", "fr_CH", "es", "pt", "pt_BR"]),
)
def test_number_words_have_their_value(value: int, locale: str):
    words = num2words(value, lang=locale)
    found = read(SENTENCES[locale[:2]].format(words), locale[:2]).figures
    assert [(f.text, f.value) for f in found] == [(words, value)]


@pytest.mark.timed
@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1 ",
        "1,",
        "1.",
        "one ",
        "a ",
        "(",
        "12 men and ",
        "Articles 1, 2, ",
        "12 May ",
        "between 1 and ",
        "2013 ",
        "100 000 ",
        "a@",
        "A/1",
        "half ",
        "- 5 ",
        "1/",
        "twenty-",
        "www.a1",
        "aged 5, ",
    ],
)
def test_no_text_is_slow(unit: str):
    def seconds(length: int) -> float:
        start = time.process_time()
        read(unit * (length // len(unit)))
        return time.process_time() - start

    read("12 men")
    short, long = seconds(4_000), seconds(32_000)
    assert long < 0.2 + 40 * short


def test_absurd_numbers_are_named_and_left_out():
    found = read(f"There were {'7' * 400} persons and 12 men.")
    assert [f.text for f in found.figures] == ["12"]
    assert [other.reason for other in found.discarded] == ["too long"]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("civilian(s)", ["civilian", "civilians"]),
        ("m<a|e>n", ["man", "men"]),
        ("a(b|c)", ["a", "ab", "ac"]),
        ("détenu(e)(s)", ["détenu", "détenus", "détenue", "détenues"]),
        ("f<oo|ee>t", ["foot", "feet"]),
    ],
)
def test_lexicon_forms_are_written_out(form: str, words: list[str]):
    assert expand(form) == words


@given(st.lists(st.from_regex(r"[abc]{1,3}([ -][abc]{1,3})?", fullmatch=True), min_size=1, max_size=8))
def test_trie_matches_its_words_and_the_longest_first(words: list[str]):
    pattern = re.compile(trie(words))
    for word in words:
        assert pattern.fullmatch(word)
    longest = max(words, key=len)
    assert pattern.match(longest)[0] == longest


def test_lexicons_are_loaded_once():
    assert load("en") is load("en")


@pytest.mark.parametrize("text", ["( - 1", "(- 12) men", "( – 1 ) person", "(-3)", "a loss of (- 25 )"])
def test_a_minus_begins_its_figure(text: str) -> None:
    (figure,) = audit_document("x.txt", data=text.encode(), language="en").figures.figures
    assert figure.text == figure.text.strip()
    assert figure.value is not None
    assert figure.value < 0
