"""What each figure is of: noun, modifiers, place, period, stock or flow, and what it takes from what stands over it."""

from pathlib import Path

import pytest
import yaml

from auditor.figures import read_figures
from auditor.figures.observations import observations
from auditor.model.document import Cell, Document, Paragraph, Table
from auditor.model.observation import OBSERVED, Observation

CASES = [
    pytest.param(language, case, id=f"{language}{i}")
    for language, cases in yaml.safe_load((Path(__file__).parent / "observations.yaml").read_text("utf-8")).items()
    for i, case in enumerate(cases, 1)
]


def expected(noun="", modifiers=(), place="", first=None, last=None, observed="", inherited=None):
    return Observation(noun, tuple(modifiers), place, first, last, observed, tuple((inherited or {}).items()))


@pytest.mark.parametrize(("language", "case"), CASES)
def test_sentence(language, case):
    paragraph = Paragraph(0, "p1", case["text"], section=tuple(case.get("section", ())))
    document = Document("x.txt", "", language, case.get("title", ""), (paragraph,))
    figures = read_figures(document)
    found = observations(document, figures)
    assert [found[figure.id] for figure in figures.figures] == [expected(*row) for row in case["of"]]
    assert all(each.observed in ("", *OBSERVED) for each in found.values())


def test_a_table_lends_from_row_column_and_caption():
    rows = [("", "Women, 2021", "Women, 2022"), ("Kenya", "12", "14"), ("Malawi", "7", "9")]
    cells = tuple(Cell(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row))
    table = Table(0, "t1", cells, 3, 3, caption="Prisoners in custody in East Africa")
    document = Document("x.txt", "", "en", "", (), (table,))
    figures = read_figures(document)
    found = [observations(document, figures)[figure.id] for figure in figures.figures]
    assert [(each.place, each.first, each.observed) for each in found] == [
        ("Kenya", "2021-01-01", "stock"),
        ("Kenya", "2022-01-01", "stock"),
        ("Malawi", "2021-01-01", "stock"),
        ("Malawi", "2022-01-01", "stock"),
    ]
    assert dict(found[0].inherited) == {"place": "row", "period": "column"}


def test_what_is_not_counted_has_no_noun():
    document = Document("x.txt", "", "en", "", (Paragraph(0, "p1", "The repair cost $500 and 75 euros."),))
    figures = read_figures(document)
    assert {each.noun for each in observations(document, figures).values()} == {""}
