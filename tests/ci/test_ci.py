"""The pieces for continuous integration: their steps run as written, with no more rights than they need."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml

from auditor.read import suffixes

ROOT = Path(__file__).resolve().parents[2]
BASH = shutil.which("bash")
needs_bash = pytest.mark.skipif(BASH is None, reason="the steps are for bash, which is not here")
BAD = "1. A total of 10 persons, including 4 men and 5 women, were detained.\n"
EXPRESSION = re.compile(r"\$\{\{\s*(.+?)\s*\}\}")


def loaded(path):
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


def snippets(language="yaml"):
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / "docs/ci.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def runner(tmp_path_factory):
    """A machine: pip installs to a folder of its own, without asking for anything but what is here."""
    site = tmp_path_factory.mktemp("site")
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "TMPDIR") if name in os.environ}
    return {
        **kept,
        "PATH": os.pathsep.join([str(site / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PYTHONPATH": str(site),
        "PIP_TARGET": str(site),
        "PIP_NO_DEPS": "1",
        "PIP_NO_INDEX": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip reads this one the wrong way round: 0 means without
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "GITHUB_ACTION_PATH": str(ROOT),
    }


def bash(script, folder, surroundings):
    program = [BASH, "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(program, cwd=folder, env=surroundings, capture_output=True, text=True, check=False)  # noqa: S603


def action_step(name):
    return next(step for step in loaded("action.yml")["runs"]["steps"] if step.get("name") == name)


def run_action(name, folder, runner, **inputs):
    """Run a step of the action as its runner would, with inputs put where the step asks for them."""
    action, step = loaded("action.yml"), action_step(name)
    given = {key: str(each.get("default", "")) for key, each in action["inputs"].items()} | inputs
    own = {
        key: EXPRESSION.sub(lambda found: given[found[1].removeprefix("inputs.")], str(value))
        for key, value in step.get("env", {}).items()
    }
    summary = folder / "summary.md"
    return bash(step["run"], folder, {**runner, **own, "GITHUB_STEP_SUMMARY": str(summary)})


@pytest.fixture(scope="module")
def installed(runner):
    if BASH is None:
        pytest.skip("the steps are for bash, which is not here")
    done = bash(action_step("Install the auditor")["run"], ROOT, runner)
    assert done.returncode == 0, done.stderr
    return runner


@pytest.fixture
def folder(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "my submissions").mkdir()
    (tmp_path / "my submissions/bad.txt").write_text(BAD)
    (tmp_path / "good.txt").write_text(BAD.replace("5 women", "6 women"))
    return tmp_path


@pytest.mark.parametrize(("fail_on", "status"), [("warning", 1), ("never", 0)])
def test_the_action_audits(installed, folder, fail_on, status):
    documents = "my submissions\n\ngood.txt\n"
    done = run_action("Audit", folder, installed, documents=documents, **{"fail-on": fail_on})
    assert (done.returncode, done.stdout) == (status, "")
    (run,) = json.loads((folder / "auditor.sarif").read_text())["runs"]
    assert len(run["results"]) == 1
    assert run["artifacts"][0]["location"]["uri"] == "my%20submissions/bad.txt"
    assert sorted(path.name for path in (folder / "reports").iterdir()) == [
        "bad.html",
        "bad.md",
        "good.html",
        "good.md",
    ]
    assert run_action("Summary", folder, installed).returncode == 0
    assert "4 + 5" in (folder / "summary.md").read_text()


def test_the_action_takes_its_options(installed, folder):
    bash('auditor baseline write "my submissions" --reason so', folder, installed)
    (folder / "own.yaml").write_bytes((ROOT / "tests/house/my-rules.yaml").read_bytes())
    inputs = {
        "documents": "my submissions", "baseline": "auditor-baseline.json", "rules": "own.yaml\n", "language": "en",
        "reports": "out", "sarif": "out.sarif", "annotations": "true",
    }  # fmt: skip
    done = run_action("Audit", folder, installed, **inputs)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("::notice file=my submissions/bad.txt,line=1")
    assert '"accepted"' in (folder / "out.sarif").read_text()
    assert (folder / "out/bad.html").is_file()


def test_an_input_is_never_a_command(installed, folder):
    done = run_action("Audit", folder, installed, documents='$(touch seen); "; touch seen; "\n--help\ngood.txt')
    assert done.returncode == 2
    assert not (folder / "seen").exists()
    assert "--help" in done.stderr
    for file in ("action.yml", ".github/workflows/audit.yml"):
        steps = loaded(file)
        steps = steps["runs"]["steps"] if "runs" in steps else steps["jobs"]["audit"]["steps"]
        assert not [step for step in steps if EXPRESSION.search(step.get("run", ""))]


def test_a_summary_without_reports(installed, folder):
    assert run_action("Summary", folder, installed).returncode == 0
    assert (folder / "summary.md").read_text() == ""


def test_the_workflow_may_do_what_it_must_and_no_more():
    workflow = loaded(".github/workflows/audit.yml")
    assert workflow["permissions"] == {}
    (job,) = workflow["jobs"].values()
    assert job["permissions"] == {"contents": "read", "security-events": "write"}
    assert set(workflow[True]) == {"schedule", "workflow_dispatch"}  # YAML 1.1 reads "on" as true
    used = [step["uses"].partition("@")[0] for step in job["steps"]]
    assert used == ["actions/checkout", "./", "github/codeql-action/upload-sarif", "actions/upload-artifact"]
    assert job["steps"][0]["with"]["persist-credentials"] is False
    assert [step["if"].startswith("always()") for step in job["steps"][2:]] == [True, True]


def test_the_workflow_audits_its_default(installed, folder):
    """The action with the inputs that the scheduled run gives it."""
    (_, step, upload, keep) = loaded(".github/workflows/audit.yml")["jobs"]["audit"]["steps"]
    inputs = {name: EXPRESSION.search(value)[1].split("||")[1].strip(" '") for name, value in step["with"].items()}
    assert set(inputs) <= set(loaded("action.yml")["inputs"])
    (folder / "data").symlink_to(ROOT / "data")
    done = run_action("Audit", folder, installed, **inputs)
    assert done.returncode == 0, done.stderr
    assert (folder / upload["with"]["sarif_file"]).is_file()
    assert all((folder / path).exists() for path in keep["with"]["path"].split())


def test_the_workflow_of_the_docs_fits_the_action():
    known = loaded("action.yml")["inputs"]
    parsed = [yaml.safe_load(text) for text in snippets()]
    three, whole, gitlab, hook = parsed
    for steps in (three, whole["jobs"]["audit"]["steps"]):
        own = next(step for step in steps if step["uses"].startswith("OWNER/auditor@"))
        assert set(own["with"]) <= set(known)
    assert whole["permissions"] == {}
    assert whole["jobs"]["audit"]["permissions"] == {"contents": "read", "security-events": "write"}
    assert "script" in gitlab["audit"]
    hooks = {each["id"] for each in loaded(".pre-commit-hooks.yaml")}
    assert {each["id"] for each in hook["repos"][0]["hooks"]} <= hooks


def test_the_docs_explain_every_input():
    text = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
    assert [name for name in loaded("action.yml")["inputs"] if f"`{name}`" not in text] == []
    assert [name for name in loaded("action.yml")["outputs"] if f"`{name}`" not in text] == []


def test_gitlab_runs_its_script(installed, folder):
    job = yaml.safe_load(snippets()[2])["audit"]
    git = shutil.which("git")
    if git is None:
        pytest.skip("the script clones a repository, and git is not here")
    source = folder / "source"
    shutil.copytree(
        ROOT,
        source,
        ignore=shutil.ignore_patterns(".venv", ".git", "reports", "__pycache__", ".*_cache", "site", "tests"),
    )
    for arguments in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "-m", "all")):
        done = subprocess.run([git, "-c", "user.name=a", "-c", "user.email=a@b", *arguments], cwd=source, check=False)  # noqa: S603
        assert done.returncode == 0
    own = {**job["variables"], "DOCUMENTS": "my submissions", "AUDITOR_REPOSITORY": str(source)}
    done = bash("\n".join(job["script"]), folder, {**installed, "PIP_UPGRADE": "1", **own})
    assert done.returncode == 1, done.stderr
    top = ET.parse(folder / job["artifacts"]["reports"]["junit"]).getroot()  # noqa: S314 - made here
    assert (top.get("failures"), top[0].get("name")) == ("1", "my submissions/bad.txt")
    assert (folder / "reports/bad.html").is_file()


@needs_bash
@pytest.mark.parametrize(("name", "status"), [("good.txt", 0), ("my submissions/bad.txt", 1)])
def test_the_hook_audits_the_files_of_a_commit(installed, folder, name, status):
    (hook,) = loaded(".pre-commit-hooks.yaml")
    done = bash(f'{hook["entry"]} "$FILE"', folder, {**installed, "FILE": name})
    assert done.returncode == status
    assert bool(done.stdout) is bool(status)
    assert not (folder / "reports").exists()


def test_the_hook_is_for_every_format_that_is_read():
    (hook,) = loaded(".pre-commit-hooks.yaml")
    pattern = re.compile(hook["files"])
    assert all(pattern.search(f"a{suffix}") and pattern.search(f"A{suffix.upper()}") for suffix in suffixes())
    assert not pattern.search("a.py")
    assert hook["language"] == "python"
