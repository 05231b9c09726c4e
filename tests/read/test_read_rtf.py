"""Rich text files: numbers as shown, notes, tables by the edges of their cells, and nothing that is hidden."""

from __future__ import annotations

import pytest

from auditor.model.document import Document
from auditor.read import Limits, Unreadable, read_document

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Serif;}{\f1\fnil\fcharset2 Symbol;}"
    r"{\f2\froman\fcharset204 Cyr;}{\f3\fnil\fcharset128 Mincho;}}{\colortbl;\red0\green0\blue0;}"
    r"{\stylesheet{\s0 Normal;}{\s1\sbasedon0\outlinelevel0 heading 1;}{\s2 Title;}{\s3 toc 1;}{\*\cs9 title;}"
    r"{\s4\outlinelevel1 Own;}}{\info{\title Not read}{\author Nor this}}"
)


def read(body: str, limits: Limits | None = None) -> Document:
    return read_document("-", data=(HEAD + body + "}").encode("latin-1"), language="en", limits=limits)


def said(body: str) -> list[tuple[str, str, str]]:
    return [(p.kind, p.label, p.text) for p in read(body).paragraphs]


def text(inner: str) -> str:
    (paragraph,) = read(rf"\pard {inner}\par").paragraphs
    return paragraph.text


def row(*cells: str, edges: tuple[int, ...] = (), shape: str = "") -> str:
    shape = shape or "".join(rf"\cellx{edge}" for edge in edges or range(2000, 2000 * len(cells) + 1, 2000))
    inner = "".join(rf"{{{cell}\cell}}" for cell in cells)
    return rf"\trowd\trleft0{shape}\pard\intbl {inner}\row "


@pytest.mark.parametrize(
    ("inner", "want"),
    [
        (r"1\'e9 \'80 5 caf\u233?", "1é € 5 café"),
        (r"\u8722\'2d12 {\uc0\u8364 7} {\uc3\u233abc8}", "−12 €7 é8"),
        (r"{\f2\'cc\'f3\'e6} 12", "Муж 12"),
        (r"{\f3\'93\'fa\'96{} and {\f3\'92j\'8fW} 12", "日\ufffd and 男集 12"),
        (r"a{\f1\'b7}b \u-3913?c", "a•b •c"),
        (r"12\~000 co\_operate re\-view \{x\} \\", "12\u00a0000 co-operate review {x} \\"),
        (r"\ldblquote a\rdblquote\emdash b\tab c", "“a”—b c"),
        ("of 12 per\r\nsons 7\\line were men", "of 12 persons 7 were men"),
        (r"Of {\deleted 13}{\revised 12} persons{\v 99} {\strike 8 }7{\v0 !} came", "Of 12 persons 7! came"),
        (r"{\*\bkmkstart x}12{\*\unknown 13}{\header 14}{\pict 15}{\field{\*\fldinst PAGE}{\fldrslt 3}}", "123"),
        (r"12 km{\super 2} and {\*\updnprop5801\up8 2}", "12 km² and ²"),
        (r"{\pict\bin7 }}}{{\\ }12 persons", "12 persons"),
        (r"{\xe 99}12 {\object{\*\objdata 0102}{\result persons}}", "12 persons"),
    ],
)
def test_characters_are_those_that_are_seen(inner: str, want: str) -> None:
    assert text(inner) == want


def test_headings_titles_and_numbers() -> None:
    number = r"{\listtext\pard\plain %s\tab}"
    body = (
        r"\pard\s2 Report\par\pard\s1 Persons held\par\pard\s4 In the north\par"
        rf"\pard {number % '55.'}The first has a list:\par"
        rf"\pard {number % '(a)'}seven men;\par\pard {number % 'b)'}five women.\par"
        rf"\pard {number % chr(0xB7)}one more;\par\pard {{\listtext\pard\plain\f1\'b7\tab}}and another.\par"
        rf"\pard {number % 'o'}a third.\par"
        rf"\pard {number % '56.'}The next.\par\pard\outlinelevel2 Deep\par\pard\outlinelevel9 Plain text here.\par"
    )
    document = read(body)
    assert document.title == "Report"
    assert [(p.kind, p.label, p.text) for p in document.paragraphs][1:] == [
        ("heading", "p2", "Persons held"),
        ("heading", "p3", "In the north"),
        (
            "paragraph",
            "55",
            "The first has a list:\n- (a) seven men;\n- (b) five women.\n- one more;\n- and another.\n- a third.",
        ),
        ("paragraph", "56", "The next."),
        ("heading", "p6", "Deep"),
        ("paragraph", "p7", "Plain text here."),
    ]


def test_a_table_of_contents_is_left_out() -> None:
    document = read(
        r"\pard {\field{\*\fldinst TOC \\o}{\fldrslt Persons 3\par\pard Places 4\par}}\pard\s3 Persons 3\par"
        r"\pard 12 persons.\par"
    )
    assert [p.text for p in document.paragraphs] == ["12 persons."]
    assert document.warnings == ("a table of contents was left out",)


def test_notes_stand_behind_their_paragraph_and_endnotes_at_the_end() -> None:
    auto = r"{\super \chftn}{\footnote\pard\plain {\super \chftn} %s}"
    body = (
        rf"\pard Of 12 persons{auto % 'At the end of 2024.'} 7 were men{{\super a}}"
        r"{\footnote {\super a} By their own account.}.\par"
        rf"\pard Five{auto % 'Two of them in May.'} came"
        r"{\super \chftn}{\*\footnote\ftnalt {\super \chftn}An endnote.}.\par\pard The last.\par"
    )
    document = read(body)
    assert [(p.kind, p.label, p.text) for p in document.paragraphs] == [
        ("paragraph", "p1", "Of 12 persons 7 were men."),
        ("note", "note 1", "At the end of 2024."),
        ("note", "note a", "By their own account."),
        ("paragraph", "p4", "Five came."),
        ("note", "note 2", "Two of them in May."),
        ("paragraph", "p6", "The last."),
        ("note", "note i", "An endnote."),
    ]


