"""Accepted findings: marked, counted apart, expired, refused, unused, renewed."""

from dataclasses import replace
from datetime import date

import pytest
from conftest_baseline import make_finding

from auditor.baseline import Baseline, Entry, Grounds, apply, renew, unused, unused_remarks
from auditor.rulebook import load_rules
from auditor.rulebook.rule import rulebook

MARK = "0123456789abcdef"
OTHER = "fedcba9876543210"
TODAY = date(2026, 11, 24)


def entry(mark: str = MARK, expires: date | None = None) -> Entry:
    return Entry(mark, "TOT001", "message", "explained", "A. Reviewer", date(2026, 1, 2), expires)


@pytest.mark.parametrize(
    ("expires", "accepted"),
    [(None, True), (date(2026, 11, 24), True), (date(2026, 11, 25), True), (date(2026, 11, 23), False)],
)
def test_an_entry_counts_through_its_last_day(expires, accepted):
    applied = apply([make_finding(), make_finding(OTHER)], Baseline((entry(expires=expires),)), TODAY)
    first, second = applied.findings
    assert (first.accepted, second.accepted) == (accepted, False)
    assert first.acceptance is not None
    assert (first.acceptance.reason, first.acceptance.who, first.acceptance.when) == (
        "explained",
        "A. Reviewer",
        "2026-01-02",
    )
    assert first.acceptance.expired is not accepted
    assert applied.used == {MARK}
    assert bool(applied.expired) is not accepted
    assert bool(applied.remarks()) is not accepted
    assert second.acceptance is None


def test_a_rule_that_may_not_be_waived_is_not():
    book = load_rules()
    strict = rulebook(tuple(replace(rule, waivable=False) for rule in book.rules), (), ())
    for rules, accepted in ((book, True), (strict, False), (None, True)):
        applied = apply([make_finding()], Baseline((entry(),)), TODAY, rules=rules)
        assert applied.findings[0].accepted is accepted
        assert bool(applied.refused) is not accepted
    assert "cannot be waived" in apply([make_finding()], Baseline((entry(),)), TODAY, rules=strict).remarks()[0]


def test_unused_entries_are_said_one_by_one_or_together():
    few, many = Baseline((entry(), entry(OTHER)), "b.json"), Baseline(tuple(entry(f"{n:016x}") for n in range(9)))
    assert [each.fingerprint for each in unused(few, [MARK])] == [OTHER]
    assert unused_remarks(few, [MARK]) == [
        f"b.json: {OTHER} (TOT001) matches no finding here; take it out with: auditor baseline update"
    ]
    assert len(unused_remarks(many, [])) == 1
    assert unused_remarks(few, [MARK, OTHER]) == []


def test_renewal_takes_out_what_is_gone_and_keeps_the_rest():
    old = Baseline((entry(), entry(OTHER)))
    made = renew(old, [make_finding(), make_finding("a" * 16)], TODAY)
    assert [each.fingerprint for each in made.baseline.entries] == [MARK]
    assert made.baseline.entries[0].message == make_finding().message
    assert [each.fingerprint for each in made.dropped] == [OTHER]
    assert ([each.fingerprint for each in made.open], made.added) == (["a" * 16], ())


def test_renewal_with_grounds_accepts_what_is_chosen():
    grounds = Grounds("new reason", "B", TODAY, date(2027, 1, 1))
    found = [make_finding(), make_finding("a" * 16), make_finding("b" * 16)]
    made = renew(Baseline((entry(),)), found, TODAY, grounds, {"a" * 16})
    assert [(each.fingerprint, each.reason) for each in made.baseline.entries] == [
        (MARK, "explained"),
        ("a" * 16, "new reason"),
    ]
    assert [each.fingerprint for each in made.open] == ["b" * 16]


@pytest.mark.parametrize(("grounds", "reason"), [(None, "explained"), (Grounds("again"), "again")])
def test_an_expired_entry_is_renewed_only_with_grounds(grounds, reason):
    made = renew(Baseline((entry(expires=date(2026, 1, 3)),)), [make_finding()], TODAY, grounds)
    (only,) = made.baseline.entries
    assert only.reason == reason
    assert bool(made.open) is (grounds is None)
