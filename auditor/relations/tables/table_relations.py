"""From a table and its figures to relations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from auditor.arithmetic.printed_digits import printed_decimals
from auditor.model.document import Table
from auditor.model.figure import Figure
from auditor.model.relation import Relation
from auditor.relations.tables.aggregation import Aggregation, Position
from auditor.relations.tables.detect import detect
from auditor.relations.tables.differences import read_differences
from auditor.relations.tables.numeric_cells import NUMBER, NumberGrid, read_cells
from auditor.relations.tables.vocabulary import Vocabulary, vocabulary

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
    by_cell = _figure_of_each_cell(table, figures)
    by_id = {figure.id: figure for figure in figures}
    if len(by_cell) < 3:
        return ()
    indents = np.zeros(table.rows, np.intp)
    for cell in table.cells:
        if cell.indent and not cell.column:
            indents[cell.row] = cell.indent
    relations: list[Relation] = []
    texts, words = table.grid(), vocabulary(language)
    grid = _as_read(read_cells(texts, words, decimal_comma=_points_group(figures)), by_cell, by_id)
    aggregations = read_differences(
        detect(texts, words, indents, grid, (table.caption, *table.notes, *_near(around, words)))
    )
    for found in sorted(aggregations, key=lambda a: (a.aggregator, a.cells)):
        whole = by_cell.get(found.aggregator)
        parts = tuple(by_cell[c] for c in found.cells if c in by_cell)
        if whole is None or not parts:
            continue
        tolerance = _tolerance(found, (whole, *parts), by_id)
        if found.operator in ("percentage", "change"):
            if len(parts) != 2:
                continue
            base, part = parts
            whole, parts = base, (part, whole)
        relations.append(
            Relation("", found.operator, whole, parts, found.cue, found.strength, found.evidence, tolerance=tolerance)
        )
    return tuple(relations)


def _figure_of_each_cell(table: Table, figures: Sequence[Figure]) -> dict[Position, str]:
    """Return the first figure of each cell, but where words behind a mark for nought give it."""
    nought_first = {(cell.row, cell.column) for cell in table.cells if _NOUGHT_FIRST.match(cell.text)}
    by_cell: dict[Position, str] = {}
    for figure in figures:
        if figure.row is not None and figure.column is not None and (figure.row, figure.column) not in nought_first:
            by_cell.setdefault((figure.row, figure.column), figure.id)
    return by_cell


def _tolerance(found: Aggregation, ids: Sequence[str], figures: Mapping[str, Figure]) -> float:
    """Return how far off an aggregation may be: fractions are checked as per cent, and rounding is allowed for once."""
    if found.operator in ("percentage", "change"):
        return found.tolerance * (_PER_CENT if figures[ids[0]].unit == "fraction" else 1.0)
    if found.operator != "total":
        return found.tolerance
    limits = [(figures[each].low, figures[each].high) for each in ids]
    widths = [0.0 if low is None or high is None else high - low for low, high in limits]
    return 0.0 if min(widths) >= found.unit * _ALMOST else found.tolerance  # the intervals have it in them


def _as_read(grid: NumberGrid, by_cell: Mapping[Position, str], figures: Mapping[str, Figure]) -> NumberGrid:
    """Return the numbers of the cells as the figures have them, of which signs and marks were read in their columns."""
    values, decimals = grid.values.copy(), grid.decimals.copy()
    for cell, name in by_cell.items():
        value = figures[name].value
        if grid.kinds[cell] == NUMBER and values[cell] != value:
            decimals[cell] = (
                printed_decimals(figures[name].text, value) if abs(values[cell]) != abs(value) else decimals[cell]
            )
            values[cell] = value
    return replace(grid, values=values, decimals=decimals)


def _near(around: Sequence[str], words: Vocabulary) -> list[str]:
    """Return the paragraphs beside a table that speak of its numbers: short ones, and notes."""
    return [text for text in around if len(text) <= _SHORT or "note" in words.cues(text.partition(" ")[0])]


def _points_group(figures: Sequence[Figure]) -> bool:
    """Whether points group thousands ("1.204"), as the figures were read."""
    doubtful = [figure.value >= _THOUSAND for figure in figures if _GROUPED.fullmatch(figure.text)]
    return 2 * sum(doubtful) > len(doubtful)
