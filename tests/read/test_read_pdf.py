from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_maker import Page, written

from auditor.model.document import Document
from auditor.read import Limits, Unreadable, read_document
from auditor.read.pdf.ruled_tables import columns_of

PROSE = [
    "1. The present document contains all information on the implementation of the recom-",
    "mendations that the Committee made after it had examined the fifth periodic report.",
    "2. In total, 2,488 investigations were conducted by the named Department, in the year 2024.",
    "Of these, 2,261 cases were dismissed and 18 cases were forwarded, as the registers of",
]


def read(pages: list[Page] | bytes, limits: Limits | None = None) -> Document:
    data = pages if isinstance(pages, bytes) else written(pages)
    return read_document("-", data=data, language="en", limits=limits)


def texts(document: Document) -> list[tuple[str, str, str]]:
    return [(p.kind, p.label, p.text) for p in document.paragraphs]


def headed(number: int) -> Page:
    page = Page()
    page.text(70, 800, "CAT/C/XXX/FCO/5", 9)
    page.text(500, 800, f"Report of {number}", 9)
    page.text(290, 40, str(number), 9)
    return page


def test_lines_paragraphs_pages_and_running_heads() -> None:
    first, second, third = headed(1), headed(2), headed(3)
    first.text(70, 760, "I. Introduction", 14, bold=True)
    first.lines(70, 730, PROSE)
    second.lines(70, 760, ["the courts of the country show.", "3. The next paragraph."])
    third.lines(70, 760, ["4. The last paragraph."])
    document = read([first, second, third])
    assert texts(document) == [
        ("heading", "p1", "I. Introduction"),
        ("paragraph", "1", " ".join(PROSE[:2]).replace("1. ", "").replace("recom- ", "recom")),
        ("paragraph", "2", " ".join([*PROSE[2:], "the courts of the country show."]).replace("2. ", "", 1)),
        ("paragraph", "3", "The next paragraph."),
        ("paragraph", "4", "The last paragraph."),
    ]
    assert [p.page for p in document.paragraphs] == [1, 1, 1, 2, 3]
    assert document.pages == 3


COLUMN = [
    "{n}. Acts of violence including enforced",
    "disappearances, taking of prisoners and",
    "hostages were committed between 1988 and",
    "2023. In total, {n},698 persons were taken,",
    "and 414 of these were prisoners of war.",
]


def test_two_columns_are_read_one_after_the_other() -> None:
    page = Page()
    page.text(70, 780, "The title of the page runs over both of its columns, as titles often do", 13, bold=True)
    for n, (x, y) in enumerate(((70, 740), (70, 660), (310, 737), (310, 657)), 1):
        page.lines(x, y, [line.format(n=n) for line in COLUMN])
    document = read([page])
    numbered = [p for p in document.paragraphs if p.kind == "paragraph"]
    assert [p.label for p in numbered] == ["1", "2", "3", "4"]
    for n, paragraph in enumerate(numbered, 1):
        assert paragraph.text == " ".join(line.format(n=n) for line in COLUMN).removeprefix(f"{n}. ")


HEAD = ["Place", "Men", "Women", "All"]
ROWS = [["Paris", "1,204", "12", "1,216"], ["Lyon", "204", "3", "207"], ["Nice", "99", "1", "100"]]
TOTAL = ["All", "1,507", "16", "1,523"]


@pytest.mark.parametrize("ruled", [True, False])
def test_tables_with_lines_and_without(*, ruled: bool) -> None:
    page = Page()
    page.lines(70, 780, ["1. The table shows the persons in the prisons of three towns.", "Table 1. Persons"])
    below = page.table(70, 750, [HEAD, *ROWS, TOTAL], ruled=ruled)
    page.lines(70, below - 30, ["2. It is made from the registers of the courts, and from nothing else at all."])
    document = read([page])
    (table,) = document.tables
    assert table.grid() == [HEAD, *ROWS, TOTAL]
    assert table.caption == "Table 1. Persons"
    assert (table.confidence == 1.0) is ruled
    assert [p.label for p in document.paragraphs if p.kind == "paragraph"] == ["1", "2"]


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_over_pages_is_one(*, ruled: bool, repeated: bool) -> None:
    first, second = headed(1), headed(2)
    first.lines(70, 770, ["1. The table shows the persons who were held in the prisons of all towns."])
    first.table(70, 740, [HEAD, *ROWS], ruled=ruled)
    below = second.table(70, 780, [HEAD, *ROWS, TOTAL] if repeated else [*ROWS, TOTAL], ruled=ruled)
    second.lines(70, below - 40, ["2. After the table comes a text that has nothing to do with its columns."])
    document = read([first, second, headed(3)])
    (table,) = document.tables
    assert table.grid() == [HEAD, *ROWS, *ROWS, TOTAL]
    assert table.page == 1


