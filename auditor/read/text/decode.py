"""From bytes to characters."""

from __future__ import annotations

import codecs
import re
import unicodedata

from auditor.read.failure import Unreadable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32-le", 4),
    (codecs.BOM_UTF32_BE, "utf-32-be", 4),
    (codecs.BOM_UTF16_LE, "utf-16-le", 2),
    (codecs.BOM_UTF16_BE, "utf-16-be", 2),
)
"""Encodings that a text may have without saying so: mark, name, bytes of a character."""
_PLAIN = frozenset("\n\r\t ,.;:-()0123456789")
_LEAST_PLAIN = 0.05
"""Share of the characters of a text, of whatever script, that are blanks, digits, line ends or common signs."""
_MOST_ODD = 0.002
"""Share of its characters that may be controls, or none at all."""
_SAMPLE = 64 * 1024
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_WESTERN = frozenset({"cp1252", "latin_1", "iso8859_1", "iso8859_15", "cp1250", "cp1254", "cp1257", "iso8859_9"})
_NO_CHARSETS = frozenset({"utf-7", "idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "charmap"})
_LEAST_OF_PAIRS = 0.2
"""Share of bytes beyond ASCII below which a text is in no script that writes a character with two: it has accents."""
READABLE = "give a .txt, .md, .docx, .odt, .rtf, .pdf, .html, .xlsx, .ods or .csv file"


def with_mark(data: bytes) -> bytes:
    """Return a text in UTF-16 or UTF-32 that has no byte order mark with one; anything else as it is.

    Such a text has zero bytes, for it has digits, blanks or line ends, and has them on one side of its letters alone.
    What is no text when read so (controls, characters that do not exist) is something else.
    """
    sample = data[:_SAMPLE]
    if b"\x00" not in sample or data.startswith(tuple(bom for bom, _ in _BOMS)):
        return data
    for mark, encoding, width in _WIDE:
        if _is_text(sample[: len(sample) // width * width], encoding):
            return mark + data
    return data


def _is_text(sample: bytes, encoding: str) -> bool:
    """Whether a sample is text in an encoding of several bytes a character, and not by chance."""
    try:
        # half of a pair may end the sample
        text = codecs.getincrementaldecoder(encoding)("strict").decode(sample)
    except UnicodeDecodeError:
        return False
    plain = sum(char in _PLAIN for char in text)
    odd = sum(unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs") and char not in "\t\n\r\f" for char in text)
    return plain >= _LEAST_PLAIN * len(text) > 0 and odd <= _MOST_ODD * len(text)


def decode(data: bytes, label: str) -> tuple[str, tuple[str, ...]]:
    """Return the characters of a text file and what had to be guessed.

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


def charset(name: str) -> str | None:
    """Return the encoding that a text in ASCII characters may say of itself, or None where there is none such.

    What Python decodes besides character sets (escapes, names of hosts) is none; nor is one in which the text that says
    it could not be read.
    """
    try:
        found = codecs.lookup(name)
        said = f'charset="{name}"'
        kept = (
            said.encode("ascii").decode(found.name) == said and b"\\x41\xe9".decode(found.name, "replace")[:1] == "\\"
        )
    except (LookupError, UnicodeError, ValueError, TypeError):
        return None
    if not kept or found.name in _NO_CHARSETS:
        return None
    return "cp1252" if found.name in ("iso8859-1", "ascii") else found.name


def _guess(data: bytes, label: str) -> tuple[str, tuple[str, ...]]:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        return decoder.decode(data) + "\ufffd", ("the last character is cut off",)
    except UnicodeDecodeError:
        lenient = data.decode("utf-8", errors="replace")
    broken = lenient.count("\ufffd")
    beyond = len(lenient) - len(lenient.encode("ascii", errors="ignore"))
    if broken * 10 <= beyond:
        return lenient, (f"{broken} bytes are not UTF-8 and are shown as \ufffd",)
    from charset_normalizer import from_bytes

    found = from_bytes(_telling(data)).best()
    if found is None:
        raise _no_text(label)
    high = len(data) - len(data.translate(None, bytes(range(0x80, 0x100))))
    western = found.encoding in _WESTERN or (_takes_pairs(found.encoding) and high < _LEAST_OF_PAIRS * len(data))
    encoding = "cp1252" if western else found.encoding
    text = data.decode(encoding, errors="replace")
    return text, (f"the encoding is not said; read as {encoding}",)


def _takes_pairs(encoding: str) -> bool:
    """Whether a byte beyond ASCII takes the next one with it, a digit perhaps."""
    return any(len((pair * 2).decode(encoding, errors="replace")) < 4 for pair in (b"\xb0\xb1", b"\x81\x81"))


def _telling(data: bytes) -> bytes:
    """Return a sample that has the bytes beyond ASCII in it, which alone tell encodings apart."""
    if len(data) <= _SAMPLE:
        return data
    first = next((i for i in range(0, len(data), _SAMPLE) if not data[i : i + _SAMPLE].isascii()), 0)
    return data[first : first + _SAMPLE]


def _no_text(label: str) -> Unreadable:
    return Unreadable(label, "it is no text (binary data)", READABLE)
