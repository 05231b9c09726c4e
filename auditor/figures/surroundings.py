"""What stands around a number: its unit and hedge, or why it counts nothing (age, distance, name, rate base)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from auditor.figures.grammar import Grammar, Pattern, end_pattern, grammar, start_pattern
from auditor.figures.hedges import Hedges
from auditor.figures.number_mentions import NumberMention
from auditor.language.folding import fold, forms, key, words_pattern, written_pattern
from auditor.language.lexicon import Lexicon

_LEFT = 60
_FAR = 300
_YOUNGEST, _OLDEST = 5, 80
"""Between these a bare number behind "under" or a name may be an age."""
_OLDEST_OF_ALL = 120
_OF_PERSONS = ("sex", "age", "population")
_APPOSED = 12
"""Characters before a number between commas among which no other number stands: then it goes on with no list."""
_DIGIT = re.compile(r"\d")
_NOTES = 200
"""Note marks are smaller numbers than this."""
_COMPOUND = re.compile(r"-(?:([a-z]{2,})|\s?[,/]\s?\d|\s[a-z]{1,3}\s\d{1,4}-)")
_SHORT = 3
_NOUN = re.compile(r"\s([a-z]{3,})")
_CAPITAL_BEFORE = re.compile(r"(?<![.!?:]\s)(?<!^)(?<![\w'’-])[A-ZÀ-Þ][\w'’-]*[a-zà-þ]\s$")
_CAPITAL_BEHIND = re.compile(r"\s[A-ZÀ-Þ]")
_BRACKETED_MINUS = re.compile(r"\(\s?[-–]\s$")
_SIGN_BEHIND_BRACKET = re.compile(r"\)\s?(?=%)")
_GOES_ON = re.compile(r",[ \u00a0]([a-zà-þ]+)[ \u00a0]")
_NAME_AND_COMMA = re.compile(
    r"(?:(?<![\w'’-])(?P<before>[a-zà-þ]+) )?"
    r"(?P<name>(?<![\w'’-])[A-ZÀ-Þ][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*){0,3}),[ \u00a0]$"
)
"""A name with the small word before it, and its comma."""
_SENTENCE_ENDS = re.compile(r"\s*$|\s+[A-ZÀ-Þ]|\s*\n")
_CLOSED = re.compile(r"\s?[,)]")
_SENTENCE_ENDED = re.compile(r"\s?(?:[.;]|$)")
_ENDS_IN_NAME = re.compile(r"(?<![\w'’-])[A-ZÀ-Þ][\w'’-]+$")
_NAME_BEFORE = re.compile(r"(?:^|[\s(])([A-ZÀ-Þ][\w'’-]+)(?:\s[a-zà-þ]{2,3})?\s[A-ZÀ-Þ][\w'’-]+,\s$")
_CLOSERS = ')"]'
_RIGHT = 60
_STOPS = ",.;:()[]|-–—\n"


@dataclass(frozen=True, slots=True)
class Read:
    """A number with what stands around it: either a figure with unit and hedge, or the reason why it is none."""

    number: NumberMention
    start: int
    """Where the figure's text starts: a sign of money or a minus belongs to it."""
    end: int
    unit: str = "count"
    hedge: tuple[int, int] | None = None
    bound: str = ""
    reason: str = ""
    article: bool = False
    tail: int = 0
    """Where the words after the number go on: behind its unit and a hedge that follows it."""
    ends: tuple[NumberMention, NumberMention] | None = None
    """The two numbers of a range, the smaller one first."""


@dataclass(frozen=True, slots=True, eq=False)
class _Ages:
    before: Pattern
    before_years: Pattern
    after: Pattern
    limits: Pattern
    limits_after: Pattern
    unit_of: Pattern
    years: Pattern
    pair: Pattern
    first_of_pair: Pattern
    stop: Pattern
    name_after: Pattern
    apposed_after: Pattern
    """Behind ", 29," of one person: "of Alma", "who"."""
    decade_before: Pattern
    """"années", before a decade in words."""
    decades: Pattern
    """"in his", before a decade of life or a word for one."""
    decade_end: Pattern
    joins: Pattern
    """"and", "or"."""
    person_article: Pattern
    """An article of one person, at the end of the text given."""
    occupation: Pattern
    """Article, a word with an ending of occupations, perhaps what narrows it, at the end of the text given."""
    at: Pattern
    """"à" where a clause begins with it: "à 48 ans,"."""
    occupations: tuple[str, ...]
    not_occupations: frozenset[str]
    locative: frozenset[str]
    """Words before a place."""


