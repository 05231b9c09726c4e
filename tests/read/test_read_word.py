from __future__ import annotations

import time
import zipfile
from io import BytesIO

import docx
import pytest
from docx.enum.text import WD_BREAK

from auditor.model.document import Document
from auditor.read import Limits, Unreadable, read_document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SPACES = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def part(root: str, content: str) -> str:
    return f'<?xml version="1.0"?><w:{root} {SPACES}>{content}</w:{root}>'


def package(body: str, **parts: str) -> bytes:
    """Make a docx of the body's XML and of further parts by name (styles, numbering, footnotes, chart)."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        main = f'<Relationship Id="r1" Type="{R}/officeDocument" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}">{main}</Relationships>')
        relations = "".join(
            f'<Relationship Id="{name}" Type="{R}/{name}" Target="{name}.xml"/>' for name in parts if name != "raw"
        )
        archive.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'
        )
        archive.writestr("word/document.xml", parts.get("raw") or part("document", f"<w:body>{body}</w:body>"))
        for name, content in parts.items():
            if name != "raw":
                archive.writestr(f"word/{name}.xml", content)
    return out.getvalue()


def read(data: bytes, limits: Limits | None = None) -> Document:
    return read_document("-", data=data, language="en", limits=limits)


def texts(document: Document) -> list[tuple[str, str, str]]:
    return [(p.kind, p.label, p.text) for p in document.paragraphs]


def p(text: str, properties: str = "", run: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def listed(number: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def level(index: int, form: str, text: str, more: str = "") -> str:
    inner = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{index}">{inner}</w:lvl>'


NUMBERING = part(
    "numbering",
    f"""<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}{level(1, "lowerLetter", "(%2)")}</w:abstractNum>
    <w:abstractNum w:abstractNumId="1">{level(0, "upperRoman", "%1.", '<w:pStyle w:val="H1"/>')}
      {level(1, "upperLetter", "%2.", '<w:pStyle w:val="H2"/>')}</w:abstractNum>
    <w:abstractNum w:abstractNumId="2">{level(0, "bullet", "•")}</w:abstractNum>
    <w:abstractNum w:abstractNumId="3">{level(0, "decimal", "%1.")}{level(1, "decimal", "%1.%2")}</w:abstractNum>
    <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
    <w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="3"/></w:num>
    <w:num w:numId="5"><w:abstractNumId w:val="0"/>
      <w:lvlOverride w:ilvl="0"><w:startOverride w:val="51"/></w:lvlOverride></w:num>""",
)
STYLES = part(
    "styles",
    """<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>
      <w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/></w:style>
    <w:style w:type="paragraph" w:styleId="Para"><w:name w:val="Single Txt"/><w:basedOn w:val="Loop"/>
      <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Para"/></w:style>
    <w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>""",
)


def styled(text: str, style: str) -> str:
    return p(text, f'<w:pStyle w:val="{style}"/>')


def test_automatic_numbers_are_as_word_shows_them() -> None:
    body = (
        styled("Introduction", "H1")
        + styled("The first text stands here.", "Para")
        + styled("The measures are:", "Para")
        + p("to count;", listed(1, 1))
        + p("to report.", listed(1, 1))
        + styled("Further matters", "H1")
        + styled("Details of them", "H2")
        + styled("The third text stands here.", "Para")
        + p("these are points:", '<w:numPr><w:numId w:val="0"/></w:numPr>')
        + p("one", listed(3))
        + p("A restart at a number of its own.", listed(5))
        + p("It goes on.", listed(5))
    )
    document = read(package(body, numbering=NUMBERING, styles=STYLES))
    assert texts(document) == [
        ("heading", "p1", "I. Introduction"),
        ("paragraph", "1", "The first text stands here."),
        ("paragraph", "2", "The measures are:\n- (a) to count;\n- (b) to report."),
        ("heading", "p4", "II. Further matters"),
        ("heading", "p5", "A. Details of them"),
        ("paragraph", "3", "The third text stands here."),
        ("paragraph", "p7", "these are points:\n- one"),
        ("paragraph", "51", "A restart at a number of its own."),
        ("paragraph", "52", "It goes on."),
    ]
    assert document.paragraphs[5].section == ("II. Further matters", "A. Details of them")


def test_levels_in_one_number_and_typed_numbers() -> None:
    body = p("First of them.", listed(4)) + p("Under the first.", listed(4, 1)) + p("Second under it.", listed(4, 1))
    assert [q.label for q in read(package(body, numbering=NUMBERING)).paragraphs] == ["1", "1.1", "1.2"]
    typed = p("55. Of 12 persons 7 were men.") + p("56.\t1729 individuals were hurt.")
    assert texts(read(package(typed))) == [
        ("paragraph", "55", "Of 12 persons 7 were men."),
        ("paragraph", "56", "1729 individuals were hurt."),
    ]


def test_tracked_changes_hidden_and_struck_text() -> None:
    body = (
        "<w:p><w:r><w:t>Of </w:t></w:r><w:ins><w:r><w:t>12</w:t></w:r></w:ins><w:del><w:r><w:delText>13</w:delText>"
        "</w:r>"
        "</w:del><w:moveFrom><w:r><w:t>14</w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>15</w:t></w:r>"
        "<w:r><w:rPr><w:strike/></w:rPr><w:t>16</w:t></w:r><w:r><w:t> persons, 7</w:t></w:r></w:p>"
        '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>Of the </w:t></w:r></w:p>'
        "<w:p><w:r><w:t>others 8 came.</w:t></w:r></w:p>"
    )
    assert [q.text for q in read(package(body)).paragraphs] == ["Of 12 persons, 7", "Of the others 8 came."]


def test_fields_show_their_result_and_exponents_stay_apart() -> None:
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x 99</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Table 3</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> shows 1,204</w:t></w:r>'
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>3</w:t></w:r>'
        '<w:r><w:t xml:space="preserve"> men</w:t>'
        "<w:br/><w:t>Others: 13</w:t></w:r></w:p>"
    )
    assert [q.text for q in read(package(body)).paragraphs] == ["Table 3 shows 1,204³ men\nOthers: 13"]


def test_notes_are_tied_to_their_place() -> None:
    notes = part(
        "footnotes", '<w:footnote w:id="7"><w:p><w:r><w:footnoteRef/><w:t> See 12.</w:t></w:r></w:p></w:footnote>'
    )
    body = (
        '<w:p><w:r><w:t>4. The law</w:t></w:r><w:r><w:footnoteReference w:id="7"/></w:r><w:r><w:t> stands</w:t></w:r>'
        '<w:r><w:footnoteReference w:id="99"/></w:r></w:p>' + p("5. The next text.")
    )
    document = read(package(body, footnotes=notes))
    assert texts(document) == [
        ("paragraph", "4", "The law stands"),
        ("note", "note 1", "See 12."),
        ("paragraph", "5", "The next text."),
    ]
    assert document.paragraphs[1].anchor == ("4", 7)


def test_a_note_with_a_mark_of_its_own_is_not_counted() -> None:
    notes = part(
        "footnotes",
        '<w:footnote w:id="2"><w:p><w:r><w:t>Not edited.</w:t></w:r></w:p></w:footnote>'
        '<w:footnote w:id="3"><w:p><w:r><w:t>See 12.</w:t></w:r></w:p></w:footnote>',
    )
    body = (
        '<w:p><w:r><w:t>Sixth report</w:t></w:r><w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/>'
        "<w:t>*</w:t>"
        '</w:r></w:p><w:p><w:r><w:t>1. The law stands at 1,204</w:t></w:r><w:r><w:footnoteReference w:id="3"/></w:r>'
        "<w:r><w:t>.</w:t></w:r></w:p>"
    )
    assert texts(read(package(body, footnotes=notes))) == [
        ("heading", "p1", "Sixth report"),
        ("note", "note *", "Not edited."),
        ("paragraph", "1", "The law stands at 1,204."),
        ("note", "note 1", "See 12."),
    ]


@pytest.mark.parametrize(
    "run",
    [
        '<w:rStyle w:val="FootnoteReference"/>',
        '<w:position w:val="8"/><w:sz w:val="14"/>',
        '<w:rStyle w:val="Call"/>',
    ],
)
def test_a_typed_mark_is_raised_however_it_is_raised(run: str) -> None:
    styles = part(
        "styles",
        '<w:style w:type="character" w:styleId="FootnoteReference"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        '</w:style><w:style w:type="character" w:styleId="Call"><w:basedOn w:val="FootnoteReference"/></w:style>',
    )
    mark = f"<w:r><w:rPr>{run}</w:rPr><w:t>3</w:t></w:r>"
    body = f"<w:p><w:r><w:t>It fell from 1,204</w:t></w:r>{mark}<w:r><w:t> to 987.</w:t></w:r></w:p>"
    assert read(package(body, styles=styles)).paragraphs[0].text == "It fell from 1,204³ to 987."


def test_notes_typed_as_text_are_tied_to_their_marks() -> None:
    def line(text: str, mark: str, after: str) -> str:
        raised = f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{mark}</w:t></w:r>'
        return f"<w:p><w:r><w:t>{text}</w:t></w:r>{raised}<w:r><w:t>{after}</w:t></w:r></w:p>"

    body = line("1. It fell to 987", "1", " in 2023.") + line("2. It rose to 12", "2", " then.")
    document = read(package(body + line("", "1", " See 4.") + line("", "2", " See 5.")))
    assert texts(document) == [
        ("paragraph", "1", "It fell to 987 in 2023."),
        ("paragraph", "2", "It rose to 12 then."),
        ("note", "note 1", "See 4."),
        ("note", "note 2", "See 5."),
    ]
    assert [q.anchor for q in document.paragraphs[2:]] == [("1", 14), ("2", 13)]


def test_typed_letters_are_points_of_their_paragraph() -> None:
    body = p("5. Of the 987:") + "".join(
        f'<w:p><w:r><w:t>{mark}</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
        for mark, text in (("(a)", "612 were men;"), ("(i)", "12 of them old;"), ("(b)", "375 were women."))
    )
    assert texts(read(package(body + p("6. That is all.")))) == [
        ("paragraph", "5", "Of the 987:\n- (a) 612 were men;\n- (i) 12 of them old;\n- (b) 375 were women."),
        ("paragraph", "6", "That is all."),
    ]


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def test_the_code_of_a_field_is_not_read_and_a_broken_one_hides_no_paragraph() -> None:
    nested = field("begin") + "<w:r><w:t>77</w:t></w:r>" + field("separate") + "<w:r><w:t>88</w:t></w:r>" + field("end")
    body = (
        f"<w:p><w:r><w:t>It was </w:t></w:r>{field('begin')}{nested}{field('separate')}<w:r><w:t>99</w:t></w:r>"
        f"{field('end')}<w:r><w:t> in all.</w:t></w:r></w:p><w:p><w:r><w:t>Then 5.</w:t></w:r>{field('begin')}</w:p>"
        "<w:p><w:r><w:t>Then 6</w:t></w:r><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Click 7"
        "</w:t></w:r></w:sdtContent></w:sdt><w:r><w:t>.</w:t></w:r></w:p>"
    )
    assert [q.text for q in read(package(body)).paragraphs] == ["It was 99 in all.", "Then 5.", "Then 6."]


def test_the_name_of_a_table_and_the_notes_in_its_last_row() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    rows = (
        f"<w:tr>{cell('Place')}{cell('Men')}</w:tr><w:tr>{cell('Coast')}{cell('1,204')}</w:tr>"
        f"<w:tr>{cell('Source: the registers of 2024.', wide)}</w:tr>"
    )
    body = p("1. The table shows it.") + p("Table A.2") + p("Persons held", run="<w:b/>") + f"<w:tbl>{rows}</w:tbl>"
    document = read(package(body + p("2. That is all.")))
    (table,) = document.tables
    assert table.caption == "Table A.2\nPersons held"
    assert table.grid() == [["Place", "Men"], ["Coast", "1,204"]]
    assert texts(document) == [
        ("paragraph", "1", "The table shows it."),
        ("heading", "p2", "Table A.2\nPersons held"),
        ("paragraph", "p3", "Source: the registers of 2024."),
        ("paragraph", "2", "That is all."),
    ]
    assert document.paragraphs[3].section == ()


def test_a_table_within_a_cell_is_a_table_of_its_own() -> None:
    inner = f"<w:tbl><w:tr>{cell('Men')}{cell('1')}</w:tr><w:tr>{cell('Women')}{cell('2')}</w:tr></w:tbl>"
    holder = f"<w:tc><w:tcPr/>{p('In all 3')}{inner}</w:tc>"
    body = f"<w:tbl><w:tr>{cell('Place')}{cell('Held')}</w:tr><w:tr>{cell('Coast')}{holder}</w:tr></w:tbl>"
    assert [table.grid() for table in read(package(body)).tables] == [
        [["Place", "Held"], ["Coast", "In all 3"]],
        [["Men", "1"], ["Women", "2"]],
    ]


def test_lines_of_a_word_and_a_number_are_no_name_of_the_table_below() -> None:
    rows = f"<w:tr>{cell('Place')}{cell('Men')}</w:tr><w:tr>{cell('Coast')}{cell('1,204')}</w:tr>"
    document = read(package(p("1. They were:") + p("Women 102") + p("Total 1,204") + f"<w:tbl>{rows}</w:tbl>"))
    assert "Women 102" in [q.text.split("\n")[0] for q in document.paragraphs]
    assert "Women" not in document.tables[0].caption


def test_a_cover_in_a_table_and_typed_contents() -> None:
    cover = f"<w:tr>{cell('United Nations')}{cell('CAT/C/XYZ/6')}</w:tr>"
    long = "Convention against Torture and Other Cruel or Degrading Treatment, of 14 March 2024"
    cover += f"<w:tr>{cell('')}{cell(long)}</w:tr>"
    heads = ("I. Introduction", "II. Deaths in prisons", "III. Measures taken")
    typed = "".join(
        f"<w:p><w:r><w:t>{head}</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>{n}</w:t></w:r></w:p>"
        for n, head in enumerate(heads, 3)
    )
    text = "".join(p(head) + p(f"{n}. Of 1{n} persons none came.") for n, head in enumerate(heads, 1))
    document = read(package(f"<w:tbl>{cover}</w:tbl>" + p("Contents") + typed + text))
    assert document.tables == ()
    assert document.warnings == ("a table of contents was left out",)
    assert [q.text for q in document.paragraphs if q.kind == "heading" and q.text != "Contents"] == list(heads)


def cell(text: str, properties: str = "", more: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text, more)}</w:tc>"


def test_merged_cells_are_exact() -> None:
    merge, more, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    shifted = cell("Paris", more='<w:ind w:left="360"/>')
    body = (
        "<w:tbl>"
        f"<w:tr>{cell('Place', merge)}{cell('2019', wide)}</w:tr>"
        f"<w:tr>{cell('', more)}{cell('Men')}{cell('Women')}</w:tr>"
        f"<w:tr>{shifted}{cell('4')}{cell('5')}</w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell('Gone')}{cell('1')}{cell('1')}</w:tr>"
        f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("10")}{cell("20")}</w:tr>'
        "</w:tbl>"
    )
    (table,) = read(package(p("Table 1. Persons") + body)).tables
    assert table.grid() == [["Place", "2019", ""], ["", "Men", "Women"], ["Paris", "4", "5"], ["", "10", "20"]]
    assert {c.text: (c.rows, c.columns) for c in table.cells if c.rows + c.columns > 2} == {
        "Place": (2, 1),
        "2019": (1, 2),
    }
    assert next(c.indent for c in table.cells if c.text == "Paris") == 2
    assert table.caption == "Table 1. Persons"


def test_tables_that_lay_out_text_are_text() -> None:
    long = "The committee asks the State to say how many persons were held, and where, in each of the years."
    row = f"<w:tr>{cell('1. ' + long)}{cell('The text of the answer.')}</w:tr>"
    document = read(package(f"<w:tbl>{row}<w:tr>{cell('2. ' + long)}{cell('None.')}</w:tr></w:tbl>"))
    assert document.tables == ()
    assert [q.label for q in document.paragraphs] == ["1", "p2", "2", "p4"]


def test_text_boxes_and_contents() -> None:
    box = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>"
        + p("In the box 12.")
        + "</w:txbxContent>"
        "</w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>"
        + p("In the box 12.")
        + "</w:txbxContent></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>Around it.</w:t></w:r></w:p>"
    )
    document = read(package(styled("Introduction 3", "T1") + box, styles=STYLES))
    assert [q.text for q in document.paragraphs] == ["Around it.", "In the box 12."]
    assert document.warnings == ("a table of contents was left out",)


def test_charts_give_the_data_they_were_drawn_from() -> None:
    c = "http://schemas.openxmlformats.org/drawingml/2006/chart"

    def points(kind: str, values: list[str]) -> str:
        return (
            f"<c:{kind}>"
            + "".join(f'<c:pt idx="{i}"><c:v>{v}</c:v></c:pt>' for i, v in enumerate(values))
            + f"</c:{kind}>"
        )

    def series(name: str, values: list[str]) -> str:
        return (
            f"<c:ser><c:tx><c:strRef>{points('strCache', [name])}</c:strRef></c:tx><c:cat><c:strRef>"
            f"{points('strCache', ['2019', '2020'])}</c:strRef></c:cat><c:val><c:numRef><c:numCache>"
            f"<c:formatCode>#,##0</c:formatCode>{points('x', values)}</c:numCache></c:numRef></c:val></c:ser>"
        )

    chart = (
        f'<c:chartSpace xmlns:c="{c}"><c:chart><c:title><c:tx><c:rich><c:t>Persons held</c:t></c:rich></c:tx></c:title>'
        f"{series('Men', ['1204', '1100.4'])}{series('Women', ['12', 'x'])}</c:chart></c:chartSpace>"
    )
    body = f'<w:p><w:r><w:drawing><c:chart xmlns:c="{c}" r:id="chart"/></w:drawing></w:r></w:p>'
    (table,) = read(package(body, chart=chart)).tables
    assert table.grid() == [["", "Men", "Women"], ["2019", "1,204", "12"], ["2020", "1,100", "x"]]
    assert table.caption == "Persons held"


def test_a_document_of_python_docx_round_trips() -> None:
    made = docx.Document()
    made.add_heading("Follow-up report", 0)
    made.add_heading("I. Introduction", 1)
    made.add_paragraph("1. Of 1,204 persons 1,102 were men.")
    made.add_paragraph("They came from:")
    for text in ("the coast;", "the hills."):
        made.add_paragraph(text, style="List Bullet")
    made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    grid = made.add_table(2, 2)
    for place, text in zip(((0, 0), (0, 1), (1, 0), (1, 1)), ("Men", "1", "Women", "2"), strict=True):
        grid.cell(*place).text = text
    out = BytesIO()
    made.save(out)
    document = read(out.getvalue())
    assert document.title == "Follow-up report"
    assert texts(document) == [
        ("title", "p1", "Follow-up report"),
        ("heading", "p2", "I. Introduction"),
        ("paragraph", "1", "Of 1,204 persons 1,102 were men."),
        ("paragraph", "p4", "They came from:\n- the coast;\n- the hills."),
    ]
    assert document.tables[0].grid() == [["Men", "1"], ["Women", "2"]]
    assert (document.pages, document.tables[0].page, document.paragraphs[2].page) == (2, 2, 1)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (package("", raw="<w:document"), "broken"),
        (package("", raw=part("document", "")), "no main part"),
        (package(""), "no text"),
        (
            package("", raw=f'<!DOCTYPE d [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>{part("document", "&b;")[21:]}'),
            "entities",
        ),
        (
            package("", raw=part("document", "<w:body>" + "<w:sdt>" * 5000 + "</w:sdt>" * 5000 + "</w:body>")),
            "too deeply",
        ),
        (package(p("x" * 30_000_000)), "times its size"),
    ],
)
def test_broken_and_hostile_documents_are_refused(data: bytes, words: str) -> None:
    start = time.process_time()
    with pytest.raises(Unreadable, match=words) as failure:
        read(data)
    assert "\n" not in str(failure.value)
    assert time.process_time() - start < 5


def test_external_entities_are_not_followed() -> None:
    raw = f'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>{part("document", "<w:body>&a;</w:body>")[21:]}'
    with pytest.raises(Unreadable, match="entities"):
        read(package("", raw=raw))


def test_a_broken_archive_and_limits() -> None:
    data = package(p("Text of the document."))
    with pytest.raises(Unreadable):
        read(data[: len(data) // 2])
    with pytest.raises(Unreadable, match="unpacks to more than 1 kB"):
        read(package(p("x" * 3000)), Limits(expanded=1024))
    rows = "".join(f"<w:tr>{cell('1')}{cell('2')}</w:tr>" for _ in range(50))
    with pytest.raises(Unreadable, match="more than 60 cells"):
        read(package(f"<w:tbl>{rows}</w:tbl>"), Limits(cells=60))
    assert read(package(p("Text of the document."), numbering=NUMBERING.replace('w:val="1"', 'w:val="x"'))).paragraphs
