"""PDFs whose pages lead round in circles, that say more pages than there are, that are broken, or that want to run."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile_files import SAID, Part, page, pdf, stream

from auditor.model.document import Document

Tried = Callable[..., Document | str]
ROOT = "<< /Type /Catalog /Pages 2 0 R >>"
BROKEN: dict[str, tuple[bytes, str]] = {
    "pages in a ring": (pdf([ROOT, "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>"]), "none of its pages"),
    "pages in a longer ring": (
        pdf([ROOT, "<< /Type /Pages /Kids [3 0 R] /Count 9 >>", "<< /Type /Pages /Kids [2 0 R] /Count 9 >>"]), "of"
    ),
    "a page that is its own parent": (
        pdf([ROOT, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 3 0 R >>"]), "no text"
    ),
    "a billion pages": (
        pdf([ROOT, "<< /Type /Pages /Kids [] /Count 1000000000 >>"]), "broken"
    ),
    "more pages than people write": (
        pdf([ROOT, f"<< /Type /Pages /Kids [{'3 0 R ' * 6_000}] /Count 6000 >>", *page()[2:]]),
        "more than 5,000 pages: split it, or raise the limit: --limit pages=10000",
    ),
    "cut off": (pdf(page())[:-150], "broken"),
    "fewer pages than none": (pdf([ROOT, "<< /Type /Pages /Kids [] /Count -7 >>"]), ""),
    "a root that is itself": (pdf(["1 0 R"]), "broken"),
    "no objects": (pdf([]), "broken"),
    "nothing but a beginning": (b"%PDF-1.7", "broken"),
    "a length that is itself": (pdf([*page()[:4], "<< /Length 5 0 R >>\nstream\n\nendstream"]), "no text"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_what_has_no_pages_is_refused(tried: Tried, case: str) -> None:
    data, said = BROKEN[case]
    found = tried(data)
    assert isinstance(found, str)
    assert said in found


ESCAPED = "../../../../../../tmp/auditor-escaped"
SCRIPT = '<< /S /JavaScript /JS (this.submitForm("http://127.0.0.1:9/"); app.launchURL("http://127.0.0.1:9/")) >>'
FILES = f"/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F ({ESCAPED}) /EF << /F 6 0 R >> >>] >> >> "
READ: dict[str, bytes] = {
    "no table of places": pdf(page(), table=False),
    "a table of places that is elsewhere": pdf(page(), start=7),
    "a table of places far beyond the end": pdf(page(), start=999_999_999),
    "the last words cut off": pdf(page())[:-8],
    "a script": pdf(page(root=f"/OpenAction {SCRIPT} ", own=f"/AA << /O {SCRIPT} >>")),
    "a program to start": pdf(page(root="/OpenAction << /S /Launch /F (/bin/sh) >> ")),
    "a file in it": pdf(page(root=FILES, more=[stream("/Type /EmbeddedFile", b"99 persons")])),
    "a stream that unpacks a thousandfold": pdf(page(stream("", SAID + b" " * (32 << 20), packed=True))),
}  # fmt: skip


@pytest.mark.parametrize("case", READ)
def test_the_text_is_read_and_nothing_else_is_done(tried: Tried, case: str) -> None:
    found = tried(READ[case])
    assert isinstance(found, Document), found
    assert [p.text for p in found.paragraphs] == ["Of 12 persons 7 were men and 5 women."]
    assert not Path("/tmp/auditor-escaped").exists()  # noqa: S108 - where the file would go


def laughing(levels: int, *, ring: bool = False) -> bytes:
    """Make a PDF of forms each of which shows the next one twice: 2 ** levels in the end, or without end."""
    more: list[Part] = []
    kind = "/Type /XObject /Subtype /Form /BBox [0 0 600 800]"
    for level in range(levels):
        shown = 6 if ring else 7 + level
        more.append(stream(f"{kind} /Resources << /XObject << /X {shown} 0 R >> >>", b"/X Do /X Do"))
    more.append(stream(f"{kind} /Resources << /Font << /F 4 0 R >> >>", SAID))
    return pdf(page(stream("", SAID + b"/X Do"), more=more))


def read_after(tried: Tried) -> bool:
    """Say whether the next PDF is read as if nothing had been."""
    found = tried(pdf(page()))
    return isinstance(found, Document) and "12 persons" in found.paragraphs[0].text


def test_work_without_end_in_the_library_ends_with_the_time_of_the_document(tried: Tried) -> None:
    began = time.monotonic()
    found = tried(laughing(28), seconds=1)
    assert isinstance(found, str)
    assert "it takes more than 1 seconds" in found
    assert time.monotonic() - began < 3
    assert read_after(tried)


@pytest.mark.parametrize(
    "data",
    [laughing(1, ring=True), pdf(page(stream("", SAID + b" " * (1 << 30), packed=True)))],
    ids=["a form that shows itself", "a stream of a gigabyte"],
)
def test_what_fills_the_memory_is_refused(tried: Tried, data: bytes) -> None:
    found = tried(data)
    assert isinstance(found, str)
    assert "crash, or asks for too much memory" in found
    assert read_after(tried)


@pytest.mark.posix
def test_a_crash_of_the_library_is_one_line(tried: Tried, monkeypatch: pytest.MonkeyPatch) -> None:
    import os
    import signal

    from auditor.read import subprocess_reader

    assert read_after(tried)
    os.kill(subprocess_reader._child()._process.pid, signal.SIGSEGV)
    monkeypatch.setattr(subprocess_reader._Child, "alive", True)  # it is not noticed before it is asked
    found = tried(pdf(page()))
    assert isinstance(found, str)
    assert "crash" in found
    monkeypatch.undo()
    assert read_after(tried)
