"""What an audit makes of a document, without the order and the ids that differ from format to format."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from auditor.model.audit import Audit
from auditor.pipeline import audit_document

Fact = tuple[Any, ...]


@dataclass(frozen=True)
class Facts:
    """Figures and relations as they can be compared."""

    figures: Counter[Fact]
    relations: Counter[Fact]
    tables: tuple[list[list[str]], ...]
    audit: Audit


def facts_of(data: bytes, name: str, *, unplaced: bool = False) -> Facts:
    """Audit a document; with `unplaced`, paragraphs without a number of their own are not told apart."""
    return facts_of_audit(audit_document("-", data=data, name=name, language="en"), unplaced=unplaced)


def facts_of_audit(audit: Audit, *, unplaced: bool = False) -> Facts:
    """Give the facts of an audit."""
    keys = {}
    for figure in audit.figures.figures:
        place: Any = figure.paragraph
        if unplaced and place.startswith("p"):
            place = "p"
        if figure.table is not None:
            place = (figure.table, figure.row, figure.column)
        keys[figure.id] = (
            place, figure.start, figure.text, figure.value, figure.low, figure.high, figure.unit, figure.counts,
            figure.dimensions,
        )  # fmt: skip
    relations = Counter(
        (r.kind, keys.get(r.whole or ""), tuple(sorted(map(repr, (keys[p] for p in r.parts)))), v.holds, v.outcome)
        for r, v in zip(audit.relations, audit.verdicts, strict=True)
    )
    return Facts(Counter(keys.values()), relations, tuple(table.grid() for table in audit.document.tables), audit)


def differences(one: Facts, other: Facts) -> list[str]:
    """Say what either has that the other has not, a line each."""
    out = []
    for name in ("figures", "relations"):
        a, b = getattr(one, name), getattr(other, name)
        out += [f"{name} lost: {fact}" for fact in (a - b).elements()]
        out += [f"{name} new: {fact}" for fact in (b - a).elements()]
    if one.tables != other.tables:
        pairs = zip(one.tables, other.tables, strict=False)
        at = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one.tables), len(other.tables)))
        out.append(f"tables: {len(one.tables)} and {len(other.tables)}, differing from {at}")
        out += [f"  {tables[at]}" for tables in (one.tables, other.tables) if at < len(tables)]
    return out
