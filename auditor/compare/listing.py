"""A comparison as sections of lines: what the terminal, Markdown and HTML all show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from auditor.compare.outcome import AuditComparison, Noted, Pair, Seen
from auditor.report.page.texts import Texts


@dataclass(frozen=True, slots=True)
class ListingLine:
    """One difference."""

    where: str
    old: str
    new: str
    note: str
    """The difference, or how grave it is."""
    quote: str
    """The sentence, or what a finding says."""


@dataclass(frozen=True, slots=True)
class Section:
    """Differences of one kind."""

    title: str
    intro: str
    lines: tuple[ListingLine, ...]


def verdict(found: AuditComparison, t: Texts) -> str:
    """Return the outcome in one sentence."""
    fates = Counter(note.fate for note in found.findings)
    counts = (
        ("compare_changed", len(found.changed)),
        ("compare_appeared", len(found.appeared)),
        ("compare_went", len(found.went)),
        ("compare_fixed", fates["fixed"]),
        ("compare_new", fates["new"]),
        ("compare_standing", fates["standing"]),
        ("compare_disagree", len(found.disagree)),
        ("compare_fallen", len(found.fallen)),
    )
    told = ", ".join(t.count(key, number) for key, number in counts if number) or t("compare_nothing")
    same = t.count("compare_same", found.same) if found.same else ""
    return " ".join((
        *(() if found.versions else (t("compare_other_texts"),)), f"{same}{t('semicolon') if same else ''}{told}.",
    ))  # fmt: skip


def sections(found: AuditComparison, t: Texts) -> tuple[Section, ...]:
    """Return what there is to show.

    Args:
        found: The comparison.
        t: The words of the reader's language.

    Returns:
        What a reviewer wants first comes first: cumulative figures that fell, figures that disagree, findings, changed
        figures, new ones, those that went. What has no lines is left out.
    """
    made = (
        Section(
            t("compare_fallen_title"), t("compare_fallen_lead"), tuple(_pair(pair, t) for pair in found.fallen),
        ),
        Section(
            t("compare_disagree_title"), t("compare_disagree_lead"), tuple(_pair(pair, t) for pair in found.disagree),
        ),
        Section(t("findings"), t("compare_findings_lead"), tuple(_finding(note, t) for note in found.findings)),
        Section(t("compare_changed_title"), "", tuple(_pair(pair, t) for pair in found.changed)),
        Section(t("compare_appeared_title"), "", tuple(_line(s, "", _said(s)) for s in found.appeared)),
        Section(t("compare_went_title"), "", tuple(_line(s, _said(s), "") for s in found.went)),
    )  # fmt: skip
    return tuple(section for section in made if section.lines)


def _pair(pair: Pair, t: Texts) -> ListingLine:
    moved = pair.old.where != pair.new.where
    where = t("compare_moved", new=pair.new.where, old=pair.old.where) if moved else pair.new.where
    note = t.signed(pair.difference) if pair.difference else t("compare_otherwise")
    return ListingLine(where, _said(pair.old), _said(pair.new), note, pair.new.sentence)


def _line(seen: Seen, old: str, new: str) -> ListingLine:
    return ListingLine(seen.where, old, new, "", seen.sentence)


def _said(seen: Seen) -> str:
    return f"{seen.text} {seen.counts}" if seen.counts and seen.counts not in seen.text else seen.text


def _finding(note: Noted, t: Texts) -> ListingLine:
    equation = note.equation or note.message
    told = [t(note.severity).lower(), t(f"fate_{note.fate}"), *([t("fate_accepted")] if note.accepted else [])]
    before = note.before or (equation if note.fate != "new" else "")
    after = "" if note.fate in ("fixed", "withdrawn") else equation
    return ListingLine(note.where, before, after, ", ".join(told), f"{note.rule}{t('colon')}{note.message}")


def change(line: ListingLine) -> Iterator[str]:
    """Yield the old and the new words of a line, without those that there are not."""
    if line.old:
        yield line.old
    if line.old and line.new and line.old != line.new:
        yield "\u2192"
    if line.new and line.new != line.old:
        yield line.new
