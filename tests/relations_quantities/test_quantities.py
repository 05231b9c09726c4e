"""One quantity stated twice is found where the two differ, and only there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from auditor.pipeline import audit
from auditor.read import read_document
from auditor.rulebook import load_rules

FOLDER = Path(__file__).parent
TWINS = re.compile(r"\[([^|\]\n]*)\|([^|\]\n]*)\]")
RULES = load_rules()


def cases(name: str) -> list[tuple[str, str]]:
    read: dict[str, list[str]] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return [(language, text) for language, texts in read.items() for text in texts]


def findings(text: str, language: str, *, notes: bool = False) -> list[str]:
    document = read_document("-", data=text.encode(), name="x.md", language=language)
    return [each.message for each in audit(document, RULES).findings if notes or each.severity != "note"]


@pytest.mark.parametrize(("language", "text"), cases("one_quantity.yaml"))
def test_a_quantity_with_two_values_is_reported_and_with_one_is_not(language: str, text: str) -> None:
    assert len(TWINS.findall(text)) == 1
    assert findings(TWINS.sub(r"\1", text), language)
    assert not findings(TWINS.sub(r"\2", text), language)


@pytest.mark.parametrize(("language", "text"), cases("other_quantities.yaml"))
def test_other_quantities_are_not_held_against_each_other(language: str, text: str) -> None:
    assert not findings(text, language, notes=True)


@pytest.mark.parametrize(("language", "text"), cases("parts.yaml"))
def test_parts_in_paragraphs_of_their_own_are_held_against_their_count(language: str, text: str) -> None:
    assert len(TWINS.findall(text)) == 1
    assert findings(TWINS.sub(r"\1", text), language, notes=True)
    assert not findings(TWINS.sub(r"\2", text), language, notes=True)
