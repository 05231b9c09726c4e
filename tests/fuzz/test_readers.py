"""Readers and audits of files that nobody would write: each ends in a document or in one line, soon.

A few hundred files each time; very many with AUDITOR_FUZZ=long, as `make fuzz` has it. What is found then lies in finds/
and is tried ever after.
"""  # noqa: E501

from __future__ import annotations

import os
import time
import traceback
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.model.audit import Audit
from auditor.pipeline import audit_document
from auditor.read import Limits, Unreadable
from auditor.report.audit_json import to_json

LONG = os.environ.get("AUDITOR_FUZZ") == "long"
FINDS = Path(__file__).parent / "finds"
SECONDS = 8.0
FUZZED = settings(
    max_examples=4_000 if LONG else 25, deadline=None, derandomize=not LONG, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip

WORDS = st.sampled_from([
    "12", "1,204", "1 204", "1.204,5", "45%", "per cent", "persons", "men", "women", "of whom", "including", "a total of",  # noqa: E501
    "Total", "and", "the", "respectively", "half", "3/4", "2023", "12 May 2023", "Article 5", "(", ")", ",", ";", ".", ":",  # noqa: E501
    "-", "–", "\n", "\n\n", "\t", " ", "\u00a0", "\u200b", "\u202e", "٣", "Ⅷ", "²", "1.", "(a)", "•", "#", "|", "---", "€",  # noqa: E501
    "\x00", "\x1b[1m", "\ufffd", "é", "中", "𝟏", "-5", "+7", "1e9", "0x1F", "9" * 40, "one hundred", "million",
])  # fmt: skip
TEXT = st.lists(WORDS, max_size=40).map(" ".join)
NAMES = (
    "html body p div table tr td th ul ol li b i sup a h1 h2 pre br span script style svg math template select"
    " thead tbody tfoot caption colgroup dl dt dd form input noscript title head meta frameset"
)
TAGS = st.sampled_from(NAMES.split())
ATTRIBUTES = st.sampled_from([
    "", " rowspan=3", " colspan=0", " rowspan=99999999999", " colspan=-1", " id=a", " href=#a", " start=٣", " value=x",
    " style='display:none'", " style='font-weight:bold;padding-left:99999999px'", " lang=fr", " type=a", " hidden", " a=\"",  # noqa: E501
])  # fmt: skip
HTML = st.lists(
    st.one_of(
        TEXT,
        st.builds(lambda tag, more: f"<{tag}{more}>", TAGS, ATTRIBUTES),
        TAGS.map(lambda tag: f"</{tag}>"),
        st.sampled_from(
            ["<!--", "-->", "<![CDATA[", "]]>", "<?x", "&#x110000;", "&amp;", "&nbsp;", "<meta charset=utf-16>"]
        ),
    ),
    max_size=60,
).map(lambda pieces: "<html>" + "".join(pieces))
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NUMBERS = st.sampled_from(["0", "1", "2", "-1", "99999999999", "x", "", "٣"])


@st.composite
def element(draw: st.DrawFn, depth: int = 0) -> str:
    """Give an element of a Word document, with others in it that may not stand there."""
    name = draw(st.sampled_from(
        "p r t tbl tr tc pPr rPr tcPr trPr numPr numId ilvl pStyle gridSpan vMerge gridBefore ind b sdt sdtContent ins del "  # noqa: E501, SIM905
        "br tab footnoteReference drawing txbxContent AlternateContent lastRenderedPageBreak sym outlineLvl vanish".split()  # noqa: E501
    ))  # fmt: skip
    given_ = draw(
        st.one_of(st.just(""), NUMBERS.map(lambda value: f' w:val="{value}" w:id="{value}" w:left="{value}"'))
    )
    if depth > 5:
        return f"<w:{name}{given_}/>"
    inner = draw(st.one_of(st.lists(element(depth + 1), max_size=4).map("".join), TEXT.map(escaped)))
    return f"<w:{name}{given_}>{inner}</w:{name}>"


def escaped(text: str) -> str:
    """Give text that XML can hold."""
    kept = "".join(c for c in text if c >= " " or c in "\t\n")
    return kept.replace("&", "&amp;").replace("<", "&lt;")


def archive(parts: dict[str, str]) -> bytes:
    """Pack parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return out.getvalue()


def word(body: str, styles: str, notes: str) -> bytes:
    """Make a Word document."""
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    entries = "".join(
        f'<Relationship Id="{kind}" Type="{kinds}/{kind}" Target="{kind}.xml"/>'
        for kind in ("styles", "numbering", "footnotes")
    )
    return archive({
        "_rels/.rels": f'<Relationships xmlns="{rels}"><Relationship Id="m" Type="{kinds}/officeDocument" '
                       'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{rels}">{entries}</Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{W}">{styles}</w:numbering>',
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="1">{notes}</w:footnote></w:footnotes>',
    })  # fmt: skip


@st.composite
def sheet(draw: st.DrawFn) -> bytes:
    """Give a workbook whose cells, places and spans say anything."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    places = st.sampled_from(["A1", "B2", "XFD9", "AAAA1", "A0", "1A", "", "C99999999", "b3"])
    values = st.sampled_from(["0", "1", "12", "1e308", "1e999", "-0", "NaN", "x", "", "99999999999", "45.3"])
    kind = st.sampled_from(
        ["", ' t="s"', ' t="b"', ' t="e"', ' t="str"', ' t="inlineStr"', ' t="d"', ' t="?"', ' s="7"']
    )
    rows = []
    for _ in range(draw(st.integers(0, 5))):
        cells = draw(st.lists(st.tuples(places, kind, values), max_size=5))
        inner = "".join(f'<c r="{place}"{how}><v>{value}</v><is><t>a</t></is></c>' for place, how, value in cells)
        rows.append(f'<row r="{draw(st.sampled_from(["1", "2", "5", "0", "-3", "x"]))}">{inner}</row>')
    merged = draw(st.lists(st.sampled_from(["A1:B2", "A1:A1", "B2:A1", "A1", "XFD1:XFD9", "?"]), max_size=2))
    merges = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
    return archive({
        "[Content_Types].xml": f'<Types xmlns="{types}"><Override PartName="/xl/workbook.xml" '
        f'ContentType="{office}.sheet.main+xml"/></Types>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{kinds}"><sheets><sheet name="{escaped(draw(TEXT))[:20]}" '  # noqa: E501
        'sheetId="1" r:id="a"/></sheets></workbook>'.replace('"Total"', "Total"),
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{rels}"><Relationship Id="a" Type="{kinds}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{"".join(rows)}</sheetData>'
        f"<mergeCells>{merges}</mergeCells></worksheet>",
    })  # fmt: skip


@st.composite
def pdf(draw: st.DrawFn) -> bytes:
    """Give a PDF whose objects refer to one another as they like, with any operators on its pages."""
    pieces = st.sampled_from([
        "BT", "ET", "q", "Q", "/F 12 Tf", "/X Do", "70 700 Td", "1 0 0 1 9 9 Tm", "(12 persons) Tj", "[(a) -9999 (b)] TJ",  # noqa: E501
        "0 0 600 800 re S", "W n", "(", ">>", "BI ID x EI", "1e99 0 Td", "0 0 0 0 0 0 cm", "<414> Tj", "T*", "99999 TL",
    ])  # fmt: skip
    refs = st.integers(1, 7).map(lambda number: f"{number} 0 R")
    objects = [
        f"<< /Type /Catalog /Pages {draw(refs)} >>",
        f"<< /Type /Pages /Kids [{draw(refs)} {draw(refs)}] /Count {draw(st.integers(-1, 3))} >>",
        f"<< /Type /Page /Parent {draw(refs)} /MediaBox [0 0 {draw(st.sampled_from(['600', '0', '1e9', '-5']))} 800] "  # noqa: ISC004
        f"/Contents {draw(refs)} /Rotate {draw(st.sampled_from(['0', '90', '7']))} "
        f"/Resources << /Font << /F {draw(refs)} >> /XObject << /X {draw(refs)} >> >> >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for _ in range(3):
        content = " ".join(draw(st.lists(pieces, max_size=15)))
        objects.append(f"<< /Type /XObject /Subtype /Form /Length {len(content)} >>\nstream\n{content}\nendstream")
    out, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + f"trailer << /Size 8 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()


ENCODINGS = st.sampled_from(["utf-8", "utf-16", "utf-8-sig", "cp1252", "utf-32", "gb18030"])


def encoded(texts: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    """Give texts in any encoding."""
    return st.builds(lambda text, name: text.encode(name, errors="replace"), texts, ENCODINGS)


FORMATS: dict[str, st.SearchStrategy[bytes]] = {
    "txt": st.one_of(encoded(TEXT), st.binary(max_size=300)),
    "md": encoded(TEXT),
    "csv": encoded(st.lists(st.lists(WORDS, max_size=6).map(lambda row: ",".join(row)), max_size=12).map("\n".join)),  # noqa: PLW0108
    "html": encoded(HTML),
    "docx": st.builds(word, st.lists(element(), max_size=6).map("".join), element(), element()),
    "xlsx": sheet(),
    "pdf": pdf(),
}


def attempt(data: bytes, form: str) -> None:
    """Audit a file; what is wrong with the auditor is kept in finds/ where many are tried."""
    began = time.process_time()
    try:
        try:
            _sound(audit_document(f"x.{form}", data=data, language=None, limits=Limits(seconds=SECONDS)))
        except Unreadable as error:
            assert "\n" not in str(error)  # noqa: PT017
            assert "it takes more than" not in str(error)  # noqa: PT017
        assert time.process_time() - began < SECONDS
    except BaseException as error:
        if LONG:
            _keep(data, form, error)
        raise


def _keep(data: bytes, form: str, error: BaseException) -> None:
    """Keep the smallest file of this run that leads to an error at a place."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    name = f"{type(error).__name__}-{Path(frame.filename).stem}-{frame.lineno}.{form}"
    file = FINDS / name
    if not file.exists() or len(data) < file.stat().st_size:
        file.write_bytes(data)


def _sound(audit: Audit) -> None:
    paragraphs = {p.order: p.text for p in audit.document.paragraphs}
    for figure in audit.figures.figures:
        if figure.table is None:
            assert paragraphs[figure.order][figure.start : figure.end] == figure.text
    for table in audit.document.tables:
        assert len(table.grid()) == table.rows
    assert to_json(audit)["schema_version"]


@pytest.mark.parametrize("form", FORMATS)
def test_any_file_is_audited_or_refused(form: str) -> None:
    check: Callable[[bytes], None] = lambda data: attempt(data, form)  # noqa: E731 - one test a format
    FUZZED(given(FORMATS[form])(check))()


@pytest.mark.parametrize("find", sorted(FINDS.iterdir()), ids=lambda path: path.name)
def test_what_was_found_once(find: Path) -> None:
    attempt(find.read_bytes(), find.suffix[1:])
