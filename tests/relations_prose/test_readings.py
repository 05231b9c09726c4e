"""The readings in the Markdown files beside this one: a heading, a passage, what is read from it and what is not.

A file looks like this; a person who writes no code can add to it::

    ## Prisoners by status
    A total of 414 persons were held, including 381 soldiers and 33 civilians.

    - total 414 = 381 + 33
    - subset 414 > 381            (a line that begins with "not" must not be read)
    - fails total 414 = 380 + 33  (read, and does not reconcile)

Signs: ``=`` total or remainder, ``>`` subset, ``% base part share``, ``~ new old change``, ``100 = shares``,
``average mean = values``,
``# count`` enumeration, ``== figure figure`` repeat; any other kind is its name, its whole and its parts in their order
(``ratio 300 90 3:1``). ``nothing`` says that no relation at all is read;
``no alarm`` that nothing is reported as failing,
``no #`` that no enumeration is read, and so on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from auditor.kinds import kind_of
from auditor.language import lexicon
from auditor.model.figure import Figure
from auditor.pipeline import audit
from auditor.read import read_document

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Reading:
    """One passage with the lines that say what is to be read from it."""

    name: str
    language: str
    passage: str
    lines: tuple[str, ...]


def _readings() -> list[Reading]:
    found = []
    for path in sorted(FOLDER.glob("*.md")):
        language = path.stem.rpartition("_")[2]
        for section in re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            name, _, body = section.partition("\n")
            head, _, tail = body.partition("\n- ")
            lines = tuple(line.strip() for line in re.split(r"\n- ", "\n- " + tail)[1:])
            found.append(Reading(f"{path.stem}: {name.strip()}", language, head.strip() + "\n", lines))
    return found


def _text(figure: Figure) -> str:
    return re.sub(r"\s+", " ", figure.text.lower())


def _read(reading: Reading) -> tuple[set[str], set[str]]:
    """Give the relations of a passage, written as in the files, and those of them that fail as a finding."""
    document = read_document("passage.txt", data=reading.passage.encode(), language=reading.language, name="p.txt")
    result = audit(document)
    by_id = result.figures.by_id
    reported = {finding.relation for finding in result.findings if finding.severity != "note"}
    every, failing = set(), set()
    for relation in result.relations:
        if kind_of(relation.kind).in_words:
            continue
        whole = _text(by_id[relation.whole]) if relation.whole else ""
        parts = [_text(by_id[p]) for p in relation.parts]
        listed = " + ".join(sorted(parts))
        line = {
            "total": f"total {whole} = {listed}",
            "remainder": f"total {whole} = {listed}",
            "average": f"average {whole} = {listed}",
            "subset": f"subset {whole} > {listed}",
            "percentage": f"% {whole} {' '.join(parts)}",
            "change": f"~ {whole} {' '.join(parts)}",
            "shares": f"100 = {listed}",
            "enumeration": f"# {whole}",
            "repeat": "== " + " ".join(sorted((whole, *parts))),
        }.get(relation.kind, " ".join([relation.kind, whole, *parts]))
        every.add(line)
        if relation.id in reported:
            failing.add(line)
    return every, failing


def _canonical(line: str) -> str:
    """Sort the parts of a line so that their order does not matter."""
    line = re.sub(r"\s+", " ", line.strip().lower())
    if line.startswith("== "):
        return "== " + " ".join(sorted(line[3:].split(" ")))
    head, sign, tail = re.match(r"(.*?)(?:( = | > )(.*))?$", line).groups()  # type: ignore[union-attr]
    return f"{head}{sign}{' + '.join(sorted(tail.split(' + ')))}" if sign else line


READINGS = _readings()


@pytest.mark.parametrize("reading", READINGS, ids=[r.name for r in READINGS])
def test_passage_is_read_as_the_file_says(reading: Reading) -> None:
    every, failing = _read(reading)
    assert reading.lines, "a reading without expectations tests nothing"
    for line in reading.lines:
        if line == "nothing":
            assert not {r for r in every if not r.startswith("== ")}
        elif line == "no alarm":
            assert not failing
        elif line.startswith("no "):
            assert not {r for r in every if r.startswith(line[3:])}
        elif line.startswith("not "):
            assert _canonical(line[4:]) not in every
        elif line.startswith("fails "):
            assert _canonical(line[6:]) in failing
        else:
            assert _canonical(line) in every


def test_every_language_has_readings() -> None:
    """A lexicon without a file of readings is a language that nobody has tried."""
    assert {r.language for r in READINGS} >= set(lexicon.available())
