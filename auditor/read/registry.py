"""Which module reads which format: chosen by content, the suffix is a hint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from auditor.read import sniff
from auditor.read.blocks.block import Source
from auditor.read.failure import Unreadable
from auditor.runtime.left_out import unit


@dataclass(frozen=True, slots=True)
class Format:
    """One format: how to know it and who reads it."""

    name: str
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes], bool]
    """Says whether the content is of this format, for certain."""
    reader: tuple[str, str]
    """Module and function that read it; imported when first needed."""

    apart: bool = False
    """Whether it is read in a process of its own: what its library does with a hostile file cannot be stopped."""

    text: bool = False
    """Whether it is a form of text, which only a closer look tells from others."""

    def fits(self, source: Source) -> bool:
        """Whether the content is of this format, for certain."""
        with unit(f"whether it is {self.name}", "could not be told"):
            return self.sniff(source.data)
        return False


FORMATS: tuple[Format, ...] = (
    Format("pdf", (".pdf",), sniff.is_pdf, ("pdf.pdf_text", "read_pdf"), apart=True),
    Format("docx", (".docx", ".docm"), sniff.is_docx, ("office.word", "read_docx")),
    Format("xlsx", (".xlsx", ".xlsm"), sniff.is_xlsx, ("office.workbook", "read_xlsx")),
    Format("xlsb", (".xlsb",), sniff.is_xlsb, ("office.binary_workbook", "read_xlsb"), apart=True),
    Format("xls", (".xls", ".xlt"), sniff.is_xls, ("office.old_workbook", "read_xls"), apart=True),
    Format("rtf", (".rtf",), sniff.is_rtf, ("office.rtf", "read_rtf")),
    Format("odt", (".odt", ".ott"), sniff.is_odt, ("office.odf_text", "read_odt")),
    Format("ods", (".ods", ".ots"), sniff.is_ods, ("office.odf_sheet", "read_ods")),
    Format("html", (".html", ".htm", ".xhtml"), sniff.is_html, ("html.web_page", "read_html"), text=True),
    Format("csv", (".csv", ".tsv", ".tab"), sniff.is_delimited, ("text.delimited", "read_delimited"), text=True),
    Format("md", (".md", ".markdown"), sniff.is_markdown, ("text.plain", "read_markdown"), text=True),
    Format("txt", (".txt", ".text"), sniff.never, ("text.plain", "read_text"), text=True),
)

_SURE = {
    "txt": frozenset({"html", "csv"}),
    "md": frozenset({"html"}),
    "csv": frozenset({"html"}),
    "xls": frozenset({"html", "csv"}),
}
"""Formats of text whose content outdoes a suffix; programs export web pages and delimited values as .xls."""


def pick(source: Source) -> Format:
    """Choose the format of a document.

    Raises:
        Unreadable: the content is of a kind that no reader takes.
    """
    for form in FORMATS:
        if not form.text and form.fits(source):
            return form
    refusal = sniff.refusal(source.data)
    if refusal is not None:
        raise Unreadable(source.label, *refusal)
    hinted = next((form for form in FORMATS if source.suffix in form.suffixes), None)
    for form in FORMATS:
        sure = hinted is None or form.name in _SURE.get(hinted.name, ())
        if form.text and sure and form.fits(source):
            return form
    if hinted is not None and not hinted.text:
        why = f"it is named {source.suffix} but is no {hinted.name} file, or a broken one"
        raise Unreadable(source.label, why, "give it its true suffix, or save it anew")
    return hinted or FORMATS[-1]
