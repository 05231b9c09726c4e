"""What a dataset shows across its documents."""

import re
from collections import Counter

import pyarrow.dataset as pd
import pytest
from corpora import Here, corpus
from lxml import html

from auditor.cli import run
from auditor.corpus.origin import origin
from auditor.corpus.shared_patterns import look_across
from auditor.corpus.storage import open_store
from auditor.model.document import Document, Paragraph
from auditor.pipeline import audit_document

HELD = "In 2019, {} persons were held in the prisons of the Northern Province."


@pytest.fixture
def place(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("auditor.corpus.executors.Processes", Here)
    return tmp_path


def look(place, **documents):
    """Make a dataset of documents (name -> text) and look across it."""
    for name, text in documents.items():
        (place / f"in/{name}.txt").write_text(text)
    assert run(["audit", "in", "--dataset", "out", "--quiet", "--fail-on", "never"]) == 0
    return look_across(open_store(str(place / "out")))


def test_rules_states_and_years_are_counted(place):
    folder = corpus(place / "in", 24)
    across = look(place)
    audits = [audit_document(path) for path in folder.rglob("report-*.txt")]
    found = Counter(finding.rule for audit in audits for finding in audit.findings)
    assert {share.name: share.findings for share in across.rules} == dict(found)
    assert [share.findings for share in across.rules] == sorted(found.values(), reverse=True)
    rule = across.rules[0]
    verdicts = [verdict for audit in audits for verdict in audit.verdicts if verdict.rule == rule.name]
    assert (rule.relations, rule.fails) == (len(verdicts), sum(verdict.outcome == "fails" for verdict in verdicts))
    assert rule.documents == sum(any(f.rule == rule.name for f in audit.findings) for audit in audits)
    assert Counter({share.name: share.documents for share in across.states}) == Counter(NOR=6, CHL=6, TGO=6, NPL=6)
    assert [(share.name, share.documents) for share in across.years] == [("2015", 8), ("2016", 8), ("2017", 8)]
    assert sum(share.fails for share in across.years) == sum(v.holds is False for a in audits for v in a.verdicts)


def test_documents_that_state_one_quantity_differently_are_named(place):
    first, second = (
        "Report of Norway, 2020\n\n1. " + HELD.format(412),
        "Report of Norway, 2021\n\n7. " + HELD.format(437),
    )
    across = look(place, first=first, second=second, other="Report of Chile, 2021\n\n7. " + HELD.format(600))
    (found,) = across.disagreements
    assert found.state == "NOR"
    assert [(each.document, each.text, each.where) for each in found.stated] == [
        ("first.txt", "412", "paragraph 1"),
        ("second.txt", "437", "paragraph 7"),
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (HELD.format("412"), HELD.format("412")),
        (HELD.format("412"), HELD.format("more than 400")),
        (HELD.format("412"), HELD.format("437").replace("2019", "2018")),
        (HELD.format("412"), HELD.format("437").replace("Northern", "Southern")),
        (HELD.format("412"), HELD.format("437").replace("persons", "women")),
        (HELD.format("412"), HELD.format("437").replace("In 2019", "Since 2019")),
        (
            HELD.format("412"),
            "In 2019, 437 persons of the Northern Province received compensation for unlawful acts.",
        ),
        (HELD.format("412"), f"{HELD.format('437')} {HELD.format('390')}"),
    ],
)
def test_what_may_be_another_quantity_is_no_disagreement(place, first, second):
    across = look(place, first=f"Report of Norway, 2020\n\n1. {first}", second=f"Report of Norway, 2021\n\n1. {second}")
    assert across.disagreements == []


def test_without_a_state_documents_of_one_folder_are_compared(place):
    for name, folder, number in (("a", "x", 412), ("b", "x", 437), ("c", "y", 450)):
        (place / "in" / folder).mkdir(exist_ok=True)
        (place / "in" / folder / f"{name}.txt").write_text("1. " + HELD.format(number))
    (found,) = look(place).disagreements
    assert [each.document for each in found.stated] == ["x/a.txt", "x/b.txt"]


def test_cells_of_tables_are_compared_by_their_headings(place):
    table = "<p>Report of Norway</p><table><caption>Detainees</caption><tr><th>Sex</th><th>2018</th><th>2019</th></tr>"
    rows = "<tr><td>Men</td><td>{}</td><td>70</td></tr><tr><td>Women</td><td>31</td><td>32</td></tr></table>"
    for name, number in (("one", 64), ("two", 46)):
        (place / f"in/{name}.html").write_text(table + rows.format(number))
    (found,) = look(place).disagreements
    assert [each.text for each in found.stated] == ["64", "46"]
    assert found.stated[0].said == "Men / 2018"


