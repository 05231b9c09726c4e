"""The structure of running text as a string of one sign a token, blind to the figures' values.

Each token stands for what it is: a figure of some unit, a mark, a word, and the classes of cue phrases of the lexicon
that it is part of. Tokens of which the same is known share a sign, so that a pattern over tokens is an ordinary regular
expression over a short string.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, MutableSequence, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from auditor.arithmetic.printed_digits import printed_decimals
from auditor.language.folding import fold, has_letters
from auditor.language.lexicon import Lexicon
from auditor.language.sentences import split_sentences
from auditor.model.document import Document, Paragraph
from auditor.model.figure import RESTATED, Figure, Figures, NotFigure, Period
from auditor.relations.prose.candidates.declarations import OPENERS, cue_classes

FIGURES = ("count", "percent", "points", "fraction", "rate", "money", "measure", "item", "ratio", "article", "signed")
"""What a figure may be: its unit, or an article; a count printed with decimals and no scale is a rate, a per cent
with a sign is "signed"."""
MARKS = (
    "comma",
    "semicolon",
    "colon",
    "stop",
    "open",
    "close",
    "dash",
    "line",
    "bullet",
    "paragraph",
    "number",
    "sign",
    "word",
)
"""What other tokens may be; a number that counts nothing is "number"."""
_MARK = {
    ",": "comma",
    ";": "semicolon",
    ":": "colon",
    ".": "stop",
    "!": "stop",
    "?": "stop",
    "(": "open",
    "[": "open",
    ")": "close",
    "]": "close",
    "–": "dash",
    "—": "dash",
    "-": "dash",
    "\n": "line",
}
_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*['’]?|\d+|\n\s{0,40}[-•*–·▪]\s|\n|[^\w\s]")
_BULLET = re.compile(r"\n?[^\S\n]*(?:[-•*–·▪]\s+)?")
_LETTERED = re.compile(r"(\(?)([a-zA-Z]|[ivx]{2,4}|\d{1,2})([).])\s")
STEPS = ("deeper", "further", "back")
"""What the break before a line may do in the lists of a text."""
_SIGNS = "+±-−–"
LINKED = 5
"""Words from "and" to the figure that it joins."""
_PLAIN_FROM = 0x80
"""Signs from here on are plain words; expressions over signs below 256 compile ten times faster than over others."""
KEPT = 100_000
"""Steps from word to word of which it is kept where they lead."""
PLAIN = r"[^\x00-\x7f]"
"""The class of all plain words and numbers that count nothing."""


_Token = tuple[str, int, int, Figure | None]
"""A token: its word, start and end (0 for what is a plain word or mark), and the figure that it is."""


Ends = tuple[tuple[int, frozenset[str]], ...]
"""How many words phrases have that begin at one word, with the classes of each, the longest first."""
_NONE = frozenset[str]()


class CuePhrases:
    """The cue phrases of a language as a tree of words, and the signs given to its tokens so far."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Put the phrases of all classes into the tree."""
        section: Mapping[str, Any] = lexicon.section("cues")
        self.classes = tuple(sorted(cue_classes() & section.keys()))
        self.marks: dict[str, str] = {}
        """For each mark the signs of its tokens so far; those of figures and marks do not grow."""
        self.members: dict[str, str] = dict.fromkeys(self.classes, "")
        """For each class of cues the signs of its tokens so far."""
        self._signs: dict[tuple[str, frozenset[str]], str] = {}
        for mark in (*FIGURES, *MARKS):
            self.sign(mark, frozenset())
        for mark in ("line", "bullet", "paragraph"):
            for step in STEPS:
                self.sign(mark, frozenset({step}))
        self._root: dict[Any, Any] = {}
        self._steps: dict[tuple[int, str], tuple[tuple[dict[Any, Any], int], ...]] = {}
        rows = {kind: [row for each in section[kind] or () for row in _spelled(str(each))] for kind in self.classes}
        for kind, spelled in rows.items():
            self._plant(kind, spelled)
        for row in sorted({tuple(words) for spelled in rows.values() for words in spelled}):
            self._foresee(row)

    def _plant(self, kind: str, rows: Iterable[Sequence[str]]) -> None:
        """Put the phrases of a class into the tree."""
        for words in rows:
            node = self._root
            for word in words:
                node = node.setdefault(word, {})
            node.setdefault(None, set()).add(kind)

    def _foresee(self, words: Sequence[str]) -> None:
        """Give signs to the tokens of a phrase, that what is made of signs need not be made anew for each text."""
        alone = Structure()
        alone.put_words(words, words, self)
        for kinds in alone.classes(0, len(words)):
            self.sign("word", kinds)
            if "joins" in kinds:
                self.sign("word", kinds | {"link"})

    def sign(self, mark: str, kinds: frozenset[str]) -> str:
        """Return the sign of a token: the same for all of which the same is known."""
        known = self._signs.get((mark, kinds))
        if known is None:
            plain = mark in ("word", "number", "sign") and OPENERS.isdisjoint(kinds)
            at = sum((sign >= chr(_PLAIN_FROM)) == plain for sign in self._signs.values())
            if not plain and at >= _PLAIN_FROM - 1:
                return self._signs[mark, frozenset()]  # so many lists are opened in so many ways: say less of this one
            known = self._signs[mark, kinds] = chr(at + (_PLAIN_FROM if plain else 1))
            self.marks[mark] = self.marks.get(mark, "") + known
            for kind in kinds:
                self.members[kind] = self.members.get(kind, "") + known
        return known

    def begun(self, words: Sequence[str], start: int) -> Ends:
        """Return the phrases that begin at a word of a text.

        Args:
            words: Of the text.
            start: The place of the word.

        Returns:
            How many words each has, with its classes, the longest first.
        """
        stack = [(self._root, start)]
        found: list[tuple[int, frozenset[str]]] = []
        while stack:
            node, at = stack.pop()
            if None in node:
                found.append((at - start, frozenset(node[None])))
            if at < len(words):
                stack += [(after, at + by) for after, by in self._onwards(node, words[at]) if at + by <= len(words)]
        return tuple(sorted(found, key=lambda end: -end[0])) if found else ()

    def _onwards(self, node: dict[Any, Any], word: str) -> Sequence[tuple[dict[Any, Any], int]]:
        """Return the nodes that a word leads to, each with how many words on; kept, as texts repeat their words."""
        at = (id(node), word)
        found = self._steps.get(at)
        if found is None:
            if len(self._steps) >= KEPT:
                self._steps.clear()
            found = self._steps[at] = tuple(_onwards(node, word))
        return found


