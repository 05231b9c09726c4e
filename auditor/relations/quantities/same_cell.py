"""One quantity stated in running text and in a cell of a table, whose row, head and title say what it is of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from auditor.language.folding import fold
from auditor.language.lexicon import Lexicon
from auditor.model.document import Cell, Document, Table
from auditor.model.figure import Figure, Figures
from auditor.model.observation import OBSERVED, Observation
from auditor.model.relation import Relation
from auditor.relations.quantities.statements import UNITS, SilentWords, StatedFigure, silent_words

CUE = "a cell of a table on the same quantity"
PROBABILITY = 0.92
MOST = 4000
"""Most figures of a table that is looked through."""
SPECIFIC = 2
"""Words of a statement that names no time."""
_STOCK = OBSERVED[0]
_Stems = frozenset[str]


@dataclass(frozen=True, slots=True)
class _StatedCell:
    """A figure of a table with the stems of the words over it."""

    figure: Figure
    own: _Stems
    """Of its row and its head."""
    title: _Stems
    observed: Observation
    undated: bool
    """Whether no number over it may name a period."""


def read_same_cells(
    document: Document,
    figures: Figures,
    of: Mapping[str, Observation],
    statements: Iterable[StatedFigure],
    lexicon: Lexicon,
    is_total: Callable[[str], bool],
) -> list[Relation]:
    """Return which figures of running text state what a cell states.

    Args:
        document: As read.
        figures: All of it.
        of: What each is of.
        statements: Of its running text.
        lexicon: Of its language.
        is_total: Says whether a row's label names a total.

    Returns:
        Repeats without ids, the one that stands first as the whole.
    """
    cells: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures.figures:
        if figure.table is not None and figure.unit in UNITS:
            cells[figure.table].append(figure)
    by_word: dict[str, list[_StatedCell]] = defaultdict(list)
    for table in document.tables:
        if not table.language and 0 < len(cells[table.label]) <= MOST:
            _enter(_cells(table, cells[table.label], of, silent_words(lexicon), is_total), by_word)
    meant = ((statement.figure, _meant(statement, by_word)) for statement in statements)
    return [_repeat(figure, cell.figure) for figure, cell in meant if cell is not None]


def _enter(cells: Iterable[_StatedCell], by_word: dict[str, list[_StatedCell]]) -> None:
    """Enter cells under each of their words."""
    for cell in cells:
        for word in cell.own | cell.title:
            by_word[word].append(cell)


def _repeat(one: Figure, other: Figure) -> Relation:
    first, later = sorted((one, other), key=lambda figure: (figure.order, figure.start))
    evidence = ("quantity", "table")
    return Relation("", "repeat", first.id, (later.id,), CUE, PROBABILITY, evidence, "", 0.0, PROBABILITY)


def _meant(statement: StatedFigure, by_word: Mapping[str, Sequence[_StatedCell]]) -> _StatedCell | None:
    """Return the cell that states what a statement does; none where several do that have not one value."""
    fewest = min((by_word.get(word, ()) for word in statement.words), key=len, default=())
    found = [cell for cell in fewest if _states(statement, cell)]
    most = max((len(cell.own & statement.words) for cell in found), default=0)
    best = [cell for cell in found if len(cell.own & statement.words) == most]
    return best[0] if len({cell.figure.value for cell in best}) == 1 else None


def _cells(
    table: Table,
    figures: Sequence[Figure],
    of: Mapping[str, Observation],
    words: SilentWords,
    is_total: Callable[[str], bool],
) -> Iterator[_StatedCell]:
    """Yield the figures of a table with the words of their rows and heads; in a row of totals the row says nothing."""
    taken = {(figure.row, figure.column) for figure in figures}
    body = min((figure.row or 0 for figure in figures), default=0)
    over: dict[tuple[bool, int], _Stems] = defaultdict(frozenset)
    numbered: set[tuple[bool, int]] = set()
    for cell in table.cells:
        if not cell.text.strip() or (cell.row, cell.column) in taken:
            continue
        lines = _lines(cell, body)
        said = _said(cell, body, words, is_total)
        over.update({line: over[line] | said for line in lines})
        numbered.update(lines if _has_digit(cell.text) else ())
    title = words.stems(fold(table.caption))
    for figure in figures:
        row, head = (True, figure.row or 0), (False, figure.column or 0)
        undated = numbered.isdisjoint((row, head))
        yield _StatedCell(figure, over[row] | over[head], title, of[figure.id], undated)


def _lines(cell: Cell, body: int) -> list[tuple[bool, int]]:
    """Return what a cell of words names: its row, or the columns that it stands over."""
    if cell.row >= body:
        return [(True, cell.row)]
    return [(False, column) for column in range(cell.column, cell.column + max(1, cell.columns))]


def _said(cell: Cell, body: int, words: SilentWords, is_total: Callable[[str], bool]) -> _Stems:
    """Return the stems of a label or head; of a label without words ("A") itself, but for a total or a year."""
    said = words.stems(fold(cell.text))
    if cell.row < body:
        return said
    if is_total(cell.text):
        return frozenset()
    return said or (frozenset() if _has_digit(cell.text) else frozenset({cell.text}))


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _states(statement: StatedFigure, cell: _StatedCell) -> bool:
    """Whether a statement is of what a cell is of, by their words alone."""
    context = cell.own | cell.title
    return (
        statement.figure.unit == cell.figure.unit
        and not statement.definite
        and (statement.leads or (bool(statement.base) and statement.base <= context))
        and statement.words <= context
        and cell.own - cell.title <= statement.words
        and (_same_time(statement.observed, cell.observed) or _without_time(statement, cell))
        and cell.observed.place in ("", statement.observed.place)
    )


def _same_time(said: Observation, cell: Observation) -> bool:
    """Whether a statement is of the day or period of a cell, or the cell of a day of its period."""
    if said.first is None or said.last is None or cell.last is None:
        return False
    if (said.first, said.last) == (cell.first, cell.last):
        return True
    return cell.first == cell.last and said.first < cell.last <= said.last and said.observed == _STOCK


def _without_time(statement: StatedFigure, cell: _StatedCell) -> bool:
    """Whether neither names a time, and the statement is specific without."""
    untimed = statement.when == (cell.observed.first, cell.observed.last) == (None, None)
    return untimed and cell.undated and len(statement.words) >= SPECIFIC
