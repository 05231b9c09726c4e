"""What equations are written of: numbers as the document writes them, terms, and how far what is stated is off.

The equations themselves stand with their kinds: "127 + 166 = 293, stated 602, short by 309".
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from auditor.arithmetic.printed_digits import printed_decimals
from auditor.model.figure import Figure
from auditor.model.verdict import Verdict

_GROUPED = re.compile("\\d{1,3}([,.'’ \u00a0\u202f])\\d{3}(?!\\d)")
_LONG = re.compile(r"(?<!\d)\d{4,}(?!\d)")
_NUMBER = re.compile(r"\d")
_AFTER = re.compile(r"\d(\D*)$")
MOST_TERMS = 12
MOST_ASSERTED = 8
"""The same where a relation is only named, without what it comes to."""
MOST_DECIMALS = 6
SPARED_DECIMALS = 6
"""Digits that a difference keeps at most, so that 0.1 + 0.2 shows no dust."""


@dataclass(frozen=True, slots=True)
class Writing:
    """How numbers are written: the sign between thousands (may be empty), the decimal sign."""

    group: str = ","
    decimal: str = "."

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number.

        Args:
            value: Of any size; a whole number gets no decimals.
            decimals: How many others have at most, at least one; noughts at the end are left out.
        """
        if float(value).is_integer():
            written = f"{abs(int(value)):,}"
        else:
            written = f"{abs(value):,.{min(max(decimals, 1), MOST_DECIMALS)}f}".rstrip("0").rstrip(".")
        return ("−" if value < 0 else "") + self.signed(written)

    def signed(self, written: str) -> str:
        """Write a number with its signs between thousands and before decimals.

        Args:
            written: The number with a comma and a point there.
        """
        whole, _, rest = written.partition(".")
        return whole.replace(",", self.group) + (self.decimal + rest if rest else "")


def writing_of(texts: Sequence[str], default: Writing = Writing()) -> Writing:
    """Return from figures as printed how to write further numbers.

    Args:
        texts: The figures at hand.
        default: What decides where they say nothing: how the document writes numbers.

    Returns:
        The signs that most of the grouped figures have.
    """
    found = Counter(match[1] for text in texts for match in _GROUPED.finditer(text) if _groups(text, match[1]))
    if found:
        group = found.most_common(1)[0][0]
        return Writing(group, "," if group in ". \u00a0\u202f" else ".")
    bare = any(_LONG.search(text) for text in texts)
    return Writing("" if bare else default.group, _decimal(texts, default.decimal))


def _groups(text: str, sign: str) -> bool:
    """Whether the sign parts thousands in this text rather than opening three decimals ("0.125")."""
    return not re.match(rf"[-+−–]?0{re.escape(sign)}", text)


def _decimal(texts: Sequence[str], default: str) -> str:
    """Return the decimal sign that figures without groups use."""
    found = Counter(match[1] for text in texts for match in re.finditer(r"\d([.,])\d{1,2}(?!\d)", text))
    return found.most_common(1)[0][0] if found else default


def shown(figure: Figure, writing: Writing) -> str:
    """Write a figure as printed; one in words as a number, so that a sum can be read.

    Args:
        figure: Of any unit; fractions, multiples ("doubled") and things listed by name stay in words.
        writing: How numbers are written here.
    """
    if figure.unit in ("fraction", "ratio", "item") or any(letter.isdigit() for letter in figure.text):
        return " ".join(figure.text.split())
    return writing.number(figure.value)


def hedged(figure: Figure, writing: Writing) -> str:
    """Write a figure as `shown`, with its hedge in front.

    Args:
        figure: Of any unit, hedged or not.
        writing: How numbers are written here.
    """
    return f"{softly(figure.hedge)} {shown(figure, writing)}" if figure.hedge else shown(figure, writing)


def softly(hedge: str) -> str:
    """Return a hedge as it stands within a sentence: "at least" where the document begins one with "At least"."""
    return hedge[:1].lower() + hedge[1:]


def tail(figure: Figure) -> str:
    """Return what is printed behind the digits of a figure ("%", " per cent"), or "%" for fractions."""
    found = _AFTER.search(figure.text)
    if figure.unit == "fraction":
        return "%"
    if figure.unit not in ("percent", "points") or not found:
        return ""
    return found[1].rstrip(") ")


