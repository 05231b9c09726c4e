"""The memory that an audit takes, of every format: so many times what the document has, and no more.

`benchmarks/memory.py` measures large ones.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from growing import GROWING

LEAST, LENGTH = 10_000, 100_000
MOST = 100_000_000
"""Bytes that a document of `LENGTH` takes more than one of `LEAST`."""
GROWN = """
import sys
from pathlib import Path
from auditor.cli import run
def peak():
    import resource
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
options = ["--lang", "en", "--quiet", "--fail-on", "never", "--output", "out"]
before = 0
for name in sys.argv[1:]:
    assert run(["audit", name, *options]) == 0
    before, after = peak(), before
print(before - after)
"""


@pytest.mark.posix
@pytest.mark.parametrize(
    "name",
    [
        "one-digit numbers", "equal tab lines", "small tables", "equal rows", "columns", "rows of an HTML table",
        "Word paragraphs", "rows of a sheet", "rows of a binary sheet", "rows of an OpenDocument table",
        "OpenDocument paragraphs", "rich text paragraphs", "text objects of a PDF",
    ],
)  # fmt: skip
def test_memory_grows_with_the_length(tmp_path: Path, name: str) -> None:
    growing = GROWING[name]
    files = []
    for size in (LEAST, LENGTH):
        files.append(f"{size}.{growing.suffix}")
        (tmp_path / files[-1]).write_bytes(growing.of(size))
    command = [sys.executable, "-c", GROWN, *files]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert done.returncode == 0, done.stderr
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(done.stdout.splitlines()[-1]) * unit < MOST
