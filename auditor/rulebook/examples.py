"""The examples of a rule: figures as a person writes them, and the verdict that the rule must come to."""

from __future__ import annotations

import re
from typing import Any

from auditor.model.figure import Figure
from auditor.model.relation import Relation
from auditor.rulebook.rule import Example, ExampleFigure, Rule

_PRINTED = re.compile(r"(-?\d{1,3}(?:,\d{3})+|-?\d+)(?:\.(\d+))?( ?%| per cent)?")


class ExampleError(ValueError):
    """An example whose figures cannot be read; one line."""


def example(entry: dict[str, Any]) -> Example:
    """Build an example from its entry in a rule file, which fits the schema.

    Raises:
        ExampleError: a figure's text says no number and no value is given.
    """
    whole = entry.get("whole")
    return Example(
        outcome=entry["outcome"],
        whole=None if whole is None else _figure(whole),
        parts=tuple(_figure(part) for part in entry["parts"]),
        text=entry.get("text", ""),
        severity=entry.get("severity"),
        imbalance=entry.get("imbalance"),
        equation=entry.get("equation", ""),
    )


def _figure(entry: str | dict[str, Any]) -> ExampleFigure:
    """Read a figure: digits with their separators, per cent with a half unit of the last digit either way."""
    given: dict[str, Any] = {"text": entry} if isinstance(entry, str) else entry
    text = given["text"]
    value, unit, half = given.get("value"), given.get("unit", "count"), 0.0
    found = _PRINTED.fullmatch(text)
    if found:
        digits, decimals, per_cent = found.groups()
        value = float(f"{digits.replace(',', '')}.{decimals or 0}") if value is None else value
        if per_cent:
            unit, half = "percent", 0.5 * 10.0 ** -len(decimals or "")
    if value is None:
        raise ExampleError(f"{text!r} says no number; give its value as well: {{text: {text}, value: 5}}")
    bound = given.get("bound", "")
    low = given.get("low", None if bound == "upper" else value if bound == "lower" else value - half)
    high = given.get("high", None if bound == "lower" else value if bound == "upper" else value + half)
    return ExampleFigure(text, value, low, high, unit, bound, given.get("hedge", ""))


def example_case(rule: Rule, each: Example) -> tuple[Relation, dict[str, Figure]]:
    """Return an example as a relation and its figures, as a document would have them.

    Args:
        rule: The rule; its kind is the relation's, and where it is for tables the figures stand in one.
        each: One of the rule's examples.

    Returns:
        The relation "r1", and its figures by id, the whole first. They stand in paragraph "1", or in the first row of
        table "t1" where the rule is for tables.
    """
    figures: dict[str, Figure] = {}
    for place, given in enumerate(([each.whole] if each.whole else []) + list(each.parts)):
        name = f"f{place + 1}"
        table = rule.where == "table"
        figures[name] = Figure(
            id=name,
            text=given.text,
            value=given.value,
            low=given.low,
            high=given.high,
            unit=given.unit,
            hedge=given.hedge,
            bound=given.bound,
            paragraph="" if table else "1",
            start=place,
            end=place + 1,
            table="t1" if table else None,
            row=0 if table else None,
            column=place if table else None,
        )
    ids = tuple(figures)
    whole = ids[0] if each.whole else None
    parts = ids[1:] if each.whole else ids
    return Relation("r1", rule.kind, whole, parts, cue="example", strength=1.0, note=each.text), figures
