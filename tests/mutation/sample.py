"""Change the auditor's arithmetic in small ways and count how many changes the tests notice: run as a program.

The changes are those of mutmut, a random sample of them with a fixed seed; the work is done in a copy of the project.

    python tests/mutation/sample.py [--size 1000] [--seed 7] [--jobs 1] [--folder FOLDER] [--only PART ...]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("auditor", "rules", "data", "tests", "training", "docs", "reports", "pyproject.toml")
MUTATED = (
    "auditor/checking/reconcile.py",
    *("auditor/locate/*.py", "auditor/figures/*.py", "auditor/relations/*.py"),
    *("auditor/relations/prose/*.py", "auditor/relations/prose/candidates/*.py", "auditor/relations/tables/*.py"),
    "auditor/relations/quantities/*.py",
)
TESTS = (
    *(
        "tests/readings",
        "tests/relations_prose",
        "tests/relations_tables",
        "tests/relations_quantities",
        "tests/relations_cited",
    ),
    *(
        "tests/figures",
        "tests/reconcile",
        "tests/locate",
        "tests/identities",
        "tests/findings",
        "tests/rulebook/test_core.py",
    ),
)
"""The first of them notice most changes, and soonest."""
NOTHING = "no-such-change"
"""Neither a change nor a test: mutmut writes all changes, then says that there is none of this name."""
SETTINGS = f"""
[tool.mutmut]
source_paths = ["auditor"]
only_mutate = {json.dumps(MUTATED)}
also_copy = ["rules", "data", "tests", "training", "docs", "reports"]
pytest_add_cli_args_test_selection = ["{NOTHING}"]
"""
"""mutmut would ask all tests which functions they come to, for hours: it is given none."""
ACTIVE = "MUTANT_UNDER_TEST"
"""The variable of the environment by which what mutmut wrote takes the changed function in place of the right one."""
TIMES = 4
"""A change for which the tests take so many times as long as without it has been noticed: it does not end."""


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
        known = sorted(name for name in changes(place) if any(part in name for part in given.only))
        if not known:
            sys.stderr.write("mutmut made no changes; run it by hand in --folder to see why\n")
            return 2
        begun = time.monotonic()
        if noticed(place, "", None):
            sys.stderr.write("the tests fail without any change; run them by hand in --folder\n")
            return 2
        longest = TIMES * (time.monotonic() - begun)
        size = min(given.size or len(known), len(known))
        # In the order drawn: what a run has tried when it is stopped is a sample too.
        chosen = random.Random(given.seed).sample(known, size)  # noqa: S311 - no secret
        found: dict[str, bool] = {}
        with ThreadPoolExecutor(given.jobs) as pool:
            tried = {pool.submit(noticed, place, name, longest): name for name in chosen}
            for done in as_completed(tried):
                found[tried[done]] = done.result()
                sys.stdout.write(f"{'killed' if done.result() else 'survived'} {tried[done]}\n")
                sys.stdout.flush()
    sys.stdout.writelines(f"{told}\n" for told in table(found))
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
    with (place / "pyproject.toml").open("a", encoding="utf-8") as project:
        project.write(SETTINGS)


def changes(place: Path) -> list[str]:
    """Write all changes into the copy, each to be chosen by its name, and give the names."""
    with (place / "mutmut.log").open("w", encoding="utf-8") as log:
        command = [sys.executable, "-m", "mutmut", "run", NOTHING]
        subprocess.run(command, cwd=place, stdout=log, stderr=log, check=False)  # noqa: S603 - our own
    files = sorted((place / "mutants").rglob("*.meta"))
    return [name for file in files for name in json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"]]


def noticed(place: Path, name: str, longest: float | None) -> bool:
    """Whether a test fails, or does not end in time, with a change in place: readings first, then those of its room.

    Each change is tried in a process of its own, since grammars, rules and lexicons are kept from test to test.
    """
    nearest = sorted(TESTS[1:], key=lambda tests: tests.removeprefix("tests/").replace("_", ".") not in name)
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", TESTS[0], *nearest]
    variables = {**os.environ, ACTIVE: name, "PYTHONPATH": str(place / "mutants")}
    try:
        done = subprocess.run(  # noqa: S603 - our own
            command, cwd=place / "mutants", env=variables, capture_output=True, check=False, timeout=longest
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def table(found: dict[str, bool]) -> Iterator[str]:
    """Give a line for each file and one for all: tried, killed, survived, and the share killed."""
    counts: dict[str, Counter[bool]] = {}
    for name, killed in found.items():
        for place in (name.partition(".x")[0], "all"):
            counts.setdefault(place, Counter())[killed] += 1
    for place in sorted(counts, key=lambda each: (each == "all", each)):
        row = counts[place]
        share = row[True] / row.total()
        yield f"{place:<60} {row.total():>5} tried {row[True]:>5} killed {row[False]:>4} survived {share:7.1%}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
