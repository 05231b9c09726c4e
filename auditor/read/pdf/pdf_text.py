"""PDF: text with pypdfium2, in reading order, and its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from auditor.read.blocks.block import Block, Parts, Source
from auditor.read.blocks.footnotes import tie_raised
from auditor.read.blocks.placed_text import Text
from auditor.read.blocks.refining import NOT_TOLD, refining
from auditor.read.failure import PROTECTED, Unreadable
from auditor.read.limits import passed
from auditor.read.pdf.continued_tables import join_continued
from auditor.read.pdf.drawn import PageContent
from auditor.read.pdf.hyphenation import mend_cells
from auditor.read.pdf.page_lines import LineMaker
from auditor.read.pdf.page_rows import add_bullets, read_page, rows_of
from auditor.read.pdf.reading_order import (
    OrderedPage,
    body_height,
    drop_running_heads,
    reading_order,
    take_footnotes,
    usual_pitch,
    with_tables,
)
from auditor.read.pdf.ruled_tables import Ruled, ruled_tables
from auditor.read.text.laid_out_tables import FoundTable
from auditor.read.text.plain import blocks_of_lines
from auditor.runtime.left_out import unit
from auditor.runtime.progress import over

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_PASSWORD = 4
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED = re.compile(r"[⁰¹²³⁴-⁹]+|(?<=\w)[*†‡]{1,3}")
_FEW = 20
"""Characters on a page, on the average, below which the pages are pictures of text."""


def read_pdf(source: Source) -> Parts:
    """Read a PDF: text in one or two columns, footnotes apart, tables with lines and without.

    Raises:
        Unreadable: it is broken, protected by a password, has no text in it (a scan), or has more pages than allowed.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as error:
        # the library's error code may be left over from an earlier document
        if getattr(error, "err_code", None) == _PASSWORD and b"/Encrypt" in source.data:
            raise Unreadable(source.label, *PROTECTED) from None
        raise Unreadable(source.label, "the PDF is broken", "open it in its program and save it anew") from None
    try:
        if len(document) > source.limits.pages:
            why = f"it has more than {source.limits.pages:,} pages"
            raise passed(source.label, source.limits, "pages", why, len(document))
        return _parts(document, source)
    finally:
        document.close()


def _parts(document: PdfDocument, source: Source) -> Parts:
    import pypdfium2

    pages: list[OrderedPage] = []
    ruled: list[list[Ruled]] = []
    warnings: list[str] = []
    cells = letters = 0
    for index in over(range(len(document)), "pages"):
        with unit(f"page {index + 1}"):
            try:
                page = document[index]
                content = read_page(page, index + 1)
                page.close()
            except pypdfium2.PdfiumError:
                warnings.append(f"page {index + 1} is broken and was left out")
                continue
            warnings += _unread(content)
            tables = ruled_tables(content)
            cells += sum(len(table.grid.cells) for table in tables if table.grid is not None)
            if cells > source.limits.cells:
                why = f"its tables have more than {source.limits.cells:,} cells"
                raise passed(source.label, source.limits, "cells", why)
            rows = rows_of(content.words)
            add_bullets(content, rows)
            letters += sum(len(row.text) for row in rows)
            pages.append(OrderedPage(content, rows))
            ruled.append(tables)
            content.words, content.dots = [], []
    letters += 10 * cells
    if letters < min(_FEW, 1 + len(pages)) or (letters < _FEW * len(pages) and any(p.content.images for p in pages)):
        why = "it has no text in it, as a scan has none" if pages else "none of its pages can be read"
        raise Unreadable(source.label, why, "recognise its text first (OCR)")
    return Parts(_blocks(pages, ruled), pages=len(document), warnings=tuple(warnings))


def _unread(content: PageContent) -> Iterator[str]:
    """Yield what of a page is no text that can be read."""
    if content.upright:
        yield f"turned text on page {content.number} was left out ({content.upright} characters)"
    if not content.words and content.images:
        yield f"page {content.number} is an image without text and was left out"


def _blocks(pages: list[OrderedPage], ruled: list[list[Ruled]]) -> list[Block]:
    with unit("heads and feet of the pages", NOT_TOLD):
        drop_running_heads(pages)
    body, pitch = 12.0, 14.4  # points, as is usual
    with unit("the size of the letters", NOT_TOLD):
        body = body_height(pages)
        pitch = usual_pitch(pages, body)
    maker = LineMaker(body, pitch)
    found: list[FoundTable] = []
    for page, tables in zip(pages, ruled, strict=True):
        with unit(f"page {page.content.number}", undo=maker.mark()):
            found += _lay_out(page, tables, maker, body)
    blocks = blocks_of_lines(maker.lines, found)
    with refining(blocks, "tables that go on from page to page"):
        blocks = join_continued(blocks)
    for block in blocks:
        block.text = Text(block.text.value)
    with refining(blocks, "words that cells break"):
        mend_cells(blocks)
    with refining(blocks, "the marks of notes"):
        _tie_notes(blocks)
        tie_raised(blocks)
    return blocks


def _lay_out(page: OrderedPage, tables: list[Ruled], maker: LineMaker, body: float) -> list[FoundTable]:
    """Add the lines of a page to those of the document, and return its tables with their places among the lines."""
    found: list[FoundTable] = []
    number = page.content.number
    columns = reading_order(with_tables(page.rows, tables), page.content.width)
    parted = [take_footnotes(rows, page.content, body, alone=len(columns) == 1) for rows in columns]
    for index, (column, _) in enumerate(parted):
        for table, rows in groupby(column, key=lambda row: row.table):
            if table is None:
                maker.add_column(list(rows), number)
                continue
            maker.blank(number)
            at = len(maker.lines)
            found.append(FoundTable(at, at, replace(table, strip=index), number))
    for _, feet in parted:
        maker.add_feet(feet, number)
    return found


def _tie_notes(blocks: list[Block]) -> None:
    """Tie each footnote to the raised mark that cites it: on its page, or, for notes at the end, on one before."""
    by_page: dict[int, list[Block]] = {}
    texts = [block for block in blocks if block.role != "note" and block.grid is None]
    for block in texts:
        for page in {block.page, block.last_page} - {None}:
            by_page.setdefault(page or 0, []).append(block)
    loose: dict[str, list[Block]] = {}
    for block in blocks:
        if block.role != "note" or not block.note or block.page is None:
            continue
        mark = block.note.translate(_SUPERSCRIPTS)
        block.number, block.note = mark, f"{block.page}:{mark}"
        if not any(_take_mark(other, mark, block.note) for other in by_page.get(block.page, [])):
            loose.setdefault(mark, []).append(block)
    for mark, notes in loose.items():
        if len(notes) == 1:
            before = (other for other in texts if (other.page or 0) < (notes[0].page or 0))
            any(_take_mark(other, mark, notes[0].note) for other in before)


def _take_mark(block: Block, mark: str, name: str) -> bool:
    """Take the raised mark of a note out of a block's text, and remember where it stood."""
    for raised in _RAISED.finditer(block.text.value):
        if raised.group().translate(_SUPERSCRIPTS) == mark:
            start, end = raised.span()
            block.text = block.text.drop([(start, end)])
            kept = tuple((other, at - (end - start) if at >= end else at) for other, at in block.cites)
            block.cites = (*kept, (name, start))
            return True
    return False
