"""Dates, years and stretches of time in folded text."""

from __future__ import annotations

import bisect
import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from auditor.figures.grammar import Pattern, end_pattern, grammar, stems_pattern, table
from auditor.figures.hedges import is_hedged
from auditor.figures.scan import at_digits, at_places, short_runs
from auditor.language.clauses import last_clause
from auditor.language.folding import key, trie, words_pattern
from auditor.language.lexicon import Lexicon

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:1[5-9]\d\d|20\d\d|2100)"
_AFTER_YEAR = r"(?![\d%])(?![.,]\d{1,3}(?!\d))"
_NUMERIC = re.compile(
    rf"(?<![\d./-])(?:(?P<y>{_YEAR})-(?P<m>0?[1-9]|1[0-2])-(?P<d>{_DAY})"
    rf"|(?P<a>\d{{1,2}})(?P<sep>[./-])(?P<b>\d{{1,2}})(?P=sep)(?P<c>{_YEAR}|\d\d)"
    rf"|(?P<mm>0[1-9]|1[0-2])[./](?P<yy>{_YEAR}))(?![\d])(?![./-]\d)"
)
_LONE = re.compile(
    rf"(?<![\d.,'°$€£#-])(?<!\d/)(?P<y>(?P<old>1[0-7]\d\d)|1[89]\d\d|20\d\d|2100){_AFTER_YEAR}(?![\s\u00a0]\d{{3}}(?!\d))(?![a-z])"
)
_NAME_BEFORE = re.compile(r"(?<![^\s(\"'’])[A-ZÀ-Þ][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*){0,3} $")
_NAME_BEHIND = re.compile(r" [A-ZÀ-Þ][a-zà-þ]")
_TWO_WORDS = re.compile(r"\s*([a-z][a-z'-]*)?(?:\s+([a-z][a-z'-]*))?")
_DAY_DIGITS = 2
_NEAR = 40
"""Characters around a date within which another lends it a year, or words open or link a period."""
_ITEM = "\n- "
"""What begins an item of a list; its dash links nothing to the item before."""


@dataclass(frozen=True, slots=True)
class DateToken:
    """A date as it stands in the text."""

    start: int
    end: int
    first: tuple[int | None, int, int]
    """Year (None where the text leaves it out), month and day of the first day."""
    last: tuple[int | None, int, int]
    reason: str
    """"date", "year", "years"; "" for a lone month, which is noted only inside a period."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A period as ISO days; open ends are None."""

    start: int
    end: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True, eq=False)
class _Dates:
    months: Mapping[str, int]
    month: Pattern
    """Every date in words begins with a month, or with a day in digits and has one."""
    worded: Pattern
    years: Pattern
    """"2010-12", "2010/2011", "2010-to-2012"."""
    decade: Pattern
    """"1990s", behind no digit."""
    decade_after: Pattern | None
    """"années 90", where the language has such a word."""
    bracketed: Pattern
    old_year_before: Pattern
    change: Pattern
    """Words of change: behind one, "en 1450" is by how much."""
    before_numeric: Pattern
    """A day and what links it to a date in digits: "du 21 au 27/09/2025"."""
    capital: bool
    year_before: Pattern
    members_after: Pattern
    """"1,912 of whom", "(1912) of them": what has members is no year."""
    count_before: Pattern
    copula: Pattern
    article: Pattern
    open: Pattern
    link: Pattern
    weak_link: Pattern
    since: Pattern
    until: Pattern