@cache
def _ages(lexicon: Lexicon) -> _Ages:
    section = lexicon.section("ages")
    links = [*(lexicon.sections.get("range_link") or []), *(lexicon.sections.get("from_link") or [])]
    joined = words_pattern([*links, "-", "–"])
    articles = words_pattern(section.get("articles") or [])
    unit_of = words_pattern(section.get("unit_of") or [])
    endings = written_pattern(forms(section.get("occupation_endings") or []))
    return _Ages(
        occupation=re.compile(
            rf"(?<![a-z]){articles}\s*(?P<word>[a-z]+(?:{endings}))(?:\s(?:{unit_of}\s)?[a-z'-]+)?\s*$"
        ),
        at=re.compile(rf"(?:^|[.;:,(]\s|\n){words_pattern(section.get('at') or [])}\s*$"),
        occupations=tuple(forms(section.get("occupation_endings") or [])),
        locative=frozenset(forms(lexicon.section("observations").get("locative") or [])),
        not_occupations=frozenset(forms(section.get("not_occupations") or [])),
        before=re.compile(rf"(?<![a-z]){words_pattern(section.get('before') or [])}\s*(?:\d{{1,3}}\s*{joined}\s*)?$"),
        before_years=re.compile(
            rf"(?<![a-z]){words_pattern(section.get('before_years') or [])}\s*(?:\d{{1,3}}\s*{joined}\s*)?$"
        ),
        after=re.compile(rf"[\s-]*{words_pattern(section.get('after') or [])}"),
        limits=end_pattern(section.get("limits") or []),
        limits_after=start_pattern(section.get("limits_after") or []),
        unit_of=end_pattern(section.get("unit_of") or []),
        years=re.compile(rf"[\s-]*{words_pattern(section.get('years') or [])}"),
        first_of_pair=re.compile(rf"\d{{1,3}}\s*{joined}\s*$"),
        pair=re.compile(rf"\s*{joined}\s*\d{{1,3}}(?!\d)"),
        name_after=re.compile(rf"[,)]|\s{words_pattern(lexicon.section('one').get('list_joiners') or [])}\s"),
        stop=re.compile(rf"\s*(?:[,.;:)\]\"]|$|{words_pattern(sorted(lexicon.function_words))})"),
        apposed_after=re.compile(rf",\s{words_pattern(section.get('apposed_after') or [])}"),
        decade_before=end_pattern(lexicon.section("dates").get("decade_before") or []),
        decades=end_pattern(section.get("decades") or []),
        decade_end=re.compile(words_pattern(lexicon.section("dates").get("decade") or [])),
        joins=re.compile(words_pattern(lexicon.section("one").get("list_joiners") or [])),
        person_article=end_pattern(section.get("articles") or []),
    )


@cache
def _hours(lexicon: Lexicon) -> Pattern:
    """Compile what makes a number word an hour: "las doce de la noche"."""
    return start_pattern([word for word in lexicon.section("times").get("after") or () if len(str(word)) > _SHORT])


@dataclass(frozen=True, slots=True, eq=False)
class _Compounds:
    counting: Pattern
    """Words joined to a number that make it count: "a 25,000-strong force"."""
    whole: Pattern
    """Behind a compound, with words between: what is made of what it counts ("a 281-store retail chain")."""


