"""The whole document as the page shows it: paragraphs and tables in order, every figure marked by how it fares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from auditor.model.document import Cell, Document, Paragraph, Table
from auditor.model.figure import Figure
from auditor.report.content import Piece, ShownGrid
from auditor.report.page import shown_tables
from auditor.report.places import unnumbered
from auditor.report.quoted import block_anchor
from auditor.report.safe_text import line, plain


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


def passages(document: Document, figures: Iterable[Figure], mark: Marker) -> tuple[ShownPassage, ...]:
    """Return the document as the page shows it.

    Args:
        document: The document.
        figures: Its figures, in any order.
        mark: Says how a figure is marked.

    Returns:
        Paragraphs and tables in reading order, each with the page where a new one begins.
    """
    in_text: dict[int, list[Figure]] = {}
    in_cells: dict[str, dict[tuple[int, int], list[Figure]]] = {}
    for figure in figures:
        if figure.table is not None and figure.row is not None and figure.column is not None:
            in_cells.setdefault(figure.table, {}).setdefault((figure.row, figure.column), []).append(figure)
        else:
            in_text.setdefault(figure.order, []).append(figure)
    blocks: list[Paragraph | Table] = sorted((*document.paragraphs, *document.tables), key=lambda block: block.order)
    made: list[ShownPassage] = []
    page, before = None, ""
    for block in blocks:
        turned = block.page if block.page != page else None
        page = block.page
        if isinstance(block, Table):
            cells = in_cells.get(block.label, {})
            anchor = block_anchor(block.order)
            grid = shown_tables.full(block, cells, cutter(cells, mark), anchor)
            if before == grid.caption:
                grid = replace(grid, caption="", label=block.label)  # it stands above as a paragraph
            made.append(ShownPassage(anchor, "table", "", block.label, grid=grid, page=turned))
        else:
            made.append(_paragraph(block, in_text.get(block.order, ()), mark, turned))
        before = "" if isinstance(block, Table) else line(block.text)
    return tuple(made)


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


def _paragraph(paragraph: Paragraph, figures: Iterable[Figure], mark: Marker, page: int | None) -> ShownPassage:
    number = "" if unnumbered(paragraph.label) else line(paragraph.label)
    pieces = marked(paragraph.text, figures, mark)
    return ShownPassage(block_anchor(paragraph.order), paragraph.kind, number, line(paragraph.label), pieces, page=page)
