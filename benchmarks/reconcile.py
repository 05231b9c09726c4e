"""Speed of the arithmetic: totals against their parts, side by side with plain numpy and with other frameworks.

    python benchmarks/reconcile.py [--figures 10000 100000 1000000] [--repeat 9] [--skip great-expectations] [--json]

Makes groups of one total and 2 to 6 parts, one in a hundred of them wrong, and finds the wrong ones with
- numpy: `add.reduceat` over bare values that lie ready in the order of the groups, no intervals: the yardstick;
- auditor: the check of totals that an audit runs, over columns of figures with low, value and high, with hedges and
  tolerance; all exact here;
- auditor, a tenth hedged / all hedged: the same where the figures of so many groups are intervals;
- auditor, objects: all of `auditor.checking.reconcile.reconcile`, from Relation and Figure to Verdict objects;
- pandas, pandera, pointblank, great-expectations: sums by groupby, then their own comparison of two columns.
Each starts from what it works on: frames with a column for the group, or columns of figures with the rows of each
relation. Looking the figures of each relation up is inside the auditor's time, and so is all that it gives: outcome,
bounds of the difference, what difference would be none, and what rounding would explain.
Frameworks that are not installed are skipped with a word (`pip install auditor[bench]` installs them). Every way must
find the same groups. Times are the best of `--repeat` runs, in milliseconds of the processor, so that what else the
machine does counts for little; ratios are to numpy in the same run. Then the whole process: `auditor audit` of the
example and `python -c "import pandas"` in turns, the median of `--processes` runs of each by the clock.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
EXAMPLE = ROOT / "data" / "azerbaijan-cat-follow-up-2025" / "submission.md"
OBJECTS = 200_000
"""Beyond so many figures the run over objects is left out: a million dataclasses would mostly measure memory."""
IN_A_ROW = 3

Ids = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Groups:
    """Totals and the parts of all groups, one after the other."""

    totals: npt.NDArray[np.float64]
    parts: npt.NDArray[np.float64]
    starts: Ids
    owner: Ids
    """Group of each part."""
    wrong: frozenset[int]


Run = Callable[[], Any]
"""Gives the numbers of the groups that do not add up, in any form that `numpy.asarray` takes."""


def make(figures: int, seed: int = 1) -> Groups:
    """Draw groups with about so many figures in all."""
    chance = np.random.default_rng(seed)
    count = max(1, figures // 5)
    sizes = chance.integers(2, 7, count)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp)
    parts = chance.integers(1, 20_000, int(sizes.sum())).astype(np.float64)
    totals = np.add.reduceat(parts, starts)
    wrong = chance.choice(count, max(1, count // 100), replace=False)
    totals[wrong] += chance.integers(1, 999, len(wrong))
    return Groups(totals, parts, starts, np.repeat(np.arange(count), sizes), frozenset(wrong.tolist()))


def with_numpy(groups: Groups) -> Run:
    return lambda: np.flatnonzero(np.add.reduceat(groups.parts, groups.starts) != groups.totals)


def with_auditor(groups: Groups, hedged: float = 0.0) -> Run:
    """Check columns, as an audit does once its figures and relations are laid out.

    Args:
        groups: What is checked.
        hedged: Share of the groups whose figures are intervals, too narrow to hide a gap.
    """
    from auditor.arithmetic.figure_columns import ESTIMATE, EXACT, FigureColumns
    from auditor.arithmetic.intervals import FAILS, Intervals
    from auditor.arithmetic.relation_columns import laid_out
    from auditor.kinds import computed_kind
    from auditor.rulebook import load_rules

    value = np.concatenate([groups.totals, groups.parts])
    count, size = len(groups.totals), len(value)
    open_groups = np.random.default_rng(2).random(count) < hedged
    soft = np.concatenate([open_groups, open_groups[groups.owner]])
    columns = FigureColumns(
        rows={}, given=Intervals(value, value - 0.05 * soft, value + 0.05 * soft),
        bound=np.where(soft, ESTIMATE, EXACT).astype(np.int8),
        family=np.zeros(size, dtype=np.int8), unit=np.ones(size), round_unit=np.ones(size),
        signed=np.zeros(size, dtype=np.bool_), in_table=np.zeros(size, dtype=np.bool_),
        open_end=np.zeros(size, dtype=np.bool_),
    )  # fmt: skip
    group = laid_out(
        np.arange(count), np.arange(count), np.arange(count, size), np.bincount(groups.owner), np.zeros(count), size
    )  # fmt: skip
    rule, kind = load_rules().rule_for("total", in_table=True), computed_kind("total")
    assert rule is not None
    assert kind is not None
    columns.printed(rule.tolerance.about)  # once a document, like the columns themselves

    def run() -> Any:  # noqa: ANN401 - see Run
        with np.errstate(all="ignore"):
            return np.flatnonzero(kind.check(group, columns, rule.tolerance).comparison.outcome == FAILS)

    return run


def with_hedges(groups: Groups) -> Run:
    return with_auditor(groups, hedged=0.1)


def with_intervals(groups: Groups) -> Run:
    return with_auditor(groups, hedged=1.0)


def with_objects(groups: Groups) -> Run:
    """Reconcile Relation objects, as an audit does."""
    from auditor.checking.reconcile import reconcile
    from auditor.model.figure import Figure
    from auditor.model.relation import Relation
    from auditor.rulebook import load_rules

    rulebook = load_rules()
    figures = {}
    for prefix, values in (("t", groups.totals), ("p", groups.parts)):
        for place, value in enumerate(values.tolist()):
            figures[f"{prefix}{place}"] = Figure(f"{prefix}{place}", f"{value:,.0f}", value, value, value)
    ends = [*groups.starts[1:].tolist(), len(groups.parts)]
    relations = [
        Relation(f"r{place}", "total", f"t{place}", tuple(f"p{part}" for part in range(start, end)))
        for place, (start, end) in enumerate(zip(groups.starts.tolist(), ends, strict=True))
    ]
    return lambda: [place for place, one in enumerate(reconcile(relations, figures, rulebook)) if one.holds is False]


def frame(groups: Groups) -> tuple[Any, Any]:
    """Give the totals and the parts as pandas frames."""
    import pandas as pd

    totals = pd.DataFrame({"total": groups.totals})
    return totals, pd.DataFrame({"owner": groups.owner, "value": groups.parts})


def with_pandas(groups: Groups) -> Run:
    totals, parts = frame(groups)
    return lambda: np.flatnonzero((parts.groupby("owner")["value"].sum() != totals["total"]).to_numpy())


def with_pandera(groups: Groups) -> Run:
    try:
        import pandera.pandas as pa
    except ImportError:
        import pandera as pa
    totals, parts = frame(groups)
    schema = pa.DataFrameSchema(
        {"total": pa.Column(float), "computed": pa.Column(float)},
        checks=pa.Check(lambda table: table["total"] == table["computed"], ignore_na=False),
    )

    def run() -> Any:  # noqa: ANN401 - see Run
        table = totals.assign(computed=parts.groupby("owner")["value"].sum())
        try:
            schema.validate(table, lazy=True)
        except pa.errors.SchemaErrors as error:
            return error.failure_cases["index"].dropna().unique().astype(np.intp)
        return []

    return run


def with_pointblank(groups: Groups) -> Run:
    import pointblank as pb

    totals, parts = frame(groups)

    def run() -> Any:  # noqa: ANN401 - see Run
        table = totals.assign(computed=parts.groupby("owner")["value"].sum(), place=range(len(totals)))
        checked = pb.Validate(table).col_vals_eq(columns="total", value=pb.col("computed")).interrogate()
        # Extracts are capped; the number of failures is what it always knows.
        assert checked.n_failed(i=1, scalar=True) == len(groups.wrong)
        return sorted(groups.wrong)

    return run


def with_great_expectations(groups: Groups) -> Run:
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations as gx

    totals, parts = frame(groups)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    batches = context.data_sources.add_pandas("figures").add_dataframe_asset("groups")
    whole = batches.add_batch_definition_whole_dataframe("all")
    expectation = gx.expectations.ExpectColumnPairValuesToBeEqual(column_A="total", column_B="computed")

    def run() -> Any:  # noqa: ANN401 - see Run
        table = totals.assign(computed=parts.groupby("owner")["value"].sum())
        batch = whole.get_batch(batch_parameters={"dataframe": table})
        found = batch.validate(expectation, result_format={"result_format": "COMPLETE"})
        return found.result["unexpected_index_list"]

    return run


WAYS: dict[str, Callable[[Groups], Run]] = {
    "numpy": with_numpy,
    "auditor": with_auditor,
    "auditor, a tenth hedged": with_hedges,
    "auditor, all hedged": with_intervals,
    "auditor, objects": with_objects,
    "pandas": with_pandas,
    "pandera": with_pandera,
    "pointblank": with_pointblank,
    "great-expectations": with_great_expectations,
}


def timed(run: Run) -> tuple[float, frozenset[int]]:
    """Run once; give the milliseconds it took and the groups found."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        start = time.process_time()
        result = run()
        took = 1e3 * (time.process_time() - start)
    return took, frozenset(int(place) for place in np.asarray(result).ravel())


