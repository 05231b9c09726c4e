"""From an audit to words: numbers, places, bars, quotes."""

import pytest

from auditor.model.document import Cell, Document, Paragraph, Table
from auditor.model.figure import Figure
from auditor.model.finding import Mark, MarkedPlace
from auditor.model.relation import Relation
from auditor.report.bars import draw
from auditor.report.page.texts import load_texts
from auditor.report.places import Atlas, atlas_of, place, places, within
from auditor.report.quoted import LONGEST, Quoter, pieces
from auditor.report.written_equations import equation


def figure(name: str, value: float, text: str = "") -> Figure:
    return Figure(name, text or f"{value:,g}", value, value, value)


@pytest.mark.parametrize(
    ("kind", "whole", "parts", "written"),
    [
        ("total", 602, (127, 166), "127 + 166 = 602"),
        ("subset", 93, (26, 29), "26 + 29 of 93"),
        ("remainder", 1698, (170, 1528), "1,698 \u2212 170 = 1,528"),
        ("percentage", 200, (50, 25), "50 of 200 = 25"),
        ("shares", None, (40, 60), "40 + 60 = 100 per cent"),
        ("enumeration", 2, (1, 1), "2: 2 listed"),
        ("repeat", 17, (17,), "17 = 17"),
        ("change", 120, (100, 20), "from 100 to 120, by 20"),
        ("average", 2, (1, 3), "mean of 1, 3 = 2"),
        ("total", 45, tuple(range(1, 10)), "1 + 2 + 3 + 4 + 5 + 6 + 7 + \u2026 (1 more) + 9 = 45"),
    ],
)
def test_equation(kind, whole, parts, written):
    figures = {f"p{i}": figure(f"p{i}", part) for i, part in enumerate(parts)}
    if whole is not None:
        figures["w"] = figure("w", whole)
    relation = Relation("r1", kind, None if whole is None else "w", tuple(f"p{i}" for i in range(len(parts))))
    assert equation(relation, figures) == written


def test_equation_of_a_relation_in_words_is_its_note():
    assert (
        equation(Relation("r1", "period", None, (), note="the later period ends first"), {})
        == "the later period ends first"
    )


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        (("55",), "paragraph 55, page 9"),
        (("62", "63"), "paragraphs 62 and 63"),
        (("1", "2", "3"), "paragraphs 1, 2, 3"),
        (("p12",), "unnumbered paragraph 12"),
        (("t3",), "table 3"),
        (("5", "t3"), "paragraph 5, table 3"),
        ((), "the document"),
    ],
)
def test_places(labels, words):
    assert places(labels, Atlas({"55": 9})) == words


@pytest.mark.parametrize(
    ("labels", "language", "words"),
    [
        (("6",), "en", "in paragraph 6"),
        (("6", "38"), "en", "in paragraphs 6 and 38"),
        (("6", "38"), "fr", "aux paragraphes 6 et 38"),
        (("27", "t2"), "es", "en el párrafo 27 y en el cuadro 4"),
        (("t1",), "fr", "dans Table 3"),
        (("t3",), "en", "in table 3 (by position)"),
        (("t5",), "en", "in table 5"),
        (("p12",), "es", "en el párrafo sin número 12"),
        ((), "en", "in the document"),
    ],
)
def test_in_what_places_something_is(labels, language, words):
    atlas = Atlas(names={"t1": ("Table", "3"), "t2": ("Cuadro", "4")})
    assert within(labels, load_texts(language), atlas) == words


@pytest.mark.parametrize(
    ("captions", "names"),
    [
        (("Table 3. Deaths", "Cuadro 4"), {"t1": ("Table", "3"), "t2": ("Cuadro", "4")}),
        (("Annex II. Deaths", "Annex II (continued)"), {}),
        (("Persons held 2023", "Deaths in 2021"), {}),
        (("Table 2.1 - Deaths", ""), {"t1": ("Table", "2.1")}),
    ],
)
def test_tables_are_called_what_the_document_calls_them(captions, names):
    tables = tuple(Table(i, f"t{i + 1}", (), 0, 0, caption=caption) for i, caption in enumerate(captions))
    assert atlas_of(Document("a.md", "", "en", "", (), tables)).names == names


def test_pages_come_from_paragraphs_and_tables():
    document = Document(
        "a.pdf", "", "en", "", (Paragraph(0, "1", "text", page=2),), (Table(1, "t1", (), 0, 0, page=3),)
    )
    assert atlas_of(document).pages == {"1": 2, "t1": 3}
    assert place("t1") == "table 1"


