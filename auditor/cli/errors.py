"""What a user sees when a command cannot go on: one line, and an exit status."""

from __future__ import annotations

import errno

import click

from auditor.cli.standard_streams import OutputError, drop_output, show_error
from auditor.report.safe_text import line
from auditor.runtime.scarcity import scarce

UNUSABLE = 2
_MOST = 40
"""Messages that are printed at most."""
_INTERRUPTED = 130
_FOUND = 1


class Failure(click.ClickException):
    """A command cannot go on; each message says in one line what, where and what to do."""

    exit_code = UNUSABLE

    def __init__(self, *messages: str) -> None:
        super().__init__(messages[0])
        self.messages = messages


class FoundBeforeError(Exception):
    """A run ended when findings had been shown already: its cause says by what."""


def say(message: str) -> None:
    """Write one line to standard error, without anything that a terminal would act on."""
    show_error(f"auditor: {line(message)}")


def report_failure(error: BaseException) -> int:
    """Write what went wrong, in one line, and return the exit status."""
    cause = error.__cause__ if isinstance(error, FoundBeforeError) else None
    status = _told(cause or error)
    drop_output()
    return _FOUND if cause is not None and status == UNUSABLE else status


def _told(error: BaseException) -> int:
    """Write one line on an error and return the status that it alone would give."""
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, SystemExit):
        return UNUSABLE if error.code else 0  # of click, where the reader (head, less) has what it wanted
    if isinstance(error, BrokenPipeError):
        return UNUSABLE
    if isinstance(error, KeyboardInterrupt | click.Abort):
        say("interrupted")
        return _INTERRUPTED
    if isinstance(error, click.UsageError):
        command = error.ctx.command_path if error.ctx else "auditor"
        say(f"{error.format_message()} See: {command} --help")
        return UNUSABLE
    if isinstance(error, Failure):
        for message in error.messages[:_MOST]:
            say(message)
        if len(error.messages) > _MOST:
            say(f"and {len(error.messages) - _MOST} more mistakes; mend these first")
        return error.exit_code
    if isinstance(error, click.ClickException):
        say(error.format_message())
        return error.exit_code
    say(_unexpected(error))
    return UNUSABLE


def _unexpected(error: BaseException) -> str:
    if isinstance(error, OSError) and error.errno == errno.EBADF:  # of help and version, which click prints
        return str(OutputError("it is closed"))
    if isinstance(error, OutputError):
        return str(error)
    out_of = scarce(error)
    if out_of is not None:
        return "; ".join(out_of)
    if isinstance(error, OSError):
        what = error.filename or "standard output or a file"
        return f"{what}: {(error.strerror or 'cannot be used').lower()}; check the path and its permissions"
    from auditor.corpus import unexpected

    return unexpected(error, "this")