def _onwards(node: dict[Any, Any], word: str) -> Iterator[tuple[dict[Any, Any], int]]:
    """Yield the nodes that a word leads to, each with how many words on the next word is."""
    if word in node:
        yield node[word], 1
    for step in _stars(node):
        if step == "~":
            yield from ((node[step], skip) for skip in range(4))
        elif word.startswith(step[:-1]):
            yield node[step], 1


def _stars(node: dict[Any, Any]) -> Sequence[str]:
    """Return the steps of a node that more than one word may take; kept in the node under 0."""
    found: tuple[str, ...] | None = node.get(0)
    if found is None:
        found = node[0] = tuple(key for key in node if key and (key == "~" or key.endswith("*")))
    return found


def _spelled(phrase: str) -> list[list[str]]:
    """Return every row of words that a phrase of the cue syntax stands for."""
    rows: list[list[str]] = [[]]
    for written in phrase.lower().split():
        choices = [choice for choice in written.strip("[]").split("|") if choice]
        longer = [
            [*row, *([fold(choice)] if choice == "~" or choice.endswith("*") else _TOKEN.findall(fold(choice)))]
            for row in rows
            for choice in choices
        ]
        rows = rows + longer if written.startswith("[") else longer
    return rows


@cache
def phrases_of(lexicon: Lexicon) -> CuePhrases:
    """Return the cue phrases of a language, built once.

    Args:
        lexicon: Of the language.

    Returns:
        The same object at each call.
    """
    return CuePhrases(lexicon)


@dataclass(frozen=True, slots=True)
class Item:
    """One line, bullet or paragraph as an item of the list that it is in."""

    line: int
    """Its number in the text."""
    listing: int
    """Number of the list: lines of one marker and indentation, as long as no other comes from further out."""
    level: int
    """How many lists it is nested in."""
    step: str
    """"deeper" where it begins a list within another line's, "further" where it goes on with that of the line before,
    "back" where it goes on with a list further out, "" otherwise."""


