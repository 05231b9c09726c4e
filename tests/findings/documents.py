"""Small documents with figures and relations made by hand."""

from __future__ import annotations

from dataclasses import replace

from auditor.checking.reconcile import reconcile
from auditor.findings.found import find
from auditor.model.document import Cell, Document, Paragraph, Table
from auditor.model.figure import Figure, Figures
from auditor.model.finding import Finding
from auditor.model.relation import Relation
from auditor.rulebook import load_rules

BOOK = load_rules()
REMAINS = (
    "Building works went on. The remains of at least 127 people were found. In graves, 166 more were found. "
    "As of now, in total, the remains of at least 602 people were found."
)
DOCUMENT = Document(
    "report.txt",
    "0" * 64,
    "en",
    "A report",
    (
        Paragraph(0, "1", "A report", kind="heading"),
        Paragraph(1, "55", REMAINS),
        Paragraph(2, "56", "Of the 449 persons, 210 were soldiers and 293 were civilians."),
    ),
    (
        Table(
            3,
            "t1",
            (
                Cell("Men", 0, 0),
                Cell("1,200", 0, 1),
                Cell("Women", 1, 0),
                Cell("900", 1, 1),
                Cell("All", 2, 0),
                Cell("2,200", 2, 1),
            ),
            3,
            2,
        ),
    ),
)


def found_in(order: int, text: str, name: str, **more: object) -> Figure:
    """Make the figure that is printed in a paragraph of the document."""
    paragraph = next(p for p in DOCUMENT.paragraphs if p.order == order)
    start = paragraph.text.index(text)
    value = float(text.replace(",", ""))
    made = Figure(name, text, value, value, value, paragraph=paragraph.label, start=start, order=order)
    return replace(made, end=start + len(text), **more)


def in_cell(text: str, name: str, row: int) -> Figure:
    """Make the figure of a cell."""
    value = float(text.replace(",", ""))
    return Figure(name, text, value, value, value, start=0, end=len(text), order=3, table="t1", row=row, column=1)


LOWER = {"bound": "lower", "hedge": "at least", "high": None}
FIGURES = (
    found_in(1, "127", "f1", counts="people", **LOWER),
    found_in(1, "166", "f2", counts="people"),
    found_in(1, "602", "f3", counts="people", **LOWER),
    found_in(2, "449", "f4", counts="persons"),
    found_in(2, "210", "f5", counts="soldiers"),
    found_in(2, "293", "f6", counts="civilians"),
    in_cell("1,200", "f7", 0),
    in_cell("900", "f8", 1),
    in_cell("2,200", "f9", 2),
)
REMAINS_TOTAL = Relation("r1", "total", "f3", ("f1", "f2"), cue="in total")
STATUS_TOTAL = Relation("r2", "total", "f4", ("f5", "f6"), cue="of the")
TABLE_TOTAL = Relation("r3", "total", "f9", ("f7", "f8"), cue="last row")


def findings(
    *relations: Relation,
    figures: tuple[Figure, ...] = FIGURES,
    document: Document = DOCUMENT,
) -> tuple[Finding, ...]:
    """Check relations by the rules that come with the program."""
    known = Figures(figures, by_id={figure.id: figure for figure in figures})
    return find(document, known, reconcile(relations, known.by_id, BOOK), BOOK)
