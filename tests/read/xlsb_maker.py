"""Binary workbooks (xlsb) made record by record."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

Value = str | float | bool
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_DATE = 14
"""Id of the format of days that every workbook has."""


def xlsb(sheets: dict[str, list[list[Value]]], *, hidden: tuple[str, ...] = (), dates: tuple[int, ...] = ()) -> bytes:
    """Make a workbook of sheets, some of them hidden, with these columns as days."""
    named = b"".join(
        _record(156, struct.pack("<II", name in hidden, at) + _text(f"r{at}") + _text(name))
        for at, name in enumerate(sheets, 1)
    )
    parts: dict[str, str | bytes] = {
        "_rels/.rels": _relation("officeDocument", "xl/workbook.bin", "r0"),
        "xl/workbook.bin": _record(131) + _record(143) + named + _record(144) + _record(132),
        "xl/_rels/workbook.bin.rels": _RELATIONS.format("".join(
            _entry("worksheet", f"worksheets/sheet{at}.bin", f"r{at}") for at in range(1, len(sheets) + 1)
        ) + _entry("styles", "styles.bin", "s")),
        "xl/styles.bin": _record(278) + _record(617, struct.pack("<I", 2)) + _look(0) + _look(_DATE) + _record(618) + _record(279),  # noqa: E501
    }  # fmt: skip
    for at, rows in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{at}.bin"] = _sheet(rows, dates)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def _relation(kind: str, target: str, key: str) -> str:
    return _RELATIONS.format(_entry(kind, target, key))


def _entry(kind: str, target: str, key: str) -> str:
    return f'<Relationship Id="{key}" Type="{_KIND}/{kind}" Target="{target}"/>'


def _record(kind: int, data: bytes = b"") -> bytes:
    return _sized(kind) + _sized(len(data), least=1) + data


def _sized(number: int, *, least: int = 0) -> bytes:
    """Write a number in sevens of bits; kinds of records are given as they stand in the file, in one byte or two."""
    if least:
        out = bytearray()
        while number > 0x7F:
            out.append(number & 0x7F | 0x80)
            number >>= 7
        return bytes([*out, number])
    return bytes([number]) if number < 0x80 else bytes([number & 0x7F | 0x80, number >> 7])


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _look(number_format: int) -> bytes:
    return _record(47, struct.pack("<HH", 0, number_format) + bytes(12))


def _sheet(rows: list[list[Value]], dates: tuple[int, ...]) -> bytes:
    width = max(map(len, rows))
    out = _record(129) + _record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1)) + _record(145)
    for r, row in enumerate(rows):
        out += _record(0, struct.pack("<IIHBBBI", r, 0, 300, 0, 0, 0, 0))
        for c, value in enumerate(row):
            place = struct.pack("<II", c, int(c in dates and not isinstance(value, str)))
            if isinstance(value, str):
                out += _record(6, place + _text(value)) if value else b""
            elif isinstance(value, bool):
                out += _record(4, place + bytes([value]))
            else:
                out += _record(5, place + struct.pack("<d", value))
    return out + _record(146) + _record(130)
