"""Word documents and workbooks made to fill the memory, to reach out of the archive, or to lead round in circles."""

from __future__ import annotations

import copy
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hostile_files import (
    LAUGHS,
    LINE,
    PARAGRAPH,
    RELATIONS,
    SHEET,
    WORD,
    Part,
    opened,
    packed,
    relations,
    sheet,
    word,
    workbook,
    xml,
)  # fmt: skip

from auditor.model.document import Document

Tried = Callable[..., Document | str]
BOMB = b"0" * (8 << 20)
OUTSIDE = "../../../../../../etc/passwd"


def texts(found: Document | str) -> list[str]:
    assert isinstance(found, Document), found
    return [p.text for p in found.paragraphs] + [c.text for t in found.tables for c in t.cells]


def lying(data: bytes, name: str) -> bytes:
    """Have an archive claim that a part unpacks to a hundred bytes."""
    out, at = bytearray(data), 0
    while (at := out.find(b"PK\x01\x02", at)) >= 0:
        length = struct.unpack_from("<H", out, at + 28)[0]
        if bytes(out[at + 46 : at + 46 + length]) == name.encode():
            struct.pack_into("<I", out, at + 24, 100)
        at += 4
    return bytes(out)


def overlapping(data: bytes, times: int) -> bytes:
    """Have an archive list its last part many times under other names."""
    out = BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/last.xml", b"0" * (4 << 20))
        for number in range(times):
            again = copy.copy(archive.filelist[-1])
            again.filename = f"word/{number}.xml"
            archive.filelist.append(again)
            archive.NameToInfo[again.filename] = again
    return out.getvalue()


BOMBS = {
    "a part that unpacks a thousandfold": (word({"word/styles.xml": BOMB}), "times its size", {}),
    "the same in a workbook": (workbook({"xl/sharedStrings.xml": BOMB}), "times its size", {}),
    "the same in a text of OpenDocument": (opened(LINE, parts={"styles.xml": BOMB}), "times its size", {}),
    "much in many parts": (
        word({f"word/{n}.xml": b"0" * 1_000_000 for n in range(30)}), "unpacks to more than 20 MB", {"expanded": 20 << 20}  # noqa: E501
    ),
    "one part listed many times": (overlapping(word(), 15_000), "unpacks to more than 400 MB", {}),
    "very many parts": (word({f"word/{n}.xml": "" for n in range(20_001)}), "more than 20,000 parts", {}),
}  # fmt: skip


@pytest.mark.parametrize("case", BOMBS)
def test_zip_bombs_are_refused(tried: Tried, case: str) -> None:
    data, said, limits = BOMBS[case]
    found = tried(data, **limits)
    assert isinstance(found, str)
    assert said in found


def test_a_part_that_is_larger_than_it_claims_is_left_out(tried: Tried) -> None:
    parts = {RELATIONS: relations(("styles", "styles.xml")), "word/styles.xml": BOMB}
    found = tried(lying(word(parts), "word/styles.xml"))
    assert isinstance(found, Document)
    assert found.warnings == ("the list of styles could not be read and was left out (the file is broken)",)


INNER = word({"inner.bin": BOMB})


@pytest.mark.parametrize("make", [word, workbook])
@pytest.mark.parametrize("name", ["word/embeddings/inner.zip", "xl/embeddings/inner.xlsx", "media/inner.docx"])
def test_archives_in_archives_are_not_unpacked(
    tried: Tried, make: Callable[[dict[str, Part]], bytes], name: str
) -> None:
    nested = packed({"a.zip": packed({"b.zip": INNER})})
    assert "12" in " ".join(texts(tried(make({name: INNER, f"{name}.zip": nested}))))


