"""What a line or block looks like: heading, bullet, end of a sentence, table of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from auditor.language.folding import written_pattern
from auditor.language.lexicon import shared
from auditor.read.blocks.numbering import OPENING

_BULLET = re.compile(r"(?:[•‣◦▪▫■□●○◆◇➢➤►▶✓✔·\uf000-\uf0ff]\s*|[-*–—‒+]\s+|\\-\s+)(?=\S)")
_LETTERED = re.compile(r"(?:\((?:[a-z]{1,2}|[ivxl]{1,6})\)|(?:[a-z]|[ivxl]{2,5})\))\s+(?=\S)")
_LETTER_BULLET = re.compile(r"(?P<letter>[wo§vØ])\s+(?=[A-ZÀ-Þ“])")
"""A letter that stands for a bullet of a symbol font."""
_TAIL = r"[\"'”’»)\]*]{0,4}"
_NOTE_MARK = r"(?:\s?[¹²³⁰-⁹]{1,3}|(?<=[^\W\d_]{2}[.!?])\d{1,3})?"
_TERMINAL = re.compile(rf"[.;:!?…]{_NOTE_MARK}{_TAIL}{_NOTE_MARK}$")
_SENTENCE_END = re.compile(rf"[.!?…]{_NOTE_MARK}{_TAIL}{_NOTE_MARK}$")
_ROMAN = re.compile(r"(?P<value>[IVXLC]{1,7})(?:\.\s*|\)\s+|\s+[-–—]\s+)(?=[^\W\d_]|[“\"«(])")
_LETTER = re.compile(r"(?P<value>[A-Z])(?:\.\s*|\)\s+|\s+[-–—]\s+)(?=[A-ZÀ-Þ“\"«(])")
_PART = r"(?:(?:[A-Z]|[IVXLC]{1,6})[.-])?\d{1,3}(?:[.-]\d{1,2}){0,2}[a-z]?|[IVXLC]{1,6}|[A-Z]"
_DIVISION = re.compile(rf"[A-ZÀ-Þ][^\W\d_]{{2,}}\s+(?:{_PART})(?:$|\s*[.:–—-]\s*\S)")
"""A capitalised word with a number or letter: "Annex II", "Chapter 3: Prisons", "Cuadro 4. Internos"."""
_UNDERLINE = re.compile(r"(?P<sign>[=\-~_*])(?:\s?(?P=sign)){2,}\s*$")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LEADERS = re.compile(r"(?:\.\s?){4,}|…{2,}|_{4,}")
_ROMAN_SIGNS = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[-–/]\s?\d{2,4})?$")
_HEADING_LENGTH = 150
_PLAIN_LENGTH = 90


@dataclass(frozen=True, slots=True)
class Heading:
    """How a heading is marked."""

    style: str
    """"roman", "letter", "division", "caps", "plain"."""
    value: int = 0


def is_year(text: str) -> bool:
    """Whether a text is a year or two: "2019", "2019/20"."""
    return _YEAR.match(text) is not None


def bullet_end(text: str) -> int:
    """Return where the text after a bullet starts, or 0 where there is no bullet."""
    found = _BULLET.match(text)
    return found.end() if found else 0


def lettered(text: str) -> bool:
    """Whether a text begins with "(a)", "(ii)" or "b)"."""
    return _LETTERED.match(text) is not None


def letter_bullet(text: str) -> str:
    """Return the letter that may stand for a bullet at the start of a text, or nothing."""
    found = _LETTER_BULLET.match(text)
    return found["letter"] if found else ""


def ends_clause(text: str) -> bool:
    """Whether a text ends as a sentence, clause or announcement does."""
    return _TERMINAL.search(text, max(0, len(text) - 12)) is not None


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return _SENTENCE_END.search(text, max(0, len(text) - 12)) is not None


def is_rule(text: str) -> bool:
    """Whether a line is nothing but a drawn line."""
    return len(text) < 500 and _UNDERLINE.match(text) is not None


def heading_mark(text: str) -> Heading | None:
    """Read the mark of a heading that has one: roman number, letter, or a word with either."""
    if len(text) > _HEADING_LENGTH or not text[:1].isupper() or (text[-1] in ".;,:" and not _ends_like_mark(text)):
        return None
    if (found := _ROMAN.match(text)) is not None:
        value = roman(found["value"])
        if value:
            return Heading("roman", value)
    if (found := _LETTER.match(text)) is not None and not _is_initial(text[found.end() :]):
        return Heading("letter", ord(found["value"]) - 64)
    if len(text) <= _PLAIN_LENGTH and _DIVISION.match(text):
        return Heading("division")
    return None


def plain_heading(text: str, *, bold: bool = False) -> Heading | None:
    """Whether a short text that is set apart looks like a heading without a mark."""
    if not 3 <= len(text) <= _PLAIN_LENGTH or "\n" in text or text[-1] in ".;,:!…)%" or ends_clause(text):
        return None
    if not text[0].isupper() and text[0] not in OPENING and not text[0].isdigit():
        return None
    words = _WORD.findall(text)
    if not words or len(words) > 14:
        return None
    letters = "".join(words)
    if len(letters) >= 4 and letters.isupper():
        return Heading("caps")
    if bold:
        return Heading("plain")
    if any(char.isdigit() for char in text):
        return None
    return Heading("plain") if text[0].isalpha() and "," not in text else None


def division(text: str) -> bool:
    """Whether a text begins with a capitalised word and a number, as the name of a table or chapter does."""
    return _DIVISION.match(text) is not None


def division_alone(text: str) -> bool:
    """Whether a text is the name of a table or chapter and nothing else: "Table A.2", "Cuadro 4."."""
    return _division_alone().match(text) is not None


@cache
def _division_alone() -> re.Pattern[str]:
    sign = written_pattern(shared().get("number_signs") or ())
    return re.compile(rf"[A-ZÀ-Þ][^\W\d_]{{2,}}(?:\s[^\W\d_]{{2,}})?\s+(?:(?:{sign})\s?)?(?:{_PART})[.:]?$")


def title_case(text: str) -> bool:
    """Whether all longer words of a text begin with a capital letter."""
    words = [word for word in _WORD.findall(text) if len(word) > 3]
    return len(words) >= 1 and all(word[0].isupper() for word in words)


def without_leaders(text: str) -> tuple[str, str] | None:
    """Split a line at its dot leaders, or give None where it has none."""
    found = _LEADERS.search(text)
    if found is None or not found.start() or found.end() == len(text):
        return None
    return text[: found.start()].rstrip(), text[found.end() :].lstrip()


def roman(text: str) -> int:
    """Return the value of a roman number, or 0 where it is none."""
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
    total = 0
    for char, after in zip(text, [*text[1:], ""], strict=True):
        value = values.get(char, 0)
        total += -value if after and values.get(after, 0) > value else value
    return total if to_roman(total) == text else 0


def to_roman(value: int) -> str:
    """Write a number in capital roman numerals."""
    out = ""
    for number, sign in _ROMAN_SIGNS:
        out += sign * (value // number)
        value %= number
    return out


def _is_initial(rest: str) -> bool:
    """Whether what follows "A." reads like a surname and a sentence: a word, then a comma or a lower-case verb."""
    found = _WORD.match(rest)
    return found is not None and rest[found.end() : found.end() + 1] == ","


def _ends_like_mark(text: str) -> bool:
    """Whether a text ends in a word that breaks a list off ("etc."): its stop ends no sentence."""
    return text.endswith(tuple(shared().get("list_ends") or ()))
