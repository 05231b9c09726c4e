"""Zip archives of Office files, opened with their limits."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING

from auditor.read.blocks.block import Source
from auditor.read.blocks.nesting import ALWAYS, check_parsed
from auditor.read.failure import MIB, PROTECTED, BrokenPart, Unreadable, size_words
from auditor.read.limits import CellCount, passed

if TYPE_CHECKING:
    from lxml.etree import _Element

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MOST_MEMBERS = 20_000
_ENCRYPTED = 1
"""Flag of a part that a password protects."""


class Archive:
    """The parts of an Office file. Parts are unpacked in memory, one at a time; nothing is written to disk."""

    def __init__(self, source: Source) -> None:
        """Open the archive and check what it claims.

        Raises:
            Unreadable: it is broken, or would unpack to more than the limits allow.
        """
        self.label = source.label
        self.limits = source.limits
        self._used = 0
        self.cells = CellCount(source.label, source.limits)
        try:
            self._zip = zipfile.ZipFile(BytesIO(source.data))
            members = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, IndexError, OverflowError):
            raise self._broken() from None
        if len(members) > _MOST_MEMBERS:
            raise Unreadable(self.label, f"it has more than {_MOST_MEMBERS:,} parts", "save it anew")
        self.members = {member.filename.lstrip("/"): member for member in members}
        if sum(member.file_size for member in members) > self.limits.expanded:
            raise self._too_large()
        for member in members:
            if member.file_size > MIB and member.file_size > self.limits.ratio * max(1, member.compress_size):
                why = f"a part unpacks to more than {self.limits.ratio} times its size"
                raise passed(
                    self.label, self.limits, "ratio", why, -(-member.file_size // max(1, member.compress_size))
                )

    def read(self, name: str) -> bytes | None:
        """Return the content of a part, or None where there is none of that name.

        Raises:
            Unreadable: the part is broken, protected by a password, or larger than it claims and the limits allow.
        """
        member = self.members.get(name)
        if member is None:
            return None
        if member.flag_bits & _ENCRYPTED:
            raise Unreadable(self.label, *PROTECTED)
        room = self.limits.expanded - self._used
        try:
            with self._zip.open(member) as stream:
                data = stream.read(room + 1)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError, ValueError):
            raise self._broken(BrokenPart) from None
        self._used += len(data)
        if self._used > self.limits.expanded:
            raise self._too_large()
        return data

    def without(self, names: Iterable[str]) -> bytes:
        """Return an archive of the other parts alone."""
        gone = frozenset(names)
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as kept:
            for name, member in self.members.items():
                if name not in gone:
                    kept.writestr(name, self._zip.read(member))
        return out.getvalue()

    def xml(self, name: str) -> _Element | None:
        """Parse a part; entities are not expanded and nothing is fetched. None where there is no such part.

        Raises:
            Unreadable: the part is no XML, declares entities, or is nested too deeply.
        """
        from lxml import etree

        data = self.read(name)
        if data is None:
            return None
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            # what lifts the library's limit on levels lifts that on entities too
            huge_tree=self.limits.depth > ALWAYS and data[:1] == b"<" and b"DOCTYPE" not in data,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.LxmlError:
            check_parsed(None, parser.error_log, self.label, self.limits)
            raise self._broken(BrokenPart) from None
        check_parsed(root, parser.error_log, self.label, self.limits)
        if root.getroottree().docinfo.doctype:
            raise Unreadable(self.label, "it declares XML entities, which no Office file needs", "save it anew")
        return root

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to within the archive: id -> (kind, name of the part)."""
        folder, base = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        out: dict[str, tuple[str, str]] = {}
        for relation in root.iter(_RELATIONS) if root is not None else ():
            if relation.get("TargetMode") == "External":
                continue
            target = relation.get("Target") or ""
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            out[relation.get("Id") or ""] = ((relation.get("Type") or "").rsplit("/", 1)[-1], path)
        return out

    def _broken(self, kind: type[Unreadable] = Unreadable) -> Unreadable:
        return kind(self.label, "the file is broken", "open it in its program and save it anew")

    def _too_large(self) -> Unreadable:
        why = f"it unpacks to more than {size_words(self.limits.expanded)}"
        return passed(self.label, self.limits, "expanded", why)
