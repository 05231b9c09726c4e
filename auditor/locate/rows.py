"""Relations of a document as linear rules over its figures, with the room that hedges and rounding leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf, isfinite

from auditor.arithmetic.printed_digits import printed_step
from auditor.locate.system import Linear
from auditor.model.figure import Figure
from auditor.model.relation import Relation
from auditor.model.verdict import Form

SUMS = frozenset({"total", "remainder"})


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

    Percentages and changes are taken at the printed values of the other figures, which is exact while one changes.

    Args:
        relation: The relation.
        figures: By id; those of the relation are among them, else it has no such form.
        holds: The verdict. A rule that holds is tightened to the difference there is; one that fails by less than the
            rounding of its figures loses that room.
        form: For an identity, the linear form of its verdict.

    Returns:
        The rule over ids of figures; None for kinds that are no sum, and where a verdict and the numbers do not agree.
    """
    ids = [*([relation.whole] if relation.whole else []), *relation.parts]
    if any(name not in figures or not isfinite(figures[name].value) for name in ids):
        return None
    made = _sum_of(relation, figures) if form is None else _identity(form)
    if made is None:
        return None
    made = _without_items(made, figures)
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


def _sum_of(relation: Relation, figures: Mapping[str, Figure]) -> _Sum | None:
    whole, parts = relation.whole, relation.parts
    if relation.kind in SUMS and whole:
        return _Sum(_added({whole: 1.0}, parts, -1.0))
    if relation.kind == "subset" and whole:
        return _Sum(_added({whole: 1.0}, parts, -1.0), at_least=True)
    if relation.kind == "shares":
        return _Sum(_added({}, parts, 1.0), 100.0)
    if relation.kind == "enumeration" and whole:
        return _Sum({whole: 1.0}, float(len(parts)))
    if relation.kind == "repeat" and whole and len(parts) == 1:
        return _Sum(_added({whole: 1.0}, parts, -1.0))
    if relation.kind == "average" and whole:
        return _Sum(_added({whole: float(len(parts))}, parts, -1.0))
    if relation.kind == "percentage" and whole and len(parts) == 2:
        return _percentage(figures[whole], figures[parts[0]], figures[parts[1]])
    if relation.kind == "change" and whole and len(parts) == 2:
        return _change(figures[whole], figures[parts[0]], figures[parts[1]])
    return None


def _identity(form: Form) -> _Sum:
    sign = -1.0 if form.sign in ("<=", "<") else 1.0
    strict = 1.0 if form.sign in ("<", ">") and all(factor.is_integer() for _, factor in form.terms) else 0.0
    terms = {name: sign * factor for name, factor in form.terms}
    return _Sum(terms, sign * form.constant + strict, at_least=form.sign != "==")


def _added(start: dict[str, float], parts: tuple[str, ...], factor: float) -> dict[str, float]:
    for name in parts:
        start[name] = start.get(name, 0.0) + factor
    return {name: value for name, value in start.items() if value}


def _percentage(base: Figure, part: Figure, share: Figure) -> _Sum | None:
    """Return 100 part - share base = 0, around the printed share and base."""
    if min(base.value, part.value, share.value) < 0 or base.value == 0 or len({base.id, part.id, share.id}) < 3:
        return None
    hundred = 1.0 if share.unit == "fraction" else 100.0
    if share.unit == "count" and abs(share.value - part.value / base.value) < abs(
        share.value - 100 * part.value / base.value
    ):
        hundred = 1.0
    # Divided by the base, so that the sum is in the units of the share.
    return _Sum({part.id: hundred / base.value, base.id: -share.value / base.value, share.id: -1.0}, -share.value)


def _change(new: Figure, old: Figure, change: Figure) -> _Sum | None:
    """Return new - old = +-change, or its share of the old value, whichever comes nearest."""
    if len({new.id, old.id, change.id}) < 3:
        return None
    ways: list[tuple[float, _Sum]] = []
    for sign in (1.0, -1.0):
        if change.unit not in ("percent", "fraction") or (change.unit == "percent" and new.unit == "percent"):
            gap = abs(new.value - old.value - sign * change.value)
            ways.append((gap, _Sum({new.id: 1.0, old.id: -1.0, change.id: -sign})))
        if change.unit in ("percent", "fraction") and old.value > 0:
            hundred = 1.0 if change.unit == "fraction" else 100.0
            growth = hundred * (new.value - old.value) / old.value
            slopes = {
                new.id: hundred / old.value,
                old.id: -(hundred + sign * change.value) / old.value,
                change.id: -sign,
            }
            ways.append((abs(growth - sign * change.value), _Sum(slopes, -sign * change.value)))
    return min(ways, key=lambda way: way[0])[1] if ways else None


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
