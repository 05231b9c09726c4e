"""The page beside the findings: the document, trees, disaggregation, tables, questions, languages."""

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from auditor.checking.reconcile import reconcile
from auditor.kinds import kind_of, kinds
from auditor.language.lexicon import load
from auditor.model.audit import Audit
from auditor.model.document import Cell, Document, Paragraph, Table
from auditor.model.figure import Figure, Figures
from auditor.model.finding import Finding
from auditor.model.relation import Relation
from auditor.model.verdict import Verdict
from auditor.pipeline import audit_document
from auditor.report.content import Piece
from auditor.report.emitters.html import render
from auditor.report.page.breakdown_trees import fails, trees
from auditor.report.page.build import make_page
from auditor.report.page.disaggregation import breakdowns
from auditor.report.page.figure_names import Labels
from auditor.report.page.passages import marked, passages
from auditor.report.page.questions import Asker
from auditor.report.page.shown_tables import Marked, TableToShow
from auditor.report.page.standings import Mentions, states
from auditor.report.page.texts import available, load_texts
from auditor.report.view import make_report
from auditor.rulebook import load_rules
from auditor.rulebook.examples import example_case

SUBMISSION = Path(__file__).with_name("submission.md")
EN = load_texts("en")


@pytest.fixture(scope="module")
def audit():
    return audit_document(SUBMISSION)


def figure(name, value, counts="", start=0, **dimensions):
    text = f"{value:,}"
    return Figure(
        name, text, value, value, value, counts=counts, dimensions=tuple(sorted(dimensions.items())), paragraph="1",
        start=start, end=start + len(text),
    )  # fmt: skip


def verdict(name, kind, whole, parts, *, imbalance=0.0, residual=None, outcome=None):
    told = outcome or ("fails" if imbalance else "holds")
    holds = {"fails": False, "holds": True}.get(told)
    return Verdict(Relation(name, kind, whole, tuple(parts)), "TOT001", told, holds, imbalance, residual)


# --- The document ---


def test_text_is_cut_at_its_figures():
    text = "There were 12 men and\n- 30 women."
    figures = (figure("a", 12, start=11), figure("b", 30, start=24))
    pieces = marked(text, figures, lambda each: Piece("", "holds", each.id))
    assert "".join(piece.text for piece in pieces) == text
    assert [(piece.text, piece.figure) for piece in pieces if piece.figure] == [("12", "a"), ("30", "b")]


def test_figures_on_the_same_words_and_beyond_the_text_are_marked_once_or_not():
    pieces = marked(
        "12 men", (figure("a", 12), figure("b", 12), figure("c", 99, start=40)), lambda each: Piece("", "x", each.id)
    )
    assert [piece.figure for piece in pieces if piece.figure] == ["a"]


def test_the_whole_document_is_there(audit):
    shown = passages(audit.document, audit.figures.figures, lambda each: Piece("", "holds", each.id)).passages
    words = " ".join(piece.text for passage in shown for piece in passage.pieces)
    assert all(
        " ".join(paragraph.text.split()) in " ".join(words.split()) for paragraph in audit.document.paragraphs[:1]
    )
    assert [passage.number for passage in shown if passage.number] == ["1", "2", "3"]
    (grid,) = [passage.grid for passage in shown if passage.grid]
    assert [len(grid.head), len(grid.body)] == [1, 5]
    ids = [piece.figure for passage in shown for piece in passage.pieces if piece.figure]
    ids += [piece.figure for row in grid.body for cell in row for piece in cell.pieces if piece.figure]
    assert sorted(ids) == sorted(each.id for each in audit.figures.figures if each.unit != "item")


def test_a_figure_is_shown_by_its_gravest_verdict():
    verdicts = [
        verdict("r1", "total", "a", "b"), verdict("r2", "total", "a", "c", imbalance=3.0),
        verdict("r3", "total", "d", "e", imbalance=3.0), verdict("r4", "total", "f", "g", outcome="not evaluated"),
    ]  # fmt: skip
    assert states(verdicts, {"r2": "finding-1"}) == {
        "a": "fails", "b": "holds", "c": "fails", "d": "undecided", "e": "undecided", "f": "alone", "g": "alone",
    }  # fmt: skip


def test_mentions_are_joined_over_several_steps():
    said = [
        verdict("r1", "repeat", "a", "b"),
        verdict("r2", "repeat", "b", "c"),
        verdict("r3", "repeat", "d", "e", imbalance=1.0),
    ]
    mentions = Mentions(said)
    assert [mentions.of(name) for name in "abcde"] == ["a", "a", "a", "d", "e"]


