"""How much a candidate sum is worth believing: bits from every slot where it closes, less those where it misses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from auditor.arithmetic.slipped_sums import leaves_gap
from auditor.relations.tables.candidates import Candidate, leeway, slack, width
from auditor.relations.tables.table_layout import Lines

_MOST = 12.0
"""Bits that one slot can bring at most."""
_MISS = 5.0
"""Bits that one miss costs: a table that means a sum hardly ever gets it wrong."""
_OTHER_CLASS = 1.5
"""Bits that it costs to leave out a class of slots (shares beside counts) where the sum never closes."""
_FAR_OFF = 0.5
"""How far off its parts a line is, relative to itself, that may be their mean."""
_SLIPS = "tables"
"""The alphabet of slips that are believed in tables (`rules/slips.yaml`)."""
_FEW = 3
"""Missed slots up to which slips are looked for."""
_PIECE = 300_000
"""Candidates times slots that are weighed at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What the slots of a table say about one candidate; the arrays have one entry a slot."""

    aggregator: int
    parts: tuple[int, ...]
    live: NDArray[np.bool_]
    """Slots where the aggregator is a number and at least one part stands."""
    close: NDArray[np.bool_]
    """Live slots where it closes within rounding."""
    exact: NDArray[np.bool_]
    """Live slots where it closes to the last printed digit."""
    told: NDArray[np.bool_]
    """Live slots that say something: not all noughts."""
    open: NDArray[np.bool_]
    """Live slots where a part is not shown, so that nothing can be decided."""
    asserted: NDArray[np.bool_]
    """Live slots of the classes for which the sum is believed."""
    tolerance: NDArray[np.float64]
    """How far off is no longer rounding; wider than what counts as close."""
    gain: float
    """Evidence from the slots where it closes, in bits."""
    bits: float
    """Evidence from arithmetic alone: `gain` less what the misses cost."""
    score: float
    """Evidence from arithmetic and structure, less the price of the candidate's shape."""
    joint: int
    """Close slots where at least two parts are other than zero."""
    slips: int
    """Missed slots where one wrong digit would explain the difference."""
    slip: NDArray[np.bool_]
    """The same for the slots of every class."""
    other: NDArray[np.bool_]
    """Slots where it does not close and the line is rather a mean or the like: its number is among the parts'."""
    near: bool = False
    """No miss is off by more than a third of the total."""
    hits: int = 0
    """Asserted slots where it closes and says something (not 0 = 0)."""
    misses: int = 0
    """Asserted slots where it does not close."""
    beside: bool = False
    """The first or the last part stands beside it."""
    stated: bool = False
    """Label and layout tie the total to its parts, whatever the figures are."""
    basis: str = "closes"
    """Why it is believed: "closes"; "layout" where labels and place bear more of it than arithmetic does; "chained"
    where they bear it alone, since the figures are off everywhere by a little."""

    def asserting(self, slots: NDArray[np.bool_], **changes: float) -> Evidence:
        """Return the same sum asserted at other slots."""
        told = slots & ~self.open
        hits, misses = int((told & self.close & self.told).sum()), int((told & ~self.close).sum())
        return replace(self, asserted=slots, hits=hits, misses=misses, **changes)  # type: ignore[arg-type]


