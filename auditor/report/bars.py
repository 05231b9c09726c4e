"""A bar that draws a stated whole and its parts, and what is missing or over."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.kinds import kind_of
from auditor.model.figure import Figure
from auditor.report.content import Bar, BarSegment
from auditor.report.page.texts import Texts, load_texts
from auditor.report.safe_text import line

MOST_PARTS = 12
_SLIVER = 1e-6
ROOM = 3.2
"""Per cent of the bar that one sign takes, on a phone."""
LEAST = 1.2
"""Per cent of the bar that the gap takes at least: a gap of 1 in 10,000 is to be seen as well."""


def draw(
    kind: str,
    whole: Figure | None,
    parts: Sequence[Figure],
    texts: Texts | None = None,
    names: Sequence[str] | None = None,
) -> Bar | None:
    """Return a sum as a bar, or None where there is nothing that a bar could show.

    Args:
        kind: Of the relation, one of `KINDS`.
        whole: What the parts are of.
        parts: In order.
        texts: The reader's language.
        names: Of the parts; what each counts where not given.

    Returns:
        Segments in per cent of the longer of the stated whole and the sum, of which the gap takes at least `LEAST`.
        None where the sum agrees, a value is negative, or there are more than `MOST_PARTS` parts.
    """
    if not kind_of(kind).breaks_down or whole is None or not 0 < len(parts) <= MOST_PARTS:
        return None
    if whole.value <= 0 or any(part.value < 0 for part in parts):
        return None
    stated, added = whole.value, sum(part.value for part in parts)
    longest = max(stated, added)
    if longest > 1e300 or abs(stated - added) / longest < _SLIVER:
        return None
    say = texts or load_texts()
    off = say.number(abs(stated - added))
    gap = max(LEAST, 100 * abs(stated - added) / longest)
    scale = (100 - gap) / min(stated, added) if min(stated, added) > 0 else 0.0
    called = [line(name) for name in names or [part.counts for part in parts]]
    named = len(set(called)) > 1 or len(parts) == 1
    segments: list[BarSegment] = []
    at = drawn = 0.0
    for position, part in enumerate(parts):
        text = line(part.text)
        label = f"{text} {called[position] if named else ''}".strip()
        within = min(part.value, max(0.0, stated - at)) * scale
        if within > 0:
            segments.append(BarSegment(label, within, "part", position % 2 == 1, _fitting(text, within), drawn))
        at += part.value
        drawn += within
    over = added > stated
    label, role = say("bar_over" if over else "bar_gap", gap=off), "over" if over else "gap"
    segments.append(BarSegment(label, gap, role, short=_fitting(off, gap), at=100 - gap))
    told = ", ".join(segment.label for segment in segments)
    stated_words = say("bar_stated", whole=line(whole.text))
    return Bar(f"{stated_words}: {told}", 100 - gap if over else 100.0, tuple(segments), stated_words)


def _fitting(text: str, share: float) -> str:
    """Return a number that is written into its piece of the bar, or nothing where the piece is too small."""
    return text if share >= ROOM * (len(text) + 1) else ""
