"""Measure the declared patterns on text that is given, and write `rules/weights/patterns.yaml`: the same each time.

    python training/patterns.py TEXT.jsonl[.gz]... [--judged FILE] [--show PATTERN] [--dry]

TEXT has one paragraph or passage a line: {id, lang, text}, and {relations: [{kind, whole, parts}]} where labelled.
Published figures are right, so what a pattern reads there holds where the words assert it: the share that holds is how
sure the pattern is. What is said in the same words again and again, as forms are filled in, counts once. In labelled
text what is labelled counts as held whether or not it holds. `--judged` names what does not hold because the published
text is off, as people found: {pattern: {language: number}}.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import click

from auditor.language import lexicon
from auditor.model.document import Document
from auditor.model.figure import Figures
from auditor.rulebook import Rulebook
from auditor.runtime.resources import rules_folder

Counts = dict[str, dict[str, list[int]]]
CHUNK = 400
AROUND = 4
"""Words around a relation that tell whether it is said in the words of another."""
_NUMBER = re.compile(r"\d(?:[\d.,\s]*\d)?")
_SAME = {"remainder": "total"}
_LABELLED = {"subset": ("subset", "total")}
"""Kinds of labels that show that what was read is there: the parts of a total are among it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One relation that patterns read in a text."""

    patterns: tuple[str, ...]
    language: str
    kind: str
    held: bool
    """Whether it holds, or is labelled."""
    text: str
    """Where it was read, for people."""
    wording: str = ""
    """The words from before its first figure to behind its last, without the figures."""


@click.command()
@click.argument("texts", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--judged", type=click.Path(exists=True, path_type=Path))
@click.option("--show", help="Print what this pattern reads that does not hold.")
@click.option("--dry", is_flag=True, help="Print, and write nothing.")
def main(texts: tuple[Path, ...], judged: Path | None, show: str | None, *, dry: bool) -> None:
    """Count on all texts and write the weights."""
    import yaml

    rows = [row for path in texts for row in _rows(path)]
    chunks = [rows[at : at + CHUNK] for at in range(0, len(rows), CHUNK)]
    with ProcessPoolExecutor(2) as pool:
        readings = [reading for part in pool.map(read_rows, chunks) for reading in part]
    for reading in readings:
        if show in reading.patterns and not reading.held:
            click.echo(reading.text)
    readings = _with_judged(readings, yaml.safe_load(judged.read_text(encoding="utf-8")) if judged else {})
    made = written(count(readings))
    click.echo(made)
    if not dry:
        (rules_folder() / "weights" / "patterns.yaml").write_text(made, encoding="utf-8")


def written(counts: Counts) -> str:
    """Return the weights as YAML."""
    from auditor.relations.prose.candidates.declarations import load_patterns

    lines = [
        "# How often what each pattern read held, by language: [held, read], and the same of what no surer one reads.",
        "# Made by training/patterns.py; do not edit.",
        "# floors: from which probability on a relation is checked, and reported where one slip explains the gap.",
        'version: "1"',
        "floors: {checked: 0.9, slip: 0.75}",
        "patterns:",
    ]
    for name in dict.fromkeys(pattern.name for pattern in load_patterns()):
        own = sorted(counts.get(name, {}).items())
        lines.append(f"  {name}: {{{', '.join(f'{code}: {numbers}' for code, numbers in own)}}}")
    return "\n".join(lines) + "\n"


def count(readings: Iterable[Reading]) -> Counts:
    """Return how many of the wordings that patterns read hold, and how many there are: of all, and of a pattern's own.

    Its own are those that no surer pattern reads: of what several read, the surest is what counts.

    Returns:
        By pattern and code of the language: held and read of all, held and read of its own.
    """
    read = list(readings)
    every = _held(read)
    sure = {name: (sum(own) + 1) / (len(own) + 2) for name, own in _together(every).items()}
    own = _held([replace(each, patterns=(max(each.patterns, key=sure.__getitem__),)) for each in read])
    counts: Counts = defaultdict(dict)
    for (name, code), shares in every.items():
        alone = own.get((name, code), [])
        counts[name][code] = [round(sum(shares)), len(shares), round(sum(alone)), len(alone)]
    return counts


def _held(readings: Iterable[Reading]) -> dict[tuple[str, str], list[float]]:
    """Return for each pattern and language the share that holds of each wording."""
    worded: dict[tuple[str, str], dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for reading in readings:
        for name in reading.patterns:
            worded[name, reading.language][reading.wording].append(reading.held)
    return {key: [sum(held) / len(held) for held in each.values()] for key, each in worded.items()}


def _together(held: Mapping[tuple[str, str], list[float]]) -> dict[str, list[float]]:
    """Return the same for each pattern, of all languages."""
    out: dict[str, list[float]] = defaultdict(list)
    for (name, _), shares in held.items():
        out[name] += shares
    return out


def _with_judged(readings: Iterable[Reading], judged: Mapping[str, Mapping[str, int]]) -> list[Reading]:
    """Return readings of which as many count as held as people found right though the text is off."""
    out, right = list(readings), set[int]()
    for name, languages in judged.items():
        for code, number in languages.items():
            own = [at for at, each in enumerate(out) if name in each.patterns and each.language == code]
            off = [at for at in own if not out[at].held]
            right.update(off[: max(0, number - sum(at in right for at in own))])
            for at in right.intersection(off):
                out[at] = replace(out[at], held=True)
    return out


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["lang"] in lexicon.available():
                yield row


def read_rows(rows: list[dict[str, Any]]) -> list[Reading]:
    """Return what patterns read in some rows."""
    return [reading for row in rows for reading in read(row)]


def read(row: Mapping[str, Any]) -> Iterator[Reading]:
    """Yield what the patterns read in a paragraph."""
    from auditor.figures import read_figures
    from auditor.read import read_document

    words = lexicon.load(row["lang"])
    document = read_document("text.txt", data=row["text"].encode(), language=row["lang"], name="text.txt")
    for reading in judge(document, read_figures(document, words), words, row.get("relations", ())):
        yield replace(reading, text=f"{row['id']}: {reading.text}")


def judge(
    document: Document, figures: Figures, words: lexicon.Lexicon, labelled: Iterable[Mapping[str, Any]]
) -> Iterator[Reading]:
    """Yield what the patterns read in a document."""
    from auditor.checking.reconcile import reconcile
    from auditor.model.relation import Relation
    from auditor.relations.prose.candidates.declared import propose
    from auditor.relations.prose.candidates.structure import read_structure

    structure = read_structure(document, figures, words)
    found: dict[Any, list[Any]] = {}
    for c in propose(structure, words):
        found.setdefault((c.kind, c.whole and c.whole.token, frozenset(p.token for p in c.parts)), []).append(c)
    relations = tuple(
        Relation(
            f"r{at}",
            c.kind,
            c.whole.figure.id if c.whole else None,
            tuple(p.figure.id for p in c.parts),
            evidence=(c.direction,),
        )
        for at, (c, *_) in enumerate(found.values())
    )
    verdicts = reconcile(relations, {figure.id: figure for figure in figures.figures}, _rules())
    labels = {
        (_SAME.get(g["kind"], g["kind"]), frozenset(map(_plain, [*([g["whole"]] if g["whole"] else []), *g["parts"]])))
        for g in labelled
    }
    for candidates, verdict in zip(found.values(), verdicts, strict=True):
        first = candidates[0]
        places = [p for p in (first.whole, *first.parts) if p is not None]
        told = frozenset(_plain(place.figure.text) for place in places)
        known = any((kind, told) in labels for kind in _LABELLED.get(first.kind, (first.kind,)))
        low, high = min(p.token for p in places), max(p.token for p in places)
        said = f"{[p.figure.text for p in places]} {' '.join(structure.words[max(0, low - 6) : high + 8])}"
        yield Reading(
            tuple(dict.fromkeys(c.pattern for c in candidates)),
            words.language,
            first.kind,
            bool(verdict.holds) or known,
            said.replace("\n", "\\n"),
            " ".join(
                "#" if at in structure.at else structure.words[at]
                for at in range(max(0, low - AROUND), min(high + 1 + AROUND, len(structure.words)))
            ),
        )


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
