"""What must be true of a relation's stated side against its computed one, by its rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.identities import facing
from auditor.kinds import kind_of

if TYPE_CHECKING:
    from auditor.rulebook import Rule, Rulebook
    from auditor.rulebook.expressions.identity import Identity


class Senses:
    """Looks up the sense of rules."""

    def __init__(self, rules: Rulebook) -> None:
        self._identities: dict[str, Identity] = {
            identity.id: identity for document in rules.documents for identity in document.identities
        }

    def of(self, rule: Rule) -> str | None:
        """Return the sense of a rule (see `auditor.expectations.holding`), or None where numbers alone do not say."""
        if rule.of_documents:
            return self._sign(rule.id)
        return kind_of(rule.kind).sense

    def _sign(self, rule: str) -> str | None:
        """Return the sign of an identity that is one comparison; None for chains and for what must be the same."""
        checks = self._identities[rule].checks if rule in self._identities else ()
        return facing(checks[0]).sign if len(checks) == 1 else None
