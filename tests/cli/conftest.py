import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from auditor.cli import run

GOOD = "1. A total of 10 persons, including 4 men and 6 women, were detained.\n"
BAD = "1. A total of 10 persons, including 4 men and 5 women, were detained.\n"


@dataclass(frozen=True)
class Outcome:
    """What a command gave."""

    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[Any]:
        """The JSON lines of standard output."""
        return [json.loads(row) for row in self.out.splitlines()]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    (tmp_path / ".git").mkdir()  # settings are not looked for above it
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


@pytest.fixture
def auditor(capfd: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Run a command in `place`."""

    def call(*arguments: str) -> Outcome:
        capfd.readouterr()
        status = run(arguments)
        return Outcome(status, *capfd.readouterr())

    return call


@pytest.fixture
def documents(place: Path) -> Path:
    """A folder with a document that reconciles and one that does not."""
    folder = place / "documents"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD)
    (folder / "bad.txt").write_text(BAD)
    return folder