def test_merged_cells_and_rows_that_no_line_parts() -> None:
    page = Page()
    for y in (700, 680, 660, 600):
        page.rule(70, y, 370, y) if y != 680 else page.rule(170, y, 370, y)
    for x in (70, 170, 370):
        page.rule(x, 700, x, 600)
    page.rule(270, 680, 270, 600)
    page.text(80, 675, "Place")
    page.text(250, 685, "2019")
    page.text(200, 665, "Men")
    page.text(300, 665, "Women")
    for r, row in enumerate((["Paris", "12", "3"], ["Lyon", "4", "1"], ["All", "16", "4"])):
        for x, text in zip((80, 200, 300), row, strict=True):
            page.text(x, 645 - 16 * r, text)
    (table,) = read([page]).tables
    assert table.grid() == [
        ["Place", "2019", ""],
        ["", "Men", "Women"],
        ["Paris", "12", "3"],
        ["Lyon", "4", "1"],
        ["All", "16", "4"],
    ]
    spans = {c.text: (c.rows, c.columns) for c in table.cells if c.rows + c.columns > 2}
    assert spans == {"Place": (2, 1), "2019": (1, 2)}


def test_footnotes_are_apart_and_tied_to_their_marks() -> None:
    page = Page()
    page.lines(70, 760, PROSE[:2])
    page.text(476, 760 - 13 + 4, "7", 7)
    page.lines(70, 730, ["2. The next paragraph of the text, which is about something else."])
    page.rule(70, 120, 200, 120)
    page.text(70, 109, "7", 6)
    page.lines(76, 105, ["See the document of 12 May 2024, which says what the law was before."], 8, 10)
    page.lines(70, 95, ["and what it is now."], 8, 10)
    document = read([page])
    note = next(p for p in document.paragraphs if p.kind == "note")
    assert note.label == "note 7"
    assert note.text == "See the document of 12 May 2024, which says what the law was before. and what it is now."
    assert note.anchor is not None
    assert note.anchor[0] == "1"
    assert "7" not in next(p for p in document.paragraphs if p.label == "1").text


def test_exponents_do_not_lengthen_a_number() -> None:
    page = Page()
    page.text(70, 760, "1. It is 12 km")
    page.text(132.5, 764, "2", 7)
    page.text(140, 760, "wide, and holds 1,204 persons in all of its parts.")
    assert read([page]).paragraphs[0].text == "It is 12 km² wide, and holds 1,204 persons in all of its parts."


@pytest.mark.parametrize(
    ("turn", "slant", "place"),
    [
        (90, "0 1 -1 0", lambda x, y: (y, x)),
        (180, "-1 0 0 -1", lambda x, y: (595 - x, y)),
        (270, "0 -1 1 0", lambda x, y: (595 - y, 842 - x)),
    ],
)
def test_turned_pages_are_read_as_they_are_shown(turn: int, slant: str, place: object) -> None:
    page = Page(turn)
    assert callable(place)
    for r, row in enumerate([HEAD, *ROWS, TOTAL]):
        for c, text in enumerate(row):
            x, y = place(70 + 90 * c, 100 + 16 * r)
            page.text(x, y, text, slant=slant)
    (table,) = read([page]).tables
    assert table.grid() == [HEAD, *ROWS, TOTAL]


def test_text_that_stands_upright_is_left_out_and_said() -> None:
    page = Page()
    page.lines(70, 760, PROSE[:2])
    page.text(30, 400, "upright 12", slant="0 1 -1 0")
    document = read([page])
    assert "upright" not in document.paragraphs[0].text
    assert "turned text on page 1" in document.warnings[0]


def cyclic() -> bytes:
    page = Page()
    page.lines(70, 760, PROSE)
    return written([page]).replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]")


def image_only() -> bytes:
    page = Page()
    page.operations.append("q 500 0 0 700 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q".replace("\x80", "x"))
    return written([page, page])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (image_only(), "no text in it"),
        (written([Page()]), "no text in it"),
        (written([]), "can be read|broken|no text"),
        (b"%PDF-1.7\n" + b"x" * 500, "broken"),
        (cyclic(), "broken|no text|can be read"),
        (written([Page()], count=2_000_000_000), "broken|no text|pages|can be read"),
    ],
)
def test_what_has_no_text_is_refused_in_one_line(data: bytes, words: str) -> None:
    start = time.process_time()
    with pytest.raises(Unreadable, match=words) as failure:
        read(data)
    assert "\n" not in str(failure.value)
    assert time.process_time() - start < 10


