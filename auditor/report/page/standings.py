"""Which figures are the same quantity said again, and what each figure is shown as: reconciled, not, undecided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from auditor.kinds import kind_of
from auditor.model.verdict import Verdict

State = Literal["fails", "undecided", "holds", "alone"]
GRAVEST: tuple[State, ...] = ("fails", "undecided", "holds", "alone")
_OF_OUTCOME: Mapping[str, State] = {
    "fails": "fails",
    "undecided": "undecided",
    "holds": "holds",
    "not evaluated": "alone",
}


def states(verdicts: Iterable[Verdict], reported: Mapping[str, str]) -> dict[str, State]:
    """Return the gravest verdict of each figure.

    Args:
        verdicts: On all relations.
        reported: Relation -> finding. A relation that does not hold but was read too weakly to be reported counts as
            undecided: nobody is sent after it.

    Returns:
        Id of the figure -> the gravest verdict on a relation that it is in; figures of no relation are left out.
    """
    found: dict[str, State] = {}
    for verdict in verdicts:
        state = _OF_OUTCOME[verdict.outcome]
        if state == "fails" and verdict.relation.id not in reported:
            state = "undecided"
        for name in verdict.relation.members:
            if name not in found or GRAVEST.index(state) < GRAVEST.index(found[name]):
                found[name] = state
    return found


class Mentions:
    """Figures that are one quantity: the first mention stands for all."""

    def __init__(self, verdicts: Sequence[Verdict]) -> None:
        """Join what repeats each other and agrees."""
        self._first: dict[str, str] = {}
        for verdict in verdicts:
            if kind_of(verdict.relation.kind).repeats and verdict.holds:
                first, *others = verdict.relation.members
                for other in others:
                    self._join(first, other)

    def of(self, figure: str) -> str:
        """Return the figure that stands for this one."""
        root = figure
        while (above := self._first.get(root, root)) != root:
            root = above
        while (above := self._first.get(figure, figure)) != root:
            self._first[figure], figure = root, above
        return root

    def _join(self, first: str, other: str) -> None:
        root, joined = self.of(first), self.of(other)
        if root != joined:
            self._first[joined] = root
