"""Differences: where a table gives the per cent by which one part of a sum exceeds the other, it states a change."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.relations.tables.aggregation import Aggregation

_SHARE = 0.5
"""Share of a line's sums that must be borne out by per cents."""


def read_differences(found: Sequence[Aggregation]) -> list[Aggregation]:
    """Turn totals of an old value and a difference into changes.

    A part is a difference where the table says in per cent what share it is of the other part. A head that says so is
    not enough, nor is a relative change from the other part to the total: "total = start + change" is a total as well.
    """
    shares = {frozenset(a.cells) for a in found if a.operator == "percentage" and "percent" in a.evidence}
    groups: dict[tuple[str, tuple[int, ...]], list[int]] = {}
    for i, a in enumerate(found):
        if a.operator == "total" and len(a.cells) == 2:
            groups.setdefault((a.cue, a.line), []).append(i)
    out = list(found)
    for members in groups.values():
        for old in (0, 1):
            told = sum(frozenset(found[i].cells) in shares for i in members)
            if told > _SHARE * len(members):
                for i in members:
                    out[i] = _change(found[i], old)
                break
    return out


def _change(total: Aggregation, old: int) -> Aggregation:
    """Write a total of an old value and a difference as a change."""
    cells = (total.aggregator, total.cells[old])
    cue = f"{total.cue.split()[0]} difference"
    return Aggregation("change", total.cells[1 - old], cells, cue, total.strength, total.evidence, total.tolerance)
