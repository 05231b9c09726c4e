"""Drafts of rule files: sound, found in their document, and holding there."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.figures import read_figures
from auditor.identities import evaluate_identities
from auditor.identities.draft import DraftError, draft
from auditor.language import lexicon
from auditor.lint import check_files
from auditor.model.document import Document
from auditor.model.figure import Figures
from auditor.model.relation import Relation
from auditor.read import read_document
from auditor.relations import read_relations
from auditor.rulebook import load_rules

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "data/azerbaijan-cat-follow-up-2025/submission.md"
SHARED = ROOT.parent / "shared/submissions"
TEXTS = {
    "en.md": """\
1. A total of 10 persons, including 4 men and 6 women, were detained in 2023. Of 80 complaints, 60 (75.0 per cent) were
upheld: [see *table* 1].

| Region: *all* | 2023 | 2024 |
|---|---|---|
| North | 15 | 16 |
| South | 10 | 15 |
| Total | 25 | 31 |
""",
    "fr.txt": "1. Au total 1 240 personnes, dont 440 hommes et 800 femmes, ont été détenues.\n\n2. Les 1 240 personnes "
    "détenues ont été libérées, dont 30 mineurs.\n",
    "wrong.txt": "1. A total of 10 persons, including 4 men and 5 women, were detained.\n\n2. In total 7 dogs: 3 small "
    "and 4 large.\n",
}


def read(path: Path | str, data: bytes | None = None) -> tuple[Document, Figures, tuple[Relation, ...]]:
    document = read_document(path, data=data)
    words = lexicon.load(document.language)
    relations, figures = read_relations(document, read_figures(document, words), words)
    return document, figures, relations


def documents() -> list[tuple[str, bytes | None]]:
    real = sorted(str(path) for path in SHARED.glob("*.*")) if SHARED.is_dir() else []
    return [*((name, text.encode()) for name, text in TEXTS.items()), (str(EXAMPLE), None), *((p, None) for p in real)]


@pytest.mark.parametrize(
    ("path", "data"), documents(), ids=lambda value: Path(value).name if isinstance(value, str) else ""
)
def test_a_draft_passes_and_holds_in_its_document(tmp_path: Path, path: str, data: bytes | None) -> None:
    document, figures, relations = read(path, data)
    try:
        text = draft(document, figures, relations)
    except DraftError as error:
        assert "no relation was read" in str(error)  # noqa: PT017 - a document may assert nothing
        return
    file = tmp_path / "draft.yaml"
    file.write_text(text, encoding="utf-8")
    checked = check_files([file], (document, figures))
    assert checked.mistakes == ()
    book = load_rules([file])
    own = [rule.id for rule in book.rules if rule.id.startswith("NEW")]
    verdicts = [each for each in evaluate_identities(document, figures, book)[1] if each.rule.startswith("NEW")]
    assert len(own) == len(verdicts) > 0
    assert {each.outcome for each in verdicts} == {"holds"}


def test_what_does_not_hold_is_a_comment(tmp_path: Path) -> None:
    text = draft(*read("wrong.txt", TEXTS["wrong.txt"].encode()))
    comments = [line for line in text.splitlines() if line.startswith("#   ")]
    assert len(comments) == 1
    assert "4 + 5 = 9, stated 10" in comments[0]


def test_no_value_is_used_to_choose_a_figure() -> None:
    text = draft(*read("en.md", TEXTS["en.md"].encode()))
    chosen = text.partition("figures:")[2].partition("identities:")[0]
    assert not [
        value for value in ("10", "75.0", "60", "31", "25", "80") if f": {value}" in chosen or f"'{value}'" in chosen
    ]


@pytest.mark.parametrize("prefix", ["n", "N", "TOOLONG", "A1", ""])
def test_a_prefix_must_be_letters(prefix: str) -> None:
    with pytest.raises(DraftError, match="two to five capital letters"):
        draft(*read("en.md", TEXTS["en.md"].encode()), prefix)


def test_nothing_to_draft_from() -> None:
    with pytest.raises(DraftError, match="no relation was read"):
        draft(*read("empty.txt", b"1. Nothing is counted here."))
