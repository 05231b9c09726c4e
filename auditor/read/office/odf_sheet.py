"""Workbooks of OpenDocument (ods): each visible sheet a table, with the values as they are shown."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import partial
from typing import TYPE_CHECKING

from auditor.read.blocks.block import Block, Parts, Source
from auditor.read.blocks.clean import squeeze
from auditor.read.blocks.spanned_cells import trimmed
from auditor.read.office.number_format import shown
from auditor.read.office.odf import OFFICE, TABLE, TEXT, CellRead, blanks, cells_of, opened, rows_in, times
from auditor.read.office.odf_styles import OdfStyles
from auditor.read.office.sheet_remarks import half_hidden, left_out

if TYPE_CHECKING:
    from lxml.etree import _Element

_DIGITS = re.compile(r"\d(?:[\d.,'’\s]*\d)?")
_NUMBERS = frozenset(("float", "percentage", "currency"))
_UNSEEN = frozenset(("collapse", "filter"))
_LARGEST = 10**15


def read_ods(source: Source) -> Parts:
    """Read a workbook; rows and columns count from 0 as in the sheet.

    Raises:
        Unreadable: it is broken, protected by a password, or has more cells than allowed.
    """
    archive, root = opened(source)
    styles = OdfStyles(root, archive.xml("styles.xml"))
    blocks: list[Block] = []
    said: list[str] = []
    for sheet in root.iterfind(f"{OFFICE}body/{OFFICE}spreadsheet/{TABLE}table"):
        title = squeeze(sheet.get(f"{TABLE}name") or "")
        if styles.get("table", sheet.get(f"{TABLE}style-name")).hidden:
            said.append(left_out(title))
        elif cells := cells_of(sheet, partial(_cell, styles), archive.cells):
            blocks.append(Block(grid=trimmed(cells, title)))
            if _hides(sheet, max(cell.column for cell in cells)):
                said.append(half_hidden(title))
    return Parts(blocks, title=_title(archive.xml("meta.xml")), warnings=tuple(said))


def _title(meta: _Element | None) -> str:
    found = next(meta.iter("{*}title"), None) if meta is not None else None
    return squeeze(found.text or "") if found is not None else ""


def _cell(styles: OdfStyles, cell: _Element) -> CellRead:
    style = styles.get("table-cell", cell.get(f"{TABLE}style-name"))
    text = _shown(cell)
    return squeeze(text), bool(style.bold), style.indent or len(text) - len(text.lstrip(" \u00a0"))


def _hides(sheet: _Element, last: int) -> bool:
    """Whether a row that holds anything, or a column up to the last, is hidden."""
    if any(row.get(f"{TABLE}visibility") in _UNSEEN for _, _, row in rows_in(sheet)):
        return True
    at = 0
    for column in sheet.iter(f"{TABLE}table-column"):
        if column.get(f"{TABLE}visibility") in _UNSEEN and at <= last:
            return True
        at += times(column, f"{TABLE}number-columns-repeated")
    return False


def _shown(cell: _Element) -> str:
    """Return the text of a cell; numbers with the decimals that are seen, whatever the country, dates as ISO."""
    text = "\n".join(_text(line) for line in cell.iterfind(f"{TEXT}p"))
    kind, value = cell.get(f"{OFFICE}value-type"), cell.get(f"{OFFICE}value") or ""
    try:
        if kind == "date":
            day = dt.datetime.fromisoformat(cell.get(f"{OFFICE}date-value") or "")
            return text if text == str(day.year) else shown(day, "General")
        return _number(text, Decimal(value)) if kind in _NUMBERS else text
    except (ValueError, InvalidOperation):
        return text


def _text(element: _Element) -> str:
    out = [blanks(element) if element.tag == f"{TEXT}s" else element.text or ""]
    for child in element:
        out += [_text(child), child.tail or ""]
    return "".join(out)


def _number(text: str, value: Decimal) -> str:
    """Write the number in a text anew, with as many decimals; as it stands where it is not the value, rounded."""
    found = _DIGITS.search(text)
    if found is None:
        return text or shown(float(value), "General")
    seen = "".join(filter(str.isdecimal, found.group()))
    size = abs(value) * (100 if "%" in text else 1)
    for decimals in range(len(seen) if size < _LARGEST else 0):
        rounded = size.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        if f"{rounded:f}".replace(".", "") == seen:
            grouped = len(seen) < len(found.group()) - (decimals > 0)
            written = f"{rounded:,f}" if grouped else f"{rounded:f}"
            return f"{text[: found.start()]}{written}{text[found.end() :]}"
    return text
