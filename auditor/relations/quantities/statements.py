"""What running text states of its figures: the words with each, when and where, without what says nothing of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from auditor.language.cues import Cues, cues_of
from auditor.language.folding import fold, forms, words_pattern
from auditor.language.lexicon import Lexicon
from auditor.language.sentences import split_sentences
from auditor.model.document import Document, Paragraph
from auditor.model.figure import Figure, Figures, Period
from auditor.model.observation import Observation

STEM, LEAST = 5, 3
"""Letters by which two words are one ("trained", "training"), and of the shortest word."""
UNITS = ("count", "money")
_WORD = re.compile(r"[^\W\d_]+")
_NAME = re.compile(r"(?<=\w\s)[^\W\d_a-z][^\W\d_]{2,}")
_CLAUSE = re.compile(r"[;:()\n—–]|,(?=\s)|\s-\s")
_BULLET = re.compile(r"\n[ \t]*-\s")
_APART = ("rise", "fall", "additional", "each", "average", "remainder", "more", "fewer", "selection", "not")
"""Cues of sentences whose figures are of more, or of something else, than what is counted."""
_MEMBERS = ("partitive", "including", "comprising", "among")
_SETS = ("set_opener", "set_number")
_BEFORE = 40
"""Characters before a figure in which words say that it is known."""
_MOST = 30
"""Figures of a sentence that says something of each of them."""


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """One figure of running text with what is said of it."""

    figure: Figure
    noun: frozenset[str]
    """Stems of the words for what is counted."""
    words: frozenset[str]
    """Stems of all words said with it, those of `noun` among them, but for when it was."""
    before: frozenset[str]
    """Those of them that stand before it."""
    names: frozenset[str]
    """The words with a capital in its sentence, but for the first, in full: "Northfield" is not "Northwick"."""
    all_words: frozenset[str]
    """Those of its whole sentence."""
    observed: Observation
    in_period: bool
    """Whether it is said to be of the period that the text is about, by no date."""
    dated: bool
    """Whether its sentence has a date."""
    definite: bool
    """Whether it is said to be known already: "of the 12 cases", "the 12 cases"."""
    leads: bool
    """Whether it is the first of its sentence, and nothing makes it a change, a mean or one of several."""
    base: frozenset[str]
    """For one that does not lead: what the first of its sentence counts."""
    sentence: int
    """Number of the sentence in the document."""
    section: tuple[str, ...]
    bullet: bool

    @property
    def when(self) -> tuple[str | None, str | None]:
        """Return the first and last day of its period."""
        return self.observed.first, self.observed.last


@dataclass(frozen=True, slots=True, eq=False)
class SilentWords:
    """The words of a language that say nothing of what is counted, and those that say when."""

    silent: frozenset[str]
    told: frozenset[str]
    """Stems of verbs by which something is counted."""
    in_period: re.Pattern[str]
    cues: Cues

    def stems(self, text: str) -> frozenset[str]:
        """Return the stems of the words of a folded text that say something."""
        return frozenset(word[:STEM] for word in _WORD.findall(text) if self._says(word))

    def _says(self, word: str) -> bool:
        return len(word) >= LEAST and word not in self.silent and word[:STEM] not in self.told


@cache
def silent_words(lexicon: Lexicon) -> SilentWords:
    """Return the words of a language that say nothing of what is counted, made ready once.

    Args:
        lexicon: Of the language.
    """
    section, cues = lexicon.section("quantities"), lexicon.section("cues")
    phrases = [*(lexicon.section("noun_phrase").get("copulas") or ()), *(cues.get("total") or ())]
    silent = {word for phrase in phrases for word in _WORD.findall(fold(str(phrase)))}
    return SilentWords(
        silent=lexicon.function_words | silent | {fold(str(word)) for word in cues.get("stop") or ()},
        told=frozenset(word[:STEM] for word in forms(section.get("told") or ())),
        in_period=re.compile(rf"(?<![a-z]){words_pattern(section.get('in_period') or ())}"),
        cues=cues_of(lexicon),
    )


def read_statements(
    document: Document, figures: Figures, of: Mapping[str, Observation], lexicon: Lexicon
) -> list[StatedFigure]:
    """Return what running text in the document's language states of its counts and sums of money, in reading order.

    Args:
        document: As read.
        figures: All of it.
        of: What each is of.
        lexicon: Of its language.
    """
    counts: dict[int, list[Figure]] = defaultdict(list)
    periods: dict[int, list[Period]] = defaultdict(list)
    for figure in figures.figures:
        if figure.table is None and figure.unit in UNITS and not figure.article:
            counts[figure.order].append(figure)
    for period in figures.periods:
        periods[period.order].append(period)
    made: list[StatedFigure] = []
    number = 0
    for paragraph in document.paragraphs:
        if paragraph.language or paragraph.kind == "heading":
            continue
        for sentence in _sentences(paragraph, counts[paragraph.order], periods[paragraph.order], lexicon):
            number += 1
            made.extend(sentence.statements(of, number))
    return made


def _sentences(
    paragraph: Paragraph, figures: Sequence[Figure], periods: Sequence[Period], lexicon: Lexicon
) -> Iterator[_Sentence]:
    """Yield the sentences of a paragraph."""
    if not figures:
        return
    for start, end in split_sentences(paragraph.text, lexicon.abbreviations):
        inside = [figure for figure in figures if start <= figure.start < end]
        dates = [(period.start, period.end) for period in periods if start <= period.start < end]
        yield _Sentence(paragraph, (start, end), inside, dates, silent_words(lexicon))


class _Sentence:
    """A sentence with its figures; `_folded` and `_small` are its text without dates, the one without accents."""

    def __init__(
        self,
        paragraph: Paragraph,
        span: tuple[int, int],
        figures: Sequence[Figure],
        dates: Sequence[tuple[int, int]],
        words: SilentWords,
    ) -> None:
        self._paragraph, self._start, self._figures, self._words = paragraph, span[0], figures, words
        text = paragraph.text[slice(*span)]
        self._dated = bool(dates)
        for start, end in dates:
            text = _blanked(text, start - span[0], end - span[0])
        said = words.in_period.search(fold(text))
        self._in_period = said is not None
        text = _blanked(text, *said.span()) if said else text
        small = text.lower().replace("’", "'")
        self._folded, self._small = fold(text), small if len(small) == len(text) else text
        self._names = frozenset(fold(hit[0]) for hit in _NAME.finditer(text))
        self._ends = sorted({hit.start() for hit in _CLAUSE.finditer(text)} | set(self._members()))

    def _members(self) -> Iterator[int]:
        """Yield where lists of members begin."""
        for kind in _MEMBERS:
            pattern = self._words.cues.anywhere.get(kind)
            if pattern is not None:
                yield from (hit.start() for hit in pattern.finditer(self._small))

    def statements(self, of: Mapping[str, Observation], number: int) -> Iterator[StatedFigure]:
        """Yield what is said of each figure; of a sentence that is a row of figures, nothing."""
        if len(self._figures) > _MOST:
            return
        words = self._words
        every = words.stems(self._without(self._figures))
        base: frozenset[str] = frozenset()
        listed = self._paragraph.text[: self._start].rstrip().endswith(":")
        plain = not listed and not any(words.cues.has(kind, self._small) for kind in _APART)
        for number_here, figure in enumerate(self._figures):
            at = figure.start - self._start
            begin, end = self._clause(at)
            begin = begin if number_here else 0  # with what leads up to the first: "in the north, 12 cases"
            known = self._is_known(at)
            end = min(end, self._verb(at)) if known else end
            others = [each for each in self._figures if each is not figure]
            text, noun = self._without(others), words.stems(fold(figure.counts))
            said = words.stems(text[begin:end])
            yield StatedFigure(
                figure=figure,
                noun=noun,
                words=said,
                before=words.stems(text[begin:at]),
                names=self._names,
                all_words=every | noun,
                observed=of[figure.id],
                in_period=self._in_period,
                dated=self._dated,
                definite=known,
                leads=plain and not number_here,
                base=base,
                sentence=number,
                section=self._paragraph.section,
                bullet=_BULLET.search(self._paragraph.text[: figure.start]) is not None,
            )
            base = base or noun | said

    def _clause(self, at: int) -> tuple[int, int]:
        """Return where the clause begins and ends that a place stands in."""
        index = bisect_right(self._ends, at)
        begin = self._ends[index - 1] if index else 0
        return begin, self._ends[index] if index < len(self._ends) else len(self._small)

    def _is_known(self, at: int) -> bool:
        """Whether words right before a figure say that what it counts was named before, and no comma parts them."""
        before, cues = self._small[max(0, at - _BEFORE) : at].rstrip(), self._words.cues
        last = _WORD.findall(before)[-1:]
        known = bool(last) and before.endswith(last[0]) and last[0] in cues.the
        return known or any(cues.ends(kind, before) for kind in _SETS)

    def _verb(self, at: int) -> int:
        """Return where the verb begins by which something is said of a figure; the end where there is none."""
        pattern = self._words.cues.anywhere.get("be")
        found = pattern.search(self._small, at) if pattern is not None else None
        return found.start() if found else len(self._small)

    def _without(self, others: Iterable[Figure]) -> str:
        """Return the folded text without other figures and the nouns behind them."""
        text = self._folded
        for other in others:
            start, end = other.start - self._start, other.end - self._start
            noun = fold(other.counts)
            found = text.find(noun, end, end + len(noun) + 2) if noun else -1
            text = _blanked(text, start, found + len(noun) if found >= 0 else end)
        return text


def _blanked(text: str, start: int, end: int) -> str:
    """Return a text with blanks from one place to another."""
    return text[:start] + " " * (end - start) + text[end:]
