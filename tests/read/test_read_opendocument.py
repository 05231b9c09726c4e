"""Texts and workbooks of OpenDocument: numbers, notes, spans and decimals as shown, and nothing that is hidden."""

from __future__ import annotations

import pytest
from opendocument import SPACES, content, ods, odt, packed

from auditor.model.document import Document
from auditor.read import Limits, Unreadable, read_document


def read(data: bytes, limits: Limits | None = None) -> Document:
    return read_document("-", data=data, language="en", limits=limits)


def said(document: Document) -> list[tuple[str, str, str]]:
    return [(p.kind, p.label, p.text) for p in document.paragraphs]


def style(name: str, family: str, inner: str, parent: str = "") -> str:
    above = f' style:parent-style-name="{parent}"' if parent else ""
    return f'<style:style style:name="{name}" style:family="{family}"{above}>{inner}</style:style>'


def numbered(name: str, *levels: tuple[str, str, str, int]) -> str:
    """Give a list style: form, prefix, suffix and shown levels of each level."""
    inner = "".join(
        f'<text:list-level-style-number text:level="{at}" style:num-format="{form}" style:num-prefix="{before}" '
        f'style:num-suffix="{after}" text:display-levels="{shown}"/>'
        for at, (form, before, after, shown) in enumerate(levels, 1)
    )
    return f'<text:list-style style:name="{name}">{inner}</text:list-style>'


PLAIN = numbered("N", ("1", "", ".", 1), ("a", "(", ")", 1))
DEEP = numbered("D", ("1", "", ".", 1), ("1", "", "", 2))


def items(style_name: str, *texts: str, more: str = "") -> str:
    inner = "".join(
        f"<text:list-item>{text if text.startswith('<') else f'<text:p>{text}</text:p>'}</text:list-item>"
        for text in texts
    )
    return f'<text:list text:style-name="{style_name}"{more}>{inner}</text:list>'


def test_lists_have_the_numbers_that_are_shown() -> None:
    inner = items("N", "First item;", "Second item.").replace(' text:style-name="N"', "")
    body = (
        items(
            "N", "The first paragraph.", f"<text:p>The second has a list:</text:p>{inner}<text:p>And an end.</text:p>"
        )
        + "<text:p>Unnumbered text stands between.</text:p>"
        + items("N", "The third goes on.", more=' text:continue-numbering="true"')
    )
    assert said(read(odt(body, PLAIN))) == [
        ("paragraph", "1", "The first paragraph."),
        ("paragraph", "2", "The second has a list:\n- (a) First item;\n- (b) Second item."),
        ("paragraph", "p3", "And an end."),
        ("paragraph", "p4", "Unnumbered text stands between."),
        ("paragraph", "3", "The third goes on."),
    ]


def test_lists_begin_anew_or_go_on_as_they_say() -> None:
    body = (
        items("N", "One is here.", "Two is here.", more=' xml:id="x"')
        + '<text:h text:outline-level="1">Annex</text:h>'
        + items("N", "One of the annex.")
        + '<text:h text:outline-level="1">Back</text:h>'
        + items("N", "Three is here.", more=' text:continue-list="x"')
        + '<text:list text:style-name="N"><text:list-header><text:p>A head has none.</text:p></text:list-header>'
        + '<text:list-item text:start-value="40"><text:p>Forty says its own.</text:p></text:list-item></text:list>'
    )
    assert [(p.label, p.text) for p in read(odt(body, PLAIN)).paragraphs if p.kind == "paragraph"] == [
        ("1", "One is here."),
        ("2", "Two is here."),
        ("1", "One of the annex."),
        ("3", "Three is here."),
        ("p7", "A head has none."),
        ("40", "Forty says its own."),
    ]


