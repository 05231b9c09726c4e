"""Web pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from auditor.language.lexicon import available
from auditor.read.blocks.block import Block, Grid, Parts, Source
from auditor.read.blocks.clean import squeeze
from auditor.read.blocks.footnotes import tie_raised
from auditor.read.blocks.list_numbers import number_text
from auditor.read.blocks.nesting import ALWAYS, check_parsed
from auditor.read.blocks.refining import NOT_TOLD, refining
from auditor.read.blocks.spanned_cells import GridBuilder, is_layout, without_notes
from auditor.read.blocks.table_of_contents import CONTENTS_DROPPED, drop_contents
from auditor.read.failure import Unreadable
from auditor.read.html.visibility import BLOCKS, BOLD, BOLD_STYLE, SKIPPED, Unseen, is_raised
from auditor.read.html.web_tables import table_cell, table_rows
from auditor.read.limits import Limits
from auditor.read.text.block_builder import BlockBuilder, superscript
from auditor.read.text.decode import charset, decode
from auditor.runtime.left_out import leave_out, unit

if TYPE_CHECKING:
    from lxml.etree import _Element

_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[ivx]{1,4}|\*{1,3}|[†‡§])[\])]?$")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([a-zA-Z0-9_-]{2,30})", re.IGNORECASE)
_MOST_ATTRIBUTES = 2_000
"""The library compares each attribute of an element with all others, in one call that nothing can end."""
_TAG = re.compile(r"<[a-zA-Z](?:[^\"'>=]++|=[\s]*+(?:\"[^\"]*+\"?|'[^']*+'?)?|[\"'])*+")
_GAP = re.compile(r"[\s/\"'][^\s/>=\"']")
"""Where an attribute may begin."""
_UNITS = {"table": "table", "p": "paragraph", "li": "item of a list", "a": "link", "pre": "text", "sup": "raised text"}
"""Elements as people name them."""
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")


def read_html(source: Source) -> Parts:
    """Read a web page: its headings, paragraphs, lists, notes and tables; nothing in it is run or fetched.

    Raises:
        Unreadable: it is no text, or its elements are nested too deeply.
    """
    text, warnings = _decoded(source)
    root = _parsed(text, source)
    targets: dict[str, str] = {}
    with unit("the marks of notes", NOT_TOLD):
        targets = _note_targets(root)
    walker = _Walker(BlockBuilder(), source.label, source.limits, targets, Unseen(root))
    _walk(root, walker)
    walker.flow.close()
    with refining(walker.flow.blocks, "tables of contents"):
        if drop_contents(walker.flow.blocks):
            warnings = (*warnings, CONTENTS_DROPPED)
    with refining(walker.flow.blocks, "the marks of notes"):
        tie_raised(walker.flow.blocks)
    title = ""
    with unit("the title", NOT_TOLD):
        title = squeeze("".join(next(root.iter("title"), root.makeelement("title")).itertext()))
    top = [block for block in walker.flow.blocks if block.role == "heading" and block.level == 1]
    language = (root.get("lang") or "")[:2].lower()
    return Parts(
        walker.flow.blocks,
        title=top[0].text.value if len(top) == 1 else title,
        language=language if language in available() else None,
        warnings=warnings,
    )


def _parsed(text: str, source: Source) -> _Element:
    from lxml import etree

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
    return root


def _walk(root: _Element, walker: _Walker) -> None:
    """Take in each element of a page; one that cannot be read is left out."""
    from lxml import etree

    for event, element in (walk := etree.iterwalk(root, events=("start", "end"))):
        try:
            if event == "end":
                walker.end(element)
            elif walker.start(element):
                walk.skip_subtree()
        except Exception as error:  # noqa: BLE001 - as in `unit`, but for each of very many elements
            leave_out(error, what=_named(element))
            if event == "start" and walker.drop(element):
                walk.skip_subtree()


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


def _named(element: _Element) -> str:
    """Return an element with its place, as people name it."""
    return f"the {_UNITS.get(element.tag, 'element')} at line {element.sourceline}"


def _note_targets(root: _Element) -> dict[str, str]:
    """Return the ids of elements that short links point to: (id, text of the mark)."""
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

    def __init__(self, flow: BlockBuilder, label: str, limits: Limits, targets: dict[str, str], unseen: Unseen) -> None:
        self.flow = flow
        self.label = label
        self.limits = limits
        self.targets = targets
        self.unseen = unseen
        self.raised = 0
        self.cited: set[str] = set()
        self.lists: list[tuple[str, int, bool]] = []
        self.skipped: set[_Element] = set()
        self.cells = 0
        self._announced = False
        self._before = (0, 0, 0)
        """What was open before the element that begins."""

    def start(self, element: _Element) -> bool:
        """Take in the start of an element; True if what is in it has been dealt with."""
        self._before = (self.raised, self.flow.bold, len(self.lists))
        self.flow.line = element.sourceline or 0
        tag = element.tag
        style = element.get("style") or ""
        if tag in SKIPPED or self.unseen.has(element):
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
        self._open(element, tag, style)
        if element.text and tag not in ("ol", "ul", "tr", "tbody", "table"):
            self._add(element.text)
        return False

    def _add(self, text: str) -> None:
        self.flow.add(superscript(text) if self.raised else text)

    def end(self, element: _Element) -> None:
        """Take in the end of an element and the text after it."""
        tag = element.tag
        try:
            if element in self.skipped:
                self.skipped.discard(element)
            else:
                self._shut(tag, element.get("style") or "")
        finally:
            if element.tail:
                self._add(element.tail)

    def drop(self, element: _Element) -> bool:
        """Leave out an element at whose start reading failed; True if what is in it is left out with it."""
        self.skipped.add(element)
        self.raised, self.flow.bold, lists = self._before
        del self.lists[lists:]
        return element.tag in _UNITS

    def _open(self, element: _Element, tag: str, style: str) -> None:
        if tag == "br":
            self.flow.line_break()
        elif tag in ("ol", "ul"):
            self.flow.close()
            after_colon = bool(self.flow.blocks) and self.flow.blocks[-1].text.value.endswith(":")
            start = element.get("start") or ""
            kind = element.get("type") or "1" if tag == "ol" else ""
            first = int(start) if start.lstrip("-").isdecimal() and len(start) < 9 else 1
            self._announced = after_colon
            self.lists.append((kind, first, after_colon or len(self.lists) > 0))
        elif tag == "li":
            self.flow.close()
            self._open_item(element)
        elif tag in _HEADINGS:
            self.flow.close()
            self.flow.begin(role="heading", level=_HEADINGS[tag])
        elif tag == "dd" and not self.flow.is_empty():
            self.flow.add(" " if self.flow.ends_with(":") else ": ")  # what is defined stands open before it
        elif tag in BLOCKS and not (tag == "p" and self.flow.fresh):
            self.flow.close()
        self.raised += is_raised(tag, style)
        if tag in BOLD or (style and BOLD_STYLE.search(style)):
            self.flow.bold += 1

    def _shut(self, tag: str, style: str) -> None:
        self.raised -= is_raised(tag, style)
        if tag in ("ol", "ul") and self.lists:
            self.lists.pop()
        if tag in BOLD or (style and BOLD_STYLE.search(style)):
            self.flow.bold -= 1
        if (tag in BLOCKS and tag != "dt") or tag in _HEADINGS:
            self.flow.close()

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
        elif kind in ("I", "A") and not self._announced:
            self.flow.begin()
            self.flow.add(f"{number_text(number, _FORMS[kind])}. ")
        else:
            self.flow.begin(role="item")
            if kind in _FORMS:
                self.flow.add(f"({number_text(number, _FORMS[kind])}) ")
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
        rows, feet = table_rows(table, self.unseen)
        if len(rows) < 2 or max(len(row) for row in rows) < 2:
            return False
        builder = GridBuilder(self.label, self.limits, [], used=self.cells)
        for row in rows:
            builder.next_row()
            for cell in row:
                builder.add(table_cell(cell, self.unseen))
        self.cells += builder.area
        caption = next((table_cell(c, self.unseen).text for c in table.iterchildren("caption")), "")
        grid = Grid(builder.finish(), builder.rows, builder.columns, caption=caption, line=table.sourceline)
        if is_layout(grid):
            return False
        self.flow.close()
        grid, notes = without_notes(grid)
        self.flow.blocks.append(Block(grid=grid))
        for note in (*notes, *(table_cell(foot, self.unseen).text for foot in feet)):
            self.flow.begin()
            self.flow.add(note)
            self.flow.close()
        return True
