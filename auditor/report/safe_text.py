"""Make the text of a document safe to show: no control characters, no terminal escapes, no hidden direction marks."""

from __future__ import annotations

import re
from collections.abc import Mapping

_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\|\x9c)"  # OSC, DCS: titles, links
    r"|\x9b[0-?]*[ -/]*[@-~]"
    r"|\x1b[ -/]*[0-~]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BREAK = re.compile(r"[\u2028\u2029\x0b\x0c]")
_SPACE = re.compile(r"\s+")

_INNER = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d)|%)|[ \u00a0\u202f](?=[?!;:\u00bb](?:\s|$))")


def plain(text: str) -> str:
    """Return the text without what a terminal or a browser would act on; line feeds and tabs stay."""
    if text.isprintable():  # none of what is looked for is, and most texts are
        return text
    text = _BREAK.sub(" ", _ESCAPES.sub("", text))
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))


def line(text: str) -> str:
    """Return the text on one line, safe to show, white space folded."""
    if text.isprintable() and "  " not in text:  # the blank is the only white space that is
        return text.strip()
    return _SPACE.sub(" ", plain(text)).strip()


def unbroken(text: str, kept: Mapping[str, str]) -> str:
    """Put other characters for the blanks at which no line may end: in "1 240", before "%" and in French before "?".

    Args:
        text: To be wrapped.
        kept: Blank -> what stands for it.
    """
    return _INNER.sub(lambda found: kept.get(found[0], found[0]), text)