class EvidenceScale:
    """Weighs candidates over one set of lines, many at a time."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self._nonzero = (lines.values != 0).astype(float)
        self._filled = lines.filled.astype(float)
        self._hidden = lines.hidden.astype(float)
        self._steps = [(float(u), ((lines.unit == u) & lines.numeric).astype(float)) for u in np.unique(lines.unit)]
        count = int(lines.classes.max(initial=0)) + 1
        self._totals = np.array(["whole" in cues for cues in lines.slot_cues], np.bool_)
        self._classes = np.zeros((len(lines.classes), count))
        self._classes[np.arange(len(lines.classes)), lines.classes] = 1.0

    def weigh(self, candidates: Sequence[Candidate], least: float = -np.inf) -> list[Evidence | None]:
        """Weigh candidates; None stands for those with fewer bits than `least`."""
        out: list[Evidence | None] = []
        step = max(1, _PIECE // max(1, *self.lines.values.shape))
        for start in range(0, len(candidates), step):
            out += self._piece(candidates[start : start + step], least)
        return out

    def one(self, aggregator: int, parts: tuple[int, ...]) -> Evidence:
        """Weigh one candidate."""
        found = self._piece([(aggregator, parts)], -np.inf)[0]
        if found is None:  # no candidate has fewer bits than none
            raise AssertionError("a candidate without weight")
        return found

    def _piece(self, candidates: Sequence[Candidate], least: float) -> list[Evidence | None]:
        lines = self.lines
        a = np.array([c[0] for c in candidates], np.intp)
        member = np.zeros((len(candidates), len(lines.positions)))
        for i, (_, parts) in enumerate(candidates):
            member[i, list(parts)] = 1.0
        whole = lines.values[a]
        total = member @ lines.values
        count = member @ self._nonzero
        hidden = member @ self._hidden > 0
        live = lines.numeric[a] & (member @ self._filled > 0)
        unit = lines.unit[a]
        if len(self._steps) > 1:
            for size, where in self._steps:
                unit = np.maximum(unit, size * (member @ where > 0))
        signed = total - whole
        residual = np.abs(signed)
        floor = 1e-9 * np.maximum(np.abs(whole), member @ np.abs(lines.values) * 1e-3)
        exact = live & (residual <= 0.25 * unit + floor)
        tolerance = width(unit) * slack(np.maximum(count, 2.0)) + floor
        close = live & (residual <= tolerance)
        most = width(unit) * leeway(np.maximum(count, 2.0)) * (1.0 + 1e-9) + floor
        unseen = live & hidden & ((~close & (signed < 0) & (whole > 0)) | (count == 0))
        close &= ~unseen
        exact &= ~unseen
        told = live & ~unseen & ((whole != 0) | (count > 1))
        echo = told & ~close & self._echoes(np.where(live, signed, 0.0), tolerance)
        told &= ~echo
        sizes = np.abs(whole)
        spread = width(unit) * np.maximum(np.sqrt((count + 1.0) / 12.0), 0.4)
        information = np.log2(1.0 + sizes / unit)
        # how much likelier the difference is if it comes from rounding than if it comes from anywhere
        rounded = np.log2(1.0 + sizes / (2.5 * spread)) - 0.72 * (residual / spread) ** 2
        sharp = self._bits(a, information, exact, told, sizes, count)
        loose = self._bits(a, np.where(close, rounded, information), close, told, sizes, count)
        best = np.where(sharp[0] >= loose[0], sharp[0], loose[0])
        out: list[Evidence | None] = []
        for i, (aggregator, parts) in enumerate(candidates):
            if best[i] < least:
                out.append(None)
                continue
            exactly = sharp[0][i] >= loose[0][i]
            asserted = (sharp if exactly else loose)[1][i] & live[i]
            near = exact[i] if exactly else close[i]
            joint = int((near & asserted & told[i] & (count[i] > 1) & (whole[i] != 0)).sum())
            missed = live[i] & asserted & ~close[i] & ~unseen[i] & ~echo[i]
            rounding = 0.0 if exactly else 1.0
            slips = 0
            if missed.sum() <= _FEW:
                off = zip(signed[i][missed], tolerance[i][missed], strict=True)
                slips = sum(leaves_gap(float(gap), _SLIPS, float(rounding * room)) for gap, room in off)
            slip = np.zeros(len(missed), np.bool_)
            apart = np.flatnonzero(told[i] & ~close[i] & ~asserted & (count[i] > 1))
            if joint and len(apart) <= _FEW:
                slip[apart] = [leaves_gap(float(x), _SLIPS) for x in signed[i][apart]]
            out.append(
                Evidence(
                    aggregator,
                    parts,
                    live[i],
                    close[i],
                    exact[i],
                    told[i],
                    unseen[i],
                    asserted,
                    most[i],
                    float((sharp if exactly else loose)[2][i]),
                    float(best[i]),
                    0.0,
                    joint,
                    slips,
                    slip,
                    self._among(aggregator, parts, live[i] & told[i] & ~close[i] & ~unseen[i], total[i]),
                    bool((residual[i][missed] <= sizes[i][missed] / 3.0).all()),
                    int((asserted & close[i] & told[i]).sum()),
                    int(missed.sum()),
                )
            )
        return out

    def _echoes(self, signed: NDArray[np.float64], tolerance: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Mark the slots called totals that are off by as much as the other slots together.

        One wrong number puts the sum of its own slot out and that of the totals: it is one miss, not two.
        """
        out = np.zeros(signed.shape, np.bool_)
        if self._totals.sum() == 1:
            others = signed[:, ~self._totals].sum(1)
            out[:, self._totals] = (np.abs(signed[:, self._totals] - others[:, None]) <= tolerance[:, self._totals]) & (
                np.abs(others) > 0
            )[:, None]
        return out

    def _among(
        self, a: int, parts: tuple[int, ...], missed: NDArray[np.bool_], total: NDArray[np.float64]
    ) -> NDArray[np.bool_]:
        """Mark the missed slots whose number lies among those of the parts, far from their sum, and is no slip."""
        out = np.zeros(len(missed), np.bool_)
        at = np.flatnonzero(missed)
        if not len(at):
            return out
        lines, rows = self.lines, np.array(parts, np.intp)
        whole, values, shown = lines.values[a, at], lines.values[np.ix_(rows, at)], lines.numeric[np.ix_(rows, at)]
        among = (np.where(shown, values, np.inf).min(0) <= whole) & (whole <= np.where(shown, values, -np.inf).max(0))
        far = np.abs(total[at] - whole) > _FAR_OFF * np.abs(whole)
        for j in at[among & far]:
            out[j] = not leaves_gap(float(total[j] - lines.values[a, j]), _SLIPS)
        return out

    def _bits(
        self,
        a: NDArray[np.intp],
        information: NDArray[np.float64],
        near: NDArray[np.bool_],
        told: NDArray[np.bool_],
        size: NDArray[np.float64],
        count: NDArray[np.float64],
    ) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64]]:
        """Add up the bits of all slots, leaving out the classes of slots where the sum does not hold."""
        common = -np.log2(np.maximum(self.lines.ties[a], 1e-4))
        told_bits = np.minimum(np.minimum(information, common), _MOST)
        told_bits = np.where(count < 2, np.minimum(told_bits, 1.3), told_bits)
        hits = near & told & (size > 0)
        rarity = np.where(size == 100.0, 1.0, self.lines.rarity[a])  # shares of different things all add up to 100
        gain = told_bits * hits * rarity
        loss = _MISS * np.clip(1.0 - 2.0 ** -np.maximum(information, 0.0), 0.1, 1.0) * (told & ~near)
        net = (gain - loss) @ self._classes
        closes = (near & (count > 0)).astype(float) @ self._classes > 0
        use = (net > -_OTHER_CLASS) & closes
        total = np.where(use, net, np.maximum(net, -_OTHER_CLASS)).sum(1)
        # where nothing is believed, the layout may mean what closes somewhere, or else the class of the largest
        largest = self._classes[(size * told).argmax(1)] > 0
        use = np.where(use.any(1, keepdims=True), use, np.where(closes.any(1, keepdims=True), closes, largest))
        return total, use[:, self.lines.classes], gain.sum(1)
