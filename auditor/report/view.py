"""From an audit to the report that every form renders: words instead of ids, all text safe to show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from auditor import __version__
from auditor.figures.model import Figure, Figures
from auditor.report.bars import draw
from auditor.report.clean import line
from auditor.report.model import Aside, Bar, Card, Hint, Report, Row, Tally, Unchecked
from auditor.report.numbers import equation, number, signed
from auditor.report.places import figure_label, figure_place, pages, place, places
from auditor.report.quotes import Quoter

if TYPE_CHECKING:
    from auditor.auditing import Audit
    from auditor.findings import Finding
    from auditor.rulebook import Rulebook
    from auditor.verdict import Verdict


def make_report(audit: Audit, rules: Rulebook) -> Report:
    """Make the report of an audit; `rules` is the rulebook that the audit went by."""
    document, figures = audit.document, audit.figures
    page_of = pages(document)
    quoter = Quoter(document, page_of)
    by_id = rules.by_id
    verdict_of = {verdict.relation.id: verdict for verdict in audit.verdicts}
    cards: list[Card] = []
    unchecked: list[Unchecked] = []
    explained: set[str] = set()
    for finding in audit.findings:
        verdict = verdict_of.get(finding.relation or "")
        if verdict is not None and verdict.outcome == "not evaluated":
            unchecked.append(Unchecked(line(finding.rule), line(finding.name), line(verdict.reason)))
            continue
        rule = by_id.get(finding.rule)
        cards.append(Card(
            anchor=f"finding-{len(cards) + 1}",
            rule=line(finding.rule),
            name=line(finding.name),
            title=_title(finding.name),
            severity=finding.severity,
            where=line(places(finding.paragraphs, page_of)),
            message=line(finding.message),
            equation=line(finding.equation),
            hedge=line(finding.hedge),
            quotes=quoter.quotes(finding.quotes),
            hints=_hints(finding, figures.by_id, page_of),
            why=line(rule.why) if rule and rule.id not in explained else "",
            fingerprint=line(finding.fingerprint),
            bar=_bar(verdict, figures.by_id) if verdict is not None else None,
        ))  # fmt: skip
        explained.add(finding.rule)
    return Report(
        name=line(PurePath(document.path).name) if document.path != "-" else "standard input",
        title=line(document.title),
        language=line(document.language),
        sha256=document.sha256,
        tally=tally(audit),
        cards=tuple(cards),
        rows=_rows(audit, page_of),
        unchecked=tuple(unchecked),
        asides=_asides(figures),
        warnings=tuple(line(warning) for warning in document.warnings),
        version=__version__,
    )


def tally(audit: Audit) -> Tally:
    """Count what an audit read, checked and found."""
    outcomes = Counter(verdict.outcome for verdict in audit.verdicts)
    severities = Counter(finding.severity for finding in audit.findings if not finding.accepted)
    return Tally(
        figures=len(audit.figures.figures),
        relations=len(audit.verdicts),
        holds=outcomes["holds"],
        fails=outcomes["fails"],
        undecided=outcomes["undecided"],
        not_evaluated=outcomes["not evaluated"],
        errors=severities["error"],
        warnings=severities["warning"],
        notes=severities["note"],
        accepted=sum(finding.accepted for finding in audit.findings),
    )


def _title(name: str) -> str:
    words = line(name).replace("-", " ")
    return words[:1].upper() + words[1:]


def _bar(verdict: Verdict, figures: Mapping[str, Figure]) -> Bar | None:
    relation = verdict.relation
    parts = [figures[name] for name in relation.parts if name in figures]
    return draw(relation.kind, figures.get(relation.whole or ""), parts)


def _hints(finding: Finding, figures: Mapping[str, Figure], page_of: Mapping[str, int]) -> tuple[Hint, ...]:
    hints = []
    for suggestion in finding.suggestions:
        figure = figures.get(suggestion.figure)
        if figure is None:
            continue
        where, value = line(figure_place(figure, page_of)), number(suggestion.value)
        hints.append(Hint(where, line(figure.text), value, line(suggestion.reason)))
    return tuple(hints)


def _rows(audit: Audit, page_of: Mapping[str, int]) -> tuple[Row, ...]:
    """Give the relations in reading order, with what a finding wrote of each that has one."""
    figures = audit.figures.by_id
    written = {finding.relation: finding.equation for finding in audit.findings}

    def reading_order(verdict: Verdict) -> tuple[int, int]:
        members = _members(verdict, figures)
        return min(((figure.order, figure.start) for figure in members), default=(1 << 40, 0))

    return tuple(
        _row(verdict, _members(verdict, figures), written.get(verdict.relation.id, ""), figures, page_of)
        for verdict in sorted(audit.verdicts, key=reading_order)
        if verdict.outcome != "not evaluated" or verdict.relation.kind != "rule"
    )


def _members(verdict: Verdict, figures: Mapping[str, Figure]) -> list[Figure]:
    relation = verdict.relation
    names = relation.parts if relation.whole is None else (relation.whole, *relation.parts)
    return [figures[name] for name in names if name in figures]


def _row(
    verdict: Verdict,
    members: Sequence[Figure],
    written: str,
    figures: Mapping[str, Figure],
    page_of: Mapping[str, int],
) -> Row:
    relation = verdict.relation
    labels = [figure_label(figure) for figure in sorted(members, key=lambda figure: (figure.order, figure.start))]
    return Row(
        id=relation.id,
        kind=relation.kind,
        verdict=verdict.outcome,
        where=line(places(labels, page_of)) if labels else "",
        equation=line(written or verdict.equation or equation(relation, figures)),
        imbalance=signed(verdict.imbalance) if verdict.imbalance and not written else "",
        residual=number(verdict.residual) if verdict.residual else "",
        cue=line(relation.cue),
        reason=line(verdict.reason),
    )


def _asides(figures: Figures) -> tuple[Aside, ...]:
    """Give the numbers that are no figures by reason, the most frequent reason first."""
    by_reason: dict[str, list[tuple[str, str]]] = {}
    for number_ in figures.discarded:
        by_reason.setdefault(line(number_.reason), []).append((line(number_.text), line(place(number_.paragraph))))
    ordered = sorted(by_reason.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    return tuple(Aside(reason, tuple(numbers)) for reason, numbers in ordered)
