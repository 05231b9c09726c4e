"""What a machine may run out of while a document is fine: memory, files, processes and threads."""

from __future__ import annotations

import errno
import mmap
import sys
from typing import NamedTuple


class Scarce(NamedTuple):
    """What there is not enough of, and what to do."""

    what: str
    remedy: str


_MEMORY = Scarce("there is not enough memory", "audit fewer or smaller documents at a time, or allow it more")
_FILES = Scarce("too many files are open", "raise the limit of the system (ulimit -n), or use --jobs 1")
_PROCESSES = Scarce(
    "the system starts no further process or thread", "raise the limit of the system (ulimit -u), or use --jobs 1"
)
_NUMBERS = {
    errno.ENOMEM: _MEMORY,
    errno.EMFILE: _FILES,
    errno.ENFILE: _FILES,
    errno.EAGAIN: _PROCESSES,
}
_SAID = (
    ("cannot allocate memory", _MEMORY),
    ("failed to map segment", _MEMORY),
    ("memory allocation failed", _MEMORY),
    ("unable to allocate", _MEMORY),
    ("too many open files", _FILES),
    ("shared object file: error 24", _FILES),
    ("can't start new thread", _PROCESSES),
    ("resource temporarily unavailable", _PROCESSES),
)
"""What libraries say that give no number."""
_DEEPEST = 10
_ROOM = 160 << 20
"""Bytes that the numerical library takes when it is loaded, and some more."""


def scarce(error: BaseException) -> Scarce | None:
    """Return what the machine has too little of.

    Args:
        error: What was raised; what it came from is looked at too.

    Returns:
        What it is and what to do; None where the error is another.
    """
    found: BaseException | None = error
    for _ in range(_DEEPEST):
        known = _known(found)
        if known is not None or found is None:
            return known
        found = found.__cause__ or found.__context__
    return None


def _known(error: BaseException | None) -> Scarce | None:
    if isinstance(error, MemoryError):
        return _MEMORY
    if isinstance(error, OSError) and error.errno in _NUMBERS:
        return _NUMBERS[error.errno]
    if isinstance(error, ImportError | OSError | RuntimeError):
        said = str(error).lower()
        return next((what for words, what in _SAID if words in said), None)
    return None


def load_numbers() -> None:
    """Start the numerical library where there is room for it, and have it take the memory that it takes only once.

    Its linear algebra, in compiled code, ends the whole process where it gets none, with the status of a run that has
    findings.

    Raises:
        OSError: there is not enough memory.
    """
    if "numpy" in sys.modules:
        return
    mmap.mmap(-1, _ROOM).close()
    import numpy as np

    np.ones((2, 2)) @ np.ones((2, 2))
