"""The parts of a dataset: which documents are in which, the manifest that commits a part, and writing its files.

A part is a number of documents, by the digest of their names, so that a new document changes one part alone. The files
of a part are named by their content and never changed; the manifest, written last, says which of them count. Whenever a
run ends, every manifest is whole, and so is what it names.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from auditor.corpus.records import Record, RecordCounts
from auditor.corpus.sheets import SHEETS, schema
from auditor.corpus.storage import Store

if TYPE_CHECKING:
    import pyarrow as pa

MANIFESTS = "manifests"
DOCUMENTS_A_PART = 128
_FIRST = b'{"sha256": "%s",'
_HEAD = re.compile(rb'\{"sha256": "([0-9a-f]{64})",')
_ROWS = 1 << 16
"""Rows that are held before they are written."""


@dataclass(frozen=True, slots=True)
class DocumentFailure:
    """One document that could not be audited."""

    document: str
    what: str
    where: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Member:
    """One document of a part."""

    document: str
    key: str
    """Digest of the content and of all that the audit goes by."""


@dataclass(frozen=True, slots=True)
class PartFile:
    """One file of a part, and what tells whether it is as it was written."""

    name: str
    size: int
    sha256: str

    def is_whole(self, store: Store) -> bool:
        """Whether the file has the bytes that were written."""
        try:
            return store.size(self.name) == self.size and _digest(store.read(self.name)) == self.sha256
        except OSError:
            return False


class ChangedError(ValueError):
    """A manifest that is not as it was written."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a part holds."""

    part: str
    members: tuple[Member, ...]
    counted: tuple[RecordCounts, ...]
    rows: Mapping[str, tuple[int, ...]]
    """Sheet -> rows of each document."""
    files: Mapping[str, PartFile]
    """Sheet -> its file."""
    failures: tuple[DocumentFailure, ...] = ()

    def pack(self) -> bytes:
        """Return the manifest as JSON.

        Returns:
            ASCII with one line a document, so that two manifests can be compared line by line; the first holds
            the digest of the others.
        """
        made: dict[str, Any] = {
            "part": self.part,
            "files": {sheet: [file.name, file.size, file.sha256] for sheet, file in self.files.items()},
            "failures": [[each.document, each.what, each.where, each.remedy] for each in self.failures],
        }
        head = json.dumps(made, ensure_ascii=True, indent=1)
        lines = [
            json.dumps([member.document, member.key, [self.rows[sheet][at] for sheet in SHEETS], counted.plain()])
            for at, (member, counted) in enumerate(zip(self.members, self.counted, strict=True))
        ]
        listed = ",\n  ".join(lines)
        told = f'{head[1:-2]},\n "documents": [\n  {listed}\n ]\n}}\n'.encode("ascii")
        return _FIRST % _digest(told).encode("ascii") + told

    @classmethod
    def unpack(cls, data: bytes) -> Manifest:
        """Read a manifest that `pack` wrote.

        Returns:
            The manifest; `counted` and the tuples of `rows` are aligned with `members`.

        Raises:
            ChangedError: It is not as it was written.
            ValueError: The bytes are no manifest.
            KeyError: The object lacks something; likewise TypeError where something has another form.
        """
        found = _HEAD.match(data)
        if found is None:
            raise ValueError("no manifest of this program")
        if _digest(data[found.end() :]) != found[1].decode("ascii"):
            raise ChangedError("not as it was written")
        made = json.loads(data)
        listed = made["documents"]
        return cls(
            made["part"],
            tuple(Member(name, key) for name, key, _, _ in listed),
            tuple(RecordCounts.of(plain) for _, _, _, plain in listed),
            {sheet: tuple(rows[at] for _, _, rows, _ in listed) for at, sheet in enumerate(SHEETS)},
            {sheet: PartFile(*file) for sheet, file in made["files"].items()},
            tuple(DocumentFailure(*each) for each in made["failures"]),
        )