def measure(figures: int, repeat: int, skip: frozenset[str]) -> dict[str, float | str]:
    """Time every way on the same groups; a word instead of a number says why there is none.

    The ways take turns, so that whatever else the machine does falls on all of them; in its turn each runs a few times,
    so that none is charged for memory that the one before gave back.
    """
    groups = make(figures)
    out: dict[str, float | str] = {}
    runs: dict[str, Run] = {}
    for name, prepare in WAYS.items():
        if name in skip or (name == "auditor, objects" and figures > OBJECTS):
            out[name] = "skipped"
            continue
        try:
            runs[name] = prepare(groups)
        except ImportError as error:
            out[name] = f"not installed ({error.name})"
            continue
        out[name] = float("inf")
    for _ in range(repeat):
        for name, run in runs.items():
            for _ in range(IN_A_ROW):
                took, found = timed(run)
                assert found == groups.wrong, f"{name} finds other groups than were made wrong"
                before = out[name]
                out[name] = min(took, before) if isinstance(before, float) else took
    return out


def whole_process(runs: int) -> dict[str, float | str]:
    """Time the audit of the example from a cold start, and what importing pandas alone takes, in turns."""
    if not EXAMPLE.is_file():
        return {"audit of the example": "the example is not there"}
    with tempfile.TemporaryDirectory() as folder:
        audit = [sys.executable, "-m", "auditor", "audit", str(EXAMPLE), "--output", folder, "--quiet"]
        commands = {"import pandas": [sys.executable, "-c", "import pandas"], "audit of the example": audit}
        times: dict[str, list[float]] = {name: [] for name in commands}
        # Both as installed programs run: from compiled modules, which the first, uncounted run leaves.
        env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        env["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "compiled")
        for turn in range(runs + 1):
            for name, command in commands.items():
                start = time.perf_counter()
                run = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=False)
                if turn:
                    times[name].append(1e3 * (time.perf_counter() - start))
                if run.returncode not in (0, 1):
                    return {"audit of the example": f"failed: {run.stderr.decode(errors='replace').strip()[-200:]}"}
    middle = {name: statistics.median(each) for name, each in times.items()}
    return {**middle, "ratio": middle["audit of the example"] / middle["import pandas"]}


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--figures", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    ask.add_argument("--repeat", type=int, default=9)
    ask.add_argument("--skip", nargs="*", default=[], choices=sorted(set(WAYS) - {"numpy"}), metavar="WAY")
    ask.add_argument("--processes", type=int, default=15)
    ask.add_argument("--no-process", action="store_true", help="leave the whole process out")
    ask.add_argument("--json", action="store_true")
    opt = ask.parse_args()
    measured = {str(size): measure(size, opt.repeat, frozenset(opt.skip)) for size in opt.figures}
    process = {} if opt.no_process else whole_process(opt.processes)
    if opt.json:
        print(json.dumps({"figures": measured, "process": process}, indent=1))
        return
    print("| figures | " + " | ".join(WAYS) + " |\n" + "| ---: " * (len(WAYS) + 1) + "|")
    for size, times in measured.items():
        yard = times["numpy"]
        assert isinstance(yard, float)
        cells = [one if isinstance(one, str) else f"{one:.2f} ms ({one / yard:.1f}x)" for one in times.values()]
        print(f"| {int(size):,} | " + " | ".join(cells) + " |")
    for name, value in process.items():
        print(
            f"{name}: {value if isinstance(value, str) else f'{value:.2f}' if name == 'ratio' else f'{value:.0f} ms'}"
        )


if __name__ == "__main__":
    main()