def test_the_page_holds_what_was_found_and_nothing_else(place, capsys):
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    text = f"Report of Norway, 2020 {hostile}\n\n1. " + HELD.replace("prisons", f"prisons {hostile}")
    for name, number in (("one", 412), ("two", 437)):
        (place / f"in/{name}.txt").write_text(text.format(number))
    (place / "in/<b>bold&.txt").write_text("1. A total of 10 persons, including 4 men and 5 women, were held.")
    (place / "in/<i>empty&.txt").write_text("")
    look(place)
    capsys.readouterr()
    assert run(["corpus", "report", "out"]) == 0
    told = capsys.readouterr().out
    assert "TOT001" in told
    assert "1 quantity is stated differently" in told
    for page in ("report.html", "index.html"):
        source = (place / "out" / page).read_text()
        tree = html.fromstring(source)
        assert not tree.xpath("//script | //img | //i | //b | //link | //@onerror | //iframe")
        assert not re.search(r"(?:src|href)=\"(?!#|failures\.csv)", source)
        assert tree.xpath("//meta[@http-equiv]/@content")[0].startswith("default-src 'none'; style-src 'sha256-")
    tree = html.fromstring((place / "out/report.html").read_text())
    assert [each.text_content() for each in tree.xpath("//dd/strong")] == ["412", "437"]
    assert tree.xpath("//h2/@id") == ["rules", "states", "years", "disagreements"]
    assert len(tree.xpath("//svg")) >= 4
    assert run(["corpus", "report", "out", "--output", "there/page.html"]) == 0
    assert (place / "there/page.html").read_bytes() == (place / "out/report.html").read_bytes()


def test_drawings_are_to_scale(place):
    corpus(place / "in", 24)
    across = look(place)
    assert run(["corpus", "report", "out"]) == 0
    tree = html.fromstring((place / "out/report.html").read_text())
    bars = tree.xpath("//h2[@id='states']/following-sibling::div[1]//td[1]/svg")
    sizes = [sum(float(each) for each in bar.xpath("rect/@width")) for bar in bars]
    counts = [share.findings for share in across.states]
    assert sizes == pytest.approx([260 * count / max(counts) for count in counts], abs=0.1)


@pytest.mark.parametrize(("make", "said"), [(False, "no dataset"), (True, "not over")])
def test_what_is_no_whole_dataset_is_refused(place, capsys, make, said):
    if make:
        corpus(place / "in", 1)
        run(["audit", "in", "--dataset", "out", "--quiet"])
        (place / "out/running.json").write_text("{}")
    capsys.readouterr()
    assert run(["corpus", "report", "out"]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_a_dataset_without_findings(place):
    across = look(place, one="1. Nothing is counted here.")
    assert (across.rules, across.disagreements, [share.name for share in across.years]) == ([], [], [""])
    assert run(["corpus", "report", "out"]) == 0


@pytest.mark.parametrize(
    ("title", "path", "first", "wanted"),
    [
        ("Follow-up information of Azerbaijan, 2025", "x.txt", "", ("AZE", 2025)),
        ("", "CAT_C_x.txt", "CAT/C/DNK/FCO/7. Received on 3 May 2019", ("DNK", 2019)),
        ("Informe de España", "2018-informe.txt", "", ("ESP", 2018)),
        ("Rapport de la République démocratique du Congo", "x", "", ("COD", None)),
        ("Concluding observations on Nigeria", "niger.txt", "", ("NGA", None)),
        ("Annual report", "guinea-bissau-2011.pdf", "", ("GNB", 2011)),
        ("", "x.txt", "The Committee received 12 reports. E/2020/AB is a number.", (None, 2020)),
        ("", "x.txt", "", (None, None)),
    ],
)
def test_the_state_and_the_year_are_told(title, path, first, wanted):
    paragraphs = (Paragraph(0, "p1", first),) if first else ()
    found = origin(Document(path, "", "en", title, paragraphs))
    assert (found.state, found.year) == wanted


def test_figures_have_their_period_and_sentence(place):
    look(place, one="Report of Norway\n\n1. " + HELD.format(412))
    rows = pd.dataset("out/figures").to_table().to_pylist()
    assert [(row["text"], row["period"], row["said"]) for row in rows] == [
        ("412", "2019-01-01/2019-12-31", HELD.format(412)),
    ]
