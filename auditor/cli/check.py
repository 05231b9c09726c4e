"""`auditor check`: the run for a scheduler, over the configured submissions and through Great Expectations."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from auditor.cli import options
from auditor.cli.errors import UNUSABLE, Failure, say
from auditor.cli.standard_streams import put, show

if TYPE_CHECKING:
    from auditor.baseline import Baseline
    from auditor.cli.batch import Request
    from auditor.expectations.scheduled_check import Audited
    from auditor.expectations.validation import Submission, Validation
    from auditor.rulebook import Rulebook

VALIDATIONS = "validations"
"""Folder for the records, in that of the reports."""


@click.command("check")
@click.argument("submissions", nargs=-1, metavar="[PATH...]")
@click.option(
    "--output",
    metavar="FOLDER",
    default="reports",
    show_default=True,
    help="The record goes to validations/ in this folder.",
)
@click.option("--data-docs", metavar="DIR", help="Build Data Docs, the pages of Great Expectations, in this folder.")
@options.rule_files
@options.baseline
@options.threshold("warning")
@options.language
@options.limits
@options.private
@click.option(
    "--jobs",
    type=click.IntRange(0, 256),
    default=1,
    show_default=True,
    help="Processes that audit at once; 0 for one a processor.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the record instead of a summary.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but findings and errors.")
@click.pass_context
def check_command(context: click.Context, /, **given: Any) -> None:  # noqa: ANN401 - click's parameters
    """Check submissions on a schedule: files, folders, patterns such as "incoming/*.docx".

    Without any, those that `submissions` names in auditor.toml or [tool.auditor]. Audits them, puts their tables
    through a Great Expectations checkpoint, applies the baseline and writes the result to reports/validations/.
    """  # fmt: skip
    context.exit(run_check(given))


def run_check(given: dict[str, Any]) -> int:
    """Check what is asked for and give the exit status.

    0 where there is nothing at or above --fail-on that is not accepted; 1 where there is; else 2 where a submission
    could not be audited. 2 in any case where an expectation crashed, a table does not keep its contract or the
    checkpoint does not agree with the auditor: then neither 0 nor 1 would be true.

    Raises:
        Failure: arguments, rules or input leave nothing to do.
    """
    from auditor.cli.batch import Request, check_language, load_baseline, load_rulebook, paths_of

    refused: list[str] = []
    request = Request(
        paths=tuple(map(_from_here, _found(given["submissions"], refused))),
        output=Path(given["output"]),
        rules=paths_of(given["rules"]),
        baseline=Path(given["baseline"]) if given["baseline"] else None,
        fail_on=given["fail_on"],
        language=given["lang"],
        jobs=given["jobs"] or os.cpu_count() or 1,
        limits=given["limits"],
    )
    if not request.paths and not refused:
        raise Failure('nothing to check; name files, or write submissions = ["incoming"] in auditor.toml')
    docs = Path(given["data_docs"]) if given["data_docs"] else None
    _refuse_foreign(docs)
    rules = load_rulebook(request.rules)
    baseline = load_baseline(request.baseline)
    check_language(request.language)
    audited = _audited(request, rules, baseline, refused)
    if not audited:
        raise Failure("no submission could be audited; check the paths")
    made = _validated(request, rules, audited, refused, docs)
    _remark(audited, baseline, quiet=given["quiet"], whole=not refused)
    file = made.file_in(request.output / VALIDATIONS)
    _write(file, made.text())
    if given["as_json"]:
        put(made.text())
        return made.status
    for row in _summary(made, quiet=given["quiet"]):
        show(row)
    if not given["quiet"]:
        show(f"Validation: {file.as_posix()}")
        if docs is not None:
            show(f"Data Docs:  {(docs / 'index.html').as_posix()}")
    return made.status


def _found(patterns: Sequence[str], refused: list[str]) -> Iterator[str]:
    """Yield the files and folders that are named; patterns that match nothing go to `refused`."""
    for pattern in patterns:
        if Path(pattern).exists() or not glob.has_magic(pattern):
            yield pattern
            continue
        matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - patterns may be absolute
        if not matches:
            message = f"{pattern}: no file matches; check the pattern"
            refused.append(message)
            say(message)
        yield from matches


def _from_here(path: str) -> str:
    """Return a path below the working folder as seen from there: the record is the same wherever the folder lies."""
    here = Path.cwd()
    return str(Path(path).relative_to(here)) if Path(path).is_relative_to(here) else path


def _audited(request: Request, rules: Rulebook, baseline: Baseline | None, refused: list[str]) -> list[Audited]:
    from auditor.cli.batch import documents_of, today_here
    from auditor.corpus import Failed, Settings, audit_all
    from auditor.expectations.scheduled_check import Keeper

    unread: list[str] = []
    tasks = list(documents_of(request, unread))
    for message in unread:
        say(message)
    made: list[Audited] = []
    settings = Settings(request.rules, request.language, request.jobs, request.limits)
    for _, result in audit_all(tasks, Keeper(baseline, today_here()), settings, rules):
        if isinstance(result, Failed):
            unread.append(result.message)
            say(result.message)
        else:
            made.append(result)
    refused.extend(unread)
    return made


def _validated(
    request: Request, rules: Rulebook, audited: list[Audited], refused: list[str], docs: Path | None
) -> Validation:
    """Put the tables of all submissions through the checkpoint."""
    from auditor.cli.batch import exit_status
    from auditor.expectations.checkpoint import run
    from auditor.expectations.checkpoint_tables import joined
    from auditor.expectations.scheduled_check import compared, defects
    from auditor.expectations.validation import Validation, disagreements
    from auditor.report.content import Tally

    across = compared(audited, rules)
    tables = joined([one.tables for one in audited], across)
    try:
        outcome = run(tables, rules, docs)
    except OSError as error:
        raise Failure(f"{docs}: {(error.strerror or 'cannot be written').lower()}; check --data-docs") from error
    apart = disagreements(tables, outcome)
    told = defects(outcome, apart)
    for message in told:
        say(message)
    severities = Counter(one.severity for one in across)
    between = Tally(errors=severities["error"], warnings=severities["warning"], notes=severities["note"])
    total = sum((one.tally for one in audited), between)
    status = exit_status(total, request.fail_on, audited=len(audited), unusable=len(refused))
    return Validation(
        datetime.now(UTC),
        UNUSABLE if told else status,
        request.fail_on,
        tuple(one.submission for one in audited),
        tuple(refused),
        outcome,
        apart,
        across,
    )


def _remark(audited: list[Audited], baseline: Baseline | None, *, quiet: bool, whole: bool) -> None:
    """Return which entries of the baseline do not count, and which match nothing where every submission was audited."""
    if baseline is None or quiet:
        return
    from auditor.baseline import unused_remarks

    used = frozenset().union(*(one.used for one in audited))
    lapsed = dict.fromkeys(remark for one in audited for remark in one.remarks)
    for told in (*lapsed, *(unused_remarks(baseline, used) if whole else ())):
        say(told)


def _summary(made: Validation, *, quiet: bool) -> Iterator[str]:
    """Yield the lines that say what was found: each submission with its findings, then the expectations."""
    from auditor.report.safe_text import line

    for submission in made.submissions:
        yield from _of_submission(submission, quiet=quiet)
    for each in made.across:
        if each.severity:
            yield f"  {each.severity:<8} {each.rule} across documents: {line(each.said)}"
    if quiet:
        return
    failed = made.outcome.failed
    yield f"{len(made.outcome.checked):,} expectations: {len(failed):,} failed, {len(made.outcome.crashed):,} crashed"
    for one in failed:
        yield f"  {one.severity:<8} {len(one.unexpected):,} of {one.rows:,} relations: {one.description}"


def _of_submission(submission: Submission, *, quiet: bool) -> Iterator[str]:
    from auditor.report.safe_text import line

    shown = [found for found in submission.findings if not (found.accepted and quiet)]
    if quiet and not shown:
        return
    counted = (
        f"{submission.figures:,} figures, {submission.relations:,} relations, {len(submission.findings):,} findings"
    )
    yield f"{line(submission.path)}: {counted}"
    for found in shown:
        mark = "accepted" if found.accepted else found.severity
        yield f"  {mark:<8} {found.rule} {line(found.place)}: {line(found.message)}"


def _refuse_foreign(docs: Path | None) -> None:
    """See that Data Docs take no other page's place.

    Raises:
        Failure: there is a page that Great Expectations did not write.
    """
    from auditor.expectations.data_docs import foreign

    if docs is not None and foreign(docs):
        raise Failure(f"{docs}: holds other pages or is no folder; name an empty folder for --data-docs")


def _write(file: Path, text: str) -> None:
    from auditor.report.files import write_file

    try:
        write_file(file, text)
    except OSError as error:
        raise Failure(f"{file}: {(error.strerror or 'cannot be written').lower()}; check --output") from error
