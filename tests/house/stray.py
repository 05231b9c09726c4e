"""Say what a run left behind or changed in a fresh clone: python tests/house/stray.py, after all else has run.

Files that git ignores count too: a test that writes where it is called, and not to its own folder, is found so.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEPT = frozenset({".venv", "__pycache__", ".coverage", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache"})
"""What programs keep for their next run."""


def stray(folder: Path) -> list[str]:
    """Return the lines of `git status` for what no commit of a folder holds, but for caches."""
    command = ["git", "status", "--porcelain", "--ignored", "--untracked-files=all"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)  # noqa: S603
    return [line for line in done.stdout.splitlines() if KEPT.isdisjoint(line[3:].strip('"').split("/"))]


def main() -> int:
    """Write what is stray; the status is 1 where something is."""
    found = stray(ROOT)
    for line in found:
        sys.stderr.write(f"left behind or changed by a run: {line}\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
