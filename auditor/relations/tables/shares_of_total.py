"""Shares of a column's total: each per cent beside a count is that count's share of the count in the total's row."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
from numpy.typing import NDArray

from auditor.relations.tables.aggregation import Aggregation, Position
from auditor.relations.tables.table_layout import Lines

_HUNDRED = 100.0
_FEWEST = 2
"""Shares that must be what their counts give before the others are believed to be meant so."""
_STRENGTH = 0.75
_ODD = frozenset({"average", "rate", "change"})


def shares_of_total(columns: Lines, known: Collection[Position]) -> Iterator[Aggregation]:
    """Yield the shares of a table whose head says that they are shares and whose total is stated to be 100.

    The counts stand in the column before them, and what they are shares of in the row of the total. Half of the shares
    must be what their counts give; of the others those are not meant that are shares of another count.

    Args:
        columns: The columns of a table.
        known: The cells that are read as shares already.

    Yields:
        A percentage for each row of counts and shares, whether it holds or not.
    """
    wholes = [j for j, cues in enumerate(columns.slot_cues) if "alone" in cues]
    for share in range(1, len(columns.positions)):
        counts = share - 1
        if not _side_by_side(columns, counts, share):
            continue
        for whole in wholes:
            if columns.numeric[share, whole] and columns.values[share, whole] == _HUNDRED:
                yield from _shares(columns, counts, share, whole, known)


def _side_by_side(columns: Lines, counts: int, share: int) -> bool:
    """Whether a column of shares stands right behind one of counts."""
    if "share" not in columns.cues[share] or columns.cues[share] & _ODD or columns.cues[counts] & (_ODD | {"share"}):
        return False
    return bool(columns.positions[share] == columns.positions[counts] + 1)


def _shares(columns: Lines, counts: int, share: int, whole: int, known: Collection[Position]) -> Iterator[Aggregation]:
    """Yield the shares of one column of counts."""
    rows = _block(columns, whole)
    rows = rows[columns.numeric[counts, rows] & columns.numeric[share, rows]]
    base = columns.values[counts, whole]
    if base <= 0 or not len(rows):
        return
    part, stated = columns.values[counts, rows], columns.values[share, rows]
    room = 0.51 * columns.unit[share, rows] + 0.5 * _HUNDRED * columns.unit[counts, rows] / base * (
        columns.unit[counts, rows] != 1.0
    )
    close = np.abs(_HUNDRED * part / base - stated) <= room
    told = (part != 0) | ~close
    meant = close | ~_of_others(part, stated, room, columns.values[counts])
    hits, misses = int((close & told).sum()), int((~close & meant).sum())
    if hits < _FEWEST or misses > hits:
        return
    for i in np.flatnonzero(meant):
        cells = (_at(columns, counts, whole), _at(columns, counts, int(rows[i])))
        place = _at(columns, share, int(rows[i]))
        if place not in known:
            evidence = ("closes" if close[i] else "layout", "percent", "cue")
            yield Aggregation("percentage", place, cells, "share of total", _STRENGTH, evidence, float(room[i]))


def _block(columns: Lines, whole: int) -> NDArray[np.intp]:
    """Return the rows that a total is of: all others where there is one total, else those up to the next one."""
    slots = np.arange(len(columns.slot_cues))
    plain = np.array([not cues & (_ODD | {"total", "of_which"}) for cues in columns.slot_cues], np.bool_)
    totals = [j for j, cues in enumerate(columns.slot_cues) if "alone" in cues]
    if len(totals) > 1:
        leads = totals[0] == 0
        near = np.searchsorted(totals, slots, side="right") - 1 if leads else np.searchsorted(totals, slots)
        plain &= near == totals.index(whole)
    return slots[plain]


def _of_others(
    part: NDArray[np.float64], stated: NDArray[np.float64], room: NDArray[np.float64], counts: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Whether shares are those of another count of the column: of a subtotal."""
    larger = counts[counts > 0]
    others = np.abs(_HUNDRED * part[:, None] / larger[None] - stated[:, None]) <= room[:, None]
    found: NDArray[np.bool_] = np.any(others & (larger[None] > part[:, None]), axis=1)
    return found


def _at(columns: Lines, line: int, slot: int) -> Position:
    """Return the grid position of a column's cell in a row."""
    return int(columns.slots[slot]), int(columns.positions[line])
