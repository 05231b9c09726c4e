"""What must be true of a relation's stated side against its computed one, by its rule."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from auditor.intervals import EPSILON

if TYPE_CHECKING:
    from auditor.identities.model import Identity
    from auditor.rulebook import Rule, Rulebook
    from auditor.verdict import Verdict

OF_KINDS = {"total": "reached", "remainder": "reached", "subset": ">=", "enumeration": "listed"}
"""Kinds for which equality is not the whole of it."""


class Senses:
    """Looks up the sense of rules, and the room that identities leave."""

    def __init__(self, rules: Rulebook) -> None:
        self._identities: dict[str, Identity] = {
            identity.id: identity for document in rules.documents for identity in document.identities
        }

    def of(self, rule: Rule) -> str | None:
        """Give the sense of a rule (see `auditor.expectations.holding`), or None where numbers alone do not say."""
        if rule.kind == "rule":
            return self._sign(rule.id)
        return OF_KINDS.get(rule.kind, "==")

    def room(self, verdict: Verdict) -> float | None:
        """Give the difference that is none; None where nothing was compared."""
        identity = self._identities.get(verdict.rule)
        if verdict.room is not None or identity is None or verdict.outcome == "not evaluated":
            return verdict.room
        computed, gap = verdict.computed or 0.0, verdict.imbalance or 0.0
        dust = EPSILON * max(1.0, abs(computed), abs(computed + gap))
        allowed = {"absolute": identity.tolerance, "relative": identity.tolerance * abs(computed)}
        room = allowed.get(identity.tolerance_mode, 0.0)
        # What must be less must be so by more than binary fractions may be off.
        room += -dust if self._sign(verdict.rule) in ("<", ">") else dust
        return room if math.isfinite(room) else None

    def _sign(self, rule: str) -> str | None:
        """Give the sign of an identity that is one comparison; None for chains and for what must be the same."""
        checks = self._identities[rule].checks if rule in self._identities else ()
        return checks[0].sign if len(checks) == 1 else None
