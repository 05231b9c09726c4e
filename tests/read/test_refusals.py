"""What no reader takes is refused in one line: what it is, and what to do."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from pdf_maker import Page, written
from xlsb_maker import xlsb

from auditor.read import Unreadable, read_document

FIXTURES = Path(__file__).parent / "fixtures"
OLD = (FIXTURES / "tables-office.xls").read_bytes()


def ole(*names: str) -> bytes:
    """Make the beginning of a file of old Office, with the directory of its streams."""
    entries = (name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *names))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + b"".join(entries)


def zipped(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
    return out.getvalue()


def crashing() -> bytes:
    """Make a binary workbook that ends the program which reads it."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(xlsb({"a": [["x"]]}))) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, data.replace(b"r\x001", b"r\x007") if name == "xl/workbook.bin" else data)
    return out.getvalue()


def protected_workbook() -> bytes:
    """Make an old workbook say that it is encrypted: the record after the first says so."""
    data = bytearray(OLD)
    at = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    data[at : at + 2] = b"\x2f\x00"
    return bytes(data)


def protected_pdf() -> bytes:
    """Make a PDF that opens with no password that anyone knows."""
    page = Page()
    page.lines(70, 760, ["1. Of 12 persons 7 were men."])
    keys = f"/O <{'41' * 32}> /U <{'42' * 32}> /P -44"
    return written([page], trailer=f"/Encrypt << /Filter /Standard /V 1 /R 2 {keys} >> /ID [<41> <41>]")


LOCKED = "protected by a password: open it with the password and save a copy without one"
APPLE = "Pages, Numbers or Keynote: export it as .docx, .xlsx or .pdf"
REFUSED: list[tuple[str, bytes, str]] = [
    ("a.xlsx", ole("EncryptedPackage", "EncryptionInfo"), LOCKED),
    ("a.docx", ole("DataSpaces", "EncryptedPackage"), LOCKED),
    ("a.xls", protected_workbook(), LOCKED),
    ("a.pdf", protected_pdf(), LOCKED),
    ("a.doc", ole("1Table", "WordDocument", "ObjectPool", "Workbook"), "old Word document (.doc): open it in Word or"),
    ("a.doc", ole(), "old binary Office file, or a broken one: save it as .docx"),
    ("a.xls", ole("Workbook"), "the workbook is broken: open it in its program"),
    ("a.xls", OLD[:9000], "old binary Office file, or a broken one"),
    ("a.ppt", ole("PowerPoint Document"), "a presentation: save it as .pdf"),
    ("a.pptx", zipped("[Content_Types].xml", "ppt/presentation.xml"), "a presentation: save it as .pdf"),
    ("a.pages", zipped("Index/Document.iwa", "QuickLook/Preview.pdf"), APPLE),
    ("a.numbers", zipped("Index/Tables/DataList.iwa"), APPLE),
    ("a.numbers", zipped("Budget.numbers/Index.zip"), APPLE),
    ("a.pages", zipped("index.xml", "buildVersionHistory.plist"), APPLE),
    ("a.epub", zipped("mimetype", "META-INF/container.xml"), "an electronic book (.epub): convert it to .docx"),
    ("a.zip", zipped("report.docx"), "an archive (zip) and no document"),
    ("a.zip", b"PK\x03\x04" + b"\0" * 100, "an archive (zip) and no document, or a broken one: unpack it"),
    ("a.mht", b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n12 men", "one file (MIME): save it as .html"),
    ("a.wpd", b"\xffWPC1234" + b"\0" * 600, "a WordPerfect document: save it as .docx"),
    ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 600, "an image: recognise its text first, or give a .txt"),
    ("a.xlsb", xlsb({"a": [["x"]]})[:400], "a broken one"),
    ("a.xlsb", crashing(), "makes the program that reads it crash"),
    ("a.pdf", b"this is no such thing", "named .pdf but is no pdf file, or a broken one: give it its true suffix"),
    ("a.docx", b"this is no such thing", "no docx file"),
    ("a.rtf", b"this is no such thing", "no rtf file"),
    ("a.txt", b"", "it is empty: give a file that has text in it"),
    ("a.txt", b" \n\t\n", "it is empty"),
    ("a.bin", bytes(range(256)) * 20, "no text"),
    ("a.txt", b"\x00\x01\x02" * 1000, "no text"),
    ("a\x1b[31m\n.txt", b"", "a?[31m?.txt"),
]


@pytest.mark.parametrize(("name", "data", "words"), REFUSED)
def test_what_cannot_be_read_is_refused_in_one_line(name: str, data: bytes, words: str) -> None:
    with pytest.raises(Unreadable) as failure:
        read_document("-", data=data, name=name)
    message = str(failure.value)
    assert message.startswith("cannot read ")
    assert message.count(": ") == 2
    assert "\n" not in message
    assert words in message
