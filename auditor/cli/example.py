"""`auditor example`: the document that comes with the program."""

from __future__ import annotations

from pathlib import Path

import click

from auditor.cli import options
from auditor.cli.errors import Failure


@click.command("example")
@options.reporting
@options.rule_files
@options.threshold("never")
@click.option("--write", metavar="FILE", help="Write the example's text to a file instead, to try things on.")
@click.pass_context
def example_command(context: click.Context, /, write: str | None, **given: object) -> None:
    """Audit the example that comes with the auditor.

    It restates a State's follow-up information to the Committee against Torture.
    """
    from auditor.runtime.resources import EXAMPLE, example_file

    file = example_file()
    if write is not None:
        target = Path(write)
        if target.exists():
            raise Failure(f"{write}: exists already; give the name of a new file")
        try:
            target.write_bytes(file.read_bytes())
        except OSError as error:
            raise Failure(f"{write}: cannot be written ({(error.strerror or '').lower()}); check the path") from error
        return
    from auditor.cli.batch import Request, run_audit
    from auditor.corpus import Task

    context.exit(run_audit(Request.of(given), [Task(f"{EXAMPLE}.md", file.read_bytes())]))