def number_of_parts(documents: int) -> int:
    """Return the number of parts for so many documents.

    Returns:
        The least power of two with at most `DOCUMENTS_A_PART` documents a part on average: it seldom changes when
        documents are added.
    """
    wanted = -(-documents // DOCUMENTS_A_PART)
    return 1 << max(0, wanted - 1).bit_length()


def part_of(document: str, parts: int) -> str:
    """Return the part of a document.

    Args:
        document: Its name; the part follows from its digest, so that one more document moves no other.
        parts: How many parts there are.

    Returns:
        The number of the part among all, such as "00003-of-00008".
    """
    digest = hashlib.sha256(document.encode("utf-8", "surrogatepass")).digest()
    return f"{int.from_bytes(digest[:8], 'big') % parts:05d}-of-{parts:05d}"


def manifest_name(part: str) -> str:
    """Return the name of a part's manifest."""
    return f"{MANIFESTS}/{part}.json"


def manifests(store: Store) -> Iterator[Manifest]:
    """Read the manifests of a dataset whose files are all there; others do not count.

    Yields:
        Each that is as it was written and whose files are there.
    """
    for name in store.names(MANIFESTS):
        if not name.endswith(".json"):
            continue
        try:
            made = Manifest.unpack(store.read(name))
        except (ValueError, KeyError, TypeError, OSError):
            continue
        if all(store.size(file.name) == file.size for file in made.files.values()):
            yield made


def remove_changed(store: Store) -> tuple[str, ...]:
    """Remove the parts whose files are not as they were written, so that they are made anew.

    Returns:
        What was changed, one line a part.
    """
    told = []
    for name in store.names(MANIFESTS):
        try:
            changed = [
                file.name for file in Manifest.unpack(store.read(name)).files.values() if not file.is_whole(store)
            ]
        except ChangedError:
            changed = [name]
        except (ValueError, KeyError, TypeError, OSError):
            continue
        if changed:
            store.remove(name)  # first: without it, nothing counts
            for file in changed:
                store.remove(file)
            told.append(f"{', '.join(changed)}: changed since it was written; the part is made anew")
    return tuple(told)


class OldRows:
    """Rows of documents in parts that are written already; of a few parts what was read last is kept."""

    def __init__(self, store: Store, kept: int = 1) -> None:
        self._store = store
        self._kept = kept
        self._read: dict[str, tuple[Manifest, dict[str, pa.Table]]] = {}

    def record(self, manifest: Manifest, at: int) -> Record:
        """Return the record of a document by its position in its part."""
        sheets = self._sheets(manifest)
        made = {}
        for sheet in SHEETS:
            rows = manifest.rows[sheet]
            made[sheet] = sheets[sheet].slice(sum(rows[:at]), rows[at]).drop_columns(["document"])
        return Record(manifest.counted[at], made)

    def _sheets(self, manifest: Manifest) -> dict[str, pa.Table]:
        import pyarrow.parquet as pq

        held = self._read.get(manifest.part)
        if held is None or held[0] is not manifest:
            sheets = {}
            for sheet, file in manifest.files.items():
                sheets[sheet] = pq.ParquetFile(io.BytesIO(self._store.read(file.name))).read()
            while len(self._read) >= self._kept:
                self._read.pop(next(iter(self._read)))
            held = self._read[manifest.part] = (manifest, sheets)
        return held[1]


def write_part(
    store: Store, part: str, records: Iterable[tuple[Member, Record]], failures: Sequence[DocumentFailure]
) -> Manifest:
    """Write the files of a part, then its manifest.

    Args:
        store: The dataset.
        part: Its name.
        records: The documents, sorted, one after the other; they are not held.
        failures: Documents that could not be audited.
    """
    sinks = {sheet: _Sink(sheet) for sheet in SHEETS}
    members: list[Member] = []
    counted: list[RecordCounts] = []
    rows: dict[str, list[int]] = {sheet: [] for sheet in SHEETS}
    for member, record in records:
        members.append(member)
        counted.append(record.counted)
        for sheet, sink in sinks.items():
            rows[sheet].append(record.sheets[sheet].num_rows)
            sink.add(member.document, record.sheets[sheet])
    files = {}
    for sheet, sink in sinks.items():
        data = sink.close()
        digest = _digest(data)
        file = PartFile(f"{sheet}/part={part}/{sheet}-{digest[:16]}.parquet", len(data), digest)
        if not file.is_whole(store):
            store.write(file.name, data)
        files[sheet] = file
    told = {sheet: tuple(each) for sheet, each in rows.items()}
    made = Manifest(part, tuple(members), tuple(counted), told, files, tuple(failures))
    store.write(manifest_name(part), made.pack())
    return made


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class _Sink:
    """The file of one sheet, written in groups of rows that depend on nothing but the documents and their order."""

    def __init__(self, sheet: str) -> None:
        import pyarrow.parquet as pq

        self._schema = schema(sheet)
        self._out = io.BytesIO()
        self._writer = pq.ParquetWriter(self._out, self._schema, compression="zstd")
        self._waiting: list[pa.Table] = []
        self._rows = 0

    def add(self, document: str, rows: pa.Table) -> None:
        """Take the rows of a document."""
        import pyarrow as pa

        names = pa.repeat(pa.scalar(_written(document), pa.string()), rows.num_rows)
        self._waiting.append(pa.Table.from_arrays([names, *rows.columns], schema=self._schema))
        self._rows += rows.num_rows
        if self._rows >= _ROWS:
            self._flush()

    def close(self) -> bytes:
        """Return the file."""
        self._flush()
        self._writer.close()
        return self._out.getvalue()

    def _flush(self) -> None:
        import pyarrow as pa

        if self._waiting:
            self._writer.write_table(pa.concat_tables(self._waiting).combine_chunks())
        self._waiting, self._rows = [], 0


def _written(document: str) -> str:
    """Return a name as UTF-8 can hold it: bytes of a file's name that are no UTF-8 are shown."""
    return document.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
