"""What a figure is: a number that counts or measures something, with its interval, hedge, unit and place."""

from __future__ import annotations

from dataclasses import dataclass, field

FIGURE_COLUMNS = (
    "id",
    "text",
    "value",
    "low",
    "high",
    "unit",
    "hedge",
    "counts",
    "dimensions",
    "paragraph",
    "start",
    "end",
    "table",
    "row",
    "column",
    "page",
)

UNITS = ("count", "percent", "points", "fraction", "rate", "money", "measure", "ratio", "item")
"""What the value of a figure may be in (see `Figure.unit`)."""

RESTATED = "restated"
"""The reason of what stands in brackets behind a figure and says it again; what reads words reads across it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that counts or measures something.

    `value` is the number as stated; [`low`, `high`] is what the statement allows (None where open): exact digits are a
    point, "at least 602" is [602, None], "about 4,000" and "1.2 million" are rounding intervals.
    """

    id: str
    text: str
    """The number as printed, without hedge or noun ("1,698", "five", "45.3 per cent")."""
    value: float
    low: float | None
    high: float | None
    unit: str = "count"
    """"count", "percent", "points" (percentage points), "fraction" (value 0 to 1), "rate" (per a base), "money",
    "measure", "ratio" ("3:1"), or "item" for what only a relation names: a listed thing, a number said again."""
    hedge: str = ""
    """The words that hedge it, as printed ("at least"), or empty."""
    bound: str = ""
    """What the hedge does: "" (exact), "lower", "upper", "about", "estimate", "range"."""
    counts: str = ""
    """The words for what is counted, as printed ("civilians", "criminal cases")."""
    dimensions: tuple[tuple[str, str], ...] = ()
    """(dimension, value) pairs from the lexicon, sorted: (("age", "child"), ("sex", "male"))."""
    paragraph: str = ""
    start: int = 0
    """Offset of the first character in the paragraph's (or cell's) text."""
    end: int = 0
    table: str | None = None
    row: int | None = None
    column: int | None = None
    page: int | None = None
    order: int = 0
    """`order` of the paragraph or table in the document."""
    article: bool = False
    """Whether the figure is only an article ("a mother and 34 children"): weak, but a part where a list needs it."""
    restated: Figure | None = None
    """The number in brackets that says this one again, "fifteen (15)", "15 (fifteen)": no figure of its own."""

    @property
    def exact(self) -> bool:
        """Whether the figure states one value and no interval."""
        return self.low == self.value == self.high

    def placed(self, id: str, paragraph: str, order: int, page: int | None) -> Figure:  # noqa: A002 - as the field
        """Return the figure with its id and its place; `dataclasses.replace` would take three times as long.

        Args:
            id: Names the figure within its document ("f12").
            paragraph: Label of its paragraph; for a figure of a table, of the table.
            order: `order` of that paragraph or table.
            page: The page, from 1; None where the format has no pages.

        Returns:
            A copy; all other fields are as they are.
        """
        return Figure(
            id,
            self.text,
            self.value,
            self.low,
            self.high,
            self.unit,
            self.hedge,
            self.bound,
            self.counts,
            self.dimensions,
            paragraph,
            self.start,
            self.end,
            self.table,
            self.row,
            self.column,
            page,
            order,
            self.article,
            self.restated and self.restated.placed("", paragraph, order, page),
        )


@dataclass(frozen=True, slots=True)
class NotFigure:
    """A number in the text that counts nothing, with the reason (year, date, article, symbol ...)."""

    text: str
    reason: str
    paragraph: str
    start: int
    end: int
    order: int = 0


@dataclass(frozen=True, slots=True)
class Period:
    """A date or a stretch of time, as ISO days; open ends are None."""

    text: str
    first: str | None
    last: str | None
    paragraph: str
    start: int
    end: int
    order: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything numeric that a document says, in reading order."""

    figures: tuple[Figure, ...] = ()
    discarded: tuple[NotFigure, ...] = ()
    periods: tuple[Period, ...] = ()
    by_id: dict[str, Figure] = field(default_factory=dict)

    @property
    def counted(self) -> int:
        """Return how many figures the document has: what only a relation names is none."""
        return sum(figure.unit != "item" for figure in self.figures)
