"""An audit as a notebook shows it: counts and findings in plain HTML, without a style sheet or script of its own."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from auditor.report.content import verdict
from auditor.report.page.texts import load_texts
from auditor.report.places import Atlas, atlas_of, places
from auditor.report.quoted import Quoter
from auditor.report.safe_text import line
from auditor.report.view import tally

if TYPE_CHECKING:
    from auditor.model.audit import Audit
    from auditor.model.finding import Finding

MOST = 50
"""Findings shown; a notebook is no place for more."""


def render(audit: Audit) -> str:
    """Return the HTML of one audit; the words of the document are escaped."""
    counts = tally(audit)
    accepted = sum(finding.accepted for finding in audit.findings)
    atlas = atlas_of(audit.document)
    quoter = Quoter(audit.document, atlas)
    title = line(audit.document.title or audit.document.path)
    told = (
        f"{counts.figures:,} figures, {counts.relations:,} relations: {counts.holds:,} hold, "
        f"{counts.fails:,} do not, {counts.undecided + counts.not_evaluated:,} could not be decided"
    )
    said = escape(verdict(counts, load_texts()))
    more = f"; {accepted:,} accepted" if accepted else ""
    shown = [_finding(finding, quoter, atlas) for finding in audit.findings[:MOST]]
    rest = len(audit.findings) - len(shown)
    return "".join((
        f"<div><p><strong>{escape(title)}</strong><br>{said} ({told}{more})</p>",
        f"<ol>{''.join(shown)}</ol>" if shown else "",
        f"<p>{rest:,} more in <code>findings</code></p>" if rest else "",
        "</div>",
    ))  # fmt: skip


def _finding(finding: Finding, quoter: Quoter, atlas: Atlas) -> str:
    quotes = "".join(
        "<blockquote>"
        + "".join(f"<mark>{escape(piece.text)}</mark>" if piece.role else escape(piece.text) for piece in quote.pieces)
        + "</blockquote>"
        for quote in quoter.quotes(finding.places)
    )
    taken = finding.acceptance if finding.accepted else None
    accepted = f"<br><em>Accepted: {escape(line(taken.reason))}</em>" if taken else ""
    where = line(places(finding.paragraphs, atlas)) if finding.paragraphs else ""
    return (
        f"<li><strong>{escape(finding.severity)}</strong> {escape(where)}: "
        f"<code>{escape(line(finding.equation))}</code><br>{escape(line(finding.message))} "
        f"<small>{escape(line(finding.rule))}</small>{accepted}{quotes}</li>"
    )
