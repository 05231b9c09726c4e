"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from auditor.report.emitters import EMITTERS
from auditor.report.page.texts import DEFAULT, available
from auditor.runtime.permissions import keep_private
from auditor.runtime.resources import rules_languages

if TYPE_CHECKING:
    from auditor.read import Limits

Command = TypeVar("Command", bound=Callable[..., Any])

THRESHOLDS = ("error", "warning", "note", "never")


def rule_files(command: Command) -> Command:
    """Add --rules."""
    return click.option(
        "--rules", "rules", multiple=True, metavar="FILE", help="More rules; may be given more than once.",
    )(command)  # fmt: skip


def baseline(command: Command) -> Command:
    """Add --baseline."""
    return click.option(
        "--baseline", "baseline", metavar="FILE", help="Accepted findings: they are shown and make nothing fail.",
    )(command)  # fmt: skip


def language(command: Command) -> Command:
    """Add --lang."""
    return click.option(
        "--lang", metavar="CODE",
        help=f"Language of the documents: {', '.join(rules_languages('lexicon'))} [default: told by their words].",
    )(command)  # fmt: skip


def report_language(command: Command) -> Command:
    """Add --report-lang."""
    return click.option(
        "--report-lang", type=click.Choice(available()), default=DEFAULT, show_default=True,
        help="Language of the reports, whatever that of the documents.",
    )(command)  # fmt: skip


def limits(command: Command) -> Command:
    """Add --limit."""
    return click.option(
        "--limit", "limits", multiple=True, metavar="NAME=VALUE", callback=_limits,
        help="How much a document may ask for, as seconds=60 or size=200MB; may be given more than once. "
             "There are: size, expanded, ratio, pages, cells, depth, seconds.",
    )(command)  # fmt: skip


def _limits(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> Limits:
    """Make the limits of a run: what the command line does not say is as the settings file has it."""
    from auditor.read.limits import LimitError, Limits

    configured = context.lookup_default(parameter.name or "") or ()
    try:
        return Limits().changed((*configured, *given))
    except LimitError as error:
        raise click.BadParameter(str(error), context, parameter) from error


def reporting(command: Command) -> Command:
    """Add the options that say where reports go and how much is said."""
    for option in reversed((
        click.option("--format", "format", type=click.Choice(tuple(EMITTERS)), default="text", show_default=True,
                     help="What goes to standard output."),
        click.option("--output", metavar="FOLDER", default="reports", show_default=True, help="Where report files go."),
        click.option("--files/--no-files", default=True, help="Write a Markdown and an HTML report [default: files]."),
        report_language,
        click.option("-q", "--quiet", is_flag=True, help="Say nothing but findings and errors."),
        click.option("-v", "--verbose", is_flag=True, help="Show all relations and the numbers set aside."),
        private,
    )):  # fmt: skip
        command = option(command)
    return command


def private(command: Command) -> Command:
    """Add --private."""
    return click.option(
        "--private", is_flag=True, expose_value=False, callback=_private,
        help="Make all that is written readable by you alone.",
    )(command)  # fmt: skip


def _private(context: click.Context, parameter: click.Parameter, given: bool) -> None:  # noqa: ARG001, FBT001 - click's
    if given:
        keep_private()


def threshold(default: str) -> Callable[[Command], Command]:
    """Add --fail-on with a default."""
    return click.option(
        "--fail-on", type=click.Choice(THRESHOLDS), default=default, show_default=True,
        help="Least severity of a finding that makes the exit status 1.",
    )  # fmt: skip