@cache
def _compiled(lexicon: Lexicon) -> _Dates:
    section = lexicon.section("dates")
    months = {word: int(value) for word, value in table(section.get("months") or {}).items()}
    month = rf"(?:{trie(months)})(?![a-z])"
    suffix = words_pattern(section.get("suffixes") or [])
    day = rf"{_DAY}(?:\s?(?:{suffix}))?(?![\d%])(?!,\d{{3}}(?!\d))(?!\.\d)"
    of = words_pattern(section.get("of") or [])
    join = words_pattern(section.get("joiners") or [])
    between = rf"\s*(?:,\s*(?:{join})|,|[-–]|{join})\s*"
    week = words_pattern(section.get("weekdays") or [])
    days = rf"{day}(?:{between}(?:{week},?\s)?(?:{words_pattern(section.get('day_articles') or [])}\s)?{day}){{0,8}}"
    year = rf"{_YEAR}{_AFTER_YEAR}"
    link = words_pattern(section.get("period_link") or [])
    forms = [
        rf"(?P<d1>{days})(?:\s*(?:{of}\s*)?|[/-])(?P<m1>{month})(?:(?:,?\s*(?:{of}\s*)?|[/-])(?P<y1>{year}))?",
        rf"(?P<m3>{month}),?\s*(?:{of}\s*)?(?P<y3>{year})",
        rf"(?P<m4>{month})(?=\s*(?:{link})\s*(?:{_DAY}\s)?{month})",
    ]
    if section.get("month_first"):
        listed = rf"{day}(?:{between}{day}){{1,8}}"
        forms.insert(
            1,
            rf"(?P<m2>{month})\s*(?P<d2>{listed}(?=,?\s*{year}|{between}{month})|{day}[-–]{day}|{day})"
            rf"(?:,?\s*(?P<y2>{year}))?",
        )
    before_decade = section.get("decade_before") or []
    return _Dates(
        months=months,
        month=re.compile(month),
        worded=re.compile(rf"(?<![\d.,/°-])(?:(?<=\d)|(?<![a-z])|(?={_DAY}))(?:{'|'.join(forms)})"),
        years=re.compile(rf"(?<![\d.,/-])(?P<y1>{_YEAR})(?:\s?[-–/]\s?|-{link}-)(?P<y2>{_YEAR}|\d\d)(?!\d|[.,/-]\d)"),
        decade=re.compile(rf"(?<![\da-z])(?P<year>{_YEAR}){words_pattern(section.get('decade') or [])}(?![a-z])"),
        decade_after=re.compile(rf"(?<![\da-z]){words_pattern(before_decade)}\s(?P<year>{_YEAR}|\d0)(?![\da-z])")
        if before_decade
        else None,
        bracketed=re.compile(
            rf"(?<![a-z]){words_pattern(section.get('day_in_brackets') or [])}"
            rf"(?:\s?\(|, )(?P<day>{_DAY})(?:\)|(?=[.;]))"
        ),
        change=stems_pattern(lexicon.sections.get("change_words") or []),
        old_year_before=end_pattern(section.get("old_year_before") or []),
        before_numeric=re.compile(rf"(?<![\d.,/-]){_DAY}\s?(?:[-–]|{join})\s?$"),
        capital=bool(section.get("capital")),
        year_before=end_pattern(section.get("year_before") or []),
        members_after=re.compile(rf"\)?\s+{words_pattern(section.get('members_after') or [])}(?![a-z])"),
        count_before=end_pattern(section.get("count_before") or []),
        copula=end_pattern(lexicon.section("noun_phrase").get("copulas") or []),
        article=end_pattern(section.get("determiners") or []),
        open=end_pattern(section.get("period_open") or []),
        link=re.compile(rf",?\s*(?:{link})\s*"),
        weak_link=re.compile(rf",?\s*{words_pattern(section.get('weak_link') or [])}\s*"),
        since=end_pattern(section.get("since") or []),
        until=end_pattern(section.get("until") or []),
    )


def find_dates(text: str, folded: str, lexicon: Lexicon) -> list[DateToken]:
    """Find the dates of a text that say more than a year, in order.

    Args:
        text: as printed (capitals tell "May" from "may").
        folded: the same, folded, with what is taken already masked out.
        lexicon: of the text's language.
    """
    rules = _compiled(lexicon)
    month_first = bool(lexicon.section("dates").get("month_first_digits"))
    numeric = [_numeric(found, month_first=month_first) for found in at_digits(_NUMERIC, folded, most=4, then="./-")]
    numeric = [token and _with_first_day(folded, token, rules) for token in numeric]
    months = [found.start() for found in rules.month.finditer(folded)]
    places = sorted([*months, *short_runs(folded, _DAY_DIGITS)]) if months else ()
    worded = [_worded(found, text, rules) for found in at_places(rules.worded, folded, places)]
    return _disjoint([token for token in (*numeric, *worded) if token])


def find_years(folded: str, lexicon: Lexicon, text: str = "") -> list[DateToken]:
    """Find years, stretches of years and decades, in order.

    Args:
        folded: folded text in which dates and references ("resolution 1325", "Law No. 2016-731") are masked out.
        lexicon: of the text's language.
        text: as printed, where names are to be told by their capitals ("the Rome 1960 Games").
    """
    rules = _compiled(lexicon)
    tokens = [*_bracketed(folded, rules)]
    tokens += [token for found in at_digits(rules.years, folded, 4, 4) if (token := _years(found))]
    decades = at_digits(rules.decade, folded, 4, 4)
    if rules.decade_after is not None:
        decades += rules.decade_after.finditer(folded)
    for found in decades:
        year = int(found["year"])
        year = year if year > 99 else 1900 + year
        tokens.append(DateToken(found.start(), found.end(), (year, 1, 1), (year + 9, 12, 31), "year"))
    taken = _disjoint(tokens)
    spans = [(token.start, token.end) for token in taken]
    lone = [
        DateToken(found.start(), found.end(), (int(found["y"]), 1, 1), (int(found["y"]), 12, 31), "year")
        for found in at_digits(_LONE, folded, 4, 4)
        if _in_name(text, folded, found.start(), found.end(), rules)
        or (
            _is_old_year(folded, found, rules, lexicon)
            if found["old"]
            else _is_year(folded, found.start(), found.end(), rules, lexicon)
        )
    ]
    return _disjoint([*taken, *(token for token in lone if not _overlaps(token, spans))]) if lone else taken


