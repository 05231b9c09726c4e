"""Drafts as Word documents, with paragraph numbers typed or given by a style."""

from __future__ import annotations

from html import escape
from io import BytesIO
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as File
from docx.oxml import parse_xml
from docx.shared import Mm, Pt
from drafts import Box, Changed, Chart, Draft, Grid, Heading, Items, Note, Para

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:c="{_C}" xmlns:a="{_A}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_BULLETS, _NUMBERS = 40, 41


def docx_of(draft: Draft, *, automatic: bool = False, columns: int = 1, heads: bool = False) -> bytes:
    """Write a draft as a Word document."""
    return _Writer(automatic=automatic).write(draft, columns, heads=heads)


class _Writer:
    def __init__(self, *, automatic: bool) -> None:
        self.automatic = automatic
        self.file = docx.Document()
        self.notes: list[str] = []
        self.charts = 0
        self.expected = 1
        self.list_id = _NUMBERS
        self._set_styles()

    def _set_styles(self) -> None:
        for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "Title"):
            style = self.file.styles[name]
            style.font.name = "Liberation Serif"
            fonts = style.element.rPr.rFonts
            for key in list(fonts.attrib):
                if "heme" in key:
                    del fonts.attrib[key]
        self.file.styles["Normal"].font.size = Pt(10.5)
        self.numbering = self.file.part.numbering_part.element
        bullets = "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="{sign}"/>'
            f'<w:pPr><w:ind w:left="{720 + 360 * i}" w:hanging="360"/></w:pPr></w:lvl>'
            for i, sign in enumerate("•–▪")
        )
        number = (
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Numbered"/>'
            '<w:lvlText w:val="%1."/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
        )
        lists = {_BULLETS: bullets, _NUMBERS: number}
        first = self.numbering.find(f"{{{_W}}}num")
        for key, levels in lists.items():
            element = parse_xml(f'<w:abstractNum {_SPACES} w:abstractNumId="{key}">{levels}</w:abstractNum>')
            first.addprevious(element) if first is not None else self.numbering.append(element)
        for key in lists:
            self._add_list(key, key)
        style = self.file.styles.add_style("Numbered", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = self.file.styles["Normal"]
        style.element.get_or_add_pPr().append(parse_xml(f'<w:numPr {_SPACES}><w:numId w:val="{_NUMBERS}"/></w:numPr>'))

    def _add_list(self, key: int, abstract: int, start: int | None = None) -> None:
        override = (
            "" if start is None else f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        )
        num = f'<w:num {_SPACES} w:numId="{key}"><w:abstractNumId w:val="{abstract}"/>{override}</w:num>'
        self.numbering.append(parse_xml(num))

    def write(self, draft: Draft, columns: int, *, heads: bool) -> bytes:
        section = self.file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(22)
        if heads:
            section.header.paragraphs[0].text = "CAT/C/XXX/FCO/5\t\tFollow-up report"
            foot = section.footer.paragraphs[0]
            foot._p.append(parse_xml(f'<w:fldSimple {_SPACES} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
        if columns > 1:
            kind = parse_xml(f'<w:cols {_SPACES} w:num="{columns}" w:space="500"/>')
            for old in section._sectPr.findall(f"{{{_W}}}cols"):
                section._sectPr.remove(old)
            section._sectPr.append(kind)
        self.width = int(Mm(166) / columns - Mm(8) * (columns > 1))
        self.file.add_paragraph(draft.title, style="Title")
        for line in draft.before:
            self.file.add_paragraph(line)
        if draft.aside:
            self.file.add_paragraph(draft.aside)
        for part in draft.parts:
            self._part(part)
        self._add_notes()
        self.file.core_properties.title = draft.title
        out = BytesIO()
        self.file.save(out)
        return out.getvalue()

    def _part(self, part: object) -> None:
        if isinstance(part, Heading):
            self.file.add_heading(part.text, part.level)
        elif isinstance(part, Para):
            self._para(part)
        elif isinstance(part, Items):
            for level, text in part.items:
                self._list_in(self.file.add_paragraph(text), _BULLETS, level)
        elif isinstance(part, Grid):
            self._table(part)
        elif isinstance(part, Box):
            self._box(part.text)
        elif isinstance(part, Chart):
            self._chart(part)

    def _list_in(self, paragraph: Any, key: int, level: int) -> None:
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {_SPACES}><w:ilvl w:val="{level}"/><w:numId w:val="{key}"/></w:numPr>')
        )

    def _para(self, part: Para) -> None:
        paragraph = self.file.add_paragraph()
        if part.number is not None and self.automatic:
            paragraph.style = self.file.styles["Numbered"]
            if part.number != self.expected:
                self.list_id += 1
                self._add_list(self.list_id, _NUMBERS, part.number)
            if self.list_id != _NUMBERS:
                self._list_in(paragraph, self.list_id, 0)
            self.expected = part.number + 1
        elif part.number is not None:
            paragraph.add_run(f"{part.number}. ")
        for piece in part.pieces:
            self._piece(paragraph, piece)

    def _piece(self, paragraph: Any, piece: str | Note | Changed) -> None:
        if isinstance(piece, str):
            paragraph.add_run(piece)
        elif isinstance(piece, Changed):
            outer, inner = ("del", "delText") if piece.gone else ("ins", "t")
            text = f'<w:{inner} xml:space="preserve">{escape(piece.text)}</w:{inner}>'
            paragraph._p.append(parse_xml(f'<w:{outer} {_SPACES} w:id="9" w:author="A"><w:r>{text}</w:r></w:{outer}>'))
        else:
            self.notes.append(piece.text)
            raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            mark = f'<w:footnoteReference w:id="{len(self.notes) + 1}"/>'
            paragraph._p.append(parse_xml(f"<w:r {_SPACES}>{raised}{mark}</w:r>"))

    def _table(self, grid: Grid) -> None:
        if grid.caption:
            self.file.add_paragraph(grid.caption)
        table = self.file.add_table(len(grid.rows), grid.width())
        table.autofit = False
        for column in table.columns:
            column.width = int(self.width / len(table.columns))
        for cell in (cell for row in table.rows for cell in row.cells):
            cell.width = int(self.width / len(table.columns))
        if grid.ruled:
            table.style = "Table Grid"
        cells = [row.cells for row in table.rows]  # found once: finding one cell walks through all of them
        for r, c, slot in grid.places():
            cell = cells[r][c]
            if slot.rows > 1 or slot.columns > 1:
                cell = cell.merge(cells[r + slot.rows - 1][c + slot.columns - 1])
            run = cell.paragraphs[0].add_run(slot.text)
            run.bold = slot.bold or r < grid.heads
            cell.paragraphs[0].paragraph_format.alignment = 2 if c and r >= grid.heads else None
            if slot.indent:
                cell.paragraphs[0].paragraph_format.left_indent = Pt(9 * slot.indent)
        for row in list(table.rows)[: grid.heads]:
            row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {_SPACES}/>"))

    def _box(self, text: str) -> None:
        inside = f"<w:txbxContent><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:txbxContent>"
        drawing = (
            '<wp:inline><wp:extent cx="4000000" cy="900000"/><wp:docPr id="7" name="Box"/><a:graphic>'
            '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
            '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="4000000" cy="900000"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
            f"<wps:txbx>{inside}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline>"
        )
        fallback = (
            f'<w:pict><v:shape style="width:300pt;height:70pt"><v:textbox>{inside}</v:textbox></v:shape></w:pict>'
        )
        both = (
            f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{drawing}</w:drawing></mc:Choice>'
            f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
        )
        self.file.add_paragraph()._p.append(parse_xml(f"<w:r {_SPACES}>{both}</w:r>"))

    def _chart(self, chart: Chart) -> None:
        self.charts += 1
        names = "".join(f'<c:pt idx="{i}"><c:v>{escape(name)}</c:v></c:pt>' for i, name in enumerate(chart.categories))
        series = ""
        for index, (name, values) in enumerate(chart.series):
            points = "".join(f'<c:pt idx="{i}"><c:v>{value}</c:v></c:pt>' for i, value in enumerate(values))
            series += (
                f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/><c:tx><c:strRef><c:f>S!A1</c:f><c:strCache>'
                f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
                f'<c:cat><c:strRef><c:f>S!A2</c:f><c:strCache><c:ptCount val="{len(chart.categories)}"/>{names}'
                "</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>S!B2</c:f><c:numCache>"
                f'<c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
                "</c:val></c:ser>"
            )
        title = (
            f"<c:title><c:tx><c:rich><a:p><a:r><a:t>{escape(chart.title)}</a:t></a:r></a:p></c:rich></c:tx></c:title>"
        )
        plot = f'<c:plotArea><c:barChart><c:barDir val="col"/>{series}</c:barChart></c:plotArea>'
        content = f"<c:chartSpace {_SPACES}><c:chart>{title}{plot}</c:chart></c:chartSpace>"
        key = self._add_file(f"charts/chart{self.charts}.xml", CONTENT_TYPE.DML_CHART, RELATIONSHIP_TYPE.CHART, content)
        drawing = (
            '<w:drawing><wp:inline><wp:extent cx="4000000" cy="2000000"/><wp:docPr id="8" name="Chart"/><a:graphic>'
            f'<a:graphicData uri="{_C}"><c:chart r:id="{key}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
        )
        self.file.add_paragraph()._p.append(parse_xml(f"<w:r {_SPACES}>{drawing}</w:r>"))

    def _add_notes(self) -> None:
        if not self.notes:
            return
        rule = '<w:footnote w:type="{0}" w:id="{1}"><w:p><w:r><w:{0}/></w:r></w:p></w:footnote>'
        rules = rule.format("separator", 0) + rule.format("continuationSeparator", 1)
        size = '<w:rPr><w:sz w:val="16"/></w:rPr>'
        raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/><w:sz w:val="16"/></w:rPr><w:footnoteRef/></w:r>'
        notes = "".join(
            f'<w:footnote w:id="{i}"><w:p>{raised}<w:r>{size}<w:t xml:space="preserve"> {escape(text)}</w:t></w:r>'
            "</w:p></w:footnote>"
            for i, text in enumerate(self.notes, 2)
        )
        content = f"<w:footnotes {_SPACES}>{rules}{notes}</w:footnotes>"
        self._add_file("footnotes.xml", CONTENT_TYPE.WML_FOOTNOTES, RELATIONSHIP_TYPE.FOOTNOTES, content)

    def _add_file(self, name: str, kind: str, relation: str, content: str) -> str:
        whole = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{content}'.encode()
        file = File(PackURI(f"/word/{name}"), kind, whole, self.file.part.package)
        return str(self.file.part.relate_to(file, relation))
