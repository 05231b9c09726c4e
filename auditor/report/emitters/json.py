"""The audit as one JSON object (see `auditor.report.audit_json`)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from auditor.report.audit_json import to_json

if TYPE_CHECKING:
    from auditor.report.subject import Subject

SUFFIX = ".json"


def emit(subject: Subject) -> str:
    """Return the object: on many lines for one document, on one line among several.

    Only ASCII is written, so that no encoding and no terminal can spoil it.
    """
    made = to_json(subject.audit)
    if subject.style.brief:
        return json.dumps(made, separators=(",", ":"), allow_nan=False) + "\n"
    return json.dumps(made, indent=1, allow_nan=False) + "\n"
