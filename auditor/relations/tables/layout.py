"""The layout of a table: which rows and columns hold figures, what their labels say, how they are nested."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.relations.tables.cells import EMPTY, NIL, NUMBER, SUPPRESSED, TEXT, NumberGrid
from auditor.relations.tables.vocabulary import Vocabulary, fold

_OUTLINE = re.compile(r"\s*(?:[A-Z]{1,4}\.?\s?)?(\d{1,2}(?:[.]\d{1,2})*)\.?(?:[,–-][\d. –-]+)?\s+\D")
_DASH = re.compile(r"\s*([-–—•·]+)\s*(?=\w)")
_YEARS = (1800, 2100)
_FEW_ROWS = 2
_SEVERAL = 4
"""Numbers of ten and more, none with decimals, that show that smaller ones alone have them."""
_COMPUTED = 3
"""Figures with more decimals were computed, not published."""


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
    number &= ~_year_rows(values, number, grid, whole_label=whole_label)[:, None]
    plain = number.copy()
    plain[:, _counter_columns(values, number, grid)] = False
    header = _header(plain, kinds)
    heads = _column_labels(texts, kinds, header, number)
    column_cues = tuple(vocabulary.cues(h) for h in heads)
    drop = [
        c for c in range(number.shape[1]) if _is_code(values[:, c], number[:, c], grid.decimals[:, c], column_cues[c])
    ]
    number[:, drop] = False
    number[:header] = False
    row_labels, depth = _row_labels(texts, kinds, number, indents)
    row_cues = tuple(vocabulary.cues(label) for label in row_labels)
    for r, cues in enumerate(row_cues):
        if "note" in cues and number[r].sum() <= 1:
            number[r] = False
    filled = number | (kinds == NIL) | (kinds == SUPPRESSED)
    keep_columns = np.flatnonzero(number.any(0))
    marked = np.array([bool(label) for label in row_labels]) & (filled[:, keep_columns].sum(1) * 2 > len(keep_columns))
    marked[:header] = False
    keep_rows = np.flatnonzero(number.any(1) | marked)
    sub = np.ix_(keep_rows, keep_columns)
    live = np.where(number, values, 0.0)[sub]
    unit = _units(live, number[sub], grid.decimals[sub])
    blank_rows = ~filled.any(1)
    blank_columns = (kinds == EMPTY).all(0)
    row_breaks = np.cumsum(blank_rows)[keep_rows]
    column_breaks = np.cumsum(blank_columns)[keep_columns]
    own_rows = tuple(fold(row_labels[r]) for r in keep_rows)
    own_columns = tuple(fold(heads[c]) for c in keep_columns)
    cues_rows = tuple(row_cues[r] for r in keep_rows)
    cues_columns = tuple(column_cues[c] for c in keep_columns)
    hidden = (kinds == SUPPRESSED)[sub]
    shares = grid.percent[sub]
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
        _classes(live, number[sub], grid.decimals[sub], shares, cues_columns),
        *_commonness(live, number[sub]),
        own_columns,
        cues_columns,
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
        _classes(live.T, number[sub].T, grid.decimals[sub].T, shares.T, cues_rows),
        *_commonness(live.T, number[sub].T),
        own_rows,
        cues_rows,
    )
    return Layout(rows, columns, header)


def _year_rows(
    values: NDArray[np.float64], number: NDArray[np.bool_], grid: NumberGrid, *, whole_label: bool
) -> NDArray[np.bool_]:
    """Find the rows whose numbers are all years: heads, not figures. One year alone needs an otherwise empty row."""
    whole = (values == np.rint(values)) & (values >= _YEARS[0]) & (values <= _YEARS[1])
    count = number.sum(1)
    alone = (count == 1) & ~(grid.kinds == TEXT).any(1) & (np.cumsum(count[::-1] > 1)[::-1] > 0)
    first = int((count > 0).argmax())
    if count[first] == 1 and (count > 0).sum() > _FEW_ROWS and not (grid.kinds[:first] != EMPTY).sum(1).max(initial=0) > 1:
        alone[first] |= grid.kinds[first, 0] == TEXT and not whole_label  # the only head: "Region | 2021"
    return ((count >= 2) | alone) & (whole | ~number).all(1) & ~grid.percent.any(1)  # type: ignore[no-any-return]


def _counter_columns(values: NDArray[np.float64], number: NDArray[np.bool_], grid: NumberGrid) -> NDArray[np.bool_]:  # noqa: ARG001
    """Find the columns whose numbers are years or count the rows: 1, 2, 3 ..."""
    out = np.zeros(values.shape[1], np.bool_)
    for c in range(values.shape[1]):
        column = values[number[:, c], c]
        if len(column) < 3 or (column != np.rint(column)).any():
            continue
        steps = np.diff(column)
        years = ((column >= _YEARS[0]) & (column <= _YEARS[1])).mean() > 0.9
        out[c] = bool(years and (np.abs(steps) <= 10).mean() > 0.8) or bool(
            (steps == 1).mean() > 0.9 and len(column) > 3
        )
    return out


def _is_code(
    column: NDArray[np.float64],
    number: NDArray[np.bool_],
    decimals: NDArray[np.int8],  # noqa: ARG001
    cues: frozenset[str],  # noqa: ARG001
) -> bool:
    """Say whether a column's numbers are years, counters or codes."""
    shown = column[number]
    if len(shown) < 3 or (shown != np.rint(shown)).any():
        return False
    steps = np.diff(shown)
    years = ((shown >= _YEARS[0]) & (shown <= _YEARS[1])).mean() > 0.9
    if years and (np.abs(steps) <= 10).mean() > 0.8:
        return True
    return bool((steps == 1).mean() > 0.9 and len(shown) > 3)