class Listings:
    """Follows the lines of a text into the lists that they open, go on with and close."""

    def __init__(self) -> None:
        """Begin outside all lists."""
        self._open: list[tuple[tuple[int, str], int]] = [((0, ""), 0)]
        self._lists = 0
        self._lines = 0
        self._letter = ""

    def item(self, paragraph: Paragraph, offset: int) -> Item:
        """Return the line of a paragraph that begins at an offset as an item.

        Args:
            paragraph: Its printed number marks its first line; where the source has no columns, only markers tell.
            offset: Where the line begins, a bullet included.
        """
        bullet = _BULLET.match(paragraph.text, offset)
        start = bullet.end() if bullet else offset
        column = (paragraph.place(start if offset else 0) or (0, 1))[1]
        style = self._style(paragraph, offset, start, "-" if bullet and bullet[0].strip() else "")
        key, before = (column, style), self._open[-1]
        self._close(key)
        step = "back"
        if not self._open or self._open[-1][0] != key:
            self._lists += 1
            step = "deeper" if self._open and self._open[-1] == before else ""
            self._open.append((key, self._lists))
        elif self._open[-1] == before:
            step = "further"
        self._lines += 1
        return Item(self._lines, self._open[-1][1], len(self._open), step)

    def _style(self, paragraph: Paragraph, offset: int, start: int, bullet: str) -> str:
        """Return how a line is marked: by a letter, a roman number, the paragraph's number, a bullet, or not at all."""
        found = _LETTERED.match(paragraph.text, start)
        if found:
            above = self._open[-1][0][1]
            roman = set(found[2]) <= set("ivx") and (
                len(found[2]) > 1 or above == f"{found[1]}i{found[3]}" or (found[2] == "i" and self._letter != "h")
            )
            self._letter = found[2]
            return f"{found[1]}{'i' if roman else 'a'}{found[3]}"
        numbered = not offset and not paragraph.label.startswith("p")
        return "1" * (1 + paragraph.label.count(".")) if numbered else bullet

    def _close(self, key: tuple[int, str]) -> None:
        """Leave the lists that a line in some column, marked in some way, does not go on with."""
        column, style = key
        while (
            self._open
            and self._open[-1][0] != key
            and (self._open[-1][0][0] > column or not style or key in (each for each, _ in self._open))
            and (style or self._open[-1][0][0] >= column)
        ):
            self._open.pop()


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """One figure where it stands; two are equal where they are one."""

    figure: Figure
    token: int
    sentence: int
    depth: int
    """How many brackets it stands in."""
    item: Item
    """The line that it stands in."""


@dataclass(slots=True)
class Structure:
    """The tokens of running text and the figures among them."""

    signs: str = ""
    words: list[str] = field(default_factory=list)
    """Each token, folded."""
    places: list[Place] = field(default_factory=list)
    at: dict[int, Place] = field(default_factory=dict)
    """The figures by their token."""
    _tokens: list[int] = field(default_factory=list)
    """Where they stand."""
    _begins: list[int] = field(default_factory=list)
    """The tokens at which cue phrases begin."""
    _ends: list[Ends] = field(default_factory=list)
    """For each of these, the phrases."""

    def put(self, place: Place) -> None:
        """Add a figure behind the others."""
        self.places.append(place)
        self.at[place.token] = place
        self._tokens.append(place.token)

    def put_words(self, words: Sequence[str], said: Sequence[str], phrases: CuePhrases) -> None:
        """Add words behind the others.

        Args:
            words: Each token, folded.
            said: The same, "#" where no cue may be.
            phrases: Those of the language.
        """
        for at in range(len(words)):
            ends = phrases.begun(said, at)
            if ends:
                self._begins.append(len(self.words) + at)
                self._ends.append(ends)
        self.words += words

    def within(self, start: int, end: int) -> list[Place]:
        """Return the figures among some tokens.

        Args:
            start: The first token.
            end: The token behind the last.

        Returns:
            The figures, in order.
        """
        return self.places[bisect_left(self._tokens, start) : bisect_left(self._tokens, end)]

    def classes(self, start: int, end: int) -> list[frozenset[str]]:
        """Return for each of some tokens the classes of the phrases that it is part of, the longest of each place.

        Args:
            start: The first token, 0 where it is less.
            end: The token behind the last; phrases that go on from there are not read.

        Returns:
            A set for each token that there is.
        """
        start = max(0, start)
        out = [_NONE] * (min(end, len(self.words)) - start)
        for begin, behind, kinds in self._phrases(start, end):
            for at in range(begin - start, behind - start):
                out[at] |= kinds
        return out

    def says(self, sought: Iterable[str], start: int, end: int) -> bool:
        """Whether one of some tokens is of one of some classes of cues.

        Args:
            sought: The classes.
            start: The first token.
            end: The token behind the last; phrases that go on from there are not read.
        """
        return any(not kinds.isdisjoint(sought) for _, _, kinds in self._phrases(start, end))

    def _phrases(self, start: int, end: int) -> Iterator[tuple[int, int, frozenset[str]]]:
        """Yield the longest phrase that begins at each of some tokens and ends among them: from, to before, classes."""
        for at in range(bisect_left(self._begins, start), bisect_left(self._begins, end)):
            begin = self._begins[at]
            for length, kinds in self._ends[at]:
                if begin + length <= end:
                    yield begin, begin + length, kinds
                    break


