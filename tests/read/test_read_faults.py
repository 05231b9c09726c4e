"""A fault anywhere in a reader loses the unit that it was reading, not the document, and the document says so.

Each case makes a function of `auditor.read` fail at one of its calls, whichever that is. A few calls each time; all of
them with AUDITOR_FUZZ=long.
"""

from __future__ import annotations

import os
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from types import FrameType
from typing import Any

import openpyxl
import pytest
from draft_docx import docx_of
from draft_html import html_of
from drafts import Box, Chart, Draft, Grid, Heading, Note, Para, Slot
from pdf_maker import Page, written
from xlsb_maker import xlsb

import auditor.read
from auditor.model.document import Document
from auditor.read import Unreadable, read_document
from auditor.runtime import left_out

LONG = os.environ.get("AUDITOR_FUZZ") == "long"
READERS = str(Path(auditor.read.__file__).parent)
TRIED = 10_000 if LONG else 24
"""Calls of each format that fail, one at a time."""
APART = {"undo", "refining", "cutting", "mark", "where", "_named", "_unit", "abandon", "drop", "read_apart"}
"""What names units and puts back what they changed: a fault there is none of a reader."""
SPINE = {
    *("read_document", "_read", "_check_size", "_check_area", "assemble", "_finished", "in_languages", "read_here"),
    *("in_time", "pick", "fits", "refusal"),  # of every document
    *("decode", "_decode", "unusual", "is_certain", "with_mark", "_is_text"),  # of every text
    *("read_delimited", "_lines", "counted", "_cells"),  # of delimited ones
    *("read_text", "read_markdown", "split_lines", "front_matter", "_blocks", "blocks_of_lines", "_pieces", "_chunks"),
    *("_is_foot_rule", "value", "_survey"),  # of lines, while they are parted
    *("read_html", "_decoded", "_parsed", "check_parsed", "_walk"),
    *("read_docx", "blocks_in", "local", "relations", "xml", "leave_notes", "read_xlsx", "_checked", "_parts"),
    *("read", "_is_xml"),  # of the parts of an archive that name the others
}
"""The functions that a document cannot do without: by a fault in one of them it is refused, as by one in `sniff`."""
OLD_WORKBOOK = (Path(__file__).parent / "fixtures/tables-office.xls").read_bytes()
TABLE = [["Place", "Men", "Women"], ["Aville", "101", "102"], ["Bville", "103", "104"], ["Total", "204", "206"]]
SECOND = [["Year", "Held", "Freed"], ["Xyear", "301", "302"], ["Yyear", "303", "304"], ["Total", "604", "606"]]


class FaultError(Exception):
    """What no reader expects."""


def grid(rows: list[list[str]], caption: str) -> Grid:
    return Grid(caption, tuple(tuple(Slot(text) for text in row) for row in rows))


DRAFT = Draft(
    "Report of the bureau on places of detention",
    [
        Heading("First findings"),
        Para(
            ("A total of 401 persons were held in the north during the year.", Note("Of them 501 were seen twice.")), 1
        ),
        Para(
            ("A total of 402 persons were held in the south during the year.", Note("Of them 502 were seen once.")), 2
        ),
        grid(TABLE, "Table 1. Places"),
        Para(("A total of 403 persons were held in the east during the year.",), 3),
        Box("In the box are 404 persons who were held in the west."),
        Chart("Held by month", ("Jan", "Feb"), (("Held", (601, 602)),)),
        Heading("Second findings"),
        grid(SECOND, "Table 2. Years"),
        Para(("A total of 405 persons were held abroad during the year.",), 4),
    ],
)


def text_of(*, marked_up: bool) -> bytes:
    def table(rows: list[list[str]]) -> list[str]:
        if marked_up:
            return [f"| {' | '.join(row)} |" for row in (rows[0], ["---"] * 3, *rows[1:])]
        return ["".join(cell.ljust(16) for cell in row).rstrip() for row in rows]

    lines = [f"{'# ' * marked_up}{DRAFT.title}", ""]
    notes = []
    for part in DRAFT.parts:
        if isinstance(part, Heading):
            lines += [f"{'## ' * marked_up}{part.text}", ""]
        elif isinstance(part, Para):
            mark = ""
            for piece in part.pieces:
                if isinstance(piece, Note):
                    notes.append(piece.text)
                    mark = f"[^{len(notes)}]" if marked_up else ""
            lines += [f"{part.number}. {part.pieces[0]}{mark}", ""]
        elif isinstance(part, Box):
            lines += [part.text, ""]
        elif isinstance(part, Grid):
            lines += [part.caption, "", *table([[slot.text for slot in row] for row in part.rows]), ""]
    for number, text in enumerate(notes, 1):
        lines += [f"[^{number}]: {text}" if marked_up else text, ""]
    return "\n".join(lines).encode()


