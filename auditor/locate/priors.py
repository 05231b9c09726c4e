"""What `rules/locate.yaml` says: how hard to look, and how suspects are worded; with how likely each slip is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from auditor.arithmetic.slips import NoisyChannel, noisy_channel
from auditor.runtime.resources import read_rules


class LocateError(ValueError):
    """Rules or records that cannot be used; the message is one line for the user."""


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

    channel: NoisyChannel
    between_steps: float
    columns: Columns
    effort: Effort
    audit: AuditLimits
    words: Mapping[str, Any]


@cache
def standard_priors() -> Priors:
    """Return what `rules/locate.yaml` and `rules/slips.yaml` say.

    Returns:
        The same object at each call. The schema is checked where rules are tested, not in every audit.

    Raises:
        ResourceError: A file is missing or damaged.
    """
    content = read_rules("locate.yaml")
    return Priors(
        noisy_channel(),
        float(content["between_steps"]),
        Columns(**content["columns"]),
        Effort(**content["effort"]),
        AuditLimits(**content["audit"]),
        content["words"],
    )
