"""The whole document as the page shows it: paragraphs and tables in order, every figure marked by how it fares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from auditor.model.document import Cell, Document, Paragraph, Table
from auditor.model.figure import Figure
from auditor.report.content import Piece, ShownGrid
from auditor.report.page import shown_tables
from auditor.report.page.room import DOCUMENT, Room
from auditor.report.places import unnumbered
from auditor.report.quoted import block_anchor
from auditor.report.safe_text import line, plain

_BLOCK, _CELL, _FIGURE = 100, 40, 220
"""Bytes of the page beside the text, roughly; a figure has its id, the finding or the relations that it is in."""
_WIDEST = 100
"""Columns that are shown of a table that there is no room for."""
_LEAST = 500
"""Characters of a paragraph below which a part of it is not worth to be shown."""


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A paragraph, heading or table."""

    anchor: str
    kind: str
    """"title", "heading", "paragraph", "note" or "table"."""
    number: str
    """The number that is printed in the document, or empty."""
    label: str
    pieces: tuple[Piece, ...] = ()
    grid: ShownGrid | None = None
    page: int | None = None
    """The page, where it begins a new one."""


Marker = Callable[[Figure], Piece]
"""Makes the marked piece of a figure."""


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """What a page shows of a document."""

    passages: tuple[ShownPassage, ...] = ()
    left_out: int = 0
    """Paragraphs and tables of which nothing or only a part is shown."""
    unseen: frozenset[str] = frozenset()
    """Ids of the figures in them that are not shown."""


def passages(document: Document, figures: Iterable[Figure], mark: Marker, room: int = DOCUMENT) -> ShownDocument:
    """Return the document as the page shows it.

    Args:
        document: The document.
        figures: Its figures, in any order.
        mark: Says how a figure is marked.
        room: Bytes of the page that it may take. Where it takes more, what holds figures that fail is shown before
            anything else, and of long paragraphs and tables a part.

    Returns:
        Paragraphs and tables in reading order, each with the page where a new one begins.
    """
    shower = _Shower(figures, mark, room)
    blocks: list[Paragraph | Table] = sorted((*document.paragraphs, *document.tables), key=lambda block: block.order)
    shower.choose(blocks)
    made: list[ShownPassage] = []
    page, before = None, ""
    for block in blocks:
        found = shower.shown(block)
        if found is not None:
            turned = block.page if block.page != page else None
            page = block.page
            if found.grid is not None and before == found.grid.caption:
                # it stands above as a paragraph
                found = replace(found, grid=replace(found.grid, caption="", label=found.label))
            made.append(replace(found, page=turned))
        before = "" if isinstance(block, Table) else line(block.text)
    return ShownDocument(tuple(made), shower.left_out, _unseen(shower, made) if shower.left_out else frozenset())


def _unseen(shower: _Shower, made: Iterable[ShownPassage]) -> frozenset[str]:
    seen = set()
    for passage in made:
        rows = (*passage.grid.head, *passage.grid.body) if passage.grid else ()
        seen |= {piece.figure for piece in passage.pieces}
        seen |= {piece.figure for row in rows for cell in row for piece in cell.pieces}
    return frozenset(figure.id for figure in shower.figures if figure.id not in seen)


