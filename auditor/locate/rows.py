"""Relations of a document as linear rules over its figures, with the room that hedges and rounding leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf, isfinite

from auditor.arithmetic.printed_digits import printed_step
from auditor.kinds import kind_of
from auditor.locate.system import Linear
from auditor.model.figure import Figure
from auditor.model.relation import Relation
from auditor.model.verdict import Form


@dataclass(frozen=True, slots=True)
class _Sum:
    """sum(coefficient * figure) over figure ids, and what it should come to."""

    coefficients: dict[str, float]
    aim: float = 0.0
    at_least: bool = False
    """The sum need only reach the aim."""


def linear_relation(
    relation: Relation, figures: Mapping[str, Figure], *, holds: bool, form: Form | None = None
) -> Linear | None:
    """Return a relation as a linear rule that fails or holds as its verdict says, or None where it has no such form.

    Args:
        relation: The relation.
        figures: By id; those of the relation are among them, else it has no such form.
        holds: The verdict. A rule that holds is tightened to the difference there is; one that fails by less than the
            rounding of its figures loses that room.
        form: For an identity, the linear form of its verdict; that of other relations is their kind's.

    Returns:
        The rule over ids of figures; None for kinds that are no sum, and where a verdict and the numbers do not agree.
    """
    if any(name not in figures or not isfinite(figures[name].value) for name in relation.members):
        return None
    form = form or _form(relation, figures)
    if form is None:
        return None
    made = _without_items(_sum_of(form), figures)
    if not made.coefficients:
        return None
    below, above = _room(made.coefficients, figures, hedged=holds)
    total = sum(factor * figures[name].value for name, factor in made.coefficients.items())
    loose = relation.tolerance
    if holds:
        # A sum that closes, or nearly, confirms its figures as far as it does, though rounding would allow it more.
        loose = min(loose, abs(total - made.aim))
    loose += 1e-9 * (1 + abs(total) + abs(made.aim))
    low, high = made.aim - below - loose, inf if made.at_least else made.aim + above + loose
    if holds:
        low, high = min(low, total), max(high, total)
    elif low <= total <= high:
        low, high = made.aim, inf if made.at_least else made.aim
        if low <= total <= high:
            return None
    return Linear(relation.id, made.coefficients, low, high, aim=None if made.at_least else made.aim)


def _form(relation: Relation, figures: Mapping[str, Figure]) -> Form | None:
    whole = figures[relation.whole] if relation.whole else None
    return kind_of(relation.kind).linear(whole, [figures[name] for name in relation.parts])


def _sum_of(form: Form) -> _Sum:
    sign = -1.0 if form.sign in ("<=", "<") else 1.0
    strict = 1.0 if form.sign in ("<", ">") and all(factor.is_integer() for _, factor in form.terms) else 0.0
    terms = {name: sign * factor for name, factor in form.terms}
    return _Sum(terms, sign * form.constant + strict, at_least=form.sign != "==")


def _without_items(made: _Sum, figures: Mapping[str, Figure]) -> _Sum:
    """Take things listed by name as given: nobody mistypes the number of a thing."""
    items = {name: factor for name, factor in made.coefficients.items() if figures[name].unit == "item"}
    if not items:
        return made
    rest = {name: factor for name, factor in made.coefficients.items() if name not in items}
    return replace(
        made, coefficients=rest, aim=made.aim - sum(factor * figures[name].value for name, factor in items.items())
    )


def _room(coefficients: Mapping[str, float], figures: Mapping[str, Figure], *, hedged: bool) -> tuple[float, float]:
    """Return how far below and above its aim a sum of printed values may lie by hedges and rounding.

    Open ends ("at least 602") count only if `hedged`: a relation that fails in spite of them is mended by a number.
    """
    below = above = 0.0
    for name, factor in coefficients.items():
        figure = figures[name]
        step = printed_step(figure)
        least = 0.5 * step if step < 1 else 0.0
        down = max(least, _reach(figure, figure.low, hedged=hedged))
        up = max(least, _reach(figure, figure.high, hedged=hedged))
        below += factor * up if factor > 0 else -factor * down
        above += factor * down if factor > 0 else -factor * up
    return below, above


def _reach(figure: Figure, end: float | None, *, hedged: bool) -> float:
    """Return how far one end of a figure's interval is from its value."""
    if end is None:
        return inf if hedged else 0.0
    return abs(end - figure.value)
