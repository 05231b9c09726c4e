"""Running totals: what was counted up to a day is among what was counted up to a later one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from auditor.relations.tables.aggregation import Aggregation
from auditor.relations.tables.table_layout import Lines

_ODD = frozenset({"average", "share", "rate", "change"})
_DATED = re.compile(r"\D{0,12}(?:(?:1[89]|20)\d\d(?:[-/.]\d{1,2}){0,2}|\d{1,2}[-/.]\d{1,2}(?:[-/.]\d{2,4})?)\D{0,3}")
_FEWEST = 2
"""Steps that must go the same way."""
_RESTART = 0.5
"""A running total that falls to less than this share of itself begins anew."""
_STRENGTH = 0.8


def read_cumulative(columns: Lines, heads: Sequence[str], *, dated: bool) -> Iterator[Aggregation]:
    """Yield for each running total that its earlier figures are among the next.

    Args:
        columns: The columns of a table.
        heads: What stands first in each of its rows.
        dated: Whether a head says that the rows go by days, months or years; else their labels must.

    Yields:
        A subset for each two figures that follow each other: the later is the whole.
    """
    if not dated and not (heads and all(_DATED.fullmatch(head) for head in heads)):
        return
    for line, cues in enumerate(columns.cues):
        if "running" in cues and not cues & _ODD:
            yield from _column(columns, line)


def _column(columns: Lines, line: int) -> Iterator[Aggregation]:
    """Yield the steps of one running total."""
    slots = [j for j in np.flatnonzero(columns.numeric[line]).tolist() if "total" not in columns.slot_cues[j]]
    steps = np.diff(columns.values[line, slots])
    rises, falls = int((steps > 0).sum()), int((steps < 0).sum())
    if max(rises, falls) < _FEWEST or rises == falls:
        return
    for earlier, later in pairwise(slots if rises > falls else slots[::-1]):  # the latest may stand first
        before, after = columns.values[line, earlier], columns.values[line, later]
        if after < _RESTART * before:
            continue
        whole, part = ((int(columns.slots[j]), int(columns.positions[line])) for j in (later, earlier))
        evidence = ("closes" if after >= before else "layout", "cue")
        yield Aggregation("subset", whole, (part,), "running total", _STRENGTH, evidence)
