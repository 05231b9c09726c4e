"""Files made to crash, hang, fill the memory or reach out: each is read or refused in one line, soon."""

from __future__ import annotations

import time
import zipfile
from io import BytesIO

import pytest

from auditor.read import Limits, Unreadable, read_document

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
BODY = (
    f'<w:document xmlns:w="{WORD}"><w:body>'
    "<w:p><w:r><w:t>1. Of 12 persons 7 were men.</w:t></w:r></w:p></w:body></w:document>"
)
MAIN = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def relations(*entries: tuple[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="r{i}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(entries)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def word(parts: dict[str, str | bytes] | None = None) -> bytes:
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": MAIN,
        "word/document.xml": BODY,
        **(parts or {}),
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return out.getvalue()


def pdf(objects: list[str]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    return bytes(out) + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()


RELATIONS = "word/_rels/document.xml.rels"
BOMB = b"0" * (8 << 20)
HARMLESS = {
    "relations in a ring": {RELATIONS: relations(("styles", "document.xml"), ("footnotes", "document.xml"))},
    "relations to nothing": {RELATIONS: relations(("styles", "gone.xml"), ("numbering", "no.xml"))},
    "relations out of the archive": {RELATIONS: relations(("styles", "../../../../etc/passwd"))},
    "a part named out of the archive": {"../../../../tmp/auditor-escaped": "x"},
    "an archive in the archive": {"word/embeddings/inner.zip": word({"inner.bin": BOMB})},
}
REFUSED = {
    "a part that unpacks a thousandfold": word({"word/styles.xml": BOMB}),
    "entities": word({"word/document.xml": '<!DOCTYPE d [<!ENTITY a "x">]>' + BODY}),
    "a ring of pages": pdf(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>"]),
    "a billion pages": pdf(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 1000000000 >>"]),
    "nested elements": b"<html>" + b"<div>" * 100_000 + b"12 persons",
}


@pytest.mark.parametrize("case", HARMLESS)
def test_what_surrounds_the_text_does_not_matter(case: str) -> None:
    document = read_document("x.docx", data=word(HARMLESS[case]))  # type: ignore[arg-type]
    assert [p.label for p in document.paragraphs] == ["1"]
    assert "12 persons" in document.paragraphs[0].text
    assert "root:" not in repr(document)


@pytest.mark.parametrize("case", REFUSED)
def test_bombs_are_refused_in_one_line_and_soon(case: str) -> None:
    began = time.process_time()
    with pytest.raises(Unreadable) as caught:
        read_document("x", data=REFUSED[case])
    assert time.process_time() - began < 5
    assert "\n" not in str(caught.value)


def test_a_limit_is_said_in_the_error() -> None:
    with pytest.raises(Unreadable, match="unpacks to more than 4 MB"):
        read_document("x.docx", data=word({"word/media/a.bin": BOMB}), limits=Limits(expanded=4 << 20))


def test_an_endless_line_of_values_takes_little_time() -> None:
    began = time.process_time()
    with pytest.raises(Unreadable):
        read_document("x.csv", data=b"a,b\n" + b"1" * 10_000_000 + b",2\n")
    assert time.process_time() - began < 10
