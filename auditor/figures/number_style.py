"""How a document writes digits: which sign parts thousands, which one opens the decimals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from auditor.figures.scan import at_digits
from auditor.language.lexicon import Lexicon

LONGEST = 40
"""More digits than this are no number that counts anything."""

RUN = re.compile(r"\d\d*(?:[.,' \u00a0·]\d+)*")
"""Digits with single signs or blanks between them, in folded text: what is split into numbers by `split_run`."""

_PIECES = re.compile(r"\d+|[.,' \u00a0·]")
_VOTES = re.compile(
    r"(?<![\d.,/])(\d{1,3})((?:([.,])\d{1,9})(?:\3\d{1,9})*)(?:([.,])(\d{1,9}))?(?![\d/])(?!\.\d)(\s?%)?"
)
_UNGROUPED = re.compile(r"\W*(?:\d{4,}([.,])\d+|\d+([.,])\d{4,})\W*")
"""A cell that no grouping explains: four digits or more before the only sign, or behind it."""


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """What the signs between digits mean in one document."""

    thousands: str = ","
    """The sign, "." or ",", that parts thousands where three digits follow it."""
    blanks: bool = True
    """Whether a plain blank may part thousands."""


@dataclass(frozen=True, slots=True)
class Digits:
    """A number in digits: where it stands in the text, what it is worth, how many decimals it states."""

    start: int
    end: int
    value: float
    decimals: int
    grouped: bool
    """Whether signs part its thousands: such a number is no year."""
    dotted: bool = False
    """Several dots with other than three digits between them: an article or a date, no number."""
    too_long: bool = False


def vote(texts: Iterable[str], lexicon: Lexicon, prior: NumberStyle | None = None) -> NumberStyle:
    """Return the number style of a text, told from how it writes its digits.

    Each number with a sign between its digits is a vote; the language of the text decides where they say nothing.

    Args:
        texts: Folded.
        lexicon: Of their language.
        prior: The style of the document, where the texts are a part of it: it outweighs a few doubtful numbers.

    Returns:
        Which of "," and "." parts thousands (the other one opens decimals), and whether blanks do so in this language.
    """
    given = lexicon.section("number_style")
    marks = _votes(_signed_among(texts))
    default = str(given.get("thousands", ","))
    scores = {",": 0.0, ".": 0.0, default: float(given.get("weight", 0.5))}
    if prior:
        scores[prior.thousands] += 2.5
    for sign, other in ((",", "."), (".", ",")):
        # A sign with other than three digits behind it opens decimals, and then the other one parts thousands.
        # Behind no per cent sign it may be an article or a clock time: a few of those tell no more than one.
        decimals = 2 * marks["per cent", sign] + 0.5 * min(marks["decimals", sign], 3)
        scores[sign] += 3 * marks["groups", sign] + marks["three", sign] - decimals
        scores[other] += decimals
    best = max(scores, key=lambda sign: (scores[sign], sign == default))
    return NumberStyle(best, bool(given.get("blanks", True)))


def column_style(texts: Iterable[str], style: NumberStyle) -> NumberStyle:
    """Return the style of one column of a table: a sign that opens decimals in one cell parts no thousands in another.

    Args:
        texts: The folded cells of the column.
        style: The table's.

    Returns:
        The table's style, with comma and full stop exchanged where the column plainly has decimals by its sign.
    """
    cells, sign = _signed_among(texts), style.thousands
    marks = _votes(cells)
    marks.update(("ungrouped", _ungrouped(text)) for text in cells)
    decimals = marks["decimals", sign] + marks["per cent", sign] + marks["ungrouped", sign]
    return _exchanged(style) if decimals and decimals >= marks["groups", sign] else style


def table_style(texts: Iterable[str], style: NumberStyle) -> NumberStyle:
    """Return the style of a table: where nothing is grouped by a sign that cannot group elsewhere, it opens decimals.

    Args:
        texts: The folded cells.
        style: What the votes of all cells say.

    Returns:
        The style, with comma and full stop exchanged where cells such as "25991.588" show that it opens decimals.
    """
    cells, sign = _signed_among(texts), style.thousands
    plain = sum(_ungrouped(text) == sign for text in cells)
    if not plain:
        return style
    return _exchanged(style) if plain > _votes(cells)["groups", sign] else style


def _signed_among(texts: Iterable[str]) -> list[str]:
    """Return the texts with a sign that may part digits: few cells of a table have one."""
    return [text for text in texts if "," in text or "." in text]


def _votes(texts: Iterable[str]) -> Counter[tuple[str, str]]:
    """Return how often each sign parts digits in each way."""
    marks: Counter[tuple[str, str]] = Counter()
    for text in texts:
        for found in at_digits(_VOTES, text, most=3, then=".,"):
            _count(found, marks)
    return marks


def _ungrouped(text: str) -> str:
    """Return the sign that opens decimals in a cell that no grouping explains, or an empty text."""
    found = _UNGROUPED.fullmatch(text)
    return (found[1] or found[2]) if found else ""


def _exchanged(style: NumberStyle) -> NumberStyle:
    return NumberStyle("." if style.thousands == "," else ",", style.blanks)


def _count(found: re.Match[str], marks: Counter[tuple[str, str]]) -> None:
    head, tail, sign, last, percent = found[1], found[2], found[3], found[4], found[6]
    groups = tail.split(sign)[1:]
    if last and last != sign:
        marks["groups", sign] += 1
        marks["decimals", last] += 1
    elif len(groups) > 1:
        if len(groups[-1]) == 3 and all(len(group) in (2, 3) for group in groups):
            marks["groups", sign] += 1
    elif len(groups[0]) != 3 or head[0] == "0" or percent:
        marks["per cent" if percent else "decimals", sign] += 1
    else:
        marks["three", sign] += 1


def split_run(run: str, start: int, style: NumberStyle) -> list[Digits]:
    """Return the numbers that a run of digits and signs holds.

    Args:
        run: Folded text that matches `RUN`.
        start: Where the run stands, added to the offsets.
        style: Of the document.

    Returns:
        The numbers in order. "2 038" is one number, "12 345 6" is two, "10,87,226" and "1,234.5" are one.
    """
    if run.isdecimal():
        return [_number(run, start, start + len(run), 0, grouped=False)]
    if " " not in run and "\u00a0" not in run:
        return _signed(run, start, style)
    out: list[Digits] = []
    for first, last in _blank_parts(run, style):
        out.extend(_signed(run[first:last], start + first, style))
    return out


def _blank_parts(run: str, style: NumberStyle) -> list[tuple[int, int]]:
    """Split at blanks that part no thousands; give (start, end) offsets."""
    words = [(found.start(), found.end()) for found in re.finditer(r"[^ \u00a0]+", run)]
    parts: list[tuple[int, int]] = []
    i = 0
    while i < len(words):
        first, last = words[i]
        head = run[first:last]
        if head.isdigit() and len(head) <= 3 and head[0] != "0":
            hard = run[last : last + 1] != " "
            while i + 1 < len(words) and _is_group(run, words, i + 1) and (style.blanks or hard):
                i += 1
                last = words[i][1]
                if not run[words[i][0] : last].isdigit():
                    break  # "1 234,5": decimals end the number
        parts.append((first, last))
        i += 1
    return parts


def _is_group(run: str, words: list[tuple[int, int]], i: int) -> bool:
    """Whether the word is three digits (with decimals at most) that can follow a blank within a number."""
    return re.fullmatch(r"\d{3}(?:[.,]\d{1,3})?", run[words[i][0] : words[i][1]]) is not None


def _signed(part: str, start: int, style: NumberStyle) -> list[Digits]:
    """Read one part without blanks between numbers: signs part thousands, open decimals, or part a list."""
    if not any(sign in part for sign in ".,'·"):
        return [_number(part, start, start + len(part), 0, grouped=not part.isdigit())]
    plain = part.replace(" ", "").replace("\u00a0", "")
    if plain != part:
        sign = "," if "," in plain else "."
        whole, _, decimals = plain.partition(sign)
        return [_number(whole, start, start + len(part), len(decimals), grouped=True, decimals_text=decimals)]
    pieces = _PIECES.findall(part)
    signs, groups = pieces[1::2], pieces[::2]
    kinds = set(signs)
    if kinds == {"'"} and all(len(group) == 3 for group in groups[1:]):
        return [_number("".join(groups), start, start + len(part), 0, grouped=True)]
    if kinds == {"·"} and len(signs) == 1:
        return [_number(groups[0], start, start + len(part), len(groups[1]), grouped=False, decimals_text=groups[1])]
    if len(kinds) == 2 and kinds == {",", "."} and signs.count(signs[-1]) == 1 and _grouped(groups[:-1]):
        whole = "".join(groups[:-1])
        return [_number(whole, start, start + len(part), len(groups[-1]), grouped=True, decimals_text=groups[-1])]
    if len(kinds) == 1 and signs[0] in ".,":
        return _one_sign(part, start, signs[0], groups, style)
    return _listed(part, start)


def _one_sign(part: str, start: int, sign: str, groups: list[str], style: NumberStyle) -> list[Digits]:
    end = start + len(part)
    if len(groups) == 2:
        thousands = len(groups[1]) == 3 and groups[0][0] != "0" and len(groups[0]) <= 3 and style.thousands == sign
        # A slip in a group ("1,2345") still parts thousands where the sign never opens decimals.
        slip = sign == "," == style.thousands and len(groups[1]) > 3 and groups[0][0] != "0"
        if thousands or slip:
            return [_number("".join(groups), start, end, 0, grouped=True)]
        return [_number(groups[0], start, end, len(groups[1]), grouped=False, decimals_text=groups[1])]
    if _grouped(groups) or (sign == "," and len(groups[-1]) == 3 and all(len(group) >= 2 for group in groups[1:])):
        return [_number("".join(groups), start, end, 0, grouped=True)]
    if sign == ".":
        return [Digits(start, end, 0.0, 0, grouped=False, dotted=True)]
    return _listed(part, start)


def _grouped(groups: list[str]) -> bool:
    """Whether the groups part thousands, in threes or in the Indian way (10,87,226)."""
    if groups[0][0] == "0" or len(groups[0]) > 3:
        return False
    rest = groups[1:]
    return (bool(rest) and len(rest[-1]) == 3 and all(len(g) == 3 for g in rest)) or (
        len(rest) > 1 and len(rest[-1]) == 3 and all(len(g) == 2 for g in rest[:-1]) and len(groups[0]) <= 2
    )


def _listed(part: str, start: int) -> list[Digits]:
    """Read numbers that signs part from each other: "1,2,3"."""
    return [
        _number(found[0], start + found.start(), start + found.end(), 0, grouped=False)
        for found in re.finditer(r"\d+", part)
    ]


def _number(whole: str, start: int, end: int, decimals: int, *, grouped: bool, decimals_text: str = "") -> Digits:
    digits = whole if whole.isdecimal() else re.sub(r"\D", "", whole)
    if len(digits) + len(decimals_text) > LONGEST:
        return Digits(start, end, 0.0, 0, grouped=grouped, too_long=True)
    value = float(f"{digits}.{decimals_text}" if decimals_text else digits)
    return Digits(start, end, value, decimals, grouped=grouped)
