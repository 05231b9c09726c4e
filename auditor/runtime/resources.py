"""The files that come with the program: beside the package in a checkout, packed inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

EXAMPLE = "azerbaijan-cat-follow-up-2025"
_PACKAGE = Path(__file__).resolve().parents[1]


def rules_folder() -> Path:
    """Return the folder with the rules that come with the program."""
    packed = _PACKAGE / "_rules"
    return packed if packed.is_dir() else _PACKAGE.parent / "rules"


def example_file() -> Path:
    """Return the file of the embedded example."""
    packed = _PACKAGE / "_example" / f"{EXAMPLE}.md"
    return packed if packed.is_file() else _PACKAGE.parent / "data" / EXAMPLE / "submission.md"
