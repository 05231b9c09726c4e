"""Sums, averages and ratios of lines, written out cell by cell as aggregations with how sure each is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from auditor.relations.tables.aggregation import Aggregation, Operator, Position
from auditor.relations.tables.evidence import Evidence
from auditor.relations.tables.mean_lines import Average
from auditor.relations.tables.ratios import Ratio
from auditor.relations.tables.table_layout import Lines

_ODD = frozenset({"average", "share", "rate", "change"})
_NEVER = frozenset({"average", "rate"})
"""What hardly ever adds up, so that nothing is wrong where it does not, unless others of the kind do."""
_HALF = 10.0
"""Bits that halve what is doubted."""
_REGULAR, _SURE = 2, 8.0
"""Slots where a total closes, and bits of evidence, so that what one wrong digit would explain elsewhere is a slip."""
_SUPPRESSED = 0.3
"""Strength of a total of which a part is not shown: nothing can be decided, so nothing is to be reported."""
_NAMED_SO = 0.6
"""Strength of a rate whose name, and those of its terms, say what it is of."""
_LAYOUT_ALONE = 0.6
"""Strength of a total that labels and layout propose and no figure supports."""


def write_sum(lines: Lines, found: Evidence) -> list[Aggregation]:
    """Write a sum out at every slot where it is asserted."""
    hits, misses = found.hits, found.misses
    firm = found.basis != "closes" or (hits >= 2 and hits >= 2 * misses)
    sure = _strength(found.score)
    cue = f"{_direction(lines)} total"
    named = ("cue",) if _named(lines, found) else ()
    slip = hits >= _REGULAR and found.slips == misses and found.score > _SURE
    slip |= hits >= 1 and found.slips == misses and _outlined(lines, found)
    out = []
    held = {
        cue for j in np.flatnonzero(found.asserted & found.close & found.told) for cue in lines.slot_cues[j]
    } & _NEVER
    shown = found.asserted
    entitled = "whole" in lines.cues[found.aggregator] and found.beside  # "Total" of numbers beside their per cents
    if (hits >= 3 or (entitled and hits)) and not misses and found.slip.any():
        firm = firm or entitled
        shown = shown | (found.slip & np.array([not cues & _ODD for cues in lines.slot_cues], np.bool_))
    mean = found.other & ~(entitled and hits >= _REGULAR and lines.along == "column")  # a row adds up, or does not
    apart = _stands_apart(lines, found)
    for j in np.flatnonzero(shown):
        close = bool(found.close[j])
        if not close and (not firm or mean[j] or (lines.slot_cues[j] & _NEVER and not lines.slot_cues[j] & held)):
            continue
        strength = sure if close else _doubt(sure, hits, misses, named=bool(named), slip=slip)
        evidence = _evidence(close=close, exact=bool(found.exact[j]), layout=found.basis == "layout") + named
        if apart:
            evidence = (*evidence, "apart")
        if found.open[j]:
            strength, evidence = _SUPPRESSED, (*evidence, "suppressed")
        elif found.basis == "chained" and not close:
            strength, evidence = _SUPPRESSED, (*evidence, "chained")
        cells = tuple(_place(lines, p, int(j)) for p in found.parts if lines.filled[p, j])
        tolerance = float(found.tolerance[j])
        unit = float(lines.unit[[found.aggregator, *found.parts], j].max())
        whole = _place(lines, found.aggregator, int(j))
        out.append(Aggregation("total", whole, cells, cue, strength, evidence, tolerance, unit))
    return out


def _stands_apart(lines: Lines, found: Evidence) -> bool:
    """Whether a sum stands away from its parts, or is believed since it closes and its parts stand apart."""
    first, last = found.parts[0], found.parts[-1]
    scattered = last - first >= len(found.parts) or bool(lines.breaks[first] != lines.breaks[last])
    return not found.beside or (found.basis == "closes" and scattered)


def _named(lines: Lines, found: Evidence) -> bool:
    """Whether a label says that a line is a total."""
    return found.stated or "total" in lines.cues[found.aggregator]


def _outlined(lines: Lines, found: Evidence) -> bool:
    """Whether the parts stand right under the total and deeper than it, as an outline has them."""
    depth = lines.depth[[found.aggregator, *found.parts]]
    return found.beside and bool((depth[1:] > depth[0]).all())


def write_average(lines: Lines, found: Average) -> list[Aggregation]:
    """Write an average out at every slot where it is asserted."""
    named = "average" in lines.cues[found.aggregator]
    sure = _strength(found.score)
    out = []
    for j in _slots(found):
        close = bool(found.close[j])
        strength = sure if close else _doubt(sure, found.hits, found.misses, named=named)
        cells = tuple(_place(lines, p, int(j)) for p in found.parts if lines.filled[p, j])
        evidence = _evidence(close=close, exact=close, layout=False) + (("cue",) if named else ())
        if found.blank[j]:
            strength, evidence = _SUPPRESSED, (*evidence, "blank")
        mean, tolerance = _place(lines, found.aggregator, int(j)), float(found.tolerance[j])
        out.append(Aggregation("average", mean, cells, f"{_direction(lines)} average", strength, evidence, tolerance))
    return out


def write_ratio(lines: Lines, found: Ratio) -> list[Aggregation]:
    """Write a share or a change out at every slot where it is asserted."""
    operator: Operator = found.operator
    named = bool(lines.cues[found.aggregator] & {"share", "change", "rate"})
    sure = max(_strength(found.score), _NAMED_SO if found.said else 0.0)
    what = "share" if operator == "percentage" else "change"
    cue = f"{what} in {_direction(lines)}"
    tags = ("percent" if found.scale == 100 else "ratio", *(("cue",) if named else ()))
    out = []
    for j in _slots(found):
        close = bool(found.close[j])
        strength = (
            max(sure, _NAMED_SO)
            if found.said
            else sure
            if close
            else _doubt(sure, found.hits, found.misses, named=named)
        )
        aggregator, base, part = (_place(lines, i, int(j)) for i in (found.aggregator, found.base, found.part))
        cells = (base, part) if operator == "percentage" else (part, base)
        evidence = _evidence(close=close, exact=close, layout=found.said) + tags
        out.append(Aggregation(operator, aggregator, cells, cue, strength, evidence, float(found.tolerance[j])))
    return out


def _slots(found: Average | Ratio) -> NDArray[np.intp]:
    """Return the slots where an average or a ratio is asserted; misses only where most close, or heads tie it."""
    tied = isinstance(found, Ratio) and found.tied
    firm = (found.hits >= 2 and found.hits >= (1 if tied else 3) * found.misses) or _is_said(found)
    return np.flatnonzero(found.asserted & (found.close | firm))


def _direction(lines: Lines) -> str:
    """Name the direction in which the parts stand: lines that are rows add up down a column."""
    return "column" if lines.along == "row" else "row"


def _strength(score: float) -> float:
    """Turn bits into a strength between one half and one."""
    return float(round(1.0 - 0.5 * 2.0 ** (-max(score, 0.0) / _HALF), 4))


def _doubt(sure: float, hits: int, misses: int, *, named: bool, slip: bool = False) -> float:
    """Return the strength where the figures do not close: how regularly the others do, and what else speaks for it.

    That is a label that says so (`named`), or one wrong digit that explains it (`slip`).
    """
    if not hits:
        return _LAYOUT_ALONE
    regular = (hits + 1.0) / (hits + misses + 1.0)
    return float(round(max(sure * regular, _LAYOUT_ALONE if named or slip else 0.0), 4))


def _evidence(*, close: bool, exact: bool, layout: bool) -> tuple[str, ...]:
    """Name the evidence of one relation."""
    arithmetic = ("closes",) if exact else ("closes", "rounding") if close else ()
    return (*arithmetic, "layout") if layout or not close else arithmetic


def _place(lines: Lines, line: int, slot: int) -> Position:
    """Return the grid position of a line's cell at a slot."""
    along, across = int(lines.positions[line]), int(lines.slots[slot])
    return (across, along) if lines.along == "column" else (along, across)


def _is_said(found: Average | Ratio) -> bool:
    """Whether names say what a ratio is of."""
    return isinstance(found, Ratio) and found.said
