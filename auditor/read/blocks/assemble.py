"""From blocks to a document: paragraphs with their bullets, sections, notes and tables in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from auditor.model.document import BlockKind, Paragraph, Table
from auditor.read.blocks.block import Block
from auditor.read.blocks.line_kinds import division, ends_clause
from auditor.read.blocks.outline import UNMARKED, outline
from auditor.read.blocks.placed_text import Text, join
from auditor.read.blocks.refining import NOT_TOLD, refining
from auditor.runtime.left_out import leave_out, unit

_LONGEST_CAPTION = 250
_BREAKABLE = 40
"""Characters from which a text without an end is taken to go on after a blank line."""
_BULLET = Text("\n- ")
_SPACE = Text(" ")
_NEWLINE = Text("\n")
_METADATA = re.compile(r"[\[(]|[^\W\d_]+\.?:\s|\d")


@dataclass(slots=True)
class _Draft:
    """A paragraph while its pieces come in."""

    order: int
    kind: BlockKind
    number: str
    section: tuple[str, ...]
    page: int | None
    last_page: int | None
    pieces: list[Text] = field(default_factory=list)
    cites: list[tuple[str, int]] = field(default_factory=list)
    length: int = 0
    note: str = ""
    bulleted: bool = False

    def add(self, glue: Text | None, block: Block) -> None:
        """Put a block's text at the end."""
        if glue is not None:
            self.pieces.append(glue)
            self.length += len(glue.value)
        self.cites.extend((name, at + self.length) for name, at in block.cites)
        self.pieces.append(block.text)
        self.length += len(block.text.value)
        self.last_page = block.last_page or block.page

    def ending(self) -> str:
        """Return the last characters."""
        out = ""
        for piece in reversed(self.pieces):
            out = piece.value[-80:] + out
            if len(out) >= _BREAKABLE:
                break
        return out


@dataclass(slots=True)
class _Assembly:
    drafts: list[_Draft | Table] = field(default_factory=list)
    current: _Draft | None = None
    sections: list[tuple[int, str]] = field(default_factory=list)
    tables: int = 0
    count: int = 0


def assemble(blocks: list[Block], *, prose: bool = True) -> tuple[tuple[Paragraph, ...], tuple[Table, ...], str]:
    """Return paragraphs and tables in reading order, and the title that the text shows (empty where it shows none)."""
    blocks = [b for b in blocks if b.grid is not None or b.text.value.strip()]
    with refining(blocks, "headings and numbers of paragraphs"):
        blocks = outline(blocks, prose=prose)
    state = _Assembly()
    for index, block in enumerate(blocks):
        try:
            _add(block, blocks, index, state)
        except Exception as error:  # noqa: BLE001 - as in `unit`, but for each of very many blocks
            leave_out(error, what=_named(block))
            state.current = None
    paragraphs = _finished(state)
    tables = tuple(draft for draft in state.drafts if isinstance(draft, Table))
    title = ""
    with unit("the title", NOT_TOLD):
        title = _title(paragraphs, blocks)
    return paragraphs, tables, title


def _named(block: Block) -> str:
    """Return a block with its place, as people name it."""
    line = block.grid.line if block.grid is not None else block.text.line
    place = f" on page {block.page}" if block.page is not None else f" at line {line}" if line is not None else ""
    return f"a {'table' if block.grid is not None else 'note' if block.role == 'note' else 'paragraph'}{place}"


def _add(block: Block, blocks: list[Block], index: int, state: _Assembly) -> None:
    """Put a block into the document, as what it is."""
    if block.grid is not None:
        _add_table(block, blocks, index, state)
    elif block.role == "note":
        _begin(block, "note", state)
    elif block.role == "title":
        state.current = None
        _begin(block, "title", state)
    elif block.role == "heading":
        _add_heading(block, state)
    elif block.role == "caption":
        _begin(block, "heading", state)
    elif block.role == "item":
        _add_item(block, state)
    else:
        _add_text(block, state)


def _begin(block: Block, kind: BlockKind, state: _Assembly) -> _Draft:
    section = tuple(text for _, text in state.sections) if kind != "title" else ()
    draft = _Draft(state.count, kind, block.number, section, block.page, block.page, note=block.note)
    draft.add(None, block)
    state.count += 1
    state.drafts.append(draft)
    return draft


def _add_heading(block: Block, state: _Assembly) -> None:
    state.current = None
    # levels that a format gives and levels guessed from a mark (negative) are not compared with one another
    level = block.level if block.level > 0 else 10 - block.level
    while state.sections and state.sections[-1][0] >= level:
        state.sections.pop()
    _begin(block, "heading", state)
    state.sections.append((level, block.text.value))


def _add_item(block: Block, state: _Assembly) -> None:
    if state.current is None:
        text = block.text
        block.text = join([Text("- ", text.marks[:1]), text])
        block.cites = tuple((name, at + 2) for name, at in block.cites)
        state.current = _begin(block, "paragraph", state)
    else:
        state.current.add(_BULLET, block)
    state.current.bulleted = True


