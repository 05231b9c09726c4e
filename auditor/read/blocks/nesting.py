"""Elements within one another, in web pages and in the XML of Office files: how many levels are too many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.read.failure import Unreadable
from auditor.read.limits import Limits, passed

if TYPE_CHECKING:
    from lxml.etree import _Element, _ListErrorLog

ALWAYS = 256
"""Levels that the XML library reads without being told that a document may be large; it then stops by itself."""


def check_parsed(root: _Element | None, log: _ListErrorLog, label: str, limits: Limits) -> None:
    """See that what was parsed is whole, and not nested too deeply.

    Args:
        root: what the library made of it, if anything.
        log: what the library said.
        label: the document.
        limits: how much a document may ask for.

    Raises:
        Unreadable: the library stopped at one of its own limits, or there are more levels than allowed.
    """
    from lxml import etree

    said = [str(entry.message) for entry in log if entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT]
    deep = any("depth" in message for message in said)
    if any("entit" in message.lower() for message in said):
        raise Unreadable(label, "it declares XML entities, which no document needs", "save it anew")
    if said and not deep:
        why = "it has a single text or attribute of more than 10 MB"
        raise Unreadable(label, why, "break the text into paragraphs")
    if deep or (root is not None and limits.depth != ALWAYS and _levels(root, limits.depth) > limits.depth):
        raise passed(label, limits, "depth", f"its elements are nested too deeply (more than {limits.depth:,} levels)")


def _levels(root: _Element, most: int) -> int:
    """Count the levels of elements, or as many as are needed to see that there are more than `most`."""
    from lxml import etree

    level = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        level += 1 if event == "start" else -1
        deepest = max(deepest, level)
        if deepest > most:
            break
    return deepest
