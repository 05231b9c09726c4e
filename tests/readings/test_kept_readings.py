"""All that is read from passages and tables, as it was written down: `reading.py` does that again."""

from __future__ import annotations

import pytest
from reading import kept, reading, texts

TEXTS = texts()
TOGETHER = 20


@pytest.mark.parametrize(
    ("file", "first"), [(file, first) for file, named in TEXTS.items() for first in range(0, len(named), TOGETHER)]
)
def test_all_is_read_as_it_was(file: str, first: int) -> None:
    was = kept(file)
    for name in list(TEXTS[file])[first : first + TOGETHER]:
        assert reading(TEXTS[file][name]) == was[name], f"{name}: look at it, then run tests/readings/reading.py"


@pytest.mark.parametrize("file", TEXTS)
def test_nothing_is_kept_of_what_is_not_read(file: str) -> None:
    assert list(kept(file)) == list(TEXTS[file])
