"""Cells as numbers: what each cell of a grid says, with the printed precision, in the number format of its column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from auditor.figures.table_figures import LETTER_FOR_NUMBER
from auditor.language.folding import written_pattern
from auditor.language.lexicon import shared
from auditor.relations.tables.vocabulary import Vocabulary

EMPTY, TEXT, NUMBER, NIL, SUPPRESSED = range(5)

_SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u3000\t\r\n"), " ") | {
    ord("\u2212"): "-",
    ord("\u2010"): "-",
    ord("\u2011"): "-",
    ord("\ufeff"): "",
    ord("\u200b"): "",
}
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:(?P<mark>[ '’.,])\d{3})(?:(?P=mark)\d{3})*")
_MARKED = re.compile(r"(?:\d{1,12}|[-–])\s?(?:\(\d|[*†‡]{1,3}\s?\d|\d{1,12}[*†‡])")
"""Figures of which none is the cell's own: "5 (3*)", "1* 5* updates"."""
_LOOSE_SPACES = re.compile(r"\d+(?: \d{3})+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True, eq=False)
class NumberGrid:
    """The numbers of a table as arrays, all of shape (rows, columns)."""

    values: NDArray[np.float64]
    """The value; 0 where the cell holds no number."""
    kinds: NDArray[np.int8]
    """EMPTY, TEXT, NUMBER, NIL or SUPPRESSED."""
    decimals: NDArray[np.int8]
    """Digits printed after the decimal mark."""
    percent: NDArray[np.bool_]
    """Whether a per cent sign stands in the cell."""


def read_cells(texts: Sequence[Sequence[str]], vocabulary: Vocabulary, *, decimal_comma: bool = False) -> NumberGrid:
    """Read every cell of a grid of texts.

    The decimal mark is taken from the column's own unambiguous numbers, else from the table's, else it is a comma where
    `decimal_comma` says so.

    Args:
        texts: Rows of cells; rows may have different lengths.
        vocabulary: What marks mean in the table's language.
        decimal_comma: Whether a comma opens decimals where nothing in the table tells.

    Returns:
        Arrays of the shape (rows, columns of the longest row).
    """
    rows, columns = len(texts), max((len(row) for row in texts), default=0)
    values = np.zeros((rows, columns))
    kinds = np.zeros((rows, columns), np.int8)
    decimals = np.zeros((rows, columns), np.int8)
    percent = np.zeros((rows, columns), np.bool_)
    cache: dict[str, tuple[int, str, bool, bool]] = {}
    votes = np.zeros((columns, 2), np.int64)
    pending: list[tuple[int, int, str, bool]] = []
    for r, row in enumerate(texts):
        for c, text in enumerate(row):
            if not text:
                continue
            if _PLAIN.fullmatch(text) and (text[-4:-3] != "." or len(text) > 7):
                values[r, c], kinds[r, c] = float(text[:40]), NUMBER
                point = text.find(".")
                if point >= 0:
                    decimals[r, c] = min(len(text) - point - 1, 15)
                    votes[c, 0] += 1
                continue
            found = cache.get(text)
            if found is None:
                found = cache[text] = _classify(text, vocabulary)
            kind, body, negative, per_cent = found
            kinds[r, c] = kind
            if kind == NUMBER:
                percent[r, c] = per_cent
                pending.append((r, c, body, negative))
                vote = _vote(body)
                if vote:
                    votes[c, vote - 1] += 1
    _letters(texts, kinds)
    whole = votes.sum(0)
    table_comma = bool(whole[1] > whole[0]) if whole.any() else decimal_comma
    for r, c, body, negative in pending:
        shown = _vote(body)
        comma = shown == 2 if shown else bool(votes[c, 1] > votes[c, 0]) if votes[c].any() else table_comma
        value, digits = _value(body, decimal_comma=comma)
        values[r, c], decimals[r, c] = (-value if negative else value), min(digits, 15)
    return NumberGrid(values, kinds, decimals, percent)


def _letters(texts: Sequence[Sequence[str]], kinds: NDArray[np.int8]) -> None:
    """Take a letter, or figures of which none is the cell's own, where a number is due as one that is not shown."""
    number = kinds == NUMBER
    among = number.any(1)[:, None] & number.any(0)[None]
    due = (number.sum(1) >= 2)[:, None] & (number.sum(0) >= 3)[None]
    for r, c in np.argwhere((kinds == TEXT) & among).tolist():
        text = texts[r][c].strip()
        letter = due[r, c] and LETTER_FOR_NUMBER.fullmatch(text) and number[r, :c].any()
        if letter or (c and _MARKED.match(text)):
            kinds[r, c] = SUPPRESSED


def _classify(text: str, vocabulary: Vocabulary) -> tuple[int, str, bool, bool]:
    """Return what kind of cell it is; for a number also its digits, its sign, and whether it is a per cent."""
    clean = text.translate(_SPACES).strip()
    if not clean:
        return EMPTY, "", False, False
    bare = clean.strip("*").strip() if len(clean) < 40 else clean
    found = _number().fullmatch(bare) if len(bare) < 60 and any("0" <= c <= "9" for c in bare) else None
    if found is None:
        folded = clean.lower()
        if folded in vocabulary.nil:
            return NIL, "", False, False
        if folded in vocabulary.suppressed or (len(folded) <= 8 and folded.split(" ")[0] in vocabulary.dots):
            return SUPPRESSED, "", False, False
        return TEXT, "", False, False
    body = found["body"]
    if " " in body and not _LOOSE_SPACES.fullmatch(body):
        return TEXT, "", False, False
    signs = (found["sign"] or "") + (found["sign2"] or "") + (found["behind"] or "")
    negative = "-" in signs or "–" in signs or bool(found["open"] and (found["close"] or not found["sign"]))
    return NUMBER, body, negative, bool(found["percent"])


@cache
def _number() -> re.Pattern[str]:
    money = written_pattern(shared().get("money_signs") or ())
    return re.compile(
        rf"""(?:[*†‡§]{{1,3}}\s?)?
    (?:{money}\s?(?=\())?
    (?P<open>\()?\s*+
    (?P<sign>[-+–])?\s*+
    (?:{money})?\s*+
    (?P<sign2>[-+–])?\s*+
    (?P<body>\d[\d ,.'’]*\d|\d|[.,]\d+)\s*+
    (?:[$€£])?\s*+
    (?P<percent>%)?\s*+
    (?P<close>\))?
    (?P<behind>[-–]\Z)?
    (?P<mark>\s?(?:[A-Za-z]|[a-z]/|\*{1, 3}|[†‡§¹²³⁴⁵⁶⁷⁸⁹⁰ªº]++|\(?[a-z\d]\)|\[[a-z\d]+\])){{0,2}}""",
        re.VERBOSE,
    )


def _vote(body: str) -> int:
    """Return which decimal mark a number shows beyond doubt: 1 for the point, 2 for the comma, 0 where none."""
    point, comma = body.count("."), body.count(",")
    if point and comma:
        return 1 if body.rfind(".") > body.rfind(",") else 2
    if point + comma != 1:
        return (2 if point > 1 else 1) if point > 1 or comma > 1 else 0
    mark = "." if point else ","
    head, tail = body.replace(" ", "").split(mark)
    if len(tail) == 3 and 1 <= len(head) <= 3 and head != "0" and " " not in body:
        return 0
    return 1 if point else 2


def _value(body: str, *, decimal_comma: bool) -> tuple[float, int]:
    """Return the value and the number of decimals of digits with separators."""
    body = body.replace(" ", "").replace("'", "").replace("’", "")
    mark, other = (",", ".") if decimal_comma else (".", ",")
    if body.count(mark) > 1 and other not in body:
        mark, other = other, mark
    body = body.replace(other, "")
    head, found, tail = body.partition(mark)
    try:
        value = float(f"{head or 0}.{tail}" if found else head)
    except ValueError:
        return 0.0, 0
    return (value if np.isfinite(value) else 0.0), len(tail)
