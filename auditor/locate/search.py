"""Which figure is wrong: the smallest sets of figures that mend the rules, ranked by how likely a slip explains them.

Given that the mended record satisfies every rule, the posterior of a suspect is proportional to the probability of
printing what stands there where the mended value was meant. A figure that other rules confirm is no suspect: changing
it would break a rule that holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite

from auditor.arithmetic.printed_digits import step_of
from auditor.locate.cover import Explanation, pairs, singles
from auditor.locate.likelihood import LikelihoodScale, Printing, Usual, Weighed
from auditor.locate.priors import Priors, standard_priors
from auditor.locate.problem import LocalisationProblem
from auditor.locate.reasons import reason
from auditor.locate.system import System


@dataclass(frozen=True, slots=True)
class Suspect:
    """One explanation: the figures to change, what would mend them, how likely it is among all, and why."""

    figures: tuple[str, ...]
    fixed: tuple[float | None, ...]
    """The values that mend the rules, aligned with `figures`; None where the rules leave one open."""
    rank: int
    """1 is the likeliest; ties share a rank, and the next rank counts them (1, 1, 3)."""
    score: float
    """Posterior probability among the explanations found (0..1)."""
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Options:
    """How figures are printed and weighed; every sequence is aligned with the system's names."""

    printing: Printing | None = None
    """None takes each figure's step from its value: 1 for whole numbers, else the last decimal."""
    weights: tuple[float, ...] = ()
    """What it costs to change a figure, 1 each if empty: the cheapest sets are looked for."""
    usual: Usual | None = None
    priors: Priors = field(default_factory=standard_priors)
    apart: bool = False
    """Explain failing rules that share no figure by themselves even where few rules are connected."""
    programmes: int | None = None
    """Sets of failing rules for which more than two figures are tried; no limit if None."""


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """Failing rules that hang together, and their explanations, the likeliest first."""

    failing: tuple[int, ...]
    explanations: tuple[Weighed, ...]


def locate(
    values: Sequence[float],
    low: Sequence[float],
    high: Sequence[float],
    system: System,
    options: Options | None = None,
) -> tuple[Suspect, ...]:
    """Find the figures that are likely wrong: the smallest sets whose change satisfies every rule.

    The sets are those of Fellegi and Holt (1976); among them the likeliest are those that a slip of the keyboard
    explains (`LikelihoodScale.weigh`).

    Args:
        values: The figures as printed, aligned with `system.names`; NaN where missing.
        low: Lower ends of what the printed figures state (the value itself where exact, -inf where missing or open).
        high: Upper ends of it.
        system: The rules.
        options: How figures are printed and weighed.

    Returns:
        The suspects, the likeliest first, their scores summing to 1; empty where no rule fails or nothing mends them
        all.
    """
    options = options or Options()
    problem = LocalisationProblem.state(system, values, low, high)
    if not problem.failing:
        return ()
    scale = scale_of(problem, options)
    found = groups(problem, scale, options)
    if not all(group.explanations for group in found):
        return ()
    combined = _combined(found, options.priors.effort.solutions)
    return suspects(combined, scale)


def scale_of(problem: LocalisationProblem, options: Options) -> LikelihoodScale:
    """Make the scale that weighs a problem's explanations."""
    printing = options.printing or printing_of(problem.values)
    return LikelihoodScale(problem, printing, options.priors, options.usual)


def printing_of(values: Sequence[float]) -> Printing:
    """Take each figure's printing step from its value alone."""
    steps = tuple(step_of(value) for value in values)
    return Printing(steps, (0.0,) * len(steps), (False,) * len(steps))


