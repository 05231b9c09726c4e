"""What a dataset holds: one sheet each for documents, figures, relations and findings, and the rows of one audit."""

from __future__ import annotations

import hashlib
import json
import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from auditor.compare.comparable_blocks import ComparableBlock, blocks
from auditor.compare.same_quantities import UNITS
from auditor.corpus.table_headers import TableHeaders
from auditor.figures.observations import observations
from auditor.language.folding import fold
from auditor.model.audit import Audit
from auditor.model.document import Paragraph, Table
from auditor.model.figure import Figure, Period
from auditor.model.finding import Finding
from auditor.report.safe_text import line
from auditor.report.tidy import COLUMNS as TIDY
from auditor.report.tidy import Column, figure_row, relation_rows

if TYPE_CHECKING:
    import pyarrow as pa

    from auditor.report.content import Tally

DOCUMENT = Column("document", "string", "Path of the document within its folder.", required=True)
SHEETS: Mapping[str, tuple[Column, ...]] = {
    "documents": (
        DOCUMENT,
        Column("state", "string", "Code of the State that it comes from (ISO 3166-1 alpha-3), where that can be told."),
        Column("year", "integer", "Year that it is of, where that can be told."),
        Column("language", "string", "Code of its language.", required=True),
        Column("title", "string", "Its title."),
        Column("sha256", "string", "Digest of its content.", required=True),
        Column("pages", "integer", "Its pages, where the format has pages."),
        Column("paragraphs", "integer", "Paragraphs read.", required=True),
        Column("tables", "integer", "Tables read.", required=True),
        Column("figures", "integer", "Figures read.", required=True),
        Column("relations", "integer", "Relations checked.", required=True),
        Column("holds", "integer", "Relations that hold.", required=True),
        Column("fails", "integer", "Relations that do not hold.", required=True),
        Column("undecided", "integer", "Relations that cannot be decided.", required=True),
        Column("not_evaluated", "integer", "Relations that were not evaluated.", required=True),
        Column("errors", "integer", "Findings that are errors; accepted ones are not counted.", required=True),
        Column("warnings", "integer", "Findings that are warnings; accepted ones are not counted.", required=True),
        Column("notes", "integer", "Findings that are notes; accepted ones are not counted.", required=True),
        Column("accepted", "integer", "Findings that a baseline accepts.", required=True),
    ),
    "figures": (
        DOCUMENT,
        *TIDY["figures"],
        Column("period", "string", "Dates and periods of its sentence, as ISO days, sorted, joined by semicolons."),
        Column("said", "string", "Its sentence, or the headings of its cell, shortened."),
        Column("subject", "string", "The same for figures that may state the same quantity; empty where none is told."),
    ),
    "relations": (DOCUMENT, *TIDY["relations"]),
    "findings": (
        DOCUMENT,
        Column("position", "integer", "Its place among the document's findings, from 1.", required=True),
        Column("rule", "string", "Id of the rule.", required=True),
        Column("name", "string", "Name of the rule.", required=True),
        Column("severity", "string", "error, warning or note.", required=True),
        Column("relation", "string", "Id of the relation in the document."),
        Column("kind", "string", "Kind of the relation."),
        Column("paragraphs", "string", "Paragraphs and tables of its figures, joined by semicolons."),
        Column("message", "string", "What it says.", required=True),
        Column("equation", "string", "The arithmetic written out."),
        Column("hedge", "string", "The hedged figures as printed."),
        Column("figures", "string", "Ids of its figures, the whole first, joined by semicolons."),
        Column("fingerprint", "string", "Names the finding in baselines.", required=True),
        Column("accepted", "boolean", "Whether a baseline accepts it.", required=True),
        Column("suggested_figure", "string", "Id of the figure whose change would most likely mend it."),
        Column("suggested_value", "number", "The value that would mend it."),
        Column("suggested_reason", "string", "Why, in words."),
    ),
}
_LONGEST = 300
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def schema(sheet: str, *, own: bool = True) -> pa.Schema:
    """Return the Arrow schema of a sheet.

    Args:
        sheet: Its name, one of `SHEETS`.
        own: With the column that names the document.

    Returns:
        A field a column in the order of `SHEETS`; numbers are float64, and what is not required may be null.
    """
    import pyarrow as pa

    types = {"string": pa.string(), "number": pa.float64(), "integer": pa.int64(), "boolean": pa.bool_()}
    columns = SHEETS[sheet] if own else SHEETS[sheet][1:]
    return pa.schema([pa.field(column.name, types[column.type], nullable=not column.required) for column in columns])


def rows_of(audit: Audit, tally: Tally) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of one audit for each sheet, without the column that names the document.

    Args:
        audit: The audit; its relations and verdicts are aligned.
        tally: What the audit comes to, for the one row of `documents`.

    Returns:
        For each name of `SHEETS` its rows, each a mapping from column to value; relations have a row for every figure
        that takes part.
    """
    pairs = zip(audit.relations, audit.verdicts, strict=True)
    kinds = {relation.id: relation.kind for relation in audit.relations}
    return {
        "documents": [_document_row(audit, tally)],
        "figures": list(_figure_rows(audit)),
        "relations": [row for relation, verdict in pairs for row in relation_rows(relation, verdict)],
        "findings": [_finding_row(at, finding, kinds) for at, finding in enumerate(audit.findings, 1)],
    }


def table(sheet: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Make an Arrow table of rows without the column that names the document; empty texts are missing values."""
    import pyarrow as pa

    made = schema(sheet, own=False)
    columns = [
        pa.array(_values(column, (row[column.name] for row in rows)), type=made.field(column.name).type)
        for column in SHEETS[sheet][1:]
    ]
    return pa.Table.from_arrays(columns, schema=made)


