"""Running totals: counts that go on from report to report and can only grow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from auditor.compare.comparable_blocks import ComparableBlock
from auditor.language.folding import fold
from auditor.model.figure import Figure
from auditor.runtime.resources import read_rules

Spans = frozenset[tuple[str | None, str | None]]


def runs_on(old: Figure, first: ComparableBlock, new: Figure, second: ComparableBlock) -> bool:
    """Whether two versions of a figure are one running total.

    Both sentences say so ("to date", "since 1992"), or a period of some years begins alike and ends no earlier. Periods
    that begin apart are different counts, and what "remains" may well become less.
    """
    if old.unit != "count" or new.unit != "count" or _is(old, first, "stocks") or _is(new, second, "stocks"):
        return False
    before, after = first.spans(old), second.spans(new)
    if not (_is(old, first, "running_totals") and _is(new, second, "running_totals")):
        return _stretched(before, after)
    return not _begins(before) or not _begins(after) or bool(_begins(before) & _begins(after))


@cache
def _cues() -> dict[str, dict[str, re.Pattern[str]]]:
    content = read_rules("compare.yaml")
    return {
        kind: {language: _pattern(cues) for language, cues in content[kind].items()}
        for kind in ("running_totals", "stocks")
    }


def _pattern(cues: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(fold(cue)) for cue in cues)})\b")


def _is(figure: Figure, block: ComparableBlock, kind: str) -> bool:
    cues = _cues()[kind].get(block.language)
    return cues is not None and cues.search(fold(block.said(figure))) is not None


def _begins(spans: Spans) -> set[str]:
    """Return the first days of periods that go beyond one year."""
    return {first for first, last in spans if first and (last is None or last[:4] != first[:4])}


def _stretched(old: Spans, new: Spans) -> bool:
    return any(
        first == begin and first is not None and last is not None and end is not None
        and last[:4] != first[:4] and end >= last
        for first, last in old
        for begin, end in new
    )  # fmt: skip
