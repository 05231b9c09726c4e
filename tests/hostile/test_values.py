"""Delimited values without end, and formulas in what the auditor exports."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.cli import run
from auditor.model.document import Document
from auditor.pipeline import audit_document

Tried = Callable[..., Document | str]
LONG = 100_000_000
LINES: dict[str, tuple[Callable[[], bytes], str]] = {
    "one cell": (lambda: b"a,b\n" + b"1" * LONG + b",2\n", "field larger"),
    "empty cells": (lambda: b"a,b\n" + b"," * LONG, "more than 2,000,000 cells"),
    "short cells": (lambda: b"a,b,c\n1,2,3\n" + b"12," * (LONG // 3), "more than 2,000,000 cells"),
    "a quote that never closes": (lambda: b'a,b\n"' + b"1" * LONG, "field larger"),
    "quotes alone": (lambda: b"a,b\n" + b'""' * (LONG // 2), "field larger"),
    "words": (lambda: b"a,b,c\n1,2,3\n" + b"ab cd " * (LONG // 6), "field larger"),
}


@pytest.mark.parametrize("case", LINES)
def test_a_line_of_a_hundred_megabytes_is_refused(tried: Tried, case: str) -> None:
    make, said = LINES[case]
    found = tried(make(), "x.csv")
    assert isinstance(found, str)
    assert said in found


def test_a_row_of_very_many_lines_is_never_made(tried: Tried) -> None:
    found = tried(b"a,b\n" + b'"\n",' * 200_000, "x.csv", cells=100_000)
    assert isinstance(found, str)
    assert "more than 100,000 cells" in found


STARTS = ("=", "+", "-", "@", "\t=", "\r=", " =", '"=', "'=", "\uff1d", ";=", "|=")


SPARSE: dict[str, bytes] = {
    "x.csv": b"," * 5_000 + b"1\n" + b"a,1\n" * 5_000,
    "x.html": b"<table><tr>" + b"<td>1" * 1_500 + b"<tr><td>1<td>2" * 5_000,
}


@pytest.mark.parametrize("name", SPARSE)
def test_a_table_of_empty_cells_is_never_made(tried: Tried, name: str) -> None:
    """One long row among very many short ones would be laid out as millions of cells."""
    found = tried(SPARSE[name], name)
    assert isinstance(found, str)
    assert "reach over more than 2,000,000 cells" in found


@pytest.mark.parametrize("start", STARTS)
def test_no_cell_of_an_export_is_a_formula(start: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    call = f'{start}HYPERLINK("http://127.0.0.1:9/","x")'
    Path("=cmd.md").write_text(
        f"# {call}\n\n1. {call}: a total of 10 persons, including 4 men and 5 {call} women, were held.\n\n"
        f"| {call} | {start}2 |\n|---|---|\n| {call} | 5 {call} |\n| {start}cmd|' /C calc'!A0 | {start}7 |\n| Total | 13 |\n",  # noqa: E501
        encoding="utf-8",
    )
    assert run(["figures", "=cmd.md", "--output", "out"]) == 0
    assert run(["audit", "=cmd.md", "--no-files", "--fail-on", "never", "--format", "csv"]) == 0
    tables = [*Path("out").glob("*.csv")]
    assert len(tables) == 2
    for text in (file.read_text(encoding="utf-8-sig") for file in tables):
        for row in csv.reader(io.StringIO(text)):
            for cell in row:
                assert cell.lstrip(" \t\r\n\"'")[:1] not in ("=", "@", "\uff1d") or cell.startswith("'"), cell
                assert cell[:1] not in ("\t", "\r"), cell
                if cell[:1] in ("+", "-"):
                    float(cell)  # a number is no formula
    assert json.loads(Path("out/datapackage.json").read_text(encoding="utf-8"))["resources"]


def test_formulas_in_values_are_text(tmp_path: Path) -> None:
    data = b"place,a,b\n=1+1,5,=2+3\n@SUM(A1),7,+9\nAll,12,-14\n"
    audit = audit_document("x.csv", data=data, language="en")
    assert {f.text: f.value for f in audit.figures.figures}["12"] == 12
    assert not [f for f in audit.figures.figures if f.text in ("=2+3", "=1+1")]
