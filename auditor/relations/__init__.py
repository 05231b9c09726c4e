"""Relations: the arithmetic that prose and tables assert over figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from auditor.language.lexicon import Lexicon, available, lexicons
from auditor.model.document import Document
from auditor.model.figure import Figure, Figures
from auditor.model.relation import Relation
from auditor.relations.prose import read_prose_relations
from auditor.relations.said_twice import read_restatements

__all__ = ["Relation", "read_relations"]

_WORD = re.compile(r"[^\W\d_]{2,}")
"""Numbers without a word, as beside the bars of a chart, assert nothing."""


def read_relations(document: Document, figures: Figures, lexicon: Lexicon) -> tuple[tuple[Relation, ...], Figures]:
    """Read every relation of a document.

    Args:
        document: The document.
        figures: Its figures.
        lexicon: Of the document's language.

    Returns:
        The relations, of running text, of numbers said twice, of tables, then of sentences that cite tables, with ids
        r1, r2 ..., and the figures with the things added that only relations name.
    """
    relations, items = _prose_relations(document, figures, lexicon)
    restated, again = read_restatements(figures.figures)
    found = [*relations, *restated, *_table_relations(document, figures), *_citations(document, figures, lexicon)]
    found = _with_quantities(found, document, figures, lexicon)
    numbered = tuple(replace(relation, id=f"r{i}") for i, relation in enumerate(found, 1))
    every = (*figures.figures, *items, *again)
    return numbered, Figures(every, figures.discarded, figures.periods, {f.id: f for f in every})


def _prose_relations(document: Document, figures: Figures, lexicon: Lexicon) -> tuple[list[Relation], list[Figure]]:
    """Read the relations of all paragraphs, those of each language with its own words."""
    relations: list[Relation] = []
    items: list[Figure] = []
    for code, own in lexicons(document, lexicon).items():
        spoken = (each for each in document.paragraphs if each.language == code and _WORD.search(each.text))
        part = replace(document, paragraphs=tuple(spoken))
        found, listed = read_prose_relations(part, figures, own)
        named = {item.id: f"{item.id}{code}" for item in listed}
        items += [replace(item, id=named[item.id]) for item in listed]
        relations += [
            replace(
                relation,
                parts=tuple(named.get(each, each) for each in relation.parts),
                whole=named.get(relation.whole, relation.whole) if relation.whole else None,
            )
            for relation in found
        ]
    return relations, items


def _table_relations(document: Document, figures: Figures) -> list[Relation]:
    """Read the relations of all tables."""
    if not document.tables:
        return []
    from auditor.relations.tables import read_table_relations

    cells: dict[str, list[Figure]] = {}
    for figure in figures.figures:
        if figure.table is not None:
            cells.setdefault(figure.table, []).append(figure)
    texts = {paragraph.order: paragraph.text for paragraph in document.paragraphs}
    out: list[Relation] = []
    for table in document.tables:
        if table.language and table.language not in available():
            continue
        around = (texts.get(table.order - 1, ""), texts.get(table.order + 1, ""))
        own = cells.get(table.label, [])
        out.extend(read_table_relations(table, own, table.language or document.language, around))
    return out


def _with_quantities(found: list[Relation], document: Document, figures: Figures, lexicon: Lexicon) -> list[Relation]:
    """Return relations with what the register of quantities adds, which says more of two figures than a repeat does."""
    from auditor.relations.quantities import read_quantities

    stated = read_quantities(document, figures, lexicon, _names_total(document.language), found)
    known = {(relation.kind, frozenset(relation.members)) for relation in stated}
    return [*(each for each in found if (each.kind, frozenset(each.members)) not in known), *stated]


def _citations(document: Document, figures: Figures, lexicon: Lexicon) -> list[Relation]:
    """Read which figures of the text repeat those of a table that the text names."""
    if not document.tables:
        return []
    from auditor.relations.citations import read_citations

    return read_citations(document, figures, lexicon, _names_total(document.language))


def _names_total(language: str) -> Callable[[str], bool]:
    """Return the question whether a label names a total."""
    from auditor.relations.tables.vocabulary import vocabulary

    return lambda label: "total" in vocabulary(language).cues(label)
