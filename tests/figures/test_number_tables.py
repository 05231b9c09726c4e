"""All that the grammar knows of each number of `numbers.yaml`, not its value alone."""

from __future__ import annotations

import pytest
from number_tables import read, shown

LINES = [(kind, given, line) for kind, lines in read().items() for given, line in lines.items()]


@pytest.mark.parametrize(("kind", "given", "line"), LINES, ids=[f"{kind} {given}" for kind, given, _ in LINES])
def test_line(kind: str, given: str, line: str) -> None:
    assert shown(kind, given) == line
