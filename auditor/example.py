"""Where the embedded example is: under `data` in a checkout, packed inside the package in an installed wheel."""

from __future__ import annotations

from pathlib import Path

EXAMPLE = "azerbaijan-cat-follow-up-2025"


def example_file() -> Path:
    """Give the file of the embedded example."""
    package = Path(__file__).resolve().parent
    packed = package / "_example" / f"{EXAMPLE}.md"
    return packed if packed.is_file() else package.parent / "data" / EXAMPLE / "submission.md"
