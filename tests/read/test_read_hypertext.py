from __future__ import annotations

import time
from contextlib import suppress

import pytest

from auditor.model.document import Document
from auditor.read import Limits, Unreadable, read_document


def read(html: str | bytes, **options: object) -> Document:
    data = html.encode() if isinstance(html, str) else html
    limits = options.get("limits")
    return read_document("-", data=data, language="en", limits=limits if isinstance(limits, Limits) else None)


def body(html: str) -> list[tuple[str, str, str]]:
    document = read(f"<!DOCTYPE html><html><head><title>T 99</title></head><body>{html}</body></html>")
    return [(p.kind, p.label, p.text) for p in document.paragraphs]


@pytest.mark.parametrize(
    ("html", "want"),
    [
        ("<p>Of 12 persons\n  7 were <b>men</b>.</p>", [("paragraph", "p1", "Of 12 persons 7 were men.")]),
        (
            "<p>4. They may:</p><ul><li>be heard;<li><p>be told.</p></ul><p>5. The end is here.</p>",
            [("paragraph", "4", "They may:\n- be heard;\n- be told."), ("paragraph", "5", "The end is here.")],
        ),
        (
            '<ol start="7"><li>The first text of these.</li><li>The second text of these.</li></ol>',
            [("paragraph", "7", "The first text of these."), ("paragraph", "8", "The second text of these.")],
        ),
        ("<p>These are:</p><ol type=a><li>one<li>two</ol>", [("paragraph", "p1", "These are:\n- (a) one\n- (b) two")]),
        (
            "<h2>I. Head</h2><h3>A. Sub</h3><p>1. Words stand here.</p>",
            [("heading", "p1", "I. Head"), ("heading", "p2", "A. Sub"), ("paragraph", "1", "Words stand here.")],
        ),
        ("<p>Men: 12<br>Women: 13</p>", [("paragraph", "p1", "Men: 12\nWomen: 13")]),
        ("<p>1,204<sup>3</sup> men, 10<sup>6</sup> m<sup>2</sup></p>", [("paragraph", "p1", "1,204³ men, 10⁶ m²")]),
        (
            "<p>Text<script>alert(12)</script><style>p{x:1}</style><del>13</del> stays.</p><div hidden>14</div>",
            [("paragraph", "p1", "Text stays.")],
        ),
        (
            "Text stays.<div style='display: none'>15</div><nav>16</nav><svg><text>17</text></svg>",
            [("paragraph", "p1", "Text stays.")],
        ),
        ("<p>&lt;b&gt;12&lt;/b&gt; &amp;c.</p>", [("paragraph", "p1", "<b>12</b> &c.")]),
        ("<p>Prisons<p>Courts", [("paragraph", "p1", "Prisons"), ("paragraph", "p2", "Courts")]),
        (
            (
                "<style>.note, #x { top: 0 } /* .men */ .gone { display:none } @media print { .men { display: none } }"
                "</style><p>Of 12 persons <span class='men big'>7 were men</span>.</p><p class='a gone'>In all 99.</p>"
            ),
            [("paragraph", "p1", "Of 12 persons 7 were men.")],
        ),
        (
            (
                "<header>Of 1950</header><div role='dialog'>12 cookies</div><div><main><h1>Deaths</h1><header>In 2023"
                "</header><p>1. In 2023 there were 12 deaths, of which 7 were of men and 5 of women.</p></main>"
                "<aside>7 more</aside></div><footer>5 offices</footer>"
            ),
            [
                ("title", "p1", "Deaths"),
                ("title", "p2", "In 2023"),
                ("paragraph", "1", "In 2023 there were 12 deaths, of which 7 were of men and 5 of women."),
            ],
        ),
        (
            "<p>3. They were:</p><p>(a)&nbsp;&nbsp;&nbsp; 12 men;</p><p>(b)&nbsp;&nbsp; 4 women.</p><p>4. The end.</p>",
            [("paragraph", "3", "They were:\n- (a) 12 men;\n- (b) 4 women."), ("paragraph", "4", "The end.")],
        ),
        (
            "<div><div>7.</div><div>Of 12 persons 7 were men.</div></div><div><div>8.</div><div>None came.</div></div>",
            [("paragraph", "7", "Of 12 persons 7 were men."), ("paragraph", "8", "None came.")],
        ),
        (
            (
                "<ol type=I><li><p>Deaths</p></ol><ol type=A><li>In prisons</ol><p>1. There were 12.</p>"
                "<ol type=i><li>At home."
                "</ol>"
            ),
            [
                ("heading", "p1", "I. Deaths"),
                ("heading", "p2", "A. In prisons"),
                ("paragraph", "1", "There were 12.\n- (i) At home."),
            ],
        ),
        (
            "<dl><dt>Population</dt><dd>4,812</dd><dt>Women:</dt><dd>2,461</dd></dl>",
            [("paragraph", "p1", "Population: 4,812"), ("paragraph", "p2", "Women: 2,461")],
        ),
        (
            "<p>From 1,204<sup><a href='/notes'>[3]</a></sup> to 987<i style='vertical-align: super'>4, 5</i>.</p>",
            [("paragraph", "p1", "From 1,204³ to 987⁴ ⁵.")],
        ),
        (
            "<p>1. It fell to 987<sup>1</sup>.</p><p>2. It rose<sup>2</sup>.</p><ol><li>See below.<li>Or not.</ol>",
            [
                ("paragraph", "1", "It fell to 987."),
                ("paragraph", "2", "It rose."),
                ("note", "note 1", "See below."),
                ("note", "note 2", "Or not."),
            ],
        ),
        (
            '<p>1. Words<a href="#n" id="r"><sup>1</sup></a> stand.</p><p><a id="n" href="#r">1</a> See <i>it</i>.</p>',
            [("paragraph", "1", "Words stand."), ("note", "note 1", "See it.")],
        ),
    ],
)
def test_what_a_page_says(html: str, want: list[tuple[str, str, str]]) -> None:
    assert body(html) == want


