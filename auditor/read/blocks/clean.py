"""Characters that are not for reading: removed or folded, with the map of offsets kept."""

from __future__ import annotations

import re
import unicodedata

from auditor.read.blocks.placed_text import Mark, Text

_ESCAPE = (
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]"  # a control sequence
    r"|[\]P^_X][^\x07\x1b\n]*(?:\x07|\x1b\\)?"  # a string handed to the terminal: title, link, clipboard
    r"|[ -/]*[0-~])?"
    r"|\x9b[0-9;?]+[@-~]"
)
_INVISIBLE = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e0fff\ud800-\udfff"
)
_SPACES = {"\t": " ", "\v": " ", "\u2028": " ", "\u2029": " "}
_MARKS = {"\uff0c": ",", "\uff0e": ".", "\uff05": "%", "\u066a": "%", "\u066b": ".", "\u066c": ","}
"""Marks that go with digits of other scripts (full width, Arabic), one for one."""
_UNUSUAL = re.compile(
    rf"(?P<gone>{_ESCAPE}|[{_INVISIBLE}])|(?P<space>[\v\u2028\u2029])|(?P<western>[\x80-\x9f])|(?P<mark>[{''.join(_MARKS)}])"
    r"|(?P<digit>(?![0-9])\d)|(?P<tab>\t)"
)
_SUSPICIOUS = re.compile(r"[^\n -~\u00a0-\u00ac\u00ae-\u024f\u2010-\u2026\u202f-\u203a\u20ac]")
TAB = 8


def unusual(text: str) -> bool:
    """Whether a text has any character that `clean_line` may have to look at."""
    return _SUSPICIOUS.search(text) is not None


def clean_line(raw: str, number: int, column: int = 1) -> tuple[Text, int]:
    """Clean one line of the source and expand its tabs.

    Args:
        raw: the line, without its end.
        number: the line's 1-based number.
        column: the 1-based column of its first character.

    Returns:
        The text with marks, and how many characters that nobody sees (tabs aside) were taken out.
    """
    if _SUSPICIOUS.search(raw) is None:
        return Text(raw, ((0, number, column),)), 0
    values: list[str] = []
    marks: list[Mark] = [(0, number, column)]
    length = at = gone = 0
    for found in _UNUSUAL.finditer(raw):
        start, end = found.span()
        if start > at:
            values.append(raw[at:start])
            length += start - at
        at = end
        kind = found.lastgroup
        if kind == "gone":
            gone += end - start
            marks.append((length, number, column + end))
        elif kind == "tab":
            width = TAB - length % TAB
            values.append(" " * width)
            length += width
            marks.append((length, number, column + end))
        else:
            values.append(_folded(raw[start]))
            length += 1
    values.append(raw[at:])
    return Text("".join(values), _without_shadowed(marks)), gone


def clean(text: str) -> str:
    """Return a text without what nobody sees, as `clean_line` does where the place in the source is not kept."""
    if _SUSPICIOUS.search(text) is not None:
        text = _UNUSUAL.sub(_replace, text)
    return text


def squeeze(text: str) -> str:
    """Clean a text and make each run of ordinary white space one space; no-break spaces stay as they are."""
    return spaced(clean(text))


def spaced(text: str) -> str:
    """Make each run of white space one space, and leave none at the ends; a no-break space alone stays as it is."""
    return _RUN.sub(" ", text).strip(" ")


_RUN = re.compile(r"[\u00a0\u202f]*+[ \t\r\n\f\v][\u00a0\u202f \t\r\n\f\v]*+|[\u00a0\u202f]{2,}+")


def _folded(char: str) -> str:
    """Return what one character stands for; a control of the upper range is a mark of Windows-1252, misread."""
    if "\x80" <= char <= "\x9f":
        return bytes([ord(char)]).decode("cp1252")
    other = _SPACES.get(char) or _MARKS.get(char)
    return other if other is not None else str(unicodedata.decimal(char))


def _replace(found: re.Match[str]) -> str:
    return "" if found.lastgroup == "gone" else " " if found.lastgroup == "tab" else _folded(found.group())


def _without_shadowed(marks: list[Mark]) -> tuple[Mark, ...]:
    """Keep the last of several marks at one offset."""
    kept: list[Mark] = []
    for mark in marks:
        if kept and kept[-1][0] == mark[0]:
            kept[-1] = mark
        else:
            kept.append(mark)
    return tuple(kept)
