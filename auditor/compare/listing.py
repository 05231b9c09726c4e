"""A comparison as sections of lines: what the terminal, Markdown and HTML all show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.compare.model import Comparison, Noted, Pair, Seen
from auditor.report.numbers import signed


@dataclass(frozen=True, slots=True)
class Line:
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
    lines: tuple[Line, ...]


FATE_WORDS = {"new": "new", "standing": "still there", "fixed": "fixed", "withdrawn": "its words are gone"}


def verdict(found: Comparison) -> str:
    """Say the outcome in one sentence."""
    fates = [note.fate for note in found.findings]
    said = [
        (len(found.changed), "figure changed", "figures changed"),
        (len(found.appeared), "appeared", "appeared"),
        (len(found.went), "went", "went"),
        (fates.count("fixed"), "finding fixed", "findings fixed"),
        (fates.count("new"), "finding new", "findings new"),
        (fates.count("standing"), "finding still there", "findings still there"),
        (len(found.disagree), "quantity disagrees", "quantities disagree"),
        (len(found.fallen), "running total fell", "running totals fell"),
    ]
    told = [f"{number:,} {one if number == 1 else many}" for number, one, many in said if number]
    kind = "" if found.versions else "These are different texts, so figures that appeared or went are not listed. "
    return (
        f"{kind}{f'{found.same:,} figures are the same; ' if found.same else ''}{', '.join(told) or 'no difference'}."
    )


def sections(found: Comparison) -> tuple[Section, ...]:
    """Give what there is to show, what a reviewer wants first coming first."""
    made = (
        Section(
            "Running totals that fell",
            "Counts that are said to run on, and are less than they were.",
            tuple(_pair(pair) for pair in found.fallen),
        ),
        Section(
            "The same quantity, with figures that exclude each other",
            "The same thing counted, with the same names and for the same period.",
            tuple(_pair(pair) for pair in found.disagree),
        ),
        Section("Findings", "What does not reconcile in one of the two.", tuple(map(_finding, found.findings))),
        Section("Figures that changed", "", tuple(_pair(pair) for pair in found.changed)),
        Section(
            "Figures that appeared", "", tuple(Line(s.where, "", _said(s), "", s.sentence) for s in found.appeared)
        ),
        Section("Figures that went", "", tuple(Line(s.where, _said(s), "", "", s.sentence) for s in found.went)),
    )
    return tuple(section for section in made if section.lines)


def _pair(pair: Pair) -> Line:
    moved = pair.old.where != pair.new.where
    where = f"{pair.new.where} (was: {pair.old.where})" if moved else pair.new.where
    note = signed(pair.difference) if pair.difference else "said otherwise"
    return Line(where, _said(pair.old), _said(pair.new), note, pair.new.sentence)


def _said(seen: Seen) -> str:
    return f"{seen.text} {seen.counts}" if seen.counts and seen.counts not in seen.text else seen.text


def _finding(note: Noted) -> Line:
    equation = note.equation or note.message
    fate = FATE_WORDS[note.fate] + (", accepted" if note.accepted else "")
    before = note.before or (equation if note.fate != "new" else "")
    after = "" if note.fate in ("fixed", "withdrawn") else equation
    return Line(note.where, before, after, f"{note.severity}, {fate}", f"{note.rule}: {note.message}")


def change(line: Line) -> Iterator[str]:
    """Give the old and the new words of a line, without those that there are not."""
    if line.old:
        yield line.old
    if line.old and line.new and line.old != line.new:
        yield "\u2192"
    if line.new and line.new != line.old:
        yield line.new
