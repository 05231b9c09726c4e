"""Findings with their places in the source: the one model that SARIF, JUnit, annotations and CSV are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from auditor.model.document import Cell, Document, Table
from auditor.report.places import atlas_of, place, places
from auditor.report.safe_text import line

if TYPE_CHECKING:
    from auditor.model.audit import Audit
    from auditor.model.finding import Finding, Mark, MarkedPlace
    from auditor.model.verdict import Outcome


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a source that has lines; all 1-based, columns count characters, the end stands behind the last."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class SourceSpan:
    """One figure of a finding where it stands."""

    text: str
    """As printed."""
    role: str
    """"whole" or "part"."""
    where: str
    """In words: "paragraph 55", "table 3, row 2, column 4"."""
    label: str
    """Label of the paragraph or table."""
    sentence: str
    """The sentence or cell around it."""
    page: int | None = None
    region: Region | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding, all its texts safe to show."""

    rule: str
    name: str
    severity: str
    message: str
    equation: str
    fingerprint: str
    relation: str
    where: str
    primary: SourceSpan | None
    """The figure that is stated of the others, or the first one; None where the finding is about no figure."""
    secondary: tuple[SourceSpan, ...]
    outcome: Outcome
    hints: tuple[str, ...]
    """What would mend it, the likeliest first."""
    accepted: bool
    reason: str
    """Why it is, or was, accepted."""
    who: str
    when: str
    expires: str


def issues(audit: Audit) -> tuple[Issue, ...]:
    """Return the findings of an audit in their order."""
    finder = _Finder(audit.document)
    outcomes = {verdict.relation.id: verdict.outcome for verdict in audit.verdicts}
    return tuple(_issue(finding, finder, outcomes) for finding in audit.findings)


def source_name(document: Document) -> str:
    """Return the document's path with forward slashes, below the working folder where it lies there."""
    if document.path == "-":
        return "standard-input"
    path = PurePath(document.path)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    return path.as_posix()


def _issue(finding: Finding, finder: _Finder, outcomes: Mapping[str, Outcome]) -> Issue:
    spans = tuple(finder.spans(finding))
    primary = next((span for span in spans if span.role == "whole"), spans[0] if spans else None)
    taken = finding.acceptance
    return Issue(
        rule=line(finding.rule),
        name=line(finding.name),
        severity=finding.severity,
        message=line(finding.message),
        equation=line(finding.equation),
        fingerprint=finding.fingerprint,
        relation=finding.relation or "",
        where=line(places(finding.paragraphs, finder.atlas)) if finding.paragraphs else "the document",
        primary=primary,
        secondary=tuple(span for span in spans if span is not primary),
        outcome=outcomes.get(finding.relation or "", "fails"),
        hints=tuple(line(suggestion.reason) for suggestion in finding.suggestions),
        accepted=finding.accepted,
        reason=line(taken.reason) if taken else "",
        who=line(taken.who) if taken else "",
        when=taken.when if taken else "",
        expires=(taken.expires or "") if taken else "",
    )


class _Finder:
    """Finds the places of figures in one document."""

    def __init__(self, document: Document) -> None:
        self.atlas = atlas_of(document)
        self._paragraphs = {paragraph.order: paragraph for paragraph in document.paragraphs}
        self._tables = {table.label: table for table in document.tables}
        self._cells: dict[str, dict[tuple[int, int], Cell]] = {}

    def spans(self, finding: Finding) -> Iterator[SourceSpan]:
        """Yield the figures of a finding: those of the primary place first."""
        for marked in finding.places:
            for mark in marked.marks:
                yield self._in_table(marked, mark) if marked.table else self._in_text(marked, mark)

    def _in_text(self, marked: MarkedPlace, mark: Mark) -> SourceSpan:
        paragraph = self._paragraphs.get(marked.order)
        text = paragraph.text if paragraph else ""
        start, end = (paragraph.place(mark.start), paragraph.place(mark.end - 1)) if paragraph else (None, None)
        return SourceSpan(
            text=line(text[mark.start : mark.end]),
            role=mark.role,
            where=line(place(marked.paragraph, atlas=self.atlas)),
            label=line(marked.paragraph),
            sentence=line(text[marked.start : marked.end]),
            page=paragraph.page if paragraph else None,
            region=Region(*start, end[0], end[1] + 1) if start and end else None,
        )

    def _in_table(self, marked: MarkedPlace, mark: Mark) -> SourceSpan:
        label, row, column = marked.table or "", marked.row or 0, marked.column or 0
        table = self._tables.get(label)
        cell = self._cell(table, row, column) if table else None
        text = cell.text if cell else ""
        region = None
        if cell is not None and cell.line is not None and cell.offset is not None and "\n" not in text[: mark.end]:
            region = Region(cell.line, cell.offset + mark.start, cell.line, cell.offset + mark.end)
        return SourceSpan(
            text=line(text[mark.start : mark.end]),
            role=mark.role,
            where=f"{line(place(label, atlas=self.atlas))}, row {row + 1}, column {column + 1}",
            label=label,
            sentence=line(text),
            page=table.page if table else None,
            region=region,
        )

    def _cell(self, table: Table, row: int, column: int) -> Cell | None:
        if table.label not in self._cells:
            self._cells[table.label] = {(cell.row, cell.column): cell for cell in table.cells}
        return self._cells[table.label].get((row, column))
