"""Tables of plain text and Markdown, whichever way they are set, and tables of contents, which are left out."""

from __future__ import annotations

import re

from auditor.read.blocks.line_kinds import ends_clause, without_leaders
from auditor.read.blocks.refining import NOT_TOLD
from auditor.read.text.laid_out_tables import FoundTable, laid_out_tables
from auditor.read.text.markdown_marks import pipe_tables
from auditor.read.text.source_lines import Line
from auditor.runtime.left_out import unit

_CONTENTS_END = re.compile(r"\d{1,4}$")


def find_tables(lines: list[Line]) -> tuple[list[FoundTable], tuple[str, ...]]:
    """Find pipe tables and tables laid out with blanks, and leave out tables of contents."""
    contents: list[tuple[int, int]] = []
    piped: list[FoundTable] = []
    laid_out: list[FoundTable] = []
    with unit("tables of contents", NOT_TOLD):
        contents = _contents(lines)
    taken = {index for start, end in contents for index in range(start, end)}
    with unit("tables drawn with bars", NOT_TOLD):
        piped = pipe_tables(lines)
    taken.update(index for found in piped for index in range(found.start, found.end))
    with unit("tables laid out with blanks", NOT_TOLD):
        laid_out = laid_out_tables(lines, taken)
    out = [*piped, *laid_out, *(FoundTable(start, end, None, None) for start, end in contents)]
    dropped = tuple(
        f"a table of contents was left out (lines {lines[start].number} to {lines[end - 1].number})"
        for start, end in contents
    )
    return sorted(out, key=lambda found: found.start), dropped


def _contents(lines: list[Line]) -> list[tuple[int, int]]:
    """Find runs of three or more lines with dot leaders and page numbers that never fall."""
    out: list[tuple[int, int]] = []
    start = end = count = last = -1
    for index, line in enumerate(lines):
        value = line.value
        if not value:
            continue
        parts = without_leaders(value) if "..." in value or ". . " in value or "…" in value or "____" in value else None
        found = _CONTENTS_END.search(parts[1]) if parts else None
        page = int(found.group()) if found else -1
        if found and page >= max(last, 0) and (start >= 0 or count <= 0):
            start = index if start < 0 else start
            count = 1 if count < 1 else count + 1
            last, end = page, index + 1
            continue
        if start >= 0 and found is None and index - end < 2 and not ends_clause(value):
            continue  # an entry that takes two lines
        if count >= 3:
            out.append((start, end))
        start = end = count = last = -1
    if count >= 3:
        out.append((start, end))
    return out
