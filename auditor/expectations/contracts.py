"""What must be true of the tables themselves: columns and dtypes, ids, ranges, dates, and no figure that is nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from auditor.arithmetic.figure_columns import BOUNDS
from auditor.expectations.checkpoint_tables import TYPES
from auditor.kinds import kinds
from auditor.model.figure import UNITS
from auditor.model.finding import SEVERITIES
from auditor.model.verdict import OUTCOMES

DTYPE_NAMES = {
    "string": ("StringDtype",),
    "number": ("float64",),
    "integer": ("Int64Dtype",),
    "boolean": ("BooleanDtype",),
}
"""Type in a Table Schema -> names of the dtype in pandas."""
ISO_DATE = "%Y-%m-%d"
KEYS: Mapping[str, tuple[str, ...]] = {"figures": ("document", "id"), "relations": ("document", "relation")}
FILLED: Mapping[str, tuple[str, ...]] = {
    "figures": ("document", "id", "unit", "start", "end"),
    "relations": ("document", "relation", "kind", "strength", "members", "unknown", "outcome", "accepted"),
    "periods": ("document", "text"),
}
"""Columns without missing values. A number too large for a computer has no `value`; a dash for nought no `text`."""
RANGES: Mapping[str, Mapping[str, tuple[float | None, float | None]]] = {
    "figures": {"start": (0, None), "end": (0, None), "row": (0, None), "column": (0, None), "page": (1, None)},
    "relations": {"strength": (0, 1), "members": (0, None), "unknown": (0, 0), "reach": (0, None)},
    "periods": {"start": (0, None), "end": (0, None)},
}
ORDERED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "figures": (("low", "value"), ("value", "high"), ("start", "end")),
    "relations": (("low", "high"),),
    "periods": (("start", "end"),),
}
"""Pairs of columns of which the first is never more than the second, where both are filled."""
SETS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "figures": {"unit": UNITS, "bound": tuple(name for name in BOUNDS if name)},
    "relations": {"kind": tuple(kinds()), "outcome": OUTCOMES, "severity": SEVERITIES},
    "periods": {},
}
DATES: Mapping[str, tuple[str, ...]] = {"periods": ("first", "last")}


@dataclass(frozen=True, slots=True)
class Contract:
    """One expectation of Great Expectations' own: its class, its arguments, and what it says in plain words."""

    name: str
    description: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    where_null: str = ""
    """Only rows where this column is empty."""
    where_filled: str = ""
    """Only rows where this column is not empty."""


def contracts(table: str, rule_ids: tuple[str, ...]) -> Iterator[Contract]:
    """Yield what must be true of a table.

    Args:
        table: "figures", "relations" or "periods".
        rule_ids: The rules that relations may have been checked by.
    """
    types = TYPES[table]
    yield Contract(
        "ExpectTableColumnsToMatchOrderedList",
        f"The table of {table} has its columns, in order.",
        {"column_list": list(types)},
    )
    for column, type_ in types.items():
        yield Contract(
            "ExpectColumnValuesToBeInTypeList",
            f"{column} holds values of type {type_}.",
            {"column": column, "type_list": list(DTYPE_NAMES[type_])},
        )
    for column in FILLED[table]:
        yield Contract("ExpectColumnValuesToNotBeNull", f"{column} is never empty.", {"column": column})
    if table in KEYS:
        yield Contract(
            "ExpectCompoundColumnsToBeUnique",
            f"{' and '.join(KEYS[table])} name one row.",
            {"column_list": list(KEYS[table]), "ignore_row_if": "never"},
        )
    yield from _values(table)
    if table == "figures":
        yield from _figures()
    if table == "relations":
        yield Contract(
            "ExpectColumnValuesToBeInSet",
            "Every relation was checked by a rule that there is.",
            {"column": "rule_id", "value_set": list(rule_ids)},
        )
        yield Contract(
            "ExpectColumnValuesToNotBeNull",
            "Where numbers were compared, a rule says how.",
            {"column": "rule_id"},
            where_filled="room",
        )


def _values(table: str) -> Iterator[Contract]:
    for column, (least, most) in RANGES[table].items():
        said = " and ".join(
            ([f"at least {least:g}"] if least is not None else []) + ([f"at most {most:g}"] if most is not None else [])
        )
        yield Contract(
            "ExpectColumnValuesToBeBetween",
            f"{column} is {said}.",
            {"column": column, "min_value": least, "max_value": most},
        )
    for first, second in ORDERED[table]:
        yield Contract(
            "ExpectColumnPairValuesAToBeGreaterThanB",
            f"{first} is not more than {second}.",
            {"column_A": second, "column_B": first, "or_equal": True, "ignore_row_if": "either_value_is_missing"},
        )
    for column, values in SETS[table].items():
        yield Contract(
            "ExpectColumnValuesToBeInSet",
            f"{column} is one of {', '.join(values)}.",
            {"column": column, "value_set": list(values)},
        )
    for column in DATES.get(table, ()):
        yield Contract(
            "ExpectColumnValuesToMatchStrftimeFormat",
            f"{column} is a date that there is, as 2025-06-30.",
            {"column": column, "strftime_format": ISO_DATE},
        )


def _figures() -> Iterator[Contract]:
    yield Contract(
        "ExpectColumnValuesToMatchRegex",
        "dimensions are name=value pairs joined by semicolons.",
        {"column": "dimensions", "regex": r"^[^=;]+=[^=;]+(?:;[^=;]+=[^=;]+)*$"},
    )
    yield Contract(
        "ExpectColumnValuesToNotBeNull",
        "A figure outside a table has its paragraph.",
        {"column": "paragraph"},
        where_null="table",
    )
    for column in ("row", "column"):
        yield Contract(
            "ExpectColumnValuesToNotBeNull",
            f"A figure in a table has its {column}.",
            {"column": column},
            where_filled="table",
        )
