"""Tidy tables: what stands in them, and that they come back from a file as they went in."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from auditor.model.audit import Audit
from auditor.model.document import Document, Paragraph
from auditor.model.figure import FIGURE_COLUMNS, Figure, Figures
from auditor.model.relation import RELATION_COLUMNS, Relation
from auditor.model.verdict import Verdict
from auditor.report.tidy import (
    COLUMNS,
    DESCRIPTOR,
    DTYPES,
    Form,
    figures_frame,
    read_tables,
    relations_frame,
    write_tables,
)

DOCUMENT = Document("in/Report 2025.txt", "0" * 64, "en", "A report", (Paragraph(0, "1", "…", page=4),))
FIGURES = (
    Figure(
        "f1",
        "1,698",
        1698.0,
        1698.0,
        1698.0,
        counts="persons",
        dimensions=(("age", "child"), ("sex", "male")),
        paragraph="1",
        start=3,
        end=8,
    ),
    Figure("f2", "602", 602.0, 602.0, None, hedge="at least", bound="lower", paragraph="1", start=20, end=23, page=7),
    Figure("f3", "45.3 per cent", 45.3, 45.25, 45.35, unit="percent", paragraph="NA", start=30, end=43, order=5),
    Figure("f4", "-12", -12.0, -12.0, -12.0, table="t1", row=0, column=2, start=0, end=3, order=6),
)
RELATIONS = (
    Relation("r1", "total", "f1", ("f2", "f3"), cue="in total", strength=0.75),
    Relation("r2", "shares", None, ("f3",)),
    Relation("r3", "rule", None, ()),
)
VERDICTS = (
    Verdict(RELATIONS[0], "TOT001", "fails", False, imbalance=1050.7, computed=647.3),
    Verdict(RELATIONS[1], "SHR001", "holds", True, imbalance=0.0, residual=None, computed=100.0),
    Verdict(RELATIONS[2], "AZE001", "not evaluated", None),
)


def audit(figures: tuple[Figure, ...] = FIGURES) -> Audit:
    return Audit(DOCUMENT, Figures(figures), RELATIONS, VERDICTS, ())


def test_one_row_a_figure():
    frame = figures_frame(DOCUMENT, Figures(FIGURES))
    assert list(frame["id"]) == ["f1", "f2", "f3", "f4"]
    assert list(frame["dimensions"].fillna("")) == ["age=child;sex=male", "", "", ""]
    assert frame["high"].isna().tolist() == [False, True, False, False]
    assert frame["page"].tolist() == [4, 7, pd.NA, pd.NA]
    assert frame["paragraph"].tolist()[2] == "NA"
    assert frame["text"].tolist()[3] == "-12"


def test_one_row_a_member_the_whole_first():
    frame = relations_frame(RELATIONS, VERDICTS)
    rows = frame[["id", "role", "position", "figure"]].fillna("").values.tolist()  # noqa: PD011 - a frame's values
    assert rows == [
        ["r1", "whole", 0, "f1"],
        ["r1", "part", 1, "f2"],
        ["r1", "part", 2, "f3"],
        ["r2", "part", 1, "f3"],
        ["r3", "none", 0, ""],
    ]
    assert frame["holds"].tolist() == [False, False, False, True, pd.NA]


@pytest.mark.parametrize("table", sorted(COLUMNS))
def test_frames_have_the_declared_columns_and_dtypes(table: str):
    frame = {"figures": figures_frame(DOCUMENT, Figures(FIGURES)), "relations": relations_frame(RELATIONS, VERDICTS)}[
        table
    ]
    assert list(frame.columns) == [column.name for column in COLUMNS[table]]
    assert [str(dtype) for dtype in frame.dtypes] == [DTYPES[column.type] for column in COLUMNS[table]]
    empty = {"figures": figures_frame(DOCUMENT, Figures()), "relations": relations_frame((), ())}[table]
    assert [str(dtype) for dtype in empty.dtypes] == [str(dtype) for dtype in frame.dtypes]


def test_the_declared_columns_begin_with_those_of_the_models():
    assert tuple(column.name for column in COLUMNS["figures"])[: len(FIGURE_COLUMNS)] == FIGURE_COLUMNS
    assert tuple(column.name for column in COLUMNS["relations"])[: len(RELATION_COLUMNS)] == RELATION_COLUMNS


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_files_come_back_as_they_went_in(tmp_path: Path, form: Form):
    paths = write_tables(audit(), tmp_path / "new", form)
    assert [path.name for path in paths] == [f"figures.{form}", f"relations.{form}", DESCRIPTOR]
    back = read_tables(tmp_path / "new")
    assert_frame_equal(back["figures"], figures_frame(DOCUMENT, Figures(FIGURES)))
    assert_frame_equal(back["relations"], relations_frame(RELATIONS, VERDICTS))


def test_pandas_alone_reads_the_csv_with_the_dtypes_of_the_descriptor(tmp_path: Path):
    write_tables(audit(), tmp_path)
    package = json.loads((tmp_path / DESCRIPTOR).read_text(encoding="utf-8"))
    for resource in package["resources"]:
        dtypes = {field["name"]: field["dtype"] for field in resource["schema"]["fields"]}
        frame = pd.read_csv(tmp_path / resource["path"], dtype=dtypes)
        assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == dtypes


def test_files_are_the_same_from_run_to_run(tmp_path: Path):
    first, second = write_tables(audit(), tmp_path / "a"), write_tables(audit(), tmp_path / "b")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert b"\r" not in first[0].read_bytes()
    assert first[0].read_text(encoding="utf-8").splitlines()[1].startswith('f1,"1,698",1698,1698,1698,count,')


def test_the_descriptor_is_a_data_package(tmp_path: Path):
    write_tables(audit(), tmp_path)
    package = json.loads((tmp_path / DESCRIPTOR).read_text(encoding="utf-8"))
    assert (package["profile"], package["name"]) == ("tabular-data-package", "report-2025")
    figures, relations = package["resources"]
    assert figures["schema"]["primaryKey"] == ["id"]
    assert relations["schema"]["foreignKeys"] == [
        {"fields": "figure", "reference": {"resource": "figures", "fields": "id"}},
    ]
    for resource in (figures, relations):
        assert (resource["profile"], resource["encoding"]) == ("tabular-data-resource", "utf-8")
        for field in resource["schema"]["fields"]:
            assert field["type"] in {"string", "number", "integer", "boolean"}
            assert field["description"].endswith(".")
        keys = resource["schema"]["primaryKey"]
        frame = pd.read_csv(tmp_path / resource["path"], keep_default_na=False)
        assert not frame.duplicated(keys).any()
        required = [f["name"] for f in resource["schema"]["fields"] if f.get("constraints", {}).get("required")]
        assert not (frame[required] == "").any().any()


@pytest.mark.parametrize("start", ["=", "+", "@", "-", "\t=", "|", " ="])
def test_no_cell_begins_as_a_formula(tmp_path: Path, start: str):
    evil = replace(
        FIGURES[0], counts=f"{start}cmd()", hedge=f"{start}x", text=f"{start}HYPERLINK(1)", paragraph=f"{start}9"
    )
    write_tables(audit((evil,)), tmp_path)
    row = pd.read_csv(tmp_path / "figures.csv", dtype=str).iloc[0]
    assert (row["counts"], row["hedge"], row["text"], row["paragraph"]) == ("cmd()", "x", "HYPERLINK(1)", "9")


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=20), st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 10**6))
def test_any_words_and_numbers_come_back(
    tmp_path_factory: pytest.TempPathFactory, words: str, value: float, place: int
):
    folder = tmp_path_factory.mktemp("tables")
    figure = replace(FIGURES[0], counts=words, hedge=words, value=value, low=value, high=None, start=place, end=place)
    write_tables(audit((figure,)), folder)
    assert_frame_equal(read_tables(folder)["figures"], figures_frame(DOCUMENT, Figures((figure,))))
