"""What of a document cannot be read: it is left out, that is said, and the rest is read.

A reader goes through units: pages, tables, notes, sheets. It reads each inside `unit`, which takes an error that nobody
foresaw for that of this unit alone. What refuses the whole document (a limit, the end of its time) is passed on, and so
is what is the matter with the machine and not with the document.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import TracebackType

from auditor.runtime.scarcity import scarce

_PACKAGE = Path(__file__).resolve().parents[1]
LEFT_OUT = "could not be read and was left out"
READ_AS_TEXT = "could not be read as a table and was read as text"
_MOST = 20
"""Units that are named at most: what a thousand notes have in common is said by the first."""


class Refused(ValueError):  # noqa: N818 - it says what the document is
    """The whole document is refused, whichever unit of it was being read."""

    of_one_part = False
    """Whether it is of the part that was being read alone, which some can do without."""
    why: str
    """What is the matter, in words."""


class _Gathered:
    """What was left out, in order."""

    def __init__(self) -> None:
        self.said: dict[str, None] = {}
        self.more = 0


_gathered: ContextVar[_Gathered | None] = ContextVar("gathered", default=None)
_open: ContextVar[tuple[str, ...]] = ContextVar("open", default=())


@contextmanager
def gathering() -> Iterator[Callable[[], tuple[str, ...]]]:
    """Read inside what may be left out in part; what is given returns that, one line each."""
    gathered = _Gathered()
    outer, inside = _gathered.set(gathered), _open.set(())

    def said() -> tuple[str, ...]:
        more = (f"{gathered.more:,} more parts could not be read and were left out",) if gathered.more else ()
        return (*gathered.said, *more)

    try:
        yield said
    finally:
        _gathered.reset(outer)
        _open.reset(inside)


class Unit:
    """One unit of a document while it is read; see `unit`."""

    __slots__ = ("_fate", "_names", "_token", "_undo")

    def __init__(self, names: tuple[str, ...], fate: str, undo: Callable[[], None] | None) -> None:
        self._names, self._fate, self._undo = names, fate, undo

    def __enter__(self) -> None:
        """Begin the unit."""
        self._token = _open.set(self._names)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """End the unit; an error is taken for that of the unit alone where it can be."""
        try:
            if not isinstance(error, Exception) or not _is_of_one_unit(error):
                return False
            leave_out(error, self._fate)
        finally:
            _open.reset(self._token)
        if self._undo is not None:
            self._undo()
        return True


def unit(what: str, fate: str = LEFT_OUT, *, where: str = "", undo: Callable[[], None] | None = None) -> Unit:
    """Return what is entered to do what is about one unit of a document: if it fails, the rest goes on without it.

    Passed on are an error by which the whole document is refused, what is the matter with the machine, and, where
    nothing is gathered, every error.

    Args:
        what: the unit, as people name it ("table 2"); that it is in another unit ("page 3") is said as well.
        fate: what became of it.
        where: a place that is no unit itself ("page 3"); it is said once, however many units within units are there.
        undo: puts back what the unit had changed when it failed.

    Returns:
        A context manager that takes the error.
    """
    names = _open.get()
    return Unit((*names, where, what) if where and where not in names else (*names, what), fate, undo)


def _is_of_one_unit(error: Exception) -> bool:
    """Whether an error says nothing of the rest of the document, and somebody is there to be told of it."""
    refused = isinstance(error, Refused) and not error.of_one_part
    return _gathered.get() is not None and not refused and scarce(error) is None


def leave_out(error: Exception, fate: str = LEFT_OUT, what: str = "") -> None:
    """Report that the unit that is open, or one in it, is left out: for loops over more units than `unit` is cheap for.

    Args:
        error: what happened; it is being handled.
        fate: what became of the unit.
        what: a unit within those that are open.

    Raises:
        Exception: the error, where it is not of this unit alone, or nobody is there to be told of it.
    """
    gathered = _gathered.get()
    if gathered is None or not _is_of_one_unit(error):
        raise error
    place = ": ".join((*_open.get(), what) if what else _open.get())
    told = f"{place} {fate} ({_cause(error)})"
    if told in gathered.said:
        return
    if len(gathered.said) < _MOST:
        gathered.said[told] = None
    else:
        gathered.more += 1


def _cause(error: Exception) -> str:
    """Return what is the matter in words, or, where nobody foresaw it, the error and its place in the program."""
    if isinstance(error, Refused):
        return error.why
    if isinstance(error, SyntaxError):  # of a part in XML
        return "it is broken"
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)]
    place = f" at {Path(own[-1].filename).name}:{own[-1].lineno}" if own else ""
    return f"{type(error).__name__}{place}"
