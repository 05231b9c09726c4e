"""A count and its parts in paragraphs with labels: "305 incidents. Drivers: ... (from 200 to 172). Cyclists: ..."."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice, takewhile

from auditor.model.document import Document, Paragraph
from auditor.model.relation import Relation
from auditor.relations.quantities.statements import StatedFigure

CUE = "parts in labelled paragraphs"
PROBABILITY = 0.9
STRENGTH = 0.55
"""Layout asserts less than words do: of what does not add up a note is made, or a warning."""
FEWEST, MOST = 2, 40
"""Labelled paragraphs of one count."""
_LABEL = re.compile(r"[^\d:.]{2,60}:\s")


def read_labelled_parts(
    document: Document, statements: Sequence[StatedFigure], changes: Iterable[Relation]
) -> list[Relation]:
    """Return counts of which the labelled paragraphs right behind them, or short sections, give a part each.

    Args:
        document: As read.
        statements: Of it, in reading order.
        changes: Of its running text: an old and a new value each.

    Returns:
        Totals without ids.
    """
    by_order: dict[int, list[StatedFigure]] = {}
    for each in statements:
        by_order.setdefault(each.figure.order, []).append(each)
    new = {change.whole for change in changes if change.whole is not None}
    evidence = ("labels", "sections")
    return [
        Relation("", "total", whole.figure.id, parts, CUE, STRENGTH, evidence, "", 0.0, PROBABILITY)
        for whole, run in _runs(document, by_order)
        if len(parts := tuple(_parts(whole, run, by_order, new))) == len(run)
    ]


def _runs(
    document: Document, by_order: Mapping[int, Sequence[StatedFigure]]
) -> Iterator[tuple[StatedFigure, list[Paragraph]]]:
    """Yield each count that opens a paragraph behind which labelled paragraphs stand, with these."""
    text = [paragraph for paragraph in document.paragraphs if paragraph.kind != "heading"]
    long = Counter(paragraph.section for paragraph in text)
    for at, paragraph in enumerate(text):
        opening = next((each for each in by_order.get(paragraph.order, ()) if each.leads and each.noun), None)
        if opening is None or _LABEL.match(paragraph.text):
            continue
        behind = islice(text, at + 1, at + 1 + MOST)
        run = list(takewhile(partial(_is_labelled, whole=opening, long=long), behind))
        if len(run) >= FEWEST:
            yield opening, run


def _is_labelled(paragraph: Paragraph, whole: StatedFigure, long: Mapping[tuple[str, ...], int]) -> bool:
    """Whether a paragraph has a label, or is all of a section right below that of the whole."""
    alone = long[paragraph.section] == 1 and paragraph.section[:-1] == whole.section != paragraph.section
    return alone or _LABEL.match(paragraph.text) is not None


def _parts(
    whole: StatedFigure,
    run: Iterable[Paragraph],
    by_order: Mapping[int, Sequence[StatedFigure]],
    new: set[str],
) -> Iterator[str]:
    """Yield the part that each paragraph gives: the new value of a change in what the whole counts, or a bare count."""
    for paragraph in run:
        stated = by_order.get(paragraph.order, ())
        changed = [each for each in stated if each.figure.id in new and whole.noun <= each.all_words]
        bare = [each for each in stated if each.leads and each.noun == whole.noun and _is_bare(each, whole, paragraph)]
        own = changed or bare
        if len(own) == 1 and own[0].figure.unit == whole.figure.unit:
            yield own[0].figure.id


def _is_bare(part: StatedFigure, whole: StatedFigure, paragraph: Paragraph) -> bool:
    """Whether nothing but its label says more of a part than is said of the whole."""
    said = part.words - part.before if _LABEL.match(paragraph.text) else part.words
    return said <= whole.words
