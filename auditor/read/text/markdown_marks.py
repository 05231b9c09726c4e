"""What Markdown adds to plain text: headings, emphasis, links, notes, pipe tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.model.document import Cell
from auditor.read.blocks.block import Block, Grid
from auditor.read.blocks.placed_text import Text, shift
from auditor.read.text.laid_out_tables import FoundTable
from auditor.read.text.source_lines import Line, single_spaced, where
from auditor.runtime.left_out import READ_AS_TEXT, unit

_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
_CLOSING = re.compile(r"\s#+\s*$")
_NOTE = re.compile(r"\[\^([^\]\s]{1,40})\]:\s*")
_CITE = re.compile(r"\[\^([^\]\s]{1,40})\](?!:)")
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\(\s*+[^()\s]*+(?:\s++\"[^\"]*+\")?\s*+\)|\[[^\[\]]*\])")
_RUN = re.compile(r"\\[!-/:-@\[-`{-~]|\*+|_+|~~|`+")
_QUOTE = re.compile(r"\s{0,3}(?:>\s?){1,9}")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_DELIMITER = re.compile(r"\s*+(?:\|\s*+)?:?-{2,}+:?\s*+(?:\|\s*+:?-{2,}+:?\s*+)*+(?:\|\s*+)?$")
_TITLE = re.compile(r"title\s*:\s*(.+)", re.IGNORECASE)


def front_matter(lines: list[Line]) -> tuple[str, list[Line]]:
    """Take a block between "---" lines at the start away, and give the title in it."""
    if not lines or lines[0].value != "---":
        return "", lines
    end = next((i for i, line in enumerate(lines[1:200], 1) if line.value in ("---", "...")), None)
    if end is None or any(not line.value for line in lines[1:end]):
        return "", lines
    titles = [found[1].strip("\"' ") for line in lines[1:end] if (found := _TITLE.match(line.value))]
    return titles[0] if titles else "", lines[end + 1 :]


def heading_level(value: str) -> int:
    """Return the level of a "# heading" line, or 0."""
    found = _HEADING.match(value)
    return len(found[1]) if found else 0


def heading_text(text: Text) -> Text:
    """Take the signs of a "# heading #" line away."""
    found = _HEADING.match(text.value)
    closing = _CLOSING.search(text.value)
    return text.cut(found.end() if found else 0, closing.start() if closing else None).strip()


def note_id(value: str) -> str:
    """Return the id of a "[^1]: note" line, or nothing."""
    found = _NOTE.match(value)
    return found[1] if found else ""


def note_text(text: Text) -> Text:
    """Take the mark of a "[^1]: note" away."""
    found = _NOTE.match(text.value)
    return text.cut(found.end()) if found else text


def without_fences(lines: list[Line]) -> list[Line]:
    """Leave out the lines that open or close a block of code, and the signs of quotations."""
    kept = [line for line in lines if not _FENCE.match(line.value)] or lines
    for line in kept:
        found = _QUOTE.match(line.value)
        if found is not None:
            line.text = line.text.cut(found.end())
    return [line for line in kept if line.value] or kept


def take_inline(block: Block, *, marked_up: bool) -> None:
    """Take emphasis (strong only in plain text), links and note marks out of a block's text, and set what they say."""
    value = block.text.value
    if marked_up:
        if "[" in value:
            _take_links(block)
        ranges, strong = _emphasis(block.text.value, signs="*_~`")
    elif "**" in value:
        ranges, strong = _emphasis(value, signs="*")
    else:
        return
    block.bold = block.bold or strong
    block.cites = shift(block.cites, ranges)
    block.text = block.text.drop(ranges)


def _take_links(block: Block) -> None:
    """Keep the words of links and take note marks out, remembering where they stood."""
    value = block.text.value
    ranges: list[tuple[int, int]] = []
    cites: list[tuple[str, int]] = []
    for found in _CITE.finditer(value):
        ranges.append(found.span())
        cites.append((found[1], found.start()))
    block.cites = (*block.cites, *shift(cites, ranges))
    block.text = block.text.drop(ranges)
    ranges = []
    for found in _LINK.finditer(block.text.value):
        inner_start, inner_end = found.span(1)
        ranges.extend(((found.start(), inner_start), (inner_end, found.end())))
    block.cites = shift(block.cites, ranges)
    block.text = block.text.drop(ranges)


