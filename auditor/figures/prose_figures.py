"""Figures of one piece of running text: from folded text to figures, discarded numbers and periods."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from auditor.figures.article_or_number import ArticleOrNumber, without_articles
from auditor.figures.counted import Counted
from auditor.figures.dates import DateToken, Stretch, find_dates, find_periods, find_years
from auditor.figures.exclusions import mask, worded
from auditor.figures.grammar import Pattern, grammar
from auditor.figures.identifiers import Span, find_identifiers
from auditor.figures.number_mentions import NumberMention, find_fractions, find_numbers
from auditor.figures.number_style import NumberStyle
from auditor.figures.ranges import Ranges
from auditor.figures.ratio_terms import join_ratios, outside, ratio_spans
from auditor.figures.reads import Read
from auditor.figures.restatements import join_restated, restated_spans
from auditor.figures.stated_intervals import POINT_UNITS, Precision, interval
from auditor.figures.surroundings import Surroundings
from auditor.language.folding import fold, has_letters
from auditor.language.lexicon import Lexicon
from auditor.model.figure import Figure

_DIGIT = re.compile(r"\d")
_WHOLE = 100
_BESIDE = 3
"""Figures to either side among which the currency of a sum without one is sought."""
_SCALE = re.compile(r"\d\s?([a-z]+)$")
_SENTENCE_END = re.compile(r"[.;]\s")


@dataclass(frozen=True, slots=True)
class TextReading:
    """What one text says in numbers; ids and places in the document are given later."""

    figures: list[Figure]
    discarded: list[Span]
    periods: list[Stretch]


def read_text(text: str, lexicon: Lexicon, style: NumberStyle, *, labels: bool = True, folded: str = "") -> TextReading:
    """Read the figures of one text.

    Args:
        text: as printed.
        lexicon: of its language.
        style: how the document writes digits.
        labels: whether "1." or "(a)" at the start of a line is a label (not so in table cells).
        folded: the text folded, where that is done already.

    Returns:
        Figures in order with offsets into `text` and no id; spans that count nothing; periods.
    """
    folded = folded or fold(text)
    discarded: list[Span] = []
    periods: list[Stretch] = []
    if _DIGIT.search(folded):
        ratios = ratio_spans(folded, lexicon)
        discarded += outside([span for span in find_identifiers(text) if labels or span[2] != "label"], ratios)
        open_text = mask(folded, discarded)
        dates = find_dates(text, open_text, lexicon)
        masked = mask(open_text, _spans(dates))
        discarded += _spans(dates)
        fractions = find_fractions(masked, lexicon)
        words = outside(worded(text, masked, lexicon, fractions), ratios)
        masked = mask(masked, words)
        years = find_years(masked, lexicon, text)
        masked = mask(masked, _spans(years))
        discarded += [*words, *_spans(years)]
        periods = find_periods(open_text, sorted([*dates, *years], key=lambda token: token.start), lexicon)
    else:
        fractions = find_fractions(folded, lexicon)
        words = worded(text, folded, lexicon, fractions)
        discarded += words
        masked = mask(folded, words)
    numbers = without_articles(find_numbers(masked, lexicon, style, fractions), lexicon)
    if not numbers:
        return TextReading([], _merge(discarded), periods)
    numbers, masked = join_restated(numbers, masked, lexicon)
    reads = _reads(text, masked, numbers, lexicon)
    discarded += restated_spans(numbers)
    discarded += [(read.start, read.end, read.reason) for read in reads if read.reason]
    counted = Counted(text, masked, lexicon)
    kept = ArticleOrNumber(text, masked, lexicon, counted).keep([read for read in reads if not read.reason])
    discarded += [(read.start, read.end, read.reason) for read in kept if read.reason]
    figures = _currency_left_out(
        _figures(text, [read for read in kept if not read.reason], counted, lexicon), folded, lexicon
    )
    return TextReading(figures, _merge(discarded), periods)


def _spans(tokens: list[DateToken]) -> list[Span]:
    return [(token.start, token.end, token.reason) for token in tokens if token.reason]


def _reads(text: str, masked: str, numbers: list[NumberMention], lexicon: Lexicon) -> list[Read]:
    context = Surroundings(text, masked, lexicon)
    reads = join_ratios([context.read(number) for number in numbers], masked, lexicon)
    return Ranges(masked, lexicon).join(_share_units(reads, masked, lexicon))


def _share_units(reads: list[Read], masked: str, lexicon: Lexicon) -> list[Read]:
    """Return the unit of "10, 12 and 15 per cent" to all, and make "one in five" a fraction."""
    rules = grammar(lexicon)
    direct = re.compile(rf"{rules.range_link.pattern}|{rules.from_link.pattern}|[-–]")
    listed = re.compile(rf"\s*(?:,\s*)?(?:{direct.pattern})\s*|\s*,\s*")
    out = list(reads)
    for i in range(len(out) - 2, -1, -1):
        read, following = out[i], out[i + 1]
        gap = masked[read.end : following.start]
        if read.reason or len(gap) > 40 or following.reason not in ("", "rate base"):
            continue
        if following.reason == "rate base":
            if read.unit == "count" and not re.search(r"[.;:]\s", gap):
                out[i] = replace(read, unit="rate")
        elif read.unit == "count" and _takes_unit(read, following, gap, direct, listed):
            out[i] = replace(read, unit=following.unit)
        elif read.unit == following.unit == "count" and _is_share(read.number, following.number, gap, rules.share_link):
            value = read.number.value / following.number.value
            share = replace(read.number, end=following.end, value=value, form="fraction", restated=None)
            out[i] = replace(read, number=share, end=following.end, tail=following.tail, unit="fraction")
            out[i + 1] = replace(following, reason="share base")
    kept: list[Read] = []
    for read in out:
        # A number word may be part of a unit before it ("30 por ciento").
        if read.reason != "share base" and not (kept and read.start < kept[-1].end):
            kept.append(read)
    return kept


def _takes_unit(read: Read, following: Read, gap: str, direct: Pattern, listed: Pattern) -> bool:
    """Whether the unit of the next number goes for this one: "10, 12 and 15 per cent", "500 à 2 000 euros"."""
    if following.unit in ("percent", "points"):
        # "60, or 25 per cent": after a comma and a word the share restates the count, it does not go on with a list.
        restated = gap.lstrip().startswith(",") and has_letters(gap)
        return read.number.value <= _WHOLE and not restated and listed.fullmatch(gap) is not None
    smaller = read.number.value < following.number.value
    return following.unit in ("money", "measure") and smaller and direct.fullmatch(gap) is not None


def _is_share(part: NumberMention, base: NumberMention, gap: str, link: Pattern) -> bool:
    small = part.value < 20 and (base.value <= 20 or base.value in (25, 30, 50, 100, 1000))
    return small and 0 < part.value < base.value and link.fullmatch(gap) is not None and part.step == base.step == 1


def _figures(text: str, reads: list[Read], counted: Counted, lexicon: Lexicon) -> list[Figure]:
    precision = Precision.of(lexicon)
    figures: list[Figure] = []
    for i, read in enumerate(reads):
        following = reads[i + 1] if i + 1 < len(reads) else None
        limit = following.start if following else len(text)
        if following and following.hedge and read.end < following.hedge[0] < limit:
            limit = following.hedge[0]
        unit = "fraction" if read.number.form == "fraction" else read.unit
        low, high = _limits(read, unit, precision)
        start = min(read.start, read.hedge[0]) if read.hedge else read.start
        end, said = _said_again(text, read, precision)
        floor = reads[i - 1].tail if i else 0
        tail = read.tail
        if following and following.unit in POINT_UNITS and text[tail : following.start].strip() == "(":
            # "7,845 (95.5%) men": the noun stands behind the bracket.
            tail, limit = following.tail, reads[i + 2].start if i + 2 < len(reads) else len(text)
        phrase, first, last = counted.phrase(start, tail, limit, floor)
        pairs = counted.pairs(start, tail, first, last, limit)
        figures.append(
            Figure(
                id="",
                text=text[read.start : end],
                value=sum(end.value for end in read.ends) / 2 if read.ends else read.number.value,
                low=low,
                high=high,
                unit=unit,
                hedge=text[slice(*read.hedge)] if read.hedge else "",
                bound=read.bound,
                counts=phrase,
                dimensions=pairs,
                start=read.start,
                end=end,
                article=read.article,
                restated=said,
            )
        )
    return figures


def _said_again(text: str, read: Read, precision: Precision) -> tuple[int, Figure | None]:
    """Return where a figure ends, and the number in the brackets behind it that says it again."""
    said = read.number.restated
    if said is None or read.ends is not None:
        return read.end, None
    number = said.number
    low, high = interval(number, "count", "", precision)
    printed = text[number.start : number.end]
    again = Figure("", printed, number.value, low, high, unit="item", start=number.start, end=number.end)
    return min(read.end, said.behind), again


def _limits(read: Read, unit: str, precision: Precision) -> tuple[float | None, float | None]:
    if read.ends is None:
        return interval(read.number, unit, read.bound, precision)
    # The ends of a range are as stated: "2 to 3 million" ends at 3 million; decimals leave the room of the last place.
    low, high = (replace(end, rounded=end.step < end.scale) for end in read.ends)
    return interval(low, unit, "", precision)[0], interval(high, unit, "", precision)[1]


def _currency_left_out(figures: list[Figure], folded: str, lexicon: Lexicon) -> list[Figure]:
    """Make money of "15.9 million" beside "14.6 million euros": who says the scale again leaves the currency out."""
    if all(figure.unit != "money" for figure in figures):
        return figures
    out = list(figures)
    for i, figure in enumerate(figures):
        scale = _scale_of(folded, figure)
        if figure.unit != "count" or not scale or _noun_follows(folded[figure.end :][:30], lexicon):
            continue
        for other in (*out[max(0, i - _BESIDE) : i], *figures[i + 1 : i + _BESIDE + 1]):
            between = folded[min(figure.end, other.end) : max(figure.start, other.start)]
            same = other.unit == "money" and _scale_of(folded, other)[:4] == scale[:4]
            if same and not _SENTENCE_END.search(between):
                out[i] = replace(figure, unit="money")
                break
    return out


def _scale_of(folded: str, figure: Figure) -> str:
    found = _SCALE.search(folded[figure.start : figure.end])
    return found[1] if found else ""


def _noun_follows(after: str, lexicon: Lexicon) -> bool:
    """Whether a word that is no function word stands right behind a number, with or without "of"."""
    found = grammar(lexicon).noun_after.match(after)
    return found is not None and found[1] not in lexicon.function_words


def _merge(spans: list[Span]) -> list[Span]:
    """Put spans in order and drop those inside another."""
    out: list[Span] = []
    for span in sorted(dict.fromkeys(spans), key=lambda s: (s[0], -s[1])):
        if not out or span[0] >= out[-1][1]:
            out.append(span)
    return out
