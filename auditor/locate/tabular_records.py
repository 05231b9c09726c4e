"""Records in rows, one column a figure: which figure of each record is likely wrong."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from math import inf, isnan, nan
from pathlib import Path
from typing import IO, Literal

from auditor.arithmetic.printed_digits import step_of
from auditor.locate.column_density import density
from auditor.locate.likelihood import Printing, Usual
from auditor.locate.priors import LocateError, Priors, standard_priors
from auditor.locate.problem import LocalisationProblem
from auditor.locate.reasons import written
from auditor.locate.record_rules import Checks, linear_rules, load_checks
from auditor.locate.search import Options, locate
from auditor.locate.system import System

Format = Literal["csv", "json", "text"]
FORMATS: tuple[Format, ...] = ("csv", "json", "text")
COLUMNS = ("row", "located", "fixed", "rank", "reason")

_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}([, '\u00a0\u202f\u2009])\d{3}(\1\d{3})*(\.\d+)?")
LEAST_STEP = 1e-12
"""Digits behind it are the dust of binary fractions."""
MISSING = {"", "na", "n/a", "nan", "null", "none", "-", "–", "..", "..."}


@dataclass(frozen=True, slots=True)
class Located:
    """One explanation of one record that does not satisfy the rules."""

    row: int
    """0-based, the header not counted."""
    located: str
    """Names of the figures, joined by "+"; empty where no change of figures mends the record."""
    fixed: str
    """The values that mend it, joined by "+"; empty where the rules leave a value open."""
    rank: int
    reason: str


@dataclass(frozen=True, slots=True)
class Records:
    """A table of figures: rows x names, NaN where missing, and the step of the last digit printed in each column."""

    names: tuple[str, ...]
    rows: tuple[tuple[float, ...], ...]
    steps: tuple[float, ...]


def read_records(text: str, name: str, wanted: Sequence[str] | None = None) -> Records:
    """Read delimited text with a header.

    Args:
        text: Lines with commas, semicolons or tabs, whichever the header has most of.
        name: How messages call it.
        wanted: Columns that must hold numbers, and are read; all by default.

    Returns:
        The columns in the order of the header. A cell that is empty or says "n/a" and the like is missing; the step of
        a column is that of its cell with most decimals.

    Raises:
        LocateError: No header, a column twice, a cell that is no number; one line with the place.
    """
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(StringIO(text), delimiter=delimiter, strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        twice = sorted({column for column in header if column and header.count(column) > 1})
        if not any(header):
            raise LocateError(f"{name}: no header; the first line names the columns")
        if twice:
            raise LocateError(f"{name}, line 1: the column {twice[0]!r} is there twice; rename one")
        places = [place for place, column in enumerate(header) if column and (wanted is None or column in wanted)]
        rows = []
        for cells in reader:
            if not cells:
                continue
            if len(cells) > len(header):
                place = f"{name}, line {reader.line_num}"
                raise LocateError(f"{place}: more cells than the header has; check the separators")
            rows.append(tuple(_number(cells, place, name, reader.line_num, header) for place in places))
    except csv.Error as error:
        place = f"{name}, line {reader.line_num}"
        raise LocateError(f"{place}: cannot be read as CSV ({error}); check the quotes") from None
    least = (min((step_of(row[at]) for row in rows), default=1.0) for at in range(len(places)))
    steps = tuple(max(step, LEAST_STEP) for step in least)
    return Records(tuple(header[place] for place in places), tuple(rows), steps)


def _number(cells: Sequence[str], place: int, name: str, line: int, header: Sequence[str]) -> float:
    """Return a cell's number; NaN where it is empty."""
    text = cells[place].strip().replace("−", "-") if place < len(cells) else ""
    if text.lower() in MISSING:
        return nan
    if not _PLAIN.fullmatch(text):
        grouped = _GROUPED.fullmatch(text)
        if not grouped:
            cell = f"{name}, line {line}, column {header[place]!r}"
            raise LocateError(f"{cell}: {text[:40]!r} is no number; correct it or leave it empty")
        text = text.replace(grouped[1], "")
    value = float(text)
    if abs(value) > 1e15:
        raise LocateError(f"{name}, line {line}, column {header[place]!r}: the number is too large to compute with")
    return value


