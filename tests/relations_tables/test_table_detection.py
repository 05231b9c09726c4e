"""Properties of what is read from tables, the rule file, speed, and the scores on published tables."""

from __future__ import annotations

import csv
import gzip
import importlib.util
import io
import json
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.figures.cell_numbers import mark_of
from auditor.relations.tables.aggregation import Aggregation
from auditor.relations.tables.detect import detect
from auditor.relations.tables.numeric_cells import NUMBER, SUPPRESSED, read_cells
from auditor.relations.tables.precision import units_of
from auditor.relations.tables.rounding import Rounded, told_apart
from auditor.relations.tables.vocabulary import vocabulary

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
TABLES = SHARED / "tables" / "aggregations-validation.jl.gz"
WORDS = vocabulary("en")


@st.composite
def counts(draw: st.DrawFn) -> list[list[int]]:
    """Give a table of counts, 3 to 8 rows and 3 to 5 columns."""
    columns = draw(st.integers(3, 5))
    row = st.lists(st.integers(11, 9999), min_size=columns, max_size=columns)
    return draw(st.lists(row, min_size=3, max_size=8))


def with_totals(body: list[list[int]]) -> list[list[str]]:
    """Write a table with a total row and a total column."""
    rows = [[*row, sum(row)] for row in body]
    rows.append([sum(column) for column in zip(*rows, strict=True)])
    heads = ["Place", *[f"group {'abcdefg'[i]}" for i in range(len(body[0]))], "Total"]
    names = [f"place {'abcdefghij'[i]}" for i in range(len(body))] + ["Total"]
    return [heads, *[[name, *map(str, row)] for name, row in zip(names, rows, strict=True)]]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(counts())
def test_every_total_of_a_plain_table_is_read(body: list[list[int]]):
    found = {(a.aggregator, a.cells) for a in detect(with_totals(body), WORDS) if a.operator == "total"}
    rows, columns = len(body), len(body[0])
    for c in range(1, columns + 2):
        assert ((rows + 1, c), tuple((r, c) for r in range(1, rows + 1))) in found
    for r in range(1, rows + 2):
        assert ((r, columns + 1), tuple((r, c) for c in range(1, columns + 1))) in found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(counts(), st.data())
def test_a_total_that_is_off_is_still_read_as_one(body: list[list[int]], data: st.DataObject):
    table = with_totals(body)
    rows, columns = len(body), len(body[0])
    column = data.draw(st.integers(1, columns))
    table[rows + 1][column] = str(int(table[rows + 1][column]) + data.draw(st.sampled_from([100, 2000, 30000])))
    parts = tuple((r, column) for r in range(1, rows + 1))
    read = [a for a in detect(table, WORDS) if a.aggregator == (rows + 1, column) and a.cells == parts]
    assert read
    assert read[0].strength >= 0.6


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(["", "-", "x", "12", "3.5", "a b", "1 204", "40%", "(7)"]), max_size=6), max_size=8
    )
)
def test_any_grid_can_be_read(rows: list[list[str]]):
    for found in detect(rows, WORDS):
        assert found.cells
        assert found.aggregator not in found.cells
        assert 0.0 < found.strength <= 1.0
        for row, column in (found.aggregator, *found.cells):
            assert rows[row][column].strip()


@pytest.mark.parametrize(
    ("label", "cues"),
    [
        ("Total", {"total", "whole", "alone"}),
        ("Grand total", {"total", "whole", "alone"}),
        ("3. Total deaths", {"total", "whole", "deaths"}),
        ("Deaths, total", {"total", "deaths"}),
        ("of which women", {"of_which"}),
        ("Per cent change", {"change", "share", "rounded"}),
        ("Alpha", set()),
        ("share capital", set()),
    ],
)
def test_cues_of_labels(label: str, cues: set[str]):
    assert WORDS.cues(label) == cues


@pytest.mark.parametrize(
    ("language", "label"), [("fr", "Ensemble"), ("fr", "Sous-total"), ("es", "Ambos sexos"), ("es", "TOTAL GENERAL")]
)
def test_words_that_leave_no_doubt(language: str, label: str):
    assert {"total", "whole"} <= vocabulary(language).cues(label)


