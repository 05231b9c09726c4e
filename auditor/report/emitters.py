"""Which forms of report there are: each by name, with the module that makes it, imported when first needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import Literal, cast

from auditor.report.subject import Subject

Several = Literal["each", "one", "joined"]
"""How a form goes to standard output where there are several documents: one text after the other as they come ("each"),
as the one text that the form's function `join` makes of all of them ("joined"), or not at all ("one": each is a whole
file)."""


@dataclass(frozen=True, slots=True)
class Emitter:
    """One form of report."""

    name: str
    suffix: str
    several: Several
    module: str
    """Module of `auditor.report` whose function `emit` makes the form of a Subject."""

    def emit(self, subject: Subject) -> str:
        """Return the form for one document."""
        made = import_module(f"auditor.report.{self.module}")
        return cast("Callable[[Subject], str]", made.emit)(subject)

    def join(self, texts: Sequence[str]) -> str:
        """Return one text of those of several documents; only where `several` is "joined"."""
        made = import_module(f"auditor.report.{self.module}")
        return cast("Callable[[Sequence[str]], str]", made.join)(texts)


EMITTERS: Mapping[str, Emitter] = MappingProxyType(
    {
        emitter.name: emitter
        for emitter in (
            Emitter("text", ".txt", "each", "terminal"),
            Emitter("markdown", ".md", "each", "markdown"),
            Emitter("html", ".html", "one", "html"),
            Emitter("json", ".json", "each", "audit_json"),
            Emitter("sarif", ".sarif", "joined", "sarif"),
            Emitter("junit", ".xml", "joined", "junit"),
            Emitter("github", ".txt", "each", "github"),
            Emitter("csv", ".csv", "joined", "findings_csv"),
        )
    }
)
FILES = ("markdown", "html")
"""The forms that are written to files."""
