"""A new kind is one file in `auditor/kinds/`, a rule, and the constructions of a language: all rooms then know it.

A copy of the program gets such a kind here, and nothing else of it is touched.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]

KIND = '''
"""A stated distance between two figures: "71 points against 64, a lead of 7"."""

from auditor.kinds.equations import result_stated, shown
from auditor.kinds.kind import ComputedKind
from auditor.model.verdict import Form


class LeadKind(ComputedKind):
    """The greater; the smaller, the lead."""

    name = "lead"
    precedence = 77
    fewest = most = 2
    roles = ("ahead", "behind", "lead")

    def check(self, group, columns, tolerance):
        """Check the lead against the two figures."""
        from auditor.arithmetic.intervals import compare
        from auditor.arithmetic.stated_sides import allowed, checked, printed, slack

        behind, lead = group.part(0), group.part(1)
        stated = printed(columns, lead, tolerance)
        computed = printed(columns, group.wholes, tolerance).minus(printed(columns, behind, tolerance))
        room = allowed(stated.value, tolerance, group.allowance)
        ends = columns.open_end[lead], columns.open_end[behind]
        return checked(compare(stated, computed, room, slack(stated, tolerance), *ends), computed.value)

    def wording(self, verdict, whole, parts, writing):
        """Write "71 - 64 = 7, stated 9, off by 2"."""
        return result_stated(verdict, f"{shown(whole, writing)} - {shown(parts[0], writing)}", parts[1], 0, writing)

    def asserted(self, whole, parts, say):
        """Write "71 - 64 = 7"."""
        return f"{whole} - {parts[0]} = {parts[1]}"

    def linear(self, whole, parts):
        """Return ahead - behind - lead = 0."""
        return Form(((whole.id, 1.0), (parts[0].id, -1.0), (parts[1].id, -1.0)), "==", 0.0)

    def draft(self, names, whole, parts):
        """Write "lead == ahead - behind"."""
        return f"{names[2]} == {names[0]} - {names[1]}"


KIND = LeadKind()
'''
RULE = {
    "id": "LEA001",
    "name": "lead-does-not-match",
    "kind": "lead",
    "severity": "warning",
    "hedged_severity": "note",
    "min_strength": 0.5,
    "weak_strength": 0.6,
    "message": "The two figures lie {computed} apart; {stated} is stated.",
    "what": "A stated lead is the difference of the two figures.",
    "why": "A lead is remembered where the two figures are not.",
    "source": "House rule",
    "words": {"fr": {"kind": "avance", "message": "{computed} entre les deux ; {stated} est annoncé."}},
    "examples": [
        {"outcome": "fails", "whole": "71", "parts": ["64", "9"], "equation": "71 - 64 = 7, stated 9, off by 2"},
        {"outcome": "holds", "whole": "71", "parts": ["64", "7"]},
        {
            "outcome": "undecided",
            "whole": "71",
            "parts": ["64", {"text": "2", "value": 2, "bound": "lower", "hedge": "at least"}],
        },
    ],
}
CONSTRUCTION = "{ahead} .. against {behind} .. , a lead of {lead}"
HOLDS = "The list won 1,271 seats against 1,064 for the next list, a lead of 207 seats.\n"
FAILS = "The list won 1,271 seats against 1,064 for the next list, a lead of 270 seats.\n"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a program that knows one kind more."""
    folder = tmp_path_factory.mktemp("program")
    for name in ("auditor", "rules"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "auditor/kinds/lead.py").write_text(KIND.lstrip(), encoding="utf-8")
    for name, change in (("core.yaml", _with_rule), ("lexicon/en.yaml", _with_construction)):
        path = folder / "rules" / name
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        change(content)
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    (folder / "holds.txt").write_text(HOLDS, encoding="utf-8")
    (folder / "fails.txt").write_text(FAILS, encoding="utf-8")
    return folder


def _with_rule(content: dict[str, list[object]]) -> None:
    content["rules"].append(RULE)


def _with_construction(content: dict[str, dict[str, list[str]]]) -> None:
    content["constructions"]["lead"] = [CONSTRUCTION]


def run(program: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "auditor", *arguments],
        cwd=program,
        env={**os.environ, "PYTHONPATH": str(program), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    return done.returncode, done.stdout + done.stderr


def test_it_is_read_checked_and_mended(program: Path):
    status, out = run(program, "audit", "fails.txt", "--lang", "en", "--format", "json", "--no-files")
    assert status == 1, out
    audit = json.loads(out)
    (finding,) = audit["findings"]
    assert finding["rule"] == "LEA001"
    assert finding["equation"] == "1,271 - 1,064 = 207, stated 270, off by 63"
    assert [relation["kind"] for relation in audit["relations"]] == ["lead"]
    assert 207 in [suggestion["value"] for suggestion in finding["suggestions"]]
    assert run(program, "audit", "holds.txt", "--lang", "en", "--no-files")[0] == 0


def test_reports_name_it(program: Path):
    arguments = ("audit", "fails.txt", "--lang", "en", "--report-lang", "fr", "--format", "markdown", "--no-files")
    _, out = run(program, *arguments)
    assert "207 entre les deux ; 270 est annoncé." in out
    assert "avance" in out


def test_a_rule_is_drafted_of_it(program: Path):
    status, out = run(program, "rules", "new", "holds.txt", "--lang", "en", "--output", "draft.yaml")
    assert status == 0, out
    assert "A lead read in paragraph" in (program / "draft.yaml").read_text(encoding="utf-8")
    status, out = run(program, "rules", "check", "draft.yaml", "--document", "holds.txt")
    assert status == 0, out


def test_its_rule_is_checked_with_the_others(program: Path):
    status, out = run(program, "rules", "check")
    assert status == 0, out
    status, out = run(program, "rules", "show", "LEA001")
    assert status == 0, out
    assert "71 - 64 = 7" in out or "A stated lead" in out
