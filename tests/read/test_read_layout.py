from __future__ import annotations

import csv
import gzip
import io
import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.model.document import Document
from auditor.read import Limits, Unreadable, read_document
from auditor.read.blocks.clean import clean

TABLES = Path(__file__).parents[2].parent / "shared" / "tables" / "aggregations-validation.jl.gz"


def read(text: str | bytes, name: str = "x.txt") -> Document:
    data = text.encode() if isinstance(text, str) else text
    return read_document("-", data=data, name=name, language="en")


ALIGNED = """\
Table 4. Persons held, by region and sex

                                      TOTAL            WITHOUT SENTENCE         WITH SENTENCE
     REGION                      All   Men  Women     All    Men  Women     All    Men   Women
     ALL REGIONS              1,305  1,180    125     402    370     32     903    810      93

     North - Coast               700   640     60     202    190     12     501    450      51
     A region with a very long name  600  540  65       200    180     20     399    360      42

Source: registers.
"""


def test_aligned_columns_are_a_table_with_spanning_heads() -> None:
    document = read(ALIGNED)
    (table,) = document.tables
    assert table.grid() == [
        ["", "TOTAL", "", "", "WITHOUT SENTENCE", "", "", "WITH SENTENCE", "", ""],
        ["REGION", "All", "Men", "Women", "All", "Men", "Women", "All", "Men", "Women"],
        ["ALL REGIONS", "1,305", "1,180", "125", "402", "370", "32", "903", "810", "93"],
        ["North - Coast", "700", "640", "60", "202", "190", "12", "501", "450", "51"],
        ["A region with a very long name", "600", "540", "65", "200", "180", "20", "399", "360", "42"],
    ]
    spans = {cell.text: (cell.column, cell.columns) for cell in table.cells if cell.columns > 1}
    assert spans == {"TOTAL": (1, 3), "WITHOUT SENTENCE": (4, 3), "WITH SENTENCE": (7, 3)}
    assert table.caption == "Table 4. Persons held, by region and sex"
    assert 0.5 < table.confidence < 1
    assert [p.text for p in document.paragraphs] == ["Table 4. Persons held, by region and sex", "Source: registers."]


def test_each_cell_knows_its_place() -> None:
    lines = ALIGNED.split("\n")
    for cell in read(ALIGNED).tables[0].cells:
        assert cell.line is not None
        assert cell.offset is not None
        assert lines[cell.line - 1][cell.offset - 1 :].startswith(cell.text.split()[0])


CHART = """\
                                  ALL PERSONS    880

              IN PRISONS                        IN OPEN HOUSES
                     730                                  150

        UNSENTENCED         SENTENCED         AFTER-CARE        LIMITED
           360                 370              SERVICE        SENTENCES
                                                   90             60
"""


def test_boxes_that_divide_are_spans_over_spans() -> None:
    (table,) = read(CHART).tables
    cells = {cell.text: (cell.row, cell.column, cell.columns) for cell in table.cells}
    assert cells == {
        "ALL PERSONS": (0, 0, 4),
        "880": (1, 0, 4),
        "IN PRISONS": (2, 0, 2),
        "IN OPEN HOUSES": (2, 2, 2),
        "730": (3, 0, 2),
        "150": (3, 2, 2),
        "UNSENTENCED": (4, 0, 1),
        "SENTENCED": (4, 1, 1),
        "AFTER-CARE SERVICE": (4, 2, 1),
        "LIMITED SENTENCES": (4, 3, 1),
        "360": (5, 0, 1),
        "370": (5, 1, 1),
        "90": (5, 2, 1),
        "60": (5, 3, 1),
    }


@pytest.mark.parametrize(
    "text",
    [
        "12.   The number of  12 persons held rose.  It stood at 1,204.\n      Of them 36 were  minors.\n",
        "United Nations             CAT/C/XXX/5\n\nCommittee          Distr.: General\n              12 May 2024\n",
        "The registers  were  kept by  36 courts and 12\nothers in the  years of 2001  to  2003.\n",
        "Of 12 persons, 7 were men.\nOf 13 persons, 8 were men.\n",
    ],
)
def test_text_with_wide_blanks_is_no_table(text: str) -> None:
    document = read(text)
    assert document.tables == ()
    assert sum(p.text.count("12") + p.label.count("12") for p in document.paragraphs) == text.count("12")


