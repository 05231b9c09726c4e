"""The report as JSON to the contract: one object, on many lines for one document and on one line among several."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.report.emitters import Subject


def emit(subject: Subject) -> str:
    """Give the object; only ASCII is written, so that no encoding and no terminal can spoil it."""
    from auditor.contract import to_json

    made = to_json(subject.audit)
    if subject.style.brief:
        return json.dumps(made, separators=(",", ":"), allow_nan=False) + "\n"
    return json.dumps(made, indent=1, allow_nan=False) + "\n"
