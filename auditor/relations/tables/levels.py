"""Levels of totals: which sums are subtotals of others, so that a total is read as made of its subtotals."""

from __future__ import annotations

from dataclasses import replace

from auditor.relations.tables.candidates import Candidate
from auditor.relations.tables.evidence import Evidence, EvidenceScale
from auditor.relations.tables.table_layout import Lines


def contract(scale: EvidenceScale, found: list[Evidence]) -> list[Evidence]:
    """Replace the parts of a subtotal by the subtotal, wherever a total adds up both levels and still closes."""
    done: dict[Candidate, Evidence] = {}
    running = {(s.aggregator, s.parts) for s in found for t in found if _running(s, t)}
    for e in found:
        current = e
        for _ in range(6 if (e.aggregator, e.parts) not in running else 0):
            members = set(current.parts)
            better = None
            for s in sorted(found, key=lambda s: -len(s.parts)):
                if (s.aggregator, s.parts) in running or not inside(scale.lines, s, current):
                    continue
                parts = tuple(sorted((members - set(s.parts)) | {s.aggregator}))
                trial = scale.one(e.aggregator, parts)
                if trial.bits >= 0.7 * current.bits:
                    better = replace(trial, score=current.score)
                    break
            if better is None:
                break
            current = better
        done.setdefault((current.aggregator, current.parts), current)
    return list(done.values())


def inside(lines: Lines, s: Evidence, e: Evidence) -> bool:
    """Whether one sum is a subtotal within the parts of another, as an outline has it."""
    if s.aggregator == e.aggregator or s.aggregator in e.parts or e.aggregator in s.parts:
        return False
    lo, hi = min(e.aggregator, e.parts[0]), max(e.aggregator, e.parts[-1])
    if not lo < s.aggregator < hi and not _leads(s, e):
        return False
    common = set(e.parts).intersection(s.parts)
    if len(common) < 2 or len(common) == len(e.parts):
        return False
    idle = [p for p in s.parts if p not in common]
    return not idle or not lines.values[idle][:, e.asserted].any()


def _running(s: Evidence, t: Evidence) -> bool:
    """Whether two sums are running totals (quarter, half-year, year): nested, but not as an outline is."""
    if s.aggregator == t.aggregator or len(s.parts) == len(t.parts):
        return False
    small, large = (s, t) if len(s.parts) < len(t.parts) else (t, s)
    if not set(large.parts).issuperset(small.parts) or small.aggregator in large.parts:
        return False
    return not _leads(small, large) and not (
        min(large.aggregator, large.parts[0]) <= small.aggregator <= max(large.aggregator, large.parts[-1])
    )


def _leads(s: Evidence, e: Evidence) -> bool:
    """Whether a subtotal stands before the first parts of a grand total that stands last."""
    return s.aggregator == e.parts[0] - 1 and s.parts[0] == e.parts[0] < e.aggregator