def pdf() -> bytes:
    pages = []
    for number, (rows, ruled) in enumerate(((TABLE, True), (SECOND, False), (TABLE, True))):
        page = Page()
        first = f"{2 * number + 1}. A total of {401 + number} persons were held in the north of the land"
        y = page.lines(60, 780, [first, "during the year, as the bureau has said."])
        y = page.table(60, y - 20, rows, ruled=ruled)
        page.lines(
            60, y - 30, [f"{2 * number + 2}. A total of {501 + number} persons were held in the south of the land."]
        )
        page.lines(60, 60, [f"{number + 1} Of them {601 + number} were seen twice by the delegation."], 8)
        pages.append(page)
    return written(pages)


def workbook() -> bytes:
    book, out = openpyxl.Workbook(), BytesIO()
    for name, rows in (("First", TABLE), ("Second", SECOND), ("Third", TABLE)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([int(cell) if cell.isdecimal() else cell for cell in row])
    book.remove(book.worksheets[0])
    book.save(out)
    return out.getvalue()


MADE: dict[str, Callable[[], bytes]] = {
    "txt": lambda: text_of(marked_up=False),
    "md": lambda: text_of(marked_up=True),
    "html": lambda: html_of(DRAFT).encode(),
    "csv": lambda: "\n".join(",".join(row) for row in TABLE + SECOND).encode(),
    "docx": lambda: docx_of(DRAFT),
    "xlsx": workbook,
    "pdf": pdf,
}
"""Content of each format, with numbers of three digits each in a unit."""


@contextmanager
def failing(at: int, error: BaseException | None = None) -> Iterator[list[str]]:
    """Have the `at`-th call of a function of the readers fail; gives where that was, or the number of calls."""
    where: list[str] = []
    count = 0

    def hook(frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal count
        if event != "call" or not frame.f_code.co_filename.startswith(READERS):
            return
        if frame.f_code.co_name in APART or frame.f_code.co_name.startswith(("<", "__")):
            return
        count += 1
        if count == at:
            where.append(f"{Path(frame.f_code.co_filename).stem}.{frame.f_code.co_name}")
            sys.setprofile(None)
            raise error or FaultError

    sys.setprofile(hook)
    try:
        yield where
    finally:
        sys.setprofile(None)
        where.append(str(count))


def read(form: str, data: bytes) -> Document:
    return read_document("-", data=data, name=f"x.{form}", language="en")


def numbers(document: Document) -> set[str]:
    """The numbers of three digits in all its texts."""
    texts = [p.text for p in document.paragraphs] + [c.text for t in document.tables for c in t.cells]
    return set(re.findall(r"(?<!\d)\d{3}(?!\d)", "\n".join(texts)))


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditor.read, "read_apart", auditor.read.read_here)


@pytest.mark.parametrize("form", MADE)
def test_a_fault_loses_what_was_being_read_alone_and_is_said(form: str) -> None:
    data = MADE[form]()
    whole = read(form, data)
    assert not whole.warnings
    with failing(0) as calls:
        read(form, data)
    count = int(calls[-1])
    most = {"pdf": 9, "xlsx": 6}.get(form, 6)  # numbers on a page, in a table
    lost_something = refused = 0
    tried = TRIED if count > 1_000 else count  # of few calls, each
    for at in range(1, count + 1, max(1, count // tried)):
        try:
            with failing(at) as where:
                found = read(form, data)
        except (FaultError, Unreadable):
            found = None
        if found is None:
            # of a single table, nothing is left
            room, name = where[0].rsplit(".", 1)
            assert form == "csv" or room == "sniff" or name in SPINE, f"{where[0]} loses the document"
            refused += 1
            continue
        lost = numbers(whole) - numbers(found)
        assert len(lost) <= most, f"{where[0]} loses more than its part: {sorted(lost)}"
        assert found.warnings, f"{where[0]} is silent"
        lost_something += bool(lost)
    assert lost_something
    assert refused * 2 < tried


def test_what_refuses_the_document_is_not_taken_for_a_fault_of_a_part() -> None:
    data = MADE["md"]()
    with failing(0) as calls:
        read("md", data)
    for at in range(1, int(calls[-1]), max(1, int(calls[-1]) // 12)):
        for error in (Unreadable("x.md", "it asks for too much", "simplify it"), MemoryError(), KeyboardInterrupt()):
            with pytest.raises((Unreadable, MemoryError, KeyboardInterrupt)), failing(at, error):
                read("md", data)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (
            "html",
            "<p>Cases rose to 45 in June.<sup>1</sup></p><p><sup>1</sup> See above.</p><p><sup>1</sup> See below.</p>",
        ),
        ("html", "<p>Cases rose to 45.<sup>1</sup></p><p>[1] See above.</p><p>[1] See below.</p>"),
        ("txt", "Cases rose to 45 in June.\u00b9\n\n\u00b9 See above.\n\n\u00b9 See below.\n"),
        ("md", "Cases rose to 45 in June.[^1]\n\n[^1]: See above.\n\n[^1]: See below.\n"),
    ],
)
def test_a_note_mark_that_stands_twice_keeps_both_notes(form: str, text: str) -> None:
    found = read(form, text.encode())
    assert "45" in found.paragraphs[0].text
    texts = " ".join(paragraph.text for paragraph in found.paragraphs)
    assert "See above." in texts
    assert "See below." in texts
    assert not found.warnings


def test_a_broken_part_of_a_word_document_costs_that_part() -> None:
    whole = docx_of(DRAFT)
    parts = {"word/footnotes.xml", "word/numbering.xml", "word/styles.xml"}
    for part in parts & set(zipfile.ZipFile(BytesIO(whole)).namelist()):
        out = BytesIO()
        with zipfile.ZipFile(BytesIO(whole)) as source, zipfile.ZipFile(out, "w") as target:
            for name in source.namelist():
                content = source.read(name)
                target.writestr(name, content[: len(content) // 2] if name == part else content)
        found = read("docx", out.getvalue())
        assert {"401", "405", "304"} <= numbers(found), part
        assert any("could not be read and was left out" in line for line in found.warnings), part


def test_very_many_faults_are_said_in_few_lines() -> None:
    with left_out.gathering() as said:
        for number in range(1000):
            with left_out.unit(f"note {number}"):
                raise FaultError
    assert len(said()) == 21
    assert said()[0].startswith("note 0 could not be read and was left out (FaultError")
    assert said()[-1] == "980 more parts could not be read and were left out"


def with_half_of(sheet: str, whole: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(whole)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, data[: len(data) // 2] if name.endswith(sheet) else data)
    return out.getvalue()


def test_a_broken_sheet_of_a_binary_workbook_costs_that_sheet() -> None:
    whole = xlsb({"a": [["Place", "A"], ["x", 5.0], ["y", 7.0]], "b": [["q", 1.0]]})
    document = read_document("-", data=with_half_of("sheet2.bin", whole), name="a.xlsb", language="en")
    assert [table.caption for table in document.tables] == ["a"]
    assert document.warnings == ("sheet 'b' could not be read and was left out (it is broken)",)
    alone = with_half_of("sheet1.bin", xlsb({"a": [["Place", "A"], ["x", 5.0]]}))
    with pytest.raises(Unreadable, match="the workbook is broken"):
        read_document("-", data=alone, name="a.xlsb", language="en")


def test_a_broken_sheet_of_an_old_workbook_costs_that_sheet() -> None:
    begin = bytes.fromhex("0908100000061000")  # the record that begins a sheet
    second = OLD_WORKBOOK.index(begin, OLD_WORKBOOK.index(begin) + 1)
    whole = read("xls", OLD_WORKBOOK)
    document = read("xls", OLD_WORKBOOK[:second] + bytes(len(begin)) + OLD_WORKBOOK[second + len(begin) :])
    assert len(whole.tables) > 2
    assert [table.caption for table in document.tables] == [t.caption for t in whole.tables if t.caption != "Table 2"]
    assert {*document.warnings} - {*whole.warnings} == {
        "sheet 'Table 2' could not be read and was left out (it is broken)"
    }
    with pytest.raises(Unreadable, match="the workbook is broken"):
        read("xls", OLD_WORKBOOK.replace(begin, bytes(len(begin))))


def test_rich_text_that_is_cut_off_is_read_and_said() -> None:
    whole = rb"{\rtf1\ansi \pard 1. Of 12 persons 7 were men.\par \pard 2. There were 5 women.\par}"
    assert read_document("-", data=whole, name="a.rtf", language="en").warnings == ()
    cut = read_document("-", data=whole[:-12], name="a.rtf", language="en")
    assert cut.warnings == ("the file ends in the middle of its text: what came after is missing",)
    assert cut.paragraphs[0].text == "Of 12 persons 7 were men."
