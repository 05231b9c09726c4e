"""Texts of OpenDocument (odt): paragraphs with the numbers that are shown, notes, tables, text boxes, charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.read.blocks.block import Block, Parts, Source
from auditor.read.blocks.clean import squeeze
from auditor.read.blocks.footnotes import tie_raised
from auditor.read.blocks.placed_text import Text
from auditor.read.blocks.spanned_cells import cell_text, table_blocks, trimmed
from auditor.read.blocks.table_of_contents import CONTENTS_DROPPED, drop_contents
from auditor.read.office.archive import Archive
from auditor.read.office.odf import CHART, DRAW, OFFICE, TABLE, TEXT, CellRead, blanks, cells_of, opened, times
from auditor.read.office.odf_styles import ListCounts, OdfStyle, OdfStyles
from auditor.read.text.block_builder import BlockBuilder, superscript

if TYPE_CHECKING:
    from lxml.etree import _Element

_HREF = "{http://www.w3.org/1999/xlink}href"
_CONTENTS = frozenset(
    f"{TEXT}{local}"
    for local in (
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
        "alphabetical-index",
    )
)
_SKIPPED = frozenset(
    f"{TEXT}{local}"
    for local in ("tracked-changes", "hidden-text", "placeholder", "script", "ruby-text", "index-title-template")
) | {f"{OFFICE}annotation"}
"""What is no text of the document: comments, what was deleted, what is hidden or asks to be filled in."""
_HELD = frozenset(f"{TEXT}{local}" for local in ("p", "h", "list"))
_PARTS = frozenset((f"{TEXT}section", f"{TEXT}bibliography", f"{TEXT}index-body", f"{TEXT}index-title"))


def read_odt(source: Source) -> Parts:
    """Read a text: insertions are read, deletions and hidden text are not.

    Raises:
        Unreadable: it is broken, protected by a password, or larger than allowed.
    """
    archive, root = opened(source)
    reader = _OdtReader(archive, OdfStyles(root, archive.xml("styles.xml")))
    for body in root.iter(f"{OFFICE}text"):
        reader.blocks_in(body)
    reader.leave_notes("footnote")
    reader.leave_notes("endnote")
    blocks = reader.flow.blocks
    if drop_contents(blocks):
        reader.left_out.add(CONTENTS_DROPPED)
    tie_raised(blocks)
    return Parts(blocks, warnings=tuple(sorted(reader.left_out)))


class _OdtReader:
    """Reads the elements of the main part in their order."""

    def __init__(self, archive: Archive, styles: OdfStyles) -> None:
        self.archive = archive
        self.styles = styles
        self.flow = BlockBuilder()
        self.left_out: set[str] = set()
        self._lists = ListCounts(styles.lists)
        self._item: _Element | None = None
        """The item of a list whose number is still to be shown."""
        self._notes: list[tuple[str, _Element]] = []
        """Notes that are cited and not yet read, by a name of their own."""
        self._cited = 0
        self._drawn: list[_Element] = []
        self._charted: set[str] = set()
        self._inner = 0
        """How many cells and notes are open: notes that are cited there are read after them."""

    def blocks_in(self, parent: _Element) -> None:
        """Read the paragraphs, lists and tables of an element."""
        for element in parent:
            tag = element.tag
            if tag in (f"{TEXT}p", f"{TEXT}h"):
                self._paragraph(element)
            elif tag == f"{TEXT}list":
                self._list(element)
            elif tag == f"{TABLE}table":
                self._table(element)
            elif tag in _CONTENTS:
                self.left_out.add(CONTENTS_DROPPED)
            elif tag in _PARTS and element.get(f"{TEXT}display") in (None, "true"):
                self.blocks_in(element)
            elif isinstance(tag, str) and tag.startswith(DRAW):
                self._draw(element)
                self._extras()

    def _list(self, element: _Element) -> None:
        self._lists.enter(element)
        for item in element:
            self._item = item if item.tag == f"{TEXT}list-item" else None
            self.blocks_in(item)
            self._item = None
        self._lists.leave()

    def _paragraph(self, element: _Element) -> None:
        flow, style = self.flow, self.styles.get("paragraph", element.get(f"{TEXT}style-name"))
        if style.hidden or any(e.get(f"{TEXT}is-hidden") == "true" for e in element.iter(f"{TEXT}hidden-paragraph")):
            return
        flow.begin()
        level = times(element, f"{TEXT}outline-level") if element.tag == f"{TEXT}h" else 0
        shown = None
        if self._item is not None:
            shown, self._item = self._lists.next(self._item.get(f"{TEXT}start-value")), None
        elif level and not self._lists.is_open:
            shown = self._lists.heading(level)
        flow.put_number(shown)
        if style.title:
            flow.role, flow.level = "title", 1
        elif level:
            flow.role, flow.level = "heading", min(level, 9)
        count = len(flow.blocks)
        self._inline(element, style)
        flow.close()
        for block in flow.blocks[count:]:
            block.shown = shown is not None and bool(shown.text)
        self._extras()

    def _inline(self, parent: _Element, look: OdfStyle) -> None:
        """Add the text of an element and of what stands in it."""
        self._add(parent.text, look)
        for element in parent:
            self._piece(element, look)
            self._add(element.tail, look)

    def _add(self, text: str | None, look: OdfStyle) -> None:
        if text:
            self.flow.bold = int(bool(look.bold))
            self.flow.add(superscript(text) if look.raised else text)

    def _piece(self, element: _Element, look: OdfStyle) -> None:
        tag = element.tag
        if tag == f"{TEXT}span":
            style = self.styles.get("text", element.get(f"{TEXT}style-name"))
            if not style.hidden:
                self._inline(element, style.over(look))
        elif tag == f"{TEXT}s":
            self.flow.add(blanks(element))
        elif tag == f"{TEXT}tab":
            self.flow.add(" ")
        elif tag == f"{TEXT}line-break":
            self.flow.line_break()
        elif tag == f"{TEXT}note":
            self._cited += 1
            self._notes.append((f"note {self._cited}", element))
            self.flow.cite(f"note {self._cited}")
        elif isinstance(tag, str) and tag.startswith(DRAW):
            self._draw(element)
        elif tag not in _SKIPPED:
            self._inline(element, look)

    def _draw(self, element: _Element) -> None:
        """Remember what is drawn: text boxes, shapes with text in them, charts."""
        if element.tag == f"{DRAW}object" or any(child.tag in _HELD for child in element):
            self._drawn.append(element)
            return
        for child in element:
            self._draw(child)

    def _extras(self) -> None:
        """Read text boxes, charts and footnotes after the paragraph that they hang on."""
        drawn, self._drawn = self._drawn, []
        for element in drawn:
            if element.tag == f"{DRAW}object":
                self._chart(element)
            else:
                self.blocks_in(element)
        if not self._inner:
            self.leave_notes("footnote")

    def leave_notes(self, kind: str) -> None:
        """Read the notes of a kind that wait."""
        cited, self._notes = self._notes, []
        for name, note in cited:
            if note.get(f"{TEXT}note-class") not in (kind, None):
                self._notes.append((name, note))
                continue
            citation, body = note.find(f"{TEXT}note-citation"), note.find(f"{TEXT}note-body")
            if citation is None or body is None:
                continue
            text = " ".join(block.text.value for block in self._apart(body))
            if text:
                mark = squeeze("".join(citation.itertext()))
                self.flow.blocks.append(Block(Text(text), "note", number=mark, note=name))

    def _apart(self, element: _Element) -> list[Block]:
        """Read an element apart from the main flow."""
        flow, self.flow = self.flow, BlockBuilder()
        item, self._item = self._item, None
        self._inner += 1
        self.blocks_in(element)
        blocks = self.flow.blocks
        self._inner -= 1
        self.flow, self._item = flow, item
        return blocks

    def _table(self, table: _Element) -> None:
        """Read a table as a grid, or as the text that it only lays out."""
        found: list[Block] = []

        def read(element: _Element) -> CellRead:
            blocks = self._apart(element)
            found.extend(blocks)
            return (*cell_text(blocks), self._indent(element))

        data = table_blocks(trimmed(cells_of(table, read, self.archive.cells)))
        if data is None:
            self.flow.blocks.extend(found)
            return
        self.flow.blocks.extend(data)
        if not self._inner:
            self.leave_notes("footnote")
        self.flow.blocks.extend(block for block in found if block.grid is not None)

    def _indent(self, cell: _Element) -> int:
        first = next(cell.iter(f"{TEXT}p"), None)
        if first is None:
            return 0
        blank = next((e for e in first.iter() if e.tag == f"{TEXT}s" or (e.text or "").strip()), first)
        lead = times(blank, f"{TEXT}c") if blank.tag == f"{TEXT}s" else 0
        return self.styles.get("paragraph", first.get(f"{TEXT}style-name")).indent or lead

    def _chart(self, element: _Element) -> None:
        """Read the table that a chart was drawn from."""
        name = (element.get(_HREF) or "").removeprefix("./")
        root = self.archive.xml(f"{name}/content.xml") if name and name not in self._charted else None
        self._charted.add(name)
        chart = next(root.iter(f"{CHART}chart"), None) if root is not None else None
        table = next(chart.iter(f"{TABLE}table"), None) if chart is not None else None
        if chart is None or table is None:
            return

        def read(cell: _Element) -> CellRead:
            return squeeze(" ".join("".join(p.itertext()) for p in cell.iter(f"{TEXT}p"))), False, 0

        title = chart.find(f"{CHART}title")
        if cells := cells_of(table, read, self.archive.cells):
            caption = squeeze("".join(title.itertext())) if title is not None else ""
            self.flow.blocks.append(Block(grid=trimmed(cells, caption)))
