"""How likely an explanation is: the noisy channel over the values that a suspect may have had."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, floor, inf, isfinite, log

from auditor.arithmetic.slips import Cause
from auditor.locate.cover import Explanation
from auditor.locate.document_writing import DocumentWriting
from auditor.locate.priors import Priors
from auditor.locate.problem import LocalisationProblem, ValueSpan

EVERY = 64
"""Spans of up to so many steps are weighed value by value; of longer ones, the values that a slip explains."""
NEAR = 1e-6

Usual = Callable[[int, float, float], float]
"""(figure, meant, printed) -> how much more usual the value meant is than the printed one."""


@dataclass(frozen=True, slots=True)
class Printing:
    """How figures are printed, aligned with the system's names."""

    steps: tuple[float, ...]
    """The step of a figure's last digit: 1 for "602", 0.1 for "45.3", 100,000 for "1.2 million"."""
    rounding: tuple[float, ...]
    """Half-width of the interval that the printed figure was rounded from; 0 where it is exact."""
    spelled: tuple[bool, ...]
    """Whether it is printed in words, which no slip of a digit can change."""
    styles: DocumentWriting | None = None
    """How the document writes its figures; None: thousands parted by commas."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one figure was most likely meant to be (None where the rules leave it open), and how it slipped."""

    figure: int
    value: float | None
    cause: Cause
    span: ValueSpan


@dataclass(frozen=True, slots=True)
class Weighed:
    """An explanation with its likelihood (not normalised) and the likeliest value of each figure."""

    changes: tuple[Change, ...]
    likelihood: float
    failing: tuple[int, ...]
    """The failing rules that it mends."""


