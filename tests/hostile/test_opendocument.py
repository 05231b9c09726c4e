"""Texts and workbooks of OpenDocument that repeat without end, lead in circles or are nested too deeply."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hostile_files import LINE, OPEN, opened

from auditor.model.document import Document

Tried = Callable[..., Document | str]


def cell(text: str = "12", **more: object) -> str:
    said = "".join(f' table:number-{name}="{value}"' for name, value in more.items()).replace("_", "-")
    return f"<table:table-cell{said}>{f'<text:p>{text}</text:p>' if text else ''}</table:table-cell>"


def row(*cells: str, times: object = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def texts(found: Document | str) -> str:
    assert isinstance(found, Document), found
    return " ".join([p.text for p in found.paragraphs] + [c.text for t in found.tables for c in t.cells])


FAR = row(cell("", columns_repeated=10**8), cell()) + row(times=10**8) + row(cell())
REFUSED = {
    "a row of numbers": row(cell(), cell(), cell(), times=1 << 20),
    "a number": row(cell(columns_repeated=10**9), times=200),
    "a number in rows": row(cell(columns_repeated=1 << 14), times=20_000),
    "empty cells before a number": FAR,
}


@pytest.mark.parametrize("kind", ["text", "spreadsheet"])
@pytest.mark.parametrize("case", REFUSED)
def test_what_repeats_without_end_is_refused(tried: Tried, case: str, kind: str) -> None:
    found = tried(opened(f"{LINE}<table:table>{REFUSED[case]}</table:table>", kind=kind))
    assert "more than 2,000,000 cells" in str(found)


CUT = {
    "a number of very many digits": row(cell(), times="9" * 5_000),
    "blanks": row(cell(f"12<text:s text:c='{10**9}'/>")),
    "a span": row(cell(columns_spanned=10**9, rows_spanned=10**9)),
    "empty cells after the last": row(cell(), cell("", columns_repeated=1 << 14)) + row(cell(""), times=1 << 20),
}


@pytest.mark.parametrize("kind", ["text", "spreadsheet"])
@pytest.mark.parametrize("case", CUT)
def test_what_says_that_it_is_large_and_is_not_is_cut(tried: Tried, case: str, kind: str) -> None:
    found = tried(opened(f"<table:table>{CUT[case]}</table:table>", kind=kind))
    assert texts(found) == "12"
    assert isinstance(found, Document)
    assert all((table.rows, table.columns) == (1, 1) for table in found.tables)


def test_styles_in_a_ring(tried: Tried) -> None:
    ring = "".join(
        f'<style:style style:family="paragraph" style:name="s{n}" style:parent-style-name="s{(n + 1) % 500}"/>'
        for n in range(500)
    )
    styles = f'<d xmlns:style="{OPEN}:xmlns:style:1.0">{ring}</d>'
    line = LINE.replace("<text:p>", '<text:p text:style-name="s3">')
    assert "12 persons" in texts(tried(opened(line, parts={"styles.xml": styles})))


NESTED = ("text:list", "text:list-item"), ("table:table", "table:table-row", "table:table-cell"), ("text:section",)


@pytest.mark.parametrize("names", NESTED)
def test_lists_and_tables_within_one_another(tried: Tried, names: tuple[str, ...]) -> None:
    begin, end = "".join(f"<{name}>" for name in names), "".join(f"</{name}>" for name in reversed(names))
    times = 240 // len(names)
    assert "12 persons" in texts(tried(opened(begin * times + LINE + end * times)))
    assert isinstance(tried(opened(begin * 100_000)), str)
