"""Measure the reading of every format: the same report of many pages as each, in milliseconds a page.

A page is one of the PDF that headless Chromium prints of the report; without Chromium, 3,000 characters.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "read"))

from draft_docx import docx_of  # noqa: E402 - the path is set above
from draft_html import html_of  # noqa: E402
from draft_printing import CHROMIUM, printed  # noqa: E402
from draft_random import random_draft  # noqa: E402
from drafts import Draft, Grid, Heading, Items, Para  # noqa: E402

from auditor.read import read_document  # noqa: E402

_RUNS = 3
_REPORTS = 12
_PAGE = 3_000


def main() -> None:
    """Print the table."""
    draft = _long_draft()
    page = html_of(draft)
    forms = {"md": _markdown(draft).encode(), "html": page.encode(), "docx": docx_of(draft, automatic=True)}
    forms["txt"] = forms["md"]
    forms["xlsx"], forms["csv"] = _tables(draft)
    pages = len(forms["md"]) / _PAGE
    if CHROMIUM is not None:
        with tempfile.TemporaryDirectory() as folder:
            forms["pdf"] = printed(html_of(draft, heads=True), Path(folder))
            forms["pdf, two columns"] = printed(html_of(draft, columns=2, heads=True), Path(folder))
        pages = read_document("-", data=forms["pdf"], name="a.pdf").pages or pages
    print(f"one report of {pages:.0f} pages, {len(forms['md']):,} bytes as Markdown\n")
    print("| format | bytes | seconds | ms a page |")
    print("| --- | ---: | ---: | ---: |")
    for name, data in sorted(forms.items()):
        seconds = _seconds(data, f"a.{name.partition(',')[0]}")
        print(f"| {name} | {len(data):,} | {seconds:.2f} | {1000 * seconds / pages:.1f} |")


def _seconds(data: bytes, name: str) -> float:
    """Give the median time of a few readings."""
    times = []
    for _ in range(_RUNS):
        start = time.perf_counter()
        read_document("-", data=data, name=name)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _long_draft() -> Draft:
    """Make one report of several, its paragraphs numbered through."""
    out = Draft("A long report")
    for seed in range(_REPORTS):
        for part in random_draft(seed, settled=True).parts:
            if isinstance(part, Para):
                number = 1 + sum(isinstance(other, Para) for other in out.parts)
                out.parts.append(Para(part.pieces, number))
            else:
                out.parts.append(part)
    return out


def _markdown(draft: Draft) -> str:
    out = [f"# {draft.title}"]
    for part in draft.parts:
        if isinstance(part, Heading):
            out.append(f"## {part.text}")
        elif isinstance(part, Para):
            out.append(f"{part.number}. " + "".join(piece for piece in part.pieces if isinstance(piece, str)))
        elif isinstance(part, Items):
            out.append("\n".join(f"- {text}" for _, text in part.items))
        elif isinstance(part, Grid):
            lines = [f"| {' | '.join(row)} |" for row in _grid(part)]
            out.append(part.caption + "\n\n" + "\n".join([lines[0], "|" + " --- |" * part.width(), *lines[1:]]))
    return "\n\n".join(out) + "\n"


def _grid(part: Grid) -> list[list[str]]:
    rows = [[""] * part.width() for _ in part.rows]
    for r, c, slot in part.places():
        rows[r][c] = slot.text
    return rows


def _tables(draft: Draft) -> tuple[bytes, bytes]:
    """Give the tables alone, a sheet each, and one below the other as CSV."""
    import csv
    from io import StringIO

    import openpyxl

    book = openpyxl.Workbook()
    text = StringIO()
    for index, part in enumerate(part for part in draft.parts if isinstance(part, Grid)):
        sheet = book.create_sheet(f"Table {index + 1}")
        for row in _grid(part):
            sheet.append([int(value.replace(",", "")) if value[:1].isdigit() else value for value in row])
            csv.writer(text).writerow([*row, *[""] * (7 - len(row))])
    out = BytesIO()
    book.save(out)
    return out.getvalue(), text.getvalue().encode()


if __name__ == "__main__":
    main()
