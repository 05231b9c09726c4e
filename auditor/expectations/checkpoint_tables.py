"""The tables that the checkpoint looks at: figures, relations and periods of many documents.

Each row names its document. Figures are as in `auditor.report.tidy`; relations have one row each, with the numbers that
decided them, so that an expectation decides anew.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from auditor.kinds import kind_of
from auditor.kinds.equations import Writing, writing_of
from auditor.kinds.stated_identity import KIND
from auditor.report.tidy import COLUMNS, DTYPES, figures_frame

if TYPE_CHECKING:
    import pandas as pd

    from auditor.model.audit import Audit
    from auditor.model.figure import Figure
    from auditor.model.finding import Finding
    from auditor.model.verdict import Verdict

TABLES = ("figures", "relations", "periods")
TYPES: Mapping[str, Mapping[str, str]] = {
    "figures": {"document": "string", **{column.name: column.type for column in COLUMNS["figures"]}},
    "relations": {
        "document": "string",
        "relation": "string",
        "kind": "string",
        "rule_id": "string",
        "place": "string",
        "equation": "string",
        "cue": "string",
        "strength": "number",
        "members": "integer",
        "unknown": "integer",
        "stated": "number",
        "computed": "number",
        "imbalance": "number",
        "low": "number",
        "high": "number",
        "room": "number",
        "reach": "number",
        "residual": "number",
        "outcome": "string",
        "severity": "string",
        "accepted": "boolean",
    },
    "periods": {
        "document": "string",
        "text": "string",
        "first": "string",
        "last": "string",
        "paragraph": "string",
        "start": "integer",
        "end": "integer",
    },
}
"""Table -> its columns in order, each with its type as in a Table Schema."""


ACROSS = "across documents"
"""What the column `document` says of a comparison of several."""


@dataclass(frozen=True, slots=True)
class AcrossTables:
    """What a rule found that compares several documents."""

    rule: str
    documents: int
    """How many state the quantity."""
    said: str
    """What each of them states, where they disagree."""
    severity: str
    """Empty where they agree."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one document, or of many one below the other."""

    figures: pd.DataFrame
    relations: pd.DataFrame
    """One row a relation. `members` counts its figures and `unknown` those that the table of figures has not; `low`
    and `high` bound stated minus computed (empty where open); `room` and `reach` as `auditor.model.verdict` says;
    `severity` is that of the finding, empty where there is none; `accepted` says whether the baseline accepts it."""
    periods: pd.DataFrame

    def by_name(self) -> dict[str, pd.DataFrame]:
        """Return the frames by their names.

        Returns:
            One frame for each name in `TABLES`, in that order.
        """
        return {"figures": self.figures, "relations": self.relations, "periods": self.periods}


def tables_of(audit: Audit, label: str) -> Tables:
    """Return one audit as tables.

    Args:
        audit: Its findings marked where a baseline accepts them.
        label: What the column `document` says.

    Returns:
        Frames with the columns and types of `TYPES`; figures and relations in the order of the audit.
    """
    figures = figures_frame(audit.document, audit.figures)
    figures.insert(0, "document", _series([label] * len(figures), "string"))
    return Tables(figures, _relations(audit, label), _periods(audit, label))


def joined(several: Sequence[Tables], across: Sequence[AcrossTables] = ()) -> Tables:
    """Join the tables of documents, one below the other.

    Args:
        several: One a document.
        across: What rules found that compare documents, one row each in the table of relations.

    Returns:
        Frames with the columns of `TYPES` and a fresh index; without any document they have no rows.
    """
    import pandas as pd

    frames = {}
    for name in TABLES:
        parts = [frame for tables in several if len(frame := tables.by_name()[name])]
        if name == "relations" and across:
            parts.append(_frame(name, [_compared(one) for one in across]))
        frames[name] = pd.concat(parts, ignore_index=True) if parts else _frame(name, [])
    return Tables(**frames)


def _compared(one: AcrossTables) -> dict[str, Any]:
    nothing = dict.fromkeys(TYPES["relations"])
    return nothing | {
        "document": ACROSS,
        "relation": one.rule.lower(),
        "kind": KIND.name,
        "rule_id": one.rule,
        "equation": one.said,
        "strength": 1.0,
        "members": one.documents,
        "unknown": 0,
        "outcome": "fails" if one.severity else "holds",
        "severity": one.severity,
        "accepted": False,
    }


def _relations(audit: Audit, label: str) -> pd.DataFrame:
    figures = audit.figures.by_id or {figure.id: figure for figure in audit.figures.figures}
    findings = {finding.relation: finding for finding in audit.findings if finding.relation}
    writing = writing_of([figure.text for figure in figures.values()])
    rows = [
        _relation(verdict, figures, findings.get(verdict.relation.id), label)
        | {"equation": _equation(verdict, figures, writing)}
        for verdict in audit.verdicts
    ]
    return _frame("relations", rows)


def _equation(verdict: Verdict, figures: Mapping[str, Figure], writing: Writing) -> str:
    """Write out what fails, as a finding does; of several findings on the same figures a report has but one."""
    if verdict.outcome != "fails":
        return verdict.equation
    relation = verdict.relation
    own = writing_of([figures[name].text for name in relation.members if name in figures], writing)
    return kind_of(relation.kind).written(verdict, figures, own).equation


def _relation(verdict: Verdict, figures: Mapping[str, Figure], finding: Finding | None, label: str) -> dict[str, Any]:
    relation = verdict.relation
    known = [figures[name] for name in relation.members if name in figures]
    places = dict.fromkeys(figure.paragraph or figure.table or "" for figure in known)
    return {
        "document": label,
        "relation": relation.id,
        "kind": relation.kind,
        "rule_id": verdict.rule,
        "place": ", ".join(place for place in places if place),
        "equation": "",
        "cue": " ".join(relation.cue.split()),
        "strength": relation.strength,
        "members": len(relation.members),
        "unknown": len(relation.members) - len(known),
        "stated": _stated(verdict),
        "computed": verdict.computed,
        "imbalance": verdict.imbalance,
        "low": verdict.low,
        "high": verdict.high,
        "room": verdict.room,
        "reach": verdict.reach,
        "residual": verdict.residual,
        "outcome": verdict.outcome,
        "severity": finding.severity if finding else "",
        "accepted": bool(finding and finding.accepted),
    }


def _stated(verdict: Verdict) -> float | None:
    """Return what the document says, in the terms of what is computed."""
    if verdict.computed is None or verdict.imbalance is None:
        return None
    if verdict.residual is not None:
        return verdict.computed + verdict.residual
    return verdict.computed + verdict.imbalance


def _periods(audit: Audit, label: str) -> pd.DataFrame:
    rows = [
        {
            "document": label,
            "text": " ".join(period.text.split()),
            "first": period.first,
            "last": period.last,
            "paragraph": period.paragraph,
            "start": period.start,
            "end": period.end,
        }
        for period in audit.figures.periods
    ]
    return _frame("periods", rows)


def _frame(table: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({name: _series([row[name] for row in rows], type_) for name, type_ in TYPES[table].items()})


def _series(values: Sequence[Any], type_: str) -> pd.Series[Any]:
    """Return a column; empty texts and numbers that are not finite are missing values."""
    import pandas as pd

    cells: list[Any] = list(values)
    if type_ == "string":
        cells = [value or None for value in cells]
    elif type_ == "number":
        cells = [math.nan if value is None or not math.isfinite(value) else float(value) for value in cells]
    dtype: Any = DTYPES[type_]
    made: pd.Series[Any] = pd.Series(cells, dtype=dtype)
    return made
