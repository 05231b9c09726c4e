"""Mentions: the figures of running text in reading order, each with the words around it.

The text that the cues are looked for in is *masked*: dates, articles, symbols and other numbers that count nothing are
replaced by ``#`` of the same length, so that their commas and digits separate nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from auditor.arithmetic.printed_digits import in_digits
from auditor.language.cues import Cues
from auditor.language.lexicon import Lexicon, fold
from auditor.language.sentences import split_sentences
from auditor.model.document import Document, Paragraph
from auditor.model.figure import RESTATED, Figure, Figures

MOST_IN_SENTENCE = 100
_WORDS = re.compile(r"[^\W\d_]{3,}")
_CLAUSE_END = re.compile(r"[,;:.()\n—–]|\s-\s")
_SHORT = 3
"""Letters of a word that says little of what is counted."""


@dataclass(slots=True, eq=False)
class Mention:
    """One figure where it stands in the text."""

    figure: Figure
    index: int
    """Position among all mentions of the document."""
    block: int
    """Position of its paragraph among the paragraphs."""
    sentence: int
    """Number of its sentence, counted over the document."""
    before: str = ""
    """Masked small text since the mention before it, or since the sentence began."""
    after: str = ""
    """Masked small text up to the next mention, or to the sentence's end."""
    words: frozenset[str] = frozenset()
    """Content words of its clause."""
    noun: str = ""
    """Stem of the last word for what it counts."""
    nouns: frozenset[str] = frozenset()
    """Stems of the long words for what it counts."""
    first: bool = False
    """Whether it is the first of its sentence."""
    dimensions: tuple[tuple[str, str], ...] = ()
    """The figure's (dimension, value) pairs, with the outcome that a predicate after a bracket adds."""
    closing: str = ""
    """The words that make it the last of a complete list ("the remaining 13", "les 66 autres"), or empty."""
    nested: bool = False
    """Whether it belongs to a list inside another (in brackets, after "including")."""

    value: float = field(init=False)
    """The stated value."""
    unit: str = field(init=False)
    """The unit of the figure; a small count with decimals is a rate."""
    typed: bool = field(init=False)
    """Whether it is printed in digits: words have no digits to slip."""
    exact: bool = field(init=False)
    """Whether the figure states one value."""
    number: int | None = field(init=False)
    """The value of an exact whole number."""
    width: float = field(init=False)
    """Half its rounding interval; hedges that only bound it count as exact."""

    def __post_init__(self) -> None:
        """Keep what is asked of a mention many times."""
        figure = self.figure
        self.value, self.exact = figure.value, figure.exact
        self.number = int(self.value) if self.exact and float(self.value).is_integer() else None
        self.typed = in_digits(figure.text)
        rate = figure.unit == "count" and figure.value < 10_000 and figure.value != int(figure.value)
        self.unit = "rate" if rate else figure.unit
        if figure.low is None or figure.high is None:
            self.width = 0.0
        else:
            self.width = max(figure.high - figure.value, figure.value - figure.low)

    def dimension(self, name: str) -> str | None:
        """Return the value of one dimension, or None."""
        for key, value in self.dimensions:
            if key == name:
                return value
        return None


@dataclass(slots=True, eq=False)
class Sentence:
    """One sentence with its masked small text and its mentions."""

    number: int
    block: int
    start: int
    text: str
    mentions: list[Mention] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Passage:
    """The running text of a document as sentences and mentions."""

    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    paragraphs: tuple[Paragraph, ...]
    cues: Cues


def read_passage(document: Document, figures: Figures, lexicon: Lexicon, cues: Cues) -> Passage:
    """Put the figures of all paragraphs into their sentences."""
    by_block: dict[int, list[Figure]] = defaultdict(list)
    closed: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for figure in figures.figures:
        if figure.table is None and figure.unit == "ratio":
            closed[figure.order].append((figure.start, figure.end))
        elif figure.table is None:
            by_block[figure.order].append(figure)
    again: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for discarded in figures.discarded:
        spans = again if discarded.reason == RESTATED else closed
        spans[discarded.order].append((discarded.start, discarded.end))
    for period in figures.periods:
        closed[period.order].append((period.start, period.end))
    sentences: list[Sentence] = []
    mentions: list[Mention] = []
    for block, paragraph in enumerate(document.paragraphs):
        _read_paragraph(
            block,
            paragraph,
            by_block.get(paragraph.order, []),
            closed.get(paragraph.order, []),
            again.get(paragraph.order, []),
            lexicon,
            cues,
            sentences,
            mentions,
        )
    return Passage(tuple(sentences), tuple(mentions), document.paragraphs, cues)


def _read_paragraph(
    block: int,
    paragraph: Paragraph,
    figures: Sequence[Figure],
    closed: Sequence[tuple[int, int]],
    again: Sequence[tuple[int, int]],
    lexicon: Lexicon,
    cues: Cues,
    sentences: list[Sentence],
    mentions: list[Mention],
) -> None:
    """Split one paragraph and hang its figures into its sentences."""
    masked = mask(paragraph.text, closed)
    for start, end in again:
        masked = f"{masked[:start]}{' ' * (end - start)}{masked[end:]}"
    spans = [*closed, *again, *((f.start, f.end) for f in figures)]
    ordered = sorted(figures, key=lambda f: (f.start, f.end))
    at = 0
    masked = _unbracket(masked, ordered, lexicon)
    for start, end in _readable(split_sentences(paragraph.text, lexicon.abbreviations, spans), ordered):
        sentence = Sentence(len(sentences), block, start, masked[start:end])
        while at < len(ordered) and ordered[at].start < end:
            figure = ordered[at]
            mention = Mention(figure, len(mentions), block, sentence.number, first=not sentence.mentions)
            sentence.mentions.append(mention)
            mentions.append(mention)
            at += 1
        _surround(sentence, masked, start, end, cues, lexicon)
        sentences.append(sentence)


