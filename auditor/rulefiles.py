"""Where the rule files are: beside the package in a checkout, packed inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path


def rules_folder() -> Path:
    """Give the folder with the rules that come with the program."""
    package = Path(__file__).resolve().parent
    packed = package / "_rules"
    return packed if packed.is_dir() else package.parent / "rules"
