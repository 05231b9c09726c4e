"""Numbers as the document writes them, and relations written out: "127 + 166 = 293, stated 602, short by 309"."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from auditor.arithmetic.printed_digits import printed_decimals
from auditor.model.figure import Figure
from auditor.model.verdict import Verdict

_GROUPED = re.compile("\\d{1,3}([,.'’ \u00a0\u202f])\\d{3}(?!\\d)")
_LONG = re.compile(r"(?<!\d)\d{4,}(?!\d)")
_NUMBER = re.compile(r"\d")
_AFTER = re.compile(r"\d(\D*)$")
_BOUND = re.compile(r", (?:at most|less than|at least|more than) ")
"""In the equation of a rule: the left side is bounded by the right, rather than stated for it."""
MOST_TERMS = 12
MOST_DECIMALS = 6
SPARED_DECIMALS = 6
"""Digits that a difference keeps at most, so that 0.1 + 0.2 shows no dust."""


@dataclass(frozen=True, slots=True)
class Writing:
    """How numbers are written: the sign between thousands (may be empty), the decimal sign."""

    group: str = ","
    decimal: str = "."

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number; whole numbers without decimals, others with at most `decimals` (at least one)."""
        if float(value).is_integer():
            written = f"{abs(int(value)):,}"
        else:
            written = f"{abs(value):,.{min(max(decimals, 1), MOST_DECIMALS)}f}"
        whole, _, rest = written.partition(".")
        rest = rest.rstrip("0") if not float(value).is_integer() else rest
        sign = "−" if value < 0 else ""
        return sign + whole.replace(",", self.group) + (self.decimal + rest if rest else "")


