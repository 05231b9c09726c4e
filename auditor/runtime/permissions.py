"""Who may read and write what the program writes: as the user's umask has it, or the user alone.

Everything is made with the permissions that the umask leaves, libraries' files and those of other processes included,
so that the umask is the one place where this is decided. A umask that would let everybody write is none that a person
chose: it is taken for the usual one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PRIVATE = 0o077
_USUAL = 0o022
_WORLD_WRITES = 0o002


def umask() -> int:
    """Return the umask; nothing that another thread makes meanwhile is open to anybody."""
    mask = os.umask(_PRIVATE)
    os.umask(mask)
    return mask


def keep_private() -> None:
    """Start to write what the user alone can read."""
    os.umask(_PRIVATE)


def is_private() -> bool:
    """Whether what is written now is readable by the user alone."""
    return umask() & _PRIVATE == _PRIVATE


@contextmanager
def kept(*, private: bool = False) -> Iterator[None]:
    """Run what is inside so that nobody else may write to what it makes; then the umask is as before.

    Args:
        private: Whether nobody else may read it either.
    """
    mask = umask()
    os.umask(_PRIVATE if private else _safe(mask))
    try:
        yield
    finally:
        os.umask(mask)


def file_mode() -> int:
    """Return the permissions of a file that is written."""
    return 0o666 & ~_safe(umask())


def make_folder(path: Path) -> None:
    """Add a folder, and those above it, where they are not there.

    Args:
        path: The folder.

    Raises:
        OSError: It cannot be made.
    """
    missing = [path]
    while not missing[-1].parent.is_dir() and missing[-1].parent != missing[-1]:
        missing.append(missing[-1].parent)
    for folder in reversed(missing):
        # Windows knows no umask: there, a folder made with this mode is its owner's alone.
        folder.mkdir(mode=0o777 & ~_safe(umask()), exist_ok=True)


def _safe(mask: int) -> int:
    return mask if mask & _WORLD_WRITES else mask | _USUAL
