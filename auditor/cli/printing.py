"""What a run over documents prints and writes: the form of each on standard output, its reports to files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from auditor.cli.errors import say
from auditor.cli.standard_streams import OutputError, put, show
from auditor.report.content import Tally
from auditor.report.emitters import Emitter
from auditor.report.files import write_file


class Printer:
    """Puts the form of each document on standard output: at once, or when all are there.

    Where that cannot be written, the run goes on, for its reports are files; `close` says so.
    """

    def __init__(self, emitter: Emitter, *, at_once: bool) -> None:
        self._emitter = emitter
        self._at_once = at_once and emitter.several != "joined"
        self._apart = emitter.name in ("text", "markdown")
        self._kept: list[tuple[str, Tally]] = []
        self._number = 0
        self._failed: OutputError | None = None
        self.shown = Tally()
        """Counts of the documents that were shown."""

    def show(self, text: str, tally: Tally) -> None:
        """Take the form of one document.

        Raises:
            BrokenPipeError: nobody reads what is shown.
        """
        if not self._at_once:
            self._kept.append((text, tally))
            return
        self._number += 1
        self._write(f"\n{text}" if text and self._apart and self._number > 1 else text, tally)

    def close(self) -> None:
        """Show what was kept.

        Raises:
            OutputError: not all could be shown.
        """
        if self._emitter.several == "joined":
            whole = sum((tally for _, tally in self._kept), Tally())
            self._write(self._emitter.join([text for text, _ in self._kept]), whole)
        else:
            self._at_once = True
            for text, tally in self._kept:
                self.show(text, tally)
        if self._failed is not None:
            raise self._failed

    def _write(self, text: str, tally: Tally) -> None:
        if not text or self._failed is not None:
            return
        try:
            if self._emitter.name == "text":
                show(text, end="")
            else:
                put(text)
        except BrokenPipeError:
            self.shown += tally  # its beginning was
            raise
        except OutputError as error:
            self._failed = error
            return
        self.shown += tally


class ReportFiles:
    """Writes the report files of each document; one that cannot be written does not keep the others from it."""

    def __init__(self, folder: Path, suffixes: Sequence[str]) -> None:
        self._folder = folder
        self._suffixes = suffixes
        self._said: set[str] = set()
        self.written: list[Path] = []
        self.missing = 0
        """Files that could not be written."""

    def write(self, stem: str, texts: Sequence[str]) -> None:
        """Write the reports of one document; of several that fail for one reason, the first is told."""
        for suffix, text in zip(self._suffixes, texts, strict=False):
            target = self._folder / f"{stem}{suffix}"
            try:
                write_file(target, text)
            except OSError as error:
                self.missing += 1
                reason = (error.strerror or "cannot be written").lower()
                if reason not in self._said:
                    say(f"{target}: {reason}; check --output, or use --no-files")
                self._said.add(reason)
            else:
                self.written.append(target)
