"""What holds of each kind of relation, tried on the examples of its rules as soon as it has one."""

from __future__ import annotations

import pytest

from auditor.checking.reconcile import reconcile
from auditor.kinds import computed_kind, kind_of, kinds
from auditor.kinds.equations import Writing
from auditor.report.page.texts import available, load_texts
from auditor.report.written_equations import equation
from auditor.rulebook import Rule, load_rules
from auditor.rulebook.examples import example_case
from auditor.rulebook.expressions.expression import parse
from auditor.rulebook.rule import Example

BOOK = load_rules()
CASES = [
    pytest.param(rule, example, id=f"{rule.id}-{place}")
    for rule in BOOK.rules
    if computed_kind(rule.kind)
    for place, example in enumerate(rule.examples)
]


def test_precedence_is_an_order():
    places = [kind.precedence for kind in kinds().values()]
    assert len(set(places)) == len(places)


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_an_example_has_the_figures_that_its_kind_asks_for(rule: Rule, example: Example):
    kind = computed_kind(rule.kind)
    assert kind is not None
    assert kind.fits(example_case(rule, example)[0])


@pytest.mark.parametrize("language", available())
@pytest.mark.parametrize(("rule", "example"), CASES)
def test_it_is_written_out_with_all_its_figures(rule: Rule, example: Example, language: str):
    relation, figures = example_case(rule, example)
    written = equation(relation, figures, load_texts(language))
    assert "{" not in written
    if not all(figure.unit == "item" for figure in (figures[name] for name in relation.parts)):
        assert all(figures[name].text in written for name in relation.parts)
    (verdict,) = reconcile([relation], figures, BOOK)
    wording = kind_of(rule.kind).written(verdict, figures, Writing())
    assert wording.equation
    assert verdict.holds is not False or wording.gap


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_its_linear_form_misses_where_its_check_fails(rule: Rule, example: Example):
    relation, figures = example_case(rule, example)
    whole = figures.get(relation.whole or "")
    form = kind_of(rule.kind).linear(whole, [figures[name] for name in relation.parts])
    (verdict,) = reconcile([relation], figures, BOOK)
    if form is None or verdict.holds is not False:
        return
    missed = sum(factor * figures[name].value for name, factor in form.terms) - form.constant
    assert abs(missed) > 0.1


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_its_draft_is_a_check(rule: Rule, example: Example):
    relation, figures = example_case(rule, example)
    whole = figures.get(relation.whole or "")
    names = [f"{name}.p1" for name in ([relation.whole] if relation.whole else []) + list(relation.parts)]
    check = kind_of(rule.kind).draft(names, whole, [figures[name] for name in relation.parts])
    if check:
        parse(check)