def test_scripts_and_broken_tables_of_contents_of_the_file_do_nothing() -> None:
    page = Page()
    page.lines(70, 760, PROSE)
    action = "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> /AcroForm 99 0 R"
    data = written([page], catalog=action)
    assert len(read(data).paragraphs) == 2
    assert len(read(data.replace(b"startxref\n", b"startxref\n9")).paragraphs) == 2
    with pytest.raises(Unreadable, match="more than 1 pages"):
        read(written([page, page]), Limits(pages=1))


@pytest.mark.timed
def test_many_drawn_lines_take_no_long_time() -> None:
    page = Page()
    page.lines(70, 800, PROSE)
    for i in range(20_000):
        x, y = 50 + (i * 7) % 500, 50 + (i * 13) % 700
        page.rule(x, y, x + (30 if i % 2 else 0), y + (0 if i % 2 else 30))
    start = time.process_time()
    assert read([page]).paragraphs
    assert time.process_time() - start < 20


SHADED = [
    ["Place", "Held", "Freed", "Share"],
    ["Arden", "12", "3", "25,0%"],
    ["Brent", "40", "10", "25,0%"],
    ["Corin", "8", "6", "75,0%"],
    ["Dale", "20", "1", "5,0%"],
    ["Total", "80", "20", "25,0%"],
]
MARGIN = 5.4
"""Points between the edge of a cell and its text, in most word processors."""


def shaded_table(*, bare: tuple[int, ...] = ()) -> Page:
    """Return a page with a table whose cells are shaded in every second row: text and cell have boxes of their own.

    The edges between the cells of the rows in `bare` are not drawn.
    """
    page, wide, step, top = Page(), 100.0, 18.0, 700.0
    for x in (60, 60 + 4 * wide):
        page.rule(x, top, x, top - len(SHADED) * step)
    for r, row in enumerate(SHADED):
        y = top - r * step
        for c, text in enumerate(row):
            x = 60 + c * wide
            page.text(x + MARGIN + 2, y - step + 5, text, 10)
            if r in bare:
                continue
            for left, right in [(x, x + wide), (x + MARGIN, x + wide - MARGIN)][: 1 + r % 2]:
                for edge in (left, right):
                    page.rule(edge, y, edge, y - step)
                page.rule(left, y, right, y)
                page.rule(left, y - step, right, y - step)
    return page


@pytest.mark.parametrize("bare", [(), (2,), (2, 4), (3,)])
def test_the_shading_of_cells_makes_no_columns(bare: tuple[int, ...]) -> None:
    (table,) = read([shaded_table(bare=bare)]).tables
    assert [row for row in table.grid() if any(row)] == SHADED


def test_texts_higher_and_lower_in_their_cells_are_one_row() -> None:
    page = Page()
    rows = [["Place", "Held", "Freed"], ["Arden", "12", "3"], ["Brent", "40", "10"], ["Total", "52", "13"]]
    for r, row in enumerate(rows):
        top = 700 - r * 30
        for c, text in enumerate(row):
            x, lower = 60 + c * 100, 15 * (c % 2) if r else 0
            page.text(x + 10, top - lower - 11, text, 10)
            page.rule(x, top, x, top - 30)
            page.rule(x + 100, top, x + 100, top - 30)
            page.rule(x, top, x + 100, top)
            if r and c:
                page.rule(x, top - 15, x + 100, top - 15)
        page.rule(60, top - 30, 360, top - 30)
    (table,) = read([page]).tables
    assert [row for row in table.grid() if any(row)] == rows


@given(st.lists(st.lists(st.integers(0, 12), min_size=2, max_size=6, unique=True), min_size=1, max_size=8))
def test_every_text_has_a_column_and_none_beside_it_the_same(rows: list[list[int]]) -> None:
    spans = [span for row in rows for span in pairwise(sorted(row))]
    columns = columns_of(spans)
    for row in rows:
        own = [columns.over(span) for span in pairwise(sorted(row))]
        assert all(first < behind for first, behind in own)
        assert all(one[1] <= other[0] for one, other in pairwise(own))
    assert len(columns.anchors) <= len(set(spans))
