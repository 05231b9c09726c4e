"""What a reviewer reads: verdicts as findings, with severity, place, equation and a fingerprint that outlives edits."""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from auditor.arithmetic.slipped_sums import explains
from auditor.findings.marked_places import PlaceFinder
from auditor.kinds import kind_of
from auditor.kinds.equations import Wording, hedged, softly, writing_of
from auditor.language.folding import folded
from auditor.model.document import Document
from auditor.model.figure import Figure, Figures
from auditor.model.finding import SEVERITIES, Finding, Mark, Severity
from auditor.model.verdict import Verdict
from auditor.rulebook.rule import Rule, Rulebook

NOT_EVALUATED = "Not evaluated: {reason}."


def find(document: Document, figures: Figures, verdicts: Sequence[Verdict], rulebook: Rulebook) -> tuple[Finding, ...]:
    """Return verdicts as findings.

    A relation that does not hold gives a finding unless it was read with too little strength; one that cannot be
    decided gives one where its rule says so; an identity whose figures were not found gives a note, unless it says
    `skip`. Findings on the same figures are one finding; of equal severity, that of a rule which no baseline may waive.

    Args:
        document: The document.
        figures: Its figures, with those that relations name.
        verdicts: One a relation, in any order.
        rulebook: The rules by which the verdicts were made; they give severity and message.

    Returns:
        The gravest first, then in document order, with fingerprints that differ within the document and outlive edits
        of the words around the figures. None is accepted and none has suggestions yet.
    """
    maker = _FindingMaker(document, figures, rulebook)
    kept: dict[tuple[str, ...], tuple[tuple[int, bool, int, float], Finding]] = {}
    for verdict in verdicts:
        rule = rulebook.rule(verdict.rule)
        severity = _severity(verdict, rule, maker.figures) if rule else None
        if rule is None or severity is None:
            continue
        finding = maker.finding(verdict, rule, severity)
        key = _about(verdict, finding)
        rank = (
            SEVERITIES.index(severity),
            rule.waivable,
            kind_of(verdict.relation.kind).precedence,
            -verdict.relation.strength,
        )
        if key not in kept or rank < kept[key][0]:
            kept[key] = (rank, finding)
    return _told_apart(sorted((finding for _, finding in kept.values()), key=maker.place), maker.figures)


def _about(verdict: Verdict, finding: Finding) -> tuple[str, ...]:
    """Return what findings have in common that are one: their figures, unless a rule says more than their sum."""
    own = (finding.rule, finding.relation or "", finding.fingerprint)
    if verdict.outcome == "not evaluated" or not finding.figures:
        return own
    figures = tuple(sorted(set(finding.figures)))
    stated = kind_of(verdict.relation.kind).from_rules
    sum_alone = not stated or (verdict.form is not None and verdict.form.sign == "==")
    return figures if sum_alone else (*figures, *own)


def _milder(first: Severity, second: Severity) -> Severity:
    return max(first, second, key=SEVERITIES.index)


def _severity(verdict: Verdict, rule: Rule, figures: Mapping[str, Figure]) -> Severity | None:
    """Return the severity of what a verdict amounts to, or None where nothing is reported."""
    relation = verdict.relation
    if verdict.outcome == "not evaluated":
        return "note" if kind_of(relation.kind).from_rules and not verdict.silent else None
    if verdict.outcome == "holds" or relation.strength < rule.min_strength or not _reported(verdict, figures):
        return None
    if verdict.outcome == "undecided":
        return rule.undecided_severity
    severity = rule.severity
    if any(figures[name].bound for name in verdict.relation.members if name in figures):
        severity = rule.hedged_severity
    if verdict.rounding and rule.rounding_severity:
        severity = _milder(severity, rule.rounding_severity)
    return _milder(severity, rule.weak_severity) if relation.strength < rule.weak_strength else severity


def _reported(verdict: Verdict, figures: Mapping[str, Figure]) -> bool:
    """Whether a relation was asserted surely enough to be reported, with a gap that a slip explains less surely."""
    relation = verdict.relation
    if relation.checked or not relation.slips or verdict.outcome != "fails":
        return relation.checked
    whole = figures.get(relation.whole) if relation.whole else None
    if whole is None or not verdict.imbalance or not kind_of(relation.kind).closes:
        return False
    known = [whole, *(figures[name] for name in relation.parts if name in figures)]
    rounded = [f.high - f.low for f in known if not f.bound and f.high is not None and f.low is not None]
    if len(rounded) < len(known):
        return False
    step = max(rounded) or 1  # between two numbers that can be printed so
    printed = [figure.value / step for figure in known]
    if not all(math.isclose(value, round(value), abs_tol=1e-6) for value in printed):
        return False
    stated, *parts = map(round, printed)
    return explains(stated - sum(parts), stated, parts)