def read_structure(document: Document, figures: Figures, lexicon: Lexicon) -> Structure:
    """Return the running text of a document as a row of signs; a paragraph without figures is one mark.

    Args:
        document: Its paragraphs are read, all of one language.
        figures: Its figures; those of tables are left out.
        lexicon: Of the language.

    Returns:
        Its tokens in reading order, each paragraph behind a mark of its own.
    """
    tree = phrases_of(lexicon)
    own: dict[int, list[Figure]] = defaultdict(list)
    closed: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for each in figures.figures:
        if each.table is None:
            own[each.order].append(each)
    again: dict[int, list[tuple[int, int]]] = defaultdict(list)
    others: list[NotFigure | Period] = [*figures.discarded, *figures.periods]
    for other in others:
        restated = isinstance(other, NotFigure) and other.reason == RESTATED
        (again if restated else closed)[other.order].append((other.start, other.end))
    layout = _Layout(tree, lexicon)
    for paragraph in document.paragraphs:
        layout.add(
            paragraph, own.get(paragraph.order, ()), closed.get(paragraph.order, ()), again.get(paragraph.order, ())
        )
    layout.structure.signs = "".join(layout.signs)
    return layout.structure


class _Layout:
    """Lays out paragraphs one after the other."""

    def __init__(self, tree: CuePhrases, lexicon: Lexicon) -> None:
        """Begin with no text."""
        self.structure, self.signs = Structure(), list[str]()
        self._tree, self._abbreviations = tree, lexicon.abbreviations
        self._listings = Listings()
        self._sentences = 0

    def add(
        self,
        paragraph: Paragraph,
        figures: Sequence[Figure],
        closed: Sequence[tuple[int, int]],
        again: Sequence[tuple[int, int]],
    ) -> None:
        """Add a paragraph; one without figures is a mark alone. What says a figure `again` is left out."""
        tokens: list[_Token] = [("\n\n", -1, 0, None)]
        if figures:
            tokens += _unwrapped(_tokens_without(paragraph.text, figures, closed, again))
        starts = self._starts(paragraph, tokens)
        structure, first = self.structure, len(self.structure.words)
        said = [word if not end or word.isalpha() else "#" for word, _, end, _ in tokens]
        structure.put_words([word for word, *_ in tokens], said, self._tree)
        classes = structure.classes(first, first + len(tokens))
        marks = _marks(tokens, classes)
        depth, item = 0, self._listings.item(paragraph, 0)
        for at, ((_, start, _, figure), mark, kinds) in enumerate(zip(tokens, marks, classes, strict=True), first):
            broken = mark in ("line", "bullet")
            depth = 0 if broken else max(0, depth + (mark == "open") - (mark == "close"))
            item = self._listings.item(paragraph, start) if broken else item
            if figure is not None:
                structure.put(Place(figure, at, self._sentences + bisect_right(starts, start), depth, item))
            self.signs.append(self._tree.sign(mark, _known(mark, kinds, item)))
        self._sentences += len(starts) + 1

    def _starts(self, paragraph: Paragraph, tokens: Sequence[_Token]) -> list[int]:
        """Return where the sentences of a paragraph begin; none where it has no figures."""
        spans = [(start, end) for _, start, end, _ in tokens if end > start]
        return [s for s, _ in split_sentences(paragraph.text, self._abbreviations, spans)] if spans else []


def _known(mark: str, kinds: frozenset[str], item: Item) -> frozenset[str]:
    """Return the classes of a token: of a break, the step that its list takes."""
    if mark in ("line", "bullet", "paragraph"):
        return frozenset({item.step} - {""})
    return kinds if mark == "word" else _NONE


