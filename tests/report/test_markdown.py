import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from auditor.report.emitters.markdown import MARKER, escape, render
from auditor.report.safe_text import line

OWN_TAGS = set(
    "h1 h2 h3 p strong table thead tbody tr th td ul li blockquote code hr details summary".split()  # noqa: SIM905
)


def html_of(markdown: str) -> str:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown)


@given(st.text())
def test_escaped_text_renders_as_itself(text):
    text = line(text)
    rendered = MarkdownIt("commonmark").enable(["table", "strikethrough"]).renderInline(escape(text))
    assert "<" not in rendered
    assert _unescaped(rendered) == text


@pytest.mark.parametrize(
    "text", ["1. one", "- one", "+ one", "# one", "> one", "=== ", "---", "***", "    code", "~~~", "|a|"]
)
def test_no_block_opens(text):
    rendered = html_of(escape(line(text)))
    assert set(re.findall(r"<(\w+)", rendered)) == {"p"}


@pytest.mark.parametrize(
    "text", ["http://evil.example", "www.evil.example", "me@evil.example", "@someone", "#12", ":smile:"]
)
def test_github_makes_nothing_of_it(text):
    # GitHub links what looks like an address, a person or an issue, also outside Markdown's own syntax.
    assert re.search(r"\\[:.@#]", escape(text))


def test_markup_of_a_document_does_not_render(hostile):
    rendered = html_of(render(hostile))
    assert set(re.findall(r"<(\w+)", rendered)) <= OWN_TAGS
    assert "javascript:" not in re.sub(r">[^<]*<", "><", rendered)


def test_a_table_row_keeps_its_columns(hostile):
    rows = html_of(render(hostile)).split("<tbody>")[-1].split("</tbody>")[0].split("<tr>")[1:]
    assert [row.count("<td") for row in rows] == [6, 6]


def test_the_report_says_what_was_found(calm):
    text = render(calm)
    assert text.startswith(MARKER)
    assert "**1 of 2 relations that could be decided does not reconcile.**" in text
    assert "**127 + 166 = 293, stated 602, short by 309**" in text
    assert "**602**" in text
    assert text.count("not an accusation") == 1
    assert "two digits swapped" in text
    assert text.endswith("\n")


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


def test_of_very_many_relations_those_that_hold_are_counted(calm):
    holding = tuple(replace(calm.rows[1], id=f"r{n}") for n in range(3, 400))
    text = render(replace(calm, rows=(*calm.rows, *holding)))
    assert "398 more hold; the HTML report lists them." in text
    assert text.count("\n| paragraph 55 |") == 1
    assert len(text) < 65_536


def test_findings_are_counted_by_severity(calm):
    assert "does not reconcile.** 1 warning." in render(calm)