def _values(column: Column, values: Iterable[Any]) -> list[Any]:
    if column.type == "number":
        return [None if value is None or not math.isfinite(value) else float(value) for value in values]
    if column.type == "string" and not column.required:
        return [value or None for value in values]
    return list(values)


def _document_row(audit: Audit, tally: Tally) -> dict[str, Any]:
    from auditor.corpus.origin import origin

    document, found = audit.document, origin(audit.document)
    return {
        "state": found.state,
        "year": found.year,
        "language": document.language,
        "title": line(document.title)[:_LONGEST],
        "sha256": document.sha256,
        "pages": document.pages,
        "paragraphs": len(document.paragraphs),
        "tables": len(document.tables),
        **asdict(tally),
    }


def _figure_rows(audit: Audit) -> Iterator[dict[str, Any]]:
    pages = {paragraph.order: paragraph.page for paragraph in audit.document.paragraphs}
    pages.update({table.order: table.page for table in audit.document.tables})
    told = _Telling(audit)
    of = observations(audit.document, audit.figures)
    for figure in audit.figures.figures:
        about = told.of(figure)
        yield {
            **figure_row(figure, pages.get(figure.order), of[figure.id]),
            "period": about.period,
            "said": about.said,
            "subject": _subject(figure, about),
        }


@dataclass(frozen=True, slots=True)
class _Told:
    """What the sentence of a figure, or the headings of its cell, tell of it."""

    period: str = ""
    said: str = ""
    about: object = None


class _Telling:
    """Tells of each figure what its sentence, or its headings, say; each is looked at once."""

    def __init__(self, audit: Audit) -> None:
        self._blocks = {block.source.order: block for block in blocks(audit)}
        self._heads: dict[int, TableHeaders] = {}
        self._periods: dict[int, list[Period]] = {}
        self._met: dict[object, _Told] = {}

    def of(self, figure: Figure) -> _Told:
        """Return what is told of a figure."""
        block = self._blocks.get(figure.order)
        if block is None:
            return _Told()
        source = block.source
        if isinstance(source, Table):
            if source.order not in self._heads:
                self._heads[source.order] = TableHeaders(source)
            return self._of_cell(source, self._heads[source.order].of(figure.row or 0, figure.column or 0))
        place = block.sentence(figure)
        if (source.order, place) not in self._met:
            self._met[source.order, place] = self._of_sentence(figure, block, source, place)
        return self._met[source.order, place]

    def _of_sentence(self, figure: Figure, block: ComparableBlock, source: Paragraph, place: tuple[int, int]) -> _Told:
        if source.order not in self._periods:
            self._periods[source.order] = sorted(block.periods, key=lambda period: period.start)
        periods = self._periods[source.order]
        first, last = (bisect_left(periods, at, key=lambda period: period.start) for at in place)
        spans = sorted({(period.first, period.last) for period in periods[first:last]}, key=str)
        told = ";".join(f"{start or ''}/{end or ''}" for start, end in spans)
        said = line(source.text[slice(*place)])[:_LONGEST]
        return _Told(told, said, [told, sorted(block.names(figure))] if spans else None)

    def _of_cell(self, table: Table, heads: tuple[str, str]) -> _Told:
        if (table.order, heads) not in self._met:
            said = line(" / ".join(name for name in heads if name))[:_LONGEST]
            caption = line(table.caption)[:_LONGEST]
            # The headings of a cell are all that tells what it counts, and when.
            dated = _YEAR.search(fold(f"{caption} {said}")) is not None
            about = [fold(caption), *map(fold, heads)] if dated and all(heads) else None
            self._met[table.order, heads] = _Told("", said, about)
        return self._met[table.order, heads]


def _subject(figure: Figure, told: _Told) -> str:
    """Return a digest of what a figure counts, of whom, when and where; empty where that is not told."""
    counts = fold(" ".join(figure.counts.split()))
    named = counts or figure.dimensions or figure.table is not None
    if told.about is None or not named or figure.unit not in UNITS or figure.article:
        return ""
    about = [counts, figure.dimensions, figure.unit, told.about]
    return hashlib.sha256(json.dumps(about).encode("ascii")).hexdigest()[:16]


def _finding_row(position: int, finding: Finding, kinds: Mapping[str, str]) -> dict[str, Any]:
    first = finding.suggestions[0] if finding.suggestions else None
    return {
        "position": position,
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity,
        "relation": finding.relation,
        "kind": kinds.get(finding.relation or ""),
        "paragraphs": ";".join(finding.paragraphs),
        "message": line(finding.message),
        "equation": line(finding.equation),
        "hedge": line(finding.hedge),
        "figures": ";".join(finding.figures),
        "fingerprint": finding.fingerprint,
        "accepted": finding.accepted,
        "suggested_figure": first.figure if first else None,
        "suggested_value": first.value if first else None,
        "suggested_reason": line(first.reason) if first else None,
    }
