"""Workbooks (xlsx): each visible sheet a table, with the values that the program last computed, as it shows them."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from auditor.model.document import Cell
from auditor.read.blocks.block import Block, Parts, Source
from auditor.read.blocks.clean import squeeze
from auditor.read.blocks.refining import NOT_TOLD
from auditor.read.blocks.spanned_cells import trimmed
from auditor.read.failure import BrokenPart, Unreadable
from auditor.read.office.archive import Archive
from auditor.read.office.number_format import shown
from auditor.read.office.sheet_remarks import half_hidden, left_out
from auditor.runtime.left_out import leave_out, unit

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_Spans = dict[tuple[int, int], tuple[int, int]]
"""Place of a cell -> the rows and columns that it takes."""
_LAST_ROW = 1_048_576
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\sr=[\"'](\d+)[\"']")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\sref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']")
_UNSEEN = re.compile(rb"<(?:\w+:)?(?:row|col)\b[^>]*?\shidden=[\"'](?:1|true)[\"']")
_UNKNOWN = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]{0,300}/>)(?:<(?:\w+:)?v\s?/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
"""A formula without a value."""
_PICTURES = "xl/media/"
"""Where parts are that nobody reads."""
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml$")


def read_xlsx(source: Source) -> Parts:
    """Read a workbook; rows and columns count from 0 as in the sheet.

    Raises:
        Unreadable: it is broken, or has more cells than allowed.
    """
    from openpyxl import load_workbook

    archive = Archive(source)
    known, broken = _checked(archive)
    # A part that was not looked through is not there for the library either.
    data = archive.without(broken) if broken else source.data
    try:
        with warnings.catch_warnings(), redirect_stdout(StringIO()):
            warnings.simplefilter("ignore")  # about parts that hold no cells: validation, drawings
            book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
            return _parts(book, known, archive)
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        SyntaxError,
        OSError,
        zipfile.BadZipFile,
    ) as error:
        if isinstance(error, Unreadable):
            raise
        why = f"the workbook is broken ({type(error).__name__})"
        raise Unreadable(source.label, why, "open it in its program and save it anew") from None


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What the library does not tell of a sheet when it reads one row after the other."""

    merges: _Spans
    unseen: bool
    """Whether rows or columns are hidden."""
    unknown: int
    """Formulas of which no value is saved."""

    def remarks(self, title: str) -> list[str]:
        """Return what a reader should know of a sheet."""
        out = []
        if self.unseen:
            out.append(half_hidden(title))
        if self.unknown:
            formulas = "formula" if self.unknown == 1 else "formulas"
            out.append(f"the sheet {title!r} has {self.unknown:,} {formulas} without a value; open and save it first")
        return out


def _checked(archive: Archive) -> tuple[dict[str, _Sheet], list[str]]:
    """Look through the parts for what would lead the reader astray.

    Returns:
        What the library does not tell of each sheet, and the parts that are broken.
    """
    out: dict[str, _Sheet] = {}
    broken: list[str] = []
    for name in archive.members:
        try:
            data = archive.read(name) or b""
            if _is_xml(data, archive.label) and _SHEET.match(name):
                out[name] = _looked_through(data)
        except Exception as error:  # noqa: BLE001 - as in `unit`
            broken.append(name)
            if not isinstance(error, BrokenPart) or not name.startswith(_PICTURES):
                leave_out(error, what=f"the part {name}")
    return out, broken


def _is_xml(data: bytes, label: str) -> bool:
    """Whether a part is XML, whatever its name: an image or the like is none.

    Raises:
        Unreadable: it declares what no Office file needs.
    """
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
    if not wide and data[:100].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"<":
        return False
    if wide or b"<!DOCTYPE" in data:
        raise Unreadable(label, "it declares XML entities, which no Office file needs", "save it anew")
    if any(len(row) > 7 or int(row) > _LAST_ROW for row in _ROW.findall(data)):
        raise Unreadable(label, "a sheet has rows beyond the last one", "save it anew")
    return True


def _looked_through(data: bytes) -> _Sheet:
    merges = {
        (int(top) - 1, _column(left)): (int(bottom) - int(top) + 1, _column(right) - _column(left) + 1)
        for left, top, right, bottom in _MERGE.findall(data)
    }
    return _Sheet(merges, _UNSEEN.search(data) is not None, len(_UNKNOWN.findall(data)))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number - 1


def _parts(book: Workbook, known: dict[str, _Sheet], archive: Archive) -> Parts:
    blocks: list[Block] = []
    said: list[str] = []
    for sheet in book.worksheets:
        with unit(f"the sheet {sheet.title!r}"):
            title = squeeze(sheet.title)
            if sheet.sheet_state != "visible":
                said.append(left_out(title))
                continue
            sheet.reset_dimensions()
            told = known.get(getattr(sheet, "_worksheet_path", ""), _Sheet({}, unseen=False, unknown=0))
            said.extend(told.remarks(title))
            cells = [cell for r, row in enumerate(sheet.iter_rows()) for cell in _row(row, r, told.merges, archive)]
            if cells:
                blocks.append(Block(grid=trimmed(cells, title)))
    title = ""
    with unit("the title", NOT_TOLD):
        title = squeeze(str(book.properties.title or ""))
    return Parts(blocks, title=title, warnings=tuple(said))


def _row(row: Any, number: int, merges: _Spans, archive: Archive) -> Iterator[Cell]:  # noqa: ANN401 - as in `_cell`
    """Yield the cells of a row that hold something."""
    archive.cells.take(len(row))
    for column, cell in enumerate(row):
        if cell.value is not None and (made := _cell(cell, number, column, merges)).text:
            yield made


def _cell(cell: Any, row: int, column: int, spans: _Spans) -> Cell:  # noqa: ANN401 - a read-only cell has no public type
    value = cell.value
    text = value if isinstance(value, str) else shown(value, cell.number_format or "General")
    stripped = squeeze(text).strip()
    height, width = spans.get((row, column), (1, 1))
    font, alignment = cell.font, cell.alignment
    lead = len(text) - len(text.lstrip(" \u00a0")) if stripped else 0
    indent = int(alignment.indent or 0) if alignment is not None else 0
    return Cell(stripped, row, column, height, width, bool(font is not None and font.b), indent or lead)
