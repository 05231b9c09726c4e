"""Workbooks of Excel 97 to 2003 (xls): each visible sheet a table, with the values as Excel shows them."""

from __future__ import annotations

import struct
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING, Any

from auditor.model.document import Cell
from auditor.read.blocks.block import Block, Parts, Source
from auditor.read.blocks.clean import squeeze
from auditor.read.blocks.spanned_cells import trimmed
from auditor.read.failure import PROTECTED, BrokenPart, Unreadable
from auditor.read.limits import CellCount
from auditor.read.office.number_format import shown
from auditor.read.office.sheet_remarks import BROKEN_WORKBOOK, half_hidden, left_out
from auditor.runtime.left_out import unit

if TYPE_CHECKING:
    from xlrd import Book
    from xlrd.sheet import Sheet

_FAULTS = (
    struct.error,
    AssertionError,
    ArithmeticError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    NotImplementedError,
)
"""What the library raises at what it does not expect."""
_BOLD = 600
"""Weight from which a font is bold."""


def read_xls(source: Source) -> Parts:
    """Read a workbook; rows and columns count from 0 as in the sheet.

    Raises:
        Unreadable: it is broken, protected by a password, or has more cells than allowed.
    """
    import xlrd
    from xlrd.compdoc import CompDocError

    try:
        book = xlrd.open_workbook(
            file_contents=source.data, formatting_info=True, on_demand=True, ragged_rows=True, logfile=StringIO()
        )
        return _parts(book, source)
    except Unreadable:
        raise
    except (xlrd.XLRDError, CompDocError, *_FAULTS) as error:
        raise Unreadable(source.label, *(PROTECTED if "encrypted" in str(error) else BROKEN_WORKBOOK)) from None


def _parts(book: Book, source: Source) -> Parts:
    blocks: list[Block] = []
    said: list[str] = []
    lost: list[str] = []
    counted = CellCount(source.label, source.limits)
    for index, name in enumerate(book.sheet_names()):
        title = squeeze(name)
        with unit(f"sheet {title!r}", undo=partial(lost.append, title)):
            sheet = _sheet(book, index, source.label)
            if sheet.visibility:
                said.append(left_out(title))
                continue
            counted.take(sum(map(sheet.row_len, range(sheet.nrows))))
            if cells := _cells(book, sheet):
                blocks.append(Block(grid=trimmed(cells, title)))
                if _hides(sheet, cells):
                    said.append(half_hidden(title))
            book.unload_sheet(index)
    if lost and not blocks:
        raise Unreadable(source.label, *BROKEN_WORKBOOK)
    return Parts(blocks, warnings=tuple(said))


def _sheet(book: Book, index: int, label: str) -> Sheet:
    """Return a sheet.

    Raises:
        BrokenPart: it cannot be read.
    """
    import xlrd

    try:
        return book.sheet_by_index(index)
    except (xlrd.XLRDError, *_FAULTS):
        raise BrokenPart(label, "it is broken", "open it in its program and save it anew") from None


def _cells(book: Book, sheet: Sheet) -> list[Cell]:
    spans = {(top, left): (bottom - top, right - left) for top, bottom, left, right in sheet.merged_cells}
    return [cell for row in range(sheet.nrows) for cell in _row(book, sheet, row, spans)]


def _hides(sheet: Sheet, cells: list[Cell]) -> bool:
    """Whether a row that holds anything, or a column up to the last, is hidden."""
    rows = {row for row, info in sheet.rowinfo_map.items() if info.hidden}
    columns = [column for column, info in sheet.colinfo_map.items() if info.hidden]
    last = max(cell.column for cell in cells)
    return any(cell.row in rows for cell in cells) or min(columns, default=last + 1) <= last


def _row(book: Book, sheet: Sheet, row: int, spans: dict[tuple[int, int], tuple[int, int]]) -> list[Cell]:
    out: list[Cell] = []
    for column, cell in enumerate(sheet.row(row)):
        look = book.xf_list[cell.xf_index]
        text = _shown(book, cell, book.format_map[look.format_key].format_str)
        stripped = squeeze(text)
        if stripped:
            bold = book.font_list[look.font_index].weight >= _BOLD
            indent = look.alignment.indent_level or len(text) - len(text.lstrip(" \u00a0"))
            out.append(Cell(stripped, row, column, *spans.get((row, column), (1, 1)), bold, indent))
    return out


def _shown(book: Book, cell: Any, number_format: str) -> str:  # noqa: ANN401 - the library has no types
    import xlrd

    if cell.ctype == xlrd.XL_CELL_DATE:
        day = xlrd.xldate_as_datetime(cell.value, book.datemode)
        return shown(day.time() if cell.value < 1 else day, number_format)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return shown(bool(cell.value), number_format)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, ""))
    return shown(cell.value, number_format)
