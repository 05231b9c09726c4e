"""The numbers of one table cell ("1,204", "(45.3%)", "617E", "-9", "1,204 (45.3%)") and marks ("-", "..", "x")."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from auditor.figures.number_mentions import NumberMention
from auditor.figures.number_style import RUN, NumberStyle, split_run
from auditor.language.folding import words_pattern
from auditor.language.lexicon import Lexicon
from auditor.runtime.resources import read_rules

Mark = Literal["nil", "suppressed", ""]

_PLAIN = re.compile(r"[1-9][0-9]{0,8}|0")
"""Most cells: digits and nothing else."""
_NOTE = r"[a-z]{1,2}(?![a-z])|\*{1,4}|[†‡§#^]{1,3}|[¹²³⁰⁴-⁹ᵃ-ᶻ]{1,4}|\([a-z*]{1,2}\)|\[\w{1,3}\]|\d(?=$)(?<=\)\d)"
_BEFORE = r"(?:[*†‡§]{1,3}\s?(?=[-–+(\d]))?"
"""A mark that stands before the number."""
_MARK = rf"(?:\s?(?:{_NOTE})){{0,4}}+"
"""Up to four footnote marks; possessive, and letters only whole, so that a cell of many words fails at once."""


@dataclass(frozen=True, slots=True)
class CellNumber:
    """A number in a cell with its unit, before the column says more."""

    number: NumberMention
    start: int
    end: int
    unit: str
    bracketed: bool
    """Whether it stands alone in brackets, or before a minus: negative where the column has others without."""
    outer: tuple[int, int] = (0, 0)
    """Where it stands with its brackets or its minus, if it is bracketed."""


SO_MANY_PER_CENT = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,]\d+)?\s?%")
"""A per cent that a head or a label states, which says nothing of the unit of the numbers beside it."""


@dataclass(frozen=True, slots=True, eq=False)
class _Shapes:
    one: re.Pattern[str]
    second: re.Pattern[str]
    empty: frozenset[str]


@cache
def _shapes(lexicon: Lexicon) -> _Shapes:
    percent = words_pattern(lexicon.section("units").get("percent") or [])
    money = words_pattern(lexicon.sections.get("money_signs") or [])
    body = (
        rf"(?P<sign>[-–+±])?\s?(?P<money>{money})?\s?(?P<hedge>[<>~≈≤≥])?\s?(?P<run>{RUN.pattern})"
        rf"\s?(?:(?P<percent>{percent})|(?P<after>{money}))?"
    )
    return _Shapes(
        one=re.compile(
            rf"\s*{_BEFORE}(?:(?P<before>{money})\s?(?=[(\[]))?(?P<open>[(\[])?\s?{body}\s?(?(open)(?P<close>[)\]])"
            rf"|(?P<behind>[-–](?=\s*$))?){_MARK}\s*$"
        ),
        second=re.compile(rf"\s*{body}{_MARK}\s*[(\[/|;]\s*(?P<rest>.*)$", re.DOTALL),
        empty=frozenset(str(text).strip().lower() for text in lexicon.sections.get("empty_cells") or ()),
    )


@cache
def table_rules() -> Mapping[str, Any]:
    """Return the content of `rules/tables.yaml`: marks in cells, words of heads and labels.

    Returns:
        Section -> its content as YAML has it; read once.

    Raises:
        auditor.runtime.resources.ResourceError: The file cannot be read or is no YAML mapping.
    """
    return read_rules("tables.yaml")


@cache
def _marks() -> Mapping[str, Mark]:
    marks: Mapping[str, Sequence[str]] = table_rules()["marks"]
    hidden: dict[str, Mark] = dict.fromkeys(marks["suppressed"], "suppressed")
    return hidden | dict.fromkeys(marks["nil"], "nil")


def mark_of(text: str) -> Mark:
    """Return what a cell without a number says of one.

    Returns:
        "nil" where it says nought ("-"), "suppressed" where a number is not shown ("x", ".."), else an empty text; as
        `rules/tables.yaml` has it.
    """
    folded = text.strip().lower()
    return _marks().get(folded, "")


def is_empty(folded: str, lexicon: Lexicon) -> bool:
    """Whether a cell holds a sign for nothing (blank, dash, dots, "x", "(Z)")."""
    return folded.strip().lower() in _shapes(lexicon).empty


def cell_numbers(folded: str, lexicon: Lexicon, style: NumberStyle) -> list[CellNumber]:
    """Read a cell that holds numbers and nothing else but marks; give nothing where it holds words.

    Args:
        folded: the cell's text, folded.
        lexicon: of its language.
        style: of the column.
    """
    if _PLAIN.fullmatch(folded):
        plain = NumberMention(0, len(folded), float(folded), 1.0, "digits")
        return [CellNumber(plain, 0, len(folded), "count", bracketed=False)]
    shapes = _shapes(lexicon)
    if found := shapes.one.match(folded):
        number = _number(found, style, bracketed=bool(found["open"] or found["behind"]), money=bool(found["before"]))
        return [number] if number else []
    if found := shapes.second.match(folded):
        first = _number(found, style, bracketed=False)
        rest = found["rest"].rstrip(" )]")
        inner = shapes.one.match(rest)
        if first and inner and (second := _number(inner, style, bracketed=False, shift=found.start("rest"))):
            return [first, second]
    return []


def _number(
    found: re.Match[str], style: NumberStyle, *, bracketed: bool, money: bool = False, shift: int = 0
) -> CellNumber | None:
    digits = split_run(found["run"], found.start("run") + shift, style)
    if len(digits) != 1 or digits[0].too_long or digits[0].dotted:
        return None
    read = digits[0]
    negative = found["sign"] in ("-", "–")
    number = NumberMention(
        read.start,
        read.end,
        -read.value if negative else read.value,
        10.0**-read.decimals,
        "digits",
        rounded=read.decimals > 0,
        grouped=read.grouped,
    )
    start = found.start("sign") if negative else found.start("money") if found["money"] else found.start("run")
    end = found.end("percent") if found["percent"] else found.end("run")
    unit = _unit(found, money=money)
    outer = _outer(found, start) if bracketed else (start, end)
    return CellNumber(number, start + shift, end + shift, unit, bracketed, outer)


def _unit(found: re.Match[str], *, money: bool) -> str:
    """Return the unit that stands beside a number, or that of its sign before a bracket."""
    if found["percent"]:
        return "percent"
    return "money" if money or found["money"] or found["after"] else "count"


def _outer(found: re.Match[str], start: int) -> tuple[int, int]:
    """Return where a number stands with its brackets, or with the minus behind it."""
    if not found["open"]:
        return start, found.end("behind")
    return found.start("before" if found["before"] else "open"), found.end("close")
