"""Progress bars on standard error: over documents, and over the pages of a long one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from auditor.runtime.progress import watched

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

LONG = 20
"""Pages from which on a document has a bar of its own."""


class Bars:
    """What a run shows of its progress; nothing, where standard error is no terminal or the user wants quiet."""

    def __init__(self, documents: int, *, shown: bool) -> None:
        self._documents = documents
        self._shown = shown
        self._bars: Progress | None = None
        self._all: TaskID | None = None
        self._pages: TaskID | None = None

    @property
    def hidden(self) -> bool:
        """Whether lines may go to standard output: not where a bar moves on the same terminal."""
        return not self._shown or not sys.stdout.isatty() or (self._documents < 2 and self._bars is None)

    def start(self) -> None:
        """Show the bar over documents, where there are several."""
        if self._shown and self._documents > 1:
            self._all = self._open().add_task("Auditing", total=self._documents)

    def advance(self) -> None:
        """Take one document as done."""
        if self._bars is not None and self._all is not None:
            self._bars.advance(self._all)

    def page(self, what: str, done: int, total: int) -> None:
        """Take steps inside a document as done."""
        if not self._shown or total < LONG:
            return
        if self._pages is None:
            self._pages = self._open().add_task(what.capitalize(), total=total)
        self._open().update(self._pages, completed=done, total=total)
        if done == total:
            self._open().remove_task(self._pages)
            self._pages = None
            if self._documents < 2:
                self.stop()

    def stop(self) -> None:
        """Take the bars away."""
        if self._bars is not None:
            self._bars.stop()
            self._bars = None

    def _open(self) -> Progress:
        if self._bars is None:
            from rich.console import Console
            from rich.progress import Progress

            self._bars = Progress(console=Console(stderr=True), transient=True)
            self._bars.start()
        return self._bars


@contextmanager
def progress(documents: int, *, quiet: bool) -> Iterator[Bars]:
    """Show what there is to wait for while documents are audited."""
    bars = Bars(documents, shown=not quiet and sys.stderr.isatty())
    try:
        bars.start()
        with watched(bars.page):
            yield bars
    finally:
        bars.stop()
