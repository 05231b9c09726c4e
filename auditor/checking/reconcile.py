"""Relations against rules: interval arithmetic over numpy arrays, one verdict a relation.

Relations of a kind are checked together, as columns: each kind (`auditor.kinds`) says what it states and computes,
`auditor.arithmetic.intervals` compares the two.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from auditor.arithmetic.figure_columns import FigureColumns, figure_columns
from auditor.arithmetic.intervals import FAILS, HOLDS, UNDECIDED, Floats
from auditor.arithmetic.relation_columns import CheckedColumns, RelationColumns, laid_out
from auditor.kinds import ComputedKind, RelationKind, kind_of
from auditor.model.figure import Figure
from auditor.model.relation import FALL, RISE, Relation
from auditor.model.verdict import OUTCOMES, Verdict
from auditor.rulebook.rule import Rule, Rulebook

NO_RULE = "there is no rule for relations of this kind"
UNKNOWN = "a figure of the relation is not in the document's table of figures"
SHAPE = "the relation has not the figures that its kind needs"
UNITS = "figures of different units are not added to each other"
ZERO = "the base is zero"
NO_NUMBER = "a figure is too large to compute with"
ROOM = "within what the figures leave open by hedge or rounding"
HEDGE_STRETCHED = "the hedge would allow the difference, but it is larger than hedges usually cover"
HEDGE_HIDES = "the total is stated to be the total and is not reached, whatever the hedge"


def reconcile(relations: Sequence[Relation], figures: Mapping[str, Figure], rulebook: Rulebook) -> tuple[Verdict, ...]:
    """Check relations by the rules.

    Args:
        relations: As read; their figures are in `figures`.
        figures: By id.
        rulebook: Which rule checks which kind, with its tolerances.

    Returns:
        One verdict a relation, in the same order. Cost is linear in the number of figures and relations.
    """
    columns = figure_columns(figures.values())
    plain = _Plain.of(columns, figures)
    verdicts: list[Verdict | None] = [None] * len(relations)
    grouped: dict[str, tuple[Rule, ComputedKind, list[int]]] = {}
    chosen: dict[tuple[str, bool], Rule | None] = {}
    for place, relation in enumerate(relations):
        kind = kind_of(relation.kind)
        refusal, in_table = _refusal(relation, kind, plain)
        key = (relation.kind, in_table)
        if key not in chosen:
            chosen[key] = rulebook.rule_for(relation.kind, in_table=in_table)
        rule = chosen[key]
        if rule is None or refusal:
            verdicts[place] = _not_evaluated(relation, rule, NO_RULE if rule is None else refusal)
        elif not isinstance(kind, ComputedKind):
            verdicts[place] = _in_words(relation, kind, rule)
        else:
            grouped.setdefault(rule.id, (rule, kind, []))[2].append(place)
    for rule, kind, places in grouped.values():
        group = _group(relations, places, columns)
        with np.errstate(all="ignore"):
            checked = kind.check(group, columns, rule.tolerance)
        for place, verdict in zip(places, _verdicts(relations, group, checked, rule, kind), strict=True):
            verdicts[place] = verdict
    return tuple(verdict for verdict in verdicts if verdict is not None)


__all__ = ["Verdict", "reconcile"]


@dataclass(frozen=True, slots=True)
class _Plain:
    """What decides whether a relation can be evaluated, as plain lists: one look-up a figure."""

    figures: Mapping[str, Figure]
    rows: Mapping[str, int]
    finite: list[bool]
    family: list[int]
    in_table: list[bool]

    @classmethod
    def of(cls, columns: FigureColumns, figures: Mapping[str, Figure]) -> _Plain:
        """Take the lists from the columns of the figures."""
        finite = np.isfinite(columns.given.value).tolist()
        return cls(figures, columns.rows, finite, columns.family.tolist(), columns.in_table.tolist())


def _in_words(relation: Relation, kind: RelationKind, rule: Rule) -> Verdict:
    """Return the verdict on a relation that no arithmetic decides."""
    outcome, reason = kind.judge(relation)
    return Verdict(relation, rule.id, outcome, None if outcome == "undecided" else outcome == "holds", reason=reason)


def _refusal(relation: Relation, kind: RelationKind, plain: _Plain) -> tuple[str, bool]:
    """Return why a relation cannot be evaluated (or ""), and whether it stands in a table."""
    ids = relation.members
    at = [row for row in map(plain.rows.get, ids) if row is not None]
    in_table = bool(at) and all(map(plain.in_table.__getitem__, at))
    if not isinstance(kind, ComputedKind):
        return "", in_table
    if len(at) < len(ids):
        return UNKNOWN, in_table
    if not kind.fits(relation):
        return SHAPE, in_table
    if not all(map(plain.finite.__getitem__, at)):
        return NO_NUMBER, in_table
    if kind.one_unit and len(set(map(plain.family.__getitem__, at))) > 1:
        return UNITS, in_table
    divisor = kind.divisor(relation, plain.figures)
    return (ZERO if divisor is not None and divisor.value == 0 else ""), in_table


def _not_evaluated(relation: Relation, rule: Rule | None, reason: str) -> Verdict:
    return Verdict(relation, rule.id if rule else "", "not evaluated", None, reason=reason)


def _group(relations: Sequence[Relation], places: list[int], columns: FigureColumns) -> RelationColumns:
    """Lay the relations at these positions out as columns."""
    rows = columns.rows
    listed = [relations[place] for place in places]
    counts = np.fromiter((len(relation.parts) for relation in listed), np.intp, len(listed))
    parts = np.fromiter((rows[name] for name in chain.from_iterable(r.parts for r in listed)), np.intp)
    wholes = np.fromiter((-1 if r.whole is None else rows[r.whole] for r in listed), np.intp, len(listed))
    allowance = np.fromiter((relation.tolerance for relation in listed), np.float64, len(listed))
    said = ((RISE in relation.evidence) - (FALL in relation.evidence) for relation in listed)
    direction = np.fromiter(said, np.float64, len(listed))
    return laid_out(np.array(places, dtype=np.intp), wholes, parts, counts, allowance, len(columns.traits), direction)


def _verdicts(
    relations: Sequence[Relation], group: RelationColumns, checked: CheckedColumns, rule: Rule, kind: ComputedKind
) -> list[Verdict]:
    """Turn a group's columns into verdicts."""
    comparison = checked.comparison
    columns = (
        group.relations.tolist(),
        comparison.outcome.tolist(),
        _clean(comparison.difference.value),
        _clean(comparison.difference.low),
        _clean(comparison.difference.high),
        _clean(checked.computed),
        _clean(checked.residual),
        comparison.far.tolist(),
        checked.rounding.tolist(),
        comparison.room.tolist(),
        _known(comparison.reach),
    )
    made = []
    for place, code, difference, low, high, computed, residual, far, rounding, room, reach in zip(
        *columns, strict=True
    ):
        outcome = OUTCOMES[code]
        imbalance = 0.0 if kind.bounded and code == HOLDS else difference
        made.append(
            Verdict(
                relations[place],
                rule.id,
                outcome,
                None if code == UNDECIDED else code == HOLDS,
                imbalance,
                residual,
                computed,
                low,
                high,
                room,
                reach,
                _reason(code, imbalance, far=far),
                rounding=rounding,
            )
        )
    return made


def _reason(code: int, imbalance: float | None, *, far: bool) -> str:
    if far:
        return HEDGE_HIDES if code == FAILS else HEDGE_STRETCHED
    return ROOM if code == HOLDS and imbalance else ""


def _known(column: Floats) -> list[float | None]:
    """Return a column as Python numbers, None where there is none."""
    return [None if math.isnan(value) else value for value in column.tolist()]


def _clean(column: Floats) -> list[float | None]:
    """Return a column as Python numbers without the dust of binary fractions; None where it is not finite."""
    rounded = np.round(column, 9) + 0.0
    return [value if ok else None for value, ok in zip(rounded.tolist(), np.isfinite(column).tolist(), strict=True)]
