"""Sentences in every language and the figures, other numbers and periods that are to be read from them."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from auditor.figures import read_figures
from auditor.model.document import Document, Paragraph

HERE = Path(__file__).parent
CASES = [
    pytest.param(path.stem.removeprefix("cases_"), case, id=f"{path.stem[-2:]}{i}")
    for path in sorted(HERE.glob("cases_*.yaml"))
    for i, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1)
]


def read(text: str, language: str):
    return read_figures(Document("x.txt", "", language, "", (Paragraph(0, "p1", text),)))


def expected(row: list[Any]) -> tuple[Any, ...]:
    text, value, *rest = row
    return text, value, rest[0] if rest else "count", rest[1] if len(rest) > 1 else ""


@pytest.mark.parametrize(("language", "case"), CASES)
def test_sentence(language: str, case: dict[str, Any]):
    found = read(case["text"], language)
    have = [(f.text, pytest.approx(f.value, rel=1e-5), f.unit, f.bound) for f in found.figures]
    assert have == [expected(row) for row in case["figures"]]
    for figure, row in zip(found.figures, case["figures"], strict=True):
        assert case["text"][figure.start : figure.end] == figure.text
        if len(row) > 4:
            assert [figure.low, figure.high] == [row[4] and pytest.approx(row[4]), row[5] and pytest.approx(row[5])]
    others = [(other.text, other.reason) for other in found.discarded]
    for text, reason in case.get("others", []):
        assert (text, reason) in others
    if "periods" in case:
        assert [[p.first, p.last] for p in found.periods] == case["periods"]
