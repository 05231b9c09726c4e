"""Measure the peak memory of audits of long documents, of every format, inside the limits that nobody has changed.

Each document is made by a generator of `tests/hostile/growing.py` and audited by the command line in a process of its
own, its reports written. Printed are the peak of the largest process, how often that is the file (less what a document
of one sentence takes), and how it ended. The targets: 1,500 MB for anything, and 40 times files of more than 10 MB.

    python benchmarks/memory.py                    files of 1 MB
    python benchmarks/memory.py --size 12000000    of 12 MB
    python benchmarks/memory.py docx xlsx          of these formats
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests/hostile"), str(ROOT / "tests/read")]

from growing import GROWING  # noqa: E402 - the path is set above

TRIED = (
    "one-digit numbers", "paragraphs", "numbered paragraphs", "equal tab lines", "rows of a Markdown table", "columns",
    "rows that add up", "equal rows", "HTML paragraphs", "rows of an HTML table", "attributes", "Word paragraphs",
    "rows of a Word table", "rows of a sheet", "OpenDocument paragraphs", "rows of an OpenDocument table",
    "rich text paragraphs", "rows of a rich text table", "rows of a binary sheet", "lines of a PDF",
    "text objects of a PDF",
)  # fmt: skip
"""Of each format what is dense, and what is not."""
SMALL = b"Of 12 persons, 7 were men and 5 were women.\n"
MEASURED = """
import resource, runpy, sys
sys.argv = ["auditor", *sys.argv[1:]]
try:
    runpy.run_module("auditor", run_name="__main__")
finally:
    used = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(max(used), file=open("peak", "w"))
"""


@dataclass(frozen=True)
class Peak:
    """What the audit of one document took."""

    megabytes: float
    seconds: float
    said: str
    """What was said where it was refused."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("formats", nargs="*")
    parser.add_argument("--size", type=int, default=1_000_000)
    given = parser.parse_args()
    least = peak(SMALL, "txt").megabytes
    print(f"A document of one sentence: {least:.0f} MB\n")
    print("| document | format | bytes | peak MB | times the file | seconds | |")
    print("| --- | --- | ---: | ---: | ---: | ---: | --- |")
    for name in TRIED:
        growing = GROWING[name]
        if given.formats and growing.suffix not in given.formats:
            continue
        data = growing.of(given.size)
        found = peak(data, growing.suffix)
        times = (found.megabytes - least) * 1e6 / len(data)
        print(
            f"| {name} | {growing.suffix} | {len(data):,} | {found.megabytes:,.0f} | {times:.0f} | {found.seconds:.0f} "
            f"| {found.said} |",
            flush=True,
        )


def peak(data: bytes, suffix: str) -> Peak:
    """Audit one document as a user does, and return what it took."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"x.{suffix}").write_bytes(data)
        options = ("--lang", "en", "--quiet", "--fail-on", "never")
        command = [sys.executable, "-c", MEASURED, "audit", f"x.{suffix}", *options]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = int(Path(folder, "peak").read_text())
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return Peak(used / scale, spent, done.stderr.strip().rpartition(": cannot read ")[2] if done.returncode else "")


if __name__ == "__main__":
    main()
