"""What a run leaves in a clone is noticed, also where git ignores it; caches are none of it."""

import shutil
import subprocess

import pytest
from stray import stray


@pytest.fixture
def clone(tmp_path):
    if shutil.which("git") is None:
        pytest.skip("git is not here")
    (tmp_path / ".gitignore").write_text("/figures/\n.venv/\n__pycache__/\n")
    (tmp_path / "kept.md").write_text("as it was\n")
    for arguments in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "-m", "All")):
        command = ["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments]
        subprocess.run(command, cwd=tmp_path, check=True)  # noqa: S603
    return tmp_path


@pytest.mark.parametrize("path", [".venv/bin/python", "__pycache__/a.pyc", "tests/__pycache__/a.pyc"])
def test_caches_are_not_stray(clone, path):
    (clone / path).parent.mkdir(parents=True)
    (clone / path).write_text("")
    assert stray(clone) == []


def test_what_git_ignores_is_stray(clone):
    (clone / "figures").mkdir()
    (clone / "figures/figures.csv").write_text("")
    assert stray(clone) == ["!! figures/figures.csv"]


def test_what_is_new_or_changed_or_gone_is_stray(clone):
    (clone / "new name.md").write_text("")
    (clone / "kept.md").write_text("otherwise\n")
    (clone / ".gitignore").unlink()
    assert stray(clone) == [" D .gitignore", " M kept.md", '?? "new name.md"']
