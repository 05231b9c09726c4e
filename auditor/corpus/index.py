"""The index page of a dataset: what the run came to, the documents with the gravest findings, what was not audited."""

from __future__ import annotations

import heapq
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from auditor.corpus.rendering import render
from auditor.corpus.storage import Store
from auditor.report.safe_text import line

if TYPE_CHECKING:
    from auditor.corpus.summary import Summary

SHOWN = 1_000
_COLUMNS = ("document", "state", "year", "errors", "warnings", "notes", "relations", "figures")


def index_page(store: Store, summary: Summary) -> str:
    """Return the page."""
    gravest = heapq.nsmallest(SHOWN, _rows(store), key=_grave)
    tally = summary.tally
    counts = (
        ("audited", summary.documents - len(summary.failures)),
        ("not audited", len(summary.failures)),
        ("errors", tally.errors),
        ("warnings", tally.warnings),
        ("notes", tally.notes),
        ("accepted", tally.accepted),
        ("relations checked", tally.relations),
        ("figures read", tally.figures),
    )
    shown = [{**row, "state": row["state"] or "", "year": row["year"] or ""} for row in gravest]
    failures = [
        {"document": line(each.document), "what": line(each.what), "remedy": line(each.remedy)}
        for each in summary.failures[:SHOWN]
    ]
    left = summary.documents - len(summary.failures) - len(shown)
    return render("index.html", summary=summary, counts=counts, rows=shown, left=left, failures=failures)


def _rows(store: Store) -> Iterator[dict[str, Any]]:
    """Yield the documents, part by part: not all of them are held."""
    import pyarrow.parquet as pq

    for name in store.names("documents"):
        if name.endswith(".parquet"):
            file = pq.ParquetFile(io.BytesIO(store.read(name)))
            for row in file.read(columns=list(_COLUMNS)).to_pylist():
                yield {**row, "document": line(row["document"])}


def _grave(row: dict[str, Any]) -> tuple[int, int, int, str]:
    return -row["errors"], -row["warnings"], -row["notes"], row["document"]
