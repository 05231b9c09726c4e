"""Report files: their names, and writing them whole or not at all."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath

from auditor.report.safe_text import line

_UNFIT = re.compile(r'[\\/:*?"<>|\s]+')
_OURS = b"auditor report"


def file_stems(sources: Sequence[str], folder: Path, suffixes: Iterable[str], inputs: Iterable[Path] = ()) -> list[str]:
    """Return the stem of each document's report files.

    Stems that collide are numbered, and so is a stem whose file exists and is no report of ours, or is itself audited:
    a report never takes the place of somebody's document.

    Args:
        sources: Names of the documents.
        folder: Where the reports will be.
        suffixes: ".md", ".html" ...: all files of one report.
        inputs: The documents themselves.

    Returns:
        Aligned with `sources`; no two are the same, whatever the case of their letters.
    """
    endings = tuple(suffixes)
    own = {path.resolve() for path in inputs}
    taken: set[str] = set()
    stems = []
    for source in sources:
        base = _UNFIT.sub("-", line(PurePath(source).stem)).strip(".-") or "document"
        stem, number = base, 1
        while stem.casefold() in taken or any(_foreign(folder / f"{stem}{ending}", own) for ending in endings):
            number += 1
            stem = f"{base}-{number}"
        taken.add(stem.casefold())
        stems.append(stem)
    return stems


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader finds the old content or the new, never half of it.

    Until it is whole, it is hidden and only the user who runs the program can read it.

    Args:
        path: The file; folders that are missing are made.
        content: Bytes, or text to be written as UTF-8 with its line ends as they are.

    Raises:
        OSError: The folder cannot be made or written to.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:60]}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content.encode("utf-8") if isinstance(content, str) else content)
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _foreign(path: Path, own: set[Path]) -> bool:
    if not path.exists():
        return False
    if path.resolve() in own or not path.is_file():
        return True
    with path.open("rb") as stream:
        return _OURS not in stream.read(1000)