def writing_of(texts: Sequence[str], default: Writing = Writing()) -> Writing:
    """Tell from figures as printed how to write further numbers.

    Args:
        texts: The figures at hand.
        default: What decides where they say nothing: how the document writes numbers.
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
    """Write a figure as printed; one in words as a number, so that a sum can be read."""
    if figure.unit in ("fraction", "item") or any(letter.isdigit() for letter in figure.text):
        return " ".join(figure.text.split())
    return writing.number(figure.value)


def hedged(figure: Figure, writing: Writing) -> str:
    """Write a figure with its hedge in front."""
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


def wording(verdict: Verdict, figures: Mapping[str, Figure], writing: Writing) -> Wording:
    """Write a relation out, with what is missing or over where it does not hold.

    Args:
        verdict: On a relation whose figures are all in `figures` (others are left out).
        figures: By id.
        writing: How numbers are written here.
    """
    relation = verdict.relation
    whole = figures.get(relation.whole) if relation.whole else None
    parts = [figures[name] for name in relation.parts if name in figures]
    make = _KINDS.get(relation.kind, _listed)
    return make(verdict, whole, parts, writing)


def _terms(parts: Sequence[Figure], writing: Writing, sign: str = " + ") -> str:
    """Write the terms of a sum; of a long one its ends."""
    written = [shown(part, writing) for part in parts]
    if len(written) > MOST_TERMS:
        written = [*written[: MOST_TERMS - 2], "…", written[-1]]
        return sign.join(written) + f" ({len(parts)} figures)"
    return sign.join(written)


def _decimals(figures: Iterable[Figure | None]) -> int:
    """Return the most decimals printed among figures."""
    printed = [figure for figure in figures if figure is not None and _NUMBER.search(figure.text)]
    return max((printed_decimals(figure.text, figure.value) for figure in printed), default=0)


def _direction(imbalance: float | None) -> str:
    return "short by" if (imbalance or 0) > 0 else "over by"


def _closing(verdict: Verdict, direction: str, gap: str) -> str:
    """Write how a relation that does not hold misses."""
    return f", {direction} {gap}" if verdict.holds is not True and verdict.imbalance else ""


def _sum(verdict: Verdict, whole: Figure | None, parts: Sequence[Figure], writing: Writing) -> Wording:
    places = _decimals([whole, *parts])
    end = tail(whole) if whole else ""
    computed = writing.number(verdict.computed or 0.0, places) + end
    gap = writing.number(abs(verdict.imbalance or 0.0), places) + end
    stated = shown(whole, writing) if whole else ""
    direction = _direction(verdict.imbalance)
    left = f", leaving {writing.number(verdict.residual, places)}" if verdict.residual else ""
    terms = _terms(parts, writing)
    sum_written = terms if len(parts) == 1 else f"{terms} = {computed}"
    joined = ", out of" if verdict.relation.kind == "subset" and verdict.holds else ", stated"
    equation = f"{sum_written}{joined} {stated}{left}{_closing(verdict, direction, gap)}"
    return Wording(equation, computed, stated, gap, direction)


def _percentage(verdict: Verdict, whole: Figure | None, parts: Sequence[Figure], writing: Writing) -> Wording:
    part, share = parts[0], parts[-1]
    places, end = _decimals([share]) + 1, tail(share)
    computed = writing.number(round(verdict.computed or 0.0, places), places) + end
    gap = _points(verdict, share, places, writing)
    stated = shown(share, writing)
    ratio = f"{shown(part, writing)} / {shown(whole, writing) if whole else ''}"
    equation = f"{ratio} = {computed}, stated {stated}{_closing(verdict, 'off by', gap)}"
    return Wording(equation, computed, stated, gap, "off by")


def _points(verdict: Verdict, share: Figure, places: int, writing: Writing) -> str:
    """Write a difference between two shares."""
    size = writing.number(round(abs(verdict.imbalance or 0.0), places), places)
    return f"{size} points" if share.unit in ("percent", "points", "fraction") else size


def _shares(verdict: Verdict, _whole: Figure | None, parts: Sequence[Figure], writing: Writing) -> Wording:
    places, end = _decimals(parts), tail(parts[0]) if parts else ""
    computed = writing.number(verdict.computed or 0.0, places) + end
    gap = writing.number(abs(verdict.imbalance or 0.0), places) + " points"
    direction = _direction(verdict.imbalance)
    stated = f"100{end}"
    equation = f"{_terms(parts, writing)} = {computed}, expected {stated}{_closing(verdict, direction, gap)}"
    return Wording(equation, computed, stated, gap, direction)


def _enumeration(verdict: Verdict, whole: Figure | None, parts: Sequence[Figure], writing: Writing) -> Wording:
    count = writing.number(len(parts))
    gap, direction = writing.number(abs(verdict.imbalance or 0.0)), _direction(verdict.imbalance)
    stated = shown(whole, writing) if whole else ""
    return Wording(f"{count} listed, stated {stated}{_closing(verdict, direction, gap)}", count, stated, gap, direction)


def _repeat(verdict: Verdict, whole: Figure | None, parts: Sequence[Figure], writing: Writing) -> Wording:
    places = _decimals([whole, *parts])
    first = shown(whole, writing) if whole else ""
    later = " and ".join(dict.fromkeys(shown(part, writing) for part in parts))
    gap = writing.number(round(abs(verdict.imbalance or 0.0), SPARED_DECIMALS), places)
    equation = f"{first} here, {later} there{_closing(verdict, 'which differ by', gap)}"
    return Wording(equation, later, first, gap, "off by")


def _change(verdict: Verdict, whole: Figure | None, parts: Sequence[Figure], writing: Writing) -> Wording:
    old, change = parts[0], parts[-1]
    new_text, old_text = shown(whole, writing) if whole else "", shown(old, writing)
    end, relative = tail(change), change.unit in ("percent", "fraction")
    places = _decimals([change]) + 1 if relative else _decimals([whole, old, change])
    computed = writing.number(round(verdict.computed or 0.0, places), places) + end
    gap = _points(verdict, change, places, writing)
    stated = shown(change, writing)
    sum_text = f"({new_text} − {old_text}) / {old_text}" if relative else f"{new_text} − {old_text}"
    equation = f"{sum_text} = {computed}, stated {stated}{_closing(verdict, 'off by', gap)}"
    return Wording(equation, computed, stated, gap, "off by")


def _average(verdict: Verdict, whole: Figure | None, parts: Sequence[Figure], writing: Writing) -> Wording:
    places, end = _decimals([whole]) + 1, tail(whole) if whole else ""
    computed = writing.number(round(verdict.computed or 0.0, places), places) + end
    gap = writing.number(round(abs(verdict.imbalance or 0.0), places), places) + end
    stated = shown(whole, writing) if whole else ""
    mean = f"({_terms(parts, writing)}) / {len(parts)}"
    equation = f"{mean} = {computed}, stated {stated}{_closing(verdict, 'off by', gap)}"
    return Wording(equation, computed, stated, gap, "off by")


def _listed(verdict: Verdict, whole: Figure | None, parts: Sequence[Figure], writing: Writing) -> Wording:
    """Write a relation that is no arithmetic, or one whose equation stands in a rule file."""
    named = [shown(figure, writing) for figure in ([whole] if whole else []) + list(parts)]
    if verdict.imbalance is None or verdict.computed is None:
        size = abs(verdict.imbalance or 0.0)
        gap = writing.number(round(size, SPARED_DECIMALS), max(_decimals(parts), _leading(size))) if size else ""
        if gap and verdict.paragraphs:
            gap += " day" if size == 1 else " days"
        return Wording(verdict.equation or "; ".join(named), "", named[0] if named else "", gap, "off by")
    places = max(_decimals(parts), 1, _leading(verdict.imbalance))
    computed, stated, gap = (
        writing.number(round(value, SPARED_DECIMALS), places)
        for value in (verdict.computed, verdict.computed + verdict.imbalance, abs(verdict.imbalance))
    )
    # Parts are short of a total that is larger than they are; a figure is over a bound that is smaller than it is.
    turned = -verdict.imbalance if _BOUND.search(verdict.equation) else verdict.imbalance
    direction = _direction(turned)
    return Wording(verdict.equation + _closing(verdict, direction, gap), computed, stated, gap, direction)


def _leading(gap: float) -> int:
    """Return the decimals that a difference below one needs for two of its digits to be seen."""
    size = abs(gap)
    return min(1 - math.floor(math.log10(size)), SPARED_DECIMALS) if 0 < size < 1 else 0


_KINDS = {
    "total": _sum,
    "subset": _sum,
    "remainder": _sum,
    "percentage": _percentage,
    "shares": _shares,
    "enumeration": _enumeration,
    "repeat": _repeat,
    "change": _change,
    "average": _average,
}
