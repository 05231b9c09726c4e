"""From an audit to the report that every form renders: words instead of ids, all text safe to show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from auditor.kinds import kind_of
from auditor.model.figure import Figure, Figures
from auditor.report.bars import draw
from auditor.report.content import (
    Accepted,
    Aside,
    Bar,
    Card,
    Hint,
    Piece,
    Report,
    ReportRow,
    ShownGrid,
    Tally,
    Unchecked,
)
from auditor.report.page import shown_tables
from auditor.report.page.figure_names import Labels
from auditor.report.page.passages import cutter
from auditor.report.page.questions import Asker
from auditor.report.page.texts import DEFAULT, Texts, load_texts
from auditor.report.places import Atlas, atlas_of, figure_label, figure_place, place, places, within
from auditor.report.quoted import Quoter
from auditor.report.safe_text import line
from auditor.report.written_equations import equation
from auditor.runtime.version import __version__

if TYPE_CHECKING:
    from auditor.model.audit import Audit
    from auditor.model.document import Table
    from auditor.model.finding import Acceptance, Finding
    from auditor.model.verdict import Verdict
    from auditor.rulebook import Rulebook


def make_report(audit: Audit, rules: Rulebook, language: str = DEFAULT) -> Report:
    """Return the report of an audit: words instead of ids, all text safe to show.

    Args:
        audit: The audit.
        rules: The rulebook that it went by.
        language: Of the report, not of the document.

    Returns:
        The report; its cards are in the order of the findings, those accepted last, and numbered in that order.

    Raises:
        auditor.report.page.texts.TextsError: Reports are not written in this language.
    """
    document, texts = audit.document, load_texts(language).with_rules(rules.rules)
    maker = _ReportMaker(audit, rules, texts)
    cards: list[Card] = []
    unchecked: list[Unchecked] = []
    for finding in audit.findings:
        verdict = maker.verdict_of.get(finding.relation or "")
        if verdict is not None and verdict.outcome == "not evaluated":
            unchecked.append(Unchecked(line(finding.rule), line(finding.name), line(verdict.reason)))
        else:
            cards.append(maker.card(finding, verdict, f"finding-{len(cards) + 1}"))
    cards.sort(key=lambda card: card.accepted is not None and not card.accepted.expired)
    cards = [replace(card, anchor=f"finding-{number}") for number, card in enumerate(cards, start=1)]
    return Report(
        name=line(PurePath(document.path).name) if document.path != "-" else texts("standard_input"),
        title=line(document.title),
        language=line(document.language),
        sha256=document.sha256,
        tally=tally(audit),
        cards=tuple(cards),
        rows=_rows(audit, maker.atlas, texts, {card.row: card.anchor for card in cards if card.row}),
        unchecked=tuple(unchecked),
        asides=_asides(audit.figures, maker.atlas, texts),
        warnings=tuple(line(warning) for warning in document.left_out),
        version=__version__,
        texts=texts,
    )


def tally(audit: Audit) -> Tally:
    """Return what an audit read, checked and found, as counts.

    Returns:
        Numbers of figures, of relations by outcome and of findings by severity; accepted findings have a count of their
        own.
    """
    outcomes = Counter(verdict.outcome for verdict in audit.verdicts if verdict.relation.checked)
    severities = Counter(finding.severity for finding in audit.findings if not finding.accepted)
    return Tally(
        figures=audit.figures.counted,
        relations=sum(verdict.relation.checked for verdict in audit.verdicts),
        holds=outcomes["holds"],
        fails=outcomes["fails"],
        undecided=outcomes["undecided"],
        not_evaluated=outcomes["not evaluated"],
        errors=severities["error"],
        warnings=severities["warning"],
        notes=severities["note"],
        accepted=sum(finding.accepted for finding in audit.findings),
    )


class _ReportMaker:
    """Makes the cards of one document."""

    def __init__(self, audit: Audit, rules: Rulebook, texts: Texts) -> None:
        self.verdict_of = {verdict.relation.id: verdict for verdict in audit.verdicts}
        self.atlas = atlas_of(audit.document)
        self._texts, self._rules = texts, rules.by_id
        self._figures = audit.figures.by_id
        self._labels = Labels(audit.document)
        self._asker = Asker(self._figures, self._labels, texts, audit.document.language)
        self._quoter = Quoter(audit.document, self.atlas, texts)
        self._tables = {table.label: table for table in audit.document.tables}
        self._cells: dict[str, dict[tuple[int, int], list[Figure]]] = {}
        for figure in audit.figures.figures:
            if figure.table is not None and figure.row is not None and figure.column is not None:
                self._cells.setdefault(figure.table, {}).setdefault((figure.row, figure.column), []).append(figure)
        self._to_show: dict[str, shown_tables.TableToShow] = {}
        self._explained: set[str] = set()

    def card(self, finding: Finding, verdict: Verdict | None, anchor: str) -> Card:
        """Make the card of a finding."""
        texts, rule = self._texts, self._rules.get(finding.rule)
        quotes = self._quoter.quotes(finding.places)
        spot = quotes[0].spot if len(quotes) == 1 else ""
        where = line(places(finding.paragraphs, self.atlas, texts))
        message = texts.message(finding.rule, rule.message if rule else "", finding.message)
        said = texts.rules.get(finding.rule, {})
        why = said.get("why") or (rule.why if rule else "")
        at = within(finding.paragraphs, texts, self.atlas, spot)
        question = self._asker.question(finding, verdict, at) if verdict else ""
        made = Card(
            anchor=anchor,
            rule=line(finding.rule),
            name=line(finding.name),
            title=said.get("title") or _title(finding.name),
            severity=finding.severity,
            where=f"{where}, {spot}" if spot else where,
            message=line(message.text),
            equation=line(texts.phrase(finding.equation).text),
            hedge=line(finding.hedge),
            quotes=quotes,
            hints=self._hints(finding),
            why=line(why) if finding.rule not in self._explained else "",
            fingerprint=line(finding.fingerprint),
            bar=self._bar(verdict),
            grids=self._grids(finding),
            question=question,
            accepted=self._accepted(finding.acceptance) if finding.acceptance else None,
            row=finding.relation or "",
            own=not message.translated,
            told=bool(question and finding.equation and verdict and not kind_of(verdict.relation.kind).in_words),
        )
        self._explained.add(finding.rule)
        return made

    def _bar(self, verdict: Verdict | None) -> Bar | None:
        if verdict is None:
            return None
        relation = verdict.relation
        parts = [self._figures[name] for name in relation.parts if name in self._figures]
        names = [self._labels.of(part, parts) for part in parts]
        return draw(relation.kind, self._figures.get(relation.whole or ""), parts, self._texts, names)

    def _hints(self, finding: Finding) -> tuple[Hint, ...]:
        hints = []
        for suggestion in finding.suggestions:
            figure = self._figures.get(suggestion.figure)
            if figure is None:
                continue
            where = line(figure_place(figure, self.atlas, self._texts))
            value = line(suggestion.written) or self._texts.number(suggestion.value)
            reason = self._texts.phrase(suggestion.reason)
            hints.append(Hint(where, line(figure.text), value, line(reason.text), figure.id, not reason.translated))
        return tuple(hints)

    def _grids(self, finding: Finding) -> tuple[ShownGrid, ...]:
        """Return the tables that a finding's figures stand in."""
        by_table: dict[str, list[tuple[int, int, str]]] = {}
        for found in finding.places:
            if found.table is not None and found.row is not None and found.column is not None:
                role = "whole" if any(mark.role == "whole" for mark in found.marks) else "part"
                by_table.setdefault(found.table, []).append((found.row, found.column, role))
        roles = {mark.figure: mark.role for found in finding.places for mark in found.marks}

        def mark(figure: Figure) -> Piece:
            return Piece("", roles.get(figure.id, ""), figure.id if figure.id in roles else "")

        made = []
        for label, spots in by_table.items():
            table, cells = self._tables.get(label), self._cells.get(label, {})
            if table is not None:
                marked = shown_tables.Marked(
                    frozenset((row, column) for row, column, role in spots if role == "whole"),
                    frozenset((row, column) for row, column, role in spots if role == "part"),
                )
                made.append(self._shown(table, cells).excerpt(marked, cutter(cells, mark)))
        return tuple(made)

    def _shown(self, table: Table, cells: Collection[tuple[int, int]]) -> shown_tables.TableToShow:
        if table.label not in self._to_show:
            self._to_show[table.label] = shown_tables.TableToShow(table, cells)
        return self._to_show[table.label]

    def _accepted(self, acceptance: Acceptance) -> Accepted:
        """Return who lets a finding stand, when and until when."""
        texts = self._texts
        said = [texts("accepted")]
        said += [texts("accepted_by", who=line(acceptance.who))] if acceptance.who else []
        said += [texts("accepted_on", when=texts.day(line(acceptance.when)))] if acceptance.when else []
        if acceptance.expires:
            key = "accepted_expired" if acceptance.expired else "accepted_until"
            said.append(texts(key, until=texts.day(acceptance.expires)))
        return Accepted(
            " ".join(said), line(acceptance.reason), line(acceptance.who), line(acceptance.when),
            line(acceptance.expires or ""), acceptance.expired,
        )  # fmt: skip


