"""Repeats across prose and tables: the figures that a paragraph takes from a table which it names.

"As Table 3 shows, 1,204 persons died" repeats a cell of table 3. Which cell is told by the value; where no cell has it,
by the words of row and head, and then only where a slip or a small difference explains that the two disagree.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from auditor.arithmetic.slips import noisy_channel
from auditor.language.folding import fold, forms, words_pattern, written_pattern
from auditor.language.lexicon import Lexicon, shared
from auditor.language.sentences import split_sentences
from auditor.model.document import Document, Paragraph, Table
from auditor.model.figure import Figure, Figures
from auditor.model.relation import Relation

CUE = "a figure of the table that the text names"
NEAR = 0.05
"""Relative difference up to which a figure under the same words is meant to be that of the table."""
SMALL, TELLING = 10, 100
"""Least value that a match is sought for without words that agree twice; least that tells its cell alone."""
MOST = 4000
"""Most figures of a table that is searched by its words; larger ones are searched by value alone."""
REACH = 3
"""How many paragraphs above a table may hold its number."""
_WORDS = re.compile(r"[^\W\d_]{3,}|(?<!\d)(?:19|20)\d\d(?!\d)")
_CLAUSE = re.compile(r"[;:()\n—–]|,\s")
_Words = tuple[int, frozenset[str], bool]
"""Row or column of a cell of words, its words, and whether it names a total."""
_UNITS = ("count", "money", "percent")


@dataclass(frozen=True, slots=True)
class _Named:
    """A cell's figure with the words of its row and of its head."""

    figure: Figure
    row: frozenset[str]
    head: frozenset[str]
    in_all: tuple[bool, bool]
    """Whether its row is that of a total, and its column."""


@dataclass(frozen=True, slots=True)
class _Clause:
    """A figure of running text with the words of its clause and of its sentence."""

    figure: Figure
    near: frozenset[str]
    sentence: frozenset[str]
    cited: bool
    """Whether its own sentence names the table."""


def read_citations(
    document: Document, figures: Figures, lexicon: Lexicon, is_total: Callable[[str], bool]
) -> list[Relation]:
    """Tie the figures of each paragraph that names a table to the cells that they repeat.

    Args:
        document: as read.
        figures: all of the document.
        lexicon: of its language.
        is_total: says whether a row's label or a column's head names a total.

    Returns:
        Repeats without ids, each with the one that stands first as its whole, in reading order.
    """
    cited = _cited(document, figures, lexicon)
    if not cited:
        return []
    cells: dict[str, list[Figure]] = defaultdict(list)
    prose: dict[int, list[Figure]] = defaultdict(list)
    for figure in figures.figures:
        if figure.table is not None:
            cells[figure.table].append(figure)
        elif figure.unit in _UNITS and figure.exact and not figure.article:
            prose[figure.order].append(figure)
    tables = {table.label: table for _, _, table in cited}
    named = {label: _named(table, cells[label], lexicon, is_total) for label, table in tables.items()}
    by_value: dict[str, dict[float, list[_Named]]] = {label: defaultdict(list) for label in tables}
    for label, listed in named.items():
        for cell_named in listed:
            by_value[label][cell_named.figure.value].append(cell_named)
    found: list[Relation] = []
    taken: set[str] = set()
    for paragraph, at, table in cited:
        for clause in _clauses(paragraph, prose.get(paragraph.order, ()), at, lexicon):
            if clause.figure.id in taken:
                continue
            cell = _same(clause, by_value[table.label].get(clause.figure.value, ()))
            if cell is None and len(named[table.label]) <= MOST:
                cell = _meant(clause, named[table.label])
            if cell is not None:
                taken.add(clause.figure.id)
                found.append(_repeat(clause.figure, cell))
    return found


def _repeat(one: Figure, other: Figure) -> Relation:
    first, later = sorted((one, other), key=lambda f: (f.order, f.start))
    same = one.value == other.value
    evidence = ("same", "table") if same else ("label", "table")
    return Relation("", "repeat", first.id, (later.id,), CUE, 0.9 if same else 0.8, evidence)


