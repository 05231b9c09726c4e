"""Charts of Office files: the data that they were drawn from, as a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.model.document import Cell
from auditor.read.blocks.block import Grid
from auditor.read.blocks.clean import squeeze
from auditor.read.office.number_format import shown
from auditor.read.office.ooxml import Names, first, path

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_POINTS = 10_000
_MOST_SERIES = 500


def chart_grid(root: _Element) -> Grid | None:
    """Return the cached data of a chart: a row a category, a column a series; None where there is none."""
    names = Names(root)
    series = [element for element in root.iter() if names.local(element) == "ser"][:_MOST_SERIES]
    columns: list[tuple[str, dict[int, str]]] = []
    categories: dict[int, str] = {}
    for element in series:
        title = " ".join(_strings(first(element, names, "tx"), names).values())
        values = _numbers(_one_of(element, names, ("val", "yVal")), names)
        if values:
            columns.append((title, values))
        categories = categories or _strings(_one_of(element, names, ("cat", "xVal")), names)
    rows = sorted({index for _, values in columns for index in values})
    if not rows:
        return None
    cells = [Cell(title, 0, c) for c, (title, _) in enumerate(columns, 1) if title]
    for r, index in enumerate(rows, 1):
        if categories.get(index):
            cells.append(Cell(categories[index], r, 0))
        cells.extend(Cell(values[index], r, c) for c, (_, values) in enumerate(columns, 1) if index in values)
    caption = path(root, names, "chart", "title")
    words = (e.text or "" for e in caption.iter() if names.local(e) in ("t", "v")) if caption is not None else ()
    return Grid(tuple(cells), len(rows) + 1, len(columns) + 1, caption=squeeze("".join(words)))


def _one_of(element: _Element, names: Names, kinds: tuple[str, ...]) -> _Element | None:
    return next((child for kind in kinds if (child := first(element, names, kind)) is not None), None)


def _points(element: _Element | None, names: Names) -> Iterator[tuple[int, str]]:
    if element is None:
        return
    for point in element.iter():
        if names.local(point) != "pt":
            continue
        index = point.get("idx") or ""
        value = first(point, names, "v")
        if index.isdecimal() and len(index) < 6 and int(index) < _MOST_POINTS and value is not None and value.text:
            yield int(index), squeeze(value.text)


def _strings(element: _Element | None, names: Names) -> dict[int, str]:
    found = dict(_points(element, names))
    if not found and element is not None:
        found = {i: squeeze(v.text or "") for i, v in enumerate(e for e in element.iter() if names.local(e) == "v")}
    return found


def _numbers(element: _Element | None, names: Names) -> dict[int, str]:
    """Return the values as their format shows them."""
    if element is None:
        return {}
    code = next((e.text or "" for e in element.iter() if names.local(e) == "formatCode"), "General")
    out = {}
    for index, text in _points(element, names):
        try:
            out[index] = shown(float(text), code)
        except ValueError:
            out[index] = text
    return out
