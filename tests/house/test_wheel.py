"""A wheel of the project works from any folder, with its rules and its example packed."""

import os
import subprocess
import sys
import zipfile

import pytest


def call(*arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False, **more)  # noqa: S603


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    done = call(
        "-m", "build", "--wheel", "--no-isolation", "--skip-dependency-check", "--outdir", str(folder), str(root)
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (file,) = folder.glob("*.whl")
    return file


def test_the_wheel_holds_rules_templates_and_example(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "auditor/_rules/core.yaml" in names
    assert "auditor/_rules/lexicon/en.yaml" in names
    assert "auditor/_example/azerbaijan-cat-follow-up-2025.md" in names
    assert "auditor/report/templates/report.html" in names
    assert "auditor/report/templates/report.css" in names
    assert "auditor/py.typed" in names
    assert not [name for name in names if name.startswith(("tests/", "data/", "reports/"))]


def test_an_installed_wheel_works_from_another_folder(wheel, tmp_path):
    target, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = call("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target), str(wheel))
    assert done.returncode == 0, done.stderr
    surroundings = {**os.environ, "PYTHONPATH": str(target), "PYTHONSAFEPATH": "1"}
    where = call("-c", "import auditor; print(auditor.__file__)", cwd=elsewhere, env=surroundings)
    assert where.stdout.startswith(str(target))
    done = call("-m", "auditor", "example", cwd=elsewhere, env=surroundings)
    assert (done.returncode, done.stderr) == (0, "")
    assert "figures read" in done.stdout
    assert (elsewhere / "reports/azerbaijan-cat-follow-up-2025.html").is_file()
    checked = call("-m", "auditor", "rules", "check", cwd=elsewhere, env=surroundings)
    assert checked.returncode == 0, checked.stderr
