"""Footnotes of plain text: tied to the numbers that stick to a word of the text above them."""

from __future__ import annotations

import re

from auditor.read.block import Block

_NEAR = 200
"""Blocks above its notes in which a page's marks are looked for."""
_STUCK = re.compile(r"(?<=[^\W\d_A-Z]{3})\d{1,3}(?=[\s,.;:)]|$)|(?<=[^\W\d_A-Z]{3}[.,;:”\")])\d{1,3}(?=\s|$)")
"""A number right after a word in small letters, or after the sign that ends its sentence."""


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
            _tie(block, *marks.pop(block.note), marks)


def _marks(blocks: list[Block]) -> dict[str, tuple[Block, int, int]]:
    found: dict[str, tuple[Block, int, int]] = {}
    for block in blocks:
        if block.role != "note" and block.grid is None:
            for mark in _STUCK.finditer(block.text.value):
                found.setdefault(mark.group(), (block, *mark.span()))
    return found


def _tie(note: Block, block: Block, start: int, end: int, marks: dict[str, tuple[Block, int, int]]) -> None:
    """Take a mark out, and move what stands after it in the same block."""
    length = end - start
    block.text = block.text.drop([(start, end)])
    block.cites = tuple((name, at - length if at >= end else at) for name, at in block.cites)
    for other, (owner, left, right) in marks.items():
        if owner is block and left >= end:
            marks[other] = (owner, left - length, right - length)
    note.number = note.note
    note.note = f"{note.note}:{note.text.line}"
    block.cites = (*block.cites, (note.note, start))