def _cited(document: Document, figures: Figures, lexicon: Lexicon) -> list[tuple[Paragraph, int, Table]]:
    """Return each naming of a table in running text: paragraph, offset, table; in reading order."""
    if not document.tables:
        return []
    by_number = _by_number(document)
    near = {side: _pattern(lexicon, side) for side in ("below", "above")}
    paragraphs = {paragraph.order: paragraph for paragraph in document.paragraphs}
    found: list[tuple[Paragraph, int, Table]] = []
    for discarded in figures.discarded:
        paragraph = paragraphs.get(discarded.order)
        if discarded.reason == "table" and paragraph is not None:
            table, title = by_number.get(_number(discarded.text), (None, None))
            if table is not None and paragraph.order != title:
                found.append((paragraph, discarded.start, table))
    orders = sorted(document.tables, key=lambda table: table.order)
    for paragraph in document.paragraphs:
        folded = fold(paragraph.text)
        for side, pattern in near.items():
            hit = pattern.search(folded) if pattern is not None else None
            if hit is None:
                continue
            later = [t for t in orders if paragraph.order < t.order <= paragraph.order + REACH]
            before = [t for t in orders if paragraph.order - REACH <= t.order < paragraph.order]
            table = (later[0] if later else None) if side == "below" else (before[-1] if before else None)
            if table is not None:
                found.append((paragraph, hit.start(), table))
    return sorted(found, key=lambda row: (row[0].order, row[1], row[2].order))


@cache
def _pattern(lexicon: Lexicon, name: str) -> re.Pattern[str] | None:
    words = (lexicon.sections.get("table_near") or {}).get(name)
    return re.compile(rf"(?<![a-z]){words_pattern(words)}") if words else None


@cache
def _number_pattern() -> re.Pattern[str]:
    signs = written_pattern(forms(shared().get("number_signs") or ()))
    number = r"\d{1,3}(?:[.-]\d{1,3})*[a-z]?|[ivxlc]{1,6}"
    return re.compile(rf"(?<![a-z\d])([a-z])[a-z]*\.?\s*(?:(?:{signs})\s*)?({number})(?![\w])")


def _number(text: str) -> tuple[str, str] | None:
    """Return the first letter of a reference's word and its number: "Table 3" and "tables 3" are one."""
    found = _number_pattern().match(fold(text).strip())
    return (found[1], found[2]) if found else None


def _by_number(document: Document) -> dict[tuple[str, str] | None, tuple[Table, int | None]]:
    """Return the tables by what their titles call them, each with the place of its title; a name of two is none."""
    blocks = {paragraph.order: paragraph.text for paragraph in document.paragraphs}
    tables = {table.order for table in document.tables}
    found: dict[tuple[str, str] | None, list[tuple[Table, int | None]]] = defaultdict(list)
    for table in document.tables:
        above: list[int] = []
        for order in range(table.order - 1, table.order - 1 - REACH, -1):
            if order in tables:
                break
            above.append(order)
        titles = [(_number(blocks.get(order, "")), order) for order in above]
        name, title = next((row for row in titles if row[0] is not None), (_number(table.caption), None))
        if name is not None:
            found[name].append((table, title))
    return {name: listed[0] for name, listed in found.items() if len(listed) == 1}


def _stems(text: str, lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon.stem(word) for word in _WORDS.findall(fold(text)) if word not in lexicon.function_words)


