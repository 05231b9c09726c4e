"""The kinds of relations: one file a kind, found by itself; nowhere is there a list of them."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from auditor.kinds.kind import ComputedKind, RelationKind


@cache
def kinds() -> Mapping[str, RelationKind]:
    """Return the kinds by name.

    Returns:
        The `KIND` of each module of this package that has one, sorted by name.
    """
    modules = (import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    found: list[RelationKind] = [module.KIND for module in modules if hasattr(module, "KIND")]
    return MappingProxyType({kind.name: kind for kind in sorted(found, key=lambda kind: kind.name)})


def kind_of(name: str) -> RelationKind:
    """Return a kind by its name.

    Args:
        name: As relations and rules write it ("total").

    Returns:
        The one object of that kind.

    Raises:
        KeyError: there is no such kind.
    """
    return kinds()[name]


def computed_kind(name: str) -> ComputedKind | None:
    """Return a kind by its name, where arithmetic decides it.

    Args:
        name: As relations and rules write it; it need not be that of a kind.

    Returns:
        The kind, or None where there is none, or where words or a rule file decide.
    """
    kind = kinds().get(name)
    return kind if isinstance(kind, ComputedKind) else None


def kinds_for_rules() -> tuple[str, ...]:
    """Return the names of the kinds that rules for every document may be about.

    Returns:
        Sorted; those that rule files state figure by figure are left out.
    """
    return tuple(name for name, kind in kinds().items() if not kind.from_rules)


__all__ = ["ComputedKind", "RelationKind", "computed_kind", "kind_of", "kinds", "kinds_for_rules"]
