"""From a document to its figures: the prose of its paragraphs and the cells of its tables, in reading order."""

from __future__ import annotations

from auditor.figures.number_style import NumberStyle, vote
from auditor.figures.prose_figures import read_text
from auditor.figures.table_figures import read_table
from auditor.language.folding import fold
from auditor.language.lexicon import DEFAULT, Lexicon, available, lexicons, load
from auditor.model.document import Document, Paragraph, Table
from auditor.model.figure import Figure, Figures, NotFigure, Period


def read_figures(document: Document, lexicon: Lexicon | None = None) -> Figures:
    """Read every number of a document: what counts, what does not and why, and the periods it names.

    Args:
        document: As a reader gives it.
        lexicon: Of its language; by default the one of `document.language`, English where there is none.

    Returns:
        Figures with ids f1, f2 ... in reading order (blocks by `order`, then by place), discarded numbers and periods.
        What stands in a language without a lexicon is left out.
    """
    if lexicon is None:
        lexicon = load(document.language if document.language in available() else DEFAULT)
    read = lexicons(document, lexicon)
    folded = {each.order: fold(each.text) for each in document.paragraphs if each.language in read}
    style = vote(folded.values(), lexicon)
    figures: list[Figure] = []
    discarded: list[NotFigure] = []
    periods: list[Period] = []
    blocks: list[Paragraph | Table] = [*document.paragraphs, *document.tables]
    for block in sorted(blocks, key=lambda block: block.order):
        own = read.get(block.language)
        if own is None:
            continue
        if isinstance(block, Table):
            found, dropped = read_table(block, own, style, len(figures) + 1)
            figures += found
            discarded += dropped
        else:
            _paragraph(block, folded[block.order], own, style, figures, discarded, periods)
    return Figures(tuple(figures), tuple(discarded), tuple(periods), {figure.id: figure for figure in figures})


def _paragraph(
    block: Paragraph,
    folded: str,
    lexicon: Lexicon,
    style: NumberStyle,
    figures: list[Figure],
    discarded: list[NotFigure],
    periods: list[Period],
) -> None:
    reading = read_text(block.text, lexicon, style, folded=folded)
    figures += [
        figure.placed(f"f{i}", block.label, block.order, block.page)
        for i, figure in enumerate(reading.figures, len(figures) + 1)
    ]
    discarded += [
        NotFigure(block.text[start:end].strip(), reason, block.label, start, end, block.order)
        for start, end, reason in reading.discarded
    ]
    periods += [
        Period(
            block.text[stretch.start : stretch.end],
            stretch.first,
            stretch.last,
            block.label,
            stretch.start,
            stretch.end,
            block.order,
        )
        for stretch in reading.periods
    ]