def _add_text(block: Block, state: _Assembly) -> None:
    current = state.current
    if current is None or block.number:
        state.current = _begin(block, "paragraph", state)
        return
    ending = current.ending()
    if _goes_on(ending, current, block):
        current.add(_SPACE, block)
    elif ending.endswith(":") and "\n" in block.text.value and not ends_clause(block.text.value.partition("\n")[0]):
        current.add(_NEWLINE, block)
    else:
        state.current = _begin(block, "paragraph", state)


def _goes_on(ending: str, current: _Draft, block: Block) -> bool:
    """Whether a block is the rest of a sentence that a page break or blank line interrupts."""
    if len(ending) < _BREAKABLE:
        return False
    if ends_clause(ending):
        # where paragraphs are numbered, one without a number that had no room on the page before is no new one
        return bool(current.number) and block.pressed and not ending.endswith(":")
    head = block.text.value[:1]
    if head.islower():
        return True
    turned = block.page is not None and current.last_page is not None and block.page > current.last_page
    return turned and head not in '“"«['


def _add_table(block: Block, blocks: list[Block], index: int, state: _Assembly) -> None:
    grid = block.grid
    if grid is None:
        return
    state.tables += 1
    caption = grid.caption or _caption_before(blocks, index)
    state.drafts.append(
        Table(
            order=state.count,
            label=f"t{state.tables}",
            cells=grid.cells,
            rows=grid.rows,
            columns=grid.columns,
            caption=caption,
            section=tuple(text for _, text in state.sections),
            page=block.page,
            line=grid.line,
            confidence=grid.confidence,
            notes=grid.notes,
        )
    )
    state.count += 1
    follower = blocks[index + 1] if index + 1 < len(blocks) else None
    current = state.current
    if current is not None and (
        follower is None or follower.grid is not None or not _goes_on(current.ending(), current, follower)
    ):
        state.current = None


def _caption_before(blocks: list[Block], index: int) -> str:
    """Return the short text right above a table that has no caption of its own."""
    before = next((block for block in reversed(blocks[max(0, index - 12) : index]) if block.role != "note"), None)
    if before is None or before.grid is not None or before.role not in ("text", "heading", "caption") or before.number:
        return ""
    value = before.text.value
    if before.role == "text" and ends_clause(value) and not value.endswith(":") and not division(value):
        return ""
    if before.role == "heading" and before.level > 0 and not any(char.isdigit() for char in value):
        return ""
    return value if len(value) <= _LONGEST_CAPTION and value.count("\n") <= 2 else ""


def _finished(state: _Assembly) -> tuple[Paragraph, ...]:
    out: list[Paragraph] = []
    anchors: dict[str, tuple[str, int]] = {}
    notes: list[tuple[int, str]] = []
    for draft in state.drafts:
        if isinstance(draft, Table):
            continue
        label = draft.number or f"p{len(out) + 1}"
        if draft.kind == "note" and (mark := draft.number or draft.note):
            label = f"note {mark}"
        with unit(f"paragraph {label}"):
            text = join(draft.pieces)
            out.append(
                Paragraph(draft.order, label, text.value, draft.kind, draft.section, draft.page, text.line, text.marks)
            )
            for name, at in draft.cites:
                anchors.setdefault(name, (label, at))
            if draft.kind == "note":
                notes.append((len(out) - 1, draft.note))
    for index, note in notes:
        if note in anchors:
            out[index] = replace(out[index], anchor=anchors[note])
    return tuple(out)


def _early_headings(blocks: list[Block]) -> set[str]:
    """Return the headings without a mark that stand in the title block, after its first lines and before any text."""
    out: set[str] = set()
    for block in blocks:
        if block.grid is not None or block.number or block.role in ("text", "item"):
            break
        if block.role == "heading" and (block.level >= 0 or block.level not in UNMARKED):
            break
        if block.role == "heading":
            out.add(block.text.value)
    return out if blocks and blocks[0].role == "title" else set()


def _title(paragraphs: tuple[Paragraph, ...], blocks: list[Block]) -> str:
    """Return the text of the title block that most looks like a title: in bold before plain, long before short."""
    early = _early_headings(blocks)
    bold = {block.text.value for block in blocks if block.role == "title" and (block.bold or block.level == 1)}
    bold |= set() if bold else early
    sizes = {block.text.value: block.size for block in blocks if block.role == "title" or block.text.value in early}
    best, best_rank = "", (0.0, False, 0)
    for paragraph in paragraphs:
        if paragraph.kind != "title" and paragraph.text not in early:
            continue
        text = paragraph.text.replace("\n", " ")
        rank = (round(sizes.get(paragraph.text, 0.0)), paragraph.text in bold, len(text))
        if rank > best_rank and not _METADATA.match(text):
            best, best_rank = text, rank
    if best:
        return best
    first = next((p for p in paragraphs if p.kind != "note"), None)
    return first.text if first is not None and first.kind == "heading" else ""
