"""A bar that draws a stated whole and its parts, and what is missing or over."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.figures.model import Figure
from auditor.report.clean import line
from auditor.report.model import Bar, Segment
from auditor.report.numbers import number

KINDS = ("total", "remainder", "subset")
MOST_PARTS = 12
_SLIVER = 1e-6
LEAST = 1.2
"""Per cent of the bar that the gap takes at least: a gap of 1 in 10,000 is to be seen as well."""


def draw(kind: str, whole: Figure | None, parts: Sequence[Figure]) -> Bar | None:
    """Draw a sum, or give None where there is nothing that a bar could show."""
    if kind not in KINDS or whole is None or not 0 < len(parts) <= MOST_PARTS:
        return None
    if whole.value <= 0 or any(part.value < 0 for part in parts):
        return None
    stated, added = whole.value, sum(part.value for part in parts)
    longest = max(stated, added)
    if longest > 1e300 or abs(stated - added) / longest < _SLIVER:
        return None
    off = number(abs(stated - added))
    gap = max(LEAST, 100 * abs(stated - added) / longest)
    scale = (100 - gap) / min(stated, added) if min(stated, added) > 0 else 0.0
    named = len({part.counts for part in parts}) > 1 or len(parts) == 1
    segments: list[Segment] = []
    at = 0.0
    for position, part in enumerate(parts):
        label = f"{line(part.text)} {line(part.counts) if named else ''}".strip()
        within = min(part.value, max(0.0, stated - at))
        if within > 0:
            segments.append(Segment(label, within * scale, "part", odd=position % 2 == 1))
        at += part.value
    if added > stated:
        segments.append(Segment(f"{off} over", gap, "over"))
    else:
        segments.append(Segment(f"{off} not accounted for", gap, "gap"))
    told = ", ".join(segment.label for segment in segments)
    return Bar(f"{line(whole.text)} stated: {told}", 100 - gap if added > stated else 100.0, tuple(segments))
