"""Verdicts as findings: severity, order, equation, quotes, merging, fingerprints."""

from __future__ import annotations

from dataclasses import replace

import pytest
from documents import BOOK, DOCUMENT, FIGURES, REMAINS, REMAINS_TOTAL, STATUS_TOTAL, TABLE_TOTAL, findings

from auditor.checking.reconcile import reconcile
from auditor.findings.found import find
from auditor.model.document import Paragraph
from auditor.model.figure import Figures
from auditor.model.relation import Relation
from auditor.model.verdict import Verdict
from auditor.rulebook.rule import rulebook


def test_a_total_that_is_not_reached_is_written_out():
    (found,) = findings(REMAINS_TOTAL)
    assert (found.rule, found.name, found.severity) == ("TOT001", "parts-do-not-sum-to-total", "warning")
    assert found.equation == "127 + 166 = 293, stated 602, short by 309"
    assert found.message == "The parts given add up to 293; the total stated is at least 602: short by 309."
    assert found.hedge == "at least 602; at least 127"
    assert found.figures == ("f3", "f1", "f2")
    assert (found.paragraphs, found.relation) == (("55",), "r1")


def test_its_sentences_are_quoted_with_the_figures_marked():
    (found,) = findings(REMAINS_TOTAL)
    texts = [REMAINS[place.start : place.end] for place in found.places]
    assert texts == [
        "As of now, in total, the remains of at least 602 people were found.",
        "The remains of at least 127 people were found.",
        "In graves, 166 more were found.",
    ]
    assert [place.primary for place in found.places] == [True, False, False]
    marked = [(REMAINS[mark.start : mark.end], mark.role) for place in found.places for mark in place.marks]
    assert marked == [("602", "whole"), ("127", "part"), ("166", "part")]
    assert {(place.paragraph, place.order) for place in found.places} == {("55", 1)}


def test_figures_of_one_sentence_share_a_quote():
    (found,) = findings(STATUS_TOTAL)
    (place,) = found.places
    assert [mark.figure for mark in place.marks] == ["f4", "f5", "f6"]
    assert found.equation == "210 + 293 = 503, stated 449, over by 54"
    assert found.severity == "error"


def test_cells_are_quoted_by_their_place():
    (found,) = findings(TABLE_TOTAL)
    assert found.rule == "TOT002"
    assert found.paragraphs == ("t1",)
    assert [(place.table, place.row, place.column, place.end) for place in found.places] == [
        ("t1", 2, 1, 5),
        ("t1", 0, 1, 5),
        ("t1", 1, 1, 3),
    ]
    assert found.equation == "1,200 + 900 = 2,100, stated 2,200, short by 100"


def test_the_gravest_come_first_then_document_order():
    every = [REMAINS_TOTAL, TABLE_TOTAL, STATUS_TOTAL]
    wanted = [("error", "56"), ("error", "t1"), ("warning", "55")]
    for order in (every, every[::-1]):
        assert [(found.severity, found.paragraphs[0]) for found in findings(*order)] == wanted


@pytest.mark.parametrize(
    ("strength", "severity"),
    [(1.0, "error"), (0.6, "error"), (0.5, "note"), (0.4, "note"), (0.39, None)],
)
def test_a_weak_reading_weighs_less(strength: float, severity: str | None):
    found = findings(replace(STATUS_TOTAL, strength=strength))
    assert [each.severity for each in found] == ([severity] if severity else [])


def test_findings_on_the_same_figures_are_one():
    twice = replace(STATUS_TOTAL, id="r9", kind="remainder", parts=("f6", "f5"))
    for order in ((twice, STATUS_TOTAL), (STATUS_TOTAL, twice)):
        (found,) = findings(*order)
        assert found.rule == "TOT001"
    assert len(findings(STATUS_TOTAL, TABLE_TOTAL)) == 2


def test_what_holds_is_no_finding():
    assert findings(Relation("r1", "subset", "f4", ("f5",))) == ()


def test_a_fingerprint_outlives_moving_and_rewording():
    (found,) = findings(REMAINS_TOTAL)
    moved = replace(
        DOCUMENT,
        paragraphs=(
            Paragraph(0, "9", "New first words."),
            Paragraph(1, "57", REMAINS.replace("Building works", "Large works")),
        ),
    )
    renamed = {"f1": "f21", "f2": "f5", "f3": "f7"}
    figures = tuple(
        replace(figure, id=renamed[figure.id], paragraph="57", start=figure.start - 3, end=figure.end - 3)
        for figure in FIGURES[:3]
    )
    relation = Relation("r8", "total", "f7", ("f5", "f21"))
    (again,) = findings(relation, figures=figures, document=moved)
    assert again.fingerprint == found.fingerprint
    assert len(found.fingerprint) == 16


