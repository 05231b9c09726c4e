"""The breakdown of each total as a tree: its parts, their own parts, and what is left open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from auditor.kinds import kind_of
from auditor.model.figure import Figure
from auditor.model.verdict import Verdict
from auditor.report.page.figure_names import Labels
from auditor.report.page.standings import Mentions
from auditor.report.page.texts import Texts
from auditor.report.safe_text import line

SEEN = 4.0
"""Per cent of a bar that a gap takes at least: it is what the drawing is for."""
DEEPEST = 6
MOST_NODES = 60
"""A tree of more is cut: it would be no drawing any more, and all is in the table of relations."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a branch leaves open, or goes over by."""

    text: str
    share: float
    role: str
    """"rest" (a list that need not be complete), "gap" or "over"."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One breakdown of a figure."""

    title: str
    state: str
    """As the verdict on its relation, "weak" where it was read too weakly to be reported."""
    row: str
    """Id of the relation in the table of all relations."""
    nodes: tuple[Node, ...]
    leaf: Leaf | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A figure of the tree."""

    figure: str
    text: str
    counts: str
    where: str
    share: float
    """Per cent of the root."""
    branches: tuple[Branch, ...] = ()


def trees(
    verdicts: Iterable[Verdict],
    figures: Mapping[str, Figure],
    mentions: Mentions,
    reported: Mapping[str, str],
    where: Mapping[str, str],
    labels: Labels,
    texts: Texts,
    most: int,
) -> tuple[tuple[Node, ...], int]:
    """Return the breakdown of each total as a tree, of as many as are drawn.

    Args:
        verdicts: On all relations.
        figures: By id.
        mentions: Which figures are one.
        reported: Relation -> finding.
        where: Figure -> the name of its place.
        labels: What each figure is called.
        texts: The reader's language.
        most: How many trees are drawn.

    Returns:
        One tree a figure that is broken down and is itself no part, in reading order; those with a breakdown that does
        not reconcile first. And how many there are besides.
    """
    planter = _Planter(figures, mentions, reported, where, labels, texts)
    for verdict in verdicts:
        planter.add(verdict)
    roots, failing = planter.roots(), planter.failing()
    failed: list[Node] = []
    sound: list[Node] = []
    for root in roots:
        if root in failing:
            tree = planter.tree(root)
            (failed if fails(tree) else sound).append(tree)
        elif len(sound) < most:
            sound.append(planter.tree(root))
    drawn = (*failed, *sound)[:most]
    return drawn, len(roots) - len(drawn)


def fails(node: Node) -> bool:
    """Whether a breakdown in a tree does not reconcile."""
    return any(branch.state == "fails" or any(map(fails, branch.nodes)) for branch in node.branches)


class _Planter:
    """Grows the trees of one document."""

    def __init__(
        self,
        figures: Mapping[str, Figure],
        mentions: Mentions,
        reported: Mapping[str, str],
        where: Mapping[str, str],
        labels: Labels,
        texts: Texts,
    ) -> None:
        self._figures, self._mentions, self._reported, self._where = figures, mentions, reported, where
        self._labels, self._texts = labels, texts
        self._of: dict[str, dict[tuple[str, ...], Verdict]] = {}
        self._parts: set[str] = set()
        self._left = 0
        self._drawn: set[str] = set()

    def add(self, verdict: Verdict) -> None:
        """Take a breakdown in; of two with the same parts the first is kept."""
        relation = verdict.relation
        if not kind_of(relation.kind).breaks_down or verdict.outcome == "not evaluated":
            return
        if relation.whole is None or relation.whole not in self._figures:
            return
        parts = [name for name in relation.parts if name in self._figures]
        if not parts or any(self._figures[name].unit != self._figures[relation.whole].unit for name in parts):
            return
        whole = self._mentions.of(relation.whole)
        key = tuple(sorted(self._mentions.of(name) for name in parts))
        if whole in key:
            return
        self._of.setdefault(whole, {}).setdefault(key, verdict)
        self._parts.update(key)

    def roots(self) -> Sequence[str]:
        """Return the figures that are broken down and are part of nothing, in reading order."""
        found = [name for name in self._of if name not in self._parts and min(map(len, self._of[name])) < MOST_NODES]
        return sorted(found, key=lambda name: (self._figures[name].order, self._figures[name].start))

    def failing(self) -> set[str]:
        """Return the figures under which, however far, a breakdown does not reconcile."""
        above: dict[str, list[str]] = {}
        for whole, lists in self._of.items():
            for part in chain.from_iterable(lists):
                above.setdefault(part, []).append(whole)
        found: set[str] = set()
        edge = [whole for whole, lists in self._of.items() if any(each.outcome == "fails" for each in lists.values())]
        while edge:
            name = edge.pop()
            if name not in found:
                found.add(name)
                edge += above.get(name, ())
        return found

    def tree(self, root: str) -> Node:
        """Grow the tree of one figure."""
        self._left, self._drawn = MOST_NODES, set()
        return self._node(root, root, abs(self._figures[root].value), frozenset())

    def _node(self, name: str, known: str, full: float, above: frozenset[str], called: str | None = None) -> Node:
        figure = self._figures[name]
        self._left -= 1
        self._drawn.add(known)
        branches: list[Branch] = []
        within = above | {known}
        if len(above) < DEEPEST:
            for verdict in self._of.get(known, {}).values():
                parts = [part for part in verdict.relation.parts if part in self._figures]
                if self._left < len(parts) or any(self._mentions.of(part) in within for part in parts):
                    continue
                if verdict.outcome == "holds" and above and self._drawn.issuperset(map(self._mentions.of, parts)):
                    continue  # the same cells of a table, added the other way
                branches.append(self._branch(verdict, parts, full, within))
        return Node(
            name, line(figure.text), self._labels.of(figure) if called is None else called, self._where.get(name, ""),
            _share(figure.value, full), tuple(branches),
        )  # fmt: skip

    def _branch(self, verdict: Verdict, parts: Sequence[str], full: float, above: frozenset[str]) -> Branch:
        state = verdict.outcome if verdict.outcome != "fails" or verdict.relation.id in self._reported else "weak"
        listed = [self._figures[part] for part in parts]
        by = dimension(listed)
        nodes = tuple(
            self._node(part.id, self._mentions.of(part.id), full, above, self._called(part, listed, by))
            for part in listed
        )
        return Branch(self._title(verdict, listed, by), state, verdict.relation.id, nodes, self._leaf(verdict, full))

    def _called(self, part: Figure, listed: Sequence[Figure], by: str) -> str:
        """Name a part: by its words, or by its value in the dimension of the breakdown where it has none."""
        value = dict(part.dimensions).get(by, "")
        return self._labels.of(part, listed) or (self._texts.named("values", value) if value else "")

    def _title(self, verdict: Verdict, listed: Sequence[Figure], by: str) -> str:
        if len({(part.table, part.row) for part in listed}) == 1 and listed[0].table and len(listed) > 1:
            return self._texts("tree_row")
        if len({(part.table, part.column) for part in listed}) == 1 and listed[0].table and len(listed) > 1:
            return self._texts("tree_column")
        if by:
            return self._texts("tree_by", dimension=self._texts.named("dimensions", by))
        return self._texts(kind_of(verdict.relation.kind).branch)

    def _leaf(self, verdict: Verdict, full: float) -> Leaf | None:
        if verdict.holds and verdict.residual:
            text = self._texts("tree_rest", n=verdict.residual)
            return Leaf(text, _share(verdict.residual, full), "rest")
        if verdict.holds is False and verdict.imbalance:
            off = abs(verdict.imbalance)
            over = verdict.imbalance < 0
            text = self._texts("bar_over" if over else "bar_gap", gap=off)
            return Leaf(text, max(SEEN, _share(off, full)), "over" if over else "gap")
        return None


def dimension(parts: Sequence[Figure]) -> str:
    """Return the dimension in which all parts differ from each other; of several the one that says it first."""
    if len(parts) < 2:
        return ""
    values = [dict(part.dimensions) for part in parts]
    if len({line(part.counts).casefold() for part in parts}) == 1 and parts[0].counts:
        return ""  # the same words for all: what tells them apart was not said of the figures themselves
    for name in values[0]:
        told = [each.get(name) for each in values]
        if None not in told and len(set(told)) == len(told):
            return name
    return ""


def _share(value: float, full: float) -> float:
    return min(100.0, 100 * abs(value) / full) if full > 0 else 0.0
