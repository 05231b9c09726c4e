"""Heads that tie a share or a change to the lines that it is made of, by their words and places alone."""

from __future__ import annotations

import re
from functools import partial

from auditor.figures.cell_numbers import table_rules
from auditor.relations.tables.table_layout import Lines

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_NO_COUNT = frozenset({"share", "rate", "change", "average", "code", "occupancy", "fatality", "positivity"})
_BEFORE = 8
"""Lines before a rate among which the two stand that it is made of."""
_STEM = 4
"""Letters from which a word may have an ending more: "woman's", "femmes"."""


def tied_share(lines: Lines, share: int, whole: int, part: int) -> bool:
    """Whether a share is said to be that of a part among a total: "Women", "Total", "% women".

    Args:
        lines: The rows or the columns of a table.
        share: The line of shares.
        whole: The line of what they are shares of.
        part: The line of what they are the shares of.
    """
    if "share" not in lines.cues[share] or "total" not in lines.cues[whole] or "total" in lines.cues[part]:
        return False
    own, said = _words(lines.labels[part]), _words(lines.labels[share])
    return bool(own) and all(any(_alike(word, other) for other in said) for word in own)


def named_rate(lines: Lines, rate: int) -> tuple[int, int] | None:
    """Return the lines of the whole and of the part that the name of a rate speaks of: "Beds", "Patients", "Occupancy".

    Of several before it that may be meant, it is the one that has most words of its label, and of these the nearest.

    Args:
        lines: The rows or the columns of a table.
        rate: The line that may be a rate.
    """
    counts = [at for at in range(max(0, rate - _BEFORE), rate) if not lines.cues[at] & _NO_COUNT]
    nearest = partial(_meant, lines, rate)
    for named in table_rules()["rates"]:
        if _is_of(lines, rate, named["rate"]):
            part = named.get("part")
            wholes = [at for at in counts if _is_of(lines, at, named["whole"]) and not _is_of(lines, at, part)]
            parts = [at for at in counts if at not in wholes and (part is None or _is_of(lines, at, part))]
            return (max(wholes, key=nearest), max(parts, key=nearest)) if wholes and parts else None
    return None


def _is_of(lines: Lines, at: int, kind: str | None) -> bool:
    """Whether the label of a line has a cue."""
    return not lines.cues[at].isdisjoint((kind,))


def _meant(lines: Lines, rate: int, at: int) -> tuple[int, int]:
    """Return how many words of a rate's label a line has, and its place."""
    said = [word for word in _words(lines.labels[rate]) if len(word) >= _STEM]
    return sum(any(_alike(word, other) for other in _words(lines.labels[at])) for word in said), at


def tied_change(lines: Lines, change: int, old: int, new: int) -> bool:
    """Whether a change stands right behind the two lines between which it is, or is between years of the same thing.

    Args:
        lines: The rows or the columns of a table.
        change: The line of changes.
        old: The line of what was.
        new: The line of what is.
    """
    if "change" not in lines.cues[change]:
        return False
    if {old, new} == {change - 2, change - 1}:
        return not any(lines.cues[i] & {"change", "share", "rate", "average"} for i in (old, new))
    first, last = lines.labels[old], lines.labels[new]
    years = _YEAR.search(first), _YEAR.search(last)
    if not all(years) or _NUMBER.sub("", first) != _NUMBER.sub("", last):
        return False  # of the years of several things the change says whose
    own = _words(first)
    return own <= _words(lines.labels[change]) if own else True


def _words(label: str) -> set[str]:
    """Return the words of a label."""
    return set(_WORD.findall(label))


def _alike(one: str, other: str) -> bool:
    """Whether two words are one but for their endings."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= _STEM and long.startswith(short) and len(long) - len(short) <= 2)
