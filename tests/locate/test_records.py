"""Records from files: formats, missing cells, mistakes in one line each, and the evaluation where it is at hand."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from auditor.locate import FORMATS, LocateError, locate_records, write_located
from auditor.locate.tabular_records import read_records
from auditor.rulebook import RuleError

RULES = """
rules:
  - id: total
    check: "total == men + women"
  - {id: men, check: "men >= 0"}
"""
EVALUATION = Path(__file__).resolve().parents[3] / "shared" / "evaluate" / "localise.py"
COMMAND = """
import sys
from pathlib import Path
from auditor.locate import locate_records, write_located
write_located(locate_records(Path(sys.argv[2]), Path(sys.argv[4])), sys.argv[6], sys.stdout)
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.yaml"
    path.write_text(RULES, encoding="utf-8")
    return path


def records(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "records.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "total,men,women\n18850,18048,802\n18850,18084,802\n",
        "total,men,women\r\n18850,18048,802\r\n18850,18084,802\r\n",
        "\ufeffplace;women;men;total\nA;802;18048;18850\nB;802;18084;18850\n",
        'total,men,women\n"18,850","18,048",802\n"18,850","18,084",802\n',
        "total\tmen\twomen\n18 850\t18 048\t802\n18\u00a0850\t18\u00a0084\t802\n",
    ],
    ids=["plain", "crlf", "semicolons", "quoted", "spaced"],
)
def test_formats_of_records(tmp_path: Path, rules: Path, text: str) -> None:
    found = locate_records(records(tmp_path, text), rules)
    assert {row.row for row in found} == {1}
    assert (found[0].located, found[0].fixed, found[0].rank) == ("men", "18048", 1)
    assert found[0].reason == "18,048 read as 18,084: digits 8 and 4 swapped; mends one relation"


def test_missing_cells_blame_nobody(tmp_path: Path, rules: Path) -> None:
    assert locate_records(records(tmp_path, "total,men,women\n5,,7\n5,..,\n9\n"), rules) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no header"),
        ("total,men,women\n1,x,3\n", "line 2, column 'men': 'x' is no number; correct it or leave it empty"),
        ("total,men,women\n1,2,3,4\n", "line 2: more cells than the header has"),
        ("total,men,men,women\n1,2,3,4\n", "line 1: the column 'men' is there twice"),
        (f"total,men,women\n{'9' * 400},2,3\n", "the number is too large"),
        ('total,men,women\n"1,2,3\n', "cannot be read as CSV"),
        ("total,men,women\n1,inf,3\n", "'inf' is no number"),
    ],
)
def test_mistakes_in_records_are_one_line(tmp_path: Path, rules: Path, text: str, message: str) -> None:
    with pytest.raises(LocateError) as caught:
        locate_records(records(tmp_path, text), rules)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_records_that_are_no_text_are_refused(tmp_path: Path, rules: Path) -> None:
    path = tmp_path / "records.csv"
    path.write_bytes(b"total,men\xff\xfe\x00\n")
    with pytest.raises(LocateError, match="not UTF-8 text"):
        locate_records(path, rules)


def test_all_mistakes_of_a_rule_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(
        "rules:\n"
        "  - {id: a, check: 'total == men + children'}\n"
        "  - {id: a, check: 'total =='}\n"
        "  - {id: b, check: \"__import__('os').remove('x') == 1\"}\n"
        "  - {id: c, check: 'total == men', colour: red}\n"
        "  - {check: 'total == men'}\n"
        "  - {id: d, check: 'total == men', tolerance: -1}\n"
        "weights: {total: 0, nobody: 1}\n"
        "extra: 1\n",
        encoding="utf-8",
    )
    with pytest.raises(RuleError) as caught:
        locate_records(records(tmp_path, "total,men,women\n1,2,3\n"), path)
    lines = [(problem.line, problem.message) for problem in caught.value.problems]
    assert [line for line, _ in lines] == [2, 3, 3, 4, 5, 6, 7, 8, 8, 9]
    said = " ".join(message for _, message in lines)
    for words in ("no column 'children'", "given twice", "'colour' is not known", "needs an id", "from 0 up",
                  "number above 0", "no column 'nobody'", "'extra' is not known"):  # fmt: skip
        assert words in said


@pytest.mark.parametrize("text", ["", "rules: []\n", "rules: 5\n", "- 1\n", "rules: [5]\n", "rules: [\n"])
def test_rule_files_of_another_shape_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError):
        locate_records(records(tmp_path, "total,men,women\n1,2,3\n"), path)


def test_tolerance_forgives(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("rules: [{id: a, check: 'total == men + women', tolerance: 2}]\n", encoding="utf-8")
    found = locate_records(records(tmp_path, "total,men,women\n102,40,60\n103,40,60\n"), path)
    assert {row.row for row in found} == {1}


def test_strict_comparison_asks_for_a_step(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("rules: [{id: a, check: 'men < total'}]\n", encoding="utf-8")
    found = locate_records(records(tmp_path, "total,men\n10,9\n10,10\n"), path)
    assert {row.row for row in found} == {1}


def test_record_that_nothing_mends_says_so(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("rules: [{id: a, check: 'men >= 5'}, {id: b, check: 'men <= 3'}]\n", encoding="utf-8")
    found = locate_records(records(tmp_path, "men\n4\n"), path)
    assert [(row.located, row.fixed, row.rank) for row in found] == [("", "", 1)]
    assert found[0].reason == "no change of figures was found that satisfies all rules"


def test_two_figures_are_joined(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("rules: [{id: a, check: 't == 2 * a'}, {id: b, check: 'u == 3 * b'}]\n", encoding="utf-8")
    found = locate_records(records(tmp_path, "t,a,u,b\n84,24,9,3.5\n"), path)
    assert (found[0].located, found[0].fixed) == ("a+b", "42+3.0")
    assert found[0].reason.endswith("; mends two relations")


def test_output_formats(tmp_path: Path, rules: Path) -> None:
    found = locate_records(records(tmp_path, "total,men,women\n18850,18084,802\n"), rules)
    written = {}
    for form in FORMATS:
        stream = io.StringIO()
        write_located(found, form, stream)
        written[form] = stream.getvalue()
    rows = list(csv.DictReader(io.StringIO(written["csv"])))
    assert rows[0] == {"row": "0", "located": "men", "fixed": "18048", "rank": "1", "reason": found[0].reason}
    assert [{key: str(value) for key, value in row.items()} for row in json.loads(written["json"])] == rows
    assert written["text"].splitlines()[0] == f"row 0, 1: men: {found[0].reason}"


def test_steps_are_those_of_the_finest_cell() -> None:
    table = read_records("a,b\n1.50,2\n1.25,3e2\n", "x")
    assert table.steps == (0.01, 1.0)
    assert table.rows[1] == (1.25, 300.0)


@pytest.mark.skipif(not EVALUATION.is_file(), reason="needs the evaluation program in ../shared")
def test_evaluation(tmp_path: Path) -> None:
    """The targets of the evaluation, on one seed and fewer records than it makes by default."""
    command = tmp_path / "command.py"
    command.write_text(COMMAND, encoding="utf-8")
    run = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, str(EVALUATION), "--auditor", f"{sys.executable} {command}", "--seed", "11", "--json"],
        capture_output=True, text=True, check=False, cwd=Path(__file__).resolve().parents[2],
        env={"PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PATH": ""},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    scores = json.loads(run.stdout)
    assert scores["all"]["first"] >= 0.82
    assert scores["all"]["among_three"] >= 0.95
    assert scores["slips_mended"] >= 0.95
