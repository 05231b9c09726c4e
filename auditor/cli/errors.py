"""What a user sees when a command cannot go on: one line, and an exit status."""

from __future__ import annotations

import os
import sys

import click

from auditor.report.safe_text import line

UNUSABLE = 2
_MOST = 40
"""Messages that are printed at most."""
_INTERRUPTED = 130
_CLOSED = 1
"""What click gives where the pipe is closed while it prints; the same where that is noticed at the end."""


class Failure(click.ClickException):
    """A command cannot go on; each message says in one line what, where and what to do."""

    exit_code = UNUSABLE

    def __init__(self, *messages: str) -> None:
        super().__init__(messages[0])
        self.messages = messages


def say(message: str) -> None:
    """Write one line to standard error, without anything that a terminal would act on."""
    click.echo(f"auditor: {line(message)}", err=True)


def report_failure(error: BaseException) -> int:
    """Return what went wrong, in one line, and give the exit status."""
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else UNUSABLE
    if isinstance(error, BrokenPipeError):
        # The reader (head, less) has what it wanted; Python must not complain of it when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _CLOSED
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
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {(error.strerror or 'cannot be used').lower()}; check the path and its permissions"
    if isinstance(error, MemoryError):
        return "not enough memory; audit fewer or smaller documents at a time"
    from auditor.corpus import unexpected

    return unexpected(error, "this")
