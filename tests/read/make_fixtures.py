"""Make the fixtures that headless Chromium and LibreOffice write; run it by hand after a change."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from draft_docx import docx_of
from draft_html import html_of
from draft_printing import CHROMIUM, OFFICE, converted, printed
from draft_random import random_draft
from draft_workbook import workbook_draft, xlsx_of
from drafts import of_markdown

FIXTURES = Path(__file__).parent / "fixtures"
EXAMPLE = Path(__file__).parents[2] / "data" / "azerbaijan-cat-follow-up-2025" / "submission.md"
SEED = 3
Source = TypeVar("Source", str, bytes)


def main() -> None:
    if CHROMIUM is None or OFFICE is None:
        sys.exit("no Chromium or no LibreOffice found: install both to make the fixtures anew")
    example = of_markdown(EXAMPLE.read_text("utf-8"))
    generated = random_draft(SEED, settled=True)
    narrow = random_draft(SEED, settled=True, narrow=True)
    sheets = workbook_draft()
    _write("report.pdf", printed, (FIXTURES / "report.html").read_text("utf-8"))
    _write("example-browser.pdf", printed, html_of(example, heads=True))
    _write("example-office-columns.pdf", converted, docx_of(example, automatic=True, columns=2, heads=True))
    _write("generated-browser.pdf", printed, html_of(generated, heads=True))
    _write("generated-office-columns.pdf", converted, docx_of(narrow, automatic=True, columns=2, heads=True))
    _write("example-office.odt", as_kind("odt"), docx_of(example, automatic=True))
    _write("generated-office.odt", as_kind("odt"), docx_of(random_draft(SEED), automatic=True))
    _write("generated-office.rtf", as_kind("rtf"), docx_of(random_draft(SEED), automatic=True))
    _write("tables-office.ods", as_kind("ods", ".xlsx"), xlsx_of(sheets))
    _write("tables-office.xls", as_kind("xls", ".xlsx"), xlsx_of(sheets))


def as_kind(kind: str, suffix: str = ".docx") -> Callable[[bytes, Path], bytes]:
    """Give what converts a document to a kind."""
    return lambda document, folder: converted(document, folder, kind, suffix=suffix)


def _write(name: str, make: Callable[[Source, Path], bytes], source: Source) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (FIXTURES / name).write_bytes(make(source, Path(folder)))


if __name__ == "__main__":
    main()