def _marks(tokens: Sequence[_Token], classes: MutableSequence[frozenset[str]]) -> list[str]:
    """Return what each token is, and add the class "link" to its classes; the stops of abbreviations are words."""
    befores = ["", *(word for word, *_ in tokens)]
    marks = [
        "word" if word == "." and kinds else _mark(word, figure, before, held=end > 0)
        for (word, _, end, figure), before, kinds in zip(tokens, befores, classes, strict=False)
    ]
    _link(marks, classes)
    return marks


def _link(marks: Sequence[str], classes: MutableSequence[frozenset[str]]) -> None:
    """Add the class "link" to the words that join one figure to the next: "men and 12 women", not "men and women"."""
    near = -LINKED - 1  # from the end: where the next figure is, over words and what opens a bracket
    for at in range(len(marks) - 1, -1, -1):
        if marks[at] in FIGURES:
            near = at
        elif marks[at] not in ("word", "number", "sign", "open"):
            near = len(marks) + LINKED + 1
        elif "joins" in classes[at] and 0 < near - at <= LINKED:
            classes[at] |= {"link"}


def _figure_mark(figure: Figure, before: str) -> str:
    """Return what a figure is; `before` is the token before it."""
    if figure.unit in ("percent", "points") and (figure.text[:1] in _SIGNS or before in ("+", "±")):
        return "signed"
    if figure.article:
        return "article"
    scaled = has_letters(figure.text)  # "1.3 million" is a count
    if figure.unit == "count" and not scaled and printed_decimals(figure.text, figure.value):
        return "rate"
    return figure.unit if figure.unit in FIGURES else "measure"


def _mark(word: str, figure: Figure | None, before: str, *, held: bool) -> str:
    """Return what a token is; `before` is the token before it."""
    if figure is not None:
        return _figure_mark(figure, before)
    if held or word.isdigit():
        return "number"
    if word == "\n\n":
        return "paragraph"
    if word.startswith("\n"):
        return "bullet" if len(word) > 1 else "line"
    return _MARK.get(word, "word" if word[0].isalpha() else "sign")


def _tokens_without(
    text: str, figures: Sequence[Figure], closed: Sequence[tuple[int, int]], again: Sequence[tuple[int, int]]
) -> list[_Token]:
    """Return the tokens of a paragraph but those within the spans that say a figure `again`."""
    begun = {start for start, _ in again}
    return [token for token in _tokens(text, figures, [*closed, *again]) if token[1] not in begun]


def _unwrapped(tokens: Sequence[_Token]) -> list[_Token]:
    """Return tokens without the brackets around numbers that count what stands behind them: "(224) persons"."""
    dropped: set[int] = set()
    for at in range(2, len(tokens) - 2):
        (before, _, _, other), figure = tokens[at - 2], tokens[at][3]
        if figure is None or figure.unit != "count" or other is not None or before[-1:].isdigit():
            continue
        own = _TOKEN.match(fold(figure.counts))
        if own is not None and [tokens[at + step][0] for step in (-1, 1, 2)] == ["(", ")", own[0]]:
            dropped |= {at - 1, at + 1}
    return [token for at, token in enumerate(tokens) if at not in dropped]


def _tokens(text: str, figures: Sequence[Figure], closed: Sequence[tuple[int, int]]) -> list[_Token]:
    """Return the tokens of a paragraph as (word, start, end, figure); `end` is 0 for what is a plain word or mark."""
    spans: list[tuple[int, int, Figure | None]] = []
    taken: list[tuple[int, int]] = []
    for start, end, figure in [*((f.start, f.end, f) for f in figures), *((s, e, None) for s, e in closed)]:
        at = bisect_right(taken, (start, end))
        if (at and taken[at - 1][1] > start) or (at < len(taken) and taken[at][0] < end):
            continue
        taken.insert(at, (start, end))
        spans.append((start, end, figure))
    folded = fold(text)
    out: list[_Token] = []
    place = 0
    for start, end, figure in sorted(spans, key=lambda span: span[0]):
        out += [(_alone(found), found.start(), 0, None) for found in _TOKEN.finditer(folded, place, start)]
        out.append((folded[start:end], start, end, figure))
        place = end
    return out + [(_alone(found), found.start(), 0, None) for found in _TOKEN.finditer(folded, place)]


def _alone(found: re.Match[str]) -> str:
    """Return a token; a hyphen with no blank on either side is no dash."""
    text, start, end = found.string, found.start(), found.end()
    hyphen = found[0] == "-" and not (text[start - 1 : start].isspace() and text[end : end + 1].isspace())
    return "‐" if hyphen else found[0]