def test_numbers_of_several_levels_and_of_headings() -> None:
    outline = (
        '<text:outline-style style:name="Outline">'
        '<text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/>'
        '<text:outline-level-style text:level="2" style:num-format="A" style:num-suffix="."/></text:outline-style>'
    )
    inner = "<text:list><text:list-item><text:p>{}</text:p></text:list-item></text:list>"
    body = (
        '<text:h text:outline-level="1">Prisons</text:h><text:h text:outline-level="2">Adults</text:h>'
        + items(
            "D",
            f"<text:p>Of one.</text:p>{inner.format('Of one and one.')}",
            f"<text:p>Of two.</text:p>{inner.format('Of two and one.')}",
        )
        + '<text:h text:outline-level="1">Courts</text:h><text:h text:outline-level="2">Judges</text:h>'
    )
    document = read(
        odt(body, DEEP, {"styles.xml": f"<office:document-styles {SPACES}>{outline}</office:document-styles>"})
    )
    assert [text for _, _, text in said(document) if text[0] in "IA"] == [
        "I. Prisons",
        "A. Adults",
        "II. Courts",
        "A. Judges",
    ]
    assert [(p.label, p.text) for p in document.paragraphs if p.kind == "paragraph"] == [
        ("1", "Of one."), ("1.1", "Of one and one."), ("2", "Of two."), ("2.1", "Of two and one."),
    ]  # fmt: skip


def note(kind: str, mark: str, text: str) -> str:
    return (
        f'<text:note text:note-class="{kind}"><text:note-citation>{mark}</text:note-citation>'
        f"<text:note-body><text:p>{text}</text:p></text:note-body></text:note>"
    )


def test_notes_stand_after_their_paragraph_or_at_the_end() -> None:
    body = (
        f"<text:p>1. In all 1,204{note('footnote', '1', 'Without 37 that were withdrawn.')} persons came"
        f"{note('endnote', 'i', 'See the report of 2022.')}.</text:p><text:p>2. More came in the next year.</text:p>"
    )
    document = read(odt(body))
    assert said(document) == [
        ("paragraph", "1", "In all 1,204 persons came."),
        ("note", "note 1", "Without 37 that were withdrawn."),
        ("paragraph", "2", "More came in the next year."),
        ("note", "note i", "See the report of 2022."),
    ]
    assert [p.anchor for p in document.paragraphs if p.kind == "note"] == [("1", 12), ("1", 25)]


def test_what_is_deleted_hidden_or_said_beside_the_text_is_not_read() -> None:
    gone = style("H", "text", '<style:text-properties text:display="none"/>')
    gone += style("S", "text", '<style:text-properties style:text-line-through-style="solid"/>')
    gone += style("Child", "paragraph", "", "Parent") + style(
        "Parent", "paragraph", '<style:text-properties text:display="none"/>'
    )
    body = (
        '<text:tracked-changes><text:changed-region text:id="c"><text:deletion><text:p>99</text:p></text:deletion>'
        "</text:changed-region></text:tracked-changes>"
        '<text:p>Altogether <text:change text:change-id="c"/><text:change-start text:change-id="d"/>12'
        '<text:change-end text:change-id="d"/> officers<office:annotation><text:p>88 of them?</text:p>'
        '</office:annotation><text:span text:style-name="H"> and 77</text:span>'
        '<text:span text:style-name="S"> or 66</text:span> were <text:ruby><text:ruby-base>trained'
        "</text:ruby-base><text:ruby-text>55</text:ruby-text></text:ruby>.</text:p>"
        '<text:p text:style-name="Child">44 hidden.</text:p>'
        '<text:p><text:hidden-paragraph text:is-hidden="true"/>33 hidden.</text:p>'
        '<text:section text:display="none"><text:p>22 hidden.</text:p></text:section>'
        "<text:section><text:p>The 11 in a section are read.</text:p></text:section>"
    )
    assert [text for _, _, text in said(read(odt(body, gone)))] == [
        "Altogether 12 officers were trained.",
        "The 11 in a section are read.",
    ]


def test_blanks_breaks_fields_and_raised_digits() -> None:
    up = style("U", "text", '<style:text-properties style:text-position="super 58%"/>')
    body = (
        '<text:p>The area is 12<text:s text:c="3"/>km<text:span text:style-name="U">2</text:span> by'
        "<text:tab/>the count of <text:date>3 May 2024</text:date>,\n"
        "   a day of<text:line-break/>rain.</text:p>"
    )
    assert [text for _, _, text in said(read(odt(body, up)))] == [
        "The area is 12 km² by the count of 3 May 2024, a day of rain."
    ]