def _title(name: str) -> str:
    words = line(name).replace("-", " ")
    return words[:1].upper() + words[1:]


def _rows(audit: Audit, atlas: Atlas, texts: Texts, cards: Mapping[str, str]) -> tuple[ReportRow, ...]:
    """Return the relations in reading order, with what a finding wrote of each that has one."""
    figures = audit.figures.by_id
    written = {finding.relation: finding.equation for finding in audit.findings}

    def reading_order(verdict: Verdict) -> tuple[int, int]:
        members = _members(verdict, figures)
        return min(((figure.order, figure.start) for figure in members), default=(1 << 40, 0))

    made = []
    for verdict in sorted(audit.verdicts, key=reading_order):
        if verdict.outcome == "not evaluated" and kind_of(verdict.relation.kind).from_rules:
            continue
        name = verdict.relation.id
        if not (verdict.relation.checked or verdict.outcome == "holds" or name in written):
            continue  # neither asserted nor adding up: it says nothing
        members = sorted(_members(verdict, figures), key=lambda figure: (figure.order, figure.start))
        row = _row(verdict, members, written.get(name, ""), figures, atlas, texts)
        card = cards.get(name, "")
        weak = verdict.outcome == "fails" and not card
        made.append(replace(row, card=card, weak=weak) if card or weak else row)
    return tuple(made)


