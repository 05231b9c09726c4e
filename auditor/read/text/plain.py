"""Plain text and Markdown: from lines to blocks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from auditor.read.blocks.block import Block, Parts, Source
from auditor.read.blocks.footnotes import tie_notes
from auditor.read.blocks.line_ends import glue, keeps_hyphen, usual_width, wraps
from auditor.read.blocks.line_kinds import (
    bullet_end,
    ends_clause,
    heading_mark,
    is_rule,
    letter_bullet,
    lettered,
)
from auditor.read.blocks.numbering import NumberingStyle, parse_number
from auditor.read.blocks.placed_text import Text
from auditor.read.blocks.refining import NOT_TOLD, cutting, refining
from auditor.read.text import markdown_marks
from auditor.read.text.decode import decode
from auditor.read.text.laid_out_tables import FoundTable
from auditor.read.text.source_lines import (
    Line,
    is_page_mark,
    join_lines,
    single_spaced,
    split_lines,
    where,
    without_running_heads,
)
from auditor.read.text.text_tables import find_tables
from auditor.runtime.left_out import unit

_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LEADING_MARK = re.compile(r"[*_\\]+(?=\S)")
_NOTE_MARK = re.compile(r"\[?(?P<mark>\d{1,3}|[*†‡]{1,3}|[¹²³⁰-⁹]{1,3}|[a-z](?=[\s.)]))[.)\]]?\s*(?=\S)")
_LONE_NUMBER = re.compile(r"\d{1,3}\.$|(?:\[\d{1,3}\]|[¹²³⁰⁴-⁹]{1,3})(?=\s)")
"""The number of a paragraph on a line of its own, or that of a note."""
_STAR_NOTE = re.compile(r"(?P<mark>\*{1,3}|[†‡])\s+(?=\S)")


@dataclass(slots=True)
class _Chunk:
    """Lines between two blank ones."""

    lines: list[Line]
    footed: bool = False
    """Whether a rule that parts footnotes from the page stands above."""


@dataclass
class _TextReader:
    """What is known of the whole text while its chunks are read."""

    lines: list[Line]
    marked_up: bool
    width: int = 0
    wrapped: bool = False
    letters: frozenset[str] = frozenset()
    blocks: list[Block] = field(default_factory=list)

    @cached_property
    def words(self) -> frozenset[str]:
        """Return all words of the text in lower case, compounds whole, but no pieces of what a line cuts."""
        out: set[str] = set()
        cut = False
        for line in self.lines:
            words = _WORDS.findall(line.value.lower())
            ends_cut = line.value.endswith(("-", "\u2010"))
            out.update(words[int(cut) : len(words) - ends_cut])
            cut = ends_cut
        return frozenset(out)


def read_text(source: Source) -> Parts:
    """Read plain text."""
    return _read(source, marked_up=False)


def read_markdown(source: Source) -> Parts:
    """Read Markdown: as plain text, with its marks of emphasis, links, headings and notes taken as such."""
    return _read(source, marked_up=True)


def blocks_of(text: str) -> list[Block]:
    """Read plain text that stands within a document of another format."""
    lines, _, _ = split_lines(text.replace("\r\n", "\n").replace("\r", "\n"))
    return _blocks(lines, marked_up=False)[0]


def blocks_of_lines(lines: list[Line], tables: list[FoundTable]) -> list[Block]:
    """Read lines that another format was laid out as, with tables that are known already.

    Args:
        lines: with their pages; running heads are gone.
        tables: grids, in order, each to stand before the line that `start` (which is also `end`) names.
    """
    reader = _survey(lines, marked_up=False)
    reader.wrapped = True
    found, _ = find_tables(lines)
    for piece in _pieces(lines, sorted([*found, *tables], key=lambda table: (table.start, table.end))):
        if isinstance(piece, FoundTable):
            reader.blocks.append(Block(grid=piece.grid, page=piece.page))
            if piece.end > piece.start and piece.end < len(lines):
                lines[piece.end].full = None  # the last row of a table says nothing of the room for it
        else:
            with unit(f"the text {where(piece.lines[0])}", undo=cutting(reader.blocks)):
                _read_chunk(piece, reader)
    return reader.blocks


def _read(source: Source, *, marked_up: bool) -> Parts:
    text, warnings = decode(source.data, source.label)
    lines, pages, gone = split_lines(text)
    if gone:
        warnings = (*warnings, f"{gone} invisible or control characters were left out")
    title = ""
    if marked_up:
        title, lines = markdown_marks.front_matter(lines)
    blocks, dropped = _blocks(lines, marked_up=marked_up)
    with refining(blocks, "the marks of notes"):
        tie_notes(blocks)
    return Parts(blocks, title=title, pages=pages, warnings=(*warnings, *dropped))


def _blocks(lines: list[Line], *, marked_up: bool) -> tuple[list[Block], tuple[str, ...]]:
    with unit("heads and feet of the pages", NOT_TOLD):
        lines = without_running_heads(lines)
    reader = _survey(lines, marked_up=marked_up)
    found, dropped = find_tables(lines)
    for piece in _pieces(lines, found):
        if isinstance(piece, FoundTable):
            reader.blocks.append(Block(grid=piece.grid, page=piece.page))
        else:
            with unit(f"the text {where(piece.lines[0])}", undo=cutting(reader.blocks)):
                _read_chunk(piece, reader)
    return reader.blocks, dropped


def _survey(lines: list[Line], *, marked_up: bool) -> _TextReader:
    """Return the reader of a text with what is known of all its lines."""
    with unit("how the lines are broken", NOT_TOLD):
        return _surveyed(lines, marked_up=marked_up)
    return _TextReader(lines, marked_up)


def _surveyed(lines: list[Line], *, marked_up: bool) -> _TextReader:
    width = usual_width(len(line.value) for line in lines)
    values = [line.value for line in lines]
    letters = Counter(letter_bullet(value.lstrip()) for value in values)
    return _TextReader(
        lines,
        marked_up,
        width=width,
        wrapped=bool(width) and wraps(values),
        letters=frozenset(letter for letter, times in letters.items() if letter and times > 1),
    )


def _pieces(lines: list[Line], found: list[FoundTable]) -> Iterator[_Chunk | FoundTable]:
    """Yield chunks and tables in the order of the text."""
    at = 0
    for table in found:
        yield from _chunks(lines[at : table.start])
        if table.grid is not None:
            yield table
        at = table.end
    yield from _chunks(lines[at:])


def _chunks(lines: Iterable[Line]) -> Iterator[_Chunk]:
    current: list[Line] = []
    footed = False
    page: int | None = None
    for line in lines:
        if line.page != page:
            if current:
                yield _Chunk(current, footed)
                current = []
            footed, page = False, line.page
        if line.value and not (is_foot := _is_foot_rule(line.value)):
            current.append(line)
            continue
        if current:
            yield _Chunk(current, footed)
            current = []
        if line.value and is_foot:
            footed = True
    if current:
        yield _Chunk(current, footed)


def _is_foot_rule(value: str) -> bool:
    stripped = value.strip()
    return len(stripped) >= 5 and stripped.strip("_") == ""


def _read_chunk(chunk: _Chunk, reader: _TextReader) -> None:
    lines = chunk.lines
    if reader.marked_up:
        lines = markdown_marks.without_fences(lines)
    if len(lines) == 1 and is_rule(lines[0].value.strip()):
        return
    if len(lines) == 1 and _is_stray_head(lines[0], reader):
        return
    if len(lines) == 2 and is_rule(lines[1].value.strip()) and bullet_end(lines[0].value.strip()) == 0:
        level = 1 if lines[1].value.strip()[0] == "=" else 2
        reader.blocks.append(_finish(Block(single_spaced(lines[0].text), "heading", level, page=lines[0].page), reader))
        return
    if _piped_cells(lines, reader):
        return
    _split(lines, chunk, reader)


def _is_stray_head(line: Line, reader: _TextReader) -> bool:
    """Whether a line alone is a running head that cuts a sentence in two, in a text without form feeds."""
    if line.page is not None or not is_page_mark(line.value.strip()) or not reader.blocks:
        return False
    before = reader.blocks[-1].text.value
    after = next((other.value.strip() for other in reader.lines[_position(line, reader) + 1 :][:6] if other.value), "")
    return len(before) >= 40 and not ends_clause(before) and after[:1].islower()


def _position(line: Line, reader: _TextReader) -> int:
    from bisect import bisect_left

    return bisect_left(reader.lines, line.number, key=lambda other: other.number)


def _piped_cells(lines: list[Line], reader: _TextReader) -> bool:
    """Read what is left of a web page's table: cells over several lines, each closed by "|"; True where it is that.

    A name and what follows it are one block, "name: value".
    """
    bars = sum(1 for line in lines if line.value.strip() == "|")
    if bars < 2 and not (bars == 1 and lines[-1].value.strip() == "|"):
        return False
    cells: list[list[tuple[Text, str]]] = [[]]
    for line in lines:
        value = line.value.strip()
        if value == "|":
            cells.append([])
            continue
        at = line.value.find(" | ")
        if at >= 0:
            cells[-1].append((single_spaced(line.text.cut(0, at)), " "))
            cells.append([(single_spaced(line.text.cut(at + 3)), " ")])
        else:
            cells[-1].append((single_spaced(line.text), " "))
    texts = [cell for cell in cells if cell]
    page = lines[0].page
    for name, value_cell in zip(texts[::2], [*texts[1::2], None] if len(texts) % 2 else texts[1::2], strict=True):
        pieces = list(name)
        if value_cell:
            last, mark = pieces.pop()
            pieces.append((last, mark))
            pieces.append((value_cell[0][0], ": "))
            pieces.extend(value_cell[1:])
        reader.blocks.append(_finish(Block(join_lines(pieces), page=page), reader))
    return True


def _split(lines: list[Line], chunk: _Chunk, reader: _TextReader) -> None:
    """Cut a chunk where a line begins something new, and join the rest."""
    values = [line.value for line in lines]
    width = max(reader.width, *map(len, values))
    wrapped = reader.wrapped or wraps(values)
    pieces: list[tuple[Text, str]] = []
    block = Block()
    for index, line in enumerate(lines):
        value = values[index].strip()
        before = values[index - 1] if index else ""
        how = glue(before, value, width, wrapped=wrapped, full=line.full) if index else "\n"
        if how == "-" and keeps_hyphen(before, value, lambda: reader.words):
            how = ""
        begun: Block | None
        if index and chunk.footed and block.role == "note" and _begins_note(value, block.note):
            begun = Block(role="note")
        else:
            begun = _begins(value, before, how, block if index else None, reader)
        if index and begun is None:
            block.bold = block.bold and line.bold
            pieces.append((single_spaced(line.text), how))
            continue
        if index:
            _add(block, pieces, reader)
        block = begun or Block()
        block.glue = how if index else None
        block.page = line.page
        block.wrapped = wrapped
        block.pressed = line.full is True
        block.bold, block.size = line.bold, line.size
        block.indent = len(line.value) - len(line.value.lstrip())
        pieces = [(single_spaced(line.text), "")]
        if chunk.footed and not block.note:
            block.role = "note"
            pieces = [(_take_note_mark(block, pieces[0][0]), "")]
        if block.role == "heading" and block.level:
            pieces = [(markdown_marks.heading_text(pieces[0][0]), "")]
        elif block.role == "item" and (cut := bullet_end(pieces[0][0].value)):
            pieces = [(pieces[0][0].cut(cut), "")]
        elif block.role == "item" and letter_bullet(value) in reader.letters:
            pieces = [(pieces[0][0].cut(1).strip(), "")]
    _add(block, pieces, reader)


def _begins(value: str, before: str, how: str, current: Block | None, reader: _TextReader) -> Block | None:
    """Return what a line begins, or None where it goes on with what stands before it."""
    if reader.marked_up and (level := markdown_marks.heading_level(value)):
        return Block(role="heading", level=level)
    if reader.marked_up and (note := markdown_marks.note_id(value)):
        return Block(role="note", note=note)
    after_item = current is not None and current.role == "item"
    done = not before or ends_clause(before) or how == "\n" or (current is not None and current.role == "heading")
    if (bullet_end(value) and (done or after_item)) or (
        letter_bullet(value) in reader.letters and (done or after_item)
    ):
        return Block(role="item")
    if lettered(value) and (done or after_item):
        return Block(role="item", indent=1)
    bare = _LEADING_MARK.sub("", value, count=1).replace("\\.", ".") if value[:1] in "*_\\" or "\\." in value else value
    if done and _LONE_NUMBER.match(bare):
        return Block()
    number = parse_number(bare)
    if number is not None and (done or after_item) and (number.style is not NumberingStyle.BARE or ends_clause(before)):
        return Block()
    if (done and heading_mark(bare)) or (current is not None and how == "\n" and _is_heading_line(current, before)):
        return Block()
    return None


def _is_heading_line(current: Block, before: str) -> bool:
    """Whether the line before is a heading with a mark, after which even an unmarked line is new."""
    return current.role == "heading" or heading_mark(before.strip()) is not None


def _begins_note(value: str, before: str) -> bool:
    """Whether a line under a foot rule begins the next note: by a raised mark, or the number after the last."""
    found = _NOTE_MARK.match(value)
    if found is None:
        return False
    mark = found["mark"]
    if not mark.isascii() or mark[0] == "*":
        return True
    return mark.isdecimal() and before.isdecimal() and before.isascii() and int(mark) == int(before) + 1


def _take_note_mark(block: Block, text: Text) -> Text:
    """Name a note that stands under a foot rule by its mark, and give its text without it."""
    found = _NOTE_MARK.match(text.value)
    block.note = found["mark"] if found else ""
    return text.cut(found.end()) if found else text


def _add(block: Block, pieces: list[tuple[Text, str]], reader: _TextReader) -> None:
    block.text = join_lines(pieces)
    reader.blocks.append(_finish(block, reader))


def _finish(block: Block, reader: _TextReader) -> Block:
    """Take the marks of emphasis, links and notes out of a block's text."""
    if block.role == "note" and reader.marked_up:
        block.text = markdown_marks.note_text(block.text)
    markdown_marks.take_inline(block, marked_up=reader.marked_up)
    lead = len(block.text.value) - len(block.text.value.lstrip())
    block.text = block.text.strip()
    block.cites = tuple((name, max(0, at - lead)) for name, at in block.cites)
    if block.role == "item" and block.glue is None:
        _star_note(block, reader)
    return block


def _star_note(block: Block, reader: _TextReader) -> None:
    """Turn a lone "* text" into the note that an earlier "text*" cites."""
    line = block.text.line
    if line is None or not (found := _STAR_NOTE.match(reader.lines[_line_index(line, reader)].value.lstrip())):
        return
    mark = found["mark"]
    for other in reversed(reader.blocks[-40:]):
        value = other.text.value
        if other.role == "item" or not value.endswith(mark) or len(value) <= len(mark):
            continue
        at = len(value) - len(mark)
        other.text = other.text.cut(0, at)
        other.cites = (*other.cites, (mark, at))
        block.role, block.note = "note", mark
        return


def _line_index(number: int, reader: _TextReader) -> int:
    from bisect import bisect_left

    return bisect_left(reader.lines, number, key=lambda other: other.number)
