"""Where documents are read from and a dataset is written to: a folder here, or a place that fsspec reaches."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from auditor.runtime.permissions import file_mode, make_folder

UNFINISHED = ".part"
"""How the name of a file ends that is not written to its end; it begins with a dot."""
_SETTLE = 0.5
"""Seconds after which a place shows who wrote last."""
_RENAMES = frozenset({"file", "local", "sftp", "ssh", "hdfs", "smb"})
"""Kinds of places where a file is there before all of it is: these are written under another name first."""


class StoreError(ValueError):
    """A place that cannot be used; the message is one line for the user."""


class Store(Protocol):
    """Files by their names: relative, with slashes."""

    def names(self, folder: str = "") -> list[str]:
        """Return the names of all files in a folder and its folders, sorted; none where it is not there."""

    def unlisted(self) -> list[tuple[str, str]]:
        """Return the folders whose files cannot be listed, each with the reason."""

    def size(self, name: str) -> int | None:
        """Return the bytes of a file, or None where it is not there."""

    def read(self, name: str, most: int = -1) -> bytes:
        """Read a file, or its first bytes.

        Args:
            name: The file.
            most: Bytes to read at most; -1 for all.

        Raises:
            OSError: It cannot be read.
        """

    def write(self, name: str, data: bytes) -> None:
        """Write a file so that a reader finds the old content or the new, never half of it.

        Args:
            name: The file; folders that are missing are made.
            data: All of its content.

        Raises:
            OSError: It cannot be written.
        """

    def create(self, name: str, data: bytes) -> bool:
        """Write a file that is not there; False where it is.

        Raises:
            OSError: it cannot be written.
        """

    def touch(self, name: str) -> None:
        """Mark a file as written now.

        Raises:
            OSError: it cannot be written.
        """

    def age(self, name: str) -> float | None:
        """Return how many seconds ago a file was written, by the clock of the place; None where that is unknown."""

    def remove(self, name: str) -> None:
        """Remove a file, and the folders that it leaves empty where the place has such."""


def open_store(address: str) -> Store:
    """Return the store at an address: a folder, or the place that a URL such as s3://bucket/reports names.

    Args:
        address: A path of this machine, or a URL with a scheme that fsspec knows.

    Returns:
        A store whose names are relative to the address. Nothing is read or made yet.

    Raises:
        StoreError: fsspec is not installed, or does not know this kind of address.
    """
    if "://" not in address:
        return Folder(Path(address))
    try:
        import fsspec
    except ModuleNotFoundError as error:
        raise StoreError(f"{address}: needs fsspec: install it with: pip install 'auditor[dask]'") from error
    try:
        system, path = fsspec.core.url_to_fs(address)
    except (ValueError, ImportError) as error:
        raise StoreError(f"{address}: cannot be opened ({' '.join(str(error).split())}); check the address") from error
    return Remote(system, path)


def hidden(name: str) -> bool:
    """Whether a file, or a folder that it is in, is hidden, or an editor's lock."""
    return any(part.startswith((".", "~$")) for part in PurePosixPath(name).parts)


