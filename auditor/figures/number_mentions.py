"""Number mentions in folded text: digits, number words, both together, fractions; no judgement on what they count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from auditor.figures.composition import Atom, Composed, Composer
from auditor.figures.grammar import Grammar, grammar
from auditor.figures.number_style import RUN, Digits, NumberStyle, split_run
from auditor.figures.scan import whole_words
from auditor.language.folding import key
from auditor.language.lexicon import Lexicon

_PLACES = 6
"""Decimals of a number without a nought before its point (".08")."""
_PARTS = {sign: unicodedata.numeric(sign) for sign in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"}
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
    """"digits", "words", "mixed" (digits and a scale word), "fraction", "ratio", "one" (may be an article)."""
    rounded: bool = False
    """Stated in decimals or in millions: true within half a step."""
    about: bool = False
    """Rounded by its own meaning ("une quinzaine", "a dozen")."""
    grouped: bool = False
    scale: float = 1.0
    """The scale word that ends it (1e6 for "6 millions"), which a first number of a range may share."""
    problem: str = ""
    """Why it is no figure: "too long", "dotted", "vague"; else empty."""
    restated: Restated | None = None
    """What says it again in brackets."""


@dataclass(frozen=True, slots=True)
class Restated:
    """A number in brackets that says the one before it again: "fifteen (15)", "15 (fifteen)"."""

    number: NumberMention
    start: int
    end: int
    """Where the brackets begin and end."""
    behind: int
    """Where the number before them ends."""


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
    composer = Composer(folded, atoms, rules)
    numbers: list[NumberMention] = []
    i = 0
    while i < len(atoms):
        first = atoms[i].digits
        if first and (first.too_long or first.dotted):
            problem = "too long" if first.too_long else "dotted"
            numbers.append(NumberMention(first.start, first.end, 0.0, 0.0, "digits", problem=problem))
            i += 1
            continue
        made = composer.compose(i)
        numbers.append(_finish(folded, atoms, i, made, rules))
        i = made.after
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


def _atoms(folded: str, rules: Grammar, style: NumberStyle) -> list[Atom]:
    atoms = [
        Atom(digits.start, digits.end, digits, None)
        for run in RUN.finditer(folded)
        for digits in (_pointed(folded, run, style) or split_run(run[0], run.start(), style))
    ]
    units = [hit.span() for hit in rules.percent_phrase.finditer(folded)] if rules.percent_phrase else []
    for hit in whole_words(rules.word_pattern, folded):
        if any(start <= hit.start() < end for start, end in units):
            continue  # the hundred in "百分之"
        word = rules.words.get(hit[0]) or rules.words[key(hit[0])]
        atoms.append(Atom(hit.start(), hit.end(), None, word, hit[0]))
    atoms.sort(key=lambda atom: atom.start)
    return atoms


def _pointed(folded: str, run: re.Match[str], style: NumberStyle) -> list[Digits]:
    """Read ".08", where a point opens decimals in the document and no figure or word stands before it."""
    start, printed = run.start(), run[0]
    if folded[start - 1 : start] != "." or style.thousands == "." or not printed.isdecimal():
        return []
    if folded[max(0, start - 2) : start - 1].strip(" \n\u00a0([<>=~$€£+-–±") or len(printed) > _PLACES:
        return []
    return [Digits(start - 1, run.end(), float(f".{printed}"), len(printed), grouped=False)]


def _is_ordinal(folded: str, hit: re.Match[str], top: float, rules: Grammar) -> bool:
    """Whether "a third", "el cuarto" is an ordinal: behind digits, or before what is no link, verb or plural."""
    if re.search(r"\d[\s-]?$", folded[max(0, hit.start() - 20) : hit.start()]):
        return True
    if top != 1 or not rules.ordinal.fullmatch(hit["part"]):
        return False
    following = rules.next_word.match(folded, hit.end())
    if following is None or following[1] in rules.lexicon.function_words or following[1] in rules.fraction_predicates:
        return False
    word = following[1]
    return not (rules.lexicon.is_plural(word) or word.endswith(rules.fraction_endings))


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
            if _is_ordinal(folded, hit, top, rules):
                continue
        if rules.fraction_not_before.match(folded, hit.end()) or _OF_YEAR.match(folded, hit.end()):
            continue
        yield NumberMention(hit.start(), hit.end(), value, 0.0, "fraction")


def _finish(folded: str, atoms: list[Atom], i: int, made: Composed, rules: Grammar) -> NumberMention:
    first, count, end = atoms[i], made.after - i, atoms[made.after - 1].end
    place = 10.0**-made.decimals
    if first.digits and count == 1:
        number = NumberMention(
            first.start, end, made.value, place, "digits", rounded=made.decimals > 0, grouped=first.digits.grouped
        )
        return _with_half(folded, _with_sign(folded, number, rules), first, count, rules)
    digits = first.digits is not None or any(atom.digits for atom in atoms[i : made.after])
    number = NumberMention(
        first.start,
        end,
        made.value,
        place if made.closed else made.scale * place,
        "mixed" if digits else "words",
        rounded=bool(made.decimals) or (not made.closed and made.scale >= (1e3 if digits else 1e6)),
        about=made.collective,
        grouped=bool(first.digits and first.digits.grouped),
        scale=1.0 if made.closed else made.scale,
    )
    if first.kind in ("hundred", "scale", "collective"):
        number = _with_article(folded, number, first, rules, count)
    number = _with_half(folded, number, first, count, rules)
    if first.kind == "unit" and number.value == 1 and count == 1 and number.end == end:
        number = replace(number, form="one")
    return number


def _with_half(folded: str, number: NumberMention, first: Atom, count: int, rules: Grammar) -> NumberMention:
    """Read "½" right behind digits, "and a half" behind a scale ("3 million and a half"), a unit, or between both."""
    sign = folded[number.end : number.end + 1]
    if sign in _PARTS and sign and number.form == "digits" and number.step == 1:
        return replace(number, end=number.end + 1, value=number.value + _PARTS[sign], step=0.1, rounded=True)
    half = rules.halves.match(folded, number.end)
    if half is None:
        return number
    if number.scale > 1 and not number.about:
        value = number.value + number.scale / 2
        return replace(number, end=half.end(), value=value, step=number.scale / 10, rounded=True)
    if count != 1 or first.kind not in ("unit", "digits"):
        return number
    scale = rules.word_pattern.match(folded, half.end() + 1)
    factor = rules.words[key(scale[0])] if scale else None
    if scale and factor and factor.kind == "scale":  # "two and a half million"
        return replace(
            number,
            end=scale.end(),
            value=(number.value + 0.5) * factor.value,
            step=factor.value / 10,
            rounded=True,
            form="mixed" if number.form == "digits" else number.form,
            scale=factor.value,
        )
    return replace(number, end=half.end(), value=number.value + 0.5, step=0.1, rounded=True)


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


def _with_article(folded: str, number: NumberMention, first: Atom, rules: Grammar, count: int) -> NumberMention:
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