def _emphasis(value: str, *, signs: str) -> tuple[list[tuple[int, int]], bool]:
    """Return the ranges that are marks of emphasis, and whether one strong pair encloses the whole text."""
    opened: list[tuple[str, int, int]] = []
    ranges: list[tuple[int, int]] = []
    strong = False
    code = -1
    for found in _RUN.finditer(value):
        run = found.group()
        start, end = found.span()
        if run[0] == "\\":
            if "_" in signs:
                ranges.append((start, start + 1))
            continue
        if run[0] not in signs:
            continue
        if run[0] == "`":
            if code >= 0:
                ranges.extend(((code, code + len(run)), (start, end)))
                code = -1
            elif value.find(run, end) >= 0:
                code = start
            continue
        strong |= _match_run(value, run, start, opened, ranges, single="_" in signs)
    return sorted(ranges), strong


def _match_run(
    value: str, run: str, start: int, opened: list[tuple[str, int, int]], ranges: list[tuple[int, int]], *, single: bool
) -> bool:
    """Close what a run of signs can close, and open the rest; True where a strong pair takes the whole text in."""
    end = start + len(run)
    before = value[start - 1] if start else " "
    after = value[end] if end < len(value) else " "
    inside = (run[0] == "_" and before.isalnum() and after.isalnum()) or (before.isdigit() and after.isdigit())
    at = start
    strong = False
    while not before.isspace() and not inside and at < end:
        fitting = (i for i in range(len(opened) - 1, -1, -1) if opened[i][0] == run[0] and opened[i][2] <= end - at)
        back = next(fitting, -1)
        if back < 0:
            break
        _, where, length = opened[back]
        del opened[back:]
        ranges.extend(((where, where + length), (at, at + length)))
        at += length
        strong |= length >= 2 and not value[:where].strip("*_") and not value[at:].strip("*_")
    while not after.isspace() and not inside and at < end and len(opened) < 64:
        length = 2 if end - at >= 2 else 1
        if length == 1 and not single:
            break
        opened.append((run[0], at, length))
        at += length
    return strong


def pipe_tables(lines: list[Line]) -> list[FoundTable]:
    """Find tables whose second line is "---|---", with or without bars at the margins."""
    out: list[FoundTable] = []
    index = 1
    while index < len(lines):
        value = lines[index].value
        head = lines[index - 1].value
        if "|" not in value or "|" not in head or not _is_delimiter(value):
            index += 1
            continue
        end = index + 1
        while end < len(lines) and "|" in lines[end].value:
            end += 1
        with unit(f"the table {where(lines[index - 1])}", READ_AS_TEXT):
            grid = _grid([lines[index - 1], *lines[index + 1 : end]])
            out.append(FoundTable(index - 1, end, grid, lines[index].page))
        index = end + 1
    return out


def _is_delimiter(value: str) -> bool:
    return not value.strip("|:- ") and _DELIMITER.match(value) is not None


def _grid(lines: list[Line]) -> Grid:
    rows = [list(_cells(line)) for line in lines]
    columns = max(len(row) for row in rows)
    cells = []
    for r, (row, line) in enumerate(zip(rows, lines, strict=True)):
        for c, text in enumerate(row):
            block = Block(text)
            take_inline(block, marked_up=True)
            if block.text.value:
                place = block.text.marks[0] if block.text.marks else (0, line.number, 1)
                cells.append(Cell(block.text.value, r, c, bold=block.bold, line=place[1], offset=place[2]))
    return Grid(tuple(cells), len(rows), columns, line=lines[0].number)


def _cells(line: Line) -> Iterator[Text]:
    """Cut a line at its bars; one at either margin bounds no cell."""
    value = line.value
    bars = [i for i, char in enumerate(value) if char == "|" and (i == 0 or value[i - 1] != "\\")]
    stripped = value.strip()
    start = 0
    if stripped.startswith("|"):
        start = bars.pop(0) + 1
    ends = bars if stripped.endswith("|") and not stripped.endswith("\\|") else [*bars, len(value)]
    for end in ends:
        yield single_spaced(line.text.cut(start, end))
        start = end + 1
