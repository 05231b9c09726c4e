"""The report as one HTML file that asks the network for nothing."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.report.model import INNOCENT, VERDICT_WORDS, VERDICTS, Report

if TYPE_CHECKING:
    from jinja2 import Template

    from auditor.report.emitters import Subject

MARKER = '<meta name="generator" content="auditor report">'
_TEMPLATES = Path(__file__).parent / "templates"


def emit(subject: Subject) -> str:
    """Give the report of a subject."""
    return render(subject.report)


def render(report: Report) -> str:
    """Give one document's report."""
    template, style, policy = _prepared()
    shown = tuple(
        (verdict, VERDICT_WORDS[verdict], sum(1 for row in report.rows if row.verdict == verdict))
        for verdict in VERDICTS
    )
    text = template.render(
        report=report, tally=report.tally, style=style, policy=policy, marker=MARKER, innocent=INNOCENT,
        verdicts=tuple(entry for entry in shown if entry[2]), words=VERDICT_WORDS,
        asides=sum(len(aside.numbers) for aside in report.asides),
    )  # fmt: skip
    return text if text.endswith("\n") else text + "\n"


@cache
def _prepared() -> tuple[Template, str, str]:
    """Give the compiled template, the style sheet, and the policy that lets this sheet and nothing else in."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    # Autoescaping is on for every template; the style sheet and the marker, which are ours, are the only Markup.
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    made.globals["markup"] = Markup
    style = "\n" + (_TEMPLATES / "report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return made.get_template("report.html"), style, policy
