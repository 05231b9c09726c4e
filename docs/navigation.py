"""Put pages that mkdocs.yml does not name at the end of the site's navigation, so that none is out of reach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

Entry = dict[str, Any]


def on_config(config: Any) -> Any:  # noqa: ANN401 - the type is of mkdocs, which only the extra docs has
    """Complete the navigation before the site is built."""
    config["nav"] = completed(config["nav"], Path(config["docs_dir"]))
    return config


def completed(nav: list[Entry], folder: Path) -> list[Entry]:
    """Give the navigation with the pages that it does not name, under their titles.

    Args:
        nav: As mkdocs.yml has it.
        folder: Of the pages.
    """
    named = set(_files(nav))
    left = sorted(page for page in folder.rglob("*.md") if page.relative_to(folder).as_posix() not in named)
    more: list[Entry] = [{_title(page): page.relative_to(folder).as_posix()} for page in left]
    return [*nav, {"More": more}] if more else nav


def _files(nav: list[Entry]) -> Iterator[str]:
    for entry in nav:
        for value in entry.values():
            yield from _files(value) if isinstance(value, list) else [value]


def _title(page: Path) -> str:
    lines = page.read_text(encoding="utf-8").splitlines()
    return next((line.lstrip("# ") for line in lines if line.startswith("# ")), page.stem)
