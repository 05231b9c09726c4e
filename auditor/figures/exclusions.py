"""Numbers that words tell to count nothing: articles, case numbers, clock times, ordinals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from auditor.figures.addresses import addresses
from auditor.figures.grammar import Pattern, end_pattern, grammar, start_pattern
from auditor.figures.identifiers import Span
from auditor.figures.number_mentions import NumberMention
from auditor.figures.scan import at_digits, whole_words
from auditor.figures.scores import scores
from auditor.language.folding import expand, fold, forms, key, trie, words_pattern, written_pattern
from auditor.language.lexicon import Lexicon

MASK = "\x01"
"""Stands in folded text where a number has been taken: no letter, digit or blank, so nothing reads across it."""
_DIGIT = re.compile(r"\d")
_NAME_DIGITS = 4
_TOLD_AS = {"dial": "phone"}
"""Reasons as they are told, where the lexicon has two lists for one."""
_LEAD = 24
"""Characters in which the word before a number in words is sought."""
_SMALL = 20
"""Labels in words are smaller numbers than this."""
_NUMBERED_IN_WORDS = ("article", "table", "class", "number")
"""Reasons for which a number may be in words: "article five", "chapter two", "phase one", "number one"."""
_NOUN = re.compile(r"\s+([a-z]+)")
_PHONE_GROUPS = re.compile(r"(?:[ \u00a0.-]?\(?\d{2,5}\)?){0,5}")
_NEXT_WORD = re.compile(r"\s{1,2}([a-z]{2,})")
_TO_ANOTHER = re.compile(r"^\s{1,2}[a-z]{1,5}\s{1,2}\d{1,2}[.]\d\d(?!\d)")
_UNIT_SIGNS = ("%", "€", "$", "£")
_NUMBER_GOES_ON = re.compile(r"\w|[.,]\d|\s?%|[ \u00a0]\d{3}(?!\d)")
_UNIT_GOES_ON = re.compile(r"[.,]?\d|\s?%")
_REFERENCE = (
    r"(?:\d{1,15}(?:[./-]\d{1,8}){0,5}(?:\s?\((?:[a-z]{1,4}|\d{1,2})\)){0,3}(?:[a-z](?![a-z]))?(?:\s?(?:INSERTED))?"
    r"|[ivxlc]{1,6}(?![a-z])(?:\.\d{1,4})*|[a-z]\.?\d{1,4})"
)


@dataclass(frozen=True, slots=True, eq=False)
class _ExclusionWords:
    leads: Mapping[str, str]
    name_before: Pattern
    """What stands before a name that is no plain noun: "in week 12", not "that week 12 were"."""
    spelled: frozenset[str]
    """The words before reference numbers as they are written, accents and all."""
    lead: Pattern
    lead_before: Pattern
    """The words before numbers that name one thing, at the end of the text given, with what must not stand before."""
    in_words: Pattern
    """A small number in words, asked where a word begins."""
    be: Pattern
    more: Pattern
    stop: Pattern
    ordinal: Pattern
    ordinal_signs: str
    """What an ordinal in digits may have right behind them."""
    ordinal_word: Pattern
    ordinal_end: Pattern
    """What every ordinal in words ends in: a quick look before `ordinal_word` runs."""
    clock: Pattern
    hour: Pattern
    time_before: Pattern
    other_hour: Pattern
    """The hour from which a stretch of them runs, and its link, at the end of the text given."""
    point_before: Pattern
    unit_after: Pattern
    """What makes a number of "2.05" though a function word follows: "per cent", "per 1,000"."""


@cache
def _compiled(lexicon: Lexicon) -> _ExclusionWords:
    references = lexicon.section("references")
    times = lexicon.section("times")
    units = lexicon.section("units")
    signs = [*(units.get("percent") or ()), *(units.get("rate_before") or ())]
    ordinals = lexicon.section("ordinals")
    name_before = references.get("name_before") or []
    references = {reason: listed for reason, listed in references.items() if reason != "name_before"}
    leads = {
        key(fold(out)): reason for reason, listed in references.items() for word in listed for out in expand(str(word))
    }
    reference = _REFERENCE.replace("INSERTED", written_pattern(lexicon.sections.get("inserted") or ()))
    bridge = words_pattern(lexicon.sections.get("reference_bridge") or [])
    join = words_pattern(lexicon.sections.get("reference_joiners") or [])
    function_words = trie(lexicon.function_words)
    lead = rf"(?P<lead>{words_pattern(list(leads))})"
    after = words_pattern(times.get("after") or [])
    hour = r"(?:[01]?\d|2[0-4])"
    small = [word for word, entry in grammar(lexicon).words.items() if entry.kind == "unit" and entry.value < _SMALL]
    return _ExclusionWords(
        leads=leads,
        name_before=end_pattern(name_before),
        spelled=frozenset(
            out.lower() for listed in references.values() for word in listed for out in expand(str(word))
        ),
        lead=re.compile(rf"(?<![a-z]){lead}[\s-]?(?:{bridge}\s?){{0,2}}(?P<n>{reference})"),
        lead_before=end_pattern([word for word, reason in leads.items() if reason in _NUMBERED_IN_WORDS]),
        in_words=re.compile(rf"(?:{trie(small)})(?![a-z-])"),
        be=start_pattern(lexicon.section("noun_phrase").get("be") or []),
        more=re.compile(
            rf"\s*(?:(?P<comma>,|;|,\s*{join}|{join})|(?P<dash>[-–]))\s*"
            rf"(?:{words_pattern(list(leads))}\s?)?(?P<n>{reference})"
        ),
        stop=re.compile(rf"\s*(?:[,.;:()\[\]\"'–—-]|$|(?:{function_words})(?![a-z])|{MASK})"),
        ordinal=re.compile(rf"(?<![\d.,])\d{{1,5}}(?:{words_pattern(ordinals.get('suffixes') or [])}|\s[ºª](?=\s))"),
        ordinal_signs=" " + "".join(sorted({suffix[0] for suffix in forms(ordinals.get("suffixes") or [])})),
        ordinal_word=re.compile(
            rf"(?<![a-z])(?:(?:{words_pattern(ordinals.get('prefixes') or [])})[\s-])?"
            rf"{words_pattern(ordinals.get('words') or [])}"
        ),
        ordinal_end=re.compile(words_pattern(ordinals.get("words") or [])),
        clock=re.compile(
            rf"(?<![\d.,:/]){hour}(?:(?::[0-5]\d){{1,2}}(?:\s?{after})?|[.h][0-5]\d\s?{after}|\s?h\s?[0-5]\d(?!\d)|\s?{after})(?![\d:])"
        ),
        hour=re.compile(
            rf"(?<![\d.,:/])(?P<hour>{hour})(?:[.:][0-5]\d)?(?:\s?{words_pattern(times.get('weak_after') or [])})?"
            r"(?![\d%])(?![.,]\d)"
        ),
        time_before=end_pattern(times.get("before") or []),
        other_hour=re.compile(
            rf"(?<![\d.,])(?P<hour>{hour})\s{words_pattern(lexicon.sections.get('from_link') or [])}\s$"
        ),
        point_before=end_pattern(times.get("before_point") or times.get("before") or []),
        unit_after=re.compile(rf"\s{{1,2}}{words_pattern(signs)}"),
    )


def mask(folded: str, spans: list[Span]) -> str:
    """Return the folded text with the spans blotted out, exactly as long."""
    if not spans:
        return folded
    out, at = [], 0
    for start, end, _ in sorted(spans):
        if end > at:
            first = max(start, at)
            out += [folded[at:first], MASK * (end - first)]
            at = end
    return "".join([*out, folded[at:]])


def worded(text: str, folded: str, lexicon: Lexicon, fractions: Iterable[NumberMention] = ()) -> list[Span]:
    """Find what words tell: references, houses in streets, scores, clock times, ordinals that are no `fractions`."""
    rules = _compiled(lexicon)
    taken = {at for number in fractions for at in range(number.start, number.end)}  # "a fifth" is no ordinal
    ordinals = [span for span in _ordinals(folded, rules) if span[0] not in taken]
    named = [
        *_references(text, folded, lexicon, rules),
        *_numbered_in_words(folded, lexicon, rules),
        *addresses(text, folded, lexicon),
        *scores(folded, lexicon),
    ]
    return [*named, *_times(folded, rules, lexicon), *ordinals]


def _references(text: str, folded: str, lexicon: Lexicon, rules: _ExclusionWords) -> Iterator[Span]:
    """Find "Articles 100, 102 and 103 (2)" and the like, list and all."""
    if not _DIGIT.search(folded):
        return  # no list of references is in words or letters alone
    at = 0
    while hit := rules.lead.search(folded, at):
        lead = hit["lead"]
        if lead == "#" and hit.start("n") > hit.start() + 1:
            at = hit.end()
            continue  # "# 12 cases": a mark of a point or heading
        reason = rules.leads.get(lead) or rules.leads.get(key(lead), "reference")
        end = hit.end()
        at = end
        if not _DIGIT.search(hit["n"]):
            if not (more := rules.more.match(folded, end)) or not _DIGIT.search(more["n"]):
                continue
        elif not _is_reference(text, folded, hit, reason, lexicon, rules):
            continue
        elif reason == "phone" and (groups := _PHONE_GROUPS.match(folded, end)):
            end = at = groups.end()
        end = _list_end(folded, hit, end, lexicon, rules)
        at = max(at, end)
        if reason != "names" or end > hit.end():
            yield (hit.start(), end, _TOLD_AS.get(reason, reason))


def _is_reference(
    text: str, folded: str, hit: re.Match[str], reason: str, lexicon: Lexicon, rules: _ExclusionWords
) -> bool:
    """Whether the number behind a word for a reference counts nothing."""
    if _is_verb(text, folded, hit, reason, lexicon, rules):
        return False
    if reason == "phone":
        return True
    if reason == "dial":  # "call 112", no "call 45 experts"
        return rules.stop.match(folded, hit.end()) is not None
    named = reason != "name" or _names(text, folded, hit, lexicon, rules)
    return named and _NUMBER_GOES_ON.match(folded, hit.end()) is None


def _numbered_in_words(folded: str, lexicon: Lexicon, rules: _ExclusionWords) -> Iterator[Span]:
    """Find "chapter two", "número uno": a label that a word numbers, where no noun and no verb of being follows."""
    for hit in whole_words(rules.in_words, folded):
        start = max(0, hit.start() - _LEAD)
        lead = rules.lead_before.search(folded[start : hit.start()])
        if lead is None or lexicon.is_plural(lead[0].strip()):
            continue
        before = folded[max(0, start + lead.start() - _LEAD) : start + lead.start()]
        if rules.be.match(folded, hit.end()) and not rules.name_before.search(before):
            continue  # "in that case two were"; but "na fase dois foram"
        if rules.stop.match(folded, hit.end()):
            yield (start + lead.start(), hit.end(), rules.leads.get(key(lead[0].strip()), "reference"))


def _list_end(folded: str, hit: re.Match[str], end: int, lexicon: Lexicon, rules: _ExclusionWords) -> int:
    """Return where the list of numbers ends that begins with a reference: "Articles 100, 102 and 103"."""
    words = folded[hit.start() : hit.start("n")].rstrip()
    plural = lexicon.is_plural(words.rstrip(".")) or words.endswith((".", "§", "º", "°"))
    while more := rules.more.match(folded, end):
        counts = more["n"].isdigit() and not more["dash"] and _counts_on(folded, more.end(), rules, lexicon)
        if counts or (more["comma"] == "," and not plural) or _UNIT_GOES_ON.match(folded, more.end()):
            break
        end = more.end()
    return end


def _counts_on(folded: str, end: int, rules: _ExclusionWords, lexicon: Lexicon) -> bool:
    """Whether what follows a number of a list may be what it counts: "article 5 and 12 women"."""
    if rules.stop.match(folded, end):
        return False
    noun = _NOUN.match(folded, end)
    return noun is None or lexicon.may_be_counted(noun[1])


def _is_verb(text: str, folded: str, hit: re.Match[str], reason: str, lexicon: Lexicon, rules: _ExclusionWords) -> bool:
    """Whether the word before a number is a verb with its object: "registró 5", "a arrêté 45 manifestants"."""
    printed = text[hit.start("lead") : hit.end("lead")].lower().replace("’", "'")
    if not printed.isascii() and printed not in rules.spelled:
        return True  # "noté" is no "note"
    bridged = hit.end("lead") + 1 < hit.start("n")
    if reason == "article" or bridged or text[hit.start("lead")].isupper() or not hit["n"].isdigit():
        return False
    noun = _NOUN.match(folded, hit.end())
    return noun is not None and bool(lexicon.pairs(noun[1]))


def _names(text: str, folded: str, hit: re.Match[str], lexicon: Lexicon, rules: _ExclusionWords) -> bool:
    """Whether "Ward 5" names a ward: one short number, with a capital before it or no noun behind it."""
    if not hit["n"].isdigit() or len(hit["n"]) > _NAME_DIGITS:
        return False
    if rules.stop.match(folded, hit.end()):
        return True
    noun = _NOUN.match(folded, hit.end())
    named = text[hit.start()].isupper() or rules.name_before.search(folded[max(0, hit.start() - 30) : hit.start()])
    return bool(named) and noun is not None and not lexicon.may_be_counted(noun[1])


def _times(folded: str, rules: _ExclusionWords, lexicon: Lexicon) -> Iterator[Span]:
    for hit in at_digits(rules.clock, folded, most=2):
        yield (hit.start(), hit.end(), "time")
    for hit in at_digits(rules.hour, folded, most=2):
        tail = hit[0].lstrip("0123456789")
        # "from 9.52 to 8.31" are two rates, "at 9.52" is an hour, and so is "from 09.52".
        plain = tail.startswith(".") and not hit[0].startswith("0")
        if not tail or len(tail) < 3 * tail.startswith("."):
            continue
        if plain and _is_decimal(folded, hit.end(), rules, lexicon):
            continue
        before = rules.point_before if plain else rules.time_before
        left = folded[max(0, hit.start() - 25) : hit.start()]
        if before.search(left):
            yield (hit.start(), hit.end(), "time")
        elif (first := rules.other_hour.search(left)) and int(first["hour"]) > int(hit["hour"]):
            yield (hit.start() - len(left) + first.start(), hit.end(), "time")  # "de 22 a 6 horas"


def _is_decimal(folded: str, end: int, rules: _ExclusionWords, lexicon: Lexicon) -> bool:
    """Whether "2.05" is no time of day: a unit or a noun follows it, or the number that it goes on to."""
    after = _TO_ANOTHER.sub("", folded[end : end + 60], count=1)
    word = _NEXT_WORD.match(after)
    if word is None:
        return after.lstrip()[:1] in _UNIT_SIGNS
    return word[1] not in lexicon.function_words or rules.unit_after.match(after) is not None


def _ordinals(folded: str, rules: _ExclusionWords) -> Iterator[Span]:
    for hit in at_digits(rules.ordinal, folded, most=5, then=rules.ordinal_signs):
        yield (hit.start(), hit.end(), "ordinal")
    if rules.ordinal_end.search(folded):
        for hit in rules.ordinal_word.finditer(folded):
            yield (hit.start(), hit.end(), "ordinal")