def test_boxes_stand_behind_their_paragraph_and_are_read_once() -> None:
    shape = r"{\shp{\*\shpinst{\sp{\sn x}{\sv 5}}{\shptxt \pard 12 in a box\par}}{\shprslt{\*\do{\dptxbxtext 12}}}}"
    assert said(
        rf"\pard Before {shape}and after.\par\pard{{\*\do{{\dptxbxtext \pard 13 in an old one\par}}}}Next.\par"
    ) == [
        ("paragraph", "p1", "Before and after."),
        ("paragraph", "p2", "12 in a box"),
        ("paragraph", "p3", "Next."),
        ("paragraph", "p4", "13 in an old one"),
    ]


def test_columns_are_told_by_the_edges_of_cells() -> None:
    merged = r"\cellx2000\clvmgf\cellx4000\cellx8010", r"\cellx2000\clvmrg\cellx4000\cellx6000\cellx8000"
    body = (
        row("Place", r"\b Men", "Held", shape=merged[0])
        + row("", "", "2023", "2024", shape=merged[1])
        + row("North", "1", r"\li360 2", "3")
        + row("South", "4", r"5\par of them", "6", edges=(2015, 4000, 6000, 8000))
        + r"\pard After it.\par"
    )
    document = read(body)
    (table,) = document.tables
    assert table.grid() == [
        ["Place", "Men", "Held", ""],
        ["", "", "2023", "2024"],
        ["North", "1", "2", "3"],
        ["South", "4", "5 of them", "6"],
    ]
    men, held, two = (next(cell for cell in table.cells if cell.text == text) for text in ("Men", "Held", "2"))
    assert (men.rows, men.bold, held.columns, held.bold, two.indent) == (2, True, 2, False, 2)
    assert [p.text for p in document.paragraphs] == ["After it."]


def test_cells_that_are_joined_to_the_left_are_one() -> None:
    joined = r"\clmgf\cellx2000\clmrg\cellx4000\cellx6000"
    (table,) = read(row("Men", "", "5", shape=joined) + row("a", "1", "2") + r"\pard\par").tables
    assert [(cell.text, cell.columns) for cell in table.cells][:2] == [("Men", 2), ("5", 1)]


def test_tables_are_parted_by_a_paragraph_and_rows_need_not_say_that_they_are_in_one() -> None:
    bare = (row("a", "1") + row("b", "2")).replace(r"\intbl", "")
    document = read(bare + r"\pard\par" + row("c", "3") + row("d", "4"))
    assert [table.grid() for table in document.tables] == [[["a", "1"], ["b", "2"]], [["c", "3"], ["d", "4"]]]


def test_a_table_in_a_cell_is_a_table_of_its_own() -> None:
    def inner(*cells: str) -> str:
        held = "".join(rf"{cell}\nestcell{{\nonesttables\par}}" for cell in cells)
        shape = r"{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}{\nonesttables\par}"
        return rf"\pard\intbl\itap2 {held}{shape}"

    nested = inner("x", "7") + inner("y", "8") + r"\pard\intbl\itap1 "
    document = read(row("a", "1") + row("b", nested + "2") + r"\pard End.\par")
    assert [table.grid() for table in document.tables] == [[["a", "1"], ["b", "2"]], [["x", "7"], ["y", "8"]]]


def test_a_table_that_only_lays_out_text_is_text_and_notes_in_cells_come_after() -> None:
    note = r"{\super \chftn}{\footnote {\super \chftn} In May.}"
    assert said(row(r"12 persons came\par 7 men") + r"\pard\par") == [
        ("paragraph", "p1", "12 persons came"),
        ("paragraph", "p2", "7 men"),
    ]
    document = read(row("a" + note, "1") + row("b", "2") + r"\pard After.\par")
    assert [p.text for p in document.paragraphs] == ["In May.", "After."]


@pytest.mark.parametrize("body", ["", r"\pard\par", "}}}}", r"{\pict 00"])
def test_a_file_without_text_is_refused(body: str) -> None:
    with pytest.raises(Unreadable):
        read(body)


def test_what_is_broken_is_read_as_far_as_it_goes() -> None:
    data = (HEAD + r"\pard Of 12 persons {\b 7 were\cell\row\nestcell \cellx5 men").encode()
    document = read_document("-", data=data, name="x.rtf", language="en")
    found = " ".join([p.text for p in document.paragraphs] + [c.text for t in document.tables for c in t.cells])
    assert "Of 12 persons 7 were" in found
    assert "men" in found
    assert [p.text for p in read("12 men.} 13 women").paragraphs] == ["12 men."]


def test_a_file_named_doc_that_is_rich_text_is_read() -> None:
    data = (HEAD + r"\pard 12 men.\par}").encode()
    assert read_document("-", data=data, name="x.doc", language="en").paragraphs[0].text == "12 men."


def test_groups_and_cells_without_end_are_refused() -> None:
    with pytest.raises(Unreadable, match=r"nested too deeply.*--limit depth"):
        read("{" * 300 + "12" + "}" * 300)
    with pytest.raises(Unreadable, match=r"more than 30 cells.*--limit cells"):
        read((row("a", "1") + row("b", "2")) * 10, Limits(cells=30))
