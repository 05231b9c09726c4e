"""Hold every function of the program to a bound of cognitive complexity; those that exceed it are listed and get fewer.

    python tests/house/complexity.py           say what is not as the list has it
    python tests/house/complexity.py --write   write the list anew, where nothing is added to it and nothing grew
    python tests/house/complexity.py --write --allow-new   where something must

Cognitive complexity (G. A. Campbell, "Cognitive Complexity", SonarSource, 2018) counts what a reader must keep in mind:
each branch, loop, condition of a comprehension and change between `and` and `or`, and more the deeper it stands. It is
measured by complexipy, in a fraction of a second for the whole program; comments that would silence it are not heeded.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LISTED = Path(__file__).with_name("complex.txt")
BOUND = 15
WRITE = "python tests/house/complexity.py --write"

Scores = Mapping[str, int]
"""The complexity of functions, by `module:function`; of one that is in a class, `module:Class.function`."""


def complex_functions(folder: Path) -> Scores:
    """Return the functions of a package that exceed the bound.

    Args:
        folder: Of the package; modules are named from the folder that holds it.
    """
    from complexipy import code_complexity

    found: dict[str, int] = {}
    for path in sorted(folder.rglob("*.py")):
        module = ".".join(path.relative_to(folder.parent).with_suffix("").parts).removesuffix(".__init__")
        for each in code_complexity(path.read_text(encoding="utf-8"), no_ignore=True).functions:
            if each.complexity > BOUND:
                name = f"{module}:{each.name.replace('::', '.')}"
                found[name] = max(each.complexity, found.get(name, 0))
    return found


def read_list(path: Path) -> Scores:
    """Return what a list holds: a function and its complexity a line."""
    lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {name: int(score) for name, score in lines}


def written(scores: Scores) -> str:
    """Return the text of a list."""
    head = f"# Functions above {BOUND} of cognitive complexity. The list may only shrink; it is made by:\n# {WRITE}\n"
    return head + "".join(f"{name} {score}\n" for name, score in sorted(scores.items()))


def grown(listed: Scores, found: Scores) -> list[str]:
    """Return a line for each function that is worse than its list allows.

    A function that moved to another module, or into a class, as it was or simpler, is not worse.
    """
    gone = {name: score for name, score in listed.items() if name not in found}
    worse = []
    for name, score in sorted(found.items()):
        if name in listed:
            if score > listed[name]:
                worse.append(f"{name} grew from {listed[name]} to {score}")
            continue
        left = [old for old in gone if _own_name(old) == _own_name(name) and gone[old] >= score]
        if left:
            del gone[left[0]]
        else:
            worse.append(f"{name} has {score}")
    return worse


def outdated(listed: Scores, found: Scores) -> list[str]:
    """Return a line for each entry of a list that is not as the program is, and is no worse."""
    simpler = [f"{name} has {found.get(name, f'at most {BOUND}')}, listed {score}"
               for name, score in sorted(listed.items()) if found.get(name, 0) < score]  # fmt: skip
    return simpler + [f"{name} has moved here" for name in sorted(found.keys() - listed.keys())]


def _own_name(name: str) -> str:
    return name.replace(":", ".").rsplit(".", 1)[-1]


def main(arguments: Sequence[str]) -> int:
    """Compare the program with the list, or write the list; the status is 1 where something is worse than listed."""
    parser = argparse.ArgumentParser(description=f"Functions above {BOUND} of cognitive complexity.")
    parser.add_argument("--write", action="store_true", help=f"Write {LISTED.name} anew.")
    parser.add_argument("--allow-new", action="store_true", help="Also where functions are added to it, or grew.")
    given = parser.parse_args(arguments)
    found = complex_functions(ROOT / "auditor")
    listed = read_list(LISTED) if LISTED.exists() else {}
    worse = [] if given.allow_new else grown(listed, found)
    sys.stderr.writelines(f"{line}; at most {BOUND} is allowed: make it simpler\n" for line in worse)
    if worse:
        return 1
    if given.write:
        LISTED.write_text(written(found), encoding="utf-8", newline="\n")
        return 0
    left = outdated(listed, found)
    sys.stderr.writelines(f"{line}; run: {WRITE}\n" for line in left)
    return int(bool(left))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
