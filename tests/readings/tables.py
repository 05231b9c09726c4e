"""Tables of many layouts, the same each time: totals, shares, changes, styles of numbers; some of them damaged."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Grid = list[list[str]]
Counts = list[list[int]]
TABLES = 240
DAMAGED = 0.4
"""The share of tables in which one figure is another."""


@dataclass(frozen=True)
class Words:
    """What a language calls the rows and columns of a table."""

    places: Sequence[str]
    groups: Sequence[str]
    place: str
    total: str
    both: str
    of_which: str
    share: str
    change: str
    mean: str
    cumulative: str


WORDS = {
    "en": Words(
        ("Arden", "Bellmoor", "Croft", "Dunmere", "Elsham", "Farrow"),
        ("Men", "Women", "Boys", "Girls", "Unknown"),
        *("District", "Total", "Both sexes", "of which minors", "% of total", "Change", "Average", "Cumulative"),
    ),
    "fr": Words(
        ("Arvigny", "Belroche", "Courmont", "Dampré", "Esternay", "Fougère"),
        ("Hommes", "Femmes", "Garçons", "Filles", "Inconnu"),
        *("Région", "Total", "Ensemble", "dont mineurs", "% du total", "Évolution", "Moyenne", "Cumul"),
    ),
    "es": Words(
        ("Aldea", "Barranco", "Cumbres", "Dehesa", "Encinar", "Fuentes"),
        ("Hombres", "Mujeres", "Niños", "Niñas", "Desconocido"),
        *(
            "Región",
            "Total",
            "Ambos sexos",
            "de los cuales menores",
            "% del total",
            "Variación",
            "Promedio",
            "Acumulado",
        ),
    ),
    "pt": Words(
        ("Arroio", "Brejo", "Campina", "Divisa", "Estiva", "Furnas"),
        ("Homens", "Mulheres", "Meninos", "Meninas", "Desconhecido"),
        *("Região", "Total", "Ambos os sexos", "dos quais menores", "% do total", "Variação", "Média", "Acumulado"),
    ),
}
STYLES: dict[str, Callable[[float], str]] = {
    "plain": lambda n: f"{n:g}" if n < 1e6 else f"{n:.0f}",
    "commas": lambda n: f"{n:,}",
    "blanks": lambda n: f"{n:,}".replace(",", " "),
    "points": lambda n: f"{n:,.0f}".replace(",", "."),
    "brackets": lambda n: f"({-n:,})" if n < 0 else f"{n:,}",
    "decimals": lambda n: f"{n:.1f}",
}


def made_tables() -> dict[str, tuple[str, str]]:
    """Return the tables as CSV, each with its language, by a name that says its layout."""
    random_ = random.Random(20)  # noqa: S311 - the same each time
    out: dict[str, tuple[str, str]] = {}
    for number in range(TABLES):
        language = random_.choice(tuple(WORDS))
        layout = random_.choice(tuple(LAYOUTS))
        style = random_.choice(tuple(STYLES))
        columns, rows = random_.randint(2, 4), random_.randint(2, 6)
        counts = [
            [random_.choice((random_.randint(0, 40), random_.randint(41, 9000))) for _ in range(columns)]
            for _ in range(rows)
        ]
        grid, shown = LAYOUTS[layout](counts, WORDS[language]), STYLES[style]
        printed = [[cell if isinstance(cell, str) else shown(cell) for cell in row] for row in grid]
        damaged = random_.random() < DAMAGED
        if damaged:
            _damage(printed, random_)
        name = f"{number:03} {language} {layout}, {style}{', damaged' if damaged else ''}"
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(printed)
        out[name] = (language, text.getvalue())
    return out


def _damage(grid: Grid, random_: random.Random) -> None:
    """Change one digit of one cell."""
    cells = [(r, c) for r, row in enumerate(grid[1:], 1) for c, cell in enumerate(row[1:], 1) if cell[:1].isdigit()]
    row, column = random_.choice(cells)
    cell = grid[row][column]
    at = random_.choice([at for at, letter in enumerate(cell) if letter.isdigit()])
    grid[row][column] = cell[:at] + str((int(cell[at]) + random_.randint(1, 8)) % 10) + cell[at + 1 :]


Rows = list[list[Any]]


def _body(counts: Counts, words: Words) -> Rows:
    return [[words.places[at], *row] for at, row in enumerate(counts)]


def _head(counts: Counts, words: Words) -> list[Any]:
    return [words.place, *words.groups[: len(counts[0])]]


def _sums(rows: Rows) -> list[float]:
    return [sum(row[at] for row in rows) for at in range(1, len(rows[0]))]


def _total_below(counts: Counts, words: Words) -> Rows:
    body = _body(counts, words)
    return [_head(counts, words), *body, [words.total, *_sums(body)]]


def _total_above(counts: Counts, words: Words) -> Rows:
    body = _body(counts, words)
    return [_head(counts, words), [words.total, *_sums(body)], *body]


def _total_beside(counts: Counts, words: Words) -> Rows:
    return [[*_head(counts, words), words.total], *([*row, sum(row[1:])] for row in _body(counts, words))]


def _both_totals(counts: Counts, words: Words) -> Rows:
    rows: Rows = [[*row, sum(row[1:])] for row in _body(counts, words)]
    return [[*_head(counts, words), words.total], *rows, [words.total, *_sums(rows)]]


def _both_sexes(counts: Counts, words: Words) -> Rows:
    rows: Rows = [[words.places[at], row[0] + row[1], *row[:2]] for at, row in enumerate(counts)]
    return [[words.place, words.both, *words.groups[:2]], *rows]


def _subtotals(counts: Counts, words: Words) -> Rows:
    body, out = _body(counts, words), [_head(counts, words)]
    for at in range(0, len(body), 2):
        block: Rows = [[f"  {row[0]}", *row[1:]] for row in body[at : at + 2]]
        out += [[f"{words.total} {at // 2 + 1}", *_sums(block)], *block]
    return [*out, [words.total, *_sums(body)]]


def _of_which(counts: Counts, words: Words) -> Rows:
    body, out = _body(counts, words), [_head(counts, words)]
    for row in body:
        out += [row, [f"  {words.of_which}", *(n // 3 for n in row[1:])]]
    return [*out, [words.total, *_sums(body)]]


def _shares(counts: Counts, words: Words) -> Rows:
    whole = sum(row[0] for row in counts) or 1
    rows: Rows = [[words.places[at], row[0], f"{100 * row[0] / whole:.1f}"] for at, row in enumerate(counts)]
    return [[words.place, words.groups[0], words.share], *rows, [words.total, whole, "100.0"]]


def _changes(counts: Counts, words: Words) -> Rows:
    rows: Rows = [
        [words.places[at], row[0], row[1], f"{100 * (row[1] - row[0]) / row[0]:.1f}%" if row[0] else ".."]
        for at, row in enumerate(counts)
    ]
    return [[words.place, "2022", "2023", words.change], *rows]


def _mean(counts: Counts, words: Words) -> Rows:
    body = _body(counts, words)
    return [_head(counts, words), *body, [words.mean, *(round(n / len(body), 1) for n in _sums(body))]]


def _running(counts: Counts, words: Words) -> Rows:
    rows: Rows = []
    for at, row in enumerate(counts):
        rows.append([f"{2015 + at}", row[0], sum(each[0] for each in counts[: at + 1])])
    return [["", words.groups[0], words.cumulative], *rows]


def _years(counts: Counts, words: Words) -> Rows:
    rows: Rows = [[f"{2015 + at}", *row, sum(row)] for at, row in enumerate(counts)]
    return [[*_head(counts, words), words.total], *rows]


def _no_totals(counts: Counts, words: Words) -> Rows:
    return [_head(counts, words), *_body(counts, words)]


def _differences(counts: Counts, words: Words) -> Rows:
    rows: Rows = [[words.places[at], row[0], row[1], row[1] - row[0]] for at, row in enumerate(counts)]
    return [[words.place, "2022", "2023", "+/-"], *rows]


LAYOUTS: dict[str, Callable[[Counts, Words], Rows]] = {
    "total below": _total_below,
    "total above": _total_above,
    "total beside": _total_beside,
    "totals below and beside": _both_totals,
    "both sexes": _both_sexes,
    "subtotals": _subtotals,
    "of which": _of_which,
    "shares": _shares,
    "changes": _changes,
    "differences": _differences,
    "mean": _mean,
    "running total": _running,
    "years": _years,
    "no totals": _no_totals,
}
