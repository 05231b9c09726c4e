"""What the page shows beside the findings, made of an audit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from auditor.language.lexicon import available, load
from auditor.model.figure import Figure
from auditor.report.content import Piece, Report
from auditor.report.page import room
from auditor.report.page.breakdown_trees import Node, trees
from auditor.report.page.disaggregation import Breakdowns, breakdowns
from auditor.report.page.figure_names import Labels
from auditor.report.page.passages import ShownDocument, ShownPassage, passages
from auditor.report.page.standings import Mentions, State, states
from auditor.report.page.texts import DEFAULT, Texts
from auditor.report.places import Atlas, atlas_of, figure_place
from auditor.report.quoted import short
from auditor.report.safe_text import line

if TYPE_CHECKING:
    from auditor.model.audit import Audit

MOST_TREES = 150
"""Trees that are drawn, those that do not reconcile first; all relations are in their table."""
MOST_TOLD = 4
"""Relations that are named of a figure which is pointed at."""


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The document, the trees and the table of disaggregation."""

    document: ShownDocument = field(default_factory=ShownDocument)
    trees: tuple[Node, ...] = ()
    breakdowns: Breakdowns = field(default_factory=Breakdowns)
    hidden: int = 0
    """Trees that are not drawn."""
    alone: int = 0
    """Figures that are in no relation."""

    @property
    def passages(self) -> tuple[ShownPassage, ...]:
        """Return the paragraphs and tables that are shown."""
        return self.document.passages


EMPTY = ReportPage()


def make_page(audit: Audit, report: Report) -> ReportPage:
    """Return what the page of an audit shows beside its findings.

    Args:
        audit: The audit.
        report: Its report, made already: anchors of findings and relations are the report's.

    Returns:
        The document with its figures marked, at most `MOST_TREES` trees, and the table of breakdowns.
    """
    texts, figures = report.texts, audit.figures.by_id
    atlas = atlas_of(audit.document)
    where = _Where(figures, atlas, texts)
    reported = {row.id: row.card for row in report.rows if row.card}
    state_of = states(audit.verdicts, reported)
    marker = _Marker(audit, report, state_of, reported)
    mentions, labels = Mentions(audit.verdicts), Labels(audit.document)
    lexicon = load(audit.document.language if audit.document.language in available() else DEFAULT)
    grown, hidden = trees(audit.verdicts, figures, mentions, reported, where, labels, texts, MOST_TREES)
    return ReportPage(
        document=passages(audit.document, audit.figures.figures, marker, room.DOCUMENT),
        trees=grown,
        breakdowns=breakdowns(audit.verdicts, figures, mentions, where, labels, texts, lexicon),
        hidden=hidden,
        alone=sum(1 for figure in audit.figures.figures if state_of.get(figure.id, "alone") == "alone"),
    )


class _Where(Mapping[str, str]):
    """Names the places of figures that are asked for: few of a large document are."""

    def __init__(self, figures: Mapping[str, Figure], atlas: Atlas, texts: Texts) -> None:
        self._figures, self._atlas, self._texts = figures, atlas, texts

    def __getitem__(self, name: str) -> str:
        """Return the name of the place of a figure."""
        return line(figure_place(self._figures[name], self._atlas, self._texts))

    def __iter__(self) -> Iterator[str]:
        """Return the ids of all figures."""
        return iter(self._figures)

    def __len__(self) -> int:
        """Return how many figures there are."""
        return len(self._figures)


class _Marker:
    """Marks figures by how they fare."""

    def __init__(
        self, audit: Audit, report: Report, state_of: Mapping[str, State], reported: Mapping[str, str]
    ) -> None:
        self._states = state_of
        self._words: Texts = report.texts
        self._told: dict[str, list[str]] = {}
        self._targets: dict[str, str] = {}
        rows = {row.id: row for row in report.rows}
        for verdict in audit.verdicts:
            relation = verdict.relation
            for name in relation.members:
                if (row := rows.get(relation.id)) is not None:
                    self._told.setdefault(name, []).append(short(row.equation))
                if target := reported.get(relation.id):
                    self._targets.setdefault(name, target)

    def __call__(self, figure: Figure) -> Piece:
        """Make the piece of a figure."""
        state = self._states.get(figure.id, "alone")
        told = self._told.get(figure.id, [])
        more = f" \u2026 (+{len(told) - MOST_TOLD})" if len(told) > MOST_TOLD else ""
        words = " \u00b7 ".join(told[:MOST_TOLD]) + more
        return Piece("", state, figure.id, words, self._targets.get(figure.id, ""))
