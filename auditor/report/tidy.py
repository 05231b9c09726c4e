"""Figures and relations as tidy tables: pandas frames, and files with a Frictionless Data Package beside them.

One row a figure; one row a member of a relation. `COLUMNS` says what each column holds and of which type it is; the
descriptor, the frames and the files all follow it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from auditor.figures.observations import observations
from auditor.model.document import Document
from auditor.model.figure import UNITS, Figure, Figures
from auditor.model.observation import OBSERVED, Observation
from auditor.model.relation import Relation
from auditor.model.verdict import Verdict
from auditor.report.audit_json import dimensions, number

if TYPE_CHECKING:
    import pandas as pd

    from auditor.model.audit import Audit

Form = Literal["csv", "json", "parquet"]
DESCRIPTOR = "datapackage.json"
DTYPES = {"string": "string", "number": "float64", "integer": "Int64", "boolean": "boolean"}
"""Type in the descriptor -> dtype in pandas. An empty cell is a missing value in all of them."""
SEPARATOR = ";"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its type in a Table Schema, and what it holds."""

    name: str
    type: Literal["string", "number", "integer", "boolean"]
    description: str
    required: bool = False


COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "figures": (
        Column("id", "string", "Names the figure within the document.", required=True),
        Column("text", "string", "The number as printed, without hedge or noun.", required=True),
        Column("value", "number", "The number as stated.", required=True),
        Column("low", "number", "Least value that the statement allows; empty where open."),
        Column("high", "number", "Greatest value that the statement allows; empty where open."),
        Column("unit", "string", f"{', '.join(UNITS[:-1])} or {UNITS[-1]}.", required=True),
        Column("hedge", "string", "The words that hedge it, as printed."),
        Column("counts", "string", "The words for what is counted, as printed."),
        Column("dimensions", "string", "dimension=value pairs, sorted, joined by semicolons."),
        Column("paragraph", "string", "Number of the paragraph as printed, or p and its position; empty in a table."),
        Column("start", "integer", "Offset of the first character in the paragraph's or cell's text.", required=True),
        Column("end", "integer", "Offset behind the last character.", required=True),
        Column("table", "string", "Label of the table; empty in running text."),
        Column("row", "integer", "0-based row in the table's grid."),
        Column("column", "integer", "0-based column in the table's grid."),
        Column("page", "integer", "Page of the source, where it has pages."),
        Column("bound", "string", "What the hedge does: lower, upper, about, estimate or range."),
        Column("noun", "string", "What is counted: the head noun, in the singular and in small letters."),
        Column("modifiers", "string", "What narrows the noun, as printed, joined by semicolons."),
        Column("place", "string", "Where, as printed."),
        Column("first", "string", "First day of the period, ISO; the same as the last for an instant."),
        Column("last", "string", "Last day of the period, ISO."),
        Column("observed", "string", f"{', '.join(OBSERVED[:-1])} or {OBSERVED[-1]}, where the words say it."),
        Column("inherited", "string", "Which of noun, place and period its own statement does not say, and what does."),
    ),
    "relations": (
        Column("id", "string", "Names the relation within the document; a row for each of its members.", required=True),
        Column(
            "kind",
            "string",
            "total, subset, remainder, percentage, shares, enumeration, repeat, change, average, period or rule.",
            required=True,
        ),
        Column("role", "string", "whole or part; none for a relation without figures.", required=True),
        Column("position", "integer", "0 for the whole; parts count from 1.", required=True),
        Column("figure", "string", "Id of the figure."),
        Column("cue", "string", "The words or the layout that the relation was read from."),
        Column("strength", "number", "0 to 1: how surely it was read.", required=True),
        Column("holds", "boolean", "Whether it holds; empty where it cannot be decided."),
        Column("imbalance", "number", "Stated minus computed."),
        Column("residual", "number", "What a list that is not exhaustive leaves open."),
        Column("computed", "number", "What the other figures give for the stated one."),
        Column("outcome", "string", "holds, fails, undecided or not evaluated.", required=True),
        Column("rule", "string", "Id of the rule that it was checked by."),
    ),
}
KEYS: Mapping[str, list[str]] = {"figures": ["id"], "relations": ["id", "role", "position"]}
TITLES = {"figures": "Figures, one a row", "relations": "Members of relations, one a row"}


def figures_frame(document: Document, figures: Figures) -> pd.DataFrame:
    """Return the figures of a document as a frame.

    Args:
        document: The document; a figure that has no page itself has that of its paragraph or table.
        figures: Its figures.

    Returns:
        One row a figure in reading order, with the columns of `COLUMNS` and their dtypes (`DTYPES`): float64 for
        numbers, nan where an interval is open.
    """
    pages = {paragraph.order: paragraph.page for paragraph in document.paragraphs}
    pages.update({table.order: table.page for table in document.tables})
    of = observations(document, figures)
    rows = [figure_row(figure, pages.get(figure.order), of[figure.id]) for figure in figures.figures]
    return _frame("figures", rows)


