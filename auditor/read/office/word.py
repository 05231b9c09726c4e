"""Word documents (docx): paragraphs with the numbers that Word shows, headings, notes, tables, text boxes, charts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from auditor.model.document import Cell
from auditor.read.blocks.block import Block, Grid, Parts, Source
from auditor.read.blocks.footnotes import tie_raised
from auditor.read.blocks.list_numbers import Shown
from auditor.read.blocks.placed_text import Text
from auditor.read.blocks.refining import NOT_TOLD, refining
from auditor.read.blocks.spanned_cells import cell_text, table_blocks
from auditor.read.blocks.table_of_contents import CONTENTS_DROPPED, drop_contents
from auditor.read.failure import Unreadable
from auditor.read.office.archive import Archive
from auditor.read.office.chart import chart_grid
from auditor.read.office.ooxml import Names, first, path
from auditor.read.office.word_numbers import Numbering
from auditor.read.office.word_runs import Notes, WordRuns
from auditor.read.office.word_styles import WordStyle, WordStyles, settle_heading
from auditor.read.text.block_builder import BlockBuilder
from auditor.runtime.left_out import unit

if TYPE_CHECKING:
    from lxml.etree import _Element

_WRAPPERS = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_INDENT = 180
"""Twentieths of a point that make one step of indentation in a cell."""


def read_docx(source: Source) -> Parts:
    """Read a Word document: insertions are read, deletions and hidden text are not.

    Raises:
        Unreadable: it is broken, or larger than allowed.
    """
    archive = Archive(source)
    named = (name for kind, name in archive.relations("").values() if kind == "officeDocument")
    main = next(named, "word/document.xml")
    root = archive.xml(main)
    body = first(root, Names(root), "body") if root is not None else None
    if root is None or body is None:
        raise Unreadable(source.label, "it has no main part", "open it in Word and save it anew")
    reader = _WordReader(archive, main, root)
    reader.blocks_in(body)
    reader.runs.flow.close()
    reader.leave_notes()
    runs = reader.runs
    with refining(runs.flow.blocks, "tables of contents"):
        if drop_contents(runs.flow.blocks):
            reader.left_out.add(CONTENTS_DROPPED)
    with refining(runs.flow.blocks, "the marks of notes"):
        tie_raised(runs.flow.blocks)
    return Parts(runs.flow.blocks, pages=runs.page if runs.paged else None, warnings=tuple(sorted(reader.left_out)))


class _WordReader:
    """Reads the elements of the main part in their order."""

    def __init__(self, archive: Archive, main: str, root: _Element) -> None:
        self.archive = archive
        self.names = names = Names(root)
        self.relations = archive.relations(main)
        parts: dict[str, str] = dict(self.relations.values())
        styles: _Element | None = None
        with unit("the list of styles"):
            styles = archive.xml(parts.get("styles", "word/styles.xml"))
        self.styles = WordStyles(styles, names)
        numbering: _Element | None = None
        with unit("the numbering of lists"):
            numbering = archive.xml(parts.get("numbering", "word/numbering.xml"))
        self.numbering = Numbering(numbering, names, self.styles.lists())
        self.notes = {
            "footnoteReference": self._notes("footnotes", parts, "decimal"),
            "endnoteReference": self._notes("endnotes", parts, "lowerRoman"),
        }
        rendered = paged = False
        with unit("pages", NOT_TOLD):
            rendered = any(names.local(element) == "lastRenderedPageBreak" for element in root.iter())
            breaks = (element for element in root.iter() if names.local(element) == "br")
            paged = rendered or any(names.get(element, "type") == "page" for element in breaks)
        self.runs = WordRuns(names, self.styles, self.notes, rendered=rendered)
        self.runs.paged = paged
        self.left_out: set[str] = set()
        self.tables = self.paragraphs = 0
        self._in_table = False
        self._inner: list[_Element] = []
        """Tables within cells of the table that is being read."""
        self._unended = False
        self._charted: set[str] = set()

    def _notes(self, kind: str, parts: dict[str, str], form: str) -> Notes:
        elements: dict[str, _Element] = {}
        with unit(f"the {kind}"):
            root = self.archive.xml(parts[kind]) if kind in parts else None
            elements = {self.names.get(e, "id"): e for e in root} if root is not None else {}
        return Notes(elements, form)

    def blocks_in(self, parent: _Element) -> None:
        """Read the paragraphs and tables of an element."""
        for element in parent:
            kind = self.names.local(element)
            if kind == "p":
                self.paragraphs += 1
                with self._unit(f"paragraph {self.paragraphs}"):
                    self._paragraph(element)
            elif kind == "tbl":
                self.tables += 1
                with self._unit(f"table {self.tables}"):
                    self._table(element)
            elif kind == "sdt" and self._is_contents(element):
                self.left_out.add(CONTENTS_DROPPED)
            elif kind in _WRAPPERS:
                self.blocks_in(element)
            elif kind == "altChunk":
                self.left_out.add("a part in another format (altChunk) was left out")

    @contextmanager
    def _unit(self, what: str) -> Iterator[None]:
        """Read a paragraph or table of the flow: where that fails, the next one begins as if it had not been."""
        runs = self.runs
        flow, boxes, charts, inside = runs.flow, list(runs.boxes), list(runs.charts), self._in_table

        def undo() -> None:
            runs.flow, runs.boxes, runs.charts, self._in_table, self._unended = flow, boxes, charts, inside, False
            flow.abandon()
            runs.settle_fields()

        with unit(what, where=f"page {runs.page}" if runs.paged else "", undo=undo):
            yield

    def _is_contents(self, element: _Element) -> bool:
        gallery = path(element, self.names, "sdtPr", "docPartObj", "docPartGallery")
        return gallery is not None and self.names.get(gallery, "val") == "Table of Contents"

    def _style(self, properties: _Element | None) -> WordStyle:
        named = path(properties, self.names, "pStyle")
        return self.styles.get(self.names.get(named, "val") if named is not None else self.styles.default)

    def _paragraph(self, element: _Element) -> None:
        names, flow = self.names, self.runs.flow
        properties = first(element, names, "pPr")
        style = self._style(properties)
        if style.contents or style.hidden:
            self.left_out |= {CONTENTS_DROPPED} if style.contents else set()
            return
        count, start = len(flow.blocks), self.runs.page
        shown = None
        if not self._unended:
            flow.begin()
            shown = self._number(properties, style)
            flow.put_number(shown)
            outline = path(properties, names, "outlineLvl")
            level = names.number(outline, "val") + 1 if outline is not None else style.heading
            if style.title:
                flow.role, flow.level = "title", 1
            elif 0 < level <= 9:
                flow.role, flow.level = "heading", level
        self.runs.read(element, bold=style.bold)
        self.runs.settle_fields()
        mark = path(properties, names, "rPr")
        # a paragraph whose end is a tracked deletion goes on with the next one
        self._unended = mark is not None and first(mark, names, "del") is not None
        if not self._unended:
            flow.close()
            for block in flow.blocks[count:]:
                self._settle(block, start, shown)
            self._extras()

    def _settle(self, block: Block, start: int, shown: Shown | None) -> None:
        block.page, block.last_page = (start, self.runs.page) if self.runs.paged else (None, None)
        settle_heading(block)
        block.shown = shown is not None and bool(shown.text)

    def _number(self, properties: _Element | None, style: WordStyle) -> Shown | None:
        """Count the paragraph in its list, whether it names the list itself or its style does."""
        names = self.names
        numbering = path(properties, names, "numPr")
        list_id = path(numbering, names, "numId")
        level = path(numbering, names, "ilvl")
        number = names.get(list_id, "val") if list_id is not None else style.list_id
        if not number or number == "0":
            return None
        if level is not None:
            index = names.number(level, "val")
        elif style.level is not None:
            index = style.level
        else:
            tied = (self.numbering.level_of_style(number, own) for own in style.own)
            index = next((found for found in tied if found is not None), 0)
        return self.numbering.next(number, index)

    def _extras(self) -> None:
        """Read text boxes, charts and footnotes after the paragraph that they hang on."""
        runs = self.runs
        boxes, runs.boxes = runs.boxes, []
        charts, runs.charts = runs.charts, []
        for box in boxes:
            with self._unit("a text box"):
                self.blocks_in(box)
        for chart in charts:
            _, name = self.relations.get(chart, ("", ""))
            if name in self._charted:
                continue
            self._charted.add(name)
            with unit(f"a chart ({name})"):
                root = self.archive.xml(name) if name else None
                grid = chart_grid(root) if root is not None else None
                if grid is not None:
                    runs.flow.blocks.append(Block(grid=grid, page=self._printed(runs.page)))
        if not self._in_table:
            self._leave("footnoteReference")

    def leave_notes(self) -> None:
        """Read the notes that stand at the end of the document."""
        self._leave("footnoteReference")
        self._leave("endnoteReference")

    def _leave(self, kind: str) -> None:
        notes, runs = self.notes[kind], self.runs
        waiting, notes.waiting = notes.waiting, []
        for note in waiting:
            with self._unit(f"note {notes.given[note]}"):
                text = runs.apart(_paragraphs_in(notes.elements[note], self.names))
                if text:
                    block = Block(Text(text), "note", number=notes.given[note], note=f"{kind[0]}{note}")
                    block.page = self._printed(runs.page)
                    runs.flow.blocks.append(block)

    def _table(self, table: _Element) -> None:
        runs = self.runs
        runs.flow.close()
        page, counts = runs.page, self.numbering.state()
        given = {kind: (dict(notes.given), notes.counted) for kind, notes in self.notes.items()}
        self._inner = []
        grid = self._grid(table)
        inner = self._inner
        if self._take_grid(grid, page):
            self._leave("footnoteReference")
            for other in inner:
                self._table(other)
            return
        # it lays out text: go back, and read the cells as the text that they are
        runs.page = page
        self.numbering.reset(counts)
        for kind, notes in self.notes.items():
            notes.given, notes.counted = given[kind]
            notes.waiting = [note for note in notes.waiting if note in notes.given]
        for row in _children(table, "tr", self.names):
            for cell in _children(row, "tc", self.names):
                self.blocks_in(cell)

    def _take_grid(self, grid: Grid, page: int) -> bool:
        """Take a table of data that begins on a page; False for one that only lays out text."""
        data = table_blocks(grid) if grid.cells else []
        for block in data or ():
            block.page = self._printed(page if block.grid is not None else self.runs.page)
        self.runs.flow.blocks.extend(data or ())
        return data is not None

    def _printed(self, page: int) -> int | None:
        """Return a page, where the document tells them."""
        return page if self.runs.paged else None

    def _grid(self, table: _Element) -> Grid:
        """Read a table as a grid, of the cells that have a text."""
        names = self.names
        cells: list[Cell] = []
        merged: dict[int, int] = {}
        rows = columns = 0
        for row in _children(table, "tr", names):
            properties = first(row, names, "trPr")
            if properties is not None and first(properties, names, "del") is not None:
                continue
            before = path(properties, names, "gridBefore")
            column = min(names.number(before, "val"), 1_000) if before is not None else 0
            for element in _children(row, "tc", names):
                column += self._place(element, rows, column, cells, merged)
            rows, columns = rows + 1, max(columns, column)
        self.archive.cells.take(rows * columns)
        return Grid(tuple(cell for cell in cells if cell.text), rows, columns)

    def _place(self, element: _Element, row: int, column: int, cells: list[Cell], merged: dict[int, int]) -> int:
        """Read a cell and give the number of columns that it takes."""
        names = self.names
        properties = first(element, names, "tcPr")
        span = path(properties, names, "gridSpan")
        width = max(1, min(names.number(span, "val"), 1_000)) if span is not None else 1
        vertical = path(properties, names, "vMerge")
        if vertical is not None and names.get(vertical, "val") != "restart" and column in merged:
            above = cells[merged[column]]
            cells[merged[column]] = replace(above, rows=row - above.row + 1)
            return width
        if vertical is not None:
            merged[column] = len(cells)
        else:
            merged.pop(column, None)
        text, bold, indent = self._cell_text(element)
        cells.append(Cell(text, row, column, 1, width, bold, indent))
        return width

    def _cell_text(self, element: _Element) -> tuple[str, bool, int]:
        runs = self.runs
        flow, boxes, inside = runs.flow, runs.boxes, self._in_table
        runs.flow, runs.boxes, self._in_table = BlockBuilder(), [], True
        indent = 0
        self._inner.extend(_children(element, "tbl", self.names))
        for paragraph in _paragraphs_in(element, self.names, tables=False):
            properties = first(paragraph, self.names, "pPr")
            style = self._style(properties)
            runs.flow.begin()
            shown = self._number(properties, style)
            if shown is not None and shown.text:
                runs.flow.add(f"{shown.text} ")
            runs.read(paragraph, bold=style.bold)
            runs.flow.close()
            indent = indent or self._indent(properties, paragraph)
        blocks = runs.flow.blocks
        runs.flow, runs.boxes, self._in_table = flow, boxes, inside
        return (*cell_text(blocks), indent)

    def _indent(self, properties: _Element | None, paragraph: _Element) -> int:
        shift = path(properties, self.names, "ind")
        left = self.names.number(shift, "left") or self.names.number(shift, "start") if shift is not None else 0
        lead = next((t.text or "" for t in paragraph.iter() if self.names.local(t) == "t"), "")
        return max(0, left) // _INDENT or len(lead) - len(lead.lstrip(" \u00a0"))


def _children(element: _Element, wanted: str, names: Names) -> Iterator[_Element]:
    """Yield the rows of a table, the cells of a row or the tables in a cell, wrapped or not."""
    for child in element:
        kind = names.local(child)
        if kind == wanted:
            yield child
        elif kind in _WRAPPERS:
            yield from _children(child, wanted, names)


def _paragraphs_in(element: _Element, names: Names, *, tables: bool = True) -> Iterator[_Element]:
    """Yield the paragraphs within an element, text boxes included; of two ways to draw one, the first.

    Args:
        element: a cell, note or text box.
        names: of the document's elements.
        tables: whether those in tables within it are asked for.
    """
    pending = list(reversed(element))
    while pending:
        child = pending.pop()
        kind = names.local(child)
        if kind == "p":
            yield child
        if kind not in ("Fallback", "pPr", "rPr", "t") and (tables or kind != "tbl"):
            pending.extend(reversed(child))
