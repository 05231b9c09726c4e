"""Write down all that is read from texts and tables, so that no change of it goes unseen: also a program.

    python tests/readings/reading.py     write the files beside this one anew; the difference is then looked at

The texts are every sixth of `training/passages`; the tables are made by `tables.py`. A line is a figure (its interval,
unit, what it counts) or a relation (kind, whole <- parts, how sure, from which evidence, whether it is checked) and its
verdict.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tables import made_tables

from auditor.model.audit import Audit
from auditor.model.document import Document
from auditor.pipeline import audit
from auditor.read import read_document
from auditor.rulebook import load_rules

HERE = Path(__file__).parent
PASSAGES = HERE.parents[1] / "training" / "passages"
EVERY = 6
RULES = load_rules()


def texts() -> dict[str, dict[str, Document]]:
    """Return the documents that are read, by the file that keeps their reading and their name in it."""
    out: dict[str, dict[str, Document]] = {}
    for path in sorted(PASSAGES.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for row in rows[int(path.stem[-2:]) % EVERY :: EVERY]:
            out.setdefault(row["lang"], {})[row["id"]] = _document(row["text"], row["lang"], "txt")
    for name, (language, table) in made_tables().items():
        out.setdefault("tables", {})[name] = _document(table, language, "csv")
    return out


def _document(text: str, language: str, suffix: str) -> Document:
    return read_document("-", data=text.encode(), name=f"x.{suffix}", language=language)


def reading(document: Document) -> list[str]:
    """Return the lines that say what is read from a document."""
    found = audit(document, RULES)
    return [*_figures(found), *_relations(found)]


def _figures(found: Audit) -> Iterator[str]:
    """Yield a line for each figure."""
    for figure in found.figures.figures:
        told = sorted(f"{each[0]}={each[1]}" for each in figure.dimensions)
        room = "" if figure.exact else f" [{figure.low}, {figure.high}] {figure.bound}"
        yield f"{figure.text} = {figure.value:.10g}{room} {figure.unit} {figure.counts} {' '.join(told)}".strip()


def _relations(found: Audit) -> Iterator[str]:
    """Yield a line for each relation."""
    by = found.figures.by_id
    for relation, verdict in zip(found.relations, found.verdicts, strict=True):
        parts = " ".join(f"{by[part].value:.10g}" for part in relation.parts)
        whole = f"{by[relation.whole].value:.10g} <- " if relation.whole else ""
        said = "checked" if relation.checked else "if a slip" if relation.slips else "possible"
        evidence = ", ".join(relation.evidence)
        yield f"  {relation.kind} {whole}{parts}: {relation.probability:.2f} {said} ({evidence}) {verdict.outcome}"
    yield from (f"  {finding.rule} {finding.severity}" for finding in found.findings)


def kept(file: str) -> dict[str, list[str]]:
    """Return the lines of each document of a file as they were written down."""
    sections = (HERE / f"{file}.txt").read_text(encoding="utf-8").split("# ")[1:]
    return {name: lines for name, *lines in (section.splitlines() for section in sections)}


if __name__ == "__main__":
    for file, documents in texts().items():
        with (HERE / f"{file}.txt").open("w", encoding="utf-8") as out:
            for name, document in documents.items():
                out.writelines(f"{line}\n" for line in (f"# {name}", *reading(document)))
