"""What a file is, told from its content."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, TypeVar

from auditor.read.failure import PROTECTED
from auditor.read.text.decode import READABLE

if TYPE_CHECKING:
    from zipfile import ZipFile

T = TypeVar("T")
_HEAD = 8 * 1024
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_LONGEST_KIND = 100
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*){0,9}<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKDOWN = re.compile(
    r"^#{1,6} \S|^[ |]{0,9}:?-{3,}:?[ ]?\|[ |:-]{0,999}$|^\[\^[^\]\s]{1,20}\]:|\]\(https?://[^()\s]{1,500}\)",
    re.MULTILINE,
)
_OLE = b"\xd0\xcf\x11\xe0"
"""What old Office files begin with, and new ones under a password: a small file system."""
_STREAMS = re.compile(
    "EncryptedPackage|Workbook|Book|WordDocument|PowerPoint Document".encode("utf-16-le").replace(b"|\x00", b"|")
)
_ENTRY = 128
"""Bytes of an entry in the directory of such a file, which begins with a name."""
_IMAGE = ("it is an image", f"recognise its text first, or {READABLE}")
_SLIDES = ("it is a presentation", "save it as .pdf")
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (_OLE, "it is an old binary Office file, or a broken one", "save it as .docx or .xlsx"),
    (b"%!PS", "it is PostScript", "convert it to .pdf"),
    (b"\xffWPC", "it is a WordPerfect document", "save it as .docx"),
    (b"MIME-Version:", "it is a web page or message saved in one file (MIME)", "save it as .html"),
    (b"\x1f\x8b", "it is compressed (gzip)", "unpack it first"),
    (b"7z\xbc\xaf", "it is an archive (7z)", "unpack it first"),
    (b"Rar!", "it is an archive (rar)", "unpack it first"),
    (b"\x89PNG", *_IMAGE),
    (b"\xff\xd8\xff", *_IMAGE),
    (b"GIF8", *_IMAGE),
    (b"II*\x00", *_IMAGE),
    (b"MM\x00*", *_IMAGE),
)
"""By what a file begins with: why no reader takes it, and what to do."""
_STREAMS_REFUSED = {
    "EncryptedPackage": PROTECTED,
    "WordDocument": ("it is an old Word document (.doc)", "open it in Word or LibreOffice and save it as .docx"),
    "PowerPoint Document": _SLIDES,
}
"""The same by what an old Office file holds."""
_PACKED: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(r"\.iwa$|(?:^|/)Index\.zip$|^index\.(?:apxl|xml)$"),
        "it is a document of Pages, Numbers or Keynote",
        "export it as .docx, .xlsx or .pdf",
    ),
    (re.compile(r"^ppt/"), *_SLIDES),
    (re.compile(r"^META-INF/container\.xml$"), "it is an electronic book (.epub)", "convert it to .docx or .html"),
)
"""The same by the names of the files in an archive."""


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


def is_xlsb(data: bytes) -> bool:
    """Whether it is a binary workbook."""
    return "xl/workbook.bin" in _members(data)


def is_xls(data: bytes) -> bool:
    """Whether it is a workbook of Excel 97 to 2003, or of Excel 95."""
    return _stream(data) in ("Workbook", "Book")


def is_rtf(data: bytes) -> bool:
    """Whether it is a rich text file."""
    return data.lstrip()[:5] == b"{\\rtf"


def is_odt(data: bytes) -> bool:
    """Whether it is a text of OpenDocument, or a template of one."""
    return _kind(data).startswith(_OPEN_DOCUMENT + b"text")


def is_ods(data: bytes) -> bool:
    """Whether it is a workbook of OpenDocument, or a template of one."""
    return _kind(data).startswith(_OPEN_DOCUMENT + b"spreadsheet")


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
    if (told := _STREAMS_REFUSED.get(_stream(data))) is not None:
        return told
    for magic, why, remedy in _REFUSED:
        if data.startswith(magic):
            return why, remedy
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    if _kind(data).startswith(_OPEN_DOCUMENT):
        return "it is an OpenDocument file, but neither a text nor a workbook", "save it as .odt or .pdf"
    for named, why, remedy in _PACKED:
        if any(map(named.search, _members(data))):
            return why, remedy
    return "it is an archive (zip) and no document, or a broken one", "unpack it, or save it anew as .docx or .xlsx"


def _stream(data: bytes) -> str:
    """Return the first stream in an old Office file that tells what it is; nothing where there is none."""
    found = _STREAMS.finditer(data) if data.startswith(_OLE) else ()
    return next((name.group().decode("utf-16-le") for name in found if name.start() % _ENTRY == 0), "")


def _members(data: bytes) -> frozenset[str]:
    """Return the names in a zip archive; none where it is no archive or a broken one."""
    return frozenset(_unpacked(data, lambda archive: archive.namelist()) or ())


def _kind(data: bytes) -> bytes:
    """Return what an archive says that it is, as files of OpenDocument do; nothing where it says nothing."""
    return _unpacked(data, lambda archive: archive.open("mimetype").read(_LONGEST_KIND)) or b""


def _unpacked(data: bytes, look: Callable[[ZipFile], T]) -> T | None:
    if not data.startswith(b"PK"):
        return None
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return look(archive)
    except (zipfile.BadZipFile, zlib.error, ValueError, LookupError, OSError, EOFError, RuntimeError, OverflowError):
        return None
