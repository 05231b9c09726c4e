"""Speed and accuracy of reading tables: seconds by step and by size, and F1 on annotated tables where they are given.

    python benchmarks/tables.py [--cells 1500 15000 150000] [--annotated TABLES.jl.gz] [--json]

Made tables are counts with a total row and a total column, tall (8 columns), wide (8 rows) and long (2 columns). Each
is read as CSV (read), its figures are told from labels (figures), and its totals are found (relations); times are
processor seconds. Annotated tables are JSON lines as published with "Aggregation Detection in CSV Files" (Jiang et al.,
EDBT 2022): file_name, table_array, aggregation_annotations [{operator, aggregator_index, aggregatee_indices}]; of these
the F1 of sums is printed, exact in the cell that adds up and in the set of non-empty cells that are added.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.figures import read_figures
from auditor.language import lexicon
from auditor.model.figure import Figures
from auditor.model.relation import Relation
from auditor.read import read_document
from auditor.relations import read_relations

Cells = frozenset[tuple[int, int]]


def made(rows: int, columns: int) -> list[list[str]]:
    """Give a table of counts with totals."""
    rng = random.Random(rows * 100_003 + columns)  # noqa: S311 - numbers to add up
    body = [[rng.randrange(10, 5000) for _ in range(columns)] for _ in range(rows)]
    body = [[*row, sum(row)] for row in body]
    body.append([sum(column) for column in zip(*body, strict=True)])
    names = [*[f"place {i} x" for i in range(rows)], "Total"]
    heads = ["Place", *[f"group {i} x" for i in range(columns)], "Total"]
    return [heads, *[[name, *map(str, row)] for name, row in zip(names, body, strict=True)]]


def read(table: list[list[str]]) -> tuple[dict[str, float], tuple[Relation, ...], Figures]:
    """Read a table step by step; give processor seconds by step, the relations and the figures."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(table)
    clock = [time.process_time()]
    document = read_document("table.csv", data=text.getvalue().encode(), name="table.csv")
    clock.append(time.process_time())
    words = lexicon.load(document.language)
    figures = read_figures(document, words)
    clock.append(time.process_time())
    relations, figures = read_relations(document, figures, words)
    clock.append(time.process_time())
    steps = ("read", "figures", "relations")
    return {step: b - a for step, a, b in zip(steps, clock, clock[1:], strict=False)}, relations, figures


def sums(relations: tuple[Relation, ...], figures: Figures) -> set[tuple[Cells, Cells]]:
    """Give the sums that were read as (total, parts) in grid positions."""
    at = {f.id: (f.row, f.column) for f in figures.figures if f.row is not None and f.column is not None}
    return {
        (frozenset({at[r.whole]}), frozenset(at[p] for p in r.parts))
        for r in relations
        if r.kind == "total" and r.whole in at and all(p in at for p in r.parts)
    }


def annotated(path: str) -> dict[str, float]:
    """Score the sums of annotated tables, with the time of each step and of the slowest table."""
    total = {"read": 0.0, "figures": 0.0, "relations": 0.0}
    slowest = 0.0
    right = had = want = 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            table = json.loads(line)
            grid = table["table_array"]
            seconds, relations, figures = read(grid)
            total = {step: total[step] + seconds[step] for step in total}
            slowest = max(slowest, sum(seconds.values()))
            gold = {
                (frozenset({tuple(a["aggregator_index"])}), frozenset(map(tuple, a["aggregatee_indices"])))
                for a in table["aggregation_annotations"] or []
                if a["operator"] == "Sum"
            }
            gold = {(whole, frozenset(c for c in parts if grid[c[0]][c[1]].strip())) for whole, parts in gold}
            found = sums(relations, figures)
            right, had, want = right + len(gold & found), had + len(found), want + len(gold)
    return {**total, "slowest": slowest, "f1": 2 * right / max(1, had + want)}


def main() -> None:
    """Measure, and print."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--cells", type=int, nargs="+", default=[1500, 15_000, 150_000])
    ask.add_argument("--annotated", help="a gzipped file of annotated tables, one JSON object a line")
    ask.add_argument("--json", action="store_true", help="print one JSON object")
    asked = ask.parse_args()
    out: dict[str, dict[str, float]] = {}
    read(made(3, 3))  # imports and lexicons are no part of the measure
    for cells in asked.cells:
        for shape, rows, columns in (("tall", cells // 8, 8), ("wide", 8, cells // 8), ("long", cells // 2, 2)):
            seconds, relations, _ = read(made(rows, columns))
            out[f"{cells} cells, {shape}"] = {**seconds, "sums": len(relations)}
    if asked.annotated:
        out["annotated"] = annotated(asked.annotated)
    if asked.json:
        print(json.dumps(out, indent=1))
        return
    for name, row in out.items():
        print(f"{name:24}", "  ".join(f"{key} {value:.3f}" for key, value in row.items()))


if __name__ == "__main__":
    main()
