"""What runs for contributors: workflows with few rights and commands that are there, and what they are asked."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
FORMS = sorted(path for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
MADE = re.compile(r"\bmake ([a-z]+(?: [a-z]+)*)")
RUN = re.compile(r"(?:\bpython|\bbash|^) ?((?:tests|docs|\.ci)/[\w./-]+)", re.MULTILINE)


def loaded(path):
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


def steps(workflow):
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def targets():
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def named_in(text):
    """What a text tells to run, outside of comments, and is not there: targets of make, files."""
    text = re.sub(r"(^|\s)#.*", "", text)
    made = {target for found in MADE.findall(text) for target in found.split()}
    return sorted(made - targets()) + [file for file in RUN.findall(text) if not (ROOT / file).is_file()]


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_has_few_rights_and_ends(path):
    workflow = loaded(path)
    assert workflow["permissions"] in ({}, {"contents": "read"})
    assert workflow["concurrency"]["group"].startswith(f"{workflow['name']}-")
    assert all(job["timeout-minutes"] <= 60 for job in workflow["jobs"].values())
    for step in steps(workflow):
        used = step.get("uses", "./")
        assert used == "./" or re.fullmatch(r"[\w-]+/[\w/-]+@v\d+", used), used
        if used.startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
        assert "${{" not in step.get("run", ""), "what comes from outside is no text of a script"


@pytest.mark.parametrize(
    "path", [*WORKFLOWS, ROOT / ".ci/run", ROOT / ".pre-commit-config.yaml"], ids=lambda path: path.name
)
def test_what_is_run_is_there(path):
    assert named_in(path.read_text(encoding="utf-8")) == []


def test_what_is_not_there_is_noticed():
    assert named_in("run: make test nothing\nrun: python tests/nowhere.py\nrun: python tests/house/stray.py") == [
        "nothing", "tests/nowhere.py",
    ]  # fmt: skip


def test_the_tests_run_on_what_is_promised(project):
    workflow = loaded(".github/workflows/tests.yml")
    matrix = workflow["jobs"]["test"]["strategy"]["matrix"]
    assert matrix["os"] == ["ubuntu-latest", "macos-latest", "windows-latest"]
    versions = [each.rsplit(" ", 1)[1] for each in project["classifiers"] if re.search(r":: 3\.\d+$", each)]
    assert matrix["python"] == versions
    assert project["requires-python"] == f">={versions[0]}"
    assert [step["run"] for step in workflow["jobs"]["test"]["steps"] if step.get("name") == "Test"] == [
        "make test PYTHON=python"
    ]
    whole = [step for step in workflow["jobs"]["house"]["steps"] if "subjects.py" in step.get("run", "")]
    assert whole
    assert workflow["jobs"]["house"]["steps"][0]["with"]["fetch-depth"] == 0


def test_only_what_attaches_the_files_may_write():
    jobs = loaded(".github/workflows/release.yml")["jobs"]
    assert {name: job["permissions"] for name, job in jobs.items()} == {
        "build": {"contents": "read"},
        "attach": {"contents": "write"},
    }
    assert jobs["attach"]["needs"] == "build"
    used = [step["uses"] for step in jobs["attach"]["steps"] if "uses" in step]
    assert used == ["actions/download-artifact@v4"], "no code of the project runs where it may write"


@pytest.mark.skipif(shutil.which("bash") is None, reason="the script is for bash, which is not here")
def test_a_tag_of_another_version_is_not_built(tmp_path):
    surroundings = {**os.environ, "PYTHON": sys.executable}
    done = subprocess.run(  # noqa: S603
        [shutil.which("bash"), ROOT / ".ci/release", "v0.0.1"],
        capture_output=True,
        text=True,
        check=False,
        env=surroundings,
    )
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert "v0.0.1" in done.stderr


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_a_form_asks_for_nothing_confidential(path):
    form = loaded(path)
    assert all(isinstance(form[key], str) for key in ("name", "description"))
    first, *_, last = form["body"]
    assert first["type"] == "markdown"
    assert "Post nothing confidential" in first["attributes"]["value"]
    assert last["type"] == "checkboxes"
    assert all(option["required"] for option in last["attributes"]["options"])
    asked = [each for each in form["body"] if each["type"] != "markdown"]
    assert {each["type"] for each in asked} <= {"textarea", "input", "checkboxes", "dropdown"}
    names = [each["id"] for each in asked]
    assert len(names) == len(set(names))
    assert all(each["attributes"]["label"] for each in asked)


def test_there_is_a_form_for_each_thing_that_goes_wrong():
    assert [loaded(path)["name"] for path in FORMS] == [
        "A finding that is wrong",
        "A discrepancy that was missed",
        "A wish",
    ]
    assert loaded(".github/ISSUE_TEMPLATE/config.yml")["blank_issues_enabled"] is False


def test_the_checklist_names_what_is_there():
    text = (ROOT / ".github/pull_request_template.md").read_text(encoding="utf-8")
    assert text.count("- [ ] ") >= 6
    assert "confidential" in text
    assert named_in(text) == []
    assert {"make test", "make audit", "make docs"} <= set(re.findall(r"make [a-z]+", text))


def test_hooks_use_the_versions_of_the_project():
    hooks = [hook for repo in loaded(".pre-commit-config.yaml")["repos"] for hook in repo["hooks"]]
    pins = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line)
    wanted = [each.split("==") for hook in hooks for each in hook.get("additional_dependencies", [])]
    assert {"ruff", "complexipy"} <= {name for name, _ in wanted}
    assert [(name, version) for name, version in wanted if pins.get(name, version) != version] == []
    assert {hook["id"]: hook["stages"] for hook in hooks if "stages" in hook} == {"subject": ["commit-msg"]}
