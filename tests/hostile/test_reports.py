"""Reports on a document whose words are commands: for a terminal, for a browser, for whoever reads the file."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from auditor.cli import run
from auditor.report.emitters import EMITTERS

ESCAPES = (
    "\x1b[2J\x1b]0;title\x07\x1b]8;;http://127.0.0.1:9/\x07link\x1b]8;;\x07\x9b31m\x1bP+q\x1b\\\x1b[8m\r\x08\x07\x00"
)
MARKUP = (
    "<script>alert(1)</script><img src=x onerror=alert(1)><a href=javascript:alert(1) onclick=x()>a</a>"
    "<style>*{display:none}</style></p></td></table><svg onload=alert(1)><iframe srcdoc='<script>x</script>'>"
    "<!-- --><![CDATA[ ]]>&lt;script&gt;{{7*7}}{%x%}${7*7}`id`$(id)"
)
TURNED = "\u202e896,1\u202c \u2067abc\u2069 \u200b \ufeff"
COMMANDS = "::error file=a::b%0A::set-output name=a::b\n##[command]x ]]> "
TOTAL = "a total of 10 persons, including 4 men and 5 women, were held"
EVERY = {"escapes": ESCAPES, "markup": MARKUP, "turned": TURNED, "commands": COMMANDS}
ACTED_ON = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(params=EVERY)
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    words = EVERY[request.param]
    flat = " ".join(words.split("\n"))
    (tmp_path / "report.txt").write_text(
        f"{flat}\n\n1. {flat} In {flat} {TOTAL} {flat} in 2023{flat}.\n\n2. {words} 12 {words} {words} 13.\n",
        encoding="utf-8", newline="",
    )  # fmt: skip
    return tmp_path


@pytest.mark.parametrize("form", EMITTERS)
def test_no_form_has_what_a_terminal_acts_on(place: Path, form: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "report.txt", "--verbose", "--fail-on", "never", "--format", form]) == 0
    out, err = capfd.readouterr()
    for text in (out.removeprefix("\ufeff").replace("\r\n", "\n"), err):
        assert ACTED_ON.findall(text) == []
        assert "\\u001b" not in text
        assert "\\u202e" not in text
    for file in place.glob("reports/*"):
        assert ACTED_ON.findall(file.read_text(encoding="utf-8")) == []


def test_nothing_of_the_document_is_markup_of_the_page(place: Path) -> None:
    assert run(["audit", "report.txt", "--verbose", "--fail-on", "never", "--quiet"]) == 0
    text = (place / "reports" / "report.html").read_text(encoding="utf-8")
    root = etree.fromstring(text, etree.HTMLParser())
    own = etree.fromstring(calm(place), etree.HTMLParser())
    for tag in ("script", "style", "iframe", "img", "object", "embed", "base", "link", "meta"):
        assert [e.text for e in root.iter(tag)] == [e.text for e in own.iter(tag)], tag
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            assert not str(name).startswith("on")
            assert not re.match(r"\s*(?:javascript|data|vbscript|https?|file):", str(value), re.IGNORECASE)
        assert element.tag not in ("iframe", "object", "embed", "base")
    policy = next(str(m.get("content")) for m in root.iter("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy


def calm(place: Path) -> str:
    """Give the page on a document that says the same in calm words."""
    (place / "calm").mkdir()
    (place / "calm" / "report.txt").write_text(f"Calm\n\n1. In calm {TOTAL} in 2023.\n\n2. 12 and 13.\n")
    assert run(["audit", "calm/report.txt", "--verbose", "--fail-on", "never", "--quiet", "--output", "calm/out"]) == 0
    return (place / "calm" / "out" / "report.html").read_text(encoding="utf-8")


def test_nothing_of_the_document_is_markup_in_markdown(place: Path) -> None:
    assert run(["audit", "report.txt", "--verbose", "--fail-on", "never", "--quiet"]) == 0
    text = (place / "reports" / "report.md").read_text(encoding="utf-8")
    for tag in ("<script", "<img", "<iframe", "<svg", "<style", "</table", "](javascript"):
        assert re.search(rf"(?<!\\){re.escape(tag)}", text) is None


def test_the_forms_for_machines_can_be_read(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found: dict[str, Any] = {}
    for form in ("json", "sarif", "junit", "github"):
        assert run(["audit", "report.txt", "--no-files", "--quiet", "--fail-on", "never", "--format", form]) == 0
        found[form] = capfd.readouterr().out
    assert json.loads(found["json"])["findings"]
    assert json.loads(found["sarif"])["runs"]
    assert etree.fromstring(found["junit"].encode(), etree.XMLParser(resolve_entities=False)).tag == "testsuites"
    assert all(row.startswith(("::error", "::warning", "::notice")) for row in found["github"].splitlines())
    assert len(found["github"].splitlines()) == len(json.loads(found["json"])["findings"])


def test_the_name_of_a_file_commands_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    name = "\x1b[31m<script>x<\u202e.txt"
    (tmp_path / name).write_text(f"1. In all, {TOTAL}.\n", encoding="utf-8")
    (tmp_path / "\x1b[2J.pdf").write_bytes(b"%PDF-1.7")
    run(["audit", name, "\x1b[2J.pdf", "gone\x1b[2J.txt"])
    out, err = capfd.readouterr()
    assert ACTED_ON.findall(out + err) == []
    for file in (tmp_path / "reports").iterdir():
        assert ACTED_ON.findall(file.name) == []
        assert "<script>x" not in file.read_text(encoding="utf-8").lower()