@dataclass(frozen=True, slots=True)
class LikelihoodScale:
    """Weighs explanations of one problem."""

    problem: LocalisationProblem
    printing: Printing
    priors: Priors
    usual: Usual | None = None

    def weigh(self, explanation: Explanation, failing: tuple[int, ...]) -> Weighed:
        """Return the likelihood of the printed figures under an explanation, summed over what may have been meant.

        The noisy channel of Kernighan, Church and Gale (1990), for numbers: P(printed | meant) of each value that mends
        the rules, from the slips that could have made one of the other.

        Args:
            explanation: The figures and the values that each may have had.
            failing: Positions of the rules that it mends; they are handed on.

        Returns:
            The likelihood, comparable within one problem but not normalised, and for each figure the value that
            contributes most, ascending by position.
        """
        figures, spans = explanation.figures, explanation.spans
        if len(figures) == 2 and not all(self._fixed(*pair) for pair in zip(figures, spans, strict=True)):
            changes, likelihood = max(
                (self._linked(figures, spans), self._linked(figures[::-1], spans[::-1])), key=lambda found: found[1]
            )
        else:
            weighed = [self._one(*pair) for pair in zip(figures, spans, strict=True)]
            changes, likelihood = tuple(change for change, _ in weighed), 1.0
            for _, share in weighed:
                likelihood *= share
        return Weighed(tuple(sorted(changes, key=lambda change: change.figure)), likelihood, failing)

    def _fixed(self, figure: int, span: ValueSpan) -> bool:
        return span.high - span.low + 2 * self.printing.rounding[figure] <= self.printing.steps[figure] * (1 + NEAR)

    def _linked(self, figures: tuple[int, ...], spans: tuple[ValueSpan, ...]) -> tuple[tuple[Change, ...], float]:
        """Weigh two figures whose values depend on each other: the first takes each value that a slip explains."""
        one, other = figures
        alone, share = self._one(one, spans[0])
        partner, other_share = self._one(other, spans[1])
        best: tuple[float, tuple[Change, ...]] = (0.0, (alone, partner))
        total = 0.0
        for number in self._numbers(one, spans[0]):
            value = number * self.printing.steps[one]
            span = self.problem.span(other, (one, value))
            if span is None:
                continue
            cause, likelihood = self._cause(one, number)
            change, rest = self._one(other, span)
            total += likelihood * rest
            if likelihood * rest > best[0]:
                best = (likelihood * rest, (Change(one, value, cause, spans[0]), change))
        if total:
            return best[1], total
        unsettled = tuple(Change(change.figure, None, change.cause, change.span) for change in best[1])
        return unsettled, share * other_share * self.priors.between_steps

    def _one(self, figure: int, span: ValueSpan) -> tuple[Change, float]:
        """Weigh one figure over the values of its span."""
        step = self.printing.steps[figure]
        low, high = self._steps(figure, span)
        if low > high:
            middle = (span.low + span.high) / 2
            gap = max(1, round(abs(middle - self.problem.values[figure]) / step))
            cause = Cause("other", self.priors.channel.other(gap) * self.priors.between_steps, 0.0)
            return Change(figure, middle, cause, span), cause.likelihood
        total, best = self._far(figure, low, high), None
        point = None if span.point is None else span.point / step
        for number in self._numbers(figure, span):
            cause, likelihood = self._cause(figure, number)
            total += likelihood
            distance = abs(number - point) if point is not None else abs(number)
            key = (-likelihood, distance, number)
            if best is None or key < best[0]:
                best = (key, number, cause)
        if best is not None and (low == high or 2 * -best[0][0] >= total):
            return Change(figure, best[1] * step, best[2], span), total
        value: float | None = None
        cause = Cause("other", total, 0.0)
        if point is not None and isfinite(point):
            nearest = min(max(round(point), low), high)
            value = nearest * step
            cause, _ = self._cause(figure, int(nearest))
        return Change(figure, value, cause, span), total

    def _steps(self, figure: int, span: ValueSpan) -> tuple[float, float]:
        """Return the first and last printable value of a span, in steps; the first is above the last where none is."""
        step, room = self.printing.steps[figure], self.printing.rounding[figure]
        low, high = (span.low - room) / step, (span.high + room) / step
        near = NEAR + 1e-12 * min(abs(low), abs(high))
        return (
            float(ceil(low - near)) if isfinite(low) else low,
            float(floor(high + near)) if isfinite(high) else high,
        )

    def _numbers(self, figure: int, span: ValueSpan) -> list[int]:
        """Return the printable values of a span that are worth weighing, in steps, without the printed one."""
        low, high = self._steps(figure, span)
        printed = self._printed(figure)
        if high - low < EVERY:
            return [number for number in range(int(low), int(high) + 1) if number != printed]
        return [number for number in self.priors.channel.preimages(printed) if low <= number <= high]

    def _printed(self, figure: int) -> int:
        value = self.problem.values[figure] / self.printing.steps[figure]
        return round(value) if isfinite(value) else 0

    def _cause(self, figure: int, number: int) -> tuple[Cause, float]:
        """Return how a value may have become what is printed, and how likely that is."""
        printed, step = self._printed(figure), self.printing.steps[figure]
        if self.printing.spelled[figure] or not isfinite(self.problem.values[figure]):
            likelihood = self.priors.channel.other(max(1, abs(printed - number)))
            cause = Cause("other", likelihood, 0.0)
        else:
            cause = self.priors.channel.explain(printed, number)
        ratio = self.usual(figure, number * step, printed * step) if self.usual else 1.0
        return cause, cause.likelihood * ratio

    def _far(self, figure: int, low: float, high: float) -> float:
        """Return the share of "another number altogether" that falls on a span too long to go through."""
        if high - low < EVERY:
            return 0.0
        printed, channel = self._printed(figure), self.priors.channel
        reach = 10.0**channel.orders
        share = 0.0
        for near, far in ((low - printed, high - printed), (printed - high, printed - low)):
            if far >= 1:
                start, end = max(1.0, near), min(reach, far if far < inf else reach)
                share += log(end / start) if end > start else 0.0
        return channel.other(1) * share
