"""What published reports have and drafts have not: raised marks of every make, wrapped cells, heads at page tops."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_maker import Page, written

from auditor.model.document import Document
from auditor.read import read_document

FIXTURES = Path(__file__).parent / "fixtures"


def read(pages: list[Page]) -> Document:
    return read_document("-", data=written(pages), language="en")


def texts(document: Document) -> list[tuple[str, str, str]]:
    return [(p.kind, p.label, p.text) for p in document.paragraphs]


def test_digits_that_a_font_draws_raised_are_marks_of_notes() -> None:
    document = read_document(FIXTURES / "superior-digits.pdf", language="en")
    assert texts(document) == [
        ("paragraph", "1", "The number of complaints fell from 1,204 in 2020 to 987 in 2023."),
        ("paragraph", "2", "Of these, 612 concerned the police and 375 concerned prisons."),
        ("note", "note 1", "Without 37 that were withdrawn."),
        ("note", "note 2", "See the report of 2022."),
    ]
    assert [p.anchor for p in document.paragraphs[2:]] == [("1", 40), ("2", 34)]


def raised(page: Page, x: float, y: float, pieces: list[str], up: float = 4.0) -> None:
    """Put a line whose every second piece is small and raised."""
    shown = [
        f"/F1 {7 if index % 2 else 11} Tf {up if index % 2 else 0} Ts ({piece}) Tj"
        for index, piece in enumerate(pieces)
    ]
    page.operations.append(f"BT 1 0 0 1 {x} {y} Tm {' '.join(shown)} 0 Ts ET")


@pytest.mark.parametrize("up", [1.5, 3.0, 6.0])
def test_a_small_digit_is_a_mark_however_little_it_is_raised(up: float) -> None:
    page = Page()
    raised(page, 70, 760, ["1. The number fell from 1,204", "3", " to 987, as the registers of the courts say."], up)
    assert read([page]).paragraphs[0].text == "The number fell from 1,204³ to 987, as the registers of the courts say."


def test_a_mark_belongs_to_its_column_whatever_stands_at_its_height() -> None:
    page = Page()
    for n in range(1, 7):
        raised(page, 70, 740 - 26 * n, [f"{n}. Acts of violence against 1,{n}04", "5" if n == 3 else "", " people"])
        page.text(70, 727 - 26 * n, "were told of in the year in full.")
        page.text(310, 736 - 26 * n, f"{n + 6}. Of these, {n}98 came from the coast")
        page.text(310, 723 - 26 * n, "and no more than that, it is said.")
    document = read([page])
    assert [p.label for p in document.paragraphs] == [str(n) for n in range(1, 13)]
    assert document.paragraphs[2].text == "Acts of violence against 1,304⁵ people were told of in the year in full."


def test_a_blank_that_the_page_has_parts_words_however_narrow_it_is() -> None:
    page = Page()
    page.text(70, 760, "Ministry of ")
    page.text(121.3, 760, "Justice, Order No. 45 of 12 March 2021.")
    assert read([page]).paragraphs[0].text == "Ministry of Justice, Order No. 45 of 12 March 2021."


def headed(number: int) -> Page:
    page = Page()
    page.text(70, 800, "CAT/C/XYZ/6", 9)
    page.text(290, 40, f"Page {number}", 9)
    return page


HEAD = ["Place", "Men", "Women", "All"]
ROWS = [["Paris", "1,204", "12", "1,216"], ["Lyon", "204", "3", "207"], ["Nice", "99", "1", "100"]]


def test_names_at_the_top_of_pages_are_no_running_heads() -> None:
    pages = [headed(1), headed(2), headed(3)]
    for number, page in enumerate(pages, 1):
        page.text(70, 780, "Annex" if number == 1 else f"Table {3 * number - 5}", 11, bold=True)
        page.text(70, 764, f"Persons held in the prisons of district {'XABC'[number]}", 11, bold=True)
        below = page.table(70, 740, [HEAD, *ROWS], ruled=True)
        page.lines(70, below - 40, [f"{number}. It is made from the registers of the courts, and from nothing else."])
    document = read(pages)
    assert [table.caption for table in document.tables[1:]] == [
        "Table 1\nPersons held in the prisons of district B",
        "Table 4\nPersons held in the prisons of district C",
    ]
    assert not any("Page" in p.text or "CAT/C" in p.text for p in document.paragraphs)


def test_the_last_row_of_a_table_may_stand_alone_on_the_next_page() -> None:
    first, second = headed(1), headed(2)
    first.lines(70, 760, ["1. The table shows the persons who were held in the prisons of all towns."])
    first.table(70, 300, [HEAD, *ROWS], ruled=False)
    first.rule(70, 120, 200, 120)
    first.lines(70, 105, ["1 See the document of 12 May 2024."], 8, 10)
    below = second.table(70, 780, [HEAD, ["All", "1,507", "16", "1,523"]], ruled=False)
    second.lines(70, below - 40, ["2. After the table comes a text that has nothing to do with its columns."])
    (table,) = read([first, second, headed(3)]).tables
    assert table.grid() == [HEAD, *ROWS, ["All", "1,507", "16", "1,523"]]


WIDTHS = dict.fromkeys("fijlt ,.", 0.25) | dict.fromkeys("mw", 0.8) | {"r": 0.333} | dict.fromkeys("cks", 0.5)


def rows_at(page: Page, rows: list[list[tuple[float, float, str]]]) -> None:
    for row in rows:
        for x, y, text in row:
            wide = sum(WIDTHS.get(char, 0.556) for char in text)
            page.text(x - 10 * wide if x > 200 else x, y, text, 10)


def test_labels_and_heads_of_several_lines_are_one_cell() -> None:
    page = Page()
    page.lines(70, 780, ["1. The table shows the persons in the prisons of three towns and their children."])
    rows_at(page, [[(70, 730, "Kind of place"), (300, 730, "Police"), (400, 730, "Judges and"), (500, 730, "All")]])
    rows_at(page, [[(300, 718, "officers"), (400, 718, "prosecutors")]])
    rows_at(page, [[(70, 690, "Psychiatric"), (300, 690, "27"), (400, 690, "16"), (500, 690, "43")]])
    rows_at(page, [[(70, 678, "Institutions")]])
    rows_at(page, [[(70, 654, "Prisons"), (300, 654, "102"), (400, 654, "81"), (500, 654, "183")]])
    rows_at(page, [[(70, 630, "Centres for")]])
    rows_at(page, [[(70, 618, "Migrants"), (300, 618, "9"), (400, 618, "1"), (500, 618, "10")]])
    rows_at(page, [[(70, 594, "Total"), (300, 594, "138"), (400, 594, "98"), (500, 594, "236")]])
    (table,) = read([page]).tables
    assert table.grid() == [
        ["Kind of place", "Police officers", "Judges and prosecutors", "All"],
        ["Psychiatric Institutions", "27", "16", "43"],
        ["Prisons", "102", "81", "183"],
        ["Centres for Migrants", "9", "1", "10"],
        ["Total", "138", "98", "236"],
    ]


def test_years_that_stand_flush_right_over_their_columns_are_heads() -> None:
    page = Page()
    page.lines(70, 780, ["1. The table shows the persons in the prisons of three towns and their children."])
    ends = [250, 310, 370, 430, 490, 550]
    rows_at(page, [[(310, 730, "2021"), (430, 730, "2022"), (550, 730, "2023")]])
    rows_at(page, [[(70, 724, "Status")]])
    rows_at(page, [[(x, 718, head) for x, head in zip(ends, ["Men", "Women"] * 3, strict=True)]])
    for y, label, values in (
        (700, "Sentenced", ["8,190", "577", "7,902", "560", "7,520", "541"]),
        (684, "On remand", ["804", "88", "722", "71", "477", "58"]),
        (668, "Total", ["8,994", "665", "8,624", "631", "7,997", "599"]),
    ):
        rows_at(page, [[(70, y, label), *((x, y, value) for x, value in zip(ends, values, strict=True))]])
    (table,) = read([page]).tables
    assert table.grid()[:2] == [
        ["Status", "2021", "", "2022", "", "2023", ""],
        ["", "Men", "Women", "Men", "Women", "Men", "Women"],
    ]
    assert {c.text: c.columns for c in table.cells if c.row == 0} == {"Status": 1, "2021": 2, "2022": 2, "2023": 2}


def test_numbers_on_lines_of_their_own_and_notes_in_brackets() -> None:
    page = Page()
    page.text(70, 760, "1.")
    raised(page, 70, 747, ["The number of complaints fell from 1,204 to 987.", "[1]"])
    page.text(70, 710, "2.")
    raised(page, 70, 697, ["Of these, 612 concerned the police, and the others the prisons.", "[2]"])
    page.lines(70, 660, ["[1] See the report of 12 May 2022.", "[2] See the report of 13 May 2022."])
    document = read([page])
    assert texts(document) == [
        ("paragraph", "1", "The number of complaints fell from 1,204 to 987."),
        ("paragraph", "2", "Of these, 612 concerned the police, and the others the prisons."),
        ("note", "note 1", "See the report of 12 May 2022."),
        ("note", "note 2", "See the report of 13 May 2022."),
    ]
    assert [p.anchor and p.anchor[0] for p in document.paragraphs[2:]] == ["1", "2"]


def spread(page: Page, x: float, y: float, lines: list[tuple[str, float]], size: float = 10) -> float:
    """Put lines whose blanks are widened, as in text that is set to both sides of a narrow column."""
    for text, wide in lines:
        page.operations.append(f"BT /F1 {size} Tf {wide} Tw 1 0 0 1 {x} {y} Tm ({text}) Tj 0 Tw ET")
        y -= 13
    return y


def test_columns_of_spread_text_with_a_table_and_notes_of_their_own() -> None:
    page = Page()
    prose = [
        ("1. In 2023, 31 persons died in prison,", 7.2),
        ("19 of illness, 7 by suicide and 5 in the", 6.9),
        ("accidents that were told of at that time", 5.56),
    ]
    y = spread(page, 60, 760, [*prose, ("in the 14 prisons.", 0)])
    spread(
        page,
        60,
        y - 6,
        [("2. Of the 12 cases, 5 were sent to the", 7.0), ("courts of the 4 districts of the country,", 6.4)],
    )
    spread(page, 60, 700 - 26, [("and 7 were not; none of them has been", 6.2), ("closed.", 0)])
    page.rule(60, 110, 120, 110)
    page.lines(60, 98, ["1 See the report of 12 May 2022."], 7, 9)
    page.text(320, 760, "Table 1", 10)
    rows = [
        ["Place", "2022", "2023"],
        *([name, f"6{n}2", f"7{n}5"] for n, name in enumerate(["Arven", "Belm", "Cass"])),
    ]
    below = page.table(320, 750, rows, width=70, ruled=False)
    spread(page, 320, below - 20, [*prose, ("in the 14 prisons.", 0)])
    page.rule(320, 110, 380, 110)
    page.lines(320, 98, ["2 See the report of 13 May 2022."], 7, 9)
    document = read([page])
    assert [table.grid() for table in document.tables] == [rows]
    first = " ".join(text for text, _ in prose).removeprefix("1. ") + " in the 14 prisons."
    numbered = [(p.label, p.text) for p in document.paragraphs if p.label.isdecimal()]
    assert numbered[0] == ("1", first)
    second = (
        "Of the 12 cases, 5 were sent to the courts of the 4 districts of the country, and 7 were not; none of them"
    )
    assert numbered[1] == ("2", f"{second} has been closed.")
    assert [p.text for p in document.paragraphs if p.kind == "note"] == [
        "See the report of 12 May 2022.",
        "See the report of 13 May 2022.",
    ]


def test_the_lines_of_a_large_title_are_one() -> None:
    page = Page()
    page.text(70, 780, "Sixth periodic report submitted by Valdoria", 18, bold=True)
    page.text(70, 758, "under article 19 of the Convention", 18, bold=True)
    page.lines(70, 720, ["1. The report covers the years 2020 to 2023, and was made by 17 persons in all."])
    assert read([page]).title == "Sixth periodic report submitted by Valdoria under article 19 of the Convention"


def test_a_word_that_a_narrow_cell_broke_is_whole_if_the_text_has_it() -> None:
    page = Page()
    page.lines(70, 780, ["1. The table shows the men and women who were held in prisons or set free in the year."])
    for y in (740, 700, 680, 660):
        page.rule(70, y, 280, y)
    for x in (70, 140, 210, 280):
        page.rule(x, 740, x, 660)
    for x, y, text in (
        (75, 725, "Place"), (150, 725, "Wome"), (150, 712, "n"), (215, 725, "Set"), (215, 712, "free"),
        (75, 686, "Coast"), (150, 686, "12"), (215, 686, "3"), (75, 666, "Hills"), (150, 666, "4"), (215, 666, "5"),
    ):  # fmt: skip
        page.text(x, y, text, 10)
    (table,) = read([page]).tables
    assert table.grid()[0] == ["Place", "Women", "Set free"]


@pytest.mark.parametrize("deep", [False, True], ids=["near the edge", "deep"])
def test_heads_with_the_number_of_their_page_and_feet_are_furniture_however_deep(*, deep: bool) -> None:
    pages = []
    for n in range(1, 7):
        page = Page()
        head = f"{282 + n} Yearbook of Prisons [Vol. 31:2" if n % 2 else f"2022] Oversight of Prisons {282 + n}"
        page.text(70, 720 if deep else 780, head)
        page.lines(
            70, 690, [f"In place {n} of them all a total of 1,{n}04 persons were held in twenty-", "one prisons."]
        )
        page.text(70, 110 if deep else 60, "Office of Prisons, 30 Long Street, P.O. Box 7248")
        pages.append(page)
    document = read(pages)
    assert "Yearbook" not in str(document.paragraphs)
    assert "Long Street" not in str(document.paragraphs)
    assert "1,104 persons were held in twenty-one prisons." in document.paragraphs[0].text


def test_what_comes_again_deep_on_a_page_without_its_number_is_text() -> None:
    pages = []
    for n in range(1, 5):
        page = Page()
        page.lines(70, 720, ["Persons held in the prison", f"There were 1,{n}04 persons, of whom {n}12 were women."])
        pages.append(page)
    assert str(read(pages).paragraphs).count("Persons held in the prison") == 4
