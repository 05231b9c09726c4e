"""Makes files of every format byte by byte, so that they can be what no program would write."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
RELATIONS = "word/_rels/document.xml.rels"
PARAGRAPH = "<w:p><w:r><w:t>1. Of 12 persons 7 were men.</w:t></w:r></w:p>"
LAUGHS = (
    '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]>"
)
"""Entities of entities: `&j;` is a billion letters."""
Part = str | bytes


def xml(inner: str, *, before: str = "") -> str:
    """Give the main part of a Word document."""
    return (
        f'{before}<w:document xmlns:w="{WORD}" xmlns:c="{CHART}" xmlns:r="{OFFICE}"><w:body>{inner}</w:body>'
        "</w:document>"
    )


def relations(*entries: tuple[str, str]) -> str:
    """Give the relations of a part: (kind, target), with the ids r0, r1 ..."""
    inner = "".join(
        f'<Relationship Id="r{i}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(entries)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def packed(parts: Mapping[str, Part]) -> bytes:
    """Pack parts into an archive."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def word(parts: Mapping[str, Part] | None = None) -> bytes:
    """Make a Word document of one paragraph, with these parts besides or instead."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    content: dict[str, Part] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/word/document.xml" '
        f'ContentType="{main}"/></Types>',
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": xml(PARAGRAPH),
    }
    return packed({**content, **(parts or {})})


def sheet(rows: str) -> str:
    """Give the part of a sheet."""
    return f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>'


def workbook(parts: Mapping[str, Part] | None = None) -> bytes:
    """Make a workbook of one small sheet, with these parts besides or instead."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    content: dict[str, Part] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="a" sheetId="1" r:id="r0"/>'  # noqa: E501
        "</sheets></workbook>",
        "xl/sharedStrings.xml": f'<sst xmlns="{SHEET}"><si><t>Paris</t></si></sst>',
        "xl/worksheets/sheet1.xml": sheet('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>12</v></c></row>'),
    }
    return packed({**content, **(parts or {})})


OPEN = "urn:oasis:names:tc:opendocument"
LINE = "<text:p>1. Of 12 persons 7 were men.</text:p>"


def opened(inner: str, *, kind: str = "text", before: str = "", parts: Mapping[str, Part] | None = None) -> bytes:
    """Make a text or spreadsheet of OpenDocument, with these parts besides."""
    spaces = " ".join(f'xmlns:{name}="{OPEN}:xmlns:{name}:1.0"' for name in ("office", "text", "table", "style"))
    main = (
        f"{before}<office:document-content {spaces}><office:body><office:{kind}>{inner}</office:{kind}></office:body>"
        "</office:document-content>"
    )
    mime = f"application/vnd.oasis.opendocument.{kind}"
    return packed({"mimetype": mime, "content.xml": main, **(parts or {})})


SAID = b"BT /F 12 Tf 70 700 Td (1. Of 12 persons 7 were men and 5 women.) Tj ET\n"


def stream(entries: str, data: bytes, *, packed: bool = False) -> bytes:
    """Give a stream object of a PDF."""
    if packed:
        data, entries = zlib.compress(data, 9), entries + " /Filter /FlateDecode"
    return f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def pdf(objects: Sequence[Part], *, table: bool = True, start: int | None = None) -> bytes:
    """Make a PDF of these objects, the first of which is its root; without its table of places if asked for."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + (body if isinstance(body, bytes) else body.encode()) + b"\nendobj\n"
    at = len(out)
    if table:
        out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{at if start is None else start}\n%%EOF"
    return bytes(out) + tail.encode()


def page(content: bytes | None = None, *, root: str = "", own: str = "", more: Sequence[Part] = ()) -> list[Part]:
    """Give the objects of a PDF of one page: `root` and `own` are further entries of the root and of the page."""
    named = "<< /Font << /F 4 0 R >> /XObject << /X 6 0 R >> >>"
    return [
        f"<< /Type /Catalog /Pages 2 0 R {root}>>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 5 0 R /Resources {named} {own}>>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        content or stream("", SAID),
        *more,
    ]
