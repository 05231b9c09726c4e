"""Who or what each figure counts: head noun, modifiers, place, period, and whether a stock, a flow or a running total.

What the figure's own sentence does not say is taken from what stands over it: for running text the figure before, the
paragraph, then the headings; for a table the row, the column, the caption, then the headings; `inherited` says which.
Words come from the section `observations` of the lexicon.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice
from operator import itemgetter
from typing import TypeVar

from auditor.figures.dates import find_dates, find_periods, find_years
from auditor.figures.exclusions import mask
from auditor.figures.grammar import Pattern, end_pattern
from auditor.language.folding import fold, forms, words_pattern
from auditor.language.lexicon import DEFAULT, Lexicon, available, lexicons, load
from auditor.language.sentences import split_sentences
from auditor.model.document import Document, Paragraph, Table
from auditor.model.figure import Figure, Figures
from auditor.model.observation import Observation

_WORD = re.compile(r"[^\W\d_](?:[^\W_]|['’-](?=[^\W\d_]))*")
_NAME = re.compile(r"[A-ZÀ-Þ][\w'’.-]*[\w](?:\s+[A-ZÀ-Þ][\w'’-]*[\w])*")
_NUMBERED = re.compile(r"\s?\d")
_STATEMENT = re.compile(r"[^;]+")
_CUE = 40
"""Characters before a date among which the words stand that make an instant of it."""
_REACH, _MANY = 500, 32
"""Characters of a statement around a figure that may say something of it, and places or periods."""
_LONGEST_PLACE = 6
"""Words of a place."""
_WORD_LETTERS = 3
"""Letters of a plural that may be a whole word ("men")."""
_COUNTED = ("count", "percent", "fraction", "points", "rate", "ratio")


@dataclass(frozen=True, slots=True, eq=False)
class _ObservationWords:
    """The section `observations` of a lexicon, ready to match folded text."""

    head_first: bool
    links: frozenset[str]
    """"of": what is behind it is a modifier of the noun before."""
    joined: frozenset[str]
    """What makes one modifier with the word behind it ("non accompagnés")."""
    verbs: tuple[str, ...]
    """Endings of verbs, which are no modifiers and end them."""
    before_noun: frozenset[str]
    """Words before a noun that is otherwise the first of its phrase ("nouveaux")."""
    singular: tuple[tuple[str, str], ...]
    """Ending of a plural -> of the singular, in the order in which they are tried, folded."""
    locative: Pattern
    within: frozenset[str]
    """Small words inside a place."""
    no_place: frozenset[str]
    as_of: Pattern
    end_of: Pattern
    start_of: Pattern
    running: Pattern
    stock: Pattern
    flow: Pattern
    events: frozenset[str]
    """Outcomes that happen; the others last."""
    predicates: frozenset[str]


@cache
def _compiled(lexicon: Lexicon) -> _ObservationWords:
    section = lexicon.section("observations")
    dates = lexicon.section("dates")
    side = section.get("head")

    def anywhere(name: str) -> Pattern:
        return re.compile(rf"(?<![a-z]){words_pattern(section.get(name) or [])}")

    def listed(name: str) -> frozenset[str]:
        return frozenset(forms(section.get(name) or []))

    return _ObservationWords(
        head_first=side == "first",
        links=listed("links") | set(forms(lexicon.section("noun_phrase").get("inside") or [])),
        joined=listed("joined"),
        verbs=tuple(forms(section.get("verb_endings") or [])),
        before_noun=listed("before_noun"),
        singular=tuple((fold(str(old)), str(new)) for old, new in (section.get("singular") or {}).items()),
        locative=anywhere("locative"),
        within=listed("within"),
        no_place=listed("no_place") | set(forms([*(dates.get("months") or {}), *(dates.get("weekdays") or [])])),
        as_of=end_pattern(section.get("as_of") or []),
        end_of=end_pattern(section.get("end_of") or []),
        start_of=end_pattern(section.get("start_of") or []),
        running=anywhere("running"),
        stock=anywhere("stock"),
        flow=anywhere("flow"),
        events=frozenset(map(str, section.get("events") or [])),
        predicates=frozenset(str(dimension) for dimension in lexicon.sections.get("predicate_dimensions") or ()),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Time:
    """A period of a text: its place in it, its days, and the words that make an instant of it."""

    start: int
    end: int
    first: str | None
    last: str | None
    instant: bool


def observations(document: Document, figures: Figures) -> dict[str, Observation]:
    """Return what each figure of a document is of.

    Args:
        document: As a reader gives it.
        figures: Of it, as `read_figures` gives them.

    Returns:
        Id of the figure -> its observation; a figure of which nothing is said has an empty one.
    """
    own = load(document.language if document.language in available() else DEFAULT)
    read = lexicons(document, own)
    by_order: dict[int, list[Figure]] = {}
    for figure in figures.figures:
        by_order.setdefault(figure.order, []).append(figure)
    made: dict[str, Observation] = {}
    blocks: list[Paragraph | Table] = [*document.paragraphs, *document.tables]
    for block in blocks:
        if (mine := by_order.get(block.order)) is None:
            continue
        words = read.get(block.language, own)
        over = _over(block, document.title, words)
        if isinstance(block, Table):
            made.update(_of_table(block, mine, words, over))
        else:
            made.update(_of_paragraph(block, mine, words, over))
    return {figure.id: made.get(figure.id, Observation()) for figure in figures.figures}


def singular(noun: str, lexicon: Lexicon) -> str:
    """Return a noun in the singular, by the endings that its language's lexicon declares.

    Args:
        noun: In small letters; one that is in the singular already comes back as it is where no ending fits.
        lexicon: Of its language.
    """
    folded = fold(noun)
    for old, new in _compiled(lexicon).singular:
        if folded.endswith(old) and (len(folded) > len(old) or len(old) >= _WORD_LETTERS):
            return noun[: len(noun) - len(old)] + new
    return noun


# --- the noun -------------------------------------------------------------------------------------


def _noun(counts: str, lexicon: Lexicon) -> tuple[str, tuple[str, ...]]:
    """Return the head noun of a phrase in its singular, and its modifiers in order."""
    rules = _compiled(lexicon)
    words = [hit[0].lower() for hit in _WORD.finditer(counts)]
    while words and fold(words[-1]) in rules.links | lexicon.function_words:
        words.pop()
    linked = next((i for i, word in enumerate(words) if i and fold(word) in rules.links), len(words))
    before, after = words[:linked], words[linked:]
    head = _head(before, rules, lexicon)
    if head is None:
        return "", tuple(words)
    own, behind = before[:head], before[head + 1 :]
    if not rules.head_first:
        behind = [word for word in behind if _says(word, lexicon, rules) == "predicate"]
    verb = next((i for i, word in enumerate(behind) if rules.verbs and fold(word).endswith(rules.verbs)), None)
    if verb is not None:
        behind, after = behind[:verb], []
    modifiers = [*own, *_paired(behind, rules), *_joined(after, rules)]
    return singular(before[head], lexicon), tuple(modifiers)


def _head(words: Sequence[str], rules: _ObservationWords, lexicon: Lexicon) -> int | None:
    """Return which of the words before any "of" is the noun; None where they only say what became of those counted."""
    told = [(i, _says(word, lexicon, rules)) for i, word in enumerate(words) if fold(word) not in rules.before_noun]
    nouns = [i for i, said in told if said == "noun"]
    if nouns:
        return nouns[0] if rules.head_first else _last_of_run(nouns)  # "women prisoners"
    rest = [i for i, said in told if said != "predicate"]
    if not rules.head_first:
        return max(rest, default=None)
    plurals = (i for i, _ in told if lexicon.is_plural(fold(words[i])))  # "14 blessés"
    return min(rest, default=next(plurals, None))


def _last_of_run(numbers: Sequence[int]) -> int:
    """Return the last of the numbers that follow the first without a gap."""
    return next(b for b, after in zip(numbers, [*numbers[1:], -1], strict=True) if after != b + 1)


def _says(word: str, lexicon: Lexicon, rules: _ObservationWords) -> str:
    """Return whether a word is known for a noun, for a predicate, or for neither (empty)."""
    folded = fold(word)
    dimensions = {dimension for dimension, _ in lexicon.pairs(folded)}
    plural = lexicon.is_plural(folded)
    if dimensions & rules.predicates and (rules.head_first or not plural):
        return "predicate"  # but "deaths": where participles have no plural, a plural is a noun
    return "noun" if plural or dimensions else ""


def _paired(words: Sequence[str], rules: _ObservationWords) -> Iterator[str]:
    """Yield words, each that goes with the next joined to it: "non accompagnés"."""
    held = ""
    for word in words:
        if fold(word) in rules.joined:
            held = f"{held}{word} "
            continue
        yield f"{held}{word}"
        held = ""


def _joined(words: Sequence[str], rules: _ObservationWords) -> Iterator[str]:
    """Yield the phrases that links open: "of torture"."""
    phrase: list[str] = []
    for word in words:
        if fold(word) in rules.links and phrase:
            yield " ".join(phrase)
            phrase = []
        phrase.append(word)
    if phrase:
        yield " ".join(phrase)


# --- where ----------------------------------------------------------------------------------------


def _places(text: str, folded: str, lexicon: Lexicon) -> list[tuple[int, str]]:
    """Return the places that a text names behind a word for where, each with its offset."""
    rules = _compiled(lexicon)
    found = (
        (hit.start(), _place_at(text, folded, hit.end(), rules, lexicon)) for hit in rules.locative.finditer(folded)
    )
    return [(at, place) for at, place in found if place]


def _place_at(text: str, folded: str, at: int, rules: _ObservationWords, lexicon: Lexicon) -> str:
    """Return the place whose words begin at an offset, or nothing."""
    first, last = -1, -1
    for hit in islice(_words_on(text, at), _LONGEST_PLACE):
        word = folded[hit.start() : hit.end()]
        if word in rules.within:
            continue
        placed = _is_place(text[hit.start()], word, rules, lexicon)
        if not placed and (first >= 0 or word in lexicon.function_words):
            break
        first = hit.start() if first < 0 else first  # perhaps of a word before the place: "in northern districts"
        last = hit.end() if placed else last
    numbered = last >= 0 and _NUMBERED.match(folded, last) is not None and text[first].isupper()
    return "" if last < 0 or numbered else text[first:last]


def _is_place(letter: str, word: str, rules: _ObservationWords, lexicon: Lexicon) -> bool:
    """Whether a word, of which the first letter as printed is given, is a name or a word for places."""
    named = letter.isupper() and word not in rules.no_place
    return named or any(dimension == "place" for dimension, _ in lexicon.pairs(word))


def _words_on(text: str, at: int) -> Iterator[re.Match[str]]:
    """Yield the words that follow one another with nothing but blanks between."""
    while hit := _WORD.match(text, at + len(text[at : at + 2]) - len(text[at : at + 2].lstrip(" \u00a0"))):
        yield hit
        at = hit.end()


# --- when -----------------------------------------------------------------------------------------


def _times(text: str, folded: str, lexicon: Lexicon) -> list[_Time]:
    """Return the periods of a text in order."""
    if not any(char.isdigit() for char in folded):
        return []
    rules = _compiled(lexicon)
    dates = find_dates(text, folded, lexicon)
    masked = mask(folded, [(token.start, token.end, token.reason) for token in dates])
    tokens = sorted([*dates, *find_years(masked, lexicon)], key=lambda token: token.start)
    out: list[_Time] = []
    for stretch in find_periods(folded, tokens, lexicon):
        before = folded[max(0, stretch.start - _CUE) : stretch.start]
        first, last = stretch.first, stretch.last
        instant = True
        if rules.end_of.search(before):
            first = last
        elif rules.start_of.search(before):
            last = first
        elif not rules.as_of.search(before):
            instant = False
        out.append(_Time(stretch.start, stretch.end, first, last, instant))
    return out


def _time_of(figure: Figure, times: Sequence[_Time], begins: int) -> _Time | None:
    """Return the period of a sentence that goes with a figure: the last before it where periods lead, else the next."""
    before = [time for time in times if time.end <= figure.start]
    behind = [time for time in times if time.start >= figure.end]
    leads = bool(before) and (before[0].end <= begins or not behind)
    return before[-1] if leads else next(iter(behind), None)


# --- how observed ---------------------------------------------------------------------------------


def _observed(figure: Figure, segment: str, statement: str, time: _Time | None, rules: _ObservationWords) -> str:
    """Return whether the words make a figure a stock, a flow or a running total; empty where they do not say.

    Args:
        figure: The figure.
        segment: What stands between the figure before and the next.
        statement: All that is said with it.
        time: Its period, where its own statement has one.
        rules: The words.
    """
    outcomes = {value for dimension, value in figure.dimensions if dimension in rules.predicates}
    happened = bool(outcomes & rules.events) or rules.flow.search(segment) is not None
    lasting = rules.stock.search(segment) is not None
    upto = statement[: statement.find(segment) + len(segment)]
    if rules.running.search(upto) or (time is not None and time.first is not None and time.last is None):
        return "running total"
    if time is not None and time.instant:
        return "running total" if happened else "stock"
    if lasting and not happened:
        return "stock"
    if happened or rules.flow.search(statement):
        return "flow"
    return "stock" if rules.stock.search(statement) else ""


# --- blocks ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Over:
    """One text that stands over figures: what it is, the place and the period that it names."""

    what: str
    place: str
    time: _Time | None
    noun: str = ""


def _say(what: str, text: str, lexicon: Lexicon) -> _Over:
    folded = fold(text)
    places = _places(text, folded, lexicon)
    times = _times(text, folded, lexicon)
    place = places[0][1] if places else _territory(text, lexicon)
    return _Over(what, place, times[0] if times else None)


def _over(block: Paragraph | Table, title: str, lexicon: Lexicon) -> list[_Over]:
    """Return what stands over a block, the nearest first."""
    texts = [("heading", text) for text in reversed(block.section)] + [("title", title)]
    return [_said(what, text, lexicon) for what, text in texts if text]


_said = lru_cache(1 << 10)(_say)


@cache
def _territories(language: str) -> Mapping[str, str]:
    """Return the names of States and territories in a language (CLDR), folded -> as written."""
    from babel import Locale

    names = Locale.parse(language).territories
    return {fold(name): name for code, name in names.items() if len(code) == 2}  # ISO 3166-1 alpha-2


def _territory(text: str, lexicon: Lexicon) -> str:
    """Return the State or territory that a short text names, as written there."""
    for hit in _NAME.finditer(text):
        if fold(hit[0]) in _territories(lexicon.language):
            return hit[0]
    return ""


def _of_paragraph(
    block: Paragraph, figures: Sequence[Figure], lexicon: Lexicon, over: Sequence[_Over]
) -> Iterator[tuple[str, Observation]]:
    """Yield the observation of each figure of a paragraph."""
    text, folded = block.text, fold(block.text)
    noun = ""
    for start, end in split_sentences(text, lexicon.abbreviations):
        mine = [figure for figure in figures if start <= figure.start < end]
        own = _FigureSentence(text[start:end], folded[start:end], start, mine, lexicon)
        source = "paragraph"
        for i, figure in enumerate(mine):
            made = own.observation(i)
            if noun and not made.noun and figure.unit in _COUNTED:
                made = _lent(made, "noun", source, noun=noun)
            elif made.noun:
                noun, source = made.noun, "figure before"
            yield figure.id, _completed(made, over)


class _FigureSentence:
    """One sentence with its figures, their places and periods; a semicolon parts the statements of it."""

    def __init__(self, text: str, folded: str, offset: int, figures: Sequence[Figure], lexicon: Lexicon) -> None:
        self._figures = [replace(each, start=each.start - offset, end=each.end - offset) for each in figures]
        self._starts = [each.start for each in self._figures]
        self._folded, self._lexicon = folded, lexicon
        self._places = _places(text, folded, lexicon) if figures else []
        self._times = _times(text, folded, lexicon) if figures else []
        self._statements = [hit.span() for hit in _STATEMENT.finditer(folded)]

    def observation(self, index: int) -> Observation:
        """Return what the sentence says of one of its figures."""
        figure, lexicon = self._figures[index], self._lexicon
        noun, modifiers = _noun(figure.counts, lexicon) if figure.unit in _COUNTED else ("", ())
        first, last = self._statement(figure)
        beside = self._figures[bisect_left(self._starts, first)]
        own = [time for time in _near(self._times, figure, _start_of) if first <= time.start < last]
        time = _time_of(figure, own or _near(self._times, figure, _start_of), beside.start)
        before = self._figures[max(0, bisect_left(self._starts, figure.start) - 1)]
        behind = bisect_left(self._starts, figure.end)
        begins = max(first, before.end) if before.end <= figure.start else first
        ends = min([last, *self._starts[behind : behind + 1]])
        observed = _observed(
            figure, self._folded[begins:ends], self._folded[first:last], time if own else None, _compiled(lexicon)
        )
        made = Observation(noun, modifiers, observed=observed)
        places = _near(self._places, figure, itemgetter(0))
        near = [(at, place) for at, place in places if first <= at < last]
        made = _with(made, "place", bool(near), place=_place_of(figure, near or places, ends))
        return _with(made, "period", bool(own), first=time.first if time else None, last=time.last if time else None)

    def _statement(self, figure: Figure) -> tuple[int, int]:
        """Return where the statement of a figure lies, or what of a very long one is within reach."""
        at = bisect_right(self._statements, figure.start, key=itemgetter(0)) - 1
        first, last = self._statements[at] if at >= 0 else (0, figure.end)
        if figure.start >= last:
            first, last = 0, figure.end
        return max(first, figure.start - _REACH), min(last, figure.end + _REACH)


_Told = TypeVar("_Told")


def _near(told: Sequence[_Told], figure: Figure, start: Callable[[_Told], int]) -> Sequence[_Told]:
    """Return the first of what a sentence tells in order, and those around a figure, where it tells very much."""
    if len(told) <= _MANY:
        return told
    at = bisect_left(told, figure.start, key=start)
    return [told[0], *told[max(1, at - _MANY // 2) : at + _MANY // 2]]


def _start_of(time: _Time) -> int:
    """Return where a period begins."""
    return time.start


def _with(made: Observation, facet: str, own: bool, **values: str | None) -> Observation:  # noqa: FBT001 - it says whose
    """Return an observation with a facet of its own statement, or of another of the sentence."""
    if not any(values.values()):
        return made
    return replace(made, **values) if own else _lent(made, facet, "sentence", **values)  # type: ignore[arg-type]


def _place_of(figure: Figure, places: Sequence[tuple[int, str]], ends: int) -> str:
    """Return the place behind a figure and before the next; else the last one before it, else the next."""
    behind = [(at, place) for at, place in places if at >= figure.end]
    before = [place for at, place in places if at < figure.start]
    if behind and (behind[0][0] < ends or not before):
        return behind[0][1]
    return before[-1] if before else ""


def _completed(made: Observation, over: Iterable[_Over]) -> Observation:
    """Return an observation with what it does not say itself taken from the nearest text over it that does."""
    for each in over:
        if each.noun and not made.noun:
            made = _lent(made, "noun", each.what, noun=each.noun)
        if each.place and not made.place:
            made = _lent(made, "place", each.what, place=each.place)
        if each.time and made.first is None and made.last is None:
            made = _lent(made, "period", each.what, first=each.time.first, last=each.time.last)
            if each.time.instant and not made.observed:
                made = replace(made, observed="stock")
    return made


def _lent(made: Observation, facet: str, source: str, **values: str | None) -> Observation:
    return replace(made, inherited=(*made.inherited, (facet, source)), **values)  # type: ignore[arg-type]


def _of_table(
    table: Table, figures: Sequence[Figure], lexicon: Lexicon, over: Sequence[_Over]
) -> Iterator[tuple[str, Observation]]:
    """Yield the observation of each figure of a table: its row, its column, the caption, then the headings."""
    caption = [_said("caption", table.caption, lexicon)] if table.caption else []
    rows, columns = _heads(table, figures)
    rules = _compiled(lexicon)
    for figure in figures:
        heads = [("row", rows.get(figure.row or 0, "")), ("column", columns.get(figure.column or 0, ""))]
        above = [_said(what, text, lexicon) for what, text in heads if text]
        noun, modifiers = _noun(figure.counts, lexicon) if figure.unit in _COUNTED else ("", ())
        folded = fold(" ".join([*(text for _, text in heads), table.caption]))
        made = Observation(noun, modifiers, observed=_observed(figure, folded, folded, None, rules))
        yield figure.id, _completed(made, [*above, *caption, *over])


def _heads(table: Table, figures: Sequence[Figure]) -> tuple[dict[int, str], dict[int, str]]:
    """Return the words of each row, and those of each column above the first row of figures."""
    taken = {(figure.row, figure.column) for figure in figures}
    body = min((figure.row or 0 for figure in figures), default=0)
    rows: dict[int, list[str]] = {}
    columns: dict[int, list[str]] = {}
    worded = [each for each in table.cells if each.text.strip() and (each.row, each.column) not in taken]
    for cell in sorted(worded, key=lambda cell: (cell.row, cell.column)):
        rows.setdefault(cell.row, []).append(cell.text)
        for column in range(cell.column, cell.column + max(1, cell.columns)) if cell.row < body else ():
            columns.setdefault(column, []).append(cell.text)
    return {at: " ".join(own) for at, own in rows.items()}, {at: " ".join(own) for at, own in columns.items()}
