"""The layout of a table: which rows and columns hold figures, what their labels say, how they are nested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from auditor.relations.tables.commonness import commonness
from auditor.relations.tables.counters import code_columns, counter_columns, year_rows
from auditor.relations.tables.numeric_cells import EMPTY, NIL, NUMBER, SUPPRESSED, NumberGrid
from auditor.relations.tables.outline_labels import column_labels, nested_labels, row_labels
from auditor.relations.tables.precision import classes_of, units_of
from auditor.relations.tables.vocabulary import Vocabulary, fold


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """The rows (or the columns) of a table that hold figures, seen as lines that may be sums of one another.

    A slot is a position along a line: a column where the lines are rows. Arrays are (lines, slots).
    """

    along: str
    """"row" where a line is a row (so that totals run down a column), "column" where it is a column."""
    positions: NDArray[np.intp]
    """Grid position of each line."""
    slots: NDArray[np.intp]
    """Grid position of each slot."""
    values: NDArray[np.float64]
    numeric: NDArray[np.bool_]
    filled: NDArray[np.bool_]
    """A number, or a mark for nought or for a number that is not shown."""
    unit: NDArray[np.float64]
    """The rounding unit of each slot's numbers, (lines, slots)."""
    labels: tuple[str, ...]
    """Folded label of each line."""
    cues: tuple[frozenset[str], ...]
    depth: NDArray[np.intp]
    """Depth of indentation of each line's label."""
    breaks: NDArray[np.intp]
    """Number of the block that each line stands in: a blank or purely verbal line starts another."""
    hidden: NDArray[np.bool_]
    """A number that the table does not show."""
    classes: NDArray[np.intp]
    """Class of each slot: figures of one class (counts, shares, rates) add up together or not at all."""
    ties: NDArray[np.float64]
    """How common each value is in its slot: the chance that it is met by accident."""
    rarity: NDArray[np.float64]
    """1 for a value that stands once in its line, less where the line repeats it."""
    slot_labels: tuple[str, ...] = ()
    slot_cues: tuple[frozenset[str], ...] = ()
    equal: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """Lines that have the same values as others, with all that have them."""
    nested: tuple[tuple[str, str], ...] = ()
    """(group, label in it) of each line, folded, where two columns of labels say so."""
    group_cues: tuple[frozenset[str], ...] = ()
    """The cues of their groups."""


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """A table's lines in both directions."""

    rows: Lines
    columns: Lines
    header: int
    """Number of rows above the first one with figures."""


def read_layout(
    texts: Sequence[Sequence[str]],
    grid: NumberGrid,
    vocabulary: Vocabulary,
    indents: NDArray[np.intp] | None = None,
) -> Layout:
    """Find the lines of a table with their labels, cues, nesting and rounding units."""
    kinds, values = grid.kinds, grid.values
    number = kinds == NUMBER
    first = int(number.any(1).argmax()) if number.size else 0
    whole_label = bool(texts) and bool(texts[first]) and "whole" in vocabulary.cues(texts[first][0])
    number &= ~year_rows(values, number, grid, whole_label=whole_label)[:, None]
    plain = number.copy()
    plain[:, counter_columns(values, number)] = False
    header = _header(plain, kinds)
    heads = column_labels(texts, kinds, header)
    column_cues = tuple(vocabulary.cues(h) for h in heads)
    number[:, counter_columns(values, number) | code_columns(texts, number)] = False
    number[:header] = False
    texts_of_rows, depth = row_labels(texts, kinds, number, indents)
    signed = 2 * (grid.percent & number).sum(0) > number.sum(0)
    column_cues = tuple(cues | {"share"} if sign else cues for cues, sign in zip(column_cues, signed, strict=True))
    row_cues = tuple(vocabulary.cues(label) for label in texts_of_rows)
    for r, cues in enumerate(row_cues):
        if "note" in cues and number[r].sum() <= 1:
            number[r] = False
    filled = number | (kinds == NIL) | (kinds == SUPPRESSED)
    keep_columns = np.flatnonzero(number.any(0))
    marked = np.array([bool(label) for label in texts_of_rows]) & (
        filled[:, keep_columns].sum(1) * 2 > len(keep_columns)
    )
    marked[:header] = False
    keep_rows = np.flatnonzero(number.any(1) | marked)
    sub = np.ix_(keep_rows, keep_columns)
    live = np.where(number, values, 0.0)[sub]
    unit = units_of(live, number[sub], grid.decimals[sub])
    blank_rows = ~filled.any(1)
    blank_columns = (kinds == EMPTY).all(0)
    row_breaks = np.cumsum(blank_rows)[keep_rows]
    column_breaks = np.cumsum(blank_columns)[keep_columns]
    own_rows = tuple(fold(texts_of_rows[r]) for r in keep_rows)
    own_columns = tuple(fold(heads[c]) for c in keep_columns)
    cues_rows = tuple(row_cues[r] for r in keep_rows)
    cues_columns = tuple(column_cues[c] for c in keep_columns)
    hidden = (kinds == SUPPRESSED)[sub]
    shares = grid.percent[sub]
    nested = nested_labels(texts, keep_rows.tolist())
    rows = Lines(
        "row",
        keep_rows,
        keep_columns,
        live,
        number[sub],
        filled[sub],
        unit,
        own_rows,
        cues_rows,
        depth[keep_rows],
        row_breaks,
        hidden,
        classes_of(live, number[sub], grid.decimals[sub], shares, cues_columns),
        *commonness(live, number[sub]),
        own_columns,
        cues_columns,
        _equal(live),
        nested,
        tuple(map(vocabulary.cues, map(itemgetter(0), nested))),
    )
    flat = np.zeros(len(keep_columns), np.intp)
    columns = Lines(
        "column",
        keep_columns,
        keep_rows,
        live.T.copy(),
        number[sub].T.copy(),
        filled[sub].T.copy(),
        unit.T.copy(),
        own_columns,
        cues_columns,
        flat,
        column_breaks,
        hidden.T.copy(),
        classes_of(live.T, number[sub].T, grid.decimals[sub].T, shares.T, cues_rows),
        *commonness(live.T, number[sub].T),
        own_rows,
        cues_rows,
        _equal(live.T),
    )
    return Layout(rows, columns, header)


def _equal(values: NDArray[np.float64]) -> dict[int, tuple[int, ...]]:
    """Return the lines that are equal to others."""
    groups: dict[bytes, list[int]] = {}
    for i, line in enumerate(values):
        groups.setdefault(line.tobytes(), []).append(i)
    shared = (tuple(group) for group in groups.values() if len(group) > 1)
    return {i: group for group in shared for i in group}


def _header(number: NDArray[np.bool_], kinds: NDArray[np.int8]) -> int:
    """Count the rows above the first one that holds figures."""
    with_figures = np.flatnonzero(number.any(1))
    return int(with_figures[0]) if len(with_figures) else len(kinds)
