"""What the terminal is like: its width, and whether it wants colour."""

from __future__ import annotations

import os
import shutil
import sys

from auditor.report.subject import TerminalStyle

NARROW, WIDE = 40, 120


def style_of(form: str, *, quiet: bool, verbose: bool, brief: bool) -> TerminalStyle:
    """Return the style for standard output as it is.

    Args:
        form: The format of the run; only "text" has colours.
        quiet: Whether nothing is said of a document without findings.
        verbose: Whether all relations and the numbers set aside are listed too.
        brief: Whether it is one of several documents: little is said of those that reconcile.

    Returns:
        The style, with width and colour of the terminal at this moment.
    """
    return TerminalStyle(
        width=width(), colour=form == "text" and wants_colour(), verbose=verbose, quiet=quiet, brief=brief
    )


def width() -> int:
    """Return the width to write in: the terminal's or COLUMNS, 80 in a pipe, never wider than can be read.

    Returns:
        Characters, from `NARROW` to `WIDE`.
    """
    return min(WIDE, max(NARROW, shutil.get_terminal_size((80, 24)).columns))


def wants_colour() -> bool:
    """Whether to use colour: only in a terminal, and never where NO_COLOR is set (https://no-color.org)."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and sys.stdout.isatty()