def _header(number: NDArray[np.bool_], kinds: NDArray[np.int8]) -> int:
    """Count the rows above the first one that holds figures."""
    with_figures = np.flatnonzero(number.any(1))
    return int(with_figures[0]) if len(with_figures) else len(kinds)


def _column_labels(
    texts: Sequence[Sequence[str]],
    kinds: NDArray[np.int8],
    header: int,
    number: NDArray[np.bool_],  # noqa: ARG001
) -> list[str]:
    """Join the head cells above each column; a head that covers empty cells to its right names them too."""
    columns = kinds.shape[1]
    parts: list[list[str]] = [[] for _ in range(columns)]
    rows = [r for r in range(header) if sum(bool(t.strip()) for t in texts[r]) >= 2 or (r == header - 1)]
    for r in rows[-5:]:
        current = ""
        for c, text in enumerate(texts[r]):
            clean = " ".join(text.split())
            if clean:
                current = clean
            if (clean or (r != rows[-1] and current and c)) and len(current) < 120:
                parts[c].append(current)
    return [" ".join(p) for p in parts]


def _row_labels(
    texts: Sequence[Sequence[str]],
    kinds: NDArray[np.int8],
    number: NDArray[np.bool_],
    indents: NDArray[np.intp] | None,
) -> tuple[list[str], NDArray[np.intp]]:
    """Join the words left of each row's first figure, and tell how deep the first of them is indented."""
    labels: list[str] = []
    depth = np.zeros(len(texts), np.intp)
    for r, row in enumerate(texts):
        first = int(np.argmax(number[r])) if number[r].any() else len(row)
        words = [(c, row[c]) for c in range(min(first, len(row))) if kinds[r, c] == TEXT]
        if not words and first < len(row):
            words = [(c, row[c]) for c in range(first, len(row)) if kinds[r, c] == TEXT][:1]
            labels.append(" ".join(words[0][1].split()) if words else "")
            continue
        labels.append(" ".join(" ".join(t.split()) for _, t in words)[:300])
        if words:
            column, text = words[0]
            indent = len(text) - len(text.lstrip()) + 8 * column
            dash = _DASH.match(text)
            depth[r] = indent + (2 * len(dash[1]) if dash else 0)
            if indents is not None:
                depth[r] += 4 * int(indents[r])
    return labels, depth if len(set(depth[number.any(1)].tolist())) > 1 else depth + _numbered(labels)


def _numbered(labels: Sequence[str]) -> NDArray[np.intp]:
    """Take the depth of labels from their numbers: "1", "1.1", "HC.1.1.2"; 0 where they are not numbered so."""
    depth = np.zeros(len(labels), np.intp)
    for i, label in enumerate(labels):
        found = _OUTLINE.match(label)
        if found:
            depth[i] = 2 * found[1].count(".")
    return depth if (depth > 0).sum() >= 2 else np.zeros(len(labels), np.intp)


_BROKEN = 0.2
"""Share of figures with decimals from which a slot is not one of whole numbers."""
_RATIO = 1.5
"""Fractions whose median is not above this are ratios rather than amounts."""
_KINDS = ("share", "change", "rate", "average")


