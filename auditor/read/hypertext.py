"""Web pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from auditor.document import Cell
from auditor.read.block import Block, Grid, Parts, Source
from auditor.read.clean import clean, squeeze
from auditor.read.decode import charset, decode
from auditor.read.failure import Unreadable
from auditor.read.flow import Flow, superscript
from auditor.read.footnotes import tie_raised
from auditor.read.grids import GridBuilder, is_layout
from auditor.read.limits import Limits
from auditor.read.nesting import ALWAYS, check_parsed

if TYPE_CHECKING:
    from lxml.etree import _Element

# fmt: off
_SKIPPED = frozenset((
    "script", "style", "noscript", "template", "head", "svg", "math", "object", "embed", "iframe", "textarea",
    "select", "button", "nav", "del", "s", "strike", "audio", "video", "canvas", "map", "datalist", "dialog",
))
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "legend", "li", "main", "ol", "p",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))
# fmt: on
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BOLD = frozenset({"b", "strong", "th"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_INDENT_STYLE = re.compile(r"(?:padding-left|margin-left|text-indent)\s*:\s*(\d+)", re.IGNORECASE)
_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[ivx]{1,4}|\*{1,3}|[†‡§])[\])]?$")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([a-zA-Z0-9_-]{2,30})", re.IGNORECASE)
_MOST_ATTRIBUTES = 2_000
"""The library compares each attribute of an element with all others, in one call that nothing can end."""
_TAG = re.compile(r"<[a-zA-Z](?:[^\"'>=]++|=[\s]*+(?:\"[^\"]*+\"?|'[^']*+'?)?|[\"'])*+")
_GAP = re.compile(r"[\s/\"'][^\s/>=\"']")
"""Where an attribute may begin."""
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")


def read_html(source: Source) -> Parts:
    """Read a web page: its headings, paragraphs, lists, notes and tables; nothing in it is run or fetched.

    Raises:
        Unreadable: it is no text, or its elements are nested too deeply.
    """
    from lxml import etree

    text, warnings = _decoded(source)
    if any(
        len(_GAP.findall(tag[0])) > _MOST_ATTRIBUTES for tag in _TAG.finditer(text) if len(tag[0]) > _MOST_ATTRIBUTES
    ):
        raise Unreadable(source.label, f"an element has more than {_MOST_ATTRIBUTES:,} attributes", "simplify the page")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=source.limits.depth > ALWAYS, remove_comments=True,
        remove_pis=True, recover=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except etree.LxmlError:
        root = None
    check_parsed(root, parser.error_log, source.label, source.limits)
    if root is None:
        raise Unreadable(source.label, "there is nothing in the page", "give a file that has text in it")
    walker = _Walker(Flow(), source.label, source.limits, _note_targets(root))
    for event, element in (walk := etree.iterwalk(root, events=("start", "end"))):
        if event == "end":
            walker.end(element)
        elif walker.start(element):
            walk.skip_subtree()
    walker.flow.close()
    tie_raised(walker.flow.blocks)
    title = squeeze("".join(next(root.iter("title"), root.makeelement("title")).itertext()))
    top = [block for block in walker.flow.blocks if block.role == "heading" and block.level == 1]
    language = (root.get("lang") or "")[:2].lower()
    return Parts(
        walker.flow.blocks,
        title=top[0].text.value if len(top) == 1 else title,
        language=language if language in ("en", "fr", "es") else None,
        warnings=warnings,
    )


def _decoded(source: Source) -> tuple[str, tuple[str, ...]]:
    """Decode a page by its byte order mark, by UTF-8, by what it says of itself, or by guess, in this order."""
    data = source.data
    found = _META_CHARSET.search(data[:4096])
    if found is not None and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            name = charset(found[1].decode("ascii"))
            if name is not None:
                data = data.decode(name, errors="replace").encode("utf-8")
    text, warnings = decode(data, source.label)
    return _DECLARATION.sub("", text.replace("\x00", "")), warnings


def _note_targets(root: _Element) -> dict[str, str]:
    """Give the ids of elements that short links point to: (id, text of the mark)."""
    out: dict[str, str] = {}
    for link in root.iter("a"):
        target = link.get("href") or ""
        if target.startswith("#") and len(target) > 1:
            mark = squeeze("".join(link.itertext()))
            if _NOTE_MARK.match(mark):
                out.setdefault(target[1:], mark)
    return out


class _Walker:
    """Turns the elements of a page into blocks, without recursion."""

    def __init__(self, flow: Flow, label: str, limits: Limits, targets: dict[str, str]) -> None:
        self.flow = flow
        self.label = label
        self.limits = limits
        self.targets = targets
        self.cited: set[str] = set()
        self.lists: list[tuple[str, int, bool]] = []
        self.skipped: set[_Element] = set()
        self.cells = 0

    def start(self, element: _Element) -> bool:
        """Take in the start of an element; True if what is in it has been dealt with."""
        tag = element.tag
        style = element.get("style") or ""
        if tag in _SKIPPED or element.get("hidden") is not None or (style and _HIDDEN.search(style)):
            self.skipped.add(element)
            return True
        name = element.get("id") or element.get("name") or ""
        if name in self.cited:
            self.cited.discard(name)
            self.flow.as_note(name, self.targets[name])
        if tag == "table" and self._take_table(element):
            self.skipped.add(element)
            return True
        if tag in ("pre", "listing"):
            self.flow.close()
            self.flow.take_lines("".join(element.itertext()))
            self.skipped.add(element)
            return True
        if tag == "a" and self._take_note_link(element):
            self.skipped.add(element)
            return True
        if tag in ("sup", "sub") and len(element) == 0:
            self.flow.add(superscript(element.text or "") if tag == "sup" else element.text or "")
            self.skipped.add(element)
            return True
        self._open(element, tag, style)
        if element.text and tag not in ("ol", "ul", "tr", "tbody", "table"):
            self.flow.add(element.text)
        return False

    def end(self, element: _Element) -> None:
        """Take in the end of an element and the text after it."""
        tag = element.tag
        if element in self.skipped:
            self.skipped.discard(element)
        else:
            self._shut(tag, element.get("style") or "")
        if element.tail:
            self.flow.add(element.tail)

    def _open(self, element: _Element, tag: str, style: str) -> None:
        if tag == "br":
            self.flow.line_break()
        elif tag in ("ol", "ul"):
            self.flow.close()
            after_colon = bool(self.flow.blocks) and self.flow.blocks[-1].text.value.endswith(":")
            start = element.get("start") or ""
            kind = element.get("type") or "1" if tag == "ol" else ""
            first = int(start) if start.lstrip("-").isdecimal() and len(start) < 9 else 1
            self.lists.append((kind, first, after_colon or len(self.lists) > 0))
        elif tag == "li":
            self.flow.close()
            self._open_item(element)
        elif tag in _HEADINGS:
            self.flow.close()
            self.flow.begin(role="heading", level=_HEADINGS[tag])
        elif tag in _BLOCKS and not (tag == "p" and self.flow.fresh):
            self.flow.close()
        if tag in _BOLD or (style and _BOLD_STYLE.search(style)):
            self.flow.bold += 1

    def _shut(self, tag: str, style: str) -> None:
        if tag in _BLOCKS or tag in _HEADINGS:
            self.flow.close()
        if tag in ("ol", "ul") and self.lists:
            self.lists.pop()
        if tag in _BOLD or (style and _BOLD_STYLE.search(style)):
            self.flow.bold -= 1

    def _open_item(self, element: _Element) -> None:
        """Begin an item; a numbered one of a list that nothing announces may be a numbered paragraph."""
        kind, number, inner = self.lists[-1] if self.lists else ("", 1, True)
        value = element.get("value") or ""
        if value.isdecimal() and len(value) < 9:
            number = int(value)
        if self.lists:
            self.lists[-1] = (kind, number + 1, inner)
        if kind == "1" and not inner:
            self.flow.begin()
            self.flow.add(f"{number}. ")
        else:
            self.flow.begin(role="item")
            if kind in ("a", "A") and number <= 26:
                self.flow.add(f"({chr(ord(kind) + number - 1)}) ")
        self.flow.fresh = True

    def _take_note_link(self, element: _Element) -> bool:
        """Take a short link within the page for the mark of a note, or, within the note, for the way back."""
        target = (element.get("href") or "")[1:] if (element.get("href") or "").startswith("#") else ""
        name = element.get("id") or element.get("name") or ""
        if target not in self.targets or not _NOTE_MARK.match(squeeze("".join(element.itertext()))):
            return False
        if self.flow.role == "note" and self.flow.is_empty():
            return True
        if name and name in self.cited:
            return False
        self.cited.add(target)
        self.flow.cite(target)
        return True

    def _take_table(self, table: _Element) -> bool:
        """Take a table of data as a grid; False for one that only lays out the page."""
        if table.get("role") == "presentation" or next(table.iterdescendants("table"), None) is not None:
            return False
        rows = _rows(table)
        if len(rows) < 2 or max(len(row) for row in rows) < 2:
            return False
        builder = GridBuilder(self.label, self.limits, [], used=self.cells)
        for row in rows:
            builder.next_row()
            for cell in row:
                builder.add(_cell(cell))
        self.cells += builder.area
        cells = builder.finish()
        if not cells or is_layout(cells, builder.rows, builder.columns):
            return False
        self.flow.close()
        caption = next((squeeze("".join(c.itertext())) for c in table.iterchildren("caption")), "")
        grid = Grid(cells, builder.rows, builder.columns, caption=caption, line=table.sourceline)
        self.flow.blocks.append(Block(grid=grid))
        return True


def _rows(table: _Element) -> list[list[_Element]]:
    """Give the cells of each row, the foot last."""
    parts: dict[str, list[list[_Element]]] = {"thead": [], "tbody": [], "tfoot": []}
    for child in table:
        rows = [child] if child.tag == "tr" else [row for row in child if row.tag == "tr"]
        part = parts.get(child.tag if isinstance(child.tag, str) else "", parts["tbody"])
        part.extend([cell for cell in row if cell.tag in ("td", "th")] for row in rows)
    return [row for row in (*parts["thead"], *parts["tbody"], *parts["tfoot"]) if row]


def _cell(element: _Element) -> Cell:
    pieces: list[str] = []
    bold = element.tag == "th" or bool(_BOLD_STYLE.search(element.get("style") or ""))
    strong = 0
    loose = False
    from lxml import etree

    for event, inner in (walk := etree.iterwalk(element, events=("start", "end"))):
        tag = inner.tag
        if event == "start":
            strong += tag in _BOLD
            if tag in _SKIPPED:
                walk.skip_subtree()
                continue
            text = inner.text or ""
            pieces.append(superscript(text) if tag == "sup" else f" {text}" if tag in _BLOCKS or tag == "br" else text)
            loose |= bool(text.strip()) and not strong
        else:
            strong -= tag in _BOLD
            if inner is not element and inner.tail:
                pieces.append(f" {inner.tail}" if tag in _BLOCKS else inner.tail)
                loose |= bool(inner.tail.strip()) and not strong
    raw = clean("".join(pieces))
    lead = raw[: len(raw) - len(raw.lstrip())].count("\u00a0")
    style = _INDENT_STYLE.search(element.get("style") or "")
    return Cell(
        text=squeeze(raw).strip(),
        row=0,
        column=0,
        rows=_span(element.get("rowspan")),
        columns=_span(element.get("colspan")),
        bold=bold or not loose,
        indent=lead + (int(style[1][:4]) // 10 if style else 0),
        line=element.sourceline,
    )


def _span(value: str | None) -> int:
    value = (value or "1").strip()
    if not value.isdecimal() or len(value) > 9:
        return 1
    return int(value) or 65_535  # zero: down to the end of the table