OUTER = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
HTTP = '<!DOCTYPE d [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;]>'
DTD = '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">'
HELD = "<w:p><w:r><w:t>12 &{};</w:t></w:r></w:p>"
ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>&{};</t></is></c></row>'
ENTITIES: dict[str, bytes] = {
    "a billion laughs": word({"word/document.xml": xml(HELD.format("j"), before=LAUGHS)}),
    "the same in an attribute": word({"word/document.xml": xml('<w:p w:x="&j;"/>', before=LAUGHS)}),
    "the same in the styles": word(
        {RELATIONS: relations(("styles", "styles.xml")), "word/styles.xml": f"{LAUGHS}<d>&j;</d>"}
    ),
    "the same in two bytes a letter": word({
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-16"?>{xml(HELD.format("j"), before=LAUGHS)}'.encode("utf-16")  # noqa: E501
    }),
    "a file": word({"word/document.xml": xml(HELD.format("a"), before=OUTER)}),
    "an address": word({"word/document.xml": xml(HELD.format("a"), before=HTTP)}),
    "a document type elsewhere": word({"word/document.xml": xml(PARAGRAPH, before=DTD)}),
    "laughs in a text of OpenDocument": opened("<text:p>12 &j;</text:p>", before=LAUGHS),
    "a file in a text of OpenDocument": opened("<text:p>12 &a;</text:p>", before=OUTER),
    "laughs in the styles of a text of OpenDocument": opened(LINE, parts={"styles.xml": f"{LAUGHS}<d>&j;</d>"}),
    "laughs in a workbook": workbook({"xl/sharedStrings.xml": f'{LAUGHS}<sst xmlns="{SHEET}"><si><t>&j;</t></si></sst>'}),  # noqa: E501
    "a file in a workbook": workbook({"xl/worksheets/sheet1.xml": OUTER + sheet(ROW.format("a"))}),
    "laughs in a sheet of two bytes a letter": workbook({
        "xl/worksheets/sheet1.xml": f'<?xml version="1.0" encoding="UTF-16"?>{LAUGHS}{sheet(ROW.format("j"))}'.encode("utf-16")  # noqa: E501
    }),
    "laughs in a sheet of another name": workbook({
        "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.png")),
        "xl/worksheets/sheet1.png": LAUGHS + sheet(ROW.format("j")),
    }),
}  # fmt: skip


@pytest.mark.parametrize("case", ENTITIES)
def test_entities_are_refused(tried: Tried, case: str) -> None:
    found = tried(ENTITIES[case])
    assert isinstance(found, str)
    assert "declares XML entities" in found


def test_entities_are_refused_where_the_library_is_told_that_documents_are_large(tried: Tried) -> None:
    found = tried(ENTITIES["the same in an attribute"], depth=1_000)
    assert isinstance(found, str)
    assert "declares XML entities" in found


def styles(count: int) -> str:
    inner = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:name w:val="s{n}"/><w:basedOn w:val="s{(n + 1) % count}"/></w:style>'  # noqa: E501
        for n in range(count)
    )
    return f'<w:styles xmlns:w="{WORD}">{inner}</w:styles>'


LISTS = (
    f'<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="1"><w:styleLink w:val="a"/><w:numStyleLink w:val="a"/>'  # noqa: E501
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)
LINKED = (
    f'<w:styles xmlns:w="{WORD}"><w:style w:type="numbering" w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'  # noqa: E501
    "</w:pPr></w:style></w:styles>"
)
NOTES = (
    f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="1"><w:p><w:r><w:t>A note.</w:t><w:footnoteReference w:id="1"/></w:r>'  # noqa: E501
    "</w:p></w:footnote></w:footnotes>"
)
CITING = "<w:p><w:r><w:t>1. Of 12 persons 7 were men.</w:t>{}</w:r></w:p>"
IN_LIST = PARAGRAPH.replace("<w:p>", '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>')
IN_STYLE = PARAGRAPH.replace("<w:p>", '<w:p><w:pPr><w:pStyle w:val="s3"/></w:pPr>')
CIRCLES: dict[str, dict[str, Part]] = {
    "relations in a ring": {RELATIONS: relations(("styles", "document.xml"), ("footnotes", "document.xml"))},
    "a part that is its own relations": {RELATIONS: relations(("footnotes", "_rels/document.xml.rels"))},
    "relations to nothing": {RELATIONS: relations(("styles", "gone.xml"), ("numbering", "no.xml"), ("footnotes", ""))},
    "no main relation": {"_rels/.rels": relations()},
    "styles in a ring": {
        RELATIONS: relations(("styles", "styles.xml")), "word/styles.xml": styles(2_000),
        "word/document.xml": xml(IN_STYLE),
    },
    "lists in a ring": {
        RELATIONS: relations(("styles", "styles.xml"), ("numbering", "numbering.xml")), "word/styles.xml": LINKED,
        "word/numbering.xml": LISTS, "word/document.xml": xml(IN_LIST),
    },
    "a note that cites itself": {
        RELATIONS: relations(("footnotes", "footnotes.xml")), "word/footnotes.xml": NOTES,
        "word/document.xml": xml(CITING.format('<w:footnoteReference w:id="1"/>')),
    },
    "a note cited very often": {
        RELATIONS: relations(("footnotes", "footnotes.xml")), "word/footnotes.xml": NOTES,
        "word/document.xml": xml(CITING.format('<w:footnoteReference w:id="1"/>' * 20_000)),
    },
    "the document as its chart, very often": {
        RELATIONS: relations(("chart", "document.xml")),
        "word/document.xml": xml(CITING.format('<w:drawing><c:chart r:id="r0"/></w:drawing>' * 5_000)),
    },
}  # fmt: skip


