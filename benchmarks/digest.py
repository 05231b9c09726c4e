"""Write down what the program says of many documents, and say what has changed since: for work that may change nothing.

    python benchmarks/digest.py write before.json [--shared ../shared] [--tables 100]
    python benchmarks/digest.py compare before.json

Audited are the embedded example, the documents of `tests/read/fixtures`, the example as Word and HTML, invented drafts,
and, where they lie beside the project, the real submission, the labelled passages and tables. For each document the
digest of its JSON is kept, and of the example its reports as well. `compare` ends with 1 where one differs.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "data/azerbaijan-cat-follow-up-2025/submission.md"
SHOWN = ("markdown", "html", "sarif", "junit", "github", "text")


def main() -> None:
    """Write or compare the digests."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=("write", "compare"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--tables", type=int, default=100)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _lay_out(Path(folder), given.shared, given.tables)
        now = dict(_digests(Path(folder)))
    if given.action == "write":
        given.file.write_text(json.dumps(now, indent=0, sort_keys=True) + "\n")
        print(f"{len(now)} digests")
        return
    before = json.loads(given.file.read_text())
    differing = [name for name in sorted(before.keys() | now.keys()) if before.get(name) != now.get(name)]
    print(f"{len(now)} digests, {len(differing)} differ")
    for name in differing:
        print(name)
    sys.exit(bool(differing))


def _lay_out(folder: Path, shared: Path, tables: int) -> None:
    """Lay the documents in a folder."""
    sys.path.insert(0, str(ROOT / "tests/read"))
    from draft_docx import docx_of
    from draft_html import html_of
    from draft_random import random_draft
    from drafts import of_markdown

    text = EXAMPLE.read_text()
    shutil.copy(EXAMPLE, folder / "example.md")
    (folder / "example.docx").write_bytes(docx_of(of_markdown(text)))
    (folder / "example.html").write_text(html_of(of_markdown(text)))
    for seed in range(12):
        draft = random_draft(seed)
        (folder / f"random-{seed}.docx").write_bytes(docx_of(draft, automatic=seed % 2 == 0))
        (folder / f"random-{seed}.html").write_text(html_of(draft))
    for file in sorted((ROOT / "tests/read/fixtures").glob("*.*")):
        shutil.copy(file, folder / f"fixture-{file.name}")
    if not shared.is_dir():
        return
    for file in sorted((shared / "submissions").glob("*.txt")):
        shutil.copy(file, folder / file.name)
    for line in (shared / "corpus/passages-dev.jsonl").read_text().splitlines():
        passage = json.loads(line)
        (folder / f"{passage['id']}.txt").write_text(passage["text"])
    with gzip.open(shared / "tables/aggregations-validation.jl.gz", "rt", encoding="utf-8") as lines:
        for number, line in zip(range(tables), lines, strict=False):
            with (folder / f"table-{number:03d}.csv").open("w", newline="", encoding="utf-8") as out:
                csv.writer(out).writerows(json.loads(line)["table_array"])
    _workbook(folder / "table-000.csv", folder / "table.xlsx")


def _workbook(table: Path, sheet: Path) -> None:
    """Write a table as a workbook."""
    from openpyxl import Workbook

    book = Workbook()
    with table.open(newline="", encoding="utf-8") as rows:
        for row in csv.reader(rows):
            book.active.append([float(cell) if cell.replace(".", "", 1).isdigit() else cell for cell in row])
    book.save(sheet)


def _digests(folder: Path) -> Iterator[tuple[str, str]]:
    """Give the name and digest of each document's JSON, then of the example's reports."""
    for line in _audited(folder, "json", "."):
        made = json.loads(line)
        # A workbook holds the time it was made.
        made["source"].pop("sha256")
        yield made["source"]["path"], _digest(json.dumps(made, sort_keys=True, ensure_ascii=False))
    for form in SHOWN:
        yield f"example as {form}", _digest("\n".join(_audited(folder, form, "example.md")))


def _audited(folder: Path, form: str, path: str) -> list[str]:
    """Give the lines that the command line prints of a path."""
    command = [sys.executable, "-m", "auditor", "audit", path, "--format", form, "--no-files", "--fail-on", "never"]
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "100"}
    run = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(f"the auditor failed ({run.returncode}): {run.stderr[-400:]}")
    return run.stdout.splitlines()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    main()
