"""Asking what a path names, where the answer may be that nothing can be known of it.

`pathlib` raises for links that lead round in circles, for names that are too long and for folders that may not be
entered; a run over many documents is not to end there: opening such a path says what is the matter, in one line.
"""

from __future__ import annotations

import os
from pathlib import Path


def is_folder(path: Path | str) -> bool:
    """Whether a path is known to be a folder."""
    return os.path.isdir(path)  # noqa: PTH112 - see above


def is_file(path: Path | str) -> bool:
    """Whether a path is known to be a file."""
    return os.path.isfile(path)  # noqa: PTH113 - see above


def is_there(path: Path | str) -> bool:
    """Whether a path is known to name something, be it a link to nowhere."""
    return os.path.lexists(path)


def place_of(path: Path | str) -> Path:
    """Return where a path leads in the end, as far as links can be followed: two paths to one file have one place."""
    return Path(os.path.realpath(path))
