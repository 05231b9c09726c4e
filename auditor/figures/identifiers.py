"""Numbers whose shape tells that they count nothing: addresses, symbols, names with digits, labels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.figures.scan import at_digits

Span = tuple[int, int, str]
"""Start, end, reason."""

_LETTER_THEN_DIGIT = re.compile(r"[A-Zx×]\.?\d")
"""A quick look for three shapes at once."""

# Shapes that no language owns: the reason, signs of which a text must have one (a quick look before the pattern runs; a
# pattern that begins with a sign or a class, where the signs alone are in most texts), the pattern. Every repetition is
# bounded or anchored: no text makes them slow.
_SHAPES: tuple[tuple[str, tuple[str, ...] | re.Pattern[str], re.Pattern[str]], ...] = (
    ("address", ("http", "www."), re.compile(r"(?:https?://|www\.)[^\s<>\"]{1,2000}")),
    ("address", ("@",), re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")),
    ("address", ("10.",), re.compile(r"(?<![\w.-])(?:doi:\s?)?10\.\d{4,9}/[^\s]{1,200}")),
    (
        "address",
        re.compile(r"\.(?:org|com|net|int|gov|edu|htm|pdf|php|aspx)"),
        re.compile(
            r"(?<!\w)(?:[\w-]{1,63}\.){1,6}(?:org|com|net|int|gov|edu|html?|pdf|php|aspx)(?:/[^\s]{0,500})?(?!\w)"
        ),
    ),
    # Symbols of documents: CAT/C/AZE/CO/5, A/HRC/45/12/Add.1, GE.17-13050(E), GEGN.2/2023/CRP.140
    (
        "symbol",
        ("/",),
        re.compile(
            r"(?<![\w/.])[A-Z][A-Za-z]{0,9}(?:\.\d{1,4})?/[A-Za-z0-9]{1,12}"
            r"(?:[/.–-][A-Za-z0-9]{1,12}(?:\([A-Za-z]{1,4}\))?){0,12}(?:\s?\([A-Z]\))?(?:\s\d{6})?"
        ),
    ),
    (
        "symbol",
        _LETTER_THEN_DIGIT,
        re.compile(r"(?<![\w/.])[A-Z]{1,5}\.\d{1,4}(?:[/–-]\d{1,8}){1,3}(?:\s?\([A-Z]\))?(?:\s\d{6})?"),
    ),
    ("symbol", ("-", "–"), re.compile(r"(?<![\w/-])\d{2}[-–]\d{5}(?:\s?\([A-Z]\))?(?:\s\d{6})?(?![\w/-])")),
    ("symbol", ("*",), re.compile(r"\*[A-Z]{0,3}\d{5,12}\*")),
    (
        "phone",
        re.compile(r"\+\d|00[1-9]"),
        re.compile(r"(?<![\w+])(?<!\d\s)(?:\+|00(?=[1-9]))\d{1,3}[\s.-]?\(?\d{1,4}\)?(?:[\s.-]?\d{2,4}){1,5}(?!\d)"),
    ),
    # Digits in three groups or more of which the first begins with a nought: no number is written so, but dates are.
    (
        "phone",
        re.compile(r"(?<![\d.,])\(?0\d"),
        re.compile(
            r"(?<![\w.,'’])(?<!\d\s)(?!0\d([./-])\d\d\1\d{2,4}(?![./-]?\d))"
            r"\(?0\d{1,4}\)?(?:[ \u00a0./-]\d{2,4}){2,5}(?!\d)"
        ),
    ),
    ("code", ("-0", "–0"), re.compile(r"(?<![\w.,/–-])(?!(?:19|20)\d\d)\d{3,4}[-–]0\d{2,4}(?![\w/–-])")),
    # Codes: "0094", "001".
    (
        "code",
        re.compile(r"(?<!\d)0\d\d"),
        re.compile(r"(?<![\w.,:/'’–-])(?<!\d\s)0(?:0\d{1,8}|\d{2,9})(?![\w:/%–-]|[.,]\d)"),
    ),
    # Reporters of case law: "236 A.3d 965, 986", "558 U.S. 310".
    (
        "citation",
        re.compile(r"\d\s[A-Z][A-Za-z]*\."),
        re.compile(
            r"(?<![\w.,])\d{1,4}\s(?:[A-Z][A-Za-z]{0,5}\.\s?){1,4}(?:\d[a-z]{1,2}\s)?(?:§{1,2}\s?)?\d{1,5}"
            r"(?:[,–-]\s?\d{1,5}){0,6}(?=\s?[.,;:()]|\s*$|\s[a-z]{1,3}\s)"
        ),
    ),
    # Quarters, halves and fiscal years: Q3-24, H1 25, 2Q25.
    (
        "date",
        re.compile(r"[QTSHY]"),
        re.compile(r"(?<![\w.-])(?:(?:[QT][1-4]|[HS][12])[-–/'’ ]?(?:(?:19|20)\d\d|\d\d)|[1-4]Q\d\d)(?![\w%]|[.,]\d)"),
    ),
    (
        "coordinates",
        ("°",),
        re.compile(
            r"\d{1,3}(?:[.,]\d{1,8})?\s?°(?:\s?\d{1,2}(?:[.,]\d{1,6})?\s?['′’](?:\s?\d{1,2}(?:[.,]\d{1,6})?\s?[\"″”])?)?"
            r"\s?[NSEWOnseo](?!\w)"
        ),
    ),
    ("citation", ("[",), re.compile(r"\[\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,10}\]")),
    # Volume, shortened title, pages and year of what is cited: 12 L. Rev. 965, 986-90 (2020); 2014;371:1481-95
    (
        "citation",
        ("(",),
        re.compile(
            r"(?<![\w.,])\d{1,4}\s(?=[^()\n]{0,50}?[A-Za-z]\.)(?:[A-ZÀ-Ý&][\w.'’&]{0,14}\s){1,6}"
            r"\d{1,5}(?:[-–]\d{1,5})?(?:,\s\d{1,5}(?:[-–]\d{1,5})?){0,4}"
            r"(?=\s\((?:[^()\n]{0,40}\s)?(?:1[89]|20)\d\d\))"
        ),
    ),
    (
        "citation",
        (";",),
        re.compile(
            r"(?<!\d)(?:1[89]|20)\d\d(?:;\d{1,4}(?:\(\d{1,4}(?:[-–]\d{1,4})?\))?:[a-z]?\d{1,6}(?:[-–][a-z]?\d{1,6})?"
            r"|;\s?\d{1,4}(?:\s?\(\d{1,4}(?:[-–]\d{1,4})?\))?:\s?[a-z]?\d{1,6}[-–][a-z]?\d{1,6})(?!\d)"
        ),
    ),
    # Names with digits: MI-8, COVID-19, SARS-CoV-2, AK-47, B-52, 4x4, G20, H5N1.
    (
        "name",
        ("-", "‑"),
        re.compile(
            r"(?<![\w-])[A-Z][A-Za-z]{0,12}(?:[-‑][A-Z][A-Za-z]{1,8}){0,2}[-‑]\d{1,4}[A-Za-z]{0,2}(?![\w%]|[.,]\d)"
        ),
    ),
    ("name", _LETTER_THEN_DIGIT, re.compile(r"(?<![\w.,])\d{1,2}[x×]\d{1,2}(?!\w)")),
    (
        "name",
        _LETTER_THEN_DIGIT,
        re.compile(r"(?<![\w.,])[A-HJ-NPR-Z]\d{1,3}(?![\w%.,]\d|\w)"),
    ),
    ("name", _LETTER_THEN_DIGIT, re.compile(r"(?<!\w)[A-Z]{1,3}\d{1,2}[A-Z]{1,2}\d{0,3}[a-z]?(?!\w)")),
    # Minutes and seconds, hours and minutes: 36:45, 1:02:07.
    ("time", (":",), re.compile(r"(?<![\d:.,])\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:[.,]\d{1,3})?(?![\d:%])")),
    ("ratio", (":",), re.compile(r"(?<![\d:.,])(?:\d{1,3}:1|1:[1-9]\d{0,2})(?![\d:%]|\s?[ap]\.?m)")),
    # Attributes of tags: <img width="300">.
    ("markup", ("<",), re.compile(r"<[A-Za-z][A-Za-z0-9]{0,15}(?:\s[^<>]{0,2000})?>")),
    # The number of a section that a sentence runs into: "... were seen. 3.4 Analysis".
    ("label", (".",), re.compile(r"(?<=[.:!?] )\d{1,2}(?:\.\d{1,2}){1,3}(?=\.? [A-ZÀ-Þ][a-zà-þ])")),
    ("name", ("24/7",), re.compile(r"(?<![\w.,])24/7(?!\d)")),
    ("citation", ("(",), re.compile(r"(?<=[\"”»])\s?\(\d{1,3}\)(?=[.,;]|$)")),
)
_SLASH = re.compile(r"(?<![\w.,/])\d{1,5}/\d{1,5}(?:/\d{1,5}){0,4}(?![\d/])")
_DIGIT = re.compile(r"\d")
_DATE = re.compile(r"(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|[12]\d|3[01])/(?:(?:19|20)\d\d|\d\d)")
_PHONE = 9
"""Least digits of a telephone number with its country."""
_YEARS = re.compile(r"(?:19|20)\d\d/(?:(?:19|20)\d\d|\d\d)")
_LABEL = re.compile(
    r"(?:^|(?<=\n))[ \t\u00a0]*(?:[-•*·▪◦–—][ \t\u00a0]*)?"
    r"(?:(?P<dotted>\d{1,3}(?:\.\d{1,3}){0,4})[.)](?=\s*[^\W\d_]|\s*[\"“«(\[*]|\s+\d)(?!\d)"
    r"|\((?P<bracket>\d{1,2})\)(?=\s+[\"“«]?[A-ZÀ-Ý]))"
)
_BEFORE_INNER_LABEL = re.compile(r"\d\)\s")
_INNER_LABEL = re.compile(r"(?<=[;:.,])\s+(?P<n>\d{1,2})\)\s+(?=[\"“«]?[^\W\d_])|^(?P<m>\d{1,2})\)\s")
_COUNTED_DASH = re.compile(r"(?<![\w.,/-])(\d{1,2})[-–] ?(?=[A-ZÀ-Þ])")
_COUNTED_LABEL = re.compile(r"\((?<!\w\()(\d{1,2})\)(?=\s)")


def find_identifiers(text: str) -> list[Span]:
    """Find what looks the same in every language: addresses, document symbols, names with digits, labels of lists."""
    found: list[Span] = []
    mixed = _LETTER_THEN_DIGIT.search(text) is not None
    for reason, signs, pattern in _SHAPES:
        if not (mixed if signs is _LETTER_THEN_DIGIT else _may_hold(text, signs)):
            continue
        found += [
            (hit.start(), hit.end(), reason)
            for hit in pattern.finditer(text)
            if _DIGIT.search(hit[0]) and _is_shape(reason, hit[0])
        ]
    if "/" in text:
        found += [
            (hit.start(), hit.end(), "slash") for hit in at_digits(_SLASH, text, most=5, then="/") if _is_slash(hit[0])
        ]
    labels = [hit for at in _lines(text) if (hit := _LABEL.match(text, at))]
    if ")" in text and _BEFORE_INNER_LABEL.search(text):
        labels += _INNER_LABEL.finditer(text)
    found += [(hit.start(hit.lastgroup or 0), hit.end(), "label") for hit in labels]
    return [*found, *_sequence(text, _COUNTED_LABEL, 2), *_sequence(text, _COUNTED_DASH, 3)]


def _may_hold(text: str, signs: tuple[str, ...] | re.Pattern[str]) -> bool:
    """Whether a text has one of the signs without which there is no such shape."""
    if not isinstance(signs, tuple):
        return signs.search(text) is not None
    for sign in signs:  # noqa: SIM110 - asked a dozen times of every paragraph; `any` takes three times as long
        if sign in text:
            return True
    return False


def _lines(text: str) -> Iterator[int]:
    """Yield where the lines of a text begin."""
    at = 0
    while True:
        yield at
        at = text.find("\n", at) + 1
        if not at:
            return


def _is_shape(reason: str, printed: str) -> bool:
    """Keep short numbers with a plus out of the telephone numbers."""
    return reason != "phone" or not printed.startswith(("+", "00")) or sum(char.isdigit() for char in printed) >= _PHONE


def _is_slash(printed: str) -> bool:
    """Keep fractions ("3/4"), dates and pairs of years out of the numbers that a slash joins."""
    return not (_fraction(printed) or _YEARS.fullmatch(printed) or _DATE.fullmatch(printed))


def _sequence(text: str, label: re.Pattern[str], least: int) -> list[Span]:
    """Find labels within a text that count up from one: "(1) ...; (2) ...", "1- Alma 2- Brent 3- Cole"."""
    out: list[Span] = []
    for hit in label.finditer(text):
        if int(hit[1]) == len(out) + 1:
            out.append((hit.start(), hit.end(), "label"))
    return out if len(out) >= least else []


def _fraction(printed: str) -> bool:
    """Whether "3/4" is a fraction rather than a number of something."""
    parts = printed.split("/")
    return len(parts) == 2 and int(parts[0]) < int(parts[1]) <= 10 and parts[0][0] != "0"