def relations_frame(relations: Sequence[Relation], verdicts: Sequence[Verdict]) -> pd.DataFrame:
    """Return relations with their verdicts as a frame.

    Args:
        relations: As read.
        verdicts: Aligned with `relations`.

    Returns:
        One row a member of a relation, the whole first, then the parts, with the columns of `COLUMNS` and their dtypes.
    """
    pairs = zip(relations, verdicts, strict=True)
    return _frame("relations", [row for relation, verdict in pairs for row in relation_rows(relation, verdict)])


def figure_row(figure: Figure, page: int | None, observation: Observation) -> dict[str, Any]:
    """Return the row of a figure.

    Args:
        figure: The figure.
        page: Its page where the figure itself has none.
        observation: What it is of.

    Returns:
        Column -> value, in the order of `COLUMNS`; dimensions as "name=value", sorted and joined.
    """
    named = SEPARATOR.join(f"{name}={value}" for name, value in sorted(dimensions(figure.dimensions).items()))
    return {
        "id": figure.id,
        "text": _cell(figure.text),
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "unit": figure.unit,
        "hedge": words(figure.hedge),
        "counts": words(figure.counts),
        "dimensions": named,
        "paragraph": words(figure.paragraph),
        "start": figure.start,
        "end": figure.end,
        "table": figure.table,
        "row": figure.row,
        "column": figure.column,
        "page": page if figure.page is None else figure.page,
        "bound": figure.bound,
        "noun": words(observation.noun),
        "modifiers": SEPARATOR.join(map(words, observation.modifiers)),
        "place": words(observation.place),
        "first": observation.first or "",
        "last": observation.last or "",
        "observed": observation.observed,
        "inherited": SEPARATOR.join(f"{facet}={source}" for facet, source in observation.inherited),
    }


def relation_rows(relation: Relation, verdict: Verdict) -> Iterable[dict[str, Any]]:
    """Yield the rows of a relation.

    Args:
        relation: The relation.
        verdict: On it; its numbers stand in each row.

    Yields:
        Column -> value: first the whole, then the parts with their positions from 1; one row with the role "none" for a
        relation without figures.
    """
    members = [("whole", 0, relation.whole)] if relation.whole else []
    members += [("part", place, name) for place, name in enumerate(relation.parts, start=1)]
    for role, position, figure in members or [("none", 0, "")]:
        yield {
            "id": relation.id,
            "kind": relation.kind,
            "role": role,
            "position": position,
            "figure": figure,
            "cue": words(relation.cue),
            "strength": relation.strength,
            "holds": verdict.holds,
            "imbalance": verdict.imbalance,
            "residual": verdict.residual,
            "computed": verdict.computed,
            "outcome": verdict.outcome,
            "rule": verdict.rule,
        }


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_FORMULA = re.compile(r"^[\s=+@\-−|]+")
_SIGNED = re.compile(r"[-+−–]?[\s(]*+(?:[$€£¥]\s*+)?\d")


def words(text: str) -> str:
    """Return words of the document on one line; a sheet program takes what begins with = + - @ for a formula."""
    return _FORMULA.sub("", " ".join(_CONTROL.sub(" ", text).split()))


def _cell(text: str) -> str:
    """Return a figure as printed, with its sign."""
    plain = " ".join(_CONTROL.sub(" ", text).split())
    return plain if _SIGNED.match(plain) else _FORMULA.sub("", plain)


