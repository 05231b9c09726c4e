"""Names and attributes in the XML of Office files, in whichever of its two namespaces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_LARGEST = 999_999_999


class Names:
    """Local names of elements, and attributes in the namespace of the main part."""

    def __init__(self, root: _Element) -> None:
        """Take the namespace of the root."""
        tag = root.tag
        self._space = tag[: tag.index("}") + 1] if "}" in tag else ""

    def local(self, element: _Element) -> str:
        """Return an element's name without its namespace; nothing for what is no element."""
        tag = element.tag
        return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""

    def get(self, element: _Element, name: str) -> str:
        """Return an attribute, or nothing."""
        return element.get(self._space + name) or ""

    def number(self, element: _Element, name: str) -> int:
        """Return an attribute as a number; 0 where it is none."""
        value = self.get(element, name)
        sign = -1 if value.startswith("-") else 1
        digits = value.lstrip("-")
        return sign * min(int(digits), _LARGEST) if digits.isdecimal() and len(digits) < 12 else 0

    def on(self, parent: _Element | None, name: str) -> bool | None:
        """Whether a switch among an element's children is on; None where it is not there."""
        element = first(parent, self, name) if parent is not None else None
        if element is None:
            return None
        return self.get(element, "val") not in ("0", "false", "off", "none")


def children(element: _Element, names: Names, name: str) -> Iterator[_Element]:
    """Return the children of a name."""
    return (child for child in element if names.local(child) == name)


def first(element: _Element, names: Names, name: str) -> _Element | None:
    """Return the first child of a name, or None."""
    return next(children(element, names, name), None)


def path(element: _Element | None, names: Names, *steps: str) -> _Element | None:
    """Go down from an element by names, or give None where the way ends."""
    for step in steps:
        if element is None:
            return None
        element = first(element, names, step)
    return element
