"""What a file is, told from its content."""

from __future__ import annotations

import re
from io import BytesIO

from auditor.read.text.decode import READABLE

_HEAD = 8 * 1024
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*){0,9}<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKDOWN = re.compile(
    r"^#{1,6} \S|^[ |]{0,9}:?-{3,}:?[ ]?\|[ |:-]{0,999}$|^\[\^[^\]\s]{1,20}\]:|\]\(https?://[^()\s]{1,500}\)",
    re.MULTILINE,
)
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (
        b"\xd0\xcf\x11\xe0",
        "it is an encrypted or an old binary Office file",
        "save it as .docx or .xlsx with no password",
    ),
    (b"{\\rtf", "it is in rich text format", "save it as .docx"),
    (b"%!PS", "it is PostScript", "convert it to .pdf"),
    (b"\x1f\x8b", "it is compressed (gzip)", "unpack it first"),
    (b"7z\xbc\xaf", "it is an archive (7z)", "unpack it first"),
    (b"Rar!", "it is an archive (rar)", "unpack it first"),
    (b"\x89PNG", "it is an image", f"recognise its text first, or {READABLE}"),
    (b"\xff\xd8\xff", "it is an image", f"recognise its text first, or {READABLE}"),
    (b"GIF8", "it is an image", f"recognise its text first, or {READABLE}"),
    (b"II*\x00", "it is an image", f"recognise its text first, or {READABLE}"),
    (b"MM\x00*", "it is an image", f"recognise its text first, or {READABLE}"),
)


def never(_data: bytes) -> bool:
    """Return False: plain text is what is left when nothing else fits."""
    return False


def is_pdf(data: bytes) -> bool:
    """Whether it is a PDF."""
    return b"%PDF-" in data[:1024]


def is_docx(data: bytes) -> bool:
    """Whether it is a Word document."""
    return "word/document.xml" in _members(data) or any(name.startswith("word/document") for name in _members(data))


def is_xlsx(data: bytes) -> bool:
    """Whether it is a workbook."""
    return "xl/workbook.xml" in _members(data)


def is_html(data: bytes) -> bool:
    """Whether it is a web page: it begins as one."""
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.replace(b"\x00", b"")[2:]
    return _HTML.match(head) is not None


def is_delimited(data: bytes) -> bool:
    """Whether it is delimited values beyond doubt: rows equally long, and many of the cells numbers."""
    from auditor.read.text.delimited import is_certain

    return is_certain(data[:_HEAD])


def is_markdown(data: bytes) -> bool:
    """Whether a text has marks that only Markdown has."""
    return _MARKDOWN.search(data[: 8 * _HEAD].decode("utf-8", errors="replace")) is not None


def refusal(data: bytes) -> tuple[str, str] | None:
    """Return why no reader takes a file, and what to do, if its first bytes tell."""
    for magic, why, remedy in _REFUSED:
        if data.startswith(magic):
            return why, remedy
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if b"opendocument" in data[:_HEAD]:
            return "it is an OpenDocument file", "save it as .docx or .xlsx"
        return "it is an archive (zip) and no document, or a broken one", "unpack it, or save it anew as .docx or .xlsx"
    return None


def _members(data: bytes) -> frozenset[str]:
    """Return the names in a zip archive; none where it is no archive or a broken one."""
    if not data.startswith(b"PK"):
        return frozenset()
    import zipfile

    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, IndexError, OverflowError):
        return frozenset()
