"""Running the suites over the tables, and telling an expectation that fails from one that crashes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.expectations.checkpoint_tables import TABLES, Tables
from auditor.expectations.data_docs import keep_local
from auditor.expectations.loading import great_expectations, quiet_context
from auditor.expectations.suite import suite_name, suites

if TYPE_CHECKING:
    from auditor.rulebook import Rulebook

INDEX: Mapping[str, tuple[str, ...]] = {
    "figures": ("document", "id"),
    "relations": ("document", "relation", "place", "equation", "severity", "accepted"),
    "periods": ("document", "text"),
}
"""Columns that name a row, in results and in Data Docs."""
SITE = "auditor"


@dataclass(frozen=True, slots=True)
class CheckedTables:
    """What came of one expectation."""

    table: str
    name: str
    """Its name in Great Expectations."""
    rule: str
    """Id of the rule; empty for a contract of the table."""
    description: str
    severity: str
    """critical, warning or info."""
    success: bool
    crash: str
    """Why it could not be evaluated, in one line; empty where it was. Then `success` is False and says nothing."""
    rows: int
    """Rows that it looked at."""
    unexpected: tuple[Mapping[str, Any], ...]
    """The rows that do not fit, by the columns in `INDEX`."""


@dataclass(frozen=True, slots=True)
class CheckpointOutcome:
    """What came of a run."""

    checked: tuple[CheckedTables, ...]
    results: Mapping[str, Mapping[str, Any]]
    """Table -> validation result of Great Expectations, as plain values."""

    @property
    def crashed(self) -> tuple[CheckedTables, ...]:
        """Return the expectations that could not be evaluated."""
        return tuple(one for one in self.checked if one.crash)

    @property
    def broken(self) -> tuple[CheckedTables, ...]:
        """Return the contracts that a table does not keep."""
        return tuple(one for one in self.checked if not one.rule and not one.success and not one.crash)

    @property
    def failed(self) -> tuple[CheckedTables, ...]:
        """Return the rules that some relation does not keep."""
        return tuple(one for one in self.checked if one.rule and not one.success and not one.crash)


def run(tables: Tables, rules: Rulebook, docs: Path | None = None) -> CheckpointOutcome:
    """Run the expectations of a rulebook over tables, one Great Expectations checkpoint a table.

    Args:
        tables: Of one document or many.
        rules: What the suites are compiled from.
        docs: Folder to build Data Docs in; none are built where it is not given.

    Returns:
        What came of each expectation, table by table; one that raises is told as a crash and is not taken for a
        failure.

    Raises:
        OSError: The folder cannot be written.
    """
    compiled = suites(rules)
    return run_suites(tables, compiled, docs)


def run_suites(tables: Tables, compiled: Mapping[str, Any], docs: Path | None = None) -> CheckpointOutcome:
    """Run suites over tables, one Great Expectations checkpoint a table.

    Args:
        tables: Of one document or many.
        compiled: Table -> `great_expectations.ExpectationSuite`, as `suites` compiles them; tables without a suite are
            left out.
        docs: Folder to build Data Docs in; none are built where it is not given.

    Returns:
        What came of each expectation, in the order of `TABLES` and of the suites.

    Raises:
        OSError: The folder cannot be written.
    """
    context = quiet_context()
    if docs is not None:
        _add_site(context, docs)
    checked: list[CheckedTables] = []
    results: dict[str, Mapping[str, Any]] = {}
    frames = tables.by_name()
    for table in TABLES:
        if table in compiled:
            plain = _checkpoint(context, table, compiled[table], frames[table], with_docs=docs is not None)
            results[table] = plain
            checked.extend(_checked(table, each) for each in plain["results"])
    if docs is not None:
        keep_local(docs)
    return CheckpointOutcome(tuple(checked), results)


def _checkpoint(context: Any, table: str, suite: Any, frame: Any, *, with_docs: bool) -> dict[str, Any]:  # noqa: ANN401
    """Run one checkpoint and give its one validation result as plain values."""
    gx = great_expectations()
    from great_expectations.checkpoint import UpdateDataDocsAction

    name = suite_name(table)
    batch = (
        context.data_sources.add_pandas(name).add_dataframe_asset(table).add_batch_definition_whole_dataframe("whole")
    )
    definition = context.validation_definitions.add(
        gx.ValidationDefinition(name=name, data=batch, suite=context.suites.add(suite))
    )
    checkpoint = context.checkpoints.add(
        gx.Checkpoint(
            name=name,
            validation_definitions=[definition],
            actions=[UpdateDataDocsAction(name="docs", site_names=[SITE])] if with_docs else [],
            result_format={"result_format": "COMPLETE", "unexpected_index_column_names": list(INDEX[table])},
        )
    )
    (result,) = checkpoint.run(batch_parameters={"dataframe": frame}).run_results.values()
    plain: dict[str, Any] = result.to_json_dict()
    return plain


def _checked(table: str, result: Mapping[str, Any]) -> CheckedTables:
    config = result["expectation_config"]
    found = result.get("result") or {}
    rows = found.get("unexpected_index_list") or []
    return CheckedTables(
        table=table,
        name=config["type"],
        rule=(config.get("meta") or {}).get("rule_id", ""),
        description=config.get("description") or config["type"],
        severity=config.get("severity") or "critical",
        success=bool(result["success"]),
        crash=_crash(result),
        rows=int(found.get("element_count") or 0),
        unexpected=tuple({name: _plain(row.get(name)) for name in INDEX[table]} for row in rows),
    )


def _crash(result: Mapping[str, Any]) -> str:
    """Return why an expectation could not be evaluated: a metric that raises makes it fail unseen."""
    raised = [one for one in _exceptions(result.get("exception_info") or {}) if one.get("raised_exception")]
    if raised:
        # The first metric that raised is the cause; others miss what it did not give.
        return " ".join(str(raised[0].get("exception_message") or "an exception without a message").split())
    found = result.get("result") or {}
    if not result["success"] and "unexpected_count" not in found and "observed_value" not in found:
        return "it gave no result"
    return ""


def _exceptions(info: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the exceptions of a result: one, or one for each metric that was computed."""
    if "raised_exception" in info:
        yield info
    else:
        yield from (each for each in info.values() if isinstance(each, Mapping))


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell
    """Return a cell as Python has it, None where it is missing."""
    import pandas as pd

    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


def _add_site(context: Any, folder: Path) -> None:  # noqa: ANN401 - Great Expectations comes without types
    folder.mkdir(parents=True, exist_ok=True)
    context.add_data_docs_site(
        site_name=SITE,
        site_config={
            "class_name": "SiteBuilder",
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder", "show_cta_footer": False},
            "show_how_to_buttons": False,
            "store_backend": {
                "class_name": "TupleFilesystemStoreBackend",
                "base_directory": str(folder.resolve()),
            },
        },
    )
