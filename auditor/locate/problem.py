"""One set of printed figures against the rules: which rules fail, and what one figure would have to be to mend them."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from math import inf, isfinite

from auditor.locate.system import LinearRow, System

ROUNDING = 1e-11
"""What floating point may be off by in a sum, relative to the sizes of its terms."""


@dataclass(frozen=True, slots=True)
class ValueSpan:
    """The values of one figure that mend the rules: [low, high]; `point` follows from the other figures as printed."""

    low: float
    high: float
    point: float | None = None


@dataclass(frozen=True, slots=True)
class LocalisationProblem:
    """Printed figures as intervals (missing ones open on both sides) with the sums of all rules over them."""

    system: System
    values: tuple[float, ...]
    """As printed, aligned with `system.names`; NaN where missing."""
    low: tuple[float, ...]
    high: tuple[float, ...]
    least: tuple[float, ...]
    """The smallest sum of each rule that the intervals allow."""
    most: tuple[float, ...]
    slack: tuple[float, ...]
    """Rounding error of floating point to allow for in each rule."""
    failing: tuple[int, ...]
    """Rules that no choice of values inside the intervals satisfies."""

    @classmethod
    def state(
        cls, system: System, values: Sequence[float], low: Sequence[float], high: Sequence[float]
    ) -> LocalisationProblem:
        """Return the problem of printed figures under rules, with every rule summed over the figures' intervals.

        Args:
            system: The rules.
            values: The figures as printed, aligned with `system.names`; NaN where missing.
            low: Lower ends of what they state; -inf where missing or open.
            high: Upper ends of it; inf where missing or open.

        Returns:
            The sums of all rules, and which fail beyond what floating point may be off by.
        """
        least, most, slack, failing = [], [], [], []
        for number, row in enumerate(system.rows):
            first = last = size = 0.0
            for position, factor in row.terms:
                one, other = factor * low[position], factor * high[position]
                if factor < 0:
                    one, other = other, one
                first += one
                last += other
                size += abs(one) + abs(other)
            slip = _slack(row, size)
            if first > row.high + slip or last < row.low - slip:
                failing.append(number)
            least.append(first)
            most.append(last)
            slack.append(slip)
        return cls(
            system, tuple(values), tuple(low), tuple(high), tuple(least), tuple(most), tuple(slack), tuple(failing)
        )

    def span(
        self, figure: int, given: tuple[int, float] | None = None, without: Container[int] = ()
    ) -> ValueSpan | None:
        """Return the values of one figure that satisfy every rule it is in, the others being as printed.

        Args:
            figure: Position of the figure.
            given: Position and value of one other figure that is set to this value.
            without: Positions of rules that are left aside.

        Returns:
            The interval of these values with the one that equalities imply; None where no value satisfies the rules.
        """
        low, high, slack = -inf, inf, 0.0
        for number, factor in self.system.touching[figure]:
            if number in without:
                continue
            least, most = self.rest(number, figure)
            if given and given[0] in self.system.factors[number]:
                least, most = self.rest(number, figure, given[0])
                added = self.system.factors[number][given[0]] * given[1]
                least, most = least + added, most + added
            row = self.system.rows[number]
            one, other = (row.low - most) / factor, (row.high - least) / factor
            if factor < 0:
                one, other = other, one
            low, high = max(low, one), min(high, other)
            slack = max(slack, self.slack[number] / abs(factor))
        if low > high + 2 * slack:
            return None
        if low > high:
            low = high = (low + high) / 2
        if low == high:
            return ValueSpan(low, high, low)
        return ValueSpan(low, high, self._point(figure, low, high, given, without))

    def mended(self, number: int, figure: int, value: float) -> bool:
        """Whether a rule holds once a figure has a value.

        Args:
            number: Position of the rule; one without the figure holds where it does not fail as printed.
            figure: Position of the figure.
            value: What it is set to; the other figures are as printed.
        """
        factor = self.system.factors[number].get(figure)
        if factor is None:
            return number not in self.failing
        least, most = self.rest(number, figure)
        row, slack = self.system.rows[number], 2 * self.slack[number]
        return least + factor * value <= row.high + slack and most + factor * value >= row.low - slack

    def rest(self, number: int, *figures: int) -> tuple[float, float]:
        """Return the interval of a rule's sum without the terms of one or two figures.

        Args:
            number: Position of the rule.
            *figures: Positions of the figures; each is in the rule.

        Returns:
            Smallest and largest sum that the intervals of the other figures allow.
        """
        factors, low, high = self.system.factors[number], self.low, self.high
        least, most = self.least[number], self.most[number]
        if not (isfinite(least) and isfinite(most)):
            others = [term for term in self.system.rows[number].terms if term[0] not in figures]
            return (
                sum(factor * (low[at] if factor > 0 else high[at]) for at, factor in others),
                sum(factor * (high[at] if factor > 0 else low[at]) for at, factor in others),
            )
        for figure in figures:
            factor = factors[figure]
            one, other = factor * low[figure], factor * high[figure]
            least -= one if factor > 0 else other
            most -= other if factor > 0 else one
        return least, most

    def _point(
        self, figure: int, low: float, high: float, given: tuple[int, float] | None, without: Container[int]
    ) -> float | None:
        """Return the value that the first rule with an aim implies if the other figures are what is printed."""
        for number, factor in self.system.touching[figure]:
            row = self.system.rows[number]
            if row.aim is None or number in without:
                continue
            total = sum(
                other * (given[1] if given and given[0] == at else self.values[at])
                for at, other in row.terms
                if at != figure
            )
            point = (row.aim - total) / factor
            if low <= point <= high:
                return point
        return None


def _slack(row: LinearRow, size: float) -> float:
    edge = row.low if isfinite(row.low) else row.high
    size += abs(edge)
    return ROUNDING * (1.0 + size) if isfinite(size) else ROUNDING
