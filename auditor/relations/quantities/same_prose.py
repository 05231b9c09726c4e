"""One quantity stated twice in running text: again of the same thing, place and time, or as a set that is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from auditor.model.observation import Observation
from auditor.model.relation import Relation
from auditor.relations.quantities.statements import STEM, StatedFigure

SAID_AGAIN, KNOWN = "the same quantity, stated again", "the same set, named again"
PROBABILITY = 0.92
SPECIFIC, WITHOUT_PERIOD = 2, 4
"""Words that two statements have in common at the least, of one period and where none is named."""
MORE = 3
"""Words in common with which one statement may name the doer, or its verb, and the other not."""
BEGINNING = 4
"""Letters by which two words that are all that parts two statements are one ("formés", "formation")."""
NEAR, WINDOW = 2, 8
"""Sentences, and figures, back within which "of the 12 cases" finds what it names."""
MOST = 200
"""Statements in other words of one place and period that a statement is held against."""
SERIES = 3
"""Values stated in the same words that are a series, each of another thing that the words do not tell."""


def read_same_prose(statements: Sequence[StatedFigure]) -> list[Relation]:
    """Return which figures of running text state one quantity.

    Args:
        statements: Of a document, in reading order.

    Returns:
        Repeats without ids, the first statement of each as the whole.
    """
    found = [*_again(statements), *_known(statements)]
    return [_repeat(*each) for each in found]


_Found = tuple[StatedFigure, StatedFigure, str]


def _repeat(first: StatedFigure, later: StatedFigure, cue: str) -> Relation:
    parts = (later.figure.id,)
    return Relation("", "repeat", first.figure.id, parts, cue, PROBABILITY, ("quantity",), "", 0.0, PROBABILITY)


def _again(statements: Sequence[StatedFigure]) -> Iterator[_Found]:
    """Yield statements of the same thing, place and period in the same words."""
    alike: dict[tuple[object, ...], list[list[StatedFigure]]] = defaultdict(list)
    for each in statements:
        if each.leads and each.noun and not each.bullet and len(each.words) >= _needed(each):
            _enter(each, alike[each.figure.unit, each.observed.place, each.when, each.in_period])
    for first, *others in (group for groups in alike.values() for group in groups):
        if len({each.figure.value for each in (first, *others)}) < SERIES:
            yield from ((first, each, SAID_AGAIN) for each in others if _may_repeat(first, each))


def _enter(statement: StatedFigure, groups: list[list[StatedFigure]]) -> None:
    """Enter a statement into the group of those in the same words, or into a new one."""
    for group in groups[-MOST:]:
        if _same_words(group[0], statement):
            group.append(statement)
            return
    groups.append([statement])


def _needed(statement: StatedFigure) -> int:
    """Return how many words make a statement specific."""
    return SPECIFIC if statement.in_period or statement.when != (None, None) else WITHOUT_PERIOD


def _same_words(one: StatedFigure, other: StatedFigure) -> bool:
    """Whether two say the same, but for one word before the figure of one of them: who did it, or a verb."""
    if not (one.noun <= other.words and other.noun <= one.words) or _other_names(one, other):
        return False
    fewer, more = sorted((one, other), key=lambda each: len(each.words))
    begun = {word[:BEGINNING] for word in more.words - fewer.words}
    missing = {word for word in fewer.words - more.words if word[:BEGINNING] not in begun}
    known = {word[:BEGINNING] for word in fewer.words - more.words}
    extra = {word for word in more.words - fewer.words if word[:BEGINNING] not in known}
    return not missing and len(extra) <= (len(fewer.words) >= MORE) and extra <= more.before


def _other_names(one: StatedFigure, other: StatedFigure) -> bool:
    """Whether names in two statements begin alike and are not the same."""
    own = {name[:STEM] for name in one.names - other.names}
    return any(name[:STEM] in own for name in other.names - one.names)


def _may_repeat(first: StatedFigure, later: StatedFigure) -> bool:
    """Whether two are of different sentences and not observed in different ways."""
    return first.sentence != later.sentence and _agree(first.observed, later.observed)


def _agree(one: Observation, other: Observation) -> bool:
    return not one.observed or not other.observed or one.observed == other.observed


def _known(statements: Sequence[StatedFigure]) -> Iterator[_Found]:
    """Yield sets that are named again shortly after they were counted: "412 landings ... Of the 431 landings"."""
    for at, later in enumerate(statements):
        if not later.definite or not later.noun or later.bullet:
            continue
        near = [each for each in statements[max(0, at - WINDOW) : at] if _is_near(each, later)]
        if len(near) == 1 and _names(later, near[0]):
            yield near[0], later, KNOWN


def _is_near(first: StatedFigure, later: StatedFigure) -> bool:
    """Whether a figure shortly before counts what a later one does."""
    return 0 < later.sentence - first.sentence <= NEAR and not first.noun.isdisjoint(later.noun)


def _names(later: StatedFigure, first: StatedFigure) -> bool:
    """Whether all words of a set were said where it was counted."""
    return (
        first.leads
        and later.figure.unit == first.figure.unit
        and first.figure.order == later.figure.order
        and later.noun >= first.noun
        and later.words <= first.all_words
        and (later.when == first.when or not later.dated)
        and later.observed.place in ("", first.observed.place)
    )