# --- Trees ---


def forest(verdicts, figures):
    known = {each.id: each for each in figures}
    reported = {each.relation.id: "finding-1" for each in verdicts if each.outcome == "fails"}
    where = dict.fromkeys(known, "paragraph 1")
    return trees(verdicts, known, Mentions(verdicts), reported, where, Labels(Document("", "", "en", "")), EN, 150)[0]


def test_a_part_that_is_broken_down_again_grows_in_the_tree():
    figures = [
        figure("a", 100, "persons"), figure("m", 60, sex="male"), figure("w", 40, "women", sex="female"),
        figure("again", 40, "women"), figure("g", 10, "girls"),
    ]  # fmt: skip
    said = [
        verdict("r1", "total", "a", "mw"), verdict("r2", "repeat", "w", ("again",)),
        verdict("r3", "subset", "again", "g", residual=30.0),
    ]  # fmt: skip
    (tree,) = forest(said, figures)
    (by_sex,) = tree.branches
    assert (by_sex.title, [node.share for node in by_sex.nodes]) == ("by sex", [60, 40])
    assert [node.counts for node in by_sex.nodes] == ["men", "women"]
    (among,) = by_sex.nodes[1].branches
    assert (among.title, among.nodes[0].text, among.leaf.text, among.leaf.share) == (
        "among them",
        "10",
        "30 not broken down",
        30,
    )


@pytest.mark.parametrize(
    ("imbalance", "role", "words"), [(9.0, "gap", "9 not accounted for"), (-9.0, "over", "9 over")]
)
def test_what_is_missing_or_over_is_a_leaf(imbalance, role, words):
    (tree,) = forest(
        [verdict("r1", "total", "a", "bc", imbalance=imbalance)], [figure("a", 100), figure("b", 50), figure("c", 41)]
    )
    assert fails(tree)
    leaf = tree.branches[0].leaf
    assert (leaf.role, leaf.text) == (role, words)


def test_cells_that_are_added_both_ways_are_drawn_once():
    values = dict(zip("tnsmwabcd", (10, 4, 6, 7, 3, 3, 1, 4, 2), strict=True))
    figures = [figure(name, value, start=place) for place, (name, value) in enumerate(values.items())]
    down = [verdict("r1", "total", "t", "ns"), verdict("r2", "total", "n", "ab"), verdict("r3", "total", "s", "cd")]
    across = [verdict("r4", "total", "t", "mw"), verdict("r5", "total", "m", "ac"), verdict("r6", "total", "w", "bd")]
    (tree,) = forest(down + across, figures)
    assert [[len(node.branches) for node in branch.nodes] for branch in tree.branches] == [[1, 1], [0, 0]]
    across[1] = verdict("r5", "total", "m", "ac", imbalance=1.0)
    (tree,) = forest(down + across, figures)
    assert [[len(node.branches) for node in branch.nodes] for branch in tree.branches] == [[1, 1], [1, 0]]


def test_trees_that_do_not_reconcile_come_first():
    figures = [
        figure(name, value, start=place) for place, (name, value) in enumerate([("a", 9), ("b", 9), ("c", 8), ("d", 9)])
    ]
    made = forest([verdict("r1", "subset", "a", "b"), verdict("r2", "total", "c", "d", imbalance=-1.0)], figures)
    assert [tree.figure for tree in made] == ["c", "a"]


def test_relations_in_a_circle_end():
    figures = [figure(name, 5, start=place) for place, name in enumerate("abc")]
    made = forest(
        [verdict("r1", "subset", "a", "b"), verdict("r2", "subset", "b", "c"), verdict("r3", "subset", "c", "b")],
        figures,
    )
    assert [tree.figure for tree in made] == ["a"]


# --- Disaggregation ---


def table_of(verdicts, figures):
    known = {each.id: each for each in figures}
    return breakdowns(
        verdicts,
        known,
        Mentions(verdicts),
        dict.fromkeys(known, ""),
        Labels(Document("", "", "en", "")),
        EN,
        load("en"),
    )


