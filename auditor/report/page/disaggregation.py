"""Which breakdowns are given of each total about people, and which are missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from auditor.kinds import kind_of
from auditor.language.folding import fold
from auditor.language.lexicon import Lexicon
from auditor.model.figure import Figure
from auditor.model.verdict import Verdict
from auditor.report.page.figure_names import Labels
from auditor.report.page.standings import Mentions
from auditor.report.page.texts import Texts
from auditor.report.safe_text import line
from auditor.runtime.resources import read_rules

STATES = ("given", "open", "fails", "itself", "missing", "silent")
"""Broken down in full; in part; in full but it does not reconcile; the total is of one value; not said though it is
asked for; not said and not asked for."""
_BEST = ("fails", "given", "open")


@dataclass(frozen=True, slots=True)
class Slot:
    """What is said of one total in one dimension."""

    state: str
    words: str
    """The values that are given ("women 802; men 12,048 + 6,000")."""


@dataclass(frozen=True, slots=True)
class BreakdownLine:
    """One total."""

    figure: str
    text: str
    counts: str
    where: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Breakdowns:
    """The table: a line a total, a column a dimension."""

    dimensions: tuple[str, ...] = ()
    """Names in the reader's language."""
    lines: tuple[BreakdownLine, ...] = ()
    unsaid: tuple[str, ...] = ()
    """Dimensions that are asked for and that no total is broken down by."""


@dataclass(slots=True)
class _Known:
    """What is known of one total: dimension -> (state, the parts with their values)."""

    told: dict[str, tuple[str, tuple[Figure, ...]]]
    whole: bool = False


def breakdowns(
    verdicts: Iterable[Verdict],
    figures: Mapping[str, Figure],
    mentions: Mentions,
    where: Mapping[str, str],
    labels: Labels,
    texts: Texts,
    lexicon: Lexicon,
) -> Breakdowns:
    """Return the table of what each total about people is broken down by.

    Of the figures of a table those are left out that add up to others of it: the total is what is broken down.

    Args:
        verdicts: On all relations; those that add figures up are breakdowns.
        figures: By id.
        mentions: Which figures are one.
        where: Figure -> the name of its place.
        labels: What each figure is called.
        texts: The reader's language.
        lexicon: The words of the document's language.

    Returns:
        A line a total in reading order, a column a dimension: first those that are asked for
        (`rules/report/_disaggregation.yaml`).
    """
    settings = _settings()
    known, parts, inner = _known(verdicts, figures, mentions, settings)
    lines: list[tuple[Figure, _Known, dict[str, str]]] = []
    seen: set[str] = set()
    nothing = _Known({})
    for name in figures:
        root = mentions.of(name)
        if root in seen or root in inner:
            continue
        seen.add(root)
        entry = known.get(root, nothing)
        if _wanted(figures[root], entry, settings, lexicon, part=root in parts):
            lines.append((figures[root], entry, dict(figures[root].dimensions)))
    told = {name for _, entry, _ in lines for name in entry.told}
    asked = tuple(name for name in settings["asked"] if name in told or name in settings["always"])
    also = tuple(name for name in settings["also"] if name in told)
    shown = asked + also
    made = tuple(
        BreakdownLine(
            figure.id, line(figure.text), labels.of(figure), where.get(figure.id, ""),
            tuple(_slot(name, entry, of_whole, texts, asked=name in asked) for name in shown),
        )
        for figure, entry, of_whole in sorted(lines, key=lambda row: (row[0].order, row[0].start))
    )  # fmt: skip
    unsaid = tuple(texts.named("dimensions", name) for name in settings["asked"] if name not in told)
    return Breakdowns(tuple(texts.named("dimensions", name) for name in shown), made, unsaid if made else ())


