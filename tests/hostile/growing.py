# ruff: noqa: E501 - one line a document
"""Documents of any length that say one thing again and again: what an audit takes for them grows with the length alone.

Each has a name, a suffix, a beginning, a piece for each number from 0, and an end.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hostile_files import opened, page, pdf, sheet, stream, word, workbook, xml

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "read"))
from xlsb_maker import xlsb

UNITS = (
    "12 men and 5 women, ", "1 ", "1,", "one hundred ", "of whom 3 were men ", "between 1 and ", "12% of the 15 ",
    "2013-", "total of 5, including 3 men and 2 women; ", "- 5 ", "half of them ", "rose from 5 to 6, ", "1/2 ", "Article 5, ", "in 2013, ", "aged 5 to 7, ",
    "12 (5 men and 7 women), ", "men: 5; women: 6; ", "A/1.", "(5) of which (3) ", "of these, 5 ", "a total of 12 ",
)  # fmt: skip
QUIET = ("(", '"', "a@", "; ", "%", "www.", "'", "é", "• ", "[", "\u00a0")
PROSE = (
    "In 2023 the delegation visited 14 places of detention and spoke with 212 persons, of whom 180 were men and 32 were "
    "women; the authorities had announced at least 20 visits, about a third of which took place in the capital, under "
    "article 12 of the Act, and said that the rest would follow within the year. "
)


@dataclass(frozen=True)
class Growing:
    """A document of any length."""

    suffix: str
    piece: Callable[[int], str]
    start: str = ""
    end: str = ""
    made: Callable[[str], bytes] = str.encode
    """Makes the file of the text."""
    most: int = 1_000_000
    """Bytes of text up to which the limits let it be."""

    def of(self, length: int) -> bytes:
        """Return the document whose text has about so many bytes."""
        out, have, number = [self.start], len(self.start) + len(self.end), 0
        while have < length:
            piece = self.piece(number)
            out.append(piece)
            have += len(piece.encode())
            number += 1
        return self.made("".join([*out, self.end]))


def same(text: str, suffix: str = "txt", start: str = "", end: str = "", **named: object) -> Growing:
    """Return what says one text again and again."""
    return Growing(suffix, lambda _: text, start, end, **named)  # type: ignore[arg-type]


def of_word(body: str) -> bytes:
    return word({"word/document.xml": xml(body)})


def of_sheet(rows: str) -> bytes:
    return workbook({"xl/worksheets/sheet1.xml": sheet(rows)})


def of_pdf(content: str) -> bytes:
    return pdf(page(stream("", content.encode())))


def of_notes(body: str) -> bytes:
    """Make a Word document whose paragraph has as many notes as the text has marks."""
    count = body.count("footnoteReference")
    notes = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:t>Of 9 men {n}.</w:t></w:r></w:p></w:footnote>' for n in range(count)
    )
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return word({
        "word/document.xml": xml(body),
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{name}">{notes}</w:footnotes>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="r0" Type="{relation}" Target="footnotes.xml"/></Relationships>',
    })  # fmt: skip


def of_binary_sheet(rows: str) -> bytes:
    return xlsb({"a": [list(row.split(",")) for row in rows.splitlines()]})


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def numbers(n: int, count: int = 6) -> str:
    """Return figures that look like those of a table, the last the sum of the others."""
    parts = [(7 * n + 13 * k) % 97 for k in range(count - 1)]
    return ",".join(map(str, [*parts, sum(parts)]))


def cells(n: int) -> list[str]:
    return [f"Place {n}", *numbers(n).split(",")]


HEAD = ["Place", "A", "B", "C", "D", "E", "Total"]
LISTS: dict[str, Growing] = {
    "items of a list": Growing(
        "txt", lambda n: f"- {n % 90 + 3} persons were held in place {n}\n", "The following:\n\n"
    ),
    "items that add up": Growing("md", lambda n: f"* {n % 9 + 1} men\n", "There were 500 persons:\n\n"),
    "items in letters": Growing(
        "txt", lambda n: f"({chr(97 + n % 26)}) {n % 90} persons in year {n};\n\n", "As follows:\n\n"
    ),
    "numbered paragraphs": Growing(
        "txt", lambda n: f"{n + 1}. Of {n % 50 + 9} persons, 5 were men and 4 were women.\n\n"
    ),
    "sub-items": Growing("txt", lambda n: f"{n + 1}. There were 9 persons:\n\n(a) 5 men;\n\n(b) 4 women.\n\n"),
    "items of several numbers, nested": Growing(
        "md",
        lambda n: f"{'  ' * (n % 3 > 0)}- {n % 7 + 2} members (3 of them new) met 4 times in 5 towns\n",
        "Work:\n\n",
    ),
    "an item a line, nested": Growing("md", lambda n: f"{'  ' * (n % 6)}- {n % 40} persons\n"),
    "HTML list": Growing(
        "html", lambda n: f"<li>{n % 90} persons in place {n}", "<html><body><p>Of 99 persons:<ul>", "</ul>"
    ),
    "HTML lists side by side": Growing(
        "html", lambda n: f"<ul><li>{n % 9} men<li>5 women</ul>", "<html><body><p>9 persons:"
    ),
    "HTML lists in lists": Growing("html", lambda n: f"<ul><li>{n} men<ul><li>3 boys</ul></ul>", "<html><body>"),
    "HTML paragraphs": Growing(
        "html", lambda n: f"<p>Of {n % 50 + 9} persons, 5 were men and 4 were women.", "<html><body>"
    ),
    "HTML definitions": Growing("html", lambda n: f"<dt>Men {n}<dd>{n % 77}", "<html><body><dl>", "</dl>"),
    "headings": Growing("md", lambda n: f"# Part {n}\n\n9 persons.\n\n"),
    "levels of headings": Growing("md", lambda n: f"{'#' * (n % 6 + 1)} Part {n}\n\nOf 9 persons 5 were men.\n\n"),
}
TABLES: dict[str, Growing] = {
    "equal rows": same("total,1,2,3\n", "csv", "a,b,c,d\n"),
    "rows of ones": same("1,1,1,1,1,1,6\n", "csv"),
    "rows that add up": Growing("csv", lambda n: ",".join(cells(n)) + "\n", ",".join(HEAD) + "\n"),
    "rows with subtotals": Growing("csv", lambda n: ("Total" if n % 5 == 4 else f"Place {n}") + f",{n % 97},{n % 89}\n", "P,A,B\n"),
    "columns": Growing("csv", lambda n: f"{n % 97},", "h," * 3 + "\n1,2,3\n"),
    "equal tab lines": same("total\t1\t2\t3\n"),
    "small tables": Growing("md", lambda n: f"| a | b |\n| --- | --- |\n| x | {n % 90} |\n| Total | {n % 90} |\n\n"),
    "rows of a Markdown table": Growing("md", lambda n: f"| {' | '.join(cells(n))} |\n",
                                        f"| {' | '.join(HEAD)} |\n|{' --- |' * 7}\n"),
    "rows of an HTML table": Growing("html", lambda n: f"<tr><td>{'<td>'.join(cells(n))}", "<html><table>", "</table>"),
    "small HTML tables": Growing("html", lambda n: f"<table><tr><td>a<td>{n % 9}<tr><td>Total<td>{n % 9}</table>", "<html>"),
    "HTML tables in tables": Growing("html", lambda _: "<table><tr><td>7</table>", "<html><table><tr><td>", "</table>"),
    "columns of a text": Growing("txt", lambda n: f"{f'Place {n}':<16}{n % 97:>6}{n % 89:>6}{n % 97 + n % 89:>7}\n"),
    "rows of a sheet": Growing("xlsx", lambda n: f'<row r="{n + 1}"><c t="str" r="A{n + 1}"><v>P{n}</v></c><c r="B{n + 1}"><v>{n % 97}</v></c></row>',
                               made=of_sheet),
    "rows of a Word table": Growing("docx", lambda n: "<w:tr>" + "".join(f"<w:tc><w:p>{run(c)}</w:p></w:tc>" for c in cells(n)) + "</w:tr>",
                                    "<w:tbl>", "</w:tbl>", of_word),
    "rows of a binary sheet": Growing("xlsb", lambda n: ",".join(cells(n)) + "\n", made=of_binary_sheet),
    "rows of a rich text table": Growing("rtf", lambda n: r"\trowd" + "".join(rf"\cellx{1000 * k + 1000}" for k in range(7)) + r"\pard\intbl " + "".join(rf"{{{c}\cell}}" for c in cells(n)) + r"\row" + "\n",
                                         r"{\rtf1\ansi ", "}"),
    "rows of an OpenDocument table": Growing("ods", lambda n: "<table:table-row>" + "".join(f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in cells(n)) + "</table:table-row>",
                                             '<table:table table:name="a">', "</table:table>", lambda s: opened(s, kind="spreadsheet")),
}  # fmt: skip
PARAGRAPHS: dict[str, Growing] = {
    "two figures and one": same("30, 10 and 20; "),
    "one-digit numbers": same("1 "),
    "breakdowns of different numbers": Growing("txt", lambda n: f"{n + 9} persons, of whom {n} were men and 9 women; "),
    "series": Growing("txt", lambda n: f"{n % 90 + 5} in {1900 + n % 120}, "),
    "shares": Growing("txt", lambda n: f"{n % 100} per cent, "),
    "ranges": Growing("txt", lambda n: f"from {n} to {n + 5}, "),
    "sentences": same(PROSE),
    "lines": same("Of 12 persons, 7 were men and 5 were women.\n"),
    "paragraphs": same(PROSE + "\n\n"),
    "paragraphs in another language": same("Sur 12 personnes, 7 étaient des hommes et 5 des femmes.\n\n"),
    "words in capitals": same("COMMITTEE AGAINST TORTURE "),
    "dates": Growing("txt", lambda n: f"on {n % 28 + 1} May {1950 + n % 70}, "),
    "numbers of articles": Growing("txt", lambda n: f"articles {n}, {n + 1} and {n + 2} of Act No. {n}/19, "),
    "number words": same("two hundred and thirty-one thousand "),
    "sentences that refer back": same("There were 12. Of these, 5 were men. The remaining 7 were women. "),
    "sentences that cite a table": same("As table 1 shows, 12 persons were held. "),
    "runs of a Word paragraph": Growing("docx", lambda n: run(f"{n % 9} men, "), "<w:p>", "</w:p>", of_word),
    "Word paragraphs": Growing("docx", lambda n: f"<w:p>{run(f'Of {n} persons, 5 were men.')}</w:p>", made=of_word),
    "Word notes": Growing("docx", lambda n: f'<w:p>{run("9 men")}<w:r><w:footnoteReference w:id="{n}"/></w:r></w:p>', made=of_notes),
    "notes of a text": Growing("md", lambda n: f"There were {n} men.[^{n}]\n\n[^{n}]: Of whom 3 saw it.\n\n"),
    "notes of a page": Growing("html", lambda n: f"<p>9 men.<sup>{n}</sup><p><sup>{n}</sup> See above.", "<html>"),
    "one note again and again": same("<p>45 men.<sup>1</sup><p><sup>1</sup> See above.", "html", "<html>"),
    "rich text paragraphs": Growing("rtf", lambda n: rf"\pard {n}. Of 12 persons 7 were men.\par" + "\n", r"{\rtf1\ansi ", "}"),
    "OpenDocument paragraphs": same("<text:p>1. Of 12 persons 7 were men.</text:p>", "odt", made=opened),
    "text objects of a PDF": Growing("pdf", lambda n: f"BT /F 9 Tf {n % 60 * 9 + 30} {780 - n // 60 % 75 * 10} Td ({n % 9}) Tj ET\n",
                                     made=of_pdf),
    "lines of a PDF": Growing("pdf", lambda n: f"BT /F 9 Tf 40 {780 - n % 75 * 10} Td (Of {n % 90} persons 7 were men.) Tj ET\n",
                              made=of_pdf),
    "letters of a PDF, one by one": Growing("pdf", lambda n: f"BT /F 9 Tf {n % 100 * 5 + 30} {780 - n // 100 % 75 * 10} Td ({chr(97 + n % 26)}) Tj ET\n",
                                            made=of_pdf),
}  # fmt: skip


def _slug(text: str) -> str:
    return text.strip() or repr(text)


GROWING: dict[str, Growing] = {
    **LISTS,
    **TABLES,
    **PARAGRAPHS,
    **{f"“{_slug(unit)}”": same(unit, start="Of ") for unit in (*UNITS, *QUIET)},
    "nested elements": same("<b>", "html", "<html>12 <p>", most=300),
    "attributes": Growing("html", lambda n: f"<p a{n}=1>1", "<html>"),
    "ends of elements": same("</div></p></b>", "html", "<html>", "<p>12 persons"),
    "angles": same("<", "html", "<html><p>12 persons"),
    "ampersands": same("&", "html", "<html><p>12 persons"),
    "quotes": same("<p ='\"", "html", "<html><p>12 persons"),
    "links to oneself": Growing("html", lambda n: f"<p id=n{n}>12 <a href='#n{n}'>1</a>", "<html>"),
    "open links": same("<a href='#x'>", "html", "<html>12 "),
    "cells that span": same("<tr><td rowspan=2 colspan=3>1<td>2", "html", "<html><table>", "</table>"),
}
"""Every kind of growth that is tried: those of the other tests of this folder included."""