def test_what_is_given_and_what_is_missing():
    figures = [
        figure("a", 100, "persons", population="person"), figure("m", 60, sex="male"), figure("w", 40, sex="female"),
        figure("k", 7, age="child"), figure("b", 50, "persons", population="person"),
        figure("c", 500, "complaints", proceeding="complaint"), figure("d", 900, "women", sex="female"),
    ]  # fmt: skip
    made = table_of([verdict("r1", "total", "a", "mw"), verdict("r2", "subset", "a", "k", residual=93.0)], figures)
    assert made.dimensions == ("sex", "age")
    assert made.unsaid == ("disability", "ethnicity", "nationality")
    assert {row.figure: [slot.state for slot in row.slots] for row in made.lines} == {
        "a": ["given", "open"], "b": ["missing", "missing"], "d": ["itself", "missing"],
    }  # fmt: skip
    assert made.lines[0].slots[0].words == "men 60; women 40"


def test_a_breakdown_that_does_not_reconcile_says_so():
    figures = [figure("a", 100, population="person"), figure("m", 60, sex="male"), figure("w", 50, sex="female")]
    made = table_of([verdict("r1", "total", "a", "mw", imbalance=-10.0)], figures)
    assert made.lines[0].slots[0].state == "fails"


@pytest.mark.parametrize(
    ("counts", "dimensions", "rows"),
    [
        ("mines", {"weapon": "mine"}, 0),
        ("meetings", {"outcome": "detained"}, 0),
        ("deaths", {"outcome": "killed"}, 1),
        ("", {"outcome": "killed"}, 1),
        ("persons", {"outcome": "detained", "population": "person"}, 1),
    ],
)
def test_only_figures_about_people_have_a_row(counts, dimensions, rows):
    assert len(table_of([], [figure("a", 1000, counts, **dimensions)]).lines) == rows


def test_a_dimension_that_tells_no_parts_apart_breaks_nothing_down():
    figures = [
        figure("a", 100, population="person"), figure("s", 60, guilt="sentenced", outcome="convicted"),
        figure("r", 40, guilt="remand", outcome="convicted"),
    ]  # fmt: skip
    made = table_of([verdict("r1", "total", "a", "sr")], figures)
    assert made.dimensions == ("sex", "age", "remand or sentenced")
    assert [slot.state for slot in made.lines[0].slots] == ["missing", "missing", "given"]


def test_crossed_breakdowns_are_told_by_value():
    figures = [
        figure("a", 100, population="person"), figure("b", 30, sex="male", guilt="sentenced"),
        figure("c", 10, sex="female", guilt="sentenced"), figure("d", 40, sex="male", guilt="remand"),
        figure("e", 20, sex="female", guilt="remand"),
    ]  # fmt: skip
    made = table_of([verdict("r1", "total", "a", "bcde")], figures)
    assert [slot.words for slot in made.lines[0].slots if slot.words] == [
        "men 30 + 40; women 10 + 20", "sentenced 30 + 10; remand 40 + 20",
    ]  # fmt: skip


def test_of_a_table_the_totals_alone_have_a_row():
    made = audit_document(SUBMISSION)
    report = make_report(made, load_rules())
    rows = [row.where for row in make_page(made, report).breakdowns.lines if row.where.startswith("table")]
    assert rows == ["table 1, row 6, column 5"]


# --- Tables ---


def grid_of(rows, columns, spans=()):
    cells = [Cell(f"{row}.{column}" if row and column else f"name {row}/{column}", row, column)
             for row in range(rows) for column in range(columns)]  # fmt: skip
    return Table(0, "t1", (*spans, *cells), rows, columns)


def plain_cut(cell):
    return (Piece(cell.text),)


def test_a_small_table_is_shown_in_full_with_its_row_marked():
    table = grid_of(4, 3)
    made = TableToShow(table, {(1, 1)}).excerpt(Marked(frozenset({(2, 2)}), frozenset({(2, 1)})), plain_cut)
    assert [len(made.head), len(made.body)] == [1, 3]
    assert [(cell.role, cell.lane, cell.header) for cell in made.body[1]] == [
        ("", True, "row"),
        ("part", True, ""),
        ("whole", True, ""),
    ]


def test_of_a_large_table_the_marked_rows_and_the_headings_are_shown():
    table = grid_of(60, 40)
    made = TableToShow(table, {(1, 1)}).excerpt(
        Marked(frozenset({(50, 30)}), frozenset({(20, 30), (21, 30)})), plain_cut
    )
    texts = [["".join(piece.text for piece in cell.pieces) for cell in row] for row in (*made.head, *made.body)]
    assert [row[0] for row in texts] == [
        "name 0/0",
        "\u22ef",
        "name 20/0",
        "name 21/0",
        "\u22ef",
        "name 50/0",
        "\u22ef",
    ]
    assert texts[2] == ["name 20/0", "\u22ef", "20.30", "\u22ef"]
    assert len({len(row) for row in texts}) == 1


