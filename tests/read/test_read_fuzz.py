from __future__ import annotations

import time
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from opendocument import ods, odt
from pdf_maker import Page, written
from xlsb_maker import xlsb

from auditor.read import Unreadable, read_document

FIXTURES = Path(__file__).parent / "fixtures"
RTF = (
    rb"{\rtf1\ansi{\fonttbl{\f0\fcharset0 A;}}{\stylesheet{\s1\outlinelevel0 heading 1;}}\pard\s1 Report\par"
    rb"\pard{\listtext 1.\tab}Of 12\'e9 \u233?{\super\chftn}{\footnote{\super\chftn} Note.}{\b 7} men.\par"
    rb"\trowd\cellx100\clvmgf\cellx200\intbl a"
    rb"\cell 1\cell\row\trowd\cellx100\clvmrg\cellx200\intbl b\cell\cell\row\pard{\shp{\*\shpinst{\shptxt Box 5}}}\par}"
)
HTML = b"""<!DOCTYPE html><html><h1>Report</h1><p>1. Of 12 persons<sup><a href="#n">1</a></sup> 7 were men.<br>More.</p>
<table><tr><th rowspan=2>a<th colspan=2>b<tr><td>1<td>2</table><ol start=3><li>Text here.</ol><pre>a   1\nb   2</pre>
<p id=n>1 Note.</html>"""
TEXT = b"I. Head\n\n1. Of 204 persons* 7 were men.\n- item\n\n* note\n\na   1   2\nb   3   4\n\na|b\n---|---\n1|2\n"
SHEET = b"Place,2019,2020\nParis,12,13\nLyon,4,5\nNice,1,1\nAll,17,19\n"


@cache
def seeds() -> dict[str, bytes]:
    made = docx.Document()
    made.add_heading("Report", 1)
    made.add_paragraph("Of 12 persons 7 were men.", style="List Number")
    made.add_table(2, 2).cell(1, 1).text = "12"
    word = BytesIO()
    made.save(word)
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Paris", 12])
    sheet = BytesIO()
    book.save(sheet)
    page = Page()
    page.lines(70, 760, ["1. Of 12 persons 7 were men.", "2. And more of them."])
    page.table(70, 700, [["a", "b"], ["1", "2"]], ruled=True)
    cell = "<table:table-cell><text:p>Paris</text:p></table:table-cell>"
    table = f"<table:table><table:table-row>{cell}</table:table-row>"
    item = "<text:list><text:list-item><text:p>Of 12 men.</text:p></text:list-item></text:list>"
    return {
        "odt": unpacked(odt(f"{item}{table}</table:table>")),
        "ods": unpacked(ods(f"{table}</table:table>")),
        "xls": (FIXTURES / "tables-office.xls").read_bytes(),
        "xlsb": unpacked(xlsb({"a": [["Paris", 12], ["Lyon", True]]})),
        "rtf": RTF,
        "docx": unpacked(word.getvalue()),
        "xlsx": unpacked(sheet.getvalue()),
        "pdf": written([page, Page(90)]),
        "html": HTML,
        "txt": TEXT,
        "csv": SHEET,
    }


def unpacked(data: bytes) -> bytes:
    """Store the parts of an archive without compression, so that changed bytes change XML and not only checksums."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            if not name.endswith((".jpeg", ".png")):
                target.writestr(name, source.read(name))
    return out.getvalue()


def mended(data: bytes) -> bytes:
    """Write the parts of an archive anew, with the checksums that they now have."""
    out = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
            for member in source.infolist():
                start = member.header_offset + 30 + len(member.filename.encode()) + len(member.extra)
                target.writestr(member.filename, data[start : start + member.file_size])
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, IndexError, OverflowError):
        return data
    return out.getvalue()


CHANGES = st.lists(
    st.tuples(st.floats(0, 1), st.sampled_from(["set", "cut", "double", "insert"]), st.binary(min_size=1, max_size=6)),
    min_size=1,
    max_size=8,
)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "odt", "rtf", "ods", "xls", "xlsb", "pdf", "html", "txt", "csv"])
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(changes=CHANGES)
@example(changes=[(0.5, "cut", b"x")])
def test_damaged_files_are_read_or_refused(kind: str, changes: list[tuple[float, str, bytes]]) -> None:
    data = bytearray(seeds()[kind])
    for place, change, content in changes:
        at = int(place * (len(data) - 1))
        if change == "set":
            data[at : at + len(content)] = content
        elif change == "cut":
            del data[at : at + 3 * len(content)]
        elif change == "double":
            data[at:at] = data[at : at + 60]
        else:
            data[at:at] = content
    for tried in {bytes(data), mended(bytes(data)) if data[:2] == b"PK" else b""} - {b""}:
        start = time.process_time()
        try:
            document = read_document("-", data=tried, name=f"x.{kind}", language="en")
        except Unreadable as error:
            message = str(error)
        else:
            message = ""
            assert document.sha256
            for table in document.tables:
                assert len(table.grid()) == table.rows
                for cell in table.cells:
                    assert cell.row + cell.rows <= table.rows
                    assert cell.column + cell.columns <= table.columns
        assert "\n" not in message
        assert time.process_time() - start < 5
