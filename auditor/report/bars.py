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
    segments: list[Segment] = []
    at = 0.0
    for position, part in enumerate(parts):
        label = f"{line(part.text)} {line(part.counts)}".strip()
        within = min(part.value, max(0.0, stated - at))
        if within > 0:
            segments.append(Segment(label, 100 * within / longest, "part", odd=position % 2 == 1))
        at += part.value
    if added > stated:
        segments.append(Segment(f"{number(added - stated)} over", 100 * (added - stated) / longest, "over"))
    else:
        segments.append(Segment(f"{number(stated - added)} not accounted for", 100 * (stated - added) / longest, "gap"))
    told = ", ".join(segment.label for segment in segments if segment.label)
    return Bar(f"{line(whole.text)} stated: {told}", 100 * stated / longest, tuple(segments))