def test_merged_cells_keep_the_grid():
    table = Table(0, "t1", (
        Cell("head", 0, 0, rows=1, columns=3), Cell("a", 1, 0, rows=2), Cell("1", 1, 1), Cell("2", 1, 2),
        Cell("3", 2, 1), Cell("4", 2, 2),
    ), 3, 3)  # fmt: skip
    made = TableToShow(table, {(1, 1)}).full(plain_cut, "block-0")
    widths = [sum(cell.colspan for cell in row) for row in (*made.head, *made.body)]
    assert widths == [3, 3, 2]
    assert made.body[0][0].rowspan == 2


def test_figures_of_a_table_are_named_by_what_tells_them_apart(audit):
    labels, cells = (
        Labels(audit.document),
        {(each.row, each.column): each for each in audit.figures.figures if each.table},
    )
    assert [labels.of(cells[1, 1], [cells[1, 1], cells[1, 2]]), labels.of(cells[1, 1], [cells[1, 1], cells[2, 1]])] == [
        "Men",
        "North",
    ]
    assert labels.of(cells[1, 1]) == "North / Men"


# --- Questions and languages ---


def report_of(audit: Audit, language: str = "en"):
    return make_report(audit, load_rules(), language)


def test_each_finding_has_a_question(audit):
    cards = report_of(audit).cards
    assert len(cards) == 4
    assert all(card.question.endswith("?") for card in cards)
    assert cards[0].question.startswith("In paragraph 1, the parts given (1,100 men and 120 women) make 1,220")
    assert "Was 215 meant where 251 is printed?" in cards[2].question


@pytest.mark.parametrize(
    ("text", "language", "asked"),
    [
        (case["text"], language, case[language])
        for case in yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8"))
        for language in available()
        if language in case
    ],
)
def test_questions_to_the_state(text, language, asked):
    question = report_of(audit_document("report.md", data=text.encode()), language).cards[0].question
    slip = load_texts(language)("question_slip", mended="\0", printed="").partition("\0")[0]
    assert question.partition(f" {slip}")[0] == asked


def test_findings_in_tables_show_the_table(audit):
    card = report_of(audit).cards[2]
    (grid,) = card.grids
    roles = [[cell.role for cell in row] for row in grid.body]
    assert roles[3] == ["", "part", "part", "part", "whole"]
    assert card.bar.segments[0].label == "190 Men"


@pytest.mark.parametrize("language", available())
def test_a_page_in_each_language(audit, language):
    report = report_of(audit, language)
    text = render(report, make_page(audit, report))
    assert f'<html lang="{language}">' in text
    assert report.texts("kind") in text
    assert len({card.title for card in report.cards}) == 2
    if language != "en":
        english = re.compile(r"short by|over by|, stated|would have to|read as|mends one|does not reconcile")
        assert english.findall(re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)) == []


def test_the_message_of_a_rule_without_translation_stays_and_is_marked():
    made = Finding("ABC001", "own-rule", "error", None, ("1",), "Says its own thing.", "", (), "f" * 16)
    empty = Audit(Document("a.md", "", "en", "A", (Paragraph(0, "1", "text"),)), Figures(), (), (), (made,))
    report = make_report(empty, load_rules(), "fr")
    assert (report.cards[0].message, report.cards[0].own) == ("Says its own thing.", True)
    assert '<p class="message" lang="en">' in render(report)


def test_links_lead_somewhere(audit):
    report = report_of(audit)
    text = render(report, make_page(audit, report))
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    links = re.findall(r'href="#([^"]+)"', text)
    assert len(links) > 50
    assert sorted(set(links) - set(ids)) == []


def test_accepted_findings_stay_and_come_last(audit):
    from dataclasses import replace

    from auditor.model.finding import Acceptance

    first, *others = audit.findings
    taken = replace(first, acceptance=Acceptance("groups <b>overlap</b>", "A. Reader", "2026-01-02", "2027-01-02"))
    report = report_of(replace(audit, findings=(taken, *others)))
    assert report.tally.errors == len(others)
    assert report.tally.accepted == 1
    card = report.cards[-1]
    assert card.accepted.words == "Accepted by A. Reader on 2 January 2026 until 2 January 2027"
    assert "groups &lt;b&gt;overlap&lt;/b&gt;" in render(report)


