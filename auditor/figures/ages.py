"""Ages: "Palin, 29, of", "de 56 ans", "in his 40s", "children under 5", "aged 15 to 19"; those count nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from auditor.figures.grammar import Pattern, end_pattern, grammar, start_pattern
from auditor.figures.hedges import Hedges
from auditor.figures.reads import Read
from auditor.language.folding import fold, forms, words_pattern, written_pattern
from auditor.language.lexicon import Lexicon

_LEFT = 60
_YOUNGEST, _OLDEST = 5, 80
"""Between these a bare number behind "under" or a name may be an age."""
_OLDEST_OF_ALL = 120
_APPOSED = 12
"""Characters before a number between commas among which no other number stands: then it goes on with no list."""
_DIGIT = re.compile(r"\d")
_GOES_ON = re.compile(r",[ \u00a0]([a-zà-þ]+)[ \u00a0]")
_NAME_AND_COMMA = re.compile(
    r"(?:(?<![\w'’-])(?P<before>[a-zà-þ]+) )?"
    r"(?P<name>(?<![\w'’-])[A-ZÀ-Þ][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*){0,3}),[ \u00a0]$"
)
"""A name with the small word before it, and its comma."""
_CLOSED = re.compile(r"\s?[,)]")
_SENTENCE_ENDED = re.compile(r"\s?(?:[.;]|$)")
_ENDS_IN_NAME = re.compile(
    r"(?:(?<![\w'’-])(?P<before>[a-zà-þ'’]+) )?(?<![\w'’-])[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+){0,3}$"
)
_NAME_BEFORE = re.compile(r"(?:^|[\s(])([A-ZÀ-Þ][\w'’-]+)(?:\s[a-zà-þ]{2,3})?\s[A-ZÀ-Þ][\w'’-]+,\s$")
_STOPS = ",.;:()[]|-–—\n"
_NOUN = re.compile(r"\s([a-z]{3,})")


@dataclass(frozen=True, slots=True, eq=False)
class _AgeWords:
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
    persons: frozenset[str]
    """Dimensions whose words are for persons."""
    only: Pattern
    predicates: Pattern
    of_what: Pattern
    """What makes years a duration: "24 ans d'expérience"."""


@cache
def _compiled(lexicon: Lexicon) -> _AgeWords:
    section = lexicon.section("ages")
    links = [*(lexicon.sections.get("range_link") or []), *(lexicon.sections.get("from_link") or [])]
    joined = words_pattern([*links, "-", "–"])
    articles = words_pattern(section.get("articles") or [])
    unit_of = words_pattern(section.get("unit_of") or [])
    endings = written_pattern(forms(section.get("occupation_endings") or []))
    return _AgeWords(
        occupation=re.compile(
            rf"(?<![a-z]){articles}\s*(?P<word>[a-z]+(?:{endings}))(?:\s(?:{unit_of}\s)?[a-z'-]+)?\s*$"
        ),
        at=re.compile(rf"(?:^|[.;:,(]\s|\n){words_pattern(section.get('at') or [])}\s*$"),
        occupations=tuple(forms(section.get("occupation_endings") or [])),
        locative=frozenset(forms(lexicon.section("observations").get("locative") or [])),
        persons=frozenset(map(str, lexicon.sections.get("person_dimensions") or ())),
        only=end_pattern(section.get("only") or []),
        predicates=end_pattern(section.get("predicates") or []),
        of_what=re.compile(rf"\s{grammar(lexicon).noun_link.pattern}"),
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
        decades=end_pattern(section.get("decades") or []),
        decade_end=re.compile(words_pattern(lexicon.section("dates").get("decade") or [])),
        joins=re.compile(words_pattern(lexicon.section("one").get("list_joiners") or [])),
        person_article=end_pattern(section.get("articles") or []),
    )


class Ages:
    """Tells which numbers of one text are ages."""

    def __init__(self, text: str, folded: str, lexicon: Lexicon, hedges: Hedges) -> None:
        """Keep the text (as printed, and folded with what is taken masked out)."""
        self._text = text
        self._folded = folded
        self._lexicon = lexicon
        self._words = _compiled(lexicon)
        self._hedges = hedges

    def reason(self, read: Read, left: str) -> str:
        """Return "age" where a number is one, else nothing; `left` is the folded text before it."""
        if read.number.step != 1 or not 0 <= read.number.value <= _OLDEST_OF_ALL:
            return ""
        left = self._words.only.sub("", left)
        if (reason := self._age_behind(read, left)) or self._person_at(read, left):
            return reason or "age"
        hedge = self._hedges.before(read.start)  # "aged about 40", "de unos cuarenta años"
        if hedge is None or hedge.bound != "about":
            return ""
        left = left[: max(0, len(left) - (read.start - hedge.start))]
        return self._age_behind(read, left) or ("age" if self._person_at(read, left) else "")

    def _apposed(self, left: str, read: Read) -> bool:
        """Whether years stand between commas, or behind a name: "Ana Duarte, de 29 años,", "Rahm, 23 ans."."""
        of = self._words.unit_of.search(left)
        before = (left[: of.start()] if of else left).rstrip()
        bare = before.rstrip(" ,")
        comma = before.endswith(",") and bare[-1:].isalpha()
        if comma and _CLOSED.match(self._folded, read.tail):
            return True
        name = _ENDS_IN_NAME.search(self._text[max(0, read.start - _LEFT) :][: len(bare)])
        if not comma:  # "said Rahm de 23 anos", "del Plan de 5 años"
            said = name is not None and name["before"] and name["before"] not in self._lexicon.function_words
            return bool(of and said) and not self._of_what(read)
        known = name is not None or self._is_one(bare.rpartition(" ")[2])
        if of and known and not self._of_what(read):
            return True
        return _SENTENCE_ENDED.match(self._folded, read.tail) is not None and name is not None

    def _of_what(self, read: Read) -> bool:
        """Whether years are those of something: "24 ans d'expérience"."""
        return self._words.of_what.match(self._folded, read.tail) is not None

    def _person_at(self, read: Read, left: str) -> bool:
        """Whether a number tells a person's age without years: "a man in his 40s", "the driver, 29, of Alma"."""
        ages, folded, end = self._words, self._folded, read.number.end
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
        if found is None:
            return ages.predicates.search(left) is not None and self._ends_or_joins(end)
        young = read.number.value < _YOUNGEST  # "a mother of two" has two children
        return not counts and not young and self._is_person(left[: found.start()], one=True)

    def _ends_or_joins(self, end: int) -> bool:
        """Whether a clause ends at a place of the text, or "and" goes on with it."""
        return (
            self._words.name_after.match(self._folded, end) is not None
            or _SENTENCE_ENDED.match(self._folded, end) is not None
        )

    def _apposed_to_name(self, read: Read) -> bool:
        """Whether digits between commas stand behind a name or one person: "and Jones, 52, joined", "a cook, 29,".

        A name may be that of a place where "in" or the like stands before it, and a word for people in the plural is
        counted by the number.
        """
        goes_on = _GOES_ON.match(self._text, read.number.end)
        if read.number.value < _YOUNGEST or goes_on is None or self._words.joins.fullmatch(fold(goes_on[1])):
            return False
        printed = self._text[max(0, read.start - _LEFT) : read.start]
        name = _NAME_AND_COMMA.search(printed)
        if name is None:
            return self._is_one(fold(printed).rstrip(", \u00a0").rpartition(" ")[2])
        before, words = fold(name["before"] or ""), fold(name["name"]).split()
        if before and before in self._lexicon.function_words and not self._words.joins.fullmatch(before):
            return False
        if words[0] in self._words.locative:
            return False
        return not self._lexicon.pairs(words[-1]) or self._is_one(words[-1])

    def _is_one(self, word: str) -> bool:
        """Whether a word is for one person, by the lexicon or by an ending of occupations ("teacher")."""
        if self._lexicon.is_plural(word) or word in self._words.not_occupations:
            return False
        known = self._of_person(word)
        return known or bool(self._words.occupations and word.endswith(self._words.occupations))

    def _of_person(self, word: str) -> bool:
        """Whether a word is for persons."""
        return any(dimension in self._words.persons for dimension, _ in self._lexicon.pairs(word))

    def _is_person(self, left: str, *, one: bool = False) -> bool:
        """Whether a text ends in a word for a person, or for one person ("a man")."""
        words = re.findall(r"[a-z'-]+", left)[-2:]
        if not words or not self._of_person(words[-1]):
            return False
        before = left[: left.rstrip().rfind(words[-1])]
        single = not self._lexicon.is_plural(words[-1]) and self._words.person_article.search(before) is not None
        return single or not one

    def _age_behind(self, read: Read, left: str) -> str:
        """Return "age" where years, or words of age before or behind a number, tell one."""
        ages, folded, end = self._words, self._folded, read.number.end
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
        ages = self._words
        if self._person_of(left) or self._apposed(left, read):
            return True
        if ages.before_years.search(left):
            return not self._of_what(read)
        return ages.at.search(left) is not None and _CLOSED.match(self._folded, read.tail) is not None

    def _named(self, read: Read) -> bool:
        """Whether digits stand behind a person's name and a comma, and before another."""
        value, end = read.number.value, read.number.end
        named = read.number.form == "digits" and read.unit == "count" and value >= _YOUNGEST
        named = named and self._name_before(read.start)
        return named and self._words.name_after.match(self._folded, end) is not None

    def _limit(self, read: Read, left: str) -> bool:
        """Whether a number behind "under" or "over" is an age: years follow, or persons stand before."""
        ages, folded, end = self._words, self._folded, read.number.end
        if found := ages.limits_after.match(folded, end):
            return not self._hedges.leads_on(end, found.end())  # "over 100 and under 200"
        if read.unit == "measure":
            return ages.years.match(folded, end) is not None and self._aged_before(left)
        following = _NOUN.match(folded, end)
        verb = following is not None and not self._lexicon.may_be_counted(following[1])
        bare = _YOUNGEST <= read.number.value <= _OLDEST and (verb or ages.stop.match(folded, end) is not None)
        return bare and self._plural_before(left)

    def _aged_before(self, left: str) -> bool:
        """Whether nothing stands before "under 16 years", or persons, or what makes years an age; "for" makes none."""
        cut = self._words.limits.search(left)
        before = left[: cut.start()].rstrip() if cut else ""
        if not before or before[-1] in _STOPS or self._words.before_years.search(before):
            return True
        of = self._words.unit_of.search(before)
        words = (before[: of.start()] if of else before).split()[-2:]
        return any(self._lexicon.pairs(word) for word in words if word not in self._lexicon.function_words)

    def _plural_before(self, left: str) -> bool:
        """Whether a population word stands before "under 16"."""
        cut = self._words.limits.search(left)
        words = left[: cut.start()].split() if cut else []
        return any(self._of_person(word) for word in words[-2:])

    def _person_of(self, left: str) -> bool:
        """Whether "a girl of", "una niña de" stands before the years."""
        found = self._words.unit_of.search(self._words.first_of_pair.sub("", left))
        if not found:
            return False
        before = left[: found.start()]
        words = re.findall(r"[a-z'-]+", before)[-2:]
        if any(self._of_person(word) for word in words):
            return True
        worker = self._words.occupation.search(before)
        return worker is not None and worker["word"] not in self._words.not_occupations

    def _name_before(self, start: int) -> bool:
        """Whether the number stands behind a comma or bracket after a person's name ("Joran Meld, 18,")."""
        name = _NAME_BEFORE.search(self._text[max(0, start - _LEFT) : start])
        return name is not None and fold(name[1]) not in self._words.locative  # but "In Nairobi, 37,"
