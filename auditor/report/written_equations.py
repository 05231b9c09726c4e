"""Equations as a reader writes them, with the figures as the document prints them."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.kinds import kind_of
from auditor.model.figure import Figure
from auditor.model.relation import Relation
from auditor.report.page.texts import Texts, load_texts

MINUS = "\u2212"


def equation(relation: Relation, figures: Mapping[str, Figure], texts: Texts | None = None) -> str:
    """Return what a relation asserts as an equation, with the figures as printed.

    Args:
        relation: The relation; one of a kind without an equation is written as its note.
        figures: By id; one that is not there is written as "?".
        texts: The reader's language.
    """
    say = texts or load_texts()
    parts = [_printed(figures, name) for name in relation.parts]
    whole = _printed(figures, relation.whole) if relation.whole is not None else ""
    asserted = kind_of(relation.kind).asserted(whole, parts, say) if parts else ""
    return asserted or say.phrase(relation.note).text or ", ".join(parts)


def _printed(figures: Mapping[str, Figure], name: str) -> str:
    figure = figures.get(name)
    return " ".join(figure.text.split()) if figure is not None else "?"
