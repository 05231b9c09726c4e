"""What a reader of a web page sees: which elements are shown, which are of the page and not of its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from auditor.read.blocks.refining import NOT_TOLD
from auditor.runtime.left_out import unit

if TYPE_CHECKING:
    from lxml.etree import _Element

# fmt: off
SKIPPED = frozenset((
    "script", "style", "noscript", "template", "head", "svg", "math", "object", "embed", "iframe", "textarea",
    "select", "button", "nav", "del", "s", "strike", "audio", "video", "canvas", "map", "datalist", "dialog",
))
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "legend", "li", "main", "ol", "p",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))
# fmt: on
BOLD = frozenset({"b", "strong", "th"})
BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_SELECTOR = re.compile(r"[a-z]*([.#])([\w-]+)$", re.IGNORECASE)
"""A selector that names one class or one id, and nothing that depends on what stands around."""
_MOST_STYLES = 500_000
_FURNITURE = frozenset({"navigation", "banner", "contentinfo", "dialog", "alertdialog", "search", "menu", "menubar"})
"""Roles of what belongs to the site, whatever it says."""
_AROUND = frozenset({"header", "footer", "aside"})


def is_raised(tag: object, style: str) -> bool:
    """Whether the text of an element stands raised."""
    return tag == "sup" or (style != "" and _RAISED.search(style) is not None)


class Unseen:
    """Knows the elements of a page that nobody sees, or that are no part of what the page has to say."""

    def __init__(self, root: _Element) -> None:
        """Look through the page for what it hides, and for its main part."""
        self._classes: set[str] = set()
        self._ids: set[str] = set()
        styles = "".join("".join(style.itertext()) for style in root.iter("style"))[:_MOST_STYLES]
        for rule in _without_remarks(styles).split("}"):
            selectors, _, rules = rule.rpartition("{")
            if _HIDDEN.search(rules) and "@" not in selectors:
                for selector in selectors.split(","):
                    found = _SELECTOR.match(selector.strip())
                    if found is not None:
                        (self._classes if found[1] == "." else self._ids).add(found[2])
        self._around: frozenset[_Element] = frozenset()
        with unit("the main part of the page", NOT_TOLD):
            self._around = _around_main(root)

    def has(self, element: _Element) -> bool:
        """Whether an element is one of these."""
        if element in self._around or element.get("hidden") is not None:
            return True
        style = element.get("style")
        if style and _HIDDEN.search(style):
            return True
        if element.tag == "div" and element.get("title") in ("header", "footer"):
            return True  # as LibreOffice writes what runs at the head and foot of its pages
        role = element.get("role")
        if role and role.lower() in _FURNITURE:
            return True
        if self._ids and element.get("id") in self._ids:
            return True
        named = element.get("class") if self._classes else None
        return named is not None and not self._classes.isdisjoint(named.split())


def _is_main(element: _Element) -> bool:
    return isinstance(element.tag, str) and "main" in (element.tag, element.get("role"))


def _around_main(root: _Element) -> frozenset[_Element]:
    """Return the parts of the site that stand around the page's main part, where it says which this is."""
    mains = [element for element in root.iter() if _is_main(element)]
    if len(mains) != 1:
        return frozenset()
    out: set[_Element] = set()
    inner = mains[0]
    whole, own = _length(root), _length(inner)
    if 2 * own < whole:
        # the greater part of the text stands elsewhere: only what is plainly of the site goes
        return frozenset(e for e in root.iter(*_AROUND) if inner not in (*e.iterancestors(), *e.iter("main")))
    while (parent := inner.getparent()) is not None:
        out.update(other for other in parent if other is not inner)
        inner = parent
    return frozenset(out)


def _without_remarks(styles: str) -> str:
    pieces: list[str] = []
    at = 0
    while (start := styles.find("/*", at)) >= 0:
        pieces.append(styles[at:start])
        end = styles.find("*/", start + 2)
        if end < 0:
            return "".join(pieces)
        at = end + 2
    return "".join([*pieces, styles[at:]])


def _length(element: _Element) -> int:
    """Return how much text an element has, scripts aside."""
    total = 0
    for inner in element.iter():
        if isinstance(inner.tag, str) and inner.tag not in ("script", "style", "noscript"):
            total += len(inner.text or "")
        total += len(inner.tail or "") if inner is not element else 0
    return total
