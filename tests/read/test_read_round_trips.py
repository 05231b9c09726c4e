"""The same report in every format gives the same figures, tables and relations."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from draft_docx import docx_of
from draft_facts import Facts, differences, facts_of
from draft_html import html_of
from draft_printing import CHROMIUM, OFFICE, converted, printed
from draft_random import random_draft
from draft_workbook import workbook_draft, xlsx_of
from drafts import Chart, of_markdown

FIXTURES = Path(__file__).parent / "fixtures"
LONG = os.environ.get("AUDITOR_FUZZ") == "long"
EXAMPLE = Path(__file__).parents[2] / "data" / "azerbaijan-cat-follow-up-2025" / "submission.md"

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


@pytest.fixture(scope="module")
def example() -> Facts:
    facts = facts_of(EXAMPLE.read_bytes(), "example.md", unplaced=True)
    assert sum(facts.figures.values()) > 100
    assert sum(facts.relations.values()) > 50
    return facts


@pytest.mark.parametrize("automatic", [False, True], ids=["typed", "automatic"])
def test_the_example_as_a_word_document_with_numbers(example: Facts, *, automatic: bool) -> None:
    data = docx_of(of_markdown(EXAMPLE.read_text("utf-8")), automatic=automatic)
    assert differences(example, facts_of(data, "example.docx", unplaced=True)) == []


def test_the_example_as_a_web_page(example: Facts) -> None:
    page = html_of(of_markdown(EXAMPLE.read_text("utf-8")))
    assert differences(example, facts_of(page.encode(), "example.html", unplaced=True)) == []


@pytest.mark.parametrize("name", ["example-browser.pdf", "example-office-columns.pdf"])
def test_the_example_on_paper(example: Facts, name: str) -> None:
    assert differences(example, facts_of((FIXTURES / name).read_bytes(), name, unplaced=True)) == []


@pytest.mark.parametrize("name", ["generated-browser.pdf", "generated-office-columns.pdf"])
def test_merged_heads_footnotes_and_tables_over_pages_on_paper(name: str) -> None:
    draft = random_draft(3, settled=True, narrow="columns" in name)
    page = facts_of(html_of(draft).encode(), "page.html", unplaced=True)
    assert len(page.tables) > 3
    assert any(len(table) > 50 for table in page.tables)
    assert differences(page, facts_of((FIXTURES / name).read_bytes(), name, unplaced=True)) == []


@pytest.mark.parametrize("seed", range(8 if LONG else 2))
def test_a_generated_report_as_a_word_document_says_what_it_says_as_a_web_page(seed: int) -> None:
    draft = random_draft(seed)
    page = facts_of(html_of(draft).encode(), "page.html", unplaced=True)
    assert differences(page, facts_of(docx_of(draft), "typed.docx", unplaced=True)) == []
    assert differences(page, facts_of(docx_of(draft, automatic=True), "automatic.docx", unplaced=True)) == []


@pytest.fixture(scope="module")
def sheets() -> Facts:
    facts = facts_of(xlsx_of(workbook_draft()), "tables.xlsx")
    assert len(facts.tables) > 3
    assert any(fact[6] == "percent" for fact in facts.figures)
    return facts


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_a_workbook_says_the_same_in_every_format(sheets: Facts, kind: str) -> None:
    name = f"tables-office.{kind}"
    found = facts_of((FIXTURES / name).read_bytes(), name)
    assert differences(sheets, found) == []
    one, other = sheets.audit.document, found.audit.document
    assert [table.cells for table in other.tables] == [table.cells for table in one.tables]
    assert [table.caption for table in other.tables] == [table.caption for table in one.tables]
    assert other.warnings == one.warnings == ("the hidden sheet 'Drafts' was left out",)


def test_the_example_as_a_text_of_opendocument(example: Facts) -> None:
    name = "example-office.odt"
    assert differences(example, facts_of((FIXTURES / name).read_bytes(), name, unplaced=True)) == []


@pytest.mark.parametrize("name", ["generated-office.odt", "generated-office.rtf"])
def test_a_generated_report_of_another_program(name: str) -> None:
    page = facts_of(html_of(random_draft(3)).encode(), "page.html", unplaced=True)
    assert differences(page, facts_of((FIXTURES / name).read_bytes(), name, unplaced=True)) == []


@needs_office
@pytest.mark.parametrize("kind", ["odt", "rtf"] if LONG else ["rtf"])
@pytest.mark.parametrize("seed", range(8 if LONG else 1))
def test_a_generated_report_converted_now(tmp_path: Path, kind: str, seed: int) -> None:
    draft = random_draft(seed)
    if kind == "rtf":  # the program makes pictures of charts
        draft = replace(draft, parts=[part for part in draft.parts if not isinstance(part, Chart)])
    page = facts_of(html_of(draft).encode(), "page.html", unplaced=True)
    data = converted(docx_of(draft, automatic=seed % 2 == 0), tmp_path, kind)
    assert differences(page, facts_of(data, f"a.{kind}", unplaced=True)) == []


@needs_chromium
@pytest.mark.parametrize("columns", [1, 2])
def test_the_example_printed_now(example: Facts, tmp_path: Path, columns: int) -> None:
    page = html_of(of_markdown(EXAMPLE.read_text("utf-8")), columns=columns, heads=True)
    assert differences(example, facts_of(printed(page, tmp_path), "example.pdf", unplaced=True)) == []


@needs_office
@pytest.mark.parametrize("columns", [1, 2])
def test_the_example_converted_now(example: Facts, tmp_path: Path, columns: int) -> None:
    document = docx_of(of_markdown(EXAMPLE.read_text("utf-8")), automatic=True, columns=columns, heads=True)
    assert differences(example, facts_of(converted(document, tmp_path), "example.pdf", unplaced=True)) == []
