"""The type of a document is told by what is in it, whatever it is named."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import docx
import openpyxl
import pytest
from pdf_maker import Page, written

from auditor.read import read_document

ROWS = [["Place", "Men", "Women"], ["Coast", "1204", "112"], ["Hills", "988", "45"], ["Total", "2192", "157"]]


def as_docx() -> bytes:
    made = docx.Document()
    made.add_paragraph("1. The table shows the persons who were held.")
    grid = made.add_table(len(ROWS), 3)
    for r, row in enumerate(ROWS):
        for c, text in enumerate(row):
            grid.cell(r, c).text = text
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def as_pdf() -> bytes:
    page = Page()
    page.lines(70, 780, ["1. The table shows the persons who were held in the prisons of the country."])
    page.table(70, 750, ROWS, ruled=True)
    return written([page])


def as_xlsx() -> bytes:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.worksheets[0].append([int(text) if text.isdecimal() else text for text in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def as_html() -> bytes:
    rows = "".join(f"<tr>{''.join(f'<td>{text}' for text in row)}" for row in ROWS)
    return f"<!DOCTYPE html><html><body><table>{rows}</table></body></html>".encode()


def as_csv() -> bytes:
    return ("Persons held\nSource: registers\n\n" + "\n".join(";".join(row) for row in ROWS) + "\n\nNote\n").encode()


@pytest.mark.parametrize("name", [None, "a.docx", "a.pdf", "a.txt", "a.html", "a.doc", "a.csv", "a"])
@pytest.mark.parametrize("made", [as_docx, as_pdf, as_xlsx, as_html, as_csv])
def test_a_wrong_name_or_none_does_not_matter(made: Callable[[], bytes], name: str | None) -> None:
    if made in (as_html, as_csv) and name in ("a.docx", "a.pdf"):
        pytest.skip("what is named so and is no such file is refused, as it may be a broken one")
    if made is as_csv and name == "a.html":
        pytest.skip("a text without a tag may be part of a page")
    document = read_document("-", data=made(), name=name, language="en")
    (table,) = document.tables
    assert [row for row in table.grid() if len([text for text in row if text]) == 3] == ROWS
