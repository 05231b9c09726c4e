"""Numbers that count nothing: rows of years above a table, columns of years, codes and row numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from auditor.relations.tables.numeric_cells import EMPTY, TEXT, NumberGrid

_YEARS = (1800, 2100)
_FEW_ROWS = 2


def year_rows(
    values: NDArray[np.float64], number: NDArray[np.bool_], grid: NumberGrid, *, whole_label: bool
) -> NDArray[np.bool_]:
    """Find the rows whose numbers are all years: heads, not figures. One year alone needs an otherwise empty row."""
    whole = (values == np.rint(values)) & (values >= _YEARS[0]) & (values <= _YEARS[1])
    count = number.sum(1)
    alone = (count == 1) & ~(grid.kinds == TEXT).any(1) & (np.cumsum(count[::-1] > 1)[::-1] > 0)
    first = int((count > 0).argmax())
    headless = (grid.kinds[:first] != EMPTY).sum(1).max(initial=0) <= 1
    if count[first] == 1 and (count > 0).sum() > _FEW_ROWS and headless:
        alone[first] |= grid.kinds[first, 0] == TEXT and not whole_label  # the only head: "Region | 2021"
    rows = np.arange(len(count))
    dated = (count >= 2) & (whole | ~number).all(1)
    first_dated = int(dated.argmax()) if dated.any() else len(count)
    even = np.zeros(len(count), np.bool_)
    for r in np.flatnonzero(dated).tolist():
        even[r] = _even(values[r, number[r]])
    head = (rows < _first_figures(whole, number)) & (rows <= first_dated)
    several = dated & (head | even | ~(grid.kinds == TEXT).any(1))  # "Total | 1815 | 1832" below the years are figures
    found: NDArray[np.bool_] = (several | alone) & (whole | ~number).all(1) & ~grid.percent.any(1)
    return found


def _even(shown: NDArray[np.float64]) -> bool:
    """Whether numbers go up or down by equal steps, as years do in a head."""
    steps = np.diff(shown)
    return bool(len(steps) and steps[0] != 0 and (steps == steps[0]).all())


def _first_figures(whole: NDArray[np.bool_], number: NDArray[np.bool_]) -> int:
    """Return the first row with a number that is no year."""
    rows = np.flatnonzero((number & ~whole).any(1))
    return int(rows[0]) if len(rows) else len(number)


def counter_columns(values: NDArray[np.float64], number: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Find the columns whose numbers are years or count the rows: 1, 2, 3 ..."""
    found = np.zeros(values.shape[1], np.bool_)
    whole = ~(number & (values != np.rint(values))).any(0)
    for c in np.flatnonzero(whole & (number.sum(0) >= 3)).tolist():
        found[c] = _counts(values[number[:, c], c])
    return found


def _counts(shown: NDArray[np.float64]) -> bool:
    """Whether three or more whole numbers are years, or count up one by one."""
    steps = np.diff(shown)
    years = ((shown >= _YEARS[0]) & (shown <= _YEARS[1])).mean() > 0.9
    if years and (np.abs(steps) <= 10).mean() > 0.8:
        return True
    return bool((steps == 1).mean() > 0.9 and len(shown) > 3)


def code_columns(texts: Sequence[Sequence[str]], number: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Find the columns of codes: whole numbers of one width, of which some begin with a nought ("01", "075")."""
    shown: list[list[str]] = [[] for _ in range(number.shape[1])]
    for c, r in zip(*(places.tolist() for places in np.nonzero(number.T)), strict=True):
        shown[c].append(texts[r][c].strip())
    return np.array([_coded(column) for column in shown], np.bool_)


def _coded(shown: Sequence[str]) -> bool:
    """Whether numbers are written as codes are."""
    if not any(text[:1] == "0" and len(text) > 1 for text in shown):
        return False
    return all(text.isdecimal() for text in shown) and len({len(text) for text in shown}) == 1