def groups(problem: LocalisationProblem, scale: LikelihoodScale, options: Options) -> list[RuleGroup]:
    """Explain each set of failing rules that hang together by themselves.

    Connected rules are solved as a whole while they are few; of many, the failing rules that share no figure are taken
    apart, so that the work stays in proportion to the document.
    """
    system, effort = problem.system, options.priors.effort
    programmes = options.programmes
    by_component: dict[int, list[int]] = {}
    for number in problem.failing:
        by_component.setdefault(system.component[number], []).append(number)
    sizes: dict[int, set[int]] = {component: set() for component in by_component}
    for number, component in enumerate(system.component):
        if component in sizes:
            sizes[component].update(system.factors[number])
    out = []
    for component, failing in sorted(by_component.items()):
        whole = len(sizes[component]) <= effort.whole and not options.apart
        for cluster in [failing] if whole else _clusters(problem, failing):
            figures = sizes[component] if whole else _around(problem, cluster, effort.whole)
            explanations = _quick(problem, cluster, sorted(figures), options)
            if not explanations and programmes != 0:
                explanations = _general(problem, cluster, sorted(figures), options)
                programmes = None if programmes is None else programmes - 1
            weighed = [scale.weigh(explanation, tuple(cluster)) for explanation in explanations]
            out.append(RuleGroup(tuple(cluster), tuple(sorted(weighed, key=order))))
    return out


def _quick(problem: LocalisationProblem, failing: list[int], figures: list[int], options: Options) -> list[Explanation]:
    """Find the explanations by one figure, or else by two, where all figures cost the same."""
    if options.weights and len({options.weights[figure] for figure in figures}) > 1:
        return []
    return singles(problem, failing) or pairs(problem, failing, options.priors.effort.pairs)


def _general(
    problem: LocalisationProblem, failing: list[int], figures: list[int], options: Options
) -> list[Explanation]:
    """Find the smallest explanations by the mixed-integer programme."""
    from auditor.locate.milp import smallest

    weights = options.weights or (1.0,) * len(problem.values)
    printed = [figure for figure in figures if isfinite(problem.values[figure])]
    return smallest(problem, failing, printed, [weights[figure] for figure in printed], options.priors.effort)


def _clusters(problem: LocalisationProblem, failing: list[int]) -> list[list[int]]:
    """Take failing rules apart that share no figure."""
    system = problem.system
    owner: dict[int, int] = {}
    clusters: dict[int, list[int]] = {}
    for number in failing:
        joined = sorted({owner[figure] for figure in system.factors[number] if figure in owner})
        home = joined[0] if joined else number
        members = [*(one for old in joined for one in clusters.pop(old)), number]
        clusters[home] = sorted(members)
        for member in members:
            for figure in system.factors[member]:
                owner[figure] = home
    return [clusters[home] for home in sorted(clusters)]


def _around(problem: LocalisationProblem, failing: list[int], most: int) -> set[int]:
    """Return the figures of failing rules and, while they are few, of the rules next to them."""
    system = problem.system
    near = {figure for number in failing for figure in system.factors[number]}
    ring = {other for figure in near for number, _ in system.touching[figure] for other in system.factors[number]}
    return ring if len(ring) <= 4 * most else near


def order(weighed: Weighed) -> tuple[float, tuple[int, ...]]:
    """Order explanations: the likeliest first, ties by name (positions are in the order of names)."""
    return -float(f"{weighed.likelihood:.9g}"), tuple(change.figure for change in weighed.changes)


def _combined(found: Sequence[RuleGroup], most: int) -> list[Weighed]:
    """Combine the explanations of separate groups into explanations of the whole, at most `most` of them."""
    combined = list(found[0].explanations)
    for group in found[1:]:
        crossed = [
            Weighed(
                tuple(sorted((*one.changes, *other.changes), key=lambda change: change.figure)),
                one.likelihood * other.likelihood,
                (*one.failing, *other.failing),
            )
            for one in combined
            for other in group.explanations
        ]
        combined = sorted(crossed, key=order)[:most]
    return combined


def suspects(weighed: Sequence[Weighed], scale: LikelihoodScale) -> tuple[Suspect, ...]:
    """Rank explanations and put them into words; `weighed` comes the likeliest first."""
    total = sum(one.likelihood for one in weighed) or 1.0
    out: list[Suspect] = []
    for place, one in enumerate(weighed, 1):
        tied = place > 1 and order(weighed[place - 2])[0] == order(one)[0]
        out.append(
            Suspect(
                tuple(scale.problem.system.names[change.figure] for change in one.changes),
                tuple(change.value for change in one.changes),
                out[-1].rank if tied else place,
                round(one.likelihood / total, 6),
                reason(one, scale.problem, scale.printing, scale.priors),
            )
        )
    return tuple(out)
