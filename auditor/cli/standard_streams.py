"""Standard input, output and error as they may be: closed, full, or of an encoding that lacks characters."""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, TextIO

import click

_ALIKE = {
    "\u2192": "->", "\u2190": "<-", "\u2212": "-", "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-",
    "\u2014": "-", "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"',
    "\u00ab": '"', "\u00bb": '"', "\u2026": "...", "\u00d7": "x", "\u2264": "<=", "\u2265": ">=", "\u2260": "!=",
    "\u00b1": "+/-", "\u2248": "~", "\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u2009": " ", "\u2022": "-",
    "\u00b7": "-", "\u20ac": "EUR", "\u00a3": "GBP", "\ufeff": "",
}  # fmt: skip
"""What a character is shown as where the console has it not, and something else says the same."""
_HANDLER = "auditor-alike"


def _alike(error: UnicodeError) -> tuple[str | bytes, int]:
    """Return what is shown for characters that an encoding has not: never another number than the text has."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    shown = []
    for char in error.object[error.start : error.end]:
        letter = unicodedata.normalize("NFD", char)[:1] if char.isalpha() else ""
        shown.append(_ALIKE.get(char) or (letter if letter.isascii() and letter.isalpha() else "?"))
    return "".join(shown), error.end


class OutputError(Exception):
    """Standard output cannot be written; the message is one line for the user."""

    def __init__(self, why: str) -> None:
        super().__init__(f"standard output cannot be written ({why}); send it elsewhere")


codecs.register_error(_HANDLER, _alike)


def prepare() -> None:
    """Make the standard streams fit to be used, whatever the program was started with.

    A stream that is closed is opened so that its use fails as that of any other stream would, and no file that is
    opened later takes its place. What an encoding cannot say is shown as something alike.
    """
    for number, mode in ((0, os.O_WRONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, mode)  # takes the lowest number that is free
    if sys.stdin is None:
        sys.stdin = _stream(0, "r")
    if sys.stdout is None:
        sys.stdout = _stream(1, "w")
    if sys.stderr is None:
        sys.stderr = _stream(2, "w")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_HANDLER)


def _stream(number: int, mode: Literal["r", "w"]) -> TextIO:
    return open(number, mode, encoding="utf-8", closefd=False)


def standard_input(most: int) -> bytes:
    """Read standard input, up to so many bytes.

    Raises:
        OSError: it is closed, or cannot be read.
    """
    return sys.stdin.buffer.read(most)


def show(text: str = "", *, end: str = "\n") -> None:
    """Write words for people to standard output, in its encoding.

    Raises:
        OutputError: it cannot be written.
        BrokenPipeError: nobody reads it any more.
    """
    with _written():
        click.echo(f"{text}{end}", nl=False)


def put(text: str) -> None:
    """Write what a program or a file is to take to standard output: in UTF-8, unless people look at it.

    Raises:
        OutputError: it cannot be written.
        BrokenPipeError: nobody reads it any more.
    """
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None or sys.stdout.isatty():
        show(text, end="")
        return
    with _written():
        sys.stdout.flush()
        buffer.write(text.encode("utf-8", _HANDLER))
        buffer.flush()


@contextmanager
def _written() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(_why(error)) from error


def _why(error: OSError) -> str:
    return "it is closed" if error.errno == errno.EBADF else (error.strerror or "an error").lower()


def show_error(text: str) -> None:
    """Write a line to standard error; where that cannot be written, there is nobody to be told."""
    try:
        click.echo(text, err=True)
    except OSError:
        _drop(sys.stderr)


def drop_output() -> None:
    """Drop what waits to be written to standard output where it cannot be: Python would fail over it at its end."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        _drop(sys.stdout)


def _drop(stream: TextIO) -> None:
    """Lead a stream nowhere."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
        stream.flush()
    except (OSError, ValueError):
        return
