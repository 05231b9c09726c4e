"""What follows from rules by linear programming: contradictions, rules implied by others, rules that say nothing.

Figures may take any value, and terms that are not linear any value too; so what is said here is certain, and a
contradiction that needs more than linear arithmetic to be seen is not found. A rule that forgives a share of its right
side claims nothing from which another would follow, and a rule about values as stated does not follow from rules that
go by intervals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf, isfinite
from typing import Literal

from auditor.lint.relax import ProgrammeRow, Relaxed, relaxed
from auditor.rulebook.expressions.identity import ToleranceMode
from auditor.rulebook.expressions.syntax import ComparisonTerm
from auditor.runtime.scarcity import load_numbers

LARGEST = 300
"""Rules that hang together are looked over up to this number."""
MOST_NAMED = 6
NEAR = 1e-7
Severity = Literal["mistake", "remark"]


@dataclass(frozen=True, slots=True)
class Logical:
    """One rule as logic sees it."""

    id: str
    checks: tuple[ComparisonTerm, ...]
    room: float = 0.0
    mode: ToleranceMode = "interval"

    @property
    def premise(self) -> Relaxed:
        """Return what is sure where the rule holds; little where it forgives a share of its right side."""
        sure = relaxed(self.checks, self.room if self.mode == "absolute" else 0.0)
        return Relaxed([], sure.facts) if self.mode == "relative" else sure

    @property
    def claim(self) -> Relaxed:
        """Return what must be sure for the rule to follow from others."""
        return relaxed(self.checks, self.room if self.mode == "absolute" else 0.0)

    def bears(self, other: Logical) -> bool:
        """Whether another rule may follow from this one: not one on values as stated from one on intervals."""
        return self.mode != "relative" and (self.mode != "interval" or other.mode == "interval")


@dataclass(frozen=True, slots=True)
class Remark:
    """What was found of one rule; a mistake where the rule cannot be meant, else a remark."""

    rule: int
    """Position of the rule."""
    severity: Severity
    message: str


def look_over(rules: Sequence[Logical]) -> list[Remark]:
    """Return what is to be said of rules: contradictions, and rules that follow from others or say nothing.

    Each question is a linear programme over the figures, decided by HiGHS within `NEAR`. The rules that contradict each
    other, or from which one follows, are cut down by a deletion filter (Chinneck and Dravnieks 1991) until each of them
    is needed.

    Args:
        rules: Those of one file, in its order.

    Returns:
        Sorted by the position of the rule. Rules that share figures, directly or by way of others, are looked over
        together up to `LARGEST` of them.
    """
    made = [rule.premise for rule in rules]
    found: list[Remark] = []
    open_rules = []
    for place, (rule, each) in enumerate(zip(rules, made, strict=True)):
        claim = rule.claim
        if _infeasible([each]):
            found.append(Remark(place, "mistake", "can never hold, whatever the figures are"))
        elif claim.rows and _implied(claim, []):
            found.append(Remark(place, "remark", "can never fail, whatever the figures are"))
        elif claim.rows:
            open_rules.append(place)
    for group in _groups(open_rules, [rule.claim for rule in rules]):
        if 1 < len(group) <= LARGEST:
            found += _look_over_group(group, made, rules)
        elif len(group) > LARGEST:
            told = f"hangs together with {len(group) - 1} others: too many to be looked over for contradictions"
            found.append(Remark(group[0], "remark", told))
    return sorted(found, key=lambda remark: (remark.rule, remark.message))


def _look_over_group(group: list[int], made: Sequence[Relaxed], rules: Sequence[Logical]) -> Iterator[Remark]:
    """Look over rules that share figures."""
    if _infeasible([made[place] for place in group]):
        core = _needed(group, lambda kept: _infeasible([made[place] for place in kept]))
        others = _listed([rules[place].id for place in core[:-1]])
        yield Remark(core[-1], "mistake", f"contradicts {others}: no figures satisfy them together")
        return
    kept = list(group)
    for place in reversed(group):
        own, claim = rules[place], rules[place].claim
        left = [other for other in kept if other != place]
        rest = [other for other in left if rules[other].bears(own)]
        near = [other for other in rest if _touch(made[other], claim)]
        if near and _implied(claim, [made[other] for other in rest]):
            kept = left

            def still(some: list[int], claim: Relaxed = claim) -> bool:
                return _implied(claim, [made[other] for other in some])

            core = _needed(rest, still)
            ids = _listed([rules[other].id for other in core])
            yield Remark(
                place, "remark", f"says the same as {ids}" if _same(core, own, rules) else f"follows from {ids}"
            )


def _same(core: Sequence[int], own: Logical, rules: Sequence[Logical]) -> bool:
    """Whether a rule follows from one other alone, and that from it."""
    if len(core) != 1 or not own.bears(rules[core[0]]):
        return False
    return _implied(rules[core[0]].claim, [own.premise])


def _touch(one: Relaxed, other: Relaxed) -> bool:
    return bool(_variables(one) & _variables(other))


def _variables(rule: Relaxed) -> set[str]:
    return {name for row in (*rule.rows, *rule.facts) for name in row.coefficients}


def _groups(places: Sequence[int], made: Sequence[Relaxed]) -> list[list[int]]:
    """Return the rules that hang together by shared figures."""
    groups: list[tuple[set[str], list[int]]] = []
    for place in places:
        names, members = _variables(made[place]), [place]
        apart = []
        for others, group in groups:
            if names & others:
                names, members = names | others, [*group, *members]
            else:
                apart.append((others, group))
        groups = [*apart, (names, members)]
    return [sorted(members) for _, members in groups]


def _needed(places: list[int], holds: Callable[[list[int]], bool]) -> list[int]:
    """Return a part of `places` for which something still holds and of which none can go; large pieces go first."""
    kept = list(places)
    size = max(1, len(kept) // 2)
    while True:
        for start in range((len(kept) - 1) // size * size, -1, -size):
            fewer = kept[:start] + kept[start + size :]
            if fewer and holds(fewer):
                kept = fewer
        if size == 1:
            return kept
        size = max(1, size // 2)


def _listed(ids: Sequence[str]) -> str:
    names = list(dict.fromkeys(ids))
    if len(names) > MOST_NAMED:
        names = [*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} others"]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _infeasible(rules: Sequence[Relaxed]) -> bool:
    """Whether no values satisfy all rules; strict ends must be left behind by some distance."""
    rows = [row for rule in rules for row in (*rule.facts, *rule.rows)]
    distance = _best(rows, {}, away=True)
    return distance is None or (any(row.strict for row in rows) and distance <= NEAR)


def _implied(rule: Relaxed, others: Sequence[Relaxed]) -> bool:
    """Whether a rule holds wherever the others do."""
    given = [*rule.facts, *(row for other in others for row in (*other.facts, *other.rows))]
    strict = any(row.strict for row in rule.rows)
    for row in rule.rows:
        for sign, end in ((1.0, row.high), (-1.0, -row.low)):
            if not isfinite(end):
                continue
            most = _best(given, {name: sign * value for name, value in row.coefficients.items()})
            # That a strict end is not reached follows only where the figures stay away from it by some distance.
            if most is None or most > end + (-NEAR if strict else NEAR) * max(1.0, abs(end)):
                return False
    return True


def _best(rows: Sequence[ProgrammeRow], aim: dict[str, float], *, away: bool = False) -> float | None:
    """Return the most that `aim` can be, infinity where nothing bounds it; None where the rows cannot all hold.

    With `away`, give instead how far, up to 1, the strict ends can all be left behind.
    """
    names = {name: place for place, name in enumerate(sorted({n for row in rows for n in row.coefficients}))}
    if any(name not in names for name in aim if aim[name]):
        return inf
    if any(not row.coefficients and not row.low - NEAR <= 0 <= row.high + NEAR for row in rows):
        return None
    if any(not row.coefficients and row.strict and (row.low >= -NEAR or row.high <= NEAR) for row in rows):
        return None
    if not names:
        return 1.0 if away else 0.0
    return _solved(rows, aim, names, away=away)


def _solved(rows: Sequence[ProgrammeRow], aim: dict[str, float], names: dict[str, int], *, away: bool) -> float | None:
    load_numbers()
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    width = len(names) + 1
    entries: list[tuple[int, int, float]] = []
    bounds: list[float] = []
    for row in rows:
        for sign, end in ((1.0, row.high), (-1.0, -row.low)):
            if isfinite(end):
                entries += [(len(bounds), names[name], sign * value) for name, value in row.coefficients.items()]
                if row.strict and away:
                    entries.append((len(bounds), width - 1, 1.0))
                bounds.append(end)
    cost = np.zeros(width)
    for name, value in aim.items():
        cost[names[name]] -= value
    if away:
        cost[-1] = -1.0
    lines, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
    matrix = coo_array((values, (lines, columns)), shape=(len(bounds), width)).tocsr() if bounds else None
    free = [(None, None)] * len(names) + [(0.0, 1.0)]
    found = linprog(cost, A_ub=matrix, b_ub=bounds or None, bounds=free, method="highs")
    if found.status == 3:
        return inf
    if found.status == 0:
        return float(-found.fun)
    # Infeasible, or not decided: the second must not be taken for a contradiction.
    return None if found.status == 2 else inf
