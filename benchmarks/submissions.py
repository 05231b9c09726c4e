"""Make submissions to measure with: reports to a treaty body, of the lengths and formats that a secretariat gets.

    python benchmarks/submissions.py FOLDER --documents 10000

Lengths are log-normal around 20,000 characters (seven pages), a tenth beyond 40,000. One paragraph in three counts
something, one count in twenty is off; some documents have tables. Of a hundred documents 34 are docx, 22 html, 18 txt,
14 md, 6 pdf, 3 csv and 3 xlsx. The same number of documents is the same files, whatever else is made beside them.
"""

from __future__ import annotations

import argparse
import csv
import html
import io
import random
import re
import sys
import textwrap
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "read"))

FORMATS = (("docx", 34), ("html", 22), ("txt", 18), ("md", 14), ("pdf", 6), ("csv", 3), ("xlsx", 3))
MEDIAN, SPREAD, LONGEST = 20_000, 0.55, 120_000
STATES = ("Norway", "Chile", "Togo", "Nepal", "Ghana", "Peru", "Latvia", "Kenya", "Malta", "Fiji", "Qatar", "Cuba")
COMMITTEES = ("Committee against Torture", "Human Rights Committee", "Committee on the Rights of the Child")
BODIES = (
    "the Ministry of Justice", "the Ombudsman", "the Prosecutor General's Office", "the national preventive mechanism",
    "the Supreme Court", "the prison service", "the Ministry of the Interior", "the parliamentary committee",
)  # fmt: skip
PLACES = ("the capital", "the northern region", "the southern provinces", "the districts", "the remand prisons")
PEOPLE = ("persons", "detainees", "complainants", "victims", "migrants", "prisoners", "asylum seekers", "officers")
THINGS = ("complaints", "investigations", "criminal cases", "inspections", "training courses", "applications")
ACTS = ("amended", "reviewed", "adopted", "submitted to parliament", "published", "explained to the staff")
PROSE = (
    "{body} has {act} the rules on the treatment of persons in custody; the draft was discussed with civil society.",
    "Under article {article} of the Code of Criminal Procedure, whoever is arrested is told of the right to a lawyer.",
    "The Committee recommended in paragraph {article} of its concluding observations that the State party continue.",
    "Act No. {article}/{year} on the execution of sentences entered into force on 1 January {year}.",
    "The State party refers to its previous report and to the information that {body} gave during the dialogue.",
    "Medical examinations are carried out by independent doctors, in accordance with the Istanbul Protocol.",
    "In {place}, interpreters are available at any time, and the right to notify a relative is respected in practice.",
    "The authorities, in cooperation with {body}, have prepared a manual which is used in the training of judges.",
    "No exceptional circumstances whatsoever may be invoked as a justification of torture.",
    "Complaints can be addressed to {body} in confidence; reprisals are forbidden and would be prosecuted.",
)  # fmt: skip
Number = Callable[[int, int], int]


@dataclass(frozen=True, slots=True)
class Submission:
    """What a document says, before it has a format."""

    title: str
    paragraphs: tuple[str, ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...]
    seed: int


def make(number: int) -> tuple[str, Submission]:
    """Give the name and the content of the n-th document."""
    rng = random.Random(number)  # noqa: S311 - nothing secret
    form = rng.choices([name for name, _ in FORMATS], [share for _, share in FORMATS])[0]
    length = min(LONGEST, int(rng.lognormvariate(0, SPREAD) * MEDIAN))
    made = submission(number, length, tables=rng.randrange(4) if form not in ("csv", "xlsx") else 1)
    return f"series-{number % 97:02}/submission-{number:05}.{form}", made


def submission(seed: int, length: int, tables: int = 0) -> Submission:
    """Make a submission of about so many characters."""
    rng = random.Random(seed * 7919 + 1)  # noqa: S311 - nothing secret
    year, state = rng.randrange(2008, 2026), rng.choice(STATES)
    paragraphs: list[str] = [f"{rng.choice(COMMITTEES)}. Information received from {state} on 3 May {year}"]
    size = 0
    while size < length:
        counted = rng.randrange(3) == 0
        sentences = [_counts(rng, year) if counted and rng.random() < 0.7 else _prose(rng, year)
                     for _ in range(rng.randrange(2, 7))]  # fmt: skip
        paragraphs.append(" ".join(sentences))
        size += len(paragraphs[-1])
    made = tuple(tuple(_table(rng, year)) for _ in range(tables))
    return Submission(f"Report of {state}, {year}", tuple(paragraphs), made, seed)


def _prose(rng: random.Random, year: int) -> str:
    body = rng.choice(BODIES)
    text = rng.choice(PROSE).format(
        body=body, act=rng.choice(ACTS), place=rng.choice(PLACES), article=rng.randrange(2, 300), year=year - 3
    )
    return text[0].upper() + text[1:]


