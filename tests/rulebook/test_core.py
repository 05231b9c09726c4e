"""The rules that come with the program: complete, in line with their schemas, and true to their own examples."""

from __future__ import annotations

import pytest

from auditor.checking.reconcile import reconcile
from auditor.findings.found import find
from auditor.kinds import kind_of, kinds_for_rules
from auditor.kinds.equations import writing_of
from auditor.model.document import Document
from auditor.model.figure import Figures
from auditor.rulebook import Rule, load_rules
from auditor.rulebook.examples import example_case

BOOK = load_rules(thorough=True)
CORE = [rule for rule in BOOK.rules if not rule.of_documents]
CASES = [pytest.param(rule, place, id=f"{rule.id}-{place}") for rule in CORE for place in range(len(rule.examples))]


@pytest.mark.parametrize(("rule", "place"), CASES)
def test_an_example_comes_out_as_it_says(rule: Rule, place: int):
    example = rule.examples[place]
    relation, figures = example_case(rule, example)
    (verdict,) = reconcile([relation], figures, BOOK)
    assert (verdict.rule, verdict.outcome) == (rule.id, example.outcome)
    assert verdict.holds is {"holds": True, "fails": False, "undecided": None}[example.outcome]
    if example.imbalance is not None:
        assert verdict.imbalance == pytest.approx(example.imbalance)
    document = Document("example.txt", "0" * 64, "en", "")
    found = find(document, Figures(tuple(figures.values()), by_id=figures), [verdict], BOOK)
    if example.severity is not None:
        assert [finding.severity for finding in found] == [example.severity]
    if example.outcome == "holds":
        assert found == ()
    if example.equation:
        written = kind_of(rule.kind).written(verdict, figures, writing_of([each.text for each in figures.values()]))
        assert written.equation == example.equation
    for finding in found:
        assert finding.message
        assert "{" not in finding.message


@pytest.mark.parametrize("rule", CORE, ids=lambda rule: rule.id)
def test_a_rule_has_examples_of_every_outcome(rule: Rule):
    wanted = {"undecided"} if kind_of(rule.kind).in_words else {"fails", "holds", "undecided"}
    assert wanted <= {example.outcome for example in rule.examples}
    assert all(example.text for example in rule.examples)


@pytest.mark.parametrize("kind", kinds_for_rules())
@pytest.mark.parametrize("in_table", [False, True])
def test_every_kind_of_relation_has_a_rule(kind: str, in_table: bool):
    found = BOOK.rule_for(kind, in_table=in_table)
    assert found is not None
    assert found.kind == kind


def test_tables_have_a_rule_of_their_own_for_totals():
    prose, table = BOOK.rule_for("total", in_table=False), BOOK.rule_for("total", in_table=True)
    assert prose is not None
    assert table is not None
    assert prose.name == "parts-do-not-sum-to-total"
    assert table.name == "table-total-does-not-reconcile"


def test_rules_are_found_by_id_and_by_name():
    assert BOOK.rule("TOT001") is BOOK.rule("parts-do-not-sum-to-total")
    assert BOOK.rule("XXX999") is None


def test_what_is_trusted_and_what_is_checked_is_the_same_book():
    assert load_rules().rules == BOOK.rules
    assert load_rules().documents == BOOK.documents
