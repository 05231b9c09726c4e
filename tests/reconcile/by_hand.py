"""Figures and relations made by hand, for checking them without a document."""

from __future__ import annotations

from typing import Any

from auditor.model.figure import Figure


def figure(name: str, value: float, text: str | None = None, **more: Any) -> Figure:
    """Make an exact figure, unless bounds are given."""
    printed = f"{value:,.10g}" if text is None else text
    return Figure(**{"id": name, "text": printed, "value": value, "low": value, "high": value, "paragraph": "1"} | more)
