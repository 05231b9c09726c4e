"""Steps of long work told to whoever watches, such as a progress bar; where nobody does, this costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Step = TypeVar("Step")
Watcher = Callable[[str, int, int], None]
"""Is told what the steps are ("pages"), how many are done, and how many there are."""

_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


@contextmanager
def watched(by: Watcher) -> Iterator[None]:
    """Report the steps of all work inside to a watcher.

    Args:
        by: Called with what the steps are, how many are done and how many there are; the innermost watcher alone is
            told.
    """
    token = _watcher.set(by)
    try:
        yield
    finally:
        _watcher.reset(token)


def tell(what: str, done: int, of: int) -> None:
    """Report that a step is done, where somebody watches.

    Args:
        what: What the steps are, in the plural ("pages").
        done: How many are done, this one counted.
        of: How many there are.
    """
    watcher = _watcher.get()
    if watcher is not None:
        watcher(what, done, of)


def over(steps: Sequence[Step], what: str) -> Iterator[Step]:
    """Yield steps, and report each when it is done.

    Args:
        steps: To be gone through in their order.
        what: What the steps are, in the plural ("pages").

    Yields:
        The steps as they are.
    """
    watcher = _watcher.get()
    if watcher is None:
        yield from steps
        return
    for done, step in enumerate(steps, start=1):
        yield step
        watcher(what, done, len(steps))
