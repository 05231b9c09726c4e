"""Records in a table: what must be named first, what may be listed, what must never be blamed."""

from __future__ import annotations

from math import inf, nan
from pathlib import Path
from typing import Any

import pytest
import yaml

from auditor.locate import Suspect, standard_priors
from auditor.locate.likelihood import Printing
from auditor.locate.record_rules import Check, Checks, linear_rules
from auditor.locate.search import Options, locate
from auditor.locate.system import Linear, System
from auditor.locate.tabular_records import Records, locate_rows
from auditor.rulebook.expressions.expression import parse

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))


def suspects_of(case: dict[str, Any]) -> tuple[Suspect, ...]:
    record = {name: nan if value is None else float(value) for name, value in case["record"].items()}
    checks = [Check(f"r{i}", parse(rule), 0.0, "round" not in rule) for i, rule in enumerate(case["rules"])]
    rules = [*linear_rules(checks, 1.0), *linear_rules(checks, 1.0, record)]
    if case.get("bounds"):
        rules += [Linear(f"{name} >= 0", {name: 1.0}, 0.0, inf) for name in record]
    system = System.build(rules, record)
    values = [record[name] for name in system.names]
    steps = (float(case.get("steps", 1)),) * len(values)
    printing = Printing(steps, (0.0,) * len(values), (False,) * len(values))
    return locate(
        values,
        [-inf if value != value else value for value in values],
        [inf if value != value else value for value in values],
        system,
        Options(printing),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    found = suspects_of(case)
    blamed = {name for suspect in found for name in suspect.figures}
    assert not blamed & set(case.get("never", ()))
    if "first" in case:
        named = dict(zip(found[0].figures, found[0].fixed, strict=True)) if found else {}
        assert named == pytest.approx(case["first"])
    if "reason" in case:
        assert found[0].reason == case["reason"]
    listed = {suspect.figures for suspect in found}
    for figures in case.get("listed", ()):
        assert tuple(figures) in listed
    if "ranks" in case:
        assert {suspect.figures[0]: suspect.rank for suspect in found} == case["ranks"]
    assert [suspect.rank for suspect in found] == sorted(suspect.rank for suspect in found)
    if found:
        assert sum(suspect.score for suspect in found) == pytest.approx(1, abs=1e-4)


def test_usual_values_of_a_column_tell_suspects_apart() -> None:
    """A part of 9,000 where all others are near 100 is more suspect than one of 100, though no slip explains either."""
    rows = [(100.0 + i % 40 + 200 + i % 50, 100.0 + i % 40, 200.0 + i % 50) for i in range(90)]
    rows.append((325.0, 5377.0, 211.0))
    rule = Checks((Check("sum", parse("t == a + b")),), {}, ("t", "a", "b"))
    found = list(locate_rows(Records(("t", "a", "b"), tuple(rows), (1.0, 1.0, 1.0)), rule, standard_priors()))
    assert {row.row for row in found} == {90}
    assert (found[0].located, found[0].fixed) == ("a", "114")


def test_weights_choose_the_cheaper_set() -> None:
    """A figure that costs more than two others together is spared."""
    rules = [Linear("x", {"t": 1, "a": -1}, 0, 0), Linear("y", {"t": 1, "b": -1}, 0, 0)]
    system = System.build(rules)
    values = (70.0, 70.0, 50.0)  # a, b, t
    plain = locate(values, values, values, system)
    assert {suspect.figures for suspect in plain} == {("t",)}
    dear = locate(values, values, values, system, Options(weights=(1.0, 1.0, 5.0)))
    assert {suspect.figures for suspect in dear} == {("a", "b")}
    assert dear[0].fixed == (50.0, 50.0)
