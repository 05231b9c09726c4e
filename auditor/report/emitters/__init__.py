"""The forms of report: one file a form, found by itself and named by its file; nowhere is there a list of them.

A form's module has `emit`, which makes it of a Subject, and `SUFFIX`, that of its files. Where several documents make
one text of the form it has `join` too; where each document is a file of its own, and no stream takes several, it says
`ALONE = True`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType, ModuleType
from typing import Literal, cast

from auditor.report.subject import Subject

Several = Literal["each", "one", "joined"]
"""How a form goes to standard output where there are several documents: one text after the other as they come ("each"),
as the one text that the form's function `join` makes of all of them ("joined"), or not at all ("one": each is a whole
file)."""


@dataclass(frozen=True, slots=True)
class Emitter:
    """One form of report; its module is imported when first needed."""

    name: str

    @property
    def suffix(self) -> str:
        """Return the suffix of its files, with the dot."""
        return str(self._module.SUFFIX)

    @property
    def several(self) -> Several:
        """Return how several documents go to standard output."""
        if getattr(self._module, "ALONE", False):
            return "one"
        return "joined" if hasattr(self._module, "join") else "each"

    def emit(self, subject: Subject) -> str:
        """Return the form for one document."""
        return cast("Callable[[Subject], str]", self._module.emit)(subject)

    def join(self, texts: Sequence[str]) -> str:
        """Return one text of those of several documents; only where `several` is "joined"."""
        return cast("Callable[[Sequence[str]], str]", self._module.join)(texts)

    @property
    def _module(self) -> ModuleType:
        return import_module(f"{__name__}.{self.name}")


EMITTERS: Mapping[str, Emitter] = MappingProxyType(
    {name: Emitter(name) for name in sorted(found.name for found in pkgutil.iter_modules(__path__))}
)
FILES = ("markdown", "html")
"""The forms that are written to files."""
