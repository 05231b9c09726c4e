"""Relations that a sentence states word by word, by the constructions that its lexicon declares for a kind.

"There were 300 men and 90 women, a ratio of 3:1": the section `constructions` has such phrases with a slot for each
figure. What is read depends on words and units alone: the numbers are out of sight.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from auditor.kinds import ComputedKind, computed_kind
from auditor.language.cues import any_of
from auditor.language.lexicon import Lexicon
from auditor.language.slots import ANY_VALUE, SlotPhrase, slot_chars, slot_phrase, with_slots
from auditor.model.figure import Figure, Figures
from auditor.model.relation import Relation
from auditor.relations.prose.mentions import Sentence
from auditor.relations.prose.reading import ProseReading

_VALUES = ("count", "money", "measure", "rate", "percent")
_MULTIPLES = "multiples"
_WORDED = "worded"
"""A ratio whose own words are read too: "one officer for every 2.6" names what it is of."""
_CHARS = slot_chars((*_VALUES, "points", "fraction", "ratio", _WORDED, _MULTIPLES))
_CLASSES = {**_CHARS, ANY_VALUE: "".join(_CHARS[unit] for unit in _VALUES)}
_STRENGTH = 0.9
_NEAR = 30
"""Characters before a word in which its hedge or its "not" is sought."""
_ABOUT = 0.25
"""How far a hedged multiple may be from what it says: "nearly doubled" is 1.5 and more."""
_STOPS = ("clause_joins", "contrast", "relative", "rise", "fall")
"""Classes of cues that begin something else: ".." and "~" do not reach across them."""
_NUMBER = re.compile(r"[\d.,]")


@dataclass(frozen=True, slots=True, eq=False)
class _Declared:
    phrases: tuple[tuple[str, SlotPhrase], ...]
    """Kind, phrase."""
    sign: re.Pattern[str]
    """A quick look before any phrase is tried."""
    multiples: re.Pattern[str]
    worth: tuple[tuple[float, re.Pattern[str]], ...]
    hedges: tuple[tuple[str, re.Pattern[str]], ...]
    """Bound, the words for it at the end of a text."""
    hedges_after: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _declared(lexicon: Lexicon) -> _Declared:
    stops = [str(phrase) for kind in _STOPS for phrase in lexicon.section("cues").get(kind) or ()]
    declared: Mapping[str, Sequence[str]] = lexicon.section("constructions")
    phrases = tuple(
        (kind, slot_phrase(phrase, _CLASSES, any_of(stops))) for kind, listed in declared.items() for phrase in listed
    )
    section = lexicon.section(_MULTIPLES)
    words: Mapping[object, Sequence[str]] = section.get("words") or {}
    every = any_of(phrase for listed in words.values() for phrase in listed)
    multiples = re.compile(rf"(?<!\w){every}(?!\w)")
    signs = {f"(?:{phrase.sign})" for _, phrase in phrases if _MULTIPLES not in phrase.classes} | {every}
    return _Declared(
        phrases=phrases,
        sign=re.compile("|".join(sorted(signs))),
        multiples=multiples,
        worth=tuple((float(str(value)), re.compile(any_of(listed))) for value, listed in words.items()),
        hedges=tuple(
            (bound, re.compile(rf"(?<!\w){any_of(listed)}\s+(?:[\w'’]+\s+)?$"))
            for bound, listed in (section.get("hedges") or {}).items()
        ),
        hedges_after=tuple(
            (bound, re.compile(rf"\s+{any_of(listed)}(?!\w)"))
            for bound, listed in (section.get("hedges_after") or {}).items()
        ),
    )


def read_constructions(reading: ProseReading, figures: Figures) -> tuple[list[Relation], list[Figure]]:
    """Read what the constructions of the language state.

    Args:
        reading: Of the passage.
        figures: All of the document: ratios are among them that are no mentions.

    Returns:
        The relations in reading order, and the words that stand for a figure in them ("doubled"), as figures.
    """
    declared = _declared(reading.lexicon)
    if not declared.phrases:
        return [], []
    ratios: dict[int, list[Figure]] = {}
    for figure in figures.figures:
        if figure.unit == "ratio" and figure.table is None:
            ratios.setdefault(figure.order, []).append(figure)
    relations: list[Relation] = []
    words: list[Figure] = []
    for sentence in reading.passage.sentences:
        if sentence.mentions and declared.sign.search(sentence.text):
            order = reading.passage.paragraphs[sentence.block].order
            found = _Slotted(sentence, ratios.get(order, ()), reading, declared)
            for relation, used in found.relations(len(words)):
                relations.append(relation)
                words += used
    return relations, words


class _Slotted:
    """One sentence with its figures as slots."""

    def __init__(
        self, sentence: Sentence, ratios: Sequence[Figure], reading: ProseReading, declared: _Declared
    ) -> None:
        self._reading, self._declared, self._sentence = reading, declared, sentence
        self._paragraph = reading.passage.paragraphs[sentence.block]
        self._mentions = {mention.figure.start - sentence.start: mention for mention in sentence.mentions}
        end = sentence.start + len(sentence.text)
        self._ratios = {each.start - sentence.start: each for each in ratios if sentence.start <= each.start < end}
        text = sentence.text
        for start, ratio in self._ratios.items():
            printed = _NUMBER.sub("#", ratio.text.lower())
            text = text[:start] + printed + text[start + len(printed) :]
        self._words = {hit.start(): hit for hit in declared.multiples.finditer(text)}
        slots = [(start, start + _length(m.figure), _CHARS[m.unit]) for start, m in self._mentions.items()]
        slots += [(start, hit.end(), _CHARS[_MULTIPLES]) for start, hit in self._words.items()]
        whole = [(start, start + _length(ratio), _CHARS["ratio"]) for start, ratio in self._ratios.items()]
        begun = [(start, start + 1, _CHARS[_WORDED]) for start in self._ratios]
        self._plain, self._text, self._worded = text, with_slots(text, slots + whole), with_slots(text, slots + begun)

    def relations(self, number: int) -> Iterator[tuple[Relation, list[Figure]]]:
        """Yield each relation once, with the words that it takes for figures; `number` words are known before."""
        seen: set[tuple[int, ...]] = set()
        for kind, phrase, hit in self._hits():
            order = self._order(kind, phrase, hit)
            if not order or order in seen:
                continue
            seen.add(order)
            figures = [self._figure(at, number) for at in order]
            used = [figure for at, figure in zip(order, figures, strict=True) if at in self._words]
            number += len(used)
            whole, parts = (figures[0].id, figures[1:]) if kind.has_whole else (None, figures)
            cue = used[0].text if used else _cue(phrase, hit)
            yield Relation("", kind.name, whole, tuple(part.id for part in parts), cue, _STRENGTH, ("cue",)), used

    def _order(self, kind: ComputedKind, phrase: SlotPhrase, hit: re.Match[str]) -> tuple[int, ...]:
        """Return where the figures stand, in the order of the kind; nothing where no such relation is stated."""
        places = self._places(phrase, hit)
        if places is None or set(kind.roles) != set(places) or self._denied(places):
            return ()
        return tuple(places[role] for role in kind.roles)

    def _hits(self) -> Iterator[tuple[ComputedKind, SlotPhrase, re.Match[str]]]:
        for name, phrase in self._declared.phrases:
            if (kind := computed_kind(name)) is not None:
                text = self._worded if _WORDED in phrase.classes else self._text
                for hit in phrase.pattern.finditer(text):
                    yield kind, phrase, hit

    def _places(self, phrase: SlotPhrase, hit: re.Match[str]) -> dict[str, int] | None:
        """Return where the figure of each role stands; of two that words name the other way round, the other way."""
        places = {role: hit.start(role) for role in phrase.roles}
        units = {self._mentions[at].unit for at in places.values() if at in self._mentions}
        if len(units) > 1:
            return None
        if all(self._counts(places[role], hit[f"name_{role}"]) for role in phrase.named):
            return places
        first, second = phrase.named[:2] if len(phrase.named) == 2 else ("", "")
        if not first:
            return None
        turned = {**places, first: places[second], second: places[first]}
        return turned if all(self._counts(turned[role], hit[f"name_{role}"]) for role in (first, second)) else None

    def _counts(self, at: int, word: str) -> bool:
        """Whether a word names what the figure at a place counts."""
        mention = self._mentions[at]
        return self._reading.passage.cues.stem(word) in {mention.noun, *mention.nouns}

    def _denied(self, places: Mapping[str, int]) -> bool:
        """Whether a "not" stands right before a word that would stand for a figure."""
        cues = self._reading.passage.cues
        words = [at for at in places.values() if at in self._words]
        return any(cues.has("not", self._plain[max(0, at - _NEAR) : at].rpartition(",")[2]) for at in words)

    def _figure(self, at: int, number: int) -> Figure:
        """Return the figure at a place; a word that is one only here gets the next of `number` names."""
        if at in self._mentions:
            return self._mentions[at].figure
        return self._ratios[at] if at in self._ratios else self._multiple(self._words[at], number)

    def _multiple(self, hit: re.Match[str], number: int) -> Figure:
        """Return "more than doubled" as a figure."""
        value = next(value for value, pattern in self._declared.worth if pattern.fullmatch(hit[0]))
        before, after = self._plain[max(0, hit.start() - _NEAR) : hit.start()], self._plain[hit.end() :]
        bound, hedge = "", ""
        for name, pattern in self._declared.hedges:
            if found := pattern.search(before):
                bound, hedge = name, found[0].strip()
        for name, pattern in self._declared.hedges_after:
            if not bound and (behind := pattern.match(after)):
                bound, hedge = name, behind[0].strip()
        if value < 1 and bound in ("lower", "upper"):  # "more than halved" is less than a half
            bound = "upper" if bound == "lower" else "lower"
        room = _ABOUT * value if bound == "about" else 0.0
        start = self._sentence.start + hit.start()
        return Figure(
            id=f"w{number + 1}",
            text=self._paragraph.text[start : start + len(hit[0])],
            value=value,
            low=None if bound == "upper" else value - room,
            high=None if bound == "lower" else value + room,
            unit="ratio",
            hedge=hedge,
            bound=bound,
            paragraph=self._paragraph.label,
            start=start,
            end=start + len(hit[0]),
            page=self._paragraph.page,
            order=self._paragraph.order,
        )


def _length(figure: Figure) -> int:
    return figure.end - figure.start


def _cue(phrase: SlotPhrase, hit: re.Match[str]) -> str:
    """Return the words of a construction that tell it from others."""
    found = re.search(phrase.sign, hit[0])
    return found[0] if found else ""