def _bracketed(folded: str, rules: _Dates) -> list[DateToken]:
    """Find days of the month in brackets or behind a comma, behind the day of the week: "terça-feira (11)"."""
    return [
        DateToken(
            found.start("day"), found.end("day"), (None, 1, int(found["day"])), (None, 1, int(found["day"])), "day"
        )
        for found in rules.bracketed.finditer(folded)
    ]


def _is_old_year(folded: str, found: re.Match[str], rules: _Dates, lexicon: Lexicon) -> bool:
    """Whether a number from 1000 to 1799 is a year: behind "in" or the like, and nothing is counted by it."""
    before = folded[max(0, found.start() - _NEAR) : found.start()]
    opened = rules.old_year_before.search(before)
    counts = rules.copula.search(before) or rules.count_before.search(before) or is_hedged(before, lexicon)
    if opened is None or counts or rules.change.search(last_clause(before)):
        return False
    known = grammar(lexicon)
    tail = folded[found.end() : found.end() + _NEAR]
    if any(pattern.match(tail) for pattern in (known.percent, known.money_after, known.measure, rules.members_after)):
        return False
    noun = known.noun_after.match(tail)
    if noun is None:
        return True
    linked = known.noun_link.match(tail.lstrip()) is not None
    return not linked and noun[1] not in known.words and not lexicon.may_be_counted(noun[1])


def _in_name(text: str, folded: str, start: int, end: int, rules: _Dates) -> bool:
    """Whether a bare four-digit number stands within a name that has an article: "at the Rome 1960 Games"."""
    before = _NAME_BEFORE.search(text[max(0, start - _NEAR) : start])
    if before is None or _NAME_BEHIND.match(text, end) is None:
        return False
    at = max(0, start - _NEAR) + before.start()
    return rules.article.search(folded[max(0, at - _NEAR) : at]) is not None


def _overlaps(token: DateToken, spans: list[tuple[int, int]]) -> bool:
    at = bisect.bisect_right(spans, (token.start, token.end))
    return any(start < token.end and token.start < end for start, end in spans[max(0, at - 1) : at + 1])


def _disjoint(tokens: list[DateToken]) -> list[DateToken]:
    """Keep the longest of overlapping tokens, in order of place."""
    out: list[DateToken] = []
    for token in sorted(tokens, key=lambda t: (t.start, -t.end)):
        if not out or token.start >= out[-1].end:
            out.append(token)
        elif token.end - token.start > out[-1].end - out[-1].start:
            out[-1] = token
    return out


def _numeric(found: re.Match[str], *, month_first: bool) -> DateToken | None:
    if found["y"]:
        year, month, day = int(found["y"]), int(found["m"]), int(found["d"])
    elif found["yy"]:
        year, month = int(found["yy"]), int(found["mm"])
        return DateToken(found.start(), found.end(), (year, month, 1), (year, month, _days(year, month)), "date")
    else:
        a, b, year = int(found["a"]), int(found["b"]), int(found["c"])
        if len(found["c"]) == 2:
            if found["sep"] == "." and not (len(found["a"]) == len(found["b"]) == 2):
                return None  # "5.1.12" is as well an article
            year += 2000 if year < 50 else 1900
        day, month = (b, a) if (b > 12 or (month_first and found["sep"] == "/" and a <= 12)) else (a, b)
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    return DateToken(found.start(), found.end(), (year, month, day), (year, month, day), "date")


def _with_first_day(folded: str, token: DateToken, rules: _Dates) -> DateToken:
    """Return a date in digits with the day before it that it ends a stretch of: "du 21 au 27/09/2025"."""
    before = rules.before_numeric.search(folded[max(0, token.start - _NEAR) : token.start])
    if before is None or token.first != token.last:
        return token
    day = int(re.sub(r"\D", "", before[0]))
    if day >= token.first[2]:
        return token
    return replace(token, start=token.start - len(before[0]), first=(*token.first[:2], day))


def _worded(found: re.Match[str], text: str, rules: _Dates) -> DateToken | None:
    groups = found.groupdict()
    which = next(n for n in "1234" if groups.get(f"m{n}"))
    at = found.start(f"m{which}")
    if rules.capital and not text[at].isupper():
        return None
    month = rules.months[key(groups[f"m{which}"])]
    year = int(groups[f"y{which}"]) if groups.get(f"y{which}") else None
    days = [int(day) for day in re.findall(r"\d+", groups.get(f"d{which}") or "")]
    if which == "4":
        return DateToken(found.start(), found.end(), (None, month, 1), (None, month, 31), "")
    first, last = (days[0], days[-1]) if days else (1, _days(year or 2000, month))
    return DateToken(found.start(), found.end(), (year, month, first), (year, month, last), "date")


