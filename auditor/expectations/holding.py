"""The expectation that relations hold: what is stated and what is computed differ by no more than they may.

Importing this module registers `ExpectRelationToHold` with Great Expectations. It takes the columns

| column | what |
| --- | --- |
| imbalance | stated minus computed |
| low, high | bounds of that difference within the figures' intervals; empty where open |
| room | a difference up to this is none; empty where nothing was compared: such rows pass |
| reach | how far stated and computed may lie apart under the open hedge of the stated figure; empty where it has none |

in this order, and `sense`: what must be true of the stated side against the computed one.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from auditor.expectations.loading import great_expectations

great_expectations()
from great_expectations.execution_engine import PandasExecutionEngine  # noqa: E402
from great_expectations.expectations.expectation import MulticolumnMapExpectation  # noqa: E402
from great_expectations.expectations.metrics.map_metric_provider import (  # noqa: E402
    MulticolumnMapMetricProvider,
    multicolumn_condition_partial,
)
from great_expectations.expectations.row_conditions import Column  # noqa: E402

Floats = npt.NDArray[np.float64]

METRIC = "multicolumn_values.auditor_relation_holds"
COLUMNS = ("imbalance", "low", "high", "room", "reach")
SENSES = {
    "==": "is equal to",
    "reached": "is equal to, and reached by",
    "listed": "is equal to the number listed, unless more are stated than listed with a hedge,",
    "<=": "is at most",
    ">=": "is at least",
    "<": "is less than",
    ">": "is more than",
}
"""Sense -> how it is said: the stated side ... the computed side."""


def rows_of(rule: str) -> Any:  # noqa: ANN401 - Great Expectations comes without types
    """Return the condition for the rows that a rule checked; conditions as texts are deprecated."""
    return Column("rule_id") == rule


def holds(columns: Floats, sense: str) -> npt.NDArray[np.bool_]:
    """Return for each relation whether it may hold.

    The figures are intervals: a relation may hold where some value within the bounds makes it true.

    Args:
        columns: Float64 of the shape (relations, 5), one row a relation with `COLUMNS` across; nan where empty.
        sense: One of `SENSES`: what must be true of the stated side against the computed one.

    Returns:
        One boolean a relation, in the order of the rows; true where `room` is empty, since nothing was compared.

    Raises:
        ValueError: There is no such sense.
    """
    imbalance, low, high, room, reach = columns.T
    low, high = np.where(np.isnan(low), -np.inf, low), np.where(np.isnan(high), np.inf, high)
    not_over, not_under = low <= room, high >= -room
    if sense == "==":
        fits = not_over & not_under
    elif sense == "reached":
        # A stated total is the total, however hedged: parts that stay far below it do not reach it.
        fits = not_over & not_under & ~(imbalance > reach)
    elif sense == "listed":
        fits = (not_over & not_under) | (~np.isnan(reach) & (imbalance > 0))
    elif sense == "<=":
        fits = not_over
    elif sense == ">=":
        fits = not_under
    elif sense == "<":
        fits = low < room
    elif sense == ">":
        fits = high > -room
    else:
        raise ValueError(f"no such sense: {sense!r}; there are: {', '.join(SENSES)}")
    return np.asarray(fits | np.isnan(room), dtype=np.bool_)


class RelationHolds(MulticolumnMapMetricProvider):  # type: ignore[misc]
    """Say for each row whether the relation may hold."""

    condition_metric_name = METRIC
    condition_domain_keys = ("batch_id", "table", "column_list", "row_condition", "condition_parser", "ignore_row_if")
    condition_value_keys = ("sense",)

    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column_list: Any, **given: Any) -> Any:  # noqa: ANN401, N805 - as Great Expectations calls it
        import pandas as pd

        return pd.Series(holds(column_list.to_numpy(dtype=np.float64), given["sense"]), index=column_list.index)


class ExpectRelationToHold(MulticolumnMapExpectation):  # type: ignore[misc]
    """Expect that stated and computed differ by no more than they may."""

    sense: str
    map_metric: ClassVar[str] = METRIC
    args_keys = ("column_list", "sense")
    success_keys = ("mostly", "sense")
