"""Number mentions in folded text: digits, number words, both together, fractions; no judgement on what they count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from auditor.figures.grammar import Grammar, LexiconWord, grammar
from auditor.figures.number_style import RUN, Digits, NumberStyle, split_run
from auditor.figures.scan import whole_words
from auditor.language.folding import key
from auditor.language.lexicon import Lexicon

_OF_YEAR = re.compile(r"\s+[a-z]{1,4}\s+(?:1[89]|20)\d\d(?![\d.,])")


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number as the text states it."""

    start: int
    end: int
    value: float
    step: float
    """Worth of the last place stated: 1 for "602", 0.1 for "45.3", 100000 for "1.2 million"."""
    form: str
    """"digits", "words", "mixed" (digits and a scale word), "fraction", "one" (a word that may be an article)."""
    rounded: bool = False
    """Stated in decimals or in millions: true within half a step."""
    about: bool = False
    """Rounded by its own meaning ("une quinzaine", "a dozen")."""
    grouped: bool = False
    scale: float = 1.0
    """The scale word that ends it (1e6 for "6 millions"), which a first number of a range may share."""
    problem: str = ""
    """Why it is no figure: "too long", "dotted", "vague"; else empty."""


@dataclass(frozen=True, slots=True)
class _Atom:
    start: int
    end: int
    digits: Digits | None
    word: LexiconWord | None
    text: str = ""


def find_numbers(
    folded: str, lexicon: Lexicon, style: NumberStyle, fractions: list[NumberMention] | None = None
) -> list[NumberMention]:
    """Find the numbers of a folded text.

    Args:
        folded: As `auditor.language.folding.fold` gives it; what is no number (dates, articles) may be masked out.
        lexicon: Of the text's language.
        style: How the document writes digits.
        fractions: As `find_fractions` gives them, where they were looked for before ordinals were masked out.

    Returns:
        Ascending by `start` and never overlapping; those with a `problem` are no figures.
    """
    rules = grammar(lexicon)
    fractions = find_fractions(folded, lexicon) if fractions is None else fractions
    vague = [
        NumberMention(hit.start(), hit.end(), 0.0, 0.0, "words", problem="vague")
        for hit in whole_words(rules.vague, folded)
    ]
    taken = _Taken([*fractions, *vague])
    atoms = [atom for atom in _atoms(folded, rules, style) if not taken.overlaps(atom.start, atom.end)]
    numbers: list[NumberMention] = []
    i = 0
    while i < len(atoms):
        number, i = _compose(folded, atoms, i, rules)
        numbers.append(number)
    return sorted([*numbers, *fractions, *vague], key=lambda number: number.start)


def find_fractions(folded: str, lexicon: Lexicon) -> list[NumberMention]:
    """Find fractions in words ("a fifth"), before ordinals are masked out: "the second half" is none."""
    return list(_fractions(folded, grammar(lexicon)))


class _Taken:
    """Spans in order, asked in order."""

    def __init__(self, numbers: list[NumberMention]) -> None:
        self._spans = sorted((number.start, number.end) for number in numbers)
        self._at = 0

    def overlaps(self, start: int, end: int) -> bool:
        while self._at < len(self._spans) and self._spans[self._at][1] <= start:
            self._at += 1
        return self._at < len(self._spans) and self._spans[self._at][0] < end


def _atoms(folded: str, rules: Grammar, style: NumberStyle) -> list[_Atom]:
    atoms = [
        _Atom(digits.start, digits.end, digits, None)
        for run in RUN.finditer(folded)
        for digits in split_run(run[0], run.start(), style)
    ]
    for hit in whole_words(rules.word_pattern, folded):
        word = rules.words.get(hit[0]) or rules.words[key(hit[0])]
        atoms.append(_Atom(hit.start(), hit.end(), None, word, hit[0]))
    atoms.sort(key=lambda atom: atom.start)
    return atoms


def _fractions(folded: str, rules: Grammar) -> Iterator[NumberMention]:
    if not rules.fraction_part.search(folded):
        return
    for hit in rules.fraction.finditer(folded):
        if hit["alone"]:
            window = max(0, hit.start() - 20)
            befores = (folded[window : hit.start()], folded[window : hit.start("alone")])
            if any(rules.fraction_not_after.search(before) for before in befores):
                continue
            value = rules.fraction_alone[key(hit["alone"])]
        else:
            numerator = key(hit["numerator"])
            top = rules.words[numerator].value if numerator in rules.words else rules.numerators[numerator]
            value = top / rules.fraction_parts[key(hit["part"])]
            if value > 1 or (value == 1 and top > 1):
                continue
            before = folded[max(0, hit.start() - 20) : hit.start()]
            if re.search(r"\d[\s-]?$", before):
                continue
        if rules.fraction_not_before.match(folded, hit.end()) or _OF_YEAR.match(folded, hit.end()):
            continue
        yield NumberMention(hit.start(), hit.end(), value, 0.0, "fraction")


