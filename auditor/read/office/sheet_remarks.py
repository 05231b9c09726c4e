"""What a reader of a workbook should know of its sheets, whatever the format."""

from __future__ import annotations

BROKEN_WORKBOOK = ("the workbook is broken", "open it in its program and save it anew")
"""Why it cannot be read, and what to do."""


def left_out(title: str) -> str:
    """Return the remark on a hidden sheet."""
    return f"the hidden sheet {title!r} was left out"


def half_hidden(title: str) -> str:
    """Return the remark on a sheet that is shown without some of its rows or columns."""
    return f"the sheet {title!r} has hidden rows or columns, which were read"
