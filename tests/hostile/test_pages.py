"""Web pages that would run, fetch, nest without end, or be read in another alphabet than they are written in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from auditor.model.document import Document

Tried = Callable[..., Document | str]


def text(found: Document | str) -> str:
    assert isinstance(found, Document), found
    return "\n".join([*(p.text for p in found.paragraphs), *(c.text for t in found.tables for c in t.cells)])


SCRIPTS = b"""<!DOCTYPE html><html><head><script src="http://127.0.0.1:9/a.js"></script>
<meta http-equiv="refresh" content="0; url=http://127.0.0.1:9/"><link rel="stylesheet" href="http://127.0.0.1:9/a.css">
<base href="http://127.0.0.1:9/"><style>p::after { content: "91" }</style></head>
<body onload="document.write('92 persons')"><p onclick="x(93)" style="background: url(http://127.0.0.1:9/94)">12 persons
<script>document.write("95 persons")</script><noscript>96</noscript><template>97</template>
<img src="http://127.0.0.1:9/" onerror="x(98)" alt="99"><iframe srcdoc="81 persons" src="file:///etc/passwd"></iframe>
<svg><script>82 persons</script><text>83</text></svg><object data="file:///etc/passwd">84</object>
<a href="javascript:x(85)">were seen</a><math><mtext>86</mtext></math><textarea>87</textarea></p></body></html>"""


def test_scripts_are_no_text_and_nothing_is_fetched(tried: Tried) -> None:
    assert text(tried(SCRIPTS)) == "12 persons were seen"


@pytest.mark.parametrize(
    "before",
    [
        b'<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><p>12 persons &a;',
        b'<?xml version="1.0"?><!DOCTYPE html SYSTEM "http://127.0.0.1:9/x.dtd"><html><p>12 persons &a;',
        b'<html xmlns:xi="http://www.w3.org/2001/XInclude"><p>12 persons &a;<xi:include href="file:///etc/passwd"/>',
    ],
)
def test_entities_of_a_page_stay_what_they_are(tried: Tried, before: bytes) -> None:
    found = text(tried(before))
    assert "12 persons &a;" in found
    assert "root:" not in found


@pytest.mark.parametrize(
    "element",
    ["div", "b", "span", "ul><li", "ol><li", "table><tr><td", "blockquote", "section", "font", "x-y", "svg><g"],
)
def test_a_hundred_thousand_levels_are_refused(tried: Tried, element: str) -> None:
    found = tried(b"<html>" + f"<{element}>".encode() * 100_000 + b"12 persons")
    assert isinstance(found, str)
    assert "nested too deeply (more than 256 levels)" in found
    assert "--limit depth=512" in found


def test_levels_are_counted_as_the_limit_says(tried: Tried) -> None:
    page = b"<html><body>" + b"<div>" * 300 + b"12 persons" + b"</div>" * 300
    assert text(tried(page, depth=302)) == "12 persons"
    assert "more than 301 levels" in str(tried(page, depth=301))
    assert "more than 9 levels" in str(tried(b"<html><body>" + b"<div>" * 8 + b"12 persons", depth=9))
    assert isinstance(tried(b"<html><body>" + b"<div>" * 100_000, depth=2_000), str)


WIDE: dict[str, tuple[bytes, bool]] = {
    "attributes": (b"<html><p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">12 persons", False),
    "attributes with the end of a tag in them": (
        b"<html><p " + b" ".join(b'a%d=">"' % n for n in range(100_000)) + b">12 persons", False
    ),
    "attributes without a blank": (b"<html><p " + b"".join(b'a%d="x"' % n for n in range(100_000)) + b">12", False),
    "slashes": (b"<html><p " + b"/".join(b"a%d" % n for n in range(100_000)) + b">12 persons", False),
    "a long attribute": (b"<html><p title='" + b"x" * 11_000_000 + b"'>12 persons", False),
    "spans": (b"<html><table>" + b"<tr><td rowspan=65000 colspan=1000>1<td>2" * 1_500 + b"</table>", False),
    "ends": (b"<html>" + b"</div></p></b>" * 100_000 + b"<p>12 persons", True),
    "angles": (b"<html><p>12 persons" + b"<" * 1_000_000, True),
    "ampersands": (b"<html><p>12 persons" + b"&" * 1_000_000, True),
    "quotes": (b"<html><p>12 persons" + b"<p ='\"" * 1_000, True),
    "links to oneself": (b"<html>" + b"".join(b"<p id=n%d>12 <a href='#n%d'>1</a>" % (n, n) for n in range(9_000)), True),  # noqa: E501
    "open links": (b"<html>12 " + b"<a href='#x'>" * 50_000, True),
    "tables side by side": (b"<html>12" + b"<table>" * 120 + b"<tr><td>1<td>2" * 10_000, True),
}  # fmt: skip


@pytest.mark.parametrize("case", WIDE)
def test_wide_pages_take_little_time(tried: Tried, case: str) -> None:
    data, readable = WIDE[case]
    found = tried(data)
    assert isinstance(found, Document) is readable, found


ACCENTS = "<p>12 persons: été, señal, 34 more.</p>"
ENCODED: dict[str, tuple[bytes, str]] = {
    "two encodings": (f"<html>{ACCENTS}".encode("cp1252") + ACCENTS.encode(), ""),
    "says utf-8, is latin": (f"<html><meta charset=utf-8>{ACCENTS}".encode("cp1252"), "12"),
    "says latin, is utf-8": (f"<html><meta charset=latin1>{ACCENTS}".encode(), "été, señal"),
    "says what would swallow it": (f"<html><meta charset=utf-16>{ACCENTS}".encode("cp1252"), "12"),
    "says utf-7": (f"<html><meta charset=utf-7>+ADw-script+AD4-{ACCENTS}".encode("cp1252"), "+ADw-script"),
    "says escapes": (f"<html><meta charset=unicode_escape>\\u0035{ACCENTS}".encode("cp1252"), "\\u0035"),
    "says what stands for no characters": (f"<html><meta charset=hex>{ACCENTS}".encode("cp1252"), "12"),
    "says names of hosts": (f"<html><meta charset=idna>{ACCENTS}".encode("cp1252"), "12"),
    "says names of hosts in letters": (f"<html><meta charset=punycode>{ACCENTS}".encode("cp1252"), "12"),
    "says what is undefined": (f"<html><meta charset=undefined>{ACCENTS}".encode("cp1252"), "12"),
    "says nonsense": (f"<html><meta charset=nonsense>{ACCENTS}".encode("cp1252"), "12"),
    "an accent before digits": ("<html><p>été12 persons, été34 more.".encode("cp1252"), "été12"),
    "two bytes a letter": (f"<html><meta charset=latin1>{ACCENTS}".encode("utf-16"), "été, señal"),
    "half a letter at the end": (f"<html>{ACCENTS}é".encode()[:-1], "été, señal"),
}  # fmt: skip


@pytest.mark.parametrize("case", ENCODED)
def test_numbers_are_read_whatever_the_encoding(tried: Tried, case: str) -> None:
    data, kept = ENCODED[case]
    found = text(tried(data))
    assert "12 persons" in found
    assert "34 more" in found
    assert kept in found