@dataclass(frozen=True, slots=True)
class Wording:
    """A relation written out."""

    equation: str
    computed: str
    stated: str
    gap: str
    direction: str


def terms(parts: Sequence[Figure], writing: Writing, sign: str = " + ") -> str:
    """Write the terms of a sum; of a long one its ends."""
    written = [shown(part, writing) for part in parts]
    if len(written) > MOST_TERMS:
        written = [*written[: MOST_TERMS - 2], "…", written[-1]]
        return sign.join(written) + f" ({len(parts)} figures)"
    return sign.join(written)


def joined(parts: Sequence[str], sign: str, say: Callable[..., str]) -> str:
    """Write the terms of a sum that is only named: of a long one the first and the last, in the reader's language."""
    if len(parts) <= MOST_ASSERTED:
        return sign.join(parts)
    hidden = len(parts) - MOST_ASSERTED
    return sign.join([*parts[: MOST_ASSERTED - 1], f"… ({say('eq_more', n=hidden)})", parts[-1]])


def decimals(figures: Iterable[Figure | None]) -> int:
    """Return the most decimals printed among figures."""
    printed = [figure for figure in figures if figure is not None and _NUMBER.search(figure.text)]
    return max((printed_decimals(figure.text, figure.value) for figure in printed), default=0)


def way(imbalance: float | None) -> str:
    """Say which way a sum misses what is stated."""
    return "short by" if (imbalance or 0) > 0 else "over by"


def closing(verdict: Verdict, direction: str, gap: str) -> str:
    """Write how a relation that does not hold misses."""
    return f", {direction} {gap}" if verdict.holds is not True and verdict.imbalance else ""


def sum_stated(
    verdict: Verdict, whole: Figure | None, parts: Sequence[Figure], writing: Writing, link: str = ", stated"
) -> Wording:
    """Write a sum against the whole that is stated for it."""
    places = decimals([whole, *parts])
    end = tail(whole) if whole else ""
    computed = writing.number(verdict.computed or 0.0, places) + end
    gap = writing.number(abs(verdict.imbalance or 0.0), places) + end
    stated = shown(whole, writing) if whole else ""
    direction = way(verdict.imbalance)
    left = f", leaving {writing.number(verdict.residual, places)}" if verdict.residual else ""
    added = terms(parts, writing)
    written = added if len(parts) == 1 else f"{added} = {computed}"
    return Wording(
        f"{written}{link} {stated}{left}{closing(verdict, direction, gap)}", computed, stated, gap, direction
    )


def result_stated(
    verdict: Verdict, work: str, result: Figure | None, places: int, writing: Writing, unit: str | None = None
) -> Wording:
    """Write what other figures give against the result that is stated for it.

    Args:
        verdict: On the relation.
        work: How the result follows from the other figures: "12 / 34".
        result: The figure that states it.
        places: Decimals of what is computed.
        writing: How numbers are written here.
        unit: What the difference is in; points where the result is a share, if not given.
    """
    end, stated = (tail(result), shown(result, writing)) if result else ("", "")
    if unit is None:
        unit = " points" if result and result.unit in ("percent", "points", "fraction") else ""
    computed = writing.number(round(verdict.computed or 0.0, places), places) + end
    gap = writing.number(round(abs(verdict.imbalance or 0.0), places), places) + unit
    equation = f"{work} = {computed}, stated {stated}{closing(verdict, 'off by', gap)}"
    return Wording(equation, computed, stated, gap, "off by")


def listed(verdict: Verdict, whole: Figure | None, parts: Sequence[Figure], writing: Writing) -> Wording:
    """Write a relation that is no arithmetic: its figures."""
    named = [shown(figure, writing) for figure in ([whole] if whole else []) + list(parts)]
    size = abs(verdict.imbalance or 0.0)
    gap = writing.number(round(size, SPARED_DECIMALS), max(decimals(parts), leading(size))) if size else ""
    if gap and verdict.paragraphs:
        gap += " day" if size == 1 else " days"
    return Wording(verdict.equation or "; ".join(named), "", named[0] if named else "", gap, "off by")


def leading(gap: float) -> int:
    """Return the decimals that a difference below one needs for two of its digits to be seen."""
    size = abs(gap)
    return min(1 - math.floor(math.log10(size)), SPARED_DECIMALS) if 0 < size < 1 else 0
