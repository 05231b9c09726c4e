"""How each kind of relation is checked: its stated and its computed side as intervals, one entry a relation.

A check takes the relations of one rule as columns and gives their comparison. It knows nothing of text or severity.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from auditor.arithmetic import added_parts
from auditor.arithmetic.added_parts import Check
from auditor.arithmetic.figure_columns import COUNTED, EXACT, FRACTION, PER_CENT, POINTS, FigureColumns
from auditor.arithmetic.intervals import HOLDS, UNDECIDED, Comparison, Flags, Floats, Intervals, Places, compare
from auditor.arithmetic.relation_columns import CheckedColumns, RelationColumns
from auditor.arithmetic.tolerance import Tolerance


def _printed(columns: FigureColumns, rows: Places, tolerance: Tolerance) -> Intervals:
    """Return figures with the room of their printing."""
    value, low, high = columns.printed(tolerance.about).take(rows, axis=1)
    return Intervals(value, low, high)


def _slack(stated: Intervals, tolerance: Tolerance) -> Floats:
    return tolerance.hedge * np.abs(stated.value)


def _allowed(stated: Intervals, tolerance: Tolerance, allowance: Floats) -> Floats:
    return added_parts.allowed(stated.value, tolerance, allowance)


def _as_per_cent(given: Intervals, family: npt.NDArray[np.int8]) -> Intervals:
    """Return fractions as per cent."""
    return given.scaled(np.where(family == FRACTION, 100.0, 1.0))


def _stated(columns: FigureColumns, rows: Places, tolerance: Tolerance) -> Intervals:
    """Return stated results (per cent, mean, change) with the units of their last digit that rounding may take."""
    given = columns.given.take(rows)
    room = np.where(np.isnan(columns.unit[rows]), 0.0, tolerance.last_digit * columns.unit[rows])
    # What "1.2 million" leaves open is in its interval; its digits are not units of the number.
    room = np.where((columns.family[rows] == COUNTED) & (given.low < given.high), 0.0, room)
    low, high = np.minimum(given.low, given.value - room), np.maximum(given.high, given.value + room)
    return _as_per_cent(Intervals(given.value, low, high), columns.family[rows])


def _pick(candidates: list[tuple[Comparison, Intervals, Flags]]) -> tuple[Comparison, Floats]:
    """Of several ways to compute, take for each relation the applicable one that fits best.

    Returns:
        The comparison and the computed value, one entry a relation.
    """
    ranks = []
    for comparison, _, applies in candidates:
        misfit = np.nan_to_num(np.abs(comparison.difference.value), nan=np.inf)
        rank = np.where(comparison.outcome == HOLDS, -1.0, misfit)
        ranks.append(np.where(applies, rank, np.inf))
    best = np.argmin(np.vstack(ranks), axis=0)

    def column(values: list[npt.NDArray[Any]]) -> npt.NDArray[Any]:
        return np.asarray(np.choose(best, values))

    compared = [comparison for comparison, _, _ in candidates]
    gaps = [comparison.difference for comparison in compared]
    lows, highs = column([gap.low for gap in gaps]), column([gap.high for gap in gaps])
    difference = Intervals(column([gap.value for gap in gaps]), lows, highs)
    outcome = column([c.outcome for c in compared]).astype(np.int8)
    chosen = Comparison(
        outcome,
        difference,
        column([c.far for c in compared]),
        column([c.room for c in compared]),
        column([c.reach for c in compared]),
    )
    return chosen, column([computed.value for _, computed, _ in candidates])


def _percentage(group: RelationColumns, columns: FigureColumns, tolerance: Tolerance) -> CheckedColumns:
    """Check a stated per cent or fraction against its part and its base; signs are left to the words."""
    share = group.part(1)
    base, part = (_printed(columns, rows, tolerance).magnitude() for rows in (group.wholes, group.part(0)))
    stated = _stated(columns, share, tolerance).magnitude()
    ratio = part.over(base)
    is_open = columns.open_end[share]
    computed_open = columns.open_end[group.wholes] | columns.open_end[group.part(0)]
    slack = np.maximum(_slack(stated, tolerance), 1.0)
    # A column of shares in a table may be given as 0.345 without a sign.
    plain = (columns.family[share] == COUNTED) & (columns.unit[share] < 1)
    ways = [(100.0, np.ones(len(share), dtype=np.bool_)), (1.0, plain)]
    candidates = []
    for factor, applies in ways:
        computed = ratio.scaled(factor)
        room = _allowed(stated, tolerance, group.allowance)
        candidates.append((compare(stated, computed, room, slack, is_open, computed_open), computed, applies))
    comparison, value = _pick(candidates)
    return _plain(comparison, value)


def _plain(comparison: Comparison, computed: Floats) -> CheckedColumns:
    count = len(computed)
    return CheckedColumns(comparison, computed, np.full(count, np.nan), np.zeros(count, dtype=np.bool_))


def _shares(group: RelationColumns, columns: FigureColumns, tolerance: Tolerance) -> CheckedColumns:
    """Check shares that exhaust one whole: they add up to 100, but for the rounding of each."""
    listed = _stated(columns, group.parts, tolerance)
    computed = group.sums(listed)
    hundred = Intervals(*(np.full(len(group.starts), 100.0) for _ in range(3)))
    coarse = np.maximum.reduceat(np.nan_to_num(columns.unit[group.parts]), group.starts)
    least = np.where(group.counts > 2, coarse, 0.0)
    never = np.zeros(len(group.starts), dtype=np.bool_)
    comparison = compare(
        hundred,
        computed,
        np.maximum(least, _allowed(hundred, tolerance, group.allowance)),
        _slack(hundred, tolerance),
        never,
        group.any(columns.open_end[group.parts]),
    )
    return _plain(comparison, computed.value)


def _enumeration(group: RelationColumns, columns: FigureColumns, tolerance: Tolerance) -> CheckedColumns:
    """Check a count against the length of the list that follows it."""
    whole = _printed(columns, group.wholes, tolerance)
    count = group.counts.astype(np.float64)
    listed = Intervals(count, count, count)
    allowed, never = _allowed(whole, tolerance, group.allowance), np.zeros(len(count), dtype=np.bool_)
    comparison = compare(whole, listed, allowed, 0.0, columns.open_end[group.wholes], never)
    # "at least three, among them two": a hedged count leaves the list open.
    short = columns.open_end[group.wholes] & (count < whole.value)
    outcome = np.where(short, UNDECIDED, np.where(comparison.far, HOLDS, comparison.outcome)).astype(np.int8)
    return _plain(replace(comparison, outcome=outcome, far=short), count)


def _repeat(group: RelationColumns, columns: FigureColumns, tolerance: Tolerance) -> CheckedColumns:
    """Check later mentions of a quantity against the first; of several the worst counts."""
    firsts = np.repeat(group.wholes, group.counts)
    first, later = _printed(columns, firsts, tolerance), _printed(columns, group.parts, tolerance)
    least = 10.0**tolerance.round_zeros
    units = np.maximum(columns.round_unit[firsts], columns.round_unit[group.parts])
    rounded = (units >= least) & (units < np.maximum(np.abs(first.value), np.abs(later.value)))
    # Rounding and truncation: 306,887 is 307,000 and 306,000, but not 308,000.
    room = np.where(rounded, units * (1 - 1e-6), 0.0)
    allowed = room + _allowed(first, tolerance, np.repeat(group.allowance, group.counts))
    comparison = compare(
        first,
        later,
        allowed,
        _slack(first, tolerance),
        columns.open_end[firsts],
        columns.open_end[group.parts],
    )
    severity = np.array([0.0, 2.0, 1.0])[comparison.outcome]
    misfit = np.abs(comparison.difference.value)
    order = np.lexsort((misfit, severity, np.repeat(np.arange(len(group.starts)), group.counts)))
    worst = order[group.starts + group.counts - 1]
    return _plain(comparison.take(worst), later.value[worst])


def _change(group: RelationColumns, columns: FigureColumns, tolerance: Tolerance) -> CheckedColumns:
    """Check a stated change against the old and the new value, as a number, in points or per cent.

    Where no sign is printed, the words say whether it rose or fell, and either is accepted.
    """
    change = group.part(1)
    new, old = _printed(columns, group.wholes, tolerance), _printed(columns, group.part(0), tolerance)
    stated = _stated(columns, change, tolerance)
    family, unit = columns.family[change], columns.unit[change]
    of_shares = columns.family[group.wholes] == PER_CENT
    unsigned = ~columns.signed[change]
    loose = (family == COUNTED) & (unit < 1) & columns.in_table[change]
    relative = (family == PER_CENT) | (family == FRACTION) | loose
    absolute = (family == COUNTED) | (family == POINTS) | ((family == PER_CENT) & of_shares)
    growth = _growth(new, old)
    computed_open = columns.open_end[group.wholes] | columns.open_end[group.part(0)]
    # An absolute change of exact numbers is exact; only rounded ones have a last digit to spare.
    exact = (family == COUNTED) & (unit >= 1) & (columns.bound[change] == EXACT)
    plain = columns.given.take(change)
    stated_number = Intervals(
        stated.value,
        np.where(exact, plain.low, stated.low),
        np.where(exact, plain.high, stated.high),
    )
    candidates = []
    for say, computed, applies in (
        (stated_number, new.minus(old), absolute),
        (stated, growth.scaled(100.0), relative),
        (stated, growth, loose),
    ):
        for turned in (False, True):
            way = computed.negated() if turned else computed
            slack = np.maximum(_slack(say, tolerance), np.where(relative, 1.0, 0.0))
            allowed = _allowed(say, tolerance, group.allowance)
            compared = compare(say, way, allowed, slack, columns.open_end[change], computed_open)
            candidates.append((compared, way, applies & unsigned if turned else applies))
    comparison, value = _pick(candidates)
    return _plain(comparison, value)


def _growth(new: Intervals, old: Intervals) -> Intervals:
    """Return (new - old) / old for old values above zero; of others the magnitudes are taken."""
    ratio = new.magnitude().over(old.magnitude())
    return Intervals(ratio.value - 1.0, ratio.low - 1.0, ratio.high - 1.0)


def _average(group: RelationColumns, columns: FigureColumns, tolerance: Tolerance) -> CheckedColumns:
    """Check a stated mean against the values that it is of."""
    stated = _stated(columns, group.wholes, tolerance)
    values = _as_per_cent(_printed(columns, group.parts, tolerance), columns.family[group.parts])
    computed = group.sums(values).scaled(1.0 / group.counts)
    comparison = compare(
        stated,
        computed,
        _allowed(stated, tolerance, group.allowance),
        _slack(stated, tolerance),
        columns.open_end[group.wholes],
        group.any(columns.open_end[group.parts]),
    )
    return _plain(comparison, computed.value)


CHECKS: dict[str, Check] = {
    "total": added_parts.total,
    "remainder": added_parts.total,
    "subset": added_parts.subset,
    "percentage": _percentage,
    "shares": _shares,
    "enumeration": _enumeration,
    "repeat": _repeat,
    "change": _change,
    "average": _average,
}