class _Chain:
    """A number under construction."""

    def __init__(self) -> None:
        self.total = 0.0
        self.current: float | None = None
        self.kind = ""
        self.scale = 0.0
        self.decimals = 0
        self.has_digits = False
        self.has_words = False

    @property
    def value(self) -> float:
        return self.total + (self.current or 0.0)

    def add_digits(self, digits: Digits) -> bool:
        """Take digits: at the start, or behind a scale that is larger ("45 mil 369")."""
        if self.kind and not (self.kind == "scale" and digits.value < self.scale and not digits.decimals):
            return False
        self.current, self.decimals, self.kind, self.has_digits = digits.value, digits.decimals, "digits", True
        return True

    def add_word(self, word: LexiconWord, joined: str) -> bool:
        """Take a number word where it can follow; `joined` is "tens", "hundred" or "" by the joiner before it."""
        taken = {
            "unit": self._unit,
            "ten": self._ten,
            "long ten": self._ten,
            "hundred": self._hundred,
            "whole hundred": self._whole_hundred,
            "scale": self._scale,
            "collective": self._collective,
        }[word.kind](word.value, joined)
        if taken:
            self.kind, self.has_words = word.kind, True
        return taken

    def _unit(self, value: float, joined: str) -> bool:
        if joined == "tens" and self.kind not in ("ten", "long ten"):
            return False
        if joined == "hundred" and self.kind not in ("hundred", "whole hundred", "scale"):
            return False
        if not self.kind:
            self.current = value
            return True
        fits = (
            (self.kind == "ten" and 1 <= value <= 9)
            or (self.kind == "long ten" and 1 <= value <= 19)
            or (self.kind in ("hundred", "whole hundred") and value > 0)
            or (self.kind == "scale" and 0 < value < self.scale)
        )
        if fits:
            self.current = (self.current or 0.0) + value
        return fits

    def _ten(self, value: float, joined: str) -> bool:
        if self.kind and self.kind not in ("hundred", "whole hundred", "scale"):
            return False
        if joined == "tens":
            return False
        self.current = (self.current or 0.0) + value
        return True

    def _hundred(self, value: float, joined: str) -> bool:
        if joined and self.kind != "scale":
            return False
        if self.kind in ("unit", "digits") and self.current and 1 < self.current + (self.kind == "digits") < 100:
            self.current *= value
        elif self.current == 1 and self.kind == "unit":
            self.current = value
        elif not self.kind or self.kind == "scale":
            self.current = (self.current or 0.0) + value
        else:
            return False
        return True

    def _whole_hundred(self, value: float, joined: str) -> bool:
        if joined or (self.kind and self.kind != "scale"):
            return False
        self.current = (self.current or 0.0) + value
        return True

    def _scale(self, value: float, joined: str) -> bool:
        if joined or (self.kind == "collective"):
            return False
        if self.current is None:
            if not self.total:
                self.total = value
            elif value > self.scale:
                self.total *= value  # "mil millones"
            else:
                self.total += value
        elif self.scale and value > self.scale:
            self.total = (self.total + self.current) * value
        else:
            self.total += self.current * value
        self.current, self.scale = None, value
        return True

    def _collective(self, value: float, joined: str) -> bool:
        if joined or self.kind not in ("", "unit", "digits", "ten", "hundred"):
            return False
        self.current = (1.0 if self.current is None else self.current) * value
        return True


