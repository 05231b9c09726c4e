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
    """Return what the machine has too little of, where an error or what it came from says so; else None."""
    found: BaseException | None = error
    for _ in range(_DEEPEST):
        if found is None:
            return None
        if isinstance(found, MemoryError):
            return _MEMORY
        if isinstance(found, OSError) and found.errno in _NUMBERS:
            return _NUMBERS[found.errno]
        if isinstance(found, ImportError | OSError | RuntimeError):
            said = str(found).lower()
            known = next((what for words, what in _SAID if words in said), None)
            if known is not None:
                return known
        found = found.__cause__ or found.__context__
    return None


def load_numbers() -> None:
    """Import the numerical library where there is room for it, and have it take the memory that it takes only once.

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
