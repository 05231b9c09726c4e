"""What the names of a rule file stand for in one document."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from auditor.identities.select import DATE, Finder, Selection
from auditor.model.document import Document
from auditor.model.figure import Figure, Figures
from auditor.rulebook.expressions.evaluation import TermInterval
from auditor.rulebook.expressions.identity import DocumentRules, Identity
from auditor.rulebook.expressions.syntax import ComparisonTerm, Edge, Members, Name, leaves, spread

UNKNOWN = TermInterval(math.nan, 0.0, math.inf)
"""A figure that is not found where the rule says `at_most`: some number from zero up."""


@dataclass(frozen=True, slots=True)
class Bound:
    """Checks with what their names stand for."""

    checks: tuple[ComparisonTerm, ...]
    """Sums over a dimension are written out."""
    known: dict[str, Figure]
    """Name -> figure or date, in order of first mention."""
    missing: tuple[str, ...]
    """Names that stand for nothing here."""
    reasons: tuple[str, ...]
    """One for each of them."""


class Scope:
    """Looks up the names of a rule file in one document, each once."""

    def __init__(self, document: Document, figures: Figures, rules: DocumentRules) -> None:
        self._document = document
        self._all = figures
        self._selectors = {selector.name: selector for selector in rules.selectors}
        self._dates = {selector.name: selector for selector in rules.dates}
        self._found: dict[str, Selection] = {}

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self._document, self._all)

    def is_date(self, name: str) -> bool:
        """Whether a name is that of a date or period."""
        return name in self._dates

    def find(self, name: str) -> Selection:
        """Find the figure or date of a name.

        Args:
            name: One of the rule file's figures or dates.

        Returns:
            What its selector finds in the document, or the reason why it finds nothing or several.
        """
        if name not in self._found:
            if name in self._dates:
                self._found[name] = self._finder.date(self._dates[name])
            else:
                self._found[name] = self._finder.find(self._selectors[name])
        return self._found[name]

    def every(self, names: Iterable[str]) -> tuple[tuple[Figure, ...], tuple[str, ...]]:
        """Find all figures that names stand for.

        Args:
            names: Of the rule file's figures; each may stand for several.

        Returns:
            The figures, each once in reading order; and why some names stand for none, one line each, in the order of
            names.
        """
        found: dict[str, Figure] = {}
        reasons = []
        for name in names:
            group = self._finder.every(self._selectors[name])
            found |= {figure.id: figure for figure in group.figures}
            if group.reason:
                reasons.append(f"{name}: {group.reason}")
        ordered = sorted(found.values(), key=lambda figure: (figure.order, figure.row or 0, figure.start, figure.id))
        return tuple(ordered), tuple(reasons)

    def bind(self, identity: Identity) -> Bound:
        """Find what the names of an identity stand for.

        Args:
            identity: A check or a branch of a hierarchy; `same` and `across` have no checks, and nothing is bound.

        Returns:
            Its checks with sums over a dimension written out, and what each name stands for or why it stands for
            nothing.
        """
        known: dict[str, Figure] = {}
        missing: dict[str, str] = {}
        groups: dict[str, tuple[str, ...]] = {}
        checks = identity.checks
        for check in checks:
            for leaf in leaves(check):
                if isinstance(leaf, Members):
                    self._bind_members(leaf, known, missing, groups)
                elif isinstance(leaf, Name | Edge):
                    self._bind_name(leaf, known, missing)
        written_out = {key: groups.get(key, (key,)) for key in {*groups, *missing}}
        return Bound(
            tuple(spread(check, written_out) for check in checks),
            known,
            tuple(missing),
            tuple(f"{name}: {reason}" for name, reason in missing.items()),
        )

    def _bind_name(self, leaf: Name | Edge, known: dict[str, Figure], missing: dict[str, str]) -> None:
        found = self.find(leaf.name)
        if found.figure is None:
            missing[leaf.name] = found.reason
            return
        end = None if isinstance(leaf, Name) else found.figure.low if leaf.which == "start" else found.figure.high
        if isinstance(leaf, Edge) and end is None:
            missing[leaf.name] = f"{found.figure.text!r} leaves its {leaf.which} open"
        else:
            known[leaf.name] = found.figure

    def _bind_members(
        self, leaf: Members, known: dict[str, Figure], missing: dict[str, str], groups: dict[str, tuple[str, ...]]
    ) -> None:
        whole = self.find(leaf.name).figure
        found = self._finder.members(self._selectors[leaf.name], leaf.dimension)
        figures = [figure for figure in found.figures if whole is None or figure.id != whole.id]
        if not figures:
            missing[leaf.key] = found.reason or "there are no others"
            return
        names = {f"{leaf.key} {figure.id}": figure for figure in figures}
        known |= names
        groups[leaf.key] = tuple(names)


def span_of(figure: Figure, identity: Identity) -> TermInterval:
    """Return a figure's interval, or its value alone where the rule goes by the values as stated."""
    value = figure.value
    if identity.tolerance_mode != "interval" and figure.unit != DATE:
        return TermInterval(value, value, value)
    open_end = 0.0 if value >= 0 and figure.unit != DATE else -math.inf
    low = open_end if figure.low is None else figure.low
    return TermInterval(value, low, math.inf if figure.high is None else figure.high)
