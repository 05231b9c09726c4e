"""Whether whole numbers of a table were counted or rounded: counts may not be off by one, rounded ones may."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from auditor.relations.tables.aggregation import Aggregation, Position

_ERROR = 4.0
"""What it costs (natural logarithm) to think that a cell is off."""
_PLAIN, _SMALL = 3.0, 3.0
"""What speaks for counts where no word says otherwise, and how much more where the numbers are small."""
_FEW = 1000.0
"""Totals below which numbers are small: things are counted one by one."""
_HUNDRED = 100.0
_UNSURE = 0.3
"""Strength of a total that is off and that nothing else bears out."""
_LEAST = 0.6
"""Strength of a total that is called so and is off by one."""


@dataclass(frozen=True, slots=True)
class Rounded:
    """Which numbers of a table words say to be rounded ("thousands", "$", "per cent")."""

    all: bool
    """All of them."""
    rows: Collection[int] = ()
    """Those of these grid rows."""
    columns: Collection[int] = ()
    """Those of these grid columns."""
    shared: bool = False
    """Whether it is spoken of shares: what adds up to 100 may be theirs."""


def told_apart(found: Sequence[Aggregation], values: NDArray[np.float64], said: Rounded) -> list[Aggregation]:
    """Return aggregations with the slack for rounding taken from totals of whole numbers that are counts.

    Whether a table's whole numbers were counted or rounded is decided by the odds of totals that are exact and totals
    that are off by one, given either.

    Args:
        found: What the table aggregates.
        values: Its numbers, float64 of the shape (rows, columns).
        said: What words say.

    Returns:
        Aligned with `found`.
    """
    whole = [i for i, a in enumerate(found) if _of_whole_numbers(a, values, said)]
    off = {i: _difference(found[i], values) for i in whole}
    inexact = [i for i in whole if 0.5 <= off[i] <= found[i].tolerance]
    if said.all or not inexact:
        return list(found)
    exact = [i for i in whole if off[i] < 0.5]
    largest = max(abs(float(values[found[i].aggregator])) for i in whole)
    odds = _PLAIN + (_SMALL if largest < _FEW else 0.0)
    odds += sum(-math.log(_exactly(len(found[i].cells))) for i in exact)
    odds += sum(-math.log(1.0 - _exactly(len(found[i].cells))) for i in inexact)
    odds -= _ERROR * _culprits([{found[i].aggregator, *found[i].cells} for i in inexact])
    if odds <= 0:
        return list(found)
    out = list(found)
    held = Counter(_line(found[i]) for i in filter(lambda i: _adds(found[i], values), exact))
    slack = Counter(_line(found[i]) for i in inexact)
    for i in inexact:
        if "apart" in found[i].evidence and held[_line(found[i])] <= slack[_line(found[i])]:
            out[i] = replace(found[i], strength=_UNSURE)  # read for its closeness alone, which was none
            continue
        named = tuple(tag for tag in found[i].evidence if tag == "cue")
        strength = max(found[i].strength, _LEAST) if named else found[i].strength
        out[i] = replace(found[i], tolerance=0.0, strength=strength, evidence=("layout", *named))
    return out


def _of_whole_numbers(found: Aggregation, values: NDArray[np.float64], said: Rounded) -> bool:
    """Whether an aggregation is a total of whole numbers, none of which is said to be rounded."""
    if found.operator != "total" or found.unit != 1.0 or not found.cells:
        return False
    if said.shared and values[found.aggregator] == _HUNDRED:
        return False
    return not any(row in said.rows or column in said.columns for row, column in (found.aggregator, *found.cells))


def _adds(found: Aggregation, values: NDArray[np.float64]) -> bool:
    """Whether an aggregation adds something to something."""
    return sum(bool(values[cell]) for cell in found.cells) > 1


def _line(found: Aggregation) -> tuple[str, tuple[int, ...]]:
    """Return the line of a total and those of its parts."""
    return found.cue, found.line


def _difference(found: Aggregation, values: NDArray[np.float64]) -> float:
    """Return how far the parts are from their total."""
    return abs(float(values[found.aggregator]) - sum(float(values[cell]) for cell in found.cells))


def _exactly(parts: int) -> float:
    """Return the chance that rounded parts still add up to their rounded total to the last digit."""
    return math.erf(0.5 / math.sqrt(max(parts, 1) / 6.0))


def _culprits(relations: Sequence[set[Position]]) -> int:
    """Count the cells of which one stands in each relation, taking the one that stands in most first."""
    left, count = list(relations), 0
    while left:
        common: dict[Position, int] = {}
        for cells in left:
            for cell in cells:
                common[cell] = common.get(cell, 0) + 1
        worst = max(sorted(common), key=lambda cell: common[cell])
        left = [cells for cells in left if worst not in cells]
        count += 1
    return count


def confirmed(found: Sequence[Aggregation], values: NDArray[np.float64]) -> list[Aggregation]:
    """Believe totals of a row and of a column that are off by the same, where one number stands in both."""
    by_cell: dict[tuple[Position, float], list[int]] = {}
    for i, a in enumerate(found):
        if a.operator == "total" and "closes" not in a.evidence and "suppressed" not in a.evidence:
            off = round(_difference(a, values), 6)
            for cell in (a.aggregator, *a.cells):
                by_cell.setdefault((cell, off), []).append(i)
    out = list(found)
    for members in by_cell.values():
        if len({found[i].cue for i in members}) > 1:
            for i in members:
                out[i] = replace(out[i], strength=max(out[i].strength, _LEAST))
    return out
