"""Two numbers that state one quantity between them: "between 10 and 15", "10-12", "entre 2 y 2,84 millones"."""

from __future__ import annotations

import re
from dataclasses import replace

from auditor.figures.grammar import grammar
from auditor.language.lexicon import Lexicon
from auditor.model.figure import Figure

_TIGHT = re.compile(r"[-–]")
_BEFORE = 40


def join_ranges(figures: list[Figure], text: str, folded: str, lexicon: Lexicon) -> list[Figure]:
    """Join the two numbers of a range into one figure; its value is the middle, its interval what both allow.

    Args:
        figures: of one text, in order.
        text: as printed.
        folded: the text, folded and masked.
        lexicon: of its language.
    """
    rules = grammar(lexicon)
    out: list[Figure] = []
    for figure in figures:
        if out:
            gap = folded[out[-1].end : figure.start]
            before = folded[max(0, out[-1].start - _BEFORE) : out[-1].start]
            opened = rules.range_open.search(before) is not None
            tight = _TIGHT.fullmatch(gap) is not None
            linked = len(gap) < 12 and rules.range_link.fullmatch(gap) is not None
            direct = linked and rules.direct_link.fullmatch(gap) is not None and not rules.change.search(before)
            if ((opened and linked) or tight or direct) and (joined := _join(out[-1], figure, folded)):
                out[-1] = replace(joined, text=text[joined.start : joined.end])
                continue
            if linked and rules.change.search(before):
                out[-1] = _scaled(out[-1], figure, folded)  # "fell from 15 to 12 million"
        out.append(figure)
    return out


def _join(first: Figure, second: Figure, folded: str) -> Figure | None:
    if second.unit != first.unit and (first.unit != "count" or second.unit not in ("money", "measure", "percent")):
        return None
    smaller = first.value < second.value / _scale(second, folded)
    scaled = _scaled(first, second, folded) if smaller else first
    if first.bound == "range" or first.article or second.article or not 0 <= scaled.value < second.value:
        return None
    low = scaled.low if scaled.low is not None else scaled.value
    high = second.high if second.high is not None else second.value
    middle = (scaled.value + second.value) / 2
    return replace(second, start=first.start, value=middle, low=low, high=high, bound="range", hedge=first.hedge)


def _scaled(first: Figure, second: Figure, folded: str) -> Figure:
    """Return a first number the scale and the unit that only the second one says ("15 to 12 million dollars")."""
    ratio = _scale(second, folded)
    same = second.unit == first.unit or (first.unit == "count" and second.unit == "money")
    if not same or ratio <= 1 or first.value >= 1000 or _scale(first, folded) > 1:
        return first
    low, high = _times(first.low, ratio), _times(first.high, ratio)
    return replace(first, value=first.value * ratio, low=low, high=high)


def _times(value: float | None, ratio: float) -> float | None:
    return None if value is None else value * ratio


def _scale(figure: Figure, folded: str) -> float:
    """Return the worth of the scale word that ends a figure's text, 1 where there is none."""
    digits = re.match(r"\D*+(\d[\d.,]*+)\s*+[a-z]", folded[figure.start : figure.end])
    if not digits:
        return 1.0
    printed = digits[1].replace(",", ".")
    if printed.count(".") > 1:
        return 1.0
    mantissa = float(printed.rstrip("."))
    ratio = figure.value / mantissa if mantissa else 1.0
    return ratio if ratio in (1e3, 1e5, 1e6, 1e7, 1e9, 1e12) else 1.0
