"""Lists of points, one to a line: "Complaints received: / - by post: 48 / - in person: 22 / - total: 70".

Each point has one leading figure. The points of one level are a list of the figure that ends the words above them, or
of the point that calls itself their total.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.relations.prose.claims import Claim, closes, same_unit, slipped
from auditor.relations.prose.mentions import Mention
from auditor.relations.prose.reading import ProseReading

_POINT = re.compile(r"^-\s+")
_MARKS = (
    ("roman", re.compile(r"^\(?[ivx]+[).]\s")),
    ("letter", re.compile(r"^\(?[a-z][).]\s")),
    ("digit", re.compile(r"^\(?\d{1,2}[).]\s")),
)
_NEAR = 0.3


@dataclass(slots=True, eq=False)
class _Level:
    """The points of one level under one heading figure."""

    mark: str
    head: Mention | None
    stem: str
    items: list[Mention] = field(default_factory=list)
    whole: Mention | None = None
    inner: bool = False
    """Whether it has the marks of the level above, and a point that ends in a colon opens it."""
    missing: bool = False
    """Whether a point has no leading figure: what the others make need not be all."""


def read_points(reading: ProseReading) -> list[Claim]:
    """Read the totals and subsets that lists of points state, in reading order."""
    by_block: dict[int, list[Mention]] = {}
    for mention in reading.passage.mentions:
        by_block.setdefault(mention.block, []).append(mention)
    out: list[Claim] = []
    for block, mentions in by_block.items():
        text = reading.passage.paragraphs[block].text
        if text.count("\n- ") >= 2:
            for level in _levels(text, mentions, reading):
                out.extend(_read_level(level, reading))
    return out


def _levels(text: str, mentions: Sequence[Mention], reading: ProseReading) -> list[_Level]:
    """Sort the points of a paragraph into levels by their marks; a mark not open yet opens a level below."""
    stack: list[_Level] = []
    done: list[_Level] = []
    at, last, stem = 0, None, ""
    starts = [mention.figure.start for mention in mentions]
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        inside = mentions[bisect_left(starts, start) : bisect_left(starts, at)]
        if not _POINT.match(line):
            stack, last, stem = [], _heading(inside), line
            continue
        body = _POINT.sub("", line)
        mark = _mark(body, stack)
        if stack and last is not None and stem.rstrip().endswith(":") and stack[-1].mark == mark:
            stack.append(_Level(mark, last, stem, inner=True))
            done.append(stack[-1])
        elif stack and stack[-1].inner and _is_full(stack[-1]):
            stack.pop()
        elif any(level.mark == mark for level in stack):
            while stack[-1].mark != mark:
                stack.pop()
        else:
            stack.append(_Level(mark, last, stem))
            done.append(stack[-1])
        lead = _lead(inside, line, start)
        if lead is None:
            stack[-1].missing = True
        elif reading.passage.cues.has("total", line[: lead.figure.start - start].lower()) and stack[-1].items:
            stack[-1].whole = lead
        else:
            stack[-1].items.append(lead)
        last, stem = lead, line
    return done


def _mark(body: str, stack: Sequence[_Level]) -> str:
    """Return how a point is marked; one letter is a roman number where it is an i, or goes on with roman numbers."""
    marks = [name for name, pattern in _MARKS if pattern.match(body)] or ["bullet"]
    alone = marks == ["roman", "letter"] and body.lstrip("(")[0] != "i"
    return "letter" if alone and not (stack and stack[-1].mark == "roman") else marks[0]


def _is_full(level: _Level) -> bool:
    return level.head is not None and len(level.items) > 1 and closes(level.head, level.items)


def _heading(inside: Sequence[Mention]) -> Mention | None:
    """Return the figure that the points below a line may make up: its last count that belongs to no inner list."""
    counts = [m for m in inside if m.unit in ("count", "money") and not m.nested and not m.figure.article]
    return counts[-1] if counts else None


def _lead(inside: Sequence[Mention], line: str, start: int) -> Mention | None:
    """Return the figure of a point: one that begins it, follows its label, or ends it."""
    counts = [m for m in inside if m.unit in ("count", "money")]
    if not counts:
        return None
    first = counts[0]
    before = line[: first.figure.start - start]
    after = line[first.figure.end - start :]
    begins = len(re.findall(r"\w+", before)) <= 2
    labelled = bool(re.search(r"[:=–—-]\s*(?:\w+\s+){0,1}$|\(\s*$", before)) and len(before.split()) <= 14
    ends = len(before.split()) <= 10 and not re.search(r"\w{3,}", after)
    return first if begins or labelled or ends else None


def _read_level(level: _Level, reading: ProseReading) -> list[Claim]:
    """Read the points of one level."""
    items, cues = level.items, reading.passage.cues
    if len(items) < 2 or not same_unit(items) or any(m.figure.bound in ("upper", "range") for m in items):
        return []
    if level.whole is not None and level.whole.unit == items[0].unit:
        return [_total(level.whole, items, "total")]
    head = level.head
    if head is None or head.unit != items[0].unit:
        return []
    words = " ".join(level.stem.split()).lower()
    if closes(head, items):
        return [_total(head, items, ":")]
    open_list = bool(cues.has("selection", words) or cues.has("overlapping", words) or cues.ends("including", words))
    total = sum(m.value for m in items)
    near = abs(total - head.value) <= _NEAR * head.value and len(items) >= 3 and words.endswith(":")
    slip = slipped(head, items)
    if not open_list and not level.missing and (slip or near):
        return [_total(head, items, ":")]
    if total <= head.value and (open_list or words.endswith(":")):
        return [Claim("subset", head, items, ":", 0.75, {"cue", "list"})]
    return []


def _total(whole: Mention, items: list[Mention], cue: str) -> Claim:
    """Return the claim that points make up a figure."""
    return Claim("total", whole, items, cue, 0.9, {"cue", "list", *(["closes"] if closes(whole, items) else [])})