@pytest.mark.parametrize(
    ("kind", "whole", "parts", "roles"),
    [
        ("total", 602, (127, 166), ["part", "part", "gap"]),
        ("total", 200, (127, 166), ["part", "part", "over"]),
        ("total", 100, (127, 166), ["part", "over"]),
        ("subset", 30, (40,), ["part", "over"]),
    ],
)
def test_bar(kind, whole, parts, roles):
    bar = draw(kind, figure("w", whole), [figure("p", part) for part in parts])
    assert bar is not None
    assert [segment.role for segment in bar.segments] == roles
    assert sum(segment.share for segment in bar.segments) == pytest.approx(100)
    assert bar.whole == pytest.approx(100 * whole / max(whole, sum(parts)))


def test_a_small_gap_is_still_seen():
    bar = draw("total", figure("w", 100_000), [figure("p", 99_999)])
    assert bar is not None
    assert bar.segments[-1].share > 1
    assert sum(segment.share for segment in bar.segments) == pytest.approx(100)


@pytest.mark.parametrize(
    ("kind", "whole", "parts"),
    [("shares", 100, (1,)), ("total", None, (1,)), ("total", 0, (1,)), ("total", 5, (-1, 7)), ("total", 5, ()),
     ("total", 5, (2, 3)), ("total", 9, (1,) * 13), ("total", 1e308, (1e308,) * 2)],
)  # fmt: skip
def test_no_bar_where_there_is_nothing_to_draw(kind, whole, parts):
    stated = None if whole is None else figure("w", whole)
    assert draw(kind, stated, [figure("p", part) for part in parts]) is None


TEXT = "The remains of 127 people were found. Nothing more here. In total 602 people were found."


def document(text: str = TEXT) -> Document:
    table = Table(1, "t1", tuple(
        Cell(cell, row, column) for row, cells in enumerate((("Region", "Dead"), ("North", "12"), ("Total", "15")))
        for column, cell in enumerate(cells)
    ), 3, 2, caption="Deaths")  # fmt: skip
    return Document("a.txt", "", "en", "", (Paragraph(0, "55", text),), (table,))


def test_sentences_of_a_paragraph_are_one_quote_in_reading_order():
    whole = MarkedPlace("55", 0, 57, 88, (Mark("f2", 66, 69, "whole"),), primary=True)
    part = MarkedPlace("55", 0, 0, 37, (Mark("f1", 15, 18, "part"),))
    (quote,) = Quoter(document()).quotes((whole, part))
    assert "".join(piece.text for piece in quote.pieces) == (
        "The remains of 127 people were found. \u2026 In total 602 people were found."
    )
    assert [(piece.text, piece.role) for piece in quote.pieces if piece.role] == [("127", "part"), ("602", "whole")]
    assert quote.primary


def test_cells_of_a_table_are_one_quote_with_their_headings():
    cells = (
        MarkedPlace("", 1, 0, 2, (Mark("f2", 0, 2, "whole"),), primary=True, table="t1", row=2, column=1),
        MarkedPlace("", 1, 0, 2, (Mark("f1", 0, 2, "part"),), table="t1", row=1, column=1),
    )
    (quote,) = Quoter(document(), Atlas({"t1": 4})).quotes(cells)
    assert quote.where == "table 1, page 4 (Deaths), column Dead"
    assert "".join(piece.text for piece in quote.pieces) == "North: 12; Total: 15"


def test_a_very_long_sentence_is_cut_around_its_figures():
    text = "word " * 4000 + "42" + " word" * 4000
    made = pieces(text, 0, len(text), (Mark("f1", 20000, 20002, "part"),))
    joined = "".join(piece.text for piece in made)
    assert len(joined) < LONGEST
    assert "\u2026" in joined
    assert [piece.text for piece in made if piece.role] == ["42"]


def test_marks_on_the_same_words_are_shown_once():
    made = pieces("127 people", 0, 10, (Mark("a", 0, 3, "part"), Mark("b", 0, 3, "whole")))
    assert "".join(piece.text for piece in made) == "127 people"


@pytest.mark.parametrize(
    ("caption", "where"),
    [
        ("Table 1. Deaths", "table 1 (Deaths), column Dead"),
        ("Table 1", "table 1, column Dead"),
        ("Table 12. Deaths", "table 12 (Deaths), column Dead"),
        ("Annex II. Deaths", "Annex II (Deaths), column Dead"),
        ("Deaths in 2023", "table 1 (Deaths in 2023), column Dead"),
        ("", "table 1, column Dead"),
    ],
)
def test_a_caption_that_begins_with_its_name_does_not_say_it_twice(caption, where):
    from dataclasses import replace

    made = document()
    made = replace(made, tables=(replace(made.tables[0], caption=caption),))
    cells = (
        MarkedPlace("", 1, 0, 2, (Mark("f2", 0, 2, "whole"),), primary=True, table="t1", row=2, column=1),
        MarkedPlace("", 1, 0, 2, (Mark("f1", 0, 2, "part"),), table="t1", row=1, column=1),
    )
    (quote,) = Quoter(made, atlas_of(made)).quotes(cells)
    assert quote.where == where
