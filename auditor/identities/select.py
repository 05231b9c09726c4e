"""Finding the figures and dates that a rule file names, and saying what was seen where none or several fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from auditor.identities.context import FigureContext, fits, says
from auditor.language.folding import folded
from auditor.model.document import Document
from auditor.model.figure import Figure, Figures, Period
from auditor.rulebook.expressions.identity import Selector

MOST_SHOWN = 4
DATE = "date"
"""Unit of a date; it is handled as a figure whose value is the ordinal of a day."""

Test = Callable[[Figure], bool]
Seen = Callable[[Figure], Iterable[str]]
"""What is there of a kind: the sections, tables, heads that a figure stands under."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What a selector found: one figure, or the reason why not."""

    figure: Figure | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """What was found of several figures: all of them, or the reason why not."""

    figures: tuple[Figure, ...]
    reason: str = ""


class Finder:
    """Finds figures and dates of one document by selectors."""

    def __init__(self, document: Document, figures: Figures) -> None:
        """Index the figures by paragraph label.

        Args:
            document: As read.
            figures: In reading order.
        """
        self._context = FigureContext(document, figures.figures, figures.periods)
        self._figures = figures.figures
        self._dates = tuple(map(_dated, figures.periods))
        self._by_label = {"figures": _by_label(self._figures), "dates": _by_label(self._dates)}

    def find(self, selector: Selector) -> Selection:
        """Find the figure that a selector means.

        Each condition narrows the figures down; the first that leaves none is named in the reason, with what was there.
        """
        return self._one(selector, "figures")

    def date(self, selector: Selector) -> Selection:
        """Find the date or period that a selector means; value, low and high are ordinals of days."""
        return self._one(selector, "dates")

    def every(self, selector: Selector) -> FigureGroup:
        """Find all figures that fit a selector."""
        if selector.position is not None:
            found = self.find(selector)
            return FigureGroup((found.figure,) if found.figure else (), found.reason)
        left, reason = self._narrowed(selector, "figures")
        return FigureGroup(tuple(left), reason)

    def members(self, selector: Selector, dimension: str) -> FigureGroup:
        """Find the figures of a dimension beside the one that a selector means: one for each value, `killed by sex`.

        They fit what the selector says but for what is counted, the words right beside, the position and the dimension
        itself. Of several for one value that with the fewest further dimensions is meant (men, not boys).
        """
        own = tuple(pair for pair in selector.dimensions if pair[0] != dimension)
        wide = replace(selector, counts=(), after=(), before=(), position=None, dimensions=own)
        reason = ""
        for each in (wide, replace(wide, column=None), replace(wide, row=None)):
            left, reason = self._narrowed(each, "figures")
            found = [figure for figure in left if dimension in dict(figure.dimensions)]
            if found:
                return _one_a_value(found, dimension)
            if left:
                reason = f"none of {len(left)} figures has a {dimension}; there are: {_shown(left)}"
        return FigureGroup((), reason)

    def _one(self, selector: Selector, kind: str) -> Selection:
        left, reason = self._narrowed(selector, kind)
        if reason:
            return Selection(None, reason)
        if selector.position is not None:
            place = selector.position - 1 if selector.position > 0 else selector.position
            if not -len(left) <= place < len(left):
                return Selection(None, f"there is no number {selector.position} of {len(left)}: {_shown(left)}")
            return Selection(left[place])
        if len(left) > 1:
            return Selection(None, f"{len(left)} {kind} fit, where one should: {_shown(left)}")
        return Selection(left[0])

    def _narrowed(self, selector: Selector, kind: str) -> tuple[list[Figure], str]:
        """Return what fits all conditions but the position, or the reason why nothing does."""
        left = list(self._figures if kind == "figures" else self._dates)
        if selector.paragraph:
            labelled = self._by_label[kind]
            left = [figure for label in selector.paragraph for figure in labelled.get(label, ())]
            if not left:
                return [], f"there are no {kind} in paragraph {' or '.join(selector.paragraph)}"
        for words, test, seen in self._tests(selector):
            kept = [figure for figure in left if test(figure)]
            if not kept:
                there = (_seen(left, seen) if seen else "") or _shown(left)
                return [], f"none of {len(left)} {kind} {words}; there are: {there}"
            left = kept
        return (left, "") if left else ([], f"there are no {kind}")

    def _tests(self, s: Selector) -> Iterator[tuple[str, Test, Seen | None]]:
        """Yield the conditions of a selector but paragraph and position, each with its words for a reader."""
        yield from self._place_tests(s)
        if s.unit is not None:
            yield f"have the unit {s.unit}", lambda f: f.unit == s.unit, None
        if s.counts:
            words = " or ".join(s.counts)
            yield f"count {words}", lambda f: any(says(folded(f.counts), each) for each in s.counts), None
        if s.dimensions:
            named = ", ".join(f"{key}: {value}" for key, value in s.dimensions)
            yield f"have {named}", lambda f: set(s.dimensions) <= set(f.dimensions), None
        if s.near:
            words = " and ".join(s.near)
            around = self._context
            yield f"stand in a sentence with {words}", lambda f: all(says(around.sentence(f), w) for w in s.near), None
        if s.after:
            words = " or ".join(s.after)
            yield f"come right after {words}", lambda f: self._context.touches(f, s.after, ahead=False), None
        if s.before:
            words = " or ".join(s.before)
            yield f"come right before {words}", lambda f: self._context.touches(f, s.before, ahead=True), None

    def _place_tests(self, s: Selector) -> Iterator[tuple[str, Test, Seen | None]]:
        """Yield the conditions on where a figure stands and for what place and time."""
        around = self._context
        if s.section is not None:
            heading = s.section
            yield f"stand in a section {heading!r}", lambda f: _any_fits(heading, around.section(f)), around.section
        if s.table is not None:
            table = s.table
            yield f"stand in a table {table!r}", lambda f: around.in_table(f, table), around.tables
        if s.row is not None:
            row = s.row
            yield f"stand in a row {row!r}", lambda f: around.in_row(f, row), around.rows(row)
        if s.column is not None:
            column = s.column
            yield f"stand in a column {column!r}", lambda f: around.in_column(f, column), around.columns(column)
        if s.place:
            words = " or ".join(s.place)
            yield f"are for {words}", lambda f: any(around.names_place(f, place) for place in s.place), None
        if s.period is not None:
            period = s.period
            yield f"are for {period}", lambda f: around.in_period(f, period), None


