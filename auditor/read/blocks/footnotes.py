"""Footnotes of plain text: tied to the numbers that stick to a word of the text above them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.read.blocks.block import Block

_NEAR = 200
"""Blocks above its notes in which a page's marks are looked for."""
_STUCK = re.compile(r"(?<=[^\W\d_A-Z]{3})\d{1,3}(?=[\s,.;:)]|$)|(?<=[^\W\d_A-Z]{3}[.,;:”\")])\d{1,3}(?=\s|$)")
"""A number right after a word in small letters, or after the sign that ends its sentence."""
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED = re.compile(r"[⁰¹²³⁴-⁹]{1,3}")
_NUMBERED = re.compile(r"(?:\[(?P<square>\d{1,3})\]|(?P<raised>[⁰¹²³⁴-⁹]{1,3})|(?P<plain>\d{1,3})[.)])\s*(?=\S)")
"""The number that a note begins with."""
_Marks = dict[str, tuple[Block, int, int]]
"""Where the mark of each number stands."""


def tie_notes(blocks: list[Block]) -> None:
    """Tie each note with a number to the first mark of that number above it, and take the mark out of the text.

    Looked for since the notes of the page before.
    """
    first = last = 0
    marks: dict[str, tuple[Block, int, int]] = {}
    for index, block in enumerate(blocks):
        if block.role != "note":
            continue
        if index == 0 or blocks[index - 1].role != "note":
            first, last = last, index
            marks = _marks(blocks[max(first, last - _NEAR) : last])
        if block.note in marks:
            _tie(block, f"{block.note}:{block.text.line}", *marks.pop(block.note), marks)


def _marks(blocks: list[Block]) -> dict[str, tuple[Block, int, int]]:
    found: dict[str, tuple[Block, int, int]] = {}
    for block in blocks:
        if block.role != "note" and block.grid is None:
            for mark in _STUCK.finditer(block.text.value):
                found.setdefault(mark.group(), (block, *mark.span()))
    return found


def _tie(note: Block, name: str, block: Block, start: int, end: int, marks: dict[str, tuple[Block, int, int]]) -> None:
    """Take a mark out, and move what stands after it in the same block."""
    length = end - start
    block.text = block.text.drop([(start, end)])
    block.cites = tuple((name, at - length if at >= end else at) for name, at in block.cites)
    for other, (owner, left, right) in marks.items():
        if owner is block and left >= end:
            marks[other] = (owner, left - length, right - length)
    note.number = note.note
    note.note = name
    block.cites = (*block.cites, (note.note, start))


def tie_raised(blocks: list[Block]) -> None:
    """Make notes of numbered texts, each number of which stands as a raised mark in the text before them.

    Such are the notes at the end of a page of the web, or of a text whose notes were typed as text. Where they look
    like numbered paragraphs ("3. See above.") they must be the last of the text, and leave no mark without its note.
    """
    marks: _Marks = {}
    run: list[_Start] = []
    plain: list[_Start] = []
    for block in [*blocks, Block()]:
        start = _start(block)
        if start is not None and not start.plain and _goes_on(run, start, marks):
            run.append(start)
            continue
        _take(run, marks)
        run = []
        if start is not None and start.plain and start.number in marks:
            plain = [*plain, start] if plain and int(start.number) == int(plain[-1].number) + 1 else [start]
        if block.role != "note" and block.grid is None:
            for raised in _RAISED.finditer(block.text.value, start.length if start else 0):
                marks.setdefault(raised.group().translate(_DIGITS), (block, *raised.span()))
    if len(plain) > 1 and {start.number for start in plain} == set(marks):
        _take(plain, marks)


@dataclass(frozen=True, slots=True)
class _Start:
    """A text that begins with a number, as a note may."""

    block: Block
    number: str
    length: int
    plain: bool
    """Whether a paragraph could be numbered like that."""


def _goes_on(run: list[_Start], start: _Start, marks: _Marks) -> bool:
    """Whether a text is the next note of a run, or the first of another; then what the run cites is taken before."""
    if start.number not in marks:
        return False
    if run and int(start.number) != int(run[-1].number) + 1:
        _take(run, marks)
        run.clear()
    return start.number in marks


def _start(block: Block) -> _Start | None:
    found = _NUMBERED.match(block.text.value) if block.role in ("text", "item") and block.grid is None else None
    if found is None:
        return None
    number = (found["square"] or found["raised"] or found["plain"]).translate(_DIGITS)
    return _Start(block, number, found.end(), found["plain"] is not None)


def _take(run: list[_Start], marks: _Marks) -> None:
    for start in run:
        note, length = start.block, start.length
        note.role, note.note, note.glue = "note", start.number, None
        note.text = note.text.cut(length)
        note.cites = tuple((name, max(0, at - length)) for name, at in note.cites)
        _tie(note, f"raised {start.number}:{id(note)}", *marks.pop(start.number), marks)
