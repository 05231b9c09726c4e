"""Tables of web pages: their rows, the notes at their foot, and their cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from auditor.model.document import Cell
from auditor.read.blocks.clean import clean, squeeze
from auditor.read.html.visibility import BLOCKS, BOLD, BOLD_STYLE, SKIPPED, Unseen, is_raised
from auditor.read.text.block_builder import superscript

if TYPE_CHECKING:
    from lxml.etree import _Element

_INDENT_STYLE = re.compile(r"(?:padding-left|margin-left|text-indent)\s*:\s*(\d+)", re.IGNORECASE)


def table_rows(table: _Element, unseen: Unseen) -> tuple[list[list[_Element]], list[_Element]]:
    """Return the cells of each row, the foot last, and the cells of the foot that are notes under the table."""
    parts: dict[str, list[list[_Element]]] = {"thead": [], "tbody": [], "tfoot": []}
    for child in table:
        rows = [child] if child.tag == "tr" else [row for row in child if row.tag == "tr"]
        part = parts.get(child.tag if isinstance(child.tag, str) else "", parts["tbody"])
        for row in rows:
            if not (unseen.has(row) or unseen.has(child)):
                part.append([cell for cell in row if cell.tag in ("td", "th") and not unseen.has(cell)])
    notes = [row[0] for row in parts["tfoot"] if len(row) == 1]
    feet = [row for row in parts["tfoot"] if len(row) > 1]
    return [row for row in (*parts["thead"], *parts["tbody"], *feet) if row], notes


def table_cell(element: _Element, unseen: Unseen) -> Cell:
    """Read a cell, its text and its look; the place in the grid is not yet known."""
    from lxml import etree

    pieces: list[str] = []
    bold = element.tag == "th" or bool(BOLD_STYLE.search(element.get("style") or ""))
    strong = raised = 0
    loose = False
    for event, inner in (walk := etree.iterwalk(element, events=("start", "end"))):
        tag, style = inner.tag, inner.get("style") or ""
        skipped = tag in SKIPPED or (inner is not element and unseen.has(inner))
        if event == "start":
            if skipped:
                walk.skip_subtree()
                continue
            strong += tag in BOLD
            raised += is_raised(tag, style)
            text = inner.text or ""
            pieces.append(superscript(text) if raised else f" {text}" if tag in BLOCKS or tag == "br" else text)
            loose |= bool(text.strip()) and not strong
        else:
            if not skipped:
                strong -= tag in BOLD
                raised -= is_raised(tag, style)
            if inner is not element and inner.tail:
                tail = superscript(inner.tail) if raised else inner.tail
                pieces.append(f" {tail}" if tag in BLOCKS or tag == "br" else tail)
                loose |= bool(tail.strip()) and not strong
    raw = clean("".join(pieces))
    lead = raw[: len(raw) - len(raw.lstrip())].count("\u00a0")
    indented = _INDENT_STYLE.search(element.get("style") or "")
    return Cell(
        text=squeeze(raw).strip(),
        row=0,
        column=0,
        rows=_span(element.get("rowspan")),
        columns=_span(element.get("colspan")),
        bold=bold or not loose,
        indent=lead + (int(indented[1][:4]) // 10 if indented else 0),
        line=element.sourceline,
    )


def _span(value: str | None) -> int:
    value = (value or "1").strip()
    if not value.isdecimal() or len(value) > 9:
        return 1
    return int(value) or 65_535  # zero: down to the end of the table
