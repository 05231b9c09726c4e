"""Tables: which cells hold figures, their signs, marks, units and number styles."""

import pytest

from auditor.figures import Figures, read_figures
from auditor.model.document import Cell, Document, Table


def read(rows: list[list[str]], caption: str = "", language: str = "en") -> Figures:
    cells = tuple(Cell(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row))
    table = Table(0, "t1", cells, len(rows), max(map(len, rows)), caption)
    return read_figures(Document("x.csv", "", language, "", (), (table,)))


def values(found: Figures) -> dict[tuple[int | None, int | None], list[float]]:
    out: dict[tuple[int | None, int | None], list[float]] = {}
    for figure in found.figures:
        out.setdefault((figure.row, figure.column), []).append(figure.value)
    return out


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1,204", [1204]),
        ("617E", [617]),
        ("1,204a", [1204]),
        ("1 204*", [1204]),
        ("-9", [-9]),
        ("−1,189", [-1189]),
        ("12.5%", [12.5]),
        ("1,204 (45.3%)", [1204, 45.3]),
        ("45.3 (1,204)", [45.3, 1204]),
        ("$1,500", [1500]),
        ("12¹", [12]),
        ("1,204 (a)", [1204]),
        ("..", [0]),
        ("-", [0]),
        ("x", [0]),
        ("(Z)", [0]),
        ("n/a", [0]),
        ("", []),
        ("about 700", [700]),
    ],
)
def test_cell(cell: str, expected: list[float]):
    found = read([["Sex", "Deaths", "Injured"], ["Men", cell, "1,000"], ["Women", "504", "2,000"]])
    assert values(found).get((1, 1), []) == expected
    for figure in found.figures:
        assert cell[figure.start : figure.end] == figure.text or figure.row != 1 or figure.column != 1


def test_years_row_numbers_and_column_numbers_are_no_figures():
    found = read(
        [
            ["No.", "Prison", "2019", "2020"],
            ["1", "2", "3", "4"],
            ["1", "Alpha", "384", "460"],
            ["2", "Beta", "256", "287"],
            ["", "Total", "640", "747"],
        ]
    )
    assert values(found) == {(2, 2): [384], (2, 3): [460], (3, 2): [256], (3, 3): [287], (4, 2): [640], (4, 3): [747]}
    assert {(other.text, other.reason) for other in found.discarded} == {
        ("2019", "year"),
        ("2020", "year"),
        ("1", "column number"),
        ("2", "column number"),
        ("3", "column number"),
        ("4", "column number"),
        ("1", "row number"),
        ("2", "row number"),
    }


def test_years_in_the_first_column_are_no_figures():
    found = read([["Year", "Total"], ["2019", "1950"], ["2020", "2040"], ["2021", "1999"]])
    assert values(found) == {(1, 1): [1950], (2, 1): [2040], (3, 1): [1999]}


def test_brackets_mean_minus_where_others_have_none():
    assert values(read([["", "Change"], ["A", "(204)"], ["B", "30"]]))[1, 1] == [-204]
    assert values(read([["", "Share"], ["A", "(204)"], ["B", "(30)"]]))[1, 1] == [204]


@pytest.mark.parametrize(
    ("cell", "value", "text"),
    [
        ("(204)", -204, "(204)"),
        ("$(204)", -204, "$(204)"),
        ("( 1,204 )", -1204, "( 1,204 )"),
        ("204-", -204, "204-"),
        ("204–", -204, "204–"),
        ("*–204", -204, "–204"),
        ("† −204", -204, "−204"),
        ("*204", 204, "204"),
        ("204", 204, "204"),
    ],
)
def test_ways_to_write_a_minus(cell: str, value: float, text: str):
    figure = read([["", "Balance"], ["A", cell], ["B", "30"]]).figures[0]
    assert (figure.value, figure.text) == (value, text)


def test_brackets_round_per_cents_take_away_where_other_per_cents_have_none():
    assert values(read([["", "Growth"], ["A", "(24%)"], ["B", "5%"]]))[1, 1] == [-24]
    assert values(read([["", "Men"], ["Number", "24"], ["Per cent", "(5%)"]]))[2, 1] == [5]


