"""The language of a document and of each of its parts; what is in none that is read is said to be left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from auditor.language.detection import detect, few_words
from auditor.language.lexicon import available
from auditor.model.document import Document, Paragraph, Table
from auditor.read.failure import Unreadable

_SAMPLE = 100_000
"""Characters by which the language of a whole document is told."""


def in_languages(document: Document, label: str, language: str | None) -> Document:
    """Return a document with its language and that of each part that is in another one.

    Args:
        document: As read, its language that which the file gives of itself, or empty.
        label: What messages call the document.
        language: The language that the user gives: all of the document is then in it.

    Raises:
        InNoLanguageRead: nothing of it is in a language that is read.
    """
    if language is not None:
        return replace(document, language=language)
    main = detect(_sample(document), document.language or None)
    read = available()
    told = {
        **_of_paragraphs(document.paragraphs, main),
        **{each.order: _of_table(each, main) for each in document.tables},
    }
    parts: list[Paragraph | Table] = sorted([*document.paragraphs, *document.tables], key=lambda part: part.order)
    if main not in read:
        sizes = Counter({code: 0 for code in told.values() if code in read})
        for part in parts:
            if told[part.order] in read:
                sizes[told[part.order]] += len(_text(part))
        if not sizes:
            said = tuple(_unread(parts, told, read))
            raise InNoLanguageRead(label, replace(document, language=main, unread=said))
        main = max(sizes, key=lambda code: (sizes[code], code))
    return replace(
        document,
        language=main,
        paragraphs=tuple(
            each if told[each.order] == main else replace(each, language=told[each.order])
            for each in document.paragraphs
        ),
        tables=tuple(
            each if told[each.order] == main else replace(each, language=told[each.order]) for each in document.tables
        ),
        unread=tuple(_unread(parts, told, read)),
    )


class InNoLanguageRead(Unreadable):
    """A document of which nothing is in a language that is read; what is known of it is kept."""

    def __init__(self, label: str, document: Document) -> None:
        """Compose the line, and keep the document with its language and what is not read of it."""
        self.document = document
        what = f"it is in {name_of(document.language)}, which is not read"
        super().__init__(label, what, f"give it in one of: {', '.join(sorted(map(name_of, available())))}")

    def __reduce__(self) -> tuple[type[InNoLanguageRead], tuple[str, Document]]:  # type: ignore[override]
        """Let it pass between processes."""
        return type(self), (self.label, self.document)


def name_of(code: str) -> str:
    """Return the English name of a language by its code; the code itself where it has none."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code).get_language_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code


def _of_paragraphs(paragraphs: Iterable[Paragraph], main: str) -> dict[int, str]:
    """Return the language of each paragraph by its order; one of few words is in that of the paragraph before."""
    told: dict[int, str] = {}
    before = main
    for paragraph in paragraphs:
        before = detect(paragraph.text, before if few_words(paragraph.text) else main)
        told[paragraph.order] = before
    return told


def _of_table(table: Table, main: str) -> str:
    text = _text(table)
    return detect(text, main)


def _text(part: Paragraph | Table) -> str:
    if isinstance(part, Paragraph):
        return part.text
    return "\n".join([part.caption, *(cell.text for cell in part.cells)])


def _sample(document: Document) -> str:
    pieces: list[str] = []
    length = 0
    parts: tuple[Paragraph | Table, ...] = (*document.paragraphs, *document.tables)
    for part in parts:
        pieces.append(_text(part))
        length += len(pieces[-1])
        if length > _SAMPLE:
            break
    return "\n".join(pieces)


def _unread(parts: Iterable[Paragraph | Table], told: Mapping[int, str], read: Sequence[str]) -> list[str]:
    """Return one line for each stretch of paragraphs, or of tables, in a language that is not read."""
    stretches = groupby(parts, key=lambda part: (told[part.order], "table" if isinstance(part, Table) else "paragraph"))
    return [_line(code, sort, [part.label for part in some]) for (code, sort), some in stretches if code not in read]


def _line(code: str, sort: str, labels: Sequence[str]) -> str:
    if len(labels) == 1:
        return f"{sort} {labels[0]}: {name_of(code)}, which is not read: its figures were not checked"
    first, last = labels[0], labels[-1]
    return f"{sort}s {first} to {last}: {name_of(code)}, which is not read: their figures were not checked"
