"""The text of Word paragraphs: runs, with line breaks, marks of notes, drawings and what is not to be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from auditor.read.blocks.list_numbers import number_text
from auditor.read.office.ooxml import Names, first, path
from auditor.read.office.word_styles import WordStyle, WordStyles, is_raised
from auditor.read.text.block_builder import BlockBuilder, superscript

if TYPE_CHECKING:
    from lxml.etree import _Element

_INLINE = frozenset(
    ("hyperlink", "smartTag", "ins", "moveTo", "sdt", "sdtContent", "fldSimple", "dir", "bdo", "customXml")
)
SYMBOLS = {"f0b7": "•", "f0a7": "▪", "f0d8": "➢", "f02d": "-", "f0b1": "±", "f0b3": "≥", "f0a3": "≤", "f0b4": "×"}
"""Signs that fonts such as Symbol and Wingdings have in the places of other characters."""


@dataclass(slots=True)
class Notes:
    """Notes of one kind (footnotes or endnotes): their elements, and the numbers given as they are cited."""

    elements: dict[str, _Element]
    form: str
    counted: int = 0
    """How many were given a number; those with a mark of their own are not."""
    given: dict[str, str] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)


class WordRuns:
    """Reads runs into a flow, and remembers what hangs on them."""

    def __init__(self, names: Names, styles: WordStyles, notes: dict[str, Notes], *, rendered: bool) -> None:
        self.names = names
        self.styles = styles
        self.notes = notes
        self.rendered = rendered
        """Whether Word left marks of where its pages end, which outdo page breaks."""
        self.flow = BlockBuilder()
        self.boxes: list[_Element] = []
        self.charts: list[str] = []
        self.page = 1
        self.paged = rendered
        self._fields: list[str] = []
        """Fields that are open, the outermost first: whether in their code or in the result that is shown."""
        self._spent: set[_Element] = set()

    def read(self, parent: _Element, *, bold: bool) -> None:
        """Add the runs of a paragraph; deletions and hidden text are passed over."""
        names = self.names
        for element in parent:
            kind = names.local(element)
            if kind == "r":
                self._run(element, bold=bold)
            elif kind == "sdt" and path(element, names, "sdtPr", "showingPlcHdr") is not None:
                continue  # what asks to be filled in
            elif kind in _INLINE:
                self.read(element, bold=bold)
            elif kind in ("oMath", "oMathPara"):
                self.flow.add(f" {''.join(t.text or '' for t in element.iter() if names.local(t) == 't')} ")

    def apart(self, paragraphs: Iterator[_Element]) -> str:
        """Read paragraphs as one text, apart from the main flow."""
        flow, boxes, page = self.flow, self.boxes, self.page
        self.flow, self.boxes = BlockBuilder(), []
        for paragraph in paragraphs:
            self.flow.begin()
            self.read(paragraph, bold=False)
        self.flow.close()
        text = " ".join(block.text.value for block in self.flow.blocks)
        self.flow, self.boxes, self.page = flow, boxes, page
        return text

    def _run(self, run: _Element, *, bold: bool) -> None:
        names = self.names
        properties = first(run, names, "rPr")
        raised = False
        if properties is not None:
            style = path(properties, names, "rStyle")
            look = self.styles.get(names.get(style, "val")) if style is not None else WordStyle()
            if look.hidden or any(names.on(properties, name) for name in ("vanish", "strike", "dstrike")):
                return
            own = names.on(properties, "b")
            bold = own if own is not None else bold or look.bold
            said = is_raised(properties, names)
            raised = look.raised if said is None else said
        self.flow.bold = int(bold)
        for element in run:
            self._piece(element, names.local(element), raised=raised)

    def _piece(self, element: _Element, kind: str, *, raised: bool) -> None:
        names = self.names
        if kind == "fldChar":
            self._field(names.get(element, "fldCharType"))
        elif "code" in self._fields or element in self._spent:
            return
        elif kind == "t":
            self.flow.add(superscript(element.text or "") if raised else element.text or "")
        elif kind in ("tab", "ptab"):
            self.flow.add(" ")
        elif kind == "noBreakHyphen":
            self.flow.add("-")
        elif kind in ("br", "cr"):
            self._break(names.get(element, "type"))
        elif kind == "lastRenderedPageBreak":
            self.page += 1
        elif kind == "sym":
            self.flow.add(SYMBOLS.get(names.get(element, "char").lower(), ""))
        elif kind in self.notes:
            self._cite(kind, element)
        elif kind in ("drawing", "pict", "object", "AlternateContent"):
            self._drawing(element)

    def _break(self, kind: str) -> None:
        if kind == "page":
            self.page += not self.rendered
            self.flow.add(" ")
        elif kind == "column":
            self.flow.add(" ")
        else:
            self.flow.line_break()

    def _cite(self, kind: str, element: _Element) -> None:
        notes = self.notes[kind]
        note = self.names.get(element, "id")
        if note not in notes.elements:
            return
        if note not in notes.given:
            own = self.names.get(element, "customMarkFollows") in ("1", "true", "on")
            notes.counted += not own
            notes.given[note] = self._own_mark(element) if own else number_text(notes.counted, notes.form)
            notes.waiting.append(note)
        self.flow.cite(f"{kind[0]}{note}")

    def _own_mark(self, reference: _Element) -> str:
        """Return the mark that the writer set for a note, and leave it out of the text."""
        mark = ""
        for element in reference.itersiblings():
            if self.names.local(element) == "t":
                mark += element.text or ""
                self._spent.add(element)
        return mark.strip()

    def settle_fields(self) -> None:
        """Forget fields that a paragraph leaves open in their code: one that is broken hides no more than that."""
        self._fields = [stage for stage in self._fields if stage != "code"]

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append("code")
        elif kind == "separate" and self._fields:
            self._fields[-1] = "result"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _drawing(self, element: _Element) -> None:
        """Remember the text boxes and charts of a drawing; of two ways to draw it, the first is taken."""
        for child in element:
            kind = self.names.local(child)
            if kind == "txbxContent":
                self.boxes.append(child)
            elif kind == "chart":
                reference = next((value for key, value in child.attrib.items() if str(key).endswith("}id")), "")
                self.charts.append(str(reference))
            elif kind != "Fallback":
                self._drawing(child)
