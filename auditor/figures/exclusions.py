"""Numbers that count nothing: document symbols, articles, case numbers, clock times, list labels, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from auditor.figures.grammar import Pattern, end_pattern
from auditor.figures.numbers import Number
from auditor.folding import expand, fold, key, trie, words_pattern
from auditor.lexicon import Lexicon

MASK = "\x01"
"""Stands in folded text where a number has been taken: no letter, digit or blank, so nothing reads across it."""

Span = tuple[int, int, str]
"""Start, end, reason."""

# Shapes that no language owns. Every repetition is bounded or anchored: no text makes them slow.
_SHAPES: tuple[tuple[str, Pattern], ...] = (
    ("address", re.compile(r"(?:https?://|www\.)[^\s<>\"]{1,2000}")),
    ("address", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")),
    ("address", re.compile(r"(?<![\w.-])(?:doi:\s?)?10\.\d{4,9}/[^\s]{1,200}")),
    ("address", re.compile(r"(?<!\w)(?:[\w-]{1,63}\.){1,6}(?:org|com|net|int|gov|edu|html?|pdf|php|aspx)(?:/[^\s]{0,500})?(?!\w)")),
    # "CAT/C/AZE/CO/5", "A/HRC/45/12/Add.1", "GE.17-13050(E)", "GEGN.2/2023/CRP.140", "S/RES/1325 (2000)"
    ("symbol", re.compile(
        r"(?<![\w/.])[A-Z][A-Za-z]{0,9}(?:\.\d{1,4})?(?:[/.][A-Za-z0-9]{1,12}(?:[-–][A-Za-z0-9]{1,12})?(?:\([A-Za-z]{1,4}\))?){1,12}(?:[-–]\d{1,8})?"
        r"(?:\s?\([A-Z]\))?(?:\s\d{6})?")),
    ("symbol", re.compile(r"(?<![\w/-])\d{2}[-–]\d{5}(?:\s?\([A-Z]\))?(?:\s\d{6})?(?![\w/-])")),
    ("symbol", re.compile(r"\*[A-Z]{0,3}\d{5,12}\*")),
    ("symbol", re.compile(r"(?<![\w/])[A-Z]{1,6}/\d{1,4}/\d{1,5}(?:/\w{1,8})?")),
    ("phone", re.compile(r"(?<![\w+])(?<!\d\s)(?:\+|00(?=[1-9]))\d{1,3}[\s.-]?\(?\d{1,4}\)?(?:[\s.-]?\d{2,4}){1,5}(?!\d)")),
    ("coordinates", re.compile(r"\d{1,3}(?:[.,]\d{1,8})?\s?°(?:\s?\d{1,2}(?:[.,]\d{1,6})?\s?['′’](?:\s?\d{1,2}(?:[.,]\d{1,6})?\s?[\"″”])?)?\s?[NSEWOnseo](?!\w)")),
    ("citation", re.compile(r"\[\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,10}\]")),
    # "MI-8", "COVID-19", "AK-47", "Su-25", "4x4", "B-52": a name with digits.
    ("name", re.compile(r"(?<![\w-])[A-Z][A-Za-z]{0,12}[-‑]\d{1,4}[A-Za-z]{0,2}(?![\w%]|[.,]\d)")),
    ("name", re.compile(r"(?<![\w.,])\d{1,2}[x×]\d{1,2}(?!\w)")),
    ("name", re.compile(r"(?<![\w.,])(?:G|H|M|A|B|P|E|N|R|C|T|F|K)\d{1,3}(?![\w%.,]\d|\w)")),
    ("name", re.compile(r"(?<![\w.,])24/7(?!\d)")),
    ("citation", re.compile(r"(?<=[\"”»])\s?\(\d{1,3}\)(?=[.,;]|$)")),
    ("slash", re.compile(r"(?<![\w.,/])\d{1,5}/\d{1,5}(?:/\d{1,5}){0,4}(?![\d/])")),
)
_DIGIT = re.compile(r"\d")
_YEARS = re.compile(r"(?:19|20)\d\d/(?:(?:19|20)\d\d|\d\d)")
_REFERENCE = r"(?:\d{1,15}(?:[./-]\d{1,8}){0,5}(?:\s?\((?:[a-z]{1,4}|\d{1,2})\)){0,3}(?:[a-z](?![a-z]))?(?:\s?(?:bis|ter|quater))?|[ivxlc]{1,6}(?![a-z])(?:\.\d{1,4})*|[a-z]\.?\d{1,4})"
_LABEL = re.compile(
    r"(?:^|(?<=\n))[ \t\u00a0]*(?:[-•*·▪◦–—][ \t\u00a0]*)?"
    r"(?:(?P<dotted>\d{1,3}(?:\.\d{1,3}){0,4})[.)](?=\s*[^\W\d_]|\s*[\"“«(\[*]|\s+\d)(?!\d)|\((?P<bracket>\d{1,2})\)(?=\s+[\"“«]?[A-ZÀ-Ý]))"
)
_INNER_LABEL = re.compile(r"(?<=[;:.,])\s+(?P<n>\d{1,2})\)\s+(?=[\"“«]?[^\W\d_])|^(?P<m>\d{1,2})\)\s")
_COUNTED_LABEL = re.compile(r"(?<!\w)\((\d{1,2})\)(?=\s)")


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    leads: Mapping[str, str]
    lead: Pattern
    more: Pattern
    stop: Pattern
    ordinal: Pattern
    ordinal_word: Pattern
    clock: Pattern
    hour: Pattern
    time_before: Pattern


@cache
def _compiled(lexicon: Lexicon) -> _Words:
    references = lexicon.section("references")
    times = lexicon.section("times")
    ordinals = lexicon.section("ordinals")
    leads = {
        key(fold(out)): reason
        for reason, listed in references.items() for word in listed for out in expand(str(word))
    }
    bridge = words_pattern(lexicon.sections.get("reference_bridge") or [])
    join = words_pattern(lexicon.sections.get("reference_joiners") or [])
    function_words = trie(lexicon.function_words)
    lead = rf"(?P<lead>{words_pattern(list(leads))})"
    after = words_pattern(times.get("after") or [])
    hour = r"(?:[01]?\d|2[0-4])"
    return _Words(
        leads=leads,
        lead=re.compile(rf"(?<![a-z]){lead}\s?(?:{bridge}\s?){{0,2}}(?P<n>{_REFERENCE})"),
        more=re.compile(
            rf"\s*(?:(?P<comma>,|;|,\s*{join}|{join})|(?P<dash>[-–]))\s*(?:{words_pattern(list(leads))}\s?)?(?P<n>{_REFERENCE})"
        ),
        stop=re.compile(rf"\s*(?:[,.;:)\]\"'–—-]|$|(?:{function_words})(?![a-z])|{MASK})"),
        ordinal=re.compile(rf"(?<![\d.,])\d{{1,5}}(?:{words_pattern(ordinals.get('suffixes') or [])})"),
        ordinal_word=re.compile(rf"(?<![a-z])(?:(?:{words_pattern(ordinals.get('prefixes') or [])})[\s-])?{words_pattern(ordinals.get('words') or [])}"),
        clock=re.compile(
            rf"(?<![\d.,:/]){hour}(?:(?::[0-5]\d){{1,2}}(?:\s?{after})?|[.h][0-5]\d\s?{after}|\s?h\s?[0-5]\d(?!\d)|\s?{after})(?![\d:])"
        ),
        hour=re.compile(rf"(?<![\d.,:/]){hour}(?:[.:][0-5]\d)?(?:\s?{words_pattern(times.get('weak_after') or [])})?(?![\d%])(?![.,]\d)"),
        time_before=end_pattern(times.get("before") or []),
    )


def mask(folded: str, spans: list[Span]) -> str:
    """Give the folded text with the spans blotted out, exactly as long."""
    out, at = [], 0
    for start, end, _ in sorted(spans):
        if end <= at:
            continue
        start = max(start, at)
        out += [folded[at:start], MASK * (end - start)]
        at = end
    return "".join([*out, folded[at:]])


def shapes(text: str) -> list[Span]:
    """Find what looks the same in every language: addresses, document symbols, names with digits, labels of lists."""
    found: list[Span] = []
    for reason, pattern in _SHAPES:
        for hit in pattern.finditer(text):
            if _DIGIT.search(hit[0]) and not (reason == "slash" and (_fraction(hit[0]) or _YEARS.fullmatch(hit[0]))):
                found.append((hit.start(), hit.end(), reason))
    for hit in _LABEL.finditer(text):
        found.append((hit.start(hit.lastgroup or 0), hit.end(), "label"))
    for hit in _INNER_LABEL.finditer(text):
        found.append((hit.start(hit.lastgroup or 0), hit.end(), "label"))
    return [*found, *_sequence(text)]


def _sequence(text: str) -> list[Span]:
    """Find labels within a text that count up from one: "(1) ...; (2) ..."."""
    out: list[Span] = []
    for hit in _COUNTED_LABEL.finditer(text):
        if int(hit[1]) == len(out) + 1:
            out.append((hit.start(), hit.end(), "label"))
    return out if len(out) > 1 else []


def _fraction(printed: str) -> bool:
    """Say whether "3/4" is a fraction rather than a number of something."""
    parts = printed.split("/")
    return len(parts) == 2 and int(parts[0]) < int(parts[1]) <= 10 and parts[0][0] != "0"


def worded(folded: str, lexicon: Lexicon, fractions: Iterable[Number] = ()) -> list[Span]:
    """Find what words tell: references with their lists, clock times, ordinals that are no `fractions`."""
    rules = _compiled(lexicon)
    taken = {at for number in fractions for at in range(number.start, number.end)}  # "a fifth" is no ordinal
    ordinals = [span for span in _ordinals(folded, rules) if span[0] not in taken]
    return [*_references(folded, rules), *_times(folded, rules), *ordinals]


def _references(folded: str, rules: _Words) -> Iterator[Span]:
    """Find "Articles 100, 102 and 103 (2)" and the like, list and all."""
    at = 0
    while hit := rules.lead.search(folded, at):
        lead = hit["lead"]
        reason = rules.leads.get(lead) or rules.leads.get(key(lead), "reference")
        end = hit.end()
        at = end
        if not _DIGIT.search(hit["n"]):
            if not (more := rules.more.match(folded, end)) or not _DIGIT.search(more["n"]):
                continue
        elif reason == "name" and not _names(folded, hit, end, rules):
            continue
        elif folded[end:end + 1].isalnum() or re.match(r"[.,]\d|\s?%|[ \u00a0]\d{3}(?!\d)", folded[end:end + 5]):
            continue
        plural = lead.rstrip(".").endswith("s") or lead.endswith((".", "§", "º", "°"))
        while more := rules.more.match(folded, end):
            if not rules.stop.match(folded, more.end()) and not more["dash"] and more["n"].isdigit():
                break
            if more["comma"] == "," and not plural:
                break
            if re.match(r"[.,]?\d|\s?%", folded[more.end():more.end() + 3]):
                break
            end = more.end()
        at = max(at, end)
        yield (hit.start(), end, reason)


def _names(folded: str, hit: re.Match[str], end: int, rules: _Words) -> bool:
    """Say whether "group 18" names a group: one plain number with no counted noun behind it."""
    return hit["n"].isdigit() and len(hit["n"]) <= 4 and rules.stop.match(folded, end) is not None


def _times(folded: str, rules: _Words) -> Iterator[Span]:
    for hit in rules.clock.finditer(folded):
        yield (hit.start(), hit.end(), "time")
    for hit in rules.hour.finditer(folded):
        tail = hit[0].lstrip("0123456789")
        if tail and rules.time_before.search(folded[max(0, hit.start() - 25):hit.start()]) and (
            not tail.startswith(".") or len(tail) >= 3
        ):
            yield (hit.start(), hit.end(), "time")


def _ordinals(folded: str, rules: _Words) -> Iterator[Span]:
    for hit in rules.ordinal.finditer(folded):
        yield (hit.start(), hit.end(), "ordinal")
    for hit in rules.ordinal_word.finditer(folded):
        yield (hit.start(), hit.end(), "ordinal")
