"""Files of OpenDocument made part by part, for what no program would write on demand."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

NAMES = ("office", "text", "table", "style", "drawing", "xsl-fo-compatible", "chart", "svg-compatible")
_SHORT = {"drawing": "draw", "xsl-fo-compatible": "fo", "svg-compatible": "svg"}
SPACES = (
    " ".join(f'xmlns:{_SHORT.get(name, name)}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in NAMES)
    + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
Part = str | bytes


def content(kind: str, body: str, styles: str = "", *, before: str = "") -> str:
    """Give the main part of a "text" or "spreadsheet"."""
    return (
        f"{before}<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )


def packed(kind: str, parts: Mapping[str, Part]) -> bytes:
    """Pack the parts of a "text" or "spreadsheet" into an archive."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}", zipfile.ZIP_STORED)
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def odt(body: str, styles: str = "", parts: Mapping[str, Part] | None = None) -> bytes:
    """Make a text, with further parts."""
    return packed("text", {"content.xml": content("text", body, styles), **(parts or {})})


def ods(body: str, styles: str = "", parts: Mapping[str, Part] | None = None) -> bytes:
    """Make a workbook, with further parts."""
    return packed("spreadsheet", {"content.xml": content("spreadsheet", body, styles), **(parts or {})})
