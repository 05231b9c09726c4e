"""Text that makes an audit run away: whatever is said again and again, the time grows with the length alone.

Each pattern by itself is tried in tests/fuzz; here whole audits are.
"""

from __future__ import annotations

import gc
import time
from dataclasses import replace

import pytest
from growing import PROSE, QUIET, UNITS

from auditor.model.document import Document, Paragraph
from auditor.model.figure import Figure, Figures
from auditor.pipeline import audit_document
from auditor.relations.crowded import without_crowds


def seconds(unit: str, length: int) -> float:
    text = "Of " + unit * (length // len(unit) + 1)
    gc.collect()
    gc.disable()  # what a collection takes depends on all that the tests before have left
    try:
        began = time.process_time()
        audit_document("x.txt", data=text.encode(), language="en")
        return time.process_time() - began
    finally:
        gc.enable()


def grows_with_the_length(text: str, short: int, long: int) -> bool:
    """Say whether a longer text takes at most two and a half times as much longer; a busy machine gets chances."""
    quick = max(min(seconds(text, short) for _ in range(3)), 0.02)
    return any(seconds(text, long) < 2.5 * long / short * quick for _ in range(4))


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    seconds("Of 12 persons 7 were men. ", 100)


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_length(unit: str) -> None:
    assert grows_with_the_length(unit, 1_000, 4_000)


@pytest.mark.parametrize("unit", QUIET)
def test_a_megabyte_of_what_counts_nothing(unit: str) -> None:
    assert seconds(unit, 1_000_000) < 5


def test_a_paragraph_of_a_megabyte() -> None:
    assert grows_with_the_length(PROSE, 15_000, 90_000)


WRONG = "Of 12 persons, 7 were men and 4 were women."
AFTER = "Of 22 persons, 9 were men and 14 were women."
CROWD = "30, 10 and 20; " * 2_000


def test_a_paragraph_of_figures_alone_is_passed_over_and_said() -> None:
    audit = audit_document("x.txt", data=f"{WRONG}\n\n{CROWD}\n\n{AFTER}".encode(), language="en")
    (said,) = audit.document.warnings
    assert "unnumbered paragraph 2 with 6,000 figures" in said
    assert sorted(finding.paragraphs for finding in audit.findings) == [("p1",), ("p3",)]
    assert len(audit.figures.figures) == 6_006


@pytest.mark.parametrize(
    ("characters", "figures", "kept"), [(20, 6_000, False), (200_000, 6_000, True), (20, 4_000, True)]
)
def test_text_has_as_many_figures_as_it_has_words_for(characters: int, figures: int, kept: bool) -> None:
    text = Paragraph(0, "1", "a" * characters)
    figure = Figure("f", "7", 7.0, 7.0, 7.0)
    document = Document("x", "", "en", "", (text, Paragraph(1, "2", "Of 12, 5")))
    found, said = without_crowds(document, Figures((*[figure] * figures, replace(figure, order=1)), (), (), {}))
    assert (text in found.paragraphs) is kept
    assert bool(said) is not kept
    assert document.paragraphs[1] in found.paragraphs


@pytest.mark.parametrize("unit", ["30, 10 and 20; ", "- 5 men\n", "1 "])
def test_figures_without_words_take_no_more_than_their_reading(unit: str) -> None:
    assert seconds(unit, 60_000) < 10
