"""The report in GitHub-flavoured Markdown; no markup of the document renders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from auditor.report.model import INNOCENT, VERDICT_WORDS, Card, Report, Row

if TYPE_CHECKING:
    from auditor.report.emitters import Subject

MARKER = "<!-- auditor report -->"
_SPECIAL = re.compile(r"[\\`*_\[\]|~#@$]")
_COLON = re.compile(r":(?=\S)")
_WWW = re.compile(r"(?i)\b(www)\.")
_OPENING = re.compile(r"^([-+=])")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")


def escape(text: str) -> str:
    """Give the text so that Markdown shows it as it stands, wherever on a line it is put."""
    text = _SPECIAL.sub(r"\\\g<0>", text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    text = _WWW.sub(r"\1\\.", _COLON.sub(r"\\:", text))
    return _NUMBERED.sub(r"\1\\\2", _OPENING.sub(r"\\\1", text))


def emit(subject: Subject) -> str:
    """Give the report of a subject."""
    return render(subject.report)


def render(report: Report) -> str:
    """Give one document's report."""
    tally = report.tally
    counts = (tally.figures, tally.relations, tally.holds, tally.fails, tally.undecided, tally.not_evaluated)
    lines = [
        MARKER,
        f"# Statistical consistency: {escape(report.title or report.name)}",
        "",
        f"**{escape(report.verdict)}**",
        "",
        "| figures read | relations checked | hold | do not reconcile | undecided | not evaluated |",
        "| ---: | ---: | ---: | ---: | ---: | ---: |",
        f"| {' | '.join(f'{number:,}' for number in counts)} |",
        "",
    ]
    if report.cards:
        lines += ["## Findings", "", INNOCENT, ""]
        for number, card in enumerate(report.cards, start=1):
            lines += _card(number, card)
    if report.warnings:
        lines += ["## What could not be read", "", *(f"- {escape(words)}" for words in report.warnings), ""]
    if report.unchecked:
        lines += ["## Rules not evaluated", "", "Their figures were not found in the document.", ""]
        lines += [f"- `{rule.rule}` {escape(rule.name)}: {escape(rule.reason)}" for rule in report.unchecked]
        lines.append("")
    lines += _relations(report.rows)
    if report.asides:
        numbers = sum(len(aside.numbers) for aside in report.asides)
        lines += [f"<details><summary>Numbers set aside ({numbers:,}), because they count nothing</summary>", ""]
        for aside in report.asides:
            listed = ", ".join(f"{escape(number)} ({escape(where)})" for number, where in aside.numbers)
            lines.append(f"- **{escape(aside.reason)}**: {listed}")
        lines += ["", "</details>", ""]
    lines += [
        "---",
        "",
        f"Source: {escape(report.name)}, SHA-256 `{report.sha256}`.",
        f"Made by auditor {report.version}; nothing left the machine.",
    ]
    return "\n".join(lines) + "\n"


def _card(number: int, card: Card) -> list[str]:
    lines = [
        f"### {number}. {card.severity.capitalize()}, {escape(card.where)}: {escape(card.title)}",
        "",
    ]
    for words in (f"**{escape(card.equation)}**" if card.equation else "", escape(card.message)):
        lines += [words, ""] if words else []
    for quote in card.quotes:
        told = f"{escape(quote.where)}: " if quote.where != card.where else ""
        words = "".join(f"**{escape(p.text)}**" if p.role else escape(p.text) for p in quote.pieces)
        lines += [f"> {told}{words}", ""]
    if card.hedge:
        lines.append(f"- Hedge: {escape(card.hedge)}")
    for hint in card.hints:
        change = f"{escape(hint.figure)} read as **{escape(hint.value)}**" if hint.value else escape(hint.figure)
        lines.append(f"- Would mend it: {change}, {escape(hint.where)} ({escape(hint.reason)})")
    if card.why:
        lines.append(f"- Why it matters: {escape(card.why)}")
    return [*lines, f"- Rule `{card.rule}` {escape(card.name)}, fingerprint `{card.fingerprint}`", ""]


def _relations(rows: tuple[Row, ...]) -> list[str]:
    if not rows:
        return []
    lines = [
        f"<details><summary>Relations ({len(rows):,})</summary>",
        "",
        "| place | kind | relation | verdict | left open | read from |",
        "| --- | --- | --- | --- | ---: | --- |",
    ]
    for row in rows:
        verdict = VERDICT_WORDS[row.verdict]
        if row.verdict == "fails":
            verdict = f"**{verdict}** ({escape(row.imbalance)})" if row.imbalance else f"**{verdict}**"
        elif row.reason:
            verdict = f"{verdict}: {escape(row.reason)}"
        cells = (escape(row.where), row.kind, escape(row.equation), verdict, escape(row.residual), escape(row.cue))
        lines.append("| " + " | ".join(cells) + " |")
    return [*lines, "", "</details>", ""]
