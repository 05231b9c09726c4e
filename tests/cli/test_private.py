"""Who may read and write what a command writes."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Auditor = Callable[..., Any]
GOOD = "1. A total of 10 persons, including 4 men and 6 women, were detained.\n"
BAD = "1. A total of 10 persons, including 4 men and 5 women, were detained.\n"
pytestmark = pytest.mark.posix
WRITERS: dict[str, tuple[str, ...]] = {
    "reports": ("audit", "bad.txt", "--output", "out/deep"),
    "reports of two processes": ("audit", "bad.txt", "worse.txt", "--jobs", "2", "--output", "out"),
    "tables": ("figures", "bad.txt", "--output", "out"),
    "a comparison": ("compare", "bad.txt", "worse.txt", "--to", "out/compared.txt"),
    "a baseline": ("baseline", "write", "bad.txt", "--baseline", "out/accepted.json", "--reason", "seen"),
    "rules": ("rules", "new", "good.txt", "--output", "out/new.yaml"),
    "a dataset": ("audit", "folder", "--dataset", "out", "--jobs", "1"),
}


@pytest.fixture
def umask() -> Iterator[Callable[[int], None]]:
    """Set the umask; put it back in the end."""
    before = os.umask(0o022)

    def set_to(mask: int) -> None:
        os.umask(mask)

    yield set_to
    os.umask(before)


@pytest.fixture(autouse=True)
def _written(place: Path) -> None:
    (place / "folder").mkdir()
    (place / "good.txt").write_text(GOOD)
    for name in ("bad.txt", "worse.txt", "folder/bad.txt"):
        (place / name).write_text(BAD)


def modes(place: Path) -> set[int]:
    """The permissions of all files and folders that were written."""
    made = [place / "out", *(place / "out").rglob("*")]
    assert len(made) > 1
    return {stat.S_IMODE(path.stat().st_mode) & ~0o111 for path in made}


@pytest.mark.parametrize("case", WRITERS)
def test_private_is_for_the_user_alone(auditor: Auditor, place: Path, umask: Callable[[int], None], case: str) -> None:
    umask(0)
    assert auditor(*WRITERS[case], "--private").status < 2
    assert modes(place) == {0o600}


@pytest.mark.parametrize("case", ["reports", "a dataset"])
def test_the_settings_can_say_so(auditor: Auditor, place: Path, umask: Callable[[int], None], case: str) -> None:
    umask(0o022)
    (place / "auditor.toml").write_text("private = true\n")
    assert auditor(*WRITERS[case]).status < 2
    assert modes(place) == {0o600}


@pytest.mark.parametrize(
    ("mask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600), (0o002, 0o664), (0, 0o644), (0o020, 0o644)]
)
@pytest.mark.parametrize("case", ["reports", "a dataset"])
def test_the_umask_is_followed_but_for_writing_by_all(
    auditor: Auditor, place: Path, umask: Callable[[int], None], case: str, mask: int, mode: int
) -> None:
    umask(mask)
    assert auditor(*WRITERS[case]).status < 2
    assert modes(place) == {mode}
    assert os.umask(mask) == mask  # as it was before the command