@pytest.mark.parametrize("case", CIRCLES)
def test_relations_lead_nowhere_else(tried: Tried, case: str) -> None:
    found = tried(word(CIRCLES[case]), ratio=10**6)
    assert isinstance(found, Document)
    assert "12 persons" in found.paragraphs[0].text


def test_a_document_without_a_main_part_is_refused(tried: Tried) -> None:
    found = tried(word({"_rels/.rels": relations(("officeDocument", "_rels/.rels"))}))
    assert isinstance(found, str)
    assert "no main part" in found


NAMED = "../../../../../../tmp/auditor-escaped"
PATHS: dict[str, bytes] = {
    "a relation out of the archive": word({RELATIONS: relations(("styles", OUTSIDE), ("footnotes", f"/{OUTSIDE}"))}),
    "a part named out of the archive": word({NAMED: "x", "/tmp/auditor-escaped": "x", "..\\..\\auditor-escaped": "x"}),  # noqa: S108
    "a footnote that is a file": word({
        RELATIONS: relations(("footnotes", "file:///etc/passwd")),
        "word/document.xml": xml(CITING.format('<w:footnoteReference w:id="1"/>')),
    }),
    "a part in another format": word({"word/document.xml": xml(PARAGRAPH + '<w:altChunk r:id="r0"/>'),
                                      RELATIONS: relations(("aFChunk", OUTSIDE))}),
    "a workbook with a part named out of it": workbook({NAMED: "x"}),
}  # fmt: skip


@pytest.mark.parametrize("case", PATHS)
def test_no_path_leads_out_of_an_archive(tried: Tried, case: str) -> None:
    found = tried(PATHS[case])
    assert "12" in " ".join(texts(found))
    assert "root:" not in repr(found)
    assert not Path("/tmp/auditor-escaped").exists()  # noqa: S108 - where the archive would have it


def test_a_sheet_out_of_the_archive_is_none(tried: Tried) -> None:
    found = tried(workbook({"xl/_rels/workbook.xml.rels": relations(("worksheet", OUTSIDE))}))
    assert isinstance(found, str)
    assert "root:" not in found


def test_rows_beyond_the_last_are_refused_whatever_a_sheet_is_called(tried: Tried) -> None:
    found = tried(workbook({
        "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.dat")),
        "xl/worksheets/sheet1.dat": sheet('<row r="99999999"><c r="A99999999"><v>1</v></c></row>'),
    }))  # fmt: skip
    assert isinstance(found, str)
    assert "rows beyond the last one" in found


def test_very_many_paragraphs_that_begin_a_list_take_linear_time(tried: Tried) -> None:
    found = tried(word({"word/document.xml": xml(PARAGRAPH * 8_000)}), ratio=10**6)
    assert isinstance(found, Document)
    assert len(found.paragraphs) == 8_000


def test_tables_within_tables_and_boxes_within_boxes(tried: Tried) -> None:
    tables = "<w:tbl><w:tr><w:tc>" * 60 + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * 60
    boxes = "<w:p><w:r><w:drawing><w:txbxContent>" * 50 + PARAGRAPH + "</w:txbxContent></w:drawing></w:r></w:p>" * 50
    assert len(texts(tried(word({"word/document.xml": xml(tables + boxes)})))) == 2
    deep = tried(word({"word/document.xml": xml("<w:tbl><w:tr><w:tc>" * 100_000)}))
    assert isinstance(deep, str)


FAR = '<row r="{}"><c r="A{}" t="inlineStr"><is><t>far</t></is></c><c r="XFD{}"><v>5</v></c></row>'


@pytest.mark.parametrize("row", [200, 1_048_576])
def test_cells_far_from_each_other_are_refused(tried: Callable[..., Document | str], row: int) -> None:
    """Two cells at the corners of a sheet make a table of billions of empty ones."""
    near = '<row r="1"><c r="A1"><v>1</v></c></row>'
    found = tried(workbook({"xl/worksheets/sheet1.xml": sheet(near + FAR.format(row, row, row))}))
    assert "reach over more than 2,000,000 cells" in str(found)
    assert "--limit cells=" in str(found)


def test_a_title_merged_over_all_columns_and_rows_spans_the_cells_that_are_there(
    tried: Callable[..., Document | str],
) -> None:
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>title</t></is></c></row><row r="2"><c r="B2"><v>5</v></c></row>'
    merged = sheet(rows).replace(
        "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )
    found = tried(workbook({"xl/worksheets/sheet1.xml": merged}))
    assert isinstance(found, Document)
    (table,) = found.tables
    assert (table.rows, table.columns) == (2, 2)
    assert [(cell.text, cell.rows, cell.columns) for cell in table.cells] == [("title", 2, 2), ("5", 1, 1)]
