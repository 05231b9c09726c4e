"""Numbers of lists, in the forms that documents of Office and of the web give them."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.read.blocks.line_kinds import to_roman

_LONGEST = 3_999


@dataclass(frozen=True, slots=True)
class Shown:
    """The number of one paragraph of a list."""

    text: str
    """As printed, "55." or "(a)"; empty for a bullet."""
    form: str
    """By Word's name of it."""


def number_text(value: int, form: str) -> str:
    """Write a number in a form, by Word's name of it; forms unknown here are written in digits."""
    if form in ("lowerLetter", "upperLetter") and value > 0:
        letter = chr(ord("a") + (value - 1) % 26) * min(30, (value - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < value <= _LONGEST:
        text = to_roman(value)
        return text.lower() if form == "lowerRoman" else text
    if form == "decimalZero":
        return f"{value:02d}"
    return "" if form == "none" else str(value)
