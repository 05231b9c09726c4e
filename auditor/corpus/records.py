"""The record of one document: its rows for all sheets and its counts, as bytes that tell whether they are whole."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from auditor.corpus.sheets import SHEETS, rows_of, table
from auditor.report.content import Tally

if TYPE_CHECKING:
    import pyarrow as pa

    from auditor.model.audit import Audit

_MAGIC = b"auditor record 1\n"


class BrokenRecord(ValueError):  # noqa: N818 - it says what the record is
    """Bytes that are no whole record."""


@dataclass(frozen=True, slots=True)
class RecordCounts:
    """What a run counts and compares of one document."""

    tally: Tally = field(default_factory=Tally)
    used: tuple[str, ...] = ()
    """Fingerprints of the baseline's entries that met a finding."""
    lapsed: tuple[str, ...] = ()
    """What is to be said of those that do not count."""
    stated: tuple[dict[str, Any], ...] = ()
    """Figures that are to be the same in all documents, as `auditor.identities.Stated` has them."""

    def plain(self) -> dict[str, Any]:
        """Return the counts as plain values that JSON has.

        Returns:
            "tally" as the list of its numbers in the order of the fields of `Tally`; "used", "lapsed" and "stated" as
            lists, left out where they are empty.
        """
        tally = [getattr(self.tally, name) for name in Tally.__slots__]
        rest = {"used": list(self.used), "lapsed": list(self.lapsed), "stated": list(self.stated)}
        return {"tally": tally, **{name: value for name, value in rest.items() if value}}

    @classmethod
    def of(cls, plain: dict[str, Any]) -> RecordCounts:
        """Read counts from plain values that `plain` returned.

        Returns:
            Counts equal to those from which `plain` made the values.
        """
        named = {name: tuple(plain.get(name, ())) for name in ("used", "lapsed", "stated")}
        return cls(Tally(*plain["tally"]), **named)


@dataclass(frozen=True, slots=True)
class Record:
    """One document's rows and counts."""

    counted: RecordCounts
    sheets: dict[str, pa.Table]

    def pack(self) -> bytes:
        """Return the record as bytes.

        Returns:
            A mark of the format, the SHA-256 digest of all that follows, the counts as a line of JSON, and the sheets
            as Arrow streams one after the other in the order of `SHEETS`, compressed with zstd.
        """
        import pyarrow as pa

        body = io.BytesIO()
        for sheet in SHEETS:
            with pa.ipc.new_stream(body, self.sheets[sheet].schema) as stream:
                stream.write_table(self.sheets[sheet])
        head = json.dumps(self.counted.plain(), ensure_ascii=True).encode("ascii") + b"\n"
        packed: bytes = pa.compress(body.getbuffer(), codec="zstd", asbytes=True)
        whole = head + packed
        size = f"{len(body.getbuffer())}\n".encode("ascii")
        return _MAGIC + hashlib.sha256(size + whole).hexdigest().encode("ascii") + b"\n" + size + whole

    @classmethod
    def unpack(cls, data: bytes) -> Record:
        """Read a record that `pack` made.

        Returns:
            The record, its tables with the columns of `SHEETS` but `document`.

        Raises:
            BrokenRecord: The bytes are not whole: their digest is another.
        """
        import pyarrow as pa

        digest, _, rest = data.removeprefix(_MAGIC).partition(b"\n")
        if not data.startswith(_MAGIC) or hashlib.sha256(rest).hexdigest().encode("ascii") != digest:
            raise BrokenRecord("no whole record")
        size, head, packed = rest.split(b"\n", 2)
        body = pa.BufferReader(pa.decompress(packed, decompressed_size=int(size), codec="zstd"))
        sheets = {}
        for sheet in SHEETS:
            with pa.ipc.open_stream(body) as stream:
                sheets[sheet] = stream.read_all()
        return cls(RecordCounts.of(json.loads(head)), sheets)


def record_of(audit: Audit, counted: RecordCounts) -> Record:
    """Return the record of an audit.

    Args:
        audit: The audit, its findings marked where a baseline accepts them.
        counted: What the run counts of it; its tally goes into the row of the document too.

    Returns:
        The counts with one Arrow table a sheet.
    """
    rows = rows_of(audit, counted.tally)
    return Record(counted, {sheet: table(sheet, rows[sheet]) for sheet in SHEETS})
