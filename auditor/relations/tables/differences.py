"""Differences: where one part of a sum is what the other grew by, the table states a change and not a total."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.relations.tables.aggregation import Aggregation, Position

_SHARE = 0.5
"""Share of a line's sums that must be borne out by relative changes."""


def read_differences(found: Sequence[Aggregation]) -> list[Aggregation]:
    """Turn totals of an old value and a difference into changes.

    A part is a difference where the table gives the growth from the other part to the total in per cent as well. A head
    that says so is not enough: "total = start + change" is a total as much as a change.
    """
    grown = {frozenset(a.cells) for a in found if a.operator == "change"}
    shares = {frozenset(a.cells) for a in found if a.operator == "percentage" and "percent" in a.evidence}
    groups: dict[tuple[str, tuple[int, ...]], list[int]] = {}
    for i, a in enumerate(found):
        if a.operator == "total" and len(a.cells) == 2:
            across = 1 if a.cue == "row total" else 0
            groups.setdefault((a.cue, tuple(cell[across] for cell in (a.aggregator, *a.cells))), []).append(i)
    out = list(found)
    for members in groups.values():
        for old in (0, 1):
            pairs = [_pairs(found[i], old) for i in members]
            told = sum(growth in grown or share in shares for growth, share in pairs)
            if told > _SHARE * len(members):
                for i in members:
                    out[i] = _change(found[i], old)
                break
    return out


def _pairs(total: Aggregation, old: int) -> tuple[frozenset[Position], frozenset[Position]]:
    """Give what a relative change from the old value would be read from: (new, old), or (difference, old)."""
    return frozenset((total.aggregator, total.cells[old])), frozenset(total.cells)


def _change(total: Aggregation, old: int) -> Aggregation:
    """Write a total of an old value and a difference as a change."""
    cells = (total.aggregator, total.cells[old])
    cue = total.cue.replace("total", "difference")
    return Aggregation("change", total.cells[1 - old], cells, cue, total.strength, total.evidence, total.tolerance)
