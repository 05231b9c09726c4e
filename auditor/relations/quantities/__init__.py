"""The register of quantities: what a document states of one quantity in several places, and whether it agrees."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from auditor.figures.observations import observations
from auditor.language.lexicon import Lexicon
from auditor.model.document import Document
from auditor.model.figure import Figures
from auditor.model.relation import Relation
from auditor.relations.quantities.labelled_parts import read_labelled_parts
from auditor.relations.quantities.same_cell import read_same_cells
from auditor.relations.quantities.same_prose import read_same_prose
from auditor.relations.quantities.section_parts import read_section_parts
from auditor.relations.quantities.statements import read_statements


def read_quantities(
    document: Document,
    figures: Figures,
    lexicon: Lexicon,
    is_total: Callable[[str], bool],
    found: Iterable[Relation] = (),
) -> list[Relation]:
    """Read which figures of a document state one quantity, and which sections divide one.

    Whether two do is told by the language alone: what is counted, of whom, where and when. All of them are checked.

    Args:
        document: as read.
        figures: all of the document.
        lexicon: of its language.
        is_total: says whether a row's label or a column's head names a total.
        found: what else was read; changes among it tell which figures are new.

    Returns:
        Repeats and totals without ids.
    """
    of = observations(document, figures)
    statements = read_statements(document, figures, of, lexicon)
    return [
        *read_same_prose(statements),
        *read_same_cells(document, figures, of, statements, lexicon, is_total),
        *read_section_parts(statements, lexicon),
        *read_labelled_parts(document, statements, (each for each in found if each.kind == "change")),
    ]
