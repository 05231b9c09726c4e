"""Numbers of a workbook as its program shows them, so that their rounding can be seen."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\[\]\-]*+)[^\[\]]*+\]|\[[^\[\]]*+\]|[_*].')
_PLACES = re.compile(r"[#0?](?:[#0?,]|[ \u00a0\u202f](?=[#0?]))*(?:\.([#0?]*))?")
_KEPT_BLANK = re.compile(r'\\([ \u00a0\u202f])|"([ \u00a0\u202f])"')
"""A blank between the places of digits, as parts thousands in many countries."""
_WITHOUT_WORDS = re.compile(r'"[^"]*"|\\.|\[[^\[\]]*\]')
_GROUP = 3
_GENERAL_DIGITS = 12
"""Significant digits of a number without a format; more is noise of binary arithmetic."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One section of a format."""

    before: str
    after: str
    grouped: bool
    least: int
    most: int
    scale: int
    """Powers of ten that the value is multiplied by."""
    blank: str
    """What parts the last three digits of the whole number from those before, if a blank does."""
    zero: bool
    """Whether a value of zero is shown as a digit."""


def shown(value: object, number_format: str) -> str:
    """Return a value of a cell as text: numbers by their format, dates in ISO 8601 form.

    Formats that are not about decimal places (fractions, exponents, conditions) show the number as it is.

    Args:
        value: As openpyxl gives it: text, number, truth value, date or time.
        number_format: Of the cell, as in a spreadsheet ("0.0%", "#,##0").
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.date):
        # a year or month alone is a day only to the program
        letters = set(_WITHOUT_WORDS.sub("", number_format).lower()) & set("ymdhs")
        if letters == {"y"}:
            return f"{value.year:04d}"
        if letters == {"y", "m"}:
            return f"{value.year:04d}-{value.month:02d}"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if not isinstance(value, int | float):
        return str(value)
    try:
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        return _formatted(number, number_format)
    except (InvalidOperation, ValueError, OverflowError):
        return str(value)


def _formatted(number: Decimal, number_format: str) -> str:
    if not number.is_finite():
        return str(number)
    sections = _sections(number_format)
    section = sections[0]
    sign = "-" if number < 0 else ""
    if number < 0 and len(sections) > 1:
        section, sign = sections[1], ""
    elif number == 0 and len(sections) > 2:
        section = sections[2]
    pattern = _pattern(section)
    if pattern is None:
        plain = _LITERAL.sub(lambda found: found[1] or found[2] or "", section) if section is not sections[0] else ""
        return plain.strip() if plain and not re.search(r"[#0?]", plain) else _general(number)
    scaled = abs(number).scaleb(pattern.scale)
    rounded = scaled.quantize(Decimal(1).scaleb(-pattern.most), ROUND_HALF_UP)
    digits = f"{rounded:,f}" if pattern.grouped else f"{rounded:f}"
    whole, point, decimals = digits.partition(".")
    if pattern.blank and len(whole) > _GROUP:
        digits = f"{f'{int(whole):,}'.replace(',', pattern.blank)}{point}{decimals}"
    if pattern.least < pattern.most:
        whole, _, decimals = digits.partition(".")
        decimals = decimals[: pattern.least] + decimals[pattern.least :].rstrip("0")
        digits = f"{whole}.{decimals}" if decimals else whole
    if not rounded and not pattern.zero:
        digits = ""
    return f"{pattern.before}{sign if rounded else ''}{digits}{pattern.after}".strip()


def _sections(number_format: str) -> list[str]:
    """Cut a format at its semicolons, those in quotes aside."""
    sections = [""]
    at = 0
    for found in re.finditer(r'"[^"]*"|\\.|;', number_format):
        if found.group() == ";":
            sections[-1] += number_format[at : found.start()]
            sections.append("")
            at = found.end()
    sections[-1] += number_format[at:]
    return sections


def _pattern(section: str) -> _Pattern | None:
    """Read a section, or give None where it is not about decimal places."""
    kept: list[tuple[int, str]] = []

    def literal(found: re.Match[str]) -> str:
        kept.append((found.start(), found[1] or found[2] or found[3] or ""))
        return "\x00"

    bare = _LITERAL.sub(literal, _KEPT_BLANK.sub(r"\1\2", section))
    places = _PLACES.search(bare)
    if places is None or "/" in bare or re.search(r"[Ee][+-]|General|@|[ymdhs]", bare):
        return None
    literals = iter(text for _, text in kept)
    before = "".join(next(literals) if char == "\x00" else char for char in bare[: places.start()])
    after = "".join(next(literals) if char == "\x00" else char for char in bare[places.end() :])
    placed = places.group()
    decimals = places[1] or ""
    thousands = len(placed) - len(placed.rstrip(",")) + (len(after) - len(after.lstrip(",")))
    scale = -3 * thousands + (2 if "%" in bare else 0)
    grouped = "," in placed.split(".")[0].rstrip(",")
    blank = next((char for char in placed if char.isspace()), "")
    least = len(decimals) - len(decimals.lstrip("0"))
    return _Pattern(before, after.lstrip(","), grouped, least, len(decimals), scale, blank, "0" in placed)


def _general(number: Decimal) -> str:
    if number == number.to_integral_value() and abs(number) < Decimal(10) ** 15:
        return f"{number.to_integral_value():f}"
    if not Decimal("1e-9") < abs(number) < Decimal("1e15"):
        return f"{float(number):.{_GENERAL_DIGITS}g}"
    places = max(0, _GENERAL_DIGITS - 1 - number.adjusted())
    text = f"{number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
