"""Numbers and equations as a reader writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from auditor.model.figure import Figure
from auditor.model.relation import Relation
from auditor.report.page.texts import Texts, load_texts

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


def equation(relation: Relation, figures: Mapping[str, Figure], texts: Texts | None = None) -> str:
    """Return what a relation asserts as an equation, with the figures as printed.

    Args:
        relation: The relation; one of a kind without an equation is written as its note.
        figures: By id; one that is not there is written as "?".
        texts: The reader's language.
    """
    say = texts or load_texts()
    parts = [_printed(figures, name) for name in relation.parts]
    whole = _printed(figures, relation.whole) if relation.whole is not None else ""
    write = _WRITERS.get(relation.kind)
    if write is not None and parts:
        return write(whole, parts, say)
    return say.phrase(relation.note).text or ", ".join(parts)


def _printed(figures: Mapping[str, Figure], name: str) -> str:
    figure = figures.get(name)
    return " ".join(figure.text.split()) if figure is not None else "?"


def _joined(parts: Sequence[str], sign: str, say: Texts) -> str:
    if len(parts) <= MOST_TERMS:
        return sign.join(parts)
    hidden = len(parts) - MOST_TERMS
    return sign.join([*parts[: MOST_TERMS - 1], f"{MORE} ({say('eq_more', n=hidden)})", parts[-1]])


def _total(whole: str, parts: Sequence[str], say: Texts) -> str:
    return f"{_joined(parts, ' + ', say)} = {whole}"


def _subset(whole: str, parts: Sequence[str], say: Texts) -> str:
    return say("eq_subset", parts=_joined(parts, " + ", say), whole=whole)


def _remainder(whole: str, parts: Sequence[str], say: Texts) -> str:
    if len(parts) < 2:
        return _total(whole, parts, say)
    return f"{_joined([whole, *parts[:-1]], f' {MINUS} ', say)} = {parts[-1]}"


def _percentage(whole: str, parts: Sequence[str], say: Texts) -> str:
    return f"{say('eq_subset', parts=parts[0], whole=whole)} = {parts[-1]}"


def _shares(_: str, parts: Sequence[str], say: Texts) -> str:
    return f"{_joined(parts, ' + ', say)} = {say('eq_all')}"


def _enumeration(whole: str, parts: Sequence[str], say: Texts) -> str:
    return f"{whole}: {say('eq_listed', n=len(parts))}"


def _repeat(whole: str, parts: Sequence[str], say: Texts) -> str:
    return f"{whole} = {_joined(parts, ' = ', say)}"


def _change(whole: str, parts: Sequence[str], say: Texts) -> str:
    return say("eq_change", old=parts[0], new=whole, change=parts[-1])


def _average(whole: str, parts: Sequence[str], say: Texts) -> str:
    return say("eq_mean", parts=_joined(parts, ", ", say), whole=whole)


_WRITERS: Mapping[str, Callable[[str, Sequence[str], Texts], str]] = {
    "total": _total, "subset": _subset, "remainder": _remainder, "percentage": _percentage, "shares": _shares,
    "enumeration": _enumeration, "repeat": _repeat, "change": _change, "average": _average,
}  # fmt: skip