class _Shower:
    """Shows the blocks of one document as far as there is room."""

    def __init__(self, figures: Iterable[Figure], mark: Marker, room: int) -> None:
        self.figures = tuple(figures)
        self.left_out = 0
        self._mark, self._room = mark, Room(room)
        self._in_text: dict[int, list[Figure]] = {}
        self._in_cells: dict[str, dict[tuple[int, int], list[Figure]]] = {}
        for figure in self.figures:
            if figure.table is not None and figure.row is not None and figure.column is not None:
                self._in_cells.setdefault(figure.table, {}).setdefault((figure.row, figure.column), []).append(figure)
            else:
                self._in_text.setdefault(figure.order, []).append(figure)
        self._chosen: dict[int, ShownPassage] = {}

    def choose(self, blocks: Sequence[Paragraph | Table]) -> None:
        """Find out what of which blocks is shown."""
        costs = {block.order: self._cost(block) for block in blocks}
        much = sum(costs.values()) > self._room.left
        for block in sorted(blocks, key=self._is_sound) if much else blocks:
            cost = costs[block.order]
            made = self._table(block, cost) if isinstance(block, Table) else self._paragraph(block, cost)
            if made is not None:
                self._chosen[block.order] = made

    def shown(self, block: Paragraph | Table) -> ShownPassage | None:
        """Return what is shown of a block."""
        return self._chosen.get(block.order)

    @cached_property
    def _failing(self) -> frozenset[str]:
        """Return the ids of the figures that fail."""
        return frozenset(figure.id for figure in self.figures if self._mark(figure).role == "fails")

    def _cost(self, block: Paragraph | Table) -> int:
        """Return how many bytes of the page a block takes, roughly."""
        if isinstance(block, Table):
            inside = sum(len(each) for each in self._in_cells.get(block.label, {}).values())
            return sum(_CELL + len(cell.text) for cell in block.cells) + _FIGURE * inside
        return _BLOCK + len(block.text) + _FIGURE * len(self._in_text.get(block.order, ()))

    def _figures_of(self, block: Paragraph | Table) -> Iterable[Figure]:
        if isinstance(block, Table):
            return chain.from_iterable(self._in_cells.get(block.label, {}).values())
        return self._in_text.get(block.order, ())

    def _is_sound(self, block: Paragraph | Table) -> bool:
        return all(figure.id not in self._failing for figure in self._figures_of(block))

    def _paragraph(self, block: Paragraph, cost: int) -> ShownPassage | None:
        text, figures = block.text, self._in_text.get(block.order, [])
        if not self._room.take(cost):
            self.left_out += 1
            text = text[: int(len(text) * (self._room.left / cost))]
            if len(text) < _LEAST:
                return None
            self._room.left = 0
            text, figures = f"{text} \u2026", [figure for figure in figures if figure.end <= len(text)]
        number = "" if unnumbered(block.label) else line(block.label)
        pieces = marked(text, figures, self._mark)
        return ShownPassage(block_anchor(block.order), block.kind, number, line(block.label), pieces)

    def _table(self, block: Table, cost: int) -> ShownPassage | None:
        cells, anchor = self._in_cells.get(block.label, {}), block_anchor(block.order)
        rows: set[int] | None = None
        columns = 0
        if not self._room.take(cost):
            self.left_out += 1
            a_cell = cost // max(1, block.rows * block.columns) + _CELL
            columns = min(block.columns, _WIDEST, self._room.left // (2 * a_cell))
            if columns < 1:
                return None
            rows = self._rows(block, cells, self._room.left // (a_cell * columns))
            self._room.take(len(rows) * a_cell * columns)
        grid = shown_tables.TableToShow(block, cells).full(cutter(cells, self._mark), anchor, rows, columns)
        return ShownPassage(anchor, "table", "", block.label, grid=grid)

    def _rows(self, block: Table, cells: Mapping[tuple[int, int], Sequence[Figure]], most: int) -> set[int]:
        """Return the first row and, of the others, those with figures that fail before the first ones."""
        failing = {row for (row, _), own in cells.items() if any(each.id in self._failing for each in own)}
        ordered = dict.fromkeys((0, *sorted(failing), *range(min(block.rows, most))))
        return set(list(ordered)[:most])


def cutter(cells: Mapping[tuple[int, int], Sequence[Figure]], mark: Marker) -> shown_tables.Cut:
    """Return what marks the figures of a table's cells."""

    def cut(cell: Cell) -> tuple[Piece, ...]:
        return marked(cell.text, cells.get((cell.row, cell.column), ()), mark)

    return cut


def marked(text: str, figures: Iterable[Figure], mark: Marker) -> tuple[Piece, ...]:
    """Return a text cut at its figures; line feeds stay.

    Args:
        text: The text that the offsets of the figures count in.
        figures: In any order; of two on the same words the first is marked.
        mark: Says how a figure is marked.

    Returns:
        Pieces that make up the text, made safe to show; none is empty.
    """
    made: list[Piece] = []
    at = 0
    for figure in sorted(figures, key=lambda figure: (figure.start, figure.end)):
        if figure.start < at or not at <= figure.start < figure.end <= len(text):
            continue
        made.append(Piece(plain(text[at : figure.start])))
        piece = mark(figure)
        made.append(Piece(line(text[figure.start : figure.end]), piece.role, piece.figure, piece.told, piece.target))
        at = figure.end
    made.append(Piece(plain(text[at:])))
    return tuple(piece for piece in made if piece.text)
