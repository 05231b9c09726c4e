from __future__ import annotations

from pathlib import Path

from auditor.model.document import Document
from auditor.read import read_document

FIXTURES = Path(__file__).parent / "fixtures"


def said(document: Document) -> list[tuple[str, str]]:
    return [(p.label, p.text) for p in document.paragraphs if p.kind == "paragraph" and not p.label.startswith("p")]


def grids(document: Document) -> list[list[list[str]]]:
    return [table.grid() for table in document.tables]


def test_a_page_and_the_pdf_that_a_browser_makes_of_it_say_the_same() -> None:
    page, printed = read_document(FIXTURES / "report.html"), read_document(FIXTURES / "report.pdf")
    assert said(printed) == said(page)
    assert [label for label, _ in said(page)] == ["1", "2", "3", "4", "5", "6", "7"]
    assert grids(printed) == grids(page)
    assert [table.caption for table in printed.tables] == [table.caption for table in page.tables]
    assert printed.title == page.title == "Follow-up report on prisons"
    headings = [[p.text for p in document.paragraphs if p.kind == "heading"] for document in (page, printed)]
    assert headings[0] == headings[1]
    spans = [
        {(c.text, c.rows, c.columns) for c in d.tables[0].cells if c.rows + c.columns > 2} for d in (page, printed)
    ]
    assert spans[0] == spans[1] == {("Place", 2, 1), ("2019", 1, 2), ("2020", 1, 2)}
    assert printed.tables[0].confidence == 1
    assert printed.tables[1].confidence < 1