def test_a_fingerprint_outlives_other_words_for_what_is_counted():
    (found,) = findings(REMAINS_TOTAL)
    figures = tuple(replace(figure, counts="individuals", hedge="no fewer than") for figure in FIGURES)
    (again,) = findings(REMAINS_TOTAL, figures=figures)
    assert again.fingerprint == found.fingerprint


def test_equal_figures_that_count_other_things_are_told_apart():
    copies = tuple(replace(figure, id=f"x{figure.id}", counts="houses") for figure in FIGURES[3:6])
    again = tuple(replace(figure, id=f"y{figure.id}") for figure in FIGURES[3:6])
    relations = [
        STATUS_TOTAL,
        replace(STATUS_TOTAL, id="r7", whole="xf4", parts=("xf5", "xf6")),
        replace(STATUS_TOTAL, id="r8", whole="yf4", parts=("yf5", "yf6")),
    ]
    found = findings(*relations, figures=(*FIGURES, *copies, *again))
    assert len({each.fingerprint for each in found}) == 3
    (alone,) = findings(STATUS_TOTAL)
    assert alone.fingerprint not in {each.fingerprint for each in found}


@pytest.mark.parametrize("change", [{"value": 601.0}, {"bound": ""}, {"unit": "money"}])
def test_a_fingerprint_changes_with_what_is_said(change: dict[str, object]):
    (found,) = findings(REMAINS_TOTAL)
    figures = tuple(replace(figure, **change) if figure.id == "f3" else figure for figure in FIGURES)
    others = findings(REMAINS_TOTAL, figures=figures)
    assert [other.fingerprint != found.fingerprint for other in others if other.rule == "TOT001"] in ([True], [])


def test_different_rules_have_different_fingerprints():
    wrong = Relation("r2", "subset", "f5", ("f4",))
    repeat = Relation("r3", "repeat", "f5", ("f4",))
    (first,), (second,) = findings(wrong), findings(repeat)
    assert first.fingerprint != second.fingerprint


@pytest.mark.parametrize(("silent", "count"), [(False, 1), (True, 0)])
def test_a_rule_that_could_not_be_evaluated_is_said_unless_it_says_skip(silent: bool, count: int):
    relation = Relation("aze001", "rule", None, (), cue="a == b")
    verdict = Verdict(relation, "AZE001", "not evaluated", None, reason="a == b (a: nothing there)", silent=silent)
    found = find(DOCUMENT, Figures(FIGURES, by_id={}), [verdict], BOOK)
    assert [(each.severity, each.message) for each in found] == [
        ("note", "Not evaluated: a == b (a: nothing there)."),
    ] * count


def test_each_rule_that_could_not_be_evaluated_is_said():
    made = [
        Verdict(Relation(name.lower(), "rule", None, ("f5",)), name, "not evaluated", None, reason=name)
        for name in ("AZE001", "AZE002")
    ]
    found = find(DOCUMENT, Figures(FIGURES, by_id={each.id: each for each in FIGURES}), made, BOOK)
    assert sorted(each.message for each in found) == ["Not evaluated: AZE001.", "Not evaluated: AZE002."]


def test_a_rule_that_may_not_be_waived_is_the_one_of_two_on_the_same_figures():
    barred = rulebook(
        tuple(replace(rule, waivable=rule.kind != "remainder") for rule in BOOK.rules), BOOK.documents, BOOK.files
    )
    twice = replace(STATUS_TOTAL, id="r9", kind="remainder", parts=("f6", "f5"))
    known = Figures(FIGURES, by_id={each.id: each for each in FIGURES})
    verdicts = reconcile((STATUS_TOTAL, twice), known.by_id, barred)
    (found,) = find(DOCUMENT, known, verdicts, barred)
    assert found.relation == "r9"


def test_other_relations_that_could_not_be_evaluated_are_not_findings():
    assert findings(Relation("r1", "total", "f4", ())) == ()


def test_a_period_is_a_note():
    (found,) = findings(Relation("r1", "period", None, (), note="Cleared until April, planted until September."))
    assert (found.severity, found.message) == ("note", "Cleared until April, planted until September.")


def test_the_words_of_a_document_are_no_template():
    figures = tuple(replace(figure, hedge="{stated.__class__}" if figure.hedge else "") for figure in FIGURES)
    (found,) = findings(REMAINS_TOTAL, figures=figures)
    assert "{stated.__class__} 602" in found.message


def test_quotes_never_run_out_of_the_text():
    figures = tuple(replace(figure, start=9_000, end=9_003) if figure.id == "f3" else figure for figure in FIGURES)
    (found,) = findings(REMAINS_TOTAL, figures=figures)
    assert found.places[0].marks[0].start == 9_000


def test_a_hedge_that_begins_its_sentence_stands_within_another():
    figures = tuple(replace(figure, hedge="At least" if figure.hedge else "") for figure in FIGURES)
    (found,) = findings(REMAINS_TOTAL, figures=figures)
    assert found.hedge == "at least 602; at least 127"
    assert "the total stated is at least 602" in found.message
