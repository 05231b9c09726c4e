"""Run every program that scores the auditor on labelled and published text, and write one table: `make eval`.

    python benchmarks/validity.py SHARED [--auditor COMMAND] [--only NAME]... [--quick] [--write docs/validity.md]

SHARED holds the sets and the programs, each of which prints its scores as JSON. Behind the table stands how often what
each pattern of words read held, as `rules/weights/patterns.yaml` has it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import yaml

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "rules/weights/patterns.yaml"
FIELD = ("statcan-hitab", "abc-au", "amnesty", "drc-insp-sitrep", "ljz", "fakebr-true", "un-bbnj")
TABLES = "tables/aggregations-validation.jl.gz"
DRAWN, QUICK = 3_000, 300
"""Paragraphs of a source that are drawn."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of a program and what to take from its scores."""

    name: str
    program: str
    arguments: Sequence[str]
    rows: Mapping[str, str] = field(default_factory=dict)
    """What is measured -> its place in the scores, names and dots."""


PROSE = {
    "F1": "relations.f1",
    "totals, precision": "by_kind.total.precision",
    "totals, recall": "by_kind.total.recall",
    "subsets, precision": "by_kind.subset.precision",
    "subsets, recall": "by_kind.subset.recall",
    "discrepancies found": "discrepancies.recall",
    "findings that are right": "discrepancies.precision",
    "false alarms in 100 passages": "discrepancies.false_alarms_per_100_clean",
}
DAMAGED = {"damaged figures reported": "discrepancies.recall", "findings that are right": "discrepancies.precision"}
PUBLISHED = {
    "findings in 1,000 paragraphs": "clean.per_1000",
    "checked in 1,000 paragraphs": "clean.checked.all.per_1000",
    "of what is checked, holds": "clean.checked.all.rate",
}
DOCUMENTS = {
    "assertions read": "all.assertions",
    "within a sentence": "all.by_span.sentence",
    "over sentences": "all.by_span.sentences",
    "over paragraphs": "all.by_span.paragraphs",
    "in tables": "all.by_span.table",
    "findings that match no label, in 100 pages": "all.to_judge_per_100_pages",
}
MEASURED = (
    Measured("passages", "prose.py", ["corpus/passages-dev.jsonl"], PROSE),
    Measured("passages, damaged", "prose.py", ["corpus/passages-dev.jsonl", "--corrupt", "5"], DAMAGED),
    Measured("written passages", "prose.py", ["training/passages-written.jsonl"], PROSE),
    Measured("written passages, damaged", "prose.py", ["training/passages-written.jsonl", "--corrupt", "5"], DAMAGED),
    *(Measured(name, "field.py", [f"field/text/dev-{name}.jsonl.gz", "--only", "clean"], PUBLISHED) for name in FIELD),
    Measured(
        "cases", "cases.py", ["cases/dev.jsonl"], {"found": "found", "restraint": "restraint", "reading": "reading"}
    ),
    Measured("documents", "documents.py", ["field/documents", "field/labels"], DOCUMENTS),
    Measured("tables", "tables.py", [TABLES], {}),
    Measured("tables of agencies, damaged", "tables.py", [TABLES, "--agency", "--corrupt", "1"], {}),
)


@click.command()
@click.argument("shared", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--auditor", default=f"{sys.executable} -m auditor", help="The command to run.")
@click.option("--only", multiple=True, help="Only what is called so.")
@click.option("--quick", is_flag=True, help=f"Draw {QUICK} paragraphs of a source.")
@click.option("--write", type=click.Path(path_type=Path), help="A page to write.")
def main(shared: Path, auditor: str, only: tuple[str, ...], *, quick: bool, write: Path | None) -> None:
    """Measure, and print the table."""
    rows: list[tuple[str, str, str]] = []
    for each in MEASURED:
        if not only or each.name in only:
            rows += measure(each, shared, auditor, QUICK if quick else DRAWN)
            click.echo(f"{each.name}: done", err=True)
    text = page(rows)
    click.echo(text)
    if write is not None:
        write.write_text(text, encoding="utf-8")


def measure(each: Measured, shared: Path, auditor: str, drawn: int) -> Iterator[tuple[str, str, str]]:
    """Yield (set, measure, value) of one program; one row that says so where it does not run."""
    paths = [str(shared / name) if "/" in name else name for name in each.arguments]
    limit = ["--limit", str(drawn)] if each.program == "field.py" else []
    command = [sys.executable, str(shared / "evaluate" / each.program), *paths, *limit, "--auditor", auditor, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        scores = json.loads(done.stdout)
    except ValueError:
        yield each.name, "not measured", (done.stderr.strip().splitlines() or ["it says nothing"])[-1]
        return
    for what, place in each.rows.items() or flat(scores):
        value: Any = scores
        for name in place.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        yield each.name, what, written(value)


def flat(scores: Mapping[str, Any], lead: str = "") -> Iterator[tuple[str, str]]:
    """Yield what a score is called and its place, for all scores that are single numbers, two levels deep."""
    for name, value in scores.items():
        if isinstance(value, dict) and lead.count(".") < 1:
            yield from flat(value, f"{lead}{name}.")
        elif isinstance(value, int | float):
            yield f"{lead}{name}".replace(".", ", "), f"{lead}{name}"


def written(value: object) -> str:
    """Return a score as the table has it."""
    if isinstance(value, list):
        return " of ".join(map(str, value))
    return "-" if value is None else f"{value:.3g}" if isinstance(value, float) else str(value)


def page(rows: Sequence[tuple[str, str, str]]) -> str:
    """Return the page: the scores, and how often each pattern held."""
    lines = [
        "# How often it is right",
        "",
        "<!-- Made by benchmarks/validity.py: run make eval, do not change it by hand. -->",
        "",
        "What words assert in published text holds, for published figures are nearly always right. So the share that",
        "holds, of what the auditor says it checked, tells how often it reads rightly.",
        "",
        f"Measured on {datetime.now(UTC):%-d %B %Y}. The sets lie beside the project and are not part of it.",
        "",
        "| set | measure | value |",
        "| --- | --- | ---: |",
        *(f"| {name} | {what} | {value} |" for name, what, value in rows),
        "",
        "## Patterns of words",
        "",
        "Each is checked where it is sure enough (`floors` in `rules/weights/patterns.yaml`): held, of so many that it",
        "read in published text and written passages, by language, and what no surer pattern read among them.",
        "",
        "| pattern | held of read |",
        "| --- | --- |",
    ]
    for name, languages in yaml.safe_load(WEIGHTS.read_text(encoding="utf-8"))["patterns"].items():
        said = ", ".join(
            f"{code} {held} of {read} (alone {own} of {alone})" for code, (held, read, own, alone) in languages.items()
        )
        lines.append(f"| {name} | {said or 'not met yet'} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
