"""The record of a check: what was audited, what the checkpoint found, and the exit status that follows."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from auditor.expectations.checkpoint import CheckedTables, CheckpointOutcome
from auditor.expectations.checkpoint_tables import AcrossTables, Tables
from auditor.runtime.version import __version__

SCHEMA_VERSION = "1"
DROPPED = frozenset({"exception_traceback", "unexpected_index_query", "partial_unexpected_list", "unexpected_list"})
"""Keys of Great Expectations' results that say where its code lies, or again what `unexpected_index_list` says."""


@dataclass(frozen=True, slots=True)
class FailedExpectation:
    """One finding, as the record has it."""

    rule: str
    severity: str
    relation: str | None
    place: str
    message: str
    fingerprint: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Submission:
    """What an audit of one submission gave."""

    path: str
    sha256: str
    language: str
    figures: int
    relations: int
    findings: tuple[FailedExpectation, ...]


def disagreements(tables: Tables, outcome: CheckpointOutcome) -> tuple[tuple[str, str], ...]:
    """Return the relations on which the auditor and the checkpoint do not agree.

    They agree where the expectation of the relation's rule finds it unexpected if and only if the auditor says that it
    fails. Relations of rules whose expectation crashed, and those that no rule checked, are left out.

    Args:
        tables: Those that the checkpoint ran over, with the auditor's outcomes.
        outcome: What came of it.

    Returns:
        Document and id of each relation, in the order of the table.
    """
    crashed = {one.rule for one in outcome.checked if one.rule and one.crash}
    unexpected = {(row["document"], row["relation"]) for one in outcome.checked if one.rule for row in one.unexpected}
    frame = tables.relations
    columns = (frame[name].tolist() for name in ("document", "relation", "rule_id", "outcome"))
    return tuple(
        (document, relation)
        for document, relation, rule, said in zip(*columns, strict=True)
        if isinstance(rule, str) and rule not in crashed and (said == "fails") != ((document, relation) in unexpected)
    )


@dataclass(frozen=True, slots=True)
class Validation:
    """Everything that the record says."""

    time: datetime
    status: int
    fail_on: str
    submissions: tuple[Submission, ...]
    refused: tuple[str, ...]
    """One line for each submission that could not be audited."""
    outcome: CheckpointOutcome
    disagreements: tuple[tuple[str, str], ...]
    across: tuple[AcrossTables, ...] = ()
    """What rules found that compare documents."""

    def to_json(self) -> dict[str, Any]:
        """Return the record as plain values that JSON has.

        Returns:
            The object of the record, with `schema_version`; numbers that are not finite are None.
        """
        made = {
            "schema_version": SCHEMA_VERSION,
            "auditor": __version__,
            "time": self.time.isoformat(timespec="seconds"),
            "status": self.status,
            "success": self.status == 0,
            "fail_on": self.fail_on,
            "submissions": [_submission(each) for each in self.submissions],
            "across": [
                {"rule": one.rule, "severity": one.severity, "message": one.said} for one in self.across if one.severity
            ],
            "refused": list(self.refused),
            "rules": [_expectation(one) for one in self.outcome.checked if one.rule],
            "contracts": [_expectation(one) for one in self.outcome.checked if not one.rule],
            "disagreements": [{"document": document, "relation": name} for document, name in self.disagreements],
            "great_expectations": {name: _result(result) for name, result in self.outcome.results.items()},
        }
        return {key: _finite(value) for key, value in made.items()}

    def text(self) -> str:
        """Return the record as a file holds it."""
        return json.dumps(self.to_json(), indent=1, ensure_ascii=False, allow_nan=False) + "\n"

    def file_in(self, folder: Path) -> Path:
        """Return the file for the record in a folder.

        Returns:
            A path where no file is yet: named by the time in UTC ("2025-03-01T120000Z.json"), and by a number from 2 on
            where that is taken.
        """
        stem, number = self.time.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ"), 1
        file = folder / f"{stem}.json"
        while file.exists():
            number += 1
            file = folder / f"{stem}-{number}.json"
        return file


def _submission(one: Submission) -> dict[str, Any]:
    return {**asdict(one), "findings": [asdict(found) for found in one.findings]}


def _expectation(one: CheckedTables) -> dict[str, Any]:
    result = "crashed" if one.crash else "passed" if one.success else "failed"
    return {
        "table": one.table,
        "rule": one.rule or None,
        "expectation": one.name,
        "description": one.description,
        "severity": one.severity,
        "result": result,
        "crash": one.crash or None,
        "rows": one.rows,
        "unexpected": [dict(row) for row in one.unexpected],
    }


def _result(result: Mapping[str, Any]) -> dict[str, Any]:
    """Return a validation result without what a record has no use for."""
    return {key: value for key, value in result.items() if key != "id"}


def _finite(value: Any) -> Any:  # noqa: ANN401 - whatever Great Expectations gives
    """Return a value as JSON has it: what is not a number is null."""
    if isinstance(value, Mapping):
        return {str(key): _finite(each) for key, each in value.items() if key not in DROPPED}
    if isinstance(value, str) or value is None or isinstance(value, bool):
        return value
    if isinstance(value, Sequence | set | frozenset):
        return [_finite(each) for each in value]
    plain = value.item() if hasattr(value, "item") else value
    if isinstance(plain, int | bool):
        return plain
    if isinstance(plain, float):
        return plain if math.isfinite(plain) else None
    return None if str(plain) in ("<NA>", "NaT") else str(plain)
