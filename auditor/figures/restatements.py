"""Numbers said twice, in words and in digits: "fifteen (15) persons", "15 (fifteen)", "thirty days (30 days)".

Whether two numbers are one depends on how they are written and on what stands around them, never on their values.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from auditor.figures.exclusions import MASK
from auditor.figures.grammar import Grammar, grammar
from auditor.figures.identifiers import Span
from auditor.figures.number_mentions import NumberMention, Restated
from auditor.language.lexicon import Lexicon
from auditor.model.figure import RESTATED

_WORDED = ("words", "one")
_TYPED = ("digits", "mixed")
_SIGN = 12
"""Characters before a number in which its currency is sought."""
_OPENED = re.compile(r"(?P<noun>(?:[\s-]?(?:[^\W\d_]{1,40}+|%)){0,3})\s?(?P<bracket>[(\[])\s?")
_CLOSED = re.compile(r"(?P<noun>(?:[\s-]?(?:[^\W\d_]{1,40}+|%)){0,3})\s?[)\]]")


def join_restated(numbers: Sequence[NumberMention], masked: str, lexicon: Lexicon) -> tuple[list[NumberMention], str]:
    """Join each number with the one in brackets behind it that says it again.

    Args:
        numbers: Of one text, in order.
        masked: The text, folded, with what is no number masked.
        lexicon: Of its language.

    Returns:
        The numbers, without those in such brackets: one that stands right before its brackets ends behind them, so that
        unit and noun are sought there. And the text, with brackets masked that stand behind a unit or noun.
    """
    rules = grammar(lexicon)
    numbers = _without_units(numbers, masked, rules)
    found = {first.start: said for first, second in pairwise(numbers) if (said := _said(first, second, masked, rules))}
    numbers = _with_scales(numbers, found, masked)
    if not found:
        return list(numbers), masked
    inside = {said.number.start for said in found.values()}
    joined: list[NumberMention] = []
    for number in numbers:
        if said := found.get(number.start):
            form = "words" if number.form == "one" else number.form
            apart = masked[number.end : said.start].strip() != ""
            if apart:
                masked = f"{masked[: said.start]}{MASK * (said.end - said.start)}{masked[said.end :]}"
            joined.append(replace(number, end=number.end if apart else said.end, form=form, restated=said))
        elif number.start not in inside:
            joined.append(number)
    return joined, masked


def _with_scales(numbers: Sequence[NumberMention], found: dict[int, Restated], masked: str) -> Sequence[NumberMention]:
    """Return the numbers without the scale words behind such brackets, which go for what is in them, or for both.

    "60 (sixty) million" is 60 million twice; in "60,000,000 (sixty) million" only the word lacks it.

    Args:
        numbers: Of one text, in order.
        found: Where a number starts -> what says it again; changed.
        masked: The text, folded, with what is no number masked.
    """
    out: list[NumberMention] = []
    for number in numbers:
        said = found.get(out[-2].start) if len(out) > 1 else None
        behind = said is not None and said.number is out[-1] and masked[said.end : number.start].isspace()
        if said is None or not behind or not number.problem or number.scale <= 1:
            out.append(number)
            continue
        first = out[-2]
        worded = replace(said.number, value=said.number.value * number.scale)
        whole = first.form == "digits" and first.value >= number.scale
        found[first.start] = replace(said, number=worded, end=number.end)
        out[-1] = worded
        if not whole:
            value, step = first.value * number.scale, first.step * number.scale
            out[-2] = replace(first, value=value, step=step, scale=number.scale, rounded=True)
    return out


def restated_spans(numbers: Sequence[NumberMention]) -> list[Span]:
    """Return the brackets that say a number again, with the reason why they are no figures."""
    return [(said.start, said.end, RESTATED) for number in numbers if (said := number.restated)]


def _without_units(numbers: Sequence[NumberMention], masked: str, rules: Grammar) -> list[NumberMention]:
    """Return the numbers without the words that belong to the unit of the one before: "trente pour cent"."""
    kept: list[NumberMention] = []
    end = 0
    for number in numbers:
        if number.start >= end:
            kept.append(number)
            percent = rules.percent.match(masked, number.end)
            end = percent.end() if percent else number.end
    return kept


def _spelled_and_typed(one: NumberMention, other: NumberMention) -> bool:
    """Whether one number is written in words, and the other in digits."""
    return one.form in _WORDED and other.form in _TYPED


def _said(first: NumberMention, second: NumberMention, masked: str, rules: Grammar) -> Restated | None:
    """Return what the brackets behind a number say again: digits of words or words of digits, and the same unit."""
    if not (_spelled_and_typed(first, second) or _spelled_and_typed(second, first)) or first.problem or second.problem:
        return None
    opened, closed = _OPENED.fullmatch(masked, first.end, second.start), _CLOSED.match(masked, second.end)
    if opened is None or closed is None:
        return None
    units = [found["noun"].strip(" -") for found in (opened, closed)]
    if units[0] != units[1] and not _same_unit(masked[max(0, first.start - _SIGN) : first.start], units, rules):
        return None
    return Restated(second, opened.start("bracket"), closed.end(), first.end)


def _same_unit(before: str, units: Sequence[str], rules: Grammar) -> bool:
    """Whether what stands behind a number and behind that in its brackets, or before it, is one unit otherwise put."""
    if all(unit and rules.percent.fullmatch(unit) for unit in units):
        return True
    signed = not units[0] and rules.money_before.search(before) is not None
    return signed and rules.money_after.fullmatch(f" {units[1]}") is not None
