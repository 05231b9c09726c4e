"""Binary workbooks of Excel (xlsb): each visible sheet a table of values, for their formats cannot be had."""

from __future__ import annotations

from io import BytesIO

from auditor.model.document import Cell
from auditor.read.blocks.block import Block, Parts, Source
from auditor.read.blocks.clean import squeeze
from auditor.read.blocks.spanned_cells import trimmed
from auditor.read.failure import Unreadable
from auditor.read.office.archive import Archive
from auditor.read.office.number_format import shown
from auditor.read.office.sheet_remarks import BROKEN_WORKBOOK, left_out


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
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(source.data))
        for index, sheet in enumerate(book.sheets_metadata):
            title = squeeze(sheet.name)
            if sheet.visible != SheetVisibleEnum.Visible:
                said.append(left_out(title))
                continue
            found = book.get_sheet_by_index(index)
            archive.cells.take(found.total_height * found.total_width)
            cells = [
                Cell(text, r, c)
                for r, row in enumerate(found.to_python(skip_empty_area=False))
                for c, value in enumerate(row)
                if (text := squeeze(shown(value, "General")))
            ]
            if cells:
                blocks.append(Block(grid=trimmed(cells, title)))
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(source.label, *BROKEN_WORKBOOK) from None
    return Parts(blocks, warnings=tuple(said))