def _named(table: Table, figures: Sequence[Figure], lexicon: Lexicon, is_total: Callable[[str], bool]) -> list[_Named]:
    """Return the figures of a table's cells with the words left of them and above them."""
    held = {(f.row, f.column) for f in figures}
    rows: dict[int, list[_Words]] = defaultdict(list)
    heads: dict[int, list[_Words]] = defaultdict(list)
    for cell in table.cells:
        if (cell.row, cell.column) in held or not cell.text.strip():
            continue
        said = (_stems(cell.text, lexicon), is_total(cell.text))
        for row in range(cell.row, min(cell.row + cell.rows, table.rows)):
            rows[row].append((cell.column, *said))
        for column in range(cell.column, min(cell.column + cell.columns, table.columns)):
            heads[column].append((cell.row, *said))
    made = []
    for figure in figures:
        if figure.row is None or figure.column is None:
            continue
        left = [said for said in rows[figure.row] if said[0] < figure.column]
        above = [said for said in heads[figure.column] if said[0] < figure.row]
        made.append(
            _Named(
                figure,
                frozenset().union(*(words for _, words, _ in left)),
                frozenset().union(*(words for _, words, _ in above)),
                (any(total for _, _, total in left), any(total for _, _, total in above)),
            )
        )
    return made


def _clauses(paragraph: Paragraph, figures: Sequence[Figure], at: int, lexicon: Lexicon) -> Iterator[_Clause]:
    """Yield the figures of a paragraph, from the sentence that names the table on."""
    for start, end in split_sentences(paragraph.text, lexicon.abbreviations):
        if end <= at:
            continue
        inside = [f for f in figures if start <= f.start < end]
        words = _stems(paragraph.text[start:end], lexicon)
        for i, figure in enumerate(inside):
            left = inside[i - 1].end if i else start
            right = inside[i + 1].start if i + 1 < len(inside) else end
            before = _CLAUSE.split(paragraph.text[left : figure.start])[-1]
            after = _CLAUSE.split(paragraph.text[figure.end : right])[0]
            yield _Clause(figure, _stems(f"{before} {after}", lexicon), words, cited=start <= at < end)


def _score(clause: _Clause, cell: _Named) -> float:
    """Return how much the words of a cell are those of a clause; those of the sentence count half."""
    own = cell.row | cell.head
    return len(own & clause.near) + 0.5 * len(own & (clause.sentence - clause.near))


def _same(clause: _Clause, cells: Sequence[_Named]) -> Figure | None:
    """Choose among the cells that have the very value: the one under the same words."""
    figure = clause.figure
    same = [c for c in cells if c.figure.unit == figure.unit and c.figure.exact]
    if not same:
        return None
    best = max(same, key=lambda c: _score(clause, c))
    alone = figure.value >= TELLING or len(same) == 1
    need = 1.0 if figure.value < SMALL else 0.0 if alone else 0.5
    return best.figure if _score(clause, best) >= need else None


def _meant(clause: _Clause, cells: Sequence[_Named]) -> Figure | None:
    """Return the one cell that the words of a clause name, where it all but has the value."""
    figure = clause.figure
    if not clause.cited or figure.value < SMALL or figure.value != int(figure.value) or figure.unit != "count":
        return None
    counts = [c for c in cells if c.figure.unit == "count" and c.figure.exact]
    said = [c for c in counts if not c.in_all[0] and c.row & clause.near and c.row <= clause.near | clause.sentence]
    column = _column(clause, said or [c for c in counts if c.in_all[0]])
    if len(column) != 1 or not _almost(figure.value, column[0].figure.value):
        return None
    return column[0].figure


def _column(clause: _Clause, row: Sequence[_Named]) -> Sequence[_Named]:
    """Choose among the cells of a row those of the column that a clause names; else that of the total."""
    for words in (clause.near, clause.sentence):
        years = [c for c in row if _year(c.head) & words]
        if years:
            return years
    named = [c for c in row if c.head - c.row and c.head <= clause.near]
    return named or [c for c in row if c.in_all[1]] or ([] if any(_year(c.head) for c in row) else row)


def _year(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if word.isdigit())


def _almost(printed: float, meant: float) -> bool:
    """Whether a slip or a small difference parts two values."""
    if meant != int(meant) or meant <= 0:
        return False
    if abs(printed - meant) <= NEAR * max(printed, meant):
        return True
    # Of two digits, one changed is no sign that the same was meant, nor is one more or fewer: "12 of the 122".
    return noisy_channel().is_slip(int(printed), int(meant), "citations" if printed >= TELLING else "repeats")
