"""What is drawn on a page of a PDF, and the space that it is drawn in."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in points from the page's upper left corner."""

_THIN = 3.0
"""Points up to which a drawn box is a line."""
_SHORT = 6.0
_DOT = (1.5, 8.0)
"""Sides, in points, of a drawn bullet."""
_MOST_EDGES = 6_000
_MOST_SEGMENTS = 2_000


@dataclass(slots=True)
class DrawnWord:
    """Characters that stand close together on a line."""

    text: str
    box: Box
    base: float
    height: float
    bold: bool
    loose: float
    """Height that the font says its characters have, which some fonts put far too low."""
    spaced: bool = False
    """Whether a blank that the page itself has follows."""


@dataclass(slots=True)
class PageContent:
    """What stands on a page."""

    number: int
    width: float
    height: float
    words: list[DrawnWord] = field(default_factory=list)
    edges: list[Box] = field(default_factory=list)
    """Lines drawn level or upright, as thin boxes."""
    dots: list[Box] = field(default_factory=list)
    """Small drawn signs, as bullets may be."""
    upright: int = 0
    """Characters that were left out because they do not run from left to right."""
    images: int = 0
    crowded: bool = False
    """Whether there are more drawn lines than were looked at."""


class Placer:
    """Moves points from the page's own space to the upper left corner of the page as it is shown."""

    def __init__(self, page: PdfPage, turn: int, width: float, height: float) -> None:
        self.turn = turn
        self.width = width
        self.height = height
        left, bottom, right, top = page.get_cropbox()
        self.left, self.bottom, self.right, self.top = left, bottom, right, top

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Move a point."""
        if self.turn == 90:
            return y - self.bottom, x - self.left
        if self.turn == 180:
            return self.right - x, y - self.bottom
        if self.turn == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Move a box."""
        (x1, y1), (x2, y2) = self.point(left, bottom), self.point(right, top)
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def read_edges(page: PdfPage, place: Placer, content: PageContent) -> None:
    """Collect level and upright lines: thin boxes, and the straight sides of drawn paths."""
    import pypdfium2.raw as pdfium

    kinds = [pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE]
    for item in page.get_objects(filter=kinds, max_depth=2):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            content.images += 1
            continue
        if len(content.edges) >= _MOST_EDGES:
            content.crowded = True
            return
        try:
            left, top, right, bottom = place.box(*item.get_bounds())
        except (RuntimeError, ValueError):
            continue
        wide, tall = right - left, bottom - top
        if _DOT[0] <= wide <= _DOT[1] and _DOT[0] <= tall <= _DOT[1] and 0.6 < wide / tall < 1.7:
            content.dots.append((left, top, right, bottom))
        elif tall <= _THIN or wide <= _THIN:
            if max(wide, tall) >= _SHORT:
                content.edges.append((left, top, right, bottom))
        elif wide <= content.width * 1.01 and tall <= content.height * 1.01:
            _add_sides(item, place, content)


def _add_sides(item: Any, place: Placer, content: PageContent) -> None:  # noqa: ANN401 - a handle of the library
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPath_CountSegments(item)
    if not 2 <= count <= _MOST_SEGMENTS:
        return
    matrix = item.get_matrix()
    points: list[tuple[float, float, int]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        if not segment or not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            return
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            return
        moved = place.point(*matrix.on_point(x.value, y.value))
        points.append((moved[0], moved[1], kind))
    for (x1, y1, _), (x2, y2, kind) in pairwise(points):
        level, upright = abs(y1 - y2) < 0.5, abs(x1 - x2) < 0.5
        if kind == pdfium.FPDF_SEGMENT_LINETO and level != upright and max(abs(x1 - x2), abs(y1 - y2)) >= _SHORT:
            content.edges.append((min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)))