def locate_records(records: Path, rules: Path, priors: Priors | None = None) -> tuple[Located, ...]:
    """Find the suspects of each record of a file that does not satisfy the rules; see `locate`.

    From the number of records that `rules/locate.yaml` says, how usual a value is in its column weighs in.

    Args:
        records: A CSV file with a header, one column a figure.
        rules: A YAML file with a list `rules` of `id` and `check` ("t == a + b", "a >= 0").
        priors: How likely each slip is; those that come with the program by default.

    Returns:
        Record after record, the likeliest suspect first; one line without figures for a record that no change mends.

    Raises:
        LocateError: The records cannot be used; one line.
        RuleError: The rules cannot be used; one line a mistake.
        OSError: The records cannot be opened.
    """
    try:
        text = records.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise LocateError(f"{records}: not UTF-8 text; save it as CSV in UTF-8") from None
    checks = load_checks(rules, read_records(text.partition("\n")[0], str(records)).names)
    return tuple(locate_rows(read_records(text, str(records), checks.names), checks, priors or standard_priors()))


def locate_rows(records: Records, checks: Checks, priors: Priors) -> Iterator[Located]:
    """Yield the suspects of each record.

    Args:
        records: The columns that the checks name.
        checks: The rules for records, and what it costs to change a figure.
        priors: How likely each slip is.

    Yields:
        Record after record, the likeliest suspect first; one line without figures for a record that no change mends.
    """
    margin = min(records.steps, default=1.0)
    fixed_rules = linear_rules(checks.rules, margin)
    system = System.build(fixed_rules, records.names)
    order = [records.names.index(name) for name in system.names]
    steps = tuple(records.steps[place] for place in order)
    weights = tuple(checks.weights.get(name, 1.0) for name in system.names)
    printing = Printing(steps, (0.0,) * len(steps), (False,) * len(steps))
    options = Options(printing, weights, _usual(records, order, priors), priors)
    curved = any(not rule.linear for rule in checks.rules)
    for number, row in enumerate(records.rows):
        values = [row[place] for place in order]
        if curved:
            around = linear_rules(checks.rules, margin, dict(zip(system.names, values, strict=True)))
            system = System.build([*fixed_rules, *around], records.names)
        yield from _located(number, values, system, options)


def _located(number: int, values: list[float], system: System, options: Options) -> Iterator[Located]:
    low = [-inf if isnan(value) else value for value in values]
    high = [inf if isnan(value) else value for value in values]
    found = locate(values, low, high, system, options)
    steps = options.printing.steps if options.printing else ()
    at = {name: place for place, name in enumerate(system.names)}
    for suspect in found:
        fixed = "+".join(
            "" if value is None else written(value, steps[at[name]]).replace(",", "")
            for name, value in zip(suspect.figures, suspect.fixed, strict=True)
        )
        yield Located(number, "+".join(suspect.figures), fixed, suspect.rank, suspect.reason)
    if not found and LocalisationProblem.state(system, values, low, high).failing:
        yield Located(number, "", "", 1, str(options.priors.words["none"]))


def _usual(records: Records, order: Sequence[int], priors: Priors) -> Usual | None:
    """Learn how usual values are in each column, where there are records enough."""
    columns = list(zip(*records.rows, strict=True)) if len(records.rows) >= priors.columns.records else []
    if not columns:
        return None
    densities = [density(columns[place], priors.columns) for place in order]

    def usual(figure: int, meant: float, printed: float) -> float:
        known = densities[figure]
        return known.ratio(meant, printed) if known else 1.0

    return usual


def write_located(rows: Iterable[Located], form: str, stream: IO[str]) -> None:
    """Write suspects to a text stream.

    Args:
        rows: The suspects, in the order in which they are written.
        form: "csv" with the header `COLUMNS`, "json" for one list of objects, or "text" for one line each.
        stream: Where to; it stays open.
    """
    if form == "csv":
        sheet = csv.writer(stream, lineterminator="\n")
        sheet.writerow(COLUMNS)
        sheet.writerows([row.row, row.located, row.fixed, row.rank, row.reason] for row in rows)
    elif form == "json":
        listed = [{field: getattr(row, field) for field in COLUMNS} for row in rows]
        stream.write(json.dumps(listed, ensure_ascii=False, indent=1) + "\n")
    else:
        for row in rows:
            stream.write(f"row {row.row}, {row.rank}: {row.located or '?'}: {row.reason}\n")