def _classes(
    values: NDArray[np.float64],
    number: NDArray[np.bool_],
    decimals: NDArray[np.int8],
    percent: NDArray[np.bool_],
    cues: Sequence[frozenset[str]],
) -> NDArray[np.intp]:
    """Sort slots into classes of figures that may add up together: same precision, same kind by its head."""
    keys: dict[tuple[object, ...], int] = {}
    out = np.zeros(values.shape[1], np.intp)
    for j in range(values.shape[1]):
        shown = number[:, j]
        column = values[shown, j]
        broken = len(column) > 0 and (column != np.rint(column)).mean() > _BROKEN
        ratio = broken and 0 < np.median(np.abs(column)) <= _RATIO
        kind = tuple(k for k in _KINDS if k in cues[j])
        key = (decimals[shown, j].any(), broken, ratio, 2 * percent[shown, j].sum() > shown.sum(), kind)
        out[j] = keys.setdefault(key, len(keys))
    return out


def _commonness(
    values: NDArray[np.float64], number: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Say how common each value is in its slot, and how rare in its line."""
    ties = _repeats(values, number) / np.maximum(1, number.sum(0))
    rarity = (_repeats(values.T, number.T).T + 1.0) ** -0.8
    return ties, rarity


def _repeats(values: NDArray[np.float64], number: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Count, for each number, how many others of its column are equal to it."""
    if not values.size:
        return np.zeros(values.shape)
    shown = np.where(number, values, np.inf)
    order = np.argsort(shown, axis=0, kind="stable")
    ranked = np.take_along_axis(shown, order, axis=0)
    start = np.ones(values.shape, np.bool_)
    start[1:] = ranked[1:] != ranked[:-1]
    group = np.cumsum(start.ravel(order="F")).reshape(values.shape, order="F") - 1
    count = np.bincount(group.ravel())[group] - 1.0
    out = np.empty(values.shape)
    np.put_along_axis(out, order, count, axis=0)
    return np.where(number, out, 0.0)


def _units(values: NDArray[np.float64], number: NDArray[np.bool_], decimals: NDArray[np.int8]) -> NDArray[np.float64]:
    """Give the rounding unit of each cell: its last printed digit, or the base that the whole table was rounded to."""
    unit = np.ones(values.shape)
    broken = (number & (decimals > 0)).any(1)
    """Rows that print decimals anywhere: whole numbers there may have lost a nought."""
    for c in range(values.shape[1]):
        shown = number[:, c]
        column = values[shown, c]
        printed = decimals[shown, c]
        digits = int(printed.max(initial=0))
        effective = 0
        if digits:
            scaled = column[:, None] * 10.0 ** np.arange(digits + 1)
            near = np.abs(scaled - np.rint(scaled)) < 1e-6 * np.maximum(1.0, np.abs(scaled) * 1e-3)
            near[:, -1] = True
            need = np.argmax(near, axis=1)
            effective = int(need.max(initial=0))
        if not effective:  # "250.00" is exact, "250" may be rounded
            continue
        cell = np.full(len(column), 10.0**-effective)
        if effective > _COMPUTED:  # computed, and cut to a width: large ones show fewer digits
            cell = 10.0 ** -np.minimum(printed, effective).astype(float)
        else:
            large = np.abs(column) >= 10
            if large.sum() < _SEVERAL or printed[large].any():
                large = np.abs(column) >= 100
            mostly = (printed == 0).mean() > 0.6
            if mostly or (large.sum() >= 2 and not printed[large].any()):
                plain = (printed == 0) & (large | (mostly & ~broken[shown]))
                cell[plain] = 1.0
        unit[shown, c] = cell
        unit[~shown, c] = 10.0**-effective
    return np.where(number & (unit == 1.0) & (decimals == 0), _bases(values, number & (unit == 1.0)), unit)


def _bases(values: NDArray[np.float64], number: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Give the base that each column of whole numbers was rounded to (1 where none shows).

    A base is believed only if the columns that share it hold enough different numbers.
    """
    out = np.ones(values.shape[1])
    shown = number & (values != 0)
    count = shown.sum(0)
    for base in (3.0, 5.0, 10.0, 100.0, 1000.0):
        multiple = (np.fmod(values, base) == 0) & shown
        share = multiple.sum(0) / np.maximum(count, 1)
        fits = (count > 0) & (share >= np.where(count < 30, 0.97, 0.9))
        pooled = np.abs(values[:, fits][shown[:, fits]])
        usual = 2 * fits.sum() >= (count > 0).sum() and len(pooled) and np.median(pooled) >= 8 * base
        if usual and len(np.unique(pooled)) >= (8 if base > 3 else 12):
            out[fits] = np.maximum(out[fits], base)
    return out