def attributes(more: dict[str, object]) -> str:
    return "".join(f' table:{name.replace("_", "-")}="{said}"' for name, said in more.items())


def cell(text: str = "", own: str = "", **more: object) -> str:
    return f"<table:table-cell{own}{attributes(more)}><text:p>{text}</text:p></table:table-cell>"


def empty(columns: int) -> str:
    return f'<table:table-cell table:number-columns-repeated="{columns}"/>'


COVERED = "<table:covered-table-cell/>"


def row(*cells: str, **more: object) -> str:
    inner = "".join(text if text.startswith("<") else cell(text) for text in cells)
    return f"<table:table-row{attributes(more)}>{inner}</table:table-row>"


def test_tables_with_spans_indented_and_bold_cells() -> None:
    looks = style("B", "text", '<style:text-properties fo:font-weight="bold"/>')
    looks += style("I", "paragraph", '<style:paragraph-properties fo:margin-left="0.25in"/>')
    rows = (
        "<table:table-header-rows>"
        + row(cell("Place", number_rows_spanned=2), cell("2019", number_columns_spanned=2), COVERED)
        + row(COVERED, "Men", "Women")
        + "</table:table-header-rows>"
        + row("Coast", "1,204", "112")
        + row(cell("Bay").replace("<text:p>", '<text:p text:style-name="I">'), "204", "12")
        + row(cell('<text:s text:c="2"/>Port'), "4", "2")
        + row(cell('<text:span text:style-name="B">All</text:span>'), "1,412", "126")
        + row(cell("Source: registers of the courts.", number_columns_spanned=3), COVERED, COVERED)
    )
    document = read(odt(f"<text:p>Table 1. Persons held</text:p><table:table>{rows}</table:table>", looks))
    (table,) = document.tables
    assert table.grid() == [
        ["Place", "2019", ""],
        ["", "Men", "Women"],
        ["Coast", "1,204", "112"],
        ["Bay", "204", "12"],
        ["Port", "4", "2"],
        ["All", "1,412", "126"],
    ]
    cells = {c.text: c for c in table.cells}
    assert (cells["Place"].rows, cells["2019"].columns, cells["Bay"].indent, cells["Port"].indent) == (2, 2, 2, 2)
    assert (cells["All"].bold, cells["Bay"].bold) == (True, False)
    assert table.caption == "Table 1. Persons held"
    assert document.paragraphs[-1].text == "Source: registers of the courts."


def test_a_table_that_lays_out_text_is_text() -> None:
    text = "The committee visited every place where persons were held, and spoke with those who asked for it."
    after = items("N", text, more=' text:continue-numbering="true"')
    listed = f"<table:table-cell>{items('N', text, text)}</table:table-cell>"
    document = read(odt(f"<table:table>{row(listed)}{row(empty(1))}</table:table>{after}", PLAIN))
    assert not document.tables
    assert [(p.label, p.text) for p in document.paragraphs] == [("1", text), ("2", text), ("3", text)]


def test_text_boxes_shapes_and_charts_follow_their_paragraph() -> None:
    rows = row("", "Received") + row("Coast", "12") + row("Hills", "5")
    title = "<chart:title><text:p>Complaints</text:p></chart:title>"
    chart = content("chart", f"<chart:chart>{title}<table:table>{rows}</table:table></chart:chart>")
    box = "<draw:frame><draw:text-box><text:p>A box of 12 lines.</text:p></draw:text-box></draw:frame>"
    shape = "<draw:custom-shape><text:p>A shape of 5 lines.</text:p></draw:custom-shape>"
    drawn = '<draw:frame><draw:object xlink:href="./Object 1"/><draw:image/></draw:frame>'
    body = f"<text:p>The text{box} goes on{shape} to its end.{drawn}</text:p>"
    document = read(odt(body, "", {"Object 1/content.xml": chart}))
    texts = ["The text goes on to its end.", "A box of 12 lines.", "A shape of 5 lines."]
    assert [p.text for p in document.paragraphs] == texts
    (table,) = document.tables
    assert (table.caption, table.grid()) == ("Complaints", [["", "Received"], ["Coast", "12"], ["Hills", "5"]])


