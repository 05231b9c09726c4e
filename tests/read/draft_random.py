"""Reports made at random: sections, numbered paragraphs, footnotes, tables with merged heads and over several pages."""

from __future__ import annotations

import random
from collections.abc import Iterator

from drafts import Box, Changed, Chart, Draft, Grid, Heading, Items, Note, Para, Part, Piece, Slot

_PLACES = (
    "Alder", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Juniper", "Larch", "Maple", "Oak", "Pine", "Rowan", "Spruce",
    "Willow", "Yew", "Aspen",
)  # fmt: skip
_GROUPS = (("men", "women"), ("adults", "minors"), ("nationals", "foreigners"))
_MATTERS = ("complaints", "cases", "searches", "visits", "detainees", "officers")
_SECTIONS = ("Legal framework", "Places of detention", "Training", "Complaints and their outcome", "Redress")
_FILLER = (
    "The State party informs the Committee that the measures described below remain in force.",
    "The competent authority published its findings, and the parties were heard before any decision was taken.",
    "Legislation was amended so that medical examinations take place without delay.",
    "Every place of detention may be visited without notice by the national preventive mechanism.",
)


def random_draft(seed: int, *, settled: bool = False, narrow: bool = False) -> Draft:
    """Make a report.

    A `settled` one has neither tracked changes nor charts nor boxes, which every program puts on paper in its own way,
    and all of its tables are ruled; the tables of a `narrow` one fit into half a page.
    """
    return _Maker(random.Random(seed), settled=settled, narrow=narrow).draft()  # noqa: S311 - no secret


class _Maker:
    def __init__(self, dice: random.Random, *, settled: bool, narrow: bool) -> None:
        self.dice = dice
        self.most = 2 if narrow else 3
        self.settled = settled
        self.number = dice.randint(1, 40)
        self.tables = 0

    def draft(self) -> Draft:
        draft = Draft("Report on the conditions of detention", before=["Committee against Torture"])
        draft.parts = [Para((self._filler(3),), self.number)]
        for letter, name in zip("ABCDE", self.dice.sample(_SECTIONS, 3), strict=False):
            draft.parts.append(Heading(f"{letter}. {name}", 2))
            for part in self._section():
                draft.parts.append(part)
        return draft

    def _section(self) -> Iterator[Part]:
        makers = [self._totals, self._noted, self._list, self._crossed, self._long]
        makers += [] if self.settled else [self._changed]
        extra = self._totals if self.settled else self.dice.choice([self._box, self._chart])
        for maker in [*self.dice.sample(makers, 4), extra]:
            yield from maker()
            if self.dice.random() < 0.5:
                yield self._para(self._filler(self.dice.randint(1, 5)))

    def _para(self, *pieces: Piece) -> Para:
        self.number += 1
        return Para(pieces, self.number)

    def _filler(self, count: int) -> str:
        return " ".join(self.dice.choice(_FILLER) for _ in range(count))

    def _parts(self, count: int) -> list[int]:
        return [self.dice.randint(11, 4_000) for _ in range(count)]

    def _totals(self) -> Iterator[Part]:
        first, second = self._parts(2)
        one, other = self.dice.choice(_GROUPS)
        yield self._para(
            f"In {self.dice.randint(2015, 2024)} a total of {first + second:,} persons were held: {first:,} {one} and "
            f"{second:,} {other}. {self._filler(2)}"
        )

    def _noted(self) -> Iterator[Part]:
        a, b = self._parts(2)
        yield self._para(
            f"The courts heard {a:,} cases", Note(f"The year before, {a + 3:,} cases were heard."),
            f" in that year, and {b:,} appeals",
            Note(f"In the year before there were {b + 7:,} appeals."), " were lodged.",
        )  # fmt: skip

    def _list(self) -> Iterator[Part]:
        a, b, c = self._parts(3)
        yield self._para(f"The mechanism made {a + b + c:,} visits in all, namely:")
        yield Items(((0, f"{a:,} visits to prisons;"), (0, f"{b:,} visits to police stations;"), (0, f"{c:,} others.")))

    def _changed(self) -> Iterator[Part]:
        a = self._parts(1)[0]
        yield self._para(
            "Altogether ", Changed(f"{a:,} ", gone=True), Changed(f"{a + 10:,} "), "officers were trained."
        )

    def _box(self) -> Iterator[Part]:
        yield Box(f"The toll-free line received {self._parts(1)[0]:,} calls in the period under review.")

    def _chart(self) -> Iterator[Part]:
        names = tuple(self.dice.sample(_PLACES, 4))
        yield Chart(
            "Complaints by place", names, (("Received", tuple(self._parts(4))), ("Closed", tuple(self._parts(4))))
        )

    def _caption(self, text: str) -> str:
        self.tables += 1
        return f"Table {self.tables}. {text}"

    def _crossed(self) -> Iterator[Part]:
        """Give a table with a head of two rows, whose cells are merged over columns and rows."""
        years = self.dice.sample(range(2015, 2024), self.most - 1)
        one, other = (name.capitalize() for name in self.dice.choice(_GROUPS))
        head = (Slot("Place", rows=2), *(Slot(str(year), columns=3) for year in sorted(years)))
        second = tuple(Slot(text) for _ in years for text in (one, other, "Total"))
        sums = [0] * 3 * len(years)
        body = []
        for place in self.dice.sample(_PLACES, self.dice.randint(3, 6)):
            row = [value for a, b in (self._parts(2) for _ in years) for value in (a, b, a + b)]
            sums = [x + y for x, y in zip(sums, row, strict=True)]
            body.append((Slot(place), *(Slot(f"{value:,}") for value in row)))
        total = (Slot("Total", bold=True), *(Slot(f"{value:,}", bold=True) for value in sums))
        yield Grid(self._caption("Persons held, by place"), (head, second, *body, total), heads=2)

    def _long(self) -> Iterator[Part]:
        """Give a table that is longer than a page, with subtotals."""
        head = (Slot("Place"), *(Slot(name.capitalize()) for name in self.dice.sample(_MATTERS, self.most)))
        rows: list[tuple[Slot, ...]] = [head]
        whole = [0] * self.most
        for place in self.dice.sample(_PLACES, 8):
            inner = [self._parts(self.most) for _ in range(6)]
            sums = [sum(column) for column in zip(*inner, strict=True)]
            rows.append((Slot(place, bold=True), *(Slot(f"{value:,}", bold=True) for value in sums)))
            rows += [
                (Slot(f"{place} {i}", indent=1), *(Slot(f"{value:,}") for value in values))
                for i, values in enumerate(inner, 1)
            ]
            whole = [x + y for x, y in zip(whole, sums, strict=True)]
        rows.append((Slot("In all", bold=True), *(Slot(f"{value:,}", bold=True) for value in whole)))
        yield Grid(
            self._caption("Activities by institution"), tuple(rows), ruled=self.settled or self.dice.random() < 0.7
        )
