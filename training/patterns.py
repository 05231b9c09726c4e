"""Measure the declared patterns on text that is given, and write `rules/weights/patterns.yaml`: the same each time.

    python training/patterns.py TEXT.jsonl[.gz]... [--judged FILE] [--show PATTERN] [--dry]

TEXT has one paragraph or passage a line: {id, lang, text}, and {relations: [{kind, whole, parts}]} where labelled.
Published figures are right, so what a pattern reads there holds where the words assert it: the share that holds is how
sure the pattern is. In labelled text what is labelled counts as held whether or not it holds. `--judged` names what
does not hold because the published text is off, as people found: {pattern: {language: number}}.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import click

from auditor.language import lexicon
from auditor.model.document import Document
from auditor.model.figure import Figures
from auditor.rulebook import Rulebook
from auditor.runtime.resources import rules_folder

Counts = dict[tuple[str, str], list[int]]
CHUNK = 400
_NUMBER = re.compile(r"\d(?:[\d.,\s]*\d)?")
_SAME = {"remainder": "total"}


@click.command()
@click.argument("texts", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--judged", type=click.Path(exists=True, path_type=Path))
@click.option("--show", help="Print what this pattern reads that does not hold.")
@click.option("--dry", is_flag=True, help="Print, and write nothing.")
def main(texts: tuple[Path, ...], judged: Path | None, show: str | None, *, dry: bool) -> None:
    """Count on all texts and write the weights."""
    import yaml

    counts: Counts = defaultdict(lambda: [0, 0])
    rows = [row for path in texts for row in _rows(path)]
    chunks = [rows[at : at + CHUNK] for at in range(0, len(rows), CHUNK)]
    with ProcessPoolExecutor(2) as pool:
        for part, shown in pool.map(count, chunks, [show] * len(chunks)):
            for key, (held, of) in part.items():
                counts[key][0] += held
                counts[key][1] += of
            for line in shown:
                click.echo(line)
    for name, languages in (yaml.safe_load(judged.read_text(encoding="utf-8")) if judged else {}).items():
        for code, number in languages.items():
            counts[name, code][0] = min(counts[name, code][1], counts[name, code][0] + number)
    made = written(counts)
    click.echo(made)
    if not dry:
        (rules_folder() / "weights" / "patterns.yaml").write_text(made, encoding="utf-8")


def written(counts: Mapping[tuple[str, str], list[int]]) -> str:
    """Return the weights as YAML."""
    from auditor.relations.prose.candidates.declarations import load_patterns

    lines = [
        "# How often what each pattern read held: [held, read] by language. Made by training/patterns.py; do not edit.",
        "# floors: from which probability on a relation is checked, and reported where one slip explains the gap.",
        'version: "1"',
        "floors: {checked: 0.9, slip: 0.75}",
        "patterns:",
    ]
    for name in dict.fromkeys(pattern.name for pattern in load_patterns()):
        own = {code: pair for (pattern, code), pair in sorted(counts.items()) if pattern == name}
        lines.append(f"  {name}: {{{', '.join(f'{code}: [{held}, {of}]' for code, (held, of) in own.items())}}}")
    return "\n".join(lines) + "\n"


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["lang"] in lexicon.available():
                yield row


def count(rows: list[dict[str, Any]], show: str | None = None) -> tuple[Counts, list[str]]:
    """Return for each pattern and language how many of the relations that it reads hold, and how many there are."""
    counts: Counts = defaultdict(lambda: [0, 0])
    shown: list[str] = []
    for row in rows:
        for name, held, text in read(row):
            key = (name, row["lang"])
            counts[key][0] += held
            counts[key][1] += 1
            if name == show and not held:
                shown.append(f"{row['id']}: {text}")
    return dict(counts), shown


def read(row: Mapping[str, Any]) -> Iterator[tuple[str, bool, str]]:
    """Yield what the patterns read in a paragraph: the pattern, whether it held or is labelled, and the words."""
    from auditor.figures import read_figures
    from auditor.read import read_document

    words = lexicon.load(row["lang"])
    document = read_document("text.txt", data=row["text"].encode(), language=row["lang"], name="text.txt")
    yield from judge(document, read_figures(document, words), words, row.get("relations", ()))


def judge(
    document: Document, figures: Figures, words: lexicon.Lexicon, labelled: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[str, bool, str]]:
    """Yield what the patterns read in a document: the pattern, whether it held or is labelled, and the words."""
    from auditor.checking.reconcile import reconcile
    from auditor.model.relation import Relation
    from auditor.relations.prose.candidates.declared import propose
    from auditor.relations.prose.candidates.structure import read_structure

    structure = read_structure(document, figures, words)
    found = {
        (c.pattern, c.kind, c.whole and c.whole.token, frozenset(p.token for p in c.parts)): c
        for c in propose(structure, words)
    }
    relations = tuple(
        Relation(
            f"r{at}",
            c.kind,
            c.whole.figure.id if c.whole else None,
            tuple(p.figure.id for p in c.parts),
            evidence=(c.direction,),
        )
        for at, c in enumerate(found.values())
    )
    verdicts = reconcile(relations, {figure.id: figure for figure in figures.figures}, _rules())
    labels = {
        (_SAME.get(g["kind"], g["kind"]), frozenset(map(_plain, [*([g["whole"]] if g["whole"] else []), *g["parts"]])))
        for g in labelled
    }
    for candidate, verdict in zip(found.values(), verdicts, strict=True):
        places = [p for p in (candidate.whole, *candidate.parts) if p is not None]
        known = (candidate.kind, frozenset(_plain(p.figure.text) for p in places)) in labels
        low, high = min(p.token for p in places), max(p.token for p in places)
        said = f"{[p.figure.text for p in places]} {' '.join(structure.words[max(0, low - 6) : high + 8])}"
        yield candidate.pattern, bool(verdict.holds) or known, said.replace("\n", "\\n")


@cache
def _rules() -> Rulebook:
    """Return the rules that come with the program."""
    from auditor.rulebook import load_rules

    return load_rules()


def _plain(text: str) -> str:
    """Return a figure's number as written: units behind it are part of some labels and of some figures."""
    number = _NUMBER.search(text)
    return "".join((number[0] if number else text.lower()).split())


if __name__ == "__main__":
    main()
