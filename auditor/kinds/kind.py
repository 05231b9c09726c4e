"""What a kind of relation is: the one place where a kind says of itself what all rooms ask.

A kind is one file of this package that ends in `KIND = ...`; `auditor.kinds` finds it by that name.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol

from auditor.kinds.equations import Wording, Writing, listed
from auditor.model.figure import Figure
from auditor.model.relation import Relation
from auditor.model.verdict import Form, Outcome, Verdict

if TYPE_CHECKING:
    # numpy: a kind is asked for much else before anything is checked.
    from auditor.arithmetic.figure_columns import FigureColumns
    from auditor.arithmetic.relation_columns import CheckedColumns, RelationColumns
    from auditor.arithmetic.tolerance import Tolerance

Sense = Literal["==", "reached", "listed", ">="]
"""What must be true of the stated side against the computed one (see `auditor.expectations.holding`)."""
WORDS_ALONE = "periods are for a reader to judge"


class Say(Protocol):
    """A reader's language: gives the text of a key of `rules/report` with its placeholders filled."""

    def __call__(self, key: str, /, **values: object) -> str:
        """Return a text."""


class RelationKind:
    """A kind whose verdict is words, or stands in a rule file; what it does not say otherwise, these say for it."""

    name: ClassVar[str]
    precedence: ClassVar[int]
    """Of findings on the same figures, that of the kind with the lowest is kept."""

    in_words: ClassVar[bool] = True
    """Whether a finding says more in its message than in its equation, and nothing holds or fails by arithmetic."""
    from_rules: ClassVar[bool] = False
    """Whether rule files state such relations, figure by figure, rather than documents."""
    breaks_down: ClassVar[bool] = False
    """Whether the parts are among the whole, which a drawing can show."""
    closes: ClassVar[bool] = False
    """Whether the parts leave nothing of the whole over: a hedge then hides no gap."""
    bounded: ClassVar[bool] = False
    """Whether the whole only bounds what the parts come to."""
    repeats: ClassVar[bool] = False
    """Whether whole and parts are one quantity."""
    signed: ClassVar[bool] = False
    """Whether the last part may be less than zero though it counts."""
    directed: ClassVar[bool] = False
    """Whether the author is asked another thing where the parts are short than where they are over."""
    branch: ClassVar[str] = "tree_parts"
    """Key of the words over the parts, where a report draws whole and parts as a tree."""
    sense: ClassVar[Sense] = "=="

    def judge(self, relation: Relation) -> tuple[Outcome, str]:
        """Return what is to be said of a relation that no arithmetic decides.

        Args:
            relation: Of this kind.

        Returns:
            The outcome, and the reason in one line.
        """
        return "undecided", relation.note or WORDS_ALONE

    def written(self, verdict: Verdict, figures: Mapping[str, Figure], writing: Writing) -> Wording:
        """Write a relation out in English, with what is missing or over where it does not hold.

        Args:
            verdict: On a relation of this kind; figures of it that are not in `figures` are left out.
            figures: By id.
            writing: How numbers are written here.

        Returns:
            The equation with its stated and its computed side.
        """
        relation = verdict.relation
        whole = figures.get(relation.whole) if relation.whole else None
        return self.wording(verdict, whole, [figures[name] for name in relation.parts if name in figures], writing)

    def wording(self, verdict: Verdict, whole: Figure | None, parts: Sequence[Figure], writing: Writing) -> Wording:
        """Write a relation out; see `written`.

        Args:
            verdict: On a relation of this kind.
            whole: Its whole, where it has one and it is known.
            parts: Its known parts, in the order of the kind.
            writing: How numbers are written here.

        Returns:
            The equation with its stated and its computed side.
        """
        return listed(verdict, whole, parts, writing)

    def asserted(self, whole: str, parts: Sequence[str], say: Say) -> str:
        """Write what a relation asserts; empty where that is no equation.

        Args:
            whole: As printed; empty where the kind has none.
            parts: As printed, in the order of the kind.
            say: The reader's language.
        """
        return ""

    def question(self, verdict: Verdict, *, many: bool) -> str:
        """Return the key of the question to the author: the kind, and which way it misses where that matters.

        Args:
            verdict: On a relation of this kind that does not hold or cannot be decided.
            many: There are more parts than a question names.
        """
        if verdict.outcome == "undecided":
            return f"{self.name}_undecided"
        if not self.directed:
            return self.name
        return f"{self.name}_short" if (verdict.imbalance or 0) > 0 else f"{self.name}_over"

    def linear(self, whole: Figure | None, parts: Sequence[Figure]) -> Form | None:
        """Return a relation as a linear one over ids of figures.

        A quotient is taken at the printed values of the other figures, which is exact while one changes.

        Args:
            whole: Its whole, where it has one.
            parts: Its parts, in the order of the kind.

        Returns:
            sum(factor * figure) against a constant, in the units of the stated figure; None where there is none.
        """
        return None

    def draft(self, names: Sequence[str], whole: Figure | None, parts: Sequence[Figure]) -> str:
        """Write a relation as the check of a rule; empty where there is none.

        Args:
            names: What the rule calls the figures, the whole first where there is one.
            whole: Its whole, where it has one.
            parts: Its parts, in the order of the kind.
        """
        return ""


class ComputedKind(RelationKind, ABC):
    """A kind that arithmetic decides."""

    in_words = False
    has_whole: ClassVar[bool] = True
    fewest: ClassVar[int] = 1
    most: ClassVar[int | None] = None
    """How many parts a relation has at least, and at most."""
    roles: ClassVar[tuple[str, ...]] = ()
    """What constructions of lexicons call the whole, where there is one, and the parts, in their order."""
    one_unit: ClassVar[bool] = False
    """Whether all figures must be of units that can be added to each other."""

    def divisor(self, relation: Relation, figures: Mapping[str, Figure]) -> Figure | None:
        """Return the figure by which checking would divide.

        Args:
            relation: Of this kind.
            figures: By id.

        Returns:
            The figure; None where the check divides by none, or it is not known.
        """
        return None

    def fits(self, relation: Relation) -> bool:
        """Whether a relation has the figures that the kind needs."""
        count = len(relation.parts)
        return (
            count >= self.fewest
            and (self.most is None or count <= self.most)
            and (relation.whole is not None) == self.has_whole
        )

    @abstractmethod
    def check(self, group: RelationColumns, columns: FigureColumns, tolerance: Tolerance) -> CheckedColumns:
        """Check relations as columns: what is stated against what is computed, as intervals.

        Args:
            group: Relations of one rule.
            columns: All figures of the document.
            tolerance: Of the rule.

        Returns:
            One entry a relation of the group.
        """
