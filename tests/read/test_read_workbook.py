from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Alignment, Font
from xlsb_maker import Value, xlsb

from auditor.model.document import Document
from auditor.read import Limits, Unreadable, read_document
from auditor.read.office.number_format import shown


def read(data: bytes, limits: Limits | None = None) -> Document:
    return read_document("-", data=data, language="en", limits=limits)


def saved(book: openpyxl.Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def example() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Persons held"
    rows: list[list[object]] = [["Table 1"], [], ["Place", "Men", None, "Share"]]
    for row in (*rows, ["Paris", 1204, 12.5, 0.453], ["All", 0.1 + 0.2, -5, None]):
        sheet.append(row)
    sheet.merge_cells("B3:C3")
    sheet["A5"].font = Font(bold=True)
    sheet["A4"].alignment = Alignment(indent=2)
    for place, form in (("B4", "#,##0"), ("C4", "0.00"), ("D4", "0.0%"), ("C5", "#,##0;(#,##0)")):
        sheet[place].number_format = form
    book.create_sheet("Empty")
    hidden = book.create_sheet("Drafts")
    hidden.append([1, 2])
    hidden.sheet_state = "hidden"
    return saved(book)


def test_a_sheet_is_a_table_at_its_own_positions() -> None:
    document = read(example())
    (table,) = document.tables
    assert table.grid() == [
        ["Table 1", "", "", ""],
        ["", "", "", ""],
        ["Place", "Men", "", "Share"],
        ["Paris", "1,204", "12.50", "45.3%"],
        ["All", "0.3", "(5)", ""],
    ]
    cells = {cell.text: cell for cell in table.cells}
    assert (cells["Men"].columns, cells["Paris"].indent, cells["All"].bold, cells["Paris"].bold) == (2, 2, True, False)
    assert table.caption == "Persons held"
    assert document.warnings == ("the hidden sheet 'Drafts' was left out",)


@pytest.mark.parametrize(
    ("value", "form", "want"),
    [
        (1204, "General", "1204"),
        (1234567.891, "General", "1234567.891"),
        (1 / 3, "General", "0.333333333333"),
        (0.1 + 0.2, "General", "0.3"),
        (1204, "#,##0", "1,204"),
        (1204.5, "#,##0", "1,205"),
        (2.5, "0", "3"),
        (-1204, "#,##0;(#,##0)", "(1,204)"),
        (-0.04, "0.0", "0.0"),
        (12, '0" %"', "12 %"),
        (0.453, "0%", "45%"),
        (12.345, "0.##", "12.35"),
        (12.0, "0.##", "12"),
        (1234567, "#,##0,", "1,235"),
        (1234.5, "[$€-407] #,##0.00", "€ 1,234.50"),
        (0, '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', "-"),
        (5, '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', "5"),
        (0.5, "# ?/?", "0.5"),
        (12000.0, "0.00E+00", "12000"),
        (float("nan"), "0", "NaN"),
        (10**40, "#,##0", str(10**40)),
        (1, "\x00", "1"),
        (dt.datetime(2024, 5, 1), "yyyy", "2024"),  # noqa: DTZ001 - a cell has no time zone
        (True, "0", "TRUE"),
    ],
)
def test_numbers_are_as_the_program_shows_them(value: object, form: str, want: str) -> None:
    assert shown(value, form) == want


def rewritten(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.namelist():
            content = source.read(member)
            assert member != name or old in content
            target.writestr(member, content.replace(old, new) if member == name else content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        (SHEET, b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet', "entities"),
        (SHEET, b'<row r="5"', b'<row r="99999999"', "beyond the last"),
        (SHEET, b"</sheetData>", b"</sheet", "broken"),
        (SHEET, b"</sheetData>", b"</sheetData><!--" + b" " * 30_000_000 + b"-->", "times its size"),
        ("xl/workbook.xml", b"<sheets>", b"<sheet", "broken"),
        ("xl/styles.xml", b"</styleSheet>", b"", "broken"),
    ],
)
def test_broken_and_hostile_workbooks_are_refused(name: str, old: bytes, new: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words) as failure:
        read(rewritten(example(), name, old, new))
    assert "\n" not in str(failure.value)


def test_limits() -> None:
    with pytest.raises(Unreadable, match="more than 10 cells"):
        read(example(), Limits(cells=10))
    with pytest.raises(Unreadable, match="unpacks to more than 2 kB"):
        read(example(), Limits(expanded=2048))


def test_a_truncated_archive_is_refused() -> None:
    with pytest.raises(Unreadable):
        read(example()[:2000])


@pytest.mark.parametrize(
    ("value", "form", "want"),
    [
        (1804, "# ##0", "1 804"),
        (804, "# ##0", "804"),
        (1234567.25, "#\\ ##0.0", "1 234 567.3"),
        (-1804, '#" "##0', "-1 804"),
        (0.453, "0.0 %", "45.3 %"),
        (dt.date(2023, 1, 1), "yyyy", "2023"),
        (dt.date(2023, 5, 1), 'mmm" "yyyy', "2023-05"),
        (dt.date(2023, 5, 1), "dd/mm/yyyy", "2023-05-01"),
    ],
)
def test_blanks_between_thousands_and_dates_that_are_years(value: object, form: str, want: str) -> None:
    assert shown(value, form) == want


def test_what_a_sheet_hides_and_what_was_never_computed_is_said() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["Place", "Men", "All"], ["Coast", 3, "=B2"], ["Hills", 4, "=B3"], ["Total", 7, 7]):
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    document = read(saved(book))
    assert document.tables[0].grid()[1] == ["Coast", "3", ""]
    assert document.warnings == (
        "the sheet 'Sheet' has hidden rows or columns, which were read",
        "the sheet 'Sheet' has 2 formulas without a value; open and save it first",
    )


FIXTURES = Path(__file__).parent / "fixtures"


def test_a_binary_workbook_has_its_values() -> None:
    rows: list[list[Value]] = [
        ["Place", "Men", "Share", "Day"],
        ["Coast", 1204, 0.453, 45352],
        ["Hills", 0.1 + 0.2, True],
    ]
    document = read(xlsb({"Persons held": rows, "Drafts": [["x", 1]]}, hidden=("Drafts",), dates=(3,)))
    (table,) = document.tables
    assert table.grid() == [
        ["Place", "Men", "Share", "Day"],
        ["Coast", "1204", "0.453", "2024-03-01"],
        ["Hills", "0.3", "TRUE", ""],
    ]
    assert table.caption == "Persons held"
    assert document.warnings == ("the hidden sheet 'Drafts' was left out",)


@pytest.mark.parametrize("kind", ["xls", "ods", "xlsx", "xlsb"])
def test_the_cells_of_every_kind_of_workbook_are_counted(kind: str) -> None:
    data = {"xlsx": example(), "xlsb": xlsb({"a": [["x", 1]] * 9})}.get(kind)
    with pytest.raises(Unreadable, match="more than 10 cells"):
        read(data or (FIXTURES / f"tables-office.{kind}").read_bytes(), Limits(cells=10))


@pytest.mark.parametrize(
    "text",
    [
        "<html><table><tr><td>a<td>1<tr><td>b<td>2<tr><td>c<td>3<tr><td>d<td>4</table></html>",
        "a\t1\t5\nb\t2\t6\nc\t3\t7\nd\t4\t8\n",
    ],
)
def test_what_programs_export_as_xls_is_read_as_what_it_is(text: str) -> None:
    (table,) = read_document("-", data=text.encode(), name="a.xls", language="en").tables
    assert [row[:2] for row in table.grid()] == [["a", "1"], ["b", "2"], ["c", "3"], ["d", "4"]]
