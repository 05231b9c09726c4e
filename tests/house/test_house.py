"""What is said in README, Makefile and constraints is true."""

import re
import shlex
import tomllib

import pytest

from auditor.cli import run

PIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[A-Za-z0-9][A-Za-z0-9.!+]*")
SUBMISSION = "1. A total of 10 persons, including 4 men and 6 women, were detained.\n"


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def readme_commands(text: str) -> list[str]:
    """Every command of the README: lines of its sh blocks, and inline code that begins with the program's name."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    inline = re.findall(r"`(auditor [^`]+)`", text)
    return [line for block in blocks for line in block.splitlines() if line.strip()] + inline


def test_constraints_are_exact_pins_without_addresses(root):
    lines = (root / "constraints.txt").read_text().splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert pins
    assert [line for line in pins if not PIN.fullmatch(line)] == []
    names = [normal(line.split("==")[0]) for line in pins]
    assert len(names) == len(set(names))


def test_every_requirement_is_pinned_within_its_bounds(root):
    from packaging.requirements import Requirement

    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    pins = dict(line.split("==") for line in (root / "constraints.txt").read_text().splitlines() if "==" in line)
    versions = {normal(name): version for name, version in pins.items()}
    wanted = [
        *project["dependencies"],
        *(each for extra in project["optional-dependencies"].values() for each in extra),
    ]
    for requirement in map(Requirement, wanted):
        assert normal(requirement.name) in versions
        assert requirement.specifier.contains(versions[normal(requirement.name)])


def test_the_readme_names_targets_that_exist(root):
    makefile = (root / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    commands = readme_commands((root / "README.md").read_text())
    named = {command.split()[1] for command in commands if command.startswith("make ")}
    assert {"audit", "test"} <= named <= targets
    assert "make test" in (root / ".ci/run").read_text()


def test_the_readme_tells_the_floor_of_coverage(root):
    coverage = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["coverage"]
    assert coverage["run"]["branch"] is True
    said = re.search(
        r"(\d+) % of the lines and (\d+) % of the\s+branches .*?, (\d+) % of both together; `make coverage` .* (\d+) %",
        (root / "README.md").read_text(encoding="utf-8"),
    )
    assert said is not None
    lines, branches, both, floor = map(int, said.groups())
    assert floor == coverage["report"]["fail_under"]
    assert branches <= both <= lines
    assert 0 < both - floor <= 2


def test_the_readme_commands_run(root, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "some-submission.txt").write_text(SUBMISSION)
    (tmp_path / "submissions").mkdir()
    (tmp_path / "submissions/one.txt").write_text(SUBMISSION)
    (tmp_path / "my-rules.yaml").write_bytes((root / "tests/house/my-rules.yaml").read_bytes())
    commands = [line for line in readme_commands((root / "README.md").read_text()) if line.startswith("auditor ")]
    assert len(commands) >= 8
    for command in commands:
        if command == "auditor audit":
            continue  # named in a sentence, not as a command to type
        status = run(shlex.split(command)[1:])
        assert (command, status, capsys.readouterr().err.replace("Reports:", "").count("auditor:")) == (command, 0, 0)


def test_what_the_readme_links_to_is_there(root):
    links = re.findall(r"\]\(([^)#:]+)\)", (root / "README.md").read_text())
    assert "docs/report.png" in links
    assert [link for link in links if not (root / link).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "reports/README.md"])
def test_house_files_are_there(root, name):
    assert (root / name).stat().st_size > 100
