"""The other commands, and how the program starts and ends."""

import json
import os
import re
import subprocess
import sys

import pytest

from auditor import __version__
from auditor.rulebook import load_rules

HEAVY = (
    "babel",
    "watchfiles",
    "numpy",
    "pandas",
    "scipy",
    "rich",
    "yaml",
    "jinja2",
    "great_expectations",
    "lxml",
    "docx",
    "pdfplumber",
    "lark",
)


def python(*arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False, **more)  # noqa: S603


def test_help_loads_nothing_heavy():
    code = (
        "import sys, auditor.cli\n"
        "status = auditor.cli.run(['--help']) or auditor.cli.run(['audit', '--help'])\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
        "sys.exit(status)"
    )
    done = python("-c", code)
    assert (done.returncode, done.stderr.strip()) == (0, "[]")
    assert "Usage: auditor audit [OPTIONS] PATH..." in done.stdout


def test_an_audit_of_text_loads_no_data_frames(documents):
    code = (
        "import sys, auditor.cli\n"
        "auditor.cli.run(['audit', 'documents/bad.txt', '--no-files', '--quiet'])\n"
        "names = ['pandas', 'great_expectations', 'docx', 'pdfplumber', 'openpyxl', 'jinja2', 'jsonschema']\n"
        "print([name for name in names if name in sys.modules], file=sys.stderr)\n"
    )
    done = python("-c", code, cwd=documents.parent)
    assert done.stderr.strip() == "[]"
    assert "short by 1" in done.stdout


def test_an_audit_as_json_loads_no_forms_of_a_language(documents):
    code = (
        "import sys, auditor.cli\n"
        "auditor.cli.run(['audit', 'documents/bad.txt', '--no-files', '--format', 'json'])\n"
        "print([name for name in ('babel', 'rich', 'jinja2') if name in sys.modules], file=sys.stderr)\n"
    )
    done = python("-c", code, cwd=documents.parent)
    assert (json.loads(done.stdout)["schema_version"], done.stderr.strip()) == ("1", "[]")


def test_python_m_auditor(documents):
    done = python("-m", "auditor", "audit", "documents/bad.txt", cwd=documents.parent)
    assert done.returncode == 1
    assert "short by 1" in done.stdout
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.usefixtures("documents")
def test_a_pipe_that_closes_early_is_not_complained_of():
    program = [sys.executable, "-m", "auditor", "audit", "documents", "--format", "markdown", "--no-files"]
    first, second = os.pipe()
    os.close(first)
    with os.fdopen(second, "wb") as closed:
        done = subprocess.run(program, stdout=closed, stderr=subprocess.PIPE, text=True, check=False)  # noqa: S603
    assert (done.returncode, done.stderr) == (1, "")


def test_a_stream_that_knows_no_unicode(documents):
    (documents / "bad.txt").write_text(
        "1. Un total de 10 détenus, dont 4 hommes et 5 femmes, ont été libérés — «bientôt».\n"
    )
    surroundings = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = python(
        "-m", "auditor", "audit", "documents/bad.txt", "-v", "--no-files", cwd=documents.parent, env=surroundings
    )
    assert done.returncode == 1
    assert done.stderr == ""


def test_version(auditor):
    assert auditor("--version").out == f"auditor {__version__}\n"


def test_no_command_shows_help(auditor):
    outcome = auditor()
    assert (outcome.status, outcome.err) == (0, "")
    assert re.search(r"^  audit +Audit documents", outcome.out, re.MULTILINE)


def test_rules_list_has_every_rule(auditor):
    lines = auditor("rules", "list").out.splitlines()
    rules = load_rules().rules
    assert len(lines) == len(rules)
    assert all(line.startswith(rule.id) and line.endswith(rule.name) for line, rule in zip(lines, rules, strict=True))


def test_rules_show_explains_every_rule(auditor):
    for rule in load_rules().rules:
        outcome = auditor("rules", "show", rule.id)
        assert outcome.out.startswith(f"{rule.id}  {rule.name}\n")
        assert " ".join(rule.why.split()) in " ".join(outcome.out.split())
        assert max(map(len, outcome.out.splitlines())) <= 80
    assert auditor("rules", "show", load_rules().rules[0].name).out.startswith(load_rules().rules[0].id)


def test_rules_show_helps_with_a_typing_slip(auditor):
    outcome = auditor("rules", "show", "TOT01")
    assert outcome.status == 2
    assert outcome.err == "auditor: there is no rule 'TOT01'; did you mean TOT001?\n"


def test_rules_check_of_the_programs_own(auditor):
    outcome = auditor("rules", "check")
    assert outcome.status == 0
    assert outcome.out.endswith("no mistakes\n")


@pytest.mark.parametrize("text", ["rules: 3", "rules:\n  - {id: X}", "nothing: here", "rules: [", ""])
def test_rules_check_names_each_mistake_with_its_place(auditor, place, text):
    (place / "own.yaml").write_text(text)
    outcome = auditor("rules", "check", "own.yaml")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err
    assert all(line.startswith("own.yaml:") for line in outcome.err.splitlines())
    audited = auditor("audit", "x.txt", "--rules", "own.yaml")
    assert audited.status == 2
    assert audited.err == "".join(f"auditor: {line}\n" for line in outcome.err.splitlines())


@pytest.mark.parametrize(("form", "suffix"), [("csv", "csv"), ("json", "json")])
def test_figures(auditor, documents, form, suffix):
    outcome = auditor("figures", "documents/bad.txt", "--output", "tables", "--format", form)
    assert outcome.status == 0
    assert outcome.out.splitlines() == [
        f"tables/figures.{suffix}",
        f"tables/relations.{suffix}",
        "tables/datapackage.json",
    ]
    described = json.loads((documents.parent / "tables/datapackage.json").read_text())
    assert {resource["path"] for resource in described["resources"]} == {f"figures.{suffix}", f"relations.{suffix}"}


def test_figures_of_what_cannot_be_read(auditor):
    outcome = auditor("figures", "missing.txt")
    assert (outcome.status, outcome.err) == (2, "auditor: cannot read missing.txt: no such file: check the path\n")


def test_example(auditor, place):
    outcome = auditor("example")
    assert outcome.status == 0
    assert outcome.out.startswith("azerbaijan-cat-follow-up-2025.md\n")
    assert sorted(path.name for path in (place / "reports").iterdir()) == [
        "azerbaijan-cat-follow-up-2025.html",
        "azerbaijan-cat-follow-up-2025.md",
    ]


def test_example_written_to_a_file(auditor, place):
    assert auditor("example", "--write", "mine.md").status == 0
    text = (place / "mine.md").read_text(encoding="utf-8")
    assert "2,488" in text
    assert (
        auditor("example", "--write", "mine.md").err
        == "auditor: mine.md: exists already; give the name of a new file\n"
    )
    assert auditor("example", "--write", "no/mine.md").status == 2
