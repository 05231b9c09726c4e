import pytest

from auditor.report.content import Aside, Bar, BarSegment, Card, Hint, Piece, Quote, Report, ReportRow, Tally, Unchecked

HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> [link](javascript:alert(1)) | pipe ` tick **bold** _it_ "
    "![i](http://evil.example/x.png) http://evil.example www.evil.example a@evil.example # h &lt; {{ 7*7 }} {% raw %}"
)


def make_report(text: str = HOSTILE) -> Report:
    """A report in which every text of the document is `text`."""
    card = Card(
        anchor="finding-1", rule="TOT001", name="parts-do-not-sum-to-total", title="Parts do not sum to total",
        severity="warning", where="paragraph 55", message=f"The parts add up to 293. {text}",
        equation="127 + 166 = 293, stated 602, short by 309", hedge=f"at least {text}",
        quotes=(
            Quote("paragraph 55", (Piece(f"{text} "), Piece(text, "part"), Piece(" of "), Piece("602", "whole"))),
            Quote("paragraph 56", (Piece(text, "part"),), primary=False),
        ),
        hints=(Hint("paragraph 55", text, "293", "two digits swapped"),), why="A reader adds the parts.",
        fingerprint="0123456789abcdef",
        bar=Bar(f"602 stated: {text}", 100.0, (
            BarSegment(text, 21.1, "part"), BarSegment("166", 27.6, "part", odd=True),
            BarSegment("309 not accounted for", 51.3, "gap"),
        )),
    )  # fmt: skip
    row = ReportRow("r1", "total", "fails", "paragraph 55", f"127 + 166 = {text}", "+309", "", text, "")
    other = ReportRow("r2", "subset", "holds", "paragraph 55", "120 of 602", "", "482", text, text)
    return Report(
        name="submission.md", title=text, language="en", sha256="ab" * 32,
        tally=Tally(figures=4, relations=2, holds=1, fails=1, warnings=1), cards=(card,), rows=(row, other),
        unchecked=(Unchecked("AZE001", "released-is-taken-less-killed", text),),
        asides=(Aside("year", ((text, "paragraph 1"), ("2024", "paragraph 2"))),), warnings=(text,), version="0.1.0",
    )  # fmt: skip


@pytest.fixture
def hostile() -> Report:
    return make_report()


@pytest.fixture
def calm() -> Report:
    return make_report("calm words")