def _years(found: re.Match[str]) -> DateToken | None:
    first = int(found["y1"])
    last = int(found["y2"]) if len(found["y2"]) == 4 else first // 100 * 100 + int(found["y2"])
    if not first < last <= first + (400 if len(found["y2"]) == 4 else 30):
        return None
    return DateToken(found.start(), found.end(), (first, 1, 1), (last, 12, 31), "years")


def _days(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _is_year(folded: str, start: int, end: int, rules: _Dates, lexicon: Lexicon) -> bool:
    """Whether a bare four-digit number is a year, by the words around it; a counted noun speaks against it."""
    before = folded[max(0, start - _NEAR) : start]
    after = _TWO_WORDS.match(folded[end : end + _NEAR])
    word, second = (after[1] or "", after[2] or "") if after else ("", "")
    known = grammar(lexicon)
    tail = folded[end : end + 20]
    if known.percent.match(tail) or known.money_after.match(tail) or known.money_before.search(before):
        return False
    if word in known.words and known.words[word].kind == "scale":
        return False
    persons = lexicon.sections.get("person_dimensions") or ()
    person = any(dimension in persons for noun in (word, f"{word} {second}") for dimension, _ in lexicon.pairs(noun))
    if rules.count_before.search(before) and (person or (word and word not in lexicon.function_words)):
        return False
    if rules.year_before.search(before):
        return True
    if rules.members_after.match(folded, end):
        return False
    if is_hedged(before, lexicon):
        return False
    if person and not (known.noun_link.fullmatch(second) and rules.article.search(before)):
        return False  # but "its 2006 population of 8,102"
    if not before.strip() or before.rstrip()[-1] in ".!?\n":
        return True
    plural = lexicon.is_plural(word) and len(word) > 3 and word not in lexicon.function_words
    if plural and not rules.article.search(before):
        return False
    bare_end = not word
    return not (bare_end and rules.copula.search(before) and before.rstrip()[-1:] not in "-–—")


def find_periods(folded: str, tokens: list[DateToken], lexicon: Lexicon) -> list[Stretch]:
    """Link dates into stretches of time and give every date its year where a neighbour lends one.

    Args:
        folded: the text, before dates were masked out of it.
        tokens: as `find_dates` gives them.
        lexicon: of the text's language.
    """
    rules = _compiled(lexicon)
    tokens = _lend_years(folded, tokens)
    out: list[Stretch] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        before = folded[max(0, token.start - _NEAR) : token.start]
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        opener = rules.open.search(before)
        if following and _linked(folded, token, following, rules, opened=opener is not None):
            first, last = _iso(token.first), _iso(following.last)
            if first and last:
                start = token.start - len(before) + opener.start() if opener else token.start
                out.append(Stretch(start, following.end, first, last))
            i += 2
            continue
        i += 1
        if not token.reason:
            continue
        first, last = _iso(token.first), _iso(token.last)
        if first is None or last is None:
            continue
        start = token.start
        if found := rules.since.search(before):
            last, start = None, token.start - len(before) + found.start()
        elif found := rules.until.search(before):
            first, start = None, token.start - len(before) + found.start()
        out.append(Stretch(start, token.end, first, last))
    return out


def _linked(folded: str, token: DateToken, following: DateToken, rules: _Dates, *, opened: bool) -> bool:
    gap = folded[token.end : following.start]
    if len(gap) > _NEAR or _ITEM in gap:
        return False
    found = rules.link.fullmatch(gap)
    if not found:
        return False
    # "and" links two dates only behind "between" or "from"; a dash or "until" needs no opening word.
    return opened or not rules.weak_link.fullmatch(gap)


def _lend_years(folded: str, tokens: list[DateToken]) -> list[DateToken]:
    out = list(tokens)
    for i in range(len(out) - 1, -1, -1):
        token = out[i]
        if token.first[0] is not None:
            continue
        year = None
        if i + 1 < len(out) and out[i + 1].start - token.end <= _NEAR:
            year = out[i + 1].first[0]
        if year is None and i:
            between = folded[out[i - 1].end : token.start]
            year = out[i - 1].last[0] if len(between) <= 2 * _NEAR and "\n" not in between else None
        if year is not None:
            month = token.last[1]
            last = min(token.last[2], _days(year, month))
            out[i] = replace(token, first=(year, *token.first[1:]), last=(year, month, last))
    return out


def _iso(day: tuple[int | None, int, int]) -> str | None:
    year, month, number = day
    if year is None:
        return None
    return date(year, month, min(number, _days(year, month))).isoformat()
