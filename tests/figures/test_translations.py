"""One sentence in four languages: the same values are read from all, whatever the construction."""

from pathlib import Path

import pytest
import yaml

from auditor.figures import read_figures
from auditor.model.document import Document, Paragraph

HERE = Path(__file__).parent
LANGUAGES = ("en", "fr", "es", "pt")
TEN = 10


def load(name: str) -> dict:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


CONSTRUCTIONS = load("translations.yaml")
CASES = [
    pytest.param(language, text, values, id=f"{construction} {language} {text}")
    for construction, rows in CONSTRUCTIONS.items()
    for values, *texts in rows
    for language, text in zip(LANGUAGES, texts, strict=True)
]


@pytest.mark.parametrize(("language", "text", "values"), CASES)
def test_values(language: str, text: str, values: list[float]):
    found = read_figures(Document("x.txt", "", language, "", (Paragraph(0, "p1", text),))).figures
    read = sorted(figure.value for figure in found if figure.unit != "item")
    assert read == pytest.approx(sorted(values), rel=1e-4), [figure.text for figure in found]


@pytest.mark.parametrize("construction", CONSTRUCTIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_construction_has_ten_variants(construction: str, language: str):
    more = load("no_quantities.yaml")[language].get(construction, {})
    assert len(CONSTRUCTIONS[construction]) + len(more) >= TEN
