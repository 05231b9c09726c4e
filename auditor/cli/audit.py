"""`auditor audit`: documents in, reports out."""

from __future__ import annotations

import click

from auditor.cli import options


@click.command("audit")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@options.reporting
@options.rule_files
@options.baseline
@options.threshold("warning")
@options.language
@options.limits
@click.option("--jobs", type=click.IntRange(0, 256), default=1, show_default=True,
              help="Processes that audit at once; 0 for one a processor.")  # fmt: skip
@click.option("--stdin-filename", metavar="NAME", help="File name that standard input came with.")
@click.pass_context
def audit_command(context: click.Context, /, **given: object) -> None:
    """Audit documents: files, folders, or - for standard input.

    Prints what was found, and writes a Markdown and an HTML report of each document to the output folder.
    """
    from auditor.cli.batch import Request, run_audit

    context.exit(run_audit(Request.of(given)))
