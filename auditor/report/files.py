"""Report files: their names, and writing them whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath

from auditor.report.safe_text import line
from auditor.runtime.paths import is_file, is_there, place_of
from auditor.runtime.permissions import file_mode, make_folder

_UNFIT = re.compile(r'[\\/:*?"<>|\s]+')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])(?:\.|$)", re.IGNORECASE)
"""What Windows takes for a device, whatever its suffix."""
_LONGEST = 120
"""Bytes of a stem: file systems take names of 255 bytes, some of 143, and Windows takes paths of 260 letters."""
_OURS = b"auditor report"


def file_stems(
    sources: Sequence[str], folder: Path, suffixes: Iterable[str], inputs: Iterable[Path | str] = ()
) -> list[str]:
    """Return the stem of each document's report files: a name of files on every system, and each once.

    What is too long is cut, and gets digits that tell it from others cut like it. Stems that collide, where letters in
    capitals are no others, are numbered, and so is a stem whose file exists and is no report of ours, or is itself
    audited: a report never takes the place of somebody's document.

    Args:
        sources: Names of the documents.
        folder: Where the reports will be.
        suffixes: ".md", ".html" ...: all files of one report.
        inputs: The documents themselves.

    Returns:
        Aligned with `sources`; no two are the same, whatever the case of their letters.
    """
    endings = tuple(suffixes)
    own = {place_of(path) for path in inputs}
    taken: set[str] = set()
    stems = []
    for source in sources:
        base = _stem(PurePath(source).stem)
        stem, number = base, 1
        while _alike(stem) in taken or any(_foreign(folder / f"{stem}{ending}", own) for ending in endings):
            number += 1
            stem = f"{base}-{number}"
        taken.add(_alike(stem))
        stems.append(stem)
    return stems


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file so that a reader finds the old content or the new, never half of it.

    Until it is whole, it is hidden and only the user who runs the program can read it; then it is as the umask has it,
    but never for everybody to write.

    Args:
        path: The file; folders that are missing are made.
        content: Bytes, or text to be written as UTF-8 with its line ends as they are.

    Raises:
        OSError: The folder cannot be made or written to.
    """
    make_folder(path.parent)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content.encode("utf-8") if isinstance(content, str) else content)
        Path(name).chmod(file_mode())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _stem(name: str) -> str:
    """Return the stem of a document's name as every system takes it."""
    stem = _UNFIT.sub("-", line(unicodedata.normalize("NFC", name))).strip(".-") or "document"
    if len(stem.encode("utf-8")) > _LONGEST:
        told = hashlib.sha256(stem.encode("utf-8")).hexdigest()[:8]
        cut = stem.encode("utf-8")[: _LONGEST - len(told) - 1].decode("utf-8", "ignore")
        stem = f"{cut.strip('.-')}-{told}"
    return f"document-{stem}" if _DEVICE.match(stem) else stem


def _alike(stem: str) -> str:
    """Return what stems have in common that some system takes for one."""
    return unicodedata.normalize("NFC", stem).casefold()


def _foreign(path: Path, own: set[Path]) -> bool:
    if not is_there(path):
        return False
    if place_of(path) in own or not is_file(path):
        return True
    try:
        with path.open("rb") as stream:
            return _OURS not in stream.read(1000)
    except OSError:
        return True
