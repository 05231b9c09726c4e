"""From a table and its figures to relations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from auditor.arithmetic.printed_digits import printed_decimals
from auditor.model.document import Table
from auditor.model.figure import Figure
from auditor.model.relation import Relation
from auditor.relations.tables.aggregation import Aggregation
from auditor.relations.tables.detect import detect
from auditor.relations.tables.differences import read_differences
from auditor.relations.tables.numeric_cells import NUMBER, NumberGrid, read_cells
from auditor.relations.tables.vocabulary import Vocabulary, vocabulary

_FEWEST = 3
"""Cells with figures below which nothing is a total."""
_PER_CENT = 100.0
_ALMOST = 1.0 - 1e-9
_SHORT = 80
"""Characters of a paragraph that is rather a caption than a sentence."""
_NOUGHT_FIRST = re.compile(r"\s*[-–—]\s.*[^\W\d_]{3}", re.DOTALL)
"""A mark for nought, or a bullet, and words behind it: the first number of the cell is not what the column has."""
_GROUPED, _THOUSAND = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+"), 1000.0


def read_table_relations(
    table: Table, figures: Sequence[Figure], language: str, around: Sequence[str] = ()
) -> tuple[Relation, ...]:
    """Find the totals, averages, shares and changes that a table asserts.

    Args:
        table: the table, as read.
        figures: the figures of this table; `row` and `column` say which cell each stands in.
        language: of the labels; a language without words of its own gets those of all.
        around: the paragraphs above and below it: a short one, or one that calls itself a note, speaks of its numbers.

    Returns:
        Relations without ids, in grid order of the aggregating cell. A cell without a figure is left out of the parts;
        a relation whose aggregating cell (or all of whose parts) have none is left out.

    Raises:
        ResourceError: `rules/tables.yaml` is missing or broken.
    """
    placed = _figure_of_each_cell(table, figures)
    if np.count_nonzero(placed) < _FEWEST:
        return ()
    indents = np.zeros(table.rows, np.intp)
    for cell in table.cells:
        if cell.indent and not cell.column:
            indents[cell.row] = cell.indent
    texts, words = table.grid(), vocabulary(language)
    grid = _as_read(read_cells(texts, words, decimal_comma=_points_group(figures)), placed)
    aggregations = read_differences(
        detect(texts, words, indents, grid, (table.caption, *table.notes, *_near(around, words)))
    )
    ordered = sorted(aggregations, key=lambda a: (a.aggregator, a.cells))
    return tuple(relation for found in ordered if (relation := _relation(found, placed)) is not None)


def _relation(found: Aggregation, placed: NDArray[np.object_]) -> Relation | None:
    """Return an aggregation over the figures of its cells, or nothing where they have too few."""
    stated = placed[found.aggregator]
    counted = [placed[cell] for cell in found.cells if placed[cell] is not None]
    if stated is None or not counted:
        return None
    tolerance = _tolerance(found, (stated, *counted))
    whole, parts = stated.id, tuple(each.id for each in counted)
    if found.operator in ("percentage", "change"):
        if len(parts) != 2:
            return None
        whole, parts = parts[0], (parts[1], whole)
    return Relation("", found.operator, whole, parts, found.cue, found.strength, found.evidence, tolerance=tolerance)


def _figure_of_each_cell(table: Table, figures: Sequence[Figure]) -> NDArray[np.object_]:
    """Return the first figure of each cell, or None, but where words behind a mark for nought give it.

    An array, of the shape (rows, columns), since a table may have millions of cells.
    """
    placed = np.full((table.rows, table.columns), None, np.object_)
    for figure in reversed(figures):
        if figure.row is not None and figure.column is not None:
            placed[figure.row, figure.column] = figure
    for cell in table.cells:
        if _NOUGHT_FIRST.match(cell.text):
            placed[cell.row, cell.column] = None
    return placed


def _tolerance(found: Aggregation, figures: Sequence[Figure]) -> float:
    """Return how far off an aggregation may be: fractions are checked as per cent, and rounding is allowed for once."""
    if found.operator in ("percentage", "change"):
        return found.tolerance * (_PER_CENT if figures[0].unit == "fraction" else 1.0)
    if found.operator != "total":
        return found.tolerance
    limits = [(figure.low, figure.high) for figure in figures]
    widths = [0.0 if low is None or high is None else high - low for low, high in limits]
    return 0.0 if min(widths) >= found.unit * _ALMOST else found.tolerance  # the intervals have it in them


def _as_read(grid: NumberGrid, placed: NDArray[np.object_]) -> NumberGrid:
    """Return the numbers of the cells as the figures have them, of which signs and marks were read in their columns."""
    values, decimals = grid.values.copy(), grid.decimals.copy()
    shape = tuple(map(min, values.shape, placed.shape))
    for cell in zip(*np.nonzero(grid.kinds[: shape[0], : shape[1]] == NUMBER), strict=True):
        figure = placed[cell]
        if figure is not None and values[cell] != figure.value:
            if abs(values[cell]) != abs(figure.value):
                decimals[cell] = printed_decimals(figure.text, figure.value)
            values[cell] = figure.value
    return replace(grid, values=values, decimals=decimals)


def _near(around: Sequence[str], words: Vocabulary) -> list[str]:
    """Return the paragraphs beside a table that speak of its numbers: short ones, and notes."""
    return [text for text in around if len(text) <= _SHORT or "note" in words.cues(text.partition(" ")[0])]


def _points_group(figures: Sequence[Figure]) -> bool:
    """Whether points group thousands ("1.204"), as the figures were read."""
    doubtful = [figure.value >= _THOUSAND for figure in figures if _GROUPED.fullmatch(figure.text)]
    return 2 * sum(doubtful) > len(doubtful)