def _counts(rng: random.Random, year: int) -> str:
    """Give a sentence that counts: a breakdown, a subset, a share, a change, or a number alone."""
    one, other = rng.randrange(3, 4000), rng.randrange(3, 4000)
    whole = one + other + (rng.choice((1, 9, 10, 27, 100)) if rng.randrange(20) == 0 else 0)
    people, thing, when = rng.choice(PEOPLE), rng.choice(THINGS), year - rng.randrange(1, 5)
    kind = rng.randrange(6)
    if kind == 0:
        return f"In {when}, {whole:,} {people} were registered, including {one:,} men and {other:,} women."
    if kind == 1:
        told = f"of which {one:,} were closed and {other:,} are pending"
        return f"A total of {whole:,} {thing} were opened in {when}, {told}."
    if kind == 2:
        return f"Of the {whole:,} {people}, {one:,} ({100 * one / whole:.1f} per cent) were released in {when}."
    if kind == 3:
        return f"The number of {thing} rose from {one:,} in {when - 1} to {one + other:,} in {when}."
    if kind == 4:
        return f"{rng.choice(BODIES).capitalize()} received about {round(whole, -2) or 100:,} {thing} in {when}."
    return f"In {rng.choice(PLACES)}, at least {one:,} {people} took part in {rng.randrange(2, 60)} {thing} in {when}."


def _table(rng: random.Random, year: int) -> Iterator[tuple[str, ...]]:
    """Give the rows of a table with totals."""
    years = range(year - 4, year)
    rows = [[rng.randrange(5, 3000) for _ in years] for _ in range(rng.randrange(3, 9))]
    yield ("Place", *map(str, years), "Total")
    for place, row in enumerate(rows, 1):
        yield (f"District {place}", *(f"{value:,}" for value in row), f"{sum(row):,}")
    sums = [sum(column) for column in zip(*rows, strict=True)]
    yield ("Total", *(f"{value:,}" for value in sums), f"{sum(sums):,}")


def written(name: str, made: Submission) -> bytes:
    """Give a submission in the format that its name says."""
    return _WRITERS[name.rpartition(".")[2]](made)


def _txt(made: Submission) -> bytes:
    numbered = (textwrap.fill(f"{at}. {text}", 100) for at, text in enumerate(made.paragraphs, 1))
    return "\n\n".join((made.title, *numbered)).encode()


def _md(made: Submission) -> bytes:
    parts = [f"# {made.title}", *(f"{at}. {text}" for at, text in enumerate(made.paragraphs, 1))]
    for table in made.tables:
        head, *rows = ("| " + " | ".join(row) + " |" for row in table)
        parts.append("\n".join((head, "|" + " --- |" * len(table[0]), *rows)))
    return "\n\n".join(parts).encode()


def _html(made: Submission) -> bytes:
    body = [f"<p>{at}. {html.escape(text)}</p>" for at, text in enumerate(made.paragraphs, 1)]
    for table in made.tables:
        rows = ("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in table)
        body.append(f"<table>{''.join(rows)}</table>")
    return f"<html><head><title>{made.title}</title></head><body>{''.join(body)}</body></html>".encode()


def _docx(made: Submission) -> bytes:
    import docx

    document = docx.Document()
    document.add_heading(made.title, 1)
    for at, text in enumerate(made.paragraphs, 1):
        document.add_paragraph(f"{at}. {text}")
    for table in made.tables:
        grid = document.add_table(len(table), len(table[0]))
        for cell, text in zip(grid._cells, (text for row in table for text in row), strict=True):  # noqa: SLF001
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return _steady(out.getvalue())


def _pdf(made: Submission) -> bytes:
    from pdf_maker import Page
    from pdf_maker import written as pdf

    lines = [line for at, text in enumerate(made.paragraphs, 1) for line in (*textwrap.wrap(f"{at}. {text}", 88), "")]
    pages = []
    for start in range(0, len(lines), 52):
        pages.append(Page())
        pages[-1].lines(60, 780, lines[start : start + 52])
    return pdf(pages)


def _csv(made: Submission) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(_tall(made))
    return out.getvalue().encode()


def _xlsx(made: Submission) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for row in _tall(made):
        book.active.append([int(cell.replace(",", "")) if cell[:1].isdigit() else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return _steady(out.getvalue())


def _steady(data: bytes) -> bytes:
    """Give an Office file without the time at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z", b"2026-01-01T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _tall(made: Submission) -> Iterator[tuple[str, ...]]:
    """Give a table as long as the text would be."""
    rng = random.Random(made.seed)  # noqa: S311 - nothing secret
    rows = [[rng.randrange(5, 3000) for _ in range(5)] for _ in range(max(3, sum(map(len, made.paragraphs)) // 400))]
    yield ("Place", "2019", "2020", "2021", "2022", "2023", "Total")
    for place, row in enumerate(rows, 1):
        yield (f"District {place}", *(f"{value:,}" for value in row), f"{sum(row):,}")
    sums = [sum(column) for column in zip(*rows, strict=True)]
    yield ("Total", *(f"{value:,}" for value in sums), f"{sum(sums):,}")


_WRITERS: dict[str, Callable[[Submission], bytes]] = {
    "txt": _txt, "md": _md, "html": _html, "docx": _docx, "pdf": _pdf, "csv": _csv, "xlsx": _xlsx,
}  # fmt: skip


def fill(folder: Path, documents: int) -> int:
    """Write so many documents, unless they are there, and give their bytes."""
    size = 0
    for number in range(documents):
        name, made = make(number)
        path = folder / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(written(name, made))
        size += path.stat().st_size
    return size


def main() -> None:
    """Write a folder of submissions."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--documents", type=int, default=10_000)
    asked = ask.parse_args()
    print(f"{asked.documents:,} documents, {fill(asked.folder, asked.documents) / 1e6:,.1f} MB")


if __name__ == "__main__":
    main()
