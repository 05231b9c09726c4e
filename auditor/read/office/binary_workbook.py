"""Binary workbooks of Excel (xlsb): each visible sheet a table of values, for their formats cannot be had."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from auditor.model.document import Cell
from auditor.read.blocks.block import Block, Parts, Source
from auditor.read.blocks.clean import squeeze
from auditor.read.blocks.spanned_cells import trimmed
from auditor.read.failure import BrokenPart, Unreadable
from auditor.read.office.archive import Archive
from auditor.read.office.number_format import shown
from auditor.read.office.sheet_remarks import BROKEN_WORKBOOK, left_out
from auditor.runtime.left_out import unit

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook


def read_xlsb(source: Source) -> Parts:
    """Read a workbook; numbers with the fewest digits that tell them, rows and columns count from 0 as in the sheet.

    Raises:
        Unreadable: it is broken, or has more cells than allowed.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    archive = Archive(source)
    for name in archive.members:
        archive.read(name)
    blocks: list[Block] = []
    said: list[str] = []
    lost: list[str] = []
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(source.data))
    except (CalamineError, OSError, ValueError):
        raise Unreadable(source.label, *BROKEN_WORKBOOK) from None
    for index, sheet in enumerate(book.sheets_metadata):
        title = squeeze(sheet.name)
        if sheet.visible != SheetVisibleEnum.Visible:
            said.append(left_out(title))
            continue
        with unit(f"sheet {title!r}", undo=partial(lost.append, title)):
            if cells := _cells(book, index, archive):
                blocks.append(Block(grid=trimmed(cells, title)))
    if lost and not blocks:
        raise Unreadable(source.label, *BROKEN_WORKBOOK)
    return Parts(blocks, warnings=tuple(said))


def _cells(book: CalamineWorkbook, index: int, archive: Archive) -> list[Cell]:
    """Return the cells of a sheet that hold anything.

    Raises:
        BrokenPart: the sheet cannot be read.
        Unreadable: there are more cells than allowed.
    """
    from python_calamine import CalamineError

    try:
        found = book.get_sheet_by_index(index)
        archive.cells.take(found.total_height * found.total_width)
        rows = found.to_python(skip_empty_area=False)
    except Unreadable:
        raise
    except (CalamineError, OSError, ValueError):
        raise BrokenPart(archive.label, "it is broken", "open it in its program and save it anew") from None
    return [
        Cell(text, r, c)
        for r, row in enumerate(rows)
        for c, value in enumerate(row)
        if (text := squeeze(shown(value, "General")))
    ]
