"""Two audits side by side: what changed between an older and a newer document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.compare.align import align
from auditor.compare.comparable_blocks import ComparableBlock, blocks
from auditor.compare.outcome import FATES, AuditComparison, ComparedSource, Fate, Noted, Pair, Seen
from auditor.compare.pairs import Twin, moved, pair_figures
from auditor.compare.running_totals import runs_on
from auditor.compare.same_quantities import exclude, same_quantities
from auditor.model.figure import Figure
from auditor.report.page.texts import DEFAULT, Texts, load_texts
from auditor.report.places import Atlas, atlas_of, figure_place, places
from auditor.report.safe_text import line

if TYPE_CHECKING:
    from auditor.model.audit import Audit
    from auditor.model.finding import Finding
    from auditor.rulebook import Rulebook

VERSIONS = 0.4
"""From this share of the newer document's figures in paragraphs that the older one has too, both are versions of one
text."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One audit with what is asked of it again and again."""

    audit: Audit
    blocks: tuple[ComparableBlock, ...]
    block_of: Mapping[str, ComparableBlock]
    """By the id of a figure."""
    atlas: Atlas
    texts: Texts
    messages: Mapping[str, str]
    """Id of a rule -> its message with placeholders."""

    def left(self, met: Container[str]) -> list[tuple[Figure, ComparableBlock]]:
        """Return the figures that are not among those met, in document order."""
        return [(figure, block) for block in self.blocks for figure in block.figures if figure.id not in met]

    def seen(self, figure: Figure) -> Seen:
        """Return a figure for the reader."""
        block = self.block_of[figure.id]
        text = f"{figure.hedge} {figure.text}" if figure.hedge else figure.text
        return Seen(
            text=line(text),
            value=figure.value,
            counts=line(figure.counts),
            where=line(figure_place(figure, self.atlas, self.texts)),
            sentence=line(block.said(figure)),
        )


def compare(old: Audit, new: Audit, language: str = DEFAULT, rules: Rulebook | None = None) -> AuditComparison:
    """Compare the audits of two versions of a document, or of two documents of one author.

    Args:
        old: The audit of the older document.
        new: The audit of the newer one.
        language: Of the words in the result: places, and what findings say.
        rules: The rulebook that both went by; what findings say is translated by it.

    Returns:
        What changed, each tuple in the order of the newer document. Figures that appeared or went are told only where
        the two are versions of one text: where the paragraphs and tables that both have hold at least the share
        `VERSIONS` of the newer one's figures.

    Raises:
        auditor.report.page.texts.TextsError: Reports are not written in this language.
    """
    stated = rules.rules if rules else ()
    texts = load_texts(language).with_rules(stated)
    messages = {rule.id: rule.message for rule in stated}
    before, after = _side(old, texts, messages), _side(new, texts, messages)
    paired = align(before.blocks, after.blocks)
    twins = [twin for first, second in paired for twin in pair_figures(first, second)]
    versions = _versions(after, paired)
    if versions:
        twins += moved(before.left({first.id for first, _ in twins}), after.left({second.id for _, second in twins}))
    matched = {second.id for _, second in twins}
    met = {first.id for first, _ in twins}
    changed = [twin for twin in twins if _differ(*twin)]
    told_again = same_quantities(before.blocks, after.blocks, frozenset(matched))
    again = [(first.figure, second.figure) for first, second in told_again if first.figure.id not in met]
    elsewhere = {figure.id for twin in again for figure in twin}

    def pair(twin: Twin) -> Pair:
        return Pair(before.seen(twin[0]), after.seen(twin[1]))

    return AuditComparison(
        old=_source(old),
        new=_source(new),
        versions=versions,
        same=len(twins) - len(changed),
        changed=tuple(pair(twin) for twin in _ordered(changed)),
        appeared=tuple(after.seen(f) for f in _left(after, matched | elsewhere)) if versions else (),
        went=tuple(before.seen(f) for f in _left(before, met | elsewhere)) if versions else (),
        findings=_findings(before, after, twins, {first.source.order for first, _ in paired}),
        disagree=tuple(pair(twin) for twin in _ordered(again) if exclude(*twin)),
        fallen=tuple(pair(twin) for twin in _ordered((*changed, *again)) if _fell(twin, before, after)),
    )