@pytest.mark.parametrize(
    ("text", "mark"), [("-", "nil"), ("(Z)", "nil"), ("..", "suppressed"), ("x", "suppressed"), ("12", "")]
)
def test_marks(text: str, mark: str):
    assert mark_of(text) == mark


def test_a_letter_among_numbers_is_a_mark():
    grid = read_cells([["a", "1", "2", "3"], ["b", "4", "s", "5"], ["c", "6", "7", "8"], ["d", "9", "1", "2"]], WORDS)
    assert grid.kinds[1, 2] == SUPPRESSED
    assert grid.kinds[1, 1] == NUMBER


@pytest.mark.parametrize(
    ("column", "unit"),
    [
        ([1.2, 3.4, 5.0], 0.1),
        ([15, 260, 35, 410, 5, 1205, 90, 670, 45, 315], 5.0),
        ([12, 263, 37, 411, 5, 1201, 98, 674, 41, 316], 1.0),
    ],
)
def test_rounding_units(column: list[float], unit: float):
    values = np.array(column, float)[:, None]
    decimals = np.full(values.shape, 1 if unit < 1 else 0, np.int8)
    assert units_of(values, np.ones(values.shape, np.bool_), decimals).max() == unit


@pytest.mark.parametrize(("off", "scaled", "told"), [(1, False, True), (1, True, False), (4, False, False)])
def test_counts_are_told_from_rounded_numbers(off: int, scaled: bool, told: bool):
    sums = [(10, 20, 30), (40, 51, 91), (12, 13, 25), (70, 33, 103), (21, 22, 43), (9, 8, 17)]
    values = np.array([[a, b, c + (i < off)] for i, (a, b, c) in enumerate(sums)], float)
    found = [
        Aggregation("total", (r, 2), ((r, 0), (r, 1)), "row total", 0.9, ("closes",), 1.5, 1.0)
        for r in range(len(sums))
    ]
    read = told_apart(found, values, Rounded(scaled))
    assert any(a.tolerance == 0.0 for a in read) == told


@pytest.mark.timed
@pytest.mark.parametrize(("rows", "columns"), [(10_000, 4), (60, 600)])
def test_large_tables_take_little_time(rows: int, columns: int):
    rng = random.Random(1)  # noqa: S311 - numbers of a test
    body = [[rng.randrange(10, 5000) for _ in range(columns)] for _ in range(rows)]
    table = [["x", *["c"] * columns, "Total"], *[["p", *map(str, row), str(sum(row))] for row in body]]
    start = time.process_time()
    found = detect(table, WORDS)
    assert time.process_time() - start < 10
    assert len(found) >= rows


@pytest.mark.skipif(not TABLES.exists(), reason="the annotated tables are not beside the checkout")
def test_published_tables_score_as_before():
    place = importlib.util.spec_from_file_location("scorer", SHARED / "evaluate" / "tables.py")
    assert place is not None
    assert place.loader is not None
    scorer: Any = importlib.util.module_from_spec(place)
    place.loader.exec_module(scorer)
    from auditor.figures import read_figures
    from auditor.language import lexicon
    from auditor.read import read_document
    from auditor.relations import read_relations

    with gzip.open(TABLES, "rt", encoding="utf-8") as file:
        tables = [json.loads(line) for line in file]
    tables = [t for t in tables if scorer.is_agency(t["file_name"])][::5]
    right = had = want = 0
    for table in tables:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(table["table_array"])
        document = read_document("t.csv", data=text.getvalue().encode(), name="t.csv")
        words = lexicon.load(document.language)
        relations, figures = read_relations(document, read_figures(document, words), words)
        report = {
            "figures": [{"id": f.id, "row": f.row, "column": f.column} for f in figures.figures],
            "relations": [{"kind": r.kind, "whole": r.whole, "parts": list(r.parts)} for r in relations],
        }
        predicted = (scorer.canonical(*p, table["table_array"]) for p in scorer.predicted(report))
        gold, have = scorer.gold(table), {key for key in predicted if key}
        right, had, want = right + len(gold & have), had + len(have), want + len(gold)
    assert 2 * right / (had + want) >= 0.88
