"""What `rules/locate.yaml` says: how likely each slip is, how hard to look, and how suspects are worded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from auditor.runtime.resources import rules_folder


class LocateError(ValueError):
    """Rules, records or priors that cannot be used; the message is one line for the user."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One kind of slip: its share of all wrong figures, its words, and the factors of the kinds that scale."""

    prior: float
    words: str
    factors: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """How the usual values of a column weigh: from how many records on, window, floor and tempering power."""

    records: int
    width: float
    floor: float
    power: float


@dataclass(frozen=True, slots=True)
class Effort:
    """Bounds on the work of one search, so that the answer depends on the input alone."""

    pairs: int
    cuts: int
    nodes: int
    solutions: int
    whole: int


@dataclass(frozen=True, slots=True)
class AuditLimits:
    """Which relations may blame, how many suggestions one relation gets, and how hard to look for several figures."""

    strength: float
    most: int
    share: float
    sure: float
    pairs: int
    misread: float
    programmes: int
    cuts: int


@dataclass(frozen=True, slots=True, eq=False)
class Priors:
    """Everything that the search for wrong figures takes from its rule file."""

    slips: Mapping[str, Slip]
    orders: float
    """Orders of magnitude over which the distance of "another number altogether" is spread evenly."""
    between_steps: float
    columns: Columns
    effort: Effort
    audit: AuditLimits
    words: Mapping[str, Any]


def compile_priors(content: Mapping[str, Any]) -> Priors:
    """Compile the content of a priors file.

    Args:
        content: As YAML has it; it follows `rules/schema/locate.schema.json`.

    Returns:
        The priors, with the shares of the slips as given.

    Raises:
        LocateError: The shares of the slips do not sum to 1.
        KeyError: A section is missing; likewise TypeError where an entry is unknown. A file that follows the schema has
            neither.
    """
    slips = {
        kind: Slip(float(entry["prior"]), str(entry.get("words", "")), tuple(map(float, entry.get("factors", ()))))
        for kind, entry in content["slips"].items()
    }
    total = sum(slip.prior for slip in slips.values())
    if abs(total - 1) > 1e-6:
        raise LocateError(f"rules/locate.yaml: the priors of the slips sum to {total:g}; make them sum to 1")
    return Priors(
        slips,
        float(content["slips"]["other"]["orders"]),
        float(content["between_steps"]),
        Columns(**content["columns"]),
        Effort(**content["effort"]),
        AuditLimits(**content["audit"]),
        content["words"],
    )


@cache
def standard_priors() -> Priors:
    """Read the priors that come with the program (`rules/locate.yaml`), once.

    Returns:
        The same object at each call. The schema is checked where rules are tested, not in every audit.

    Raises:
        LocateError: The file is missing or damaged.
    """
    import yaml

    path = rules_folder() / "locate.yaml"
    try:
        return compile_priors(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as fault:
        problem = str(fault).splitlines()[0]
        raise LocateError(f"{path.name}: cannot be used ({problem}); reinstall the auditor") from fault