def _readable(spans: Iterable[tuple[int, int]], figures: Sequence[Figure]) -> Iterator[tuple[int, int]]:
    """Cut sentences with more figures than a person reads at once: what is sought within one grows with its square."""
    starts = [figure.start for figure in figures]
    for start, end in spans:
        at = start
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        for cut in starts[first + MOST_IN_SENTENCE : last : MOST_IN_SENTENCE]:
            yield at, cut
            at = cut
        yield at, end


def _unbracket(masked: str, figures: Sequence[Figure], lexicon: Lexicon) -> str:
    """Blank the brackets that only set a figure off ("a total of (5,982) persons"): they nest nothing."""
    chars: list[str] | None = None
    for figure in figures:
        if figure.start == 0 or masked[figure.start - 1] != "(" or masked[figure.end : figure.end + 1] != ")":
            continue
        if not re.match(r"\s+[^\W\d_]", masked[figure.end + 1 : figure.end + 4]):
            continue
        before = masked[max(0, figure.start - 40) : figure.start - 1].rstrip()
        word = re.search(r"(?<![\w'’])[\w'’]++$", before)
        if not before or word is None or fold(word[0]) in lexicon.function_words:
            chars = chars if chars is not None else list(masked)
            chars[figure.start - 1] = chars[figure.end] = " "
    return "".join(chars) if chars is not None else masked


def _surround(sentence: Sentence, masked: str, start: int, end: int, cues: Cues, lexicon: Lexicon) -> None:
    """Return each mention of a sentence the text before and after it and its content words."""
    row = sentence.mentions
    for i, mention in enumerate(row):
        left = row[i - 1].figure.end if i else start
        right = row[i + 1].figure.start if i + 1 < len(row) else end
        mention.before = masked[left : mention.figure.start]
        mention.after = masked[mention.figure.end : right]
        near = _CLAUSE_END.split(mention.before[-80:])[-1] + " " + _CLAUSE_END.split(mention.after[:80])[0]
        mention.words = content_words(near, cues)
        mention.noun, mention.nouns = _nouns(mention.figure, cues)
        mention.closing = _closing(mention, cues)
        mention.dimensions = mention.figure.dimensions
        if mention.unit in ("percent", "fraction"):
            # "72 per cent of the complainants were men": the predicate says whose share it is.
            # "women make up 81 per cent of the victims and men 19": there the subject stands before.
            before = bool(cues.ends("as_share", mention.before))
            predicate = "" if before else _CLAUSE_END.split(mention.after[:90])[0]
            said = lexicon.pairs_in(fold(predicate))
            dimensions = {dimension for dimension, _ in mention.dimensions}
            fresh = {pair for pair in said if pair[0] not in dimensions | {"population"}}
            single = {pair for pair in fresh if sum(1 for other in fresh if other[0] == pair[0]) == 1}
            if not single and not dimensions - {"population"}:
                subject = fold(_CLAUSE_END.split(mention.before[-60:])[-1])
                said = lexicon.pairs_in(subject)
                single = {p for p in said if p[0] in lexicon.exhaustive}
            mention.dimensions = tuple(sorted({*mention.dimensions, *single}))
        opened = mention.after.find("(")
        if opened >= 0 and mention.dimension("outcome") is None:
            closing = masked.find(")", mention.figure.end + opened, end)
            if closing >= 0:
                predicate = _CLAUSE_END.split(masked[closing + 1 : min(end, closing + 60)])[0]
                found = lexicon.population_pattern.finditer(fold(predicate))
                outcomes = [pair for m in found for pair in lexicon.pairs(m[0]) if pair[0] == "outcome"]
                mention.dimensions = tuple(sorted({*mention.figure.dimensions, *outcomes[:1]}))


def _nouns(figure: Figure, cues: Cues) -> tuple[str, frozenset[str]]:
    """Return the stem of the last word for what a figure counts, and the stems of the long ones."""
    words = figure.counts.split()
    return cues.stem(words[-1]) if words else "", frozenset(cues.stem(word) for word in words if len(word) > _SHORT)


def _closing(mention: Mention, cues: Cues) -> str:
    """Return the cue by which a figure counts all that are left, before it or around it ("los 11 restantes")."""
    if before := cues.ends("remainder", mention.before):
        return before
    words = mention.before.split()
    if not words or words[-1] not in cues.the:
        return ""
    return cues.has("left", " ".join(_CLAUSE_END.split(mention.after)[0].split()[:3]))


def content_words(text: str, cues: Cues) -> frozenset[str]:
    """Return the stems of the words of a text that carry content."""
    return frozenset(cues.stem(w) for w in _WORDS.findall(text) if w not in cues.stop)


def _small(text: str) -> str:
    """Make a text small; its length stays the same."""
    made = text.lower()
    if len(made) == len(text) and "\u03a3" not in text:  # a sigma is written otherwise where a word ends
        return made
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def mask(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Put # for the characters of the spans and make the rest small; the length stays the same."""
    small = _small(text)
    out, at = [], 0
    for start, end in sorted(spans):
        if end <= at:
            continue
        begin = max(start, at)
        out.append(small[at:begin])
        out.append("#" * (end - begin))
        at = end
    out.append(small[at:])
    return "".join(out)
