"""The report as one HTML file that asks the network for nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from auditor.model.finding import SEVERITIES
from auditor.report.content import VERDICTS, Report, Tally
from auditor.report.page import room
from auditor.report.page.build import EMPTY, ReportPage, make_page
from auditor.report.page.room import fitting
from auditor.report.page.texts import Texts
from auditor.report.safe_text import unbroken

if TYPE_CHECKING:
    from jinja2 import Template

    from auditor.report.subject import Subject

SUFFIX = ".html"
ALONE = True
MARKER = '<meta name="generator" content="auditor report">'
MOST_AT_A_GLANCE = 12
"""Findings that the list at the top names; more of them are no glance."""
MOST_ASIDES = 400
"""Numbers that were set aside for one reason that are listed."""
_OPEN_TREES = 6
_TEMPLATES = Path(__file__).parents[1] / "templates"


def emit(subject: Subject) -> str:
    """Return the report of a subject."""
    return render(subject.report, make_page(subject.audit, subject.report))


def render(report: Report, page: ReportPage = EMPTY) -> str:
    """Return one document's report.

    Args:
        report: What was found.
        page: The document and what is drawn of it; a report without it has the findings and the tables alone.
    """
    made = _prepared()
    parts: Any = made.parts.make_module({"t": report.texts, "report": report, "page": page})
    open_rows = tuple(row for row in report.rows if row.verdict in ("undecided", "not evaluated") or row.weak)
    verdicts = tuple((verdict, sum(1 for row in report.rows if row.verdict == verdict)) for verdict in VERDICTS)
    strip = tuple(_strip(report.tally))
    severities = tuple(zip(SEVERITIES, (report.tally.errors, report.tally.warnings, report.tally.notes), strict=True))
    text = made.template.render(
        report=report, page=page, tally=report.tally, t=report.texts, marker=MARKER,
        style=made.style, script=made.script, policy=made.policy,
        verdicts=tuple(entry for entry in verdicts if entry[1]),
        kinds=tuple(dict.fromkeys(row.kind for row in report.rows)),
        cards=fitting(report.cards, lambda at, card: parts.card(card, at + 1), room.CARDS),
        trees=fitting(page.trees, lambda at, tree: parts.tree(tree, open=at < _OPEN_TREES), room.TREES),
        breakdowns=fitting(page.breakdowns.lines, lambda _, row: parts.breakdown(row), room.BREAKDOWNS),
        rows=fitting(report.rows, lambda _, row: parts.relation(row), room.ROWS, lambda row: row.verdict != "holds"),
        undecided=fitting(open_rows, lambda _, row: parts.undecided(row), room.OPEN),
        most_asides=MOST_ASIDES,
        severities=tuple((name, number) for name, number in severities if number),
        most_at_a_glance=MOST_AT_A_GLANCE,
        asides=sum(len(aside.numbers) for aside in report.asides),
        contents=_contents(report, page), strip=strip, strip_told=_told(report.tally, report.texts),
        stem=PurePath(report.name).stem or "document",
    )  # fmt: skip
    return text if text.endswith("\n") else text + "\n"


def _contents(report: Report, page: ReportPage) -> list[tuple[str, str, int]]:
    """Return the sections: anchor, key of the name, how many things are in it."""
    sections = [("findings", "findings", len(report.cards))]
    sections += [("document", "document", 0)] if page.passages else []
    sections += [("trees", "trees", len(page.trees) + page.hidden)] if page.trees else []
    sections += [("disaggregation", "disaggregation", len(page.breakdowns.lines))] if page.breakdowns.lines else []
    sections += [("relations", "relations", len(report.rows))] if report.rows else []
    return [*sections, ("unchecked", "unchecked", 0)]


def _strip(tally: Tally) -> Iterator[tuple[str, float, float]]:
    """Draw the relations by verdict: name, where it begins, how wide, in per cent; the fewest are still seen."""
    counts = (("fails", tally.fails), ("undecided", tally.undecided + tally.not_evaluated), ("holds", tally.holds))
    known = sum(number for _, number in counts)
    drawn = [(name, max(1.5, 100 * number / known)) for name, number in counts if number]
    scale, at = 100 / sum(share for _, share in drawn) if drawn else 0.0, 0.0
    for name, share in drawn:
        yield name, at, share * scale
        at += share * scale


def _told(tally: Tally, texts: Texts) -> str:
    counts = (("n_fails", tally.fails), ("n_undecided", tally.undecided), ("n_holds", tally.holds))
    told = ", ".join(texts.count(key, number) for key, number in counts)
    return texts("share_of_relations", told=told)


class _Prepared(NamedTuple):
    template: Template
    parts: Template
    style: str
    script: str
    policy: str


@cache
def _prepared() -> _Prepared:
    """Return the compiled template, style sheet and script, and the policy that lets these two and nothing else in."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    # Autoescaping is on for every template; the style sheet, the script and the marker, which are ours, are the only
    # Markup.
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.globals["markup"] = Markup
    made.filters["unbroken"] = lambda text: unbroken(text, {" ": "\u00a0"})
    style = "\n" + (_TEMPLATES / "report.css").read_text(encoding="utf-8")
    script = "\n" + (_TEMPLATES / "report.js").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return _Prepared(made.get_template("report.html"), made.get_template("parts.html"), style, script, policy)


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