def _members(verdict: Verdict, figures: Mapping[str, Figure]) -> list[Figure]:
    return [figures[name] for name in verdict.relation.members if name in figures]


def _row(
    verdict: Verdict,
    members: Sequence[Figure],
    written: str,
    figures: Mapping[str, Figure],
    atlas: Atlas,
    texts: Texts,
) -> ReportRow:
    relation = verdict.relation
    labels = [figure_label(figure) for figure in members]
    said = texts.phrase(written or verdict.equation).text if written or verdict.equation else ""
    missed = verdict.outcome != "holds" and not written  # what rounding leaves of one that holds says nothing
    return ReportRow(
        id=relation.id,
        kind=relation.kind,
        verdict=verdict.outcome if relation.checked or written else "also",
        where=line(places(labels, atlas, texts)) if labels else "",
        equation=line(said or equation(relation, figures, texts)),
        imbalance=texts.signed(verdict.imbalance) if verdict.imbalance and missed else "",
        residual=texts.number(round(verdict.residual, 6)) if verdict.residual else "",
        cue=line(texts.phrase(relation.cue).text),
        reason=line(texts.phrase(verdict.reason).text),
        figure=relation.whole or (members[0].id if members else ""),
    )


def _asides(figures: Figures, atlas: Atlas, texts: Texts) -> tuple[Aside, ...]:
    """Return the numbers that are no figures by reason, the most frequent reason first."""
    by_reason: dict[str, list[tuple[str, str]]] = {}
    for number_ in figures.discarded:
        reason = texts.phrase(line(number_.reason)).text
        by_reason.setdefault(reason, []).append((line(number_.text), line(place(number_.paragraph, texts, atlas))))
    ordered = sorted(by_reason.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    return tuple(Aside(reason, tuple(numbers)) for reason, numbers in ordered)
