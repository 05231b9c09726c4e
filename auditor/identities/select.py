"""Finding the figures that a rule file names: by paragraph, what is counted, the words around, table and cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fnmatch import translate
from functools import cache
from pathlib import PurePath

from auditor.document import Document, Paragraph, Table
from auditor.figures.model import Figure
from auditor.identities.model import Match, Selector

REACH = 80
"""Characters before and after a figure in which `after` and `before` look for their words."""
MOST_SHOWN = 4


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    return re.compile(translate(glob.casefold()))


def fits(glob: str, text: str) -> bool:
    """Say whether a text fits a pattern of * and ?, whatever its case and white space."""
    return _pattern(glob).match(_folded(text)) is not None


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _says(text: str, words: str) -> bool:
    """Say whether words stand in a text as words; "a|b" is either."""
    return any(
        re.search(rf"(?<!\w){re.escape(_folded(each))}(?!\w)", text) is not None for each in words.split("|") if each
    )


def meant(document: Document, match: Iterable[Match]) -> bool:
    """Say whether a document is one of those that a rule file is for."""
    return any(_meant(document, each) for each in match)


def _meant(document: Document, match: Match) -> bool:
    if match.language is not None and match.language.casefold() != document.language.casefold():
        return False
    if match.title is not None and not fits(match.title, document.title):
        return False
    if match.path is not None and not fits(f"*/{match.path}", f"/{PurePath(document.path).as_posix()}"):
        return False
    return match.text is None or any(fits(f"*{match.text}*", paragraph.text) for paragraph in document.paragraphs)


@dataclass(frozen=True, slots=True)
class Selection:
    """What a selector found: one figure, or the reason why not."""

    figure: Figure | None
    reason: str = ""


class Finder:
    """Finds figures of one document by selectors."""

    def __init__(self, document: Document, figures: Sequence[Figure]) -> None:
        """Index the figures by paragraph label and table.

        Args:
            document: As read.
            figures: In reading order.
        """
        self._figures = figures
        self._paragraphs: dict[int, Paragraph] = {paragraph.order: paragraph for paragraph in document.paragraphs}
        self._tables: dict[str, Table] = {table.label: table for table in document.tables}
        self._by_label: dict[str, list[Figure]] = {}
        for figure in figures:
            self._by_label.setdefault(figure.paragraph, []).append(figure)
        self._language = document.language

    def find(self, selector: Selector) -> Selection:
        """Find the figure that a selector means.

        Each condition narrows the figures down; the first that leaves none is named in the reason, with what was there.
        """
        left: list[Figure] = list(self._figures)
        if selector.paragraph:
            left = [figure for label in selector.paragraph for figure in self._by_label.get(label, ())]
            if not left:
                return Selection(None, f"there are no figures in paragraph {' or '.join(selector.paragraph)}")
        for what, test in self._tests(selector):
            kept = [figure for figure in left if test(figure)]
            if not kept:
                return Selection(None, f"none of {len(left)} figures {what}; there are: {_shown(left)}")
            left = kept
        if selector.position is not None:
            place = selector.position - 1 if selector.position > 0 else selector.position
            if not -len(left) <= place < len(left):
                return Selection(None, f"there is no number {selector.position} of {len(left)}: {_shown(left)}")
            return Selection(left[place])
        if len(left) > 1:
            return Selection(None, f"{len(left)} figures fit, where one should: {_shown(left)}")
        return Selection(left[0])

    def _tests(self, selector: Selector) -> Iterable[tuple[str, Callable[[Figure], bool]]]:
        """Give the conditions of a selector but paragraph and position, each with its words for a reader."""
        s = selector
        if s.section is not None:
            section = s.section
            yield f"stand in a section {section!r}", lambda f: any(fits(section, head) for head in self._section(f))
        if s.table is not None:
            yield f"stand in a table {s.table!r}", lambda f: self._in_table(f, s.table or "")
        if s.row is not None:
            yield f"stand in a row {s.row!r}", lambda f: self._at(f, s.row, f.row, header_row=None)
        if s.column is not None:
            yield f"stand in a column {s.column!r}", lambda f: self._at(f, s.column, f.column, header_row=0)
        if s.unit is not None:
            yield f"have the unit {s.unit}", lambda f: f.unit == s.unit
        if s.counts:
            words = " or ".join(s.counts)
            yield f"count {words}", lambda f: any(_says(_folded(f.counts), each) for each in s.counts)
        if s.dimensions:
            named = ", ".join(f"{key}: {value}" for key, value in s.dimensions)
            yield f"have {named}", lambda f: set(s.dimensions) <= set(f.dimensions)
        if s.near:
            words = " and ".join(s.near)
            yield f"stand in a sentence with {words}", lambda f: all(_says(self._sentence(f), each) for each in s.near)
        if s.after:
            words = " or ".join(s.after)
            yield f"come right after {words}", lambda f: self._touches(f, s.after, ahead=False)
        if s.before:
            words = " or ".join(s.before)
            yield f"come right before {words}", lambda f: self._touches(f, s.before, ahead=True)

    def _section(self, figure: Figure) -> tuple[str, ...]:
        if figure.table is not None:
            table = self._tables.get(figure.table)
            return table.section if table else ()
        paragraph = self._paragraphs.get(figure.order)
        return paragraph.section if paragraph else ()

    def _in_table(self, figure: Figure, wanted: str) -> bool:
        if figure.table is None:
            return False
        table = self._tables.get(figure.table)
        return figure.table == wanted or (table is not None and fits(wanted, table.caption))

    def _at(self, figure: Figure, wanted: str | int | None, place: int | None, *, header_row: int | None) -> bool:
        """Say whether a table figure stands in the row or column that is wanted by position or by header."""
        if figure.table is None or place is None or isinstance(wanted, int):
            return place is not None and place == wanted
        table = self._tables.get(figure.table)
        if table is None or wanted is None:
            return False
        for cell in table.cells:
            if header_row is None and cell.column == 0 and cell.row <= place < cell.row + cell.rows:
                return fits(wanted, cell.text)
            if header_row == cell.row and cell.column <= place < cell.column + cell.columns:
                return fits(wanted, cell.text)
        return False

    def _text(self, figure: Figure) -> str:
        paragraph = self._paragraphs.get(figure.order)
        return paragraph.text if paragraph is not None and figure.table is None else ""

    def _sentence(self, figure: Figure) -> str:
        """Give the sentence of a figure, folded."""
        from auditor.quotes import sentence_around

        text = self._text(figure)
        start, end = sentence_around(text, figure.start, self._language)
        return _folded(text[start:end])

    def _touches(self, figure: Figure, words: Sequence[str], *, ahead: bool) -> bool:
        """Say whether any of the words stands right beside a figure; its hedge and noun may stand between."""
        text = self._text(figure)
        if ahead:
            near = _folded(text[figure.end : figure.end + REACH])
            return any(near.startswith(_folded(each)) for word in words for each in word.split("|"))
        near = _folded(text[max(0, figure.start - REACH) : figure.start])
        near = near.removesuffix(_folded(figure.hedge)).rstrip()
        return any(near.endswith(_folded(each)) for word in words for each in word.split("|"))


def _shown(figures: Sequence[Figure]) -> str:
    """Name a few figures with what they count."""
    named = [" ".join(f"{figure.text} {figure.counts}".split()) for figure in figures[:MOST_SHOWN]]
    return ", ".join(named) + (" …" if len(figures) > MOST_SHOWN else "")
