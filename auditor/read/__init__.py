"""Readers: one module a format, from bytes to a Document."""

from __future__ import annotations

import errno
import hashlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path, PurePath

from auditor.model.document import Document
from auditor.read.blocks.assemble import assemble
from auditor.read.blocks.block import Block, Source
from auditor.read.failure import Unreadable, printable, size_words
from auditor.read.languages import InNoLanguageRead, in_languages
from auditor.read.limits import LimitError, Limits, in_time, passed
from auditor.read.registry import FORMATS, pick
from auditor.read.subprocess_reader import read_apart, read_here
from auditor.read.text.decode import with_mark
from auditor.runtime.left_out import gathering
from auditor.runtime.paths import is_file, is_folder, is_there

__all__ = [
    "InNoLanguageRead",
    "LimitError",
    "Limits",
    "Unreadable",
    "find_documents",
    "in_time",
    "read_document",
    "standard_input",
    "suffixes",
]

_HIDDEN = (".", "~$")


def read_document(
    path: Path | str,
    *,
    data: bytes | None = None,
    language: str | None = None,
    name: str | None = None,
    limits: Limits | None = None,
) -> Document:
    """Read a document of any format.

    Args:
        path: The file; a label only (such as "-") where `data` is given.
        data: The content, where it does not come from a file. With "-" and no data, standard input is read.
        language: Its code ("en"); found from the text where not given.
        name: The name of the file that the content came from, whose suffix is a hint.
        limits: How much a document may ask for.

    Returns:
        The document, its format told from its content before its name; what could not be made out is in `warnings`.

    Raises:
        Unreadable: There is no document to be had; the message is one line for the user.
    """
    bounds = limits or Limits()
    label = name or ("standard input" if str(path) == "-" else str(path))
    with in_time(label, bounds):
        return _read(path, label, bounds, data=data, language=language, name=name)


def _read(
    path: Path | str, label: str, bounds: Limits, *, data: bytes | None, language: str | None, name: str | None
) -> Document:
    content = _load(path, label, bounds) if data is None else data
    _check_size(len(content), label, bounds)
    source = Source(with_mark(content), label, bounds, PurePath(name or str(path)).suffix.lower())
    with gathering() as left_out:
        form = pick(source)
        try:
            parts = read_apart(form.reader, source) if form.apart else read_here(form.reader, source)
        except RecursionError:
            raise Unreadable(label, "it is too deeply nested", "simplify it") from None
        _check_area(parts.blocks, label, bounds)
        paragraphs, tables, title = assemble(parts.blocks, prose=parts.prose)
        lost = (*parts.left_out, *left_out())
    if not paragraphs and not tables and lost:
        raise Unreadable(label, f"nothing in it can be read: {lost[0]}", "save it anew, or in another format")
    if not paragraphs and not tables and not parts.warnings:
        raise Unreadable(label, "there is no text in it", "give a file that has text in it")
    document = Document(
        path=str(path),
        sha256=hashlib.sha256(content).hexdigest(),
        language=parts.language or "",
        title=parts.title or title,
        paragraphs=paragraphs,
        tables=tables,
        pages=parts.pages,
        warnings=(*parts.warnings, *lost),
    )
    return in_languages(document, label, language)


def suffixes() -> tuple[str, ...]:
    """Return the suffixes of the files that are documents in a folder.

    Returns:
        In lower case with their dot, sorted.
    """
    return tuple(sorted({suffix for form in FORMATS for suffix in form.suffixes}))


def find_documents(folder: Path | str, unlisted: list[Unreadable] | None = None) -> list[Path]:
    """Find the documents in a folder and its folders.

    Links to files that lead nowhere or round in circles are among the documents: reading them says what is the matter.

    Args:
        folder: Hidden files and folders in it, and links to folders, are left out.
        unlisted: Takes the folders in it that cannot be listed; without it, one such is an error.

    Returns:
        Files with a suffix of `suffixes`, sorted by path.

    Raises:
        Unreadable: The folder is missing, or it or one in it cannot be listed.
    """
    root = Path(folder)
    if not is_folder(root):
        raise Unreadable(str(folder), "it is no folder", "check the path")
    known = frozenset(suffixes())
    out: list[Path] = []

    def note(error: OSError) -> None:
        found = Unreadable(str(error.filename), _reason(error), "check its permissions")
        if unlisted is None or Path(error.filename) == root:
            raise found
        unlisted.append(found)

    for place, folders, names in os.walk(root, onerror=note):
        folders[:] = [name for name in folders if not name.startswith(_HIDDEN)]
        files = (Path(place, name) for name in names if not name.startswith(_HIDDEN))
        out += [file for file in files if file.suffix.lower() in known and (is_file(file) or file.is_symlink())]
    return sorted(out, key=lambda entry: entry.relative_to(root).parts)


def _load(path: Path | str, label: str, limits: Limits) -> bytes:
    if str(path) == "-":
        return standard_input(limits)
    file = Path(path)
    try:
        if is_folder(file):
            raise Unreadable(label, "it is a folder", "give a file, or audit the folder")
        if not is_there(file):
            raise Unreadable(label, "no such file", "check the path")
        _check_size(file.stat().st_size or 1, label, limits)
        with file.open("rb") as stream:
            return stream.read(limits.size + 1)
    except OSError as error:
        raise Unreadable(label, _reason(error), "check the path and its permissions") from None


def standard_input(limits: Limits) -> bytes:
    """Read standard input.

    Args:
        limits: How large a document may be.

    Returns:
        As much as that, and one byte more where there is more.

    Raises:
        Unreadable: It is closed, or cannot be read.
    """
    try:
        return sys.stdin.buffer.read(limits.size + 1)
    except (AttributeError, ValueError):
        why = "it is closed"
    except OSError as error:
        why = "it is closed" if error.errno == errno.EBADF else _reason(error)
    raise Unreadable("standard input", why, "give a file, or pipe one in")


def _check_area(blocks: Iterable[Block], label: str, limits: Limits) -> None:
    """Refuse tables of which most cells are empty, and so many that they cannot be laid out."""
    if sum(block.grid.rows * block.grid.columns for block in blocks if block.grid is not None) > limits.cells:
        why = f"its tables reach over more than {limits.cells:,} cells, empty ones included"
        raise passed(label, limits, "cells", why)


def _check_size(size: int, label: str, limits: Limits) -> None:
    if size > limits.size:
        raise passed(label, limits, "size", f"it is larger than {size_words(limits.size)}", size)
    if size == 0:
        raise Unreadable(label, "it is empty", "give a file that has text in it")


def _reason(error: OSError) -> str:
    return printable((error.strerror or type(error).__name__).lower())
