"""Averages: a stated mean and the figures that it is the mean of ("on average 38 a year: 31 in 2021, 45 in 2022")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.relations.prose.claims import Claim
from auditor.relations.prose.frames import Frame
from auditor.relations.prose.mentions import Mention
from auditor.relations.prose.percentages import decimals
from auditor.relations.prose.reading import ProseReading

_CLAUSE_START = re.compile(r"[;:(]")
_VALUES = ("count", "money", "rate")


def read_averages(reading: ProseReading) -> list[Claim]:
    """Read the means that a list after a colon bears out or denies, and those that sum up the list before them."""
    out: list[Claim] = []
    for number in sorted(reading.frames):
        for frame in reading.frames[number]:
            claim = _listed_after(frame, reading) or _listed_before(frame, reading)
            if claim is not None:
                out.append(claim)
    return out


def _listed_after(frame: Frame, reading: ProseReading) -> Claim | None:
    """Read "an average of 38 a year: 31 in 2021, 36 in 2022 and 47 in 2023"."""
    whole = frame.anchor
    if frame.kind != "colon" or whole is None or whole.unit not in _VALUES:
        return None
    cue = _said_mean(whole, reading)
    parts = _values(frame.items)
    if not cue or len(parts) < 2 or len(parts) < len(frame.items) or whole.value > max(p.value for p in parts):
        return None
    return Claim("average", whole, parts, cue, 0.85, {"cue", "list"})


def _listed_before(frame: Frame, reading: ProseReading) -> Claim | None:
    """Read "31, 36 and 47 visits, an average of 38", where the mean is right."""
    for at in range(2, len(frame.items)):
        whole, parts = frame.items[at], _values(frame.items[:at])
        if len(parts) < at or whole.unit not in _VALUES or not _said_mean(whole, reading):
            continue
        if abs(whole.value - sum(p.value for p in parts) / at) <= max(whole.width, 0.5 * 10.0 ** -decimals(whole)):
            return Claim("average", whole, parts, "average", 0.85, {"cue", "list", "closes"})
    return None


def _values(mentions: Sequence[Mention]) -> list[Mention]:
    return [m for m in mentions if m.unit in _VALUES and not m.figure.bound]


def _said_mean(mention: Mention, reading: ProseReading) -> str:
    """Return the word that makes a figure a mean: before it in its clause, or right behind it."""
    cues = reading.passage.cues
    clause = _CLAUSE_START.split(mention.before)[-1]
    return cues.has("average", clause) or cues.has("average", " ".join(mention.after.split()[:4]))
