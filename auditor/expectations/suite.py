"""The rulebook as Great Expectations suites: one for each table, one expectation for each rule on the relations."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from auditor.expectations import SEVERITIES
from auditor.expectations.checkpoint_tables import TABLES
from auditor.expectations.contracts import Contract, contracts
from auditor.expectations.loading import great_expectations
from auditor.expectations.senses import Senses
from auditor.runtime.version import __version__

if TYPE_CHECKING:
    from auditor.rulebook import Rule, Rulebook

CONTRACT = "contract"
"""Kind of an expectation in its `meta`, where it is no rule's."""


def suite_name(table: str) -> str:
    """Return the name of the suite for a table."""
    return f"auditor-{table}"


def suites(rules: Rulebook) -> dict[str, Any]:
    """Compile the rulebook into Great Expectations suites.

    Returns:
        Table -> `great_expectations.ExpectationSuite`, in the order of `auditor.expectations.checkpoint_tables.TABLES`.
        The `meta` of each expectation says `{"kind": "contract"}`, or `{"kind": "rule", "rule_id": ...}` and what a
        reader of the rule may want.
    """
    gx = great_expectations()

    ids = tuple(rule.id for rule in rules.rules)
    made = {}
    for table in TABLES:
        expectations = [_contract(contract) for contract in contracts(table, ids)]
        if table == "relations":
            senses = Senses(rules)
            expectations += [_rule(rule, senses.of(rule)) for rule in rules.rules]
        made[table] = gx.ExpectationSuite(
            name=suite_name(table),
            expectations=expectations,
            meta={"auditor": __version__, "table": table, "rule_files": list(rules.files)},
            notes=f"Compiled from the rule files of the auditor for its table of {table}.",
        )
    return made


def exported(rules: Rulebook, table: str) -> str:
    """Return the suite of a table as JSON, the same from run to run.

    `great_expectations.ExpectationSuite(**json.loads(text))` reads it back once `auditor.expectations.holding` is
    imported.

    Args:
        rules: What the suite is compiled from.
        table: One of `TABLES`.
    """
    plain = suites(rules)[table].to_json_dict()
    for expectation in plain["expectations"]:
        expectation.pop("id", None)
    plain.pop("id", None)
    return json.dumps(plain, indent=1, ensure_ascii=False) + "\n"


def _contract(contract: Contract) -> Any:  # noqa: ANN401 - Great Expectations comes without types
    from great_expectations.expectations.row_conditions import Column

    gx = great_expectations()
    arguments = dict(contract.arguments)
    if contract.where_null:
        arguments["row_condition"] = Column(contract.where_null).is_null()
    if contract.where_filled:
        arguments["row_condition"] = Column(contract.where_filled).is_not_null()
    return getattr(gx.expectations, contract.name)(
        **arguments, severity="critical", description=contract.description, meta={"kind": CONTRACT}
    )


def _rule(rule: Rule, sense: str | None) -> Any:  # noqa: ANN401 - Great Expectations comes without types
    """Compile one rule; every relation that it checked is a row of its expectation."""
    gx = great_expectations()
    from auditor.expectations.holding import COLUMNS, ExpectRelationToHold, rows_of

    given = {
        "row_condition": rows_of(rule.id),
        "severity": SEVERITIES[rule.severity],
        "description": f"{rule.id} {rule.name}: {rule.what}",
        "notes": rule.why,
        "meta": {
            "kind": "rule",
            "rule_id": rule.id,
            "rule": rule.name,
            "relations": rule.kind,
            "source": rule.source,
            "tags": list(rule.tags),
            "file": f"{rule.file}:{rule.line}",
        },
    }
    if sense is None:
        # What such a rule compares is not in the table: its verdict is taken as it is.
        return gx.expectations.ExpectColumnValuesToNotBeInSet(column="outcome", value_set=["fails"], **given)
    return ExpectRelationToHold(column_list=list(COLUMNS), sense=sense, ignore_row_if="never", **given)
