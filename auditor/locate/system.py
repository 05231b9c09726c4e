"""Linear rules over named figures, in the sparse form that the search for suspects works on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Linear:
    """One linear rule over named figures: low <= sum(coefficient * figure) <= high; equalities have low == high."""

    id: str
    coefficients: Mapping[str, float]
    low: float
    high: float
    counted: bool = True
    """Whether a reason counts it among the relations that a change mends (False for bounds nobody wrote down)."""
    aim: float | None = None
    """What the sum should come to where low and high leave room for rounding; an equality's value by default."""


@dataclass(frozen=True, slots=True)
class LinearRow:
    """One rule of a `System`: low <= sum(coefficient * x[position]) <= high."""

    id: str
    terms: tuple[tuple[int, float], ...]
    """(position of the figure in `System.names`, coefficient), ascending, no zeros."""
    low: float
    high: float
    counted: bool = True
    aim: float | None = None
    """What the sum should come to; None where the rule only bounds it."""


@dataclass(frozen=True, slots=True)
class System:
    """Rules in matrix form over figures in a canonical order, so that no result depends on the order given."""

    names: tuple[str, ...]
    rows: tuple[LinearRow, ...]
    touching: tuple[tuple[tuple[int, float], ...], ...]
    """For each figure, the positions in `rows` of the rules that name it, each with the figure's coefficient there."""
    factors: tuple[dict[int, float], ...]
    """For each row, its coefficients by position of the figure."""
    component: tuple[int, ...]
    """For each row, the number of the connected component (rules linked by shared figures) that it belongs to."""

    @classmethod
    def build(cls, rules: Iterable[Linear], names: Iterable[str] = ()) -> System:
        """Compile rules into one system.

        Args:
            rules: In any order; the system is the same.
            names: Figures that no rule may mention.

        Returns:
            The system; values are aligned with its `names`, which are in natural order ("f2" before "f10").
        """
        given = list(rules)
        every = sorted({*names, *(name for rule in given for name in rule.coefficients)}, key=natural)
        at = {name: position for position, name in enumerate(every)}
        rows = sorted((_row(rule, at) for rule in given), key=_canonical)
        touching: list[list[tuple[int, float]]] = [[] for _ in every]
        for number, row in enumerate(rows):
            for position, factor in row.terms:
                touching[position].append((number, factor))
        return cls(
            tuple(every),
            tuple(rows),
            tuple(map(tuple, touching)),
            tuple(dict(row.terms) for row in rows),
            _components(rows, touching),
        )


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key under which "f2" comes before "f10"."""
    pieces = re.split(r"(\d+)", name)
    return tuple((1, int(piece), piece) if number % 2 else (0, 0, piece) for number, piece in enumerate(pieces))


def _row(rule: Linear, at: Mapping[str, int]) -> LinearRow:
    terms = sorted((at[name], float(factor)) for name, factor in rule.coefficients.items() if factor)
    aim = rule.low if rule.aim is None and rule.low == rule.high else rule.aim
    return LinearRow(rule.id, tuple(terms), float(rule.low), float(rule.high), rule.counted, aim)


def _canonical(row: LinearRow) -> tuple[tuple[tuple[int, float], ...], float, float, str]:
    return (row.terms, row.low, row.high, row.id)


def _components(rows: list[LinearRow], touching: list[list[tuple[int, float]]]) -> tuple[int, ...]:
    """Number the connected components of the rules, in the order of their first rule."""
    found = [-1] * len(rows)
    count = 0
    for start in range(len(rows)):
        if found[start] >= 0:
            continue
        found[start], waiting = count, [start]
        while waiting:
            for position, _ in rows[waiting.pop()].terms:
                for near, _ in touching[position]:
                    if found[near] < 0:
                        found[near] = count
                        waiting.append(near)
        count += 1
    return tuple(found)
