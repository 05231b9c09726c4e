"""Number words put together by the grammar of their language: "two thousand, three hundred", "mil e duzentos"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.figures.grammar import GROUPS, HUNDREDS, OF, PLAIN, POINT, TENS, Grammar, LexiconWord
from auditor.figures.number_style import Digits
from auditor.language.folding import key

_TEN, _HUNDRED, _THOUSAND = 10, 100, 1000
_GROUP = 3
"""Digits between two signs that part thousands."""
_SPACED = 3
_STRAY = (" - ", "\u00a0- ", " -\u00a0")
"""A hyphen with blanks on both sides, three characters."""
_IN_DIGITS = re.compile(r"\s?[(\[]\s?\d")
"""Digits in brackets, which say a number in words again."""
_LONG_GAP = 12
"""No words between two words of one number are longer."""


@dataclass(frozen=True, slots=True)
class Atom:
    """The least piece of a number: digits, or one word of the lexicon."""

    start: int
    end: int
    digits: Digits | None
    word: LexiconWord | None
    text: str = ""

    @property
    def kind(self) -> str:
        """What the lexicon calls the word, "digits" for digits."""
        return self.word.kind if self.word else "digits"


@dataclass(frozen=True, slots=True)
class Composed:
    """A number made of atoms."""

    value: float
    after: int
    """Index of the first atom behind it."""
    scale: float = 0.0
    """Worth of its last scale word, 0 where it has none."""
    decimals: int = 0
    closed: bool = True
    """Whether a group of units, tens or hundreds ends it, not a scale word."""
    collective: bool = False


@dataclass(frozen=True, slots=True)
class _Group:
    """What stands before a scale word or ends a number: at most hundreds, or digits; may be nothing."""

    start: int
    after: int
    value: float = 0.0
    kind: str = ""
    """Kind of its last word, empty where there is none."""
    hundred: bool = False
    decimals: int = 0


class Composer:
    """Puts the atoms of one text together: groups before scales, each scale smaller than the last, and a last group."""

    def __init__(self, folded: str, atoms: list[Atom], rules: Grammar) -> None:
        """Keep the text and its atoms."""
        self._folded = folded
        self._atoms = atoms
        self._rules = rules

    def compose(self, i: int) -> Composed:
        """Return the longest number that starts at atom `i`."""
        if not self._gap(i + 1):
            return self._alone(i)
        number = self._terms(i, len(self._atoms))
        if number.after > i + 1 and self._opened(i, number.after):
            number = self._first_of_two(i, number)
        return number

    def _alone(self, i: int) -> Composed:
        """Return a number of one atom."""
        atom = self._atoms[i]
        if atom.digits:
            return Composed(atom.digits.value, i + 1, decimals=atom.digits.decimals)
        value, scale = self._value(i), atom.kind == "scale"
        return Composed(value, i + 1, value if scale else 0.0, closed=not scale, collective=atom.kind == "collective")

    def _gap(self, i: int) -> int:
        """Return what the text before atom `i` may be within a number, as flags; 0 where it ends one."""
        if not 0 < i < len(self._atoms):
            return 0
        first, last = self._atoms[i - 1].end, self._atoms[i].start
        if last - first == 1 and self._folded[first] in " -":
            return PLAIN
        if last - first == _SPACED and self._folded[first:last] in _STRAY and self._spelled_apart(i):
            return PLAIN
        return self._rules.joins(self._folded[first:last]) if last - first <= _LONG_GAP else 0

    def _spelled_apart(self, i: int) -> bool:
        """Whether a hyphen with blanks is within a number, which digits in brackets say again: "trente - sept (37)"."""
        if self._atoms[i - 1].digits or self._atoms[i].digits:
            return False
        at = i
        while at + 1 < len(self._atoms) and self._atoms[at + 1].start - self._atoms[at].end <= _SPACED:
            if self._atoms[at + 1].digits:
                break
            at += 1
        return _IN_DIGITS.match(self._folded, self._atoms[at].end) is not None

    def _kind(self, i: int) -> str:
        return self._atoms[i].kind if i < len(self._atoms) else ""

    def _value(self, i: int) -> float:
        atom = self._atoms[i]
        return atom.word.value if atom.word else atom.digits.value if atom.digits else 0.0

    def _opened(self, i: int, after: int) -> bool:
        """Whether a range opens before atom `i` and its "and" may be within the number: "entre mil e dois milhões"."""
        if all(self._gap(k) & (PLAIN | GROUPS) for k in range(i + 1, after)):
            return False
        start = self._atoms[i].start
        return self._rules.range_open.search(self._folded[max(0, start - 40) : start]) is not None

    def _first_of_two(self, i: int, number: Composed) -> Composed:
        """Return the lower end where what reads as one number leaves the range without its upper end."""
        end = self._atoms[number.after - 1].end
        link = self._rules.range_link.match(self._folded, end)
        if link and number.after < len(self._atoms) and self._atoms[number.after].start == link.end():
            return number
        for k in range(number.after - 1, i, -1):
            if self._gap(k) & (PLAIN | GROUPS):
                continue
            low, high = self._terms(i, k), self._terms(k, number.after)
            if low.after == k and high.after == number.after and low.value < high.value:
                return low
        return number

    def _terms(self, i: int, limit: int) -> Composed:
        """Read scales with what multiplies them, the last group, and decimals in words."""
        group = self._group(i, limit)
        if self._before("collective", group, limit):
            return self._collective(group, limit)
        made = Composed(self._value(i), i + 1)
        terms: list[tuple[float, float]] = []
        while self._before("scale", group, limit) and self._goes_on(i, group, limit, terms):
            if not self._take_scale(terms, group):
                return made
            at = group.after + 1
            value = sum(value for _, value in terms)
            made = Composed(value, at, self._value(group.after), group.decimals, closed=False)
            limit = at if group.decimals else limit  # nothing goes on behind "1.7 million"
            group = self._group(at, limit)
        if not group.kind or self._before("scale", group, limit) or not self._goes_on(i, group, limit, terms):
            return made
        value = made.value + group.value if terms else group.value
        return self._with_decimals(i, Composed(value, group.after, made.scale, group.decimals), limit)

    def _before(self, kind: str, group: _Group, limit: int) -> bool:
        """Whether a word of a kind stands right behind a group, or where the group would begin."""
        at = group.after
        return at < limit and self._kind(at) == kind and (not group.kind or self._gap(at) & PLAIN != 0)

    def _take_scale(self, terms: list[tuple[float, float]], group: _Group) -> bool:
        """Add the scale behind a group: a smaller one follows, a larger one multiplies what is below ("mil millones").

        Args:
            terms: worth and value of each scale so far; changed.
            group: what multiplies the scale.
        """
        scale = self._value(group.after)
        if not terms or scale < terms[-1][0]:
            terms.append((scale, group.value * scale if group.kind else scale))
            return True
        if any(worth == scale for worth, _ in terms) or not self._gap(group.start) & (PLAIN | HUNDREDS):
            return False
        below = group.value
        while terms and terms[-1][0] < scale:
            below += terms.pop()[1]
        terms.append((scale, below * scale))
        return True

    def _goes_on(self, i: int, group: _Group, limit: int, terms: list[tuple[float, float]]) -> bool:
        """Whether a group with what stands behind it belongs to the number that starts at atom `i`."""
        if not terms:
            return True
        flags = self._gap(group.start)
        scale = self._before("scale", group, limit)
        if not group.kind:
            bare = key(self._atoms[group.start].text) in self._rules.bare
            return flags & (PLAIN | HUNDREDS if bare else PLAIN) != 0
        last, begun = terms[-1][0], self._atoms[i].digits is not None
        if not scale and group.value >= last:
            return False
        if group.kind == "digits":  # "45 mil 69", "mil 69", "2 millones 300 mil"; not "12 million 4 years ago"
            begun = begun or (group.start == i + 1 and key(self._atoms[i].text) in self._rules.bare)
            three = self._atoms[group.start].end - self._atoms[group.start].start == _GROUP
            decimals = bool(group.decimals) and not scale  # "47 mil 860,8 millones"
            return flags & PLAIN != 0 and not decimals and (three or scale or (begun and last == _THOUSAND))
        # "two thousand, ten" and "12 million four years ago" are two numbers: what goes on has hundreds or a scale.
        weighty = group.hundred or scale
        return flags & (PLAIN | HUNDREDS | GROUPS) != 0 and (weighty or (not begun and flags & (PLAIN | HUNDREDS) != 0))

    def _group(self, i: int, limit: int) -> _Group:
        """Read digits, or units, tens and hundreds, at atom `i`."""
        digits = self._atoms[i].digits if i < limit else None
        if digits and not (digits.too_long or digits.dotted):
            group = _Group(i, i + 1, digits.value, "digits", decimals=digits.decimals)
        elif i < limit and self._kind(i) in ("hundred", "whole hundred"):
            return self._rest(_Group(i, i + 1, self._value(i), "hundred", hundred=True), limit)
        else:
            group = self._small(i, limit)
        # "two hundred", "fifteen hundred"; no "twenty hundred"
        if (
            group.kind not in ("unit", "digits")
            or not 1 <= group.value < _HUNDRED
            or not self._before("hundred", group, limit)
        ):
            return group
        made = _Group(i, group.after + 1, group.value * self._value(group.after), "hundred", hundred=True)
        return made if digits else self._rest(made, limit)

    def _rest(self, group: _Group, limit: int) -> _Group:
        """Add units and tens behind a hundred, unless they begin hundreds of their own ("two and three hundred")."""
        if not self._gap(group.after) & (PLAIN | HUNDREDS):
            return group
        small = self._small(group.after, limit)
        if not small.value or (small.kind == "unit" and self._before("hundred", small, limit)):
            return group
        return _Group(group.start, small.after, group.value + small.value, small.kind, hundred=True)

    def _small(self, i: int, limit: int) -> _Group:
        """Read a number below a hundred in words."""
        kind = self._kind(i) if i < limit else ""
        if kind == "unit":
            at, unit = i + 1, self._value(i)
            tens = self._rules.units_first and at < limit and self._kind(at) == "ten" and self._gap(at) & TENS
            if tens and 1 <= unit < _TEN:
                return _Group(i, at + 1, unit + self._value(at), "unit")
            return _Group(i, at, unit, "unit")
        if kind not in ("ten", "long ten"):
            return _Group(i, i)
        ten, most = self._value(i), 9 if kind == "ten" else 19
        at = i + 1
        if at < limit and self._kind(at) == "unit" and self._gap(at) & (PLAIN | TENS) and 1 <= self._value(at) <= most:
            return _Group(i, at + 1, ten + self._value(at), "unit")
        return _Group(i, at, ten, kind)

    def _collective(self, group: _Group, limit: int) -> Composed:
        """Read "two dozen", "une dizaine de milliers"."""
        at = group.after
        value = self._value(at) * (group.value if group.kind else 1.0)
        more = at + 1
        if more < limit and self._gap(more) & (OF | PLAIN) and self._kind(more) in ("scale", "collective"):
            scale = self._value(more)
            if scale > self._value(at) and scale >= _THOUSAND:
                return Composed(value * scale, more + 1, collective=True)
        return Composed(value, more, collective=True)

    def _with_decimals(self, i: int, whole: Composed, limit: int) -> Composed:
        """Read "point two eight", "virgule zéro cinq" behind a number in words, and a scale behind that."""
        at = whole.after
        if at >= limit or not self._gap(at) & POINT or self._kind(i) == "digits" or self._kind(at) == "digits":
            return whole
        start = self._atoms[i].start
        if whole.value == 1 and self._rules.decimals_not_after.search(self._folded[max(0, start - 16) : start]):
            return whole  # "at one point two men"
        printed = ""
        while (part := self._group(at, limit)).kind and (not printed or self._gap(at) & PLAIN):
            if printed.strip("0") and part.value >= _TEN:  # one digit after the other
                break
            printed += f"{part.value:.0f}"
            at = part.after
            if part.value >= _TEN:
                break
        value = float(f"{whole.value:.0f}.{printed}")
        if at < limit and not whole.scale and self._kind(at) == "scale" and self._gap(at) & PLAIN:
            return Composed(value * self._value(at), at + 1, self._value(at), len(printed), closed=False)
        return Composed(value, at, decimals=len(printed))