def _known(
    verdicts: Iterable[Verdict], figures: Mapping[str, Figure], mentions: Mentions, settings: Mapping[str, Any]
) -> tuple[dict[str, _Known], set[str], set[str]]:
    """Return what is broken down how, which figures are part of something, and which of a total of their own table."""
    known: dict[str, _Known] = {}
    parts: set[str] = set()
    inner: set[str] = set()
    for verdict in verdicts:
        relation = verdict.relation
        if not kind_of(relation.kind).breaks_down or relation.whole is None or relation.whole not in figures:
            continue
        entry = known.setdefault(mentions.of(relation.whole), _Known({}))
        entry.whole = True
        listed = [figures[name] for name in relation.parts if name in figures]
        parts.update(mentions.of(part.id) for part in listed)
        whole = figures[relation.whole]
        inner.update(part.id for part in listed if part.table is not None and part.table == whole.table)
        of_whole = dict(whole.dimensions)
        for name in dict.fromkeys(name for part in listed for name, _ in part.dimensions):
            told = tuple(part for part in listed if dict(part.dimensions).get(name) not in (None, of_whole.get(name)))
            if told and (name in settings["asked"] or _tells_apart(name, told)):
                state = _state(verdict, name, told, listed)
                _better(entry.told, name, state, told)
    return known, parts, inner


def _tells_apart(name: str, told: Sequence[Figure]) -> bool:
    return len({dict(part.dimensions)[name] for part in told}) > 1


def _state(verdict: Verdict, name: str, told: Sequence[Figure], listed: Sequence[Figure]) -> str:
    """Return how far a relation breaks its whole down in a dimension that some of its parts have."""
    closes = kind_of(verdict.relation.kind).closes or (verdict.holds and verdict.residual == 0)
    if not closes or len(told) < len(listed) - 1 or not _tells_apart(name, told):
        return "open"
    return "fails" if verdict.holds is False else "given"


def _better(told: dict[str, tuple[str, tuple[Figure, ...]]], name: str, state: str, parts: tuple[Figure, ...]) -> None:
    """Keep of two breakdowns the one that says more; figures of two lists that are open are put together."""
    before = told.get(name)
    if before is None or _BEST.index(state) < _BEST.index(before[0]):
        told[name] = (state, parts)
    elif state == before[0] == "open":
        told[name] = (state, tuple(dict.fromkeys((*before[1], *parts))))


def _wanted(figure: Figure, entry: _Known, settings: Mapping[str, Any], lexicon: Lexicon, *, part: bool) -> bool:
    """Whether a figure is a total about people."""
    if figure.unit != "count" or figure.article:
        return False
    about = _people(figure, settings, lexicon) or any(
        _people(each, settings, lexicon) for name in ("sex", "age") for each in entry.told.get(name, ("", ()))[1]
    )
    if not about:
        return False
    return bool(entry.told) or (not part and figure.value >= settings["least"])


def _people(figure: Figure, settings: Mapping[str, Any], lexicon: Lexicon) -> bool:
    """Whether a figure counts people: by what it counts, not by what befell it alone ("held 23 meetings")."""
    wanted = settings["people"]
    if any(name == "population" and value not in wanted["population"] for name, value in figure.dimensions):
        return False
    found = {
        name for name, value in figure.dimensions if name in wanted and (wanted[name] == "any" or value in wanted[name])
    }
    return bool(found) and (found != {"outcome"} or not figure.counts or _befalls(figure.counts, lexicon))


def _befalls(counts: str, lexicon: Lexicon) -> bool:
    """Whether what is counted says itself what befell people: "deaths"."""
    return any(name == "outcome" for name, _ in lexicon.pairs_in(fold(counts)))


def _slot(name: str, entry: _Known, of_whole: Mapping[str, str], texts: Texts, *, asked: bool) -> Slot:
    if name in entry.told:
        state, parts = entry.told[name]
        said: dict[str, dict[str, None]] = {}
        for part in parts:
            said.setdefault(dict(part.dimensions)[name], {})[line(part.text)] = None
        words = (f"{texts.named('values', value)} {' + '.join(numbers)}" for value, numbers in said.items())
        return Slot(state, "; ".join(words))
    if name in of_whole:
        return Slot("itself", texts.named("values", of_whole[name]))
    return Slot("missing" if asked else "silent", "")


@cache
def _settings() -> Mapping[str, Any]:
    return read_rules("report", "_disaggregation.yaml")