def test_tables_of_contents_are_left_out() -> None:
    body = (
        "<text:table-of-content><text:index-body><text:p>Prisons<text:tab/>12</text:p></text:index-body>"
        "</text:table-of-content><text:p>The text of 12 pages.</text:p>"
    )
    document = read(odt(body))
    assert [p.text for p in document.paragraphs] == ["The text of 12 pages."]
    assert document.warnings == ("a table of contents was left out",)


def value(kind: str, stored: str, text: str) -> str:
    name = "date-value" if kind == "date" else "value"
    return cell(text, f' office:value-type="{kind}" office:{name}="{stored}"')


@pytest.mark.parametrize(
    ("kind", "stored", "text", "want"),
    [
        ("float", "1204", "1,204", "1,204"),
        ("float", "1204", "1.204", "1,204"),
        ("float", "1204.5", "1 204,50", "1,204.50"),
        ("float", "1204", "1204", "1204"),
        ("float", "-5", "(5)", "(5)"),
        ("float", "0.333333333333333", "0,3", "0.3"),
        ("float", "0.05", "0.05", "0.05"),
        ("float", "2.5", "3", "3"),
        ("percentage", "0.453", "45,3 %", "45.3 %"),
        ("percentage", "0.453", "45%", "45%"),
        ("currency", "1204.5", "€1.204,50", "€1,204.50"),
        ("float", "1234567", "1.2 million", "1.2 million"),
        ("float", "12", "", "12"),
        ("float", "0", "-", "-"),
        ("float", "nonsense", "12", "12"),
        ("date", "2024-03-01", "01.03.24", "2024-03-01"),
        ("date", "2024-03-01T12:30:00", "01.03.24 12:30", "2024-03-01 12:30"),
        ("date", "2024-01-01", "2024", "2024"),
        ("string", "", "00012", "00012"),
    ],
)
def test_numbers_have_the_decimals_that_are_seen(kind: str, stored: str, text: str, want: str) -> None:
    (table,) = read(ods(f'<table:table table:name="a">{row(value(kind, stored, text), "x")}</table:table>')).tables
    assert table.cells[0].text == want


def test_sheets_that_are_hidden_are_left_out_and_hidden_rows_said() -> None:
    looks = style("off", "table", '<style:table-properties table:display="false"/>')
    unused = row(empty(3), visibility="collapse", number_rows_repeated=1_048_000)
    body = (
        f'<table:table table:name="Men">{row("a", "1")}{row("b", "2", visibility="collapse")}</table:table>'
        '<table:table table:name="Women"><table:table-column table:number-columns-repeated="2"/>'
        f'<table:table-column table:visibility="collapse" table:number-columns-repeated="99"/>{row("a", "1")}{unused}'
        f'</table:table><table:table table:name="Drafts" table:style-name="off">{row("a", "1")}</table:table>'
    )
    document = read(ods(body, looks))
    assert [table.caption for table in document.tables] == ["Men", "Women"]
    assert document.warnings == (
        "the sheet 'Men' has hidden rows or columns, which were read",
        "the hidden sheet 'Drafts' was left out",
    )


def test_rows_and_cells_that_repeat_stand_again() -> None:
    body = (
        row("a", cell("0", number_columns_repeated=2), empty(16_000), number_rows_repeated=2)
        + row(empty(16_384), number_rows_repeated=2)
        + row("b", "1", "2")
        + row(empty(16_384), number_rows_repeated=1_048_000)
    )
    (table,) = read(ods(f"<table:table>{body}</table:table>")).tables
    assert table.grid() == [["a", "0", "0"], ["a", "0", "0"], ["", "", ""], ["", "", ""], ["b", "1", "2"]]


def test_a_password_is_said_in_one_line() -> None:
    manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    for kind in ("text", "spreadsheet"):
        with pytest.raises(Unreadable, match="protected by a password: open it with the password"):
            read(packed(kind, {"content.xml": b"\x93\x1f", "META-INF/manifest.xml": manifest}))
    with pytest.raises(Unreadable, match="neither a text nor a workbook"):
        read(packed("presentation", {"content.xml": "<a/>"}))
    with pytest.raises(Unreadable, match="no main part"):
        read(packed("text", {"a.xml": "<a/>"}))