def test_a_column_all_in_brackets_takes_away_where_the_table_does():
    adjusted = [
        ["", "Plan", "Cut", "Rest"],
        ["A", "50", "(20)", "30"],
        ["B", "30", "(10)", "20"],
        ["C", "9", "(12)", "(3)"],
    ]
    assert values(read(adjusted))[1, 2] == [-20]
    shares = [["", "Men", "Share"], ["A", "50", "(20)"], ["B", "30", "(10)"]]
    assert values(read(shares))[1, 2] == [20]


@pytest.mark.parametrize(
    ("rows", "language"),
    [
        ([["Année", "Montant"], ["2019", "414.512"], ["2020", "259918.588"], ["2021", "1204.5"]], "fr"),
        ([["Año", "Importe"], ["2019", "414.512"], ["2020", "259918.588"], ["2021", "0.265553897"]], "es"),
        ([["Year", "Amount"], ["2019", "414,512"], ["2020", "259918,588"], ["2021", "1204,5"]], "en"),
    ],
)
def test_what_cannot_be_grouped_tells_the_decimal_sign(rows: list[list[str]], language: str):
    found = values(read(rows, language=language))
    assert (found[1, 1], found[2, 1]) == ([414.512], [259918.588])


def test_a_column_of_groups_keeps_them_beside_one_of_plain_decimals():
    rows = [["Año", "Casos", "Índice"], ["2019", "1.414.512", "25991.588"], ["2020", "18.588", "14.512"]]
    found = values(read(rows, language="es"))
    assert (found[2, 1], found[2, 2]) == ([18588], [14.512])


@pytest.mark.parametrize(
    ("rows", "caption"),
    [
        ([["Area", "Percentage"], ["Urban", "45.3"], ["Rural", "54.7"]], ""),
        ([["Area", "Share (%)"], ["Urban", "45.3"], ["Rural", "54.7"]], ""),
        ([["Area", "2020"], ["Urban", "45.3"], ["Rural", "54.7"]], "Population by area, per cent"),
    ],
)
def test_per_cent_by_head_or_caption(rows: list[list[str]], caption: str):
    figures = read(rows, caption).figures
    assert [(f.unit, f.low, f.high) for f in figures] == [
        ("percent", pytest.approx(45.25), pytest.approx(45.35)),
        ("percent", pytest.approx(54.65), pytest.approx(54.75)),
    ]


def test_number_style_by_column():
    rows = [["Departamento", "Población", "Tasa"], ["Lima", "1.234", "0,123"], ["Cusco", "12.345", "1,204"]]
    found = read(rows, language="es")
    assert values(found) == {(1, 1): [1234], (1, 2): [0.123], (2, 1): [12345], (2, 2): [1.204]}


def test_dimensions_come_from_row_and_column():
    found = read([["", "Women", "Men"], ["Civilians", "12", "30"], ["Soldiers", "3", "40"]])
    assert found.figures[0].dimensions == (("sex", "female"), ("status", "civilian"))
    assert [f.id for f in found.figures] == ["f1", "f2", "f3", "f4"]


def test_base_in_a_head_is_a_figure():
    found = read([["Answer", "Women (n = 1,204)"], ["Yes", "700"], ["No", "504"]])
    assert values(found) == {(0, 1): [1204], (1, 1): [700], (2, 1): [504]}


@pytest.mark.parametrize(("cell", "high"), [("-", 0), ("–", 0), ("..", None), ("x", None), ("F", None), ("s", None)])
def test_a_mark_is_nought_or_a_number_that_is_not_shown(cell: str, high: float | None):
    found = read([["Sex", "Deaths", "Injured"], ["Men", cell, "1,000"], ["Women", "504", "2,000"]])
    figure = next(figure for figure in found.figures if figure.row == 1 and figure.column == 1)
    assert (figure.text, figure.low, figure.high) == (cell, 0, high)


@pytest.mark.parametrize("cell", ["-", "x", ".."])
def test_a_mark_outside_the_body_is_no_figure(cell: str):
    found = read([["Sex", cell, "Injured"], [cell, "504", "1,000"], ["Women", "504", "2,000"], ["Notes", cell, ""]])
    assert {(figure.row, figure.column) for figure in found.figures} == {(1, 1), (1, 2), (2, 1), (2, 2)}


def test_a_head_speaks_for_the_blank_cells_to_its_right():
    found = read(
        [
            ["Tax", "2007", "2008", "Per cent change", ""],
            ["", "", "", "2006-2007", "2007-2008"],
            ["A", "22", "33", "8", "50"],
        ]
    )
    assert [figure.unit for figure in found.figures] == ["count", "count", "percent", "percent"]