@pytest.mark.timed
def test_a_large_report_is_made_quickly():
    # 2,000 sentences of 4 figures, 5,000 relations; two seconds on a machine that does nothing else.
    paragraphs, figures, verdicts = [], [], []
    for n in range(2000):
        text = f"In all {2 * n + 30} persons, of whom {n + 10} men, {n + 20} women and 7 children."
        paragraphs.append(Paragraph(n, str(n), text))
        ids = []
        for found in re.finditer(r"\d+", text):
            ids.append(f"f{n}-{found.start()}")
            value = float(found[0])
            figures.append(Figure(ids[-1], found[0], value, value, value, "count", counts="persons", paragraph=str(n),
                                  start=found.start(), end=found.end(), order=n))  # fmt: skip
        verdicts.append(verdict(f"r{n}", "total", ids[0], ids[1:3]))
        verdicts.append(verdict(f"s{n}", "subset", ids[0], ids[3:], residual=2.0 * n + 23))
        if n % 2:
            verdicts.append(verdict(f"u{n}", "subset", ids[1], ids[3:], outcome="undecided"))
    known = {each.id: each for each in figures}
    relations = tuple(each.relation for each in verdicts)
    audit = Audit(
        Document("a.md", "", "en", "A", tuple(paragraphs)), Figures(tuple(figures), by_id=known), relations,
        tuple(verdicts), (),
    )  # fmt: skip
    rules = load_rules()
    started = time.perf_counter()
    report = make_report(audit, rules)
    made = render(report, make_page(audit, report))
    taken = time.perf_counter() - started
    assert len(report.rows) == 5000
    assert made.count('class="par"') == 2000
    assert taken < 8


BOOK = load_rules()


def questions_about(kind, outcome, language, *, many=False):
    """Ask about an example of a kind's own rule, short of what is stated and over it."""
    rule = BOOK.rule_for(kind, in_table=False)
    examples = [each for each in rule.examples if each.outcome == outcome] or rule.examples
    if examples:
        relation, figures = example_case(rule, examples[0])
    else:  # an equation of a rule file
        figures = {name: figure(name, 10) for name in ("f1", "f2")}
        relation = Relation("r1", kind, None, tuple(figures))
    if many and getattr(kind_of(kind), "most", 1) is None:
        figures |= {f"p{n}": replace(figures[relation.parts[0]], id=f"p{n}") for n in range(8)}
        relation = replace(relation, parts=tuple(name for name in figures if name != relation.whole))
    named = {name: f"group {n}" for n, name in enumerate(relation.parts)} | {relation.whole: "persons"}
    figures = {name: replace(each, counts=named[name]) for name, each in figures.items()}
    (told,) = reconcile([relation], figures, BOOK)
    known = kind_of(kind).in_words and not kind_of(kind).from_rules
    asker = Asker(figures, Labels(Document("", "", "en", "")), load_texts(language).with_rules(BOOK.rules), "en")
    for sign in (-1,) if kind_of(kind).bounded else (1, -1):
        off = None if known else sign * abs(told.imbalance or 6.0)
        missed = replace(told, outcome=outcome, holds=None if outcome == "undecided" else False, imbalance=off)
        finding = Finding("R", "n", "error", "r1", ("7",), "", "", tuple(figures), "f" * 16)
        yield asker.question(finding, missed, "in paragraph 7")


@pytest.mark.parametrize("language", available())
@pytest.mark.parametrize("kind", kinds())
def test_there_is_a_question_for_every_finding_that_can_be(kind, language):
    rules = [rule for rule in BOOK.rules if rule.kind == kind]
    assert rules
    asked = [question for many in (False, True) for question in questions_about(kind, "fails", language, many=many)]
    if any(rule.undecided_severity for rule in rules):
        asked += questions_about(kind, "undecided", language)
        asked += (several := list(questions_about(kind, "undecided", language, many=True)))
        named = load_texts(language)("the_parts")
        assert not kind_of(kind).closes or all(named in question for question in several)
    assert all(re.fullmatch(r"In paragraph 7, [^{}]+\?", question) for question in asked), asked
    assert not any(re.search(r" {2}|\(\)| ,|None| of of |number persons|other 1\b", question) for question in asked), (
        asked
    )
