"""The report in GitHub-flavoured Markdown; no markup of the document renders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from auditor.report.content import Card, Report, ReportRow
from auditor.report.page.texts import Texts, capitalised

if TYPE_CHECKING:
    from auditor.report.subject import Subject

SUFFIX = ".md"
MARKER = "<!-- auditor report -->"
MOST_OPEN = 10
"""Findings that are shown; more are folded."""
MOST_ROWS = 200
"""Of more relations those that hold are counted and not listed: a comment on a pull request has 65,536 characters."""
MOST_ASIDES = 40
"""Numbers that are named for one reason to set them aside."""
_SPECIAL = re.compile(r"[\\`*_\[\]|~#@$]")
_COLON = re.compile(r":(?=\S)")
_WWW = re.compile(r"(?i)\b(www)\.")
_OPENING = re.compile(r"^([-+=])")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")


def escape(text: str) -> str:
    """Return the text so that Markdown shows it as it stands, wherever on a line it is put."""
    text = _SPECIAL.sub(r"\\\g<0>", text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    text = _WWW.sub(r"\1\\.", _COLON.sub(r"\\:", text))
    return _NUMBERED.sub(r"\1\\\2", _OPENING.sub(r"\\\1", text))


def emit(subject: Subject) -> str:
    """Return the report of a subject."""
    return render(subject.report)


def render(report: Report) -> str:
    """Return one document's report."""
    t, tally = report.texts, report.tally
    counts = (
        (t("figures_read"), tally.figures),
        (t("relations_checked"), tally.relations),
        (t("tally_holds"), tally.holds),
        (t.count("tally_fails", tally.fails), tally.fails),
        (t("tally_undecided"), tally.undecided),
        (t("tally_not_evaluated"), tally.not_evaluated),
        *(((t("tally_accepted"), tally.accepted),) if tally.accepted else ()),
    )
    lines = [
        MARKER,
        f"# {escape(t('page_title', title=report.title or report.name))}",
        "",
        f"**{escape(report.verdict)}**" + (f" {report.severities}." if report.severities else ""),
        "",
        f"| {' | '.join(name for name, _ in counts)} |",
        f"|{' ---: |' * len(counts)}",
        f"| {' | '.join(t.number(number) for _, number in counts)} |",
        "",
    ]
    if report.cards:
        lines += [f"## {t('findings')}", "", t("innocent"), ""]
        made = [_card(number, card, t) for number, card in enumerate(report.cards, start=1)]
        lines += [line for card in made[:MOST_OPEN] for line in card]
        if rest := made[MOST_OPEN:]:
            lines += _folded(t.count("n_more_findings", len(rest)), [line for card in rest for line in card])
    lines += _unchecked(report)
    if report.rows:
        lines += _folded(f"{t('relations')} ({t.number(len(report.rows))})", _relations(report.rows, t))
    if report.asides:
        numbers = sum(len(aside.numbers) for aside in report.asides)
        listed = []
        for aside in report.asides:
            told = ", ".join(f"{escape(number)} ({escape(where)})" for number, where in aside.numbers[:MOST_ASIDES])
            left = len(aside.numbers) - MOST_ASIDES
            more = f" {t('eq_more', n=left)}" if left > 0 else ""
            listed.append(f"- **{escape(aside.reason)}**: {told}{',' if more else ''}{more}")
        lines += _folded(f"{t('asides')} ({t.number(numbers)}), {t('asides_lead')}", listed)
    lines += [
        "---",
        "",
        f"{t('source')}{t('colon')}{escape(report.name)}, SHA-256 `{report.sha256}`.",
        t("made_by", version=report.version),
    ]
    return "\n".join(lines) + "\n"


def _folded(summary: str, lines: list[str]) -> list[str]:
    """Fold lines away under a summary, which is one of the report's own."""
    return [f"<details><summary>{summary}</summary>", "", *lines, "", "</details>", ""]


def _card(number: int, card: Card, t: Texts) -> list[str]:
    colon = t("colon")
    lines = [
        f"### {number}. {t(card.severity)}, {escape(card.where)}: {escape(card.title)}",
        "",
    ]
    message = "" if card.told else escape(card.message)
    for words in (f"**{escape(card.equation)}**" if card.equation else "", message):
        lines += [words, ""] if words else []
    for quote in card.quotes:
        told = f"{escape(quote.where)}: " if quote.where != card.where else ""
        words = "".join(f"**{escape(p.text)}**" if p.role else escape(p.text) for p in quote.pieces)
        lines += [f"> {told}{words}", ""]
    if card.question:
        lines += [f"**{t('ask')}{colon.rstrip()}** {escape(card.question)}", ""]
    if card.accepted:
        lines += [f"**{escape(card.accepted.words)}{colon.rstrip()}** {escape(card.accepted.reason)}", ""]
    more = [f"- {t('hedge')}{colon}{escape(card.hedge)}"] if card.hedge else []
    more += [f"- {t('mend')}{colon}{escape(hint.told)} ({escape(hint.where)})" for hint in card.hints]
    if card.why:
        more.append(f"- {t('why')}{colon}{escape(card.why)}")
    more.append(f"- {t('rule')} `{card.rule}` {escape(card.name)}, {t('fingerprint')} `{card.fingerprint}`")
    return [*lines, *_folded(t("more_mend") if card.hints else t("more"), more)]


def _unchecked(report: Report) -> list[str]:
    """Return what could not be checked, and why, as a list."""
    t = report.texts
    told = [f"- {capitalised(t('reason_unread'))}: {escape(words)}" for words in report.warnings]
    told += [f"- `{rule.rule}` {escape(rule.name)}: {escape(rule.reason)}" for rule in report.unchecked]
    return [f"## {t('unchecked')}", "", *told, ""] if told else []


def _relations(rows: tuple[ReportRow, ...], t: Texts) -> list[str]:
    names = ("place", "kind_column", "relation", "verdict", "left_open", "read_from")
    lines = [f"| {' | '.join(t(name) for name in names)} |", "| --- | --- | --- | --- | ---: | --- |"]
    shown = rows if len(rows) <= MOST_ROWS else [row for row in rows if row.verdict not in ("holds", "also")]
    for row in shown:
        verdict = t(row.verdict.replace(" ", "_"))
        if row.verdict == "fails":
            verdict = f"**{verdict}** ({escape(row.imbalance)})" if row.imbalance else f"**{verdict}**"
        elif row.reason:
            verdict = f"{verdict}: {escape(row.reason)}"
        kind = t.named("kinds", row.kind)
        cells = (escape(row.where), kind, escape(row.equation), verdict, escape(row.residual), escape(row.cue))
        lines.append("| " + " | ".join(cells) + " |")
    if len(shown) < len(rows):
        lines += ["", t.count("n_rows_unlisted", len(rows) - len(shown))]
    return lines
