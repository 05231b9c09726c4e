import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from auditor.pipeline import audit_document
from auditor.report.content import Report, Tally
from auditor.report.emitters import html
from auditor.report.emitters.html import MARKER, render
from auditor.report.page import room
from auditor.report.subject import Subject, TerminalStyle
from auditor.rulebook import load_rules


class Page(HTMLParser):
    """Collects the elements, attributes and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data):
        self.words.append(data)

    def values(self, name):
        return [value for _, attribute, value in self.attributes if attribute == name]


def test_markup_of_a_document_does_not_render(hostile):
    page = Page(render(hostile))
    assert not {"img", "iframe", "link", "object", "base"} & set(page.tags)
    assert page.tags["script"] == 1
    assert not [name for _, name, _ in page.attributes if name.startswith("on") or name == "style"]
    assert hostile.title in " ".join(" ".join(page.words).split())


def test_nothing_is_asked_of_the_network(calm):
    page = Page(render(calm))
    links = page.values("href") + page.values("src") + page.values("xlink:href") + page.values("action")
    assert links
    assert all(link.startswith("#") for link in links)
    assert "url(http" not in render(calm)
    assert "@import" not in render(calm)


def test_the_policy_lets_in_this_style_sheet_alone(calm):
    text = render(calm)
    policy = Page(text).values("content")[0]
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.split("; ")[0] == "default-src 'none'"
    assert f"style-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_the_page_is_one_that_a_screen_reader_can_follow(calm):
    text = render(calm)
    page = Page(text)
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert set(page.values("aria-labelledby")) <= set(ids)
    assert page.tags["h1"] == page.tags["main"] == page.tags["title"] == 1
    assert ("html", "lang", "en") in page.attributes
    assert all(page.values("aria-label"))
    assert page.tags["th"] == len(page.values("scope"))


def test_marker_tells_our_reports_from_others(calm):
    assert MARKER in render(calm)[:1000]


CHECKED = "Everything that could be checked reconciles: 1 relation."
NO_RELATION = "Nothing could be checked: no arithmetic relation was read between the figures."
UNDECIDED = "Nothing could be checked: none of 2 relations could be decided."
DIFFER = "2 of 2 relations that could be decided do not reconcile."
NOTES = "Nothing fails to reconcile; 1 note for the reviewer."
LESS_SURE = "Everything that was read surely reconciles; 1 relation that was read less surely does not."


@pytest.mark.parametrize(
    ("tally", "state", "words"),
    [
        (Tally(figures=3, relations=1, holds=1), "reconciles", CHECKED),
        (Tally(figures=3), "nothing", NO_RELATION),
        (Tally(), "nothing", "Nothing could be checked: no figures were read."),
        (Tally(figures=3, relations=2, undecided=2), "nothing", UNDECIDED),
        (Tally(figures=3, relations=2, fails=2, errors=2), "differs", DIFFER),
        (Tally(figures=3, relations=2, holds=1, notes=1), "notes", NOTES),
        (Tally(figures=3, relations=2, holds=1, fails=1), "notes", LESS_SURE),
    ],
)
def test_verdict_in_words(tally, state, words):
    report = Report("a.md", "A", "en", "0" * 64, tally)
    assert (report.state, report.verdict) == (state, words)
    assert words in " ".join(Page(render(report)).words)


def test_parts_of_the_bar_fill_it(calm):
    bar = re.search(r'<figure class="bar">.*?</svg>', render(calm), re.DOTALL)[0]
    widths = [float(value) for value in re.findall(r'<rect class="[^"]*" x="[^"]*" y="24" width="([\d.]+)%"', bar)]
    assert sum(widths) == pytest.approx(100, abs=0.1)


def test_the_gravest_stand_at_a_glance_on_top(calm):
    cards = tuple(replace(calm.cards[0], anchor=f"finding-{n}") for n in range(1, 16))
    text = render(replace(calm, cards=cards, tally=replace(calm.tally, errors=15)))
    top = text[: text.index("</header>")]
    assert re.findall(r'href="#(finding-\d+)"', top) == [f"finding-{n}" for n in range(1, 13)]
    assert "3 more findings" in top
    assert "15 errors" in top
    assert "At a glance" not in render(calm)


SOUND = "Of {n} persons, {n} were men and 0 were women. "
HUGE = {
    "rows.csv": "P,A,B,Total\n" + "".join(f"Place {n},{n % 9},{n % 7},{n % 9 + n % 7}\n" for n in range(300)),
    "columns.csv": ",".join(["h"] * 400) + "\n" + (",".join(["7"] * 400) + "\n") * 3,
    "paragraphs.txt": "".join(f"{n + 1}. {SOUND.format(n=n + 3)}\n\n" for n in range(80))
    + "81. A total of 10 persons, including 4 men and 5 women.\n",
    "one-paragraph.txt": SOUND.format(n=5) * 80,
    "findings.txt": "A total of 10 persons, including 4 men and 5 women.\n\n" * 40,
}


@pytest.mark.parametrize("name", HUGE)
def test_the_page_of_a_huge_document_can_be_opened(name, monkeypatch):
    """It is no larger than its room, shows what fails, and says what it leaves out; tried with a hundredth of it."""
    rooms = ("DOCUMENT", "CARDS", "ROWS", "TREES", "BREAKDOWNS", "OPEN")
    whole = sum(getattr(room, each) for each in rooms)
    bare = len(html.emit(Subject(audit_document("-", data=b"None."), load_rules(), TerminalStyle())).encode())
    for each in rooms:
        monkeypatch.setattr(room, each, getattr(room, each) // 100)
    audit = audit_document("-", data=HUGE[name].encode(), name=name, language="en")
    made = html.emit(Subject(audit, load_rules(), TerminalStyle()))
    assert whole + bare < 4_800_000
    assert len(made.encode()) < bare + whole // 100 + 8_000
    assert "no room on this page" in made
    if name == "paragraphs.txt":
        assert ">10</" in made
    targets = set(re.findall(r' id="([^"]+)"', made))
    assert set(re.findall(r'href="#(fig-[^"]+)"', made)) <= targets