def _frame(table: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Build a frame with the columns and dtypes of a table; empty texts are missing values."""
    import pandas as pd

    data: dict[str, Any] = {}
    for column in COLUMNS[table]:
        values: list[Any] = [row[column.name] for row in rows]
        dtype: Any = DTYPES[column.type]
        if column.type == "string":
            values = [value or None for value in values]
        elif column.type == "number":
            values = [math.nan if value is None or not math.isfinite(value) else float(value) for value in values]
        data[column.name] = pd.Series(values, dtype=dtype)
    return pd.DataFrame(data)


def descriptor(document: Document, form: Form = "csv") -> dict[str, Any]:
    """Return the descriptor of a document's tables: a Frictionless Data Package (v1).

    Args:
        document: The document, which is named as their source by title and digest.
        form: Of the tables' files.

    Returns:
        The object of `datapackage.json`, with the types, descriptions and keys of all columns.
    """
    return {
        "profile": "data-package" if form == "parquet" else "tabular-data-package",
        "name": _slug(document.path),
        "title": words(document.title),
        "description": "Figures of the document and the arithmetic relations that it asserts over them.",
        "sources": [{"title": words(document.title) or Path(document.path).name, "sha256": document.sha256}],
        "resources": [_resource(table, form) for table in COLUMNS],
    }


def _resource(table: str, form: Form) -> dict[str, Any]:
    fields = [
        {
            "name": column.name,
            "type": column.type,
            "description": column.description,
            "dtype": DTYPES[column.type],
            **({"constraints": {"required": True}} if column.required else {}),
        }
        for column in COLUMNS[table]
    ]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""], "primaryKey": KEYS[table]}
    if table == "relations":
        schema["foreignKeys"] = [{"fields": "figure", "reference": {"resource": "figures", "fields": "id"}}]
    media = {"csv": "text/csv", "json": "application/json", "parquet": "application/vnd.apache.parquet"}[form]
    made: dict[str, Any] = {
        "profile": "data-resource" if form == "parquet" else "tabular-data-resource",
        "name": table,
        "title": TITLES[table],
        "path": f"{table}.{form}",
        "format": form,
        "mediatype": media,
        "schema": schema,
    }
    return made if form == "parquet" else {**made, "encoding": "utf-8"}


def _slug(path: str) -> str:
    """Return a package name: lower-case letters, digits and dashes."""
    stem = Path(path).stem
    name = Path(path).parent.name if stem == "submission" else stem
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "document"


def write_tables(audit: Audit, folder: Path, form: Form = "csv") -> tuple[Path, ...]:
    """Write figures, relations and their descriptor (Frictionless Data Package v1) into a folder.

    Args:
        audit: The audit; its relations and verdicts are aligned.
        folder: Made where it is not there; files of the same names are replaced.
        form: "csv", "json" or "parquet"; the files are the same from run to run.

    Returns:
        The files, the descriptor last.

    Raises:
        OSError: The folder cannot be written.
        ModuleNotFoundError: Parquet is asked for and pyarrow is not installed.
    """
    from auditor.report.files import write_file

    frames = {
        "figures": figures_frame(audit.document, audit.figures),
        "relations": relations_frame(audit.relations, audit.verdicts),
    }
    paths = []
    for table, frame in frames.items():
        path = folder / f"{table}.{form}"
        write_file(path, _WRITERS[form](frame))
        paths.append(path)
    described = folder / DESCRIPTOR
    text = json.dumps(descriptor(audit.document, form), indent=1, ensure_ascii=False)
    write_file(described, text + "\n")
    return (*paths, described)


def _written(value: float) -> str:
    """Write a number so that it is read back the same: 602, 45.3."""
    plain = number(value)
    return "" if plain is None else repr(plain)


def _csv(frame: pd.DataFrame) -> str:
    out = frame.copy()
    for name in out.columns[out.dtypes == "float64"]:
        out[name] = [_written(value) for value in out[name]]
    for name in out.columns[out.dtypes == "boolean"]:
        out[name] = [{True: "true", False: "false"}.get(value, "") for value in out[name].astype(object)]
    return out.to_csv(index=False, lineterminator="\n")


def _json(frame: pd.DataFrame) -> str:
    return json.dumps(_records(frame), indent=1, ensure_ascii=False) + "\n"


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame as JSON records, missing values as null."""
    columns: dict[str, list[Any]] = {}
    for name in frame.columns:
        columns[name] = [None if missing else value for value, missing in _cells(frame[name])]
    floats = [name for name in frame.columns if frame[name].dtype == "float64"]
    columns.update({name: [number(value) for value in columns[name]] for name in floats})
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _parquet(frame: pd.DataFrame) -> bytes:
    return frame.to_parquet(index=False)


_WRITERS: Mapping[Form, Callable[[pd.DataFrame], str | bytes]] = {"csv": _csv, "json": _json, "parquet": _parquet}


def read_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Read the tables of a data package that `write_tables` wrote.

    Args:
        folder: With the descriptor and the files that it names.

    Returns:
        Name of the table -> its frame, each column with the dtype that the descriptor says; equal to the frame written.

    Raises:
        OSError: A file is not there or cannot be read.
    """
    import pandas as pd

    package = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
    frames = {}
    for resource in package["resources"]:
        dtypes = {field["name"]: field["dtype"] for field in resource["schema"]["fields"]}
        path = folder / resource["path"]
        if resource["format"] == "parquet":
            frame = pd.read_parquet(path)
        elif resource["format"] == "json":
            records = json.loads(path.read_text(encoding="utf-8"))
            frame = pd.DataFrame({name: [record[name] for record in records] for name in dtypes}, dtype=object)
        else:
            frame = _typed(pd.read_csv(path, dtype="string", keep_default_na=False, na_values=[""]), dtypes)
        frames[resource["name"]] = frame.astype(dtypes)
    return frames


def _typed(frame: pd.DataFrame, dtypes: Mapping[str, str]) -> pd.DataFrame:
    """Turn a frame of texts into numbers and truth values, each number as Python reads it."""
    for name, dtype in dtypes.items():
        if dtype == "float64":
            frame[name] = [math.nan if missing else float(text) for text, missing in _cells(frame[name])]
        elif dtype == "boolean":
            frame[name] = frame[name].map({"true": True, "false": False}).astype(object)
    return frame


def _cells(column: pd.Series[Any]) -> Iterable[tuple[Any, bool]]:
    """Return the values of a column, each with whether it is missing."""
    return zip(column.tolist(), column.isna().tolist(), strict=True)
