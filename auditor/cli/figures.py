"""`auditor figures`: the figures and relations of a document as tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from auditor.cli import options
from auditor.cli.errors import Failure
from auditor.cli.standard_streams import show

if TYPE_CHECKING:
    from auditor.read import Limits

FORMS = ("csv", "json", "parquet")


@click.command("figures")
@click.argument("path")
@click.option("--output", metavar="FOLDER", default="figures", show_default=True, help="Where the tables go.")
@click.option("--format", "form", type=click.Choice(FORMS), default="csv", show_default=True, help="Their format.")
@options.rule_files
@options.language
@options.limits
@options.private
@click.option("--stdin-filename", metavar="NAME", help="File name that standard input came with.")
def figures_command(
    path: str,
    output: str,
    form: Literal["csv", "json", "parquet"],
    rules: tuple[str, ...],
    lang: str | None,
    limits: Limits,
    stdin_filename: str | None,
) -> None:
    """Write the figures and relations of a document as tidy tables.

    One row a figure, and one row a member of a relation; datapackage.json says what each column holds.
    """
    from auditor.cli.batch import check_language, load_rulebook, paths_of
    from auditor.pipeline import audit_document
    from auditor.read import Unreadable, standard_input
    from auditor.report.tidy import write_tables

    check_language(lang)
    book = load_rulebook(paths_of(rules))
    try:
        data = standard_input(limits) if path == "-" else None
        audit = audit_document(
            stdin_filename or path, data=data, language=lang, rules=book, name=stdin_filename, limits=limits
        )
    except Unreadable as error:
        raise Failure(str(error)) from error
    try:
        written = write_tables(audit, Path(output), form)
    except ModuleNotFoundError as error:
        raise Failure(f"--format {form} needs {error.name}: install it with: pip install 'auditor[parquet]'") from error
    except OSError as error:
        raise Failure(f"{output}: {(error.strerror or 'cannot be written').lower()}; check --output") from error
    show("\n".join(file.as_posix() for file in written))
