"""A count at the head of sections, each of which gives its part: "940 visitors ... Adults: 510 ... Children: 330"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from auditor.language.lexicon import Lexicon
from auditor.model.relation import Relation
from auditor.relations.quantities.statements import StatedFigure

CUE = "parts in sections of their own"
PROBABILITY = 0.9
REACH = 40
"""Statements behind a total among which its parts stand."""


def read_section_parts(statements: Sequence[StatedFigure], lexicon: Lexicon) -> list[Relation]:
    """Return counts of which the sections behind them give all values of one dimension.

    Args:
        statements: Of a document, in reading order.
        lexicon: Of its language.

    Returns:
        Totals without ids.
    """
    leading = [each for each in statements if each.leads and each.noun and not each.bullet]
    evidence = ("dimension", "sections")
    return [
        Relation("", "total", whole.figure.id, parts, CUE, PROBABILITY, evidence, "", 0.0, PROBABILITY)
        for at, whole in enumerate(leading)
        for parts in _parts(whole, leading[at + 1 : at + 1 + REACH], lexicon.exhaustive)
    ]


def _parts(
    whole: StatedFigure, behind: Sequence[StatedFigure], exhaustive: Mapping[str, Sequence[frozenset[str]]]
) -> Iterator[tuple[str, ...]]:
    """Yield the figures of other sections that have each value of one dimension once, of the noun of the whole."""
    found: dict[str, list[tuple[str, StatedFigure]]] = defaultdict(list)
    for each in takewhile(lambda each: each.noun != whole.noun, behind):  # until it is counted anew
        for dimension, value in _added(whole, each):
            found[dimension].append((value, each))
    for dimension, parts in found.items():
        values, sections = {value for value, _ in parts}, {each.section for _, each in parts}
        if len(values) == len(parts) == len(sections) and frozenset(values) in exhaustive.get(dimension, ()):
            yield tuple(each.figure.id for _, each in parts)


def _added(whole: StatedFigure, part: StatedFigure) -> list[tuple[str, str]]:
    """Return the dimensions of a part, with its value, that the whole has not; none of what can be no part of it."""
    own = dict(whole.figure.dimensions)
    return [pair for pair in part.figure.dimensions if pair[0] not in own] if _may_be_part(whole, part) else []


def _may_be_part(whole: StatedFigure, part: StatedFigure) -> bool:
    """Whether a figure of another section counts what the whole does, and of no other time."""
    return (
        part.noun > whole.noun
        and part.section != whole.section
        and part.figure.unit == whole.figure.unit
        and part.when in ((None, None), whole.when)
    )
