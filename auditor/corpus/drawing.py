"""The page on what a dataset shows across its documents, with small drawings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.corpus.origin import state_name
from auditor.corpus.rendering import render
from auditor.corpus.shared_patterns import DatasetPatterns, Share
from auditor.report.safe_text import line

WIDTH = 260
"""Of a bar, in pixels."""
SHOWN = 40
"""Rules, States and quantities that are shown each; the dataset has all of them."""
_HEIGHT, _COLUMN, _GAP = 90, 22, 6


@dataclass(frozen=True, slots=True)
class DrawnPiece:
    """A rectangle of a drawing."""

    role: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """One rule, State or year with its drawing."""

    share: Share
    name: str
    pieces: tuple[DrawnPiece, ...]
    told: str
    at: float = 0.0
    """Where its name stands under a drawing of columns."""


def report_page(across: DatasetPatterns) -> str:
    """Return the page."""
    years = [share for share in across.years if share.name]
    return render(
        "report.html",
        across=across,
        rules=_bars(across.rules[:SHOWN], [f"{share.name} {share.label}" for share in across.rules]),
        states=_bars(across.states[:SHOWN], [_state(share.name) for share in across.states]),
        columns=_columns(years),
        width=WIDTH,
        height=_HEIGHT,
        wide=len(years) * (_COLUMN + _GAP) + _GAP,
        undated=next((share for share in across.years if not share.name), None),
        disagreements=[
            {
                "state": state_name(each.state) if each.state else "",
                "said": line(each.stated[0].said),
                "stated": [
                    {"text": line(one.text), "document": line(one.document), "where": line(one.where), "year": one.year}
                    for one in each.stated
                ],
            }
            for each in across.disagreements[:SHOWN]
        ],
        left={
            "rules": max(0, len(across.rules) - SHOWN),
            "states": max(0, len(across.states) - SHOWN),
            "disagreements": max(0, len(across.disagreements) - SHOWN),
        },
    )


def _state(code: str) -> str:
    return f"{state_name(code)} ({code})" if code else "not told"


def _counts(share: Share) -> tuple[tuple[str, int], ...]:
    return ("error", share.errors), ("warning", share.warnings), ("note", share.notes)


def _told(share: Share) -> str:
    return f"{share.errors:,} errors, {share.warnings:,} warnings, {share.notes:,} notes"


def _bars(shares: Sequence[Share], names: Sequence[str]) -> list[DrawnRow]:
    """Draw findings as bars, one under the other, to one scale."""
    most = max((share.findings for share in shares), default=0) or 1
    rows = []
    for share, name in zip(shares, names, strict=False):
        pieces, at = [], 0.0
        for role, number in _counts(share):
            size = WIDTH * number / most
            if number:
                pieces.append(DrawnPiece(role, round(at, 2), 0, round(size, 2), 12))
            at += size
        rows.append(DrawnRow(share, line(name), tuple(pieces), _told(share)))
    return rows


def _columns(shares: Sequence[Share]) -> list[DrawnRow]:
    """Draw the share of relations that do not hold as columns, one a year, to one scale."""
    most = max((share.failing for share in shares), default=0.0) or 1.0
    rows = []
    for place, share in enumerate(shares):
        left = _GAP + place * (_COLUMN + _GAP)
        size = round(_HEIGHT * share.failing / most, 2)
        told = f"{share.name}: {share.failing:.1f} per cent of {share.relations:,} relations"
        piece = DrawnPiece("part", left, round(_HEIGHT - size, 2), _COLUMN, size)
        rows.append(DrawnRow(share, share.name, (piece,), told, left + _COLUMN / 2))
    return rows