class Folder:
    """A folder of this machine."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def names(self, folder: str = "") -> list[str]:
        """Return the names of all files in a folder and its folders, sorted; links to folders are not followed."""
        found = []
        for place, _, files in os.walk(self._root / folder):
            base = Path(place).relative_to(self._root)
            found += [(base / file).as_posix() for file in files]
        return sorted(found)

    def unlisted(self) -> list[tuple[str, str]]:
        """Return the folders whose files cannot be listed, each with the reason."""
        found: list[tuple[str, str]] = []

        def note(error: OSError) -> None:
            if error.filename and Path(error.filename).is_relative_to(self._root):
                place = Path(error.filename).relative_to(self._root).as_posix()
                found.append((place, (error.strerror or "it cannot be listed").lower()))

        for _ in os.walk(self._root, onerror=note):
            pass
        return sorted(found)

    def size(self, name: str) -> int | None:
        """Return the bytes of a file, or None where it is not there."""
        try:
            return (self._root / name).stat().st_size
        except OSError:
            return None

    def read(self, name: str, most: int = -1) -> bytes:
        """Read a file, or its first bytes."""
        with (self._root / name).open("rb") as stream:
            return stream.read(most)

    def write(self, name: str, data: bytes) -> None:
        """Write a file whole or not at all."""
        made = self._made(name, data)
        try:
            made.replace(self._root / name)
        except BaseException:
            made.unlink(missing_ok=True)
            raise

    def create(self, name: str, data: bytes) -> bool:
        """Write a file whole that is not there; of several that do so at once, one does."""
        path = self._root / name
        made = self._made(name, data)
        try:
            os.link(made, path)
        except FileExistsError:
            return False
        except OSError:  # a file system without links
            try:
                with path.open("xb") as stream:
                    stream.write(data)
            except FileExistsError:
                return False
        finally:
            made.unlink(missing_ok=True)
        return True

    def touch(self, name: str) -> None:
        """Mark a file as written now."""
        os.utime(self._root / name)

    def age(self, name: str) -> float | None:
        """Return how many seconds ago a file was written, by the clock of whatever holds the folder."""
        try:
            made = self._made(name, b"")
            try:
                return made.stat().st_mtime - (self._root / name).stat().st_mtime
            finally:
                made.unlink(missing_ok=True)
        except OSError:
            return None

    def _made(self, name: str, data: bytes) -> Path:
        """Write a file under another name, hidden, beside where it is to be."""
        path = self._root / name
        make_folder(path.parent)
        handle, made = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=UNFINISHED)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            Path(made).chmod(file_mode())
        except BaseException:
            Path(made).unlink(missing_ok=True)
            raise
        return Path(made)

    def remove(self, name: str) -> None:
        """Remove a file and the folders that it leaves empty."""
        path = self._root / name
        path.unlink(missing_ok=True)
        for folder in path.parents:
            if folder == self._root:
                break
            try:
                folder.rmdir()
            except OSError:
                break


class Remote:
    """A place that fsspec reaches."""

    def __init__(self, system: Any, root: str) -> None:  # noqa: ANN401 - fsspec has no types
        self._system = system
        self._root = root.rstrip("/")
        kinds = system.protocol if isinstance(system.protocol, tuple) else (system.protocol,)
        self._renames = not _RENAMES.isdisjoint(kinds)

    def names(self, folder: str = "") -> list[str]:
        """Return the names of all files in a folder and its folders, sorted."""
        self._system.invalidate_cache()
        try:
            found = self._system.find(self._path(folder))
        except FileNotFoundError:
            return []
        bare = self._root.lstrip("/")
        return sorted(name.lstrip("/").removeprefix(bare).lstrip("/") for name in found)

    def size(self, name: str) -> int | None:
        """Return the bytes of a file, or None where it is not there."""
        self._system.invalidate_cache()
        try:
            return int(self._system.size(self._path(name)) or 0)
        except FileNotFoundError:
            return None

    def read(self, name: str, most: int = -1) -> bytes:
        """Read a file, or its first bytes."""
        found: bytes = self._system.cat_file(self._path(name), end=most if most >= 0 else None)
        return found

    def write(self, name: str, data: bytes) -> None:
        """Write a file whole or not at all: where the place does not do so itself, under another name first."""
        path = PurePosixPath(self._path(name))
        self._system.makedirs(str(path.parent), exist_ok=True)
        if not self._renames:
            self._system.pipe_file(str(path), data)
            return
        made = str(path.with_name(f".{path.name}.{os.getpid()}{UNFINISHED}"))
        self._system.pipe_file(made, data)
        self._system.mv(made, str(path))

    def unlisted(self) -> list[tuple[str, str]]:
        """Return nothing: what such places do not list, they do not name."""
        return []

    def create(self, name: str, data: bytes) -> bool:
        """Write a file that is not there; of several that do so at once, it shows a little later which one did."""
        if self.size(name) is not None:
            return False
        self.write(name, data)
        time.sleep(_SETTLE)
        return self.read(name) == data

    def touch(self, name: str) -> None:
        """Mark a file as written now."""
        self.write(name, self.read(name))

    def age(self, name: str) -> float | None:
        """Return how many seconds ago a file was written, by the clock of the place, where it has one."""
        probe = str(PurePosixPath(self._path(name)).with_name(f".{os.getpid()}{UNFINISHED}"))
        self._system.invalidate_cache()
        try:
            self._system.pipe_file(probe, b"-")
            now, then = self._system.modified(probe), self._system.modified(self._path(name))
            self._system.rm_file(probe)
        except (OSError, NotImplementedError, KeyError):
            return None
        return float((now - then).total_seconds())

    def remove(self, name: str) -> None:
        """Remove a file and, where the place has folders, those that it leaves empty."""
        path = PurePosixPath(self._path(name))
        try:
            self._system.rm_file(str(path))
        except FileNotFoundError:
            return
        for folder in path.parents:
            if str(folder).rstrip("/") == self._root or len(str(folder)) <= len(self._root):
                break
            try:
                self._system.rmdir(str(folder))
            except (OSError, NotImplementedError):
                break

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}" if name else self._root
