"""A rise or fall from one value to another, in numbers, points or per cent: "from 384 to 460, by 76"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from auditor.arithmetic.printed_digits import sign_printed
from auditor.kinds.equations import Wording, Writing, decimals, result_stated, shown
from auditor.kinds.kind import ComputedKind, Say
from auditor.model.figure import Figure
from auditor.model.relation import Relation
from auditor.model.verdict import Form, Verdict

if TYPE_CHECKING:
    from auditor.arithmetic.figure_columns import FigureColumns
    from auditor.arithmetic.intervals import Flags, Intervals, Places
    from auditor.arithmetic.relation_columns import CheckedColumns, RelationColumns
    from auditor.arithmetic.tolerance import Tolerance

RELATIVE = ("percent", "fraction")


class ChangeKind(ComputedKind):
    """The new value; the old one, the change."""

    name = "change"
    precedence = 70
    fewest = most = 2
    signed = True

    def divisor(self, relation: Relation, figures: Mapping[str, Figure]) -> Figure | None:
        """Return the old value, where the change is a share of it."""
        old, change = (figures.get(name) for name in relation.parts)
        return old if change is not None and change.unit in RELATIVE else None

    def check(self, group: RelationColumns, columns: FigureColumns, tolerance: Tolerance) -> CheckedColumns:
        """Check a stated change against the old and the new value, as a number, in points or per cent.

        Where no sign is printed, the words say whether it rose or fell; where they were not read, either is accepted.
        A change of exact values may be cut off at its last digit; one of rounded values is a rounding of what they
        allow.
        """
        import numpy as np

        from auditor.arithmetic.figure_columns import COUNTED, EXACT, FRACTION, PER_CENT, POINTS
        from auditor.arithmetic.intervals import Intervals, compare
        from auditor.arithmetic.stated_sides import allowed, best, printed, slack

        change = group.part(1)
        new, old = printed(columns, group.wholes, tolerance), printed(columns, group.part(0), tolerance)
        stated = _stated(columns, change, (new.high > new.low) | (old.high > old.low), tolerance)
        family, unit = columns.family[change], columns.unit[change]
        of_shares = columns.family[group.wholes] == PER_CENT
        unsigned = ~columns.signed[change]
        loose = (family == COUNTED) & (unit < 1) & columns.in_table[change]
        relative = (family == PER_CENT) | (family == FRACTION) | loose
        absolute = (family == COUNTED) | (family == POINTS) | ((family == PER_CENT) & of_shares)
        growth = _growth(new, old)
        computed_open = columns.open_end[group.wholes] | columns.open_end[group.part(0)]
        # An absolute change of exact numbers is exact; only rounded ones have a last digit to spare.
        exact = (family == COUNTED) & (unit >= 1) & (columns.bound[change] == EXACT)
        plain = columns.given.take(change)
        stated_number = Intervals(
            stated.value,
            np.where(exact, plain.low, stated.low),
            np.where(exact, plain.high, stated.high),
        )
        ways = []
        for say, computed, applies in (
            (stated_number, new.minus(old), absolute),
            (stated, growth.scaled(100.0), relative),
            (stated, growth, loose),
        ):
            for turned in (False, True):
                way = computed.negated() if turned else computed
                least = np.maximum(slack(say, tolerance), np.where(relative, 1.0, 0.0))
                room = allowed(say.value, tolerance, group.allowance)
                compared = compare(say, way, room, least, columns.open_end[change], computed_open)
                against_words = unsigned & (group.direction == (1.0 if turned else -1.0))
                ways.append((compared, way, applies & ~against_words & (unsigned if turned else True)))
        return best(ways)

    def wording(self, verdict: Verdict, whole: Figure | None, parts: Sequence[Figure], writing: Writing) -> Wording:
        """Write "460 − 384 = 76, stated 67, off by 9", or the same as a share of the old value."""
        old, change = parts[0], parts[-1]
        new_text, old_text = shown(whole, writing) if whole else "", shown(old, writing)
        if change.unit in RELATIVE:
            work, places = f"({new_text} − {old_text}) / {old_text}", decimals([change]) + 1
        else:
            work, places = f"{new_text} − {old_text}", decimals([whole, old, change])
        return result_stated(verdict, work, change, places, writing)

    def asserted(self, whole: str, parts: Sequence[str], say: Say) -> str:
        """Write "from 384 to 460, by 76"."""
        return say("eq_change", old=parts[0], new=whole, change=parts[-1])

    def linear(self, whole: Figure | None, parts: Sequence[Figure]) -> Form | None:
        """Return new - old = +-change, or its share of the old value, whichever is nearest; a printed sign stands."""
        if whole is None or len(parts) != 2 or len({whole.id, *(part.id for part in parts)}) < 3:
            return None
        old, change = parts
        ways: list[tuple[float, Form]] = []
        for sign in (1.0,) if sign_printed(change.text, change.value) else (1.0, -1.0):
            if change.unit not in RELATIVE or (change.unit == "percent" and whole.unit == "percent"):
                gap = abs(whole.value - old.value - sign * change.value)
                ways.append((gap, Form(((whole.id, 1.0), (old.id, -1.0), (change.id, -sign)), "==", 0.0)))
            if change.unit in RELATIVE and old.value > 0:
                hundred = 1.0 if change.unit == "fraction" else 100.0
                growth = hundred * (whole.value - old.value) / old.value
                slopes = (
                    (whole.id, hundred / old.value),
                    (old.id, -(hundred + sign * change.value) / old.value),
                    (change.id, -sign),
                )
                ways.append((abs(growth - sign * change.value), Form(slopes, "==", -sign * change.value)))
        return min(ways, key=lambda way: way[0])[1] if ways else None


def _growth(new: Intervals, old: Intervals) -> Intervals:
    """Return by what share of the old values the new ones are more; a gain after a loss is of the other sign."""
    import numpy as np

    from auditor.arithmetic.intervals import Intervals

    ratio = new.magnitude().over(old.magnitude())
    apart = np.sign(new.value) * np.sign(old.value) < 0
    value, low, high = (
        np.where(apart, -end, own)
        for end, own in (
            (ratio.value, ratio.value),
            (ratio.high, ratio.low),
            (ratio.low, ratio.high),
        )
    )
    return Intervals(value - 1.0, low - 1.0, high - 1.0)


def _stated(columns: FigureColumns, change: Places, rounded: Flags, tolerance: Tolerance) -> Intervals:
    """Return the stated changes with the room of their last digit: half of it where the values are rounded too."""
    import numpy as np

    from auditor.arithmetic.intervals import Intervals
    from auditor.arithmetic.stated_sides import stated_result

    whole = stated_result(columns, change, tolerance)
    half = stated_result(columns, change, replace(tolerance, last_digit=tolerance.last_digit / 2))
    return Intervals(whole.value, np.where(rounded, half.low, whole.low), np.where(rounded, half.high, whole.high))


KIND = ChangeKind()
