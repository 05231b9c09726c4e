"""What a run over many documents came to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from auditor.corpus.parts import (
    DocumentFailure,
)
from auditor.report.content import Tally


@dataclass(slots=True)
class Summary:
    """What a run came to."""

    documents: int = 0
    audited: int = 0
    """Documents that were audited now."""
    known: int = 0
    """Documents whose result was there already."""
    changed: tuple[str, ...] = ()
    """Parts that were made anew since their files had changed, one line each."""
    tally: Tally = field(default_factory=Tally)
    failures: list[DocumentFailure] = field(default_factory=list)
    stated: list[dict[str, Any]] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    lapsed: dict[str, None] = field(default_factory=dict)
