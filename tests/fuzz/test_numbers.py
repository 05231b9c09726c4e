"""The grammar of numbers under any text of number words, digits and signs, in every language that there is."""

from __future__ import annotations

import math
import os
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.figures import Figures, read_figures
from auditor.figures.grammar import grammar
from auditor.figures.number_mentions import find_numbers
from auditor.figures.number_style import NumberStyle
from auditor.language import lexicon
from auditor.language.folding import fold, forms
from auditor.model.document import Document, Paragraph

LONG = os.environ.get("AUDITOR_FUZZ") == "long"
FUZZED = settings(
    max_examples=20_000 if LONG else 120, deadline=None, derandomize=not LONG, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
SIGNS = (  # noqa: SIM905
    "1 2 9 0 12 100 999 1,000 1.000 1 000 1'000 12,34 12.345,6 1,23,456 0.5 ,5 .5 5. 007 1e5 50% 50 % 5° 3/4 ½ ² 1st 2nd"  # noqa: E501
    " - – — , . ; : ( ) [ ] / + ± ~ < > = $ € % # * ' \" \n \u00a0 \u202f \u2009 \u200b x X k m bn No. n° § a one"
).split(" ")


def words_of(code: str) -> list[str]:
    """Give the words that a language's grammar of numbers knows, and some that stand beside numbers."""
    words = lexicon.load(code)
    rules, parts = grammar(words), words.section("hedge_parts")
    hedges = [
        re.sub(r"\{(\w+)\}", lambda part: str(parts[part[1]][0]), str(phrase))
        for section in ("hedges", "hedges_after")
        for listed in words.section(section).values()
        for phrase in listed
    ]
    known = [*rules.words, *rules.signs, *forms(hedges), *rules.fraction_alone, *rules.fraction_parts]
    return sorted({*known, *rules.half_words, *rules.bare, "and", "y", "et", "e", "of", "de", "to", "a", "persons"})


@pytest.mark.parametrize("code", lexicon.available())
def test_any_words_and_digits_give_numbers_that_are_there(code: str) -> None:
    pieces = st.one_of(st.sampled_from(words_of(code)), st.sampled_from(SIGNS), st.integers(0, 10**12).map(str))
    texts = st.lists(st.tuples(pieces, st.sampled_from(["", " ", " ", "-", "\u00a0"])), max_size=14).map(
        lambda parts: "".join(piece + gap for piece, gap in parts)
    )
    FUZZED(given(texts)(lambda text: sound(text, code)))()


def sound(text: str, code: str) -> None:
    """Look at what is read from a text."""
    found = read(text, code)
    end = 0
    for figure in found.figures:
        assert text[figure.start : figure.end] == figure.text
        assert figure.text.strip() == figure.text
        assert figure.start >= end
        end = figure.end
        assert math.isfinite(figure.value)
        assert figure.low is None or figure.low <= figure.value or figure.bound == "upper"
        assert figure.high is None or figure.high >= figure.value or figure.bound == "lower"
        assert figure.low is None or figure.high is None or figure.low <= figure.high
    for other in found.discarded:
        assert 0 <= other.start < other.end <= len(text)
        assert other.reason
    padded = read(f"Seen: {text}", code)
    assert len(padded.figures) <= len(found.figures) + 2
    numbers = find_numbers(fold(text), lexicon.load(code), NumberStyle())
    assert [n.start for n in numbers] == sorted(n.start for n in numbers)
    assert all(n.start < n.end <= len(text) for n in numbers)


def read(text: str, code: str) -> Figures:
    """Read the figures of a text."""
    return read_figures(Document("x.txt", "", code, "", (Paragraph(0, "p1", text),)), lexicon.load(code))
