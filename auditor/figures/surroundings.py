"""What stands around a number: its unit and hedge, or why it counts nothing (age, distance, name, rate base)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from auditor.figures.ages import Ages
from auditor.figures.grammar import Grammar, Pattern, end_pattern, grammar, start_pattern
from auditor.figures.hedges import Hedges
from auditor.figures.number_mentions import NumberMention
from auditor.figures.reads import Read
from auditor.language.folding import key, words_pattern, written_pattern
from auditor.language.lexicon import Lexicon

_WORDS = 100
"""Characters around a number among which the words stand that say that it counts nothing."""
_LEFT = 60
_FAR = 300
_NOTES = 200
"""Note marks are smaller numbers than this."""
_COMPOUND = re.compile(r"-(?:([a-z]{2,})|\s?[,/]\s?\d|\s[a-z]{1,3}\s\d{1,4}-)")
_SHORT = 3
_NOUN = re.compile(r"\s([a-z]{3,})")
_CAPITAL_BEFORE = re.compile(r"(?<![.!?:]\s)(?<!^)(?<![\w'’-])[A-ZÀ-Þ][\w'’-]*[a-zà-þ]\s$")
_SMALL_BEFORE = re.compile(r"[a-zà-þ]{2} [\"'«“]?$")
_CAPITAL_BEHIND = re.compile(r"\s[A-ZÀ-Þ]")
_BRACKETED_MINUS = re.compile(r"\(\s?[-–]\s$")
_SIGN_BEHIND_BRACKET = re.compile(r"\)\s?(?=%)")
_SENTENCE_ENDS = re.compile(r"\s*$|\s+[A-ZÀ-Þ]|\s*\n")
_NEXT = re.compile(r"\s([a-z]+)")
_ENDED = re.compile(r"\s?(?:[.,;:)](?!\d)|$)")
_LEAST_LABEL = 2
_HOURS = 24
_CLOSERS = ')"]'


@cache
def _hours(lexicon: Lexicon) -> Pattern:
    """Compile what makes a number word an hour: "las doce de la noche"."""
    return start_pattern([word for word in lexicon.section("times").get("after") or () if len(str(word)) > _SHORT])


@cache
def _at(lexicon: Lexicon) -> tuple[Pattern, Pattern] | None:
    """Compile what is written before a bare hour ("a las"), at the end of a text, and before another hour."""
    words = lexicon.section("times").get("at")
    if not words:
        return None
    written = written_pattern(words)
    return re.compile(rf"(?<!\w)(?:{written})\s$"), re.compile(rf"\s(?:{written})\s\d{{1,2}}(?!\d|[.,]\d)")


@cache
def _label_article(lexicon: Lexicon) -> Pattern | None:
    """Compile an article of one thing, perhaps with an adjective, at the end of the text given."""
    articles = lexicon.section("dates").get("label_articles")
    before_noun = words_pattern(lexicon.section("observations").get("before_noun") or [])
    if not articles:
        return None
    return re.compile(rf"(?<![a-z]){words_pattern(articles)}\s(?:{before_noun}\s)?$")


@dataclass(frozen=True, slots=True, eq=False)
class _Compounds:
    counting: Pattern
    """Words joined to a number that make it count: "a 25,000-strong force"."""
    plan: Pattern
    """Behind a compound that counts: what it only describes ("a five-point plan")."""
    whole: Pattern
    """Behind a compound, with words between: what is made of what it counts ("a 281-store retail chain")."""


@cache
def _compounds(lexicon: Lexicon) -> _Compounds:
    section = lexicon.section("compounds")
    wholes = words_pattern(section.get("wholes") or [])
    return _Compounds(
        counting=re.compile(words_pattern(section.get("counting") or [])),
        plan=re.compile(rf"(?:\s[a-z'-]+)?\s{words_pattern(section.get('plans') or [])}"),
        whole=re.compile(rf"(?:\s(?!{words_pattern(sorted(lexicon.function_words))})[a-z][a-z'-]*){{0,2}}\s{wholes}"),
    )


class Surroundings:
    """Reads the neighbourhood of numbers in one text."""

    def __init__(self, text: str, folded: str, lexicon: Lexicon) -> None:
        """Keep the text (as printed, and folded with what is taken masked out)."""
        self._text = text
        self._folded = folded
        self._lexicon = lexicon
        self._rules: Grammar = grammar(lexicon)
        self._hours = _hours(lexicon)
        self._decade_before = end_pattern(lexicon.section("dates").get("decade_before") or [])
        self._compounds = _compounds(lexicon)
        self._at = _at(lexicon)
        self._label_article = _label_article(lexicon)
        self._hedges = Hedges(folded, lexicon)
        self._ages = Ages(text, folded, lexicon, self._hedges)

    def read(self, number: NumberMention) -> Read:
        """Read one number."""
        plain = Read(number, number.start, number.end, tail=number.end)
        if number.problem:
            reason = {"dotted": "reference"}.get(number.problem, number.problem)
            return replace(plain, reason=reason)
        if number.form == "words" and (reason := self._worded(number)):
            return replace(plain, reason=reason)
        if reason := self._glued(number):
            return replace(plain, reason=reason)
        read = self._unit(self._minus(self._grouped_else(plain)))
        left = self._folded[max(0, read.start - _LEFT) : read.start]
        if reason := self._counts_nothing(read, left):
            return replace(read, reason=reason)
        return self._hedged(read)

    def _counts_nothing(self, read: Read, left: str) -> str:
        """Return why a count or a measure counts nothing, by what stands around it; else nothing."""
        if read.unit not in ("count", "measure"):
            return ""
        if not self._folded[max(0, read.start - _WORDS) : read.end + _WORDS].islower():
            return ""  # no letter stands near
        if read.number.form in ("digits", "mixed", "words") and (reason := self._ages.reason(read, left)):
            return reason
        if self._label(read, left):
            return "label"
        if read.unit == "measure":
            return "distance" if reason_distance(self._rules, self._folded, read) else ""
        if self._rules.rate_before.search(left) and _is_base(read.number.value):
            return "rate base"
        if self._compound(read):
            return "compound"
        return "time" if self._at_hour(read) else ""

    def _worded(self, number: NumberMention) -> str:
        """Return why a number in words counts nothing: an hour, a decade, a part of a name ("World War Two")."""
        if self._hours.match(self._folded, number.end):
            return "time"
        before = self._text[max(0, number.start - _LEFT) : number.start]
        if self._decade_before.search(self._folded[max(0, number.start - _LEFT) : number.start]):
            return "decade"
        capital = self._text[number.start : number.start + 1].isupper()
        if capital and _SMALL_BEFORE.search(before) and _CAPITAL_BEHIND.match(self._text, number.end):
            return "name"  # "near Seven Rivers"
        named = capital and _CAPITAL_BEFORE.search(before)
        if not named or _CAPITAL_BEHIND.match(self._text, number.end):
            return ""
        noun = _NOUN.match(self._folded, number.end)  # a figure that a heading runs into: "Overview Two women"
        return "" if noun and self._lexicon.may_be_counted(noun[1]) else "name"

    def _grouped_else(self, read: Read) -> Read:
        """Take "446,150 cases" for thousands where the document parts them by another sign: cases have no decimals."""
        number = read.number
        if number.form != "digits" or round(number.step * 1000) != 1 or not 1 <= number.value < 1000:
            return read
        noun = _NOUN.match(self._folded, read.end)
        if noun is None or not self._lexicon.pairs(noun[1]):
            return read
        whole = replace(number, value=float(round(number.value * 1000)), step=1.0, rounded=False, grouped=True)
        return replace(read, number=whole)

    def _glued(self, number: NumberMention) -> str:
        """Return why digits that follow a letter or a stop are no number of their own ("libertades2."), or nothing."""
        before = self._folded[number.start - 1 : number.start]
        if number.form not in ("digits", "mixed"):
            return ""
        if before in _CLOSERS and before and number.value < 100 and number.form == "digits" and not number.grouped:
            after = self._folded[number.end : number.end + 1]
            return "note mark" if not after.isalnum() and after != "%" else ""
        if before in (".", ",", ";", ":") and before:
            return self._mark_behind_sign(number)
        if not before.isalpha():
            return ""
        word = re.search(r"(?<![^\W\d_])[^\W\d_]++$", self._text[max(0, number.start - 30) : number.start])
        printed = word[0] if word else ""
        after = self._folded[number.end : number.end + 1]
        plain = number.step == 1 and not number.grouped and number.form == "digits"
        if plain and printed.lower() + self._folded[number.start : number.end] in self._rules.measures:
            return "unit"
        if not plain or self._rules.percent.match(self._folded, number.end):
            return "name" if printed.isupper() and len(printed) > 1 and plain else ""
        if printed.lower() in self._lexicon.function_words:
            return "name" if printed.isupper() and printed[1:] and not after.isalpha() else ""
        if printed.isupper() and not after.isalpha():
            return "name" if number.value >= 10 else "note mark"
        if after.isalpha():
            return ""  # digits with words on both sides have lost two blanks
        return "note mark" if number.value < 1000 else ""

    def _mark_behind_sign(self, number: NumberMention) -> str:
        """Return whether a small number right behind a word and its comma marks a note ("in March,2 more than")."""
        small = number.form == "digits" and not number.grouped and number.value < _NOTES
        if not small or not self._folded[number.start - 2 : number.start - 1].isalpha():
            return ""
        if self._folded[number.start - 1] == ".":
            ends = _SENTENCE_ENDS.match(self._text[number.end : number.end + 5]) is not None
        else:
            ends = number.step == 1 and self._folded[number.end : number.end + 1] in (" ", "\n", "")
        return "note mark" if ends else ""

    def _compound(self, read: Read) -> bool:
        """Whether a number only describes a thing: "a 32-bit form", "a four-set match"; no "9-member board"."""
        found = _COMPOUND.match(self._folded, read.end)
        if not found:
            return False
        word = found[1]
        if self._hedges.behind(read.end):
            return False  # "3,000-odd"
        if word is None:
            return True
        counted = self._lexicon.is_plural(word) or bool(self._lexicon.pairs(word))
        if self._compounds.counting.fullmatch(word):
            counted = self._compounds.plan.match(self._folded, found.end()) is None
        return not counted and self._compounds.whole.match(self._folded, found.end()) is None

    def _at_hour(self, read: Read) -> bool:
        """Whether a number that counts nothing stands behind "a las", "às"."""
        number = read.number
        if self._at is None or number.step != 1 or number.grouped or not 0 <= number.value <= _HOURS:
            return False
        before, behind = self._at
        if behind.match(self._text, number.end):  # "das 14 às 17"
            return True
        if before.search(self._text[max(0, number.start - _LEFT) : number.start].lower()) is None:
            return False
        noun = self._rules.noun_after.match(self._folded, number.end)
        return noun is None or not (self._lexicon.may_be_counted(noun[1]) or noun[1] in self._rules.words)

    def _label(self, read: Read, left: str) -> bool:
        """Whether a number behind an article of one thing is an ordinal or a label: "el 60 aniversario", "le 112"."""
        number = read.number
        if self._label_article is None or number.step != 1 or number.grouped or number.value < _LEAST_LABEL:
            return False
        if self._label_article.search(left) is None or (read.unit == "count" and number.form != "digits"):
            return False
        if read.unit == "measure":  # "el tres veces campeón"
            return number.form == "words"
        noun = _NEXT.match(self._folded, number.end)
        if noun is None:
            return _ENDED.match(self._folded, number.end) is not None
        return noun[1] not in self._lexicon.function_words and not self._lexicon.may_be_counted(noun[1])

    def _minus(self, read: Read) -> Read:
        """Take in a minus sign; a bullet or a dash between words is none."""
        at = read.start
        text = self._folded
        if text[at - 1 : at] in ("-", "–") and at >= 1:
            before = text[at - 2 : at - 1] if at >= 2 else ""
            if before in ("", "(", " ", "\u00a0") and not text[max(0, at - 3) : at - 1].endswith("\n"):
                return replace(read, start=at - 1, number=replace(read.number, value=-read.number.value))
        left = text[max(0, at - 4) : at]
        if "(" in left and (found := _BRACKETED_MINUS.search(left)):
            start = at - len(found[0].lstrip("( \u00a0"))
            return replace(read, start=start, number=replace(read.number, value=-read.number.value))
        return read

    def _unit(self, read: Read) -> Read:
        rules, folded = self._rules, self._folded
        end = read.end
        if folded[end : end + 1] == ")" and (closing := _SIGN_BEHIND_BRACKET.match(folded, end)):
            end = closing.end()
        if found := rules.points.match(folded, end):
            return replace(read, unit="points", tail=found.end())
        if (found := rules.bare_points.match(folded, end)) and (
            read.number.step < 1 or rules.percent.search(folded, max(0, read.start - _FAR), end + _FAR)
        ):
            return replace(read, unit="points", tail=found.end())
        if found := rules.percent.match(folded, end):
            return replace(read, end=found.end(), tail=found.end(), unit="percent")
        left = folded[max(0, read.start - 12) : read.start]
        if found := rules.percent_before.search(left):
            return replace(read, start=read.start - len(left) + found.start(), unit="percent")
        if found := rules.money_before.search(left):
            return replace(read, start=read.start - len(left) + found.start(), unit="money")
        if found := rules.money_after.match(folded, end):
            return replace(read, unit="money", tail=found.end())
        if rules.rate_after.match(folded, end):
            return replace(read, unit="rate")
        if found := rules.measure.match(folded, end):
            single = found[1] in rules.letter_units
            if not single or read.number.form == "digits":
                return replace(read, unit="measure", tail=found.end())
        return read

    def _hedged(self, read: Read) -> Read:
        if hedge := self._hedges.before(read.start):
            return replace(read, hedge=(hedge.start, hedge.end), bound=hedge.bound)
        if hedge := self._hedges.behind(read.tail, directly=read.number.form == "one"):
            return replace(read, hedge=(hedge.start, hedge.end), bound=hedge.bound, tail=hedge.tail)
        return replace(read, bound="about") if read.number.about else read


def _is_base(value: float) -> bool:
    """Whether a number may be the base of a rate: 100, 1,000, 100,000 ..."""
    return value in (100, 1e3, 1e4, 1e5, 1e6)


def reason_distance(rules: Grammar, folded: str, read: Read) -> bool:
    """Whether a distance only tells where something lies ("30 km from the front")."""
    found = rules.measure.match(folded, read.number.end)
    if not found:
        return False
    kind = rules.measures.get(found[1]) or rules.measures.get(key(found[1]))
    return kind == "distance" and rules.distance_after.match(folded, found.end()) is not None