def test_a_note_is_tied_to_its_mark() -> None:
    html = '<html><p>1. Words<a name="ref1" href="#ftn1">[1]</a> stand.<p><a name="ftn1" href="#ref1">[1]</a> It.'
    note = read(html).paragraphs[1]
    assert (note.text, note.label, note.anchor) == ("It.", "note 1", ("1", 5))


def test_tables_keep_spans_and_order() -> None:
    html = """<html><table><caption>Table 1. Persons</caption>
      <thead><tr><th rowspan=2>Place<th colspan=2>2019<tr><th>Men<th>Women</thead>
      <tfoot><tr><td>All<td>10<td>20</tfoot>
      <tbody><tr><td>&nbsp;&nbsp;Paris<td>4<td>5<tr><td>Lyon<td>6<sup>1</sup><td><b>15</b></tbody></table>"""
    (table,) = read(html).tables
    assert table.grid() == [
        ["Place", "2019", ""],
        ["", "Men", "Women"],
        ["Paris", "4", "5"],
        ["Lyon", "6¹", "15"],
        ["All", "10", "20"],
    ]
    assert {c.text: (c.rows, c.columns) for c in table.cells if c.rows + c.columns > 2} == {
        "Place": (2, 1),
        "2019": (1, 2),
    }
    assert table.caption == "Table 1. Persons"
    paris, last = (next(c for c in table.cells if c.text == text) for text in ("Paris", "15"))
    assert (paris.indent, paris.bold, last.bold) == (2, False, True)


def test_tables_that_lay_out_the_page_are_text() -> None:
    document = read(
        "<html><table><tr><td><p>1. Words stand here.</p></td></tr><tr><td>2. More stand here.</td></tr></table>"
    )
    assert document.tables == ()
    assert [p.label for p in document.paragraphs] == ["1", "2"]


