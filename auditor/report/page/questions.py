"""The question that a reviewer could put to the State about a finding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from auditor.figures.model import Figure
from auditor.report.clean import line
from auditor.report.page.texts import Texts, capitalised
from auditor.wording import hedged, wording, writing_of

if TYPE_CHECKING:
    from auditor.findings import Finding
    from auditor.verdict import Verdict

MOST_NAMED = 6
"""A question names the parts where there are so few."""
LONGEST_NOUN = 40
SLIP = "{mended} read as {printed}: {slip}"
"""How localisation words a mistyped figure (rules/locate.yaml)."""


def question(
    finding: Finding, verdict: Verdict, figures: Mapping[str, Figure], where: str, texts: Texts, language: str
) -> str:
    """Ask for what would close a finding; empty where no question is known for its kind.

    Args:
        finding: The finding.
        verdict: On its relation.
        figures: By id.
        where: Its place in words.
        texts: The reader's language.
        language: The document's: what is counted is named only where the question is in the same language.
    """
    relation = verdict.relation
    key = _key(verdict)
    if key not in texts.lists["questions"]:
        return ""
    known = [figures[name] for name in finding.figures if name in figures]
    whole = figures.get(relation.whole or "")
    parts = [figures[name] for name in relation.parts if name in figures]
    writing = writing_of([figure.text for figure in known])
    written = wording(verdict, figures, writing)
    counts = line(whole.counts) if whole and whole.table is None and texts.language == language else ""
    asked = texts.lists["questions"][key].format(
        place=where,
        parts=texts.listed([hedged(part, writing) for part in parts]) if len(parts) <= MOST_NAMED else "",
        whole=hedged(whole, writing) if whole else written.stated,
        stated=written.stated,
        computed=written.computed,
        gap=written.gap,
        count=texts.number(len(parts)),
        first=hedged(parts[0], writing) if parts else "",
        noun=f" {counts}" if counts and len(counts) <= LONGEST_NOUN else "",
    )
    return capitalised(line(asked)) + _slip(finding, texts)


def _key(verdict: Verdict) -> str:
    """Give the name of the question: the kind, and which way it misses where that matters."""
    kind, few = verdict.relation.kind, len(verdict.relation.parts) <= MOST_NAMED
    if verdict.outcome == "undecided":
        return f"{kind}_undecided"
    if kind in ("total", "remainder", "subset", "shares", "enumeration"):
        side = "short" if (verdict.imbalance or 0) > 0 else "over"
        long = "" if few or kind in ("shares", "enumeration") else "_many"
        return f"{kind}_{side}{long}"
    return kind


def _slip(finding: Finding, texts: Texts) -> str:
    """Ask whether a figure was mistyped, where one slip alone explains the finding; of several none is named."""
    reasons = [suggestion.reason.partition(";")[0] for suggestion in finding.suggestions]
    slips = [found for reason in reasons if (found := texts.phrases.fields(reason, SLIP))]
    if len(slips) != 1:
        return ""
    return f" {texts('question_slip', mended=slips[0]['mended'], printed=slips[0]['printed'])}"
