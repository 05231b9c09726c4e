"""From bytes to characters."""

from __future__ import annotations

import codecs
import re

from auditor.read.failure import Unreadable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 64 * 1024
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_WESTERN = frozenset({"cp1252", "latin_1", "iso8859_1", "iso8859_15", "cp1250", "cp1254", "cp1257", "iso8859_9"})
READABLE = "give a .txt, .md, .docx, .pdf, .html, .xlsx or .csv file"


def decode(data: bytes, label: str) -> tuple[str, tuple[str, ...]]:
    """Give the characters of a text file and what had to be guessed.

    Byte order marks and UTF-8 are taken at their word; anything else is for charset-normalizer to say.

    Raises:
        Unreadable: the bytes are no text, or there is none.
    """
    if not data.strip():
        raise Unreadable(label, "it is empty", "give a file that has text in it")
    text, warnings = _decode(data, label)
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) > 0.3 * len(sample) or sample.count("\x00") > 8:
        raise _no_text(label)
    if not text.strip():
        raise Unreadable(label, "it is empty", "give a file that has text in it")
    return text.replace("\r\n", "\n").replace("\r", "\n"), warnings


def _decode(data: bytes, label: str) -> tuple[str, tuple[str, ...]]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding), ()
            except UnicodeDecodeError:
                text = data.decode(encoding, errors="replace")
                return text, (f"some bytes are not {encoding.removesuffix('-sig')} and are shown as \ufffd",)
    if data.count(b"\x00") > 8:
        raise _no_text(label)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _guess(data, label)


def _guess(data: bytes, label: str) -> tuple[str, tuple[str, ...]]:
    lenient = data.decode("utf-8", errors="replace")
    broken = lenient.count("\ufffd")
    beyond = len(lenient) - len(lenient.encode("ascii", errors="ignore"))
    if broken * 10 <= beyond:
        return lenient, (f"{broken} bytes are not UTF-8 and are shown as \ufffd",)
    from charset_normalizer import from_bytes

    found = from_bytes(_telling(data)).best()
    if found is None:
        raise _no_text(label)
    encoding = "cp1252" if found.encoding in _WESTERN else found.encoding
    text = data.decode(encoding, errors="replace")
    return text, (f"the encoding is not said; read as {encoding}",)


def _telling(data: bytes) -> bytes:
    """Give a sample that has the bytes beyond ASCII in it, which alone tell encodings apart."""
    if len(data) <= _SAMPLE:
        return data
    first = next((i for i in range(0, len(data), _SAMPLE) if not data[i : i + _SAMPLE].isascii()), 0)
    return data[first : first + _SAMPLE]


def _no_text(label: str) -> Unreadable:
    return Unreadable(label, "it is no text (binary data)", READABLE)
