"""`auditor baseline`: the file of accepted findings."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from auditor.cli import options
from auditor.cli.errors import Failure
from auditor.cli.standard_streams import put, show

if TYPE_CHECKING:
    from auditor.baseline import Baseline, Entry, Grounds, Renewed
    from auditor.cli.gather import Gathered
    from auditor.model.finding import Finding

FILE = "auditor-baseline.json"
SEVERITIES = options.THRESHOLDS[:3]
Command = TypeVar("Command", bound=Callable[..., Any])


@click.group("baseline")
@click.pass_context
def baseline_commands(context: click.Context) -> None:
    """Accept findings, with a reason, and see what is accepted.

    An accepted finding stays in every report and makes no run fail. It is known by its rule and its figures: it
    outlives renumbering and other words around the figures, and ends when a figure changes.
    """
    settings = context.default_map or {}
    kept = {name: settings[name] for name in ("baseline", "rules", "lang", "jobs", "limits") if name in settings}
    context.default_map = dict.fromkeys(baseline_commands.commands, kept)


def _accepting(command: Command) -> Command:
    for option in reversed((
        click.option("--baseline", "baseline", metavar="FILE", default=FILE, show_default=True,
                     help="The file; YAML where its name ends in .yaml or .yml, else JSON."),
        click.option("--reason", metavar="TEXT", help="Why the findings that are not accepted yet are accepted."),
        click.option("--who", metavar="NAME", help="Who accepts them [default: your user name]."),
        click.option("--expires", metavar="DATE", help="Last day on which that counts, as 2027-01-31."),
        click.option("--only", multiple=True, metavar="FINGERPRINT", help="Accept this finding alone; repeatable."),
        click.option("--least", type=click.Choice(SEVERITIES), default="warning", show_default=True,
                     help="Accept findings of this severity and graver ones."),
        options.rule_files,
        options.language,
        options.limits,
        options.private,
        click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True,
                     help="Processes that audit at once."),
    )):  # fmt: skip
        command = option(command)
    return command


@baseline_commands.command("write")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@_accepting
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def write_command(paths: Sequence[str], baseline: str, *, force: bool, **given: object) -> None:
    """Accept the findings that documents have now, and write the file anew."""
    from auditor.baseline import Baseline

    if Path(baseline).exists() and not force:
        raise Failure(f"{baseline}: exists already; use: auditor baseline update, or --force to write it anew")
    grounds = _grounds(given)
    if grounds is None:
        raise Failure("--reason is missing; say why these findings are accepted")
    _renew(paths, Baseline(file=baseline), baseline, grounds, given)


@baseline_commands.command("update")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@_accepting
def update_command(paths: Sequence[str], baseline: str, **given: object) -> None:
    """Take out entries whose finding is gone; with --reason, accept those that are new.

    Name all documents that the file is for: an entry is gone where none of them has its finding.
    """
    _renew(paths, _loaded(baseline), baseline, _grounds(given), given)


@baseline_commands.command("show")
@click.argument("file", required=False, metavar="[FILE]")
@click.option("--format", "form", type=click.Choice(("text", "json", "yaml")), default="text", show_default=True,
              help="How to show it.")  # fmt: skip
@click.option("--baseline", "baseline", hidden=True, default=FILE)
def show_command(file: str | None, form: str, baseline: str) -> None:
    """Show what is accepted: by whom, why, and until when."""
    from auditor.baseline import dump
    from auditor.cli.batch import today_here
    from auditor.report.safe_text import line

    found = _loaded(file or baseline)
    if form != "text":
        put(dump(found, form=form))
        return
    today = today_here()
    for entry in found.entries:
        show(f"{entry.fingerprint}  {line(entry.rule)}  {_until(entry, today)}")
        show(f"    {line(entry.message)}")
        signed = ", ".join(text for text in (line(entry.who), entry.when.isoformat() if entry.when else "") if text)
        show(f"    Accepted{f' by {signed}' if signed else ''}: {line(entry.reason)}")
    over = sum(1 for entry in found.entries if entry.expired(today))
    show(f"{len(found.entries):,} accepted, {over:,} of them expired")


def _until(entry: Entry, today: date) -> str:
    if entry.expires is None:
        return "for good"
    return f"expired on {entry.expires}" if entry.expired(today) else f"until {entry.expires}"


def _loaded(file: str) -> Baseline:
    from auditor.cli.batch import load_baseline

    found = load_baseline(Path(file))
    if found is None:
        raise Failure("--baseline: name a file")
    return found


def _grounds(given: Mapping[str, Any]) -> Grounds | None:
    """Return why, by whom and until when findings are accepted; None without a reason."""
    from auditor.baseline import Grounds
    from auditor.cli.batch import today_here

    reason = " ".join((given["reason"] or "").split())
    if not reason:
        for name in ("who", "expires", "only"):
            if given[name]:
                raise Failure(f"--{name} says nothing without --reason; say why findings are accepted")
        return None
    expires = None
    if given["expires"]:
        try:
            expires = date.fromisoformat(given["expires"])
        except ValueError as error:
            raise Failure(f"--expires {given['expires']!r} is no date; write it as 2027-01-31") from error
        if expires < today_here():
            raise Failure(f"--expires {expires} is over already; give a day to come")
    return Grounds(reason, given["who"] or _user(), today_here(), expires)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _renew(paths: Sequence[str], old: Baseline, file: str, grounds: Grounds | None, given: Mapping[str, Any]) -> None:
    from auditor.baseline import BaselineError, renew, save
    from auditor.cli.batch import today_here
    from auditor.cli.gather import gather

    gathered = gather(paths, given["rules"], given["lang"], given["jobs"], given["limits"])
    if gathered.unread and old.entries:
        raise Failure(f"{file}: left as it was, since not all documents could be audited; entries may be theirs")
    chosen = _chosen(gathered, given) if grounds else None
    try:
        renewed = renew(old, gathered.findings, today_here(), grounds, chosen)
        save(renewed.baseline, Path(file))
    except BaselineError as error:
        raise Failure(str(error)) from error
    _say(renewed, file)


def _chosen(gathered: Gathered, given: Mapping[str, Any]) -> frozenset[str]:
    """Return the fingerprints that are accepted on the grounds given."""
    only = set(given["only"])
    unknown = only - {finding.fingerprint for finding in gathered.findings}
    if unknown:
        raise Failure(f"--only {min(unknown)}: no finding has this fingerprint; reports show them")
    barred = [f for f in gathered.findings if f.fingerprint in only and f.rule not in gathered.waivable]
    if barred:
        raise Failure(f"--only {barred[0].fingerprint}: findings of {barred[0].rule} cannot be accepted")
    grave = SEVERITIES[: SEVERITIES.index(given["least"]) + 1]

    def taken(finding: Finding) -> bool:
        return finding.fingerprint in only if only else finding.severity in grave

    return frozenset(f.fingerprint for f in gathered.findings if taken(f) and f.rule in gathered.waivable)


def _say(renewed: Renewed, file: str) -> None:
    from auditor.report.safe_text import line

    for sign, entries in (("+", renewed.added), ("-", renewed.dropped)):
        for entry in entries:
            show(f"{sign} {entry.fingerprint}  {line(entry.rule)}  {line(entry.message)}")
    for finding in renewed.open:
        show(f"? {finding.fingerprint}  {line(finding.rule)}  {line(finding.message)}")
    counts = (len(renewed.kept), len(renewed.added), len(renewed.dropped), len(renewed.open))
    show("{}: {:,} kept, {:,} added (+), {:,} taken out (-); {:,} not accepted (?)".format(file, *counts))
