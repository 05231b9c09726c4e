"""Rule files for records: a list of checks over the columns, each with an id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

from auditor.locate.linearize import tangent
from auditor.locate.system import Linear
from auditor.rulebook.expressions.expression import parse_chain
from auditor.rulebook.expressions.linear import linear
from auditor.rulebook.expressions.syntax import ComparisonTerm, Day, Edge, ExpressionError, Members, leaves, mentions
from auditor.rulebook.rule import RuleError
from auditor.rulebook.yaml_places import Placed, read_placed

KEYS = {"id", "check", "tolerance", "name", "why", "source", "severity", "tags", "since"}


@dataclass(frozen=True, slots=True)
class Check:
    """One rule of a file: its id, its check, and the absolute difference that it forgives."""

    id: str
    check: ComparisonTerm
    tolerance: float = 0.0
    linear: bool = True


@dataclass(frozen=True, slots=True)
class Checks:
    """The rules for records, and what it costs to change a figure where not 1."""

    rules: tuple[Check, ...]
    weights: Mapping[str, float]
    names: tuple[str, ...]
    """The columns that the checks name, in order of first mention."""


def load_checks(path: Path, columns: Sequence[str] | None) -> Checks:
    """Read a rule file for records: `rules:` a list of `id` and `check`, `weights:` optional.

    Args:
        path: The file.
        columns: What the records have; None: any name is taken for one of theirs.

    Returns:
        The checks in the order of the file, a chain as several of one id.

    Raises:
        RuleError: With all mistakes of the file at once, each with line and column.
    """
    placed = read_placed(path, str(path))
    found: list[Check] = []
    weights: dict[str, float] = {}
    if not placed.problems:
        content = placed.value
        if not isinstance(content, dict) or not isinstance(content.get("rules"), list) or not content["rules"]:
            placed.problem((), "a rule file for records has a list named rules, each with an id and a check")
        else:
            for key in content.keys() - {"version", "rules", "weights"}:
                placed.problem((key,), f"{key!r} is not known here; there are: version, rules, weights", key=True)
            found = _rules(placed, content["rules"], columns)
            weights = _weights(placed, content.get("weights"), columns)
    if placed.problems:
        raise RuleError(tuple(placed.problems))
    names = dict.fromkeys(mention.name for rule in found for mention in mentions(rule.check))
    return Checks(tuple(found), weights, tuple(names))


def _rules(placed: Placed, entries: Sequence[Any], columns: Sequence[str] | None) -> list[Check]:
    known, seen = None if columns is None else set(columns), set[str]()
    found = []
    for position, entry in enumerate(entries):
        where = ("rules", position)
        if not isinstance(entry, dict):
            placed.problem(where, "a rule is a mapping with id and check")
            continue
        for key in entry.keys() - KEYS:
            placed.problem((*where, key), f"{key!r} is not known here; there are: {', '.join(sorted(KEYS))}", key=True)
        name, text, tolerance = str(entry.get("id") or ""), entry.get("check"), entry.get("tolerance", 0)
        if not name or name in seen:
            placed.problem((*where, "id"), f"the id {name!r} is given twice" if name else "a rule needs an id")
        seen.add(name)
        if isinstance(tolerance, bool) or not isinstance(tolerance, int | float) or not 0 <= tolerance < inf:
            placed.problem((*where, "tolerance"), "a tolerance is a number from 0 up")
            continue
        if not isinstance(text, str):
            placed.problem((*where, "check"), 'a check is text, such as "total == men + women"')
            continue
        checks = _checks(placed, (*where, "check"), text, known)
        found += [Check(name, check, float(tolerance), _is_linear(check)) for check in checks]
    return found


def _checks(
    placed: Placed, where: tuple[str | int, ...], text: str, known: set[str] | None
) -> tuple[ComparisonTerm, ...]:
    try:
        checks = parse_chain(text)
        for check in checks:
            _refuse_unknown_terms(check)
    except ExpressionError as error:
        placed.problem(where, f"check {text[:60]!r}: {error} (column {error.column} of the check)")
        return ()
    named = [mention.name for check in checks for mention in mentions(check)]
    unknown = dict.fromkeys(name for name in named if known is not None and name not in known)
    for name in unknown:
        placed.problem(where, f"check {text[:60]!r}: the records have no column {name!r}")
    return () if unknown else checks


def _refuse_unknown_terms(check: ComparisonTerm) -> None:
    for leaf in leaves(check):
        if isinstance(leaf, Members | Edge | Day):
            raise ExpressionError("records have no dimensions and no dates; name the columns", leaf.column)


def _is_linear(check: ComparisonTerm) -> bool:
    try:
        linear(check)
    except ExpressionError:
        return False
    return True


def _weights(placed: Placed, entries: Any, columns: Sequence[str] | None) -> dict[str, float]:  # noqa: ANN401 - plain YAML
    if entries is None:
        return {}
    if not isinstance(entries, dict):
        placed.problem(("weights",), "weights is a mapping of columns to numbers above 0")
        return {}
    out: dict[str, float] = {}
    for name, weight in entries.items():
        if columns is not None and name not in columns:
            placed.problem(("weights", name), f"the records have no column {name!r}", key=True)
        elif isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight < inf:
            placed.problem(("weights", name), "a weight is a number above 0: what it costs to change the figure")
        else:
            out[name] = float(weight)
    return out


def linear_rules(rules: Sequence[Check], margin: float, record: Mapping[str, float] | None = None) -> list[Linear]:
    """Return checks as linear rules: those that are linear, or those that are not, around one record.

    Args:
        rules: All checks.
        margin: Least difference that `<` and `>` ask for: a step of the printed figures.
        record: The figures by name: only checks that are not linear are returned then, as tangents there. Without a
            record, only those that are linear.

    Returns:
        In the order of the checks; one without a tangent at the record is left out.
    """
    out = []
    for rule in rules:
        if record is None and rule.linear:
            made = linear(rule.check)
            sign, edge = made.relation, made.constant
            low = {"==": edge, ">=": edge, ">": edge + margin}.get(sign, -inf)
            high = {"==": edge, "<=": edge, "<": edge - margin}.get(sign, inf)
            aim = edge if sign == "==" else None
            out.append(Linear(rule.id, made.coefficients, low - rule.tolerance, high + rule.tolerance, aim=aim))
        elif record is not None and not rule.linear:
            around = tangent(rule.id, rule.check, record, rule.tolerance, margin)
            if around is not None:
                out.append(around)
    return out
