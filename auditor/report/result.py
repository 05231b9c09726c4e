"""An audit as a program in Python or a notebook receives it: with the forms that are one call away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from auditor.model.audit import Audit


@dataclass(frozen=True, slots=True)
class Result(Audit):
    """An audit that can show itself."""

    @classmethod
    def of(cls, audit: Audit) -> Result:
        """Return an audit as a result.

        Returns:
            A result of the very same parts; nothing is copied.
        """
        return cls(audit.document, audit.figures, audit.relations, audit.verdicts, audit.findings)

    def to_json(self) -> dict[str, Any]:
        """Return the audit as the JSON object of the published schema (rules/schema/audit.schema.json).

        Returns:
            Plain values; numbers that are not finite are None.
        """
        from auditor.report.audit_json import to_json

        return to_json(self)

    def _repr_html_(self) -> str:
        """Return the findings for a notebook."""
        from auditor.report.notebook import render

        return render(self)
