"""Enumerations: a stated count of things that are then listed by name or by date."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, pairwise, takewhile

from auditor.language.cues import NEVER
from auditor.language.folding import written_pattern
from auditor.model.document import Paragraph
from auditor.model.figure import Figure, Figures, Period
from auditor.relations.prose.claims import Claim
from auditor.relations.prose.mentions import Mention
from auditor.relations.prose.reading import ProseReading

_BRACKET = re.compile(r"\([^()]{0,80}\)")
_SPLIT = re.compile(r"(?:(?<!\s)\s++)?+[,;]\s*+")
_NAME = r"[A-ZÀ-Þ][\w'’ʼ-]{1,60}+"
SMALLEST, LARGEST = 3, 80


def read_enumerations(reading: ProseReading, figures: Figures) -> tuple[list[Claim], list[Figure]]:
    """Read the counts that a list of names or dates bears out; give the claims and the listed things as figures."""
    claims: list[Claim] = []
    items: list[Figure] = []
    periods: dict[int, list[Period]] = {}
    for period in figures.periods:
        periods.setdefault(period.order, []).append(period)
    for mention in reading.passage.mentions:
        paragraph = reading.passage.paragraphs[mention.block]
        if not _may_count_names(mention, paragraph):
            continue
        found = _dates(mention, reading, periods.get(paragraph.order, [])) or _names(mention, reading, paragraph)
        if found:
            listed = [_item(mention, text, start, paragraph, len(items) + i) for i, (text, start) in enumerate(found)]
            items.extend(listed)
            parts = [Mention(f, mention.index, mention.block, mention.sentence) for f in listed]
            evidence = {"list", "closes"} if len(parts) == mention.value else {"list"}
            claims.append(Claim("enumeration", mention, parts, "list", 0.9, evidence))
    return claims, items


def _may_count_names(mention: Mention, paragraph: Paragraph) -> bool:
    """Whether a figure may say how many are named: in "Brent (5), Corin (4)" it counts what is named before it."""
    small = SMALLEST <= mention.value <= LARGEST and mention.value == int(mention.value)
    if mention.unit != "count" or not small or mention.figure.article:
        return False
    before, behind = paragraph.text[: mention.figure.start], paragraph.text[mention.figure.end :]
    return not (before.endswith("(") and behind.startswith(")"))


def _item(mention: Mention, text: str, start: int, paragraph: Paragraph, number: int) -> Figure:
    """Make a figure of a thing that is listed by name."""
    return replace(
        mention.figure,
        id=f"i{number + 1}",
        text=text,
        value=1.0,
        low=1.0,
        high=1.0,
        unit="item",
        hedge="",
        bound="",
        counts="",
        dimensions=(),
        start=start,
        end=start + len(text),
        paragraph=paragraph.label,
    )


def _dates(mention: Mention, reading: ProseReading, periods: Sequence[Period]) -> list[tuple[str, int]]:
    """Return the single dates listed after a count, when their number is the count."""
    sentence = reading.passage.sentences[mention.sentence]
    end = sentence.start + len(sentence.text)
    first = bisect_left(periods, mention.figure.end, key=lambda period: period.start)
    behind = takewhile(lambda period: period.start < end, islice(periods, first, None))
    single = (period for period in behind if period.first is not None and period.first == period.last)
    days = list(islice(single, int(mention.value) + 1))
    if len(days) != int(mention.value):
        return []
    text = reading.passage.paragraphs[mention.block].text
    for one, other in pairwise(days):
        between = text[one.end : other.start]
        if not re.fullmatch(
            rf"[\s,;]*+{_cue(reading, 'joins')}?\s*+(?:{_cue(reading, 'date_articles')} )?", between.lower()
        ):
            return []
    return [(p.text, p.start) for p in days]


def _cue(reading: ProseReading, kind: str) -> str:
    """Return the source of a pattern for any phrase of a class of cues."""
    return f"(?:{reading.passage.cues.anywhere.get(kind, NEVER).pattern})"


def _names(mention: Mention, reading: ProseReading, paragraph: Paragraph) -> list[tuple[str, int]]:
    """Return the names listed after a count (or named in the paragraph before it), when their number is the count."""
    sentence = reading.passage.sentences[mention.sentence]
    offset = mention.figure.end
    end = sentence.start + len(sentence.text)
    tail = paragraph.text[offset:end]
    want = int(mention.value)
    for start in _list_starts(tail):
        names = _split(tail[start:], offset + start, reading)
        if len(names) == want:
            return names
    if (short := _one_off(tail, want, offset, reading)) is not None:
        return short
    if reading.passage.cues.has("named", mention.after[:40]):
        for earlier in reading.passage.sentences[max(0, mention.sentence - 3) : mention.sentence]:
            if earlier.block != mention.block:
                continue
            text = paragraph.text[earlier.start : earlier.start + len(earlier.text)]
            names = _people(text, earlier.start, reading)
            if len(names) == want:
                return names
    return []


def _one_off(tail: str, want: int, offset: int, reading: ProseReading) -> list[tuple[str, int]] | None:
    """Return the names that a colon ties to a count, to the end of the sentence, where one is missing or over."""
    colon = re.match(r"[^,;:.()]{0,40}:\s*", tail)
    if colon is None or want < SMALLEST:
        return None
    listed = tail[colon.end() :].rstrip()
    cues = reading.passage.cues
    if any(cues.has(kind, tail.lower()) for kind in ("selection", "not_names", "additional", "not")):
        return None
    names = _split(listed, offset + colon.end(), reading)
    if abs(len(names) - want) != 1 or len(names) < SMALLEST:
        return None
    last, start = names[-1]
    ended = start + len(last) - offset - colon.end() >= len(listed.rstrip(".;")) - 1
    short = all(len(name.split()) <= 4 for name, _ in names)
    return names if ended and short and "(" not in listed else None


def _list_starts(tail: str) -> list[int]:
    """Return where a list may begin: after a colon, a bracket, or at a capitalised word that commas follow."""
    if tail.count(",") + tail.count(";") < SMALLEST - 2:
        return []
    out = [m.end() for m in re.finditer(r"[:(–—]\s*", tail[:200])]
    out += [m.start() for m in re.finditer(r"(?<=[\s'’])[A-ZÀ-Þ]", tail[:200])][:4]
    return sorted(set(out))


def _split(text: str, offset: int, reading: ProseReading) -> list[tuple[str, int]]:
    """Split a list of names; stop where it ends, and give nothing where an item is no name."""
    stop = re.search(rf"[.:\n](?=\s|$)|{_cue(reading, 'relative')}", text)
    leading = re.compile(rf"{_cue(reading, 'name_leads')}\s+", re.IGNORECASE)
    body = (text[: stop.start()] if stop else text).rstrip(" ,;")
    close = body.find(")")
    if close >= 0 and "(" not in body[:close]:
        body = body[:close]
    body = _BRACKET.sub(lambda m: " " * len(m[0]), body)
    out: list[tuple[str, int]] = []
    at = 0
    for piece in _pieces(body, reading):
        start = body.find(piece, at)
        at = start + len(piece)
        name = piece.strip()
        bare = name[found.end() :] if (found := leading.match(name)) else name
        if not bare:
            continue
        if not bare[0].isupper() or len(bare.split()) > 7 or re.search(r"\d|[—–]", bare):
            out = _last_two(out, reading)
            return out if len(out) >= SMALLEST else []
        out.append((name, offset + start + (len(piece) - len(piece.lstrip()))))
    return out


def _last_two(names: list[tuple[str, int]], reading: ProseReading) -> list[tuple[str, int]]:
    """Part the last name of a list that the sentence goes on behind ("..., Lomé y Kara, sent ...")."""
    if not names:
        return names
    last, start = names[-1]
    joined = re.search(rf"\s+{_cue(reading, 'name_joins')}\s+(?=[A-ZÀ-Þ])", last)
    if joined is None:
        return names
    return [*names[:-1], (last[: joined.start()], start), (last[joined.end() :], start + joined.end())]


def _pieces(body: str, reading: ProseReading) -> list[str]:
    """Split at commas and semicolons, and the last piece at the word that joins it."""
    pieces = _SPLIT.split(body)
    joins = _cue(reading, "name_joins")
    out: list[str] = []
    for i, written in enumerate(pieces):
        piece = written
        head = re.match(rf"\s*{joins}\s+(.*)$", piece, re.IGNORECASE | re.DOTALL)
        if head:
            piece = head[1]
        parts = re.split(rf"\s+{joins}\s+(?=[A-ZÀ-Þ])", piece) if i == len(pieces) - 1 else [piece]
        out.extend(p for p in parts if p and p.strip())
    return out


def _people(text: str, offset: int, reading: ProseReading) -> list[tuple[str, int]]:
    """Return the personal names (two or more capitalised words in a row) of a sentence, roles and groups left out."""
    clean = _BRACKET.sub(lambda m: " " * len(m[0]), text)
    particles = written_pattern(reading.lexicon.sections.get("name_particles") or ())
    out: list[tuple[str, int]] = []
    at = 0
    for piece in _SPLIT.split(clean):
        start = clean.find(piece, at)
        at = start + len(piece)
        for run in re.finditer(rf"{_NAME}\s++(?:(?:{particles})\s++)?{_NAME}(?:\s++{_NAME}){{0,3}}", piece):
            if reading.passage.cues.starts("not_persons", run[0].lower()):
                continue
            out.append((run[0], offset + start + run.start()))
    return out