def _any_fits(pattern: str, texts: Iterable[str]) -> bool:
    return any(fits(pattern, text) for text in texts)


def _by_label(figures: Sequence[Figure]) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {}
    for figure in figures:
        found.setdefault(figure.paragraph, []).append(figure)
    return found


def _dated(period: Period) -> Figure:
    """Return a date or period as a figure whose interval is its days; an end that is left open stays open."""
    first = None if period.first is None else float(date.fromisoformat(period.first).toordinal())
    last = None if period.last is None else float(date.fromisoformat(period.last).toordinal())
    value = first if first is not None else last if last is not None else 0.0
    return Figure(
        id="",
        text=period.text,
        value=value,
        low=first,
        high=last,
        unit=DATE,
        paragraph=period.paragraph,
        start=period.start,
        end=period.end,
        order=period.order,
    )


def _one_a_value(found: Sequence[Figure], dimension: str) -> FigureGroup:
    """Return one figure for each value of a dimension, or say where several compete."""
    by_value: dict[str, list[Figure]] = {}
    for figure in found:
        by_value.setdefault(dict(figure.dimensions)[dimension], []).append(figure)
    chosen = []
    for value, figures in sorted(by_value.items()):
        fewest = min(len(figure.dimensions) for figure in figures)
        plain = [figure for figure in figures if len(figure.dimensions) == fewest]
        if len({(figure.value, figure.low, figure.high) for figure in plain}) > 1:
            return FigureGroup((), f"{len(plain)} figures have {dimension}: {value}, where one should: {_shown(plain)}")
        chosen.append(plain[0])
    return FigureGroup(
        tuple(sorted(chosen, key=lambda figure: (figure.order, figure.row or 0, figure.start, figure.id)))
    )


def _seen(figures: Sequence[Figure], seen: Seen) -> str:
    """Name a few of what is there of a kind."""
    named = list(dict.fromkeys(" ".join(text.split()) for figure in figures for text in seen(figure) if text.strip()))
    return ", ".join(named[:MOST_SHOWN]) + (" …" if len(named) > MOST_SHOWN else "")


def _shown(figures: Sequence[Figure]) -> str:
    """Name a few figures with what they count."""
    named = [" ".join(f"{figure.text} {figure.counts}".split()) for figure in figures[:MOST_SHOWN]]
    return ", ".join(named) + (" …" if len(figures) > MOST_SHOWN else "")
