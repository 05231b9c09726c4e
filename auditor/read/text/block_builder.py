"""Blocks from text that comes in pieces: runs of a paragraph, with marks of notes and line breaks between."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.read.blocks.block import Block, Role
from auditor.read.blocks.clean import clean, spaced
from auditor.read.blocks.line_ends import glue, wraps
from auditor.read.blocks.line_kinds import bullet_end, ends_clause, lettered
from auditor.read.blocks.list_numbers import Shown
from auditor.read.blocks.placed_text import Text
from auditor.runtime.left_out import unit

_SUPERSCRIPT = str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ")
_MARKS = re.compile(r"\[\d{1,3}\]$|\[?\d{1,3}\]?(?:\s?,\s?\[?\d{1,3}\]?)+$")
"""Marks of notes that are more than digits: in brackets, or several."""
_MARK = re.compile(r"\d+")
_BREAK = "\n"
_CITED = "\x00"
"""Stands for the mark of a note while white space is made single; `clean` lets no such character through."""


@dataclass(frozen=True, slots=True)
class _Cite:
    name: str
    line: int
    at: int


class BlockBuilder:
    """Collects the pieces of one block after the other."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.bold = 0
        """How many elements that make text bold are open."""
        self.role: Role = "text"
        self.level = 0
        self.number = ""
        self.fresh = False
        """Whether a block was just begun and holds nothing but its own mark."""
        self.line = 0
        """Of the source, where what comes next stands."""
        self._note = ""
        self._mark = ""
        self._pieces: list[str | tuple[str]] = []
        self._plain = False
        self._strong = False

    def begin(self, *, role: Role = "text", level: int = 0, number: str = "") -> None:
        """Begin a block of a kind; what was open is closed."""
        self.close()
        self.role, self.level, self.number = role, level, number

    def put_number(self, shown: Shown | None) -> None:
        """Put the number of a list before the text; bullets and letters make an item of the block."""
        if shown is None:
            return
        if shown.form == "bullet":
            self.role = "item"
        elif shown.form in ("lowerLetter", "lowerRoman"):
            self.role = "item"
            self.add(f"({shown.text.strip('().')}) ")
        elif shown.text:
            self.add(f"{shown.text} ")

    def add(self, text: str) -> None:
        """Add a piece of text, as it stands in the source."""
        if not text:
            return
        self._pieces.append(text)
        if not text.isspace():
            self.fresh = False
            self._strong |= self.bold > 0
            self._plain |= self.bold <= 0

    def line_break(self) -> None:
        """Add a line break within the block."""
        self._pieces.append((_BREAK,))

    def cite(self, note: str) -> None:
        """Add the mark of a note."""
        self._pieces.append((f"^{note}",))

    def as_note(self, note: str, mark: str) -> None:
        """Make the block that is open (or the next one) the note of that name."""
        self.close()
        self.role, self._note, self._mark = "note", note, mark

    def is_empty(self) -> bool:
        """Whether nothing has come in since the block began."""
        return not any(isinstance(piece, str) and not piece.isspace() for piece in self._pieces)

    def ends_with(self, sign: str) -> bool:
        """Whether what has come in ends with a sign."""
        last = next((piece for piece in reversed(self._pieces) if isinstance(piece, str) and piece.strip()), "")
        return isinstance(last, str) and last.rstrip().endswith(sign)

    def take_lines(self, text: str) -> None:
        """Take text whose lines are as the writer set them, and make blocks of it as of plain text."""
        from auditor.read.text.plain import blocks_of

        blocks = blocks_of(text)
        for block in blocks:
            block.text = Text(block.text.value)
        self.blocks.extend(blocks)

    def close(self) -> None:
        """End the block; one without text leaves no trace."""
        to_come = not self._pieces
        if self._pieces:
            with unit(f"the text before line {self.line}" if self.line else "a text"):
                text, cites = _joined(*self._lines())
                to_come = not text and self.role == "note"
                if text:
                    self.blocks.append(self._block(text, cites))
        self.abandon(to_come=to_come)

    def abandon(self, *, to_come: bool = False) -> None:
        """Drop the pieces of the block that is open, and, unless its text is to come, what it was to be."""
        if not to_come:
            self.role, self.level, self.number, self._note, self._mark = "text", 0, "", "", ""
        self._pieces, self._plain, self._strong, self.fresh = [], False, False, False

    def _block(self, text: str, cites: list[tuple[str, int]]) -> Block:
        role: Role = self.role
        cut = 0
        if role == "text" and ((cut := bullet_end(text)) or lettered(text)):
            role = "item"
        if role == "note" and self._mark:
            mark = self._mark.strip("[]()")
            bare = text.lstrip("[(")
            if bare.startswith(mark):
                cut = len(text) - len(bare[len(mark) :].lstrip("]). \u00a0"))
        return Block(
            text=Text(text[cut:]),
            role=role,
            level=self.level,
            number=self._mark.strip("[]()") if role == "note" else self.number,
            bold=self._strong and not self._plain,
            cites=tuple((name, max(0, at - cut)) for name, at in cites),
            note=self._note if role == "note" else "",
        )

    def _lines(self) -> tuple[list[str], list[_Cite]]:
        """Return the lines between breaks, squeezed, and the notes cited."""
        lines: list[str] = []
        cites: list[_Cite] = []
        current: list[str] = []
        names: list[str] = []
        for piece in (*self._pieces, (_BREAK,)):
            if isinstance(piece, str):
                current.append(clean(piece))
            elif piece[0] == _BREAK:
                parts = spaced("".join(current)).split(_CITED)
                line = parts[0]
                for name, part in zip(names, parts[1:], strict=True):
                    line, rest = (line[:-1], part) if line.endswith(" ") and part[:1] in ("", " ") else (line, part)
                    cites.append(_Cite(name, len(lines), len(line)))
                    line += rest
                lines.append(line)
                current, names = [], []
            else:
                current.append(_CITED)
                names.append(piece[0][1:])
        return lines, cites


def superscript(text: str) -> str:
    """Return digits as superscript characters, so that an exponent or a mark does not lengthen the number before it.

    A mark of a note in brackets loses them; of several marks ("3, 4") each stands by itself.
    """
    cleaned = clean(text)
    bare = cleaned.strip()
    if (several := _MARKS.match(bare)) is not None:
        return cleaned.replace(bare, " ".join(_MARK.findall(several.group()))).translate(_SUPERSCRIPT)
    return cleaned.translate(_SUPERSCRIPT) if bare.strip("+-()").isdecimal() else cleaned


def _joined(lines: list[str], cites: list[_Cite]) -> tuple[str, list[tuple[str, int]]]:
    """Join lines where the break means nothing."""
    width = max(map(len, lines))
    wrapped = wraps(lines)
    out: list[str] = []
    starts: list[int] = []
    length = 0
    before = ""
    for line in lines:
        how = ""
        if before and line and not before.endswith("-"):
            # a break that the source sets is meant, unless the sentence plainly goes on or all lines are wrapped
            goes_on = not ends_clause(before) and line[0].islower()
            how = " " if goes_on or (wrapped and glue(before, line, width, wrapped=True) == " ") else "\n"
        out.append(how)
        starts.append(length + len(how))
        out.append(line)
        length += len(how) + len(line)
        before = line or before
    text = "".join(out)
    lead = len(text) - len(text.lstrip())
    moved = [(cite.name, max(0, starts[cite.line] + cite.at - lead)) for cite in cites]
    return text.strip(), moved
