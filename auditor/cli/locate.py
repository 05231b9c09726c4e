"""`auditor locate`: which figure of each record is likely wrong."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import click

from auditor.cli.errors import Failure
from auditor.cli.standard_streams import put, show
from auditor.runtime.scarcity import load_numbers

FORMS = ("csv", "json", "text")
FOUND = 1


@click.command("locate")
@click.argument("records", metavar="RECORDS.csv")
@click.option("--rules", "rule_file", required=True, metavar="FILE",
              help="Checks over the columns: a list `rules:`, each with an id and a check.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True,
              help="What goes to standard output.")  # fmt: skip
@click.pass_context
def locate_command(context: click.Context, records: str, rule_file: str, form: str) -> None:
    """Name the figures of each record whose change would satisfy all rules, the likeliest first.

    RECORDS.csv has a header and one column a figure. A check is one comparison over the columns, such as
    "total == men + women". Rows are counted from 0; equally likely figures share a rank.

    Exit status: 0 all records satisfy the rules, 1 some do not, 2 unusable arguments, rules or records.
    """
    load_numbers()
    from auditor.locate import LocateError, locate_records, write_located
    from auditor.rulebook import RuleError

    try:
        found = locate_records(Path(records), Path(rule_file))
    except LocateError as error:
        raise Failure(str(error)) from error
    except RuleError as error:
        raise Failure(*map(str, error.problems)) from error
    written = StringIO()
    write_located(found, form, written)
    if form == "text":
        rows = len({row.row for row in found})
        show(f"{written.getvalue()}{rows:,} record{'' if rows == 1 else 's'} to look at")
    else:
        put(written.getvalue())
    context.exit(FOUND if found else 0)