class _FindingMaker:
    """Makes findings of one document."""

    def __init__(self, document: Document, figures: Figures, rulebook: Rulebook) -> None:
        self.figures: Mapping[str, Figure] = figures.by_id or {figure.id: figure for figure in figures.figures}
        self.rulebook = rulebook
        self.finder = PlaceFinder(document)
        self.writing = writing_of([figure.text for figure in self.figures.values()])

    def finding(self, verdict: Verdict, rule: Rule, severity: Severity) -> Finding:
        """Make the finding of one verdict."""
        relation = verdict.relation
        known = [self.figures[name] for name in relation.members if name in self.figures]
        whole = self.figures.get(relation.whole) if relation.whole else None
        parts = [self.figures[name] for name in relation.parts if name in self.figures]
        writing = writing_of([figure.text for figure in known], self.writing)
        if verdict.outcome == "not evaluated":
            written, message = Wording(verdict.equation, "", "", "", ""), NOT_EVALUATED.format(reason=verdict.reason)
        else:
            written = kind_of(relation.kind).written(verdict, self.figures, writing)
            message = rule.message.format(
                whole=hedged(whole, writing) if whole else written.stated,
                parts=_listed([hedged(part, writing) for part in parts]),
                computed=written.computed,
                stated=written.stated,
                gap=written.gap,
                direction=written.direction,
                counts=whole.counts if whole else "",
                count=writing.number(len(parts)),
                hedge=_hedges(known),
                note=relation.note or verdict.reason,
            )
        return Finding(
            rule=rule.id,
            name=rule.name,
            severity=severity,
            relation=relation.id,
            paragraphs=_paragraphs(known) or verdict.paragraphs,
            message=" ".join(message.split()),
            equation=written.equation,
            figures=tuple(figure.id for figure in known),
            fingerprint=_fingerprint(rule, verdict, known),
            hedge=_hedges(known),
            places=self.finder.places(whole, parts),
        )

    def place(self, finding: Finding) -> tuple[int, int, int, int, str, str]:
        """Return the sort key of a finding: severity, then where its first figure stands."""
        first = finding.places[0] if finding.places else None
        mark: Mark | None = first.marks[0] if first else None
        order, row, start = (first.order, first.row or 0, mark.start) if first and mark else (1 << 30, 0, 0)
        return (SEVERITIES.index(finding.severity), order, row, start, finding.rule, finding.relation or "")


def _listed(texts: Sequence[str]) -> str:
    """Join texts as a list is said."""
    return " and ".join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else "".join(texts)


def _hedges(figures: Iterable[Figure]) -> str:
    """Name the hedged figures as printed."""
    return "; ".join(
        dict.fromkeys(f"{softly(f.hedge)} {' '.join(f.text.split())}" for f in figures if f.hedge and f.bound)
    )


def _paragraphs(figures: Iterable[Figure]) -> tuple[str, ...]:
    """Return the labels of the paragraphs and tables of figures, in document order, each once."""
    ordered = sorted(figures, key=lambda figure: (figure.order, figure.start))
    return tuple(dict.fromkeys(figure.paragraph or figure.table or "" for figure in ordered))


def _fingerprint(rule: Rule, verdict: Verdict, figures: Sequence[Figure]) -> str:
    """Hash what a finding is about: the rule and what its figures state, in any order; not the words around them."""
    about: list[object] = [rule.id, sorted([figure.value, figure.unit, figure.bound] for figure in figures)]
    if not figures:
        about.append(folded(verdict.relation.note))
    if verdict.outcome == "not evaluated":
        about.append(verdict.outcome)
    return _hashed(about)


def _told_apart(findings: Sequence[Finding], figures: Mapping[str, Figure]) -> tuple[Finding, ...]:
    """Return findings of one rule on equal figures fingerprints of their own, by what they count and by their order.

    Only these depend on words: small numbers meet by chance, and who accepts one such finding has not seen the other.
    """
    shared = {mark for mark, times in Counter(finding.fingerprint for finding in findings).items() if times > 1}
    met: Counter[str] = Counter()
    made = []
    for finding in findings:
        if finding.fingerprint not in shared:
            made.append(finding)
            continue
        counts = sorted(folded(figures[name].counts) for name in finding.figures if name in figures)
        own = _hashed([finding.fingerprint, counts])
        met[own] += 1
        made.append(replace(finding, fingerprint=own if met[own] == 1 else _hashed([own, met[own]])))
    return tuple(made)


def _hashed(about: list[object]) -> str:
    return hashlib.sha256(json.dumps(about, ensure_ascii=True).encode("ascii")).hexdigest()[:16]
