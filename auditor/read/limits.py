"""How much a document may ask for: the limits, how people write them, and what is said where one is passed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace

from auditor.read.failure import MIB, Unreadable, size_words
from auditor.runtime.deadline import OutOfTime, within
from auditor.runtime.scarcity import scarce

_SIZES = frozenset({"size", "expanded"})
"""Limits that are bytes, and may be given in units."""
_UNITS = {"": 1, "b": 1, "kb": 1024, "mb": MIB, "gb": 1024 * MIB}
_VALUE = re.compile(r"(\d{1,15}(?:\.\d{1,6})?) ?([a-z]{0,2})", re.IGNORECASE)
DEEPEST = 2_000
"""Levels of elements that the XML library reads at most, whatever the limit."""


class LimitError(ValueError):
    """A limit that cannot be understood; the message is one line for the user."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a document may ask for before it is refused."""

    size: int = 100 * MIB
    """Bytes of the file."""
    expanded: int = 400 * MIB
    """Bytes of one document's parts after unpacking (docx, xlsx, odt, ods ...)."""
    ratio: int = 500
    """Unpacked bytes for each packed byte of one part larger than a mebibyte."""
    pages: int = 5_000
    """Pages of a PDF."""
    cells: int = 2_000_000
    """Cells of all tables together."""
    depth: int = 256
    """Elements within one another, in web pages and in Office files."""
    seconds: float = 300.0
    """Time for one document, from reading to findings; 0 for no limit."""

    def changed(self, settings: Iterable[str]) -> Limits:
        """Return these limits with some of them set.

        Args:
            settings: Each as "name=value"; sizes may have a unit ("200MB").

        Returns:
            New limits; of two settings of one name the later counts.

        Raises:
            LimitError: One of them is unknown or has no value that fits.
        """
        return replace(self, **dict(_setting(text) for text in settings))  # type: ignore[arg-type]


def settings_of(limits: Limits) -> Iterator[tuple[str, str]]:
    """Yield each limit with its value as people write it."""
    for name, value in asdict(limits).items():
        yield name, _written(name, value)


def passed(label: str, limits: Limits, name: str, why: str, need: float = 0) -> Unreadable:
    """Make the error for a document that passes a limit: what it has, and how to raise the limit.

    Args:
        label: the document.
        limits: those in force.
        name: the limit that is passed.
        why: says what the document has, and the limit's value.
        need: what the document would need, where that is known; else twice the limit is advised.
    """
    value = max(need, 2 * getattr(limits, name))
    if name in _SIZES:
        value = -(-value // MIB) * MIB
    if name == "depth":
        value = min(value, DEEPEST)
        if limits.depth >= DEEPEST:
            return Unreadable(label, why, "simplify it")
    remedy = "simplify it" if name in ("depth", "ratio") else "split it"
    shown = _written(name, value).replace(" ", "")
    return Unreadable(label, why, f"{remedy}, or raise the limit: --limit {name}={shown}")


@dataclass(slots=True)
class CellCount:
    """Counts the cells of all tables of a document."""

    label: str
    limits: Limits
    count: int = 0

    def take(self, cells: int) -> None:
        """Count further cells.

        Raises:
            Unreadable: they are more than allowed.
        """
        self.count += cells
        if self.count > self.limits.cells:
            why = f"its tables have more than {self.limits.cells:,} cells"
            raise passed(self.label, self.limits, "cells", why)


@contextmanager
def in_time(label: str, limits: Limits) -> Iterator[None]:
    """Stop what is done inside when it takes longer than a document may, or more than the machine has.

    Args:
        label: The document, as messages call it.
        limits: Those in force; `seconds` is the time, 0 for no end.

    Raises:
        Unreadable: It takes longer, or the machine is out of memory, files or processes.
    """
    try:
        with within(limits.seconds):
            yield
    except OutOfTime:
        raise passed(label, limits, "seconds", f"it takes more than {limits.seconds:g} seconds") from None
    except Unreadable:
        raise
    except Exception as error:
        out_of = scarce(error)
        if out_of is None:
            raise
        raise Unreadable(label, *out_of) from None


def _written(name: str, value: float) -> str:
    if name in _SIZES:
        return size_words(int(value)).replace(",", "")
    return f"{value:g}" if isinstance(value, float) and not value.is_integer() else str(int(value))


def _setting(text: str) -> tuple[str, int | float]:
    name, equals, value = (part.strip() for part in text.partition("="))
    known = [field.name for field in fields(Limits)]
    if name not in known:
        close = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"there are: {', '.join(known)}"
        raise LimitError(f"there is no limit {name!r}; {hint}")
    if not equals:
        raise LimitError(f"{name!r} has no value; write {name}=NUMBER")
    return name, _number(name, value)


def _number(name: str, value: str) -> int | float:
    found = _VALUE.fullmatch(value)
    wanted = "a number of bytes such as 200MB" if name in _SIZES else "a number above 0"
    if name == "seconds":
        wanted = "a number, 0 for no limit"
    factor = _UNITS.get(found[2].lower()) if found is not None else None
    if found is None or factor is None or (found[2] and name not in _SIZES):
        raise LimitError(f"{name} must be {wanted}, not {value!r}")
    number = float(found[1]) * factor
    if name == "seconds":
        return number
    if number < 1 or not number.is_integer():
        raise LimitError(f"{name} must be {wanted}, not {value!r}")
    if name == "depth" and number > DEEPEST:
        raise LimitError(f"depth can be {DEEPEST} at most: deeper elements cannot be read")
    return int(number)
