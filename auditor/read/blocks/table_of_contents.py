"""Tables of contents that only their look tells: lines that end with a page, and come again as headings."""

from __future__ import annotations

import re

from auditor.read.blocks.block import Block

CONTENTS_DROPPED = "a table of contents was left out"
_ENTRY = re.compile(r"(?P<text>.*?[^\W\d_].*?)[\s.…_]+\d{1,4}$", re.DOTALL)
_LONGEST = 300
_FEWEST = 3
_BLANKS = re.compile(r"[\s.…_]+")


def drop_contents(blocks: list[Block]) -> bool:
    """Take tables of contents out of a text; True where there was one."""
    later: dict[str, int] = {}
    for index, block in enumerate(blocks):
        if block.grid is None and len(block.text.value) <= _LONGEST:
            later[_bare(block.text.value)] = index
    gone: set[int] = set()
    run: list[int] = []
    matched = 0
    for index, block in enumerate([*blocks, Block()]):
        entry = _ENTRY.match(block.text.value) if block.grid is None and len(block.text.value) <= _LONGEST else None
        if entry is not None and block.role in ("text", "heading", "item"):
            matched += later.get(_bare(entry["text"]), -1) > index
            run.append(index)
            continue
        if matched >= _FEWEST and 2 * matched >= len(run):
            gone.update(run)
        run, matched = [], 0
    if gone:
        blocks[:] = [block for index, block in enumerate(blocks) if index not in gone]
    return bool(gone)


def _bare(text: str) -> str:
    return _BLANKS.sub(" ", text).strip().casefold()
