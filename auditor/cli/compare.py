"""`auditor compare`: two versions of a document, or two documents of one author."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditor.cli import options
from auditor.cli.errors import Failure
from auditor.cli.standard_streams import put

if TYPE_CHECKING:
    from auditor.baseline import Baseline
    from auditor.model.audit import Audit
    from auditor.read import Limits
    from auditor.rulebook import Rulebook

FORMS = ("text", "markdown", "html", "json")


@click.command("compare")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True, help="How to show it.")
@click.option("--to", "target", metavar="FILE", help="Write it to this file instead of standard output.")
@click.option("--strict", is_flag=True,
              help="Exit status 1 where a finding is new, quantities disagree or a running total fell.")  # fmt: skip
@options.rule_files
@options.baseline
@options.language
@options.report_language
@options.limits
@options.private
@click.pass_context
def compare_command(
    context: click.Context,
    /,
    old: str,
    new: str,
    form: str,
    target: str | None,
    *,
    strict: bool,
    rules: tuple[str, ...],
    baseline: str | None,
    lang: str | None,
    report_lang: str,
    limits: Limits,
) -> None:
    """Compare two versions of a document, or two documents of one author.

    Says which figures changed, appeared and went, which findings were fixed, are new or still there, which quantities
    are the same in both and disagree, and which running totals fell. Either may be a document, or its audit as
    --format json wrote it; of an audit the sentences are not known.
    """
    from auditor.cli.batch import check_language, load_baseline, load_rulebook, paths_of
    from auditor.cli.screen import width
    from auditor.compare import compare
    from auditor.compare.forms import FORMS as WRITERS
    from auditor.report.page.texts import DEFAULT

    check_language(lang)
    book = load_rulebook(paths_of(rules))
    accepted = load_baseline(Path(baseline) if baseline else None)
    first, second = _saved(old), _saved(new)
    before, after = (
        first or _audited(old, lang, book, accepted, limits),
        second or _audited(new, lang, book, accepted, limits),
    )
    if first or second:
        from auditor.compare.saved import outlined

        before, after = first or outlined(before), second or outlined(after)
    # What a program reads is in one language.
    spoken = DEFAULT if form == "json" else report_lang
    found = compare(before, after, spoken, book)
    text = WRITERS[form](found, width(), spoken)
    if target is None:
        put(text)
    else:
        _save(target, text, (old, new))
    context.exit(1 if strict and not found.calm else 0)


def _saved(path: str) -> Audit | None:
    from auditor.compare.saved import SavedAuditError, load_saved

    try:
        return load_saved(Path(path))
    except SavedAuditError as error:
        raise Failure(str(error)) from error


def _audited(path: str, language: str | None, rules: Rulebook, baseline: Baseline | None, limits: Limits) -> Audit:
    from auditor.pipeline import audit_document
    from auditor.read import Unreadable

    if Path(path).is_dir():
        raise Failure(f"{path}: is a folder; name two documents")
    try:
        made = audit_document(path, language=language, rules=rules, limits=limits)
    except Unreadable as error:
        raise Failure(str(error)) from error
    if baseline is None:
        return made
    from auditor.baseline import accept

    return accept(made, baseline, rules=rules)


def _save(target: str, text: str, sources: tuple[str, ...]) -> None:
    from auditor.report.files import write_file

    if any(Path(target).resolve() == Path(source).resolve() for source in sources):
        raise Failure(f"--to {target}: is one of the documents; name another file")
    try:
        write_file(Path(target), text)
    except OSError as error:
        raise Failure(f"--to {target}: {(error.strerror or 'cannot be written').lower()}; check the path") from error
