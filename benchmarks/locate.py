"""Which figure is wrong: how often the search names it, against an observer that knows how the errors were made.

    python benchmarks/locate.py [--seed 1] [--each 100] [--json]

Makes records of four structures with one wrong figure each, in seven ways, and asks `auditor.locate`. The observer has
the same suspects but knows the ranges that the figures were drawn from and exactly how they were damaged; nobody can do
better on average. Then two figures at once, and a document of growing size: time a relation must not grow.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from auditor.locate import Linear, System, locate, standard_priors, suggest
from auditor.locate.record_rules import Check, Checks
from auditor.locate.tabular_records import Located, Records, locate_rows
from auditor.model.figure import Figure
from auditor.model.relation import Relation
from auditor.model.verdict import Verdict
from auditor.rulebook.expressions.expression import parse

LEAST, MOST = 200, 30000
FAR = 400
KINDS = ("swapped", "changed", "dropped", "doubled", "sign", "thousands", "other")


@dataclass(frozen=True, slots=True)
class Structure:
    """Sums over named figures; those that are no total are drawn evenly from LEAST to MOST."""

    name: str
    names: tuple[str, ...]
    sums: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def drawn(self) -> tuple[str, ...]:
        """Give the figures that are no total."""
        totals = {whole for whole, _ in self.sums}
        return tuple(name for name in self.names if name not in totals)

    def record(self, chance: random.Random) -> dict[str, int]:
        """Draw a record that satisfies the sums."""
        values = {name: chance.randrange(LEAST, MOST) for name in self.drawn}
        while len(values) < len(self.names):
            for whole, parts in self.sums:
                if whole not in values and all(part in values for part in parts):
                    values[whole] = sum(values[part] for part in parts)
        return values

    def checks(self) -> Checks:
        """Give the rules: the sums, and no figure below zero."""
        texts = [*(f"{whole} == {' + '.join(parts)}" for whole, parts in self.sums), *(f"{n} >= 0" for n in self.names)]
        return Checks(tuple(Check(f"r{i}", parse(text)) for i, text in enumerate(texts)), {}, self.names)


STRUCTURES = (
    Structure("three parts", ("t", "a", "b", "c"), (("t", ("a", "b", "c")),)),
    Structure("six parts", tuple("tabcdef"), (("t", tuple("abcdef")),)),
    Structure("hierarchy", ("t", "a", "b", "a1", "a2", "b1", "b2"), (
        ("t", ("a", "b")), ("a", ("a1", "a2")), ("b", ("b1", "b2")))),
    Structure("crossed", ("t", "r1", "r2", "k1", "k2", "p", "q", "r", "s"), (
        ("t", ("r1", "r2")), ("t", ("k1", "k2")), ("r1", ("p", "q")), ("r2", ("r", "s")), ("k1", ("p", "r")),
        ("k2", ("q", "s")))),
)  # fmt: skip


def results(value: int, kind: str) -> Counter[int]:
    """Give everything that a kind of error can make of a number, with the ways that lead there."""
    text = str(value)
    if kind == "sign":
        made = [f"-{text}"]
    elif kind == "thousands":
        made = [f"{text}000"]
    elif kind == "other":
        return Counter({value + gap: 1 for gap in range(-FAR, FAR + 1) if gap and value + gap > 0})
    elif kind == "swapped":
        made = [text[:i] + text[i + 1] + text[i] + text[i + 2 :] for i in range(len(text) - 1)]
    elif kind == "changed":
        made = [text[:i] + digit + text[i + 1 :] for i in range(len(text)) for digit in "0123456789"]
    elif kind == "dropped":
        made = [text[:i] + text[i + 1 :] for i in range(len(text))]
    else:
        made = [text[:i] + text[i] + text[i:] for i in range(len(text))]
    return Counter(int(one) for one in made if one and one[0] != "0" and int(one) != value)


def damaged(value: int, kind: str, chance: random.Random) -> int:
    ways = results(value, kind) or results(value, "other")
    return chance.choices(list(ways), list(ways.values()))[0]


def observed(structure: Structure, record: dict[str, int], found: Sequence[Located]) -> list[str]:
    """Rank the suspects as an observer who knows the ranges and the ways of damage."""
    ranked = []
    for suspect in found:
        meant = int(float(suspect.fixed or 0))
        mended = {**record, suspect.located: meant}
        likelihood = 1e-12
        if meant > 0 and all(LEAST <= mended[name] < MOST for name in structure.drawn):
            for kind in KINDS:
                ways = results(meant, kind)
                likelihood += ways[record[suspect.located]] / (sum(ways.values()) or 1)
        ranked.append((-likelihood, suspect.located))
    return [name for _, name in sorted(ranked)]


def one_error(seed: int, each: int) -> dict[str, dict[str, float]]:
    """Measure records with one wrong figure, a structure at a time and all together."""
    chance = random.Random(seed)  # noqa: S311 - a reproducible draw
    priors = standard_priors()
    out: dict[str, dict[str, float]] = {}
    for structure in STRUCTURES:
        truth: list[tuple[dict[str, int], str, int, str]] = []
        for kind in KINDS * each:
            record, wrong = structure.record(chance), chance.choice(structure.names)
            meant = record[wrong]
            record[wrong] = damaged(meant, kind, chance)
            truth.append((record, wrong, meant, kind))
        rows = tuple(tuple(float(record[name]) for name in structure.names) for record, *_ in truth)
        start = time.perf_counter()
        suspects: dict[int, list[Located]] = {}
        for row in locate_rows(
            Records(structure.names, rows, (1.0,) * len(structure.names)), structure.checks(), priors
        ):
            suspects.setdefault(row.row, []).append(row)
        seconds = time.perf_counter() - start
        tally: Counter[str] = Counter()
        for number, (record, wrong, meant, kind) in enumerate(truth):
            found = suspects.get(number, [])
            best = observed(structure, record, found)
            tally["first"] += found[0].located == wrong if found else 0
            tally["three"] += wrong in [one.located for one in found[:3]]
            tally["observer first"] += best[:1] == [wrong]
            tally["observer three"] += wrong in best[:3]
            if kind != "other":
                tally["slips"] += 1
                tally["mended"] += (wrong, str(meant)) in [(one.located, one.fixed) for one in found[:3]]
        count = len(truth)
        out[structure.name] = {
            key: round(tally[key] / count, 3) for key in ("first", "observer first", "three", "observer three")
        }
        out[structure.name] |= {
            "slips mended": round(tally["mended"] / tally["slips"], 3),
            "ms a record": round(1e3 * seconds / count, 3),
        }
    out["all"] = {key: round(sum(one[key] for one in out.values()) / len(out), 3) for key in out["crossed"]}
    return out


def two_errors(seed: int, each: int) -> dict[str, float]:
    """Measure crossed tables with two wrong figures: the very pair first, or among all that are listed."""
    chance = random.Random(seed)  # noqa: S311 - a reproducible draw
    structure = STRUCTURES[-1]
    rules = [
        Linear(f"{whole} = {parts}", {whole: 1.0, **dict.fromkeys(parts, -1.0)}, 0, 0)
        for whole, parts in structure.sums
    ]
    rules += [Linear(f"{name} >= 0", {name: 1.0}, 0, inf) for name in structure.names]
    system = System.build(rules)
    tally: Counter[str] = Counter()
    seconds = 0.0
    for _ in range(each):
        record = structure.record(chance)
        wrong = sorted(chance.sample(structure.names, 2))
        for name in wrong:
            record[name] = damaged(record[name], chance.choice(KINDS[:5]), chance)
        values = [float(record[name]) for name in system.names]
        start = time.perf_counter()
        found = locate(values, values, values, system)
        seconds += time.perf_counter() - start
        listed = [sorted(suspect.figures) for suspect in found]
        tally["first"] += listed[:1] == [wrong]
        tally["listed"] += wrong in listed
    return {**{key: round(tally[key] / each, 3) for key in ("first", "listed")},
            "ms a record": round(1e3 * seconds / each, 3)}  # fmt: skip


def documents(seed: int) -> list[dict[str, float]]:
    """Measure suggestions for documents of growing size: chained breakdowns, one in fifty with a slip."""
    chance = random.Random(seed)  # noqa: S311 - a reproducible draw
    out = []
    for groups in (500, 2000, 8000):
        figures: dict[str, Figure] = {}
        verdicts = []
        for group in range(groups):
            parts = [chance.randrange(LEAST, MOST) for _ in range(4)]
            names = [f"f{group}_{i}" for i in range(5)]
            total = sum(parts)
            if group % 50 == 0:
                parts[1] = damaged(parts[1], "swapped", chance)
            for name, value in zip(names, [total, *parts], strict=True):
                figures[name] = Figure(name, f"{value:,}", float(value), float(value), float(value))
            claim = Relation(f"r{group}", "total", names[0], tuple(names[1:]))
            verdicts.append(Verdict(claim, "R", "holds", holds=total == sum(parts)))
            if group:
                # Everything hangs together, as repeats make it do in a report.
                chain = Relation(f"s{group}", "subset", names[0], (f"f{group - 1}_4",))
                verdicts.append(Verdict(chain, "R", "holds", holds=figures[f"f{group - 1}_4"].value <= total))
        start = time.perf_counter()
        found = suggest([verdict.relation for verdict in verdicts], verdicts, figures)
        seconds = time.perf_counter() - start
        out.append({
            "relations": len(verdicts), "with suggestions": len(found), "seconds": round(seconds, 3),
            "microseconds a relation": round(1e6 * seconds / len(verdicts), 1),
        })  # fmt: skip
    return out


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--each", type=int, default=100, help="records of each kind of error and structure")
    ask.add_argument("--json", action="store_true")
    opt = ask.parse_args()
    measured = {
        "one error": one_error(opt.seed, opt.each), "two errors": two_errors(opt.seed, opt.each),
        "documents": documents(opt.seed),
    }  # fmt: skip
    if opt.json:
        print(json.dumps(measured, indent=1))
        return
    lines = [*measured["one error"].items(), ("two errors", measured["two errors"])]
    for name, numbers in [*lines, *(("document", one) for one in measured["documents"])]:
        print(f"{name:12}", "  ".join(f"{key} {value:g}" for key, value in numbers.items()))


if __name__ == "__main__":
    main()
