"""What holds at a place of a rich text file: where its text goes, how it looks, what its paragraph and fonts are."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

from auditor.read.blocks.list_numbers import Shown
from auditor.read.office.word_runs import SYMBOLS

_CODE_PAGES = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gbk",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
"""By the character set of a font; the others are written in the code page of the document."""
_SYMBOL_SET = 2
_UTF_8 = 65_001
"""Its number among code pages."""
_PRIVATE = 0xF000
"""First of the characters that stand for the signs of such a font."""
_LETTERED = re.compile(r"\(?[a-z]{1,6}[.)]")
_INDENT = 180
"""Twentieths of a point that make one step of indentation in a cell."""
_UNSEEN = frozenset(("v", "strike", "striked", "deleted"))


@dataclass(frozen=True, slots=True)
class Look:
    """How characters look."""

    font: int | None = None
    """None for that of the document."""
    bold: bool = False
    raised: bool = False
    unseen: frozenset[str] = frozenset()
    """Why nobody sees them: they are hidden, struck out or deleted."""

    def changed(self, control: str, number: int | None) -> Look:
        """Return the look after a control word; this one where the word is about something else."""
        on = number != 0
        if control == "plain":
            return Look()
        if control == "f":
            return replace(self, font=number)
        if control == "b":
            return replace(self, bold=on)
        if control in ("super", "up", "nosupersub", "sub"):
            return replace(self, raised=on and control in ("super", "up"))
        if control in _UNSEEN:
            return replace(self, unseen=self.unseen | {control} if on else self.unseen - {control})
        return self


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """What a paragraph is."""

    style: int = 0
    outline: int | None = None
    in_table: bool = False
    depth: int = 1
    """How many tables stand around it, if any does."""
    left: int = 0

    @property
    def level(self) -> int:
        """How many tables stand around it."""
        return self.depth if self.in_table else 0

    @property
    def indent(self) -> int:
        """Steps of indentation."""
        return max(0, self.left) // _INDENT

    def changed(self, control: str, number: int | None) -> ParagraphLook:
        """Return the paragraph after a control word; this one where the word is about something else."""
        value = number or 0
        if control == "pard":
            return ParagraphLook()
        if control == "s":
            return replace(self, style=value)
        if control == "outlinelevel":
            return replace(self, outline=value)
        if control == "intbl":
            return replace(self, in_table=True)
        if control == "itap":
            return replace(self, depth=max(1, value))
        return replace(self, left=value) if control == "li" else self


@dataclass(frozen=True, slots=True)
class Group:
    """What holds within a pair of braces, until something else is said there."""

    target: str = "text"
    """Where its text goes."""
    look: Look = Look()
    paragraph: ParagraphLook = ParagraphLook()
    fallback: int = 1
    """How many characters follow one of Unicode, for programs that do not know it."""

    def changed(self, control: str, number: int | None) -> Group:
        """Return the group after a control word."""
        if control == "uc":
            return replace(self, fallback=max(0, min(number or 0, 9)))
        look, paragraph = self.look.changed(control, number), self.paragraph.changed(control, number)
        return (
            self if look is self.look and paragraph is self.paragraph else replace(self, look=look, paragraph=paragraph)
        )


@dataclass(slots=True)
class Fonts:
    """The character sets of a document and of its fonts."""

    page: str = "cp1252"
    default: int | None = None
    sets: dict[int, int] = field(default_factory=dict)
    current: int = 0

    def set_page(self, number: int) -> None:
        """Take the code page of the document, if it is one that is known."""
        name = "utf-8" if number == _UTF_8 else f"cp{number}"
        try:
            codecs.lookup(name)
        except LookupError:
            return
        self.page = name

    def say(self, control: str, number: int) -> None:
        """Take a control word of the table of fonts."""
        if control == "f":
            self.current = number
        elif control == "fcharset":
            self.sets[self.current] = number

    def decode(self, data: bytes, look: Look) -> str:
        """Return the text that bytes are in a font."""
        font = self.default if look.font is None else look.font
        kind = self.sets.get(font, 0) if font is not None else 0
        if kind == _SYMBOL_SET:
            return "".join(sign(chr(_PRIVATE + byte)) for byte in data)
        return data.decode(_CODE_PAGES.get(kind, self.page), "replace")


def sign(char: str) -> str:
    """Return what a character stands for, if it is one that fonts of signs have; those that nobody knows are none."""
    code = ord(char) - _PRIVATE
    if not 0 <= code < 0x100:
        return char
    return SYMBOLS.get(f"{ord(char):x}", chr(code) if code < 0x7F else "")


def shown_number(text: str) -> Shown:
    """Return the number of a paragraph as the file spells it; signs and a lone letter are bullets."""
    number = text.strip()
    if not any(map(str.isalnum, number)) or (len(number) == 1 and number.isalpha()):
        return Shown("", "bullet")
    return Shown(number, "lowerLetter" if _LETTERED.fullmatch(number) else "decimal")
