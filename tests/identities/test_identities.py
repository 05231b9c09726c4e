"""Document identities: which documents, which figures, which verdict; and the file of the example."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from auditor.findings.found import find
from auditor.identities import evaluate_identities
from auditor.model.document import Cell, Document, Paragraph, Table
from auditor.model.figure import Figure, Figures
from auditor.model.verdict import Verdict
from auditor.rulebook import Rulebook, load_rules
from auditor.runtime.resources import rules_folder

ROOT = Path(__file__).parents[2]
FILE = "submissions/azerbaijan-cat-follow-up-2025.yaml"
EXAMPLE = ROOT / "data/azerbaijan-cat-follow-up-2025/submission.md"
REAL = ROOT.parent / "shared/submissions/azerbaijan-cat-follow-up-2025.txt"

TEXT_53 = "In total, 1,698 persons were taken. Among them 170 persons were killed, including 48 soldiers."
TEXT_54 = "The remaining 1,528 persons were freed, at least 900 of them women. A further 12 fled."
DOCUMENT = Document(
    "folder/report-2025.txt",
    "0" * 64,
    "en",
    "Report on captives",
    (
        Paragraph(0, "1", "Symbol XYZ/C/1", kind="heading"),
        Paragraph(1, "53", TEXT_53, section=("Part II", "A. Captives")),
        Paragraph(2, "54", TEXT_54, section=("Part II", "B. Release")),
    ),
    (
        Table(
            3,
            "t1",
            (
                Cell("", 0, 0),
                Cell("2024", 0, 1),
                Cell("2025", 0, 2),
                Cell("Men", 1, 0),
                Cell("10", 1, 1),
                Cell("20", 1, 2),
                Cell("Women", 2, 0),
                Cell("5", 2, 1),
                Cell("7", 2, 2),
            ),
            3,
            3,
            caption="Freed by sex",
        ),
    ),
)


def figure(order: int, text: str, counts: str = "", **more: Any) -> Figure:
    paragraph = next((p for p in DOCUMENT.paragraphs if p.order == order), None)
    value = float(text.replace(",", ""))
    start = paragraph.text.index(text) if paragraph else 0
    return Figure(
        **{
            "id": f"f{order}-{text}",
            "text": text,
            "value": value,
            "low": value,
            "high": value,
            "counts": counts,
            "paragraph": paragraph.label if paragraph else "",
            "start": start,
            "end": start + len(text),
            "order": order,
        }
        | more
    )


FIGURES = (
    figure(1, "1,698", "persons"),
    figure(1, "170", "persons"),
    figure(1, "48", "soldiers", dimensions=(("status", "military"),)),
    figure(2, "1,528", "persons"),
    figure(2, "900", "women", bound="lower", hedge="at least", high=None),
    figure(2, "12"),
    *(
        figure(3, text, table="t1", row=row, column=column)
        for text, row, column in (("10", 1, 1), ("20", 1, 2), ("5", 2, 1), ("7", 2, 2))
    ),
)


def book(
    tmp_path: Path, figures: dict[str, Any], check: str, match: list[dict[str, str]] | None = None, **more: object
) -> Rulebook:
    content = {
        "match": match or [{"title": "*captives*"}],
        "figures": figures,
        "identities": [
            {"id": "HSE001", "name": "house-rule", "check": check, "severity": "error", "what": "x", "why": "y"} | more
        ],
    }
    path = tmp_path / "rules.yaml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return load_rules([path])


def verdict(tmp_path: Path, figures: dict[str, Any], check: str, **more: Any) -> Verdict:
    known = Figures(FIGURES, by_id={each.id: each for each in FIGURES})
    _, (found,) = evaluate_identities(DOCUMENT, known, book(tmp_path, figures, check, **more))
    return found


SELECTORS: list[tuple[dict[str, Any], str]] = [
    ({"paragraph": 54, "after": "at least"}, "900"),
    ({"paragraph": 54, "after": "freed,"}, "900"),
    ({"paragraph": 53, "counts": "persons", "near": "taken"}, "1,698"),
    ({"paragraph": 53, "counts": "persons", "position": 1}, "1,698"),
    ({"paragraph": 53, "counts": "persons", "position": -1}, "170"),
    ({"paragraph": 53, "counts": ["people", "persons"], "near": "killed|slain"}, "170"),
    ({"paragraph": 53, "dimensions": {"status": "military"}}, "48"),
    ({"paragraph": 54, "after": "The remaining"}, "1,528"),
    ({"paragraph": 54, "after": "freed,"}, "900"),
    ({"paragraph": 54, "before": "fled"}, "12"),
    ({"section": "*release*", "counts": "persons"}, "1,528"),
    ({"paragraph": [53, 54], "counts": "soldiers"}, "48"),
    ({"paragraph": "54", "near": ["remaining", "women"], "counts": "women"}, "900"),
    ({"table": "t1", "row": "men", "column": "2025"}, "20"),
    ({"table": "freed*", "row": "wom*", "column": 1}, "5"),
    ({"table": "t1", "row": 2, "column": "2025"}, "7"),
]


@pytest.mark.parametrize(("selector", "text"), SELECTORS)
def test_a_selector_finds_the_figure_it_means(tmp_path: Path, selector: dict[str, Any], text: str):
    found = verdict(tmp_path, {"x": selector}, "x >= 0")
    assert [part.split("-")[1] for part in found.relation.parts] == [text]
    assert found.outcome == "holds"


MISSES: list[tuple[dict[str, Any], str]] = [
    ({"section": "*Return*"}, "stand in a section '*Return*'; there are: Part II, A. Captives, B. Release"),
    ({"table": "Lost*"}, "stand in a table 'Lost*'; there are: t1 (Freed by sex)"),
    ({"table": "t1", "row": "Boys"}, "none of 4 figures stand in a row 'Boys'; there are: Men, Women"),
    ({"table": "t1", "column": "2023"}, "none of 4 figures stand in a column '2023'; there are: 2024, 2025"),
    ({"table": "t1", "column": 7}, "none of 4 figures stand in a column 7; there are: 1, 2"),
    ({"paragraph": 99}, "there are no figures in paragraph 99"),
    (
        {"paragraph": 53, "counts": "horses"},
        "none of 3 figures count horses; there are: 1,698 persons, 170 persons, 48",
    ),
    ({"paragraph": 53, "counts": "person"}, "none of 3 figures count person"),
    ({"paragraph": 53, "counts": "persons"}, "2 figures fit, where one should: 1,698 persons, 170 persons"),
    ({"paragraph": 53, "position": 9}, "there is no number 9 of 3"),
    ({"paragraph": 54, "near": "snow"}, "none of 3 figures stand in a sentence with snow"),
    ({"table": "t9"}, "none of 10 figures stand in a table 't9'"),
    ({"table": "t1", "row": "Dogs"}, "none of 4 figures stand in a row 'Dogs'"),
]


@pytest.mark.parametrize(("selector", "reason"), MISSES)
def test_a_selector_that_finds_none_or_several_says_what_it_saw(tmp_path: Path, selector: dict[str, Any], reason: str):
    found = verdict(tmp_path, {"x": selector}, "x >= 0")
    assert (found.outcome, found.holds) == ("not evaluated", None)
    assert reason in found.reason


TAKEN = {"taken": {"paragraph": 53, "counts": "persons", "near": "taken"}}
KILLED = {"killed": {"paragraph": 53, "counts": "persons", "near": "killed"}}
FREED = {"freed": {"paragraph": 54, "counts": "persons"}}
WOMEN = {"women": {"paragraph": 54, "counts": "women"}}
NOBODY = {"nobody": {"paragraph": 99}}


@pytest.mark.parametrize(
    ("figures", "check", "more", "outcome", "equation"),
    [
        (TAKEN | KILLED | FREED, "freed == taken - killed", {}, "holds", "1,698 − 170 = 1,528, stated 1,528"),
        (TAKEN | KILLED | FREED, "freed == taken + killed", {}, "fails", "1,698 + 170 = 1,868, stated 1,528"),
        (TAKEN | FREED, "freed == taken", {"tolerance": {"absolute": 170}}, "holds", "1,698, stated 1,528"),
        (TAKEN | FREED, "freed == taken", {"tolerance": {"absolute": 169}}, "fails", "1,698, stated 1,528"),
        (TAKEN | FREED, "freed == taken", {"tolerance": {"relative": 0.11}}, "holds", "1,698, stated 1,528"),
        (TAKEN | FREED, "freed <= taken", {}, "holds", "1,528, at most 1,698"),
        (TAKEN | FREED, "taken <= freed", {}, "fails", "1,698, at most 1,528"),
        (TAKEN | FREED, "freed < freed + taken - taken", {}, "fails", "1,528, less than 1,528 + 1,698 − 1,698 = 1,528"),
        (TAKEN | FREED, "freed > taken", {}, "fails", "1,528, more than 1,698"),
        (FREED | WOMEN, "women == freed", {}, "holds", "1,528, stated 900"),
        (FREED | WOMEN, "women == freed", {"tolerance": "exact"}, "fails", "1,528, stated 900"),
        (
            KILLED | TAKEN,
            "10 == round(100 * killed / taken, 0)",
            {},
            "holds",
            "round(100 × 170 / 1,698, 0) = 10, stated 10",
        ),
        (
            TAKEN | KILLED | NOBODY,
            "taken == killed + nobody",
            {"missing": "at_most"},
            "holds",
            "170 + ? = at least 170, stated 1,698",
        ),
        (
            TAKEN | KILLED | NOBODY,
            "killed == taken + nobody",
            {"missing": "at_most"},
            "fails",
            "1,698 + ? = at least 1,698, stated 170",
        ),
        (TAKEN | KILLED, "taken + 1 == killed", {}, "fails", "1,698 + 1 = 1,699, stated 170"),
        (TAKEN | KILLED, "taken == killed / (taken - taken)", {}, "not evaluated", ""),
    ],
)
def test_an_identity_is_checked(
    tmp_path: Path,
    figures: dict[str, Any],
    check: str,
    more: dict[str, Any],
    outcome: str,
    equation: str,
):
    found = verdict(tmp_path, figures, check, **more)
    assert found.outcome == outcome
    if equation:
        assert found.equation == equation


def test_what_exceeds_where_a_part_is_missing_is_said(tmp_path: Path):
    rules = book(tmp_path, NOBODY | TAKEN | KILLED, "killed == taken + nobody", missing="at_most")
    known = Figures(FIGURES, by_id={each.id: each for each in FIGURES})
    _, verdicts = evaluate_identities(DOCUMENT, known, rules)
    (found,) = find(DOCUMENT, known, verdicts, rules)
    assert found.equation == "1,698 + ? = at least 1,698, stated 170, over by 1,528"
    assert found.message == "The figures that the rule names give 1,698; 170 is stated: over by 1,528."


@pytest.mark.parametrize(("missing", "notes"), [("exact", 1), ("skip", 0)])
def test_what_a_missing_figure_means(tmp_path: Path, missing: str, notes: int):
    rules = book(tmp_path, NOBODY | TAKEN, "taken >= nobody", missing=missing)
    known = Figures(FIGURES, by_id={each.id: each for each in FIGURES})
    _, verdicts = evaluate_identities(DOCUMENT, known, rules)
    found = find(DOCUMENT, known, verdicts, rules)
    assert [each.severity for each in found] == ["note"] * notes
    assert all("nobody: there are no figures in paragraph 99" in each.message for each in found)


def test_a_document_without_identities_loads_no_parser():
    import subprocess
    import sys

    code = (
        "import sys\n"
        "from auditor.pipeline import audit_document\n"
        "audit_document('x.txt', data=b'1. A total of 10 persons, including 4 men and 5 women, were detained.')\n"
        "print([name for name in ('lark', 'jsonschema', 'scipy') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "[]"


def test_a_failing_identity_is_a_finding_of_its_rule(tmp_path: Path):
    rules = book(tmp_path, TAKEN | KILLED | FREED, "freed == taken + killed")
    known = Figures(FIGURES, by_id={each.id: each for each in FIGURES})
    relations, verdicts = evaluate_identities(DOCUMENT, known, rules)
    (found,) = find(DOCUMENT, known, verdicts, rules)
    assert (found.rule, found.name, found.severity) == ("HSE001", "house-rule", "error")
    assert found.equation == "1,698 + 170 = 1,868, stated 1,528, over by 340"
    assert (found.paragraphs, found.relation) == (("53", "54"), relations[0].id)
    assert relations[0].kind == "rule"


@pytest.mark.parametrize(
    ("match", "meant"),
    [
        ({"title": "*CAPTIVES"}, True),
        ({"title": "*prisoners*"}, False),
        ({"path": "report*.txt"}, True),
        ({"path": "folder/report-2025.*"}, True),
        ({"path": "port-2025.txt"}, False),
        ({"text": "XYZ/C/1"}, True),
        ({"text": "XYZ/C/2"}, False),
        ({"language": "en"}, True),
        ({"language": "fr"}, False),
        ({"title": "*captives*", "text": "XYZ/C/2"}, False),
        ({"title": "*captives*", "language": "EN"}, True),
    ],
)
def test_a_file_is_for_the_documents_that_match(tmp_path: Path, match: dict[str, str], meant: bool):
    rules = book(tmp_path, TAKEN, "taken >= 0", match=[{"title": "nothing"}, match])
    assert len(evaluate_identities(DOCUMENT, Figures(FIGURES), rules)[0]) == int(meant)


def test_no_value_of_a_figure_is_written_in_the_example_rules():
    content = yaml.safe_load((rules_folder() / FILE).read_text(encoding="utf-8"))
    for identity in content["identities"]:
        assert not re.search(r"(?<![\w.])\d", identity["check"]), identity["check"]
    for selector in content["figures"].values():
        assert set(selector) <= {"paragraph", "counts", "near", "after", "before", "position"}
        texts = [text for key in ("counts", "near", "after", "before") for text in _texts(selector.get(key, []))]
        assert not [
            text for text in texts if re.search(r"\d", text.replace("Article 115.2", "").replace("Article 115.4", ""))
        ]


def _texts(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def read(path: Path, text: str | None = None) -> tuple[Document, Figures]:
    from auditor.figures import read_figures
    from auditor.read import read_document

    data = None if text is None else text.encode()
    document = read_document(path, data=data)
    return document, read_figures(document)


@pytest.mark.parametrize("path", [EXAMPLE, REAL], ids=["restated", "real"])
def test_the_identities_of_the_example_hold_in_it(path: Path):
    if not path.is_file():
        pytest.skip(f"{path.name} is not there: it lies beside the project, not in it")
    document, figures = read(path)
    relations, verdicts = evaluate_identities(document, figures, load_rules())
    assert {each.rule: each.outcome for each in verdicts} == {f"AZE00{place}": "holds" for place in range(1, 8)}
    assert len(relations) == 7
    places = {
        each.rule: {figure.paragraph for figure in figures.figures if figure.id in each.relation.parts}
        for each in verdicts
    }
    assert places["AZE001"] == {"53", "54"}
    assert places["AZE004"] == {"62", "63"}
    assert places["AZE005"] == {"58", "59"}
    assert places["AZE006"] == {"51", "56"}


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("1,528", "1,582", "AZE001"),
        ("1,698", "1,968", "AZE001"),
        ("of the 122 hostages", "of the 212 hostages", "AZE002"),
        ("11 criminal cases", "12 criminal cases", "AZE004"),
        ("1,087,226", "1,087", "AZE005"),
        ("239 civ", "9,239 civ", "AZE006"),
    ],
)
def test_a_changed_figure_breaks_the_identity_over_it(old: str, new: str, rule: str):
    text = EXAMPLE.read_text(encoding="utf-8")
    changed, count = re.subn(re.escape(old), new, text, flags=re.IGNORECASE)
    assert count == 1
    _, verdicts = evaluate_identities(*read(EXAMPLE, changed), load_rules())
    assert [each.rule for each in verdicts if each.outcome != "holds"] == [rule]
