"""Change the auditor's arithmetic in small ways and count how many changes the tests notice: run as a program.

The changes are those of mutmut, a random sample of them with a fixed seed; the work is done in a copy of the project.

    python tests/mutation/sample.py [--size 1000] [--seed 7] [--jobs 1] [--folder FOLDER] [--only PART ...]
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("auditor", "rules", "data", "tests", "training", "docs", "reports", "pyproject.toml")
MUTATED = (
    "auditor/checking/reconcile.py",
    *("auditor/locate/*.py", "auditor/figures/*.py", "auditor/relations/*.py"),
    *("auditor/relations/prose/*.py", "auditor/relations/prose/candidates/*.py", "auditor/relations/tables/*.py"),
)
TESTS = (
    *("tests/reconcile", "tests/locate", "tests/figures", "tests/identities", "tests/findings"),
    *("tests/relations_prose", "tests/relations_tables", "tests/readings", "tests/rulebook/test_core.py"),
)
SETTINGS = f"""
[tool.mutmut]
source_paths = ["auditor"]
only_mutate = {json.dumps(MUTATED)}
also_copy = ["rules", "data", "tests", "training", "docs", "reports"]
pytest_add_cli_args_test_selection = {json.dumps(TESTS)}
"""
PYTEST = "[tool.pytest.ini_options]\n"
UNESCAPED = "disable_test_id_escaping_and_forfeit_all_rights_to_community_support = true\n"
"""Else mutmut does not find the tests whose names have letters beyond ASCII."""
FRESH = """

def pytest_sessionstart() -> None:
    import functools
    import gc

    for kept in gc.get_objects():
        if isinstance(kept, functools._lru_cache_wrapper) and (kept.__module__ or "").startswith("auditor"):
            kept.cache_clear()


def pytest_runtest_setup() -> None:
    import os

    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        pytest_sessionstart()
"""
"""Put behind tests/conftest.py. What is kept from run to run (grammars, rules) hides the changes of what makes it; and
where it is kept from test to test, mutmut learns only of the first that a change there concerns it."""
NOTHING = "no-such-change"
"""Asked for first: mutmut writes all changes, then says that there is none of this name."""
SURVIVED, UNTESTED = 0, 33
"""What mutmut notes of a change: the tests passed; no test comes to the place. All else but None is a kill."""


def main(arguments: Sequence[str]) -> int:
    """Make the changes, try a sample, and print what survived, then a line of counts for each file and for all."""
    parser = argparse.ArgumentParser(description="Try small changes of the arithmetic against the tests.")
    parser.add_argument("--size", type=int, default=1000, help="Changes to try; 0 for all.")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="Where the copy is made, and stays.")
    parser.add_argument("--only", nargs="+", default=[""], help="Try only changes whose name has one of these in it.")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        place = given.folder or Path(temporary)
        copy(place)
        mutmut(place, given.jobs, [NOTHING])
        known = sorted(name for name in results(place) if any(part in name for part in given.only))
        if not known:
            sys.stderr.write("mutmut made no changes; run it by hand in --folder to see why\n")
            return 2
        size = min(given.size or len(known), len(known))
        chosen = sorted(random.Random(given.seed).sample(known, size))  # noqa: S311 - a sample, no secret
        mutmut(place, given.jobs, chosen)
        found = results(place)
    for name in chosen:
        if found[name] in (SURVIVED, UNTESTED):
            sys.stdout.write(f"survived {name}\n")
    sys.stdout.writelines(f"{told}\n" for told in table({name: found[name] for name in chosen}))
    sys.stdout.write(f"sample of {size} of {len(known)} changes, seed {given.seed}\n")
    return 0


def copy(place: Path) -> None:
    """Copy what mutmut needs of the project, with its settings."""
    for name in COPIED:
        source, target = ROOT / name, place / name
        if source.is_dir():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", ".hypothesis"))
        else:
            place.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    shutil.rmtree(place / "mutants", ignore_errors=True)
    with (place / "tests" / "conftest.py").open("a", encoding="utf-8") as conftest:
        conftest.write(FRESH)
    project = place / "pyproject.toml"
    text = project.read_text(encoding="utf-8").replace(PYTEST, PYTEST + UNESCAPED)
    project.write_text(text + SETTINGS, encoding="utf-8")


def mutmut(place: Path, jobs: int, names: Sequence[str]) -> None:
    """Run mutmut on some of its changes; what it says goes to a file beside them."""
    with (place / "mutmut.log").open("w", encoding="utf-8") as log:
        command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(jobs), *names]
        subprocess.run(command, cwd=place, stdout=log, stderr=log, check=False)  # noqa: S603 - our own


def results(place: Path) -> dict[str, int | None]:
    """Give every change with how its tests ended."""
    out: dict[str, int | None] = {}
    for file in sorted((place / "mutants").rglob("*.meta")):
        out |= json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"]
    return out


def table(found: dict[str, int | None]) -> Iterator[str]:
    """Give a line for each file and one for all: killed, survived, untested, not run, and the share killed."""
    counts: dict[str, Counter[str]] = {}
    for name, code in found.items():
        kind = {None: "not run", SURVIVED: "survived", UNTESTED: "untested"}.get(code, "killed")
        for place in (name.partition(".x")[0], "all"):
            counts.setdefault(place, Counter())[kind] += 1
    for place in sorted(counts, key=lambda each: (each == "all", each)):
        row = counts[place]
        tried = sum(row.values()) - row["not run"]
        share = row["killed"] / tried if tried else 0.0
        yield (
            f"{place:<32} {tried:>5} tried {row['killed']:>5} killed {row['survived']:>4} survived "
            f"{row['untested']:>4} untested {row['not run']:>4} not run {share:7.1%}"
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
