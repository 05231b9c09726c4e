"""The command line: commands parse, call and print; the work is elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from auditor.cli.audit import audit_command
from auditor.cli.baseline import baseline_commands
from auditor.cli.check import check_command
from auditor.cli.compare import compare_command
from auditor.cli.completion import completion_command
from auditor.cli.corpus import corpus_commands
from auditor.cli.errors import Failure, report_failure
from auditor.cli.example import example_command
from auditor.cli.figures import figures_command
from auditor.cli.locate import locate_command
from auditor.cli.rules import rules_commands
from auditor.cli.standard_streams import prepare, show
from auditor.cli.watch import watch_command
from auditor.config import ConfigError, find_config, load_config
from auditor.runtime.cycles import seek_seldom
from auditor.runtime.permissions import kept
from auditor.runtime.version import __version__

EPILOG = "Exit status: 0 nothing to report, 1 findings at or above --fail-on, 2 unusable arguments, rules or input."


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    invoke_without_command=True,
    epilog=EPILOG,
)
@click.version_option(__version__, "-V", "--version", prog_name="auditor", message="%(prog)s %(version)s")
@click.option("--config", "config_file", metavar="FILE", help="Settings file [default: the nearest auditor.toml].")
@click.pass_context
def cli(context: click.Context, config_file: str | None) -> None:
    """Find the arithmetic that a report asserts, and show what does not add up.

    Documents never leave this machine.
    """
    if context.invoked_subcommand is None:
        show(context.get_help())
        return
    try:
        settings = load_config(Path(config_file) if config_file else find_config(Path.cwd())).defaults()
    except ConfigError as error:
        raise Failure(str(error)) from error
    # Settings are of `auditor audit`; the other commands take those that they have an option for.
    context.default_map = dict.fromkeys(cli.commands, settings)


for _command in (
    audit_command,
    figures_command,
    rules_commands,
    example_command,
    baseline_commands,
    locate_command,
    compare_command,
    watch_command,
    completion_command,
    check_command,
    corpus_commands,
):
    cli.add_command(_command)


_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""What numerical libraries read when they are first imported."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with its exit status."""
    for name in _THREADS:
        # Tables are small: threads of the linear algebra cost more than they do, and `--jobs` uses the cores. Where the
        # system starts no threads, that library ends the process.
        os.environ[name] = "1"
    seek_seldom()
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; whatever goes wrong is one line on standard error, and nothing is raised.

    Args:
        arguments: As after the program's name; those of the process where not given.

    Returns:
        The exit status: 0 nothing to report, 1 findings at or above --fail-on, 2 unusable arguments, rules or input.
    """
    prepare()
    try:
        with kept():
            status = cli.main(arguments, prog_name="auditor", standalone_mode=False)
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001 - a traceback never reaches a user
        return report_failure(error)
    return status if isinstance(status, int) else 0
