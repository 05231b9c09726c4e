"""The rule language on documents as read: every primitive, holding and failing, and what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.figures import read_figures
from auditor.findings.found import find
from auditor.identities import disagreements, evaluate_identities, pick
from auditor.model.document import Document
from auditor.model.figure import Figures
from auditor.model.verdict import Verdict
from auditor.read import read_document
from auditor.rulebook import RuleError, load_rules

TEXT = """\
# Report on the camps

## I. Losses

1. From 27 September to 10 November 2020 the war killed 100 persons in Baku, 60 men and 40 women.

2. In 2023, 12 persons were detained in Ganja. In 2024, 15 persons were detained in Ganja, among them 9 men, 6 women
and 2 boys.

3. On 5 May 2021 the Committee visited Baku. By then at least 98 persons had been killed.

4. Of 80 complaints, 60 were upheld, that is 75.0 per cent.

Table 1. Freed by region

| Region | 2023 | 2024 |
|---|---|---|
| 0 All | 25 | 31 |
| 1 North | 15 | 16 |
| 1.1 Lake | 5 | 6 |
| 1.2 Hill | 10 | 9 |
| 2 South | 10 | 15 |
"""
FIGURES: dict[str, dict[str, Any]] = {
    "killed": {"paragraph": 1, "near": "killed", "counts": "persons"},
    "killed.later": {"paragraph": 3, "counts": "persons"},
    "detained": {"paragraph": 2, "counts": "persons", "period": 2024},
    "detained.before": {"paragraph": 2, "counts": "persons", "period": 2023, "place": "Ganja"},
    "complaints": {"paragraph": 4, "counts": "complaints"},
    "upheld": {"paragraph": 4, "before": "were upheld"},
    "share": {"paragraph": 4, "unit": "percent"},
    "north": {"table": "*region", "row": "1 north", "column": "2024"},
    "all": {"table": "t1", "row": 1, "column": "2024"},
}
DATES: dict[str, dict[str, Any]] = {"war": {"paragraph": 1}, "visit": {"paragraph": 3, "after": "On"}}
TREE = {"0*": ["1 *", "2*"], "1 *": ["1.1*", "1.2*"]}


def read(text: str = TEXT, path: str = "report.md") -> tuple[Document, Figures]:
    document = read_document(path, data=text.encode(), language="en")
    return document, read_figures(document)


READ = read()


def content(*identities: dict[str, Any]) -> dict[str, Any]:
    said = yaml.safe_dump([{key: each[key] for key in ("check", "hierarchy", "same", "across") if key in each}
                           for each in identities])  # fmt: skip

    def used(names: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        import re

        return {name: each for name, each in names.items() if re.search(rf"(?<![\w.]){re.escape(name)}(?![\w.])", said)}

    common = {"name": "house-rule", "severity": "error", "hedged_severity": "warning", "what": "x", "why": "y"}
    entries = [
        {"id": f"HSE{place:03}"} | common | {"name": f"house-rule-{place}"} | each
        for place, each in enumerate(identities, 1)
    ]
    made: dict[str, Any] = {"match": [{"path": "*.md"}], "identities": entries}
    sections = {"figures": used(FIGURES), "dates": used(DATES)}
    return made | {key: names for key, names in sections.items() if names}


def verdicts(folder: Path, *identities: dict[str, Any], text: str | None = None) -> tuple[Verdict, ...]:
    path = folder / "rules.yaml"
    path.write_text(yaml.safe_dump(content(*identities), sort_keys=False), encoding="utf-8")
    return evaluate_identities(*(READ if text is None else read(text)), load_rules([path]))[1]


@pytest.mark.parametrize(
    ("check", "outcome", "equation"),
    [
        ("sum(killed by sex) == killed", "holds", "60 + 40 = 100, stated 100"),
        ("killed == sum(killed by sex)", "holds", "60 + 40 = 100, stated 100"),
        ("detained == sum(detained by sex)", "holds", "9 + 6 = 15, stated 15"),
        ("detained == sum(detained by sex, 1)", "fails", "9 + 6 + 1 = 16, stated 15"),
        ("share == round(100 * upheld / complaints, 1)", "holds", "round(100 × 60 / 80, 1) = 75, stated 75.0 per cent"),
        ("share == round(100 * complaints / upheld, 1)", "fails", None),
        ("0 <= share <= 100", "holds", None),
        ("0 <= killed <= 99", "fails", "100, at most 99"),
        ("killed == killed.later", "holds", None),
        ("101 <= killed", "fails", "100, at least 101"),
        ("101 == killed", "fails", "101, stated 100"),
        ("killed == 100 == killed.later", "holds", None),
        ("killed.later == killed == 97", "fails", None),
        ("detained.before == 12", "holds", "12, stated 12"),
        ("north <= all", "holds", "16, at most 31"),
        ("end(war) < visit", "holds", "2020-11-10, before 5 May 2021"),
        ("visit in_order_of war", None, "'in_order_of' where"),
        ("visit <= start(war)", "fails", "5 May 2021, not after 2020-09-27"),
        ("2020-01-01 <= start(war) <= end(war) <= 2020-12-31", "holds", None),
        ("end(war) - start(war) == 44", "holds", "2020-11-10 − 2020-09-27 = 44"),
        ("end(war) - start(war) < 30", "fails", None),
        ("start(war) + 44 == end(war)", "holds", None),
        ("visit <= killed", None, "a date is compared with a number"),
        ("start(killed) <= visit", None, "start() takes a name under `dates:`"),
        ("visit + war <= war", None, "two dates cannot be added"),
        ("2 * visit <= war", None, "a date cannot be multiplied"),
        ("sum(visit by sex) <= killed", None, "'visit' is a date"),
    ],
)
def test_checks(tmp_path: Path, check: str, outcome: str | None, equation: str | None) -> None:
    if outcome is None:
        with pytest.raises(RuleError) as caught:
            verdicts(tmp_path, {"check": check})
        assert str(equation) in str(caught.value)
        return
    (found,) = verdicts(tmp_path, {"check": check})
    assert found.outcome == outcome, found
    if equation:
        assert equation in found.equation


def test_a_dimension_that_nothing_has_says_what_was_seen(tmp_path: Path) -> None:
    (found,) = verdicts(tmp_path, {"check": "killed == sum(killed by status)"})
    assert found.outcome == "not evaluated"
    assert "killed by status: none of 3 figures has a status; there are: 100 persons, 60 men, 40 women" in found.reason


def test_two_figures_for_one_value_are_reported(tmp_path: Path) -> None:
    text = TEXT.replace("60 men and 40 women", "60 men, 40 women and 39 women")
    (found,) = verdicts(tmp_path, {"check": "killed == sum(killed by sex)"}, text=text)
    assert "2 figures have sex: female, where one should: 40 women, 39 women" in found.reason


@pytest.mark.parametrize(
    ("missing", "outcome", "silent"), [("exact", "not evaluated", False), ("skip", "not evaluated", True),
                                       ("at_most", "holds", False)]
)  # fmt: skip
def test_what_missing_members_mean(tmp_path: Path, missing: str, outcome: str, silent: bool) -> None:
    (found,) = verdicts(tmp_path, {"check": "killed == sum(killed by status)", "missing": missing})
    assert (found.outcome, found.silent) == (outcome, silent)


def test_a_hierarchy_is_a_check_a_branch(tmp_path: Path) -> None:
    entry = {"hierarchy": TREE, "of": {"table": "t1", "column": "2023"}}
    found = verdicts(tmp_path, entry)
    assert [(each.outcome, each.equation) for each in found] == [
        ("holds", "15 + 10 = 25, stated 25"),
        ("holds", "5 + 10 = 15, stated 15"),
    ]
    assert len({each.relation.id for each in found}) == 2
    second = verdicts(tmp_path, {**entry, "of": {"table": "t1", "column": 2}})
    assert [each.outcome for each in second] == ["holds", "fails"]
    assert second[1].imbalance == 1


def test_a_hierarchy_of_named_figures_with_a_missing_part(tmp_path: Path) -> None:
    tree = {"0*": ["1 *", "2*", "3*"]}
    of = {"table": "t1", "column": "2024"}
    (found,) = verdicts(tmp_path, {"hierarchy": tree, "of": of})
    assert "none of 10 figures stand in a row '3*'" in found.reason
    (found,) = verdicts(tmp_path, {"hierarchy": tree, "of": of, "missing": "at_most"})
    assert found.outcome == "holds"
    (found,) = verdicts(tmp_path, {"hierarchy": {"all": ["north", "detained"]}})
    assert found.equation == "16 + 15 = 31, stated 31"


def test_the_same_quantity_said_again(tmp_path: Path) -> None:
    (found,) = verdicts(tmp_path, {"same": ["killed", "killed.later"]})
    assert (found.outcome, found.equation) == ("holds", "100 (1); at least 98 (3)")
    (found,) = verdicts(tmp_path, {"same": ["killed", "killed.later"], "tolerance": "exact"})
    assert (found.outcome, found.imbalance) == ("fails", 2)
    path = tmp_path / "rules.yaml"
    (made,) = find(*READ, [found], load_rules([path]))
    assert made.message == "One quantity is stated differently: 100 and at least 98."


@pytest.mark.parametrize(
    ("check", "equation", "message"),
    [
        (
            "share <= 70",
            "75.0 per cent, at most 70, over by 5",
            "give 75; by the rule it is 70 that bounds them: over by 5.",
        ),
        (
            "share >= 80",
            "75.0 per cent, at least 80, short by 5",
            "give 75; by the rule it is 80 that bounds them: short by 5.",
        ),
        ("killed == 90", "90, stated 100, short by 10", "give 90; 100 is stated: short by 10."),
        ("killed == 110", "110, stated 100, over by 10", "give 110; 100 is stated: over by 10."),
    ],
)
def test_the_gap_is_said_from_the_right_side(tmp_path: Path, check: str, equation: str, message: str) -> None:
    found = verdicts(tmp_path, {"check": check})
    (made,) = find(*READ, found, load_rules([tmp_path / "rules.yaml"]))
    assert made.equation == equation
    assert made.message.endswith(message)


def test_the_order_of_dates_is_a_finding_with_words(tmp_path: Path) -> None:
    found = verdicts(tmp_path, {"check": "visit <= start(war)"}, {"check": "war < war"})
    made = find(*READ, found, load_rules([tmp_path / "rules.yaml"]))
    assert [each.rule for each in made] == ["HSE001"]
    assert made[0].message == "The dates that the rule names do not stand in the order that it asks for."
    assert made[0].equation == "5 May 2021, not after 2020-09-27 (paragraph 3 and paragraph 1)"
    assert made[0].paragraphs == ("1", "3")


def test_bounds_and_ratios_are_said_in_numbers_that_tell(tmp_path: Path) -> None:
    found = verdicts(
        tmp_path,
        {"check": "upheld / complaints <= 0.7"},
        {"check": "100 * upheld / complaints == 70"},
        {"check": "0.78 <= upheld / complaints"},
    )
    made = find(*READ, found, load_rules([tmp_path / "rules.yaml"]))
    assert sorted((each.equation, each.message) for each in made) == [
        (
            "100 × 60 / 80 = 75, stated 70, over by 5",
            "The figures that the rule names give 75; 70 is stated: over by 5.",
        ),
        (
            "60 / 80 = 0.75, at least 0.78, short by 0.03",
            "The figures give 0.75; by the rule it is 0.78 that bounds them: short by 0.03.",
        ),
        (
            "60 / 80 = 0.75, at most 0.7, over by 0.05",
            "The figures give 0.75; by the rule it is 0.7 that bounds them: over by 0.05.",
        ),
    ]


def test_the_same_across_documents(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(yaml.safe_dump(content({"across": "killed"})), encoding="utf-8")
    rules = load_rules([path])
    other = read(TEXT.replace("100 persons", "102 persons"), "other.md")
    third = read(TEXT.replace("100 persons", "at least 90 persons"), "third.md")
    elsewhere = read(TEXT, "note.txt")
    stated = [each for one in (READ, other, third, elsewhere) for each in pick(*one, rules)]
    assert {each.document for each in stated} == {"report.md", "other.md", "third.md"}
    (found,) = disagreements(reversed(stated), rules)
    assert found.severity == "warning"
    assert "102 in other.md, paragraph 1; 100 in report.md, paragraph 1" in found.message
    assert disagreements([each for each in stated if each.document != "other.md"], rules) == ()
    assert evaluate_identities(*READ, rules) == ((), ())


MISTAKES: list[tuple[dict[str, Any], str]] = [
    ({"hierarchy": {"a": ["b"], "b": ["c"], "c": ["a"]}, "of": {"table": "t1"}}, "round in a circle: a in c in b in a"),
    ({"hierarchy": {"a": ["a"]}, "of": {"table": "t1"}}, "'a' is a part of itself"),
    ({"hierarchy": {"a": ["b"], "c": ["b"]}, "of": {"table": "t1"}}, "'b' stands under 'a' already"),
    ({"hierarchy": {"a": ["b", "b"]}, "of": {"table": "t1"}}, "'b' is given twice under 'a'"),
    ({"hierarchy": {"a": ["b"]}}, "there is no figure 'b'"),
    ({"same": "nobody"}, "there is no figure 'nobody'"),
    ({}, "says nothing that can be checked"),
    ({"same": "killed", "check": "killed > 1"}, "says check and same"),
    ({"check": "killed > 1", "of": {"table": "t1"}}, "`of` says where the codes"),
]


@pytest.mark.parametrize(("entry", "says"), MISTAKES)
def test_mistakes(tmp_path: Path, entry: dict[str, Any], says: str) -> None:
    with pytest.raises(RuleError) as caught:
        verdicts(tmp_path, entry)
    assert says in str(caught.value)


SUMS = ["killed", "killed.later", "detained", "complaints"]


def _results(folder: Path, entries: list[dict[str, Any]], names: list[str], figures: Figures) -> dict[str, Any]:
    made = content(*entries)
    made["figures"] = {name: made["figures"][name] for name in names}
    path = folder / "rules.yaml"
    path.write_text(yaml.safe_dump(made, sort_keys=False), encoding="utf-8")
    found = evaluate_identities(READ[0], figures, load_rules([path]))[1]
    return {
        each.relation.id: (each.outcome, each.holds, abs(each.imbalance or 0), sorted(each.relation.parts))
        for each in found
    }


def _entries(parts: list[str]) -> list[dict[str, Any]]:
    return [
        {"id": "HSE001", "name": "a", "check": f"all == sum({', '.join(parts)})"},
        {"id": "HSE002", "name": "b", "check": " + ".join(parts) + " <= 400"},
        {"id": "HSE003", "name": "c", "same": list(parts)},
        {"id": "HSE004", "name": "d", "check": "killed == sum(killed by sex)"},
        {"id": "HSE005", "name": "e", "hierarchy": {"all": list(parts)}},
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_order_changes_a_result(tmp_path: Path, data: st.DataObject) -> None:
    """The order of rules, of parts, of figures in the file and in the document is of no account."""
    usual = _results(tmp_path, _entries(SUMS), [*SUMS, "all"], READ[1])
    assert {name: each[0] for name, each in usual.items()} == {
        "hse001": "fails", "hse002": "holds", "hse003": "fails", "hse004": "holds", "hse005.all": "fails",
    }  # fmt: skip
    entries = data.draw(st.permutations(_entries(data.draw(st.permutations(SUMS)))))
    names = data.draw(st.permutations([*SUMS, "all"]))
    shuffled = Figures(tuple(data.draw(st.permutations(READ[1].figures))), READ[1].discarded, READ[1].periods,
                       READ[1].by_id)  # fmt: skip
    assert _results(tmp_path, entries, names, shuffled) == usual