def _compose(folded: str, atoms: list[_Atom], i: int, rules: Grammar) -> tuple[NumberMention, int]:
    """Build the longest number that starts at atom `i`; give it and the index behind it."""
    first = atoms[i]
    if first.digits and (first.digits.too_long or first.digits.dotted):
        problem = "too long" if first.digits.too_long else "dotted"
        return NumberMention(first.start, first.end, 0.0, 0.0, "digits", problem=problem), i + 1
    chain = _Chain()
    _feed(chain, first, "")
    end, j = first.end, i + 1
    while j < len(atoms):
        atom = atoms[j]
        gap = folded[end : atom.start]
        if len(gap) > 8 or not rules.joiner.fullmatch(gap):
            break
        if first.digits and atom.word and atom.word.kind not in ("scale", "hundred", "collective") and j == i + 1:
            break
        if atom.digits and (atom.digits.too_long or atom.digits.dotted or (gap and gap.strip())):
            break
        joined = ""
        if gap.strip(" -\u00a0"):
            joined = (
                "tens"
                if chain.kind in ("ten", "long ten") and rules.tens_joiner.fullmatch(gap)
                else ("hundred" if rules.hundred_joiner.fullmatch(gap) else "none")
            )
            if joined == "none":
                break
        if not _feed(chain, atom, joined):
            break
        end, j = atom.end, j + 1
    return _finish(folded, first, chain, end, j - i, rules), j


def _feed(chain: _Chain, atom: _Atom, joined: str) -> bool:
    if atom.digits:
        return chain.add_digits(atom.digits)
    return atom.word is not None and chain.add_word(atom.word, joined)


def _finish(folded: str, first: _Atom, chain: _Chain, end: int, count: int, rules: Grammar) -> NumberMention:
    form = "mixed" if chain.has_digits and chain.has_words else "words" if chain.has_words else "digits"
    step = 10.0**-chain.decimals if chain.current is not None else (chain.scale or 1.0) * 10.0**-chain.decimals
    if chain.kind == "collective":
        step = 1.0
    number = NumberMention(
        first.start,
        end,
        chain.value,
        step,
        form,
        rounded=bool(chain.decimals) or (chain.current is None and chain.scale >= (1e3 if chain.has_digits else 1e6)),
        about=chain.kind == "collective",
        grouped=bool(first.digits and first.digits.grouped),
        scale=chain.scale if chain.current is None and chain.scale else 1.0,
    )
    if first.digits and count == 1:
        number = _with_sign(folded, number, rules)
    if first.word and first.word.kind in ("hundred", "scale", "collective"):
        number = _with_article(folded, number, first, rules, count)
    if chain.current is None and chain.scale and (half := rules.halves.match(folded, number.end)):
        value = number.value + chain.scale / 2
        number = replace(number, end=half.end(), value=value, step=chain.scale / 10, rounded=True)
    elif count == 1 and chain.kind in ("unit", "digits") and (half := rules.halves.match(folded, number.end)):
        scale = rules.word_pattern.match(folded, half.end() + 1)
        factor = rules.words[key(scale[0])] if scale else None
        if scale and factor and factor.kind == "scale":  # "two and a half million"
            number = replace(
                number,
                end=scale.end(),
                value=(number.value + 0.5) * factor.value,
                step=factor.value / 10,
                rounded=True,
                form="mixed" if form == "digits" else form,
                scale=factor.value,
            )
        else:
            number = replace(number, end=half.end(), value=number.value + 0.5, step=0.1, rounded=True)
    if first.word and first.word.kind == "unit" and first.word.value == 1 and count == 1 and number.end == end:
        number = replace(number, form="one")
    return number


def _with_sign(folded: str, number: NumberMention, rules: Grammar) -> NumberMention:
    """Read a letter for a scale behind the digits ("1.4m", "2.2bn")."""
    found = rules.sign.match(folded, number.end)
    if not found:
        return number
    letters = found[0].strip()
    if found[0][:1].isspace() and len(letters) == 1 and not rules.money_after.match(folded, found.end()):
        return number  # "5 m" is metres, "5 M€" is money
    scale = rules.signs[letters]
    if letters in rules.letter_units and rules.distance_after.match(folded, found.end()):
        return number
    return replace(
        number,
        end=found.end(),
        value=number.value * scale,
        step=number.step * scale,
        form="mixed",
        rounded=True,
        scale=scale,
    )


def _with_article(folded: str, number: NumberMention, first: _Atom, rules: Grammar, count: int) -> NumberMention:
    """Read "a hundred", "half a million", "une douzaine"; without article or number before it a scale is vague."""
    before = rules.number_article.search(folded[max(0, first.start - 16) : first.start])
    word = key(first.text)
    if before:
        start = first.start - min(16, first.start) + before.start()
        if key(before[0].strip()) in rules.half_words:
            factor = number.value / 2
            return replace(number, start=start, value=factor, step=factor / 5, rounded=number.scale > 1)
        return replace(number, start=start)
    if word in rules.bare or count > 1:
        return number
    return replace(number, problem="vague")