def _side(audit: Audit, texts: Texts, messages: Mapping[str, str]) -> _Side:
    found = blocks(audit)
    block_of = {figure.id: block for block in found for figure in block.figures}
    return _Side(audit, found, block_of, atlas_of(audit.document), texts, messages)


def _source(audit: Audit) -> ComparedSource:
    document = audit.document
    return ComparedSource(
        path=line(document.path),
        title=line(document.title),
        sha256=document.sha256,
        language=document.language,
        figures=audit.figures.counted,
        findings=len(audit.findings),
    )


def _versions(after: _Side, paired: Sequence[tuple[ComparableBlock, ComparableBlock]]) -> bool:
    told = sum(len(second.figures) for _, second in paired)
    every = sum(len(block.figures) for block in after.blocks)
    return every == 0 or told / every >= VERSIONS


def _differ(old: Figure, new: Figure) -> bool:
    return (old.value, old.low, old.high) != (new.value, new.low, new.high)


def _fell(twin: Twin, before: _Side, after: _Side) -> bool:
    old, new = twin
    if new.high is None or new.high >= (old.low if old.low is not None else old.value):
        return False
    return runs_on(old, before.block_of[old.id], new, after.block_of[new.id])


def _ordered(twins: Iterable[Twin]) -> list[Twin]:
    return sorted(twins, key=lambda twin: _place(twin[1]))


def _left(side: _Side, met: set[str]) -> list[Figure]:
    """Return the figures that have no twin; articles and things listed by name are no news."""
    return [figure for figure, _ in side.left(met) if figure.unit != "item" and not figure.article]


def _place(figure: Figure) -> tuple[int, int, int, int]:
    return figure.order, figure.row or 0, figure.column or 0, figure.start


def _findings(before: _Side, after: _Side, twins: Sequence[Twin], standing: set[int]) -> tuple[Noted, ...]:
    """Return every finding of both documents once, the new ones first.

    Args:
        before: The older document.
        after: The newer one.
        twins: Figures of both that are one.
        standing: `order` of the older document's blocks that the newer one still has.
    """
    twin_of = {first.id: second.id for first, second in twins}
    older = {finding.fingerprint: finding for finding in before.audit.findings}
    newer = {finding.fingerprint: finding for finding in after.audit.findings}
    free: dict[str, list[Finding]] = defaultdict(list)  # id of a figure -> findings that may have been others
    for mark, finding in newer.items():
        if mark not in older:
            for name in finding.figures:
                free[name].append(finding)
    became: dict[str, Finding] = {}  # fingerprint in the newer document -> the older document's finding
    left = []
    for mark, finding in older.items():
        if mark in newer:
            continue
        other = _became(finding, free, twin_of, became)
        if other is not None:
            became[other.fingerprint] = finding
        else:
            left.append(finding)
    made = [
        _noted(finding, "standing" if mark in older or mark in became else "new", after, became.get(mark))
        for mark, finding in newer.items()
    ]
    for finding in left:
        orders = {before.block_of[name].source.order for name in finding.figures if name in before.block_of}
        made.append(_noted(finding, "fixed" if orders & standing else "withdrawn", before, None))
    return tuple(sorted(made, key=lambda note: FATES.index(note.fate)))


def _became(
    finding: Finding, free: Mapping[str, Sequence[Finding]], twin_of: Mapping[str, str], taken: Mapping[str, Finding]
) -> Finding | None:
    """Return the finding of the newer document on the same figures, though with other values."""
    own = [twin_of[name] for name in finding.figures if name in twin_of]
    for other in (other for name in own for other in free.get(name, ())):
        shared = set(own) & set(other.figures)
        if other.rule == finding.rule and other.fingerprint not in taken and 2 * len(shared) >= len(other.figures):
            return other
    return None


def _noted(finding: Finding, fate: Fate, side: _Side, earlier: Finding | None) -> Noted:
    texts = side.texts
    message = texts.message(finding.rule, side.messages.get(finding.rule, ""), finding.message)
    return Noted(
        fate=fate,
        rule=line(finding.rule),
        severity=finding.severity,
        message=line(message.text),
        equation=line(texts.phrase(finding.equation).text),
        where=line(places(finding.paragraphs, side.atlas, texts)),
        fingerprint=finding.fingerprint,
        before=line(texts.phrase(earlier.equation).text) if earlier is not None else "",
        accepted=finding.accepted,
    )
