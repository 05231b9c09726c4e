"""`auditor rules export`: the rules for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from auditor.cli import options
from auditor.cli.errors import Failure
from auditor.cli.standard_streams import put, show

TABLES = ("figures", "relations", "periods")


@click.command("export")
@click.option(
    "--to", "to", type=click.Choice(("gx",)), required=True, help="gx: a suite of Great Expectations, as JSON."
)
@click.option(
    "--table",
    type=click.Choice(TABLES),
    default="relations",
    show_default=True,
    help="The table that the suite is for; that of relations holds the rules.",
)
@click.option("--output", metavar="FILE", help="Where it goes [default: standard output].")
@options.rule_files
@options.private
@click.pass_context
def export_command(context: click.Context, to: str, table: str, output: str | None, rules: tuple[str, ...]) -> None:
    """Write the rules in the form of another program.

    The suite has what must be true of a table and, for the relations, one expectation for each rule. Great Expectations
    reads it once auditor.expectations.holding is imported.
    """  # fmt: skip
    from auditor.cli.batch import load_rulebook, paths_of
    from auditor.expectations.suite import exported
    from auditor.report.files import write_file

    del to  # there is one form
    configured = ((context.find_root().default_map or {}).get("rules") or {}).get("rules") or ()
    text = exported(load_rulebook(paths_of(rules or configured)), table)
    if output is None:
        put(text)
        return
    try:
        write_file(Path(output), text)
    except OSError as error:
        raise Failure(f"{output}: {(error.strerror or 'cannot be written').lower()}; check --output") from error
    show(output)
