"""Measure how the cost of an audit grows with the length of documents that say one thing again and again.

Each generator of `tests/hostile/growing.py` makes documents of 10 kB to 1 MB; printed are the exponent of the growth of
the processor's time (1 is linear) and seconds a megabyte, of reading, audit and report.

    python benchmarks/growth.py                  all of them, as a table
    python benchmarks/growth.py lists rows       those whose name has one of these words
    python benchmarks/growth.py --most 100000    up to this length
"""

from __future__ import annotations

import argparse
import gc
import math
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "hostile"))

from growing import GROWING, Growing  # noqa: E402 - the path is set above

import auditor.read  # noqa: E402
from auditor.pipeline import audit_document  # noqa: E402
from auditor.read import Limits, Unreadable  # noqa: E402
from auditor.report.emitters import EMITTERS  # noqa: E402
from auditor.report.subject import Subject, TerminalStyle  # noqa: E402
from auditor.rulebook import load_rules  # noqa: E402
from auditor.runtime.cycles import seek_seldom  # noqa: E402

RULES = load_rules()
STEP = 4
SHORTEST = 15_625
"""A million over 4 ** 3."""
BEARABLE = 20.0
"""Seconds after which no longer document is tried."""
MARGIN = 0.05
"""Seconds below which a time says nothing of growth."""


@dataclass(frozen=True)
class Measured:
    """What documents of one generator took: bytes -> seconds."""

    times: dict[int, float]
    said: str = ""
    """Why the last was refused."""

    @property
    def exponent(self) -> float:
        """Return how the time grows: the slope between logarithms, from a time that says something to the last."""
        points = [(math.log(size), math.log(spent)) for size, spent in self.times.items() if spent >= MARGIN]
        if len(points) < 2:
            return math.nan
        (x0, y0), (x1, y1) = points[max(0, len(points) - 3)], points[-1]
        return (y1 - y0) / (x1 - x0)

    @property
    def seconds_a_megabyte(self) -> float:
        """Return the seconds a megabyte of the longest document."""
        size, spent = max(self.times.items(), default=(1, math.nan))
        return spent / size * 1e6


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("words", nargs="*")
    parser.add_argument("--most", type=int, default=1_000_000)
    parser.add_argument("--bearable", type=float, default=BEARABLE)
    given = parser.parse_args()
    seek_seldom()  # as the command line does
    # What a process of its own takes is not counted as this one's.
    auditor.read.read_apart = auditor.read.read_here
    _seconds("txt", b"Of 12 persons, 7 were men and 5 were women.")
    print("| document | format | bytes | exponent | seconds a MB |")
    print("| --- | --- | ---: | ---: | ---: |")
    for name, growing in GROWING.items():
        if given.words and not any(word in name for word in given.words):
            continue
        found = measured(growing, given.most, given.bearable)
        size = max(found.times, default=0)
        shown = name.replace("|", "\\|")
        exponent = "-" if math.isnan(found.exponent) else f"{found.exponent:.2f}"
        print(
            f"| {shown} | {growing.suffix} | {size:,} | {exponent} | {found.seconds_a_megabyte:.1f} |"
            + (f" {found.said}" if found.said else ""),
            flush=True,
        )


def measured(growing: Growing, most: int, bearable: float = BEARABLE) -> Measured:
    """Measure documents of one generator, up to a length or until one takes too long."""
    times: dict[int, float] = {}
    size = SHORTEST
    while size <= min(most, growing.most):
        try:
            times[size] = _seconds(growing.suffix, growing.of(size))
        except Unreadable as error:
            return Measured(times, error.why)
        if times[size] * STEP > bearable:
            break
        size *= STEP
    return Measured(times)


def _seconds(suffix: str, data: bytes) -> float:
    """Return the processor's time for reading, audit and the page of one document."""
    gc.collect()
    began = time.process_time()
    audit = audit_document("-", data=data, name=f"x.{suffix}", language="en", limits=Limits(ratio=1e9, cells=10**8))
    EMITTERS["html"].emit(Subject(audit, RULES, TerminalStyle()))
    return time.process_time() - began


if __name__ == "__main__":
    main()
