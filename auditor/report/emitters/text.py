"""The report in a terminal, or in a pipe: plain words at any width, colour only where it is wanted."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from auditor.report.content import Card, Report, ReportRow, Tally, verdict
from auditor.report.page.texts import Texts, capitalised, load_texts
from auditor.report.safe_text import unbroken
from auditor.report.subject import TerminalStyle

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

    from auditor.report.subject import Subject

SUFFIX = ".txt"
_COLOURS = {"error": "bold white on red", "warning": "bold black on yellow", "note": "bold white on blue"}
_STATES = {"differs": "bold red", "notes": "bold blue", "reconciles": "bold green", "nothing": "bold yellow"}
_MARK = "bold underline"


def emit(subject: Subject) -> str:
    """Return the report of a subject."""
    return render(subject.report, subject.style)


def render(report: Report, style: TerminalStyle) -> str:
    """Return one document's report, with a line feed at its end; empty where `quiet` and there is no finding.

    Args:
        report: The report.
        style: Width in characters, colours, and how much is said.
    """
    if style.quiet and not report.cards:
        return ""
    console = _console(style)
    if style.brief and not style.verbose and not report.cards and not report.warnings:
        console.print(_text(f"{report.name}: {report.verdict}"))
        return _written(console)
    _heading(console, report)
    for number, card in enumerate(report.cards, start=1):
        _card(console, number, card, style, report.texts)
    if report.cards and not style.quiet:
        console.print(_indented(_text(report.texts("innocent"), "dim"), 2))
        console.print()
    if not style.quiet:
        _remarks(console, report, style)
    return _written(console)


_KEPT = {" ": "\ue000", "\u00a0": "\ue001", "\u202f": "\ue002"}
"""Rich ends a line at every kind of blank: these characters stand for those at which it may not."""
_BLANKS = str.maketrans({mark: blank for blank, mark in _KEPT.items()})


def closing(tallies: list[Tally], unusable: int, style: TerminalStyle) -> str:
    """Return the last lines of a run over several documents.

    Args:
        tallies: Of the documents that were audited.
        unusable: How many could not be.
        style: Width in characters, and colours.
    """
    total = sum(tallies, Tally())
    console, t = _console(style), load_texts(style.language)
    read = t.count("n_documents_audited", len(tallies))
    read += f", {t.count('n_documents_unread', unusable)}" if unusable else ""
    differing = sum(1 for tally in tallies if tally.errors or tally.warnings)
    console.print(_text(f"{read}; {t.count('n_documents_differ', differing)}", "bold"))
    console.print(_text(verdict(total, t)))
    return _written(console)


def _console(style: TerminalStyle) -> Console:
    from rich.console import Console

    return Console(
        file=StringIO(), width=max(40, style.width), force_terminal=style.colour, no_color=not style.colour,
        color_system="standard" if style.colour else None, highlight=False, markup=False, emoji=False,
        legacy_windows=False, _environ={},
    )  # fmt: skip


def _written(console: Console) -> str:
    file = console.file
    text = (file.getvalue() if isinstance(file, StringIO) else "").translate(_BLANKS)
    return "".join(f"{row.rstrip()}\n" for row in text.splitlines())


def _text(words: str, style: str = "") -> Text:
    from rich.text import Text

    return Text(unbroken(words, _KEPT), style=style)


def _indented(content: RenderableType, by: int) -> RenderableType:
    from rich.padding import Padding

    return Padding(content, (0, 0, 0, by), expand=False)


def _heading(console: Console, report: Report) -> None:
    console.print(_text(report.name, "bold"))
    if report.title and report.title != report.name:
        console.print(_text(report.title))
    console.print()
    console.print(_indented(_text(report.verdict, _STATES[report.state]), 2))
    tally, t = report.tally, report.texts
    counts = [
        t.count("n_holds", tally.holds), t.count("n_fails", tally.fails), t.count("n_undecided", tally.undecided),
        t.count("n_not_evaluated", tally.not_evaluated),
    ]  # fmt: skip
    counts += [t.count("n_accepted", tally.accepted)] if tally.accepted else []
    read = f"{t.count('n_figures_read', tally.figures)}, {t.count('n_relations_checked', tally.relations)}"
    console.print(_indented(_text(f"{read}{t('colon')}{', '.join(counts)}"), 2))
    console.print()


def _card(console: Console, number: int, card: Card, style: TerminalStyle, t: Texts) -> None:
    from rich.text import Text

    head = Text()
    head.append(f"{number:>3}  ")
    severity = t(card.severity).upper()
    taken = card.accepted is not None and not card.accepted.expired
    head.append(f" {severity} " if style.colour else severity, "dim" if taken else _COLOURS[card.severity])
    head.append(f"  {card.where}", "bold")
    console.print(head)
    for text, weight in ((card.equation, "bold"), ("" if card.told else card.message, "")):
        if text:
            console.print(_indented(_text(text, weight), 5))
    for quote in card.quotes:
        quoted = Text()
        if quote.where != card.where:
            quoted.append(f"{quote.where}: ", "dim")
        for piece in quote.pieces:
            mark = piece.role and not style.colour
            words = unbroken(piece.text, _KEPT)
            quoted.append(f"[{words}]" if mark else words, _MARK if piece.role else "")
        console.print(_quoted(quoted))
    if card.question:
        console.print(_indented(_labelled(t("ask"), card.question, t), 5))
    if card.hedge:
        console.print(_indented(_labelled(t("hedge"), card.hedge, t), 5))
    for hint in card.hints:
        where = f" ({hint.where})" if hint.where != card.where else ""
        console.print(_indented(_labelled(t("mend"), f"{hint.told}{where}", t), 5))
    if card.accepted:
        console.print(_indented(_labelled(card.accepted.words, card.accepted.reason, t), 5))
    console.print(_indented(_text(f"{t('rule')} {card.rule} {card.name}", "dim"), 5))
    console.print()


def _labelled(label: str, words: str, t: Texts) -> Text:
    from rich.text import Text

    return Text.assemble((f"{label}{t('colon')}", "dim"), unbroken(words, _KEPT))


def _quoted(text: Text) -> RenderableType:
    from rich.table import Table

    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=5)
    grid.add_column(overflow="fold")
    bar = _text("    |", "dim")
    grid.add_row(bar, text)
    return grid


def _remarks(console: Console, report: Report, style: TerminalStyle) -> None:
    t = report.texts
    if style.verbose and report.rows:
        console.print(_text(t("relations"), "bold"))
        _table(console, report.rows, t)
    if report.unchecked:
        console.print(_text(t("rules_missing"), "bold"))
        for rule in report.unchecked:
            console.print(_indented(_text(f"{rule.rule} {rule.name}: {rule.reason}"), 2))
        console.print()
    if style.verbose and report.asides:
        console.print(_text(f"{t('asides')}, {t('asides_lead')}", "bold"))
        for aside in report.asides:
            numbers = ", ".join(f"{number} ({where})" for number, where in aside.numbers)
            console.print(_indented(_text(f"{aside.reason}: {numbers}"), 2))
        console.print()
    for warning in report.warnings:
        console.print(_text(f"{capitalised(t('reason_unread'))}: {warning}", "yellow"))
    if report.warnings:
        console.print()


def _table(console: Console, rows: tuple[ReportRow, ...], t: Texts) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for name in ("place", "kind_column", "relation", "verdict"):
        table.add_column(t(name), overflow="fold")
    for row in rows:
        verdict_words = t(row.verdict.replace(" ", "_"))
        detail = row.imbalance or (t("n_left_open", n=row.residual) if row.residual else "")
        words = (row.where, t.named("kinds", row.kind), row.equation, f"{verdict_words} {detail}".strip())
        table.add_row(*map(_text, words))
    console.print(_indented(table, 2))
    console.print()