@cache
def _compounds(lexicon: Lexicon) -> _Compounds:
    section = lexicon.section("compounds")
    wholes = words_pattern(section.get("wholes") or [])
    return _Compounds(
        counting=re.compile(words_pattern(section.get("counting") or [])),
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
        self._ages = _ages(lexicon)
        self._hours = _hours(lexicon)
        self._compounds = _compounds(lexicon)
        self._hedges = Hedges(folded, lexicon)

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
        if number.form in ("digits", "mixed", "words") and read.unit in ("count", "measure"):
            if reason := self._age(read, left):
                return replace(read, reason=reason)
            if self._rules.rate_before.search(left) and read.unit == "count" and _is_base(number.value):
                return replace(read, reason="rate base")
        if read.unit == "count" and self._compound(read):
            return replace(read, reason="compound")
        if read.unit == "measure" and reason_distance(self._rules, self._folded, read):
            return replace(read, reason="distance")
        return self._hedged(read)

    def _worded(self, number: NumberMention) -> str:
        """Return why a number in words counts nothing: an hour, a decade, a part of a name ("World War Two")."""
        if self._hours.match(self._folded, number.end):
            return "time"
        before = self._text[max(0, number.start - _LEFT) : number.start]
        if self._ages.decade_before.search(self._folded[max(0, number.start - _LEFT) : number.start]):
            return "decade"
        named = self._text[number.start : number.start + 1].isupper() and _CAPITAL_BEFORE.search(before)
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
        counted = self._lexicon.is_plural(word) or self._lexicon.pairs(word) or self._compounds.counting.fullmatch(word)
        return not counted and self._compounds.whole.match(self._folded, found.end()) is None

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
            start = at - len(found[0]) + 1
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

    def _age(self, read: Read, left: str) -> str:
        if read.number.step != 1 or not 0 <= read.number.value <= _OLDEST_OF_ALL:
            return ""
        if (reason := self._age_behind(read, left)) or self._person_at(read, left):
            return reason or "age"
        hedge = self._hedges.before(read.start)  # "aged about 40", "de unos cuarenta años"
        if hedge is None or hedge.bound != "about":
            return ""
        left = left[: max(0, len(left) - (read.start - hedge.start))]
        return self._age_behind(read, left) or ("age" if self._person_at(read, left) else "")

    def _apposed(self, left: str, read: Read) -> bool:
        """Whether years stand between commas, or behind a name: "Ana Duarte, de 29 años,", "Rahm, 23 ans."."""
        of = self._ages.unit_of.search(left)
        before = (left[: of.start()] if of else left).rstrip()
        alone = before.endswith(",") and before.rstrip(" ,")[-1:].isalpha()
        if not alone or _CLOSED.match(self._folded, read.tail):
            return alone
        printed = self._text[max(0, read.start - _LEFT) :][: len(before.rstrip(" ,"))]
        return _SENTENCE_ENDED.match(self._folded, read.tail) is not None and _ENDS_IN_NAME.search(printed) is not None

    def _person_at(self, read: Read, left: str) -> bool:
        """Whether a number tells a person's age without years: "a man in his 40s", "the driver, 29, of Alma"."""
        ages, folded, end = self._ages, self._folded, read.number.end
        if read.unit != "count":
            return False
        if found := ages.decades.search(left):
            return ages.decade_end.match(folded, end) is not None or self._is_person(left[: found.start()])
        if read.number.form == "digits" and left.endswith((", ", ",\u00a0")):
            alone = not _DIGIT.search(left[-_APPOSED:])
            return alone and (ages.apposed_after.match(folded, end) is not None or self._apposed_to_name(read))
        found = ages.unit_of.search(left)
        following = _NOUN.match(folded, end)
        counts = following is not None and self._lexicon.may_be_counted(following[1])
        return found is not None and not counts and self._is_person(left[: found.start()], one=True)

    def _apposed_to_name(self, read: Read) -> bool:
        """Whether digits between commas stand behind a name or one person: "and Jones, 52, joined", "a cook, 29,".

        A name may be that of a place where "in" or the like stands before it, and a word for people in the plural is
        counted by the number.
        """
        goes_on = _GOES_ON.match(self._text, read.number.end)
        if read.number.value < _YOUNGEST or goes_on is None or self._ages.joins.fullmatch(fold(goes_on[1])):
            return False
        printed = self._text[max(0, read.start - _LEFT) : read.start]
        name = _NAME_AND_COMMA.search(printed)
        if name is None:
            return self._is_one(fold(printed).rstrip(", \u00a0").rpartition(" ")[2])
        before, words = fold(name["before"] or ""), fold(name["name"]).split()
        if before and before in self._lexicon.function_words and not self._ages.joins.fullmatch(before):
            return False
        if words[0] in self._ages.locative:
            return False
        return not self._lexicon.pairs(words[-1]) or self._is_one(words[-1])

    def _is_one(self, word: str) -> bool:
        """Whether a word is for one person, by the lexicon or by an ending of occupations ("teacher")."""
        if self._lexicon.is_plural(word) or word in self._ages.not_occupations:
            return False
        known = any(dimension in _OF_PERSONS for dimension, _ in self._lexicon.pairs(word))
        return known or bool(self._ages.occupations and word.endswith(self._ages.occupations))

    def _is_person(self, left: str, *, one: bool = False) -> bool:
        """Whether a text ends in a word for a person, or for one person ("a man")."""
        words = re.findall(r"[a-z'-]+", left)[-2:]
        if not words or not any(dimension in _OF_PERSONS for dimension, _ in self._lexicon.pairs(words[-1])):
            return False
        before = left[: left.rstrip().rfind(words[-1])]
        single = not self._lexicon.is_plural(words[-1]) and self._ages.person_article.search(before) is not None
        return single or not one

    def _age_behind(self, read: Read, left: str) -> str:
        """Return "age" where years, or words of age before or behind a number, tell one."""
        ages, folded, end = self._ages, self._folded, read.number.end
        pair = ages.pair.match(folded, end)
        pair_years = pair is not None and ages.years.match(folded, pair.end()) is not None
        years = pair_years or ages.years.match(folded, end) is not None
        if ages.before.search(left) and not re.match(r"\s*%", folded[end : end + 3]):
            return "age"
        if years and self._years_of_person(read, left):
            return "age"
        if ages.after.match(folded, end) or ages.after.match(folded, read.tail):
            return "age"
        if pair and ages.after.match(folded, pair.end()):
            return "age"
        if ages.limits.search(left) and (pair_years or self._limit(read, left)):
            return "age"
        return "age" if self._named(read) else ""

    def _years_of_person(self, read: Read, left: str) -> bool:
        """Whether years that follow a number are those of a person, by what stands before it."""
        ages = self._ages
        if ages.before_years.search(left) or self._person_of(left) or self._apposed(left, read):
            return True
        return ages.at.search(left) is not None and _CLOSED.match(self._folded, read.tail) is not None

    def _named(self, read: Read) -> bool:
        """Whether digits stand behind a person's name and a comma, and before another."""
        value, end = read.number.value, read.number.end
        named = read.number.form == "digits" and read.unit == "count" and value >= _YOUNGEST
        named = named and self._name_before(read.start)
        return named and self._ages.name_after.match(self._folded, end) is not None

    def _limit(self, read: Read, left: str) -> bool:
        """Whether a number behind "under" or "over" is an age: years follow, or persons stand before."""
        ages, folded, end = self._ages, self._folded, read.number.end
        if found := ages.limits_after.match(folded, end):
            return not self._hedges.leads_on(end, found.end())  # "over 100 and under 200"
        if read.unit == "measure":
            return ages.years.match(folded, end) is not None and self._aged_before(left)
        bare = _YOUNGEST <= read.number.value <= _OLDEST and ages.stop.match(folded, end) is not None
        return bare and self._plural_before(left)

    def _aged_before(self, left: str) -> bool:
        """Whether nothing stands before "under 16 years", or persons, or what makes years an age; "for" makes none."""
        cut = self._ages.limits.search(left)
        before = left[: cut.start()].rstrip() if cut else ""
        if not before or before[-1] in _STOPS or self._ages.before_years.search(before):
            return True
        of = self._ages.unit_of.search(before)
        words = (before[: of.start()] if of else before).split()[-2:]
        return any(self._lexicon.pairs(word) for word in words if word not in self._lexicon.function_words)

    def _plural_before(self, left: str) -> bool:
        """Whether a population word stands before "under 16"."""
        cut = self._ages.limits.search(left)
        words = left[: cut.start()].split() if cut else []
        return bool(words) and any(self._lexicon.pairs(word) for word in words[-2:])

    def _person_of(self, left: str) -> bool:
        """Whether "a girl of", "una niña de" stands before the years."""
        found = self._ages.unit_of.search(self._ages.first_of_pair.sub("", left))
        if not found:
            return False
        before = left[: found.start()]
        words = re.findall(r"[a-z'-]+", before)[-2:]
        if any(dimension in _OF_PERSONS for word in words for dimension, _ in self._lexicon.pairs(word)):
            return True
        worker = self._ages.occupation.search(before)
        return worker is not None and worker["word"] not in self._ages.not_occupations

    def _name_before(self, start: int) -> bool:
        """Whether the number stands behind a comma or bracket after a person's name ("Joran Meld, 18,")."""
        name = _NAME_BEFORE.search(self._text[max(0, start - _LEFT) : start])
        return name is not None and fold(name[1]) not in self._ages.locative  # but "In Nairobi, 37,"

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
