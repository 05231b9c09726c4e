"""The declared patterns as `rules/patterns` has them: names, kinds, rows and conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from auditor.runtime.resources import read_rules, rules_languages

OPENERS = frozenset({"including", "partitive", "comprising", "link"})
"""Cues that open a list of their own or go on with one: no plain words."""
_CONDITIONS = frozenset({"joins", "others", "left", "remainder", "the", "be"})
"""Cues that conditions ask for."""
_BESIDE = frozenset({"average", "each", "overlapping", "respectively", "either"}) | frozenset(
    {"more", "fewer", "more_by", "fewer_by", "than", "brings"}
)
"""Cues beside figures by which they may not stand in a role."""
_CUE = re.compile(r"<!?([\w|]+)>")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One declared pattern."""

    name: str
    kind: str
    source: str
    """Its row, with macros written out."""
    where: tuple[str, ...] = ()
    """Names of conditions on the parts."""

    @property
    def cues(self) -> tuple[str, ...]:
        """Return the classes of cues that its row names."""
        return tuple(sorted({name for found in _CUE.findall(self.source) for name in found.split("|")}))


@cache
def load_patterns() -> tuple[Pattern, ...]:
    """Return the declared patterns.

    Returns:
        Those of `rules/patterns`, in its order; one of several rows, or with a macro of several, is several.
    """
    shared = _macros(read_rules("patterns", "_macros.yaml")["macros"], {})
    out: list[Pattern] = []
    for stem in rules_languages("patterns"):
        family = read_rules("patterns", f"{stem}.yaml")
        macros = _macros(family.get("macros", {}), shared)
        out += (
            Pattern(name, each["kind"], row, tuple(each.get("where", ())))
            for name, each in family["patterns"].items()
            for source in each["read"]
            for row in _written_out(source, macros)
        )
    return tuple(out)


def _macros(
    given: Mapping[str, str | Sequence[str]], known: Mapping[str, Sequence[str]]
) -> Mapping[str, Sequence[str]]:
    """Return macros with their rows, added to those known before; each may name those above it."""
    macros = dict(known)
    for name, sources in given.items():
        listed = [sources] if isinstance(sources, str) else sources
        macros[name] = [row for source in listed for row in _written_out(source, macros)]
    return macros


def _written_out(source: str, macros: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """Return a row with its macros replaced by what they stand for: several rows where a macro has several."""
    found = re.search(r"@(\w+)", source)
    if found is None:
        return (source,)
    rest = _written_out(source[found.end() :], macros)
    return [f"{source[: found.start()]}[{row}]{end}" for row in macros[found[1]] for end in rest]


@cache
def cue_classes() -> frozenset[str]:
    """Return the classes of cues that patterns or conditions ask for.

    Returns:
        Their names in the lexicons: of others nothing need be known.
    """
    asked = {name for pattern in load_patterns() for name in pattern.cues}
    return frozenset(asked | OPENERS | _CONDITIONS | _BESIDE)
