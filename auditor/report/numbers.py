"""Numbers and equations as a reader writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from auditor.figures.model import Figure
from auditor.relations.model import Relation

MINUS, MORE = "\u2212", "\u2026"
MOST_TERMS = 8
"""Longer sums are shown by their first terms and their last."""


def number(value: float) -> str:
    """Write a number: thousands grouped, without the dust of binary fractions."""
    rounded = round(value, 9)
    return f"{int(rounded):,}" if abs(rounded) < 1e15 and rounded == int(rounded) else f"{rounded:,.10g}"


def signed(value: float) -> str:
    """Write a number with its sign."""
    return f"{'+' if value > 0 else ''}{number(value)}".replace("-", MINUS)


def equation(relation: Relation, figures: Mapping[str, Figure]) -> str:
    """Write what a relation asserts, with the figures as printed."""
    parts = [_printed(figures, name) for name in relation.parts]
    whole = _printed(figures, relation.whole) if relation.whole is not None else ""
    write = _WRITERS.get(relation.kind)
    return write(whole, parts) if write is not None and parts else relation.note or ", ".join(parts)


def _printed(figures: Mapping[str, Figure], name: str) -> str:
    figure = figures.get(name)
    return " ".join(figure.text.split()) if figure is not None else "?"


def _joined(parts: Sequence[str], sign: str) -> str:
    if len(parts) <= MOST_TERMS:
        return sign.join(parts)
    hidden = len(parts) - MOST_TERMS
    return sign.join([*parts[: MOST_TERMS - 1], f"{MORE} ({hidden:,} more)", parts[-1]])


def _total(whole: str, parts: Sequence[str]) -> str:
    return f"{_joined(parts, ' + ')} = {whole}"


def _subset(whole: str, parts: Sequence[str]) -> str:
    return f"{_joined(parts, ' + ')} of {whole}"


def _remainder(whole: str, parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return _total(whole, parts)
    return f"{_joined([whole, *parts[:-1]], f' {MINUS} ')} = {parts[-1]}"


def _percentage(whole: str, parts: Sequence[str]) -> str:
    return f"{parts[0]} of {whole} = {parts[-1]}"


def _shares(_: str, parts: Sequence[str]) -> str:
    return f"{_joined(parts, ' + ')} = 100 per cent"


def _enumeration(whole: str, parts: Sequence[str]) -> str:
    return f"{whole}: {len(parts):,} listed"


def _repeat(whole: str, parts: Sequence[str]) -> str:
    return f"{whole} = {_joined(parts, ' = ')}"


def _change(whole: str, parts: Sequence[str]) -> str:
    return f"from {parts[0]} to {whole}, by {parts[-1]}"


def _average(whole: str, parts: Sequence[str]) -> str:
    return f"mean of {_joined(parts, ', ')} = {whole}"


_WRITERS: Mapping[str, Callable[[str, Sequence[str]], str]] = {
    "total": _total, "subset": _subset, "remainder": _remainder, "percentage": _percentage, "shares": _shares,
    "enumeration": _enumeration, "repeat": _repeat, "change": _change, "average": _average,
}  # fmt: skip
