"""The sentences of `twins.yaml`: each is reported with its wrong figure, and not with the right one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from auditor.pipeline import audit
from auditor.read import read_document
from auditor.rulebook import load_rules

SENTENCES: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "twins.yaml").read_text(encoding="utf-8"))
TWINS = re.compile(r"\[([^|\]]*)\|([^|\]]*)\]")
RULES = load_rules()


def findings(text: str, language: str) -> list[str]:
    document = read_document("-", data=text.encode(), name="x.txt", language=language)
    return [each.message for each in audit(document, RULES).findings if each.severity != "note"]


@pytest.mark.parametrize(
    ("language", "sentence"), [(code, each) for code, listed in SENTENCES.items() for each in listed]
)
def test_the_wrong_figure_is_reported_and_the_right_one_is_not(language: str, sentence: str) -> None:
    assert len(TWINS.findall(sentence)) == 1
    assert findings(TWINS.sub(r"\1", sentence), language)
    assert not findings(TWINS.sub(r"\2", sentence), language)