def test_preformatted_text_is_read_as_plain_text() -> None:
    document = read(
        "<html><pre>The text was wrapped by its\nwriter at some width.\n\nMen    12\nWomen  13\nAll    25\n</pre>"
    )
    assert document.paragraphs[0].text == "The text was wrapped by its writer at some width."
    assert document.tables[0].grid()[2] == ["All", "25"]


@pytest.mark.parametrize(
    ("encoding", "meta"),
    [("utf-8", ""), ("utf-8", "utf-8"), ("cp1252", "iso-8859-1"), ("iso8859_15", "iso-8859-15"), ("utf-16", "")],
)
def test_encodings(encoding: str, meta: str) -> None:
    head = f'<meta charset="{meta}">' if meta else ""
    document = read(f"<html><head>{head}</head><p>Près de 12 détenus.</p></html>".encode(encoding))
    assert document.paragraphs[0].text == "Près de 12 détenus."


@pytest.mark.parametrize("element", ["div", "b", "ul><li", "table><tr><td", "span"])
def test_deep_nesting_is_refused(element: str) -> None:
    start = time.process_time()
    with pytest.raises(Unreadable, match="nested too deeply"):
        read("<html><body>" + f"<{element}>" * 100_000 + "12")
    assert time.process_time() - start < 5


def test_a_huge_span_is_cut_and_too_many_cells_are_refused() -> None:
    (table,) = read("<html><table><tr><td rowspan=0>a<td colspan=99999999>b<tr><td>c</table>").tables
    assert (table.rows, next(c.rows for c in table.cells if c.text == "a")) == (2, 2)
    assert table.columns <= 2_001
    with pytest.raises(Unreadable, match="more than 500 cells"):
        read("<html><table>" + "<tr><td>1<td>2</tr>" * 400 + "</table>", limits=Limits(cells=500))


@pytest.mark.timed
@pytest.mark.parametrize(
    "unit", ["<p>1.", "<br>", "<sup>1</sup>", "<a href='#x'>1</a>", "<li>", "&nbsp;", "<!--", "<table><tr>"]
)
def test_long_pages_take_linear_time(unit: str) -> None:
    html = "<html><p id=x>" + unit * (300_000 // len(unit))
    start = time.process_time()
    with suppress(Unreadable):
        read(html)
    assert time.process_time() - start < 10


def test_entities_are_not_expanded() -> None:
    document = read(
        '<!DOCTYPE html [<!ENTITY a "12"><!ENTITY x SYSTEM "file:///etc/passwd">]><html><p>Text &a; &x; here.'
    )
    said = " ".join(p.text for p in document.paragraphs)
    assert "root:" not in said
    assert "here." in said


def test_a_table_as_offices_publish_it() -> None:
    html = (
        "<table><caption>Table 1<br>Persons held</caption><thead><tr><th>Place<th>2022<th>2023</tr></thead><tfoot>"
        "<tr><td colspan=9>Source: registers of 2024.</td></tr></tfoot><tbody><tr><td>Coast<td>1,204<sup><a href=#n>a"
        "</a></sup><td>5<sup>2</sup></tr><tr hidden><td>Gone<td>1<td>1</tr><tr style='display:none'><td>Gone<td>1<td>1"
        "<tr><td>Hills<span style='display:none'> 7</span><td>3<td>4</tr></tbody></table>"
    )
    document = read(f"<!DOCTYPE html><html><body>{html}</body></html>")
    (table,) = document.tables
    assert table.grid() == [["Place", "2022", "2023"], ["Coast", "1,204a", "5²"], ["Hills", "3", "4"]]
    assert table.caption == "Table 1 Persons held"
    assert [p.text for p in document.paragraphs] == ["Source: registers of 2024."]


@pytest.mark.timed
@pytest.mark.parametrize("style", ["/*" * 200_000, "a" * 400_000, "{" * 400_000, "}" * 400_000, ".a{" * 100_000])
def test_a_style_of_any_shape_takes_no_long_time(style: str) -> None:
    start = time.process_time()
    assert body(f"<style>{style}</style><p>Of 12 persons 7 were men.</p>")
    assert time.process_time() - start < 5
