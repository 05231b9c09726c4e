"""The tables of drafts as workbooks: numbers as numbers in the format that shows them so, merged heads, bold totals."""

from __future__ import annotations

from io import BytesIO

import openpyxl
from draft_random import random_draft
from drafts import Draft, Grid, Slot
from openpyxl.styles import Alignment, Font

SHARES = Grid(
    "Shares",
    tuple(
        tuple(Slot(text, bold=at == 4) for text in line)
        for at, line in enumerate((
            ("Place", "Men", "Share"),
            ("Coast", "1,204", "45.3%"),
            ("Hills", "988", "37.2%"),
            ("Islands", "466", "17.5%"),
            ("All", "2,658", "100.0%"),
        ))
    ),
)  # fmt: skip
"""A table of which one column is in per cent: as a value, 45.3% is 0.453."""


def workbook_draft() -> Draft:
    """Give the tables of a report made at random, and one of shares."""
    tables = [part for part in random_draft(3).parts if isinstance(part, Grid)]
    return Draft("Prisons of the land", [*tables, SHARES])


def xlsx_of(draft: Draft) -> bytes:
    """Write each table of a draft as a sheet, and a sheet that is hidden."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for part in draft.parts:
        if isinstance(part, Grid):
            sheet = book.create_sheet(f"Table {len(book.worksheets) + 1}")
            for r, c, slot in part.places():
                _put(sheet.cell(r + 1, c + 1), slot, head=r < part.heads)
                if slot.rows + slot.columns > 2:
                    sheet.merge_cells(
                        start_row=r + 1, start_column=c + 1, end_row=r + slot.rows, end_column=c + slot.columns
                    )
    book.properties.title = draft.title
    hidden = book.create_sheet("Drafts")
    hidden.append(["Men", 7])
    hidden.sheet_state = "hidden"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _put(cell: openpyxl.cell.Cell, slot: Slot, *, head: bool) -> None:
    bare = slot.text.replace(",", "")
    cell.font = Font(bold=slot.bold or head)
    cell.alignment = Alignment(indent=slot.indent)
    if bare.endswith("%"):
        cell.value, cell.number_format = float(bare[:-1]) / 100, "0.0%"
    elif bare.isdecimal():
        cell.value, cell.number_format = int(bare), "0" if head else "#,##0"
    else:
        cell.value = slot.text
