"""Ratios: two numbers that state one, "a ratio of 3:1", "3 to 1", "one officer for every 2.6 prisoners"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from auditor.figures.identifiers import Span
from auditor.figures.number_mentions import NumberMention
from auditor.figures.reads import Read
from auditor.language.folding import fold
from auditor.language.lexicon import Lexicon
from auditor.language.slots import SlotPhrase, slot_chars, slot_phrase, with_slots

_DIGITS = re.compile(r"(?<![\d.,])\d++(?:[.,]\d++)*+")
_CHARS = slot_chars(("one", "other"))
_CLASSES = {"value": "".join(_CHARS.values()), "one": _CHARS["one"]}
_TERMS = ("", "compound")
"""Reasons of numbers that may be terms of a ratio: "3-to-1" is one."""


@dataclass(frozen=True, slots=True, eq=False)
class _Forms:
    of: tuple[SlotPhrase, ...]
    """The first number over the second: "3:1"."""
    per: tuple[SlotPhrase, ...]
    """The second over the first: "one officer for every 2.6 prisoners"."""
    sign: re.Pattern[str]
    """A quick look before any form is tried."""


def _phrases(listed: Sequence[str] | None) -> tuple[SlotPhrase, ...]:
    return tuple(slot_phrase(fold(phrase), _CLASSES) for phrase in listed or ())


@cache
def _forms(lexicon: Lexicon) -> _Forms:
    section: Mapping[str, list[str]] = lexicon.section("ratios")
    of, per = _phrases(section.get("first_by_second")), _phrases(section.get("second_by_first"))
    signs = {form.sign for form in (*of, *per)}
    return _Forms(of, per, re.compile("|".join(sorted(signs)) or r"(?!)"))


def ratio_spans(folded: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Return where two numbers with a colon are a ratio, so that nobody takes them for a time, a verse or a scale.

    Args:
        folded: The text, folded.
        lexicon: Of its language.
    """
    if ":" not in folded or not _forms(lexicon).sign.search(folded):
        return []
    digits = [hit.span() for hit in _DIGITS.finditer(folded)]
    slots = [(start, end, _CHARS["one" if folded[start:end] == "1" else "other"]) for start, end in digits]
    ends = dict(digits)
    found = _found(with_slots(folded, slots), _forms(lexicon).of)
    return [(hit.start(form.roles[0]), ends[hit.start(form.roles[1])]) for form, hit in found]


def outside(spans: list[Span], ratios: list[tuple[int, int]]) -> list[Span]:
    """Return the spans that touch no ratio."""
    return [span for span in spans if not any(span[0] < end and start < span[1] for start, end in ratios)]


def join_ratios(reads: list[Read], folded: str, lexicon: Lexicon) -> list[Read]:
    """Join the two numbers of each ratio into one; its value is the quotient.

    Args:
        reads: The numbers of one text, in order.
        folded: The text, folded and masked.
        lexicon: Of its language.
    """
    forms = _forms(lexicon)
    if not reads or not forms.sign.search(folded):
        return reads
    terms = {read.number.start: read for read in reads if read.unit == "count" and read.reason in _TERMS}
    joined: list[Read] = []
    for pair, start, per in _pairs(folded, terms, forms):
        made = None if _touches(start, pair[-1].end, joined) else _ratio(pair, start, per=per)
        joined += [made] if made is not None else []
    kept = [read for read in reads if not _touches(read.start, read.end, joined)]
    return sorted([*kept, *joined], key=lambda read: read.start)


def _pairs(folded: str, terms: Mapping[int, Read], forms: _Forms) -> Iterator[tuple[list[Read], int, bool]]:
    """Yield the terms of each ratio, where it begins, and whether it is the second over the first."""
    slots = [
        (start, each.number.end, _CHARS["one" if each.number.value == 1 else "other"]) for start, each in terms.items()
    ]
    text = with_slots(folded, slots)
    for phrases, per in ((forms.of, False), (forms.per, True)):
        for form, hit in _found(text, phrases):
            pair = [terms[hit.start(role)] for role in form.roles]
            yield pair, pair[0].start if len(pair) == 2 else hit.start(), per


def _touches(start: int, end: int, others: list[Read]) -> bool:
    return any(start < other.end and other.start < end for other in others)


def _found(text: str, forms: tuple[SlotPhrase, ...]) -> Iterator[tuple[SlotPhrase, re.Match[str]]]:
    for form in forms:
        for hit in form.pattern.finditer(text):
            yield form, hit


def _ratio(pair: list[Read], start: int, *, per: bool) -> Read | None:
    """Return two terms as one number, or the second alone where an article stands for one before it."""
    last = pair[-1]
    first = pair[0].number if len(pair) == 2 else replace(last.number, value=1.0, step=1.0)
    over, under = (last.number, first) if per else (first, last.number)
    if over.value <= 0 or under.value <= 0:
        return None
    value = over.value / under.value
    precise = [term.step / term.value for term in (over, under) if term.step < 1]
    step = value * max(precise, default=1 / max(over.value, under.value))
    number = NumberMention(start, last.number.end, value, step, "ratio", rounded=bool(precise))
    return replace(pair[0], number=number, start=start, end=last.end, tail=last.tail, unit="ratio", reason="")
