"""Words that a narrow cell broke without a hyphen: put together again where the text has the whole word."""

from __future__ import annotations

import re
from dataclasses import replace

from auditor.read.blocks.block import Block, Grid

_WORDS = re.compile(r"[^\W\d_]+")
_PIECES = re.compile(r"(?<![^\W\d_])([^\W\d_]++) (?=([^\W\d_]++))")


def mend_cells(blocks: list[Block]) -> None:
    """Join two pieces of a word in a cell if the running text has the word, and has not the second piece."""
    known = {word.lower() for block in blocks if block.grid is None for word in _WORDS.findall(block.text.value)}
    for block in blocks:
        if block.grid is not None:
            block.grid = _mended(block.grid, known)


def _mended(grid: Grid, known: set[str]) -> Grid:
    def joined(found: re.Match[str]) -> str:
        first, second = found[1], found[2]
        broken = second.islower() and second not in known and f"{first}{second}".lower() in known
        return first if broken else found.group()

    return replace(grid, cells=tuple(replace(cell, text=_PIECES.sub(joined, cell.text)) for cell in grid.cells))
