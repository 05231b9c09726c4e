"""Rich text files (rtf): paragraphs with the numbers that are shown, headings, notes, tables and text boxes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import ClassVar

from auditor.read.blocks.block import Block, Parts, Source
from auditor.read.blocks.footnotes import tie_raised
from auditor.read.blocks.list_numbers import Shown, number_text
from auditor.read.blocks.placed_text import Text
from auditor.read.blocks.spanned_cells import table_blocks, trimmed
from auditor.read.blocks.table_of_contents import CONTENTS_DROPPED, drop_contents
from auditor.read.limits import CellCount, passed
from auditor.read.office.rtf_state import Fonts, Group, shown_number, sign
from auditor.read.office.rtf_tables import OpenTable, RowShape
from auditor.read.office.word_styles import WordStyle, settle_heading, style_named
from auditor.read.text.block_builder import BlockBuilder, superscript

_TOKEN = re.compile(
    rb"(?P<plain>[^\\{}\r\n]+)|\\(?P<word>[a-zA-Z]{1,40})(?P<number>-?\d{1,10})? ?|(?P<brace>[{}])"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])|(?P<end>[\r\n]+|\\)",
    re.DOTALL,
)
_NOT_READ = (
    *("colortbl", "info", "header", "headerf", "headerl", "headerr", "footer", "footerf", "footerl", "footerr", "pict"),
    *("nonshppict", "nonesttables", "shprslt", "sp", "filetbl", "comment", "private", "tc", "txe", "xe", "rxe"),
)
_TARGETS = {
    "fonttbl": "fonts",
    "stylesheet": "styles",
    "listtext": "number",
    "pntext": "number",
    "fldinst": "code",
    "shpinst": "shape",
    "do": "shape",
    "nesttableprops": "rows",
    "footnote": "note",
    "shptxt": "box",
    "dptxbxtext": "box",
    "updnprop": "",
    **dict.fromkeys(_NOT_READ, "skipped"),
}
"""Where text goes that stands in a group of that name. Of other groups, those are skipped that say that they may be."""
_SAID = {
    "emdash": "—",
    "endash": "–",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "tab": " ",
    "page": " ",
    "column": " ",
}
_SIGNS = {b"~": "\u00a0", b"_": "-"}
_TEXTS = frozenset(("text", "note", "box"))
"""Targets that are text of the document."""
_CONTENTS = re.compile(r"\s*TOC\b")
CUT_OFF = "the file ends in the middle of its text: what came after is missing"
_LONGEST_NAME = 200
_DEEPEST_TABLE = 20
_NO_STYLE = WordStyle()


def read_rtf(source: Source) -> Parts:
    """Read a rich text file: insertions are read, deletions and hidden text are not.

    Raises:
        Unreadable: its groups are nested too deeply, or its tables have more cells than allowed.
    """
    reader = _RtfReader(source)
    blocks = reader.read()
    if drop_contents(blocks):
        reader.left_out.add(CONTENTS_DROPPED)
    tie_raised(blocks)
    return Parts(blocks, warnings=tuple(sorted(reader.left_out)))


@dataclass(slots=True)
class _Story:
    """The text of the document, of a note or of a box, as far as it has come in."""

    depth: int = 0
    """How many groups stand around it."""
    note: str = ""
    """What a note is cited by."""
    mark: str = ""
    """Of a note: the mark that the writer gave it."""
    at_end: bool = False
    """Whether it is a note that stands at the end of the document."""
    flow: BlockBuilder = field(default_factory=BlockBuilder)
    tables: list[OpenTable] = field(default_factory=list)
    """Tables that are open, the outermost first."""
    row: RowShape = field(default_factory=RowShape)
    inner_row: RowShape = field(default_factory=RowShape)
    """Of a table within another."""
    in_row: bool = False
    number: Shown | None = None
    """Of the paragraph that is open, until its text comes."""
    numbered: bool = False
    """Whether the paragraph that is open has been given its number."""
    extras: list[Block] = field(default_factory=list)
    """Boxes and notes that hang on the paragraph or table that is open."""


class _RtfReader:
    """Reads the groups and control words of a file in their order."""

    def __init__(self, source: Source) -> None:
        self.left_out: set[str] = set()
        self._source = source
        self._cells = CellCount(source.label, source.limits)
        self._story = _Story()
        self._outer: list[_Story] = []
        self._group = Group()
        self._groups: list[Group] = []
        self._fonts = Fonts()
        self._styles: dict[int, WordStyle] = {}
        self._style: tuple[int, int | None] = (0, None)
        """Number and outline level of the style that is being read."""
        self._bytes = bytearray()
        """Characters that are not decoded yet: one may take several bytes, and these several forms."""
        self._name = ""
        """What has come in that is no text of the document: a number, a field's code, a style's name."""
        self._may_be_skipped = False
        self._skip = 0
        """Characters that follow one of Unicode, and are still to come."""
        self._raised = ""
        """Raised characters, which are the mark of a note if one follows."""
        self._cited = 0
        self._counted = {False: 0, True: 0}
        """Notes that were given a number, those at the end apart."""
        self._last: list[Block] = []
        """Notes at the end of the document."""

    def read(self) -> list[Block]:
        """Read the whole file."""
        data, at = self._source.data, 0
        while (found := _TOKEN.match(data, at)) is not None:
            at = found.end()
            kind = found.lastgroup
            if kind == "plain":
                self._take(found["plain"])
            elif kind == "hex":
                self._take(bytes([int(found["hex"], 16)]))
            elif kind == "brace":
                if not self._brace(opens=found["brace"] == b"{"):
                    break
            elif kind == "sign":
                self._sign(found["sign"])
            elif kind != "end":
                number = int(found["number"]) if found["number"] else None
                at += self._word(found["word"].decode("ascii"), number)
        return self._ended()

    def _ended(self) -> list[Block]:
        """End what is open, say so where the file does not, and return all blocks."""
        cut_off = bool(self._groups)
        while self._groups:
            self._brace(opens=False)
        self._end_paragraph()
        self._flow_at(0)
        blocks = [*self._story.flow.blocks, *self._last]
        if cut_off and blocks:
            self.left_out.add(CUT_OFF)
        return blocks

    def _take(self, data: bytes) -> None:
        """Take characters of text, but those that stand for one of Unicode."""
        skipped = min(self._skip, len(data))
        self._skip -= skipped
        if self._group.target != "skipped":
            self._bytes += data[skipped:]

    def _flush(self) -> None:
        if self._bytes:
            data = bytes(self._bytes)
            self._bytes.clear()
            self._say(self._fonts.decode(data, self._group.look))

    def _brace(self, *, opens: bool) -> bool:
        """Begin or end a group; False where the file ends with it."""
        self._flush()
        self._skip, self._may_be_skipped = 0, False
        limits = self._source.limits
        if opens:
            self._groups.append(self._group)
            if len(self._groups) > limits.depth:
                why = f"its groups are nested too deeply (more than {limits.depth:,} levels)"
                raise passed(self._source.label, limits, "depth", why)
            return True
        if self._groups:
            self._end_group()
        return bool(self._groups)

    def _end_group(self) -> None:
        ended = self._group
        if ended.target in ("note", "box") and len(self._groups) == self._story.depth:
            self._leave_story()
        self._group = self._groups.pop()
        if ended.target == "styles":
            name = self._name.strip(" ;")
            if name:
                number, outline = self._style
                self._styles[number] = style_named(name, outline)
            self._name, self._style = "", (0, None)
        elif ended.target == "number" != self._group.target:
            self._story.number = shown_number(self._name)
        elif ended.target == "code" != self._group.target and _CONTENTS.match(self._name):
            self._group = replace(self._group, target="skipped")
            self.left_out.add(CONTENTS_DROPPED)

    def _sign(self, char: bytes) -> None:
        self._flush()
        if self._skip:
            self._skip -= 1
        elif char == b"*":
            self._may_be_skipped = True
        elif char in b"\\{}":
            self._take(char)
        elif char in b"\r\n":
            self._word("par", None)
        else:
            self._say(_SIGNS.get(char, ""))

    def _word(self, control: str, number: int | None) -> int:
        """Do what a control word says, and return how many bytes after it are no text."""
        self._flush()
        if control == "bin":
            return max(0, number or 0)
        if self._skip:
            self._skip -= 1
        elif self._group.target != "skipped":
            target = _TARGETS.get(control, "skipped" if self._may_be_skipped else "")
            if target:
                self._enter(target)
            else:
                self._do(control, number)
        self._may_be_skipped = False
        return 0

    def _do(self, control: str, number: int | None) -> None:
        if control == "u":
            self._skip = self._group.fallback
            self._say(sign(chr((number or 0) % 65_536)))
        elif control in _SAID:
            self._say(_SAID[control])
        elif self._group.target == "fonts":
            self._fonts.say(control, number or 0)
        elif self._group.target == "styles":
            self._style_word(control, number)
        elif control in self._ACTS and self._group.target in (*_TEXTS, "rows"):
            self._settle_raised()
            self._ACTS[control](self, number or 0)
        else:
            self._group = self._group.changed(control, number)

    def _style_word(self, control: str, number: int | None) -> None:
        if control == "s":
            self._style = (number or 0, self._style[1])
        elif control == "outlinelevel":
            self._style = (self._style[0], number)

    def _enter(self, target: str) -> None:
        """Let the text of the group go to another place."""
        group = self._group
        if target == "note":
            mark, self._raised = self._raised.strip(), ""
            self._cited += 1
            name = f"note {self._cited}"
            self._flow().cite(name)
            self._begin_story(_Story(len(self._groups), name, mark))
        elif target == "box":
            self._settle_raised()
            self._begin_story(_Story(len(self._groups)))
        self._group = Group(target, fallback=group.fallback) if target in _TEXTS else replace(group, target=target)
        self._name = ""

    def _begin_story(self, story: _Story) -> None:
        self._outer.append(self._story)
        self._story = story

    def _leave_story(self) -> None:
        """End a note or a box, and hang it on what is open around it."""
        self._end_paragraph()
        self._flow_at(0)
        story, self._story = self._story, self._outer.pop()
        blocks = story.flow.blocks
        if not story.note:
            self._story.extras.extend(blocks)
            return
        if not story.mark:
            self._counted[story.at_end] += 1
            story.mark = number_text(self._counted[story.at_end], "lowerRoman" if story.at_end else "decimal")
        text = " ".join(block.text.value for block in blocks if block.grid is None)
        if text:
            note = Block(Text(text), "note", number=story.mark, note=story.note)
            (self._last if story.at_end else self._story.extras).append(note)

    def _say(self, text: str) -> None:
        group = self._group
        if group.target not in _TEXTS:
            self._name = (self._name + text)[:_LONGEST_NAME]
        elif not text or group.look.unseen:
            return
        elif self._styles.get(group.paragraph.style, _NO_STYLE).contents:
            self.left_out.add(CONTENTS_DROPPED)
        elif group.look.raised:
            self._raised += text
        else:
            self._settle_raised()
            self._flow().add(text)

    def _settle_raised(self) -> None:
        """Add raised characters that are no mark of a note; such as begin a note are its own mark."""
        if self._raised:
            raised, self._raised = self._raised, ""
            story = self._story
            if story.note and story.flow.is_empty() and not story.flow.blocks:
                story.mark = story.mark or raised.strip()
            else:
                self._flow().add(superscript(raised))

    def _flow(self) -> BlockBuilder:
        """Return where text goes now, with the number of its paragraph before it."""
        story = self._story
        flow = self._flow_at(self._level())
        if flow.is_empty():
            if story.tables and not flow.blocks:
                story.tables[-1].indent = self._group.paragraph.indent
            if story.number is not None:
                flow.put_number(story.number)
                story.numbered = bool(story.number.text)
                story.number = None
        flow.bold = int(self._group.look.bold)
        return flow

    def _level(self) -> int:
        return max(self._group.paragraph.level, int(self._story.in_row))

    def _flow_at(self, level: int) -> BlockBuilder:
        """Return the flow within that many tables; deeper ones are ended, missing ones begun."""
        story = self._story
        while len(story.tables) > level:
            self._end_table(story.tables.pop())
        while len(story.tables) < min(level, _DEEPEST_TABLE):
            self._open_flow().close()
            story.tables.append(OpenTable())
        return self._open_flow()

    def _open_flow(self) -> BlockBuilder:
        story = self._story
        return story.tables[-1].flow if story.tables else story.flow

    def _end_table(self, table: OpenTable) -> None:
        story = self._story
        table.finish(story.inner_row if story.tables else story.row)
        cells, area = table.cells()
        self._cells.take(area)
        flow = self._open_flow()
        flow.close()
        data = table_blocks(trimmed(cells))
        flow.blocks.extend(data or ())
        flow.blocks.extend(block for block in table.blocks() if data is None or block.grid is not None)
        self._leave_extras()

    def _end_paragraph(self, _: int = 0) -> None:
        self._settle_raised()
        story, paragraph = self._story, self._group.paragraph
        flow = self._flow_at(self._level())
        style = self._styles.get(paragraph.style, _NO_STYLE)
        level = style.heading if paragraph.outline is None else paragraph.outline + 1
        if style.title:
            flow.role, flow.level = "title", 1
        elif 0 < level <= 9:
            flow.role, flow.level = "heading", level
        count = len(flow.blocks)
        flow.close()
        for block in flow.blocks[count:]:
            settle_heading(block)
            block.shown = story.numbered
        story.number, story.numbered = None, False
        self._leave_extras()

    def _leave_extras(self) -> None:
        """Put boxes and notes behind what they hang on, once no table is open."""
        story = self._story
        if not story.tables:
            story.flow.blocks.extend(story.extras)
            story.extras = []

    def _break_line(self, _: int) -> None:
        self._flow().line_break()

    def _end_cell(self, level: int) -> None:
        """End a cell; those of inner tables say that they are (`level`)."""
        self._flow_at(max(level, 1))
        self._story.tables[-1].end_cell()
        self._story.number, self._story.numbered = None, False

    def _end_row(self, _: int) -> None:
        self._flow_at(1)
        self._story.tables[-1].end_row(self._story.row)
        self._story.in_row = False

    def _end_inner_cell(self, _: int) -> None:
        self._end_cell(max(2, self._level()))

    def _end_inner_row(self, _: int) -> None:
        self._flow_at(max(2, self._level()))
        self._story.tables[-1].end_row(self._story.inner_row)

    def _begin_row(self, _: int) -> None:
        if self._group.target == "rows":
            self._story.inner_row = RowShape()
        else:
            self._story.row, self._story.in_row = RowShape(), True

    def _shape(self) -> RowShape:
        return self._story.inner_row if self._group.target == "rows" else self._story.row

    def _row_begins(self, left: int) -> None:
        self._shape().left = left

    def _cell_ends(self, right: int) -> None:
        self._shape().end_cell(right)

    def _joined_left(self, _: int) -> None:
        self._shape().join(left=True)

    def _joined_above(self, _: int) -> None:
        self._shape().join(above=True)

    def _note_at_end(self, _: int) -> None:
        self._story.at_end = True

    def _code_page(self, number: int) -> None:
        self._fonts.set_page(number)

    def _default_font(self, number: int) -> None:
        self._fonts.default = number

    def _nothing(self, _: int) -> None:
        """Let raised characters before it be text: an automatic mark of a note is none of them."""

    _ACTS: ClassVar[dict[str, Callable[[_RtfReader, int], None]]] = {
        "par": _end_paragraph,
        "sect": _end_paragraph,
        "line": _break_line,
        "cell": _end_cell,
        "row": _end_row,
        "nestcell": _end_inner_cell,
        "nestrow": _end_inner_row,
        "trowd": _begin_row,
        "trleft": _row_begins,
        "cellx": _cell_ends,
        "clmrg": _joined_left,
        "clvmrg": _joined_above,
        "chftn": _nothing,
        "ftnalt": _note_at_end,
        "ansicpg": _code_page,
        "deff": _default_font,
    }
    """What control words do that change more than a look."""
