"""What makes a tree of codes none: a code under two parents, or below itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


def tree_mistakes(tree: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Yield (code, mistake) for codes with several parents and for each cycle, which is named once."""
    parents: dict[str, str] = {}
    for parent, children in tree.items():
        for child in children:
            if child == parent:
                yield parent, f"{child!r} is a part of itself"
            elif parents.get(child) == parent:
                yield parent, f"{child!r} is given twice under {parent!r}"
            elif child in parents:
                yield parent, f"{child!r} stands under {parents[child]!r} already; a code has one parent"
            parents.setdefault(child, parent)
    told: set[str] = set()
    for start in tree:
        path: list[str] = []
        at: str | None = start
        while at is not None and at not in path and at not in told:
            path.append(at)
            at = parents.get(at)
        if at is not None and at in path:
            circle = path[path.index(at) :]
            if len(circle) > 1:
                ordered = circle[circle.index(min(circle)) :] + circle[: circle.index(min(circle))]
                yield min(circle), f"the codes go round in a circle: {' in '.join([*ordered, ordered[0]])}"
        told.update(path)
