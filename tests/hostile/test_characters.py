"""Numbers with characters in them that nobody sees, that turn the text round, or that are digits elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.pipeline import audit_document
from auditor.report.audit_json import to_json


def figures(text: str, name: str = "x.txt") -> list[float]:
    return [f.value for f in audit_document(name, data=text.encode(), language="en").figures.figures]


HIDDEN = (
    "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\u180e", "\u061c", "\ufe0f", "\U000e0031",
    "\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069",
)  # fmt: skip


@pytest.mark.parametrize("char", HIDDEN, ids=lambda char: f"{ord(char):x}")
@pytest.mark.parametrize("form", ["txt", "md", "html", "csv"])
def test_what_nobody_sees_parts_no_number(char: str, form: str) -> None:
    number = f"{char}1{char},6{char}9{char}8{char}"
    text = {
        "html": f"<html><p>Of {number} persons 7 were men.</p>",
        "csv": f'place,persons,men\n{char}Paris,"{number}",7\nLyon,5,2\n',
    }.get(form, f"Of {number} persons 7 were men.")
    assert figures(text, f"x.{form}")[:2] == [1698, 7]


@pytest.mark.parametrize("char", ["\u202e", "\u2067", "\u200b"])
def test_it_is_said_that_something_was_hidden(char: str) -> None:
    audit = audit_document("x.txt", data=f"Of {char}12 persons 7 were men.".encode(), language="en")
    assert audit.document.warnings == ("1 invisible or control characters were left out",)
    assert char not in str(to_json(audit))


SCRIPTS: dict[str, tuple[str, list[float]]] = {
    "arabic": ("Of ١٬٦٩٨ persons, ١٢٫٥ per cent were men.", [1698, 12.5]),
    "persian": ("Of ۱۲۳ persons ۷ were men.", [123, 7]),
    "devanagari": ("Of १२३ persons ७ were men.", [123, 7]),
    "bengali": ("Of ১২৩ persons ৭ were men.", [123, 7]),
    "thai": ("Of ๑๒๓ persons ๗ were men.", [123, 7]),
    "full width": ("Of １，６９８ persons ４５％ were men.", [1698, 45]),
    "mathematical": ("Of 𝟏𝟐𝟑 persons 𝟟 were men.", [123, 7]),
    "two scripts in one number": ("Of 1٢3 persons ७ were men.", [123, 7]),
    "raised digits are notes": ("Of 123² persons 7¹ were men.", [123, 7]),
    "digits in circles, numerals, ideographs": ("Of ①② persons, Ⅻ men and 二十三 women, 7 were held.", [7]),
    "letters that look like digits, of another script": ("Of 12 persons О were men, З were women.", [12]),
}


@pytest.mark.parametrize("case", SCRIPTS)
def test_digits_of_other_scripts_have_their_value(case: str) -> None:
    text, values = SCRIPTS[case]
    assert figures(text) == values


@pytest.mark.parametrize("printed", ["١٬٦٩٨", "１，６９８", "1\u200b,698"])
def test_places_of_such_numbers_are_those_of_the_text(printed: str) -> None:
    audit = audit_document("x.txt", data=f"Of {printed} persons 7 were men.".encode(), language="en")
    figure: Any = audit.figures.figures[0]
    assert audit.document.paragraphs[0].text[figure.start : figure.end] == figure.text == "1,698"