def test_dot_leaders_in_a_table_and_in_a_table_of_contents() -> None:
    table = read("Prisoners, total ....... 1,204\n  Men .................. 1,102\n  Women ................ 102\n")
    assert table.tables[0].grid() == [["Prisoners, total", "1,204"], ["Men", "1,102"], ["Women", "102"]]
    contents = read(
        "I. Foreword .......... 3\nII. Work done .......... 4\nA. Visits ........ 4\n\n1. Text stands here.\n"
    )
    assert contents.tables == ()
    assert [p.text for p in contents.paragraphs] == ["Text stands here."]
    assert "table of contents" in contents.warnings[0]


def test_pipe_tables_with_and_without_margins() -> None:
    for text in ("a | b\n---|---:\n**c** | 1,204\n", "| a | b |\n|---|---|\n| **c** | 1,204 |\n"):
        for name in ("x.md", "x.txt"):
            (table,) = read(text, name).tables
            assert table.grid() == [["a", "b"], ["c", "1,204"]]
            assert next(cell.bold for cell in table.cells if cell.text == "c")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_dialect_is_found(delimiter: str) -> None:
    rows = [["Place", "2019", "2020"], [], ["Paris; Lyon, Nice", "1,5", ""], ["Nice", '2 "x"\nz', "3"], ["", "", "7"]]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    (table,) = read(out.getvalue(), "x.csv").tables
    padded = [row + [""] * (3 - len(row)) for row in rows]
    assert table.grid() == [[cell.replace("\n", " ") for cell in row] for row in padded]
    assert table.cells[0].line == 1


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z", "Nd", "Mn")) | st.sampled_from("0123 ,;"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=2, max_size=12))
def test_a_sheet_keeps_the_grid_of_the_file(rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    if not any(clean(cell).strip() for row in rows for cell in row):
        return
    (table,) = read(out.getvalue(), "x.csv").tables
    assert (table.rows, table.columns) == (len(rows), 3)
    for cell in table.cells:
        assert clean(rows[cell.row][cell.column]).split() == cell.text.split()


def test_delimited_values_are_known_without_a_name() -> None:
    document = read_document("-", data=b"Place,2019,2020\nParis,12,13\nLyon,4,5\nAll,16,18\n", language="en")
    assert document.tables[0].grid()[3] == ["All", "16", "18"]
    prose = b"In May, June, 12 came.\nIn July, August, 13 came.\nIn March, April, 14 came.\nIn May, June, 2 came.\n"
    assert read_document("-", data=prose, language="en").tables == ()


def test_limits_and_endless_fields() -> None:
    with pytest.raises(Unreadable, match="more than 1,000 cells"):
        read_document("-", data=b"1,2,3\n" * 400, name="x.csv", limits=Limits(cells=1000))
    with pytest.raises(Unreadable, match="row 1"):
        read(b'"' + b"x" * 300_000, "x.csv")


def test_published_tables_keep_their_positions() -> None:
    if not TABLES.exists():
        pytest.skip(f"the annotated tables are not beside the project ({TABLES.name})")
    with gzip.open(TABLES, "rt", encoding="utf-8") as lines:
        sheets: list[dict[str, Any]] = [json.loads(line) for line in lines]
    start = time.process_time()
    for sheet in sheets:
        out = io.StringIO(newline="")
        raw = sheet["table_array"]
        csv.writer(out).writerows(raw)
        (table,) = read(out.getvalue(), "x.csv").tables
        assert (table.rows, table.columns) == (len(raw), max(map(len, raw)))
        filled = {(r, c) for r, row in enumerate(raw) for c, text in enumerate(row) if text.strip()}
        assert {(cell.row, cell.column) for cell in table.cells} == filled
    assert time.process_time() - start < 15
