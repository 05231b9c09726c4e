"""What the CHANGELOG and the commits tell is in its form."""

import itertools
import re
import subprocess
import sys
from datetime import date

import pytest
from packaging.version import Version
from subjects import LONGEST, messages, mistakes

from auditor import __version__

HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
RELEASED = re.compile(r"(\d+\.\d+\.\d+) - (\d{4}-\d\d-\d\d)")


@pytest.fixture(scope="module")
def releases(root):
    """Each version of the CHANGELOG with its date, the newest first."""
    first, *others = HEADING.findall((root / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert first == "Unreleased"
    found = [RELEASED.fullmatch(heading) for heading in others]
    assert None not in found, "a release is headed: ## 1.2.3 - 2026-01-31"
    return [(Version(each[1]), date.fromisoformat(each[2])) for each in found]


def test_the_newest_release_is_the_version_of_the_program(root, releases):
    assert str(releases[0][0]) == __version__
    assert f'"auditor": "{__version__}"' in (root / "docs/check.md").read_text(encoding="utf-8")


def test_releases_stand_newest_first(releases):
    for (version, day), (older, before) in itertools.pairwise(releases):
        assert version > older
        assert day >= before


@pytest.mark.parametrize(
    ("message", "amiss"),
    [
        ("Read a thing", 0),
        ("Read a thing\n\nBecause it was not read.\n", 0),
        ("x" * LONGEST, 0),
        ("x" * (LONGEST + 1), 1),
        ("# a comment of git\nRead a thing\n# another\n", 0),
        ("Read a thing.", 1),
        ("Read a thing\nand another", 1),
        ("", 1),
        ("\n\nRead a thing", 1),
    ],
)
def test_the_form_of_a_message(message, amiss):
    assert len(mistakes(message)) == amiss


def test_the_hook_says_what_is_amiss(root, tmp_path):
    (tmp_path / "message").write_text("Read a thing.\nand another\n")
    program = [sys.executable, root / "tests/house/subjects.py", tmp_path / "message"]
    done = subprocess.run(program, capture_output=True, text=True, check=False)  # noqa: S603
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 2)


def test_the_commits_are_in_their_form(root):
    told = messages(root)
    if told is None:
        pytest.skip("git, or the history since the form is held, is not here")
    assert [line for message in told for line in mistakes(message)] == []
